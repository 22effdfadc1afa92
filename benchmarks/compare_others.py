"""How fast this library is beside what somebody would take instead: the same files, in one run, on one core.

    python -m pip install underthesea spacy dateparser quantulum3 docx2txt python-docx docx2python
    python benchmarks/compare_others.py [--seconds 3] [--json FILE] [PLAN ...]

Each tool does what it can of the work. None of them reads targets, deadlines and assignments: the column "gives" says
what comes out. A tool that is not installed is left out and named. Rates are the median of five
rounds, by the time of the thread: other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
import logging
import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

ROOT = Path(__file__).resolve().parents[1]
PLANS = sorted((ROOT / "corpus" / "plans").glob("*.*"))
Work = Callable[[Any], object]


def ours() -> dict[str, tuple[str, Work]]:
    """Return our own work, from text to plan and to the comparison."""
    from kehoach_parser import check, parse

    return {
        "kehoach-parser: parse": ("targets, deadlines, assignments, header …", lambda text: parse(text=text)),
        "kehoach-parser: parse and check": (
            "the same, held against the decision",
            lambda text: check(parse(text=text), baseline="2282"),
        ),
    }


def underthesea() -> dict[str, tuple[str, Work]]:
    """Return what underthesea is taken for: word segmentation and named entities, line by line."""
    from underthesea import ner, word_tokenize

    def each_line(work: Callable[[str], object]) -> Work:
        return lambda text: [work(line) for line in text.splitlines() if line.strip()]

    return {
        "underthesea: word_tokenize": ("words", each_line(word_tokenize)),
        "underthesea: ner": ("names of persons, places, bodies", each_line(ner)),
    }


def spacy() -> dict[str, tuple[str, Work]]:
    """Return a blank Vietnamese pipeline without a segmenter, with the names and words of our rules as patterns."""
    import spacy
    import yaml

    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"use_pyvi": False}}})
    ruler = nlp.add_pipe("entity_ruler")
    names: set[str] = set()
    for path in sorted((ROOT / "rules" / "agencies").glob("*.yaml")):
        collect_names(yaml.safe_load(path.read_text(encoding="utf-8")), names)
    ruler.add_patterns([{"label": "AGENCY", "pattern": name} for name in sorted(names)])
    for words in ("%", "đến năm 2025", "hằng năm", "giai đoạn 2021 - 2030", "chủ trì", "phối hợp với"):
        ruler.add_patterns([{"label": "WORDS", "pattern": words}])
    return {f"spaCy blank vi + EntityRuler ({len(names)} names)": ("tokens and the names of a list", nlp)}


def collect_names(node: object, names: set[str]) -> None:
    """Collect the names of bodies that stand in the gazetteer."""
    if isinstance(node, dict):
        names.update(str(node[key]) for key in ("name", "canonical") if key in node)
        for value in node.values():
            collect_names(value, names)
    elif isinstance(node, list):
        for value in node:
            collect_names(value, names)


def dateparser() -> dict[str, tuple[str, Work]]:
    """Return dateparser's search for dates."""
    from dateparser.search import search_dates

    return {"dateparser: search_dates": ("dates", lambda text: search_dates(text, languages=["vi"]))}


def quantulum3() -> dict[str, tuple[str, Work]]:
    """Return quantulum3's search for quantities (made for English)."""
    logging.disable(logging.CRITICAL)
    from quantulum3 import parser

    return {"quantulum3: parse": ("numbers with units", lambda text: parser.parse(text))}


TEXT_TOOLS = (ours, underthesea, spacy, dateparser, quantulum3)


def word_files(texts: list[str]) -> list[bytes]:
    """Return the texts as .docx files, one paragraph a line, made by python-docx."""
    import docx

    files = []
    for text in texts:
        document = docx.Document()
        for line in text.splitlines():
            document.add_paragraph(line)
        target = io.BytesIO()
        document.save(target)
        files.append(target.getvalue())
    return files


def our_reader() -> dict[str, tuple[str, Work]]:
    """Return our own reader of Word files, and the whole way to a plan."""
    from kehoach_parser.pipeline import parse_document
    from kehoach_parser.readers import read_bytes
    from kehoach_parser.rules import Rules

    rules = Rules.load()
    return {
        "kehoach-parser: read": ("text with numbers, tables, notes, places", lambda data: read_bytes(data)),
        "kehoach-parser: read and parse": ("the plan", lambda data: parse_document(read_bytes(data), rules)),
    }


