"""Plain data as YAML that people read and that every reader takes the same way: words plain, sentences in quotes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

WORD = re.compile(r"[A-Za-z][A-Za-z0-9_/-]*(:[0-9]+-[0-9]+)?\Z")
TAKEN = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"})  # taken for other things


def scalar(value: Any) -> str:
    """One value in one line. A text is quoted unless it is a word, or a place in a source."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int):
        return str(value)
    text = str(value)
    return text if WORD.match(text) and text.lower() not in TAKEN else json.dumps(text, ensure_ascii=False)


def flow(value: Any) -> str:
    """A value in one line, with what it holds: `{id: t1, evidence: [a, b]}`."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)


def block(value: dict[str, Any]) -> str:
    """A mapping with a line for each key. Lists of single values stand in their line, lists of mappings below it."""
    return "".join(f"{line}\n" for line in _lines(value))


def _lines(value: dict[str, Any]) -> Iterator[str]:
    for key, inner in value.items():
        if isinstance(inner, dict) and inner:
            yield f"{scalar(key)}:"
            yield from (f"  {line}" for line in _lines(inner))
        elif isinstance(inner, list) and any(isinstance(item, dict) and item for item in inner):
            yield f"{scalar(key)}:"
            for item in inner:
                first, *rest = _lines(item) if isinstance(item, dict) and item else [flow(item)]
                yield f"  - {first}"
                yield from (f"    {line}" for line in rest)
        else:
            yield f"{scalar(key)}: {flow(inner)}"
