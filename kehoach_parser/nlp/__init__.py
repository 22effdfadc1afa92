"""The only door to underthesea and spaCy. Both are imported when they are used, never when this package is.

Neither owns an offset: what they cut or tag is tied back to the text it was taken from, and what cannot be tied back is
left out.
"""

from __future__ import annotations

from .addresses import NewAddress, convert_address
from .words import Word, normalize_words, segment_words, tag_words

__all__ = ["NewAddress", "Word", "convert_address", "normalize_words", "segment_words", "tag_words"]
