"""Pieces of HTML for widgets: names for screen readers, marks of state, nothing unescaped; and HTML as text."""

import pytest

pytest.importorskip("ipywidgets")

from widgeting import Page

from kg.html import Html
from kg.widgets.parts import button, fold, removable, text_of, tools

BAD = '<b>"x"</b>'


def test_pieces_escape_what_they_are_given():
    """Words, ids, keys and names for screen readers are texts."""
    made = [button(BAD, BAD, says=BAD), removable(BAD, BAD), tools({BAD: BAD}), fold(BAD, BAD, BAD)]
    page = Page("".join(made))
    assert "b" not in page.tags
    assert page.picks == [BAD, BAD]


def test_a_button_tells_its_state():
    """Pressed, not pressed, chosen at the moment, or none of these."""
    assert 'aria-pressed="true"' in button("a", "A", pressed=True)
    assert 'aria-pressed="false"' in button("a", "A", pressed=False)
    assert 'aria-current="true"' in button("a", "A", current=True)
    assert "aria-" not in button("a", "A")


def test_text_of_html_is_readable():
    """A line for each block; styles and drawings are left out, pictures told by their words."""
    found = text_of(Html("<style>p{}</style><p>One &amp; two</p><ul><li>a</li><li>b</li></ul><svg><text>no</text></svg>"
                         "<table><tr><td>1</td><td>2</td></tr></table><img alt='A picture'>"))  # fmt: skip
    assert found == "One & two\na\nb\n1 2\nA picture"
