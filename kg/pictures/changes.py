"""The results of a case in numbers, each drawn by what it rests on; nothing is added up and no two designs are mixed.

Two times are bars, two groups are dots, a change printed only in per cent is one arrow, a figure by itself stands
alone, and a sum of money stands as a sum, with its currency and how often it comes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.pictures import panels, sheet, svg
from kg.pictures.numbers import Change, capital

SECTIONS = {
    "pair": "Before and after",
    "plan": "Planned and come",
    "groups": "Two groups at one time: not a before and after",
    "arrow": "Change in per cent: the values are not printed",
    "figure": "Figures that stand alone",
    "saving": "Money saved: each sum by itself, never added up",
}
ABOUT = (
    "As the sources print them; what was worked out from them is marked. "
    "Each number belongs to the case that its sentence names."
)


@dataclass(frozen=True)
class _Panel:
    """A change, with what was worked out from it alone."""

    change: Change
    further: tuple[Change, ...] = ()


def draw(name: str, found: Iterable[Change], width: int = 760, note: str = "") -> str:
    """The numbers of a case as SVG, a panel each under the heading of its design."""
    title = f"{name}: results in numbers"
    known = list(found)
    boxes = _panels(known)
    if not boxes:
        return sheet.empty(width, title, "The sources print no number for a result of this case.", note)

    def body(top: float) -> tuple[str, float]:
        made, y = [], top + 4
        for key, heading in SECTIONS.items():
            own = [panel for panel in boxes if panel.change.sort == key]
            if own:
                lines = svg.wrap(heading, width - 2 * svg.MARGIN, 12.5, 2, bold=True)
                made.append(svg.block(svg.MARGIN, y + 14, lines, 12.5, "soft", bold=True))
                y += len(lines) * 16 + 10
            for panel in own:
                drawn, high = _panel(panel, key, width, y)
                made.append(drawn)
                y += high + 12
            y += 10 if own else 0
        return "".join(made), y - top - 12

    changes = [panel.change for panel in boxes]
    return sheet.sheet(width, title, ABOUT, body, _keys(changes), note, words(name, known))


def words(name: str, found: Iterable[Change]) -> str:
    """The same in words, a line for each number."""
    lines = [f"{row[0]}: {row[1]} ({'; '.join(part for part in row[2:] if part)})." for row in table(found)[1]]
    return "\n".join([f"{name}: results in numbers.", *(lines or ["The sources print none."])])


def table(found: Iterable[Change]) -> svg.Table:
    """The same as columns and rows, a row for each number."""
    columns = ["What", "Number", "Design", "Years", "Status", "How it came about"]
    return columns, [
        [capital(c.indicator), _number(c), c.design_label, c.years, c.status_label, _origin(c)] for c in found
    ]


def _panels(found: list[Change]) -> list[_Panel]:
    """A panel for each change. What was worked out from one pair of values alone is told in that pair's panel."""
    by_id = {change.id: change for change in found}

    def parent(change: Change) -> str:
        one = change.made_from[0] if len(change.made_from) == 1 else ""
        return one if one in by_id and by_id[one].sort in ("pair", "plan") else ""

    return [
        _Panel(change, tuple(other for other in found if parent(other) == change.id))
        for change in found
        if not parent(change)
    ]


def _number(change: Change) -> str:
    """The number in words, with what it is set against."""
    parts = [
        f"{change.called(role)} {value.text}{f' ({value.of})' if value.of else ''}".strip()
        for role, value in change.values
    ]
    parts += [text for text in (change.shift_text, change.saving_text if change.is_saving else "") if text]
    return ", ".join([*parts, change.recurrence.lower()] if change.recurrence else parts)


def _origin(change: Change) -> str:
    parts = ["worked out by us" if change.computed else "as printed"]
    parts += ["approximate"] if change.approximate else []
    parts += ["the sources also give another sum"] if change.conflicts else []
    parts += ["may count the same as another number here"] if change.overlaps else []
    return ", ".join(parts)


