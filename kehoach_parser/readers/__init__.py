"""Readers: the bytes of a file, whatever its name says it is, to a Document."""

from __future__ import annotations

import importlib
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from ..document import Document
from ..errors import ReadError
from ..text import canonical, squeeze
from .builder import DocumentBuilder, make_source
from .encodings import decode
from .limits import DEFAULT_LIMITS, Limits
from .markdown import looks_like_markdown, read_markdown
from .plaintext import TAB, read_plaintext
from .sniff import Kind, sniff

__all__ = ["DEFAULT_LIMITS", "Limits", "read_bytes", "read_file", "read_text"]

# Formats that need a library or a program are imported when a file of theirs comes.
_MODULES: dict[Kind, str] = {
    "html": "html",
    "mhtml": "html",
    "docx": "docx",
    "doc": "office",
    "rtf": "office",
    "odt": "office",
    "word-xml": "office",
    "pdf": "pdf",
    "picture": "scan",
}
_REFUSED: dict[Kind, str] = {
    "archive": "là tệp nén; hãy giải nén rồi đọc từng văn bản bên trong",
    "encrypted": "được đặt mật khẩu; hãy mở bằng Word, bỏ mật khẩu (File > Info > Protect Document), lưu lại rồi đọc",
    "spreadsheet": "là bảng tính; hãy lưu phần kế hoạch thành .docx, .pdf hoặc .txt rồi đọc lại",
    "slides": "là tệp trình chiếu; hãy lưu phần kế hoạch thành .docx, .pdf hoặc .txt rồi đọc lại",
    "binary": "không phải văn bản (dữ liệu nhị phân không rõ định dạng); hãy kiểm tra lại tệp, "
    "hoặc xuất lại thành .docx hay .pdf",
}


def read_file(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Return the document in the file ``path``; its content, not its name, says how it is read.

    Raises ReadError with one line in Vietnamese that says what is wrong and what to do.
    """
    name, shown = show_name(path.name or str(path)), show_name(str(path))
    try:
        if path.is_dir():
            raise ReadError(f"{name} là thư mục; hãy chỉ ra một tệp trong thư mục đó")
        size = path.stat().st_size
        if size > limits.max_bytes:
            raise ReadError(_too_big(name, size, limits))
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"không tìm thấy tệp {shown}; hãy kiểm tra lại đường dẫn") from None
    except PermissionError:
        raise ReadError(f"không có quyền đọc tệp {shown}; hãy cấp quyền đọc rồi chạy lại") from None
    except (OSError, ValueError) as error:
        raise ReadError(f"không mở được tệp {shown} ({_reason(error)}); hãy kiểm tra lại đường dẫn") from None
    return read_bytes(data, name=name, path=path, limits=limits)


def read_bytes(
    data: bytes, *, name: str = "tệp", path: Path | None = None, limits: Limits = DEFAULT_LIMITS
) -> Document:
    """Return the document in the bytes of a file; ``name`` is for messages. Raises ReadError as ``read_file`` does."""
    name = show_name(name)
    if len(data) > limits.max_bytes:
        raise ReadError(_too_big(name, len(data), limits))
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise ReadError(f"{name} là tệp rỗng; hãy kiểm tra lại việc tải hoặc lưu tệp")
    kind = sniff(data)
    if kind in _REFUSED:
        raise ReadError(f"{name} {_REFUSED[kind]}")
    if kind in _MODULES:
        document = _reader(kind, name)(data, path, name, limits)
    else:
        document = read_text(decode(data), name=name, data=data)
    if not document.text:
        raise ReadError(f"{name} không có chữ nào đọc được; hãy kiểm tra lại nội dung tệp")
    return document


def read_text(text: str, *, name: str | None = None, data: bytes | None = None) -> Document:
    """Return ``text`` (plain or Markdown) as a document. Never raises, whatever the text.

    >>> read_text("## KẾ HOẠCH\\n\\n**1.** Mục đích").text
    'KẾ HOẠCH\\n1. Mục đích'
    """
    raw = data if data is not None else text.encode("utf-8", "replace")
    if "\\n" in text:
        text = _break_lines(text)
    clean = canonical(text.replace("\t", TAB) if "\t" in text else text)
    if _may_be_glued(clean):
        clean = _GLUED.sub(r"\1 ", clean)
    is_markdown = looks_like_markdown(clean)
    source = make_source(raw, name, "text/markdown" if is_markdown else "text/plain")
    read = read_markdown if is_markdown else read_plaintext
    clean = clean.replace(TAB, " ") if is_markdown else clean
    # What is cut from canonical text is canonical, but for entities ("&nbsp;"): no need to look at each paragraph.
    builder = DocumentBuilder(is_canonical="&" not in clean)
    read(clean, builder)
    document = builder.build(source)
    if not unicodedata.is_normalized("NFC", document.text):  # a mark of Markdown parted a letter from its accent
        builder = DocumentBuilder()
        read(clean, builder)
        document = builder.build(source)
    return document


# "ngày29/5/2012", "năm2020": web pages lose the blank where a tag stood.
_GLUED = re.compile(r"\b([Nn]gày|[Tt]háng|[Nn]ăm)(?=\d{1,2}(?!\d)|(?:19|20)\d\d(?!\d))")
_FEWEST_BREAKS = 5


def _may_be_glued(text: str) -> bool:
    """Say whether a digit stands right behind "ngày", "tháng" or "năm"; plain ``find`` is ten times as fast."""
    for word in ("gày", "háng", "ăm"):
        at = text.find(word)
        while at >= 0:
            at += len(word)
            if text[at : at + 1].isdecimal():
                return True
            at = text.find(word, at)
    return False


def _break_lines(text: str) -> str:
    """Return ``text`` with its lines broken where a database wrote the breaks out ("\\\\r\\\\n"), else as it is."""
    for written in ("\\r\\n", "\\n"):
        if text.count(written) > max(_FEWEST_BREAKS, text.count("\n")):
            return text.replace(written, "\n").replace("\\t", "\t")
    return text


def show_name(name: str) -> str:
    """Return the name of a file as it may be shown: on one line, without commands to a terminal, in letters that exist.

    >>> show_name("ke\\nhoach\\x1b[2J.docx")
    'ke hoach[2J.docx'
    """
    return squeeze(canonical(name))


def _reason(error: Exception) -> str:
    # What the system says holds the name once more, as it is written on disk.
    return (error.strerror if isinstance(error, OSError) else None) or squeeze(canonical(str(error)))


def _reader(kind: Kind, name: str) -> Callable[[bytes, Path | None, str, Limits], Document]:
    module = _MODULES[kind]
    try:
        read = importlib.import_module(f".{module}", __name__).read
    except ImportError as error:
        raise ReadError(
            f"chưa đọc được {name} (định dạng {kind}): thiếu thành phần {error.name or module}; "
            "hãy cài đủ gói kehoach-parser, hoặc lưu văn bản thành .txt hay .md rồi đọc lại"
        ) from None
    return read  # type: ignore[no-any-return]


def _too_big(name: str, size: int, limits: Limits) -> str:
    return (
        f"{name} nặng {size / 1e6:.1f} MB, quá giới hạn {limits.max_bytes / 1e6:.0f} MB; "
        "hãy tách tệp, hoặc nâng giới hạn max_bytes"
    )
