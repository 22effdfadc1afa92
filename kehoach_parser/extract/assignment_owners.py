"""To whom lines and divisions belong: a body over its bullets, labels below a task, a heading that gathers bodies."""

from __future__ import annotations

import regex

from ..models import Section
from .assignment_headings import NAMED_BY_FORM, TRUSTED, Heading, HeadingReader
from .assignment_roles import Reader, Subject
from .assignment_sentences import Sentence, SentenceReader, is_within
from .assignment_tasks import Item, items_of, lines_between

SENTENCE = "assignments/cau-tieu-de"
# "… tập trung thực hiện một số nhiệm vụ sau:": the list below says what.
_LISTS = regex.compile(r"(?:nhiệm vụ|nội dung|công việc|giải pháp|việc)(?: \p{L}{1,7}){0,3} sau(?: đây)? ?:$")


class OwnerReader:
    """Says what belongs to whom in the divisions of one document; it adds nothing itself."""

    def __init__(self, reader: Reader, headings: HeadingReader, sentences: SentenceReader) -> None:
        self.reader = reader
        self.headings = headings
        self.sentences = sentences
        self.folded = reader.folded

    def has_lead_label(self, start: int, end: int) -> bool:
        """Say whether a line in the stretch is a label that names who leads ("- Cơ quan thực hiện: …")."""
        for item in items_of(self.reader, lines_between(self.reader, start, end)):
            label = self.reader.label_at(item.start, item.end)
            if label is not None and label[0].role == "lead":
                return True
        return False

    def has_labels_below(self, section: Section) -> bool:
        """Say whether points below are labels and nothing more ("b) Đơn vị chủ trì: Sở Y tế"), not tasks under one."""
        for child in section.children:
            start = self.headings.after_marker(child)
            if self.reader.label_at(start, child.span.end) is not None:
                below = lines_between(self.reader, self.headings.line_end_of(start, child.span.end) + 1, child.span.end)
                if next(iter(below), None) is None:
                    return True
        return False

    def names_bodies(self, section: Section) -> bool:
        """Say whether the divisions below are headed by bodies, as far as the gazetteer and the grammar know."""
        return section.kind in TRUSTED or any(
            self.headings.after_marker(child) in self.reader.by_start for child in section.children
        )

    def only_gathers(self, subject: Subject, items: list[Item]) -> bool:
        """Say whether a heading only gathers the bodies that its bullets name ("Các ban, ngành:" | "- Đội A: …")."""
        if not subject.bodies[-1].group or len(items) < 2:
            return False
        return all(item.bullet and self._names_before_colon(item) for item in items)

    def _names_before_colon(self, item: Item) -> bool:
        own = self.reader.subject_at(item.start, item.first_end, guess=False)
        return own is not None and self.folded.startswith(":", own.end)

    def child_item(self, child: Section, subject: Subject, trusted: bool) -> list[Item]:
        """Return the child division as one item of the list, unless it belongs to another body."""
        start = self.headings.after_marker(child)
        end = self.headings.line_end_of(start, child.span.end)
        own_end = child.children[0].span.start if child.children else child.span.end
        heading = self.headings.read(child, start, own_end, trusted)
        if heading is not None and not is_within(heading.subject, subject):
            return []
        while start < child.span.end and self.folded[start].isspace():  # a marker alone on its line
            start += 1
        end = self.headings.line_end_of(start, child.span.end)
        return [Item(start, child.span.end, "child", end)] if start < end else []

    def items_under(self, section: Section, items: list[Item], index: int) -> tuple[Heading, list[Item], int] | None:
        """Return the body that a line without a number names, its items, and how many of ``items`` they are.

        "* Sở Nội vụ:" with lower bullets, or "Sở Nội vụ" with bullets or paragraphs up to the next such line.
        """
        item = items[index]
        subject = self.named_by(section, item)
        called = self._called_by(section, item) if subject is None else None
        if called is not None:
            subject = called.subject
        if subject is None:
            return None
        count = 0
        if item.end > item.first_end:
            below = items_of(self.reader, lines_between(self.reader, item.first_end + 1, item.end))
        else:
            rest = items[index + 1 :]
            below = []
            for other in rest:
                if (other.bullet and other.bullet == item.bullet) or self.named_by(section, other) is not None:
                    break
                if below and below[0].bullet and not other.bullet:
                    break
                below.append(other)
            count = len(below)
        if not below or not self.reader.begins_with_verb(below[0].start, below[0].first_end):
            return None
        if called is not None:
            if not all(other.bullet and self.reader.begins_with_verb(other.start, other.first_end) for other in below):
                return None
            lead = Item(called.words, item.first_end, "", item.first_end)
            return Heading(subject, called.words, item.first_end, SENTENCE), [lead, *below], count
        return Heading(subject, None, item.first_end, "assignments/tieu-de-co-quan"), below, count

    def _called_by(self, section: Section, item: Item) -> Sentence | None:
        """Return the sentence of a line that only says who acts, or with whom ("Sở A chủ trì, phối hợp với Sở B:")."""
        reader = self.reader
        if section.kind not in TRUSTED or self.folded[item.first_end - 1] != ":":
            return None
        found = self.sentences.first(section, item)
        if found is not None and _LISTS.search(self.folded, found.words, item.first_end):
            return found
        helped = reader.rules.partners.search(self.folded, found.words, item.first_end) if found else None
        if helped is None or found is None:
            return None
        bodies = reader.bodies_at(helped.end() + 1, item.first_end, guess=False)
        return found if bodies and not self.folded[bodies[-1].end : item.first_end].strip(" :") else None

    def named_by(self, section: Section, item: Item) -> Subject | None:
        """Return the body whose name is all that a line holds."""
        if section.kind not in NAMED_BY_FORM:
            return None
        subject = self.reader.subject_at(item.start, item.first_end, guess=section.kind in TRUSTED)
        if subject is None or self.folded[self.reader.skip_bracket(subject.end) : item.first_end].strip(" .:;"):
            return None
        return subject

    def is_title_line(self, section: Section, start: int, own_end: int) -> bool:
        """Say whether the title of a division takes its first line whole."""
        line_end = self.headings.line_end_of(start, own_end)
        return len(section.title or "") >= line_end - start - 2
