"""How a document ends: closing formula, recipients, signature, appendices, footnotes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from .form import NUMBERED, FormView, Stretch, is_upper
from .signature import find_signature

_MOST_CLOSING_LINES = 6

_BULLET = regex.compile(r"[ *_|]{0,6}[-+•*–>][ *_]{0,6}(?=[^\s*|_-])")
_FOOTNOTE = regex.compile(r"\[\d{1,2}\]|\(\d{1,2}\) ?\p{L}")
_FIRST_FOOTNOTE = regex.compile(r"[\[(]1[\])]")
_NAME_ONLY = regex.compile(r"\p{Lu}\p{Ll}*(?: \p{Lu}\p{Ll}*){1,5}$")


@dataclass(frozen=True, slots=True)
class Appendix:
    """One appendix: ``text[start:end]`` with its heading line included; ``path`` is "Phụ lục" or "Phụ lục I"."""

    start: int
    end: int
    path: str


def find_ending(view: FormView, first: int, last: int) -> tuple[Stretch | None, Stretch | None, int]:
    """Return the recipients, the signature, and where the footnotes begin, in the lines from ``first`` to ``last``."""
    footnotes_at = find_footnotes(view, last)
    if footnotes_at <= view.lines.ends[last]:
        last = max(view.lines.at(max(footnotes_at - 1, 0)), first)
    at = find_recipients(view, first, last)
    limit = find_appendix_line(view, at if at is not None else first, last, sure=at is None)
    stop = limit if limit is not None else last + 1
    recipients: Stretch | None = None
    signature: Stretch | None = None
    if at is not None:
        after = skip_recipients(view, at, stop)
        recipients = (view.lines.starts[at], view.line_start(after))
        signature = find_signature(view.document, view.form, after, stop, first_only=False)
        if signature is None:
            signature = find_signature(view.document, view.form, max(first, at - 14), at, first_only=False)
    else:
        signature = find_signature(view.document, view.form, max(first, stop - 40), stop, first_only=True)
    return recipients, signature, footnotes_at


def find_recipients(view: FormView, first: int, last: int) -> int | None:
    keep: int | None = None
    for anchor in view.anchors:
        if not first <= anchor.line <= last:
            continue
        words = view.words(anchor.line)
        if anchor.kind == "recipients" and view.form.match("noi-nhan", words):
            return anchor.line
        if anchor.kind == "keep" and keep is None and view.form.match("luu", words):
            keep = anchor.line
    if keep is None:
        return None
    # OCR lost the words "Nơi nhận": the bulleted lines above "- Lưu" are the list.
    while keep > first and _BULLET.match(view.folded, view.lines.starts[keep - 1]) and len(view.words(keep - 1)) < 120:
        keep -= 1
    return keep


def skip_recipients(view: FormView, at: int, stop: int) -> int:
    """Return the first line after the list of recipients that begins at line ``at``."""
    line = at + 1
    kept = bool(view.form.search("luu", view.words(at)))
    bullets = 0
    while line < stop:
        words = view.words(line)
        if words:
            bullet = bool(_BULLET.match(view.folded, view.lines.starts[line]))
            if not bullet:
                written = view.written(line)
                # "- VPUB: CVP, các Phòng: ĐTQH," goes on as "TH, KGVX, NgV;".
                if bullets and not kept and written[-1] in ";," and not view.form.match("thay-mat", words):
                    line += 1
                    continue
                if is_upper(written) or view.form.match("da-ky", words):
                    break
                if kept or len(words) > 160 or (bullets and _NAME_ONLY.match(written)):
                    break
            bullets += bullet
            kept = kept or bool(view.form.match("luu", words))
        line += 1
    return line


def find_footnotes(view: FormView, last: int) -> int:
    """Return where the footnotes begin, which stand at the end of the text; past its end where there are none."""
    if view.document.footnotes:
        return view.document.footnotes[0][0]
    found = len(view.text) + 1
    line = last
    for line in range(last, max(last - 40, -1), -1):
        words = view.folded[view.lines.starts[line] : view.lines.ends[line]].lstrip(" *_")
        if _FOOTNOTE.match(words):
            found = view.lines.starts[line]
            if _FIRST_FOOTNOTE.match(words):
                break
    return found


def find_appendix_line(view: FormView, first: int, last: int, *, sure: bool) -> int | None:
    """Return the first line of the first appendix in the lines from ``first`` to ``last``."""
    return next((line for line, _ in appendix_lines(view, first, last, sure=sure)), None)


def appendix_lines(view: FormView, first: int, last: int, *, sure: bool) -> Iterator[tuple[int, str]]:
    """Yield the first line and the path of each appendix.

    After the signature a heading "Phụ lục I" is enough. In a text without recipients (``sure``) it must stand in
    capitals, or "(Kèm theo Kế hoạch số …)" must follow, because a body may speak of its appendices at a line start.
    """
    seen = -1
    for anchor in view.anchors:
        if (
            anchor.kind not in ("appendix", "attached", "corner")
            or not first <= anchor.line <= last
            or anchor.line <= seen
        ):
            continue
        if view.document.table_at(anchor.start) is not None:
            continue
        words = view.words(anchor.line)
        if anchor.kind == "corner":
            # "ĐƠN VỊ: … Phụ lục I": a form with the number of the appendix in its right corner.
            if not sure and len(words) < 60:
                yield (
                    anchor.line,
                    "Phụ lục " + view.folded[anchor.start : view.lines.ends[anchor.line]].split()[2].upper(),
                )
                seen = anchor.line
            continue
        if anchor.kind == "appendix":
            match = view.form.match("phu-luc", words)
            if match is None or not is_appendix_heading(view, anchor.line, match, sure=sure):
                continue
            name = match["path"][0].upper() + match["path"][1:]
            if match["path"] == "mẫu" and not match["number"]:
                continue
            number = (match["number"] or "").upper() if not (match["number"] or "0").isdecimal() else match["number"]
            joint = " số " if " số " in words[: match.end()] else " "
            yield anchor.line, name + (f"{joint}{number}" if number else "")
            seen = skip_attached(view, anchor.line, last)
        elif view.form.match("kem-theo", words):
            line = anchor.line
            while line > first and anchor.line - line < 5 and view.words(line - 1) and is_caption(view, line - 1):
                line -= 1
            if line < anchor.line and line > seen:
                yield line, "Phụ lục"
                seen = anchor.line


def skip_attached(view: FormView, line: int, last: int) -> int:
    """Return the line "(Kèm theo …)" under the heading of an appendix at ``line``; it begins no other appendix."""
    for more in range(line, min(line + 7, last + 1)):
        if view.form.match("kem-theo", view.words(more)):
            return more
    return line


def is_caption(view: FormView, line: int) -> bool:
    return is_upper(view.written(line)) and view.document.table_at(view.lines.starts[line]) is None


def is_appendix_heading(view: FormView, line: int, match: regex.Match[str], *, sure: bool) -> bool:
    written = view.written(line)
    words = view.words(line)
    capital = is_upper(written[: match.end("path")]) and (not match["more"] or is_upper(written))
    if capital:
        return len(words) < 250
    if len(words) > 150 or words[-1] in ";." or (match["more"] and not written[match.start("more")].isupper()):
        return False
    if not sure:
        return True
    return any(view.form.match("kem-theo", view.words(more)) for more in range(line, min(line + 7, len(view.lines))))


def find_appendices(
    view: FormView, tail: int | None, body_start: int, end: int, footnotes_at: int
) -> tuple[Appendix, ...]:
    first = view.lines.at(tail if tail is not None else body_start)
    last = view.lines.at(max(min(end, footnotes_at) - 1, 0))
    stop = min(end, footnotes_at)
    starts = [
        (view.lines.starts[line], path)
        for line, path in appendix_lines(view, first, last, sure=tail is None)
        if body_start <= view.lines.starts[line] < stop
    ]
    if tail is None and starts and starts[0][1] == "Phụ lục" and not _has_divisions(view, first, starts[0][0]):
        del starts[
            0
        ]  # "(Kèm theo Quyết định số …)" under the title of the plan itself: an appendix has a body above it
    if tail is not None:
        begin = starts[0][0] if starts else stop
        caption = find_unnamed_appendix(view, tail, begin)
        if caption is not None:
            starts.insert(0, (caption, "Phụ lục"))
    if not starts:
        return ()
    ends = [start for start, _ in starts[1:]] + [stop]
    return tuple(Appendix(start, end, path) for (start, path), end in zip(starts, ends, strict=True))


def _has_divisions(view: FormView, first: int, end: int) -> bool:
    return any(NUMBERED.match(view.words(line)) for line in range(first, view.lines.at(end)))


def find_unnamed_appendix(view: FormView, start: int, end: int) -> int | None:
    """Return where a table or a caption in capitals begins between the signature and the first named appendix."""
    line = view.lines.at(start)
    while line < len(view.lines) and view.lines.starts[line] < end:
        words = view.words(line)
        if words and view.lines.starts[line] >= start:
            table = view.document.table_at(view.lines.starts[line]) is not None
            if table or (len(words) > 8 and is_upper(view.written(line))):
                return view.lines.starts[line]
            return None
        line += 1
    return None


def find_trailing_noise(view: FormView, tail: int | None, appendices: tuple[Appendix, ...], end: int) -> list[Stretch]:
    """Return what a web page or a scanner left after the signature."""
    if tail is None:
        return []
    stop = appendices[0].start if appendices else min(end, len(view.text))
    return [(tail, stop)] if stop > tail and view.text[tail:stop].strip(" \n*_|-.") else []


def find_closing(view: FormView, start: int, end: int) -> int:
    """Return where the closing formula begins in the last lines of ``text[start:end]``; ``end`` if there is none."""
    found = end
    apart = False
    line = view.lines.at(max(end - 1, start))
    for _ in range(_MOST_CLOSING_LINES):
        if line < 0 or view.lines.starts[line] < start:
            break
        words = view.words(line)
        at = view.lines.starts[line]
        if words:
            if view.document.table_at(at) is not None or _BULLET.match(view.folded, at) or NUMBERED.match(words):
                break
            if words.startswith("trên đây là"):
                return at
            if view.form.match("ket", words) and not apart:
                found = at
            elif found == end and len(words) < 70 and view.form.search("ngay", words):
                found = at  # "Đốc Binh Kiều, ngày 28 tháng 4 năm 2026" above the recipients
            else:
                apart = True  # only "Trên đây là …" may still stand above
        line -= 1
    return found
