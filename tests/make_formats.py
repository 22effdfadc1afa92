"""One plan in the formats that plans come in: made from the five plans of the corpus, for tests.

What is written here is what Word, LibreOffice and web pages write, put together by hand, so that the readers are not
held against a library that reads the same way. LibreOffice makes the old formats of the .docx.
"""

from __future__ import annotations

import html
import io
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import regex

from kehoach_parser.document import Document
from kehoach_parser.readers import encodings
from kehoach_parser.readers.counting import roman
from kehoach_parser.readers.limits import DEFAULT_LIMITS
from kehoach_parser.readers.processes import run_limited

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


@dataclass(frozen=True)
class Line:
    """A paragraph of the plan: its words up to ``bold`` are set in bold."""

    text: str
    bold: int = 0

    def parts(self, start: int = 0) -> list[tuple[str, bool]]:
        """The words from ``start``, in pieces that are bold or not."""
        middle = max(self.bold, start)
        return [(text, bold) for text, bold in ((self.text[start:middle], True), (self.text[middle:], False)) if text]


@dataclass(frozen=True)
class PlanText:
    """A plan as people lay it out: a letterhead and a signature block in two columns, paragraphs between them."""

    letterhead: tuple[tuple[tuple[Line, ...], tuple[Line, ...]], ...]
    body: tuple[Line, ...]
    recipients: tuple[Line, ...]
    signature: tuple[Line, ...]


def lay_out(document: Document) -> PlanText:
    """Return the lines of ``document`` in their places."""
    lines = []
    for start, end in zip(document.lines.starts, document.lines.ends, strict=True):
        bold = end if start in document.headings else min(document.bold_until(start) or start, end)
        lines.append(Line(document.text[start:end], bold - start))
    texts = [line.text for line in lines]
    letterhead: list[tuple[tuple[Line, ...], tuple[Line, ...]]] = []
    top = 0
    motto = next((i for i, text in enumerate(texts[:10]) if text.startswith("CỘNG HÒA")), None)
    if motto is not None:
        letterhead.append((tuple(lines[:motto]), tuple(lines[motto : motto + 2])))
        top = motto + 2
    if texts[top].startswith("Số:"):
        letterhead.append(((lines[top],), (lines[top + 1],)))
        top += 2
    bottom = next((i for i, text in enumerate(texts) if text.startswith("Nơi nhận")), len(lines))
    marks = ("TM.", "KT.")
    signed = next((i for i, text in enumerate(texts) if i > bottom and text.startswith(marks)), len(lines) - 1)
    return PlanText(tuple(letterhead), tuple(lines[top:bottom]), tuple(lines[bottom:signed]), tuple(lines[signed:]))


# .docx -------------------------------------------------------------------------------------------------------------


def pack(document: str, *, styles: str = "", numbering: str = "", further: dict[str, str] | None = None) -> bytes:
    """Return a .docx: ``document`` is what stands in ``w:body``; ``further`` are more parts of ``word/`` by name."""
    parts = {"document": document, "styles": styles, "numbering": numbering}
    parts = {name: text for name, text in parts.items() if text} | (further or {})
    roots = {
        "document": f"<w:document {_W} {_R} {_FURTHER}><w:body>{document}</w:body></w:document>",
        "styles": f"<w:styles {_W}>{styles}</w:styles>",
        "numbering": f"<w:numbering {_W}>{numbering}</w:numbering>",
    }
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_MAIN}.{_kind(name)}+xml"/>' for name in parts
    )
    links = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for i, name in enumerate(parts)
        if name != "document"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'{head}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'{head}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'{head}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
        )
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", head + roots.get(name, text))
    return target.getvalue()


_FURTHER = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def _kind(part: str) -> str:
    return "document.main" if part == "document" else part


def run(text: str, *, bold: bool = False, font: str = "") -> str:
    """Return a run of Word."""
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>' if font else ""
    weight = "<w:b/>" if bold else ""
    return f'<w:r><w:rPr>{fonts}{weight}</w:rPr><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r>'


