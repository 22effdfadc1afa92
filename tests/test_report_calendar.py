"""The calendar: every deadline with a day is an event that calendar programs read; nothing comes from a clock."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import CORPUS, every_seed, parsed
from goldens import check_golden
from icalendar import Calendar

from kehoach_parser import Plan, ReadError
from kehoach_parser.cli import main
from kehoach_parser.models import Deadline, Header, Source, Span
from kehoach_parser.reports.calendar import render_calendar
from kehoach_parser.reports.wording import days_of, show_date, show_repeat, show_time

TAN_HOI = CORPUS / "plans" / "xa-tan-hoi-an-giang-2026.md"
TEXT = "Sở Nội vụ báo cáo trước hạn đã ghi trong kế hoạch."


def deadline(**fields: Any) -> Deadline:
    given = {"quote": "hạn đã ghi", "span": Span(start=24, end=34), "section": "IV.1", "bound": "by", "rule": "x"}
    return Deadline.model_validate(given | fields)


def plan_of(*deadlines: Deadline, **header: Any) -> Plan:
    return Plan(text=TEXT, source=Source(sha256="0" * 64), header=Header(**header), deadlines=deadlines)


def events(plan: Plan, today: date | None = None) -> list[Any]:
    return list(Calendar.from_ical(render_calendar(plan, today)[0]).walk("VEVENT"))


@every_seed
def test_golden(seed: Path) -> None:
    made, _ = render_calendar(parsed(seed), date(2026, 1, 5))
    check_golden(f"{seed.stem}.ics", made.decode().replace("\r\n", "\n"))


@every_seed
def test_a_calendar_that_programs_read(seed: Path) -> None:
    plan = parsed(seed)
    made, left = render_calendar(plan, date(2026, 1, 5))
    assert made == render_calendar(plan, date(2026, 1, 5))[0]
    assert made.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in made.split(b"\r\n")), "RFC 5545 folds lines at 75 octets"
    calendar = Calendar.from_ical(made)
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    found = list(calendar.walk("VEVENT"))
    assert len(found) + len(left) == len(plan.deadlines)
    assert len({event["uid"] for event in found}) == len(found)
    for event in found:
        assert not event.errors
        assert event["dtend"].dt > event["dtstart"].dt
        assert type(event["dtstart"].dt) is date
        (alarm,) = event.walk("VALARM")
        assert (alarm["action"], alarm["trigger"].to_ical()) == ("DISPLAY", b"-P7D")


def test_who_what_when() -> None:
    found = {str(event["summary"]): event for event in events(parsed(TAN_HOI))}
    (yearly,) = [event for title, event in found.items() if "Trước 15/11 hằng năm" in title]
    assert str(yearly["summary"]).startswith("[Các cơ quan, đơn vị] Trước 15/11 hằng năm: ")
    assert yearly["rrule"].to_ical() == b"FREQ=YEARLY;UNTIL=20301231;BYMONTHDAY=15;BYMONTH=11"
    assert yearly["dtstart"].dt == date(2026, 11, 15)
    assert "Văn bản ghi: “trước ngày 15/11 hàng năm”" in yearly["description"]
    assert "Mục VI" in yearly["description"]


@pytest.mark.parametrize(
    ("written", "bound", "start", "end"),
    [
        ("2025-06-30", "before", date(2025, 6, 30), date(2025, 7, 1)),
        ("2025-06", "in", date(2025, 6, 30), date(2025, 7, 1)),
        ("2025-Q4", "in", date(2025, 12, 31), date(2026, 1, 1)),
        ("2024-02", "by", date(2024, 2, 29), date(2024, 3, 1)),
        ("2030", "by", date(2030, 12, 31), date(2031, 1, 1)),
        ("2026/2030", "in", date(2030, 12, 31), date(2031, 1, 1)),
        ("2026-01/2026-03", "in", date(2026, 3, 31), date(2026, 4, 1)),
        ("2025-12-01/2025-12-14", "in", date(2025, 12, 1), date(2025, 12, 15)),
        ("2025-10", "from", date(2025, 10, 1), date(2025, 10, 2)),
        ("2025-Q4", "from", date(2025, 10, 1), date(2025, 10, 2)),
    ],
)
def test_days_of_dates(written: str, bound: str, start: date, end: date) -> None:
    (event,) = events(plan_of(deadline(date=written, bound=bound)))
    assert (event["dtstart"].dt, event["dtend"].dt) == (start, end)
    assert "rrule" not in event


@pytest.mark.parametrize(
    ("rrule", "bound", "start", "kept"),
    [
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15", "before", date(2022, 11, 15), "FREQ=YEARLY;BYMONTHDAY=15;BYMONTH=11"),
        ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=5", "before", date(2023, 1, 5), "FREQ=YEARLY;BYMONTHDAY=5;BYMONTH=1"),
        ("FREQ=YEARLY", "every", date(2022, 12, 31), "FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=12"),
        ("FREQ=YEARLY;INTERVAL=2", "every", date(2022, 12, 31), "FREQ=YEARLY;INTERVAL=2;BYMONTHDAY=-1;BYMONTH=12"),
        ("FREQ=YEARLY;BYMONTH=3,4,5", "in", date(2022, 5, 31), "FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=5"),
        ("FREQ=YEARLY;BYMONTH=6,12", "every", date(2022, 6, 30), "FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=6,12"),
        ("FREQ=MONTHLY", "every", date(2022, 3, 31), "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "before", date(2022, 3, 15), "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,2,3,4,5", "in", date(2022, 4, 5), "FREQ=MONTHLY;BYMONTHDAY=5"),
        ("FREQ=MONTHLY;INTERVAL=3", "every", date(2022, 3, 31), "FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=3,6,9,12"),
        ("FREQ=MONTHLY;INTERVAL=6", "every", date(2022, 6, 30), "FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=6,12"),
        ("FREQ=WEEKLY;BYDAY=MO", "every", date(2022, 3, 21), "FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "before", date(2024, 2, 29), "FREQ=YEARLY;BYMONTHDAY=29;BYMONTH=2"),
    ],
)
def test_days_of_repeats(rrule: str, bound: str, start: date, kept: str) -> None:
    (event,) = events(plan_of(deadline(rrule=rrule, bound=bound), date="2022-03-15"))
    assert event["dtstart"].dt == start
    assert event["rrule"].to_ical().decode() == kept


@pytest.mark.parametrize(
    "fields",
    [
        {"rrule": "FREQ=DAILY", "bound": "every"},
        {"rrule": "FREQ=WEEKLY", "bound": "every"},
        {"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"},
        {"rrule": "FREQ=YEARLY;BYMONTH=zz"},
        {"bound": "on_demand"},
        {"bound": "every"},
        {"date": "9999"},
        {"date": "2025-02-30"},
    ],
)
def test_what_has_no_day_is_handed_back(fields: dict[str, str]) -> None:
    plan = plan_of(deadline(**fields), deadline(date="2025"), date="2022-03-15")
    made, left = render_calendar(plan)
    assert left == [plan.deadlines[0]]
    assert len(Calendar.from_ical(made).walk("VEVENT")) == 1


def test_where_repeats_begin_and_end() -> None:
    yearly = deadline(rrule="FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15", bound="before")
    (event,) = events(plan_of(yearly, date="2025-11-01", period="2026/2030"))
    assert event["dtstart"].dt == date(2026, 11, 15), "not before the plan's period"
    assert event["rrule"].to_ical() == b"FREQ=YEARLY;UNTIL=20301231;BYMONTHDAY=15;BYMONTH=11"
    (event,) = events(plan_of(yearly, date="2022-05", period="2021/2030"), date(2028, 1, 1))
    assert event["dtstart"].dt == date(2028, 11, 15)
    assert event["dtstamp"].dt.date() == date(2028, 1, 1)
    with pytest.raises(ReadError, match="--today"):
        render_calendar(plan_of(yearly))


def test_uids_stay_and_differ() -> None:
    one, other = deadline(date="2025"), deadline(date="2026")
    first = [event["uid"] for event in events(plan_of(one, other, one))]
    assert len(set(first)) == 3
    assert first == [event["uid"] for event in events(plan_of(one, other, one), date(2020, 1, 1))]


def test_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = CliRunner().invoke
    target = tmp_path / "han.ics"
    done = run(main, ["deadlines", str(TAN_HOI), "--format", "ics", "--today", "2027-02-01", "-o", str(target)])
    assert (done.exit_code, done.stdout) == (0, "")
    assert "1 thời hạn không có ngày" in done.stderr
    assert any(event["dtstart"].dt.year == 2027 for event in Calendar.from_ical(target.read_bytes()).walk("VEVENT"))
    assert "trước 15/11 hằng năm" in run(main, ["deadlines", str(TAN_HOI)]).stdout
    assert '"rrule": "FREQ=YEARLY' in run(main, ["deadlines", str(TAN_HOI), "--format", "json"]).stdout
    assert run(main, ["deadlines", str(TAN_HOI), "--today", "hôm nay"]).exit_code == 2
    monkeypatch.setitem(sys.modules, "icalendar", None)
    done = run(main, ["deadlines", str(TAN_HOI), "--format", "ics"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "kehoach-parser[calendar]" in done.stderr


# --- Dates in words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2025-06-30", "30/06/2025"),
        ("2025-06", "tháng 6/2025"),
        ("2025", "năm 2025"),
        ("2025-Q3", "quý III/2025"),
        ("2021/2030", "năm 2021 - 2030"),
        ("2025-12-01/2025-12-14", "01/12/2025 - 14/12/2025"),
        ("một ngày đẹp trời", "một ngày đẹp trời"),
    ],
)
def test_dates_in_words(written: str, shown: str) -> None:
    assert show_date(written) == shown


@pytest.mark.parametrize("written", [None, "", "2025-13", "2025-02-30", "../2030", "2025-06-30/xyz"])
def test_what_is_no_date_has_no_days(written: str | None) -> None:
    assert days_of(written) is None


@pytest.mark.parametrize(
    ("rrule", "shown"),
    [
        ("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=5", "5/3, 5/6, 5/9, 5/12 hằng năm"),
        ("FREQ=YEARLY;BYMONTH=3,4,5,6", "tháng 3 - 6 hằng năm"),
        ("FREQ=YEARLY;BYMONTH=3,6,9,12", "tháng 3, 6, 9, 12 hằng năm"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "ngày 15 hằng tháng"),
        ("FREQ=YEARLY;INTERVAL=2", "2 năm một lần"),
        ("FREQ=DAILY", "hằng ngày"),
        ("FREQ=NEVER", "FREQ=NEVER"),
    ],
)
def test_repeats_in_words(rrule: str, shown: str) -> None:
    assert show_repeat(rrule) == shown


def test_times_in_words() -> None:
    assert show_time(deadline(date="2030")) == "đến năm 2030"
    assert show_time(deadline(bound="every")) == "hạn đã ghi"
    assert show_time(deadline(bound="on_demand")) == "khi có yêu cầu"
    assert (
        show_time(deadline(bound="before", rrule="FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15"), "en")
        == "before 15/11 every year"
    )
