"""The figures of docs/performance.md, made from docs/performance.csv, which `benchmarks/run.py --publish` writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from results import OURS, Result, bounds, by_engine, growth, mean, passed, ratios, read_csv, shown

DOCS = Path(__file__).resolve().parents[1] / "docs"
PERCENT, SMALL, LARGE = 100, 47, 47_000
VIRTUOSO = "Virtuoso 7"
PART = "some engine did not come to all questions within its time"
OTHERS = ("rdflib", "Jena ARQ", "Virtuoso 7", "oxigraph server")


@dataclass(frozen=True)
class Target:
    """A target, what was measured, whether it is met (`None`: not measured), and what stands in the way."""

    text: str
    measured: str
    met: bool | None
    why: str = ""


def figures(path: Path = DOCS / "performance.csv") -> str:
    """What was measured: on what, the targets, the engines side by side, our slowest questions."""
    about, results = read_csv(path)
    lines = [f"- {name}: {said}" for name, said in about.pop(0, {}).items()]
    for cases, run in about.items():
        said = ", ".join(f"{name} {run[name]}" for name in ("day", "revision", "load", "took") if name in run)
        lines.append(f"- kept of an earlier run, of {cases:,} cases: {said}")
    lines += ["", "## Targets", "", *_targets(results), ""]
    lines += ["## Engines side by side", "", *_engines(results)]
    lines += ["## Our slowest questions", "", *_slowest(results)]
    return "\n".join(lines) + "\n"


# ---------------------------------------------------------------- targets


def _targets(results: list[Result]) -> Iterator[str]:
    yield "| Target | Measured | Met | What stands in the way |"
    yield "| --- | --- | --- | --- |"
    words = {True: "yes", False: "no", None: "not measured"}
    for target in targets(results):
        yield f"| {target.text} | {target.measured} | {words[target.met]} | {'' if target.met else target.why} |"


def targets(results: list[Result]) -> list[Target]:
    """Every target with what this run says of it."""
    return [
        *_questions(results),
        *_index(results),
        *_building(results),
        _share(results, "opening", "Loading the built graph: at least 80 in 100 of pyoxigraph's bare bulk load"),
        _memory(results),
    ]


def _sizes(results: list[Result], group: str) -> list[int]:
    return sorted({result.cases for result in results if result.group == group})


def _questions(results: list[Result]) -> Iterator[Target]:
    sizes = _sizes(results, "question")
    text = "At 47 cases every question at least 20 times as fast as by rdflib"
    values = ratios(results, SMALL, "question").get("rdflib", [])
    stopped = bounds(results, SMALL, "question").get("rdflib", [])
    if values:
        every = sorted([*values, *stopped])
        below, whole = sum(value < 20 for value in every), len(every) == _asked(results)
        said = (
            f"{mean(values):.3g} times on the geometric mean, {every[0]:.3g} at least; {below} of {len(every)} below 20"
        )
        why = "queries that take us a few thousandths of a second, or more rows than work" if below else PART
        yield Target(text, said, False if below else whole or None, why)
    else:
        yield Target(text, "", None)
    slower = [
        (engine, value)
        for engine, found in ratios(results, SMALL, "question").items()
        if engine != OURS
        for value in found
        if value < 1
    ]
    text = "At 47 cases never slower than any engine in the table"
    if len(ratios(results, SMALL, "question")) > 1:
        told = {engine: sum(1 for name, _ in slower if name == engine) for engine, _ in slower}
        said = ", ".join(f"{engine}: {count} questions" for engine, count in told.items()) or "never slower"
        done, stopped = ratios(results, SMALL, "question"), bounds(results, SMALL, "question")
        whole = all(len(done[e]) + len(stopped.get(e, [])) == _asked(results) for e in OTHERS if e in done)
        why = "the order of joins that our store's optimiser takes" if told else PART
        yield Target(text, f"slower than {said}" if told else said, False if told else whole or None, why)
    else:
        yield Target(text, "", None)
    yield _ahead(results, max((n for n in sizes if n <= LARGE), default=0))


def _ahead(results: list[Result], cases: int) -> Target:
    """Virtuoso beside us at 47,000 cases, or at the largest size below."""
    text = "At 47,000 cases ahead of Virtuoso on the geometric mean, and no question at more than twice its time"
    both = ratios(results, cases, "question").get(VIRTUOSO, [])
    if not both or cases == SMALL:
        return Target(text, "", None, "the run holds no Virtuoso at a larger size than 47")
    theirs = bounds(results, cases, "question").get(VIRTUOSO, [])
    ours = passed(results, cases, "question").get(VIRTUOSO, [])
    twice = sum(value < 0.5 for value in [*both, *ours])
    said = f"at {cases:,} cases: Virtuoso takes {mean(both):.3g} times as long over {len(both)} questions"
    if theirs:
        said += f" (at least {mean([*both, *theirs]):.3g} times with the {len(theirs)} at which it was stopped)"
    said += f"; {twice} take us more than twice its time, the worst {1 / min([*both, *ours]):.3g} times"
    if ours:
        said += f" or more; at {len(ours)} of its answers we were stopped"
    if cases < LARGE:
        return Target(text, said, None, "the run stops at a smaller size; the second command above goes on")
    unknown = len(both) + len(ours) + len(theirs) < _asked(results)
    met = False if mean(both) <= 1 or twice else None if unknown else True
    return Target(text, said, met, PART if met is None else "the order of joins that our store's optimiser takes")


def _asked(results: list[Result]) -> int:
    """How many named questions there are."""
    return len({result.name for result in results if result.group == "question"})


def _index(results: list[Result]) -> Iterator[Target]:
    for group, text, limit in (
        ("click by index", "At 470,000 cases a click on a facet with all counts under 50 ms", 0.05),
        ("ask by index", "At 470,000 cases the conditions of `kg ask` under 20 ms after loading", 0.02),
    ):
        values = list(by_engine(results, 470_000, group).get(OURS, {}).values())
        if values:
            yield Target(text, f"{shown(min(values))} to {shown(max(values))}", max(values) < limit, "counting bits")
        else:
            yield Target(text, "", None, "the run holds no index of that size")
    yield _click(results)


def _click(results: list[Result]) -> Target:
    """A click at 470,000 cases beside the engines that hold what it needs."""
    text = "That click at least 100 times as fast as by the best SPARQL engine"
    times, least = (found(results, 470_000, "click by index") for found in (ratios, bounds))
    times.pop(OURS, None)
    if not any(times.values()):
        return Target(text, "", None, "the run holds no other engine at that size")
    best = min((engine for engine in times if times[engine]), key=lambda engine: mean(times[engine]))
    values = [*times[best], *least.get(best, [])]
    said = f"{mean(values):.3g} times on the geometric mean, {min(values):.3g} at least ({best}, the best there)"
    return Target(text, said, min(values) >= PERCENT, "what a click needs is little, and they keep it in memory")


def _building(results: list[Result]) -> Iterator[Target]:
    text = "Building is linear in the cases"
    exponent = growth(results, "building").get(OURS)
    sizes = _sizes(results, "building")
    missing = [r for r in results if r.group == "building" and r.engine == OURS and r.value is None]
    if exponent is not None and not missing:
        said = f"exponent {exponent:.2f} between {sizes[0]:,} and {sizes[-1]:,} cases"
        yield Target(text, said, exponent < 1.15, "the shapes, which pyshacl checks over the whole graph")
    else:
        said = "; ".join(f"{r.cases:,} cases: {r.note}" for r in missing)
        yield Target(text, said, False if missing else None, "the shapes, which pyshacl checks over the whole graph")
    text = "Building at 60 in 100 of the speed at which libyaml merely reads the files, times the processors"
    largest = max((r.cases for r in results if r.group == "building" and r.engine == OURS and r.value), default=0)
    found = by_engine(results, largest, "building")
    if found.get(OURS) and found.get("libyaml"):
        share = PERCENT * found["libyaml"]["read the files"] / found[OURS]["kg build"]
        why = "mapping, rules and shapes take far longer than reading; reading is the least of a build"
        yield Target(text, f"{share:.3g} in 100 of one processor's speed at {largest:,} cases", share >= 60, why)
    else:
        yield Target(text, "", None)


def _share(results: list[Result], group: str, text: str) -> Target:
    found = {cases: ratios(results, cases, group).get("pyoxigraph", []) for cases in _sizes(results, group)}
    shares = {cases: PERCENT * mean(values) for cases, values in found.items() if values}
    if not shares:
        return Target(text, "", None)
    said = ", ".join(f"{share:.3g} in 100 at {cases:,} cases" for cases, share in shares.items())
    why = "the digest, the index and the lexicon, read beside the graph"
    return Target(text, said, min(shares.values()) >= 80, why)


def _memory(results: list[Result]) -> Target:
    text = "Memory at most 1.5 times that of pyoxigraph holding the same triples"
    shares = {}
    for cases in _sizes(results, "memory"):
        found = by_engine(results, cases, "memory")
        sizes = {engine: found.get(engine, {}).get("peak after loading") for engine in (OURS, "pyoxigraph")}
        if all(sizes.values()):
            shares[cases] = (sizes[OURS] or 0) / (sizes["pyoxigraph"] or 1)
    if not shares:
        return Target(text, "", None)
    said = ", ".join(f"{share:.2f} times at {cases:,} cases" for cases, share in shares.items())
    return Target(text, said, max(shares.values()) <= 1.5)


# ---------------------------------------------------------------- tables

GROUPS = {
    "question": "Named questions",
    "first": "Named questions, asked for the first time",
    "ask": "Conditions of plain questions",
    "facets": "A click on a facet with all counts",
    "click by index": "That click where the others hold nothing but what it needs",
    "card": "The card of a case",
    "cold start": "`kg ask` as a whole process",
    "opening": "Opening a graph",
}


def _engines(results: list[Result]) -> Iterator[str]:
    """For each group and size a row an engine; then what was not run."""
    for group, title in GROUPS.items():
        sizes = _sizes(results, group)
        if not sizes:
            continue
        yield f"### {title}\n"
        yield "| Cases | Engine | Geometric mean | Times ours | Done | Stopped | Times ours there | Rows that differ |"
        yield "| --: | --- | --: | --: | --: | --: | --: | --: |"
        for cases in sizes:
            rows = [r for r in results if (r.cases, r.group) == (cases, group)]
            times, against, least = (found(rows, cases, group) for found in (by_engine, ratios, bounds))
            for engine in dict.fromkeys(r.engine for r in rows):
                own = [r for r in rows if r.engine == engine]
                done = times.get(engine, {})
                times_ours = f"{mean(against[engine]):.3g}" if done and engine != OURS and against[engine] else ""
                differ, stopped = sum(r.rows == "differ" for r in own), sum(r.least is not None for r in own)
                more = f"over {min(least[engine]):.3g}" if engine in least else ""
                yield (
                    f"| {cases:,} | {engine} | {shown(mean(done.values())) if done else '–'} | {times_ours} "
                    f"| {len(done)} of {len(own)} | {stopped or ''} | {more} | {differ or ''} |"
                )
        for engine, exponent in growth(results, group).items():
            yield f"| growth | {engine} | exponent {exponent:.2f} | | | | | |"
        yield ""
    yield "### What was not run\n"
    yield "| Cases | Engine | Of | How many | Why |"
    yield "| --: | --- | --- | --: | --- |"
    reasons = [(r.cases, r.engine, GROUPS.get(r.group, r.group), r.note) for r in results if r.value is None]
    for cases, engine, group, note in dict.fromkeys(reasons):
        yield f"| {cases:,} | {engine} | {group} | {reasons.count((cases, engine, group, note))} | {_cell(note)} |"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ")


def _slowest(results: list[Result]) -> Iterator[str]:
    """Our five slowest questions of each size, with the best other engine that gives the same rows."""
    yield "| Cases | Question | Ours | Best other engine |"
    yield "| --: | --- | --: | --- |"
    for cases in _sizes(results, "question"):
        ours = by_engine(results, cases, "question").get(OURS, {})
        right = [r for r in results if (r.cases, r.group, r.rows) == (cases, "question", "same") and r.engine != OURS]
        for name in sorted(ours, key=lambda name: -ours[name])[:5]:
            others = [(r.value, r.engine) for r in right if r.name == name and r.value is not None]
            best = min(others, default=None)
            yield f"| {cases:,} | {name} | {shown(ours[name])} | {f'{best[1]}, {shown(best[0])}' if best else '–'} |"
