"""The round sign of a theme: what fills it says how the theme stands, by pattern and badge as well as by colour."""

from __future__ import annotations

from collections.abc import Callable

from kg.pictures import shapes, sheet, svg
from kg.pictures.badges import STANCE_WORDS, badge, tone
from kg.pictures.themes import NEUTRAL, PRACTISED, STANCES, UNDONE, Many, One, Stand, Theme, View, sets


def sign(view: View, theme: Theme, cx: float, cy: float, radius: float) -> str:
    """The sign of a theme in a view, with its middle at (cx, cy)."""
    if view is None:
        return _plain(theme.ring, cx, cy, radius)
    if isinstance(view, One):
        return case_sign(view.of(theme.id), cx, cy, radius)
    band = _band(radius)
    face = svg.tag("circle", cx=cx, cy=cy, r=radius, fill="face", stroke="line")
    track = svg.tag("path", d=shapes.ring(cx, cy, radius - band, radius, 0, 1), fill="faint")
    if isinstance(view, Many):
        return face + track + _share(view, theme.id, cx, cy, radius)
    return face + track + _halves(view, theme.id, cx, cy, radius)


def ink(view: View, theme: Theme) -> str:
    """The colour of words that stand on the sign."""
    if view is None:
        return "on-blue" if theme.ring == 0 else "ink"
    filled = isinstance(view, One) and view.of(theme.id).get(PRACTISED) == "certain"
    stated = not isinstance(view, One) or bool(view.of(theme.id))
    return "on-blue" if filled else "ink" if stated else "soft"


def figures(view: View, theme: Theme) -> str:
    """The numbers of a theme in a set, or in two: `12 + 5` is 12 for certain and 5 more possibly."""
    texts = []
    for many in sets(view):
        tally = many.count(theme.id)
        texts.append(f"{tally.certain} + {tally.possible}" if tally.possible else str(tally.certain))
    return " | ".join(texts)


def lead(pair: tuple[Many, Many], theme: str) -> tuple[int, bool]:
    """Which of two sets has the larger share of cases that practised it for certain: 0, 1, or -1 for neither.

    The second value says whether this holds however the possible cases turn out.
    """
    if not all(many.size for many in pair):
        return -1, False
    tallies = [(many.count(theme), many.size) for many in pair]
    low_a, low_b = (tally.certain / size for tally, size in tallies)
    high_a, high_b = ((tally.certain + tally.possible) / size for tally, size in tallies)
    if low_a == low_b:
        return -1, False
    return (0, low_a > high_b) if low_a > low_b else (1, low_b > high_a)


def case_sign(stand: Stand, cx: float, cy: float, radius: float, badges: bool = True) -> str:
    """The sign of a theme in one case: a full disc, a hatched rim, a coloured rim, or a dotted outline for silence."""
    main = next((stance for stance in (PRACTISED, *UNDONE, NEUTRAL) if stance in stand), "")
    if not main:
        return svg.tag(
            "circle", cx=cx, cy=cy, r=radius, fill="face", stroke="soft", stroke_dasharray="1.5 4.5", stroke_width=1.5
        )
    colour, certain, band = tone(main), stand[main] == "certain", _band(radius)
    if main == PRACTISED and certain:
        disc = svg.tag("circle", cx=cx, cy=cy, r=radius, fill="blue", stroke="blue", stroke_width=1.5)
    else:
        disc = svg.tag("circle", cx=cx, cy=cy, r=radius, fill=f"{colour}-tint", stroke=colour, stroke_width=1.5)
        if certain:
            disc += svg.tag("path", d=shapes.ring(cx, cy, radius - band, radius, 0, 1), fill=colour)
        else:
            rim = shapes.ticks(cx, cy, radius - band, radius, 0, 1)
            disc += svg.tag("path", d=rim, fill="none", stroke=colour, stroke_width=1.8)
    if not badges:
        return disc
    spots = [shapes.at(cx, cy, radius, 0.125 + n * 0.25) for n in range(len(stand))]
    shown = [stance for stance in STANCES if stance in stand]
    size = 7.5 if radius < 30 else 11
    return disc + "".join(badge(s, stand[s], x, y, size) for s, (x, y) in zip(shown, spots, strict=True))


def keys(view: View) -> list[sheet.Key]:
    """The legend of a view: what stands in it, and silence."""
    if view is None:
        return []
    if isinstance(view, One):
        return _case_keys(view)
    if isinstance(view, Many):
        found = [_arc_key("blue", False, "practised, certain"), _arc_key("blue", True, "practised, possible")]
        tallies = [view.count(theme) for theme in sorted({t for case in view.cases.values() for t in case})]
        if any(tally.undone for tally in tallies):
            found.append(sheet.Key(_thin(False), "left undone or blocked, certain (inner line)"))
        if any(tally.maybe_undone for tally in tallies):
            found.append(sheet.Key(_thin(True), "left undone or blocked, possible"))
        return [
            *found,
            _arc_key("faint", False, "nothing stated"),
            sheet.Key(_number, "2 for certain and 5 more possibly"),
        ]
    one, other = view
    return [
        _arc_key("blue", False, f"{one.name} (left half): share that practised it, certain"),
        _arc_key("blue", True, f"{one.name}: possible"),
        _arc_key("orange", False, f"{other.name} (right half): share that practised it, certain"),
        _arc_key("orange", True, f"{other.name}: possible"),
        sheet.Key(_number, "2 for certain and 5 more possibly"),
        sheet.Key(lambda x, y: wedge(x - 3, y, 1, True), "the larger share, however the possible cases turn out"),
        sheet.Key(lambda x, y: wedge(x - 3, y, 1, False), "the larger share, but possible cases could change that"),
    ]


