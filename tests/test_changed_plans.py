"""The five plans with one known change each, and the verdicts against Quyết định 2282/QĐ-TTg that must follow.

What a case does not name must stay as the gold file of the plan says.
"""
# ruff: noqa: E501 - a case is one line, with the words of the plan as they stand

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
import yaml
from conftest import CORPUS

from kehoach_parser import parse
from kehoach_parser.compare import check, diff_chain
from kehoach_parser.report import Report

DIEN_BIEN, HOC_MON, TAN_HOI, HA_LONG, HA_TINH = (
    "dien-bien-2021",
    "hoi-lhpn-hoc-mon-2021",
    "xa-tan-hoi-an-giang-2026",
    "ban-quan-ly-vinh-ha-long-2022",
    "ha-tinh-2016",
)
Edit = tuple[str, str]


@dataclass(frozen=True)
class Case:
    """One change: pairs of old and new words (each old must be there), or a function of the whole text."""

    name: str
    seed: str
    edits: tuple[Edit, ...] = ()
    change: Callable[[str], str] | None = None
    targets: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)


@functools.cache
def text_of(seed: str) -> str:
    return next((CORPUS / "plans").glob(f"{seed}.*")).read_text(encoding="utf-8")


@functools.cache
def gold_of(seed: str) -> tuple[dict[str, str], dict[str, str]]:
    gold = yaml.safe_load((CORPUS / "gold" / f"{seed}.yaml").read_text(encoding="utf-8"))
    diff = gold["diff_2282"]
    return (diff if isinstance(diff, dict) else {}), gold.get("tasks_2282") or {}


def changed(case: Case) -> str:
    text = text_of(case.seed)
    for old, new in case.edits:
        assert old in text, f"{case.name}: {old!r} is not in the plan"
        text = text.replace(old, new)
    return case.change(text) if case.change else text


def verdicts(report: Report) -> dict[str, str]:
    return {f"{r.indicator}-{r.due}" if r.due else r.indicator: r.status for r in report.targets}


AGENCIES = "các cơ quan quản lý nhà nước, chính quyền địa phương các cấp có lãnh đạo chủ chốt là nữ"
K25 = f"Đến năm 2025 đạt 60% {AGENCIES}"
K30 = f"Đến năm 2030 đạt 75%, {AGENCIES}"
PLANNED = "Tỷ lệ cán bộ nữ trong diện quy hoạch các chức danh quản lý, lãnh đạo các cấp"
P25 = f"{PLANNED} đạt ít nhất 40% vào năm 2025"
TRAINED = f"{PLANNED} được đào tạo, tập huấn, nâng cao năng lực"
T25 = f"{TRAINED} đạt 75% vào năm 2025"
ETHNIC = "Ở những địa bàn có đồng bào dân tộc thiểu số, phải có cán bộ lãnh đạo là người dân tộc thiểu số phù hợp với cơ cấu dân cư."
HM1 = "Đến năm 2025 đạt 60% và đến năm 2030 đạt 75% các cơ quan quản lý Nhà nước, chính quyền địa phương có cấp lãnh đạo chủ chốt là nữ"
HM2 = f"{PLANNED} đạt ít nhất 40% vào năm 2025 và đạt 50% vào năm 2030"
HM3 = "được đào tạo, tập huấn, nâng cao năng lực đạt 75% vào năm 2025 và đạt 90% vào năm 2030"
TH1 = "Đến năm 2030 đạt 75%, các cơ quan quản lý nhà nước, chính quyền trong xã có lãnh đạo chủ chốt là nữ"
HL_FIRST = "- Tiếp tục tăng cường sự lãnh đạo"


def cut(text: str, start: str, end: str, new: str = "") -> str:
    """Return ``text`` with all from ``start`` up to (not with) ``end`` replaced."""
    at = text.index(start)
    return text[:at] + new + text[text.index(end, at + len(start)) :]


OLD_TONES = (("ủy", "uỷ"), ("Ủy", "Uỷ"), ("hóa", "hoá"), ("xóa", "xoá"), ("thúy", "thuý"), ("khỏe", "khoẻ"))


def old_tones(text: str) -> str:
    for new, old in OLD_TONES:
        text = text.replace(new, old)
    return text


