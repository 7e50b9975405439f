"""The benchmark: our engine and those that one would take instead, on the same data, queries and machine.

    python benchmarks/run.py               47 and 4,700 cases, the index at 470,000; about ten minutes
    python benchmarks/run.py --publish     the same, and the figures of docs/performance.md
    python benchmarks/run.py --sizes 47 --engines kg,rdflib --index "" --runs 3

The cases are synthetic (`generate.py`). Prints a table of every time, with ratios to ours, growth between the sizes and
what was not run and why; writes `results.json`, `performance.csv` and `chart.svg` into `build/benchmarks` (`--to`). A
time is the median of some runs after one that is not counted. Rows that differ from ours are marked with a star.
An engine that takes longer than `--limit` for a query is stopped there; one that has used up `--budget` seconds at a
size gets no further queries. Machines are noisy: quote ratios.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import results as made
from engines import ENGINES, SERVERS, Local, Server, TooSlow, Unavailable, measured, peak, running
from generate import DISTINCT, ROOT, Generator, Order, index_of, write_compiled, write_project
from results import OURS, Result
from tasks import CLICKS, QUESTIONS, Rows, Task

BUILD_LIMIT = 120.0  # seconds that a build may take before it is ended
PAGE = 50  # cases that are read of an answer, as a page shows them


def data(order: Order, folder: Path, processes: int) -> Path:
    """The compiled graph of so many cases, made once."""
    made = folder / f"{order.cases}-{order.seed}"
    if not (made / "manifest.json").is_file():
        shutil.rmtree(made, ignore_errors=True)
        write_compiled(order, made, processes)
    return made


def alone(call: Callable[..., Any], *given: Any) -> Any:
    """What a function gives in a process of its own, so that its memory is its own too."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(call, given)


# ---------------------------------------------------------------- engines side by side


def side_by_side(cases: int, folder: Path, engines: list[str], limit: float, runs: int, budget: float) -> list[Result]:
    """Every engine on every task of a graph."""
    found: list[Result] = []
    tasks: list[Task] = []
    right: dict[str, Rows] = {}
    for name in engines:
        with tempfile.TemporaryDirectory() as work:
            try:
                with running(name, folder, limit, Path(work) / "server") as engine:
                    if name == OURS:
                        tasks = [Task(group, title, texts, plain) for group, title, texts, plain, _ in engine.tasks]
                        has_own = [own for *_, own in engine.tasks]
                        found += ours(cases, engine, tasks, has_own, right, runs)
                    else:
                        found += other(cases, name, engine, tasks, right, runs, budget)
                    found += of_engine(cases, name, engine, folder)
            except (Unavailable, TooSlow, RuntimeError) as error:
                found += [Result(cases, name, t.group, t.name, None, note=str(error)) for t in tasks]
    return found


def ours(
    cases: int, engine: Local, tasks: list[Task], has_own: list[bool], right: dict[str, Rows], runs: int
) -> Iterator[Result]:
    """Our way to each task; the rows of its SPARQL in our store are those that others are held to."""
    for place, task in enumerate(tasks):
        try:
            seconds, rows = engine.query(task.texts, 1 if has_own[place] else runs)
            right[task.name] = task.shaped(rows)
            same = "same"
            if has_own[place]:
                seconds, own = engine.ours(place, runs)
                same = "same" if own is None or task.shaped([own]) == right[task.name] else "differ"
            yield Result(cases, OURS, task.group, task.name, seconds, rows=same)
        except TooSlow:
            yield Result(cases, OURS, task.group, task.name, None, note="over the limit")


def other(
    cases: int, name: str, engine: Local | Server, tasks: list[Task], right: dict[str, Rows], runs: int, budget: float
) -> Iterator[Result]:
    """Another engine on the same tasks, by SPARQL; the bare store, without the shortcuts where there is such a way."""
    start = time.monotonic() - engine.load_seconds
    for task in tasks:
        plain = name == "pyoxigraph"
        texts = task.plain if plain else task.texts
        if not texts:
            note = "the same text in the same engine as ours"
        elif time.monotonic() - start > budget:
            note = f"its {budget:g} s at this size, with loading, were used up"
        else:
            try:
                seconds, rows = engine.query(texts, runs)
                same = "same" if task.shaped(rows) == right.get(task.name) else "differ"
                yield Result(cases, name, task.group, task.name, seconds, rows=same)
                continue
            except TooSlow:
                note = f"over the limit of {engine.limit:g} s"
            except RuntimeError as error:
                note = str(error)[:120]
        yield Result(cases, name, task.group, task.name, None, note=note)


