"""From a chosen value, duty or table cell to a Target with its quote, date, subject and indicator."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..models import Span, Target, make
from .agencies import read_agencies
from .lead_cell import lead_part
from .target_clauses import cut_quotes
from .target_due import Due
from .target_indicators import find_indicator
from .target_kit import REACH, Stretch, TargetKit
from .target_subject import find_condition, find_exception
from .target_tables import CellTarget
from .target_values import Quantity, read_change

# Where the next value is stated, the exception of the one before cannot stand any more.
_NEXT_VALUE = re.compile(r"(?:đạt|phấn đấu|đến năm)[^.\n]{0,60}\d ?%")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence at ``stretch``, what follows it in its paragraph, and the time that leads the paragraph."""

    stretch: Stretch
    following: Stretch
    lead: Due | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A value, the stretch that states it, its own date, and what is counted (``own_subject``: named there)."""

    quantity: Quantity
    quote: Stretch
    date: str | None
    subject: Stretch | None
    own_subject: bool


def build_value(kit: TargetKit, sentence: Sentence, statement: Statement, kept: list[Quantity]) -> Target:
    """Return the target of one value; ``kept`` are all values of the sentence."""
    quantity, quote, subject = statement.quantity, statement.quote, statement.subject
    low, high = kit.clause(sentence.stretch, quantity.start, quantity.end)
    condition = find_condition(kit.folded, low, high, quantity, kit.clauses)
    if condition and any(_takes(other, condition, quantity) for other in kept):
        condition = None
    exception = find_exception(kit.folded, low, high, kit.clauses)
    if exception is None and quantity is kept[-1]:
        exception = find_exception(kit.folded, *_until_value(kit, sentence.following), kit.clauses)
    due, inferred = kit.date_at(sentence.stretch[0], statement.date)
    clause = quote if statement.own_subject else (low, high)
    words = kit.folded[clause[0] : clause[1]]
    if subject is None and (named := kit.lead_in(sentence.stretch[0])) is not None:
        subject, words = named, f"{kit.folded[named[0] : named[1]]} {words}"
    span = _span(quote)
    return make(
        Target,
        quote=kit.text[quote[0] : quote[1]],
        span=span,
        section=kit.context.outline.path_at(sentence.stretch[0]),
        indicator=find_indicator(words, kit.indicators, condition=_words(kit.folded, condition)),
        subject=_words(kit.text, subject),
        comparator=quantity.comparator,
        value=quantity.value,
        value_max=quantity.value_max,
        unit=_unit(kit, quantity),
        change=read_change(kit.folded, low, quantity, kit.values),
        due=due,
        due_inferred=inferred,
        condition=_words(kit.text, condition),
        exception=_words(kit.text, exception),
        agency=_agency(kit, quote[0]),
        rule=quantity.rule,
        places=(span,),
    )


def _takes(other: Quantity, condition: Stretch, quantity: Quantity) -> bool:
    """Tell whether a condition is not of ``quantity``: another value stands inside it, or right before it."""
    if condition[0] <= other.start and other.end <= condition[1]:
        return True
    return quantity.end <= other.start and other.end <= condition[0] and other.unit != quantity.unit


def build_duty(kit: TargetKit, sentence: Sentence, at: int, dues: list[Due]) -> Target:
    """Return the target of an absolute duty whose words begin at ``at``; it has no value."""
    mark = Quantity(at, at, at, kit.clauses.duties[0].id, "count", None, None, "", "eq")
    low, high = kit.near(sentence.stretch, at, at)
    quote = cut_quotes(kit.folded, sentence.stretch, [mark], [None], kit.clauses)[0]
    own = dues[0] if dues else sentence.lead
    due, inferred = kit.date_at(sentence.stretch[0], own.date if own else None)
    condition = find_condition(kit.folded, low, high, mark, kit.clauses)
    exception = find_exception(kit.folded, low, high, kit.clauses) or find_exception(
        kit.folded, *_until_value(kit, sentence.following), kit.clauses
    )
    return make(
        Target,
        quote=kit.text[quote[0] : quote[1]],
        span=_span(quote),
        section=kit.context.outline.path_at(sentence.stretch[0]),
        indicator=find_indicator(
            kit.folded[quote[0] : quote[1]], kit.indicators, duty=True, condition=_words(kit.folded, condition)
        ),
        subject=kit.text[quote[0] : at].strip(" ,") or kit.text[at : quote[1]],
        comparator=None,
        value=None,
        value_max=None,
        unit=None,
        change=None,
        due=due,
        due_inferred=inferred,
        condition=_words(kit.text, condition),
        exception=_words(kit.text, exception),
        agency=None,
        rule=mark.rule,
        places=(_span(quote),),
    )


def build_cell(kit: TargetKit, cell: CellTarget) -> Target:
    """Return the target of one cell of a table; its quote runs from the name of the row to the cell."""
    name = (cell.indicator.start, cell.indicator.end)
    quote = (name[0], cell.cell.end) if cell.cell.start >= name[0] else (cell.cell.start, name[1])
    due, inferred = kit.date_at(cell.indicator.start, cell.due)
    return make(
        Target,
        quote=kit.text[quote[0] : quote[1]],
        span=_span(quote),
        section=kit.context.outline.path_at(name[0]),
        indicator=find_indicator(kit.folded[name[0] : name[1]], kit.indicators),
        subject=kit.text[name[0] : name[1]],
        comparator=cell.comparator,
        value=cell.value,
        value_max=cell.value_max,
        unit=cell.unit,
        change=None,
        due=due,
        due_inferred=inferred,
        condition=None,
        exception=None,
        agency=_agency(kit, cell.cell.start),
        rule=kit.clauses.cell.id,
        places=(_span(quote),),
    )


def _span(stretch: Stretch) -> Span:
    return make(Span, start=stretch[0], end=stretch[1])


def _words(text: str, stretch: Stretch | None) -> str | None:
    return text[stretch[0] : stretch[1]] if stretch else None


def _unit(kit: TargetKit, quantity: Quantity) -> str:
    """Return the unit as written; the names of percent and permille are ours."""
    if quantity.kind not in ("count", "rate", "fraction"):
        return quantity.unit
    at = quantity.named_at
    if at is None:
        at = kit.folded.rfind(quantity.unit, quantity.start, quantity.end)
    return kit.text[at : at + len(quantity.unit)] if at >= 0 else quantity.unit


def _agency(kit: TargetKit, offset: int) -> str | None:
    """Return the body in charge that the row of a table names, as written."""
    lead = kit.lead_at(offset)
    if lead is None:
        return None
    found = read_agencies(kit.context.document, kit.context.mentions, *lead_part(kit.folded, lead.start, lead.end))
    return found[0].text if found else None


def _until_value(kit: TargetKit, stretch: Stretch) -> Stretch:
    """Cut what follows a target at the next sentence that states a value of its own."""
    low, high = stretch[0], min(stretch[1], stretch[0] + 2 * REACH)
    match = _NEXT_VALUE.search(kit.folded, low, high)
    return (low, match.start()) if match else (low, high)
