"""The lines of words on a scanned page: read as a page, then line by line, and freed of what was never a word."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import median

import numpy as np
import regex

from . import ocr
from .limits import Limits
from .ocr_lexicon import load_lexicon
from .ocr_merge import merge_readings
from .scan_image import Clean, Grey, find_unread
from .syllables import bare, syllable_share

# Columns of one text size, which keeps marks over capitals; one block, better where spots confuse the columns.
_PSM_PAGE, _PSM_SPOTTED, _PSM_PART, _PSM_LINE = 4, 6, 6, 7
_POOR = 80.0  # mean confidence of a page that is read a second time
_MIN_CONFIDENCE = 12.0  # what is surer not a word is a spot
_UNSURE = 50.0  # mean confidence of a few letters that are dirt
_RUBBISH = 70.0  # the same of a line of no words: a seal, a signature
_FORM = regex.compile(r"^[Ss][ốôồỐÔ] ?[:.]|/ ?\p{Lu}{2}")  # a number written by hand is no rubbish
_POSITION = regex.compile(r"giam doc|chu tich|truong\b|bi thu|chanh van phong|tong thu ky|chu nhiem")
_MOST_UNREAD = 20  # stretches of ink on a page that are looked at once more
_BULLETS = ("-", "–", "—", "_", "__", "+", "•", "*", "-_")


def read_lines(clean: Clean, name: str, limits: Limits) -> list[ocr.OcrLine]:
    """The lines of a page, of its columns and of the cells of its tables, all placed on the page."""
    [lines] = ocr.read_pictures([clean.grey], _PSM_PAGE, name, limits)
    if lines and _confidence(lines) < _POOR:
        [again] = ocr.read_pictures([clean.grey], _PSM_SPOTTED, name, limits)
        if again and _confidence(again) > _confidence(lines):
            lines = again
    lines += _read_unread(lines, clean.grey, name, limits)
    cuts = [*clean.columns, *clean.cells]
    parts = ocr.read_pictures([picture for picture, _, _ in cuts], _PSM_PART, name, limits)
    for i, ((_, left, top), part) in enumerate(zip(cuts, parts, strict=True)):
        kept = _without_seal(part) if i < len(clean.columns) else part
        lines += [_moved(line, left, top) for line in kept]
    lines = [line for line in map(_without_spots, _with_bullets(lines)) if line]
    return _second_look(lines, clean.whole, name, limits)


def _without_seal(lines: list[ocr.OcrLine]) -> list[ocr.OcrLine]:
    """The lines of a column without what a seal and a pen left between the position of the signer and the name."""
    kept = []
    signed = False
    for line in lines:
        text = words_of([line])
        letters = sum(map(str.isalpha, text))
        sure = _confidence([line])
        if signed and (letters < 4 or (letters < 8 and sure < 85) or (sure < _RUBBISH and syllable_share(text) <= 0.5)):
            continue
        signed = signed or bool(_POSITION.search(bare(text)))
        kept.append(line)
    return kept


def _moved(line: ocr.OcrLine, left: int, top: int) -> ocr.OcrLine:
    return [replace(word, left=word.left + left, top=word.top + top) for word in line]


def _second_look(lines: list[ocr.OcrLine], page: Grey, name: str, limits: Limits) -> list[ocr.OcrLine]:
    """Read each line once more, cut out alone, and weigh the two readings."""
    cuts = [_cut(line, page) for line in lines]
    readings = ocr.read_pictures([cut.picture for cut in cuts], _PSM_LINE, name, limits)
    lexicon = load_lexicon()
    merged = []
    for line, cut, reading in zip(lines, cuts, readings, strict=True):
        again = [cut.on_page(word) for word in _without_spots([word for part in reading for word in part])]
        if _is_dirt(line, again) and not _ends_paragraph(line, lines):
            continue
        words = merge_readings(line, again, lexicon)
        text = words_of([words])
        if _confidence([words]) >= _RUBBISH or syllable_share(text) > 0.5 or _FORM.search(text):
            height, top = _level(line)
            merged.append([replace(word, top=top, height=height) for word in words])
    return merged


@dataclass(frozen=True, slots=True)
class _LineCut:
    """A line cut out of its page at ``left`` and ``top``; from ``seam`` on, ``closed`` points of blank are left out."""

    picture: Grey
    left: int
    top: int
    seam: int
    closed: int

    def on_page(self, word: ocr.OcrWord) -> ocr.OcrWord:
        shift = self.left + (self.closed if word.left >= self.seam else 0)
        return replace(word, left=word.left + shift, top=word.top + self.top)


def _cut(line: ocr.OcrLine, page: Grey) -> _LineCut:
    x0, x1 = min(word.left for word in line), max(word.left + word.width for word in line)
    # A word whose box is too high would bring in the line above.
    tops, bottoms = sorted(word.top for word in line), sorted(word.top + word.height for word in line)
    y0, y1 = tops[len(tops) // 4], bottoms[len(bottoms) * 3 // 4]
    pad = max((y1 - y0) // 3, 12)
    x0, y0 = max(x0 - pad, 0), max(y0 - pad, 0)
    picture = page[y0 : y1 + pad, x0 : x1 + pad]
    seam = closed = 0
    if len(line) > 1 and len(line[0].text) < 6:
        # The tab behind a marker ("1.", "-") is closed to a blank: tesseract takes a marker far off for a word.
        start, end = line[0].left + line[0].width + pad // 2, line[1].left - pad // 2
        if end - start > pad:
            seam, closed = start - x0, end - start
            picture = np.concatenate([picture[:, :seam], picture[:, seam + closed :]], axis=1)
    return _LineCut(np.pad(picture, 10, constant_values=255), x0 - 10, y0 - 10, seam + 10, closed)


def _level(line: ocr.OcrLine) -> tuple[int, int]:
    """The height of a line and its top, as most of its words have them."""
    return round(median(word.height for word in line)), round(median(word.top for word in line))


def _is_dirt(line: ocr.OcrLine, again: ocr.OcrLine) -> bool:
    """Say whether a few unsure letters are dirt: what is written is read as the same letters again."""
    letters = [c for c in bare(words_of([line])) if c.isalnum()]
    if len(letters) > 5 or _confidence([line]) >= _UNSURE:
        return False
    return letters != [c for c in bare(words_of([again])) if c.isalnum()]


def _ends_paragraph(line: ocr.OcrLine, lines: list[ocr.OcrLine]) -> bool:
    """Say whether a short line stands where the last word of a paragraph would: right below, at the same edge."""
    height, top = _level(line)
    for other in lines:
        size, above = _level(other)
        if len(other) > 4 and 0 < top - above < 2.6 * max(size, height) and abs(other[0].left - line[0].left) < size:
            return True
    return False


def _confidence(lines: list[ocr.OcrLine]) -> float:
    """The mean confidence of the words by their length."""
    total = sum(len(word.text) for line in lines for word in line)
    return sum(word.confidence * len(word.text) for line in lines for word in line) / max(total, 1)


def words_of(lines: list[ocr.OcrLine]) -> str:
    """Return the words of ``lines`` with blanks between them."""
    return " ".join(word.text for line in lines for word in line)


def _without_spots(line: ocr.OcrLine) -> ocr.OcrLine:
    """The words of a line without the dirt that was taken for words; empty when nothing is left."""
    words = [word for word in line if word.confidence >= _MIN_CONFIDENCE or any(map(str.isalnum, word.text))]
    if line and line[0] not in words and line[0].text in _BULLETS:
        words.insert(0, line[0])
    while words and _is_spot(words[0], words[1:]):
        words = words[1:]
    while words and (_is_spot(words[-1], words[:-1]) or _is_flourish(words)):
        words = words[:-1]
    return words if any(map(str.isalnum, words_of([words]))) else []


def _is_flourish(words: ocr.OcrLine) -> bool:
    """Say whether the last word is the stroke of a pen behind the end of the text."""
    last = words[-1]
    return len(words) > 1 and words[-2].text.endswith(".") and last.confidence < 60 and len(last.text) < 5


def _is_spot(word: ocr.OcrWord, others: list[ocr.OcrWord]) -> bool:
    """Say whether a word at the edge of a line is dirt at the edge of the page."""
    if any(map(str.isalnum, word.text)) and not (len(word.text) == 1 and word.confidence < 40):
        return False
    if word.text[0] in '-–—_+*•(["“' and others and word.left < others[0].left:
        return False
    return word.text not in (".", ";", ":", ",", "./.", ")", '"', "”", "?", "!", "...", "…")


def _with_bullets(lines: list[ocr.OcrLine]) -> list[ocr.OcrLine]:
    """Put the dash of an item, which a tab made a line of its own, before the line that stands to its right."""
    alone = [line for line in lines if len(line) == 1 and line[0].text in _BULLETS]
    if not alone:
        return lines
    rest = [line for line in lines if line not in alone]
    for [bullet] in alone:
        for i, line in enumerate(rest):
            height, top = _level(line)
            gap = line[0].left - bullet.left - bullet.width
            if 0 < gap < 4 * height and top < bullet.top + bullet.height / 2 < top + height:
                rest[i] = [bullet, *line]
                break
    return rest


def _read_unread(lines: list[ocr.OcrLine], page: Grey, name: str, limits: Limits) -> list[ocr.OcrLine]:
    """Lines of text that tesseract passed over, which happens to short ones at the top and the foot of a page."""
    boxes = [(word.left, word.top, word.left + word.width, word.top + word.height) for line in lines for word in line]
    cuts = find_unread(page, boxes)[:_MOST_UNREAD]
    found = []
    for (_, left, top), reading in zip(
        cuts, ocr.read_pictures([cut[0] for cut in cuts], _PSM_LINE, name, limits), strict=True
    ):
        words = [word for part in reading for word in part]
        if words and _confidence([words]) >= _RUBBISH and syllable_share(words_of([words])) > 0.5:
            found.append(_moved(words, left, top))
    return found
