"""What the tests of the corpus share: small plans by the dozen, and a look at what a build has left."""

from __future__ import annotations

import atexit
import functools
import hashlib
import json
import random
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from kehoach_parser.corpus.settings import Settings

for _name in ("pyarrow", "duckdb", "datasketch"):
    pytest.importorskip(_name, reason="pip install 'kehoach-parser[corpus]'")

HOSTILE = Path(__file__).with_name("corpus_hostile.py")
LIGHT = HOSTILE.with_name("corpus_light.py")

_PROVINCES = ("Điện Biên", "Hà Giang", "Lào Cai", "An Giang", "Quảng Ninh", "Nghệ An", "Gia Lai", "Bến Tre")
_THEMES = ("bình đẳng giới", "chuyển đổi số", "phòng, chống ma túy", "dân số", "kinh tế tập thể", "đào tạo nghề")
_BODIES = ("Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp", "Công an tỉnh", "Sở Y tế", "Sở Xây dựng")


@functools.cache
def rules_copy() -> str:
    """Return a copy of the rules that nobody edits while builds are compared."""
    folder = tempfile.mkdtemp(prefix="kehoach-rules-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(ROOT / "rules", folder, dirs_exist_ok=True)
    return folder


def settings(**options: Any) -> Settings:
    """Return settings with the copied rules."""
    return Settings(rules_folder=rules_copy(), **options)


def plan_text(number: int, seed: int = 7) -> str:
    """Return a short plan; each number gives another one, always the same."""
    rng = random.Random(seed * 100_003 + number)
    province, theme = rng.choice(_PROVINCES), rng.choice(_THEMES)
    first, second = rng.sample(_BODIES, 2)
    year = rng.randint(2021, 2024)
    return (
        f"ỦY BAN NHÂN DÂN\nTỈNH {province.upper()}\n\nSố: {number + 1}/KH-UBND\n\n"
        f"{province}, ngày {rng.randint(1, 28):02d} tháng {rng.randint(3, 12):02d} năm {year}\n\n"
        f"KẾ HOẠCH\nThực hiện công tác {theme} năm {year + 1}\n\n"
        f"I. MỤC TIÊU\n1. Đến năm {year + 1}, ít nhất {rng.randint(20, 95)}% cơ quan {rng.choice(_THEMES)} đạt "
        f"yêu cầu.\n"
        f"2. Hằng năm tổ chức {rng.randint(2, 40)} lớp tập huấn về {theme}.\n\n"
        f"II. TỔ CHỨC THỰC HIỆN\n1. {first}: Chủ trì, phối hợp với {second} triển khai nhiệm vụ số {number}, "
        f"báo cáo trước ngày {rng.randint(1, 28)}/{rng.randint(1, 12)}/{year + 1}.\n"
        f"2. {second}: Bố trí kinh phí, kiểm tra việc thực hiện {rng.choice(_THEMES)}.\n"
    )


def make_plans(folder: Path, count: int, seed: int = 7) -> Path:
    """Write ``count`` different plans into ``folder`` and its subfolders."""
    for number in range(count):
        path = folder / f"{number % 3}" / f"plan-{number:04d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(plan_text(number, seed), encoding="utf-8")
    return folder


def tables_of(root: Path) -> dict[str, str]:
    """Return the sha256 of every table file and of the manifest, by name."""
    files = [*sorted((root / "tables").rglob("*.parquet")), root / "manifest.json"]
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def ledger_of(root: Path) -> list[dict[str, Any]]:
    """Return the rows of the ledger."""
    lines = [line for path in sorted((root / "ledger").iterdir()) for line in path.read_text("utf-8").splitlines()]
    return [json.loads(line) for line in lines]
