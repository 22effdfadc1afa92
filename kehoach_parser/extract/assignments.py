"""Who has to do what: agency headings, sentences with a body as subject, "Đơn vị chủ trì:" blocks, rows of tables."""

from __future__ import annotations

from dataclasses import replace

import regex

from ..models import Agency, Assignment, Deadline, Role, Section, Span, Task, make
from .assignment_blocks import Block, BlockReader
from .assignment_bodies import Body
from .assignment_cells import CellReader
from .assignment_headings import TRUSTED, Heading, HeadingReader
from .assignment_owners import SENTENCE, OwnerReader
from .assignment_roles import Reader, Subject
from .assignment_sentences import SentenceReader, alike, is_within, key_of
from .assignment_tables import read_table
from .assignment_tasks import Item, Linker, bullet_of, items_of, lines_between, tasks_of
from .context import Context

# Kinds of division in which a sentence can give somebody a task.
_ASSIGNING = frozenset({"tasks", "implementation", "reporting", "content", "scope", "other"})

_OTHERS = regex.compile(r" khác(?!\p{L})")


def extract_assignments(context: Context, deadlines: tuple[Deadline, ...]) -> tuple[Assignment, ...]:
    """Return the assignments in the order of the text; ``Task.deadlines`` are indexes into ``deadlines``."""
    extractor = _Extractor(context, deadlines)
    for root in context.outline.roots:
        extractor.visit(root, None)
    for view in context.tables:
        if any(extractor.reader.tells_of_situation(section) for section in context.outline.chain_at(view.table.start)):
            continue
        extractor.found += read_table(extractor.cells, extractor.linker, view)
    return tuple(sorted(extractor.found, key=lambda assignment: assignment.span.start))


