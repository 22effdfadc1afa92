"""What has to be done: the items of a stretch (bullets, or paragraphs), with whom, and to whom it is reported."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

import regex

from ..models import Agency, Deadline, Span, Task, make
from ..text import fold
from .assignment_roles import Reader

# "- ", "+ ", "* ", "a) ", "1) ", "1. ", "(1) ": what opens an item. Word bullets without a blank ("-Kiểm tra") occur.
_BULLET = regex.compile(
    r"[ \t]*(?:([-+*•o§✓])(?=[ \p{L}])|([a-zđ])(?:[).]|/(?= ))|(\d{1,2}(?:\.\d{1,2}){0,3})(?:[).]|/(?= ))"
    r"|\((\d{1,2}|[a-zđ])\)) *"
)


# How far from "báo cáo" its addressee may stand, and from "gửi" the body after "về".
_REACH = 130
_FAR = 360
_UNKNOWN = regex.compile(r"(?:, | và )(?P<name>\p{Lu}[^,;.:()\n]{1,60}?)(?:, (?:và )?| và )(?=\p{L})")
_CLAUSE_END = regex.compile(r"[.;:](?:\s|\Z)|\n")


@dataclass(slots=True)
class Item:
    """One thing of a list: where its words begin and end (lower items included), and the kind of its bullet.

    ``own``: the words stand in the heading of the body itself, right after its name.
    """

    start: int
    end: int
    bullet: str
    first_end: int
    own: bool = False


def bullet_of(reader: Reader, start: int, end: int) -> tuple[str, int]:
    """Return the kind of bullet that opens a line ("" for none) and where the words begin."""
    match = _BULLET.match(reader.folded, start, end)
    if match is None:
        while start < end and reader.folded[start] == " ":
            start += 1
        return "", start
    kind = match[1] or ("letter" if match[2] else "number" if match[3] else "bracket")
    return kind, match.end()


def lines_between(reader: Reader, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Yield the filled lines of a stretch as offsets; the first may begin inside a line. Tables are left out."""
    lines = reader.context.document.lines
    document = reader.context.document
    for index in range(lines.at(start), len(lines)):
        first, last = max(lines.starts[index], start), min(lines.ends[index], end)
        if first >= end:
            break
        if first < last and not reader.folded[first:last].isspace():
            if document.tables and document.table_at(first) is not None:
                continue
            while last > first and reader.folded[last - 1] == " ":
                last -= 1
            yield first, last


def items_of(reader: Reader, lines: Iterable[tuple[int, int]]) -> list[Item]:
    """Return the items of these lines: the first kind of bullet counts, deeper kinds belong to the item above.

    Lines without a bullet stay items of their own with ``bullet`` ""; who asks for tasks decides what they are.
    """
    items: list[Item] = []
    top: str | None = None
    for start, end in lines:
        bullet, words = bullet_of(reader, start, end)
        if bullet and top is None:
            top = bullet
        if bullet and bullet != top and items and items[-1].bullet:
            items[-1].end = end
        elif reader.text[words:end].strip(" \n;"):  # a lost ";" on a line of its own is no task
            items.append(Item(words, end, bullet, end))
    return items


def tasks_of(reader: Reader, items: list[Item]) -> tuple[list[Item], list[Item]]:
    """Return the items that are tasks, and the ones that only lead in to them ("…, cụ thể:")."""
    bulleted = any(item.bullet for item in items)
    tasks: list[Item] = []
    leads: list[Item] = []
    for item in items:
        if reader.label_at(item.start, item.end) is not None:
            if tasks:
                tasks[-1].end = item.end
            continue
        if not item.own and reader.is_formula(item.start, item.end):
            continue
        if not item.bullet:
            if reader.folded[item.first_end - 1] == ":":
                leads.append(item)
                continue
            if bulleted and tasks:
                continue  # a closing paragraph under a list
        tasks.append(item)
    if not tasks and leads:
        return leads, []
    return tasks, leads


