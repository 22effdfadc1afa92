"""What must hold for any text and any file: a plan that keeps the laws, or the one error that is said in one line."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from laws import VARIANTS, check_all, results, with_old_tones

from kehoach_parser.compare import check
from kehoach_parser.errors import ReadError
from kehoach_parser.pipeline import parse, parse_document
from kehoach_parser.plan import Plan
from kehoach_parser.readers import DEFAULT_LIMITS, Limits, read_bytes
from kehoach_parser.report import Report
from kehoach_parser.rules import Rules
from kehoach_parser.text import canonical, fold

MOST_SECONDS = 2.0  # of one processor's time, for each step
_TODAY = date(2026, 1, 31)
_OUTPUTS = 200  # one text in so many is drawn in every output too
WAYS = (*VARIANTS, "again", "old tones")
_T = TypeVar("_T")


def timed(name: str, work: Callable[[], _T]) -> _T:
    """Return what ``work`` gives; AssertionError when it takes longer than any made-up text may."""
    start = time.process_time()
    found = work()
    seconds = time.process_time() - start
    assert seconds <= MOST_SECONDS, f"{name} took {seconds:.1f} s"
    return found


def judge_text(raw: str, way: str, *, outputs: bool) -> None:
    """Hold the reading of ``raw`` against every law, the sixth with the text stored in another ``way``."""
    plan = timed("parse", lambda: parse(text=raw))
    check_all(plan)
    judge_storage(raw, plan, way)
    report = timed("check", lambda: check(plan, baseline="2282"))
    if outputs:
        judge_outputs(plan, report)


def draw_judgement(rng: random.Random) -> tuple[str, bool]:
    """Return in which way a text is stored for the sixth law, and whether every output of it is made too."""
    return rng.choice(WAYS), rng.randrange(_OUTPUTS) == 0


def judge_storage(raw: str, plan: Plan, way: str) -> None:
    """The same text, stored in another way, gives the same plan."""
    if way == "again":
        assert parse(text=raw) == plan, "law 6: the second reading differs"
        return
    plain = raw.replace("\r\n", "\n").replace("\r", "\n")
    if way == "old tones":
        plain = canonical(plain.replace("\t", "  "))
        first, second = parse(text=plain), parse(text=with_old_tones(plain))
        same = _folded(first) == _folded(second)
    else:
        same = results(parse(text=plain)) == results(parse(text=VARIANTS[way](plain)))
    assert same, f"law 6: {way}"


def _folded(plan: Plan) -> str:
    return fold(json.dumps(results(plan), ensure_ascii=False))


def judge_outputs(plan: Plan, report: Report) -> None:
    """Every output can be made of every plan, and JSON gives the plan back."""
    from kehoach_parser.reports import calendar, excel

    assert Plan.from_json(plan.to_json()) == plan, "JSON does not give the plan back"
    assert Report.from_json(report.to_json()).verdict == report.verdict
    for thing in (plan, report):
        timed("html", thing.to_html)
        timed("notebook", thing._repr_html_)
    timed("csv", plan.to_csv)
    timed("excel", lambda: excel.render_report(report))
    timed("calendar", lambda: calendar.render_calendar(plan, _TODAY))


def judge_file(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> str:
    """Hold the reading of a file against the laws; return "read" or "refused"."""
    try:
        document = timed("read", lambda: read_bytes(data, name=name, limits=limits))
    except ReadError as error:
        said = str(error)
        assert said and "\n" not in said and len(said) < 1000, f"an error of one line, not {said!r}"
        return "refused"
    plan = timed("parse", lambda: parse_document(document, Rules.load()))
    check_all(plan)
    for block in plan.blocks:
        assert max(block.page or 1, block.line or 1, block.paragraph or 1) >= 1
    timed("check", lambda: check(plan, baseline="2282"))
    return "read"
