"""PDF files: the text layer where it is sound, OCR where there is none or where its letters are lost."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from ..document import Document
from ..errors import ReadError
from .builder import DocumentBuilder, make_source
from .limits import Limits
from .lost_letters import find_broken
from .ocr import has_tesseract
from .ocr_findings import find_doubts
from .page_flow import write_pages
from .page_parts import Page
from .pdf_page import covered_by_picture, read_page
from .scan import read_pages as read_scanned

_TAIL = 4096  # bytes at the end of the file in which its end mark must stand
MEDIA_TYPE = "application/pdf"


def read(data: bytes, path: Path | None, name: str, limits: Limits) -> Document:
    """Return the document in a PDF file; its ``blocks`` give pages.

    Raises ReadError for a file that is damaged, locked, too long, or that needs OCR where no OCR is installed.
    """
    if b"%%EOF" not in data[-_TAIL:]:
        # PDFium would repair it and give the pages that are left, as if there had been no others.
        raise ReadError(f"{name} là tệp PDF bị cắt cụt (thiếu phần cuối); hãy tải lại, hoặc xuất lại từ bản gốc")
    pdf = _open(data, name)
    try:
        count = len(pdf)
        if count > limits.max_pages:
            raise ReadError(
                f"{name} có {count} trang, quá giới hạn {limits.max_pages} trang; "
                "hãy tách riêng phần kế hoạch, hoặc nâng giới hạn max_pages"
            )
        return _read(pdf, data, name, limits)
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise ReadError(f"{name} là tệp PDF bị hỏng ({error}); hãy tải hoặc xuất lại tệp") from None
    finally:
        pdf.close()


def _open(data: bytes, name: str) -> pypdfium2.PdfDocument:
    try:
        pdf = pypdfium2.PdfDocument(data)
        pdf.init_forms()
    except pypdfium2.PdfiumError as error:
        # PDFium keeps the error of the file before where it has none for this one; so the file itself is asked too.
        locked = getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        if locked and b"/Encrypt" in data:
            raise ReadError(f"{name} là tệp PDF đặt mật khẩu; hãy mở bằng mật khẩu rồi in lại thành PDF") from None
        raise ReadError(f"{name} là tệp PDF bị hỏng; hãy tải lại, hoặc xuất lại từ bản gốc") from None
    return pdf


def _read(pdf: pypdfium2.PdfDocument, data: bytes, name: str, limits: Limits) -> Document:
    pages: list[Page] = []
    blank: list[bool] = []
    pictured: list[bool] = []
    for i in range(len(pdf)):
        page = pdf[i]
        try:
            pages.append(read_page(page, i + 1))
            blank.append(pdfium.FPDFPage_CountObjects(page.raw) == 0)
            pictured.append(covered_by_picture(page))
        finally:
            page.close()
    broken = find_broken([page.text for page in pages])
    unread = [i for i, page in enumerate(pages) if broken[i] or (not page.pieces and not blank[i])]
    if unread or any(pictured):
        # The text behind the picture of a page is what some scanner made of it: better than nothing.
        unread = [i for i in range(len(pages)) if i in unread or (pictured[i] and has_tesseract())]
        for i, page in zip(unread, read_scanned(pdf, unread, name, limits), strict=True):
            pages[i] = page
    builder = DocumentBuilder()
    write_pages(pages, builder)
    document = builder.build(make_source(data, name, MEDIA_TYPE, len(pages)))
    return find_doubts(document, [pages[i] for i in unread])
