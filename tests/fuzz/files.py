"""Files of every kind that is read, broken: bytes changed, parts cut out or doubled, pieces of another file put in."""

from __future__ import annotations

import io
import random
import shutil
import zipfile
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from unittest.mock import patch

import make_formats
import numpy as np
from conftest import SEEDS
from PIL import Image, ImageDraw

from kehoach_parser.document import Document
from kehoach_parser.readers import ocr, read_bytes, read_text
from kehoach_parser.readers.sniff import sniff

from . import texts

# Kinds that LibreOffice must open first: a second or more each, so that they have a run of their own.
OFFICE = ("doc", "rtf", "odt", "word-xml")

_WORDS: dict[str, tuple[bytes, ...]] = {
    "docx": (
        *(b"<w:p>", b"</w:p>", b"<w:r>", b"</w:r>", b"<w:t>", b"</w:t>", b"<w:tbl>", b"</w:tbl>", b"<w:tr>", b"<w:tc>"),
        *(b"</w:tc>", b"</w:tr>", b'<w:gridSpan w:val="99999999"/>', b'<w:vMerge w:val="restart"/>', b"<w:vMerge/>"),
        *(
            b'<w:numId w:val="-1"/>',
            b'<w:ilvl w:val="99"/>',
            b'<w:start w:val="999999999999"/>',
            b"<w:del>",
            b"</w:del>",
        ),
        *(b'<w:numFmt w:val="upperRoman"/>', b'<w:lvlText w:val="%1.%9."/>', b'<w:fldChar w:fldCharType="begin"/>'),
        *(b'<w:footnoteReference w:id="1"/>', b"<w:br/>", b"<w:tab/>", b'<w:sym w:font="Wingdings" w:char="F0FC"/>'),
        *(
            b'<w:basedOn w:val="Muc"/>',
            b"<mc:AlternateContent>",
            b"<w:txbxContent>",
            b"<!DOCTYPE a>",
            b"&#0;",
            b"&amp;",
        ),
    ),
    "html": (
        *(b"<table>", b"</table>", b"<tr>", b"<td colspan=99999999>", b"<td rowspan=-1>", b"<p>", b"</p>", b"<div>"),
        *(
            b"<ol start=99999999999999999999>",
            b"<ol type=i start=-5>",
            b"<li value=x>",
            b"</ol>",
            b"<!--",
            b"-->",
            b"<![if",
        ),
        *(
            b"<script>",
            b"<style>",
            b"<svg>",
            b"<template>",
            b"&#x110000;",
            b"&#55296;",
            b"&nbsp;",
            b"<br>",
            b"<sup>1</sup>",
        ),
        *(
            b"<meta charset=utf-7>",
            b"<meta charset=x>",
            b"Content-Type: multipart/related; boundary=a\r\n",
            b"\x00",
            b"<pre>",
        ),
    ),
    "pdf": (
        *(
            b"obj",
            b"endobj",
            b"stream",
            b"endstream",
            b"/Type /Page",
            b"/Kids [1 0 R 1 0 R]",
            b"/Count 99999999",
            b"xref",
        ),
        *(
            b"BT",
            b"ET",
            b"Tj",
            b"Td",
            b"cm",
            b"q",
            b"Q",
            b"Do",
            b"re f",
            b"1e38",
            b"-1",
            b"/Rotate 90",
            b"/MediaBox [0 0 0 0]",
        ),
        *(
            b"/MediaBox [0 0 1e9 1e9]",
            b"/Filter /FlateDecode",
            b"/Length -1",
            b"/Encrypt 1 0 R",
            b"<feff0041>",
            b"trailer",
        ),
    ),
    "text": (
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\x00",
        b"\x00\x00",
        b"\xb5\xcc",
        b"\xe1\xba",
        b"a^.",
        b"o^'",
        b"\xad",
    ),
}


