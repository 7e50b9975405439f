"""Values as the text of a cell, and back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.exports.cells import cell, parts


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (1993, "1993"),
        (Decimal("167500000"), "167500000"),
        (Decimal("-0.0000001"), "-0.0000001"),
        (["a", "b c"], "a | b c"),
        ([], ""),
        ("a | b", "a | b"),
    ],
)
def test_a_value_is_written_plainly(value, text):
    """Numbers have no exponent, yes and no are words, several values are joined by a bar with spaces."""
    assert cell(value) == text


def test_a_bar_inside_of_a_value_is_marked():
    """A value that holds the separator itself stays one value."""
    assert cell(["a | b", "c"]) == "a \\| b | c"
    assert parts("a \\| b | c") == ["a | b", "c"]


@given(st.lists(st.text(alphabet="ab|\\ ").map(str.strip).filter(bool)))
def test_lists_come_back(values):
    """Whatever the values hold, reading a cell gives them again."""
    assert parts(cell(values)) == values
