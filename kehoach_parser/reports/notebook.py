"""How a plan and a report show themselves in a notebook: small HTML without scripts, every word escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise

from ..messages import say
from ..models import Span
from ..nlp.styles import COLOURS
from ..plan import Plan
from ..report import Report
from ..rulings import TargetRuling
from ..text import squeeze
from .listings import head_of_plan
from .telling import tell_report
from .wording import show_time
from .words import show_amount, show_difference, show_floor, show_value

_SHOWN = 12_000  # characters of text; a cell of a notebook is for a look, the HTML report for reading
_ROWS = 30
# Verdicts by colour and by word, never by colour alone; each on white has a contrast above 4.5.
_STATUS = {
    **dict.fromkeys(("met", "exceeded", "present", "ok"), "#00664b"),
    **dict.fromkeys(("weaker", "late", "missing", "gaps", "error", "baseline_mismatch", "not_a_plan"), "#a83c00"),
    **dict.fromkeys(("unclear", "partial", "warning"), "#7a5c00"),
}
_BOX = (
    "max-height:26em;overflow:auto;border:1px solid #bbb;border-radius:4px;padding:.6em .9em;"
    "white-space:pre-wrap;line-height:1.7"
)
_MARK = "color:#000;border-radius:3px;padding:0 .15em"

# (where, label, what it means)
Mark = tuple[Span, str, str]


def plan_html(plan: Plan, language: str = "vi") -> str:
    """Return a plan as HTML: what it is, how much of it was understood and how much not, its text in colours."""
    head, title = head_of_plan(plan, language)
    marks = sorted(_marks(plan, language), key=lambda mark: (mark[0].start, -mark[0].end))
    counts = Counter(label for _, label, _ in marks)
    legend = " ".join(
        _marked(label, f"{say(f'label.{label}', language)} {counts[label]}")
        for label in ("TARGET", "DEADLINE", "AGENCY", "CITATION", "UNCLAIMED")
    )
    sections = sum(1 for root in plan.sections for _ in root.walk())
    more = say(
        "notebook.counts", language, sections=sections, findings=len(plan.findings), explained=len(plan.explained)
    )
    parts = [
        f"<p><b>{_e(head)}</b><br>{_e(title)}</p>",
        f"<p>{legend} <small>{_e(more)}</small></p>",
        f'<div style="{_BOX}">{text_html(plan.text, marks, shown=_SHOWN)}</div>',
    ]
    if len(plan.text) > _SHOWN:
        rest = f"{len(plan.text) - _SHOWN:,}".replace(",", ".")
        parts.append(f"<p><small>{_e(say('notebook.truncated', language, rest=rest))}</small></p>")
    return _whole(parts)


def report_html(report: Report, language: str = "vi") -> str:
    """Return a report as HTML: the verdict, how many provisions stand how, the tables of targets and of tasks."""
    report = tell_report(report, language)
    counts = Counter(ruling.status for ruling in report.targets)
    tally = ", ".join(f"{say(f'status.{status}', language)}: {count}" for status, count in counts.most_common())
    parts = [
        f"<p><b>{_e(' · '.join(part for part in (report.plan, report.baseline.title) if part))}</b><br>"
        f"<small>{_e(report.baseline.reason)}</small></p>",
        f"<p>{_e(say('verdict', language))}: {_status('verdict', report.verdict, language)}"
        f"{'. ' + _e(tally) if tally else ''}</p>",
        _table(
            ("indicator", "due", "national", "local", "difference", "status", "note"),
            (_ruling_cells(ruling, language) for ruling in report.targets),
            language,
        ),
        _table(
            ("task", "status", "lacking"),
            (
                (
                    _e(ruling.title),
                    _status("status", ruling.shown, language),
                    _e("; ".join(ruling.lacking)),
                )
                for ruling in report.tasks
            ),
            language,
        ),
        *(report_html(other, language) for other in report.others),
    ]
    return _whole(parts)


def text_html(text: str, marks: Sequence[Mark], *, shown: int) -> str:
    """Return the first ``shown`` characters with ``marks`` in colour; of several, the shortest gives it."""
    end = min(shown, len(text))
    inside = [mark for mark in marks if mark[0].start < end and mark[0].start < mark[0].end]
    edges = sorted({0, end, *(min(place, end) for span, _, _ in inside for place in (span.start, span.end))})
    open_marks: list[Mark] = []
    waiting = iter(sorted(inside, key=lambda mark: mark[0].start))
    following = next(waiting, None)
    pieces = []
    for start, stop in pairwise(edges):
        open_marks = [mark for mark in open_marks if mark[0].end > start]
        while following is not None and following[0].start <= start:
            open_marks.append(following)
            following = next(waiting, None)
        words = text[start:stop]
        if open_marks and words:
            label = min(open_marks, key=lambda mark: mark[0].end - mark[0].start)[1]
            told = " | ".join(dict.fromkeys(meaning for _, _, meaning in open_marks))
            pieces.append(_marked(label, words, told))
        else:
            pieces.append(_e(words))
    return "".join(pieces)


def show_spans(plan: Plan, group: str = "all") -> None:
    """Show displaCy's span view of ``plan`` in the notebook; ImportError says what to install outside of one."""
    from ..nlp.showing import render

    try:
        from IPython.display import HTML, display
    except ImportError:
        raise ImportError("Cần Jupyter: pip install 'kehoach-parser[notebook]'") from None
    display(HTML(render(plan, group=group)))


