"""What reviewers write into the cells of the Excel report: amounts, dates, times, as people write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import regex

from ..extract.numbers import NUMBER, parse_number
from ..pipeline import parse
from ..text import canonical, fold, squeeze

Entry = dict[str, Any]
NOTHING = ("-", "không có", "không", "none")

_COMPARATORS = {
    "≥": "ge", ">=": "ge", "ít nhất": "ge", "tối thiểu": "ge", "at least": "ge",
    ">": "gt", "trên": "gt", "hơn": "gt", "over": "gt",
    "≤": "le", "<=": "le", "không quá": "le", "tối đa": "le", "at most": "le",
    "<": "lt", "dưới": "lt", "under": "lt",
    "khoảng": "approx", "~": "approx", "about": "approx",
    "=": "eq", "đạt": "eq",
}  # fmt: skip
_CHANGES = {
    "tăng thêm": "increase_by", "up by": "increase_by",
    "giảm đi": "decrease_by", "down by": "decrease_by",
    "tăng lên": "increase_to", "up to": "increase_to",
    "giảm còn": "decrease_to", "down to": "decrease_to",
    "duy trì": "maintain", "keep": "maintain",
}  # fmt: skip
_UNITS = {"%": "percent", "phần trăm": "percent", "‰": "permille", "phần nghìn": "permille"}


def _any_of(words: dict[str, str]) -> str:
    return "|".join(regex.escape(word) for word in sorted(words, key=len, reverse=True))


_AMOUNT = regex.compile(
    rf"(?:(?P<change>{_any_of(_CHANGES)})\s*)?(?:(?P<comparator>{_any_of(_COMPARATORS)})\s*)?"
    rf"(?P<low>{NUMBER})(?:\s*%?\s*(?:-|đến)\s*(?P<high>{NUMBER}))?\s*"
    r"(?P<unit>[%‰\p{L}][\p{L}²³ /.,()-]{0,80}?)??(?P<floor>\s*trở lên)?"
)
_DAY = regex.compile(r"(?:ngày )?(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})")
_MONTH = regex.compile(r"(?:tháng )?(?P<m>\d{1,2})[/-](?P<y>\d{4})")
_QUARTER = regex.compile(r"(?:quý )(?P<q>iv|i{1,3}|[1-4])(?:[/-]| năm )(?P<y>\d{4})")
_YEAR = regex.compile(r"(?:năm )?(?P<y>\d{4})")
_EDTF = regex.compile(r"\d{4}(?:-(?:[qQ][1-4]|\d\d(?:-\d\d)?))?(?:/\d{4}(?:-(?:[qQ][1-4]|\d\d(?:-\d\d)?))?)?")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_RRULE = regex.compile(r"(?:RRULE:)?(FREQ=[A-Z]+(?:;[A-Z]+=[A-Z0-9,+-]+)*)")


def words_of(value: object) -> str:
    """Return the value of a cell as text: a whole number without its point, a day as ISO."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    return squeeze(canonical(str(value)))


def read_amount(words: str) -> Entry | None:
    """Return what an amount changes in a target: value, value_max, unit, comparator, change; None if it is not one.

    A bare number changes the value alone. An amount with a unit or a sign says all of it: no sign is "đạt".

    >>> read_amount("≥ 60%")
    {'value': 60, 'value_max': None, 'unit': 'percent', 'comparator': 'ge', 'change': None}
    >>> read_amount("65"), read_amount("không có"), read_amount("nhiều")
    ({'value': 65, 'value_max': None}, {'value': None}, None)
    """
    plain = fold(words).strip(" .;")
    if plain in NOTHING:
        return {"value": None}
    match = _AMOUNT.fullmatch(plain)
    if match is None:
        return None
    low = parse_number(match["low"])
    high = parse_number(match["high"]) if match["high"] else None
    if low is None or (match["high"] and high is None):
        return None
    amount: Entry = {"value": low, "value_max": high}
    unit = (match["unit"] or "").strip()
    if not (unit or match["comparator"] or match["floor"] or match["change"]):
        return amount
    comparator = "ge" if match["floor"] else _COMPARATORS.get(match["comparator"] or "", "eq")
    if unit:
        sign = next((sign for sign in _UNITS if unit.startswith(sign)), "")
        amount["unit"] = _UNITS.get(sign, unit)
    return amount | {"comparator": comparator, "change": _CHANGES.get(match["change"] or "")}


def read_date(words: str) -> str | None:
    """Return the EDTF date that a cell writes, or None.

    >>> read_date("31/12/2025"), read_date("quý IV/2025"), read_date("6/2025"), read_date("2025"), read_date("sau này")
    ('2025-12-31', '2025-Q4', '2025-06', '2025', None)
    """
    plain = fold(words).strip(" .;")
    if _EDTF.fullmatch(plain):
        return plain.upper()
    if match := _DAY.fullmatch(plain):
        try:
            return date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
        except ValueError:
            return None
    if (match := _MONTH.fullmatch(plain)) and 1 <= int(match["m"]) <= 12:
        return f"{match['y']}-{int(match['m']):02}"
    if match := _QUARTER.fullmatch(plain):
        return f"{match['y']}-Q{_QUARTERS.get(match['q']) or match['q']}"
    match = _YEAR.fullmatch(plain)
    return match["y"] if match else None


def read_time(words: str) -> Entry | None:
    """Return what a time changes in a deadline: bound, date, rrule; None when the words name no single time.

    A plain date changes the date alone; words are read as they would be in a plan.

    >>> read_time("trước ngày 15/11 hằng năm")
    {'bound': 'before', 'date': None, 'rrule': 'FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15'}
    >>> read_time("30/6/2025"), read_time("khi nào xong")
    ({'date': '2025-06-30', 'rrule': None}, None)
    """
    if match := _RRULE.fullmatch(words.strip()):
        return {"date": None, "rrule": match[1]}
    plain = read_date(words)
    if plain is not None:
        return {"date": plain, "rrule": None}
    found = parse(text=f"KẾ HOẠCH\nCông tác\n\nI. NHIỆM VỤ\n1. Báo cáo kết quả {words}.").deadlines
    if len(found) != 1:
        return None
    return {"bound": found[0].bound, "date": found[0].date, "rrule": found[0].rrule}
