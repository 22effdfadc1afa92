"""Vietnamese numbers in digits and words."""

from __future__ import annotations

import pytest

from kehoach_parser.extract.numbers import parse_fraction, parse_number, parse_words


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("60", 60),
        ("05", 5),
        ("98,5", 98.5),
        ("98,0", 98),
        ("374.125", 374125),
        ("1.364.329.243", 1364329243),
        ("5.817,196", 5817.196),
        ("1.5", 1.5),
        ("0.125", 0.125),
        ("1,234,567", 1234567),
        ("10,125", 10.125),
        ("1.2.3", None),
        ("1" * 5000, None),
    ],
)
def test_digits(words: str, value: float | None) -> None:
    assert parse_number(words) == value


def test_counted_thousand_in_english_writing_is_not_guessed() -> None:
    assert parse_number("1,000", counted=True) is None
    assert parse_number("0,125", counted=True) == 0.125
    assert parse_number("5.817,196", counted=True) == 5817.196


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("một", 1),
        ("mười", 10),
        ("mười lăm", 15),
        ("hai mươi", 20),
        ("hai mươi mốt", 21),
        ("chín mươi tư", 94),
        ("một trăm", 100),
        ("một trăm linh năm", 105),
        ("ba nghìn hai trăm", 3200),
        ("hai triệu", 2000000),
        ("hai ba", None),
        ("mươi", None),
        ("xã", None),
    ],
)
def test_words(words: str, value: int | None) -> None:
    assert parse_words(words) == value


@pytest.mark.parametrize(
    ("over", "under", "value"), [(3, 4, 0.75), (2, 3, 0.6667), (4, 4, 1), (5, 4, None), (1, 0, None), (None, 2, None)]
)
def test_fractions(over: int | None, under: int, value: float | None) -> None:
    assert parse_fraction(over, under) == value
