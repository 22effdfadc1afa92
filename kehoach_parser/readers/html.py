"""HTML: files that Word or LibreOffice saved, and pages of legal portals with the plan among menus and notices."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path

import regex
from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..document import Document
from ..errors import ReadError
from .builder import CellText, DocumentBuilder, make_source
from .counting import letter, roman
from .encodings import convert_by_font, decode, repair
from .events import Event, Note, Paragraph, TableData, emit
from .html_content import find_content, trim
from .joining import starts_item
from .layout_tables import is_layout_table
from .limits import Limits

_DEPTH = 1500  # elements inside one another: no document needs more, and a hostile one costs quadratic time
_WALKED = 150  # below this depth an element is taken as plain text
_CHARSET = regex.compile(rb"<meta[^>]{0,300}?charset\s{0,3}=\s{0,3}[\"']?([\w-]{2,30})", regex.IGNORECASE)
_NESTING = regex.compile(r"<(/?)(?:div|span|table|section|article|font|ul|ol|b|i|a|u)\b", regex.IGNORECASE)
_OFFICE = regex.compile(
    r"ProgId content=[\"']?Word|Generator[\"']? content=[\"']?(?:Microsoft Word|LibreOffice|OpenOffice)", regex.I
)
_DROPPED = (
    "script, style, noscript, template, iframe, object, svg, select, button, input, textarea, xml, head, del, "
    ".MsoCommentReference, .MsoCommentText, .msocomanchor, .msocomtxt"
)
_HIDDEN = regex.compile(
    r"display:\s?none|mso-hide:\s?all|visibility:\s?hidden|mso-element:\s?comment", regex.IGNORECASE
)
_BOLD = regex.compile(r"(?<![-\w])font-weight:\s?(bold|bolder|[6-9]00|normal|[1-5]00)", regex.IGNORECASE)
_FONT = regex.compile(r"font-family:\s{0,2}[\"'&quot;]{0,6}(\.vn\w{1,30}|vni-[\w-]{1,30})", regex.IGNORECASE)
_LIST_TYPE = regex.compile(
    r"list-style(?:-type)?:[^;]{0,40}?(decimal|lower-alpha|lower-latin|upper-alpha|upper-latin|lower-roman|upper-roman|none)"
)
_FOOTNOTE = regex.compile(r"mso-element:\s?(?:foot|end)note(?![\w-])", regex.IGNORECASE)
_FOOTNOTE_ID = regex.compile(r"(?:sd(?:foot|end)note|fn:?|footnote-?)\d{1,3}")
_NOTE_NUMBER = regex.compile(r"\[?(\d{1,3}|\*{1,3})\]?[.:]?\s*")
_BLANKS = regex.compile(r"[ \t\n\r\f]+")
_BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "td", "th"}
    | {"tbody", "thead", "tfoot", "caption", "blockquote", "pre", "section", "article", "main", "header", "footer"}
    | {"nav", "aside", "figure", "figcaption", "form", "fieldset", "address", "center", "hr", "body"}
)
_TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman", "1": "decimal"}


def read(data: bytes, path: Path | None, name: str, limits: Limits) -> Document:
    """Return the document in an HTML or MHTML file; ReadError when it is nested beyond any use."""
    html = decode_html(_html_of_mhtml(data, name) if b"multipart/related" in data[:4096].lower() else data)
    depth = deepest = 0
    for match in _NESTING.finditer(html):
        depth = max(0, depth + (-1 if match[1] else 1))
        deepest = max(deepest, depth)
    if deepest > _DEPTH:
        raise ReadError(f"{name} có các thẻ HTML lồng nhau quá {_DEPTH} tầng (tệp hỏng); hãy lưu lại trang rồi đọc lại")
    builder = DocumentBuilder()
    emit(read_events(html), builder)
    return builder.build(make_source(data, name, "text/html"))


def decode_html(data: bytes) -> str:
    """Return the text of an HTML file: UTF-8 if it is that, else the declared encoding, else the likeliest one."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data.startswith(b"\xef\xbb\xbf") or b"\x00" in data[:200]:
        return decode(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        declared = _CHARSET.search(data[:4096])
    codec = declared[1].decode("ascii", "replace").lower() if declared else ""
    if codec in ("windows-1252", "iso-8859-1", "windows-1258", "us-ascii", "utf-16"):
        # The letters of Vietnamese are entities there; bytes beyond ASCII may still be an old font.
        return repair(data.decode("cp1258" if codec == "windows-1258" else "cp1252", "replace"))
    return decode(data)


def _html_of_mhtml(data: bytes, name: str) -> bytes:
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload
    raise ReadError(f"{name} là trang lưu trữ (.mht) không có phần HTML; hãy mở bằng trình duyệt và lưu lại dạng .html")


def read_events(html: str) -> list[Event]:
    """Return what stands on the page, in order: paragraphs, tables of data, notes; of a portal only the plan."""
    tree = LexborHTMLParser(html)
    office = bool(_OFFICE.search(html[:20000]))
    for node in tree.css(_DROPPED):
        if node.tag not in ("body", "html"):
            node.decompose()
    root = tree.body
    if root is None:
        return []
    walker = _Walker(fonts=".vn" in html.lower() or "vni-" in html.lower())
    walker.walk(root if office else find_content(root))
    walker.end_paragraph()
    return walker.events if office else trim(walker.events)


class _Walker:
    """Walks an element and notes paragraphs, tables and notes in ``events``."""

    def __init__(self, *, fonts: bool) -> None:
        self.events: list[Event] = []
        self.fonts = fonts
        self._pieces: list[str] = []
        self._length = 0
        self._bold: list[tuple[int, int]] = []
        self._number = 0
        self._apart = False
        self._only_blanks_since_bold = False

    def walk(self, node: LexborNode, *, bold: bool = False, font: str = "", depth: int = 0) -> None:
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                self._add(child.text_content or "", bold, font)
            elif tag[:1] in "-_!":
                continue
            elif depth > _WALKED:
                self._add(child.text() or "", bold, font)
            else:
                self._element(child, tag, bold, font, depth + 1)

    def _element(self, node: LexborNode, tag: str, bold: bool, font: str, depth: int) -> None:
        style = (node.attributes.get("style") or "") if node.attributes else ""
        if (style and _HIDDEN.search(style)) or "hidden" in node.attributes:
            return
        if tag == "br":
            self._pieces.append("\n")
            self._length += 1
            return
        bold, font = self._manner(node, tag, style, bold, font)
        if tag not in _BLOCKS:
            if tag == "a" and (mark := _note_mark(node)):
                self._add(mark, bold, font)
                return
            self.walk(node, bold=bold, font=font, depth=depth)
            return
        self.end_paragraph()
        if _FOOTNOTE.search(style) or _FOOTNOTE_ID.fullmatch(node.attributes.get("id") or ""):
            self._note(node, font, depth)
        elif tag == "table":
            self._table(node, bold, font, depth)
        elif tag in ("ol", "ul"):
            self._list(node, tag, bold, font, depth)
        else:
            self.walk(node, bold=bold, font=font, depth=depth)
            self.end_paragraph(heading=int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdecimal() else None)

    def _manner(self, node: LexborNode, tag: str, style: str, bold: bool, font: str) -> tuple[bool, str]:
        if tag in ("b", "strong", "th"):
            bold = True
        if style:
            if weight := _BOLD.search(style):
                bold = weight[1].lower() in ("bold", "bolder", "600", "700", "800", "900")
            if self.fonts and (family := _FONT.search(style)):
                font = family[1]
        if self.fonts and tag == "font":
            font = node.attributes.get("face") or font
        return bold, font

    def _add(self, raw: str, bold: bool, font: str) -> None:
        text = _BLANKS.sub(" ", convert_by_font(raw, font) if font else raw)
        if text == " " and (not self._pieces or self._pieces[-1].endswith((" ", "\n"))):
            return
        if text.strip():
            if bold and self._only_blanks_since_bold and self._bold:
                self._bold[-1] = (self._bold[-1][0], self._length + len(text))
            elif bold:
                self._bold.append((self._length, self._length + len(text)))
            self._only_blanks_since_bold = bold
        self._pieces.append(text)
        self._length += len(text)

    def end_paragraph(self, heading: int | None = None) -> None:
        """End the paragraph that is being collected."""
        text = "".join(self._pieces)
        if text.strip():
            self._number += 1
            self.events.append(Paragraph(text, self._bold, heading, self._apart, self._number))
            self._apart = False
        self._pieces = []
        self._length = 0
        self._bold = []
        self._only_blanks_since_bold = False

    def _note(self, node: LexborNode, font: str, depth: int) -> None:
        inner = _Walker(fonts=self.fonts)
        inner.walk(node, font=font, depth=depth)
        inner.end_paragraph()
        words = " ".join(" ".join(e.text.split()) for e in inner.events if isinstance(e, Paragraph))
        self._number += 1
        number = _NOTE_NUMBER.match(words)
        self.events.append(Note(f"[{number[1]}] {words[number.end() :]}" if number else words, self._number))

    def _list(self, node: LexborNode, tag: str, bold: bool, font: str, depth: int) -> None:
        kind = _list_type(node, "decimal" if tag == "ol" else "disc")
        number = _integer(node.attributes.get("start"), 1)
        for item in node.iter():
            if item.tag != "li":
                self._element(item, item.tag or "div", bold, font, depth + 1)
                continue
            number = _integer(item.attributes.get("value"), number)
            before = len(self.events)
            self._apart = True
            self.walk(item, bold=bold, font=font, depth=depth + 1)
            self.end_paragraph()
            label = _label(kind, number)
            for i in range(before, len(self.events)):
                event = self.events[i]
                if isinstance(event, Paragraph):
                    if i == before and label and not starts_item(event.text.strip()):
                        self.events[i] = event.prefixed(label)
                    break
            number += 1
        self._apart = True

    def _table(self, node: LexborNode, bold: bool, font: str, depth: int) -> None:
        rows = [row for row in node.css("tr") if _owner(row) == node.mem_id]
        if not rows or depth > _WALKED:
            self.walk(node, bold=bold, font=font, depth=depth)
            self.end_paragraph()
            return
        cells = [[cell for cell in row.iter() if cell.tag in ("td", "th")] for row in rows]
        # Asked before any cell is read: cells with tables inside that were read twice at each level would double the
        # work with every table that stands in another.
        nested = any(cell.css_first("table") is not None for row in cells for cell in row)
        texts = [[self._cell_text(cell, font, depth) for cell in row] for row in cells] if not nested else []
        long = any(text.count("\n") > 25 for row in texts for text in row)
        if nested or long or is_layout_table(texts):
            for row in cells:
                for cell in row:
                    self._apart = True
                    self._element(cell, "td", bold, font, depth + 1)
                    self.end_paragraph()
            self._apart = True
            return
        self._number += 1
        self.events.append(TableData(_grid(cells, texts), self._number))
        self._apart = True

    def _cell_text(self, cell: LexborNode, font: str, depth: int) -> str:
        inner = _Walker(fonts=self.fonts)
        inner._element(cell, "td", False, font, depth + 1)
        inner.end_paragraph()
        return "\n".join(line for e in inner.events for line in e.lines())


def _grid(cells: list[list[LexborNode]], texts: list[list[str]]) -> list[list[CellText]]:
    """Give every cell its column: cells that go on from the row above hold theirs."""
    rows: list[list[CellText]] = []
    held: dict[int, int] = {}
    for row, words in zip(cells, texts, strict=True):
        column = 0
        out: list[CellText] = []
        after = {c: left - 1 for c, left in held.items() if left > 1}
        for cell, text in zip(row, words, strict=True):
            while held.get(column, 0) > 0:
                column += 1
            width = min(_integer(cell.attributes.get("colspan"), 1), 100) or 1
            height = min(_integer(cell.attributes.get("rowspan"), 1), 1000) or 1
            bold = cell.tag == "th"
            out.append(CellText(text, width=width, column=column, bold=bold))
            if height > 1:
                after |= dict.fromkeys(range(column, column + width), height - 1)
            column += width
        held = after
        rows.append(out)
    return rows


def _owner(row: LexborNode) -> int | None:
    parent = row.parent
    while parent is not None and parent.tag != "table":
        parent = parent.parent
    return parent.mem_id if parent is not None else None


def _note_mark(node: LexborNode) -> str | None:
    """LibreOffice and Markdown converters set the mark of a note without brackets: give it them."""
    kind = f"{node.attributes.get('class') or ''} {node.attributes.get('href') or ''}"
    if "notesym" in kind or not ("noteanc" in kind or "#fn" in kind or "footnote" in kind):
        return None
    words = (node.text() or "").strip()
    return f"[{words}]" if words.isdecimal() else None


def _list_type(node: LexborNode, otherwise: str) -> str:
    if found := _LIST_TYPE.search(node.attributes.get("style") or ""):
        return found[1].replace("latin", "alpha")
    return _TYPES.get(node.attributes.get("type") or "", otherwise)


def _label(kind: str, number: int) -> str:
    if kind == "none":
        return ""
    if kind == "decimal":
        return f"{number}. "
    if kind.endswith("alpha") and 1 <= number <= 26:
        return f"{letter(number).upper() if kind.startswith('upper') else letter(number)}. "
    if kind.endswith("roman") and 1 <= number <= 3999:
        return f"{roman(number) if kind.startswith('upper') else roman(number).lower()}. "
    return "- "


def _integer(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isascii() and value.isdecimal() and len(value) < 6 else otherwise