def runs(line: Line, start: int = 0) -> str:
    """Return the words of ``line`` in runs that are cut inside words, as Word leaves them after a correction."""
    out = []
    for text, bold in line.parts(start):
        third = len(text) // 3 + 1
        out += [run(text[i : i + third], bold=bold) for i in range(0, len(text), third)]
    return "".join(out)


def paragraph(content: str, properties: str = "") -> str:
    """Return a paragraph of Word."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return a table of Word; each cell is given as its paragraphs."""
    grid = "".join('<w:gridCol w:w="4500"/>' for _ in rows[0])
    cells = "".join(
        "<w:tr>"
        + "".join(f'<w:tc><w:tcPr><w:tcW w:w="4500" w:type="dxa"/></w:tcPr>{c}</w:tc>' for c in row)
        + "</w:tr>"
        for row in rows
    )
    return f'<w:tbl><w:tblPr><w:tblW w:w="9000" w:type="dxa"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{cells}</w:tbl>'


_STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/></w:rPr>'
    '</w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Mục lớn"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)
# I. 1. 1.1. a), each of which starts again under the one above it; and two kinds of bullets.
_LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("lowerLetter", "%4)"))
_BULLETS = ("-", "+")


@dataclass
class _Lists:
    """Which lists give the lines the numbers that they have.

    Where a number is out of order it is typed, or, with ``restarts``, a new ``num`` starts the level again there.
    """

    restarts: bool
    counts: dict[int, int] = field(default_factory=dict)
    nums: list[str] = field(default_factory=lambda: [_num(1, 0), _num(2, 1)])
    current: int = 1

    def place(self, text: str) -> tuple[str, int]:
        """Return the paragraph properties that number ``text``, and where its words begin after the number."""
        if text[:2] in ("- ", "+ "):
            return _numbered(2, _BULLETS.index(text[0])), 2
        match = _MARKER.match(text)
        if match is None:
            return "", 0
        level, number = self._read(match)
        if level is None:
            return "", 0
        if level == 2 and self.counts.get(1) != int(match["first"]):
            return "", 0  # "1.1." that stands under no "1.": typed
        expected = self.counts.get(level, 0) + 1
        if number != expected and not self.restarts:
            return "", 0
        if number != expected:
            self.nums.append(_num(len(self.nums) + 1, 0, level, number))
            self.current = len(self.nums)
        self.counts[level] = number
        self.counts = {other: count for other, count in self.counts.items() if other <= level}
        if level == 0 and self.current == 1:
            return '<w:pStyle w:val="Muc"/>', match.end()
        return _numbered(self.current, level), match.end()

    def _read(self, match: regex.Match[str]) -> tuple[int | None, int]:
        if match["roman"]:
            number = next((n for n in range(1, 40) if roman(n) == match["roman"]), 0)
            return (0, number) if number else (None, 0)
        if match["letter"]:
            return (3, ord(match["letter"]) - ord("a") + 1) if match["letter"] != "đ" else (None, 0)
        if match["second"]:
            return 2, int(match["second"])
        return 1, int(match["first"])

    def xml(self) -> str:
        levels = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f"{'<w:pStyle w:val=' + chr(34) + 'Muc' + chr(34) + '/>' if i == 0 else ''}"
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
            for i, (kind, text) in enumerate(_LEVELS)
        )
        bullets = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="{sign}"/>'
            '<w:lvlJc w:val="left"/></w:lvl>'
            for i, sign in enumerate(_BULLETS)
        )
        kind = '<w:multiLevelType w:val="multilevel"/>'
        return (
            f'<w:abstractNum w:abstractNumId="0">{kind}{levels}</w:abstractNum>'
            f'<w:abstractNum w:abstractNumId="1">{kind}{bullets}</w:abstractNum>{"".join(self.nums)}'
        )


_MARKER = regex.compile(
    r"(?:(?P<roman>[IVXL]+)\.|(?P<first>\d{1,2})\.(?:(?P<second>\d{1,2})\.)?|(?P<letter>[a-zđ])\)) +(?!\d)"
)


