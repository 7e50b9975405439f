"""Which syntax a client gets: its Accept header held against what is offered, by RFC 9110, section 12.5.1.

`choose` is for everybody; `kg.mediatypes` has the syntaxes, each with the other names that clients ask by.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.mediatypes import MediaType

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE = re.compile(rf"({_TOKEN})/({_TOKEN})$")
_WEIGHT = re.compile(r"(?=\.?\d)\d*(?:\.\d*)?$")
# a piece between commas or between semicolons; both may stand inside quotes
_PIECES = {mark: re.compile(rf'(?:[^{mark}"]|"(?:[^"\\]|\\.)*"?)+', re.DOTALL) for mark in ",;"}

# how closely a range names a type: the closest one says its quality
EXACT, WITH_PARAMETERS, ALIAS, MAIN_TYPE, ANYTHING = range(5, 0, -1)


@dataclass(frozen=True)
class Range:
    """One media range of an Accept header: `text/turtle;q=0.8` is `Range("text/turtle", 0.8)`.

    `particular` says that it has parameters other than the charset that everything here is in. We know no such
    parameter, so that range still asks for its type, but never rules it out.
    """

    name: str
    quality: float = 1.0
    particular: bool = False


def parse(accept: str) -> list[Range]:
    """The ranges of a header in their order. A malformed one is left out: nobody can tell what it asks for."""
    read = (_range(piece) for piece in _PIECES[","].findall(accept))
    return [found for found in read if found]


def _range(text: str) -> Range | None:
    name, *parameters = [piece.strip() for piece in _PIECES[";"].findall(text)] or [""]
    name = "*/*" if name == "*" else name.lower()  # some Java clients send a bare star
    if not _RANGE.match(name) or (name.startswith("*/") and name != "*/*"):
        return None
    particular = False
    for parameter in parameters:
        key, _, value = (part.strip().lower() for part in parameter.partition("="))
        if key == "q":  # what comes after the weight is no part of the range
            return Range(name, min(float(value), 1.0), particular) if _WEIGHT.match(value) else None
        particular |= bool(key) and (key, value.strip('"')) != ("charset", "utf-8")
    return Range(name, 1.0, particular)


def quality(ranges: Sequence[Range], offered: MediaType) -> tuple[float, int]:
    """How much a client wants a type, from 0 to 1, and how closely it names it. Without ranges it takes everything."""
    if not ranges:
        return 1.0, ANYTHING
    matches = [(closeness, found.quality) for found in ranges if (closeness := _closeness(found, offered))]
    closest, best = max(matches, default=(0, 0.0))
    return best, closest


def _closeness(wanted: Range, offered: MediaType) -> int:
    """How closely a range names a type; 0 where it does not."""
    if wanted.particular and not wanted.quality:
        return 0
    if wanted.name == offered.name:
        return WITH_PARAMETERS if wanted.particular else EXACT
    if wanted.name in offered.aliases:
        return ALIAS
    if wanted.name == f"{offered.name.partition('/')[0]}/*":
        return MAIN_TYPE
    return ANYTHING if wanted.name == "*/*" else 0


def choose(accept: str | None, offered: Sequence[MediaType]) -> MediaType | None:
    """The offered type that a client wants most, or `None` where it takes none of them.

    Of types with the same quality, the one that the client names more closely; then the one that is offered first.
    A missing, empty or wholly malformed header takes everything.
    """
    ranges = parse(accept or "")
    weighed = [(quality(ranges, kind), -place, kind) for place, kind in enumerate(offered)]
    (best, _), _, kind = max(weighed, key=lambda found: found[:2], default=((0.0, 0), 0, None))
    return kind if best > 0 else None


def names(offered: Sequence[MediaType]) -> str:
    """What is offered, as a list for the text of a 406."""
    return "\n".join(f"{kind.name}  ({kind.label})" for kind in offered)
