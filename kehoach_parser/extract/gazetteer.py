"""The dated list of bodies: from a name opened in full, a level and a day to an id."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import regex

from ..errors import RuleError
from ..rules import Rules
from ..text import fold, squeeze
from .agency_rules import REFORM, AgencyRules, Dated, read_agency_rules
from .places import cities

_UNIT_TAIL = regex.compile(r" (?:cấp )?(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu|khu vực)$")
_BAND_OF_UNIT = {
    "tỉnh": "province", "huyện": "district", "quận": "district", "thị xã": "district", "xã": "commune",
    "phường": "commune", "thị trấn": "commune", "đặc khu": "commune", "cơ sở": "commune", "trung ương": "central",
    "khu vực": "province",
}  # fmt: skip


def band_of_level(level: str | None) -> str | None:
    """Return the part of a level id before its underscore: ``province`` of ``province_state``."""
    return level.partition("_")[0] if level else None


class Gazetteer:
    """Entries by name and level. An alias that means two bodies on one day at one level is refused."""

    def __init__(self, source: AgencyRules) -> None:
        self.entries: dict[str, Dated] = {entry.id: entry for entry in (*source.agencies, *source.groups)}
        self._named: dict[tuple[str, str | None], list[Dated]] = defaultdict(list)
        self._groups: dict[str, Dated] = {}
        self._tail = regex.compile(r" (?:của |thuộc |trên địa bàn )?(?:tỉnh|xã|phường|thành phố|huyện|khác|đặc khu)$")
        # Filled by those who look names up: the same names come back in every plan.
        self.meanings: dict[tuple[str | bool | None, ...], dict[Any, Any]] = {}
        self._marks: dict[str, list[Dated]] = defaultdict(list)
        self._absolute: dict[str, list[Dated]] = defaultdict(list)
        for entry in source.agencies:
            band = band_of_level(entry.level)
            for name in {spaced(name) for name in (entry.name, *entry.aliases)}:
                if core_of(name) == name and core_of(entry.name) == spaced(entry.name):
                    known = self._absolute[key_of(name)]
                    if entry not in known:
                        known.append(entry)
            for name in dict.fromkeys(key_of(core_of(name)) for name in (entry.name, *entry.aliases)):
                self._add(self._named[name, band], entry, f"{name!r} ({band})")
            for mark in entry.abbreviations:
                self._marks[mark].append(entry)
        for entry in source.groups:
            for name in dict.fromkeys(fold(name) for name in (entry.name, *entry.aliases)):
                if self._groups.setdefault(name, entry) is not entry:
                    raise RuleError(f"rules/agencies: {name!r} chỉ hai nhóm: {self._groups[name].id}, {entry.id}.")
        self.cities = cities(source)

    @staticmethod
    def _add(there: list[Dated], entry: Dated, what: str) -> None:
        for other in there:
            if _overlap(other, entry):
                both = f"{other.id}, {entry.id}"
                raise RuleError(f"rules/agencies: {what} chỉ hai cơ quan cùng lúc: {both}; bỏ một bí danh.")
        there.append(entry)

    def find(self, name: str, band: str | None, date: str | None) -> Dated | None:
        """Return the body that ``name`` (folded, without its place) means at a level on a day; None when unsure.

        A body that had ended by then is still returned when no other is meant: the name is wrong, not unknown.
        """
        return _choose(self._named.get((key_of(name), band), []), date)

    def find_anywhere(self, name: str, date: str | None) -> Dated | None:
        """Return the body that ``name`` means at whatever level: "Sở Nội vụ", "Bộ Y tế", but no "Ủy ban nhân dân"."""
        return _choose(self._absolute.get(key_of(name), []), date)

    def find_group(self, name: str) -> Dated | None:
        """Return the group that ``name`` (folded) means, with or without a tail ("… tỉnh", "… trên địa bàn xã")."""
        found = self._groups.get(name)
        if found is None:
            tail = self._tail.search(name)
            found = self._groups.get(name[: tail.start()]) if tail else None
        return found

    def find_mark(self, mark: str, band: str | None, date: str | None) -> Dated | None:
        """Return the body that an abbreviation means; of several, the one at the level ``band``; None when unsure."""
        found = self._marks.get(mark, [])
        near = [entry for entry in found if band_of_level(entry.level) == band]
        return _choose(near or found, date)


def _choose(found: list[Dated], date: str | None) -> Dated | None:
    if len(found) == 1:
        return found[0]
    alive = [entry for entry in found if entry.lives_on(date)]
    return alive[0] if len(alive) == 1 else None


def _overlap(one: Dated, other: Dated) -> bool:
    before = (one.valid_to or "9999") < (other.valid_from or "0000")
    after = (other.valid_to or "9999") < (one.valid_from or "0000")
    return one is not other and not before and not after


def core_of(name: str) -> str:
    """Return ``name`` folded, its blanks single, without the bare unit word at its end.

    >>> core_of("Ủy ban nhân dân tỉnh")
    'ủy ban nhân dân'
    """
    return _UNIT_TAIL.sub("", spaced(name))


def key_of(name: str) -> str:
    """Return the words of ``name`` that tell it from others: commas, dashes and "và" are written in every way.

    >>> key_of("Sở Lao động, Thương binh và Xã hội") == key_of("Sở Lao động - Thương binh - Xã hội")
    True
    """
    return squeeze(_GLUE.sub(" ", fold(name)))


_GLUE = regex.compile(r"\bvà\b|[-,&]")
_DASH = regex.compile(r" *- *")


def spaced(name: str) -> str:
    """Return ``name`` folded with single blanks and a blank on both sides of each dash."""
    return _DASH.sub(" - ", squeeze(fold(name))).replace(" ,", ",")


@dataclass(frozen=True, slots=True)
class Around:
    """What decides a bare "thành phố": the issuer's level, whether its place is such a city, the plan's month."""

    band: str | None
    is_city: bool
    date: str | None


def band_of_unit(unit: str, place: str, central: set[str], around: Around) -> str | None:
    """Return the level of "tỉnh", "cấp xã", "các huyện, thị xã, thành phố"; None for what says no level."""
    words = unit.removeprefix("cấp ").removeprefix("các ")
    for word, band in _BAND_OF_UNIT.items():
        if words == word or words.startswith((word + " ", word + ",", word + "/")):
            return band
    if not words.startswith(("thành phố", "tp")):
        return None
    if place:
        return "province" if spaced(place) in central else "district"
    # Since the districts ended only cities under the centre are left.
    if around.is_city or around.band == "district" or (around.date or "") >= REFORM[:7]:
        return "province"
    return "district" if around.band == "province" and unit.startswith("các") else None


_KEPT: dict[Rules, Gazetteer] = {}


def gazetteer(rules: Rules) -> Gazetteer:
    """Return the gazetteer of ``rules``, built once for each."""
    found = _KEPT.get(rules)
    if found is None:
        found = _KEPT[rules] = Gazetteer(read_agency_rules(rules))
    return found