def _keys(changes: list[Change]) -> list[sheet.Key]:
    sorts = {change.sort for change in changes}
    keys = []
    if sorts & {"pair", "plan"}:
        first = "planned" if sorts == {"plan"} else "before" if "plan" not in sorts else "before, or planned"
        keys += [sheet.Key(lambda x, y: panels.bar(x - 16, y - 6, 32, 12, False), first)]
        last = {"before": "after", "planned": "come"}.get(first, "after, or come")
        keys += [sheet.Key(lambda x, y: panels.bar(x - 16, y - 6, 32, 12, True), last)]
    if "groups" in sorts:
        keys += [sheet.Key(lambda x, y: panels.dot(x, y, True), "those in the project")]
    if "groups" in sorts or any(change.comparison and change.sort in ("pair", "plan") for change in changes):
        keys += [sheet.Key(lambda x, y: panels.dot(x, y, False), "the comparison group")]
    if "arrow" in sorts:
        told = "the change in the case, from the first time to the last"
        keys += [sheet.Key(lambda x, y: panels.arrow(x - 16, x + 16, y, True), told)]
    if any(change.comparison and change.sort == "arrow" for change in changes):
        keys += [sheet.Key(lambda x, y: panels.arrow(x - 16, x + 16, y, False), "the change in the comparison group")]
    if any(change.status == "forecast" for change in changes):
        keys += [sheet.Key(_dashed, "a hope or a plan, not a result")]
    return keys


def _dashed(x: float, y: float) -> str:
    return svg.tag(
        "rect", x=x - 15, y=y - 8, width=30, height=16, rx=4, fill="face", stroke="soft", stroke_dasharray="5 4"
    )


def _panel(panel: _Panel, key: str, width: float, y: float) -> tuple[str, float]:
    """A box: what was measured, how, the drawing, and what was worked out from it."""
    change = panel.change
    left, right = svg.MARGIN + panels.PAD, width - svg.MARGIN - panels.PAD
    room = right - left
    name = svg.wrap(capital(change.indicator), room, 13, 3, bold=True)
    facts = svg.wrap(_facts(change, key), room, 11.5, 4)
    low = y + panels.PAD + 10
    head = svg.block(left, low, name, 13, bold=True)
    low += len(name) * 16.7
    head += svg.block(left, low, facts, 11.5, "soft")
    low += len(facts) * 14.8
    drawing, high = panels.DRAW[key](change, left, right, low + 2)
    low += high + 4
    foot = []
    for text in [*(_worked_out(other) for other in panel.further), *_warnings(change)]:
        lines = svg.wrap(text, room, 11.5, 3)
        foot.append(svg.block(left, low + 12, lines, 11.5))
        low += len(lines) * 14.8
    high = low + panels.PAD - y
    dashes = "5 4" if change.status == "forecast" else None
    box = svg.tag(
        "rect", x=svg.MARGIN, y=y, width=width - 2 * svg.MARGIN, height=high, rx=8, fill="face",
        stroke="soft" if dashes else "line", stroke_dasharray=dashes,
    )  # fmt: skip
    return svg.tag("g", box, head, drawing, *foot), high


def _facts(change: Change, key: str) -> str:
    """The line under the name: design, years, status, and what sort of number it is."""
    parts = [change.design_label, change.years, change.status_label]
    parts += ["worked out by us"] if change.computed else []
    parts += ["approximate"] if change.approximate else []
    if key in ("pair", "plan", "arrow") and change.favourable is not None:
        parts.append("in the way wanted" if change.favourable else "not in the way wanted")
    return " · ".join(part for part in parts if part)


def _worked_out(change: Change) -> str:
    text = change.saving_text if change.is_saving else change.shift_text
    often = f", {change.recurrence.lower()}" if change.recurrence else ""
    return f"Worked out by us from these two: {text or _number(change)}{often}."


def _warnings(change: Change) -> list[str]:
    made = ["The sources also give another sum for this, and both cannot be right."] if change.conflicts else []
    if change.overlaps and not change.conflicts:
        made.append("It may count the same money as another number of this case.")
    return made
