"""SVG text, piece by piece: safe strings, measured lines, and one palette for light and dark.

Nothing refers to another element by an id, so that any number of pictures fit on one page and survive a page that
renames ids. Colours stand as attributes for viewers without styles, and as variables for those that have them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from kg import html

Table = tuple[list[str], list[list[str]]]

# name -> its colour on light and on dark paper. The colours with a name are those of Okabe and Ito
# (jfly.uni-koeln.de/color), which people with any kind of colour vision can tell apart.
PALETTE = {
    "paper": ("#fcfbf8", "#161b21"),
    "face": ("#ffffff", "#1f262e"),
    "ink": ("#1c2430", "#e8ebf0"),
    "soft": ("#566170", "#a9b3bf"),
    "line": ("#c3cad2", "#4a5561"),
    "faint": ("#e9ecef", "#2b333c"),
    "blue": ("#0072b2", "#56b4e9"),
    "on-blue": ("#ffffff", "#0a1620"),
    "blue-tint": ("#dcebf5", "#17374d"),
    "orange": ("#e69f00", "#e69f00"),
    "orange-tint": ("#fbeccb", "#47370f"),
    "green": ("#009e73", "#1fb78c"),
    "green-tint": ("#d5efe6", "#123f33"),
    "red": ("#d55e00", "#e8752a"),
    "red-tint": ("#f9e0d0", "#4a2813"),
    "purple": ("#cc79a7", "#cc79a7"),
    "purple-tint": ("#f6e4ee", "#452c3a"),
}
SAFE_LINK = re.compile(r"(https?://|mailto:|[#?]|/(?!/))", re.IGNORECASE)
CATCHES = {"pointer_events": "all"}  # a shape takes clicks where it is not painted, too
ELLIPSIS = "…"
JOINER = "\u200d"  # holds emoji of several parts together
LONGEST = 100_000  # characters of one text, more than any picture in words has
MARGIN = 20


def clean(text: object) -> str:
    """A text on one line, without what cannot be seen, turns the writing round, or piles up marks on one letter."""
    told = html.clean(text, LONGEST)
    if told.isascii() and told.isprintable():  # as most are: there is nothing to take away
        return " ".join(told.split())
    kept: list[str] = []
    marks = 0
    for char in told:
        kind = unicodedata.category(char)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if char.isspace():
            kept.append(" ")
        elif (kind[0] != "C" or char == JOINER) and marks <= 2:
            kept.append(char)
    return " ".join("".join(kept).split())


def escape(text: object) -> str:
    """A cleaned text that is safe between tags and inside quotes of XML and HTML."""
    return str(html.escape(clean(text), LONGEST))


def brief(text: object, most: int = 300) -> str:
    """A cleaned text of `most` characters at most: names for screen readers, tooltips and titles."""
    whole = clean(text)
    return whole if len(whole) <= most else whole[: most - 1] + ELLIPSIS


def num(value: float) -> str:
    """A coordinate with at most one decimal, the same on every machine."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def tag(name: str, *inside: str, cls: str = "", **attributes: object) -> str:
    """An element around markup that is already safe. Attributes are escaped, and left out where they are None.

    `fill` and `stroke` may be names of the palette; `stroke_width` is written as `stroke-width`.
    """
    classes = [cls] if cls else []
    parts = []
    for key, value in attributes.items():
        if value is None:
            continue
        if key in ("fill", "stroke") and value in PALETTE:
            classes.append(f"cw-{key[0]}-{value}")
            value = PALETTE[str(value)][0]
        shown = num(value) if isinstance(value, int | float) else escape(value)
        parts.append(f' {key.replace("_", "-")}="{shown}"')
    if classes:
        parts.insert(0, f' class="{" ".join(classes)}"')
    body = "".join(inside)
    return f"<{name}{''.join(parts)}>{body}</{name}>" if body else f"<{name}{''.join(parts)}/>"


_NARROW, _SLIM, _WIDE = set("ijlI.,;:'|!`"), set('ft()[]/\\- r"'), set("mwMWQO@%&—…")


