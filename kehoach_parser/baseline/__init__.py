"""Baselines: what a plan is held against, read from ``rules/baselines`` or made from another plan."""

from __future__ import annotations

from .choosing import Choice, choose_baselines, is_plan, mismatch, plan_years
from .heads import HeadedPattern, Places
from .model import Baseline, Compiled, list_baselines
from .provisions import DutyBody, FundingItem, Milestone, TargetProvision, TaskGroup, TaskPoint
from .years import due_year, years_of

__all__ = [
    "Baseline",
    "Choice",
    "Compiled",
    "DutyBody",
    "FundingItem",
    "HeadedPattern",
    "Milestone",
    "Places",
    "TargetProvision",
    "TaskGroup",
    "TaskPoint",
    "choose_baselines",
    "due_year",
    "is_plan",
    "list_baselines",
    "mismatch",
    "plan_years",
    "years_of",
]
