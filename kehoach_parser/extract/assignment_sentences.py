"""Sentences that lay a task on a body: their subject, and where the words of its duty begin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from ..models import Agency, Role, Section
from ..text import fold
from .assignment_bodies import Body
from .assignment_headings import NAMED_BY_FORM, TRUSTED, HeadingReader
from .assignment_roles import Reader, Subject
from .assignment_tasks import Item

_SENTENCE_END = regex.compile(r"\.(?=\s|/|\Z)|\n")
_LONGEST_TOPIC = 70
_REACH = 90
_LONGEST_LIST = 600
# Who has charge of a topic: a deed before "do" is more often one that somebody else joins ("Dự lớp do Sở A chủ trì").
_TOPIC = regex.compile(r"(?:công tác|việc|nội dung|phần) [^.;:,()\n]{2,80}?:? (?:do|giao(?: cho)?) (?=\p{L})")
_IN_CHARGE = regex.compile(r" (?:chủ trì|phụ trách|chuẩn bị)(?: thực hiện)?(?= ?(?:\Z|[.;\n]|, phối hợp))")
_IS_IN_CHARGE = r" là (?:đầu mối|cơ quan|đơn vị|bộ phận)"
_AFTER_NAME = regex.compile(rf":|{_IS_IN_CHARGE}")
_SMALL_TAIL = regex.compile(rf"(?: \p{{Ll}}[\p{{Ll}}\d]*){{1,5}}(?=:|{_IS_IN_CHARGE})")
_LONGEST_NAME = 96
# What only tells that a list of duties begins.
_ANNOUNCES = regex.compile(
    r"(?:[^\n]{0,90}? )?(?:phân công|giao)(?: cụ thể)? (?:nhiệm vụ|trách nhiệm|công việc|cho các|các)(?!\p{L})[^\n]*+"
    r"(?<=(?:như sau|sau|sau đây|dưới đây|cụ thể) ?:)"
)
_SHARES_OUT = regex.compile(r"phân công|nhiệm vụ|trách nhiệm|tổ chức thực hiện|tổ chức, thực hiện")
_UNIT = regex.compile(r"(?:phòng|ban|tổ|đội|khoa|trung tâm|trạm|hội|tiểu ban) \p{L}")
# "Công an xã: | An ninh trật tự" against "02 đại biểu", "Đại diện lãnh đạo", "Chủ tịch", "Trưởng ban".
_FIELD = regex.compile(
    r" ?: ?(?=\p{L}{1,8} \p{L})(?!(?:đại diện|đại biểu|lãnh đạo|chủ tịch|phó|trưởng|giám đốc|thành viên|ủy viên|bí thư"
    r"|trụ sở|hội trường|nhà văn hóa|tầng|sân|sáng|chiều|tối|email|kinh phí|đã|sau|khi|mười|bốn|năm|sáu"
    r"|mỗi|một|hai|ba|không|theo|từ|tại|ngày|trước|toàn bộ|toàn thể|các|số|khoảng|ít nhất|tối thiểu|địa chỉ|điện thoại)"
    r"(?!\p{L}))"
)
_TWO_CAPITALS = regex.compile(r"\p{Lu}\p{Ll}* \p{Lu}\p{Ll}*(?!\p{L})")
# A sentence that gives a task has an object, unlike "chủ trì thực hiện".
_FEWEST_WORDS = 6


@dataclass(slots=True)
class Sentence:
    """A sentence or clause: who must act, where the words that say what begin, and the stretch it takes."""

    subject: Subject
    words: int
    item: Item


class SentenceReader:
    """Finds the sentences of an item whose subject is a body."""

    def __init__(self, reader: Reader, headings: HeadingReader) -> None:
        self.reader = reader
        self.headings = headings
        self.folded = reader.folded

    def first(self, section: Section, item: Item) -> Sentence | None:
        """Return the sentence that opens an item, when its subject is a body."""
        subject = self.reader.subject_at(item.start, item.first_end, guess=section.kind in NAMED_BY_FORM)
        found = self._lengthened(subject, item.first_end) if subject is not None else None
        if found is None and subject is not None:
            found = self.headings.find_duty(subject, item.first_end)
        if found is None and subject is None:
            found = self.headings.opened_subject(item.start, item.first_end, section.kind in TRUSTED)
            found = found or self._in_charge(item) or self.after_topic(item)
        if found is None and section.kind in TRUSTED:
            found = self._run_in(item) or self._charged_with(section, subject, item)
        if found is None or self.only_announces(found[0], found[1], item.first_end):
            return None
        return Sentence(found[0], found[1], item)

    def only_announces(self, subject: Subject, words: int, end: int) -> bool:
        """Say whether a line that ends in a colon only tells that bodies named below it are given duties.

        "UBND xã phân công nhiệm vụ như sau:", "Các cơ quan, đơn vị sau đây chịu trách nhiệm:".
        """
        if self.folded[end - 1] != ":":
            return False
        if _ANNOUNCES.fullmatch(self.folded, words, end) is not None:
            return True
        return subject.bodies[0].group and " sau đây" in self.folded[subject.start : max(subject.end + 9, words)]

    def _charged_with(self, section: Section, subject: Subject | None, item: Item) -> tuple[Subject, int] | None:
        """Return the body of a bullet that only names its field after the colon ("- Công an xã: An ninh trật tự").

        Under a heading that shares out duties the field is the duty; what a body gets, has or sends is none.
        """
        if subject is None or not item.bullet or section.kind != "implementation":
            return None
        if _SHARES_OUT.search(fold(section.title or "")) is None:
            return None
        if subject.bodies[0].guessed and _UNIT.match(self.folded, subject.start) is None:
            return None
        colon = self.reader.skip_bracket(subject.end, item.first_end)
        field = _FIELD.match(self.folded, colon, item.first_end)
        if field is None or field.end() in self.reader.by_start:
            return None
        if _TWO_CAPITALS.match(self.reader.text, field.end(), item.first_end):
            return None  # "- Trường Tiểu học: Nguyễn Văn A, Trần Thị B."
        return None if self.reader.rules.person.match(self.folded, field.end()) else (subject, field.end())

    def _lengthened(self, subject: Subject, end: int) -> tuple[Subject, int] | None:
        """Return a subject whose name goes on in small words up to a colon or "là đầu mối", and its duty."""
        reader = self.reader
        tail = _SMALL_TAIL.match(reader.text, subject.end, end)
        if tail is None or len(subject.bodies) > 1 or reader.duty_within(subject.end, tail.end()) is not None:
            return None
        if reader.text.startswith(":", tail.end()) and not reader.duty_after(tail.end(), end):
            return None
        return self.headings.extended(subject, tail.end()), reader.skip_joint(tail.end(), end)

    def _run_in(self, item: Item) -> tuple[Subject, int] | None:
        """Return the body of which the form alone tells, with its name up to the colon or "là đầu mối" before its duty.

        "- Cán bộ Văn hóa - Xã hội: Tham mưu …", "- GVCN khối 12: Hướng dẫn …".
        """
        reader = self.reader
        stop = _AFTER_NAME.search(self.folded, item.start, min(item.first_end, item.start + _LONGEST_NAME))
        if stop is None or not reader.text[item.start].isupper():
            return None
        colon = stop.start()
        if any(mark in self.folded[item.start : colon] for mark in ".;("):
            return None
        if stop[0] == ":" and not reader.duty_after(colon, item.first_end):
            return None
        match = reader.rules.body.match(self.folded, item.start, colon)
        known = reader.by_start.get(item.start)
        named = match.end() if match else known.end if known else 0
        if not 0 < named <= colon:
            return None
        # "Ban | Hỗ trợ phụ nữ phát triển kinh tế: …": a capital tells a name from a deed.
        if not reader.text[named + 1 : named + 2].isupper() and reader.duty_within(named, colon) is not None:
            return None
        body = Body(reader.named(item.start, colon), True, item.start, colon, guessed=True)
        return reader.subject_of([body], "responsible", called=False), reader.skip_joint(colon, item.first_end)

    def _in_charge(self, item: Item) -> tuple[Subject, int] | None:
        """Return who has charge of the topic that an item names ("Công tác hậu cần do Văn phòng chuẩn bị")."""
        topic = _TOPIC.match(self.folded, item.start, item.first_end)
        subject = self.reader.subject_at(topic.end(), item.first_end, guess=False) if topic is not None else None
        if subject is None or _IN_CHARGE.match(self.folded, subject.end, item.first_end) is None:
            return None
        return subject, item.start

    def after_topic(self, item: Item) -> tuple[Subject, int] | None:
        """Return the body and its duty after a topic and a colon ("Tuyến tỉnh: Sở Y tế tổ chức lễ phát động")."""
        colon = self.folded.find(": ", item.start, min(item.first_end, item.start + _LONGEST_TOPIC))
        if colon < 0:
            return None
        at = colon + 2
        if self.folded.startswith("do ", at):
            at += 3
        subject = self.reader.subject_at(at, item.first_end, guess=False)
        return self.headings.find_duty(subject, item.first_end) if subject is not None else None

    def inside(
        self, item: Item, after: int, role: Role = "responsible", *, clauses: bool = False
    ) -> Iterator[Sentence]:
        """Yield what sentences further on in a paragraph lay on somebody in so many words ("có trách nhiệm", "giao …").

        ``role``: a request that opens a paragraph holds for the clauses that follow it. ``clauses``: a body opens the
        paragraph, so that each body that opens a clause after a semicolon has a task as well.
        """
        at = self.folded.find("\n", item.start, item.end)
        end = item.end if at < 0 else at
        begun = list(self._clauses(after, end)) if clauses else []
        parts = [sentence.item.start for sentence in begun]
        for start in self.reader.inner_sentences(after, end):
            if start in parts:
                continue
            subject = self.reader.subject_at(start, end, guess=True)
            duty = self._plain_duty(subject, end) if subject is not None else None
            if subject is None or duty is None:
                continue
            subject = self.headings.extended(subject, duty)
            if role == "requested" and not subject.called and self.folded[start - 2] == ";":
                subject = replace(subject, role=role)
            stop = self.reader.sentence_end(duty, end)
            yield Sentence(subject, self.reader.skip_joint(duty, end), Item(start, stop, "", stop))
        for sentence in begun:
            asked = role == "requested" and not sentence.subject.called
            yield replace(sentence, subject=replace(sentence.subject, role=role)) if asked else sentence

    def _clauses(self, after: int, end: int) -> Iterator[Sentence]:
        """Yield the clauses of the first sentence that bodies open ("…; Sở Tài chính bố trí kinh phí; UBND các xã …").

        A name after an open list of partners is one of them ("phối hợp với Sở A; Sở B và Sở C kiểm tra").
        """
        reader = self.reader
        stop = _SENTENCE_END.search(self.folded, after, end)
        end = stop.start() if stop else end
        found: list[Sentence] = []
        since = after
        at = self.folded.find("; ", after, end)
        while at >= 0:
            start = at + 2
            subject = reader.subject_at(start, end, guess=reader.text[start].isupper())
            duty = reader.duty_after(subject.end, end) if subject is not None else None
            if subject is None or duty is None or reader.is_attributive(subject.end):
                pass
            elif not self._is_open(max(since, at - _LONGEST_LIST), at):
                found.append(Sentence(subject, duty[1], Item(start, end, "", end)))
                since = start
            at = self.folded.find("; ", start, end)
        for number, sentence in enumerate(found):
            if number + 1 < len(found):
                until = found[number + 1].item.start - 2
                sentence.item = replace(sentence.item, end=until, first_end=until)
            yield sentence

    def _is_open(self, start: int, end: int) -> bool:
        """Say whether a list of partners without a verb after it ends the stretch."""
        lists = list(self.reader.rules.partners.finditer(self.folded, start, end))
        return bool(lists) and self.reader.duty_within(lists[-1].end(), end) is None

    def without_clauses(self, item: Item, inner: list[Sentence]) -> Item:
        """Return an item up to the first clause that another body opens, when such clauses take all the rest of it."""
        opened = [sentence.item for sentence in inner if self.folded[sentence.item.start - 2] == ";"]
        if item.end != item.first_end or not opened or self.folded[item.end - 1] == ":":
            return item
        if self.folded[max(part.end for part in opened) : item.end].strip(" .;/"):
            return item
        end = min(part.start for part in opened) - 2
        return replace(item, end=end, first_end=end) if end > item.start else item

    def _plain_duty(self, subject: Subject, end: int) -> int | None:
        duty = self.reader.strong_after(subject.end, min(end, subject.end + _REACH))
        if duty is None and subject.called and not subject.bodies[0].guessed:
            direct = self.reader.duty_after(subject.end, end)
            return direct[1] if direct else None
        return duty

    def after_label(self, start: int, end: int) -> list[Sentence]:
        """Return the sentences after a label ("Cơ quan thực hiện: Sở A rà soát …; các sở … gửi kết quả …").

        "Sở A chủ trì; các sở thực hiện" only says who leads and who helps: the list is empty.
        """
        reader = self.reader
        done: list[Sentence] = []
        at = reader.skip_joint(start, end)
        while at < end:
            stop = reader.sentence_end(at, end)
            subject = reader.subject_at(at, stop, guess=False)
            found = self.headings.find_duty(subject, stop) if subject is not None else None
            if found is None and done:
                found = self.headings.opened_subject(at, stop, guess=False)
            if found is None or not self._has_object(found[1], stop):
                if not done:
                    return []
            elif reader.label_at(found[1], stop) is not None:
                return []  # "Sở A, phối hợp: Sở B"
            elif not any(shares_body(found[0], other.subject) for other in done):
                done.append(Sentence(found[0], found[1], Item(at, stop, "", stop)))
            at = reader.skip_joint(stop + 1, end)
        return done

    def _has_object(self, start: int, end: int) -> bool:
        """Say whether the words of a duty have an object, unlike "chủ trì thực hiện", "theo chức năng, nhiệm vụ"."""
        words = self.folded[start:end].split()
        return len(words) >= _FEWEST_WORDS and words[0] != "theo"


def alike(body: Body, other: Body) -> bool:
    """Say whether two names mean one body: "UBND xã, phường" and "Ủy ban nhân dân các xã, phường"."""
    mine, yours = key_of(body.agency), key_of(other.agency)
    return mine == yours or mine.startswith(yours) or yours.startswith(mine)


def shares_body(subject: Subject, other: Subject) -> bool:
    """Say whether two subjects have a body in common."""
    return any(alike(body, mine) for body in subject.bodies for mine in other.bodies)


def is_within(subject: Subject, other: Subject) -> bool:
    """Say whether all bodies of a subject are bodies of the other."""
    return all(any(alike(body, mine) for mine in other.bodies) for body in subject.bodies)


def key_of(agency: Agency) -> str:
    """Return what two names of one body have in common."""
    words = fold(agency.canonical or agency.text)
    return " ".join(words.replace(" - ", " và ").removeprefix("các ").replace(" các ", " ").split())
