"""What a file is, by its first bytes and never by its name."""

from __future__ import annotations

import io
import zipfile
from typing import Literal

import regex

Kind = Literal[
    "text",
    "html",
    "mhtml",
    "docx",
    "odt",
    "doc",
    "rtf",
    "word-xml",
    "pdf",
    "picture",
    "archive",
    "encrypted",
    "spreadsheet",
    "slides",
    "binary",
]

_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"BM")
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_97 = b"\xec\xa5"
_HTML = regex.compile(rb"<(?:!doctype html|html|head|body|meta|table|div|p\b|title)", regex.IGNORECASE)
_HEAD = 4096
_MOST_ENTRIES = 100_000  # of a zip archive; documents have a few dozen


def sniff(data: bytes) -> Kind:
    """Return what kind of file ``data`` is; bytes that are no known format and no text are "binary".

    >>> sniff(b"%PDF-1.7 ...")
    'pdf'
    >>> sniff("Kế hoạch".encode())
    'text'
    """
    head = data[:_HEAD]
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _sniff_zip(data)
    if head.startswith(_OLE):
        return _sniff_ole(data)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:12] in _HEIF:
        return "picture"
    if head.startswith(_ARCHIVES) or data[257:262] == b"ustar":
        return "archive"
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    plain = _unwidened(head).lstrip(b"\xef\xbb\xbf \t\r\n")
    if plain.startswith(b"<?xml") and any(
        word in plain for word in (b"Word.Document", b"pkg:package", b"w:wordDocument")
    ):
        return "word-xml"
    if b"MIME-Version:" in head and b"multipart/related" in head.lower():
        return "mhtml"
    if plain.startswith(b"<") and _HTML.search(plain):
        return "html"
    return "binary" if _is_binary(data) else "text"


_HEIF = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")


def _unwidened(head: bytes) -> bytes:
    """UTF-16 text with the zero bytes and its mark left out, so that ASCII words can be looked for."""
    return head[2:].replace(b"\x00", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head


def _sniff_zip(data: bytes) -> Kind:
    if data.count(b"PK\x01\x02") > _MOST_ENTRIES:
        return "archive"  # to list a million names takes seconds and half a gigabyte
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()[:2000]
            if "word/document.xml" in names:
                return "docx"
            if any(name.startswith("word/") for name in names) and "[Content_Types].xml" in names:
                return "docx"
            if any(name.startswith("xl/") for name in names):
                return "spreadsheet"
            if any(name.startswith("ppt/") for name in names):
                return "slides"
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype")
                if b"opendocument.text" in kind:
                    return "odt"
                if b"opendocument.spreadsheet" in kind:
                    return "spreadsheet"
                if b"opendocument.presentation" in kind:
                    return "slides"
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        # A cut-off .docx has no directory at its end; its first names still tell what it was to be.
        return "docx" if b"word/" in data[:_HEAD] or b"[Content_Types].xml" in data[:_HEAD] else "archive"
    return "archive"


def _sniff_ole(data: bytes) -> Kind:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        return "encrypted"
    if has("WordDocument") or data[512:514] == _WORD_97:  # a cut-off .doc has lost the names of its parts
        return "doc"
    if has("Workbook"):
        return "spreadsheet"
    if has("PowerPoint Document"):
        return "slides"
    return "binary"


def _is_binary(data: bytes) -> bool:
    """Text has no zero bytes (but for UTF-16, which has its mark or zeros at every other place) and few controls."""
    sample = data[: 64 * 1024]
    if sample[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    zeros = sample.count(b"\x00")
    if zeros:
        odd, even = sample[1::2].count(0), sample[::2].count(0)
        lopsided = max(odd, even) * 2.5 > len(sample) / 2 and min(odd, even) * 20 < len(sample)
        return not lopsided
    controls = len(sample) - len(sample.translate(None, bytes([*range(9), *range(14, 27), *range(28, 32)])))
    return controls * 50 > len(sample)