def _marks(plan: Plan, language: str) -> Iterator[Mark]:
    def mark(span: Span, label: str, meaning: str) -> Mark:
        return span, label, f"{say(f'label.{label}', language)}: {squeeze(meaning)}"

    for target in plan.targets:
        yield mark(target.span, "TARGET", " · ".join(filter(None, (show_value(target, language), target.due))))
    for deadline in plan.deadlines:
        yield mark(deadline.span, "DEADLINE", show_time(deadline, language))
    for assignment in plan.assignments:
        if assignment.agency.span is not None:
            role = say(f"role.{assignment.role}", language)
            yield mark(
                assignment.agency.span, "AGENCY", f"{assignment.agency.canonical or assignment.agency.text}, {role}"
            )
    for citation in plan.citations:
        yield mark(
            citation.span, "CITATION", " ".join(filter(None, (citation.doc_type, citation.number, citation.date)))
        )
    for unclaimed in plan.unclaimed:
        yield mark(unclaimed.span, "UNCLAIMED", unclaimed.quote)


def _ruling_cells(ruling: TargetRuling, language: str) -> tuple[str, ...]:
    local = ruling.local
    plan = say("none", language)
    if local is not None:
        plan = (show_amount(local, language) or _cut(local.quote, 70)) + (
            f" ({local.section})" if local.section else ""
        )
    national = show_floor(ruling.national, language) or _cut(ruling.national.quote, 70)
    return (
        _e(ruling.title),
        _e(ruling.due or ""),
        _e(national),
        f'<span title="{_e(squeeze(local.quote) if local else "")}">{_e(plan)}</span>',
        _e(show_difference(ruling, language)),
        _status("status", ruling.status, language),
        _e(ruling.note or ""),
    )


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]], language: str) -> str:
    """Return a table of cells that are HTML already; no rows, no table."""
    body = [f"<tr>{''.join(f'<td style={_CELL}>{cell}</td>' for cell in row)}</tr>" for row in rows]
    if not body:
        return ""
    head = "".join(f"<th style={_CELL}>{_e(say(f'column.{column}', language))}</th>" for column in columns)
    rest = f"<p><small>… {len(body) - _ROWS}</small></p>" if len(body) > _ROWS else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body[:_ROWS])}</tbody></table>{rest}"


_CELL = '"text-align:left;vertical-align:top"'


def _status(kind: str, value: str, language: str) -> str:
    return f'<b style="color:{_STATUS.get(value, "#555")}">{_e(say(f"{kind}.{value}", language))}</b>'


def _marked(label: str, words: str, told: str = "") -> str:
    title = f' title="{_e(told)}"' if told else ""
    return f'<mark style="background:{COLOURS[label]};{_MARK}"{title}>{_e(words)}</mark>'


def _whole(parts: Iterable[str]) -> str:
    return f'<div style="font-family:sans-serif;max-width:70em">{"".join(parts)}</div>'


def _cut(words: str, size: int) -> str:
    plain = squeeze(words)
    return plain if len(plain) <= size else plain[: size - 1] + "…"


def _e(words: str) -> str:
    return escape(words, quote=True)
