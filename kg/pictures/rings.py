"""The model of themes as rings: the centre, the core themes around it, the outer ring, and the lines between them."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kg.pictures import gauge, shapes, sheet, svg
from kg.pictures.themes import Many, Theme, View, says

PILL = 22
RADII = (67, 59, 57)
CORE_REACH = (0.52, 0.62)


@dataclass(frozen=True)
class Drawn:
    """What a drawing of the model needs of its call."""

    model: list[Theme]
    view: View
    chosen: Collection[str]
    links: Mapping[str, str]

    def part(self, theme: Theme, *inside: str) -> str:
        id = f"theme/{theme.id}"
        known = theme.id in self.chosen or id in self.chosen
        return svg.pick(id, says(self.view, theme), *inside, links=self.links, chosen=known)

    def under(self, core: str) -> list[Theme]:
        """The supporting activities of a core theme: those that name it first."""
        return [t for t in self.model if t.ring == 2 and (t.supports or ("",))[0] == core]

    @property
    def pills(self) -> bool:
        """Whether the themes carry numbers."""
        return isinstance(self.view, Many | tuple)

    @property
    def outer(self) -> list[Theme]:
        """The outer ring in order: each core theme's activities together, those of none at the end."""
        placed = [t for core in self.model if core.ring == 1 for t in self.under(core.id)]
        return placed + [t for t in self.model if t.ring == 2 and t not in placed]


def tie_keys() -> list[sheet.Key]:
    """The legend of the lines."""
    return [
        sheet.Key(lambda x, y: _line(x - 15, y, x + 15, y, None), "supports"),
        sheet.Key(lambda x, y: _line(x - 17, y, x + 17, y, "4 3", both=True), "to be held together"),
    ]


def _line(x1: float, y1: float, x2: float, y2: float, dashes: str | None, both: bool = False, wide: float = 1.6) -> str:
    size = 6 + 2 * wide
    length = math.hypot(x2 - x1, y2 - y1) or 1
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    start = (x1 + ux * size * 0.8, y1 + uy * size * 0.8) if both else (x1, y1)
    end = (x2 - ux * size * 0.8, y2 - uy * size * 0.8)
    path = f"M{svg.num(start[0])} {svg.num(start[1])}L{svg.num(end[0])} {svg.num(end[1])}"
    heads = shapes.arrow_head(x2, y2, ux, uy, size) + (shapes.arrow_head(x1, y1, -ux, -uy, size) if both else "")
    stroke = svg.tag("path", d=path, fill="none", stroke="soft", stroke_width=wide, stroke_dasharray=dashes)
    return stroke + svg.tag("path", d=heads, fill="soft")


def rings(drawn: Drawn, width: float, top: float) -> tuple[str, float]:
    """The centre, the core themes around it, the outer ring around them."""
    scale = min(width, 860) / 760
    radii = [radius * min(scale, 1.06) for radius in RADII]
    pills = drawn.pills
    wide, high = 310 * scale, 283 * scale
    cx, cy = width / 2, top + high + radii[2] + 6
    spots = _spots(drawn, cx, cy, wide, high)
    bands = [
        svg.tag("ellipse", cx=cx, cy=cy, rx=wide * across, ry=high * down, fill="none", stroke="faint", stroke_width=26)
        for across, down in ((1, 1), CORE_REACH)
    ]
    lines = [_ties(drawn, spots, radii)]
    discs = [_disc(drawn, theme, *spots[theme.id], radii[theme.ring], pills) for theme in drawn.model]
    lowest = max(spots[t.id][1] + radii[t.ring] for t in drawn.model) + (PILL + 2 if pills else 6)
    return "".join([*bands, *lines, *discs]), lowest - top + 8


def _spots(drawn: Drawn, cx: float, cy: float, wide: float, high: float) -> dict[str, tuple[float, float]]:
    """The middle of each theme. The outer ring is shared out evenly, from the left of the top; a core theme stands
    where its own activities do."""
    outer = drawn.outer
    core = [theme for theme in drawn.model if theme.ring == 1]
    first = len(drawn.under(core[0].id)) if core else 0
    turn = {t.id: (n - (first - 1) / 2) / max(len(outer), 1) for n, t in enumerate(outer)}
    for n, theme in enumerate(core):
        own = [turn[t.id] for t in drawn.under(theme.id)]
        turn[theme.id] = sum(own) / len(own) if own else n / len(core)
    spots = {}
    for theme in drawn.model:
        across, down = ((0, 0), CORE_REACH, (1, 1))[theme.ring]
        angle = 2 * math.pi * turn.get(theme.id, 0)
        spots[theme.id] = (cx + wide * across * math.sin(angle), cy - high * down * math.cos(angle))
    return spots


