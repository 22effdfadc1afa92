"""The words before a date that say what it is to somebody: "trước", "chậm nhất", "từ", right before it or its name."""

from __future__ import annotations

import regex

from ..models import Bound
from .deadlines_rules import LeadRule
from .deadlines_scene import Scene
from .points import DateMention

STRONG = ("deadlines/truoc", "deadlines/cham-nhat")
_REACH = 64  # how far before a date its bound word may begin

# "Trước ngày bầu cử 15/3/2026", "trước dịp khai giảng (ngày 05/9/2026)": the day has a name. That of a law, or of a
# document, is the day from which it holds.
_NAME_OF_DAY = regex.compile(
    r"(?r)(?<!\w)(?:ngày|dịp)(?: (?!(?:luật|nghị|quyết|quy|thông|hiệu|ban|ký|số|của|và|đến|tới|trước|sau|từ|trong|là)"
    r"(?!\w))\p{L}{1,12}){1,6} \(?"
)

Lead = tuple[int, Bound | None, str]


def lead_of(scene: Scene, mention: DateMention) -> Lead | None:
    """Return where the bound words before ``mention`` begin, the bound (None: it binds nobody), and the rule."""
    floor = max(scene.line(mention.start)[0], mention.start - _REACH)
    match = scene.compiled.lead.match(scene.folded, floor, mention.start)
    if match:
        rule = _rule_of(scene, match)
        within = rule.bound == "from" and mention.last is not None
        return match.start(), "in" if within else rule.bound, rule.id
    if (named := _named_lead(scene, mention, floor)) is not None:
        return named
    if scene.folded.startswith("từ", mention.start):  # "từ 2026 - 2030": the word is part of the mention
        return mention.start, "in" if mention.last else "from", "deadlines/tu"
    return None


def _rule_of(scene: Scene, match: regex.Match[str]) -> LeadRule:
    """Return the rule whose alternative of the joint pattern has matched."""
    return scene.lead_rules[int((match.lastgroup or "r0")[1:])]


def _named_lead(scene: Scene, mention: DateMention, floor: int) -> Lead | None:
    """Return the same for a day that has a name before its whole date: "trước ngày bầu cử 15/3/2026"."""
    if mention.unit != "day" or mention.first.year is None or mention.inferred or mention.last is not None:
        return None
    name = _NAME_OF_DAY.match(scene.folded, floor, mention.start)
    match = scene.compiled.lead.match(scene.folded, floor, name.start()) if name else None
    if match is None or scene.folded.startswith("tới", match.start()):  # "hướng tới ngày hội 26/3/2026"
        return None
    rule = _rule_of(scene, match)
    return (match.start(), rule.bound, rule.id) if rule.id in STRONG else None
