"""Results that the plan commits to reach, and why the other numbers that look alike are none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from ..models import Target
from .context import Context
from .target_build import Sentence, Statement, build_cell, build_duty, build_value
from .target_choice import choose_values
from .target_clauses import cut_quotes, cut_sentences, skip_marker
from .target_due import Due
from .target_kit import Reason, Stretch, TargetKit
from .target_lines import find_lines
from .target_merge import merge_targets
from .target_pairs import is_bracketed, pair_dues
from .target_subject import find_subject, share_subjects
from .target_tables import read_target_table
from .target_values import Quantity, find_quantities

_DUTY_HINT = re.compile(r"phải có|nhất thiết|bắt buộc")
_LEADING = 40  # a time this near the beginning of a paragraph leads all its sentences
_LONGEST_EXCEPTION = 600
_LISTED = re.compile(r"[^;:.]{0,200}(?:, | và )")
# "Giảm 2% hộ nghèo và 90% hộ được vay vốn": words that say another thing of the last share than the verb of the first.
_OF_ITS_OWN = re.compile(r"[^;:.,]{0,120} (?:được|có|đạt|tham gia|sử dụng|thực hiện|là|bảo đảm|đảm bảo)(?![^\W\d_])")
_NO_NEW_VERB = re.compile(r"(?:[,;]| và)(?:,? (?:phấn đấu|đến|tới|vào|hết|cuối|năm 20\d\d)[,:]?)* $")
# "Xuống dưới 10% (nội thành), 5% (ngoại thành)": a share for each place, after one verb.
_PLACE = r" ?(?:\(|(?:ở|tại|đối với|khu vực) )"
_OF_A_PLACE = re.compile(_PLACE)
_LAST_OF_A_PLACE = re.compile(rf"%{_PLACE}[^%]{{0,80}}$")
_IN_TABLE = "số liệu trong bảng"
_PAST_YEAR = "kết quả của năm trước khi ban hành kế hoạch"


@dataclass(frozen=True)
class TargetReading:
    """The targets in the order of the text, and the numbers that were looked at and are none, each with its reason."""

    targets: tuple[Target, ...]
    rejected: tuple[Reason, ...]


def extract_targets(context: Context) -> tuple[Target, ...]:
    """Return the targets in the order of the text, one for each value and year."""
    return read_targets(context).targets


def read_targets(context: Context) -> TargetReading:
    """Return the targets of the plan and the reasons why other numbers (percentages above all) are none.

    A reason is ``(start, end, why)``: offsets into the text, and ``why`` in Vietnamese.
    """
    kit = TargetKit(context)
    found = sorted(_read(kit), key=lambda target: (target.span.start, target.span.end))
    return TargetReading(merge_targets(found, context), tuple(sorted(kit.rejected)))


def _read(kit: TargetKit) -> Iterator[Target]:
    """Yield the targets of the tables of targets, then those of the lines that these have not taken."""
    taken: set[int] = set()
    cells: set[tuple[int, int]] = set()
    for view in kit.context.tables:
        if view.kind != "targets":
            continue
        for cell in read_target_table(kit.context, view, kit.values, kit.due_rules):
            target = build_cell(kit, cell)
            if kit.is_past(target.due):
                kit.rejected.append((cell.cell.start, cell.cell.end, _PAST_YEAR))
            else:
                taken.add(target.span.start)
                cells.add((cell.cell.start, cell.cell.end))
                yield target
    stretches = sorted(cells)
    for line in find_lines(kit):
        for target in _read_line(kit, line):
            at = bisect_right(stretches, (target.span.start, len(kit.text))) - 1
            if target.span.start not in taken and (at < 0 or target.span.start >= stretches[at][1]):
                yield target


def _read_line(kit: TargetKit, line: int) -> Iterator[Target]:
    lines = kit.context.document.lines
    start, end = lines.starts[line], lines.ends[line]
    table = kit.table_kind(start)
    lead: Due | None = None
    before: Target | None = None
    sentences = cut_sentences(kit.text, start, end, cells=table is not None)
    for index, (low, high) in enumerate(sentences):
        low = skip_marker(kit.folded, low, high)
        quantities = find_quantities(kit.folded, low, high, kit.values, counts=_may_count(kit, low, high))
        if table == "other":
            kit.rejected.extend((q.start, q.end, _IN_TABLE) for q in quantities if q.kind != "count")
            continue
        stated = bool(quantities) or _DUTY_HINT.search(kit.folded, low, high) is not None
        dues = kit.find_dues(low, high) if stated or index == 0 else []
        if stated:
            rest = (high, end if index + 1 < len(sentences) else _end_of_next(kit, line))
            sentence = Sentence((low, high), rest if table is None else (high, high), lead)
            for target in _read_sentence(kit, sentence, quantities, dues, table is not None, before):
                yield target
                before = target
        if index == 0 and dues and dues[0].start - low <= _LEADING:
            lead = dues[0]


def _may_count(kit: TargetKit, start: int, end: int) -> bool:
    """Tell whether a counted thing in a sentence can be a target at all."""
    if kit.place(start).objective or kit.folded.startswith("có ", start):
        return True
    if kit.folded.find("năm 20", start, end) >= 0:
        return True
    return kit.clauses.aims.search(kit.folded, start, end) is not None


def _end_of_next(kit: TargetKit, line: int) -> int:
    """Return the end of the next line if it may hold the exception of this one, else of this line."""
    lines = kit.context.document.lines
    if line + 1 < len(lines):
        start, end = lines.starts[line + 1], lines.ends[line + 1]
        if 0 < end - start < _LONGEST_EXCEPTION and skip_marker(kit.folded, start, end) == start:
            return end
    return lines.ends[line]


def _read_sentence(
    kit: TargetKit,
    sentence: Sentence,
    quantities: list[Quantity],
    dues: list[Due],
    in_table: bool,
    before: Target | None,
) -> Iterator[Target]:
    """Yield the targets of a sentence; ``before`` is the last one of the sentences before it in its paragraph."""
    stretch = sentence.stretch
    place = kit.place(stretch[0])
    duty = kit.clauses.duty.search(kit.folded, *stretch) if place.objective and not in_table else None
    kept, bases = choose_values(kit, stretch, quantities, place, duty is not None)
    if duty is not None and not any(abs(q.lead - duty.end()) <= 2 or q.end <= duty.start() for q in kept):
        yield build_duty(kit, sentence, duty.start(), dues)
    for statement in _state(kit, stretch, kept, bases, dues, sentence.lead):
        if kit.is_past(statement.date):
            kit.rejected.append((statement.quantity.start, statement.quantity.end, _PAST_YEAR))
            continue
        target = build_value(kit, sentence, statement, kept)
        if before is not None:
            target = _follow(kit, before, statement, target)
        yield target
        before = target


def _follow(kit: TargetKit, before: Target, statement: Statement, target: Target) -> Target:
    """Return a value with what it leaves unsaid because the one before it in its paragraph has said it."""
    if not statement.own_subject and before.due != target.due:
        return _carry_on(kit, before, statement.quantity, target)
    if _is_listed(kit, before, statement.quantity, target):
        return target.model_copy(update={"change": before.change, "comparator": before.comparator})
    return target


def _carry_on(kit: TargetKit, before: Target, quantity: Quantity, target: Target) -> Target:
    """Return a value that names no subject of its own with what it goes on from: the indicator, and the change.

    "xuống dưới 30% vào năm 2025 và dưới 25% vào năm 2030"; "60% lãnh đạo chủ chốt là nữ; đến năm 2030 là 75%";
    "giảm 10% số vụ vào năm 2025 và 20% vào năm 2030", but "giảm 10% số vụ vào năm 2025, đạt 90% vào năm 2030".
    """
    if before.unit != target.unit:
        return target
    move = target.change
    if before.change in ("decrease_to", "increase_to", "maintain") or (
        move is None
        and not kit.folded.startswith(("đạt", "chiếm"), quantity.lead)
        and _NO_NEW_VERB.search(kit.folded, max(before.span.start, quantity.lead - 60), quantity.lead)
    ):
        move = before.change
    return target.model_copy(update={"change": move, "indicator": target.indicator or before.indicator})


def _is_listed(kit: TargetKit, before: Target, quantity: Quantity, target: Target) -> bool:
    """Tell whether a value stands in a list that one verb opens: "giảm ít nhất 5% số vụ, 5% số người chết"."""
    by = before.change in ("decrease_by", "increase_by") and target.change is None
    each = (
        not by
        and before.change is not None
        and _OF_A_PLACE.match(kit.folded, quantity.end) is not None
        and _LAST_OF_A_PLACE.search(kit.folded, before.span.start, before.span.end) is not None
    )
    return (
        (by or each)
        and target.comparator == "eq"
        and before.unit == target.unit
        and quantity.lead == quantity.start
        and not (kit.folded.endswith(" và ", 0, quantity.start) and _says_more(kit, quantity))
        and _LISTED.fullmatch(kit.folded, before.span.start, quantity.start) is not None
    )


def _says_more(kit: TargetKit, quantity: Quantity) -> bool:
    return quantity.value == 100 or _OF_ITS_OWN.match(kit.folded, quantity.end) is not None


def _grade(kit: TargetKit, quote: Stretch, quantity: Quantity) -> Stretch | None:
    """Return the grade that a share is of, in a row of grades: "Tốt 36%; Khá 45%; Đạt 18%; Chưa đạt 1%"."""
    match = kit.clauses.grades.fullmatch(kit.folded, quote[0], quantity.start)
    return None if match is None else (quote[0], match.end("grade"))


def _is_only_unit(name: Stretch | None, quantity: Quantity) -> bool:
    """Tell whether nothing but the unit was found: "… đạt 120 triệu đồng, năm 2030 đạt 200 triệu đồng"."""
    return name == (quantity.end - len(quantity.unit), quantity.end)


def _last_word(kit: TargetKit, stretch: Stretch) -> str:
    return kit.folded[stretch[0] : stretch[1]].rsplit(": ", 1)[-1]


def _state(
    kit: TargetKit, stretch: Stretch, kept: list[Quantity], bases: list[Quantity], dues: list[Due], lead: Due | None
) -> Iterator[Statement]:
    """Yield the values of a sentence, each with its quote, its date and its subject."""
    if not kept:
        return
    ordered = sorted([*kept, *bases], key=lambda quantity: quantity.start)
    paired = pair_dues([(quantity.lead, quantity.end) for quantity in ordered], dues, kit.folded)
    by_start = {quantity.start: due for quantity, due in zip(ordered, paired, strict=True)}
    own = [by_start[quantity.start] for quantity in kept]
    quotes = cut_quotes(kit.folded, stretch, kept, own, kit.clauses)
    named = [find_subject(kit.folded, *three, kit.clauses) for three in zip(quotes, kept, own, strict=True)]
    grades = [_grade(kit, *pair) for pair in zip(quotes, kept, strict=True)]
    words = {_last_word(kit, grade) for grade in grades if grade is not None}
    if len(words) > 1 and not all(word.endswith(("đạt", "hoàn thành")) for word in words):
        named = [grade or name for grade, name in zip(grades, named, strict=True)]
    named = [
        None if index and _is_only_unit(name, quantity) and kept[index - 1].unit == quantity.unit else name
        for index, (name, quantity) in enumerate(zip(named, kept, strict=True))
    ]
    own_time = any(not is_bracketed(due, dues, kit.folded) for due in dues)
    for quantity, due, quote, name, subject in zip(kept, own, quotes, named, share_subjects(named), strict=True):
        due = due or (None if own_time else lead)
        yield Statement(quantity, quote, due.date if due else None, subject, name is not None)
