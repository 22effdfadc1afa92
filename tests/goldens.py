"""Golden reports: what each output says of the five plans, kept as text that people can read in a change.

``make golden`` writes them anew; the change then shows what the outputs say differently.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "golden"
WRITING = os.environ.get("KEHOACH_GOLDEN") == "write"


def check_golden(name: str, text: str) -> None:
    """Hold ``text`` against the golden file ``name``; with KEHOACH_GOLDEN=write the file is written instead."""
    path = FOLDER / name
    if WRITING:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return
    if not path.exists():
        pytest.fail(f"tests/golden/{name} is missing: run `make golden` and read what it writes")
    kept = path.read_text(encoding="utf-8")
    assert text == kept, f"tests/golden/{name} says something else now: run `make golden` and read the change"
