"""The Excel report: for a reviewer to read, to print, and to write corrections in that come back as a gold file.

``kehoach gold from-excel`` reads the marked columns again; a sheet that nobody sees holds what was read, row by row.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ..messages import say
from ..plan import Plan
from ..report import Report
from ..rulings import is_gap
from .excel_compared import targets_table, tasks_table
from .excel_layout import KEY, Book, Cell, Mark, Table
from .excel_tables import GRAVITY, TARGET_STATUSES, TASK_STATUSES, Sheets
from .gold_entries import HEADER_FIELDS, SIGNER_FIELDS, header_entry, verdict_entries
from .telling import tell_report

FORMAT = "kehoach-excel-1"
HIDDEN = "_kehoach"
SUMMARY_WIDTHS = (26, 78, 46)


def render_report(report: Report, language: str = "vi") -> bytes:
    """Return the report as an Excel file (.xlsx), its labels in ``language`` ("vi" or "en").

    A report that comes from JSON holds no plan: it gives no sheets of assignments and deadlines.

    >>> from kehoach_parser import check
    >>> report = check(text="KẾ HOẠCH\\nCông tác\\n\\nI. MỤC TIÊU\\n1. Đến năm 2025 đạt 60%.", baseline="2282")
    >>> render_report(report)[:2]
    b'PK'
    """
    report = tell_report(report, language)
    return _render(report.checked, (report, *report.others), report.plan, language)


def render_plan(plan: Plan, language: str = "vi") -> bytes:
    """Return a plan as an Excel file, without a comparison."""
    return _render(plan, (), plan.source.name, language)


def _render(plan: Plan | None, reports: Sequence[Report], name: str | None, language: str) -> bytes:
    sheets = Sheets(plan, reports, language)
    name = name or (plan.header.title if plan else None) or ""
    book = Book(name, name, say("page_of", language))
    _write_summary(book, sheets, name)
    for table in _tables(sheets):
        book.table(table, f"{table.name} - {name}" if name else table.name)
    book.hidden(HIDDEN, [*_way_back(sheets, name), *((key, _dump(entry)) for key, entry in sheets.entries.items())])
    return book.data()


def _tables(sheets: Sheets) -> Iterator[Table]:
    """Yield the tables in the order of the sheets; a report without its plan has no assignments and deadlines."""
    yield targets_table(sheets)
    if any(report.tasks or report.duties or report.funding for report in sheets.reports):
        yield tasks_table(sheets)
    if sheets.plan is not None:
        yield sheets.duties(sheets.plan)
        yield sheets.deadlines(sheets.plan)
    yield sheets.findings()


def _way_back(sheets: Sheets, name: str) -> Iterable[tuple[str, str]]:
    """Yield what the gold needs to know of the file: its name, and the parts that no table shows row by row."""
    yield FORMAT, sheets.plan.source.sha256 if sheets.plan else ""
    yield "document", _dump(name)
    if sheets.plan is not None:
        yield "header", _dump(header_entry(sheets.plan.header))
    for report in sheets.reports:
        if verdicts := verdict_entries(report):
            yield "verdicts", _dump(verdicts)


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Pen:
    """Writes the summary from top to bottom."""

    def __init__(self, book: Book, sheets: Sheets, name: str) -> None:
        self._book = book
        self._sheet = book.sheet(sheets.say("sheet.summary"), name)
        for index, width in enumerate(SUMMARY_WIDTHS):
            self._sheet.set_column(index, index, width)
        self._sheet.set_column(len(SUMMARY_WIDTHS), len(SUMMARY_WIDTHS), 6, None, {"hidden": True})
        self.row = 0

    def line(self, *cells: Cell, key: str = "") -> None:
        """Write one row; ``key`` names a row that can be corrected."""
        for index, cell in enumerate(cells):
            self._book.write(self._sheet, self.row, index, cell)
        if len(cells) > 1:
            self._book.row(self._sheet, self.row, cells, SUMMARY_WIDTHS)
        if key:
            self._sheet.write_string(self.row, len(SUMMARY_WIDTHS), key)
        self.row += 1

    def heads(self, *words: str) -> None:
        """Write the heads of a block, a row below what stands above."""
        self.row += 1
        self.line(*(Mark(one, "head") for one in words))

    def finish(self) -> None:
        """Set what is printed."""
        self._sheet.print_area(0, 0, max(self.row - 1, 0), len(SUMMARY_WIDTHS) - 1)


def _write_summary(book: Book, sheets: Sheets, name: str) -> None:
    pen = _Pen(book, sheets, name)
    pen.line(Mark(sheets.say("excel.title" if sheets.reports else "excel.title_plan"), "title"))
    if name:
        pen.line(Mark(name, "name"))
    _write_verdict(pen, sheets)
    _write_header(pen, sheets)
    _write_counts(pen, sheets)
    _write_gaps(pen, sheets)
    pen.row += 1
    for key in ("excel.how_colours", "excel.how_fix", "excel.how_back"):
        pen.line(Mark("", "plain"), Mark(sheets.say(key), "plain"))
    pen.finish()


def _write_verdict(pen: _Pen, sheets: Sheets) -> None:
    for report in sheets.reports:
        pen.heads(sheets.say("verdict"), sheets.say("column.baseline"), sheets.say("column.note"))
        style = {"ok": "good", "gaps": "bad"}.get(report.verdict, "doubt")
        verdict = Mark(sheets.say(f"verdict.{report.verdict}"), style)
        pen.line(verdict, report.baseline.title, "\n".join((report.baseline.reason, *report.notes)))


def _write_header(pen: _Pen, sheets: Sheets) -> None:
    if sheets.plan is None:
        return
    header = sheets.plan.header
    pen.heads(sheets.say("excel.document"), sheets.say("excel.read"), sheets.say("fix.header"))
    for field in HEADER_FIELDS:
        name = f"header.{field}"
        pen.line(Mark(sheets.say(name), "label"), getattr(header, field) or "", Mark("", "fix"), key=KEY + name)
    signer = header.signers[0] if header.signers else None
    for field in SIGNER_FIELDS:
        name = f"signer.{field}"
        value = getattr(signer, field, None) or ""
        pen.line(Mark(sheets.say(name), "label"), value, Mark("", "fix"), key=KEY + name)


def _write_counts(pen: _Pen, sheets: Sheets) -> None:
    pen.heads(sheets.say("excel.counts"), sheets.say("excel.result"))

    def line(title: str, kind: str, order: Sequence[str], found: Iterable[str]) -> None:
        counts = Counter(found)
        shown = "; ".join(f"{sheets.say(f'{kind}.{one}')}: {counts[one]}" for one in order if counts[one])
        pen.line(Mark(sheets.say(title), "label"), shown or sheets.say("none"))

    if sheets.reports:
        of = sheets.reports
        line("sheet.targets", "status", TARGET_STATUSES, (one.status for report in of for one in report.targets))
        tasks = ("present", "partial", *TASK_STATUSES[1:])
        line("title.tasks", "status", tasks, (one.shown for report in of for one in report.tasks))
        duties = ("met", *TASK_STATUSES)
        line("title.duties", "status", duties, (one.status for report in of for one in report.duties))
    if sheets.plan is not None:
        plan = sheets.plan
        for title, count in (
            ("excel.own_targets", len(plan.targets)),
            ("sheet.deadlines", len(plan.deadlines)),
            ("sheet.assignments", len(plan.assignments)),
            ("title.unclaimed", len(plan.unclaimed)),
        ):
            pen.line(Mark(sheets.say(title), "label"), str(count))
    findings = sheets.plan.findings if sheets.plan else sheets.reports[0].findings if sheets.reports else ()
    line("sheet.findings", "severity", GRAVITY, (one.severity for one in findings))


def _write_gaps(pen: _Pen, sheets: Sheets) -> None:
    gaps: list[tuple[Cell, Cell, Cell]] = []
    for report in sheets.reports:
        for ruling in report.targets:
            if is_gap(ruling.status):
                title = f"{ruling.title} ({ruling.due})" if ruling.due else ruling.title
                words = "\n".join(filter(None, (title, ruling.note)))
                gaps.append((sheets.status(ruling.status), words, ruling.suggestion))
        gaps += [
            (
                sheets.status(task.shown),
                "\n".join(filter(None, (task.title, sheets.lacking(task)))),
                task.suggestion,
            )
            for task in report.tasks
            if is_gap(task.shown)
        ]
        gaps += [
            (sheets.status(duty.status), f"{duty.agency}: {duty.duty}", duty.note)
            for duty in report.duties
            if is_gap(duty.status)
        ]
    if gaps:
        pen.heads(sheets.say("excel.gaps"), sheets.say("column.message"), sheets.say("suggested"))
        for gap in gaps:
            pen.line(*gap)
