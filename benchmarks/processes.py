"""What is measured as processes of their own: opening a graph, `kg ask` as a whole, and `kg build`."""

from __future__ import annotations

import multiprocessing
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from generate import ROOT, Order, write_project
from measuring import peak
from results import OURS, Result
from tasks import QUESTIONS

BUILD_LIMIT = 120.0  # seconds that a build may take before it is ended
LONG = 60.0  # seconds that opening may take in all before it is done once more


def alone(call: Callable[..., Any], *given: Any) -> Any:
    """What a function gives in a process of its own, so that its memory is its own too."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(call, given)


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
    start = time.monotonic()
    while not taken[OURS] or (len(taken[OURS]) < runs and time.monotonic() - start < LONG):
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
