"""The words that the rule files use, and which stand beside which: what a misread word may have been."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

import regex

from ..rules import Rules
from ..text import fold
from .ocr_rules import load_rules
from .syllables import bare, is_spoken

_FILES_OUT = ("ocr.yaml", "findings.yaml")  # words that are there because they are wrong
_WRONG = regex.compile(r"wrong: *[^,}\n]*|not_examples: *\[[^\]]*\]|pattern: *[^\n]*")


@dataclass(slots=True)
class Lexicon:
    """The words of the rule files, and which stand beside which."""

    words: set[str] = field(default_factory=set)
    pairs: set[tuple[str, str]] = field(default_factory=set)
    by_letters: dict[str, set[str]] = field(default_factory=dict)

    def add(self, text: str) -> None:
        """Take in the words of ``text``; only words with one blank between them stand beside each other."""
        for stretch in regex.findall(r"\p{L}+(?: \p{L}+)*", fold(text)):
            words = stretch.split(" ")
            self.words.update(words)
            self.pairs.update(pairwise(words))
            for word in words:
                self.by_letters.setdefault(bare(word), set()).add(word)

    def repair(self, before: str, word: str, after: str, *, sure: bool = False) -> str | None:
        """Return the word that belongs between its neighbours, when only one does and ``word`` does not.

        Where tesseract is ``sure`` of ``word``, both neighbours must speak against it.
        """
        if (before, word) in self.pairs or (word, after) in self.pairs:
            return None
        best: list[str] = []
        most = 0
        for other in self.by_letters.get(bare(word), ()):
            if other == word:
                continue
            fits = ((before, other) in self.pairs) + ((other, after) in self.pairs)
            if fits > most:
                best, most = [other], fits
            elif fits == most and fits:
                best.append(other)
        # With one neighbour alone, only what no Vietnamese says is repaired: "câp", a stop without its tone.
        if len(best) != 1 or (most < 2 and (sure or is_spoken(word))):
            return None
        return best[0]


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Return the words of the rules that come with the package."""
    lexicon = Lexicon()
    for path in sorted(Rules.load().folder.rglob("*.yaml")):
        if path.name not in _FILES_OUT:
            lexicon.add(_WRONG.sub("", path.read_text(encoding="utf-8")))
    for phrase in load_rules().phrases:
        lexicon.add(phrase.right)
    return lexicon
