"""Gold annotations: what people say stands in a plan, one YAML file for one plan (see ``corpus/README.md``)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ..errors import ReadError
from ..rules import validate

# YAML reads a day as a date and a year as a number; gold and results are compared as they are written.
Text = Annotated[str, BeforeValidator(str)]
Words = tuple[Text, ...]


class Gold(BaseModel):
    """Base of the gold entries; notes for human readers (``why``, ``note``, ``due_note``) are not read."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    def gives(self, field: str) -> bool:
        """Return whether the annotator wrote ``field``: absent is "not judged", ``null`` is "the plan has none"."""
        return field in self.model_fields_set


class GoldSigner(Gold):
    authority: Text | None = None
    position: Text | None = None
    name: Text | None = None


class GoldHeader(Gold):
    doc_type: Text | None = None
    issuer: Text | None = None
    number: Text | None = None
    symbol: Text | None = None
    place: Text | None = None
    date: Text | None = None
    title: Text | None = None
    period: Text | None = None
    signer: GoldSigner | None = None
    recipients: int | None = None


class GoldCitation(Gold):
    doc_type: Text
    number: Text
    date: Text | None = None
    issuer: Text | None = None


class GoldSection(Gold):
    path: Text
    starts: Text
    kind: Text | None = None


class GoldTarget(Gold):
    path: Text | None = None
    quote: Text
    value: float | None = None
    value_max: float | None = None
    unit: Text | None = None
    comparator: Text | None = None
    due: Text | None = None
    indicator: Text | None = None
    condition: Text | None = None
    exception: Text | None = None
    change: Text | None = None


class GoldDeadline(Gold):
    quote: Text
    expression: Text | None = None
    bound: Text
    date: Text | None = None
    rrule: Text | None = None
    agency: Text | None = None


class GoldAssignment(Gold):
    path: Text | None = None
    agency: Text
    canonical: Text | None = None
    role: Text
    tasks: int | None = None
    first: Text | None = None
    partners: Words = Field(default=(), alias="with")
    reports_to: Words = ()


class GoldFinding(Gold):
    code: Text
    quote: Text


class GoldPlan(Gold):
    """The annotation of one plan. A part that is None was not annotated and is not scored."""

    document: str
    header: GoldHeader
    citations: tuple[GoldCitation, ...] | None = None
    sections: tuple[GoldSection, ...] | None = None
    targets: tuple[GoldTarget, ...] | None = None
    may_targets: Words = ()
    deadlines: tuple[GoldDeadline, ...] | None = None
    may_deadlines: Words = ()
    assignments: tuple[GoldAssignment, ...] | None = None
    findings: tuple[GoldFinding, ...] = ()
    diff_2282: Literal["baseline_mismatch"] | dict[str, str] | None = None
    tasks_2282: dict[str, str] = Field(default_factory=dict)


def own_corpus() -> Path:
    """Return the folder ``corpus`` of the repository this package runs in; ReadError when it runs from a wheel."""
    corpus = Path(__file__).resolve().parents[2] / "corpus"
    if not (corpus / "gold").is_dir():
        raise ReadError("Gói cài đặt không kèm kho mẫu; hãy chỉ thư mục: kehoach score GOLD DOCUMENTS.")
    return corpus


def read_gold(path: Path) -> GoldPlan:
    """Return the annotation in ``path``; raise ReadError or RuleError that names the file and the fault."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ReadError(f"{path}: không đọc được tệp chú giải ({error.strerror}).") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}: tệp chú giải không phải YAML đúng: {' '.join(str(error).split())}") from None
    return validate(path, data, GoldPlan)