def measure(text: str, size: float, bold: bool = False) -> float:
    """The width of a text in pixels, at most: by the widest of the usual fonts (DejaVu Sans, Verdana)."""
    total = 0.0
    for char in text:
        if char in _NARROW:
            total += 0.34
        elif char in _SLIM:
            total += 0.42
        elif char in _WIDE:
            total += 0.95
        elif unicodedata.combining(char):
            continue
        elif unicodedata.east_asian_width(char) in "WF" or ord(char) > 0x2FFF:
            total += 1.25
        else:
            total += 0.70 if char.isupper() else 0.63
    return total * size * (1.12 if bold else 1)


def wrap(text: object, room: float, size: float, most: int = 3, bold: bool = False) -> list[str]:
    """A text as lines no wider than `room` pixels; where it needs more than `most`, the last ends in an ellipsis."""
    lines: list[str] = []
    line = ""
    for word in clean(text).split():
        while measure(word, size, bold) > room:
            head = _fitting(word, room, size, bold)
            lines += [line, head] if line else [head]
            line, word = "", word[len(head) :]
            if len(lines) > most:
                break
        joined = f"{line} {word}".strip()
        if line and measure(joined, size, bold) > room:
            lines.append(line)
            line = word
        else:
            line = joined
        if len(lines) > most:
            break
    lines += [line] if line else []
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and measure(last + ELLIPSIS, size, bold) > room:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip(" ,:;-") + ELLIPSIS]


def _fitting(word: str, room: float, size: float, bold: bool) -> str:
    """The longest beginning of a word that fits, up to a hyphen where it has one; one character at least."""
    end = 1
    while end < len(word) and measure(word[: end + 1], size, bold) <= room:
        end += 1
    hyphen = word.rfind("-", 0, end)
    return word[: hyphen + 1] if hyphen > 0 else word[:end]


def text(
    x: float, y: float, words: object, size: float = 12, fill: str = "ink", anchor: str = "start", bold: bool = False
) -> str:
    """A line of text with its baseline at `y`."""
    place = None if anchor == "start" else anchor
    weight = "600" if bold else None
    return tag("text", escape(words), x=x, y=y, font_size=size, fill=fill, text_anchor=place, font_weight=weight)


def block(
    x: float,
    y: float,
    lines: Sequence[str],
    size: float = 12,
    fill: str = "ink",
    anchor: str = "start",
    bold: bool = False,
    lead: float = 1.28,
) -> str:
    """Lines under each other; `y` is the first baseline."""
    return "".join(text(x, y + n * size * lead, line, size, fill, anchor, bold) for n, line in enumerate(lines))


def pick(id: str, says: str, *inside: str, links: Mapping[str, str] | None = None, chosen: bool = False) -> str:
    """A part to reach by keyboard and to click: a link where `links` has a safe address for it, else a button.

    `says` is its name for screen readers and its tooltip.
    """
    says = brief(says)
    body = (tag("title", escape(says)), *inside)
    cls = "cw-pick cw-chosen" if chosen else "cw-pick"
    address = (links or {}).get(id, "")
    if SAFE_LINK.match(address):
        return tag("a", *body, cls=cls, href=address, data_id=id, aria_label=says)
    pressed = "true" if chosen else None
    return tag("g", *body, cls=cls, tabindex="0", role="button", data_id=id, aria_label=says, aria_pressed=pressed)


def halo(shape: str, **attributes: object) -> str:
    """The outline of a part, seen when it has the focus, the pointer, or is chosen."""
    return tag(shape, cls="cw-halo", fill="none", stroke="ink", stroke_width=2.5, opacity="0", **CATCHES, **attributes)


def ground(x: float, y: float, width: float, height: float) -> str:
    """Room around a part that cannot be seen and belongs to it: a click between its words is a click on it."""
    return tag("rect", x=num(x), y=num(y), width=num(width), height=num(height), fill="none", **CATCHES)
