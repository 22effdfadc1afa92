"""Pages without a text layer, and pictures of pages: rendered, read by OCR, repaired, and marked as read by OCR."""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np
import pypdfium2
from PIL import Image, ImageSequence

from ..document import Document
from ..errors import ReadError
from . import ocr
from .builder import DocumentBuilder, make_source
from .limits import Limits
from .ocr_findings import find_doubts
from .ocr_repairs import is_heading, repair_lines, repair_numerals
from .ocr_rules import load_rules
from .page_flow import write_pages
from .page_parts import Page, Piece
from .scan_image import DPI, Grey, clean_page, count_strokes
from .scan_lines import read_lines, words_of
from .syllables import syllable_share

_UPRIGHT = 0.55  # share of syllables below which a page may lie on its side
_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "TIFF": "image/tiff", "GIF": "image/gif", "BMP": "image/bmp"}
_A4_INCHES = 11.7


def read(data: bytes, path: Path | None, name: str, limits: Limits) -> Document:
    """Return the document in a picture (PNG, JPEG, TIFF of one or more pages) of a plan, read by OCR.

    Raises ReadError when the picture is damaged or too large, or when no OCR is installed.
    """
    ocr.require_tesseract(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a damaged picture lacks is no news for the user of a terminal
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        media_type, frames = _open(data, name, limits)
        pages = _read_all(frames, name, limits)
    builder = DocumentBuilder()
    write_pages(pages, builder)
    return find_doubts(builder.build(make_source(data, name, media_type, len(pages))), pages)


def _open(data: bytes, name: str, limits: Limits) -> tuple[str, Iterator[tuple[int, Grey]]]:
    """Return the media type of a picture and its pages, which are decoded one after the other."""

    def pages() -> Iterator[tuple[int, Grey]]:
        frames = _frames(image, name, limits)
        while True:
            try:
                frame = next(frames, None)
            except Exception as error:
                raise _refusal(error, name, limits) from None
            if frame is None:
                return
            yield frame

    try:
        image = Image.open(io.BytesIO(data))
    except Exception as error:
        raise _refusal(error, name, limits) from None
    return _TYPES.get(image.format or "", "image/*"), pages()


def _refusal(error: Exception, name: str, limits: Limits) -> ReadError:
    """Say why a picture cannot be decoded. Over hostile bytes Pillow raises anything (TypeError, KeyError …)."""
    if isinstance(error, ReadError):
        return error
    if isinstance(error, (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError)):
        return ReadError(_too_large(name, limits))
    return ReadError(f"{name} là tệp ảnh bị hỏng hoặc không đọc được; hãy lưu lại thành PNG, JPEG hay PDF")


def read_pages(pdf: pypdfium2.PdfDocument, numbers: Sequence[int], name: str, limits: Limits) -> list[Page]:
    """Return the pages ``numbers`` (counted from 0) of ``pdf`` as OCR reads them, in that order."""
    ocr.require_tesseract(name)
    if len(numbers) > limits.max_ocr_pages:
        raise ReadError(
            f"{name} có {len(numbers)} trang phải đọc bằng nhận dạng chữ (OCR), quá giới hạn {limits.max_ocr_pages} "
            "trang; hãy tách riêng phần kế hoạch, hoặc nâng giới hạn max_ocr_pages"
        )
    return _read_all(_render(pdf, numbers, limits), name, limits)


def _render(pdf: pypdfium2.PdfDocument, numbers: Sequence[int], limits: Limits) -> Iterator[tuple[int, Grey]]:
    for number in numbers:
        page = pdf[number]
        try:
            width, height = page.get_size()
            scale = DPI / 72
            scale = min(scale, (limits.max_page_pixels / max(width * height, 1.0)) ** 0.5)
            bitmap = page.render(scale=scale, grayscale=True)
            yield number + 1, np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)
            bitmap.close()
        finally:
            page.close()


