"""The sheet that every picture stands on: title, drawing, legend, note, words for screen readers, and its style."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.pictures import svg

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
# how a notebook, an editor or a page says that it is light, or dark, whatever the system says
HOSTS = tuple(
    (f'[data-jp-theme-light="{light}"]', f"body.vscode-{name}", f'html[theme="{name}"]', f'[data-theme="{name}"]')
    for name, light in (("light", "true"), ("dark", "false"))
)


@dataclass(frozen=True)
class Key:
    """An entry of a legend: what draws its sign around a middle point, and the words."""

    sign: Callable[[float, float], str]
    words: str


def legend(keys: Iterable[Key], x: float, y: float, room: float) -> tuple[str, float]:
    """The entries in columns of one width; the markup, and how high it is."""
    entries = list(keys)
    if not entries:
        return "", 0
    widest = min(max(svg.measure(key.words, 11.5) for key in entries) + 56, 340, room)
    columns = max(1, min(int(room // widest), len(entries)))
    column = room / columns
    made, row_y = [], y
    for first in range(0, len(entries), columns):
        row = [(key, svg.wrap(key.words, column - 54, 11.5, 4)) for key in entries[first : first + columns]]
        for n, (key, lines) in enumerate(row):
            left = x + n * column
            made.append(svg.tag("g", key.sign(left + 17, row_y + 9)))
            made.append(svg.block(left + 42, row_y + 13, lines, 11.5, "soft"))
        row_y += max(len(lines) for _, lines in row) * 14.7 + 9
    return "".join(made), row_y - y


def sheet(
    width: float,
    title: str,
    about: str,
    draw: Callable[[float], tuple[str, float]],
    keys: Iterable[Key] = (),
    note: str = "",
    says: str = "",
    live: bool = False,
) -> str:
    """A whole picture: title, a line about it, what `draw` makes from a height downwards, legend and note.

    `says` is the long text for screen readers. `live` pictures hold parts to pick; the others are one image to them.
    """
    room = width - 2 * svg.MARGIN
    heading, under = svg.wrap(title, room, 16, 4, bold=True), svg.wrap(about, room, 12, 6)
    y = svg.MARGIN + 14.0
    parts = [svg.block(svg.MARGIN, y, heading, 16, bold=True)]
    y += len(heading) * 20.5
    parts.append(svg.block(svg.MARGIN, y, under, 12, "soft"))
    y += len(under) * 15.4 + (8 if under else 0)
    body, high = draw(y)
    y += high
    signs, high = legend(keys, svg.MARGIN, y + 16, room)
    if signs:
        parts.append(svg.tag("path", d=f"M{svg.MARGIN} {svg.num(y + 4)}H{svg.num(width - svg.MARGIN)}", stroke="faint"))
    y += high + 16 if signs else 0
    foot = svg.wrap(note, room, 11, 8)
    parts += [body, signs, svg.block(svg.MARGIN, y + 14, foot, 11, "soft")]
    y += len(foot) * 14.1 + (10 if foot else 0) + svg.MARGIN - 6
    paper = svg.tag("rect", x=0.5, y=0.5, width=width - 1, height=y - 1, rx=10, fill="paper", stroke="faint")
    inner = (
        svg.tag("title", svg.escape(svg.brief(title))),
        svg.tag("desc", svg.escape(says)),
        svg.tag("style", style()),
        paper,
        *parts,
    )
    return svg.tag(
        "svg",
        *inner,
        cls="cw-picture",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {svg.num(width)} {svg.num(y)}",
        width=width,
        height=y,
        role="group" if live else "img",
        aria_label=svg.brief(title),
        font_family=FONT,
    )


def empty(width: float, title: str, message: str, note: str = "") -> str:
    """A picture where there is nothing to draw: the title, and a sentence that says why."""

    def draw(y: float) -> tuple[str, float]:
        lines = svg.wrap(message, width - 2 * svg.MARGIN - 32, 13, 6)
        high = len(lines) * 16.6 + 28
        box = svg.tag(
            "rect",
            x=svg.MARGIN,
            y=y,
            width=width - 2 * svg.MARGIN,
            height=high,
            rx=8,
            fill="none",
            stroke="line",
            stroke_dasharray="2 4",
        )
        return box + svg.block(svg.MARGIN + 16, y + 25, lines, 13, "soft"), high + 6

    return sheet(width, title, "", draw, note=note, says=message)


def either(narrow: str, wide: str) -> str:
    """Two drawings of one picture as HTML: the wide one where there are 700 pixels of room, else the narrow one."""
    rules = (
        ".cw-either{container-type:inline-size}.cw-either>.cw-wide{display:none}"
        "@container (min-width:700px){.cw-either>.cw-wide{display:block}.cw-either>.cw-narrow{display:none}}"
    )
    return (
        f'<div class="cw-either"><style>{rules}</style><div class="cw-narrow">{narrow}</div>'
        f'<div class="cw-wide">{wide}</div></div>'
    )


def style() -> str:
    """The rules of every picture: colours for light, dark and paper, focus, and what is chosen."""
    light, dark = (";".join(f"--cw-{name}:{pair[n]}" for name, pair in svg.PALETTE.items()) for n in (0, 1))
    colours = "".join(
        f".cw-picture .cw-f-{name}{{fill:var(--cw-{name})}}.cw-picture .cw-s-{name}{{stroke:var(--cw-{name})}}"
        for name in svg.PALETTE
    )
    as_light, as_dark = (",".join(f"{host} .cw-picture" for host in hosts) for hosts in HOSTS)
    return (
        f".cw-picture{{{light};max-width:100%;height:auto}}"
        f"@media (prefers-color-scheme:dark){{.cw-picture{{{dark}}}}}"
        f"{as_light}{{{light}}}{as_dark}{{{dark}}}"
        f"@media print{{.cw-picture.cw-picture.cw-picture{{{light}}}}}{colours}"
        ".cw-picture .cw-pick{cursor:pointer;text-decoration:none}"
        ".cw-picture .cw-pick:focus{outline:none}"
        ".cw-picture .cw-pick:hover>.cw-halo{opacity:.45}"
        ".cw-picture .cw-pick:focus-visible>.cw-halo,.cw-picture .cw-chosen>.cw-halo{opacity:1}"
    )
