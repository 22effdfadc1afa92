"""Where offsets into a paragraph as a file gives it stand in the tidied paragraph."""

from __future__ import annotations

from array import array

import regex

from ..text import canonical

_LETTERS = regex.compile(r"\P{M}\p{M}*+|\p{M}++", regex.DOTALL)


class Moves:
    """Where offsets into a paragraph as given stand in the tidied paragraph."""

    def __init__(self, raw: str, clean: str) -> None:
        self._same = raw == clean
        self._raw = raw
        self._starts = array("I")
        if self._same:
            return
        text = canonical(raw)
        # Letters in parts (NFD) come together, and invisible marks go: then each letter is looked at with its marks.
        alike = len(text) == len(raw)
        letters = ((c, 1) for c in text) if alike else ((canonical(c), len(c)) for c in _LETTERS.findall(raw))
        out, gap = 0, False
        for letter, width in letters:
            at = out
            for char in letter:
                if char.isspace():
                    gap = out > 0
                else:
                    out += 1 if gap else 0
                    gap = False
                    at = out
                    out += 1
            self._starts.extend([at] * width)
        self._starts.append(out)

    def start(self, offset: int) -> int:
        """Where a stretch begins that begins at ``offset`` of the paragraph as given."""
        while offset < len(self._raw) and self._raw[offset].isspace():
            offset += 1
        return offset if self._same else self._starts[min(offset, len(self._starts) - 1)]

    def end(self, offset: int) -> int:
        """Where a stretch ends that ends at ``offset`` of the paragraph as given."""
        offset = min(offset, len(self._raw))
        while offset > 0 and self._raw[offset - 1].isspace():
            offset -= 1
        if self._same or not offset:
            return offset
        return min(self._starts[offset - 1] + 1, self._starts[-1])