class _Extractor:
    def __init__(self, context: Context, deadlines: tuple[Deadline, ...]) -> None:
        self.context = context
        self.reader = Reader(context)
        self.linker = Linker(self.reader, deadlines)
        self.folded = context.document.folded
        self.headings = HeadingReader(self.reader)
        self.sentences = SentenceReader(self.reader, self.headings)
        self.owners = OwnerReader(self.reader, self.headings, self.sentences)
        self.cells = CellReader(self.reader)
        self.blocks = BlockReader(self.reader, self.cells)
        self.found: list[Assignment] = []

    def visit(self, section: Section, owner: Subject | None, *, trusted: bool = False, beside: bool = False) -> None:
        """Read one division and those below it.

        ``owner`` is the body to which the division above belongs; ``trusted`` says that a division beside this one
        belongs to a body, so that an unknown name may be one too; ``beside``, that most of them do.
        """
        if self.reader.tells_of_situation(section):
            for child in section.children:
                if child.kind != section.kind:
                    self.visit(child, None)
            return
        start = self.headings.after_marker(section)
        own_end = section.children[0].span.start if section.children else section.span.end
        heading = None
        if section.kind == "funding" and not self._assigns(section):
            self._read_named(section, start, own_end)
        elif self._assigns(section) and (section.marker or section.title):
            heading = self.headings.read(section, start, own_end, trusted, beside=beside)
            if heading is not None and owner is not None and is_within(heading.subject, owner):
                heading = None
            elif heading is not None and self.sentences.only_announces(
                heading.subject, heading.words or heading.subject.end, heading.line_end
            ):
                heading = None
                self._read_loose(section, start, own_end)
            elif (
                heading is not None
                and heading.rule == SENTENCE
                and self.owners.has_lead_label(heading.line_end, own_end)
            ):
                self._read_loose(section, start, own_end)
            elif heading is not None:
                self._read_owned(section, heading, own_end)
            elif owner is None and self.owners.has_labels_below(section):
                self._read_loose(section, start, section.span.end)
                return
            elif owner is None:
                self._read_loose(section, start, own_end)
        below = heading.subject if heading else owner
        names_bodies = self.owners.names_bodies(section)
        known = sum(self.headings.after_marker(child) in self.reader.by_start for child in section.children)
        for child in section.children:
            self.visit(child, below, trusted=names_bodies, beside=known > 1 and 2 * known >= len(section.children))

    def _assigns(self, section: Section) -> bool:
        """Say whether sentences of a division may give somebody a task: of the division for money, its numbered points.

        The bullets there only say where money comes from and that "các cơ quan, đơn vị lập dự toán".
        """
        return section.kind in _ASSIGNING or (section.kind == "funding" and section.level > 1)

    def _read_named(self, section: Section, start: int, end: int) -> None:
        """Add what lines of the division for money lay on a body that is named, not on "các cơ quan, đơn vị"."""
        for item in items_of(self.reader, lines_between(self.reader, start, end)):
            found = self.sentences.first(section, item)
            if found is None or any(body.group or body.guessed for body in found.subject.bodies):
                continue
            self._add_sentence(section, found.subject, found.words, item)

    # What a body has to do -----------------------------------------------------------------------------------------

    def _read_owned(self, section: Section, heading: Heading, own_end: int) -> None:
        """Add the assignments of a division that belongs to a body."""
        reader, subject = self.reader, heading.subject
        items = items_of(reader, lines_between(reader, heading.line_end + 1, own_end))
        if heading.words is not None:
            items.insert(0, Item(heading.words, heading.line_end, "", heading.line_end, own=True))
        trusted = self.owners.names_bodies(section)
        for child in section.children:
            items += self.owners.child_item(child, subject, trusted)
        if heading.rule == SENTENCE and heading.words is not None:
            whole = Item(heading.words, heading.line_end, "", heading.line_end)
            more = list(self.sentences.inside(whole, heading.words, subject.role, clauses=True))
            items[0] = replace(self.sentences.without_clauses(whole, more), own=True)
            for inner in more:
                self._add_sentence(section, inner.subject, inner.words, inner.item)
        self._share(section, heading, items)

    def _share(self, section: Section, heading: Heading, items: list[Item]) -> None:
        """Add the assignments that items give to the bodies of the heading above them."""
        reader, subject = self.reader, heading.subject
        items, leads = tasks_of(reader, items)
        if not items:
            return
        lead = leads[0] if leads else None
        shares: list[list[Item]] = [[] for _ in subject.bodies]
        named: list[Agency] = [body.agency for body in subject.bodies]
        gathers = self.owners.only_gathers(subject, items)
        for item in items:
            own = reader.subject_at(item.start, item.first_end, guess=False)
            duty = self.headings.find_duty(own, item.first_end) if own is not None else None
            if duty is None and own is not None and gathers:
                duty = own, self.reader.skip_joint(own.end, item.first_end)  # "- Khoa Dược: Thuốc, hóa chất."
            if own is not None and duty is None and self.owners.named_by(section, item) is not None:
                nested = self.owners.items_under(section, [item], 0)
                if nested is not None:
                    self._share(section, nested[0], nested[1])
                    continue
            if own is not None and duty is not None:
                chosen = [i for i, body in enumerate(subject.bodies) if any(alike(body, other) for other in own.bodies)]
                if not chosen:
                    self._add_sentence(section, duty[0], duty[1], item)
                    if not item.bullet or (gathers and self.reader.text.startswith(":", own.end)):
                        continue  # a paragraph that turns to others
                    if _OTHERS.search(self.folded, own.start, own.end):
                        continue  # "Các ngành khác có liên quan": not a unit of the body above
                elif len(subject.bodies) > 1:
                    for index in chosen:
                        if not shares[index]:  # the bullet that gives the task names the body its own way
                            named[index] = next(o.agency for o in own.bodies if alike(subject.bodies[index], o))
                        shares[index].append(replace(item, start=duty[1]))
                    continue
            for share in shares:
                share.append(item)
            self._read_nested(section, item)
        span = make(Span, start=subject.start, end=max(item.end for item in items))
        for body, agency, share in zip(subject.bodies, named, shares, strict=True):
            if gathers and not share:
                continue
            tasks = tuple(
                self.linker.task(
                    item.start,
                    item.end,
                    partners=subject.company,
                    lead=lead,
                    around=((section.span.start, item.start),) if item.own else (),
                )
                for item in share
            )
            self._add(agency, reader.role_of(subject, body), section, span, tasks, heading.rule)

    def _read_nested(self, section: Section, item: Item) -> None:
        """Add what lower items lay on other bodies, each named before a colon ("+ Sở Xây dựng: hướng dẫn …")."""
        if item.end <= item.first_end:
            return
        for start, end in lines_between(self.reader, item.first_end + 1, item.end):
            bullet, words = bullet_of(self.reader, start, end)
            subject = self.reader.subject_at(words, end, guess=False) if bullet else None
            if subject is None:
                continue
            # "+ Sở Tài chính phối hợp Ban Quản lý Khu kinh tế: hướng dẫn …": the task begins with the partner.
            joined = self.reader.begins_with_partner(subject.end, end)
            if joined or self.folded[subject.end : subject.end + 2].lstrip().startswith(":"):
                duty = self.reader.duty_after(subject.end, end)
                if duty is not None:
                    self._add_sentence(section, subject, duty[1], Item(words, end, bullet, end))

    def _read_loose(self, section: Section, start: int, own_end: int) -> None:
        """Add what sentences and blocks of a division without an owner assign."""
        reader = self.reader
        titled = section.title is not None and self.owners.is_title_line(section, start, own_end)
        pending: list[Item] = []
        block: Block | None = None
        items = items_of(reader, lines_between(reader, start, own_end))
        passed = -1
        for index, item in enumerate(items):
            if index <= passed:
                continue
            owned = self.owners.items_under(section, items, index) if index or not titled else None
            if owned is not None:
                if block is not None:
                    self._add_block(section, block, pending, start)
                    pending, block = [], None
                passed = index + owned[2]
                self._share(section, owned[0], owned[1])
                continue
            label = self._read_labels(section, item)
            if label is not None:
                block = block or Block()
                block.join(label)
                continue
            if block is not None:
                self._add_block(section, block, pending, start)
                pending, block = [], None
            if index == 0 and titled:
                told = self.sentences.after_topic(item)
                if told is not None and told[0].called:  # "3. Về kinh phí: Giao Sở Tài chính …"
                    self._add_sentence(section, told[0], told[1], item)
                continue
            if reader.is_formula(item.start, item.end):
                continue
            inside = self.blocks.read_inside(item)
            if inside is not None:
                self._add_block(section, inside[0], [inside[1]], start)
                continue
            pending.append(item)
        if block is not None:
            self._add_block(section, block, pending, start)
        else:
            for item in pending:
                self._read_sentence(section, item, ())

    def _read_sentence(self, section: Section, item: Item, known: tuple[Body, ...]) -> None:
        """Add the assignments of one item whose subject is a body, ``known`` ones (of its block) left out."""
        found = self.sentences.first(section, item)
        after = found.words if found else item.start
        more = list(self.sentences.inside(item, after, clauses=found is not None))
        if found is not None and not any(alike(body, other) for body in found.subject.bodies for other in known):
            own = self.sentences.without_clauses(item, more)
            self._add_sentence(section, found.subject, found.words, own)
        for inner in more:
            self._add_sentence(section, inner.subject, inner.words, inner.item)
        if found is None and section.kind in TRUSTED and self.folded[item.first_end - 1] == ":":
            self._read_nested(section, item)  # "* Phân công cụ thể:", and bullets that name bodies

    def _add_sentence(self, section: Section, subject: Subject, words: int, item: Item) -> None:
        # "Định kỳ hằng năm, Sở A báo cáo …": the time before the subject is the task's.
        opening = ((item.start, words),) if item.start < words else ()
        task = self.linker.task(words, item.end, partners=subject.company, around=opening)
        span = make(Span, start=subject.start, end=task.span.end)
        for body in subject.bodies:
            rule = "assignments/chu-ngu-dong-tu"
            self._add(body.agency, self.reader.role_of(subject, body), section, span, (task,), rule)

    # Blocks --------------------------------------------------------------------------------------------------------

    def _read_labels(self, section: Section, item: Item) -> Block | None:
        """Return the labels of a line that begins with one, or None.

        A label that names who leads may be followed by sentences that give each body its own task; they are added here.
        """
        reader = self.reader
        label = reader.label_at(item.start, item.end)
        if label is None:
            return None
        rule, end = label
        told = self.sentences.after_topic(item) if rule.role == "other" else None
        if told is not None and told[0].called:
            return None  # "Kinh phí: Giao Sở Tài chính tham mưu …"
        block = Block(spans=[(item.start, item.end)])
        if self.folded[end : item.first_end].strip():
            item = replace(item, end=item.first_end)  # what is named stands on the line of the label
        sentences = self.sentences.after_label(end, item.end) if rule.role == "lead" else []
        for sentence in sentences:
            self._add_sentence(section, sentence.subject, sentence.words, sentence.item)
        if not sentences:
            self.blocks.fill(block, rule, end, item.end)
        return block

    def _add_block(self, section: Section, block: Block, pending: list[Item], start: int) -> None:
        """Add what a block assigns: the items above it, or the division's own heading."""
        tasks = self.blocks.listed(pending) or pending
        if not tasks and section.title:
            end = start + len(section.title)
            tasks = [Item(start, min(end, section.span.end), "", end)]
        made = tuple(
            self.linker.task(item.start, item.end, partners=tuple(block.partners), around=block.spans) for item in tasks
        )
        if block.leads and made:
            span = make(Span, start=made[0].span.start, end=block.spans[-1][1])
            for body in block.leads:
                role: Role = self.reader.role_of(Subject((body,), (), "responsible", False, 0, 0), body)
                self._add(body.agency, role, section, span, made, block.rule)
        for item in pending:
            self._read_sentence(section, item, tuple(block.leads))

    def _add(
        self, agency: Agency, role: Role, section: Section, span: Span, tasks: tuple[Task, ...], rule: str
    ) -> None:
        own = key_of(agency)
        tasks = tuple(  # nobody reports to itself: the bullet of another stands among its own
            task.model_copy(update={"reports_to": tuple(body for body in task.reports_to if key_of(body) != own)})
            if any(key_of(body) == own for body in task.reports_to)
            else task
            for task in tasks
        )
        path = section.path or self.context.outline.path_at(span.start)
        self.found.append(make(Assignment, agency=agency, role=role, section=path, span=span, tasks=tasks, rule=rule))
