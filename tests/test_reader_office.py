"""Old formats through LibreOffice: what is read, what is refused, and that nothing is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import make_formats
import pytest
from conftest import need_tool
from make_formats import pack, paragraph, run
from test_reader_docx import abstract, item, level, num, repacked, same

from kehoach_parser.document import Document
from kehoach_parser.errors import ReadError
from kehoach_parser.readers import Limits, office, read_bytes
from kehoach_parser.readers.processes import run_limited

RTF = (
    b"{\\rtf1\\ansi\\ansicpg1258\\deff0{\\fonttbl{\\f0 Times New Roman;}{\\f1 .VnTime;}}"
    b"\\f0 K\\u7871? ho\\u7841?ch s\\u7889? 63\\par \\f1 C\\'e9ng h\\'dfa\\par}"
)
NUMBERED = pack(
    item(0, text="MỤC ĐÍCH") + item(1, text="Yêu cầu") + paragraph(run("Céng hßa", font=".VnTime")),
    numbering=abstract(level(0, "upperRoman", "%1."), level(1, "decimal", "%2.")) + num(1),
)
WORD_XML = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument '
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:p><w:r><w:t>Kế hoạch</w:t></w:r></w:p>'
    "</w:body></w:wordDocument>"
).encode()


@pytest.fixture(scope="module")
def program() -> str:
    return need_tool("soffice")


@pytest.fixture
def nothing_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("nothing_left")
def test_several_files_are_read_in_one_call(program: str) -> None:
    doc = make_formats.make_by_libreoffice(program, {"a": NUMBERED}, "doc")["a"]
    files = [("a.doc", doc), ("b.rtf", RTF), ("c.doc", b"not Word"), ("d.xml", WORD_XML), ("e.doc", doc[:3000])]
    begun = time.monotonic()
    found = office.read_many(files)
    assert time.monotonic() - begun < 30
    texts = [document.text if isinstance(document, Document) else None for document in found]
    assert texts == ["I. MỤC ĐÍCH\n1. Yêu cầu\nCộng hòa", "Kế hoạch số 63\nCộng hòa", None, "Kế hoạch", None]
    first = found[0]
    assert isinstance(first, Document)
    assert first.source.media_type == "application/msword" and first.source.name == "a.doc"
    assert first.source == read_bytes(doc, name="a.doc").source
    for error in (found[2], found[4]):
        assert isinstance(error, ReadError) and "\n" not in str(error) and "hãy" in str(error)


@pytest.mark.usefixtures("nothing_left")
@pytest.mark.parametrize("limits", [Limits(office_seconds=0.2), Limits(office_memory_bytes=150_000_000)])
def test_limits_of_time_and_memory_hold(program: str, limits: Limits) -> None:
    begun = time.monotonic()
    with pytest.raises(ReadError, match="quá giới hạn"):
        read_bytes(RTF, name="a.rtf", limits=limits)
    assert time.monotonic() - begun < 15


def locked_doc() -> bytes:
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"\xec\xa5" + bytes(600))
    head[522:524] = (0x0100).to_bytes(2, "little")
    return bytes(head)


ODT = {"mimetype": b"application/vnd.oasis.opendocument.text"}
REFUSED: dict[str, tuple[bytes, str]] = {
    "locked.doc": (locked_doc(), "mật khẩu"),
    "cut.rtf": (RTF[:-3], "cắt cụt"),
    "entities.xml": (WORD_XML.replace(b"<w:wordDocument", b"<!DOCTYPE a [<!ENTITY b 'c'>]><w:wordDocument"), "DTD"),
    "bomb.odt": (repacked(lambda n, d: None, ODT | {"content.xml": bytes(20_000_000)}), "max_zip_ratio"),
    "path.odt": (repacked(lambda n, d: None, ODT | {"/etc/passwd": b"x"}), "đường dẫn"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_libreoffice_is_not_to_open_is_refused_before(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_program", lambda: pytest.fail("LibreOffice was called"))
    data, words = REFUSED[name]
    with pytest.raises(ReadError) as caught:
        read_bytes(data, name=name)
    assert words in str(caught.value) and "\n" not in str(caught.value) and name in str(caught.value)


def test_without_libreoffice_the_package_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(RTF)
    code = (
        "import sys; from kehoach_parser.readers import office; office._FURTHER_PLACES = ();"
        "from kehoach_parser.cli import main; sys.argv = ['kehoach', 'parse', sys.argv[1]]; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        env=os.environ | {"PATH": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 2 and done.stdout == ""
    assert "apt install libreoffice-writer-nogui" in done.stderr and "Traceback" not in done.stderr


def test_a_sound_odt_is_let_through_to_libreoffice(program: str) -> None:
    odt = make_formats.make_by_libreoffice(program, {"a": repacked(same)}, "odt")["a"]
    assert read_bytes(odt, name="a.odt").text == "Kế hoạch"


@pytest.mark.skipif(os.name != "posix", reason="process groups are a matter of POSIX")
def test_a_process_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    begun = time.monotonic()
    status = run_limited(["/bin/sh", "-c", "sleep 60 & echo $! > child; wait"], tmp_path, 0.5, 1 << 30)
    assert status is None and time.monotonic() - begun < 10
    child = int((tmp_path / "child").read_text())
    for _ in range(50):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{child}/stat").exists() and Path(f"/proc/{child}/stat").read_text().split()[2] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("a child lives on")
