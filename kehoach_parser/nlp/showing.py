"""displaCy's span view of a plan, by paragraphs: displaCy alone would set the whole plan as one line of tokens."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any

import regex
from spacy import displacy

from ..messages import say
from ..plan import Plan
from .docs import GROUPS, make_doc
from .styles import COLOURS

# Stretches between blanks, so that a full stop stays with its word as people write it.
_PIECE = regex.compile(r"\S+")


def render(plan: Plan, *, group: str = "all", language: str = "vi") -> str:
    """Return displaCy's view as HTML; ``group`` is one of the span groups, or ``all`` but the sections.

    KeyError when there is no such group.
    """
    doc = make_doc(plan)
    names = GROUPS[:3] if group == "all" else (group,)
    spans = sorted(
        ((span.start_char, span.end_char, span.label_) for name in names for span in doc.spans[name]),
        key=lambda span: (span[0], -span[1]),
    )
    labels = {label: say(f"label.{label}", language).replace(" ", "\u00a0") for label in COLOURS}
    paragraphs = []
    at = 0
    for line in plan.text.split("\n"):
        pieces = [(match.start() + at, match.end() + at) for match in _PIECE.finditer(line)]
        if pieces:
            paragraphs.append(_paragraph(plan.text, pieces, spans, labels))
        at += len(line) + 1
    colours = {labels[label].upper(): colour for label, colour in COLOURS.items()}
    options = {"colors": colours}
    return str(displacy.render(paragraphs, style="span", manual=True, jupyter=False, options=options))


def _paragraph(
    text: str, pieces: list[tuple[int, int]], spans: list[tuple[int, int, str]], labels: dict[str, str]
) -> dict[str, Any]:
    starts, ends = [start for start, _ in pieces], [end for _, end in pieces]
    inside = [
        {
            "start_token": bisect_right(ends, start),
            "end_token": bisect_left(starts, end),
            "label": labels[label],
        }
        for start, end, label in spans
        if start < ends[-1] and end > starts[0]
    ]
    return {"text": text[starts[0] : ends[-1]], "tokens": [text[start:end] for start, end in pieces], "spans": inside}
