"""Every engine on every task of a graph, each task within a limit that depends on how long we take."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engines import Engine, running
from hosted import Local
from measuring import Timed, TooSlow, Unavailable, say
from results import OURS, Result
from tasks import Task

TIMES = 20  # an engine may take so many times as long as we
NOT_ASKED = "not asked"
IN_A_ROW = 8  # an engine that was stopped so many times running is asked no more


@dataclass(frozen=True)
class Limits:
    """The seconds that an engine may take: for any task, for a long one, and in all at a size, after loading."""

    short: float = 5.0
    long: float = 60.0
    budget: float = 600.0

    def of(self, ours: float | None) -> float:
        """The seconds for a task that takes us so long, or that we were stopped at."""
        return self.long if ours is None else min(max(self.short, TIMES * ours), self.long)


@dataclass
class Asked:
    """A task, and what came of it with us: how long we took, and the fingerprint of the right rows."""

    task: Task
    ours: float | None = None
    right: str = ""

    def judged(self, rows: str) -> str:
        """Whether rows are the right ones, by their fingerprint."""
        if not self.right:
            return "unknown"
        return "same" if rows == self.right else "differ"


def side_by_side(
    cases: int, folder: Path, engines: list[str], limits: Limits, runs: int, left_out: dict[str, str] | None = None
) -> list[Result]:
    """Every engine on every task of a graph. We come first; `left_out` has the reasons why engines are not asked."""
    found: list[Result] = []
    asked: list[Asked] = []
    for name in engines:
        say(f"{cases:,} cases: {name}")
        try:
            if left_out and name in left_out:
                raise Unavailable(left_out[name])
            with tempfile.TemporaryDirectory() as work, running(name, folder, Path(work) / "server") as engine:
                if isinstance(engine, Local) and name == OURS:
                    asked = [Asked(Task(group, title, texts, plain)) for group, title, texts, plain, _ in engine.tasks]
                    found += ours(cases, engine, asked, limits, runs)
                else:
                    found += other(cases, name, engine, asked, limits, runs)
                found += of_engine(cases, name, engine, folder)
        except (Unavailable, TooSlow, RuntimeError) as error:
            found += [Result(cases, name, a.task.group, a.task.name, None, note=str(error)) for a in asked]
    return found


def ours(cases: int, engine: Local, asked: list[Asked], limits: Limits, runs: int) -> Iterator[Result]:
    """Our way to each task; the rows of its SPARQL in our store are those that others are held to."""
    for place, one in enumerate(asked):
        task, own = one.task, engine.tasks[place][-1]
        try:
            timed = _by_sparql(engine, one, 1 if own else runs, limits.long, needed=not own)
            if own:
                timed = engine.ours(place, runs, limits.long)
            one.ours = timed.seconds
            yield from _done(cases, OURS, task, timed, one.judged(timed.value or one.right))
        except TooSlow as slow:
            yield Result(cases, OURS, task.group, task.name, None, note=str(slow), least=slow.seconds)


def _by_sparql(engine: Local, one: Asked, runs: int, limit: float, needed: bool) -> Timed:
    """A task by its SPARQL, which gives the right rows. Where it is not needed they stay unknown if it is too slow."""
    try:
        timed = engine.query(one.task.texts, runs, limit)
    except TooSlow as slow:
        if needed:
            raise
        return Timed(slow.seconds, slow.seconds, "")
    one.right = timed.value
    return timed


def other(cases: int, name: str, engine: Engine, asked: list[Asked], limits: Limits, runs: int) -> Iterator[Result]:
    """Another engine on the same tasks, by SPARQL; the bare store, without the shortcuts where there is such a way."""
    start, stopped = time.monotonic(), 0
    for one in asked:
        task = one.task
        texts = task.plain if name == "pyoxigraph" else task.texts
        least = None
        if not texts:
            note = "the same text in the same engine as ours"
        elif stopped >= IN_A_ROW:
            note = f"{NOT_ASKED}, as it was stopped {IN_A_ROW} times running"
        elif time.monotonic() - start > limits.budget:
            note = f"{NOT_ASKED}, as its {limits.budget:g} s at this size were used up"
        else:
            try:
                timed = engine.query(texts, runs, limits.of(one.ours))
                yield from _done(cases, name, task, timed, one.judged(timed.value))
                stopped = 0
                continue
            except TooSlow as slow:
                note, least, stopped = str(slow), slow.seconds, stopped + 1
            except RuntimeError as error:
                note = str(error)[:120]
        yield Result(cases, name, task.group, task.name, None, note=note, least=least)


def _done(cases: int, name: str, task: Task, timed: Timed, same: str) -> Iterator[Result]:
    """How long an engine took; for a named question also the first time, when some engines plan it."""
    yield Result(cases, name, task.group, task.name, timed.seconds, rows=same)
    if task.group == "question":
        yield Result(cases, name, "first", task.name, timed.first)


def of_engine(cases: int, name: str, engine: Engine, folder: Path) -> Iterator[Result]:
    """What an engine took in all: to load, in memory, on the disk."""
    yield Result(cases, name, "loading", "first loading", engine.load_seconds)
    yield Result(cases, name, "memory", "peak after all queries", engine.memory, "MB")
    size = (folder / "graph.nt").stat().st_size if isinstance(engine, Local) else engine.bytes
    if name == OURS:
        size = sum(path.stat().st_size for path in folder.iterdir())
    yield Result(cases, name, "disk", "files", size / 1e6, "MB")


def too_slow(results: list[Result], name: str) -> str:
    """Why an engine is not asked at a larger size: it was stopped at most tasks of a smaller one. Else nothing."""
    tasks = [r for r in results if r.engine == name and (r.rows or r.least or r.note.startswith(NOT_ASKED))]
    if name == OURS or 2 * sum(r.value is not None for r in tasks) >= len(tasks):
        return ""
    return f"{NOT_ASKED}, as it was stopped at most tasks at {tasks[0].cases:,} cases"
