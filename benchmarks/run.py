"""The benchmark: our engine and those that one would take instead, on the same data, queries and machine.

    python benchmarks/run.py               47 and 4,700 cases, the index at 470,000; about ten minutes
    python benchmarks/run.py --publish     the same, and the figures of docs/performance.md
    python benchmarks/run.py --sizes 47 --engines kg,rdflib --index "" --runs 3

The cases are synthetic (`generate.py`); graphs that are made once lie in `--data`, a folder for each number of cases
and seed (`4700-0`). Prints a table of every time, with ratios to ours, growth between the sizes and what was not run
and why; writes `results.json`, `performance.csv` and `chart.svg` into `build/benchmarks` (`--to`). A time is the median
of some runs after one that is not counted. Rows that differ from ours are marked with a star.

An engine is stopped at a task once it takes 20 times as long as we and longer than `--limit`, at the latest after
`--most` seconds, and asked no more after being stopped eight times running or `--budget` seconds. One that was stopped
at most tasks of a size is not asked at a larger one. `--publish` keeps the figures of what this run did not measure,
with the day on which they were. Machines are noisy: quote ratios.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import results as made
from engines import ENGINES
from generate import ROOT, Order, write_compiled
from index_alone import of_index
from measuring import say
from processes import building, cold_start, loading
from results import OURS, Result
from side_by_side import Limits, side_by_side, too_slow

PUBLISHED = ROOT / "docs" / "performance.csv"


def data(order: Order, folder: Path, processes: int) -> Path:
    """The compiled graph of so many cases, made once."""
    made = folder / f"{order.cases}-{order.seed}"
    if not (made / "manifest.json").is_file():
        shutil.rmtree(made, ignore_errors=True)
        write_compiled(order, made, processes)
    return made


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


def measure(given: argparse.Namespace, engines: list[str], told: dict[str, str]) -> list[Result]:
    """Everything that is asked for, written down after each size: a run that is broken off keeps what it has."""
    found: list[Result] = []
    limits = Limits(given.limit, given.most, given.budget)
    cache, left_out = given.data or given.to / "data", dict[str, str]()
    for cases in given.sizes:
        say(f"{cases:,} cases: making the graph")
        folder = data(Order(cases, given.seed), cache, given.processes)
        new = side_by_side(cases, folder, engines, limits, given.runs, left_out)
        left_out = {name: why for name in engines if (why := too_slow(new, name))} | left_out
        found += [*new, *loading(cases, folder, min(given.runs, 3))]
        made.write(found, given.to, told)
    with tempfile.TemporaryDirectory() as work:
        for cases in given.build:
            say(f"{cases:,} cases: building")
            found += building(Order(cases, given.seed), Path(work))
        if given.build:
            say("cold start")
            found += cold_start(Order(given.build[0], given.seed), Path(work), given.runs)
    for cases in given.index:
        say(f"{cases:,} cases: the index, and a click")
        found += of_index(Order(cases, given.seed), cache, engines, limits, given.runs)
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", type=numbers, default=[47, 4700], help="cases of the graphs that engines are asked")
    options.add_argument("--build", type=numbers, default=[47, 470], help="cases of the projects that are built")
    options.add_argument("--index", type=numbers, default=[470_000], help="cases of the indexes without a graph")
    options.add_argument("--engines", default=",".join(ENGINES), help="which engines, with commas between them")
    options.add_argument("--limit", type=float, default=Limits.short, help="seconds that a task may take anyway")
    options.add_argument("--most", type=float, default=Limits.long, help="seconds that no task may exceed")
    options.add_argument("--budget", type=float, default=Limits.budget, help="seconds for an engine at a size")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="that make the cases")
    options.add_argument("--data", type=Path, help="folder of graphs and indexes that are made once; in --to otherwise")
    options.add_argument("--to", type=Path, default=ROOT / "build" / "benchmarks")
    options.add_argument("--publish", action="store_true", help="write docs/performance.csv too")
    given = options.parse_args()
    engines = [OURS, *(name for name in given.engines.split(",") if name and name != OURS)]
    if unknown := set(engines) - set(ENGINES):
        options.error(f"unknown engines: {', '.join(sorted(unknown))}; known: {', '.join(ENGINES)}")
    start, told = time.perf_counter(), about()
    found = measure(given, engines, told)
    print("\n".join(made.table(found)))
    for group in dict.fromkeys(result.group for result in found):
        for engine, exponent in made.growth(found, group).items():
            print(f"growth of {group}, {engine}: {exponent:.2f}")
    told["took"] = f"{time.perf_counter() - start:.0f} s"
    made.write(found, given.to, told)
    if given.publish:
        made.publish(found, PUBLISHED, told)
    say(f"written into {given.to} after {told['took']}")


if __name__ == "__main__":
    main()