TABLE = """#### II. MỤC TIÊU CỤ THỂ

| STT | Chỉ tiêu | Đơn vị tính | Năm 2025 | Năm 2030 |
|---|---|---|---|---|
| 1 | Tỷ lệ cơ quan quản lý nhà nước, chính quyền địa phương các cấp có lãnh đạo chủ chốt là nữ | % | 60 | {key} |
| 2 | Tỷ lệ cán bộ nữ trong diện quy hoạch các chức danh quản lý, lãnh đạo các cấp | % | 40 | 50 |
| 3 | Tỷ lệ cán bộ nữ trong diện quy hoạch được đào tạo, tập huấn, nâng cao năng lực | % | 75 | 90 |

Ở những địa bàn có đồng bào dân tộc thiểu số, phải có cán bộ lãnh đạo là người dân tộc thiểu số.

"""
PARAGRAPH = (
    "#### II. MỤC TIÊU CỤ THỂ\n\nPhấn đấu đến năm 2025 đạt 60% và đến năm 2030 đạt 75% các cơ quan quản lý nhà nước, chính quyền địa "
    "phương các cấp có lãnh đạo chủ chốt là nữ; tỷ lệ cán bộ nữ trong diện quy hoạch các chức danh quản lý, lãnh đạo các cấp đạt ít nhất "
    "40% vào năm 2025 và đạt 50% vào năm 2030; tỷ lệ cán bộ nữ trong diện quy hoạch các chức danh quản lý, lãnh đạo các cấp được đào tạo, "
    "tập huấn, nâng cao năng lực đạt 75% vào năm 2025 và đạt 90% vào năm 2030; ở những địa bàn có đồng bào dân tộc thiểu số, phải có cán bộ "
    "lãnh đạo là người dân tộc thiểu số phù hợp với cơ cấu dân cư.\n\n"
)
BULLETS = (
    "#### II. MỤC TIÊU CỤ THỂ\n\n- 60% các cơ quan quản lý nhà nước, chính quyền địa phương các cấp có lãnh đạo chủ chốt là nữ vào năm 2025; "
    "75% vào năm 2030.\n- Ở những địa bàn có đồng bào dân tộc thiểu số, phải có cán bộ lãnh đạo là người dân tộc thiểu số.\n"
    "- Cán bộ nữ trong diện quy hoạch các chức danh lãnh đạo, quản lý được đào tạo, tập huấn đạt 75% vào năm 2025 và 90% vào năm 2030.\n"
    "- Nâng tỷ lệ cán bộ nữ trong diện quy hoạch các chức danh lãnh đạo, quản lý lên 40% vào năm 2025 và 50% vào năm 2030.\n\n"
)

UNDER = (
    "#### II. MỤC TIÊU CỤ THỂ\n\n1. Cơ quan quản lý nhà nước, chính quyền địa phương các cấp có lãnh đạo chủ chốt là nữ:\n\n"
    "- Đến năm 2025: đạt 60%.\n- Đến năm 2030: đạt 75%.\n\n"
    "2. Tỷ lệ cán bộ nữ trong diện quy hoạch các chức danh quản lý, lãnh đạo các cấp:\n\n"
    "- Đến năm 2025: ít nhất 40%.\n- Đến năm 2030: 50%.\n\n"
    "3. Tỷ lệ cán bộ nữ trong diện quy hoạch được đào tạo, tập huấn, nâng cao năng lực:\n\n"
    "- Đến năm 2025: 75%.\n- Đến năm 2030: 90%.\n\n"
    f"4. {ETHNIC}\n\n"
)


def objectives(new: str) -> Callable[[str], str]:
    return lambda text: cut(text, "#### II. MỤC TIÊU CỤ THỂ", "### **III. ĐỐI TƯỢNG", new)


def one_word(name: str, edits: tuple[Edit, ...], **statuses: str) -> Case:
    return Case(name, DIEN_BIEN, edits, targets={key.replace("_", "-"): status for key, status in statuses.items()})


