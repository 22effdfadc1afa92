"""How lists count: Roman numbers and letters."""

from __future__ import annotations

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def roman(number: int) -> str:
    """Return ``number`` in Roman capitals.

    >>> roman(14)
    'XIV'
    """
    out = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        out += sign * count
    return out


def letter(number: int) -> str:
    """Return the letter that Word counts with: a … z, then aa, bb; never đ, which Word does not know.

    >>> letter(5), letter(28)
    ('e', 'bb')
    """
    times, place = divmod(number - 1, 26)
    return "abcdefghijklmnopqrstuvwxyz"[place] * (times + 1)
