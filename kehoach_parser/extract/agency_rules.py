"""The rules of names of bodies, as read from ``rules/agencies/``, and what is compiled from them once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from pydantic import model_validator

from ..errors import RuleError
from ..rules import Rules, Strict
from ..text import fold

# A claim with a date is shipped only when it was read somewhere; "derived" follows from a list that was read.
_KNOWN_STATUS = ("verified", "verified-secondary", "derived")


# 63 provincial units became 34 on this day; the districts had ended the day before.
REFORM = "2025-07-01"


class Dated(Strict):
    """An entry that may have begun or ended; each date needs a ``source`` and how well it was checked (``status``)."""

    id: str
    name: str
    level: str | None = None
    aliases: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    successors: tuple[str, ...] = ()
    status: str | None = None
    source: str | None = None

    @model_validator(mode="after")
    def _dates_have_sources(self) -> Dated:
        if (self.valid_from or self.valid_to or self.successors) and not (self.source and self.status in _KNOWN_STATUS):
            raise ValueError(f"{self.id}: có ngày hoặc cơ quan kế thừa thì phải có source và status {_KNOWN_STATUS}")
        return self

    def lives_on(self, date: str | None) -> bool:
        """Return whether the body exists on ``date`` (an EDTF day, month or year); no date means it may."""
        if date is None:
            return True
        return not (
            (self.valid_from is not None and date[: len(self.valid_from)] < self.valid_from[: len(date)])
            or (self.valid_to is not None and date[: len(self.valid_to)] > self.valid_to[: len(date)])
        )


class AbbreviationBefore(Strict):
    """An abbreviation that opens otherwise before certain words (BCH before "quân sự" is Ban Chỉ huy)."""

    abbreviation: str
    before: tuple[str, ...]
    opened: str


class OldProvince(Strict):
    """A provincial unit of before 2025-07-01."""

    name: str
    city: str = "false"
    aliases: tuple[str, ...] = ()


class Province(Strict):
    """A provincial unit of today with the old ones that went into it."""

    name: str
    city: str = "false"
    aliases: tuple[str, ...] = ()
    old: tuple[OldProvince, ...] = ()

    @property
    def all_names(self) -> tuple[str, ...]:
        """The names and aliases of the unit and of those that went into it."""
        old = (name for unit in self.old for name in (unit.name, *unit.aliases))
        return (self.name, *self.aliases, *old)


class AgencyRules(Strict):
    """All files of ``rules/agencies/`` joined."""

    agencies: tuple[Dated, ...]
    groups: tuple[Dated, ...]
    provinces: tuple[Province, ...]
    heads: tuple[str, ...]
    whole: tuple[str, ...]
    carriers: tuple[str, ...]
    officers: tuple[str, ...]
    not_heads: tuple[str, ...]
    fields: tuple[str, ...]
    stops: tuple[str, ...]
    units: tuple[str, ...]
    abbreviations: dict[str, str]
    abbreviations_before: tuple[AbbreviationBefore, ...]
    persons: dict[str, str]
    open_heads: tuple[str, ...]
    long_heads: tuple[str, ...]
    local_heads: tuple[str, ...]
    placed: tuple[str, ...]
    places: tuple[str, ...]
    group_units: tuple[str, ...]
    split_nouns: tuple[str, ...]
    not_after_nouns: tuple[str, ...]
    quantifiers: tuple[str, ...]
    bare_starts: tuple[str, ...]
    bare_nouns: tuple[str, ...]
    nouns: tuple[str, ...]
    adjectives: tuple[str, ...]
    tails: tuple[str, ...]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> AgencyRules:
        seen: set[str] = set()
        for entry in (*self.agencies, *self.groups):
            if entry.id in seen:
                raise ValueError(f"mã {entry.id!r} có hai lần; mỗi cơ quan một mã")
            seen.add(entry.id)
        for entry in (*self.agencies, *self.groups):
            for successor in entry.successors:
                if successor not in seen:
                    raise ValueError(f"{entry.id}: cơ quan kế thừa {successor!r} không có trong danh mục")
        return self

    @cached_property
    def grammar(self) -> Grammar:
        """The compiled grammar of names."""
        return Grammar(self)


def read_agency_rules(rules: Rules) -> AgencyRules:
    """Return the rules of names; RuleError says which entry is wrong."""
    return rules.read("agencies", AgencyRules)


_PIECE = re.compile(r" *([-,&/]) *| +|.", re.DOTALL)


def trie(phrases: Iterable[str]) -> str:
    """Return one pattern, longest phrase first, for ``phrases``; blanks around dashes and commas may differ.

    >>> bool(re.fullmatch(trie(["kế hoạch - tài chính", "kế hoạch"]), "kế hoạch-tài chính"))
    True
    """
    root: dict[str, Any] = {}
    for phrase in phrases:
        node = root
        for match in _PIECE.finditer(phrase):
            mark = match[1]
            piece = f" *{mark} *" if mark else " +" if match[0].isspace() else re.escape(match[0])
            node = node.setdefault(piece, {})
        node[""] = {}
    return _pattern(root)


def _pattern(node: dict[str, Any]) -> str:
    ends = "" in node
    # Separators with optional blanks come before plain blanks: " - " must not be taken for a blank.
    pieces = sorted((piece for piece in node if piece), key=lambda piece: (not piece.startswith(" *"), piece))
    branches = [piece + _pattern(node[piece]) for piece in pieces]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 and not ends else "(?:" + "|".join(branches) + ")"
    return f"{body}?" if ends else body


# These patterns are tries of plain words, which the standard re runs six times faster than regex does.
EDGE = r"(?!\w)"


_UNIT = re.compile(r" (?:tỉnh|thành phố|huyện|quận|xã|phường|khu vực|cơ sở|trực thuộc)$")


class Grammar:
    """Patterns over the folded text, and the kind of each word that a name can begin with."""

    def __init__(self, source: AgencyRules) -> None:
        self.heads = frozenset(source.heads)
        # A listed name of three words or more is found whole, whatever its fields are.
        listed = {_UNIT.sub("", fold(name)) for entry in source.agencies for name in (entry.name, *entry.aliases)}
        self.whole = frozenset(source.whole) | {name for name in listed if name.count(" ") > 1}
        self.carriers = frozenset(source.carriers)
        self.placed = frozenset(source.placed)
        self.open_heads = frozenset(source.open_heads)
        self.local_heads = frozenset(source.local_heads)
        self.long_heads = frozenset(source.long_heads)
        self.closed = frozenset(source.whole)
        self.stops = frozenset(source.stops)
        self.places = frozenset(source.places)
        self.officers = frozenset(source.officers)
        self.quantifiers = frozenset(source.quantifiers)
        self.persons = source.persons
        acronyms = {mark: entry for entry in source.agencies for mark in entry.abbreviations}
        self.acronyms = {mark for mark in acronyms if mark.isupper() or not mark.islower()}
        begins = self.heads | self.placed | self.whole | self.carriers | self.quantifiers
        begins |= {*source.not_heads, *source.bare_starts}
        for phrase in (*begins, *source.fields, *source.stops, *source.nouns, *source.adjectives, *source.tails):
            if phrase != fold(phrase):
                raise RuleError(f"rules/agencies: {phrase!r} phải viết thường, dấu thanh theo bản gập.")
        self.never = frozenset(source.not_heads) - self.heads - self.whole - self.carriers
        self.begin = re.compile(r"\b" + trie([*begins, *(fold(mark) for mark in self.acronyms)]) + EDGE)
        fields = {fold(mark) for mark in source.abbreviations} | set(source.fields)
        for entry in source.agencies:
            for name in (entry.name, *entry.aliases):
                tail = self._tail(fold(name))
                if tail:
                    fields.add(tail)
        self.field = re.compile(r"(?: +và +| *, *| *- *| *& *| +)(" + trie(fields) + ")" + EDGE)
        self.stop = re.compile(trie(source.stops) + EDGE)
        units = f"(?:{trie(source.units)}){EDGE}(?! +(?:ủy|đoàn|hội){EDGE})"
        joint_units = rf"{units}(?:(?: *[,/] *| +và +| *- *){units}){{0,4}}"
        self.place = re.compile(
            rf" +(?:(?P<many>(?:các|\d{{1,3}}) +{joint_units}"
            rf"|{units}(?:(?: *[,/] *| +và +){units}){{1,4}}|các cấp{EDGE}"
            rf"|(?:cơ sở|trực thuộc){EDGE}(?! +(?:dữ liệu|vật chất|hạ tầng|giáo dục|y tế)))"
            rf"|(?P<one>(?:cấp +)?{units}|(?:{trie(source.places)}){EDGE}))(?! +hội{EDGE})"
        )
        group_units = f"(?:{trie(source.group_units)}){EDGE}(?! +(?:ủy|đoàn|trưởng){EDGE})"
        joint_units_of_group = rf"{group_units}(?:(?: *[,/] *| +và +| *- *){group_units}){{0,4}}"
        adjectives = rf"(?: +(?:{trie(source.adjectives)}){EDGE}){{0,3}}"
        # "các hội" of "các hội nghị" is no body.
        other = rf"(?!(?:{trie(source.split_nouns)}) +(?:{trie(source.not_after_nouns)}){EDGE})"
        noun = rf"{other}(?:{trie(source.nouns)}){EDGE}{adjectives}"
        joint = r"(?: *[,/] *(?:và +)?| +và +| *- *| +hoặc +)"
        tails = rf"(?: +(?:{trie(source.tails)}){EDGE}(?! +(?:ủy|đoàn){EDGE})){{0,3}}"
        leaders = r"(?:lãnh đạo(?: +các)? +)?"
        more = rf"(?:{joint}{leaders}{noun})"
        quantifier = rf"(?:{trie(source.quantifiers)}){EDGE} +"
        self.group = re.compile(rf"{quantifier}(?:các cấp, +)?(?:{joint_units_of_group}|{noun}{more}{{0,8}}){tails}")
        # Without "các" only a list ("cơ quan, đơn vị") or a noun that names bodies by itself is a group.
        by_itself = rf"(?:{trie(source.bare_nouns)}){EDGE}{adjectives}"
        self.bare_group = re.compile(rf"(?:{noun}(?! */){more}{{1,8}}|{by_itself}){tails}")
        self.bare_starts = frozenset(source.bare_starts)
        field = rf"(?:{trie(fields - self.heads - self.whole - self.carriers)}){EDGE}"
        self.shared_head = re.compile(
            rf"(?:các +)?(?P<head>sở|bộ|ban|phòng|hội)(?: *: *| +)"
            rf"(?P<list>{field}(?:(?: *[,;] *(?:và +)?| +và +){field}){{1,15}})"
        )
        provinces = {fold(name) for province in source.provinces for name in province.all_names}
        self.province = re.compile(rf" +({trie(provinces)}){EDGE}")
        # How any tail of a name begins: one look instead of five.
        first_words = {name.split(" ")[0] for name in (*provinces, *source.units, *source.places)}
        first_words |= {"các", "cấp", "cơ", "trực", "thuộc", "số", "liên"}
        self.tail = re.compile(rf" +(?:\d{{1,3}} |(?:{trie(first_words)})(?!\w))| *-? *chi nhánh ")
        self.item = re.compile(field)
        self.abbreviations_folded = frozenset(fold(mark) for mark in source.abbreviations)
        self.group_tail = re.compile(tails)
        self.acronyms_folded = frozenset(fold(mark) for mark in self.acronyms) - begins
        # Fields that official names write in lower case too ("Trung tâm phục vụ hành chính công").
        self.lower_fields = frozenset(
            tail
            for entry in source.agencies
            for name in (entry.name, *entry.aliases)
            if (tail := self._tail(fold(name)))
        )
        self.strong = (self.heads | self.whole) - {fold(mark) for mark in source.abbreviations}

    def _tail(self, name: str) -> str | None:
        name = _UNIT.sub("", name)
        match = self.begin.match(name)
        if match is None or match.end() == len(name):
            return None
        return name[match.end() :].lstrip(" -,")
