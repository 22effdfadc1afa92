"""Deadlines: phrases of real documents with their readings, the examples of the rules, whom they bind, real plans."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import every_plan, parsed

from kehoach_parser import parse
from kehoach_parser.document import Document
from kehoach_parser.extract.agencies import Mentions, find_agencies
from kehoach_parser.extract.context import Context
from kehoach_parser.extract.dates import find_dates
from kehoach_parser.extract.deadlines import extract_deadlines
from kehoach_parser.extract.deadlines_rules import DeadlineRules, Example
from kehoach_parser.extract.layout import Layout
from kehoach_parser.extract.outline import Outline
from kehoach_parser.models import Deadline, Header, Section, Source, Span
from kehoach_parser.rules import Rules, read_yaml
from kehoach_parser.text import canonical, fold

CASES = read_yaml(Path(__file__).parent / "cases" / "deadline.yaml")["cases"]
RULES = DeadlineRules.of(Rules.load())


def read(
    text: str, *, date: str | None = "2025-06-15", period: str | None = None, names: bool = False
) -> tuple[Deadline, ...]:
    """Return the deadlines of a text without divisions; ``names`` also finds the bodies in it."""
    rules = Rules.load()
    document = Document(canonical(text), Source())
    header = Header(date=date, period=period)
    whole = Section(path="", marker=None, title=None, kind="other", level=0, span=Span(start=0, end=len(document.text)))
    mentions = find_agencies(document, header, rules) if names else Mentions(())
    layout = Layout(0, len(document.text))
    return extract_deadlines(Context(document, rules, layout, header, Outline((whole,)), (), mentions, ()))


def short(deadline: Deadline) -> str:
    return f"{deadline.bound} {deadline.rrule or deadline.date or '-'}"


@pytest.mark.parametrize("case", CASES, ids=[f"{index}-{case['phrase']}" for index, case in enumerate(CASES)])
def test_phrases_of_real_documents(case: dict[str, object]) -> None:
    text = str(case["text"])
    assert [short(found) for found in read(text)] == case["deadlines"]
    if "dates" in case:
        assert [mention.edtf for mention in find_dates(fold(text))] == case["dates"]


EXAMPLES = [(rule.id, example) for rule in RULES.all for example in rule.examples]
NOT_EXAMPLES = [(rule.id, text) for rule in RULES.all for text in rule.not_examples]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{rule}-{example.quote}" for rule, example in EXAMPLES])
def test_examples_of_the_rules(rule: str, example: Example) -> None:
    found = [(item.quote, item.bound, item.date, item.rrule) for item in read(example.text)]
    assert (example.quote, example.bound, example.date, example.rrule) in found


@pytest.mark.parametrize(
    ("rule", "text"), NOT_EXAMPLES, ids=[f"{rule}-{index}" for index, (rule, _) in enumerate(NOT_EXAMPLES)]
)
def test_counter_examples_of_the_rules(rule: str, text: str) -> None:
    assert [item.quote for item in read(text)] == []


def test_every_rule_has_a_name_and_both_kinds_of_examples() -> None:
    ids = [rule.id for rule in RULES.all]
    assert len(ids) == len(set(ids))
    for rule in RULES.all:
        assert rule.id.startswith("deadlines/")
        assert rule.id.isascii()
        assert rule.not_examples, rule.id
        assert rule.examples or getattr(rule, "bound", "") is None, rule.id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Two dates share the bound and the cycle of their list.
        (
            "Định kỳ trước ngày 01/6 và 15/11 hằng năm báo cáo kết quả.",
            ["before FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1", "before FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15"],
        ),
        # "6 tháng, năm" are said by the two days that follow.
        (
            "Định kỳ 6 tháng, năm báo cáo huyện trước ngày 10/6 và 10/12.",
            ["before FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=10", "before FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=10"],
        ),
        # The cycle behind the last report is that of the one before it too; of a plan made once it is not.
        (
            "Sơ kết vào tháng 6, tổng kết vào tháng 12 hằng năm.",
            ["in FREQ=YEARLY;BYMONTH=6", "in FREQ=YEARLY;BYMONTH=12"],
        ),
        (
            "Ban hành kế hoạch trước ngày 15/7, báo cáo kết quả trước ngày 15/12 hằng năm.",
            ["before 2025-07-15", "before FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"],
        ),
        # A cycle that the date does not take is a deadline of its own.
        (
            "Xây dựng kế hoạch chi tiết hằng năm và định kỳ báo cáo kết quả trước ngày 20/11.",
            ["every FREQ=YEARLY", "before FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=20"],
        ),
        (
            "Định kỳ hằng quý, 6 tháng, năm các xã báo cáo.",
            ["every FREQ=MONTHLY;INTERVAL=3", "every FREQ=MONTHLY;INTERVAL=6", "every FREQ=YEARLY"],
        ),
        ("Thời gian thực hiện: Thường xuyên, hằng năm.", ["every FREQ=YEARLY"]),
        ("Thời gian thực hiện: Hằng năm hoặc khi có yêu cầu", ["every FREQ=YEARLY", "on_demand -"]),
        (
            "Định kỳ hằng quý (trước ngày 15 của tháng cuối quý) báo cáo kết quả.",
            ["before FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=15"],
        ),
        ("Báo cáo hàng quý, hàng năm theo quy định.", ["every FREQ=MONTHLY;INTERVAL=3", "every FREQ=YEARLY"]),
        ("Thời hạn nộp: 15/10/2025", ["by 2025-10-15"]),
        ("Thời gian tổ chức: 15/10/2025", ["in 2025-10-15"]),
        ("Đến tháng 12/2026, 100% xã có trang thông tin.", []),
        ("Thời gian thực hiện: Năm 2026 và các năm tiếp theo.", ["from 2026"]),
        ("Thời gian: Quý I/2026; hằng năm", ["in 2026-Q1", "every FREQ=YEARLY"]),
        ("Thời hạn hoàn thành: Sau khi Nghị định được ban hành.", ["from -"]),
        ("Thời gian thực hiện: Tháng   /2026", ["in 2026"]),
        ("Tiến độ: Tháng 11 - 12/2025.", ["in 2025-11/2025-12"]),
        ("Ngày 02/01/2026 (thứ 6) | Văn phòng", ["in 2026-01-02"]),
        ("NGÀY 1: THỨ HAI, NGÀY 24/8/2026", ["in 2026-08-24"]),
        # A date that no calendar has, and a range that runs backwards, are kept as written.
        ("Gửi báo cáo trước ngày 31/11/2025.", ["before -"]),
        ("- Đợt 2: từ ngày 20/8/2026 đến ngày 15/7/2026.", ["in -"]),
        # The lines of a schedule count even where they lie before the plan.
        ("- Đợt 1: từ ngày 01/3/2025 đến ngày 15/3/2025.", ["in 2025-03-01/2025-03-15"]),
        ("Từ ngày 01/3/2025 đến ngày 15/3/2025, xã đã tổ chức 02 lớp.", []),
        # A duty counts even where its day was over when the plan was signed; a thing named by its day does not.
        ("Hoàn thành việc bàn giao hồ sơ trước ngày 20/5/2025.", ["before 2025-05-20"]),
        ("Rà soát, tổng hợp và gửi kết quả chậm nhất ngày 20/5/2025.", ["by 2025-05-20"]),
        ("Trước ngày 20/5/2025 gửi danh sách về Phòng Nội vụ.", ["before 2025-05-20"]),
        ("Hoàn thành việc bàn giao hồ sơ trước ngày 20/5/2023.", []),
        ("Trước ngày 20/5/2025 đã gửi danh sách về Phòng Nội vụ.", []),
        ("Đến ngày 20/5/2025 hoàn thành việc bàn giao hồ sơ.", []),
        ("Tổ chức nghiệm thu các công trình hoàn thành trước ngày 20/5/2025.", []),
        ("Kiểm tra các văn bản ban hành trước ngày 20/5/2025.", []),
        ("Trường hợp nộp hồ sơ trước ngày 20/5/2025 thì theo quy định cũ.", []),
        # Money, leave and kinds of work have cycles that nobody keeps; a thing has years that bind nobody.
        ("Hỗ trợ cộng tác viên tham gia họp 02 buổi/tháng.", []),
        ("Trực tiếp chỉ đạo công việc hằng ngày.", []),
        ("Số hóa biểu mẫu và báo cáo định kỳ theo quy định.", []),
        ("Ưu tiên các dự án hoàn thành trước năm 2027.", []),
        ("Triển khai chính sách cho người tham gia bảo hiểm trước ngày 01/01/2025.", []),
        # Names of programmes, outlooks, grounds, fractions.
        ("Triển khai Chương trình phát triển đô thị đến năm 2030, tầm nhìn đến năm 2045.", []),
        ("Thực hiện tốt Đề án chuyển đổi số đến năm 2030.", []),
        ('Thực hiện phong trào "Xã sạch đến năm 2030".', []),
        # The plan's own name is no time by which it is to be made.
        ("UBND xã ban hành Kế hoạch cải cách hành chính đến năm 2028, cụ thể như sau:", []),
        ("Các xã xây dựng kế hoạch trước ngày 15/9/2025 theo các nội dung sau đây:", ["before 2025-09-15"]),
        ("Xây dựng kế hoạch đào tạo cán bộ đến năm 2028.", ["by 2028"]),
        ("Triển khai Đề án cấp nước nông thôn, hoàn thành trước năm 2028.", ["before 2028"]),
        ("Thi công các hạng mục của Dự án hoàn thành đến hết năm 2027.", ["by 2027"]),
        ("Căn cứ Kế hoạch phát triển nhà ở từ nay đến cuối năm 2025;", []),
        ("Phấn đấu giảm đến 1/2 số hộ nghèo.", []),
        ("Kỷ niệm Ngày Quốc tế Phụ nữ 8/3.", []),
    ],
)
def test_what_the_words_around_a_date_say(text: str, expected: list[str]) -> None:
    assert [short(found) for found in read(text)] == expected


def test_a_year_that_is_not_written_is_the_plans_and_says_so() -> None:
    (found,) = read("Gửi báo cáo trước ngày 30/9.")
    assert (found.date, found.inferred) == ("2025-09-30", True)
    (found,) = read("Gửi báo cáo trước ngày 31/3.")
    assert found.date == "2026-03-31", "a date before the plan's own is in the next year"
    (found,) = read("Gửi báo cáo trước ngày 31/3.", period="2027")
    assert (found.date, found.inferred) == ("2027-03-31", True)
    (found,) = read("Gửi báo cáo trước ngày 31/3.", date=None, period="2026/2030")
    assert (found.date, found.inferred) == (None, False), "five years are possible: none is chosen"


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Sở Nội vụ tổng hợp, báo cáo UBND tỉnh trước ngày 20/11 hằng năm.", "Sở Nội vụ"),
        ("Giao Sở Tài chính hoàn thành thẩm định trong tháng 9/2025.", "Sở Tài chính"),
        ("Định kỳ 06 tháng, Sở Y tế báo cáo kết quả về Sở Nội vụ.", "Sở Y tế"),
        ("Sở Tư pháp rà soát văn bản. Định kỳ báo cáo UBND tỉnh trước ngày 15/11.", "Sở Tư pháp"),
        (
            "Đơn vị chủ trì: Sở Xây dựng.\nĐơn vị phối hợp: Sở Tài chính.\nThời gian thực hiện: Quý IV/2025.",
            "Sở Xây dựng",
        ),
        (
            "Đơn vị thực hiện: Sở Xây dựng chủ trì, phối hợp với các sở, ngành.\nThời gian thực hiện: Quý IV/2025.",
            "Sở Xây dựng",
        ),
        ("Gửi về Sở Nội vụ trước ngày 20/11 hằng năm.", None),
        ("Các tổ chuyên môn báo cáo định kỳ về Ban Giám hiệu.", "Các tổ chuyên môn"),
        ("Tổ công tác họp hằng quý.", "Tổ công tác"),
        ("Đơn vị chủ trì: Trung tâm Y tế. Báo cáo hằng quý.", "Trung tâm Y tế"),
        ("Thực hiện: rà soát hồ sơ. Báo cáo hằng quý.", None),
        ("Mỗi năm, Sở Nội vụ tổ chức 02 lớp tập huấn.", "Sở Nội vụ"),
        ("Phòng Giáo dục hằng quý tổng hợp, gửi Sở Nội vụ.", "Phòng Giáo dục"),
        ("Trạm Y tế xã, hằng tháng cập nhật sổ tiêm chủng.", "Trạm Y tế xã"),
        ("Giao Sở Công Thương theo dõi thị trường, hằng tuần báo cáo tình hình.", "Sở Công Thương"),
        ("Trong năm 2026 Sở Nội vụ chủ trì rà soát vị trí việc làm.", "Sở Nội vụ"),
        ("Cuối năm 2026, Sở Tài chính và Sở Xây dựng báo cáo UBND tỉnh.", "Sở Tài chính và Sở Xây dựng"),
        ("Năm 2027, UBND các xã sơ kết phong trào.", "UBND các xã"),
        ("Từng tổ lập kế hoạch dạy học trước ngày 05/5/2025 để trình duyệt.", "Từng tổ"),
        ("Xây dựng kế hoạch của cơ quan, đơn vị trước ngày 31/7/2025.", None),
    ],
)
def test_whom_a_deadline_binds(text: str, agency: str | None) -> None:
    (found,) = read(text, names=True)
    assert found.agency == agency


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        (
            "Chi cục Thú y lấy mẫu xong trước ngày 31/8/2025; UBND các xã gửi số liệu trước ngày 15/9/2025.",
            ["Chi cục Thú y", "UBND các xã"],
        ),
        (
            "Giao Sở Tài chính thẩm tra trước ngày 31/8/2025; giao Sở Xây dựng trình UBND tỉnh trước ngày 15/9/2025.",
            ["Sở Tài chính", "Sở Xây dựng"],
        ),
        (
            "Công an xã lập danh sách trước ngày 31/8/2025, Trạm Y tế xã tổ chức khám trước ngày 15/9/2025.",
            ["Công an xã", "Trạm Y tế xã"],
        ),
        # A clause without a body keeps the one before it, and takes none from the next.
        ("Các đơn vị hoàn thành sắp xếp trước ngày 31/8/2025; báo cáo trước ngày 15/9/2025.", ["Các đơn vị"] * 2),
        ("Nghiệm thu trước ngày 31/8/2025; Sở Tài chính tổng hợp trước ngày 15/9/2025.", [None, "Sở Tài chính"]),
        ("Sở Y tế hướng dẫn; UBND các xã triển khai; báo cáo kết quả trước ngày 15/9/2025.", [None]),
        # Partners and recipients take nothing over.
        ("Sở Y tế phối hợp với Sở Tài chính, UBND các xã tổ chức khám trước ngày 15/9/2025.", ["Sở Y tế"]),
        ("Các xã gửi hồ sơ về Sở Tài chính; Sở Nội vụ trước ngày 15/9/2025.", ["Các xã"]),
        ("Các xã nộp hồ sơ trước ngày 31/8/2025; Sở Nội vụ: trước ngày 15/9/2025.", ["Các xã", "Sở Nội vụ"]),
    ],
)
def test_each_time_of_a_sentence_binds_the_body_of_its_own_clause(text: str, agencies: list[str | None]) -> None:
    assert [found.agency for found in read(text, names=True)] == agencies


@pytest.mark.parametrize(
    ("text", "date", "expected"),
    [
        ("Sơ kết học kỳ I trước ngày 12/01; báo cáo trước ngày 20/11.", "2025-09-08", ["2026-01-12", "2025-11-20"]),
        ("Từ ngày 18/01 đến ngày 27/5 dạy học kỳ II.", "2025-09-08", ["2026-01-18/2026-05-27"]),
        ("Báo cáo trước ngày 12/01.", "2026-03-08", ["2026-01-12"]),  # the period ends with the plan's own year
    ],
)
def test_a_date_rolls_on_within_the_period_of_the_plan(text: str, date: str, expected: list[str]) -> None:
    assert [found.date for found in read(text, date=date, period="2025/2026")] == expected


@pytest.mark.parametrize(
    ("text", "date", "expected"),
    [
        # A time that has begun is open as long as a deed stands with it.
        ("Hoàn thành kiểm đếm trong 6 tháng đầu năm 2025.", "2025-02-10", ["in 2025-01/2025-06"]),
        ("Trong 6 tháng đầu năm 2025, giá cả tăng cao.", "2025-05-10", []),
        ("Trong 6 tháng đầu năm 2025, xã đã tổ chức 03 lớp.", "2025-05-10", []),
        # Days and months from one to another with a dash.
        ("Ra quân từ ngày 02/8 - 28/8.", "2025-06-15", ["in 2025-08-02/2025-08-28"]),
        ("Thời gian: từ 26/12 - 08/01.", "2025-06-15", ["in 2025-12-26/2026-01-08"]),
        ("Thi công từ tháng 11/2025 - 02/2026.", "2025-06-15", ["in 2025-11/2026-02"]),
        ("Phấn đấu giảm từ 1/3 - 2/3 số hộ nghèo.", "2025-06-15", []),
        ("Hoàn thành tại từ 10/12 - 11/12 xã.", "2025-06-15", []),
        ("Khai mạc: 08 giờ 00 ngày 12/10/2025 (Chủ nhật) tại nhà văn hóa.", "2025-06-15", ["in 2025-10-12"]),
        ("Kiểm tra từ tháng 10 đến 31/12/2025.", "2025-06-15", ["in 2025-10/2025-12-31"]),
        ("Số liệu tháng 10 đến 31/12/2025.", "2025-06-15", ["by 2025-12-31"]),
        # A season may pass over New Year.
        ("Trực chữa cháy từ tháng 12 đến tháng 2 hằng năm.", "2025-06-15", ["in FREQ=YEARLY;BYMONTH=1,2,12"]),
        ("Mùa khô kéo dài từ tháng 12 đến tháng 4 hằng năm.", "2025-06-15", []),
        # What comes back is said at the head of the clause, or in a list.
        (
            "Vào ngày 05 và ngày 20 hằng tháng, tổ chức ra quân.",
            "2025-06-15",
            ["in FREQ=MONTHLY;BYMONTHDAY=5", "in FREQ=MONTHLY;BYMONTHDAY=20"],
        ),
        ("Định kỳ thứ Sáu hằng tuần, báo cáo tiến độ.", "2025-06-15", ["every FREQ=WEEKLY;BYDAY=FR"]),
        ("Ngày 15 hằng tháng là ngày chi lương.", "2025-06-15", []),
        # A monthly report has the day without a month; another report has its own.
        (
            "Báo cáo tháng trước ngày 22, báo cáo quý trước ngày 25, báo cáo tổng kết trước ngày 10/12.",
            "2025-06-15",
            ["before FREQ=MONTHLY;BYMONTHDAY=22", "before 2025-12-10"],
        ),
        (
            "Nộp trước ngày 20 tháng thứ hai của quý.",
            "2025-06-15",
            ["before FREQ=YEARLY;BYMONTH=2,5,8,11;BYMONTHDAY=20"],
        ),
        ("Kiểm tra định kỳ 03 lần/năm.", "2025-06-15", ["every -"]),
        ("Tần suất định kỳ vào sáng thứ Bảy hằng tuần.", "2025-06-15", ["every FREQ=WEEKLY;BYDAY=SA"]),
        ("Người bệnh được hỗ trợ tiền ăn trong 20 ngày kể từ ngày nhập viện.", "2025-06-15", []),
        ("Chi trả trợ cấp trong 20 ngày kể từ ngày nhận hồ sơ.", "2025-06-15", ["in -"]),
    ],
)
def test_when_a_time_binds_and_when_it_tells(text: str, date: str, expected: list[str]) -> None:
    assert [short(found) for found in read(text, date=date)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Kinh phí hoạt động của Ban Chỉ đạo hằng năm bố trí theo dự toán.",
        "Phân bổ vốn trung hạn, hằng năm cân đối từ ngân sách.",
        "Sở Nội vụ hằng năm được giao 05 biên chế.",
        "Ban Quản lý chợ hằng tháng thu 20 triệu đồng.",
        "Năm 2025, UBND xã tổ chức lễ hội.",
        "Năm 2027, Sở Nội vụ tổ chức 04 lớp bồi dưỡng.",
        "Năm 2027, đề án của Sở Xây dựng hoàn thành.",
    ],
)
def test_a_time_that_only_describes_a_body_or_a_thing_binds_nobody(text: str) -> None:
    assert read(text, names=True) == ()


def test_the_line_under_a_heading_is_no_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "UBND XÃ HÒA AN\nSố: 1/KH-UBND\nHòa An, ngày 05 tháng 01 năm 2026\nKẾ HOẠCH\nVệ sinh môi trường năm 2026\n"
        "I. MỤC ĐÍCH\nGiữ gìn sạch đẹp.\nII. NHIỆM VỤ\nHằng tuần tổ chức quét dọn đường làng.\n",
        encoding="utf-8",
    )
    assert [short(found) for found in parse(path).deadlines] == ["every FREQ=WEEKLY"]


def test_the_task_is_the_clause_that_the_time_binds() -> None:
    (found,) = read("- Rà soát hồ sơ; gửi báo cáo kết quả trước ngày 20/11/2025; lưu trữ tài liệu.")
    assert found.task == "gửi báo cáo kết quả trước ngày 20/11/2025"


@every_plan
def test_every_deadline_of_a_plan_stands_in_its_text(plan_path: Path) -> None:
    plan = parsed(plan_path)
    last = 0
    for found in plan.deadlines:
        assert plan.text[found.span.start : found.span.end] == found.quote
        assert found.quote == found.quote.strip()
        assert last <= found.span.start, "in order, none overlapping"
        assert found.rule.startswith("deadlines/")
        assert not (found.date and found.rrule)
        last = found.span.end


HEAD = "UBND XÃ HÒA AN\nSố: 1/KH-UBND\nHòa An, ngày 05 tháng 01 năm 2026\nKẾ HOẠCH\nTuyên truyền năm 2026\n"


def test_an_agency_is_written_as_its_assignment_has_it() -> None:
    duty = "1. Trung tâm Hạnh Phúc Xanh và Cộng Đồng: Báo cáo UBND xã trước ngày 10/12/2026.\n"
    plan = parse(text=f"{HEAD}I. TỔ CHỨC THỰC HIỆN\n{duty}")
    (deadline,) = plan.deadlines
    assert deadline.agency == plan.assignments[0].agency.text == "Trung tâm Hạnh Phúc Xanh và Cộng Đồng"


def test_the_issuer_of_a_cited_document_is_not_bound() -> None:
    deed = "Quán triệt Chỉ thị số 12-CT/TU của Tỉnh ủy hoàn thành trước ngày 15/4/2026.\n"
    plan = parse(text=f"{HEAD}I. NỘI DUNG\n{deed}")
    (deadline,) = plan.deadlines
    assert (deadline.bound, deadline.date, deadline.agency) == ("before", "2026-04-15", None)
    (citation,) = plan.citations
    assert (citation.issuer, citation.date) == ("Tỉnh ủy", None)


SCHEDULE = """UBND XÃ HÒA AN
Số: 1/KH-UBND
Hòa An, ngày 05 tháng 01 năm 2026
KẾ HOẠCH
Hội thảo khoa học năm 2026
I. MỤC ĐÍCH
Trao đổi kinh nghiệm.
II. TIẾN ĐỘ THỰC HIỆN
"""


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("- 20/9/2026: Gửi thư mời viết bài.", [("2026-09-20", "Gửi thư mời viết bài", None)]),
        (
            "- Công an xã kiểm tra thực địa: Từ 05/6/2026 đến 09/6/2026.",
            [("2026-06-05/2026-06-09", "Công an xã kiểm tra thực địa", "Công an xã")],
        ),
        ("- Ngày 15/11/2026: tại Hội trường A.", [("2026-11-15", "TIẾN ĐỘ THỰC HIỆN", None)]),
        ("Từ ngày 05/6/2026 đến ngày 09/6/2026.", [("2026-06-05/2026-06-09", "TIẾN ĐỘ THỰC HIỆN", None)]),
        # A sentence that announces the schedule has no time of its own.
        (
            "Tiến độ triển khai trong năm 2026 cụ thể như sau:\n- 20/9/2026: Gửi thư mời viết bài.",
            [("2026-09-20", "Gửi thư mời viết bài", None)],
        ),
        (
            "1. Xây dựng kế hoạch: tháng 3/2026.\n2. Công an xã tổng hợp báo cáo trước ngày 15/12/2026.",
            [
                ("2026-03", "Xây dựng kế hoạch: tháng 3/2026", None),
                ("2026-12-15", "Công an xã tổng hợp báo cáo trước ngày 15/12/2026", "Công an xã"),
            ],
        ),
    ],
)
def test_the_items_of_a_schedule_have_works_of_their_own(lines: str, expected: list[tuple[str | None, ...]]) -> None:
    found = [(item.date, item.task, item.agency) for item in parse(text=SCHEDULE + lines).deadlines]
    assert found == expected


def test_the_lead_of_a_cell_that_also_names_partners(tmp_path: Path) -> None:
    text = SCHEDULE + (
        "| TT | Nội dung | Phân công | Thời gian |\n|---|---|---|---|\n"
        "| 1 | Lập danh mục hồ sơ | Chủ trì: Sở Nội vụ. Phối hợp: Sở Tài chính, UBND các xã | Quý IV/2026 |\n"
    )
    path = tmp_path / "plan.md"
    path.write_text(text.replace("\n", "\n\n", 8), encoding="utf-8")
    (deadline,) = parse(path).deadlines
    assert (deadline.date, deadline.agency) == ("2026-Q4", "Sở Nội vụ")


def test_an_article_of_the_decision_that_carries_the_plan_gives_a_deadline() -> None:
    text = (
        "ỦY BAN NHÂN DÂN\nXÃ HÒA AN\nSố: 7/QĐ-UBND\nHòa An, ngày 05 tháng 01 năm 2026\nQUYẾT ĐỊNH\n"
        "Ban hành Kế hoạch vệ sinh môi trường năm 2026\nỦY BAN NHÂN DÂN XÃ\nQUYẾT ĐỊNH:\n"
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch vệ sinh môi trường năm 2026.\n"
        "Điều 2. Giao Phòng Kinh tế tổng hợp, báo cáo trước ngày 15/11 hằng năm.\nNơi nhận:\n- Lưu: VT.\n"
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Bình\n\nKẾ HOẠCH\nVệ sinh môi trường năm 2026\n"
        "I. MỤC ĐÍCH\nGiữ gìn sạch đẹp.\nII. NHIỆM VỤ\n1. Công an xã ra quân trước ngày 15/6/2026.\n"
    )
    found = [(item.section, item.date or item.rrule, item.agency) for item in parse(text=text).deadlines]
    assert found == [
        ("Điều 2", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15", "Phòng Kinh tế"),
        ("II.1", "2026-06-15", "Công an xã"),
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Trước<br>ngày 30/9/2026", ["before 2026-09-30"]),
        ("Chậm nhất<br>ngày 15/12/2026", ["by 2026-12-15"]),
        ("Quý<br>II/2026", ["in 2026-Q2"]),
        ("Từ ngày 01/3<br>đến ngày 30/9/2026", ["in 2026-03-01/2026-09-30"]),
        ("Giai đoạn<br>2026-2030", ["in 2026/2030"]),
        ("Hằng<br>năm", ["every FREQ=YEARLY"]),
        ("Ngày 15 tháng 3<br>năm 2026", ["in 2026-03-15"]),
        # Two times of one cell stay two.
        ("tháng 3/2026<br>tháng 9/2026", ["in 2026-03", "in 2026-09"]),
        ("Quý I/2026<br>Quý III/2026", ["in 2026-Q1", "in 2026-Q3"]),
        ("- Đợt 1: tháng 3/2026<br>- Đợt 2: tháng 9/2026", ["in 2026-03", "in 2026-09"]),
        ("Tháng 3/2026 đến<br>- Tháng 9/2026", ["in 2026-03", "in 2026-09"]),
        # A month that only names the month of its day is no second time.
        ("16/9/2026 (tuần 3)<br>Tiết 4, giữa tháng 9", ["in 2026-09-16"]),
        ("16/9/2026: khai giảng<br>Tháng 9: ổn định lớp", ["in 2026-09-16", "in 2026-09"]),
        ("Họp 16/9/2026; hạn 30/9", ["in 2026-09-16", "by 2026-09-30"]),
    ],
)
def test_a_time_broken_over_the_lines_of_its_cell_is_one(cell: str, expected: list[str], tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    table = f"| TT | Nội dung | Chủ trì | Thời gian |\n|---|---|---|---|\n| 1 | Lập hồ sơ | Sở Nội vụ | {cell} |\n"
    path.write_text(SCHEDULE.replace("\n", "\n\n") + table, encoding="utf-8")
    assert [short(found) for found in parse(path).deadlines] == expected


def test_the_objectives_say_how_often_they_are_looked_at() -> None:
    lines = (
        "1. Tỷ lệ hồ sơ đúng hạn đạt 98%.\nĐơn vị chủ trì: Sở Nội vụ. Báo cáo hằng quý.\n2. Hằng năm giảm 5% vụ việc."
    )
    text = SCHEDULE.replace("II. TIẾN ĐỘ THỰC HIỆN", "II. CHỈ TIÊU CHỦ YẾU") + lines
    found = [(short(item), item.agency) for item in parse(text=text).deadlines]
    assert found == [("every FREQ=MONTHLY;INTERVAL=3", "Sở Nội vụ")]
