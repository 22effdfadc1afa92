"""Another plan as a baseline: its targets by what they count, its tasks by their titles."""

from __future__ import annotations

from ..models import Target
from ..plan import Plan
from ..text import fold, squeeze
from .provisions import Milestone, TargetProvision, TaskGroup, TaskPoint
from .years import due_year


def provisions_of(plan: Plan, where: str) -> tuple[TargetProvision, ...]:
    """Return the targets of ``plan`` as provisions; ``where`` names the plan as their origin."""
    grouped: dict[str, list[Target]] = {}
    for target in plan.targets:
        key = target.indicator or fold(squeeze(target.subject or target.quote))
        grouped.setdefault(key, []).append(target)
    provisions = []
    for number, (_, targets) in enumerate(grouped.items(), start=1):
        first = targets[0]
        milestones = {
            (year, target.value): Milestone(year=year, comparator=target.comparator or "ge", value=target.value)
            for target in targets
            if target.value is not None and (year := due_year(target)) is not None
        }
        provisions.append(
            TargetProvision(
                id=first.indicator or f"muc-tieu-{number}",
                clause=f"Mục {first.section}" if first.section else None,
                title=squeeze(first.subject or first.quote)[:160],
                quote=" … ".join(dict.fromkeys(target.quote for target in targets)),
                unit=first.unit or "none",
                milestones=tuple(milestones.values()),
                status="echoed",
                echoed_by=(where,),
                last_checked=plan.header.date or "",
            )
        )
    return tuple(provisions)


def groups_of(plan: Plan, where: str) -> tuple[TaskGroup, ...]:
    """Return the numbered divisions of the plan's tasks as groups of tasks."""
    checked = plan.header.date or ""
    groups = []
    for root in plan.sections:
        if root.kind != "tasks":
            continue
        for section in root.children:
            title = squeeze(section.title or section.span.of(plan.text)[:160])
            if section.marker and title:
                point = TaskPoint(
                    id=section.path, title=title[:200], status="echoed", echoed_by=(where,), last_checked=checked
                )
                groups.append(
                    TaskGroup(
                        id=section.path,
                        clause=f"Mục {section.path}",
                        title=title[:200],
                        points=(point,),
                        status="echoed",
                        echoed_by=(where,),
                        last_checked=checked,
                    )
                )
    unique = {group.id: group for group in groups}
    return tuple(unique.values())