def _num(identity: int, abstract: int, level: int | None = None, start: int = 1) -> str:
    override = (
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        if level is not None
        else ""
    )
    return f'<w:num w:numId="{identity}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>'


def _numbered(num: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'


def make_docx(plan: PlanText, *, automatic: bool = False, restarts: bool = True) -> bytes:
    """Return the plan as .docx, its numbers typed or counted by Word.

    ``restarts``: numbers out of order are counted too; LibreOffice cannot save such lists in other formats.
    """
    lists = _Lists(restarts)

    def cell(lines: Sequence[Line]) -> str:
        return "".join(paragraph(runs(line)) for line in lines) or paragraph("")

    def body(lines: Sequence[Line]) -> str:
        out = []
        for line in lines:
            properties, start = lists.place(line.text) if automatic else ("", 0)
            out.append(paragraph(runs(line, start), properties))
        return "".join(out)

    parts = [table([[cell(left), cell(right)] for left, right in plan.letterhead])] if plan.letterhead else []
    parts += [paragraph(""), body(plan.body), table([[body(plan.recipients), cell(plan.signature)]]), paragraph("")]
    return pack("".join(parts), styles=_STYLES, numbering=lists.xml() if automatic else "")


def make_docx_in_old_font(plan: PlanText) -> bytes:
    """Return the plan as .docx in .VnTime, its capitals with tones in .VnTimeH, as people typed around 2000."""

    def typed(line: Line) -> str:
        return "".join(
            run(to_tcvn3(piece), bold=bold, font=".VnTimeH" if _CAPITALS.fullmatch(piece) else ".VnTime")
            for text, bold in line.parts()
            for piece in _CAPITALS.split(text)
            if piece
        )

    def lines(of: Sequence[Line]) -> str:
        return "".join(paragraph(typed(line)) for line in of) or paragraph("")

    parts = [table([[lines(left), lines(right)] for left, right in plan.letterhead])] if plan.letterhead else []
    parts += [lines(plan.body), table([[lines(plan.recipients), lines(plan.signature)]]), paragraph("")]
    return pack("".join(parts), styles=_STYLES)


# Old fonts ---------------------------------------------------------------------------------------------------------

_TO_TCVN3 = {letter: chr(code) for code, letter in encodings._TCVN3.items()}
_TO_TCVN3 |= {letter.upper(): code for letter, code in _TO_TCVN3.items() if letter.upper() not in _TO_TCVN3}
_TO_VNI = {letter: pair for pair, letter in reversed(encodings._VNI.items())}
_CAPITALS = regex.compile("([" + "".join(c for c in _TO_TCVN3 if c.isupper() and c not in "ĂÂÊÔƠƯĐ") + "]+)")


def to_tcvn3(text: str) -> str:
    """Return ``text`` as the Latin-1 view of TCVN3; capitals with tones have the codes of the small letters."""
    return "".join(_TO_TCVN3.get(c, c) for c in text)


def make_tcvn3_text(document: Document) -> bytes:
    """Return the plan as the bytes of a TCVN3 text file."""
    return to_tcvn3(document.text).encode("cp1252")


def make_vni_text(document: Document) -> bytes:
    """Return the plan as the bytes of a VNI-Windows text file."""
    return "".join(_TO_VNI.get(c, c) for c in document.text).encode("cp1252")


# HTML --------------------------------------------------------------------------------------------------------------


def make_word_html(plan: PlanText) -> bytes:
    """Return the plan as Word saves a page: windows-1252 with entities, words cut by tags, lines wrapped."""

    def shown(line: Line) -> str:
        words = ""
        for text, bold in line.parts():
            middle = len(text) // 2
            halves = [html.escape(text[:middle]), html.escape(text[middle:])]
            spans = "".join(f"<span\nlang=VI style='font-size:14.0pt'>{half}</span>" for half in halves)
            words += f"<b>{spans}</b>" if bold else spans
        return f"<p class=MsoNormal style='text-align:justify'>{words}<o:p></o:p></p>\n"

    def column(lines: Sequence[Line]) -> str:
        return f"<td width=300 valign=top>{''.join(map(shown, lines))}</td>"

    letterhead = "".join(f"<tr>{column(left)}{column(right)}</tr>" for left, right in plan.letterhead)
    page = (
        '<html xmlns:v="urn:schemas-microsoft-com:vml"\nxmlns:w="urn:schemas-microsoft-com:office:word">\n<head>\n'
        '<meta http-equiv=Content-Type content="text/html; charset=windows-1252">\n'
        '<meta name=Generator content="Microsoft Word 15">\n<style><!-- p.MsoNormal {margin:0in} --></style>\n'
        '<!--[if gte vml 1]><v:line id=x from="0,0" to="9,9"/><![endif]--></head>\n<body lang=EN-US>\n'
        + (f"<table class=MsoTableGrid border=0>{letterhead}</table>\n" if letterhead else "")
        + "".join(map(shown, plan.body))
        + f"<table border=0><tr>{column(plan.recipients)}{column(plan.signature)}</tr></table></body></html>"
    )
    return page.encode("cp1252", "xmlcharrefreplace")


def make_portal_html(plan: PlanText) -> bytes:
    """Return the plan as a page of a legal portal: menus, notices and lists of other documents around it."""
    menu = "".join(f'<li><a href="/muc-{i}">Chuyên mục số {i}</a></li>' for i in range(30))
    other = "".join(f'<li><a href="/vb/{i}">Quyết định số {i}/QĐ-UBND ngày 01/02/2020</a></li>' for i in range(20))

    def shown(line: Line) -> str:
        pieces = [(html.escape(text), bold) for text, bold in line.parts()]
        return f"<p>{''.join(f'<strong>{text}</strong>' if bold else text for text, bold in pieces)}</p>\n"

    def column(lines: Sequence[Line]) -> str:
        return f"<td>{''.join(map(shown, lines))}</td>"

    letterhead = "".join(f"<tr>{column(left)}{column(right)}</tr>" for left, right in plan.letterhead)
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Văn bản</title>"
        "<script>var a = 1;</script></head><body>"
        f"<header><nav><ul>{menu}</ul></nav></header><div id='main'><div class='breadcrumb'><a href='/'>Trang chủ</a> "
        "&raquo; <a href='/vb'>Văn bản</a></div><article class='content'>"
        + (f"<table>{letterhead}</table>" if letterhead else "")
        + "".join(map(shown, plan.body))
        + f"<table><tr>{column(plan.recipients)}{column(plan.signature)}</tr></table></article>"
        f"<aside class='sidebar'><h3>Văn bản liên quan</h3><ul>{other}</ul></aside></div>"
        f"<footer><p>Bản quyền thuộc Cổng thông tin điện tử</p><ul>{menu}</ul></footer></body></html>"
    ).encode()


# LibreOffice -------------------------------------------------------------------------------------------------------

FILTERS = {
    "doc": "doc:MS Word 97",
    "rtf": "rtf:Rich Text Format",
    "odt": "odt:writer8",
    "pdf": "pdf:writer_pdf_Export",
}


def make_by_libreoffice(program: str, files: dict[str, bytes], kind: str) -> dict[str, bytes]:
    """Return the .docx ``files`` (by name) as LibreOffice saves them in ``kind``; what it fails to make is missing."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        for name, data in files.items():
            (base / f"{name}.docx").write_bytes(data)
        command = [program, f"-env:UserInstallation={(base / 'profile').as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", FILTERS[kind], "--outdir", str(base / "out")]
        command += [str(base / f"{name}.docx") for name in files]
        run_limited(command, base, 120.0, DEFAULT_LIMITS.office_memory_bytes)
        made = {name: base / "out" / f"{name}.{kind}" for name in files}
        return {name: path.read_bytes() for name, path in made.items() if path.is_file()}
