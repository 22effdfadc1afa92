"""Scores and differences as tables in a terminal."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from ..messages import say
from ..reports.terminal import print_table
from .gains import Difference, by_rule

if TYPE_CHECKING:
    from .scores import Scores


def print_scores(scores: Scores, screen: Console, language: str = "vi", *, lines: bool = True) -> None:
    """Print the score of each part and of all, below every miss and surplus by document when ``lines`` is set."""
    if lines:
        for name, tally in scores.documents.items():
            screen.print(Text(name, style="bold"))
            for line in tally.lines:
                screen.print(Text(line), soft_wrap=True)
    total = scores.total()
    columns = ("part", "precision", "recall", "f1", "right", "surplus", "missed")
    rows = [*total.parts().items(), (say("all_parts", language), total.total())]
    print_table(
        screen,
        language,
        "scores",
        columns,
        (
            (
                part,
                *(f"{value:.3f}" for value in (score.precision, score.recall, score.f1)),
                *(str(count) for count in (score.right, score.surplus, score.missed)),
            )
            for part, score in rows
        ),
    )


def print_differences(differences: list[Difference], screen: Console, language: str = "vi") -> None:
    """Print gains (+) and losses (-) document by document, each with its sentence, then their counts by rule."""
    if not differences:
        screen.print(Text(say("no_difference", language)))
        return
    for document, group in groupby(differences, key=lambda one: one.document):
        screen.print(Text(document, style="bold"))
        for one in group:
            screen.print(Text(one.line(), style="green" if one.sign == "gain" else "red"), soft_wrap=True)
    rows = ((part, rule, str(gains), str(losses)) for (part, rule), (gains, losses) in by_rule(differences).items())
    print_table(screen, language, "differences", ("part", "rule", "gains", "losses"), rows)
