"""Two drafts side by side, and what a plan takes from other texts, as tables of words."""

from __future__ import annotations

from collections.abc import Sequence

from ..compare import Change
from ..messages import say
from ..models import Finding
from ..review import tell
from ..rulings import Copying, Quote
from .listings import Label, Listing, make_label, show_context

_QUOTE = 200
_GRAVE = ("error", "warning", "style")


def list_changes(changes: Sequence[Change], language: str = "vi") -> Listing:
    """Return the differences of two drafts: what changed, from what to what, with the words of the newer draft."""
    rows = tuple(
        (
            say(f"part.{one.part}", language),
            _show_kind(one, language),
            one.before,
            one.after,
            _place(one.new or one.old),
        )
        for one in changes
    )
    return Listing("changes", ("part", "change", "before", "after", "quote"), rows)


def list_copies(copying: Copying, language: str = "vi") -> list[Listing]:
    """Return the share of each source, the sentences copied from each, and the plan's own."""
    shares = [(one.source, f"{one.share:.0%}", f"{len(one.copied)}/{one.sentences}") for one in copying.sources]
    shares.append((say("copied.own", language), f"{copying.own_share:.0%}", f"{len(copying.own)}/{copying.sentences}"))
    copied = [(one.source, quote.section, _cut(quote.quote)) for one in copying.sources for quote in one.copied]
    own = [(quote.section, _cut(quote.quote)) for quote in copying.own]
    return [
        Listing("shares", ("source", "share", "sentences"), tuple(shares)),
        Listing("copied", ("source", "section", "quote"), tuple(copied)),
        Listing("own", ("section", "quote"), tuple(own)),
    ]


def list_review(findings: Sequence[Finding], text: str, language: str = "vi") -> Listing:
    """Return the findings of a plan with what to do about each, the gravest first."""
    told = [tell(one, language) for one in sorted(findings, key=lambda one: _GRAVE.index(one.severity))]
    rows = tuple(
        (
            make_label("severity", one.severity, language),
            one.message,
            _cut(show_context(text, one.span) if one.span else one.quote),
            one.suggestion,
            one.code,
        )
        for one in told
    )
    return Listing("findings", ("severity", "message", "quote", "suggestion", "code"), rows)


def _show_kind(change: Change, language: str) -> Label:
    words = say(f"change.{change.kind}", language)
    if change.weaker and change.kind == "changed":
        words = say("change.weaker", language)
    return Label(words, "weaker" if change.weaker else "met" if change.kind == "new" else "unclear")


def _place(quote: Quote | None) -> str | None:
    if quote is None:
        return None
    words = _cut(quote.quote)
    return f"{quote.section}: {words}" if quote.section else words


def _cut(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _QUOTE else plain[: _QUOTE - 1].rpartition(" ")[0] + "…"