CASES = [
    # Values.
    one_word("key leaders 2025 a little less", ((K25, K25.replace("60%", "55%")),), key_leaders_2025="weaker"),
    one_word("key leaders 2025 more", ((K25, K25.replace("60%", "65%")),), key_leaders_2025="exceeded"),
    one_word("key leaders 2025 with a decimal comma", ((K25, K25.replace("60%", "59,5%")),), key_leaders_2025="weaker"),
    one_word("key leaders 2030 less", ((K30, K30.replace("75%", "70%")),), key_leaders_2030="weaker"),
    one_word("key leaders 2030 more", ((K30, K30.replace("75%", "80%")),), key_leaders_2030="exceeded"),
    one_word("planned 2025 less", ((P25, P25.replace("40%", "35%")),), planned_cadres_2025="weaker"),
    one_word("planned 2025 more", ((P25, P25.replace("40%", "45%")),), planned_cadres_2025="exceeded"),
    one_word("planned 2030 less", (("các cấp đạt 50% vào năm 2030", "các cấp đạt 48% vào năm 2030"),), planned_cadres_2030="weaker"),
    one_word("trained 2025 less", ((T25, T25.replace("75%", "70%")),), trained_cadres_2025="weaker"),
    one_word("trained 2025 more", ((T25, T25.replace("75%", "80%")),), trained_cadres_2025="exceeded"),
    one_word("trained 2030 less", (("đạt 90% vào năm 2030", "đạt 85% vào năm 2030"),), trained_cadres_2030="weaker"),
    one_word("trained 2030 all", (("đạt 90% vào năm 2030", "đạt 100% vào năm 2030"),), trained_cadres_2030="exceeded"),
    Case("Hóc Môn planned 2030 less", HOC_MON, (("và đạt 50% vào năm 2030", "và đạt 45% vào năm 2030"),), targets={"planned-cadres-2030": "weaker"}),
    Case("Hóc Môn key leaders 2030 less", HOC_MON, (("đến năm 2030 đạt 75%", "đến năm 2030 đạt 65%"),), targets={"key-leaders-2030": "weaker"}),
    Case("Tân Hội key leaders less", TAN_HOI, ((TH1, TH1.replace("75%", "70%")),), targets={"key-leaders-2030": "weaker"}),
    Case("Tân Hội trained more", TAN_HOI, (("đạt 90% vào năm 2030", "đạt 95% vào năm 2030"),), targets={"trained-cadres-2030": "exceeded"}),
    # Comparators.
    one_word("ít nhất", ((K25, K25.replace("đạt 60%", "đạt ít nhất 60%")),)),
    one_word("từ … trở lên", ((K25, K25.replace("đạt 60%", "có từ 60% trở lên")),)),
    one_word("tối thiểu", ((K25, K25.replace("đạt 60%", "đạt tối thiểu 60%")),)),
    one_word("không thấp hơn", ((P25, P25.replace("đạt ít nhất 40%", "không thấp hơn 40%")),)),
    one_word("khoảng", ((K25, K25.replace("đạt 60%", "đạt khoảng 60%")),), key_leaders_2025="weaker"),
    one_word("không quá", ((K25, K25.replace("đạt 60%", "không quá 60%")),), key_leaders_2025="weaker"),
    one_word("dưới", ((P25, P25.replace("đạt ít nhất 40%", "dưới 40%")),), planned_cadres_2025="weaker"),
    one_word("a range below", ((K25, K25.replace("đạt 60%", "đạt từ 50% đến 60%")),), key_leaders_2025="weaker"),
    # Words for numbers.
    one_word("60 phần trăm", ((K25, K25.replace("60%", "60 phần trăm")),)),
    one_word("sáu mươi phần trăm", ((K25, K25.replace("60%", "sáu mươi phần trăm")),)),
    one_word("3/4", ((K30, K30.replace("75%,", "3/4")),)),
    one_word("ba phần tư", ((K30, K30.replace("75%,", "ba phần tư")),)),
    one_word("a blank before the sign", ((P25, P25.replace("40%", "40 %")),)),
    # Years.
    one_word("2025 becomes 2027", ((K25, K25.replace("2025", "2027")),), key_leaders_2025="late"),
    one_word("2025 becomes 2026, planned", ((P25, P25.replace("2025", "2026")),), planned_cadres_2025="late"),
    one_word("2025 becomes 2028, trained", ((T25, T25.replace("2025", "2028")),), trained_cadres_2025="late"),
    one_word("2025 becomes 2024", ((K25, K25.replace("2025", "2024")),), key_leaders_2025="exceeded"),
    one_word("2025 becomes 2023, planned", ((P25, P25.replace("2025", "2023")),), planned_cadres_2025="exceeded"),
    one_word("2030 becomes 2029", ((K30, K30.replace("2030", "2029")),), key_leaders_2030="exceeded"),
    one_word("2030 becomes 2035", ((K30, K30.replace("2030", "2035")),), key_leaders_2030="late"),
    one_word("hết năm 2025", ((K25, K25.replace("Đến năm 2025", "Đến hết năm 2025")),)),
    one_word("cuối năm 2025", ((K25, K25.replace("Đến năm 2025", "Đến cuối năm 2025")),)),
    one_word("the year from the heading", ((P25, P25.replace(" vào năm 2025", "")),)),
    Case("Hóc Môn years late", HOC_MON, ((HM1, HM1.replace("2025", "2027")),), targets={"key-leaders-2025": "late"}),
    # Wording and order.
    one_word("value first", ((K25, f"60% {AGENCIES} vào năm 2025"),)),
    one_word("share first", ((K25, f"Tỷ lệ {AGENCIES} đạt 60% vào năm 2025"),)),
    one_word("nâng … lên", ((P25, P25.replace("Tỷ lệ", "Nâng tỷ lệ").replace("đạt ít nhất 40%", "lên 40%")),)),
    one_word("phấn đấu", ((K25, "Phấn đấu đến" + K25[3:]),)),
    one_word("planned and trained change places", ((P25, "@@"), (T25, P25), ("@@", T25))),
    Case("milestones in reverse", HOC_MON, ((HM1, HM1.replace("Đến năm 2025 đạt 60% và đến năm 2030 đạt 75%", "Đến năm 2030 đạt 75% và đến năm 2025 đạt 60%")),)),
    Case("values before years", HOC_MON, ((HM1, "Đạt 60% vào năm 2025 và 75% vào năm 2030 các cơ quan quản lý nhà nước, chính quyền địa phương có lãnh đạo chủ chốt là nữ"),)),
    Case("the verb of the second value left out", HOC_MON, (("và đạt 50% vào năm 2030", "và 50% vào năm 2030"),)),
    Case("one long paragraph", DIEN_BIEN, change=objectives(PARAGRAPH)),
    Case("bullets, other words, other order", DIEN_BIEN, change=objectives(BULLETS)),
    Case("a table of targets", DIEN_BIEN, change=objectives(TABLE.format(key=75))),
    Case("a table of targets, one less", DIEN_BIEN, change=objectives(TABLE.format(key=72)), targets={"key-leaders-2030": "weaker"}),
    Case("milestones as bullets under their subject", DIEN_BIEN, change=objectives(UNDER)),
    one_word("another way to say it", ((K25, "Đến năm 2025, ít nhất 60% sở, ngành và UBND các cấp có nữ giữ vị trí lãnh đạo chủ chốt"),)),
    one_word(
        "two milestones in one sentence, other words",
        (
            (K25, "Đến năm 2025, ít nhất 60% sở, ngành và UBND các cấp có nữ giữ vị trí lãnh đạo chủ chốt; đến năm 2030 đạt trên 75%"),
            (f"2. 1. {K30}.", ""),
        ),
    ),
    one_word("no year at all", ((K25, K25.replace("Đến năm 2025 đạt", "Đạt")), ("##### 1. Mục tiêu giai đoạn 2021- 2025", "##### 1. Mục tiêu trước mắt")), key_leaders_2025="unclear"),
    one_word("all agencies, no figure", ((K25, K25.replace("đạt 60% các", "tất cả các")),), key_leaders_2025="unclear"),
    # What is counted, and for whom.
    one_word("persons, not agencies", ((K25, "Đến năm 2025 đạt 60% lãnh đạo chủ chốt là nữ"),), key_leaders_2025="unclear"),
    Case("Tân Hội persons", TAN_HOI, ((TH1, "Đến năm 2030 đạt 75% cán bộ lãnh đạo chủ chốt của xã là nữ"),), targets={"key-leaders-2030": "unclear"}),
    one_word("only provincial agencies", ((K25, "Đến năm 2025 đạt 60% các cơ quan cấp tỉnh có lãnh đạo chủ chốt là nữ"),), key_leaders_2025="weaker"),
    one_word("only some agencies", ((K25, "Đến năm 2025 đạt 60% một số cơ quan quản lý nhà nước có lãnh đạo chủ chốt là nữ"),), key_leaders_2025="weaker"),
    one_word("minority leaders only encouraged", (("phải có cán bộ lãnh đạo", "khuyến khích có cán bộ lãnh đạo"),), ethnic_minority_leaders="weaker"),
    # Left out, taken in.
    one_word("key leaders 2025 gone", ((f"1.1. {K25}.", ""),), key_leaders_2025="missing"),
    one_word("key leaders 2030 gone", ((f"2. 1. {K30}.", ""),), key_leaders_2030="missing"),
    one_word("planned 2025 gone", ((f"1.2. {P25}.", ""),), planned_cadres_2025="missing"),
    one_word("trained 2025 gone", ((f"1.3. {T25}.", ""),), trained_cadres_2025="missing"),
    one_word("minority leaders gone", ((f"1.4. {ETHNIC}", ""), (f"2. 4. {ETHNIC}", "")), ethnic_minority_leaders="missing"),
    one_word("minority leaders once is enough", ((f"2. 4. {ETHNIC}", ""),)),
    Case("Hóc Môn second milestone gone", HOC_MON, ((" và đến năm 2030 đạt 75%", ""),), targets={"key-leaders-2030": "missing"}),
    Case("Hóc Môn first milestone gone", HOC_MON, (("Đến năm 2025 đạt 60% và đến năm 2030", "Đến năm 2030"),), targets={"key-leaders-2025": "missing"}),
    Case("Hóc Môn takes in minority leaders", HOC_MON, ((f"{HM3}.", f"{HM3}.\n\n4. {ETHNIC}"),), targets={"ethnic-minority-leaders": "met"}),
    Case("Hạ Long takes in one target", HA_LONG, ((HL_FIRST, f"- {K25}.\n\n{HL_FIRST}"),), targets={"key-leaders-2025": "met"}),
    Case("a past result is no target", HA_LONG, ((HL_FIRST, f"- Năm 2020, đã đạt 60% {AGENCIES}.\n\n{HL_FIRST}"),)),
    Case("the exception dropped", TAN_HOI, ((" Đối với một số ngành, lĩnh vực đặc thù có tỷ lệ nữ cán bộ, công chức, viên chức, người lao động thấp dưới 30% có thể điều chỉnh mục tiêu cho phù hợp với thực tiễn cơ quan, đơn vị.", ""),)),
    Case(
        "targets by reference only",
        HOC_MON,
        change=lambda text: cut(text, "1. Đến năm 2025 đạt 60%", "### **III.", "Phấn đấu đạt các chỉ tiêu tại Quyết định số 2282/QĐ-TTg.\n\n"),
        targets=dict.fromkeys(
            ["key-leaders-2025", "key-leaders-2030", "planned-cadres-2025", "planned-cadres-2030", "trained-cadres-2025",
             "trained-cadres-2030", "ethnic-minority-leaders"], "unclear"
        ),
    ),
    # Tasks.
    Case("international cooperation gone", DIEN_BIEN, change=lambda t: cut(t, "4. Tăng cường hợp tác quốc tế", "5. Tăng cường công tác thanh tra"), tasks={"international-cooperation": "missing"}),
    Case("inspection and data gone", DIEN_BIEN, change=lambda t: cut(t, "5. Tăng cường công tác thanh tra", "## V. KINH PHÍ"), tasks={"inspection-and-data": "missing"}),
    Case("the database gone", DIEN_BIEN, change=lambda t: cut(t, "; nghiên cứu, xây dựng cơ sở dữ liệu", ".\n\n## V.")),
    Case("communication gone", DIEN_BIEN, change=lambda t: cut(t, "3. Truyền thông, nâng cao nhận thức", "4. Tăng cường hợp tác quốc tế"), tasks={"communication": "missing"}),
    Case("policy gone", HA_LONG, change=lambda t: cut(t, "#### **1. Triển khai thực hiện chính sách", "#### **2. Đổi mới"), tasks={"policy-and-law": "missing"}),
    Case("Tân Hội takes in policy", TAN_HOI, (("### **1.2. Về giải pháp", "- Rà soát, hoàn thiện các quy định về công tác cán bộ nữ.\n\n### **1.2. Về giải pháp"),), tasks={"policy-and-law": "present"}),
    # The same text in other letters.
    *(Case(f"NFD {seed}", seed, change=lambda text: unicodedata.normalize("NFD", text)) for seed in (DIEN_BIEN, HOC_MON, TAN_HOI)),
    *(Case(f"CRLF {seed}", seed, change=lambda text: text.replace("\n", "\r\n")) for seed in (DIEN_BIEN, TAN_HOI)),
    *(Case(f"old tone marks {seed}", seed, change=old_tones) for seed in (DIEN_BIEN, HOC_MON, TAN_HOI, HA_LONG)),
    Case("no-break blanks", HOC_MON, change=lambda text: text.replace("% ", "%\u00a0").replace("năm ", "năm\u00a0")),
    Case("no marks of Markdown", DIEN_BIEN, change=lambda text: text.replace("#", "").replace("*", "")),
    Case("en dashes", DIEN_BIEN, change=lambda text: text.replace("2026 - 2030", "2026 – 2030").replace("2021-2030", "2021–2030")),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_changed_plan_gets_its_verdicts(case: Case) -> None:
    targets, tasks = gold_of(case.seed)
    report = check(text=changed(case), baseline="2282")
    found = verdicts(report)
    wanted = {**targets, **case.targets}
    assert {key: found.get(key) for key in wanted} == wanted
    groups = {ruling.id: ruling.status for ruling in report.tasks}
    wanted_tasks = {**tasks, **case.tasks}
    assert {key: groups.get(key) for key in wanted_tasks} == wanted_tasks


def test_there_are_enough_changes() -> None:
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)


