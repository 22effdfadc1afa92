"""Who receives a document: the lines under *Nơi nhận*, also where a scan was read across with the signature."""

from __future__ import annotations

import regex

from ..document import Document
from ..models import Recipient, Span, make
from .form import bases

_HEAD = regex.compile(r"[ *_]*n[ơớ]i (?:nhận|gửi)[ *_]*[:;.,]*[ *_]*")
_MARK = regex.compile(r"[\s*_|]*(?:[-–+•*>]+[\s*_]*)?")
# A signature in the right column, read across with the list: "- UBND tỉnh; PHÓ GIÁM ĐỐC". OCR garbles its tones.
_ACROSS = regex.compile(r"(?:[;:,.)] ?)\W{0,2}(?P<run>(?:[KT][TML]\. ?)?\p{Lu}{2,}(?: \p{Lu}{2,}){1,4})\W{0,3}$")
_OFFICE_BASES = regex.compile(r"gia+m do|chu tich|truong|uy ban|bi thu|chanh van|chu nhiem")
_NEXT = regex.compile(r"[;.] ?(?=[-–+] ?\p{L})")


def find_across(text: str, folded: str, start: int, end: int) -> regex.Match[str] | None:
    """Return the part of a signature that stands behind a recipient on its line."""
    found = _ACROSS.search(text, start, end)
    if found and _OFFICE_BASES.search(bases(folded[found.start("run") : found.end("run")])):
        return found
    return None


def read_recipients(document: Document, recipients: tuple[int, int] | None) -> tuple[Recipient, ...]:
    """Return the lines under *Nơi nhận*, one each, without bullets; a line that goes on is part of the one before."""
    if recipients is None:
        return ()
    text, folded, lines = document.text, document.folded, document.lines
    found: list[tuple[int, int]] = []
    bulleted = False
    for line in range(lines.at(recipients[0]), lines.at(max(recipients[1] - 1, recipients[0])) + 1):
        start, end = lines.starts[line], lines.ends[line]
        across = find_across(text, folded, start, end)
        if across:
            end = across.start() + 1
        head = _HEAD.match(folded, start, end)
        if head:
            start = head.end()
        mark = _MARK.match(text, start, end)
        body = mark.end() if mark else start
        has_mark = mark is not None and any(c in "-–+•>" for c in mark[0])
        while end > body and text[end - 1] in " *_|":
            end -= 1
        if end <= body or not any(c.isalnum() for c in text[body:end]):
            continue
        if (
            found
            and bulleted
            and not has_mark
            and (text[body].islower() or text[body] in "(" or text[found[-1][1] - 1] not in ";.")
        ):
            found[-1] = (found[-1][0], end)
            continue
        bulleted = bulleted or has_mark
        at = body
        for cut in _NEXT.finditer(text, body, end):
            found.append((at, cut.start() + 1))
            inner = _MARK.match(text, cut.end(), end)
            at = inner.end() if inner else cut.end()
        found.append((at, end))
    return tuple(
        make(Recipient, text=" ".join(text[start:end].split()), span=make(Span, start=start, end=end))
        for start, end in found
        if end > start
    )
