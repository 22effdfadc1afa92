"""A spaCy tokenizer that cuts Vietnamese into syllables: a word, one punctuation mark, or white space; nothing changes.

spaCy's own ``vi`` needs pyvi, leaves no full stop as a token without it, and finds 71 of 119 agencies of five plans
where syllables find all.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import regex
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

TOKENIZER = "kehoach.syllables.v1"
_TOKEN = regex.compile(r"[\p{L}\p{M}\p{N}_]+|\s+|.", regex.DOTALL)


class SyllableTokenizer:
    """Text to ``Doc`` by syllables; ``doc.text`` is the text, and every token's ``idx`` its place there."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return ``text`` as a Doc."""
        words: list[str] = []
        spaces: list[bool] = []
        for piece in _TOKEN.findall(text):
            if piece[0] == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True  # spaCy keeps one blank with the word before it
                piece = piece[1:]
            if piece:
                words.append(piece)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    # spaCy saves a pipeline by asking each part; this one has nothing to save.
    def to_bytes(self, **_: Any) -> bytes:
        """Return nothing: the tokenizer has no state."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> SyllableTokenizer:
        """Return this tokenizer."""
        return self

    def to_disk(self, _path: str | Path, **_: Any) -> None:
        """Write nothing: the tokenizer has no state."""

    def from_disk(self, _path: str | Path, **_: Any) -> SyllableTokenizer:
        """Return this tokenizer."""
        return self


def create_tokenizer() -> Callable[[Language], SyllableTokenizer]:
    """Return what spaCy calls for ``[nlp.tokenizer] @tokenizers = "kehoach.syllables.v1"`` (an entry point)."""

    def make(nlp: Language) -> SyllableTokenizer:
        return SyllableTokenizer(nlp.vocab)

    return make


def blank(language: str = "vi") -> Language:
    """Return an empty spaCy pipeline with the syllable tokenizer; needs no pyvi and no model.

    >>> [token.text for token in blank()("Đạt 60% năm 2030.")]
    ['Đạt', '60', '%', 'năm', '2030', '.']
    """
    registry.tokenizers.register(TOKENIZER, func=create_tokenizer)  # also where the package is not installed
    return spacy.blank(language, config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