def test_what_the_exception_became() -> None:
    fate = {}
    for seed, edits in ((DIEN_BIEN, ()), (TAN_HOI, ()), (HOC_MON, ())):
        report = check(text=changed(Case("", seed, edits)), baseline="2282")
        fate[seed] = {ruling.exception.status for ruling in report.targets if ruling.exception}
    assert fate == {DIEN_BIEN: {"replaced"}, TAN_HOI: {"kept"}, HOC_MON: {"dropped"}}


def test_half_of_a_group_is_present_with_what_it_lacks() -> None:
    case = next(case for case in CASES if case.name == "the database gone")
    ruling = next(r for r in check(text=changed(case), baseline="2282").tasks if r.id == "inspection-and-data")
    assert (ruling.status, ruling.coverage) == ("present", "partial")
    assert any("Cơ sở dữ liệu" in lacking for lacking in ruling.lacking)


def test_a_plan_of_another_programme_is_a_mismatch() -> None:
    assert check(text=text_of(HA_TINH), baseline="2282").verdict == "baseline_mismatch"
    drugs = "KẾ HOẠCH\nPhòng, chống ma túy năm 2025\n\nI. MỤC TIÊU\n1. Trên 80% xã không có ma túy.\nII. NHIỆM VỤ\n1. Tuyên truyền."
    assert check(text=drugs, baseline="2282").verdict == "baseline_mismatch"
    assert check(text="Bài viết về thời tiết ngày mai, trời nắng nhẹ.", baseline="2282").verdict == "not_a_plan"


