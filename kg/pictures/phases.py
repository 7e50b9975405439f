"""The phases of a case on a line of years; phases without years stand below it, because their place is not known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kg.case import AS_STATED
from kg.conditions import CONTRARY, SHORTCUTS
from kg.namespaces import expand, local_name
from kg.pictures import sheet, svg
from kg.pictures.badges import SHAPES, STANCE_WORDS, badge, phrase
from kg.store import Store

NO_END = "no end given"
NO_YEARS = "years not stated in the source"
BESIDE_FROM = 600
# stance -> the stances that say the opposite of it
AGAINST = {
    stance: {other for (_, other), way in SHORTCUTS.items() if way in CONTRARY.get(shortcut, ())}
    for (_, stance), shortcut in SHORTCUTS.items()
}


@dataclass(frozen=True)
class Told:
    """What findings say of a phase: an entry of the codebook, its stance, and whether it is certain or possible."""

    entry: str
    label: str
    stance: str
    level: str


@dataclass(frozen=True)
class Phase:
    """A phase of a case. A year that the source does not give is 0."""

    name: str
    start: int = 0
    end: int = 0
    note: str = ""
    told: tuple[Told, ...] = ()

    @property
    def years(self) -> str:
        return span(self.start, self.end) or NO_YEARS


@dataclass(frozen=True)
class Course:
    """The course of a case: its own years and its phases."""

    name: str
    start: int = 0
    end: int = 0
    phases: tuple[Phase, ...] = field(default=())

    @property
    def dated(self) -> list[Phase]:
        found = [phase for phase in self.phases if phase.start or phase.end]
        return sorted(found, key=lambda phase: (phase.start or phase.end, phase.end or 9999, phase.name))

    @property
    def undated(self) -> list[Phase]:
        return [phase for phase in self.phases if not phase.start and not phase.end]


def course(store: Store, case: str) -> Course:
    """The course of a case, by its id, with what counted findings say of each phase."""
    iri = f"<{expand(f'case:{case}')}>"
    years = "OPTIONAL { ?x cw:startYear ?s } OPTIONAL { ?x cw:endYear ?e }"
    own = store.graph.rows(f"SELECT ?s ?e WHERE {{ VALUES ?x {{ {iri} }} {years} }}")[0]
    rows = store.graph.rows(
        f"""SELECT ?x ?l ?s ?e ?n WHERE {{ ?x cw:phaseOf {iri} ; rdfs:label ?l . {years}
              OPTIONAL {{ ?x cw:note ?n }} }} ORDER BY ?s ?x"""
    )
    told = _told(store, iri)
    phases = [Phase(name, _year(s), _year(e), note or "", told.get(x, ())) for x, name, s, e, note in rows]
    return Course(store.cases[case].name, _year(own[0]), _year(own[1]), tuple(phases))


def _told(store: Store, case: str) -> dict[str, tuple[Told, ...]]:
    """What counted findings say of each phase. Where they say yes and no of one entry, both are possible only."""
    rows = store.graph.rows(
        f"""SELECT DISTINCT ?phase ?entry ?label ?stance ?basis WHERE {{
              ?f a cw:CountedFinding ; cw:about {case} ; cw:inPhase ?phase ; cw:concerns ?entry ; cw:hasStance ?st ;
                 cw:hasReconciledBasis ?basis . ?entry rdfs:label ?label ; skos:notation ?order .
              OPTIONAL {{ ?f cw:hasClaimStatus ?claim }}
              BIND (IF(BOUND(?claim) && ?claim = status:forecast, "forecast", STR(?st)) AS ?stance) }}
            ORDER BY ?phase ?order ?stance ?basis"""
    )
    outright: dict[tuple[str, str, str], bool] = {}
    labels = {entry: label for _, entry, label, _, _ in rows}
    for phase, entry, _, stance, basis in rows:
        key = (phase, entry, local_name(stance))
        outright[key] = outright.get(key, False) or local_name(basis) in AS_STATED
    found: dict[str, list[Told]] = {}
    for (phase, entry, stance), sure in outright.items():
        disputed = any((phase, entry, other) in outright for other in AGAINST[stance]) and local_name(entry) != "other"
        level = "certain" if sure and not disputed else "possible"
        found.setdefault(phase, []).append(Told(local_name(entry), labels[entry], stance, level))
    order = list(SHAPES)
    return {phase: tuple(sorted(told, key=lambda t: order.index(t.stance))) for phase, told in found.items()}


def span(start: int, end: int) -> str:
    """Two years in words: `2007 to 2010`, `from 2010, no end given`, `until 2009, no beginning given`, or nothing."""
    if start and end:
        return str(start) if start == end else f"{start} to {end}"
    if start:
        return f"from {start}, {NO_END}"
    return f"until {end}, no beginning given" if end else ""


def draw(course: Course, width: int = 760, note: str = "") -> str:
    """The course as SVG. A bar that ends open has no end in the source, which does not mean that it goes on."""
    title = f"{course.name}: phases"
    if not course.phases and not (course.start or course.end):
        return sheet.empty(width, title, "The sources give this case neither years nor phases.", note)

    def body(top: float) -> tuple[str, float]:
        line, high = _line(course, width, top)
        rest, more = _without_years(course, width, top + high)
        return line + rest, high + more

    return sheet.sheet(width, title, _about(course), body, _keys(course), note, words(course))


def words(course: Course) -> str:
    """The same in words."""
    lines = [f"{course.name}. {_about(course)}"]
    for phase in [*course.dated, *course.undated]:
        told = [f"{phase_told.label}: {phrase(phase_told.stance, phase_told.level)}" for phase_told in phase.told]
        lines.append(" ".join([f"{phase.name}: {phase.years}.", phase.note, "; ".join(told)]).strip())
    return "\n".join(lines)


def table(course: Course) -> svg.Table:
    """The same as columns and rows, a row for each phase."""
    rows = [
        [phase.name, phase.years, phase.note, "; ".join(f"{t.label}: {phrase(t.stance, t.level)}" for t in phase.told)]
        for phase in [*course.dated, *course.undated]
    ]
    return ["Phase", "Years", "Note", "What findings say"], rows


def _year(value: str | None) -> int:
    return int(value) if value and value.isdecimal() else 0


def _about(course: Course) -> str:
    years = span(course.start, course.end)
    whole = f"The case itself: {years}." if years else "The sources give no years for the case as a whole."
    return whole if course.phases else f"{whole} No phases are told apart."


def _keys(course: Course) -> list[sheet.Key]:
    spans = [(phase.start, phase.end) for phase in course.dated] + [(course.start, course.end)]
    keys = []
    if any(start and end for start, end in spans):
        keys.append(
            sheet.Key(
                lambda x, y: _bar(x - 16, x + 16, y - 5, 10, "blue", True, True), "from the first year to the last"
            )
        )
    if any(bool(start) != bool(end) for start, end in spans):
        keys.append(
            sheet.Key(lambda x, y: _bar(x - 16, x - 2, y - 5, 10, "blue", True, False), "open: the source gives no end")
        )
    if course.undated:
        keys.append(sheet.Key(lambda x, y: _box(x - 15, y - 8, 30, 16), NO_YEARS))
    shown = {(t.stance, t.level) for phase in course.phases for t in phase.told}
    for stance in SHAPES:
        for level in ("certain", "possible"):
            if (stance, level) in shown:
                keys.append(sheet.Key(_badge_key(stance, level), f"{STANCE_WORDS[stance]}, {level}"))
    return keys


def _badge_key(stance: str, level: str) -> Callable[[float, float], str]:
    return lambda x, y: badge(stance, level, x, y, 8)


def _bar(left: float, right: float, y: float, high: float, tone: str, start: bool, end: bool) -> str:
    """A bar of years. Where its start or its end is not known, it goes on there as strokes that grow thinner."""
    made = svg.tag("rect", x=left, y=y, width=max(right - left, 4), height=high, rx=2.5, fill=tone)
    for n, (wide, gap) in enumerate(((6, 3), (4, 12), (2.5, 19))):
        inset = high * n * 0.13
        at = ([] if end else [right + gap]) + ([] if start else [left - gap - wide])
        for x in at:
            made += svg.tag("rect", x=x, y=y + inset, width=wide, height=high - 2 * inset, fill=tone)
    return made


def _box(x: float, y: float, wide: float, high: float) -> str:
    return svg.tag("rect", x=x, y=y, width=wide, height=high, rx=8, fill="none", stroke="soft", stroke_dasharray="2 4")


def _line(course: Course, width: float, top: float) -> tuple[str, float]:
    """The case and its phases with years, on one scale of years."""
    whole = [Phase("The case itself", course.start, course.end)] if course.start or course.end else []
    rows = [*whole, *course.dated]
    if not rows:
        return "", 0
    known = [year for phase in rows for year in (phase.start, phase.end) if year]
    first, last = min(known), max(known)
    beside = width >= BESIDE_FROM
    text = width * 0.32 if beside else width - 2 * svg.MARGIN
    left = svg.MARGIN + (text + 22 if beside else 0) + (26 if all(p.start for p in rows) else 40)
    right = width - svg.MARGIN - (26 if all(p.end for p in rows) else 44)
    step = (right - left) / max(last - first, 1)
    made, bars, y = [], [], top + 30
    for phase in rows:
        start, end = (
            left + ((year or other) - first) * step
            for year, other in ((phase.start, phase.end), (phase.end, phase.start))
        )
        tone = "soft" if phase in whole else "blue"
        label, high = _label(phase, svg.MARGIN, y, text)
        bar_y = y + 3 if beside else y + high + 4
        made += [label, _bar(start, end, bar_y, 14, tone, bool(phase.start), bool(phase.end))]
        bars.append(bar_y)
        told_y = bar_y + 26
        told, more = _findings(phase, left - 12 if beside else svg.MARGIN, told_y, width - svg.MARGIN)
        made.append(told)
        y = max(y + high, told_y + more) + 14
    marks = _marks(first, last, step)
    at = {year: left + (year - first) * step for year in marks}
    grid = "".join(f"M{svg.num(x)} {svg.num(bar - 7)}v28" for x in at.values() for bar in bars)
    years = "".join(svg.text(x, top + 13, year, 11.5, "soft", "middle") for year, x in at.items())
    return svg.tag("path", d=grid, stroke="faint", stroke_width=1.2) + years + "".join(made), y - top


def _label(phase: Phase, x: float, y: float, room: float) -> tuple[str, float]:
    """Name, years and note under each other."""
    name, years = svg.wrap(phase.name, room, 13, 3, bold=True), svg.wrap(phase.years, room, 11.5, 2)
    note = svg.wrap(phase.note, room, 11.5, 6)
    made = svg.block(x, y + 14, name, 13, bold=True)
    low = y + 14 + len(name) * 16.7
    made += svg.block(x, low - 1, years, 11.5, "soft")
    low += len(years) * 14.8
    return made + svg.block(x, low, note, 11.5), low + len(note) * 14.8 - y - 8


def _findings(phase: Phase, x: float, y: float, right: float) -> tuple[str, float]:
    """What findings say of a phase, a badge and a name each, in one or two columns."""
    if not phase.told:
        return "", 0
    columns = 2 if right - x >= 400 else 1
    room = (right - x) / columns
    heights, made = [0.0] * columns, []
    for n, told in enumerate(phase.told):
        column = n * columns // len(phase.told)
        lines = svg.wrap(told.label, room - 30, 11.5, 2)
        left, row = x + column * room, y + heights[column]
        made.append(
            badge(told.stance, told.level, left + 8, row + 9, 7.5) + svg.block(left + 23, row + 13, lines, 11.5)
        )
        heights[column] += len(lines) * 14.8 + 5
    return "".join(made), max(heights)


def _without_years(course: Course, width: float, top: float) -> tuple[str, float]:
    """Phases whose years no source gives: in boxes, off the line."""
    made, y = [], top + 4
    for phase in course.undated:
        beside = width >= BESIDE_FROM
        text = width * 0.32 - 14 if beside else width - 2 * svg.MARGIN - 28
        label, high = _label(phase, svg.MARGIN + 14, y + 6, text)
        across = svg.MARGIN + (text + 40 if beside else 14)
        told, more = _findings(phase, across, y + 12 if beside else y + high + 20, width - svg.MARGIN - 10)
        high = max(high + 24, more + 24) if beside else high + more + (32 if more else 24)
        made.append(_box(svg.MARGIN, y, width - 2 * svg.MARGIN, high) + label + told)
        y += high + 12
    return "".join(made), y - top if made else 0


def _marks(first: int, last: int, step: float) -> list[int]:
    """The years that are written on the line: the first, the last, and round ones between where there is room."""
    round_spans = (n * 10**power for power in range(5) for n in (1, 2, 5))
    every = next((span for span in round_spans if span * step >= 46), max(last - first, 1))
    between = range(first - first % every + every, last, every)
    kept = [year for year in between if (year - first) * step >= 40 and (last - year) * step >= 40]
    return [first, *kept, last] if last > first else [first]
