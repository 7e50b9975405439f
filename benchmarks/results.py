"""What was measured, as rows of a small table, and what follows from it: ratios, growth, a chart."""

from __future__ import annotations

import csv
import json
import math
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.pictures.svg import tag, text

OURS = "kg"
COLOURS = {
    "kg": "#1b6e5a",
    "pyoxigraph": "#b3541e",
    "rdflib": "#8a3b6f",
    "Jena ARQ": "#6b6b1f",
    "Virtuoso 7": "#4a4a4a",
    "oxigraph server": "#3d5a98",
}
About = dict[int, dict[str, str]]  # what was measured on: 0 for this run, a size for what is kept of an earlier one
FIELDS = ["cases", "engine", "group", "name", "value", "unit", "rows", "note", "least"]


@dataclass(frozen=True)
class Result:
    """One measurement. Where nothing was measured `value` is `None` and `note` says why.

    `rows` is "same" where the rows are those that we give, "differ" where they are not, "unknown" where we were
    stopped, and empty where there are none. `least` is what an engine had taken where it was stopped.
    """

    cases: int
    engine: str
    group: str
    name: str
    value: float | None
    unit: str = "s"
    rows: str = ""
    note: str = ""
    least: float | None = None


def write(results: list[Result], folder: Path, about: dict[str, str]) -> None:
    """Write `results.json`, `performance.csv` and `chart.svg` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = {"about": about, "results": [asdict(result) for result in results]}
    (folder / "results.json").write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
    write_csv(results, folder / "performance.csv", {0: about})
    (folder / "chart.svg").write_text(chart(results), encoding="utf-8")


def publish(results: list[Result], path: Path, about: dict[str, str]) -> None:
    """Write into a CSV file what a run has measured, and keep there what earlier runs have and this one has not.

    A size and group of tasks is replaced as a whole. What is kept stands with what it was measured on.
    """
    earlier, known = read_csv(path) if path.is_file() else ({}, [])
    new = {(result.cases, result.group) for result in results}
    kept = [result for result in known if (result.cases, result.group) not in new]
    told = {cases: earlier.get(cases, earlier.get(0, {})) for cases in sorted({result.cases for result in kept})}
    write_csv([*results, *kept], path, {0: about, **told})


def write_csv(results: list[Result], path: Path, about: About) -> None:
    """The same as CSV, times to three figures; what it was measured on stands in rows of the group `about`."""
    told = [Result(n, "", "about", name, None, "", "", said) for n, run in about.items() for name, said in run.items()]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(FIELDS)
        for result in [*told, *results]:
            writer.writerow([_written(getattr(result, name)) for name in FIELDS])


def _written(value: object) -> object:
    return f"{value:.3g}" if isinstance(value, float) else value


def read_csv(path: Path) -> tuple[About, list[Result]]:
    """What it was measured on, and the results."""
    about: About = {}
    results = []
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            cases = int(row["cases"])
            if row["group"] == "about":
                about.setdefault(cases, {})[row["name"]] = row["note"]
            else:
                numbers = {name: float(row[name]) if row.get(name) else None for name in ("value", "least")}
                results.append(Result(**{**row, "cases": cases, **numbers}))
    return about, results


def by_engine(results: Iterable[Result], cases: int, group: str) -> dict[str, dict[str, float]]:
    """Seconds by engine and task, of one size and group."""
    found: dict[str, dict[str, float]] = {}
    for result in results:
        if (result.cases, result.group) == (cases, group) and result.value is not None:
            found.setdefault(result.engine, {})[result.name] = result.value
    return found


def ratios(results: Iterable[Result], cases: int, group: str) -> dict[str, list[float]]:
    """How many times as long as we each engine took, task by task, over the tasks that both did."""
    found = by_engine(results, cases, group)
    ours = found.get(OURS, {})
    return {
        engine: [seconds / ours[name] for name, seconds in times.items() if ours.get(name)]
        for engine, times in found.items()
    }


def bounds(results: Iterable[Result], cases: int, group: str) -> dict[str, list[float]]:
    """How many times as long as we each engine took at least, over the tasks that it was stopped at."""
    rows = [result for result in results if (result.cases, result.group) == (cases, group)]
    ours = by_engine(rows, cases, group).get(OURS, {})
    found: dict[str, list[float]] = {}
    for row in rows:
        if row.least and ours.get(row.name):
            found.setdefault(row.engine, []).append(row.least / ours[row.name])
    return found


def passed(results: Iterable[Result], cases: int, group: str) -> dict[str, list[float]]:
    """How many times as long as we each engine took at most, over the tasks that it did and we were stopped at."""
    rows = [result for result in results if (result.cases, result.group) == (cases, group)]
    least = {result.name: result.least for result in rows if result.engine == OURS and result.least}
    return {
        engine: found
        for engine, times in by_engine(rows, cases, group).items()
        if (found := [seconds / least[name] for name, seconds in times.items() if name in least])
    }


def mean(values: Iterable[float]) -> float:
    """The geometric mean; nought where there are no values."""
    kept = [value for value in values if value > 0]
    return statistics.geometric_mean(kept) if kept else 0.0


def growth(results: Iterable[Result], group: str) -> dict[str, float]:
    """By engine the exponent of growth between the smallest and the largest size, over the tasks done at both.

    1 means that ten times the cases take ten times as long; 0, that the time does not depend on them.
    """
    results = [result for result in results if result.group == group]
    sizes = sorted({result.cases for result in results})
    if len(sizes) < 2:
        return {}
    small, large = by_engine(results, sizes[0], group), by_engine(results, sizes[-1], group)
    found = {}
    for engine in large:
        both = [(small[engine][n], large[engine][n]) for n in large[engine] if n in small.get(engine, {})]
        if both:
            found[engine] = math.log(mean(b / a for a, b in both)) / math.log(sizes[-1] / sizes[0])
    return found


def shown(seconds: float | None) -> str:
    """A time as people read it."""
    if seconds is None:
        return "–"
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return "0"


def table(results: list[Result]) -> Iterator[str]:
    """Every measurement in lines of text: a task with all engines beside each other, then the reasons for gaps."""
    for cases, group in dict.fromkeys((result.cases, result.group) for result in results):
        rows = [result for result in results if (result.cases, result.group) == (cases, group)]
        engines = list(dict.fromkeys(result.engine for result in rows))
        yield f"\n{group}, {cases:,} cases"
        yield f"{'':<60}" + "".join(f"{engine:>18}" for engine in engines)
        for name in dict.fromkeys(result.name for result in rows):
            cells = {result.engine: result for result in rows if result.name == name}
            yield f"{name[:59]:<60}" + "".join(f"{_cell(cells.get(engine)):>18}" for engine in engines)
        for engine, values in ratios(rows, cases, group).items():
            if engine != OURS and values:
                low, high = min(values), max(values)
                yield f"  {engine} / {OURS}: {mean(values):.3g} ({low:.3g} to {high:.3g}, {len(values)} tasks)"
        for engine, values in bounds(rows, cases, group).items():
            yield f"  {engine} / {OURS}: more than {min(values):.3g} at {len(values)} tasks at which it was stopped"
        for engine, note in dict.fromkeys((r.engine, r.note) for r in rows if r.note):
            count = sum(1 for r in rows if (r.engine, r.note) == (engine, note))
            yield f"  {engine}, {count} of {sum(1 for r in rows if r.engine == engine)}: {note}"


def _cell(result: Result | None) -> str:
    if result is None or result.value is None:
        return "–"
    mark = "*" if result.rows == "differ" else ""
    return (shown(result.value) if result.unit == "s" else f"{result.value:.4g} {result.unit}") + mark


def chart(results: list[Result]) -> str:
    """Bars on a logarithmic scale: of each group and size the geometric mean of each engine over the tasks it did."""
    parts, y = (
        [text(10, 20, "Geometric means of times. A bar that is longer by this much stands for ten times the time.")],
        50,
    )
    parts.append(tag("rect", x=520, y=9, width=54, height=14, fill="#ccc"))
    for cases, group in dict.fromkeys((r.cases, r.group) for r in results if r.unit == "s"):
        found = by_engine(results, cases, group)
        parts.append(text(10, y, f"{group}, {cases:,} cases", bold=True))
        y += 8
        for engine, times in found.items():
            wide = 54 * (math.log10(max(mean(times.values()), 1e-7)) + 7)
            parts.append(tag("rect", x=150, y=y, width=max(wide, 1), height=14, fill=COLOURS.get(engine, "#888")))
            parts.append(text(145, y + 11, engine, anchor="end"))
            many = f", {len(times)} tasks" if len(times) > 1 else ""
            parts.append(text(155 + wide, y + 11, shown(mean(times.values())) + many))
            y += 18
        y += 24
    title = tag("title", "Time by engine, on a logarithmic scale")
    style = tag("style", "text{font:12px sans-serif}")
    return (
        tag("svg", title, style, *parts, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 760 {y}", role="img") + "\n"
    )