def python_docx() -> dict[str, tuple[str, Work]]:
    """Return the text of the paragraphs by python-docx."""
    import docx

    def read(data: bytes) -> str:
        return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)

    return {"python-docx: paragraphs": ("text without numbers and tables", read)}


def docx2txt() -> dict[str, tuple[str, Work]]:
    """Return the text by docx2txt."""
    import docx2txt

    return {"docx2txt": ("text without numbers", lambda data: docx2txt.process(io.BytesIO(data)))}


def docx2python() -> dict[str, tuple[str, Work]]:
    """Return the text by docx2python."""
    from docx2python import docx2python

    def read(data: bytes) -> str:
        with docx2python(io.BytesIO(data)) as document:
            return str(document.text)

    return {"docx2python": ("text, numbers in a form of its own", read)}


def docling() -> dict[str, tuple[str, Work]]:
    """Return docling's conversion to Markdown (6 GB installed with its models; left out where it is not there)."""
    importlib.import_module("docling")
    from docling.datamodel.base_models import DocumentStream
    from docling.document_converter import DocumentConverter

    converter = DocumentConverter()

    def read(data: bytes) -> str:
        return str(
            converter.convert(DocumentStream(name="a.docx", stream=io.BytesIO(data))).document.export_to_markdown()
        )

    return {"docling": ("Markdown, numbers changed", read)}


WORD_TOOLS = (our_reader, python_docx, docx2txt, docx2python, docling)


def rate(work: Work, inputs: list[Any], seconds: float) -> float:
    """Return how many of ``inputs`` ``work`` does in a second of this thread: the median of five rounds over all.

    The clock is the thread's own, so that other work on the machine does not count; whatever the first call loads does
    not count either. A tool that needs longer than a round for all inputs has one round.
    """
    clock = time.thread_time
    rates: list[float] = []
    work(inputs[0])
    while len(rates) < 5:
        done, start = 0, clock()
        while (spent := clock() - start) < seconds / 5 or not done:
            for one in inputs:
                work(one)
            done += len(inputs)
        rates.append(done / spent)
        if spent > seconds:
            break
    return statistics.median(rates)


def compare(title: str, makers: tuple[Callable[..., Any], ...], inputs: list[Any], seconds: float) -> dict[str, float]:
    """Measure and print what each of ``makers`` gives."""
    print(f"\n{title:44}{'docs/s':>9}{'ms each':>10}{'times ours':>12}  gives")
    found: dict[str, float] = {}
    first = 0.0
    for make in makers:
        try:
            tools = make()
        except ImportError as error:
            print(f"{make.__name__:44}  left out: {error.name or make.__name__} is not installed")
            continue
        for name, (gives, work) in tools.items():
            try:
                found[name] = rate(work, inputs, seconds)
            except Exception as error:  # a tool that breaks on a plan is a result too
                print(f"{name:44}  breaks: {type(error).__name__}: {str(error)[:60]}")
                continue
            first = first or found[name]
            print(
                f"{name:44}{found[name]:9.1f}{1000 / found[name]:10.2f}{first / found[name]:12.1f}  {gives}", flush=True
            )
    return found


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description="Speed beside other tools.")
    arguments.add_argument("plans", nargs="*", type=Path, default=PLANS)
    arguments.add_argument("--seconds", type=float, default=3.0, help="for each tool")
    arguments.add_argument("--json", type=Path, help="keep the figures in this file")
    given = arguments.parse_args()
    warnings.simplefilter("ignore")
    texts = [path.read_text(encoding="utf-8-sig") for path in given.plans]
    sys.path.insert(0, str(ROOT / "benchmarks"))
    from bench_speed import run_floor

    floor = rate(run_floor, texts, given.seconds)
    size = sum(len(text.encode()) for text in texts) / len(texts) / 1000
    print(f"{len(texts)} plans, {size:.1f} kB each; Python {sys.version.split()[0]}, one process")
    print(f"floor of this machine, twelve plain regular expressions: {floor:.1f} docs/s")
    figures = {
        "floor": floor,
        "text": compare("text to results", TEXT_TOOLS, texts, given.seconds),
        "docx": compare("Word file to text", WORD_TOOLS, word_files(texts), given.seconds),
    }
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
