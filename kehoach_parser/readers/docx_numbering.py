"""Word's automatic numbers: what Word shows before a paragraph is in no paragraph, it is counted here.

The rules are those of ECMA-376 part 1, 17.9: a counter for each abstract list and level; a paragraph of a higher level
starts the levels below it again (``lvlRestart`` says otherwise); a ``num`` with a ``startOverride`` starts its level
again at its first use; ``lvlText`` is filled with the counters, each in the format of its own level.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import regex

from .counting import letter, roman
from .docx_package import Element, W

_PLACEHOLDER = regex.compile(r"%([1-9])")
_LEVELS = 9
# Bullets that people also type; every other sign of a symbol font is shown as a dash.
_TYPED_BULLETS = (
    dict.fromkeys("-–—−\uf02d", "-")
    | dict.fromkeys("•\uf0b7·●", "•")
    | dict.fromkeys("+\uf02b", "+")
    | dict.fromkeys("*\uf02a", "*")
)


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": lambda number: roman(number) if 0 < number < 4000 else str(number),
    "lowerRoman": lambda number: roman(number).lower() if 0 < number < 4000 else str(number),
    "upperLetter": lambda number: letter(number).upper() if 0 < number < 1000 else str(number),
    "lowerLetter": lambda number: letter(number) if 0 < number < 1000 else str(number),
    "ordinal": _ordinal,
    "none": lambda number: "",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, its format, its text with %1 … %9, and what makes it start again."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    """An abstract list, and how far its counters are."""

    levels: dict[int, Level]
    counters: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Use:
    """A ``num``: its list, the levels that it words anew, and the starts that it still has to set."""

    list: _List
    levels: dict[int, Level]
    starts: dict[int, int]


def _value(element: Element | None, name: str) -> str | None:
    child = element.find(W + name) if element is not None else None
    return child.get(W + "val") if child is not None else None


def integer(value: str | None, otherwise: int) -> int:
    """Return ``value`` as a number; ``otherwise`` when it is none, or beyond what any document needs.

    >>> integer("3", 1), integer("x", 1), integer(None, 7)
    (3, 1, 7)
    """
    plain = (value or "").strip()
    return int(plain) if plain.removeprefix("-").isdecimal() and len(plain) < 9 else otherwise


def _level(element: Element) -> Level:
    text = element.find(W + "lvlText")
    restart = _value(element, "lvlRestart")
    legal = element.find(W + "isLgl")
    kind = _value(element, "numFmt") or "decimal"
    if kind == "custom":
        kind = "decimal"
    return Level(
        start=integer(_value(element, "start"), 1),
        format=kind,
        text=(text.get(W + "val") or "") if text is not None else "",
        restart=integer(restart, 0) if restart is not None else None,
        legal=legal is not None and legal.get(W + "val") not in ("0", "false", "off"),
        style=_value(element, "pStyle"),
    )


def _levels(parent: Element) -> dict[int, Level]:
    return {integer(element.get(W + "ilvl"), 0): _level(element) for element in parent.findall(W + "lvl")}


class Numbering:
    """The lists of a document, and their counters: ``label`` is called once for each numbered paragraph, in order."""

    def __init__(self, root: Element | None) -> None:
        self._abstract: dict[str, Element] = {}
        self._nums: dict[str, Element] = {}
        self._lists: dict[str, _List] = {}
        self._uses: dict[str, _Use | None] = {}
        self._by_style_link: dict[str, str] = {}
        for element in root if root is not None else ():
            if element.tag == W + "abstractNum":
                identity = element.get(W + "abstractNumId") or ""
                self._abstract[identity] = element
                if link := _value(element, "styleLink"):
                    self._by_style_link[link] = identity
            elif element.tag == W + "num":
                self._nums[element.get(W + "numId") or ""] = element

    def level_of_style(self, num: str, style: str) -> int | None:
        """Return the level that list ``num`` keeps for the paragraph style ``style``, if it keeps one."""
        use = self._use(num)
        levels = use.list.levels if use is not None else {}
        return next((number for number, level in levels.items() if level.style == style), None)

    def label(self, num: str, level: int) -> str:
        """Count one more paragraph of list ``num`` at ``level`` (from 0) and return what Word shows before it.

        The label has no blank at its end; it is empty when there is no such list.
        """
        use = self._use(num)
        if use is None or not 0 <= level < _LEVELS:
            return ""
        shape = self._shape(use, level)
        counters = use.list.counters
        if level in use.starts:
            counters[level] = use.starts.pop(level)
        else:
            counters[level] = counters[level] + 1 if level in counters else shape.start
        for deeper in [other for other in counters if other > level]:
            restart = self._shape(use, deeper).restart
            if restart is None or (restart and level < restart):
                del counters[deeper]
        if shape.format == "bullet":
            return _TYPED_BULLETS.get(shape.text.strip(), "-")

        def count(match: regex.Match[str]) -> str:
            other = int(match[1]) - 1
            above = self._shape(use, other)
            # A level above that nothing has counted yet is shown, and from then on counted, at its start.
            number = counters.setdefault(other, above.start) if other < level else counters.get(other, above.start)
            kind = "decimal" if shape.legal and above.format not in ("none", "bullet") else above.format
            return "" if kind == "bullet" else _FORMATS.get(kind, str)(number)

        return _PLACEHOLDER.sub(count, shape.text).strip()

    def _shape(self, use: _Use, level: int) -> Level:
        return use.levels.get(level) or use.list.levels.get(level) or Level()

    def _use(self, num: str) -> _Use | None:
        if num not in self._uses:
            self._uses[num] = self._read_use(num)
        return self._uses[num]

    def _read_use(self, num: str) -> _Use | None:
        element = self._nums.get(num)
        if element is None:
            return None
        found = self._list(_value(element, "abstractNumId") or "")
        if found is None:
            return None
        levels: dict[int, Level] = {}
        starts: dict[int, int] = {}
        for override in element.findall(W + "lvlOverride"):
            level = integer(override.get(W + "ilvl"), 0)
            for own in override.findall(W + "lvl"):
                levels[level] = _level(own)
            start = _value(override, "startOverride")
            if start is not None:
                starts[level] = integer(start, 1)
        return _Use(found, levels, starts)

    def _list(self, identity: str) -> _List | None:
        element = self._abstract.get(identity)
        if element is None:
            return None
        # A list that only names a list style takes its levels, and its counters, from that style's list.
        link = _value(element, "numStyleLink")
        target = self._by_style_link.get(link or "", identity)
        if target not in self._lists:
            self._lists[target] = _List(_levels(self._abstract[target]))
        return self._lists[target]
