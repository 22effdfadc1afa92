"""Where the parts of a document stand: letterhead, body, closing, signature, recipients, appendices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from ..document import Document
from ..rules import Rules
from .form import LEADING, FormRules, is_upper, read_form
from .signature import find_signature

Stretch = tuple[int, int]

# A trích yếu of more lines than this, or a letterhead, is something else.
_MOST_TITLE_LINES = 8
_MOST_HEAD_LINES = 30
_MOST_CLOSING_LINES = 6


@dataclass(frozen=True, slots=True)
class Appendix:
    """One appendix (Phụ lục): ``text[start:end]`` with its heading line included; ``path`` is "Phụ lục" or "Phụ lục I"."""

    start: int
    end: int
    path: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Offsets of the parts, all at line starts. ``body_start`` is the first line after the trích yếu (title); ``body_end``
    is where the closing formula ("Trên đây là …"), the recipients or the signature begin, whichever comes first. Appendices
    come after it. ``noise`` are stretches that do not belong to the plan (web menus, a wrapping decision).

    ``heads`` are the letterheads: the plan's own first, then the one of the decision that carries it. ``doc_type`` and
    ``title`` are the name of the type and the trích yếu. ``recipients`` and ``signature`` are stretches of lines, None where
    the file has none; a plan carried by a decision has those of the decision. ``decision`` is the decision itself, which
    is also noise; ``footnotes`` stand after the signature.
    """

    body_start: int
    body_end: int
    appendices: tuple[Appendix, ...] = ()
    noise: tuple[Stretch, ...] = ()
    heads: tuple[Stretch, ...] = ()
    doc_type: Stretch | None = None
    title: Stretch | None = None
    recipients: Stretch | None = None
    signature: Stretch | None = None
    decision: Stretch | None = None
    footnotes: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class _Anchor:
    kind: str
    line: int
    start: int


def find_layout(document: Document, rules: Rules) -> Layout:
    """Return where the parts of ``document`` stand. What is not there is None or empty; no text raises."""
    return _Finder(document, read_form(rules)).find()


