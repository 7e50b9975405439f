"""Values of records as the text of a cell, and back.

Several values stand in one cell, joined by a bar with spaces: `a | b`. A bar with spaces inside of a value, which the
data hardly ever has, is written with a backslash before it, so that nothing is lost on the way back.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

SEPARATOR = " | "
_BAR = re.compile(r"(?:(?<= )|(?<=\A))(\\*)\|(?= |\Z)")


def cell(value: Any) -> str:
    """One value or a list of values as text; nothing as an empty text."""
    if isinstance(value, list):
        return SEPARATOR.join(_BAR.sub(r"\1\\|", cell(item)) for item in value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def parts(text: str) -> list[str]:
    """The values of a cell that holds several, as `cell` wrote them."""
    found = [part.strip() for part in text.split(SEPARATOR)]
    return [_BAR.sub(lambda bar: bar.group(1)[:-1] + "|", part) for part in found if part]
