"""Pictures for analysts (matplotlib): milestones against the baseline, deadlines, many plans at once.

Every verdict has a shape or a letter of its own beside its colour, and the colours are those of Okabe and Ito, which
colour-blind people tell apart. DejaVu Sans, which comes with matplotlib, has all Vietnamese letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from textwrap import fill, shorten
from typing import TYPE_CHECKING, Any, get_args

from ..baseline import plan_years
from ..messages import say
from ..models import Deadline
from ..plan import Plan
from ..report import Report
from ..rulings import TargetRuling, TargetStatus
from ..text import squeeze
from .wording import days_of, parts_of, show_time

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Colour, marker, letter in a cell.
_LOOKS: dict[str, tuple[str, str, str]] = {
    "met": ("#009e73", "o", "Đ"),
    "exceeded": ("#0072b2", "^", "V"),
    "weaker": ("#d55e00", "v", "Y"),
    "late": ("#e69f00", ">", "C"),
    "missing": ("#7f2704", "X", "T"),
    "unclear": ("#f0e442", "s", "?"),
    "not_applicable": ("#dddddd", "d", "–"),
}
_STATUSES: tuple[str, ...] = get_args(TargetStatus)
_DARK = {"exceeded", "weaker", "missing", "met"}
_MOST = 40  # lines of a picture that can still be read
_WIDTH = 9.0


def milestones(report: Report, *, ax: Axes | None = None, language: str = "vi") -> Axes:
    """Draw each milestone of the baseline (a bar) with what the plan sets for it (a mark by verdict); return the axes.

    Percentages stand as they are; where the baseline also counts other things, every value is in percent of its floor.
    A provision without a figure is not drawn. ImportError says what to install when matplotlib is absent.
    """
    rulings = [ruling for ruling in report.targets if ruling.national.value is not None][:_MOST]
    relative = any("%" not in ruling.national.quote for ruling in rulings)
    ax = ax or _axes(0.55 * len(rulings) + 1.6)
    for row, ruling in enumerate(rulings):
        floor = 100.0 if relative else float(ruling.national.value or 0)
        colour, marker, _ = _LOOKS[ruling.status]
        outside = ruling.status == "not_applicable"
        ax.barh(
            row,
            floor,
            height=0.62,
            color="white" if outside else "#e8e8e8",
            edgecolor="#999999",
            linestyle=":" if outside else "-",
        )
        value = 0.0 if ruling.status == "missing" else _value(ruling, relative=relative)
        if value is not None:
            ax.plot(value, row, marker, color=colour, markeredgecolor="#222222", markersize=11, zorder=3, clip_on=False)
        verdict = say(f"status.{ruling.status}", language)
        ax.annotate(verdict, (1.01, row), xycoords=("axes fraction", "data"), va="center", fontsize=9)
    ax.set_yticks(
        range(len(rulings)),
        [fill(f"{ruling.title} ({ruling.due})" if ruling.due else ruling.title, 46) for ruling in rulings],
        fontsize=8.5,
    )
    ax.invert_yaxis()
    ax.set_xlim(left=0)
    ax.set_xlabel(say("plot.relative" if relative else "plot.percent", language))
    ax.set_title(fill(say("plot.milestones", language, baseline=_short(report)), 70), loc="left", fontsize=11)
    if rulings:
        _legend(ax, [status for status in _STATUSES if any(one.status == status for one in rulings)], language)
    else:
        _say_nothing(ax, language)
    return _finish(ax)


def timeline(plan: Plan, *, ax: Axes | None = None, language: str = "vi") -> Axes:
    """Draw the deadlines of a plan along the years of its period, one a line: days, stretches, and yearly repeats.

    What has no date (*khi có yêu cầu*, *thường xuyên*) is counted below the picture. ImportError as for ``milestones``.
    """
    first, last = _years(plan)
    drawn = [(one, spans) for one in plan.deadlines if (spans := _days(one, first, last))]
    drawn.sort(key=lambda item: item[1][0])
    shown = drawn[:_MOST]
    ax = ax or _axes(0.42 * len(shown) + 1.6)
    from matplotlib.dates import AutoDateLocator, DateFormatter, date2num

    for row, (deadline, spans) in enumerate(shown):
        colour = "#0072b2" if deadline.rrule else "#d55e00"
        for begin, end in spans:
            start, stop = date2num(begin), date2num(end)
            if stop - start > 31:
                ax.barh(row, stop - start, left=start, height=0.4, color=colour, alpha=0.55)
            else:
                ax.plot(stop, row, "o" if deadline.rrule else "D", color=colour, markersize=7, clip_on=False)
    ax.set_yticks(range(len(shown)), [_name(one, language) for one, _ in shown], fontsize=8.5)
    ax.invert_yaxis()
    ax.xaxis_date()
    ax.xaxis.set_major_locator(AutoDateLocator(minticks=3, maxticks=8))
    ax.xaxis.set_major_formatter(DateFormatter("%Y" if last - first >= 4 else "%m/%Y"))
    ax.grid(axis="x", color="#dddddd")
    ax.set_axisbelow(True)
    ax.set_xlim(date2num(date(first, 1, 1)), date2num(date(last, 12, 31)))
    rest = len(plan.deadlines) - len(shown)
    ax.set_xlabel(say("plot.undated", language, count=rest) if rest else "")
    ax.set_title(say("plot.timeline", language), loc="left", fontsize=11)
    if not shown:
        _say_nothing(ax, language)
    return _finish(ax)


def heatmap(reports: Iterable[Report], *, ax: Axes | None = None, language: str = "vi") -> Axes:
    """Draw many reports on one baseline: a line for each issuer, a column for each milestone, a cell for each verdict.

    ImportError as for ``milestones``.
    """
    every = [*reports]
    columns = list(dict.fromkeys((one.indicator, one.due, one.title) for report in every for one in report.targets))
    ax = ax or _axes(0.5 * len(every) + 3.2, width=max(_WIDTH, 1.05 * len(columns) + 3))
    from matplotlib.patches import Rectangle

    for row, report in enumerate(every):
        found = {(one.indicator, one.due): one.status for one in report.targets}
        if not found:
            ax.text(-0.4, row, say(f"verdict.{report.verdict}", language), va="center", fontsize=9, style="italic")
        for column, (indicator, due, _) in enumerate(columns):
            status = found.get((indicator, due))
            if status is None:
                continue
            colour, _, letter = _LOOKS[status]
            ax.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=colour, edgecolor="white", linewidth=2))
            ink = "white" if status in _DARK else "black"
            ax.text(column, row, letter, ha="center", va="center", color=ink, fontsize=11)
    heads = [fill(shorten(title, 60, placeholder="…"), 20) + (f"\n{due}" if due else "") for _, due, title in columns]
    ax.set_xticks(range(len(columns)), heads, fontsize=8, rotation=40, ha="left", rotation_mode="anchor")
    ax.xaxis.tick_top()
    ax.set_yticks(range(len(every)), [fill(_issuer(report), 40) for report in every], fontsize=9)
    ax.set_xlim(-0.5, max(len(columns), 1) - 0.5)
    ax.set_ylim(max(len(every), 1) - 0.5, -0.5)
    ax.tick_params(length=0)
    statuses = [
        status for status in _STATUSES if any(one.status == status for report in every for one in report.targets)
    ]
    handles = [
        Rectangle(
            (0, 0), 1, 1, facecolor=_LOOKS[status][0], label=f"{_LOOKS[status][2]}  {say(f'status.{status}', language)}"
        )
        for status in statuses
    ]
    if handles:
        ax.legend(handles=handles, loc="upper left", bbox_to_anchor=(0, -0.02), ncols=4, frameon=False, fontsize=9)
    else:
        _say_nothing(ax, language)
    return _finish(ax)


def _axes(height: float, width: float = _WIDTH) -> Axes:
    try:
        from matplotlib import pyplot
    except ImportError:
        raise ImportError("Cần matplotlib: pip install 'kehoach-parser[notebook]'") from None
    return pyplot.subplots(figsize=(width, max(height, 2.2)), layout="constrained")[1]


def _finish(ax: Axes) -> Axes:
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    return ax


def _legend(ax: Axes, statuses: Sequence[str], language: str) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = [Patch(facecolor="#e8e8e8", edgecolor="#999999", label=say("column.national", language))]
    for status in statuses:
        colour, marker, _ = _LOOKS[status]
        if status != "not_applicable":
            label = say(f"status.{status}", language)
            handles.append(
                Line2D([], [], linestyle="", marker=marker, color=colour, markeredgecolor="#222222", label=label)
            )
    ax.legend(handles=handles, loc="upper left", bbox_to_anchor=(0, -0.14), ncols=5, frameon=False, fontsize=9)


def _say_nothing(ax: Axes, language: str) -> None:
    ax.text(0.5, 0.5, say("plot.nothing", language), transform=ax.transAxes, ha="center", va="center")


def _value(ruling: TargetRuling, *, relative: bool) -> float | None:
    local, floor = ruling.local, ruling.national.value
    if local is None or local.value is None or not floor:
        return None
    return 100 * local.value / floor if relative else float(local.value)


def _short(report: Report) -> str:
    return report.baseline.title.partition(":")[0]


def _issuer(report: Report) -> str:
    plan = report.checked
    return (plan.header.issuer if plan else None) or report.plan or "?"


def _years(plan: Plan) -> tuple[int, int]:
    """Return the years that the picture shows: the plan's period, and every year that a deadline names."""
    spans = [days for one in plan.deadlines if (days := days_of(one.date))]
    named = [end.year for _, end in spans] + [begin.year for begin, _ in spans if begin.year > 1900]
    known = [year for year in (*plan_years(plan), *named) if year]
    issued = int((plan.header.date or "0")[:4])
    if not known:
        known = [issued or date.min.year]
    return min(known), max(known)


