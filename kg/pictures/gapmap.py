"""The map of gaps as a picture: a bubble where cases tell of two things together, an empty frame where none does."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from kg.gaps import Cell, Entry, GapMap
from kg.pictures import shapes, sheet, svg

BESIDE_FROM = 640
TITLE = "Where the cases tell something, and where they are silent"
Part = Callable[[Cell, float, float, float, float], str]


def draw(
    gaps: GapMap,
    width: int = 760,
    of: str = "theme",
    title: str = TITLE,
    chosen: Collection[str] = (),
    links: Mapping[str, str] | None = None,
) -> str:
    """The map as SVG. Each cell is a part to pick, with `data-id` as `theme/share-power|outcome/cost-saving`.

    `of` says what the rows are: "theme" or "barrier". From 640 pixels of `width` the names of columns stand over them;
    below that they are numbered.
    """
    if not gaps.rows or not gaps.columns:
        return sheet.empty(width, title, "This graph holds nothing to set against each other.", gaps.note)
    most = max(_told(cell) for cell in gaps.cells)

    def part(cell: Cell, x: float, y: float, wide: float, high: float) -> str:
        id = f"{of}/{cell.row}|outcome/{cell.column}"
        frame = {"x": svg.num(x + 2), "y": svg.num(y + 2), "width": svg.num(wide - 4), "height": svg.num(high - 4)}
        dashes = "2 4" if cell.empty else None
        box = svg.tag("rect", fill="face", stroke="line", stroke_dasharray=dashes, rx="6", **frame)
        inside = box + _inside(cell, x + wide / 2, y, wide, high, most) + svg.halo("rect", rx="6", **frame)
        return svg.pick(id, _says(gaps, cell), inside, links=links, chosen=id in chosen)

    def body(y: float) -> tuple[str, float]:
        return (_beside if width >= BESIDE_FROM else _below)(gaps, width, y, part)

    return sheet.sheet(width, title, about(gaps, of), body, _keys(), gaps.note, words(gaps, of), live=True)


def about(gaps: GapMap, of: str = "theme") -> str:
    """What stands in the rows and columns, and how many cases are counted."""
    kinds = f" ({', '.join(gaps.kinds)})" if gaps.kinds else ""
    down, across = (_standing(entries) for entries in (gaps.rows, gaps.columns))
    counted = f"{gaps.cases} {'case' if gaps.cases == 1 else 'cases'}{kinds}"
    return f"Each {of} ({down}) with each outcome ({across}), in {counted}. An empty frame is a gap, not a no."


def words(gaps: GapMap, of: str = "theme") -> str:
    """The same in words: each cell of which a case tells, then the gaps."""
    told = [_says(gaps, cell) for cell in gaps.cells if not cell.empty]
    empty = [f"{_label(gaps.rows, cell.row)} with {_label(gaps.columns, cell.column)}" for cell in gaps.gaps]
    lines = [about(gaps, of), *told]
    return "\n".join([*lines, f"No case tells of: {'; '.join(empty)}."] if empty else lines)


def table(gaps: GapMap) -> svg.Table:
    """The same as columns and rows, a row for each cell."""
    columns = ["Row", "Outcome", "Certain", "Possible", "Something else is told", "Not stated", "Not read in full"]
    return columns, [
        [_label(gaps.rows, cell.row), _label(gaps.columns, cell.column), *(str(len(cases)) for cases in _lists(cell))]
        for cell in gaps.cells
    ]


def _lists(cell: Cell) -> tuple[Sequence[str], ...]:
    return cell.certain, cell.possible, cell.otherwise, cell.not_stated, cell.not_read


def _told(cell: Cell) -> int:
    return len(cell.certain) + len(cell.possible)


def _label(entries: Iterable[Entry], id: str) -> str:
    return next((entry.label for entry in entries if entry.id == id), id)


def _standing(entries: list[Entry]) -> str:
    return " or ".join(dict.fromkeys(entry.standing for entry in entries))


def _says(gaps: GapMap, cell: Cell) -> str:
    certain, possible, otherwise, silent, unread = map(len, _lists(cell))
    names = f"{_label(gaps.rows, cell.row)} with {_label(gaps.columns, cell.column)}"
    told = f"{certain} certain, {possible} possible" if certain + possible else "no case"
    return f"{names}: {told}; something else is told of {otherwise}; not stated in {silent}; not read in full {unread}"


def _inside(cell: Cell, cx: float, y: float, wide: float, high: float, most: int) -> str:
    """The bubble of a cell and its numbers; a dash where no case tells of the two together."""
    if cell.empty:
        low = y + high / 2
        dash = svg.tag("path", d=f"M{svg.num(cx - 6)} {svg.num(low)}h12", stroke="soft", stroke_width=1.5)
        return dash
    largest = min(wide - 10, high - 24) / 2
    total, certain = _told(cell), len(cell.certain)
    middle = y + 5 + largest
    drawn = bubble(cx, middle, largest, certain / most, total / most)
    possible = len(cell.possible)
    numbers = f"{certain} + {possible}" if possible else str(certain)
    return drawn + svg.text(cx, y + high - 8, numbers, 10.5, anchor="middle", bold=True)


def bubble(cx: float, cy: float, largest: float, certain: float, total: float) -> str:
    """A disc whose area is the share that is certain, within a hatched one for all that is at least possible."""
    outer, inner = largest * math.sqrt(total), largest * math.sqrt(certain)
    made = ""
    if total > certain:
        made += svg.tag("circle", cx=cx, cy=cy, r=outer, fill="blue-tint", stroke="blue", stroke_width=1)
        strokes = shapes.ticks(cx, cy, max(inner, outer * 0.5), outer, 0, 1, 4)
        made += svg.tag("path", d=strokes, fill="none", stroke="blue", stroke_width=1.1)
    return made + (svg.tag("circle", cx=cx, cy=cy, r=inner, fill="blue") if certain else "")


def _keys() -> list[sheet.Key]:
    return [
        sheet.Key(lambda x, y: bubble(x, y, 9, 1, 1), "certain: the area is the number of cases"),
        sheet.Key(lambda x, y: bubble(x, y, 9, 0.25, 1), "with a hatched rim: possible cases more"),
        sheet.Key(_number, "2 for certain and 5 more possibly"),
        sheet.Key(_gap, "no case tells of the two together"),
    ]


def _number(x: float, y: float) -> str:
    return svg.text(x, y + 4, "2 + 5", 10.5, anchor="middle", bold=True)


def _gap(x: float, y: float) -> str:
    box = svg.tag(
        "rect", x=x - 14, y=y - 9, width=28, height=18, rx=5, fill="face", stroke="line", stroke_dasharray="2 4"
    )
    return box + svg.tag("path", d=f"M{svg.num(x - 5)} {svg.num(y)}h10", stroke="soft", stroke_width=1.5)


def _beside(gaps: GapMap, width: float, top: float, part: Part) -> tuple[str, float]:
    """Names of rows to the left, names of columns slanted above."""
    names = min(width * 0.27, 230)
    slope = math.radians(40)
    titles = [svg.wrap(entry.label, 150, 11.5, 2) for entry in gaps.columns]
    longest = max((svg.measure(line, 11.5) for lines in titles for line in lines), default=0)
    head = longest * math.sin(slope) + 30
    overhang = svg.measure(max(titles[-1], key=len, default=""), 11.5) * math.cos(slope)
    column = (width - 2 * svg.MARGIN - names - 14) / (len(gaps.columns) + max(overhang / 100, 0.3))
    left, high = svg.MARGIN + names + 14, 56.0
    made = []
    for n, lines in enumerate(titles):
        x, y = left + (n + 0.5) * column, top + head - 10
        turn = f"translate({svg.num(x)} {svg.num(y)}) rotate(-40)"
        first = -(len(lines) - 1) * 13.5
        made.append(svg.tag("g", svg.block(0, first + 2, lines, 11.5, lead=13.5 / 11.5), transform=turn))
    for n, row in enumerate(gaps.rows):
        y = top + head + n * high
        lines = svg.wrap(row.label, names, 12, 3)
        made.append(svg.block(svg.MARGIN, y + high / 2 + 4 - (len(lines) - 1) * 7.7, lines, 12))
        made += [part(gaps.cell(row.id, c.id), left + i * column, y, column, high) for i, c in enumerate(gaps.columns)]
    return "".join(made), head + len(gaps.rows) * high + 4


def _below(gaps: GapMap, width: float, top: float, part: Part) -> tuple[str, float]:
    """Numbered columns: their names first, then each row under its name."""
    room = width - 2 * svg.MARGIN
    made, y = [], top + 6
    for n, entry in enumerate(gaps.columns, 1):
        lines = svg.wrap(entry.label, room - 26, 12, 2)
        made += [svg.text(svg.MARGIN, y + 12, n, 12, bold=True), svg.block(svg.MARGIN + 22, y + 12, lines, 12)]
        y += max(len(lines), 1) * 15.4 + 2
    y += 12
    column = room / len(gaps.columns)
    for row in gaps.rows:
        lines = svg.wrap(row.label, room, 12.5, 2, bold=True)
        made.append(svg.block(svg.MARGIN, y + 13, lines, 12.5, bold=True))
        y += len(lines) * 16 + 4
        for n, entry in enumerate(gaps.columns):
            x = svg.MARGIN + n * column
            made.append(svg.text(x + column / 2, y + 10, n + 1, 10.5, "soft", "middle"))
            made.append(part(gaps.cell(row.id, entry.id), x, y + 12, column, 50))
        y += 72
    return "".join(made), y - top - 4