def wedge(x: float, y: float, side: int, sure: bool) -> str:
    """A small triangle that points to the left (0) or right (1): full where it is sure, else an outline."""
    away = 7 if side else -7
    shape = f"M{svg.num(x)} {svg.num(y - 5)}L{svg.num(x + away)} {svg.num(y)}L{svg.num(x)} {svg.num(y + 5)}Z"
    return svg.tag("path", d=shape, fill="ink" if sure else "face", stroke="ink", stroke_width=1.2)


def _case_keys(view: One) -> list[sheet.Key]:
    if not view.read:
        return [sheet.Key(lambda x, y: case_sign({}, x, y, 9.5), "not read in full: nothing is known")]
    standing = {(stance, level) for stand in view.stands.values() for stance, level in stand.items()}
    wanted = standing | {(PRACTISED, "certain"), (PRACTISED, "possible")}
    found = [
        case_key(stance, level) for stance in STANCES for level in ("certain", "possible") if (stance, level) in wanted
    ]
    return [*found, sheet.Key(lambda x, y: case_sign({}, x - 6, y, 9.5), "not stated in the source")]


def case_key(stance: str, level: str) -> sheet.Key:
    """The legend of a sign in one case: the sign with its badge beside it."""

    def draw(x: float, y: float) -> str:
        return case_sign({stance: level}, x - 6, y, 9.5, False) + badge(stance, level, x + 11, y, 6.5)

    return sheet.Key(draw, f"{STANCE_WORDS[stance]}, {level}")


def _arc_key(colour: str, possible: bool, words: str) -> sheet.Key:
    def draw(x: float, y: float) -> str:
        if colour == "faint":
            return svg.tag("path", d=shapes.ring(x, y, 4.5, 9, 0, 1), fill="faint", stroke="line", stroke_width=0.8)
        return _arc(x, y + 3, 5, 12, -0.25, 0.25, colour, possible)

    return sheet.Key(draw, words)


def _thin(possible: bool) -> Callable[[float, float], str]:
    return lambda x, y: _arc(x, y + 3, 7, 11, -0.25, 0.25, "red", possible)


def _number(x: float, y: float) -> str:
    back = svg.tag("rect", x=x - 17, y=y - 9, width=34, height=18, rx=9, fill="face", stroke="line")
    return back + svg.text(x, y + 4, "2 + 5", 10, anchor="middle", bold=True)


def _band(radius: float) -> float:
    return max(5, radius * 0.15)


def _plain(ring: int, cx: float, cy: float, radius: float) -> str:
    fill = ("blue", "blue-tint", "face")[ring]
    return svg.tag("circle", cx=cx, cy=cy, r=radius, fill=fill, stroke="blue", stroke_width=(1.5, 1.8, 1.2)[ring])


def _arc(
    cx: float, cy: float, inner: float, outer: float, start: float, end: float, colour: str, possible: bool
) -> str:
    """A piece of a gauge: full where certain, tinted with ticks where possible."""
    if end - start < 0.001:
        return ""
    shape = shapes.ring(cx, cy, inner, outer, start, end)
    edge = "ink" if colour == "orange" else colour
    if not possible:
        return svg.tag("path", d=shape, fill=colour, stroke=edge, stroke_width=0.8)
    strokes = svg.tag(
        "path", d=shapes.ticks(cx, cy, inner, outer, start, end), fill="none", stroke=edge, stroke_width=1.5
    )
    return svg.tag("path", d=shape, fill=f"{colour}-tint", stroke=edge, stroke_width=0.8) + strokes


def _share(many: Many, theme: str, cx: float, cy: float, radius: float) -> str:
    """The gauge of one set, clockwise from the top; what was left undone is a thin line inside it."""
    if not many.size:
        return ""
    certain, possible, undone, maybe = (count / many.size for count in many.count(theme))
    inner, line = radius - _band(radius), max(2.5, radius * 0.07)
    made = _arc(cx, cy, inner, radius, 0, certain, "blue", False)
    made += _arc(cx, cy, inner, radius, certain, certain + possible, "blue", True)
    made += _arc(cx, cy, inner - 2 - line, inner - 2, 0, undone, "red", False)
    return made + _arc(cx, cy, inner - 2 - line, inner - 2, undone, undone + maybe, "red", True)


def _halves(pair: tuple[Many, Many], theme: str, cx: float, cy: float, radius: float) -> str:
    """The gauges of two sets: the first down the left from the top, the second down the right."""
    made, inner = "", radius - _band(radius)
    for many, colour, side in zip(pair, ("blue", "orange"), (-0.5, 0.5), strict=True):
        if not many.size:
            continue
        certain, possible, _, _ = (count / many.size for count in many.count(theme))
        for low, high, hedged in ((0.0, certain, False), (certain, certain + possible, True)):
            start, end = sorted((low * side, high * side))
            made += _arc(cx, cy, inner, radius, start, end, colour, hedged)
    top = f"M{svg.num(cx)} {svg.num(cy - radius - 3)}V{svg.num(cy - inner + 2)}"
    foot = f"M{svg.num(cx)} {svg.num(cy + inner - 2)}V{svg.num(cy + radius + 3)}"
    return made + svg.tag("path", d=top + foot, stroke="ink", stroke_width=1.2)
