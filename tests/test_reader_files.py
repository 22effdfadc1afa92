"""Files at the door: the reader is chosen by content, and what cannot be read is refused in one clear line."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from kehoach_parser.errors import ReadError
from kehoach_parser.readers import Limits, read_bytes, read_file
from kehoach_parser.readers.sniff import sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def archive(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name in names:
            packed.writestr(name, "application/vnd.oasis.opendocument.text" if name == "mimetype" else "x")
    return target.getvalue()


KINDS: dict[str, tuple[bytes, str]] = {
    "utf8": ("Kế hoạch".encode(), "text"),
    "utf16": ("Kế hoạch công tác".encode("utf-16"), "text"),
    "utf16-unmarked": ("Ke hoach cong tac nam 2025".encode("utf-16-le"), "text"),
    "latin": ("Céng hßa x· héi".encode("latin-1"), "text"),
    "html": (b"<!DOCTYPE html><html><body>x</body></html>", "html"),
    "html-doc": (b'\xef\xbb\xbf<html xmlns:w="urn:schemas-microsoft-com:office:word"><head>', "html"),
    "html-utf16": ("<html><body>Kế hoạch</body></html>".encode("utf-16"), "html"),
    "mhtml": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", "mhtml"),
    "docx": (archive("[Content_Types].xml", "word/document.xml"), "docx"),
    "docx-cut": (archive("[Content_Types].xml", "word/document.xml")[:80], "docx"),
    "odt": (archive("mimetype", "content.xml"), "odt"),
    "xlsx": (archive("[Content_Types].xml", "xl/workbook.xml"), "spreadsheet"),
    "pptx": (archive("ppt/presentation.xml"), "slides"),
    "zip": (archive("a.txt"), "archive"),
    "rar": (b"Rar!\x1a\x07\x01\x00", "archive"),
    "gzip": (b"\x1f\x8b\x08", "archive"),
    "doc": (OLE + "WordDocument".encode("utf-16-le"), "doc"),
    "xls": (OLE + "Workbook".encode("utf-16-le"), "spreadsheet"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "rtf": (b"{\\rtf1\\ansi x}", "rtf"),
    "word-xml": (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "word-xml"),
    "pdf": (b"%PDF-1.7\n", "pdf"),
    "png": (b"\x89PNG\r\n\x1a\n", "picture"),
    "jpeg": (b"\xff\xd8\xff\xe0", "picture"),
    "rubbish": (bytes(range(256)) * 8, "binary"),
}


@pytest.mark.parametrize("name", KINDS)
def test_content_says_what_a_file_is(name: str) -> None:
    data, kind = KINDS[name]
    assert sniff(data) == kind


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "rỗng"),
        (b" \r\n\t", "rỗng"),
        (b"\xef\xbb\xbf", "rỗng"),
        (KINDS["png"][0], "ảnh"),
        (KINDS["zip"][0], "giải nén"),
        (KINDS["encrypted"][0], "mật khẩu"),
        (KINDS["xlsx"][0], "bảng tính"),
        (KINDS["pptx"][0], "trình chiếu"),
        (KINDS["rubbish"][0], "nhị phân"),
        (b"---\n***\n", "không có chữ"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(data: bytes, words: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, name="a.docx")
    message = str(caught.value)
    assert words in message and "\n" not in message and "hãy" in message and "a.docx" in message


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="không tìm thấy"):
        read_file(tmp_path / "khong-co.md")
    with pytest.raises(ReadError, match="thư mục"):
        read_file(tmp_path)
    with pytest.raises(ReadError, match="không mở được"):
        read_file(Path("a\x00b"))


def test_the_limit_on_size_can_be_set(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("KẾ HOẠCH", encoding="utf-8")
    assert read_file(path).text == "KẾ HOẠCH"
    with pytest.raises(ReadError, match="max_bytes"):
        read_file(path, limits=Limits(max_bytes=3))


def test_the_name_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.doc"
    path.write_bytes(b"<html><body><p>K\xe1\xba\xbe HO\xe1\xba\xa0CH</p></body></html>")
    document = read_file(path)
    assert (document.text, document.source.media_type, document.source.name) == (
        "KẾ HOẠCH",
        "text/html",
        "ke-hoach.doc",
    )
    assert len(document.source.sha256) == 64
