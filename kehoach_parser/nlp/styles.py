"""The labels of spans and their colours, for displaCy and for our own view."""

from __future__ import annotations

# Light tints of the palette of Okabe and Ito, which colour-blind people tell apart; black text on each has a contrast
# above 7.
COLOURS = {
    "TARGET": "#b3dcf2",
    "DEADLINE": "#f6d58c",
    "AGENCY": "#a8dfcb",
    "SECTION": "#e3e3e3",
    "CITATION": "#e6c2d6",
    "UNCLAIMED": "#f2b79b",
}
