"""The JSON contract: the schema files are what the models say, and what the commands print keeps to them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import regex
from conftest import ROOT, SEEDS, every_plan, every_seed, parsed

from kehoach_parser import Plan, Report, check
from kehoach_parser.models import SCHEMA_VERSION

SCHEMAS = {
    "plan": ROOT / "schema" / f"kehoach-{SCHEMA_VERSION}.schema.json",
    "report": ROOT / "schema" / f"kehoach-report-{SCHEMA_VERSION}.schema.json",
}


def validator(name: str) -> Any:
    schema = json.loads(SCHEMAS[name].read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_files_are_what_the_models_say() -> None:
    command = [sys.executable, str(ROOT / "schema" / "make.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@every_plan
def test_every_plan_keeps_to_the_schema(plan_path: Path) -> None:
    validator("plan").validate(json.loads(parsed(plan_path).to_json()))


@every_seed
def test_every_report_keeps_to_the_schema(seed: Path) -> None:
    for baseline in (None, "2282", "515"):
        validator("report").validate(json.loads(check(parsed(seed), baseline=baseline).to_json()))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("plan", {"schema_version": "2.0"}),
        ("plan", {"extra": 1}),
        ("plan", {"text": None}),
        ("plan", {"targets": [{"quote": "60%"}]}),
        ("report", {"verdict": "fine"}),
        ("report", {"others": [{"verdict": "fine"}]}),
    ],
)
def test_what_breaks_the_contract_is_refused(name: str, change: dict[str, Any]) -> None:
    good = parsed(SEEDS[1]).to_json() if name == "plan" else check(parsed(SEEDS[1])).to_json()
    with pytest.raises(jsonschema.ValidationError):
        validator(name).validate(json.loads(good) | change)


def test_the_version_stands_in_every_answer() -> None:
    plan = parsed(SEEDS[0])
    for answer in (plan.to_json(), check(plan).to_json(), Plan(text="").to_json()):
        assert json.loads(answer)["schema_version"] == SCHEMA_VERSION
    assert Report.from_json(check(plan).to_json()).schema_version == SCHEMA_VERSION


def test_the_page_names_the_files_and_every_field() -> None:
    page = (ROOT / "docs" / "schema.md").read_text(encoding="utf-8")
    for name, path in SCHEMAS.items():
        assert path.name in page
        schema = json.loads(path.read_text(encoding="utf-8"))
        words = {*regex.findall(r"`(\w+)`", page)}
        assert {*schema["properties"]} <= words, name