class _Finder:
    """One walk over the lines of one document."""

    def __init__(self, document: Document, form: FormRules) -> None:
        self.text = document.text
        self.folded = document.folded
        self.lines = document.lines
        self.document = document
        self.form = form
        top = form.first_anchor.match(self.folded)
        self.anchors = [
            _Anchor(match.lastgroup or "", self.lines.at(match.end()), match.start(match.lastgroup or 0))
            for match in [*([top] if top else []), *form.anchors.finditer(self.folded)]
        ]
        for match in _APPENDIX_AT_END.finditer(self.folded):
            line = self.lines.at(match.start())
            if self.first(line) != match.start() and match.start() - self.lines.starts[line] < 40:
                self.anchors.append(_Anchor("corner", line, match.start()))
        self.anchors.sort(key=lambda anchor: anchor.start)

    def find(self) -> Layout:
        length = len(self.text)
        plan, decision = self.find_types()
        plan_head = self.find_head(plan.line) if plan else self.find_head(None)
        heads = [plan_head]
        start, end = plan_head[0], length
        carried: Stretch | None = None
        if decision is not None and plan is not None:
            head = self.find_head(decision.line)
            heads.append((head[0], self.lines.ends[decision.line]))
            if decision.start < plan.start:
                carried = (head[0], plan_head[0])
            else:
                carried, end = (head[0], length), head[0]
        doc_type, title, body_start = self.find_title(plan, plan_head)

        last_line = self.lines.at(max(end - 1, 0))
        first_line = self.lines.at(body_start)
        recipients, signature, footnotes_at = self.find_ending(first_line, last_line)
        tail = max((stretch[1] for stretch in (recipients, signature) if stretch), default=None)
        appendices = self.find_appendices(tail, body_start, end, footnotes_at)
        body_end = min(
            [stretch[0] for stretch in (recipients, signature) if stretch]
            + [appendix.start for appendix in appendices[:1]]
            + [footnotes_at, end]
        )
        body_end = self.find_closing(body_start, max(body_end, body_start))
        if carried and recipients is None and signature is None:
            recipients, signature, _ = self.find_ending(self.lines.at(carried[0]), self.lines.at(max(carried[1] - 1, 0)))
        noise = [carried] if carried else []
        top = min(start, carried[0]) if carried else start
        if top > 0 and self.text[:top].strip():
            noise.insert(0, (0, top))
        noise += self.find_trailing_noise(tail, appendices, min(footnotes_at, end))
        footnotes = ((footnotes_at, end),) if footnotes_at < end else ()
        return Layout(
            body_start=body_start,
            body_end=body_end,
            appendices=appendices,
            noise=tuple(noise),
            heads=tuple(heads),
            doc_type=doc_type,
            title=title,
            recipients=recipients,
            signature=signature,
            decision=carried,
            footnotes=footnotes,
        )

    # --- lines ---------------------------------------------------------------------------------------------------

    def first(self, line: int) -> int:
        """Return where the first letter, figure or bracket of ``line`` stands (its end where there is none)."""
        found = LEADING.match(self.folded, self.lines.starts[line], self.lines.ends[line])
        return found.end() if found else self.lines.starts[line]

    def words(self, line: int) -> str:
        """Return the folded ``line`` without the marks before its first word."""
        return self.folded[self.first(line) : self.lines.ends[line]].rstrip()

    def written(self, line: int) -> str:
        """Return ``line`` as written, without the marks before its first word."""
        return self.text[self.first(line) : self.lines.ends[line]].rstrip()

    # --- the name of the type, and the decision that carries the plan ----------------------------------------------

    def find_types(self) -> tuple[_Anchor | None, _Anchor | None]:
        """Return the line with the name of the type of the plan, and the one of a decision around it."""
        plan: _Anchor | None = None
        decision: _Anchor | None = None
        other: _Anchor | None = None
        article = False
        for anchor in self.anchors:
            if anchor.kind == "article":
                article = article or decision is not None
                if plan is not None and decision is not None:
                    break
            if anchor.kind != "type" or not self.is_type_line(anchor.line):
                continue
            words = self.words(anchor.line)
            if words.startswith("quyết định"):
                if plan is None and not article:
                    decision = decision or anchor
                elif plan is not None and decision is None:
                    decision = anchor
            elif self.is_plan(words):
                if plan is None and (decision is None or article):
                    plan = anchor
            elif other is None and plan is None and decision is None:
                other = anchor
        if plan is None:
            return decision or other, None
        if other is not None and other.start < plan.start and self.lines.at(plan.start) - other.line > _MOST_HEAD_LINES:
            return other, None  # a report that has a plan inside it is no plan
        return plan, decision if article else None

    @staticmethod
    def is_plan(words: str) -> bool:
        return bool(_PLAN.search(words, 0, 40))

    def is_type_line(self, line: int) -> bool:
        match = self.form.match("ten-loai", self.words(line))
        if match is None:
            return False
        at = self.first(line)
        name = self.text[at + match.start("type") : at + match.end("type")]
        rest = self.words(line)[match.end() :].strip(" :.*|,")
        if is_upper(name):
            return not rest or len(rest) > 3 or bool(match["more"])
        if self.lines.starts[line] in self.document.headings:
            return not rest or line < _MOST_HEAD_LINES
        return not rest and line < 2 * _MOST_HEAD_LINES

    # --- letterhead ------------------------------------------------------------------------------------------------

    def find_head(self, type_line: int | None) -> Stretch:
        """Return the letterhead above ``type_line``; without such a line, the one at the top of the text, if there is one."""
        if type_line is not None:
            line = type_line
            while line > 0 and type_line - line < _MOST_HEAD_LINES:
                if self.is_head_line(line - 1):
                    line -= 1
                elif above := self.strong_line_above(line - 1):
                    line = above
                else:
                    break
            return self.lines.starts[line], self.lines.starts[type_line]
        line = 0
        while line < min(len(self.lines), _MOST_HEAD_LINES) and self.is_head_line(line):
            line += 1
        strong = any(
            self.form.search("quoc-hieu", self.words(i)) or self.form.match("so", self.words(i)) for i in range(line)
        )
        return (0, self.lines.starts[line] if line < len(self.lines) else len(self.text)) if strong else (0, 0)

    def strong_line_above(self, line: int) -> int | None:
        """Return the line of a number or of the national name just above a short ``line`` (the rest of a broken date line)."""
        if len(self.words(line)) > 60 or self.words(line)[-1] in ".;:":
            return None
        for above in range(line - 1, max(line - 4, -1), -1):
            words = self.words(above)
            if self.form.match("so", words) or (self.form.search("quoc-hieu", words) and len(words) < 80):
                return above
        return None

    def is_head_line(self, line: int) -> bool:
        words = self.words(line)
        if not words:
            return True
        if len(words) > 160 or self.document.table_at(self.lines.starts[line]) is not None:
            return False
        form = self.form
        if form.match("trang-chu", words):
            return False
        if any(form.match(name, words) for name in ("so", "so-khong-ky-hieu", "ngay-gach-cheo", "do-khan", "phu-dong-dau", "ve-viec")):
            return True
        if form.search("quoc-hieu", words) or form.search("ngay", words):
            return words[-1] not in ";:" and not words.startswith("căn cứ")
        written = self.written(line)
        if is_upper(written):
            return True
        return len(words) < 90 and words[-1] not in ".;:,?!" and written[0].isupper() and bool(form.body.match(words))

    # --- trích yếu -------------------------------------------------------------------------------------------------

    def find_title(self, plan: _Anchor | None, head: Stretch) -> tuple[Stretch | None, Stretch | None, int]:
        """Return where the name of the type and the trích yếu stand, and where the body begins."""
        if plan is None:
            return None, None, head[1]
        match = self.form.match("ten-loai", self.words(plan.line))
        at = self.first(plan.line)
        type_at = (at, at)
        first: int | None = None
        if match is not None:
            type_at = (at + match.start("type"), at + match.end())
            first = type_at[1]
            while first < self.lines.ends[plan.line] and not (self.text[first].isalnum() or self.text[first] in '"“('):
                first += 1
            if first >= self.lines.ends[plan.line]:
                first = None
        line = plan.line + 1
        start, end = (first, self.lines.ends[plan.line]) if first is not None else (-1, -1)
        taken = 1 if first is not None else 0
        while line < len(self.lines) and taken < _MOST_TITLE_LINES:
            words = self.words(line)
            if not words:
                if end >= 0:
                    break
                line += 1
                continue
            if not self.is_title_line(line, start, end):
                break
            if start < 0:
                start = self.first(line)
            end = self.lines.ends[line]
            taken += 1
            line += 1
        while line < len(self.lines) and (not self.words(line) or self.form.match("kem-theo", self.words(line))):
            attached = bool(self.words(line))
            line += 1
            if attached and self.text[self.lines.ends[line - 1] - 1 : self.lines.ends[line - 1]] not in (")", ".", "*"):
                # a reader that does not join lines leaves the bracket open: it closes within two lines
                for more in range(line, min(line + 2, len(self.lines))):
                    if self.text.find(")", self.lines.starts[more], self.lines.ends[more]) >= 0:
                        line = more + 1
                        break
        body = self.lines.starts[line] if line < len(self.lines) else len(self.text)
        if start < 0:
            return type_at, None, body
        while end > start and self.text[end - 1] in " *_|":
            end -= 1
        return type_at, (start, end), body

    def is_title_line(self, line: int, start: int, end: int) -> bool:
        words = self.words(line)
        form = self.form
        if form.match("kem-theo", words) or self.document.table_at(self.lines.starts[line]) is not None:
            return False
        written = self.written(line)
        capital = is_upper(written)
        if start < 0:
            if _SENTENCE_BODY.search(words):
                return False
            if form.match("sau-trich-yeu", words):
                if words[-1] == ";":
                    return False
                # "Thực hiện Chương trình …" may be the title itself: then it is no sentence, and the body comes after it.
                return words.startswith(("thực hiện", "triển khai", "tiếp tục", "hưởng ứng", "phát huy", "trong ", "do ")) or (
                    capital and not _NUMBERED.match(words)
                )
            return len(words) <= 700
        if is_upper(self.text[start:end]):
            return (capital or not any(c.isalpha() for c in words)) and not _NUMBERED.match(words) and not form.match("ngay", words)
        if words[-1] == ";" or _SENTENCE_BODY.search(words):
            return False
        if written[0].islower() or _TITLE_GOES_ON.match(words):
            return len(words) <= 300
        if form.match("sau-trich-yeu", words) or capital:
            return False
        return len(words) <= 200 and (self.text[end - 1] in ",-–" or bool(_OPEN_END.search(self.folded, max(start, end - 12), end)))

    # --- recipients and signature ----------------------------------------------------------------------------------

    def find_ending(self, first: int, last: int) -> tuple[Stretch | None, Stretch | None, int]:
        """Return the recipients, the signature, and where the footnotes begin, in the lines from ``first`` to ``last``."""
        footnotes_at = self.find_footnotes(last)
        if footnotes_at <= self.lines.ends[last]:
            last = max(self.lines.at(max(footnotes_at - 1, 0)), first)
        at = self.find_recipients(first, last)
        limit = self.find_appendix_line(at if at is not None else first, last, sure=at is None)
        stop = limit if limit is not None else last + 1
        recipients: Stretch | None = None
        signature: Stretch | None = None
        if at is not None:
            after = self.skip_recipients(at, stop)
            recipients = (self.lines.starts[at], self.line_start(after))
            signature = find_signature(self.document, self.form, after, stop, first_only=False)
            if signature is None:
                signature = find_signature(self.document, self.form, max(first, at - 14), at, first_only=False)
        else:
            signature = find_signature(self.document, self.form, max(first, stop - 40), stop, first_only=True)
        return recipients, signature, footnotes_at

    def line_start(self, line: int) -> int:
        return self.lines.starts[line] if line < len(self.lines) else len(self.text)

    def find_recipients(self, first: int, last: int) -> int | None:
        keep: int | None = None
        for anchor in self.anchors:
            if not first <= anchor.line <= last:
                continue
            words = self.words(anchor.line)
            if anchor.kind == "recipients" and self.form.match("noi-nhan", words):
                return anchor.line
            if anchor.kind == "keep" and keep is None and self.form.match("luu", words):
                keep = anchor.line
        if keep is None:
            return None
        # OCR lost the words "Nơi nhận": the bulleted lines above "- Lưu" are the list.
        while keep > first and _BULLET.match(self.folded, self.lines.starts[keep - 1]) and len(self.words(keep - 1)) < 120:
            keep -= 1
        return keep

    def skip_recipients(self, at: int, stop: int) -> int:
        """Return the first line after the list of recipients that begins at line ``at``."""
        line = at + 1
        kept = bool(self.form.search("luu", self.words(at)))
        bullets = 0
        while line < stop:
            words = self.words(line)
            if words:
                bullet = bool(_BULLET.match(self.folded, self.lines.starts[line]))
                if not bullet:
                    written = self.written(line)
                    if is_upper(written) or self.form.match("da-ky", words):
                        break
                    if kept or len(words) > 160 or (bullets and _NAME_ONLY.match(written)):
                        break
                bullets += bullet
                kept = kept or bool(self.form.match("luu", words))
            line += 1
        return line

    # --- what follows the signature ----------------------------------------------------------------------------------

    def find_footnotes(self, last: int) -> int:
        """Return where the footnotes begin, which stand at the end of the text; past its end where there are none."""
        if self.document.footnotes:
            return self.document.footnotes[0][0]
        found = len(self.text) + 1
        line = last
        for line in range(last, max(last - 40, -1), -1):
            words = self.folded[self.lines.starts[line] : self.lines.ends[line]].lstrip(" *_")
            if _FOOTNOTE.match(words):
                found = self.lines.starts[line]
                if _FIRST_FOOTNOTE.match(words):
                    break
        return found

    def find_appendix_line(self, first: int, last: int, *, sure: bool) -> int | None:
        """Return the first line of the first appendix in the lines from ``first`` to ``last``."""
        return next((line for line, _ in self.appendix_lines(first, last, sure=sure)), None)

    def appendix_lines(self, first: int, last: int, *, sure: bool) -> Iterator[tuple[int, str]]:
        """Yield the first line and the path of each appendix.

        After the signature a heading "Phụ lục I" is enough. In a text without recipients (``sure``) it must stand in
        capitals, or "(Kèm theo Kế hoạch số …)" must follow, because a body may speak of its appendices at a line start.
        """
        seen = -1
        for anchor in self.anchors:
            if anchor.kind not in ("appendix", "attached", "corner") or not first <= anchor.line <= last or anchor.line <= seen:
                continue
            if self.document.table_at(anchor.start) is not None:
                continue
            words = self.words(anchor.line)
            if anchor.kind == "corner":
                # "ĐƠN VỊ: … Phụ lục I": a form with the number of the appendix in its right corner.
                if not sure and len(words) < 60:
                    yield anchor.line, "Phụ lục " + self.folded[anchor.start : self.lines.ends[anchor.line]].split()[2].upper()
                    seen = anchor.line
                continue
            if anchor.kind == "appendix":
                match = self.form.match("phu-luc", words)
                if match is None or not self.is_appendix_heading(anchor.line, match, sure=sure):
                    continue
                name = match["path"][0].upper() + match["path"][1:]
                if match["path"] == "mẫu" and not match["number"]:
                    continue
                number = (match["number"] or "").upper() if not (match["number"] or "0").isdigit() else match["number"]
                joint = " số " if " số " in words[: match.end()] else " "
                yield anchor.line, name + (f"{joint}{number}" if number else "")
                seen = self.skip_attached(anchor.line, last)
            elif self.form.match("kem-theo", words):
                line = anchor.line
                while line > first and anchor.line - line < 5 and self.words(line - 1) and self.is_caption(line - 1):
                    line -= 1
                if line < anchor.line and line > seen:
                    yield line, "Phụ lục"
                    seen = anchor.line

    def skip_attached(self, line: int, last: int) -> int:
        """Return the line "(Kèm theo …)" under the heading of an appendix at ``line``, so that it is not taken for another."""
        for more in range(line, min(line + 7, last + 1)):
            if self.form.match("kem-theo", self.words(more)):
                return more
        return line

    def is_caption(self, line: int) -> bool:
        return is_upper(self.written(line)) and self.document.table_at(self.lines.starts[line]) is None

    def is_appendix_heading(self, line: int, match: regex.Match[str], *, sure: bool) -> bool:
        written = self.written(line)
        words = self.words(line)
        capital = is_upper(written[: match.end("path")]) and (not match["more"] or is_upper(written))
        if capital:
            return len(words) < 250
        if len(words) > 150 or words[-1] in ";." or (match["more"] and not written[match.start("more")].isupper()):
            return False
        if not sure:
            return True
        return any(
            self.form.match("kem-theo", self.words(more)) for more in range(line, min(line + 7, len(self.lines)))
        )

    def find_appendices(self, tail: int | None, body_start: int, end: int, footnotes_at: int) -> tuple[Appendix, ...]:
        first = self.lines.at(tail if tail is not None else body_start)
        last = self.lines.at(max(min(end, footnotes_at) - 1, 0))
        stop = min(end, footnotes_at)
        starts = [
            (self.lines.starts[line], path)
            for line, path in self.appendix_lines(first, last, sure=tail is None)
            if self.lines.starts[line] < stop
        ]
        if tail is not None:
            begin = starts[0][0] if starts else stop
            caption = self.find_unnamed_appendix(tail, begin)
            if caption is not None:
                starts.insert(0, (caption, "Phụ lục"))
        if not starts:
            return ()
        ends = [start for start, _ in starts[1:]] + [stop]
        return tuple(Appendix(start, end, path) for (start, path), end in zip(starts, ends, strict=True))

    def find_unnamed_appendix(self, start: int, end: int) -> int | None:
        """Return where a table or a caption in capitals begins between the signature and the first named appendix."""
        line = self.lines.at(start)
        while line < len(self.lines) and self.lines.starts[line] < end:
            words = self.words(line)
            if words and self.lines.starts[line] >= start:
                table = self.document.table_at(self.lines.starts[line]) is not None
                if table or (len(words) > 8 and is_upper(self.written(line))):
                    return self.lines.starts[line]
                return None
            line += 1
        return None

    def find_trailing_noise(self, tail: int | None, appendices: tuple[Appendix, ...], end: int) -> list[Stretch]:
        """Return what a web page or a scanner left after the signature."""
        if tail is None:
            return []
        stop = appendices[0].start if appendices else min(end, len(self.text))
        return [(tail, stop)] if stop > tail and self.text[tail:stop].strip(" \n*_|-.") else []

    # --- closing formula ---------------------------------------------------------------------------------------------

    def find_closing(self, start: int, end: int) -> int:
        """Return where the closing formula begins in the last paragraphs of ``text[start:end]``; ``end`` if there is none."""
        found = end
        apart = False
        line = self.lines.at(max(end - 1, start))
        for _ in range(_MOST_CLOSING_LINES):
            if line < 0 or self.lines.starts[line] < start:
                break
            words = self.words(line)
            at = self.lines.starts[line]
            if words:
                if self.document.table_at(at) is not None or _BULLET.match(self.folded, at) or _NUMBERED.match(words):
                    break
                if words.startswith("trên đây là"):
                    return at
                if self.form.match("ket", words) and not apart:
                    found = at
                elif self.form.search("ngay", words) and len(words) < 70 and found == end:
                    found = at  # "Đốc Binh Kiều, ngày 28 tháng 4 năm 2026" above the recipients
                else:
                    apart = True  # only "Trên đây là …" may still stand above
            line -= 1
        return found


