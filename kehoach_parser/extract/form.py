"""rules/header.yaml: how the parts of form of a document are recognised, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import regex
from pydantic import model_validator

from ..document import Document
from ..rules import Rules, Strict, compile_pattern
from ..text import fold

# What may stand before the first word of a line: bullets, table rules, Markdown left-overs, brackets of a stamp.
LEADING = regex.compile(r"[^\p{Lu}\p{Ll}\p{N}(\[]{0,40}")


class FormRule(Strict):
    """One pattern for one kind of line; ``search`` lets it stand anywhere in the line."""

    id: str
    note: str = ""
    pattern: str
    search: bool = False
    examples: tuple[dict[str, str], ...]
    not_examples: tuple[str, ...]


class FormRules(Strict):
    """rules/header.yaml."""

    fragments: dict[str, str]
    patterns: tuple[FormRule, ...]
    bodies: tuple[str, ...]
    organs: tuple[str, ...]
    abbreviations: dict[str, str]
    names: tuple[str, ...]
    place_words: tuple[str, ...]
    places: tuple[str, ...]
    surnames: frozenset[str]

    @model_validator(mode="after")
    def _compile(self) -> FormRules:
        self.compiled  # noqa: B018 - a wrong pattern is an error of loading, not of parsing
        return self

    @cached_property
    def compiled(self) -> dict[str, regex.Pattern[str]]:
        """The patterns by the last part of their id."""
        return {
            rule.id.removeprefix("header/"): compile_pattern(rule.pattern, self.fragments, rule.id)
            for rule in self.patterns
        }

    def match(self, name: str, line: str) -> regex.Match[str] | None:
        """Return where the folded ``line`` meets the pattern ``name``, from its first letter on."""
        return self.compiled[name].match(line)

    def search(self, name: str, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """Return the first place of the folded ``text[start:end]`` that meets the pattern ``name``."""
        return self.compiled[name].search(text, start, len(text) if end is None else end)

    @cached_property
    def body(self) -> regex.Pattern[str]:
        """The beginning of the name of a body, in folded text."""
        return compile_pattern(r"(?:" + "|".join(self.bodies) + r")(?!\p{L})", self.fragments, "bodies")

    @cached_property
    def anchors(self) -> regex.Pattern[str]:
        """Lines that may begin a document, its recipients, its signature or an appendix: one pass over the text.

        The pattern begins with the newline before the line: a literal first character is ten times as fast as ``^``.
        """
        return regex.compile(r"\n" + self._anchor)

    @cached_property
    def first_anchor(self) -> regex.Pattern[str]:
        """The same for the first line of a text."""
        return regex.compile(self._anchor)

    @cached_property
    def _anchor(self) -> str:
        kind = self.fragments["type"]
        return (
            r"[^\p{L}\p{N}\n]{0,12}+(?:"
            r"(?P<type>(?:h[ỏo]a \p{L}{2,4}[\]|)\s]{1,6}|(?:bản )?dự (?:thảo|kiến) )?(?:" + kind + r"))\b"
            r"|(?P<article>điều (?:1|một)\b)|(?P<recipients>n[ơớ]i (?:nhận|gửi)\b)|(?P<keep>lưu\b)"
            r"|(?P<authority>(?:t[/.]?m|k[/.]?t|t[/.]?l|tuq|t/uq)[.:/ ])"
            r"|(?P<appendix>phụ lục|phụ biểu|mẫu biểu|biểu|mẫu)\b|(?P<attached>(?:ban hành |đính )?kèm theo))"
        )

    @cached_property
    def opened(self) -> regex.Pattern[str]:
        """The abbreviations, longest first, as whole words of unfolded text."""
        words = sorted(self.abbreviations, key=len, reverse=True)
        return regex.compile(r"(?<![\p{L}&])(?:" + "|".join(regex.escape(word) for word in words) + r")(?![\p{L}&])")

    def open(self, name: str) -> str:
        """Return ``name`` with its abbreviations opened.

        >>> from kehoach_parser.rules import Rules
        >>> read_form(Rules.load()).open("Hội LHPN huyện")
        'Hội Liên hiệp Phụ nữ huyện'
        """
        return self.opened.sub(lambda found: self.abbreviations[found[0]], name)

    @cached_property
    def known_names(self) -> tuple[regex.Pattern[str], dict[str, str]]:
        """Names and provinces as folded words, longest first, with their right spelling."""
        spelling = {fold(name): name for name in (*self.names, *self.places)}
        words = sorted(spelling, key=len, reverse=True)
        return regex.compile(r"\b(?:" + "|".join(regex.escape(word) for word in words) + r")\b"), spelling


def read_form(rules: Rules) -> FormRules:
    """Return rules/header.yaml, compiled."""
    return rules.read("header.yaml", FormRules)


# Vietnamese letters to their bases, one for one: finds a name that the letterhead or OCR writes with a wrong tone.
_BASES = str.maketrans(
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ",
    "aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyd",
)


def bases(folded: str) -> str:
    """Return folded words without their tones and marks, of the same length.

    >>> bases("thông tin và truyển thông")
    'thong tin va truyen thong'
    """
    return folded.translate(_BASES)


def is_upper(text: str) -> bool:
    """Say whether the letters of ``text`` are capitals, bar a few that OCR or a name may bring.

    >>> is_upper("TỈNH BẮC NINH"), is_upper("Phòng Nội vụ")
    (True, False)
    """
    if text.isupper():
        return True
    if sum(map(str.islower, text[: len(text) // 4])) * 8 > len(text):  # most sentences: their beginning tells
        return False
    small = sum(map(str.islower, text))
    return small * 8 <= sum(map(str.isupper, text)) > 0


# A half-open stretch of the text.
Stretch = tuple[int, int]

# The beginning of a numbered division: I., 1., 1.1., a), Điều 1; "V/v", "31/CT-TTg" and "22/01/2024" are none.
NUMBERED = regex.compile(
    r"(?:(?!v/v)[ivx]{1,5}|\d{1,2}(?:\.\d{1,2}){0,3}(?!/\d|[/-]\p{L}{2,10}[-/]\p{L}))[.)/-]"
    r"|[a-zđ]\)|[a-eđ]\. ?\p{L}|điều \d"
)
_APPENDIX_IN_CORNER = regex.compile(r"(?m)phụ lục (?:[ivx]{1,4}|\d{1,2})(?=[^\p{L}\p{N}\n]{0,6}$)")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A line that may begin a part of form; ``kind`` is the name of a group of ``FormRules.anchors``, or ``corner``."""

    kind: str
    line: int
    start: int


class FormView:
    """A document as lines of form: what the finders of its parts look at."""

    __slots__ = ("anchors", "document", "folded", "form", "lines", "text")

    def __init__(self, document: Document, form: FormRules) -> None:
        self.text = document.text
        self.folded = document.folded
        self.lines = document.lines
        self.document = document
        self.form = form
        top = form.first_anchor.match(self.folded)
        self.anchors = [
            Anchor(match.lastgroup or "", self.lines.at(match.end()), match.start(match.lastgroup or 0))
            for match in [*([top] if top else []), *form.anchors.finditer(self.folded)]
        ]
        for match in _APPENDIX_IN_CORNER.finditer(self.folded):
            line = self.lines.at(match.start())
            if self.first(line) != match.start() and match.start() - self.lines.starts[line] < 40:
                self.anchors.append(Anchor("corner", line, match.start()))
        self.anchors.sort(key=lambda anchor: anchor.start)

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

    def line_start(self, line: int) -> int:
        """Return where ``line`` begins; the end of the text for the line after the last one."""
        return self.lines.starts[line] if line < len(self.lines) else len(self.text)
