"""Dates: every notation to EDTF, lists and ranges, what is no date, and cycles to RRULE."""

from __future__ import annotations

import pytest

from kehoach_parser.extract.dates import find_dates
from kehoach_parser.extract.deadlines_cues import repeat
from kehoach_parser.extract.points import DateMention, Point
from kehoach_parser.text import fold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trước ngày 15/9/2023", ["2023-09-15"]),
        ("ngày 20.7.2020", ["2020-07-20"]),
        ("ngày 15-9-2023", ["2023-09-15"]),
        ("01 tháng 3 năm 2026", ["2026-03-01"]),
        ("ngày 05 tháng 10, năm 2026", ["2026-10-05"]),
        ("17 giờ 00, ngày 01/02/2026", ["2026-02-01"]),
        ("hạn chót 13/10/2017", ["2017-10-13"]),
        ("trong tháng 12/2025", ["2025-12"]),
        ("tháng 3-2021", ["2021-03"]),
        ("tháng 4 năm 2026", ["2026-04"]),
        ("Quí IV-2025", ["2025-Q4"]),
        ("20/8 - 10/9/2025", ["2025-08-20/2025-09-10"]),
        ("giảm 1/2 - 3/4 số hộ", []),
        ("đợt 1 tháng 9/2026", ["2026-09"]),
        ("Quý III Năm 2026", ["2026-Q3"]),
        ("quý 2/2026", ["2026-Q2"]),
        ("06 tháng đầu năm 2026", ["2026-01/2026-06"]),
        ("6 tháng cuối năm 2026", ["2026-07/2026-12"]),
        ("đến cuối năm 2025", ["2025"]),
        ("giai đoạn 2026-2030", ["2026/2030"]),
        ("giai đoạn từ năm 2021 đến năm 2025", ["2021/2025"]),
        ("nhiệm kỳ 2020 – 2025", ["2020/2025"]),
        ("từ năm 2022 - 2025", ["2022/2025"]),
        ("năm học 2026-2027", ["2026/2027"]),
        ("các năm 2026, 2027 và 2028", ["2026/2028"]),
        # Days in a row are one interval, others are apart; the year is handed back along a list.
        ("ngày 28/12 và cả ngày 29/12/2011", ["2011-12-28/2011-12-29"]),
        ("Ngày 26, 27/12/2011", ["2011-12-26/2011-12-27"]),
        ("24, 25 và 26 tháng 8 năm 2026", ["2026-08-24/2026-08-26"]),
        ("các ngày 5, 12, 19/8/2026", ["2026-08-05", "2026-08-12", "2026-08-19"]),
        ("tháng 5 và tháng 6 năm 2025", ["2025-05/2025-06"]),
        ("vào tháng 4 và tháng 8 năm 2026", ["2026-04", "2026-08"]),
        ("Tháng 11 - 12/2025", ["2025-11/2025-12"]),
        ("quý I, III/2026", ["2026-Q1", "2026-Q3"]),
        ("quý I và quý II năm 2026", ["2026-Q1/2026-Q2"]),
        # Ranges.
        ("từ ngày 01/12/2025 đến ngày 14/12/2025", ["2025-12-01/2025-12-14"]),
        ("từ 30/10/2017 đến 03/11/2017", ["2017-10-30/2017-11-03"]),
        ("từ ngày 17/12/2025 đến 17 giờ 00, ngày 01/02/2026", ["2025-12-17/2026-02-01"]),
        ("từ ngày 17 đến ngày 20 tháng 11 năm 2025", ["2025-11-17/2025-11-20"]),
        ("từ tháng 10 năm 2025 đến hết tháng 3 năm 2026", ["2025-10/2026-03"]),
        ("từ ngày 28/12 đến ngày 05/01/2026", ["2025-12-28/2026-01-05"]),
        # From one unit to another: only where "từ" opens the range.
        ("từ ngày 15/3 đến hết tháng 10/2025", ["2025-03-15/2025-10"]),
        ("từ tháng 9/2025 đến hết năm 2026", ["2025-09/2026"]),
        ("từ tháng 10 đến 31/12/2025", ["2025-10/2025-12-31"]),
        ("từ quý II/2025 đến hết năm 2025", ["2025-Q2/2025"]),
        ("từ ngày 15/12/2025 đến tháng 10/2025", [None]),
        ("từ năm 2025 đến hết tháng 6/2026", ["2025", "2026-06"]),
        ("từ ngày 01/4/2025, đến hết tháng 5/2025", ["2025-04-01", "2025-05"]),
        ("trong tháng 3/2025, báo cáo đến ngày 15/4/2025", ["2025-03", "2025-04-15"]),
        # What cannot be, or is not known, has no value.
        ("ngày 31/11/2025", [None]),
        ("ngày 29/02/2026", [None]),
        ("từ ngày 20/8/2026 đến ngày 15/7/2026", [None]),
        ("trước ngày 15/11", [None]),
        ("quý III", [None]),
    ],
)
def test_every_notation(text: str, expected: list[str | None]) -> None:
    assert [mention.edtf for mention in find_dates(fold(text))] == expected


