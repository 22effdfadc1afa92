"""A report in the language of its reader: the notes on its verdicts, which the report keeps in Vietnamese."""

from __future__ import annotations

from typing import TypeVar

from ..notes import translate
from ..report import Report
from ..rulings import DutyRuling, ReportingLine, TargetRuling, TaskRuling

_Noted = TypeVar("_Noted", TargetRuling, TaskRuling, DutyRuling, ReportingLine)


def tell_report(report: Report, language: str) -> Report:
    """Return ``report`` with its reasons and notes in ``language``; quotes and what a baseline says stay as they are.

    Findings are told one by one, by ``review.tell``.
    """
    if language == "vi":
        return report
    return report.model_copy(
        update={
            "baseline": report.baseline.model_copy(update={"reason": translate(report.baseline.reason, language)}),
            "targets": tuple(_tell(ruling, language) for ruling in report.targets),
            "tasks": tuple(_tell(ruling, language) for ruling in report.tasks),
            "duties": tuple(_tell(ruling, language) for ruling in report.duties),
            "reporting": tuple(_tell(line, language) for line in report.reporting),
            "others": tuple(tell_report(other, language) for other in report.others),
        }
    )


def _tell(noted: _Noted, language: str) -> _Noted:
    return noted.model_copy(update={"note": translate(noted.note, language)}) if noted.note else noted
