"""What the tests of pictures share: reading an SVG, the boxes of its words, and names that try to break out."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

from kg.pictures import svg

NS = "{http://www.w3.org/2000/svg}"
WIDTHS = (344, 500, 700, 760, 1000)
HOSTILE = [
    "<script>alert('x')</script>",
    '"><img src=x onerror=alert(1)>',
    "]]></style></svg><svg onload=alert(1)>",
    "&lt;b&gt; & co; &#x3c;",
    "abc\u202etxt.exe\u2066 \u200b\u200f",
    "nul \x00 bell \x07 escape \x1b[31m lone \ud800 non \ufffe",
    "👩‍👩‍👧‍👦 🏳️‍🌈 漢字 العربية",
    "a" * 10_000,
    "word " * 2_000,
    "e" + "\u0301" * 500,
    "",
]


@dataclass(frozen=True)
class Words:
    """A line of text with the box that it fills at most."""

    text: str
    left: float
    right: float
    top: float
    foot: float

    def meets(self, other: Words) -> bool:
        """Whether two lines lie on each other by more than a pixel each way."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.foot, other.foot) - max(self.top, other.top)
        return across > 1 and down > 1


def read(picture: str) -> ElementTree.Element:
    """The root of a picture. Fails where it is no well-formed XML."""
    return ElementTree.fromstring(picture)


def texts(picture: str) -> list[str]:
    """Every line of text of a picture."""
    return [node.text or "" for node in read(picture).iter(f"{NS}text")]


def parts(picture: str) -> dict[str, str]:
    """The parts that can be picked: their ids with what screen readers say of them."""
    return {
        node.get("data-id", ""): node.get("aria-label", "")
        for node in read(picture).iter()
        if "cw-pick" in (node.get("class") or "").split()
    }


def boxes(picture: str) -> list[Words]:
    """The lines of text that are not turned, with their boxes."""
    found = []
    root = read(picture)
    inside = {id(node) for group in root.iter(f"{NS}g") if group.get("transform") for node in group.iter()}
    for node in root.iter(f"{NS}text"):
        if id(node) in inside or not node.text:
            continue
        size = float(node.get("font-size", "12"))
        wide = svg.measure(node.text, size, node.get("font-weight") == "600")
        x, y = float(node.get("x", "0")), float(node.get("y", "0"))
        left = {"middle": x - wide / 2, "end": x - wide}.get(node.get("text-anchor", ""), x)
        found.append(Words(node.text, left, left + wide, y - size * 0.78, y + size * 0.2))
    return found


def faults(picture: str) -> list[str]:
    """Lines of text that leave the picture, or lie on each other."""
    width, height = (float(read(picture).get(side, "0")) for side in ("width", "height"))
    found = boxes(picture)
    out = [w.text for w in found if w.left < -1 or w.right > width + 1 or w.top < 0 or w.foot > height]
    over = [f"{a.text} | {b.text}" for n, a in enumerate(found) for b in found[n + 1 :] if a.meets(b)]
    return out + over


def is_safe(picture: str) -> bool:
    """Whether a picture has no element, attribute or address that could run anything or fetch anything."""
    root = read(picture)
    allowed = {"svg", "title", "desc", "style", "rect", "path", "circle", "ellipse", "text", "g", "a"}
    names = {node.tag.removeprefix(NS) for node in root.iter()}
    attributes = {key for node in root.iter() for key in node.attrib}
    addresses = [node.get("href", "") for node in root.iter() if node.get("href")]
    return (
        names <= allowed
        and not any(key.startswith("on") or key in ("id", "style") for key in attributes)
        and all(svg.SAFE_LINK.match(address) for address in addresses)
        and "url(" not in picture
        and not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]", picture)
    )