def _ties(drawn: Drawn, spots: Mapping[str, tuple[float, float]], radii: list[float]) -> str:
    """The lines between themes, from rim to rim."""
    centre = next((t for t in drawn.model if t.ring == 0), None)
    by_id = {t.id: t for t in drawn.model}
    made = []
    heights = [y for _, y in spots.values()]
    middle = spots[centre.id][1] if centre else sum(heights) / len(heights)
    for theme in drawn.model:
        targets = [centre.id] if centre and theme.ring == 1 else [id for id in theme.supports if id in by_id]
        for id in targets:
            wide = 2.6 if theme.ring == 1 else 1.6
            steep = spots[theme.id][1] - spots[id][1] > 3 * abs(spots[theme.id][0] - spots[id][0])
            below = PILL if steep and drawn.pills else 0
            ends = _between(spots[theme.id], spots[id], radii[theme.ring], radii[by_id[id].ring] + below)
            made.append(_line(*ends, None, wide=wide))
        for id in theme.balances:
            if id in by_id and theme.id < id:
                made.append(_balance(spots[theme.id], spots[id], middle, radii))
    return "".join(made)


def _between(
    one: tuple[float, float], other: tuple[float, float], one_radius: float, other_radius: float
) -> tuple[float, float, float, float]:
    """The straight line from rim to rim, with a little air at both ends."""
    length = math.dist(one, other) or 1
    ux, uy = (other[0] - one[0]) / length, (other[1] - one[1]) / length
    start, end = one_radius + 4, length - other_radius - 5
    return one[0] + ux * start, one[1] + uy * start, one[0] + ux * end, one[1] + uy * end


def _balance(one: tuple[float, float], other: tuple[float, float], centre: float, radii: list[float]) -> str:
    """A dashed bow below or above the centre, with a head at both ends, between two themes to be held together."""
    middle = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
    away = 1 if middle[1] >= centre else -1
    low = centre + away * (radii[0] + 52)
    bend = (middle[0], 2 * low - middle[1])
    left, right = sorted((one, other))
    start = _between(left, bend, radii[1], 0)[:2]
    end = _between(right, bend, radii[1], 0)[:2]
    lead = [((bend[0] - p[0]), (bend[1] - p[1])) for p in (start, end)]
    first, turn, last = (f"{svg.num(x)} {svg.num(y)}" for x, y in (start, bend, end))
    path = f"M{first}Q{turn} {last}"
    heads = "".join(shapes.arrow_head(p[0], p[1], -d[0], -d[1], 9) for p, d in zip((start, end), lead, strict=True))
    bow = svg.tag("path", d=path, fill="none", stroke="soft", stroke_width=1.6, stroke_dasharray="6 4")
    return bow + svg.tag("path", d=heads, fill="soft")


def _disc(drawn: Drawn, theme: Theme, cx: float, cy: float, radius: float, pills: bool) -> str:
    """A theme of the rings: its sign, its name on it, and its numbers on a pill under it."""
    size = 12.5 if theme.ring == 0 else 11.5
    bold = theme.ring < 2
    room = radius * 2 - (22 if drawn.pills else 16)
    lines = svg.wrap(theme.label, room, size, 4, bold)
    start = cy - (len(lines) - 1) * size * 1.22 / 2 + size * 0.36
    label = svg.block(cx, start, lines, size, gauge.ink(drawn.view, theme), "middle", bold, 1.22)
    pill = _pill(drawn.view, theme, cx, cy + radius + 11) if pills else ""
    ring = svg.halo("circle", cx=cx, cy=cy, r=radius + 5)
    return drawn.part(theme, ring, gauge.sign(drawn.view, theme, cx, cy, radius), label, pill)


def _pill(view: View, theme: Theme, cx: float, cy: float) -> str:
    """The numbers of a theme, and for two sets a wedge towards the larger share."""
    numbers = gauge.figures(view, theme)
    side, sure = gauge.lead(view, theme.id) if isinstance(view, tuple) else (-1, False)
    wide = svg.measure(numbers, 11.5, True) + (20 if side < 0 else 46)
    back = svg.tag("rect", x=cx - wide / 2, y=cy - 10, width=wide, height=20, rx=10, fill="face", stroke="line")
    mark = ""
    if side >= 0:
        mark = gauge.wedge(cx + (wide / 2 - 15 if side else 15 - wide / 2), cy, side, sure)
    return back + mark + svg.text(cx, cy + 4, numbers, 11.5, anchor="middle", bold=True)
