"""Names of bodies in the text: a dated gazetteer, and a grammar for the names that no gazetteer has."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import regex

from ..document import Document
from ..models import Agency, Header, Span, make
from ..rules import Rules
from .agency_identity import Identity, Known
from .agency_names import Name, NameReader
from .agency_rules import Grammar, read_agency_rules


@dataclass(slots=True)
class Mention:
    """A body named at ``text[start:end]``. ``group``: several bodies named as one ("các sở, ban, ngành")."""

    start: int
    end: int
    known: Known
    group: bool = False
    _agency: Agency | None = field(default=None, repr=False, compare=False)

    @property
    def agency(self) -> Agency:
        """The body as the contract has it (built when asked for: most mentions are never printed)."""
        if self._agency is None:
            known = self.known
            self._agency = make(
                Agency,
                text=known.text,
                canonical=known.canonical,
                id=known.id,
                level=known.level,
                span=make(Span, start=self.start, end=self.end),
            )
        return self._agency


@dataclass(frozen=True)
class Mentions:
    """All mentions, sorted by start, longest at each place, none overlapping."""

    all: tuple[Mention, ...]
    identity: Identity | None = None

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.start for mention in self.all]

    def between(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the mentions that begin in ``[start, end)``."""
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def find_agencies(document: Document, header: Header, rules: Rules) -> Mentions:
    """Return the bodies named in ``document``; bare names ("Phòng Kinh tế") take the issuer's level."""
    source = read_agency_rules(rules)
    text, folded = document.text, document.folded
    identity = Identity(rules, text, header)
    reader = NameReader(source.grammar, text, folded, identity.issuer_head)
    found: list[Mention] = []
    never = source.grammar.never
    after = 0
    for match in source.grammar.begin.finditer(folded):
        if match[0] in never:
            continue
        start, end = match.span()
        if start < after:
            continue
        name = reader.read(start, end)
        if name is None or folded[max(0, start - 9) : start] == "đại biểu ":
            continue
        if name.group and folded.startswith("các ", start):
            listed = source.grammar.shared_head.match(folded, start)
            if listed is not None and listed.end() > name.end and text[listed.start("list")].isupper():
                found.extend(_share_head(document, identity, source.grammar, listed))
                after = listed.end()
                continue
        after = name.end
        found.append(Mention(start, name.end, identity.know(text, name), name.group))
    return Mentions(tuple(found), identity)


def _share_head(document: Document, identity: Identity, grammar: Grammar, listed: re.Match[str]) -> Iterator[Mention]:
    """Yield the bodies of "các Sở: Tài chính, Nội vụ và Y tế", each with the head that is written once."""
    text = document.text
    head = text[listed.start("head") : listed.end("head")].capitalize()
    for item in grammar.item.finditer(document.folded, listed.start("list"), listed.end()):
        words = f"{head} {text[item.start() : item.end()]}"
        known = identity.know(words, Name(0, len(words), len(words)))
        yield Mention(item.start(), item.end(), replace(known, text=text[item.start() : item.end()]))


# What may stand between two names of one list.
_JOINT = regex.compile(
    r"[\s,;/&•+|-]*(?:và|cùng với|cùng|phối hợp với|hoặc)?[\s,;/&•+|-]*"
    r"(?:(?:đề nghị|giao|yêu cầu) )?(?:(?:các )?(?:đồng chí|ông|bà) )?"
)
# What may stand before the first name: the marker, a request, an address.
_OPENING = regex.compile(
    r"\s*(?:[-+*•]|(?:[ivxlc]+|\d{1,2}|[a-zđ])(?:\.\d{1,2}){0,3}(?:[.)]|/(?=\s))|\d{1,2}(?:\.\d{1,2}){1,3})?\s*"
    r"(?:(?:(?:kính |trân trọng )?đề nghị|giao|yêu cầu|đối với|về phía|trách nhiệm của|nhiệm vụ của|phân công)"
    r"(?: cho)?:? +)?"
)
_SEPARATOR = regex.compile(r"\s*[;\n]+\s*|\s*,\s*|\s+-\s+|^\s*[-+•]\s*")
_PERSON = regex.compile(r"(?P<title>thầy|cô|ông|bà|đồng chí|đ/c|anh|chị|t\.|c\.)\s*(?=\p{L})", regex.IGNORECASE)


# What may end a list of groups: "Các cơ quan, đơn vị theo quy định."
_QUALIFIED = regex.compile(r"(?P<words> (?:theo quy định|theo phân công|được phân công|được giao))[\s.;]*")