@pytest.mark.parametrize(
    "text",
    ["4/100.000", "107/100", "250/326 ha", "1/2 ngày", "05 ngày làm việc", "36 tháng tuổi",
     "Quyết định 66/2018/QĐ-UBND", "1.364.329.243 đồng", "98,5%", "16 - 18 tuổi"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert find_dates(fold(text), default_year=2025) == []


def test_the_default_year_is_taken_and_said() -> None:
    (mention,) = find_dates("trước ngày 15/11", default_year=2025)
    assert (mention.edtf, mention.inferred) == ("2025-11-15", True)
    (mention,) = find_dates("từ tháng 11 đến tháng 2", default_year=2025)
    assert (mention.edtf, mention.inferred) == ("2025-11/2026-02", True)
    (mention,) = find_dates("ngày 15/11/2026", default_year=2025)
    assert mention.inferred is False


def test_a_mention_covers_its_words_and_no_more() -> None:
    text = "nộp trước ngày 15/11/2025 về Sở"
    (mention,) = find_dates(text)
    assert text[mention.start : mention.end] == "ngày 15/11/2025"


def test_only_the_stretch_that_is_asked_for_is_read() -> None:
    text = "ngày 01/02/2025 và ngày 03/04/2026"
    assert [mention.edtf for mention in find_dates(text, 18)] == ["2026-04-03"]
    assert [mention.edtf for mention in find_dates(text, 0, 15)] == ["2025-02-01"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026 - 2030", ["2026/2030"]),
        ("12/2025", ["2025-12"]),
        ("2026", ["2026"]),
        ("Tháng  /2026", ["2026"]),
        ("T10/2026", ["2026-10"]),
        ("10 - 11/2026", ["2026-10/2026-11"]),
        ("T3 - T5/2027", ["2027-03/2027-05"]),
        ("Từ 12 - 02/2027", ["2026-12/2027-02"]),
        ("Đợt 2 - 11/2026", ["2026-11"]),
        ("Công văn số 10 - 12/2026", ["2026-12"]),
        ("11/2026 - 20/12/2026", ["2026-11/2026-12-20"]),
        ("12/2026 - 20/12/2026", ["2026-12", "2026-12-20"]),
    ],
)
def test_a_cell_may_hold_bare_numbers(text: str, expected: list[str]) -> None:
    assert [mention.edtf for mention in find_dates(fold(text), bare=True)] == expected


@pytest.mark.parametrize(
    ("first", "last", "cycle", "expected"),
    [
        (Point(None, 11, 20), None, "FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=20"),
        (Point(None, 11, 20), None, None, "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=20"),
        (Point(None, 11, 20), None, "FREQ=YEARLY;INTERVAL=2", "FREQ=YEARLY;INTERVAL=2;BYMONTH=11;BYMONTHDAY=20"),
        (Point(None, 3), Point(None, 5), "FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=3,4,5"),
        (Point(quarter=1), None, "FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=1,2,3"),
        (Point(day=15), None, "FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=15"),
        (Point(day=15), None, "FREQ=YEARLY", None),
    ],
)
def test_a_date_that_comes_back(first: Point, last: Point | None, cycle: str | None, expected: str | None) -> None:
    assert repeat(DateMention(0, 1, first, last), cycle) == expected