def _days(deadline: Deadline, first: int, last: int) -> list[tuple[date, date]]:
    """Return the stretches of time that a deadline names in those years: one for a date, one a year for a repeat."""
    days = days_of(deadline.date)
    if deadline.rrule is None and days:
        begin, end = days
        point = {"before": (begin, begin), "by": (end, end), "from": (begin, date(last, 12, 31))}
        return [point.get(deadline.bound, days)]
    if deadline.rrule is None:
        return []
    parts = parts_of(deadline.rrule)
    months = [int(month) for month in parts.get("BYMONTH", "").split(",") if month]
    if not months:
        return [(date(first, 1, 1), date(last, 12, 31))]
    day = int(parts.get("BYMONTHDAY", "28").split(",")[-1])
    found = []
    for year in range(first, last + 1):
        for month in months:
            until = days_of(f"{year}-{month:02d}-{day:02d}" if day > 0 else f"{year}-{month:02d}")
            found += [(until[1], until[1])] if until else []
    return found


def _name(deadline: Deadline, language: str) -> str:
    agency, task = deadline.agency or "", deadline.task or ""
    words = squeeze(task if task.startswith(agency) else ": ".join(filter(None, (agency, task)))) or deadline.quote
    return fill(f"{shorten(words, 70, placeholder='…')} ({show_time(deadline, language)})", 52)
