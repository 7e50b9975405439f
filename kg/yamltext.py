"""Plain data as YAML that people read and that every reader takes the same way: words plain, sentences in quotes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

WORDS = re.compile(r"[A-Za-z][A-Za-z0-9_/'-]*( [A-Za-z0-9_/'-]+)*(:[0-9]+-[0-9]+)?\Z")
TAKEN = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"})  # taken for other things


class OneLine(dict[str, Any]):
    """A mapping that `block` writes in one line."""


def scalar(value: Any) -> str:
    """One value in one line. A text is quoted unless it is a few words without a stop, or a place in a source."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int):
        return str(value)
    text = str(value)
    return text if WORDS.match(text) and text.lower() not in TAKEN else json.dumps(text, ensure_ascii=False)


def flow(value: Any) -> str:
    """A value in one line, with what it holds: `{id: t1, evidence: [a, b]}`."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)


def block(value: dict[str, Any]) -> str:
    """A mapping with a line for each key; what it holds stands below the key, but single values and their lists, and
    what is marked as one line, beside it."""
    return "".join(f"{line}\n" for line in _lines(value))


def _is_below(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and not isinstance(value, OneLine)


def _lines(value: dict[str, Any]) -> Iterator[str]:
    for key, inner in value.items():
        if _is_below(inner):
            yield f"{scalar(key)}:"
            yield from (f"  {line}" for line in _lines(inner))
        elif isinstance(inner, list) and any(isinstance(item, dict) and item for item in inner):
            yield f"{scalar(key)}:"
            for item in inner:
                first, *rest = _lines(item) if _is_below(item) else [flow(item)]
                yield f"  - {first}"
                yield from (f"    {line}" for line in rest)
        else:
            yield f"{scalar(key)}: {flow(inner)}"
