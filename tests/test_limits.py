"""Hostile files and large ones: each limit holds against the real thing, in time and memory; nothing is left behind."""

from __future__ import annotations

import http.server
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import CORPUS, ROOT, need_tool
from fuzz.files import make_pdf
from make_formats import pack, paragraph, run
from PIL import Image

from kehoach_parser import check, parse
from kehoach_parser.cli import main
from kehoach_parser.errors import ReadError
from kehoach_parser.readers import Limits, read_bytes
from kehoach_parser.reports.notebook import plan_html

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory and processes are looked up in /proc")

DIEN_BIEN = CORPUS / "plans" / "dien-bien-2021.md"


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", data)
    return target.getvalue()


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE a [<!ENTITY l0 "lol">{entities}]>'
    return zipped(word__document=f"{head}<w:document>&l9;</w:document>".encode())


def picture(width: int, height: int, kind: str = "PNG", frames: int = 1) -> bytes:
    target = io.BytesIO()
    image = Image.new("1", (width, height), 1)
    more = [image] * (frames - 1)
    image.save(target, kind, **({"save_all": True, "append_images": more} if more else {}))
    return target.getvalue()


def nested_tables(depth: int) -> bytes:
    return b"<html><body>" + b"<table><tr><td>a<td>" * depth + b"</td></tr></table>" * depth


def nested_in_word(depth: int) -> bytes:
    cell = "<w:tbl><w:tr><w:tc>" * depth + paragraph(run("x")) + "</w:tc></w:tr></w:tbl>" * depth
    return pack(cell)


def repeated_zip_entry() -> bytes:
    """Three hundred entries of the directory that all point to one packed megabyte."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(1_000_000))
        first = archive.infolist()[0]
        for n in range(300):
            twin = zipfile.ZipInfo(f"word/{n}.xml")
            for field in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
                setattr(twin, field, getattr(first, field))
            archive.filelist.append(twin)
            archive.NameToInfo[twin.filename] = twin
    return target.getvalue()


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip.docx": (lambda: zipped(word__document=bytes(300_000_000)), "max_zip_ratio"),
    "larger zip.docx": (
        lambda: zipped(**{f"word__{name}": bytes(180_000_000) for name in ("document", "a", "b")}),
        "max_zip_bytes",
    ),
    "overlapping.docx": (repeated_zip_entry, "max_zip_ratio"),
    "many entries.docx": (
        lambda: zipped(word__document=b"", **{f"a{n}": b"" for n in range(6000)}),
        "max_zip_entries",
    ),
    "laughs.docx": (laughs, "DTD"),
    "nested.docx": (lambda: nested_in_word(10_000), "XML bị hỏng"),
    "nested tables.html": (lambda: nested_tables(10_000), "lồng nhau"),
    "nested.html": (lambda: b"<html>" + b"<div>" * 2_000_000 + b"x", "lồng nhau"),
    "pages.pdf": (lambda: make_pdf(["a"], 10_000), "max_pages"),
    "points.png": (lambda: picture(20_000, 20_000), "max_page_pixels"),
    "points of a page.png": (lambda: picture(8_000, 8_000), "max_page_pixels"),
    "pages.tif": (lambda: picture(20, 20, "TIFF", 300), "max_ocr_pages"),
    "size.gif": (lambda: b"GIF89a\xff\xff\xff\xff" + picture(9, 9, "GIF")[10:], "max_page_pixels"),
    "large.txt": (lambda: b"a" * 70_000_000, "max_bytes"),
}
# What is no bomb although it looks like one, with the words that must be read.
READ: dict[str, tuple[Callable[[], bytes], str]] = {
    "nested a little.docx": (lambda: nested_in_word(60), "x"),
    "nested a little.html": (lambda: nested_tables(400), "a"),
    "blanks.txt": (lambda: b"ke hoach" + b" " * 20_000_000 + b"x", "ke hoach x"),
    "empty lines.txt": (lambda: b"ke hoach\n" + b"\n" * 5_000_000 + b"x", "ke hoach"),
    "quotes.html": (lambda: b"<html><p>" + b"&lt;" * 1_000_000, "<"),
    "deep list.md": (lambda: b"".join(b" " * n + b"- a\n" for n in range(3000)), "- a"),
    "deep quotes.md": (lambda: b">" * 200_000 + b" a", ">"),
}

MEASURE = """
import json, pathlib, re, sys, time
from kehoach_parser import parse
from kehoach_parser.errors import ReadError
start = time.process_time()
try:
    plan = parse(sys.argv[1])
    said = plan.text[:1000]
except ReadError as error:
    said = str(error)
peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", pathlib.Path("/proc/self/status").read_text())[1]) * 1024
print(json.dumps([said, time.process_time() - start, peak]))
"""


def measure(path: Path) -> tuple[str, float, int]:
    """Parse ``path`` in a process of its own: what it says, its seconds of processor time, its peak of bytes."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=False, timeout=300, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said, seconds, peak = json.loads(done.stdout)
    return said, seconds, peak


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once_by_a_limit_that_it_names(name: str, tmp_path: Path) -> None:
    if name.endswith(("png", "tif", "gif")):
        need_tool("tesseract")
    make, words = BOMBS[name]
    path = tmp_path / name
    path.write_bytes(make())
    said, seconds, peak = measure(path)
    assert words in said and "\n" not in said, said
    assert seconds < 4
    assert peak < 20 * path.stat().st_size + 260_000_000


@pytest.mark.parametrize("name", READ)
def test_what_only_looks_like_a_bomb_is_read(name: str, tmp_path: Path) -> None:
    make, words = READ[name]
    path = tmp_path / name
    path.write_bytes(make())
    said, seconds, peak = measure(path)
    assert said.startswith(words), said[:100]
    assert seconds < 20
    assert peak < 25 * path.stat().st_size + 120_000_000


def one_line(text: str) -> str:
    return text.replace("\n", " ")


