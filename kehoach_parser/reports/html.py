"""The HTML page of a plan or a report: one file that needs no network, for the screen, the phone and paper.

The page is made from the templates beside this module. Every text of the user is escaped by them, and the page names by
their hashes the one style and the one script that a browser may use, so that nothing in a plan can run.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ..messages import say
from ..models import Assignment, Finding, Task
from ..plan import Plan
from ..report import Report
from ..review import tell
from ..rulings import ExceptionRuling, TargetRuling, is_gap
from .listings import show_context, show_reporting
from .marking import KINDS, Marks
from .telling import tell_report
from .wording import show_date, show_time
from .words import show_amount, show_difference, show_floor, show_value

if TYPE_CHECKING:
    import jinja2

TEMPLATES = Path(__file__).parent / "templates"
# Where the local page puts its links; a saved page has nothing there. User text cannot hold it: it is escaped.
TOOLBAR = "<!--toolbar-->"

# A verdict is told by its word and a sign; the colour says it a third time.
_LOOKS = {
    "met": ("ok", "✓"),
    "exceeded": ("ok", "✓"),
    "present": ("ok", "✓"),
    "weaker": ("bad", "▼"),
    "late": ("bad", "»"),
    "missing": ("bad", "✕"),
    "partial": ("warn", "~"),
    "unclear": ("warn", "?"),
    "not_applicable": ("none", "–"),
    "error": ("bad", "✕"),
    "warning": ("warn", "!"),
    "style": ("none", "~"),
}
_GRAVE = ("error", "warning", "style")


def render_report(report: Report, language: str = "vi") -> str:
    """Return the page of a report: the verdicts, then the text of the plan that it holds (``Report.checked``)."""
    report = tell_report(report, language)
    return _render(report.checked, (report, *report.others), report.plan, language)


def render_plan(plan: Plan, language: str = "vi") -> str:
    """Return the page of a plan that is held against nothing."""
    return _render(plan, (), plan.source.name, language)


def look_of(status: str) -> tuple[str, str]:
    """Return the class of colours and the sign of a status or severity."""
    return _LOOKS[status]


def content_policy() -> str:
    """Return the policy under which a browser shows the page: its own style and script, and nothing from anywhere."""
    style, script = (fingerprint(template_file(name)) for name in ("style.css", "script.js"))
    return f"default-src 'none'; style-src '{style}'; script-src '{script}'; img-src data:; base-uri 'none'"


def _render(plan: Plan | None, reports: Sequence[Report], name: str | None, language: str) -> str:
    marks = Marks(plan, reports, language) if plan is not None else None
    compared = any(report.targets or report.tasks for report in reports)
    own = reports[0].extra if compared else plan.targets if plan is not None else ()
    findings = plan.findings if plan is not None else reports[0].findings if reports else ()
    return (
        environment()
        .get_template("page.html")
        .render(
            language=language,
            t=functools.partial(_say, language),
            plan=plan,
            reports=reports,
            name=name,
            marks=marks,
            kinds=KINDS,
            facts=_facts(plan, language) if plan is not None else [],
            findings=sorted(
                (tell(finding, language) for finding in findings), key=lambda finding: _GRAVE.index(finding.severity)
            ),
            own=own,
            own_title=say("title.extra" if compared else "title.targets", language),
            work=[*_work(plan, language)] if plan is not None else [],
            policy=content_policy(),
            style=Markup(template_file("style.css")),
            script=Markup(template_file("script.js")),
            toolbar=Markup(TOOLBAR),
            count=_count,
            is_gap=is_gap,
            severities=severities,
            by_indicator=_by_indicator,
            exceptions=_exceptions,
            sources=_sources,
            looks=_LOOKS,
            show_quote=lambda finding: (
                show_context(plan.text, finding.span) if plan is not None and finding.span else finding.quote
            ),
            show_reporting=lambda line: show_reporting(line, language),
            show_value=lambda target: show_value(target, language),
            show_amount=lambda local: show_amount(local, language),
            show_floor=lambda national: show_floor(national, language),
            show_difference=lambda ruling: show_difference(ruling, language),
            show_date=lambda edtf: show_date(edtf, language),
            show_time=lambda deadline: show_time(deadline, language),
        )
    )


@functools.cache
def environment() -> jinja2.Environment:
    """Return the templates, ready to use; jinja2 is imported with the first page."""
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@functools.cache
def template_file(name: str) -> str:
    """Return the text of one file of the templates."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def fingerprint(content: str) -> str:
    """Return how a content policy names an inline style or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _say(language: str, key: str, /, **values: object) -> str:
    return say(key, language, **values)


def _facts(plan: Plan, language: str) -> list[tuple[str, str]]:
    """Return what a reader wants to know of the plan first: label and words, empty ones left out."""
    header = plan.header
    symbol = "/".join(part for part in (header.number, header.symbol) if part)
    signers = "; ".join(
        ", ".join(part for part in (signer.authority, signer.position, signer.name) if part)
        for signer in header.signers
    )
    facts = [
        ("html.issuer", header.issuer),
        ("html.number", symbol),
        ("html.date", show_date(header.date, language) if header.date else say("no_date", language)),
        ("html.period", show_date(header.period, language) if header.period else None),
        ("html.signer", signers),
        ("html.file", plan.source.name),
    ]
    return [(say(key, language), words) for key, words in facts if words]


def _work(plan: Plan, language: str) -> Iterable[tuple[Assignment, Task | None, str]]:
    """Yield each task of each body with its times in words; a body without a task once."""
    for assignment in plan.assignments:
        for task in assignment.tasks:
            times = [show_time(plan.deadlines[index], language) for index in task.deadlines]
            yield assignment, task, "; ".join(dict.fromkeys(times))
        if not assignment.tasks:
            yield assignment, None, ""


def _count(items: Iterable[Any], *, by: str = "status") -> list[tuple[str, int]]:
    """Return how many items there are of each status (as it is shown) or severity, in the order of the looks."""
    found = Counter(getattr(item, "shown", None) or getattr(item, by) for item in items)
    return [(status, found[status]) for status in _LOOKS if found[status]]


def _by_indicator(report: Report) -> list[tuple[str, list[TargetRuling]]]:
    return [(indicator, [*rulings]) for indicator, rulings in groupby(report.targets, key=lambda one: one.indicator)]


def _exceptions(rulings: Sequence[TargetRuling]) -> list[ExceptionRuling]:
    """Return what became of the exception of a provision, once for all its milestones."""
    return [*dict.fromkeys(ruling.exception for ruling in rulings if ruling.exception is not None)]


def _sources(report: Report) -> list[str]:
    """Return from where the baseline's words are known, each once."""
    return [*dict.fromkeys(source for ruling in report.targets for source in ruling.national.sources)]


def severities(findings: Iterable[Finding]) -> list[tuple[str, int]]:
    """Return how many findings there are of each severity, the gravest first."""
    return _count(findings, by="severity")
