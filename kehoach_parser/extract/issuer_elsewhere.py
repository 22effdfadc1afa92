"""The issuer where the letterhead does not name it: from the preamble, the act around the plan, or the signature."""

from __future__ import annotations

from functools import lru_cache

import regex

from ..document import Document
from ..models import Signer
from ..text import fold
from .form import FormRules
from .issuer import complete_name, issuer_of_preamble, spell
from .layout import Layout

COMMITTEE = "Ủy ban nhân dân"
_PREAMBLE = 6_000  # how far into the body the sentence that names the issuer may stand
_ISSUED_WITH = regex.compile(
    r"(?:kèm theo|theo) (?:quyết định|nghị quyết) [^()\n]{4,120}? của (?P<name>(?:chủ tịch )?[^()\n,;]{3,80}?) ?[).]"
)


def find_issuer(
    document: Document,
    form: FormRules,
    layout: Layout,
    signers: tuple[Signer, ...],
    title: str | None,
    place: str | None,
) -> tuple[str | None, tuple[int, int] | None]:
    """Return who "… xây dựng Kế hoạch …", whose act carries the plan or for whom it is signed, and where it says so."""
    named = _preamble(document, form, layout)
    if named is not None:
        name, start, end = named
        return complete_name(document, form, name, title, place), (start, end)
    act = _issuer_of_act(document, layout)
    if act is not None:
        return complete_name(document, form, document.text[slice(*act)], title, place), act
    for signer in signers:
        mark = form.match("thay-mat", (signer.authority or "").lower())
        if (
            signer.authority
            and mark
            and signer.authority[:1] in "Tt"
            and signer.authority[1:3].upper().strip("/.") == "M"
        ):
            name = regex.split(r" (?:KT|TL)\.", signer.authority[mark.end() :])[0]
            return complete_name(document, form, _name_in_case(document, form, name), title, place), None
    return None, None


def complete_committee(
    document: Document, form: FormRules, layout: Layout, title: str | None, place: str | None
) -> str:
    """Return "Ủy ban nhân dân" with its level, where the line of the letterhead with the place was lost."""
    return _issuer_of_body(document, form, layout) or _with_level(COMMITTEE, title, place)


def _issuer_of_act(document: Document, layout: Layout) -> tuple[int, int] | None:
    """Return where "(Kèm theo Quyết định số … của UBND huyện …)" under the title names who issued the plan."""
    if layout.title is None:
        return None
    act = _ISSUED_WITH.search(document.folded, layout.title[1], layout.body_start)
    if act is None or not document.text[act.start("name")].isupper():
        return None
    start = act.start("name") + (len("chủ tịch ") if act["name"].startswith("chủ tịch ") else 0)
    return start, act.end("name")


def _preamble(document: Document, form: FormRules, layout: Layout) -> tuple[str, int, int] | None:
    stop = min(layout.body_start + _PREAMBLE, max(layout.body_end, layout.body_start))
    return issuer_of_preamble(document, form, layout.body_start, stop)


def _issuer_of_body(document: Document, form: FormRules, layout: Layout) -> str | None:
    """Return the committee that the preamble names, with its level ("Ủy ban nhân dân tỉnh")."""
    named = _preamble(document, form, layout)
    name = form.open(named[0]).removeprefix("Chủ tịch ") if named else ""
    return name if name.startswith(f"{COMMITTEE} ") else None


def _with_level(name: str, title: str | None, place: str | None) -> str:
    """Return the committee with its level where the title names one for the place of the date line ("TỈNH …")."""
    if not place or not title:
        return name
    levels = {level[1] for level in _level_of(fold(place)).finditer(fold(title))}
    return f"{name} {levels.pop()} {place}" if len(levels) == 1 else name


@lru_cache(maxsize=64)
def _level_of(place: str) -> regex.Pattern[str]:
    return regex.compile(
        rf"\b(tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu) {regex.escape(place)}(?!\p{{L}})"
    )


def _name_in_case(document: Document, form: FormRules, name: str) -> str:
    """Return a body of a signature in normal case; UBND takes the word of its level from the title ("tỉnh", "xã")."""
    spelled = spell(document, form, name)
    if fold(spelled) == "ủy ban nhân dân":
        level = regex.search(
            r"\b(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)(?= \p{Lu})", document.text[:3000]
        )
        if level:
            return f"{spelled} {level[0]}"
    return spelled
