"""How values are worded for people: numbers, targets, both sides of a verdict. Every output says them the same way."""

from __future__ import annotations

from ..messages import say
from ..models import Target
from ..rulings import Local, National, TargetRuling

_UNITS = {"percent": "%", "permille": "‰"}


def show_number(value: float) -> str:
    """Return a number as it is written in Vietnamese.

    >>> show_number(374125), show_number(98.5)
    ('374.125', '98,5')
    """
    return f"{value:,.10g}".translate(str.maketrans(",.", ".,"))


def show_value(target: Target, language: str = "vi") -> str:
    """Return what a target asks for: "≥ 50%", "giảm còn 10 - 13%", "duy trì 30 lớp"; "" for a duty."""
    change = say(f"change.{target.change}", language) if target.change else ""
    return change + show_amount(target, language) if target.value is not None else ""


def show_amount(asked: Target | Local, language: str = "vi") -> str:
    """Return the figure of a target with its comparator and unit; "" when it has none."""
    if asked.value is None:
        return ""
    comparator = say(f"comparator.{asked.comparator}", language) if asked.comparator else ""
    value = show_number(asked.value)
    if asked.value_max is not None:
        value += f" - {show_number(asked.value_max)}"
    return f"{comparator}{value}{_show_unit(asked.unit)}"


def show_floor(national: National, language: str = "vi") -> str:
    """Return the figure that the baseline asks for; "" when it asks for none."""
    if national.value is None:
        return ""
    comparator = say(f"comparator.{national.comparator}", language) if national.comparator else ""
    return f"{comparator}{show_number(national.value)}{'%' if '%' in national.quote else ''}"


def show_difference(ruling: TargetRuling, language: str = "vi") -> str:
    """Return by how much the plan differs from the baseline, in value and in years; "" where nothing can be subtracted.

    A local range is measured from its lower end, the part that is promised in any case.
    """
    local, national = ruling.local, ruling.national
    if local is None:
        return ""
    parts = []
    if local.value is not None and national.value is not None and (local.unit == "percent") == ("%" in national.quote):
        difference = local.value - national.value
        unit = "" if not difference else say("points", language) if local.unit == "percent" else _show_unit(local.unit)
        parts.append(f"{_signed(difference)}{unit}")
    years = _year(local.due), _year(ruling.due)
    if years[0] and years[1] and years[0] != years[1]:
        parts.append(f"{_signed(years[0] - years[1])}{say('years', language)}")
    return "; ".join(parts)


def _show_unit(unit: str | None) -> str:
    return _UNITS.get(unit or "") or (f" {unit}" if unit else "")


def _signed(value: float) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + show_number(abs(value))


def _year(due: str | None) -> int:
    """Return the year in which an EDTF date ends, 0 when it names none."""
    last = (due or "").rpartition("/")[2][:4]
    return int(last) if last.isdecimal() and len(last) == 4 else 0
