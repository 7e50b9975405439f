"""Numbers in a text: digits and words, and what stands beside them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.sources.numerals import Number, folded, in_digits, numbers


def read(text: str) -> list[tuple[str, set[str]]]:
    return [(f"{one.value.normalize():f}", set(one.marks)) for one in numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in 1234 homes", [("1234", set())]),
        ("in 1,234 homes", [("1234", set())]),
        ("12,345,678 of them", [("12345678", set())]),
        ("0.5 of it", [("0.5", set())]),
        ("1.2 million people", [("1200000", set())]),
        ("1.2m people", [("1200000", set())]),
        ("3.6million words", [("3600000", set())]),
        ("1.2bn words", [("1200000000", set())]),
        ("1.74 billion words", [("1740000000", set())]),
        ("16-bed units", [("16", set())]),
        ("the 5th of May", [("5", set())]),
        ("20-25 children", [("20", set()), ("25", set())]),
        ("rose by 4%.61 Then", [("4", {"%"})]),
        ("A1 and B7", []),
    ],
)
def test_digits_are_read(text, expected):
    """With thousands signs, points and scales; a footnote, or a number inside a name, is none."""
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("twelve boats", [("12", set())]),
        ("seventeen boats", [("17", set())]),
        ("twenty-five boats", [("25", set())]),
        ("one hundred and thirty one boats", [("131", set())]),
        ("two thousand three hundred boats", [("2300", set())]),
        ("a hundred boats", [("100", set())]),
        ("fifteen hundred boats", [("1500", set())]),
        ("two and three boats", [("2", set()), ("3", set())]),
        ("a dozen boats", [("12", set())]),
        ("thousands of boats", [("1000", set())]),
        ("twice a week", [("2", set())]),
        ("someone tended it", []),
    ],
)
def test_words_are_read(text, expected):
    """Number words are read alone and together, and not inside other words."""
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "value", "marks"),
    [
        ("44% of it", 44, {"%"}),
        ("44 per cent of it", 44, {"%"}),
        ("44 percent of it", 44, {"%"}),
        ("17 percentage points", 17, {"%", "points"}),
        ("17 points", 17, {"points"}),
        ("£68 million", 68_000_000, {"GBP"}),
        ("£2.4m", 2_400_000, {"GBP"}),
        ("ten pounds", 10, {"GBP"}),
        ("$2.4 million", 2_400_000, {"$"}),
        ("five dollars", 5, {"$"}),
        ("US$7", 7, {"$", "USD"}),
        ("C$7", 7, {"$", "CAD"}),
        ("$292 million (Canadian)", 292_000_000, {"$", "CAD"}),
        ("a three year plan", 3, {"years"}),
        ("two decades", 20, {"years"}),
        ("a 41 kilometre way", 41, {"KM"}),
        ("halved the rate", 50, {"%"}),
        ("doubled the rate", 100, {"%"}),
        ("two-thirds of it", 67, {"%"}),
        ("three quarters of it", 75, {"%"}),
        ("half of it", 50, {"%"}),
    ],
)
def test_what_stands_beside_a_number_is_kept(text, value, marks):
    """Per cent, points, currencies, years and kilometres; a part of a whole is per cent too."""
    assert Number(Decimal(value), frozenset(marks)) in numbers(text)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2004-5 to 2008-9.57", [2004, 2005, 2008, 2009]),
        ("in 2014-15", [2014, 2015]),
        ("1995-2002", [1995, 2002]),
        ("2008\u20139", [2008, 2009]),
    ],
)
def test_a_span_of_years_is_two_years(text, years):
    """The last year may be given by its last digits."""
    assert [one.value for one in in_digits(text)] == years


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("about 40 boats", True),
        ("almost $250 million", True),
        ("more than 393 million", True),
        ("over\n360 million", True),
        ("nearly twelve boats", True),
        ("40 boats", False),
        ("a turnover 40 times", False),
        ("half of it", None),
    ],
)
def test_a_rough_number_is_known(text, about):
    """A word such as about before a number makes it rough; a part in words is neither."""
    assert numbers(text)[0].about is about


def test_only_digits_can_be_asked_for():
    """Stories count things in words without giving a figure."""
    assert [one.value for one in in_digits("two boats in 3 harbours, twice")] == [3]


@given(st.integers(0, 10**9))
def test_every_whole_number_is_read_with_and_without_thousands_signs(value):
    """However large, and however it is written."""
    assert [one.value for one in in_digits(f"there were {value} boats")] == [value]
    assert [one.value for one in in_digits(f"there were {value:,} boats")] == [value]


@given(st.text())
def test_any_text_can_be_read(text):
    """No text breaks the reading, and each number has its words in the text."""
    assert all(one.printed.split()[0] in folded(text) for one in numbers(text) if one.printed)
