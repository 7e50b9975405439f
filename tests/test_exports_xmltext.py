"""Any text inside of an XML file."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from kg.exports.xmltext import FORBIDDEN, attribute, text


@given(st.text())
def test_a_text_comes_back(value):
    """What a parser reads is the text, with a replacement sign for each character that XML cannot hold."""
    read = ElementTree.fromstring(f"<a b={attribute(value)}>{text(value)}</a>")
    assert (read.get("b"), read.text or "") == (FORBIDDEN.sub("\ufffd", value),) * 2


def test_markup_is_only_text():
    """Signs of markup are written as what they stand for."""
    assert text("a < b & c > d") == "a &lt; b &amp; c &gt; d"
    assert attribute('say "no"\n') == "'say \"no\"&#10;'"
    assert text("\x00\ud800") == "\ufffd\ufffd"
