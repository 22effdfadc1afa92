"""Provinces before and after 2025-07-01: which unit a name means on a day, and what it is called now."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from ..rules import Rules
from ..text import fold, squeeze
from .agency_rules import REFORM, AgencyRules, read_agency_rules

_UNIT = regex.compile(r"^(?:ubnd |ủy ban nhân dân )?(?:tỉnh|thành phố|tp\.?) ?")


@dataclass(frozen=True, slots=True)
class ProvinceName:
    """A provincial unit: its ``name`` at the asked date, its name ``now``, and whether it was merged away."""

    name: str
    now: str
    ended: bool


def province_of(place: str, date: str | None, rules: Rules) -> ProvinceName | None:
    """Return the provincial unit that ``place`` ("tỉnh Hà Giang", "Vĩnh Phúc", "TP.HCM") names, or None.

    ``ended`` is True when ``date`` (EDTF) is later than the unit's end: "tỉnh Hà Giang" in a plan of 2026.
    """
    index = _index(rules)
    folded = squeeze(fold(place)).replace(" - ", " - ")
    found = index.get(folded) or index.get(_UNIT.sub("", folded))
    if found is None:
        return None
    old, now = found
    # A date without a month ("2025") cannot say on which side of the reform it lies.
    later = date is not None and (date[:4] > REFORM[:4] or (len(date) >= 7 and date >= REFORM[: len(date)]))
    return ProvinceName(name=old, now=now, ended=old != now and later)


def cities(source: AgencyRules) -> set[str]:
    """Return the names, folded, of the cities under the centre: "thành phố" before them is a provincial unit."""
    return {fold(province.name) for province in source.provinces if province.city == "true"}


_INDEXES: dict[int, dict[str, tuple[str, str]]] = {}


def _index(rules: Rules) -> dict[str, tuple[str, str]]:
    source = read_agency_rules(rules)
    found = _INDEXES.get(id(source))
    if found is None:
        found = {}
        for province in source.provinces:
            for unit in province.old:
                found.update((squeeze(fold(name)), (unit.name, province.name)) for name in (unit.name, *unit.aliases))
            found.update((squeeze(fold(name)), (province.name,) * 2) for name in (province.name, *province.aliases))
        _INDEXES[id(source)] = found
    return found