def numbers_only(text: str) -> str:
    return " ".join(f"{n}.{n % 97}" for n in range(len(text) // 6))


@pytest.mark.parametrize(
    ("shape", "megabytes"),
    [(str, 1), (str, 10), (one_line, 5), (lambda text: "\ufeff" + text.replace("\n", "\r\n\r\n"), 5)],
    ids=["1 MB", "10 MB", "one line", "empty lines"],
)
def test_memory_for_text(shape: Callable[[str], str], megabytes: int, tmp_path: Path) -> None:
    """At most 20 times the file and 80 MB, the interpreter with its modules included."""
    text = DIEN_BIEN.read_text(encoding="utf-8") + "\n"
    path = tmp_path / "a.md"
    path.write_text(shape(text * (megabytes * 1_000_000 // len(text.encode()) + 1)), encoding="utf-8")
    _, _, peak = measure(path)
    assert peak <= 20 * path.stat().st_size + 80_000_000, f"{peak / 1e6:.0f} MB"


# Nothing is left behind.


def children_of(folder: Path) -> list[str]:
    """The command lines of the processes that work in ``folder``: a reader's have their home there."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            environment = (entry / "environ").read_bytes()
            state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if b"HOME=" + str(folder).encode() in environment and state != "Z" and int(entry.name) != os.getpid():
            found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return found


RTF = b"{\\rtf1\\ansi " + b"K\\u7871? ho\\u7841?ch s\\u7889? 63\\par " * 4000 + b"}"


def scan() -> bytes:
    return picture(2480, 3508)


@pytest.mark.parametrize("killed_by", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT], ids=lambda one: one.name)
@pytest.mark.parametrize(("tool", "name", "make"), [("soffice", "a.rtf", lambda: RTF), ("tesseract", "a.png", scan)])
def test_children_end_with_a_killed_command(
    tool: str, name: str, make: Callable[[], bytes], killed_by: signal.Signals, tmp_path: Path
) -> None:
    """However the command is ended in the midst of its work, the tool ends too, and its folder goes."""
    need_tool(tool)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    path = tmp_path / name
    path.write_bytes(make())
    environment = os.environ | {"TMPDIR": str(scratch)}
    command = subprocess.Popen(
        [sys.executable, "-m", "kehoach_parser", "parse", str(path)],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 60
        while not any(tool in line.partition(" ")[0] for line in children_of(scratch)):
            assert command.poll() is None and time.monotonic() < deadline, "the reader never called its tool"
            time.sleep(0.01)
        command.send_signal(killed_by)
        command.wait(30)
        for _ in range(100):
            if not (left := [*children_of(scratch), *scratch.iterdir()]):
                break
            time.sleep(0.05)
        assert left == []
    finally:
        command.kill()
        command.wait()


@pytest.mark.parametrize("name", ["bang.rtf", "hong.docx", "hong.pdf", "hong.png", "sound.html"])
def test_no_temporary_file_stays(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if name.endswith("rtf"):
        need_tool("soffice")
    data = {
        "bang.rtf": RTF[:400] + b"}",
        "hong.docx": pack(paragraph(run("x")))[:-30],
        "hong.pdf": make_pdf(["Ke hoach so 63"])[:300],
        "hong.png": scan()[:200],
        "sound.html": b"<html><p>Ke hoach</p></html>",
    }[name]
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    try:
        read_bytes(data, name=name)
    except ReadError as error:
        assert name in str(error)
    assert [*tmp_path.iterdir()] == []


# Nothing goes out.


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server of this machine that notes what is asked of it, and its address."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_PROPFIND = do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", asked
    server.shutdown()
    server.server_close()


def linked_odt(address: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office",) * 2, ("text",) * 2, ("draw", "drawing"), ("svg", "svg-compatible"))
    )
    frame = '<text:p><draw:frame svg:width="5cm" svg:height="5cm" text:anchor-type="as-char">'
    link = 'xlink:type="simple" xlink:actuate="onLoad"'
    content = (
        f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        f"<office:body><office:text><text:p>Ke hoach</text:p>"
        f'{frame}<draw:image xlink:href="{address}a.png" {link}/></draw:frame></text:p>'
        f'<text:section text:name="s"><text:section-source xlink:href="{address}a.odt"/></text:section>'
        f'{frame}<draw:object xlink:href="{address}b.odt" {link}/></draw:frame></text:p>'
        "</office:text></office:body></office:document-content>"
    )
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entries = (("/", "application/vnd.oasis.opendocument.text"), ("content.xml", "text/xml"))
    files = "".join(f'<m:file-entry m:full-path="{path}" m:media-type="{kind}"/>' for path, kind in entries)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{manifest}">{files}</m:manifest>')
    return target.getvalue()


def test_no_link_of_a_file_is_followed(listener: tuple[str, list[str]]) -> None:
    need_tool("soffice")
    address, asked = listener
    rtf = rf'{{\rtf1\ansi Ke hoach{{\field{{\*\fldinst INCLUDEPICTURE "{address}a.png" \\d}}{{\fldrslt x}}}}\par}}'
    html = (
        f'<html><head><link rel=stylesheet href="{address}a.css">'
        f'<meta http-equiv=refresh content="0;url={address}r"></head>'
        f'<body><p>Ke hoach</p><img src="{address}h.png"><iframe src="{address}f"></iframe></body></html>'
    )
    template = (
        '<Relationship Id="rId9" TargetMode="External" Target="' + address + 't.dotx" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>'
    )
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(pack(paragraph(run("Ke hoach"))))) as source,
        zipfile.ZipFile(target, "w") as archive,
    ):
        for name in source.namelist():
            archive.writestr(name, source.read(name).replace(b"</Relationships>", template.encode()))
    files = {"a.odt": linked_odt(address), "a.rtf": rtf.encode(), "a.html": html.encode(), "a.docx": target.getvalue()}
    for name, data in files.items():
        assert read_bytes(data, name=name).text.startswith("Ke hoach"), name
    assert asked == []


def test_parsing_checking_and_reporting_open_no_connection(tmp_path: Path) -> None:
    code = textwrap.dedent(
        """
        import sys
        asked = []
        def hook(event, arguments):
            if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
                asked.append((event, arguments))
        sys.addaudithook(hook)
        from kehoach_parser import parse, check
        for path in sys.argv[2:]:
            plan = parse(path)
            report = check(plan)
            plan.to_html(); plan._repr_html_(); plan.to_csv(); plan.keywords()
            report.to_html(); report.to_excel(sys.argv[1])
        print(asked)
        """
    )
    plans = [str(path) for path in sorted((CORPUS / "plans").glob("*.*"))]
    command = [sys.executable, "-c", code, str(tmp_path / "a.xlsx"), *plans]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip() == "[]"


# Names of files are words.

HOSTILE_NAME = "a<img src=x onerror=alert(1)>\x1b[2J\n\u202e.md"


def test_a_hostile_name_is_shown_and_does_nothing(tmp_path: Path) -> None:
    path = tmp_path / HOSTILE_NAME
    path.write_bytes(DIEN_BIEN.read_bytes())
    plan = parse(path)
    assert plan.source.name == "a<img src=x onerror=alert(1)>[2J .md"
    report = check(plan, baseline="2282")
    for page in (plan.to_html(), report.to_html(), report.to_html("en"), plan_html(plan), report._repr_html_()):
        assert "<img" not in page
        assert "\x1b" not in page
    for command in (["check", str(path)], ["parse", str(path)], ["parse", str(path) + "x"]):
        printed = CliRunner().invoke(main, command).output
        assert printed
        assert not {"\x1b", "\x07", "\u202e"} & {*printed}


@pytest.mark.skipif(sys.platform != "linux", reason="only here may a name be no text")
def test_a_name_that_is_no_text_is_written_too(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff\xfe.md"
    Path(os.fsdecode(name)).write_bytes(DIEN_BIEN.read_bytes())
    plan = parse(os.fsdecode(name))
    assert json.loads(check(plan).to_json())["plan"] or plan.to_json()


def test_limits_can_be_raised() -> None:
    data = zipped(word__document=b"<w:document>" + bytes(9_000_000) + b"</w:document>")
    with pytest.raises(ReadError, match="max_zip_ratio"):
        read_bytes(data, name="a.docx")
    with pytest.raises(ReadError, match="XML"):
        read_bytes(data, name="a.docx", limits=Limits(max_zip_ratio=100_000))