def _frames(image: Image.Image, name: str, limits: Limits) -> Iterator[tuple[int, Grey]]:
    count = getattr(image, "n_frames", 1)
    if count > limits.max_ocr_pages:
        raise ReadError(
            f"{name} có {count} trang ảnh, quá giới hạn {limits.max_ocr_pages}; "
            "hãy tách tệp, hoặc nâng giới hạn max_ocr_pages"
        )
    for number, frame in enumerate(ImageSequence.Iterator(image), 1):
        if frame.width * frame.height > limits.max_page_pixels:
            raise ReadError(_too_large(name, limits))
        grey = frame.convert("RGBA") if "transparency" in frame.info or frame.mode in ("RGBA", "LA") else frame
        if grey.mode == "RGBA":
            paper = Image.new("RGBA", grey.size, "white")
            paper.alpha_composite(grey)
            grey = paper
        grey = grey.convert("L")
        longer = max(grey.size)
        ratio = _A4_INCHES * DPI / longer  # as if it were a page of A4
        if ratio > 1.15 or ratio < 0.6:
            ratio = min(max(ratio, 0.25), 3.0)
            grey = grey.resize((round(grey.width * ratio), round(grey.height * ratio)), Image.Resampling.LANCZOS)
        yield number, np.asarray(grey, dtype=np.uint8)


def _too_large(name: str, limits: Limits) -> str:
    return (
        f"{name} có ảnh lớn hơn {limits.max_page_pixels / 1e6:.0f} triệu điểm; "
        "hãy lưu lại ảnh nhỏ hơn, hoặc nâng giới hạn max_page_pixels"
    )


def _read_all(pictures: Iterable[tuple[int, Grey]], name: str, limits: Limits) -> list[Page]:
    """Read the pages, a few side by side; no more pictures are held than are being read."""
    workers = limits.ocr_workers or os.cpu_count() or 1
    pages: list[Page] = []
    with ThreadPoolExecutor(max_workers=workers) as pool:
        batch: list[tuple[int, Grey]] = []
        for picture in pictures:
            batch.append(picture)
            if len(batch) == workers:
                pages += pool.map(lambda one: _read_page(one[0], one[1], name, limits), batch)
                batch = []
        pages += pool.map(lambda one: _read_page(one[0], one[1], name, limits), batch)
    repair_numerals([page.pieces for page in pages])
    return pages


def _read_page(number: int, grey: Grey, name: str, limits: Limits) -> Page:
    clean = clean_page(grey)
    lines = read_lines(clean, name, limits)
    if syllable_share(words_of(lines)) < _UPRIGHT and (turn := ocr.find_turn(grey, name, limits)):
        turned = np.ascontiguousarray(np.rot90(grey, k=(360 - turn) // 90))
        other = clean_page(turned)
        again = read_lines(other, name, limits)
        if syllable_share(words_of(again)) > syllable_share(words_of(lines)):
            clean, lines, grey = other, again, turned
    height, width = grey.shape
    scale = 72 / DPI
    lines = [_with_numeral(words, clean.whole) for words in lines]
    pieces = [line for line in (_pieces(words, scale) for words in lines) if line]
    _even_sizes(pieces)
    return Page(number, width * scale, height * scale, repair_lines(pieces), clean.rulings, scanned=True)


def _even_sizes(lines: list[list[Piece]]) -> None:
    """Give all lines of about the usual size just that: a line without tall letters looks smaller than it is."""
    if not lines:
        return
    usual = median(piece.size for line in lines for piece in line)
    for line in lines:
        for piece in line:
            if 0.65 * usual < piece.size < 1.45 * usual:
                piece.size = usual


def _with_numeral(line: ocr.OcrLine, page: Grey) -> ocr.OcrLine:
    """Count the strokes of the Roman numeral of a heading in its picture: "III." is read as "II.", "HI.", "IH."."""
    if len(line) < 2 or not load_rules().is_numeral(line[0].text) or not is_heading([w.text for w in line[1:4]]):
        return line
    first = line[0]
    cut = page[first.top : first.top + first.height, max(first.left - 2, 0) : line[1].left - 2]
    strokes = count_strokes(cut)
    if not 1 <= strokes <= 3:
        return line
    return [replace(first, text="I" * strokes + "."), *line[1:]]


def _pieces(words: ocr.OcrLine, scale: float) -> list[Piece]:
    """The words of a line as pieces of one size."""
    if not words:
        return []
    # Letters without strokes up or down are lower: the line is as high as most of its words.
    size = median(word.height for word in words) * scale / 0.95
    return [
        Piece(
            word.text,
            word.left * scale,
            word.top * scale,
            (word.left + word.width) * scale,
            (word.top + word.height) * scale,
            size,
            confidence=word.confidence,
        )
        for word in words
    ]