def of_engine(cases: int, name: str, engine: Local | Server, folder: Path) -> Iterator[Result]:
    """What an engine took in all: to load, in memory, on the disk."""
    yield Result(cases, name, "loading", "first loading", engine.load_seconds)
    yield Result(cases, name, "memory", "peak after all queries", engine.memory, "MB")
    size = engine.bytes if name in SERVERS else (folder / "graph.nt").stat().st_size
    if name == OURS:
        size = sum(path.stat().st_size for path in folder.iterdir())
    yield Result(cases, name, "disk", "files", size / 1e6, "MB")


# ---------------------------------------------------------------- whole processes


def load_ours(folder: str) -> tuple[float, float]:
    """Seconds to open a compiled graph, and the peak of memory."""
    from kg.store import open_store

    start = time.perf_counter()
    store = open_store(Path(folder))
    taken = time.perf_counter() - start
    assert store.index.ids
    return taken, peak(os.getpid())


def load_bare(folder: str) -> tuple[float, float]:
    """The same for pyoxigraph alone."""
    import pyoxigraph

    start = time.perf_counter()
    store = pyoxigraph.Store()
    store.bulk_load(path=f"{folder}/graph.nt", format=pyoxigraph.RdfFormat.N_TRIPLES)
    return time.perf_counter() - start, peak(os.getpid())


def loading(cases: int, folder: Path, runs: int) -> Iterator[Result]:
    """Opening a compiled graph against bare loading, in turn, each in a process of its own."""
    calls = {OURS: load_ours, "pyoxigraph": load_bare}
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
    for _ in range(runs):
        for name, call in calls.items():
            taken[name].append(alone(call, str(folder)))
    for name, values in taken.items():
        yield Result(cases, name, "opening", "open a graph", statistics.median(seconds for seconds, _ in values))
        yield Result(cases, name, "memory", "peak after loading", statistics.median(size for _, size in values), "MB")


