"""Small round marks for stances: a shape for each, and a broken outline where a stance is possible only."""

from __future__ import annotations

from kg.conditions import SHORTCUTS, WORDS
from kg.pictures import svg

# stance -> its colour, and the path of its shape around a middle point, 5 units to each side
SHAPES = {
    "enacted": ("blue", "M-4.5 .3L-1.4 3.6L4.6 -3.6"),
    "advocated": ("purple", "M0 -5V1.2M0 4.4V4.8"),
    "neglected": ("red", "M-3.6 -3.6L3.6 3.6M-3.6 3.6L3.6 -3.6"),
    "obstructed": ("red", "M-4.4 -1.2H4.4M-4.4 1.2H4.4"),
    "encountered": ("orange", "M-2.8 -4.2V4.2M2.8 -4.2V4.2"),
    "overcome": ("green", "M-4.8 3.6C-4.8 -5.6 4.8 -5.6 4.8 3.6M0 1.6V4.6"),
    "anticipated": ("orange", "M-4.2 0V.2M0 0V.2M4.2 0V.2"),
    "improved": ("green", "M0 5V-4.6M-3.8 -.8L0 -4.6L3.8 -.8"),
    "unchanged": ("soft", "M-4.2 -2H4.2M-4.2 2H4.2"),
    "worsened": ("red", "M0 -5V4.6M-3.8 .8L0 4.6L3.8 .8"),
    "forecast": ("purple", "M-4.6 0H4.2M.6 -3.6L4.2 0L.6 3.6"),
}
QUESTION = "M-2.9 -2.4C-2.9 -6.2 3.1 -6.2 3.1 -2.4C3.1 -.2 0 -.1 0 2M0 5V5.4"
STANCE_WORDS = {stance: WORDS[shortcut] for (_, stance), shortcut in SHORTCUTS.items()}


def tone(stance: str) -> str:
    """The colour of a stance, as a name of the palette."""
    return SHAPES[stance][0]


def phrase(stance: str, level: str) -> str:
    """A stance with its level in words: `practised (possible)`."""
    return f"{STANCE_WORDS[stance]} ({level})"


def badge(stance: str, level: str, x: float, y: float, radius: float = 10) -> str:
    """The mark of a stance. For a theme that was possibly practised it is a question mark in place of the tick."""
    colour, shape = SHAPES[stance]
    possible = level == "possible"
    back = svg.tag(
        "circle",
        cx=x,
        cy=y,
        r=radius,
        fill="face",
        stroke=colour,
        stroke_width=1.6,
        stroke_dasharray="2.5 2" if possible else None,
    )
    mark = svg.tag(
        "path",
        d=QUESTION if possible and stance == "enacted" else shape,
        fill="none",
        stroke="ink",
        stroke_width="2.1",
        stroke_linecap="round",
        stroke_linejoin="round",
        transform=f"translate({svg.num(x)} {svg.num(y)}) scale({radius / 10:.2f})",
    )
    return back + mark
