"""Times by which, or how often, somebody must do something."""

from __future__ import annotations

from ..models import Deadline, Span, make
from .context import Context
from .deadlines_cycles import merge, read_cycles, read_demands, read_events
from .deadlines_dates import read_dates, read_slot
from .deadlines_rules import DeadlineRules
from .deadlines_scene import Scene
from .deadlines_scope import Binder


def extract_deadlines(context: Context) -> tuple[Deadline, ...]:
    """Return the deadlines in the order of the text.

    ``date`` is EDTF, ``rrule`` RFC 5545; both are None for a time that is kept as written ("định kỳ", "chậm nhất 05
    ngày làm việc sau khi …"), and for a date that no calendar has. ``inferred`` says that the year is the plan's.
    """
    rules = DeadlineRules.of(context.rules)
    scene = Scene(context, rules)
    # Slots and dates come first: they take the cycles that stand with them, and the rest is judged alone.
    found = [item for slot in scene.slots if not slot.weak for item in read_slot(scene, slot)]
    found.extend(read_dates(scene))
    found.extend(read_cycles(scene))
    found.extend(read_demands(scene))
    found.extend(read_events(scene))
    binder = Binder(context, rules.compiled)
    text = context.document.text
    return tuple(
        make(
            Deadline,
            quote=text[item.start : item.end],
            span=make(Span, start=item.start, end=item.end),
            section=context.outline.path_at(item.start),
            bound=item.bound,
            date=item.date,
            rrule=item.rrule,
            inferred=item.inferred,
            agency=binder.agency(item.start, item.end, item.slot),
            task=binder.task(item.start, item.end, item.slot),
            rule=item.rule,
        )
        for item in merge(found)
    )