def bases(*, office: bool = False) -> list[tuple[str, bytes]]:
    """Return sound files of every kind by name, short ones; with ``office`` those that LibreOffice opens."""
    program = shutil.which("soffice")
    shorts = {path.stem: _shortened(path.read_bytes().decode("utf-8-sig")) for path in SEEDS}
    plans = {name: (read_text(text), make_formats.lay_out(read_text(text))) for name, text in shorts.items()}
    if office:
        files = {name: make_formats.make_docx(plan) for name, (_, plan) in [*plans.items()][:2]}
        made = {
            kind: make_formats.make_by_libreoffice(program or "soffice", files, kind) for kind in ("doc", "rtf", "odt")
        }
        return [(f"{name}.{kind}", data) for kind, all_of in made.items() for name, data in all_of.items()]
    found: list[tuple[str, bytes]] = []
    for name, (document, plan) in plans.items():
        text = document.text
        found += [
            (f"{name}.docx", make_formats.make_docx(plan)),
            (f"{name}.docx", make_formats.make_docx(plan, automatic=True)),
            (f"{name}.html", make_formats.make_word_html(plan)),
            (f"{name}.html", make_formats.make_portal_html(plan)),
            (f"{name}.mht", _web_archive(make_formats.make_word_html(plan))),
            (f"{name}.md", shorts[name].encode()),
            (f"{name}.txt", text.encode("utf-16")),
            (f"{name}.txt", text.encode("cp1258", "replace")),
            (f"{name}.txt", make_formats.to_tcvn3(text).encode("cp1252", "replace")),
            (f"{name}.txt", "".join(make_formats._TO_VNI.get(c, c) for c in text).encode("cp1252", "replace")),
        ]
        found += [(f"{name}.pdf", make_pdf(text.splitlines()[:30]))]
    first = next(iter(plans.values()))[1]
    found.append(("font.docx", make_formats.make_docx_in_old_font(first)))
    if program is not None:
        made = make_formats.make_by_libreoffice(program, {"a": make_formats.make_docx(first)}, "pdf")
        found += [(f"{name}.pdf", data) for name, data in made.items()] * 4
    for kind in ("PNG", "JPEG", "TIFF", "GIF", "BMP"):
        found.append((f"a.{kind.lower()}", _picture(kind)))
    return found


def _shortened(text: str) -> str:
    lines = text.splitlines()
    return "\n".join([*lines[:35], *lines[-12:]])


def _web_archive(html: bytes) -> bytes:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="edge"; type="text/html"\r\n\r\n--edge\r\n'
    part = b"Content-Type: text/html; charset=windows-1252\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return head + part + html + b"\r\n--edge--\r\n"


def _picture(kind: str) -> bytes:
    image = Image.new("L", (240, 120), 255)
    pen = ImageDraw.Draw(image)
    pen.text((10, 10), "KE HOACH 63/KH-UBND", fill=0)
    pen.rectangle((8, 50, 230, 110), outline=0)
    pen.line((120, 50, 120, 110), fill=0)
    target = io.BytesIO()
    image.save(target, kind)
    return target.getvalue()


def make_pdf(lines: Sequence[str], pages: int = 1) -> bytes:
    """Return a PDF by hand, its streams not packed, so that changed bytes change what is drawn."""
    shown = [line.encode("ascii", "ignore").replace(b"\\", b"").replace(b"(", b"").replace(b")", b"") for line in lines]
    stream = b"BT /F1 12 Tf 14 TL 50 780 Td " + b" ".join(b"(" + line[:90] + b") Tj T*" for line in shown) + b" ET"
    stream += b" 50 100 m 300 100 l S 50 60 250 40 re S"
    kids = b" ".join(b"%d 0 R" % (5 + i) for i in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
    ]
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
    page += b"/Resources << /Font << /F1 3 0 R >> >> >>"
    objects += [page] * pages
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def break_bytes(rng: random.Random, data: bytes, words: Sequence[bytes], others: Sequence[bytes]) -> bytes:
    """Return ``data`` with one to ten changes."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 10)):
        at = rng.randint(0, len(out))
        length = min(len(out) - at, rng.randint(1, rng.choice((3, 40, 1000))))
        way = rng.randrange(9)
        if way == 0 and out:
            out[min(at, len(out) - 1)] ^= 1 << rng.randrange(8)
        elif way == 1:
            out[at : at + length] = rng.randbytes(min(length, 64))
        elif way == 2:
            del out[at : at + length]
        elif way == 3:
            out[at:at] = out[at : at + length] * rng.randint(1, 30)
        elif way == 4:
            out[at:at] = rng.choice(words)
        elif way == 5 and others:
            other = rng.choice(others)
            start = rng.randint(0, len(other))
            out[at : at + length] = other[start : start + length]
        elif way == 6 and rng.random() < 0.3:
            del out[at:]
        elif way == 7:
            out[at:at] = rng.choice(
                (b"0", b"-1", b"999999999999999999999", b"4294967296", b"\xff\xff\xff\xff", b"\x00" * 8)
            )
        elif way == 8:
            out[at:at] = rng.choice(texts.TOKENS).encode("utf-8", "replace")
    return bytes(out[: 4 * len(data) + 4096])


def break_zip(rng: random.Random, data: bytes, words: Sequence[bytes], others: Sequence[bytes]) -> bytes:
    """Return a zip archive that is whole, one or two of whose parts are broken, missing, or twice there."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        names = source.namelist()
        # Mostly the text itself; sometimes the parts that say how it is numbered and set.
        hit = {rng.choice(names), rng.choice([name for name in names if name.endswith("document.xml")] or names)}
        for name in names:
            content = source.read(name)
            if name in hit:
                content = (
                    break_bytes(rng, content, words, others) if rng.random() < 0.4 else break_tags(rng, content, words)
                )
                if rng.random() < 0.03:
                    continue
            archive.writestr(name, content)
    return target.getvalue()


