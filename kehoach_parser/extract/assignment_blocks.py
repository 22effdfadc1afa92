"""Labels under a task, or inside its line, that say who leads and who helps: "Đơn vị chủ trì: …", "(Sở A chủ trì)"."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import regex

from ..models import Agency
from .assignment_bodies import Body
from .assignment_cells import CellReader
from .assignment_roles import Reader
from .assignment_rules import PhraseRule
from .assignment_tasks import Item, items_of, lines_between, unique

_OPENS = regex.compile(r"\((?:do |giao |giao cho )?$")
_LEADS = regex.compile(
    r" (?:là (?:cơ quan|đơn vị) |làm )?(?:chủ trì|đầu mối|phụ trách|thực hiện|chịu trách nhiệm)(?!\p{L})"
)
_NEXT_CLAUSE = regex.compile(r"[^.,;()\n]{1,40}+[,;] ?")
_HELPS = regex.compile(r" (?:cùng )?(?:phối hợp|hỗ trợ|tham gia)(?! với)(?!\p{L})")
_STOP = regex.compile(r"\.(?= |\Z)|[)\n]")


@dataclass(slots=True)
class Block:
    """Labels under a task: who leads, who helps; ``spans`` are its lines."""

    leads: list[Body] = field(default_factory=list)
    partners: list[Agency] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    rule: str = ""

    def join(self, other: Block) -> None:
        """Take in the labels of another line."""
        self.leads += other.leads
        self.partners = list(unique((*self.partners, *other.partners)))
        self.spans += other.spans
        self.rule = other.rule or self.rule


class BlockReader:
    """Reads who leads and who helps from labels and brackets."""

    def __init__(self, reader: Reader, cells: CellReader) -> None:
        self.reader = reader
        self.cells = cells
        self.folded = reader.folded

    def fill(self, block: Block, rule: PhraseRule, start: int, end: int) -> None:
        """Add to ``block`` whom the words after a label name."""
        if rule.role not in ("lead", "partners"):
            return
        bodies, helpers = self.cells.read(start, end, helping=rule.role == "partners")
        block.partners += helpers
        if rule.role == "lead":
            block.leads += bodies
            block.rule = rule.id
        else:
            block.partners += [body.agency for body in bodies]

    def read_inside(self, item: Item) -> tuple[Block, Item] | None:
        """Return what labels or brackets inside the line of a task say, and the task without them; None if nothing."""
        labels = self.reader.inline_labels(item.start, item.first_end)
        block = Block(spans=[(item.start, item.end)])
        if not any(rule.role == "lead" for _, _, rule in labels):
            return self._read_bracket(block, item)
        for number, (_, end, rule) in enumerate(labels):
            stop = labels[number + 1][0] if number + 1 < len(labels) else item.first_end
            mark = _STOP.search(self.folded, end, stop)
            self.fill(block, rule, end, mark.start() if mark else stop)
        if not block.leads:
            return None
        words_end = labels[0][0]
        while words_end > item.start and self.folded[words_end - 1] in " .;(":
            words_end -= 1
        return block, replace(item, end=words_end, first_end=words_end)

    def _read_bracket(self, block: Block, item: Item) -> tuple[Block, Item] | None:
        """Read "(Sở A chủ trì, phối hợp với Sở B)" after the words of a task."""
        at = self.folded.find("(", item.start, item.first_end)
        if at < 0:
            return None
        for mention in self.reader.mentions_after(at, item.first_end):
            if not _OPENS.search(self.folded, max(item.start, mention.start - 12), mention.start):
                continue
            bodies = self.reader.bodies_at(mention.start, item.first_end, guess=False)
            if bodies and _LEADS.match(self.folded, bodies[-1].end, item.first_end):
                block.leads = bodies
                block.rule = "assignments/trong-ngoac"
                block.partners = self._helping_in_bracket(bodies[-1].end, item.first_end)
                return block, item
        return None

    def _helping_in_bracket(self, at: int, end: int) -> list[Agency]:
        """Return who helps by a clause of its own ("(Sở A chủ trì; Sở B, Sở C phối hợp)")."""
        joint = _NEXT_CLAUSE.match(self.folded, at, end)
        bodies = self.reader.bodies_at(joint.end(), end, guess=False) if joint else []
        helps = bool(bodies) and _HELPS.match(self.folded, bodies[-1].end, end) is not None
        return [body.agency for body in bodies] if helps else []

    def listed(self, pending: list[Item]) -> list[Item]:
        """Return the lower items of a list that one line without a verb opens ("Nội dung hỗ trợ gồm:"), else none."""
        if len(pending) != 1 or self.folded[pending[0].first_end - 1] != ":":
            return []
        above = pending[0]
        below = items_of(self.reader, lines_between(self.reader, above.first_end + 1, above.end))
        listed = [item for item in below if item.bullet and self.reader.begins_with_verb(item.start, item.first_end)]
        verb = self.reader.begins_with_verb(above.start, above.first_end)
        return listed if len(listed) > 1 and len(listed) == len(below) and not verb else []