def cold_start(order: Order, work: Path, runs: int) -> Iterator[Result]:
    """`kg ask` as a whole process, against a process that imports pyoxigraph and loads the same file."""
    folder = work / "cold"
    write_project(order, folder)
    kg = [sys.executable, "-m", "kg", "--project", str(folder)]
    subprocess.run([*kg, "build"], check=True, capture_output=True, cwd=ROOT)
    bare = (
        "import pyoxigraph, sys; pyoxigraph.Store().bulk_load(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_TRIPLES)"
    )
    commands = {
        OURS: [*kg, "ask", QUESTIONS[1]],
        "pyoxigraph": [sys.executable, "-c", bare, str(folder / ".cwkg" / "graph.nt")],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
            if run:
                taken[name].append(time.perf_counter() - start)
    for name, values in taken.items():
        yield Result(order.cases, name, "cold start", "kg ask, or import and load", statistics.median(values))


def read_yaml(folder: str) -> float:
    """Seconds that the fastest kept YAML parser needs to read the files of a project, and nothing else."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    texts = []
    for path in [*Path(folder).glob("cases/*.md"), *Path(folder).glob("cases/*/**/*.yaml")]:
        content = path.read_text(encoding="utf-8")
        texts.append(content.split("\n---\n")[0].removeprefix("---\n") if path.suffix == ".md" else content)
    start = time.perf_counter()
    for content in texts:
        yaml.load(content, Loader=loader)
    return time.perf_counter() - start


def building(order: Order, work: Path) -> Iterator[Result]:
    """`kg build` as a whole process, shapes included, against reading the same YAML by libyaml in one process."""
    folder = work / f"build-{order.cases}"
    write_project(order, folder)
    yield Result(order.cases, "libyaml", "building", "read the files", alone(read_yaml, str(folder)))
    command = [sys.executable, "-m", "kg", "--project", str(folder), "build"]
    start = time.perf_counter()
    try:
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT, timeout=BUILD_LIMIT)
    except subprocess.TimeoutExpired:
        note = f"over the limit of {BUILD_LIMIT:g} s"
        yield Result(order.cases, OURS, "building", "kg build", None, note=note)
    else:
        yield Result(order.cases, OURS, "building", "kg build", time.perf_counter() - start)


# ---------------------------------------------------------------- the index alone


def index_only(cases: int, path: str, runs: int) -> list[Result]:
    """The index of so many cases without their graph: conditions, and a click with all counts and a page of cases."""
    from kg import rdf
    from kg.facets import Facets
    from kg.index import load_index
    from kg.language import read
    from kg.lexicon import load_lexicon, make_lexicon
    from kg.store import Store

    generator = Generator()
    graph = rdf.Graph([*generator.asserted, *generator.derived])
    before = peak(os.getpid())
    start = time.perf_counter()
    index = load_index(Path(path).read_bytes())
    taken = time.perf_counter() - start
    size = Path(path).stat().st_size / 1e6
    found = [
        Result(cases, OURS, "index", "load", taken),
        Result(cases, OURS, "index memory", "more than before", peak(os.getpid()) - before, "MB"),
        Result(cases, OURS, "index file", "size", size, "MB"),
    ]
    store = Store(graph, Path(path).parent, {})
    store.__dict__["index"] = index
    start = time.perf_counter()
    facets = Facets(store)
    found.append(Result(cases, OURS, "index", "make facets of it", time.perf_counter() - start))
    lexicon = load_lexicon(make_lexicon(graph))
    for question in QUESTIONS:
        reading = read(question, lexicon, lambda place: True)
        seconds, _ = measured(lambda reading=reading: first(index.levels(index.answer(reading))), runs)
        found.append(Result(cases, OURS, "ask by index", question, seconds))
    for name, chosen in {"nothing chosen": {}, **CLICKS}.items():
        seconds, _ = measured(lambda chosen=chosen: first(facets.select(chosen).cases), runs)
        found.append(Result(cases, OURS, "click by index", name, seconds))
    return found


def first(found: Iterable[Any]) -> list[Any]:
    """The first cases of an answer, as a page takes them."""
    return [*islice(found, PAGE)]


def of_index(order: Order, folder: Path, runs: int) -> list[Result]:
    """The index at a size, made where it is not there yet."""
    path = folder / f"{order.cases}-{order.seed}.bits"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file():
        path.write_bytes(index_of(order, DISTINCT).dumped())
    return list(alone(index_only, order.cases, str(path), runs))


# ---------------------------------------------------------------- the command


def about() -> dict[str, str]:
    """What it was measured on."""
    import pyoxigraph
    import rdflib

    head = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return {
        "day": time.strftime("%Y-%m-%d"),
        "revision": head.stdout.strip() or "unknown",
        "processors": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "load": f"{os.getloadavg()[0]:.1f} at the start, where 0 is a quiet machine",
        "versions": f"pyoxigraph {pyoxigraph.__version__}, rdflib {rdflib.__version__}, Jena ARQ 2.10, Virtuoso 7",
    }


def numbers(text: str) -> list[int]:
    """Sizes as they are given, with commas between them."""
    return [int(part) for part in text.split(",") if part.strip()]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", type=numbers, default=[47, 4700], help="cases of the graphs that engines are asked")
    options.add_argument("--build", type=numbers, default=[47, 470], help="cases of the projects that are built")
    options.add_argument("--index", type=numbers, default=[470_000], help="cases of the indexes without a graph")
    options.add_argument("--engines", default=",".join(ENGINES), help="which engines, with commas between them")
    options.add_argument("--limit", type=float, default=5, help="seconds for a query")
    options.add_argument("--budget", type=float, default=60, help="seconds for an engine at a size, loading included")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="that make the cases")
    options.add_argument("--to", type=Path, default=ROOT / "build" / "benchmarks")
    options.add_argument("--publish", action="store_true", help="write docs/performance.csv too")
    given = options.parse_args()
    engines = [OURS, *(name for name in given.engines.split(",") if name and name != OURS)]
    if unknown := set(engines) - set(ENGINES):
        options.error(f"unknown engines: {', '.join(sorted(unknown))}; known: {', '.join(ENGINES)}")
    start, told, found = time.perf_counter(), about(), list[Result]()
    cache = given.to / "data"
    for cases in given.sizes:
        say(f"{cases:,} cases: making the graph")
        folder = data(Order(cases, given.seed), cache, given.processes)
        say(f"{cases:,} cases: engines side by side")
        found += side_by_side(cases, folder, engines, given.limit, given.runs, given.budget)
        found += loading(cases, folder, min(given.runs, 3))
        made.write(found, given.to, told)  # a run that is broken off keeps what it has
    with tempfile.TemporaryDirectory() as work:
        for cases in given.build:
            say(f"{cases:,} cases: building")
            found += building(Order(cases, given.seed), Path(work))
        if given.build:
            say("cold start")
            found += cold_start(Order(given.build[0], given.seed), Path(work), given.runs)
    for cases in given.index:
        say(f"{cases:,} cases: the index alone")
        found += of_index(Order(cases, given.seed), cache, given.runs)
    print("\n".join(made.table(found)))
    for group in dict.fromkeys(result.group for result in found):
        for engine, exponent in made.growth(found, group).items():
            print(f"growth of {group}, {engine}: {exponent:.2f}")
    told["took"] = f"{time.perf_counter() - start:.0f} s"
    made.write(found, given.to, told)
    if given.publish:
        made.write_csv(found, ROOT / "docs" / "performance.csv", told)
    say(f"written into {given.to} after {told['took']}")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
