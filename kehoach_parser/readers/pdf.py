"""PDF files: the text layer where it is sound, OCR where there is none or where its letters are lost."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from ..document import Document
from ..errors import ReadError
from .builder import DocumentBuilder, make_source
from .limits import Limits
from .page_flow import write_pages
from .page_parts import Page
from .pdf_page import covered_by_picture, read_page
from .syllables import syllable_share

MEDIA_TYPE = "application/pdf"
_BROKEN, _SOUND = 0.6, 0.9
_LEAST_WORDS = 8  # a page with fewer words has too little to be judged by
_MARKED = 0.25  # share of words with Vietnamese letters; below it the marks were lost


def read(data: bytes, path: Path | None, name: str, limits: Limits) -> Document:
    """Return the document in a PDF file; its ``blocks`` give pages.

    Raises ReadError for a file that is damaged, locked, too long, or that needs OCR where no OCR is installed.
    """
    pdf = _open(data, name)
    try:
        count = len(pdf)
        if count > limits.max_pages:
            raise ReadError(
                f"{name} có {count} trang, quá giới hạn {limits.max_pages} trang; "
                "hãy tách riêng phần kế hoạch, hoặc nâng giới hạn max_pages"
            )
        if count == 0:
            raise ReadError(f"{name} là tệp PDF không có trang nào; hãy kiểm tra lại việc tải hoặc lưu tệp")
        return _read(pdf, data, name, limits)
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise ReadError(f"{name} là tệp PDF bị hỏng ({error}); hãy tải hoặc xuất lại tệp") from None
    finally:
        pdf.close()


def _open(data: bytes, name: str) -> pypdfium2.PdfDocument:
    try:
        pdf = pypdfium2.PdfDocument(data)
        pdf.init_forms()
    except pypdfium2.PdfiumError:
        code = pdfium.FPDF_GetLastError()
        if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise ReadError(f"{name} là tệp PDF đặt mật khẩu; hãy mở bằng mật khẩu rồi in lại thành PDF") from None
        raise ReadError(f"{name} là tệp PDF bị hỏng hoặc bị cắt cụt; hãy tải lại, hoặc xuất lại từ bản gốc") from None
    return pdf


def _read(pdf: pypdfium2.PdfDocument, data: bytes, name: str, limits: Limits) -> Document:
    pages: list[Page] = []
    shares: list[float] = []
    pictures: list[bool] = []
    for i in range(len(pdf)):
        page = pdf[i]
        try:
            pages.append(read_page(page, i + 1))
            text = pages[-1].text
            shares.append(_soundness(text))
            pictures.append(len(text.split()) < 200 and covered_by_picture(page))
        finally:
            page.close()
    broken = any(share < _BROKEN for share, page in zip(shares, pages, strict=True) if page.pieces)
    # Where one page has lost letters the font is at fault, and a page that is nearly sound is suspect too.
    least = _SOUND if broken else _BROKEN
    unread = [i for i, share in enumerate(shares) if not pages[i].pieces or share < least or pictures[i]]
    builder = DocumentBuilder()
    if unread:
        from .scan import read_pages

        read_pages(pdf, pages, unread, name, limits, builder)
    write_pages(pages, builder)
    return builder.build(make_source(data, name, MEDIA_TYPE, len(pages)))


def _soundness(text: str) -> float:
    """Return how sound a text layer is, from 0 (lost letters) to 1; what is too short to be judged is sound."""
    text = unicodedata.normalize("NFC", text)
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    if len(words) < _LEAST_WORDS:
        return 1.0
    marked = sum(not word.isascii() for word in words)
    if len(words) > 40 and marked < _MARKED * len(words):
        return 0.0
    return syllable_share(text)