def test_the_main_baseline_is_taken_from_the_plan() -> None:
    assert check(text=text_of(HA_TINH)).baseline.id == "515"
    assert check(text=text_of(DIEN_BIEN)).baseline.id == "2282"
    assert "dẫn" in check(text=text_of(DIEN_BIEN)).baseline.reason


def test_each_gap_says_which_link_it_breaks() -> None:
    from kehoach_parser.baseline import Baseline

    province = Baseline.from_plan(parse(text=text_of(DIEN_BIEN)))
    commune = parse(text=changed(Case("", TAN_HOI, ((TH1, TH1.replace("75%", "70%")),))))
    report = diff_chain(commune, [Baseline.load("2282"), province])
    own = {f"{r.indicator}-{r.due}": r for r in report.others[0].targets}
    assert own["key-leaders-2030"].status == "weaker"
    link = "Kế hoạch của Ủy ban nhân dân tỉnh Điện Biên → Kế hoạch này"
    assert own["key-leaders-2030"].link == link
    assert "Cũng lệch so với Quyết định 2282/QĐ-TTg" in (own["key-leaders-2030"].note or "")
    above = {f"{r.indicator}-{r.due}": r for r in report.targets}
    assert above["key-leaders-2030"].link == link, "the province keeps what the Decision asks"
    assert above["key-leaders-2025"].link is None, "no gap, no link"


def test_a_chain_breaks_where_the_province_asks_for_less() -> None:
    from kehoach_parser.baseline import Baseline

    weak = Baseline.from_plan(parse(text=changed(Case("", DIEN_BIEN, ((K30, K30.replace("75%", "70%")),)))))
    commune = parse(text=changed(Case("", TAN_HOI, ((TH1, TH1.replace("75%", "70%")),))))
    report = diff_chain(commune, [Baseline.load("2282"), weak])
    ruling = next(r for r in report.targets if (r.indicator, r.due) == ("key-leaders", "2030"))
    assert ruling.link == "Quyết định 2282/QĐ-TTg → Kế hoạch của Ủy ban nhân dân tỉnh Điện Biên"
    assert "đặt 70 cho năm 2030" in (ruling.note or "")
    assert {r.status for r in report.others[0].targets if (r.indicator, r.due) == ("key-leaders", "2030")} == {"met"}
