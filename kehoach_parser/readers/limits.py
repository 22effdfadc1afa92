"""What a file may cost before it is refused; every limit has a name, a default and can be set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits at the door.

    ``max_bytes``: the size of the file on disk.

    Files that are zip archives inside (.docx, .odt): ``max_zip_entries``, how many files they hold;
    ``max_zip_bytes``, their size together when expanded; ``max_part_bytes``, the size of one of them;
    ``max_zip_ratio``, how many times larger the whole may become by expanding (small archives are let through).

    Old formats (.doc, .rtf, .odt), which LibreOffice converts in a process of its own: ``office_seconds`` and
    ``office_seconds_per_file``, the time for one call and what each further file of the call adds;
    ``office_memory_bytes``, the address space of the process.

    PDF files: ``max_pages``. Pages that must be read by OCR, in processes of their own: ``max_ocr_pages``;
    ``max_page_pixels``, the size of one picture (a larger page is rendered coarser, a larger picture refused);
    ``ocr_seconds``, the time for one page; ``ocr_memory_bytes``, the address space of one process; ``ocr_workers``, how
    many pages are read at once (0: as many as there are cores).
    """

    max_bytes: int = 64 * 1024 * 1024
    max_zip_entries: int = 5_000
    max_zip_bytes: int = 512 * 1024 * 1024
    max_part_bytes: int = 64 * 1024 * 1024
    max_zip_ratio: int = 100
    office_seconds: float = 60.0
    office_seconds_per_file: float = 5.0
    office_memory_bytes: int = 4 * 1024 * 1024 * 1024
    max_pages: int = 1_000
    max_ocr_pages: int = 200
    max_page_pixels: int = 50_000_000
    ocr_seconds: float = 120.0
    ocr_memory_bytes: int = 2 * 1024 * 1024 * 1024
    ocr_workers: int = 0


DEFAULT_LIMITS = Limits()
