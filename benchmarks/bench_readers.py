"""What a document of each format costs to read: the plans of the corpus, written in every format, read one at a time.

    python benchmarks/bench_readers.py [--seconds 2] [--json FILE]

Milliseconds from the bytes of a file to its text with tables and places; ``parse`` (text to plan) comes on top and is
the same for all. The old formats need LibreOffice and scans tesseract: processes of their own, whose start is counted.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import make_formats  # noqa: E402
import pypdfium2  # noqa: E402
from conftest import SEEDS  # noqa: E402

from kehoach_parser.document import Document  # noqa: E402
from kehoach_parser.readers import office, read_bytes, read_file  # noqa: E402


def scanned(pdf: bytes, dpi: int = 200) -> bytes:
    """Return the pages of ``pdf`` as a PDF of pictures."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
    target = io.BytesIO()
    pages[0].save(target, "PDF", save_all=True, append_images=pages[1:], resolution=dpi)
    return target.getvalue()


def files() -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """Yield each format with its files (name, bytes)."""
    documents = {path.stem: read_file(path) for path in SEEDS}
    plans = {name: make_formats.lay_out(document) for name, document in documents.items()}
    yield "Markdown, text", [(path.name, path.read_bytes()) for path in SEEDS]
    yield "TCVN3 text", [(f"{name}.txt", make_formats.make_tcvn3_text(one)) for name, one in documents.items()]
    yield ".docx", [(f"{name}.docx", make_formats.make_docx(one)) for name, one in plans.items()]
    yield (
        ".docx, automatic numbers",
        [(f"{name}.docx", make_formats.make_docx(one, automatic=True)) for name, one in plans.items()],
    )
    yield ".html of Word", [(f"{name}.html", make_formats.make_word_html(one)) for name, one in plans.items()]
    yield ".html of a portal", [(f"{name}.html", make_formats.make_portal_html(one)) for name, one in plans.items()]
    program = shutil.which("soffice")
    if program is None:
        return
    word = {name: make_formats.make_docx(one) for name, one in plans.items()}
    pdf = make_formats.make_by_libreoffice(program, word, "pdf")
    yield ".pdf", [(f"{name}.pdf", data) for name, data in pdf.items()]
    doc = make_formats.make_by_libreoffice(program, word, "doc")
    yield ".doc, one at a time", [(f"{name}.doc", data) for name, data in doc.items()]
    yield ".doc, all in one call", [(f"{name}.doc", data) for name, data in doc.items()]
    if shutil.which("tesseract"):
        first = min(pdf, key=lambda name: len(pypdfium2.PdfDocument(pdf[name])))
        yield f"scan, {len(pypdfium2.PdfDocument(pdf[first]))} pages", [(f"{first}.pdf", scanned(pdf[first]))]


def milliseconds(kind: str, inputs: list[tuple[str, bytes]], seconds: float) -> float:
    """Return the milliseconds that one file takes: the median of at least three rounds, of one where it is slow."""
    rounds = []
    # What runs in a process of its own is timed by the clock on the wall, the rest by the time of this thread.
    clock = time.perf_counter if kind.startswith((".doc,", "scan")) else time.thread_time
    begun = clock()
    while len(rounds) < 3 or clock() - begun < seconds:
        start = clock()
        if kind.endswith("in one call"):
            found = office.read_many(inputs)
            assert all(isinstance(one, Document) for one in found)
        else:
            for name, data in inputs:
                read_bytes(data, name=name)
        rounds.append((clock() - start) / len(inputs))
        if rounds[-1] * len(inputs) > 3 * seconds:
            break
    return statistics.median(rounds) * 1000


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description="Milliseconds a document of each format.")
    arguments.add_argument("--seconds", type=float, default=2.0, help="for each format")
    arguments.add_argument("--json", type=Path, help="keep the figures in this file")
    given = arguments.parse_args()
    figures: dict[str, float] = {}
    print(f"{'format':28}{'kB a file':>10}{'ms a file':>11}")
    for kind, inputs in files():
        figures[kind] = milliseconds(kind, inputs, given.seconds)
        size = sum(len(data) for _, data in inputs) / len(inputs) / 1000
        print(f"{kind:28}{size:10.1f}{figures[kind]:11.1f}", flush=True)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
