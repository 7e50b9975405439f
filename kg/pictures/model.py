"""The model of twelve themes as a picture: plain, for one case, for a set of cases, or for two sets side by side."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from kg.pictures import gauge, sheet, svg
from kg.pictures.badges import phrase
from kg.pictures.rings import Drawn, rings, tie_keys
from kg.pictures.themes import STANCES, Many, One, Theme, View, says, sets

RINGS_FROM = 680


def draw(
    model: list[Theme],
    view: View = None,
    width: int = 760,
    also: bool = False,
    chosen: Collection[str] = (),
    links: Mapping[str, str] | None = None,
    note: str = "",
) -> str:
    """The model as SVG: rings where `width` is 680 pixels or more, else a column of groups.

    `also` tells the further links in a line each, as the report leaves them out of its own picture. Each theme is a
    part to pick, with `data-id` as `theme/share-power`; those in `chosen` are outlined; `links` may give addresses.
    """
    if not model:
        return sheet.empty(width, title(view), "This graph holds no themes, so there is no model to draw.", note)
    drawn = Drawn(model, view, chosen, links or {})

    def body(y: float) -> tuple[str, float]:
        picture, high = (rings if width >= RINGS_FROM else _column)(drawn, width, y)
        lines, more = _further(drawn, width, y + high) if also else ("", 0)
        return picture + lines, high + more

    keys = [*gauge.keys(view), *(tie_keys() if width >= RINGS_FROM else ())]
    return sheet.sheet(width, title(view), about(view), body, keys, note, words(model, view), live=True)


def title(view: View) -> str:
    """The heading of the picture."""
    if view is None:
        return "The model of twelve themes"
    return f"{view[0].name} and {view[1].name} compared" if isinstance(view, tuple) else view.name


def about(view: View) -> str:
    """The line under the heading: what is drawn, and of how many cases."""
    if view is None:
        return "The arrows show what helps what. Place in the rings says nothing about weight."
    if isinstance(view, One):
        read = "How each theme of the model stands in this case."
        return read if view.read else "Not read in full: nothing is known of the themes, which is not a no."
    told = []
    for many in sets(view):
        left = f" ({many.unread} more not read in full, left out)" if many.unread else ""
        lead = f"{many.name}: " if isinstance(view, tuple) else "Themes practised in "
        told.append(f"{lead}{many.size} {'case' if many.size == 1 else 'cases'} read in full{left}")
    return f"{'. '.join(told)}."


def words(model: list[Theme], view: View = None) -> str:
    """The same in words: how the themes hang together, and how each stands."""
    label = {theme.id: theme.label for theme in model}
    lines = [f"{title(view)}. {about(view)}"]
    for theme in model:
        ties = [("the centre", "a core theme around the centre", "a supporting activity")[theme.ring]]
        for verb, others in (
            ("supports", theme.supports),
            ("also supports", theme.also),
            ("held together with", theme.balances),
        ):
            ties += [f"{verb} {_listed(label.get(id, id) for id in others)}"] if others else []
        lines.append(f"{says(view, theme)} ({'; '.join(ties)}).")
    return "\n".join(lines)


def table(model: list[Theme], view: View = None) -> svg.Table:
    """The same as columns and rows, a row for each theme."""
    label = {theme.id: theme.label for theme in model}
    columns = ["Code", "Theme", "Place", "Supports", "Also supports"]
    places = ("centre", "core theme", "supporting activity")
    rows = [
        [t.code, t.label, places[t.ring], *(", ".join(label.get(id, id) for id in ids) for ids in (t.supports, t.also))]
        for t in model
    ]
    if isinstance(view, One):
        told = [says(view, t).removeprefix(f"{t.label}: ") for t in model]
        return [*columns, "In this case"], [[*row, stand] for row, stand in zip(rows, told, strict=True)]
    for many in sets(view):
        lead = f"{many.name}: " if isinstance(view, tuple) else ""
        columns += [
            f"{lead}{what}"
            for what in ("certain", "possible", "undone or blocked, certain", "possible too", "cases read")
        ]
        rows = [[*row, *map(str, many.count(t.id)), str(many.size)] for row, t in zip(rows, model, strict=True)]
    return columns, rows


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _further(drawn: Drawn, width: float, top: float) -> tuple[str, float]:
    """The links that would cross the picture, as lines of text."""
    label = {theme.id: theme.label for theme in drawn.model}
    made, y = [], top + 10
    for theme in drawn.model:
        others = [label[id] for id in theme.also if id in label]
        if others:
            told = f"{theme.label} also supports: {', '.join(others)}."
            lines = svg.wrap(told, width - 2 * svg.MARGIN, 12, 4)
            made.append(svg.block(svg.MARGIN, y + 12, lines, 12))
            y += len(lines) * 15.4 + 5
    return "".join(made), y - top


def _column(drawn: Drawn, width: float, top: float) -> tuple[str, float]:
    """The centre, then each core theme with its activities below it."""
    made: list[str] = []
    y = top
    left, inset = svg.MARGIN, 26
    for theme in (t for t in drawn.model if t.ring == 0):
        part, high = _row(drawn, theme, left, y, width - left)
        made.append(part)
        y += high + 14
    groups = [(core, drawn.under(core.id)) for core in drawn.model if core.ring == 1]
    grouped = {t.id for _, own in groups for t in own}
    for core, own in groups:
        part, high = _row(drawn, core, left, y, width - left)
        stem, foot = y + high, y + high
        rows = []
        y += high + 8
        for theme in own:
            row, high = _row(drawn, theme, left + inset, y, width - left)
            foot = y + high / 2
            rows += [
                row,
                svg.tag("path", d=f"M{left + 16} {svg.num(foot)}h{inset - 16}", stroke="line", stroke_width=1.6),
            ]
            y += high + 8
        line = svg.tag("path", d=f"M{left + 16} {svg.num(stem)}V{svg.num(foot)}", stroke="line", stroke_width=1.6)
        made += [line, part, *rows]
        y += 8
    for theme in drawn.model:
        if theme.ring == 2 and theme.id not in grouped:
            part, high = _row(drawn, theme, left, y, width - left)
            made.append(part)
            y += high + 8
    return "".join(made), y - top


def _row(drawn: Drawn, theme: Theme, x: float, y: float, right: float) -> tuple[str, float]:
    """A theme as a row: sign, name, and how it stands in words or numbers."""
    size = 13 if theme.ring < 2 else 12
    room = right - x - 66
    lines = svg.wrap(theme.label, room, size, 3, theme.ring < 2)
    stand = _stand(drawn.view, theme)
    under = [line for told in stand for line in svg.wrap(told, room, 11, 2)] + svg.wrap(
        _held(drawn, theme), room, 11, 2
    )
    high = max(46, len(lines) * size * 1.25 + len(under) * 14 + 16)
    box = svg.tag(
        "rect", x=x, y=y, width=right - x, height=high, rx=8, fill="face", stroke="line" if theme.ring else "blue"
    )
    ring = svg.halo("rect", x=x - 2, y=y - 2, width=right - x + 4, height=high + 4, rx=10)
    first = y + (high - len(lines) * size * 1.25 - len(under) * 14) / 2 + size * 0.95
    label = svg.block(x + 54, first, lines, size, "ink", bold=theme.ring < 2, lead=1.25)
    low = first + len(lines) * size * 1.25 - size * 0.2
    foot = svg.block(x + 54, low + 1, under, 11, "soft")
    return drawn.part(theme, ring, box, gauge.sign(drawn.view, theme, x + 27, y + high / 2, 16), label, foot), high


def _held(drawn: Drawn, theme: Theme) -> str:
    held = [other.label for other in drawn.model if other.id in theme.balances]
    return f"to be held together with: {', '.join(held)}" if held else ""


def _stand(view: View, theme: Theme) -> list[str]:
    """How a theme stands, in lines short enough for a row."""
    if view is None:
        return []
    if isinstance(view, One):
        stand = view.of(theme.id)
        told = [phrase(s, stand[s]) for s in STANCES if s in stand]
        return [", ".join(told) or ("not stated" if view.read else "not read in full")]
    lines = []
    for many in sets(view):
        tally = many.count(theme.id)
        lead = f"{many.name}: " if isinstance(view, tuple) else ""
        lines.append(f"{lead}{tally.certain} + {tally.possible} of {many.size}")
        if isinstance(view, Many) and tally.undone + tally.maybe_undone:
            lines.append(f"undone or blocked: {tally.undone} + {tally.maybe_undone}")
    return lines
