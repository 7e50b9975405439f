"""Any text inside of an XML file."""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold
SPACES = {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}


def text(value: Any) -> str:
    """A value inside of an element; a character that XML cannot hold becomes a replacement sign."""
    return escape(FORBIDDEN.sub("\ufffd", str(value)), {"\r": SPACES["\r"]})


def attribute(value: Any) -> str:
    """A value as an attribute, with its quotes."""
    return quoteattr(FORBIDDEN.sub("\ufffd", str(value)), SPACES)