class Linker:
    """Makes tasks: finds partners, addressees of reports and deadlines of a stretch."""

    def __init__(self, reader: Reader, deadlines: tuple[Deadline, ...]) -> None:
        self.reader = reader
        order = sorted(range(len(deadlines)), key=lambda index: deadlines[index].span.start)
        self.starts = [deadlines[index].span.start for index in order]
        self.order = order

    def deadlines_in(self, start: int, end: int) -> tuple[int, ...]:
        """Return the indexes of the deadlines whose words begin in the stretch."""
        return tuple(sorted(self.order[bisect_left(self.starts, start) : bisect_left(self.starts, end)]))

    def task(
        self,
        start: int,
        end: int,
        *,
        partners: tuple[Agency, ...] = (),
        around: Iterable[tuple[int, int]] = (),
        lead: Item | None = None,
    ) -> Task:
        """Return the task in a stretch, with what stands there, ``partners`` given from outside, and the deadlines
        of the stretches ``around`` it."""
        while end > start and self.reader.text[end - 1] in " \n;":
            end -= 1
        own = self.partners_in(start, end)
        if lead is not None:
            own = (*self.partners_in(lead.start, lead.end), *own)
        times = set(self.deadlines_in(start, end)).union(*(self.deadlines_in(*other) for other in around))
        return make(
            Task,
            text=self.reader.text[start:end],
            span=make(Span, start=start, end=end),
            partners=unique((*own, *partners)),
            reports_to=self.reports_in(start, end),
            deadlines=tuple(sorted(times)),
        )

    def partners_in(self, start: int, end: int) -> tuple[Agency, ...]:
        """Return the bodies with whom something is done in the stretch ("phối hợp với X, Y và Z")."""
        reader = self.reader
        found: list[Agency] = []
        for match in reader.rules.partners.finditer(reader.folded, start, end):
            at = match.end()
            if reader.folded[at : at + 1] == " ":
                at += 1
            bodies = reader.bodies_at(at, end, guess=bool(match["with"] or match["along"]), partners=True)
            found += [body.agency for body in bodies if " " in body.agency.text]
            found += self._past_unknown(bodies[-1].end, end) if bodies else []
            if not bodies and (at >= end or reader.folded[at] in ":\n"):
                found += self._listed_below(at, end)
        return unique(found)

    def _past_unknown(self, at: int, end: int) -> list[Agency]:
        """Return the partners behind a name that nobody knows, when a known one follows ("Sở A, Viettel và Sở B")."""
        reader = self.reader
        found: list[Agency] = []
        while (gap := _UNKNOWN.match(reader.text, at, end)) is not None and gap.end() in reader.by_start:
            if reader.duty_within(gap.start("name") - 1, gap.end("name")) is not None:
                break
            bodies = reader.bodies_at(gap.end(), end, guess=False, partners=True)
            if not bodies:
                break
            found += [reader.named(*gap.span("name")), *(body.agency for body in bodies)]
            at = bodies[-1].end
        return found

    def _listed_below(self, at: int, end: int) -> list[Agency]:
        """Return the bodies that open the items under "Chủ trì, phối hợp:"."""
        found: list[Agency] = []
        for start, stop in lines_between(self.reader, at, end):
            bullet, words = bullet_of(self.reader, start, stop)
            if bullet:
                found += [body.agency for body in self.reader.bodies_at(words, stop, guess=False)]
        return found

    def reports_in(self, start: int, end: int) -> tuple[Agency, ...]:
        """Return the bodies to whom something is reported in the stretch; not those to whom they in turn report."""
        reader = self.reader
        folded, rules = reader.folded, reader.rules
        found: list[Agency] = []
        closed = start
        for match in rules.reports.finditer(folded, start, end):
            at = match.end()
            if at < closed:
                continue
            stop = min(end, at + _REACH)
            if match[0] == "tham mưu":
                bodies = self._advised(at, stop)
            elif found and folded[max(start, match.start() - 60) : match.start()].rfind(" để ") >= 0:
                continue  # "… về Sở Nội vụ để tổng hợp, báo cáo UBND tỉnh": what Sở Nội vụ does
            else:
                bodies = self._addressed(at, stop)
                if not bodies and match[0] == "gửi":
                    bodies = self._sent_to(at, min(end, at + _FAR))
            if bodies:
                found += [agency for agency, _ in bodies]
                closed = bodies[-1][1]
        return unique(found)

    def _addressed(self, at: int, stop: int) -> list[tuple[Agency, int]]:
        reader = self.reader
        folded, rules = reader.folded, reader.rules
        for mention in reader.mentions_after(at, stop):
            gap = folded[at : mention.start]
            if "\n" in gap or ("." in gap.replace("/.", "").rstrip(". ") and ". " in gap):
                break
            before = gap.rstrip()
            if rules.report_gap.match(gap) and not rules.report_not.search(before):
                return [(body.agency, body.end) for body in reader.bodies_at(mention.start, stop, guess=False)]
        other = rules.addressees.search(folded, at, stop)
        if other is not None and rules.report_gap.match(folded[at : other.start()]):
            return [(reader.named(other.start(), other.end()), other.end())]
        return []

    def _sent_to(self, at: int, stop: int) -> list[tuple[Agency, int]]:
        """Return the body after "về" at the end of what is sent ("gửi kết quả rà soát, đề xuất sửa đổi … về Sở A")."""
        for mention in self.reader.mentions_after(at, stop):
            if _CLAUSE_END.search(self.reader.folded, at, mention.start):
                break
            if self.reader.folded.endswith(" về ", at, mention.start):
                return [(body.agency, body.end) for body in self.reader.bodies_at(mention.start, stop, guess=False)]
        return []

    def _advised(self, at: int, stop: int) -> list[tuple[Agency, int]]:
        """Return the body of "tham mưu UBND xã báo cáo": the report is made for it."""
        reader = self.reader
        at += 1
        if reader.folded.startswith("cho ", at):
            at += 4
        bodies = reader.bodies_at(at, stop, guess=False)
        if bodies and reader.folded.startswith(" báo cáo", bodies[-1].end):
            return [(body.agency, body.end) for body in bodies]
        return []


def unique(agencies: Iterable[Agency]) -> tuple[Agency, ...]:
    """Return the agencies without those named twice, in their order."""
    agencies = tuple(agencies)
    if len(agencies) < 2:
        return agencies
    seen: dict[str, Agency] = {}
    for agency in agencies:
        seen.setdefault(" ".join(fold(agency.text).split()), agency)
    return tuple(seen.values())
