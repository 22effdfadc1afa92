"""Who is named as the one to act: the subject at a place of the text, its role, the call and the labels that say so."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

import regex

from ..models import Agency, Role, Section
from ..text import fold
from .agencies import Mention
from .assignment_bodies import Body, BodyReader
from .assignment_rules import PhraseRule


@dataclass(slots=True)
class Subject:
    """Who must act, and where the words that say what begin. ``company`` are groups that act with the others."""

    bodies: tuple[Body, ...]
    company: tuple[Agency, ...]
    role: Role
    called: bool
    start: int
    end: int
    rule: str = ""


_NAME_END = re.compile(
    r" ?\(| - (?=cơ quan|thường trực|đơn vị|bộ phận|đầu mối)|,? (?=(?:trước (?:hết|tiên)|nhất|đặc biệt) là )|\n"
)
_COMMON = regex.compile(
    r"(?:cơ quan|đơn vị|địa phương|cán bộ|công chức|đảng viên|lực lượng|doanh nghiệp|cơ sở|học sinh)(?!\p{L})"
)
_MANNER = regex.compile(r",? (?:bằng|thông qua|qua|trên cơ sở|căn cứ|theo|trong phạm vi|dựa|từ)(?!\p{L})")


_LONGEST_SUBJECT = 170
_LONGEST_LABEL = 90


class Reader(BodyReader):
    """Reads subjects and their roles in one document, and the labels and sentences that lay duties on somebody."""

    def is_restricted(self, at: int) -> bool:
        """Say whether words that restrict a name follow it ("UBND các xã | được phân công … có trách nhiệm")."""
        return self.rules.restriction.match(self.folded, at) is not None

    def begins_with_partner(self, at: int, end: int) -> bool:
        """Say whether a partner and a colon follow a name ("Sở A | phối hợp với Sở B: hướng dẫn …")."""
        match = self.rules.partners.match(self.folded, at + 1, end)
        if match is None:
            return False
        bodies = self.bodies_at(match.end() + 1, end, guess=False)
        return bool(bodies) and self.folded[bodies[-1].end : bodies[-1].end + 2].lstrip().startswith(":")

    def is_manner(self, at: int) -> bool:
        """Say whether words that say how something is done stand at ``at`` ("bằng nhiều hình thức")."""
        return _MANNER.match(self.folded, at) is not None

    def call_at(self, at: int, end: int) -> tuple[Role, int] | None:
        """Return the role that a call at ``at`` gives ("Đề nghị", "Giao") and where it ends."""
        if self.rules.call.match(self.folded, at, end) is None:
            return None
        for rule, pattern in self.rules.calls:
            match = pattern.match(self.folded, at, end)
            if match is not None:
                return ("requested" if rule.role == "requested" else "responsible"), match.end()
        return None

    def subject_at(self, at: int, end: int, *, guess: bool) -> Subject | None:
        """Return the subject that begins at ``at``, whatever follows it; None when no body stands there."""
        call = self.call_at(at, end)
        role: Role = call[0] if call else "responsible"
        start = call[1] if call else at
        bodies = self.bodies_at(start, end, guess=guess)
        if not bodies:
            return None
        return self.subject_of(bodies, role, called=call is not None)

    def subject_of(self, bodies: list[Body], role: Role, *, called: bool) -> Subject:
        """Return the subject made of these bodies: a group joined by "và" to one that is asked is its company."""
        chosen = [bodies[0]]
        company: list[Agency] = []
        for body in bodies[1:]:
            joins_group = body.joined == "và" and self.rules.company.match(self.folded, body.start)
            if joins_group and role == "requested":
                company.append(body.agency)
            else:
                chosen.append(body)
        return Subject(tuple(chosen), tuple(company), role, called, bodies[0].start, bodies[-1].end)

    def role_of(self, subject: Subject, body: Body) -> Role:
        """Return the role of one of the bodies: a body outside the chain of command is asked, not ordered."""
        if subject.role == "requested" or (self.state_issuer and self.is_outside(body)):
            return "requested"
        return "responsible"

    def is_outside(self, body: Body) -> bool:
        """Say whether a body stands outside the chain of command of a state body."""
        return self.rules.outside.match(self.folded, body.start) is not None

    def gives_orders(self, subject: Subject) -> bool:
        """Say whether a subject is one that orders others ("UBND tỉnh yêu cầu …")."""
        return self.rules.orderer.match(self.folded, subject.start) is not None

    def is_common(self, at: int) -> bool:
        """Say whether a word stands at ``at`` that names a kind of body rather than one ("đơn vị", "cán bộ")."""
        return _COMMON.match(self.folded, at) is not None

    def end_of_attribute(self, at: int) -> int:
        """Return where the verb that may belong to a name ends."""
        match = self.rules.attributive.match(self.folded, at)
        return match.end() if match else at

    def is_formula(self, at: int, end: int) -> bool:
        """Say whether a line is a general formula that assigns nothing."""
        return self.rules.formula.match(self.folded, at, end) is not None

    def tells_of_situation(self, section: Section) -> bool:
        """Say whether a division tells how things are or went ("THỰC TRẠNG"); nobody is given a task there.

        Where duties are shared out, "Kết quả thực hiện" is what the bodies have to report.
        """
        if section.title is None or section.kind not in ("content", "other"):
            return False
        if self.rules.situation.match(fold(section.title)) is None:
            return False
        above = self.context.outline.chain_at(section.span.start)
        return not any(other.kind in ("implementation", "reporting") for other in above)

    def label_at(self, at: int, end: int) -> tuple[PhraseRule, int] | None:
        """Return the rule of the label at ``at`` ("Đơn vị chủ trì:") and where the label ends."""
        if self.folded.find(":", at, min(end, at + _LONGEST_LABEL)) < 0:
            return None
        for rule, pattern in self.rules.labels:
            match = pattern.match(self.folded, at, end)
            if match is not None:
                return rule, match.end()
        return None

    @cached_property
    def _inline(self) -> list[tuple[int, int, PhraseRule]]:
        """The labels inside lines: where each begins and ends, and its rule."""
        folded, find = self.folded, self.folded.rfind
        found: list[tuple[int, int, PhraseRule]] = []
        colon = folded.find(":")
        while colon >= 0:
            floor = max(0, colon - _LONGEST_LABEL)
            opening = max(find(". ", floor, colon), find("; ", floor, colon), find("(", floor, colon))
            if opening >= 0:
                start = opening + 1
                while folded[start] == " ":
                    start += 1
                label = self.label_at(start, colon + 1)
                if label is not None:
                    found.append((start, label[1], label[0]))
            colon = folded.find(":", colon + 1)
        return found

    def inline_labels(self, start: int, end: int) -> list[tuple[int, int, PhraseRule]]:
        """Return the labels that stand inside the stretch, after the end of a clause or in a bracket."""
        first = bisect_left(self._inline, start, key=itemgetter(0))
        last = bisect_left(self._inline, end, key=itemgetter(0))
        return self._inline[first:last]

    def mentions_after(self, at: int, end: int) -> tuple[Mention, ...]:
        """Return the mentions that begin in the stretch."""
        return self.context.mentions.between(at, end)

    def strong_after(self, at: int, end: int) -> int | None:
        """Return where "có trách nhiệm", "phải" … stand after a name that may go on, in the same clause."""
        if self.rules.strong_word.search(self.folded, at, end) is None:
            return None
        match = self.rules.strong_later.match(self.folded, at, end)
        return match.start(1) if match else None

    def end_of_name(self, start: int, end: int) -> int:
        """Return where a name that goes on to ``end`` stops: before a bracket, an apposition, the last marks."""
        stop = _NAME_END.search(self.folded, start, end)
        at = stop.start() if stop else end
        while at > start and self.folded[at - 1] in " .,:;":
            at -= 1
        return at

    def inner_sentences(self, start: int, end: int) -> Iterator[int]:
        """Yield where sentences or clauses that lay a duty on somebody in so many words begin, the first left out."""
        last = start
        for match in self.rules.strong_or_call.finditer(self.folded, start, end):
            if match[0][0] in ".;":
                last = match.end()
                yield match.end()
                continue
            floor = max(last, match.start() - _LONGEST_SUBJECT)
            at = max(self.folded.rfind(". ", floor, match.start()), self.folded.rfind("; ", floor, match.start()))
            if at > start:
                last = match.end()
                yield at + 2
