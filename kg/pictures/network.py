"""Cases, organisations and themes as a network: three columns with bowed lines, or cards where it is narrow."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kg.pictures import shapes, sheet, svg
from kg.pictures.badges import STANCE_WORDS, badge, phrase, tone
from kg.pictures.gauge import case_key, case_sign
from kg.pictures.graph import KINDS, Network, Node, Tie
from kg.pictures.layout import GAP, ordered, places

COLUMNS_FROM = 640
NAMES = {"organisation": "organisations", "case": "cases", "theme": "themes"}
SIZE, LEAD = 11.5, 14.4


def draw(
    network: Network,
    width: int = 760,
    chosen: str = "",
    links: Mapping[str, str] | None = None,
    note: str = "",
) -> str:
    """The network as SVG: three columns from 640 pixels of `width`, else a card for each case.

    Each node is a part to pick, with `data-id` as `organisation/oxfam`; each line has `data-from` and `data-to`. Where
    a node is `chosen`, it and its neighbours stand out and the rest steps back.
    """
    if not network.nodes:
        return sheet.empty(width, network.title, "Nothing is recorded here that could be drawn.", note)
    near = {chosen, *network.neighbours(chosen)} if chosen in {node.id for node in network.nodes} else set()
    drawn = _Drawn(network, chosen if near else "", near, links or {})

    def body(y: float) -> tuple[str, float]:
        return (_columns if width >= COLUMNS_FROM else _cards)(drawn, width, y)

    keys = _keys(network, width >= COLUMNS_FROM)
    return sheet.sheet(width, network.title, about(network), body, keys, note, words(network), live=True)


def about(network: Network) -> str:
    """What is drawn, and what was left out."""
    told = [_count(len(network.of_kind(kind)), kind) for kind in ("case", "organisation", "theme")]
    left = [_count(network.left_out[kind], kind) for kind in network.left_out]
    tail = f" Left out to keep it readable: {' and '.join(left)}." if left else ""
    return f"Who and what is tied together: {', '.join(told)}.{tail}"


def words(network: Network) -> str:
    """The same in words: what each case is tied to."""
    label = {node.id: node.label for node in network.nodes}
    lines = [f"{network.title}. {about(network)}"]
    for case in network.of_kind("case"):
        ties = [f"{label[tie.other]} ({_says(tie)})" for tie in network.ties if tie.one == case.id]
        lines.append(f"{case.label}: {'; '.join(ties) or 'no ties recorded'}.")
    return "\n".join(lines)


def table(network: Network) -> svg.Table:
    """The same as columns and rows, a row for each tie."""
    label = {node.id: node.label for node in network.nodes}
    kind = {node.id: node.kind for node in network.nodes}
    columns = ["Case", "Tied to", "What that is", "How"]
    return columns, [[label[tie.one], label[tie.other], kind[tie.other], _says(tie)] for tie in network.ties]


@dataclass(frozen=True)
class _Drawn:
    """What a drawing needs of its call."""

    network: Network
    chosen: str
    near: Collection[str]
    links: Mapping[str, str]

    def part(self, node: Node, *inside: str) -> str:
        says = f"{node.label} ({node.detail or node.kind})"
        made = svg.pick(node.id, says, *inside, links=self.links, chosen=node.id == self.chosen)
        return svg.tag("g", made, opacity="0.3") if self.near and node.id not in self.near else made

    def stand(self, case: str, theme: str) -> dict[str, str]:
        ties = self.network.ties
        return {t.sort: t.level for t in ties if t.one == case and t.other == theme and t.sort in STANCE_WORDS}


@dataclass(frozen=True)
class _Spot:
    """Where a node stands: its middle, its half height, and the x of its left and right side."""

    y: float
    half: float
    left: float
    right: float


def _says(tie: Tie) -> str:
    if tie.sort in STANCE_WORDS:
        return phrase(tie.sort, tie.level)
    return tie.role or tie.sort


def _count(number: int, kind: str) -> str:
    return f"{number} {kind if number == 1 else NAMES[kind]}"


def _keys(network: Network, columns: bool) -> list[sheet.Key]:
    kinds = {node.kind for node in network.nodes}
    in_case = network.centre.startswith("case/")
    hidden = {"theme"} if in_case or not columns else set()
    signs = {"organisation": _dot, "case": _square, "theme": _hexagon}
    names = {"organisation": "an organisation", "case": "a case", "theme": "a theme"}
    keys = [sheet.Key(signs[kind], names[kind]) for kind in ("case", "organisation", "theme") if kind in kinds - hidden]
    sorts = {(tie.sort, tie.level) for tie in network.ties}
    if columns and any(sort == "takes part" for sort, _ in sorts):
        keys.append(sheet.Key(lambda x, y: _line(x - 16, y, x + 16, y, Tie("", "", "takes part")), "takes part"))
    if columns and any(sort == "part of" for sort, _ in sorts):
        keys.append(sheet.Key(lambda x, y: _line(x - 16, y, x + 16, y, Tie("", "", "part of")), "is part of"))
    for stance in STANCE_WORDS:
        for level in ("certain", "possible"):
            if (stance, level) in sorts:
                keys.append(case_key(stance, level) if in_case and columns else _tie_key(stance, level, columns))
    return keys


def _tie_key(stance: str, level: str, columns: bool) -> sheet.Key:
    """The legend of a stance: its line with its badge, or the badge alone where no lines are drawn."""

    def sign(x: float, y: float) -> str:
        line = _line(x - 17, y, x + 17, y, Tie("", "", stance, level)) if columns else ""
        return line + badge(stance, level, x, y, 6.5 if columns else 8)

    return sheet.Key(sign, f"{STANCE_WORDS[stance]}, {level}")


def _dot(x: float, y: float) -> str:
    return svg.tag("circle", cx=x, cy=y, r=6, fill="orange", stroke="ink", stroke_width=1.2)


def _square(x: float, y: float) -> str:
    return svg.tag(
        "rect", x=x - 13, y=y - 8, width=26, height=16, rx=4, fill="blue-tint", stroke="blue", stroke_width=1.4
    )


def _hexagon(x: float, y: float) -> str:
    points = [shapes.at(x, y, 8, (n + 0.5) / 6) for n in range(6)]
    path = "M" + "L".join(f"{svg.num(px)} {svg.num(py)}" for px, py in points) + "Z"
    return svg.tag("path", d=path, fill="green-tint", stroke="green", stroke_width=1.6)


def _line(x1: float, y1: float, x2: float, y2: float, tie: Tie, faded: bool = False, bold: bool = False) -> str:
    """A bowed line. What is possible only is broken; being part of something is dotted."""
    colour = tone(tie.sort) if tie.sort in STANCE_WORDS else "soft"
    dashes = "1.5 4" if tie.sort == "part of" else "6 4" if tie.level == "possible" else None
    middle = svg.num((x1 + x2) / 2)
    path = f"M{svg.num(x1)} {svg.num(y1)}C{middle} {svg.num(y1)} {middle} {svg.num(y2)} {svg.num(x2)} {svg.num(y2)}"
    return svg.tag(
        "path",
        cls="cw-tie",
        d=path,
        fill="none",
        stroke=colour,
        stroke_width=2.6 if bold else 1.5,
        stroke_dasharray=dashes,
        opacity="0.12" if faded else None if bold else "0.75",
        data_from=tie.one or None,
        data_to=tie.other or None,
    )


def _columns(drawn: _Drawn, width: float, top: float) -> tuple[str, float]:
    """Organisations to the left, cases in the middle, themes to the right; no label lies on another."""
    network = drawn.network
    inner = width - 2 * svg.MARGIN
    sides = {kind: bool(network.of_kind(kind)) for kind in KINDS}
    outer = inner * 0.25
    case_left = svg.MARGIN + (outer + inner * 0.09 if sides["organisation"] else 0)
    case_right = width - svg.MARGIN - (outer + inner * 0.15 if sides["theme"] else 0)
    rooms = {"organisation": outer - 24, "case": case_right - case_left - 24, "theme": outer - 28}
    order = ordered(network)
    lines = {node.id: _label(node, rooms[node.kind], node.id == network.centre) for node in network.nodes}
    halves = {node.id: len(lines[node.id]) * LEAD / 2 + (7 if node.kind == "case" else 1) for node in network.nodes}
    high = max(sum(2 * halves[node.id] + GAP for node in order[kind]) for kind in KINDS) + GAP
    start = top + 34
    spread = places(network, order, halves, start, start + high)
    edges = {
        "organisation": (svg.MARGIN + outer - 13, svg.MARGIN + outer),
        "case": (case_left, case_right),
        "theme": (width - svg.MARGIN - outer, width - svg.MARGIN - outer + 18),
    }
    spots = {n.id: _Spot(spread[n.id], halves[n.id], *edges[n.kind]) for n in network.nodes}
    middles = {
        "organisation": (svg.MARGIN + outer - 22, "end"),
        "case": ((case_left + case_right) / 2, "middle"),
        "theme": (width - svg.MARGIN - outer + 24, "start"),
    }
    heads = [
        svg.text(middles[kind][0], top + 14, NAMES[kind].capitalize(), 12, "soft", middles[kind][1], bold=True)
        for kind in KINDS
        if sides[kind]
    ]
    nodes = [_node(drawn, node, spots[node.id], lines[node.id]) for kind in KINDS for node in order[kind]]
    return "".join([*heads, *_tied(drawn, spots), *nodes]), high + 40


def _label(node: Node, room: float, bold: bool) -> list[str]:
    return svg.wrap(node.label, room, SIZE, 4 if bold else 3, bold)


def _tied(drawn: _Drawn, spots: Mapping[str, _Spot]) -> list[str]:
    """The lines; several between two nodes run side by side."""
    made: list[str] = []
    seen: dict[tuple[str, str], int] = {}
    for tie in drawn.network.ties:
        one, other = spots[tie.one], spots[tie.other]
        touched = drawn.chosen in (tie.one, tie.other)
        faded, bold = bool(drawn.chosen) and not touched, bool(drawn.chosen) and touched
        count = seen[tie.one, tie.other] = seen.get((tie.one, tie.other), -1) + 1
        shift = count * 5.0
        if tie.sort == "part of":
            made.append(_bracket(one, other, tie, faded))
        elif other.left > one.right:
            made.append(_line(one.right, one.y + shift, other.left, other.y + shift, tie, faded, bold))
        else:
            made.append(_line(one.left, one.y + shift, other.right, other.y + shift, tie, faded, bold))
    return made


def _bracket(part: _Spot, whole: _Spot, tie: Tie, faded: bool) -> str:
    """A dotted bracket to the left of the cases, from a part to its whole."""
    reach = min(14 + abs(part.y - whole.y) * 0.08, 34)
    x = part.left
    path = (
        f"M{svg.num(x)} {svg.num(part.y)}C{svg.num(x - reach)} {svg.num(part.y)} {svg.num(x - reach)} "
        f"{svg.num(whole.y)} {svg.num(x - 8)} {svg.num(whole.y)}"
    )
    opacity = "0.12" if faded else None
    line = svg.tag(
        "path", cls="cw-tie", d=path, fill="none", stroke="soft", stroke_width=1.6, stroke_dasharray="1.5 4",
        opacity=opacity, data_from=tie.one, data_to=tie.other,
    )  # fmt: skip
    return line + svg.tag("path", d=shapes.arrow_head(x - 1, whole.y, 1, 0, 8), fill="soft", opacity=opacity)


def _node(drawn: _Drawn, node: Node, spot: _Spot, lines: list[str]) -> str:
    """A node with its label: a sign and words, or for a case a box around them."""
    centre = node.id == drawn.network.centre
    first = spot.y - (len(lines) - 1) * LEAD / 2 + 4
    if node.kind == "case":
        wide, high = spot.right - spot.left, spot.half * 2
        frame = {
            "x": svg.num(spot.left),
            "y": svg.num(spot.y - spot.half),
            "width": svg.num(wide),
            "height": svg.num(high),
        }
        box = svg.tag(
            "rect",
            rx="7",
            fill="blue-tint" if centre else "face",
            stroke="blue",
            stroke_width=2 if centre else 1.2,
            **frame,
        )
        label = svg.block((spot.left + spot.right) / 2, first, lines, SIZE, "ink", "middle", centre, LEAD / SIZE)
        return drawn.part(node, box, label, _case_badges(drawn, node, spot), svg.halo("rect", rx="7", **frame))
    ring_at = spot.left + (6 if node.kind == "organisation" else 9)
    ring = svg.halo("circle", cx=ring_at, cy=spot.y, r=13)
    room = max((svg.measure(line, SIZE, centre) for line in lines), default=0) + 30
    left = spot.right - room if node.kind == "organisation" else spot.left
    ground = svg.ground(left, spot.y - spot.half, room, spot.half * 2)
    if node.kind == "organisation":
        label = svg.block(spot.left - 9, first, lines, SIZE, "ink", "end", lead=LEAD / SIZE)
        return drawn.part(node, ground, _dot(ring_at, spot.y), label, ring)
    stand = drawn.stand(drawn.network.centre, node.id) if drawn.network.centre.startswith("case/") else {}
    sign = case_sign(stand, ring_at, spot.y, 8, False) if stand else _hexagon(ring_at, spot.y)
    label = svg.block(spot.right + 6, first, lines, SIZE, "ink", bold=centre, lead=LEAD / SIZE)
    return drawn.part(node, ground, sign, label, ring)


def _case_badges(drawn: _Drawn, node: Node, spot: _Spot) -> str:
    """In the network of a theme: how the theme stands in each case, on the edge of its box."""
    centre = drawn.network.centre
    if not centre.startswith("theme/"):
        return ""
    stand = drawn.stand(node.id, centre)
    return "".join(
        badge(stance, level, spot.right - n * 16, spot.y - spot.half + 1, 7)
        for n, (stance, level) in enumerate(stand.items())
    )


def _cards(drawn: _Drawn, width: float, top: float) -> tuple[str, float]:
    """A card for each case, with its organisations and its themes below its name; the centre first."""
    network = drawn.network
    by_id = {node.id: node for node in network.nodes}
    cases = sorted(network.of_kind("case"), key=lambda case: case.id != network.centre)
    room = width - 2 * svg.MARGIN
    made, y = [], top
    for case in cases:
        name = svg.wrap(case.label, room - 28, 12.5, 3, bold=True)
        head = svg.block(svg.MARGIN + 14, y + 22, name, 12.5, bold=True)
        low = y + 14 + len(name) * 16
        ring = svg.halo("rect", x=svg.MARGIN + 5, y=y + 5, width=room - 10, height=low - y, rx=6)
        parts = [drawn.part(case, head, ring)]
        for tie in network.ties:
            if case.id in (tie.one, tie.other) and (tie.one == case.id or tie.sort == "part of"):
                row, high = _card_row(
                    drawn, tie, by_id[tie.other if tie.one == case.id else tie.one], low + 6, width, case
                )
                parts.append(row)
                low += high
        high, central = low + 16 - y, case.id == network.centre
        edge = {"stroke": "blue" if central else "line", "stroke_width": "1.6" if central else "1"}
        box = svg.tag("rect", x=svg.MARGIN, y=y, width=room, height=high, rx="8", fill="face", **edge)
        made += [box, *parts]
        y += high + 12
    return "".join(made), y - top - 4


def _card_row(drawn: _Drawn, tie: Tie, node: Node, y: float, width: float, case: Node) -> tuple[str, float]:
    """What a case is tied to: a sign, a name, and how."""
    x = svg.MARGIN + 44
    says = "is its part" if tie.sort == "part of" and tie.other == case.id else _says(tie)
    room = width - svg.MARGIN - 14 - x
    lines = [*svg.wrap(node.label, room, SIZE, 3), *svg.wrap(says, room, 11, 2)]
    name = len(svg.wrap(node.label, room, SIZE, 3))
    label = svg.block(x, y + 13, lines[:name], SIZE, lead=LEAD / SIZE)
    label += svg.block(x, y + 13 + name * LEAD, lines[name:], 11, "soft", lead=LEAD / 11)
    middle = svg.MARGIN + 26
    if tie.sort in STANCE_WORDS:
        sign = badge(tie.sort, tie.level, middle, y + 10, 8)
    else:
        sign = {"organisation": _dot, "case": _square, "theme": _hexagon}[node.kind](middle, y + 10)
    high = len(lines) * LEAD + 6
    ring = svg.halo("rect", x=svg.MARGIN + 8, y=y - 3, width=width - 2 * svg.MARGIN - 16, height=high, rx=5)
    return drawn.part(node, sign, label, ring), high