def break_tags(rng: random.Random, data: bytes, words: Sequence[bytes]) -> bytes:
    """Return markup with elements left out, doubled, moved or given other values: it mostly stays well formed."""
    pieces = data.split(b"<w:p>") if b"<w:p>" in data else data.replace(b"><", b">\x00<").split(b"\x00")
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(pieces))
        way = rng.randrange(6)
        if way == 0 and len(pieces) > 2:
            del pieces[at]
        elif way == 1:
            pieces[at:at] = pieces[at : at + rng.randint(1, 4)] * rng.randint(1, 20)
        elif way == 2:
            other = rng.randrange(len(pieces))
            pieces[at], pieces[other] = pieces[other], pieces[at]
        elif way == 3:
            value = rng.choice((b"0", b"-1", b"9", b"99999999999", b"", b"x", b"upperRoman", b"\xe1\xba\xa5"))
            pieces[at] = pieces[at].replace(rng.choice((b'val="1"', b'val="2"', b'val="0"')), b'val="' + value + b'"')
        elif way == 4:
            pieces[at] += rng.choice(words)
        else:
            pieces[at] = pieces[at].replace(
                b"</w:t>", rng.choice(texts.TOKENS).encode("utf-8", "replace") + b"</w:t>", 1
            )
    return (b"<w:p>" if b"<w:p>" in data else b"").join(pieces)[: 4 * len(data) + 4096]


def break_pdf(rng: random.Random, data: bytes, words: Sequence[bytes], others: Sequence[bytes]) -> bytes:
    """Return a PDF one of whose packed streams is unpacked, broken and packed again."""
    start = 0
    streams = []
    while (start := data.find(b"stream\n", start)) >= 0:
        end = data.find(b"endstream", start)
        if data[start - 3 : start] != b"end" and end > 0:
            streams.append((start + 7, end))
        start += 7
    if not streams:
        return break_bytes(rng, data, words, others)
    start, end = rng.choice(streams)
    with suppress(zlib.error):
        content = break_bytes(rng, zlib.decompress(data[start:end].rstrip(b"\r\n")), words, others)
        return data[:start] + zlib.compress(content) + b"\n" + data[end:]
    return break_bytes(rng, data, words, others)


def make_file(rng: random.Random, sound: Sequence[tuple[str, bytes]]) -> tuple[str, bytes]:
    """Return the name and bytes of a broken file, made of the ``sound`` ones."""
    name, data = rng.choice(sound)
    kind = name.rpartition(".")[2]
    words = _WORDS.get({"mht": "html", "odt": "docx"}.get(kind, kind), _WORDS["text"])
    others = [other for other_name, other in rng.sample(list(sound), 3) if other_name != name]
    breakers: dict[str, Callable[..., bytes]] = {"docx": break_zip, "odt": break_zip, "pdf": break_pdf}
    breaker = breakers.get(kind, break_bytes)
    if rng.random() < 0.25:
        breaker = break_bytes
    return name, breaker(rng, data, words, others)


class MadeUpOcr:
    """Instead of tesseract, which takes a second a page: words drawn by lot, with boxes on, over and off the page."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def read_pictures(self, pictures: Sequence[np.ndarray], *_: object) -> list[list[ocr.OcrLine]]:
        return [[self._line(picture) for _ in range(self._rng.randint(0, 6))] for picture in pictures]

    def _line(self, picture: np.ndarray) -> ocr.OcrLine:
        rng, (height, width) = self._rng, picture.shape
        words = rng.choice(texts.lines()).split()[: rng.randint(1, 9)] or ["a"]
        left, top = rng.randint(-5, width), rng.randint(-5, height)
        line = []
        for word in words:
            size = rng.randint(0, 60)
            line.append(ocr.OcrWord(word, left, top, size * len(word) // 2, size, rng.uniform(0, 100)))
            left += size * len(word) // 2 + rng.randint(-3, 30)
        return line

    def find_turn(self, *_: object) -> int:
        return self._rng.choice((0, 90, 180, 270))


def without_tesseract(rng: random.Random, work: Callable[[], str]) -> str:
    """Return what ``work`` gives while OCR is made up."""
    made_up = MadeUpOcr(rng)
    with (
        patch.object(ocr, "require_tesseract", lambda name: None),
        patch.object(ocr, "read_pictures", made_up.read_pictures),
        patch.object(ocr, "find_turn", made_up.find_turn),
    ):
        return work()


def is_for_office(data: bytes) -> bool:
    """Return whether LibreOffice would be started for ``data``."""
    return bool(data.strip()) and sniff(data) in OFFICE


def read_sound(name: str, data: bytes) -> Document:
    """Return the document in a sound file, for the test that the bases are sound."""
    return read_bytes(data, name=name)
