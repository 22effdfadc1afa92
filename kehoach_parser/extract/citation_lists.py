"""Mentions of other documents, and what the members of a list of them share: type, date, issuer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import regex

from ..document import Document
from .citation_rules import CitationRules


@dataclass(slots=True)
class Mention:
    """One mention: what it says itself."""

    start: int
    end: int
    number_at: int
    number_end: int
    number: str
    key: str
    rule: str
    doc_type: str | None = None
    date: str | None = None
    issuer: str | None = None
    title: str | None = None
    listed: bool = False  # "số 25/KH-UBND" in a list that names the type once


def in_list(rules: CitationRules, folded: str, previous: Mention, at: int) -> bool:
    """Say whether the number at ``at`` goes on in the list of the mention before: "số 8/CĐ-UBND và số 9/CĐ-UBND"."""
    between = folded[previous.number_end : at]
    if len(between) > 400 or "\n" in between or not rules.phrase("noi-tiep").search(between):
        return False
    mine = _CODE.search(folded, at)
    theirs = _CODE.search(folded, previous.number_at)
    return mine is not None and theirs is not None and mine[1] == theirs[1] and not _SENTENCE_STOP.search(between)


_CODE = regex.compile(r"[-/] ?(\p{L}[\p{L}&]*)")
_SENTENCE_STOP = regex.compile(r"\. \p{L}")


def share_in_lists(document: Document, mentions: list[Mention]) -> None:
    """Give the earlier members of a list what only its last one says.

    "số 008/CĐ-UBND và số 009/CĐ-UBND ngày 19/11/2025; số 010/CĐ-UBND … của UBND tỉnh": one issuer for all; two numbers
    joined without anything between them have one date. "Nghị định số 178/2024/NĐ-CP, Nghị định số 67/2025/NĐ-CP của
    Chính phủ" is a list too: the same type, and the same code of the issuer; two types joined by "và" are one as well.
    """
    for earlier, later in zip(reversed(mentions[:-1]), reversed(mentions[1:]), strict=True):
        between = document.folded[earlier.end : later.start].strip(" ")
        same = (
            between in ((",", "và", ";", ", và") if earlier.doc_type == later.doc_type else ("và",))
            and earlier.key.rsplit("-", 1)[-1].rsplit("/", 1)[-1] == later.key.rsplit("-", 1)[-1].rsplit("/", 1)[-1]
        )
        if not (later.listed or same):
            continue
        if earlier.issuer is None:
            earlier.issuer = later.issuer
        elif later.issuer is None and later.listed:
            later.issuer = earlier.issuer
        joined = document.folded[earlier.number_end : later.number_at].strip()
        if later.listed and earlier.date is None and joined in ("và số", ", số", "và", ","):
            earlier.date = later.date
    for earlier, later in pairwise(mentions):
        if later.listed and later.issuer is None:
            later.issuer = earlier.issuer
