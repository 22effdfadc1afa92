"""The door to tesseract: pictures in, words with their places and confidence out, each call a process of its own.

The program gets one thread (pages are read side by side, as many as there are cores), a time limit and a memory limit.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..errors import ReadError
from .limits import Limits
from .processes import run_limited
from .scan_image import DPI, Grey

PROGRAM = "tesseract"
LANGUAGE = "vie"
PACKAGES = "tesseract-ocr và tesseract-ocr-vie"
_WORD_LEVEL = "5"


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A word as read: its box in points of the picture, and tesseract's confidence (0 to 100)."""

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float


OcrLine = list[OcrWord]


def require_tesseract(name: str) -> None:
    """Raise ReadError, with the packages to install, when OCR cannot run here."""
    if shutil.which(PROGRAM) is None:
        raise ReadError(
            f"{name} phải đọc bằng nhận dạng chữ (OCR) vì là bản chụp hoặc hỏng lớp chữ, mà máy chưa cài tesseract; "
            f"hãy cài gói {PACKAGES} (Debian, Ubuntu: apt install tesseract-ocr tesseract-ocr-vie)"
        )
    if LANGUAGE not in _languages():
        raise ReadError(
            f"{name} phải đọc bằng nhận dạng chữ (OCR), mà tesseract chưa có dữ liệu tiếng Việt; "
            "hãy cài gói tesseract-ocr-vie (Debian, Ubuntu: apt install tesseract-ocr-vie)"
        )


@lru_cache(maxsize=1)
def _languages() -> frozenset[str]:
    try:
        done = subprocess.run([PROGRAM, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(done.stdout.split())


def has_tesseract() -> bool:
    """Say whether OCR can run here."""
    return shutil.which(PROGRAM) is not None and LANGUAGE in _languages()


def read_pictures(pictures: Sequence[Grey], psm: int, name: str, limits: Limits) -> list[list[OcrLine]]:
    """Return the lines of words of each picture. ``psm`` is tesseract's page segmentation mode.

    Raises ReadError when tesseract fails, or takes more time or memory than the limits allow.
    """
    if not pictures:
        return []
    with tempfile.TemporaryDirectory(prefix="kehoach-ocr-") as given:
        folder = Path(given)
        paths = [_write(picture, folder / f"{i}.pgm") for i, picture in enumerate(pictures)]
        (folder / "pictures.txt").write_text("\n".join(map(str, paths)), encoding="utf-8")
        _run(
            ["pictures.txt", "read", "-l", LANGUAGE, "--psm", str(psm), "--dpi", str(DPI), "tsv"], folder, name, limits
        )
        return _parse((folder / "read.tsv").read_text(encoding="utf-8", errors="replace"), len(pictures))


def find_turn(picture: Grey, name: str, limits: Limits) -> int:
    """Return by how many degrees (0, 90, 180, 270, clockwise) the picture must be turned to stand upright."""
    with tempfile.TemporaryDirectory(prefix="kehoach-ocr-") as given:
        folder = Path(given)
        _write(picture, folder / "page.pgm")
        try:
            _run(["page.pgm", "told", "-l", "osd", "--psm", "0", "--dpi", str(DPI)], folder, name, limits)
            told = (folder / "told.osd").read_text(encoding="utf-8", errors="replace")
        except (ReadError, OSError):
            return 0  # too few letters to tell, or no data for it
    for line in told.splitlines():
        if line.startswith("Rotate:"):
            return int(line.split(":")[1]) % 360
    return 0


def _write(picture: Grey, path: Path) -> Path:
    height, width = picture.shape
    path.write_bytes(b"P5\n%d %d\n255\n" % (width, height) + picture.tobytes())
    return path


def _run(arguments: list[str], folder: Path, name: str, limits: Limits) -> None:
    command = [PROGRAM, *arguments]
    if os.name == "posix":
        command = ["/usr/bin/env", "OMP_THREAD_LIMIT=1", *command]
    try:
        status = run_limited(command, folder, limits.ocr_seconds, limits.ocr_memory_bytes)
    except OSError as error:
        raise ReadError(f"{name}: không chạy được tesseract ({error}); hãy cài lại gói {PACKAGES}") from None
    if status is None:
        raise ReadError(
            f"{name}: nhận dạng chữ một trang quá {limits.ocr_seconds:.0f} giây; "
            "hãy quét lại ở 200-300 dpi, hoặc nâng giới hạn ocr_seconds"
        )
    if status != 0:
        raise ReadError(
            f"{name}: tesseract dừng vì lỗi (mã {status}); "
            f"hãy cài lại gói {PACKAGES}, hoặc nâng giới hạn ocr_memory_bytes"
        )


def _parse(table: str, count: int) -> list[list[OcrLine]]:
    """The lines of words from tesseract's table (level, page, block, paragraph, line, word, box, confidence, text)."""
    pages: list[list[OcrLine]] = [[] for _ in range(count)]
    last: tuple[str, ...] = ()
    for row in table.splitlines():
        fields = row.split("\t")
        if len(fields) < 12 or fields[0] != _WORD_LEVEL or not fields[11].strip():
            continue
        page = int(fields[1]) - 1
        if not 0 <= page < count:
            continue
        left, top, width, height = map(int, fields[6:10])
        word = OcrWord(fields[11].strip(), left, top, width, height, float(fields[10]))
        key = tuple(fields[1:5])
        if key == last:
            pages[page][-1].append(word)
        else:
            pages[page].append([word])
        last = key
    return pages
