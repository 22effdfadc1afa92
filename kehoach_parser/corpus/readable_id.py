"""The name by which people know a plan: province/issuer/year/number, and the province it belongs to, then and now."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

import regex

from ..extract.agency_rules import REFORM
from ..extract.gazetteer import band_of_level, gazetteer
from ..extract.places import province_of
from ..plan import Plan
from ..rules import Rules
from ..text import fold

_UNIT = regex.compile(r"\b(?:tỉnh|thành phố|tp\.?) ?+(?=\p{L})")
_NAME = regex.compile(r"[\p{L}\- ]{2,40}")
_NOT_WORD = regex.compile(r"[^a-z0-9]+")
_CENTRE = "trung-uong"
_SHORT = (("uy-ban-nhan-dan", "ubnd"), ("hoi-dong-nhan-dan", "hdnd"))


@dataclass(frozen=True, slots=True)
class Province:
    """A province as it was called on the plan's date (``name``), its name since 2025-07-01, and what named it."""

    name: str
    now: str
    known_from: Literal["issuer", "parent_issuer", "place", "title", "citations"]


def slug(words: str | None, empty: str) -> str:
    """Return ``words`` in ASCII with hyphens, or ``empty``.

    >>> slug("Ủy ban nhân dân tỉnh Điện Biên", "?")
    'ubnd-tinh-dien-bien'
    """
    plain = unicodedata.normalize("NFD", fold(words or "").replace("đ", "d"))
    joined = _NOT_WORD.sub("-", "".join(char for char in plain if not unicodedata.combining(char))).strip("-")
    for long, short in _SHORT:
        joined = joined.replace(long, short)
    return joined[:80].strip("-") or empty


def is_central(issuer: str | None, rules: Rules) -> bool:
    """Return whether ``issuer`` is a body of the centre: its place of issue ("Hà Nội") says nothing of a province."""
    words = fold(issuer or "")
    return words.startswith(_central_names(rules)) and not _UNIT.search(words)


def find_province(plan: Plan, rules: Rules) -> Province | None:
    """Return the province whose plan this is, from the parts of form, else from the issuers it cites; None if unsure.

    The first part that names exactly one province decides; two different ones in one part are no answer.
    """
    header = plan.header
    if is_central(header.issuer, rules):
        return None
    cited = " ; ".join(sorted({citation.issuer for citation in plan.citations if citation.issuer}))
    parts: tuple[tuple[Literal["issuer", "parent_issuer", "place", "title", "citations"], str | None], ...] = (
        ("issuer", header.issuer),
        ("parent_issuer", header.parent_issuer),
        ("place", header.place),
        ("title", header.title),
        ("citations", cited),
    )
    for part, words in parts:
        found = {
            (unit.name, unit.now)
            for candidate in _candidates(words or "", whole=part == "place")
            if (unit := province_of(candidate, header.date, rules)) is not None
        }
        if len(found) == 1:
            ((name, now),) = found
            return Province(now if _after_reform(header.date) else name, now, part)
        if found:
            return None
    return None


def readable_id(plan: Plan, province: Province | None, rules: Rules) -> str:
    """Return province/issuer/year/number in ASCII; a part that the plan does not give says so.

    Two versions of one plan have the same readable id: the key of the tables is the document id.
    """
    header = plan.header
    number = f"{header.number}/{header.symbol}" if header.number and header.symbol else header.number
    return "/".join(
        (
            slug(province.now if province else None, _CENTRE if is_central(header.issuer, rules) else "khong-ro-tinh"),
            slug(header.issuer, "khong-ro-co-quan"),
            header.date[:4] if header.date else "khong-ro-nam",
            slug(number, "khong-so"),
        )
    )


_CENTRAL: dict[Rules, tuple[str, ...]] = {}


def _central_names(rules: Rules) -> tuple[str, ...]:
    found = _CENTRAL.get(rules)
    if found is None:
        entries = [entry for entry in gazetteer(rules).entries.values() if band_of_level(entry.level) == "central"]
        found = _CENTRAL[rules] = ("bộ ", *(fold(name) for entry in entries for name in (entry.name, *entry.aliases)))
    return found


def _candidates(words: str, *, whole: bool) -> list[str]:
    """Return what may be the name of a province: the words after "tỉnh" or "thành phố", longest reading first."""
    if whole and words:
        return [words]
    found: list[str] = []
    folded = fold(words)
    for unit in _UNIT.finditer(folded):
        match = _NAME.match(folded, unit.end())
        if match is None:
            continue
        name = match[0].split(" - ")[0].split()
        # "tỉnh an giang về việc …": most names have two or three syllables; "Bà Rịa - Vũng Tàu" is tried whole.
        found.extend(" ".join(name[:length]) for length in (4, 3, 2) if length <= len(name))
        found.append(match[0].strip())
    return found


def _after_reform(date: str | None) -> bool:
    return date is not None and len(date) >= 7 and date >= REFORM[: len(date)]
