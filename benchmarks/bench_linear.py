"""Does the time grow with the length of the text, and no faster, whatever stands in it?

    python benchmarks/bench_linear.py [--largest 1280000] [--long] [--only NAME] [--json FILE]

Each text is one hostile piece, or a form made of many, inside the frame of a plan, so that each step looks at it: read,
parse, review and compare with Decision 2282. Lengths double from 10,000 characters on; printed are the milliseconds of
the first and the last, the speed at the last, and the worst t(2n)/t(n). A ratio over 2.3 on a quiet machine is a fault
and the exit code is 1. ``--long`` goes on to 10 MB.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kehoach_parser import Rules
from kehoach_parser.baseline import Baseline
from kehoach_parser.compare import diff
from kehoach_parser.pipeline import parse_document
from kehoach_parser.readers import read_text

LIMIT = 2.3
SMALLEST = 10_000
HEAD = (
    "ỦY BAN NHÂN DÂN TỈNH A\nSố: 12/KH-UBND\nA, ngày 15 tháng 3 năm 2022\n\nKẾ HOẠCH\n"
    "Thực hiện Quyết định số 2282/QĐ-TTg giai đoạn 2022 - 2030\n\nI. MỤC TIÊU\n"
)
MIDDLE = "\nII. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ\n- "
TAIL = "\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Văn An\n"

# What is written again and again.
PIECES = {
    "digits": "1",
    "dotted digits": "1.",
    "digits and blanks": "1 ",
    "decimals": "1.234,5 ",
    "letters": "a",
    "syllables": "a ",
    "blanks": " ",
    "tabs": "\t",
    "empty lines": "\n",
    "dashes": "- ",
    "dots": "...",
    "opening brackets": "(",
    "brackets": "(a) ",
    "opening quotes": "“",
    "straight quotes": '"',
    "stars": "*",
    "bold that stays open": "**a\n",
    "underlines": "_a",
    "backslashes": "\\",
    "tags": "<",
    "entities": "&",
    "links": "[a](",
    "notes": "[1]\n",
    "note marks": "[^1] ",
    "headings of Markdown": "# a\n",
    "rules of Markdown": "---\n",
    "bars": "|\n",
    "rows that never end": "| a | b ",
    "table rows": "| a | 12 | b |\n",
    "flattened tables": "|\n|\nxã\n|\n12\n|\n",
    "bare cells": "a | b | c\n",
    "bullets": "- x\n",
    "numbered headings": "1. Mục tiêu\n",
    "Roman headings": "II. NHIỆM VỤ\n",
    "letters in order": "a) Một\nb) Hai\n",
    "capitals": "KẾ HOẠCH\n",
    "types of documents": "Kế hoạch ",
    "lines that hang": "của\n",
    "lines before a number": "số\n",
    "half a date": "../",
    "days": "1, 2, ",
    "days of a month": "ngày 1/",
    "months": "tháng 1 - ",
    "ranges": "từ ngày 1 đến ",
    "years": "2026 - ",
    "quarters": "quý I, ",
    "years of targets": "đến năm 2030 ",
    "deadlines": "trước ngày 15/11 hằng năm; ",
    "labels of time": "Thời gian thực hiện: hằng năm. ",
    "empty labels of time": "Thời gian: \n",
    "cycles": "định kỳ, ",
    "days after an event": "chậm nhất 05 ngày sau khi a ",
    "reports": "Sở Nội vụ báo cáo trước ngày 5/6. ",
    "percentages": "60% và 70%, ",
    "targets": "Tỷ lệ hộ có nước sạch đạt 95%, ",
    "targets in lines": "- Đến năm 2025 đạt 60% cơ quan có lãnh đạo chủ chốt là nữ.\n",
    "targets in divisions": "1. Đến năm 2025 đạt 60% xã.\n2. Đến năm 2030 đạt 70% xã.\n",
    "duties": "phải có lãnh đạo chủ chốt là nữ; ",
    "forbidden thresholds": "không có a trên 5% ",
    "counts in lists": "đàn bò 35.000 con, ",
    "conditions": "nếu có tỷ lệ nữ từ 30% trở lên ",
    "fractions": "một nửa, 1/2 số hộ, ",
    "bodies": "Sở Nội vụ, ",
    "groups": "các sở, ban, ngành, ",
    "bodies after semicolons": "Sở Y tế theo dõi; ",
    "owners of dates": "Sở Y tế xong trước ngày 5/5/2026; ",
    "deeds on days": "tổ chức lễ ngày 15/4/2026, ",
    "bodies of bodies": "thuộc Sở Y tế ",
    "bodies with places": "Ủy ban nhân dân tỉnh Điện Biên ",
    "bodies in brackets": "(UBND) ",
    "lists of fields": "Trung tâm A, B và ",
    "partners": "phối hợp với Sở Y tế, ",
    "partners in lines": "\n- phối hợp",
    "addressees": "gửi Sở Y tế, ",
    "requests": "Đề nghị Sở Y tế: ",
    "citations": "Quyết định số 12/QĐ-UBND ngày 01/02/2022 của UBND tỉnh; ",
    "half a citation": "số 1/",
    "symbols": "12-KH/",
    "words that open an issuer": "của ",
    "signatures": "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n",
    "recipients": "Nơi nhận:\n",
    "appendices": "Phụ lục I\n",
    "articles": "Điều 1. a\n",
    "slips": "thực kế hoạch nghiện ",
    "words twice": "của của ",
    "sentences": "A. ",
    "semicolons": "a; ",
}


def nested(length: int) -> str:
    """Return divisions as deep as numbers go, over and over."""
    levels = "I. A\n1. B\n1.1. C\n1.1.1. D\n1.1.1.1. E\na) F\na.1) G\n(1) H\n- K\n+ L\n"
    return (levels * (length // len(levels) + 1))[:length]


def counted(length: int) -> str:
    """Return headings that count on: 1., 2., 3. …"""
    lines, size = [], 0
    while size < length:
        lines.append(f"{len(lines) % 999 + 1}. Nhiệm vụ của Sở Nội vụ\n")
        size += len(lines[-1])
    return "".join(lines)


def different(length: int) -> str:
    """Return words that all differ: nothing that was judged before comes back."""
    words, size = [], 0
    while size < length:
        words.append(f"a{len(words):x}ễn")
        size += len(words[-1]) + 1
    return " ".join(words)


def deep_brackets(length: int) -> str:
    """Return brackets inside brackets."""
    return "(" * (length // 2) + ")" * (length // 2)


def wrapped(length: int) -> str:
    """Return a hard-wrapped text: one paragraph of short lines."""
    line = "các cơ quan, đơn vị, địa phương có trách nhiệm triển khai thực hiện kế hoạch này và\n"
    return line * (length // len(line) + 1)


def wide_table(length: int) -> str:
    """Return one table row of very many cells."""
    return "| a " * (length // 4) + "|\n" + "|---" * (length // 4) + "|\n"


FORMS: dict[str, Callable[[int], str]] = {
    "deep divisions": nested,
    "divisions that count on": counted,
    "words that all differ": different,
    "brackets in brackets": deep_brackets,
    "hard-wrapped lines": wrapped,
    "wide tables": wide_table,
}


def generators() -> dict[str, Callable[[int], str]]:
    """Return all forms by name: each makes about so many characters."""

    def repeat(piece: str) -> Callable[[int], str]:
        return lambda length: piece * (length // len(piece) + 1)

    return {**{name: repeat(piece) for name, piece in PIECES.items()}, **FORMS}


def in_plan(body: Callable[[int], str], length: int) -> str:
    """Return a plan whose objectives and duties are each half of ``length`` characters of ``body``."""
    half = body(length // 2)
    return HEAD + half + MIDDLE + half + TAIL


def measure(text: str, rules: Rules, baseline: Baseline, budget: float) -> float:
    """Return the least seconds of this thread that reading, parsing and comparing take; again within ``budget``.

    Python's collector is off meanwhile: it begins its long rounds at some length, which would show as growth there.
    """
    least, spent = float("inf"), 0.0
    for _ in range(5):
        gc.collect()
        gc.disable()
        start = time.thread_time()
        diff(parse_document(read_text(text), rules), baseline, rules=rules)
        seconds = time.thread_time() - start
        gc.enable()
        least, spent = min(least, seconds), spent + seconds
        if spent > budget:
            break
    return least


def main() -> int:
    """Measure and print; 1 when a ratio is over the limit."""
    arguments = argparse.ArgumentParser(description="Growth of the time with the length of the text.")
    arguments.add_argument("--largest", type=int, default=SMALLEST * 128, help="characters of the longest text")
    arguments.add_argument("--long", action="store_true", help="up to 10 MB")
    arguments.add_argument("--only", default="", help="forms whose name holds this")
    arguments.add_argument("--json", type=Path, help="keep the figures in this file")
    given = arguments.parse_args()
    largest = SMALLEST * 1024 if given.long else given.largest
    rules = Rules.load()
    baseline = Baseline.load("2282", rules)
    measure(in_plan(nested, SMALLEST), rules, baseline, 0.1)  # loads the rules
    print(f"{'':28}{'ms, 10 kB':>10}{'ms, last':>10}{'MB/s':>8}{'worst t(2n)/t(n)':>18}   at")
    figures: dict[str, dict[str, float]] = {}
    for name, body in generators().items():
        if given.only not in name:
            continue
        length, times, sizes = SMALLEST, [], []
        text = ""
        while length <= largest:
            text = in_plan(body, length)
            times.append(measure(text, rules, baseline, 0.5))
            sizes.append(length)
            length *= 2
        ratios = [later / sooner for sooner, later in itertools.pairwise(times)]
        worst = max(ratios, default=0.0)
        at = sizes[ratios.index(worst) + 1] if ratios else 0
        speed = len(text.encode()) / 1e6 / times[-1]
        figures[name] = {"first": times[0], "last": times[-1], "mb_per_second": speed, "worst": worst}
        mark = "  <--" if worst > LIMIT else ""
        print(
            f"{name:28}{times[0] * 1e3:10.1f}{times[-1] * 1e3:10.0f}{speed:8.2f}{worst:18.2f}{at:10}{mark}", flush=True
        )
    worst = max((figure["worst"] for figure in figures.values()), default=0.0)
    print(f"\n{len(figures)} forms; worst ratio {worst:.2f}, limit {LIMIT}")
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return int(worst > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
