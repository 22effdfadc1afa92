"""What a comparison says: frozen objects that mirror ``kehoach check --format json``, with evidence on both sides."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, PrivateAttr

from .models import SCHEMA_VERSION, Finding, Frozen, Target
from .plan import Plan
from .rulings import GAPS, BaselineRef, DutyRuling, PointRuling, ReportingLine, TargetRuling, TaskRuling, Verdict

if TYPE_CHECKING:
    import pandas
    import polars
    from matplotlib.axes import Axes

    from .frames import ColumnType

ReportKind = Literal["targets", "tasks", "duties", "findings"]


class Report(Frozen):
    """How a plan stands against a baseline: every gap with the words of both sides."""

    schema_version: str = SCHEMA_VERSION
    plan: str | None = None
    baseline: BaselineRef
    verdict: Verdict
    targets: tuple[TargetRuling, ...] = ()
    tasks: tuple[TaskRuling, ...] = ()
    funding: tuple[PointRuling, ...] = ()
    duties: tuple[DutyRuling, ...] = ()
    reporting: tuple[ReportingLine, ...] = ()
    findings: tuple[Finding, ...] = ()
    extra: tuple[Target, ...] = ()
    notes: tuple[str, ...] = ()
    others: tuple[Report, ...] = Field(default=())
    _checked: Plan | None = PrivateAttr(default=None)

    def __eq__(self, other: object) -> bool:
        """Reports are equal when they say the same, whether or not they still hold their plan."""
        return isinstance(other, Report) and self.__dict__ == other.__dict__

    def about(self, plan: Plan) -> Report:
        """Return this report holding its plan, for the outputs that show the text; it is no part of the JSON."""
        report = self.model_copy()
        report._checked = plan
        return report

    @property
    def checked(self) -> Plan | None:
        """Return the plan that was checked; None in a report that comes from JSON."""
        return self._checked

    @property
    def exit_code(self) -> int:
        """Return what ``kehoach check`` exits with: 0 nothing to report, 1 gaps or a baseline that does not fit."""
        return 0 if self.verdict == "ok" and all(other.exit_code == 0 for other in self.others) else 1

    @property
    def gaps(self) -> tuple[TargetRuling | TaskRuling, ...]:
        """Return the rulings that somebody has to look at: weaker, late, missing, partial or unclear."""
        return (
            *(ruling for ruling in self.targets if ruling.status in GAPS),
            *(ruling for ruling in self.tasks if ruling.shown in GAPS),
        )

    def to_json(self, *, indent: int | None = 1) -> str:
        """Return the report as JSON text, as ``kehoach check FILE --format json`` prints it."""
        return self.model_dump_json(indent=indent)

    @classmethod
    def from_json(cls, data: str | bytes) -> Report:
        """Return the report that ``to_json`` wrote."""
        return cls.model_validate_json(data)

    def to_html(self, language: str = "vi") -> str:
        """Return the report as one HTML page that needs nothing else: verdicts, and the plan's text with its places.

        ``language`` ("vi" or "en") is that of the labels. A report from JSON has no plan, hence no text.
        """
        from .reports.html import render_report

        return render_report(self, language)

    def to_excel(self, path: str | Path, language: str = "vi") -> None:
        """Write the report as an Excel file that reviewers can print and correct; ``language``: that of the labels.

        A report from JSON has no plan, hence no sheets of assignments and deadlines.
        """
        from .reports.excel import render_report

        Path(path).write_bytes(render_report(self, language))

    def save(self, path: str | Path) -> None:
        """Write the report as JSON (UTF-8)."""
        Path(path).write_text(self.to_json(), encoding="utf-8")

    def rows(self, kind: ReportKind = "targets") -> list[dict[str, Any]]:
        """Return one part of the report as plain dicts, one a row, without nested objects."""
        if kind == "targets":
            return [_target_row(ruling) for ruling in self.targets]
        if kind == "tasks":
            return [
                {
                    "task": ruling.id,
                    "title": ruling.title,
                    "status": ruling.status,
                    "coverage": ruling.coverage,
                    "lacking": "; ".join(ruling.lacking),
                    "evidence": " … ".join(quote.quote for quote in ruling.evidence),
                }
                for ruling in self.tasks
            ]
        if kind == "duties":
            return [
                {
                    "agency": ruling.agency,
                    "duty": ruling.duty,
                    "status": ruling.status,
                    "evidence": " … ".join(quote.quote for quote in ruling.evidence),
                }
                for ruling in self.duties
            ]
        return [finding.model_dump(exclude={"span"}) for finding in self.findings]

    def to_word(self, source: str | Path, path: str | Path, language: str = "vi") -> None:
        """Write a copy of the Word file ``source``, from which the plan was read, with findings and gaps as comments.

        Its text, comments and tracked changes stay as they are. ReadError when it is no .docx file, or another one.
        """
        from .reports.word_comments import render_comments

        made = render_comments(Path(source).read_bytes(), self, language, name=Path(source).name)
        Path(path).write_bytes(made)

    def to_csv(self, kind: ReportKind = "targets") -> str:
        """Return ``rows(kind)`` as comma-separated values with a line of column names."""
        from .frames import to_csv

        return to_csv(self.rows(kind), REPORT_COLUMNS[kind])

    def to_frame(self, kind: ReportKind = "targets") -> pandas.DataFrame:
        """Return ``rows(kind)`` as a pandas data frame; ImportError says what to install when pandas is absent."""
        from .frames import to_pandas

        return to_pandas(self.rows(kind), REPORT_COLUMNS[kind])

    def to_polars(self, kind: ReportKind = "targets") -> polars.DataFrame:
        """Return ``rows(kind)`` as a polars data frame; ImportError says what to install when polars is absent."""
        from .frames import to_polars

        return to_polars(self.rows(kind), REPORT_COLUMNS[kind])

    def plot(self) -> Axes:
        """Draw the milestones of the baseline and what the plan sets (matplotlib); ImportError when it is absent."""
        from .reports.plots import milestones

        return milestones(self)

    def _repr_html_(self) -> str:
        from .reports.notebook import report_html

        return report_html(self)


def _texts(*names: str) -> dict[str, ColumnType]:
    return dict.fromkeys(names, "text")


# The columns of ``rows`` with their types.
REPORT_COLUMNS: dict[ReportKind, dict[str, ColumnType]] = {
    "targets": {
        **_texts("indicator", "due", "title", "status", "reason"),
        "national_value": "number",
        **_texts("national_quote"),
        "local_value": "number",
        **_texts("local_due", "local_quote", "local_section", "note"),
    },
    "tasks": _texts("task", "title", "status", "coverage", "lacking", "evidence"),
    "duties": _texts("agency", "duty", "status", "evidence"),
    "findings": _texts("code", "severity", "message", "quote", "suggestion"),
}


def _target_row(ruling: TargetRuling) -> dict[str, Any]:
    local = ruling.local
    return {
        "indicator": ruling.indicator,
        "due": ruling.due,
        "title": ruling.title,
        "status": ruling.status,
        "reason": ruling.reason,
        "national_value": ruling.national.value,
        "national_quote": ruling.national.quote,
        "local_value": local.value if local else None,
        "local_due": local.due if local else None,
        "local_quote": local.quote if local else None,
        "local_section": local.section if local else None,
        "note": ruling.note,
    }