_APPENDIX_AT_END = regex.compile(r"(?m)phụ lục (?:[ivx]{1,4}|\d{1,2})(?=[^\p{L}\p{N}\n]{0,6}$)")
_PLAN = regex.compile(r"k[ếéẻèêể] ho[ạa]ch")
_BULLET = regex.compile(r"[ *_|]{0,6}[-+•*–>][ *_]{0,6}(?=[^\s*|_-])")
_NUMBERED = regex.compile(r"(?:(?!v/v)[ivx]{1,5}|\d{1,2}(?:\.\d{1,2}){0,3})[.)/-]|[a-zđ]\)|điều \d")
_FOOTNOTE = regex.compile(r"\[\d{1,2}\]|\(\d{1,2}\) ?\p{L}")
_FIRST_FOOTNOTE = regex.compile(r"[\[(]1[\])]")
_NAME_ONLY = regex.compile(r"\p{Lu}\p{Ll}*(?: \p{Lu}\p{Ll}*){1,5}$")
_SENTENCE_BODY = regex.compile(r"như sau ?[:.]?$|sau đây ?:$|:$|\./\.$|cụ thể như sau")
_TITLE_GOES_ON = regex.compile(
    r"(?:giai đoạn|nhiệm kỳ|năm \d|năm học|trên địa bàn|của |tỉnh |huyện |xã |phường |thành phố |và |trong |về |tại |từ năm|đến năm|khóa |\(\d|\d)"
)
_OPEN_END = regex.compile(r" (?:và|của|về|cho|các|trong|tại|với|tỉnh|huyện|xã|phường|năm|để|ở)$")
