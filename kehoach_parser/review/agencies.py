"""Checks of names: bodies and units that no longer exist, corrupted and varying names, odd letters."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from ..text import fold
from .subject import Hit, Subject

_TWO_LEVEL = "2025-07-01"
_CYRILLIC_LETTER = regex.compile("[\u0400-\u052f]")
_CYRILLIC = regex.compile(r"(?<=[\p{Latin}\d/-])\p{Cyrillic}|\p{Cyrillic}(?=\p{Latin})")


def check_outdated(subject: Subject) -> Iterator[Hit]:
    """C24: a body that has to do something and ended before the plan's date."""
    date = subject.date
    if date is None:
        return
    ended = subject.check("outdated-agency").words_of_folded
    for assignment in subject.plan.assignments:
        agency = assignment.agency
        name = fold(agency.canonical or agency.text)
        for old, (last, successor) in ended.items():
            span = agency.span or assignment.span
            if old in name.replace(" – ", " - ") and date[: len(last)] > last and not _is_history(subject, span.end):
                yield Hit("outdated-agency", span.start, span.end, {"other": last, "right": successor})
                break


def _is_history(subject: Subject, at: int) -> bool:
    return bool(subject.check("outdated-agency").compiled["history"].match(subject.folded, at))


def check_units(subject: Subject) -> Iterator[Hit]:
    """C24: districts and townships in a plan issued after 30/6/2025."""
    date = subject.date or (f"{subject.first_year}-12" if subject.first_year and subject.first_year > 2025 else "")
    if date < _TWO_LEVEL[: len(date)] or not date:
        return
    check = subject.check("stale-unit")
    # Who issued a document of that time keeps its name.
    cited = [citation.span for citation in subject.plan.citations]
    for match in subject.matches("stale-unit", "unit"):
        if any(span.start <= match.start() < span.end for span in cited):
            continue
        left = subject.folded[max(0, match.start() - 40) : match.start()]
        right = subject.folded[match.end() : match.end() + 40]
        if not check.compiled["history"].search(left) and not check.compiled["history"].search(right):
            yield Hit("stale-unit", match.start(), match.end())


def check_corrupt(subject: Subject) -> Iterator[Hit]:
    """C25: a name with a word lost or changed."""
    for match in subject.matches("agency-name-corrupt", "corrupt"):
        yield Hit("agency-name-corrupt", match.start(), match.end())


def check_fixed_names(subject: Subject) -> Iterator[Hit]:
    """C36: "chính trị - xã hội", "kinh tế - xã hội" without their hyphen."""
    for match in subject.matches("hyphen-missing", "name"):
        yield Hit("hyphen-missing", match.start(), match.end())


def check_mixed_words(subject: Subject) -> Iterator[Hit]:
    """C29, C30: two spellings of one word in one text."""
    low = subject.text.lower()
    check = subject.check("mixed-spelling")
    for words in check.words.values():
        places = [regex.search(rf"(?<!\p{{L}}){regex.escape(word)}(?!\p{{L}})", low) for word in words]
        if all(places):
            last = places[-1]
            if last is not None:
                yield Hit("mixed-spelling", last.start(), last.end(), {"other": words[0]})


def check_script(subject: Subject) -> Iterator[Hit]:
    """C38: a Cyrillic letter that looks like a Latin one, inside a word."""
    if not _CYRILLIC_LETTER.search(subject.text):
        return
    for match in _CYRILLIC.finditer(subject.text):
        start, end = subject.around(match.start(), match.end(), before=8, after=8)
        yield Hit("odd-letter", start, end, {"other": f"U+{ord(match[0]):04X}"})


def check_abbreviations(subject: Subject) -> Iterator[Hit]:
    """C26: an abbreviation with a letter doubled ("PVHXXH") beside its right form or name."""
    for match in subject.matches("abbreviation-slip", "doubled"):
        if subject.text[match.start() : match.end()].isupper():
            yield Hit("abbreviation-slip", match.start(), match.end())
