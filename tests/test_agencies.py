"""Names of bodies: where they begin and end, who they mean, how headings and cells are split."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kehoach_parser.document import Cell, Document, Table
from kehoach_parser.errors import RuleError
from kehoach_parser.extract.agencies import Mentions, find_agencies, read_agencies
from kehoach_parser.extract.agency_identity import find_own_abbreviations
from kehoach_parser.extract.agency_rules import AgencyRules, Dated, read_agency_rules
from kehoach_parser.extract.gazetteer import Gazetteer
from kehoach_parser.extract.places import province_of
from kehoach_parser.models import Header, Source
from kehoach_parser.nlp import convert_address
from kehoach_parser.rules import Rules, read_yaml
from kehoach_parser.text import fold

CASES: dict[str, list[Any]] = read_yaml(Path(__file__).parent / "cases" / "agencies.yaml")
PROVINCE = "Ủy ban nhân dân tỉnh Điện Biên"


def find(text: str, issuer: str | None = PROVINCE, date: str | None = None) -> tuple[Document, Mentions]:
    document = Document(text, Source())
    return document, find_agencies(document, Header(issuer=issuer, date=date), Rules.load())


def mark(text: str, mentions: Mentions) -> str:
    for mention in reversed(mentions.all):
        text = f"{text[: mention.start]}⟦{text[mention.start : mention.end]}⟧{text[mention.end :]}"
    return text


@pytest.mark.parametrize("marked", CASES["running"])
def test_names_in_running_text(marked: str) -> None:
    text = marked.replace("⟦", "").replace("⟧", "")
    _, mentions = find(text)
    assert mark(text, mentions) == marked


def test_there_are_enough_phrases() -> None:
    assert sum(len(cases) for cases in CASES.values()) >= 150
    assert sum("⟦" not in case for case in CASES["running"]) >= 25


@pytest.mark.parametrize("case", CASES["headings"], ids=lambda case: case["text"][:40])
def test_headings_are_split(case: dict[str, Any]) -> None:
    document, mentions = find(case["text"])
    assert [agency.text for agency in read_agencies(document, mentions, 0, len(document.text))] == case["names"]


@pytest.mark.parametrize("case", CASES["cells"], ids=lambda case: case["text"][:40])
def test_cells_are_split(case: dict[str, Any]) -> None:
    text = f"Phụ trách | {case['text']}"
    cell = Cell(12, len(text), 1)
    document = Document(text, Source(), tables=(Table(0, len(text), ((Cell(0, 9, 0), cell),)),))
    mentions = find_agencies(document, Header(issuer=PROVINCE), Rules.load())
    agencies = read_agencies(document, mentions, cell.start, cell.end)
    assert [agency.text for agency in agencies] == case["names"]
    for agency in agencies:
        assert agency.span is not None
        assert agency.span.of(text) == agency.text
    if "canonical" in case:
        assert [agency.canonical for agency in agencies] == case["canonical"]


@pytest.mark.parametrize("case", CASES["identity"], ids=lambda case: case["text"])
def test_who_a_name_means(case: dict[str, Any]) -> None:
    _, mentions = find(case["text"], case.get("issuer", PROVINCE), case.get("date"))
    (mention,) = mentions.all
    agency = mention.agency
    assert agency.text == case["text"]
    assert (agency.id, agency.level) == (case.get("id"), case.get("level"))
    if "canonical" in case:
        assert agency.canonical == case["canonical"]


def test_groups_are_marked() -> None:
    _, mentions = find("Sở Nội vụ; các sở, ban, ngành; UBND các xã, phường; Hội LHPN cơ sở; UBND cấp xã")
    assert [mention.group for mention in mentions.all] == [False, True, True, True, True]


def test_abbreviations_that_the_plan_defines() -> None:
    text = "hỗ trợ Trung tâm Phát triển nguồn lực (TTPTNL) của tỉnh"
    assert find_own_abbreviations(text) == {"TTPTNL": "Trung tâm Phát triển nguồn lực"}
    assert find_own_abbreviations("theo Luật (LUẬT) này") == {}


def test_every_gazetteer_name_is_found_whole_and_means_its_entry() -> None:
    source = read_agency_rules(Rules.load())
    issuers = {"district": "Ủy ban nhân dân huyện Hóc Môn", "commune": "Ủy ban nhân dân xã Tân Hội", "unit": "Sở Y tế"}
    for entry in source.agencies:
        band = (entry.level or "").partition("_")[0]
        date = entry.valid_to or entry.valid_from or "2024-01"
        _, mentions = find(entry.name, issuers.get(band, PROVINCE), date)
        assert [(m.end, m.agency.id) for m in mentions.all] == [(len(entry.name), entry.id)], entry.name


def test_dates_need_a_source() -> None:
    with pytest.raises(ValueError, match="source"):
        Dated(id="so-x", name="Sở X", valid_to="2025-01-01")
    with pytest.raises(ValueError, match="source"):
        Dated(id="so-x", name="Sở X", successors=("so-y",), status="recalled", source="trí nhớ")


def test_validity_at_any_precision() -> None:
    body = Dated(id="x", name="X", valid_from="2025-03-01", valid_to="2025-06-30", status="verified", source="http://x")
    assert all(body.lives_on(date) for date in (None, "2025-03", "2025", "2025-06-30"))
    assert not any(body.lives_on(date) for date in ("2025-02-28", "2025-07", "2026"))


def rules_with(*entries: Dated) -> AgencyRules:
    return read_agency_rules(Rules.load()).model_copy(update={"agencies": entries, "groups": ()})


def test_an_alias_of_two_bodies_on_one_day_is_refused() -> None:
    one = Dated(id="so-mot", name="Sở Một", level="province_state", aliases=("Sở Chung",))
    two = Dated(id="so-hai", name="Sở Hai", level="province_state", aliases=("Sở Chung",))
    with pytest.raises(RuleError, match=r"so-mot.*so-hai"):
        Gazetteer(rules_with(one, two))
    other_level = two.model_copy(update={"level": "district_state"})
    Gazetteer(rules_with(one, other_level))
    dated = {"status": "verified", "source": "http://x"}
    before = one.model_copy(update={"valid_to": "2025-02-28", **dated})
    after = two.model_copy(update={"valid_from": "2025-03-01", **dated})
    found = Gazetteer(rules_with(before, after))
    assert found.find("sở chung", "province", "2024") is before
    assert found.find("sở chung", "province", "2026") is after
    assert found.find("sở chung", "province", None) is None


def test_duplicate_ids_and_unknown_successors_are_refused() -> None:
    source = read_agency_rules(Rules.load())
    data = source.model_dump()
    data["agencies"] = [*data["agencies"], data["agencies"][0]]
    with pytest.raises(ValueError, match="hai lần"):
        AgencyRules.model_validate(data)


@pytest.mark.parametrize(
    ("place", "date", "name", "now", "ended"),
    [
        ("tỉnh Hà Giang", "2026-01-20", "Hà Giang", "Tuyên Quang", True),
        ("tỉnh Hà Giang", "2021", "Hà Giang", "Tuyên Quang", False),
        ("tỉnh Hà Giang", "2025", "Hà Giang", "Tuyên Quang", False),
        ("TP.HCM", "2026", "Hồ Chí Minh", "Hồ Chí Minh", False),
        ("Bà Rịa – Vũng Tàu", "2025-07-01", "Bà Rịa - Vũng Tàu", "Hồ Chí Minh", True),
        ("thành phố Huế", "2026", "Huế", "Huế", False),
        ("Thanh Hoá", None, "Thanh Hóa", "Thanh Hóa", False),
    ],
)
def test_provinces(place: str, date: str | None, name: str, now: str, ended: bool) -> None:
    found = province_of(place, date, Rules.load())
    assert found is not None
    assert (found.name, found.now, found.ended) == (name, now, ended)


def test_unknown_places() -> None:
    assert province_of("huyện Hóc Môn", None, Rules.load()) is None


def test_old_wards_are_mapped_offline() -> None:
    pytest.importorskip("underthesea")
    moved = convert_address("xã Tân Hội, huyện Tân Châu, tỉnh Tây Ninh")
    assert moved is not None
    assert (moved.old, moved.ward, moved.province, moved.whole) == (
        "xã Tân Hội, huyện Tân Châu, tỉnh Tây Ninh", "Xã Tân Hội", "Tỉnh Tây Ninh", True,
    )  # fmt: skip
    province = convert_address("tỉnh Vĩnh Phúc")
    assert province is not None
    assert (province.new, province.ward) == ("Tỉnh Phú Thọ", None)
    assert convert_address("xứ Không Đâu") is None


@pytest.mark.parametrize("text", ["", "\n", "Sở", "Ban ", "các", "İ Sở Nội vụ", "Sở \n Nội vụ", "(", "UBND(UBND)"])
def test_no_text_raises(text: str) -> None:
    document, mentions = find(text, issuer=None)
    assert len(fold(text)) == len(text)
    read_agencies(document, mentions, 0, len(text))
    for mention in mentions.all:
        assert 0 <= mention.start < mention.end <= len(text)