def read_agencies(document: Document, mentions: Mentions, start: int, end: int) -> tuple[Agency, ...]:
    """Return the bodies that ``text[start:end]``, a heading or a table cell, names: joined names apart, a group as one.

    In a table cell whatever stands between the separators is an agent, known or not, persons too. Elsewhere the names
    must begin the stretch (after a marker, "Đề nghị", "Giao"), and what follows the list is left out.
    """
    if document.table_at(start) is not None:
        return _read_cell(document, mentions, start, end)
    opening = _OPENING.match(document.folded, start, end)
    at = opening.end() if opening else start
    names: list[Mention] = []
    for mention in mentions.between(start, end):
        gap = document.folded[at : mention.start]
        if mention.start < at or not _JOINT.fullmatch(gap) or mention.end > end:
            break
        names.append(mention)
        at = mention.end
    merged = _merge(document, names)
    if merged and merged[-1].group:
        rest = _QUALIFIED.fullmatch(document.folded, at, end)
        if rest is not None:
            last = merged[-1]
            stop = rest.end("words")
            words = document.text[last.start : stop]
            merged[-1] = Mention(last.start, stop, replace(last.known, text=words, canonical=words), True)
    return tuple(mention.agency for mention in merged)


def _merge(document: Document, names: list[Mention]) -> list[Mention]:
    """Return the names with groups of one kind joined: "Hội LHPN cơ sở và Hội Phụ nữ trực thuộc" is one addressee."""
    merged: list[Mention] = []
    for mention in names:
        last = merged[-1] if merged else None
        if last is not None and mention.group and _one_addressee(document, last, mention):
            known = Known(
                document.text[last.start : mention.end],
                _full(last.known) + document.text[last.end : mention.start] + _full(mention.known),
                None,
                last.known.level if last.known.level == mention.known.level else None,
            )
            merged[-1] = Mention(last.start, mention.end, known, True)
        else:
            merged.append(mention)
    return merged


def _full(known: Known) -> str:
    return known.canonical or known.text


def _one_addressee(document: Document, one: Mention, other: Mention) -> bool:
    folded = document.folded
    gap = folded[one.end : other.start].strip()
    head = folded[one.start : one.end].split(" ", 1)[0]
    if gap in (",", "và") and folded.endswith(" khác", other.start, other.end):
        return folded.startswith((f"các {head} ", f"các {head},"), other.start)  # "phòng A, các phòng ban khác"
    return one.group and gap == "và" and head != "các" and folded.startswith(head + " ", other.start)


def _read_cell(document: Document, mentions: Mentions, start: int, end: int) -> tuple[Agency, ...]:
    found: list[Agency] = []
    at = start
    for mention in [*_merge(document, [m for m in mentions.between(start, end) if m.end <= end]), None]:
        stop = mention.start if mention else end
        _read_gap(document, mentions, at, stop, found)
        if mention:
            found.append(mention.agency)
            at = mention.end
    return tuple(found)


def _read_gap(document: Document, mentions: Mentions, start: int, end: int, found: list[Agency]) -> None:
    """Append the agents in a stretch of a cell where no known name stands: persons, or words as written."""
    at = start
    for match in [*_SEPARATOR.finditer(document.folded, start, end), None]:
        stop = match.start() if match else end
        piece_start, piece_end = _trim(document.folded, at, stop)
        if piece_end > piece_start and any(c.isalpha() for c in document.text[piece_start:piece_end]):
            if at == start and found and piece_start - start <= 1 and start > 0:
                last = found[-1]
                if last.span is not None and last.span.end == start:
                    # Words that go on after a known name belong to it: "Đại diện Công an xã", "Sở X (thường trực)".
                    text = document.text[last.span.start : piece_end]
                    span = Span(start=last.span.start, end=piece_end)
                    found[-1] = last.model_copy(update={"text": text, "span": span})
                    at = match.end() if match else end
                    continue
            found.append(_unknown(document, mentions, piece_start, piece_end))
        at = match.end() if match else end


def _trim(folded: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (folded[start].isspace() or folded[start] in ",;:.+•|/&-"):
        start += 1
    while end > start and (folded[end - 1].isspace() or folded[end - 1] in ",;:|/&-"):
        end -= 1
    for word in ("và", "cùng"):
        if folded.startswith(word, start, end) and not folded[start + len(word) : start + len(word) + 1].isalpha():
            start += len(word)
        if end - len(word) >= start and folded.endswith(word, start, end) and folded[end - len(word) - 1].isspace():
            end -= len(word)
    while start < end and folded[start].isspace():
        start += 1
    return start, end


def _unknown(document: Document, mentions: Mentions, start: int, end: int) -> Agency:
    text = document.text[start:end]
    person = _PERSON.match(text)
    canonical = None
    if person is not None and mentions.identity is not None:
        title = mentions.identity.persons.get(person["title"].lower())
        canonical = f"{title} {text[person.end() :].strip()}" if title else None
    elif mentions.identity is not None:
        opened = mentions.identity.open(text)
        canonical = opened if opened != text else None
    return Agency(text=text, canonical=canonical, id=None, level=None, span=Span(start=start, end=end))
