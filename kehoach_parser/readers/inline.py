"""Markdown marks inside a paragraph: emphasis, escapes, links, notes; what is left is the text and what was bold."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

import regex

HARD_BREAK = "\x1f"  # stands for a hard break while a paragraph is taken apart; canonical text never holds it

_SPECIAL = re.compile(r"[*_\\<&`\[~]")
_BESIDE_STARS = re.compile(r"[_\\<&`\[~]|\*{3}|\(\*\*[)\]]")
_TOKEN = regex.compile(
    r"(?P<escape>\\[\\`*_{}\[\]()#+\-.!|>~<\"'])"
    r"|(?P<literal>[(\[]\*{1,3}[)\]]|(?<=\d ?)\*(?= ?\d))"  # (*) refers to a note under a table; 3*4 multiplies
    r"|(?P<stars>\*{1,4})"
    r"|(?P<under>(?<![\p{L}\d_])__?(?=[^\s_])|(?<=[^\s_])__?(?![\p{L}\d_]))"
    r"|(?P<break><br ?/?>)"
    r"|(?P<comment><!--[^>]{0,200}-->)"
    r"|(?P<tag></?(?:u|b|i|em|strong|sup|sub|span|div|p|font|center|a|small|del|ins|mark)(?: [^<>]{0,200})?/?>)"
    r"|(?P<entity>&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[\da-fA-F]{1,6});)"
    r"|(?P<image>!\[(?P<alt>[^\[\]\n]{0,200})\]\([^()\s]{0,400}\))"
    r"|\[(?P<label>[^\[\]]{1,300})\]\((?:https?:|mailto:|/|\#|www\.)[^()\s]{0,400}(?: \"[^\"\n]{0,100}\")?\)"
    r"|\[\^(?P<note>[\p{L}\d]{1,8})\]"
    r"|(?P<code>`{1,3})"
    r"|(?P<strike>~~)"
)


@dataclass(frozen=True, slots=True)
class Inline:
    """A paragraph without its marks: ``bold`` and ``slanted`` are stretches of ``text``."""

    text: str
    bold: list[tuple[int, int]]
    slanted: list[tuple[int, int]]


def strip_marks(raw: str) -> Inline:
    """Return ``raw`` without Markdown marks; newlines stay, a ``<br>`` becomes ``HARD_BREAK`` and a newline.

    >>> strip_marks("**1. **100% xã *(phường)*").text
    '1. 100% xã (phường)'
    >>> strip_marks("Ghi chú: (*) số ước tính").text
    'Ghi chú: (*) số ước tính'
    """
    if not _SPECIAL.search(raw):
        return Inline(raw, [], [])
    parts = raw.split("**")
    if len(parts) % 2 and not _BESIDE_STARS.search(raw) and "*" not in "".join(parts):
        return _only_bold(parts)
    lone = _lone_star(raw)
    pieces: list[str] = []
    length = 0
    at = 0
    bold: list[tuple[int, int]] = []
    slanted: list[tuple[int, int]] = []
    opened: dict[str, int | None] = {"bold": None, "slanted": None}

    def toggle(kind: str, found: list[tuple[int, int]]) -> None:
        start = opened[kind]
        if start is None:
            opened[kind] = length
        else:
            opened[kind] = None
            if length > start:
                found.append((start, length))

    for match in _TOKEN.finditer(raw):
        if match.start() > at:
            pieces.append(raw[at : match.start()])
            length += match.start() - at
        at = match.end()
        keep = ""
        group = match.lastgroup
        if group == "stars" or group == "under":
            size = match.end() - match.start()
            if match.start() == lone:
                keep = (
                    match[0] if raw[at : at + 1] in (" ", "") and raw[:at].rstrip("*")[-1:] in ("", " ", "\n") else ""
                )
            elif size < 4:
                if size >= 2:
                    toggle("bold", bold)
                if size != 2:
                    toggle("slanted", slanted)
        elif group == "escape":
            keep = match[0][1]
        elif group == "literal":
            keep = match[0]
        elif group == "break":
            keep = HARD_BREAK + "\n"
        elif group == "tag":
            keep = "\n" if match[0].lower().startswith(("<p", "<div", "</p", "</div")) else ""
        elif group == "entity":
            keep = html.unescape(match[0])
        elif group == "label":
            keep = match["label"]
        elif group == "note":
            keep = f"[{match['note']}]"
        if keep:
            pieces.append(keep)
            length += len(keep)
    pieces.append(raw[at:])
    length += len(raw) - at
    if (start := opened["bold"]) is not None and start < length:
        bold.append((start, length))
    text = "".join(pieces)
    return Inline(text, _merge(text, bold), slanted)


def _only_bold(parts: list[str]) -> Inline:
    """Return what has no marks but whole pairs of ``**``, at which it was taken apart."""
    bold: list[tuple[int, int]] = []
    at = 0
    for number, part in enumerate(parts):
        if number % 2 and part:
            bold.append((at, at + len(part)))
        at += len(part)
    text = "".join(parts)
    return Inline(text, _merge(text, bold) if len(bold) > 1 else bold, [])


def _lone_star(raw: str) -> int:
    """Return where a single star stands that opens or closes nothing: a bullet or a note mark; -1 if there is none."""
    if "*" not in raw:
        return -1
    single = [m.start() for m in _TOKEN.finditer(raw) if m.lastgroup == "stars" and len(m[0]) != 2 and len(m[0]) < 4]
    if len(single) % 2 == 0:
        return -1
    first = single[0]
    if raw[:first].strip() == "" and raw[first + 1 : first + 2] == " ":
        return first
    return single[-1]


def _merge(text: str, bold: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches with only dots and blanks between them are one ("**1**. **Mục đích**")."""
    merged: list[tuple[int, int]] = []
    for start, end in bold:
        between = text[merged[-1][1] : start] if merged else "x"
        if "\n" not in between and not any(map(str.isalnum, between)):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged
