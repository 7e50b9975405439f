"""The engines that run in a process of their own: ours, bare pyoxigraph, rdflib and Jena ARQ.

A task is done in a copy of that process, which is ended where it takes too long, so that the graph need not be loaded
again. Java cannot be copied: Jena is told to give up, and ended where it does not.
"""

from __future__ import annotations

import csv
import io
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from measuring import ENOUGH, Timed, TooSlow, Unavailable, measured, peak
from tasks import Rows, fingerprint, tasks

Outcome = tuple[str, Any, float]  # "done", "slow" or "fault"; what came of it; the most memory held
GRACE = 5.0  # seconds that an engine may take to give up


class Local:
    """An engine in a process of its own. `kind` is one of `HOSTED`."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind, self.folder = kind, folder
        self._peak = 0.0
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, far = context.Pipe()
        self._process = context.Process(target=_host, args=(self.kind, str(self.folder), far), daemon=True)
        self._process.start()
        far.close()
        self.load_seconds, self.tasks = self._answer(None)

    def query(self, texts: list[str], runs: int, limit: float) -> Timed:
        """How long a few queries take that are asked one after the other, and the fingerprint of their rows.

        Raises `TooSlow`, or `RuntimeError` with what the engine says.
        """
        return self._call("query", texts, runs, limit)

    def ours(self, place: int, runs: int, limit: float) -> Timed:
        """The same for our own way to do a task, by its place in `tasks`."""
        return self._call("ours", place, runs, limit)

    @property
    def memory(self) -> float:
        """The most memory that its process has held, in megabytes."""
        return max(self._peak, peak(self._process.pid))

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()

    def _call(self, action: str, what: Any, runs: int, limit: float) -> Any:
        self._pipe.send((action, what, runs, limit))
        if self._pipe.poll(limit + 2 * ENOUGH + GRACE):
            return self._answer(limit)
        self.close()
        self._start()
        raise TooSlow(limit)

    def _answer(self, limit: float | None) -> Any:
        try:
            how, value, held = self._pipe.recv()
        except EOFError:
            raise RuntimeError("the engine's process ended") from None
        self._peak = max(self._peak, held)
        if how == "slow":
            raise TooSlow(limit or 0)
        if how == "fault":
            raise RuntimeError(value)
        return value


def _host(kind: str, folder: str, pipe: Any) -> None:
    """What runs in the process of an engine."""
    start = time.perf_counter()
    engine: _Hosted | None = None

    def load() -> Any:
        nonlocal engine
        engine = HOSTED[kind](Path(folder))
        return time.perf_counter() - start, engine.tasks()

    pipe.send(_outcome(load))
    while engine:
        try:
            action, what, runs, limit = pipe.recv()
        except EOFError:
            return
        engine.limit = limit
        call = partial(getattr(engine, action), what, runs)
        pipe.send(_in_a_copy(call, limit + 2 * ENOUGH) if engine.copies else _outcome(call))


def _outcome(call: Callable[[], Any]) -> Outcome:
    try:
        return "done", call(), peak(os.getpid())
    except TooSlow:
        return "slow", None, peak(os.getpid())
    except Exception as error:
        return "fault", f"{type(error).__name__}: {str(error)[:200]}", peak(os.getpid())


def _in_a_copy(call: Callable[[], Any], limit: float) -> Outcome:
    """What a call gives in a copy of this process, which is ended after the limit."""
    near, far = multiprocessing.Pipe(duplex=False)
    child = os.fork()
    if not child:
        far.send(_outcome(call))
        os._exit(0)
    far.close()
    try:
        found: Outcome = near.recv() if near.poll(limit) else ("slow", None, peak(child))
        return found
    except EOFError:
        return "fault", "the engine's process ended", 0.0
    finally:
        near.close()
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


class _Hosted:
    copies = True  # whether its process can be copied
    limit = 0.0  # seconds for the task at hand

    def tasks(self) -> list[Any]:
        return []

    def query(self, texts: list[str], runs: int) -> Timed:
        found = measured(lambda: [self.rows(text) for text in texts], runs)
        return replace(found, value=fingerprint(found.value))

    def rows(self, text: str) -> Rows:
        raise NotImplementedError


class Ours(_Hosted):
    """kg: the compiled graph with its index."""

    def __init__(self, folder: Path) -> None:
        from kg.store import open_store

        self.store = open_store(folder)

    def tasks(self) -> list[Any]:
        self._tasks = tasks(self.store)
        return [(task.group, task.name, task.texts, task.plain, task.ours is not None) for task in self._tasks]

    def ours(self, place: int, runs: int) -> Timed:
        task = self._tasks[place]
        assert task.ours
        found = measured(task.ours, runs)
        return replace(found, value=fingerprint([task.rows(found.value)]) if task.rows else None)

    def rows(self, text: str) -> Rows:
        found = self.store.graph.query(text)
        return [tuple("" if cell is None else cell.value for cell in row) for row in found]


class Pyoxigraph(_Hosted):
    """The bare store that ours is built on."""

    def __init__(self, folder: Path) -> None:
        import pyoxigraph

        self.store = pyoxigraph.Store()
        self.store.bulk_load(path=str(folder / "graph.nt"), format=pyoxigraph.RdfFormat.N_TRIPLES)

    def rows(self, text: str) -> Rows:
        return [tuple("" if cell is None else cell.value for cell in row) for row in self.store.query(text)]


class Rdflib(_Hosted):
    """rdflib, all in Python."""

    def __init__(self, folder: Path) -> None:
        import rdflib

        self.graph = rdflib.Graph().parse(folder / "graph.nt", format="nt")

    def rows(self, text: str) -> Rows:
        return [tuple("" if cell is None else str(cell) for cell in row) for row in self.graph.query(text)]


class Jena(_Hosted):
    """Jena ARQ 2.10 in memory, as it lies in owlready2, on the Java that our reasoner uses."""

    copies = False

    def __init__(self, folder: Path) -> None:
        import importlib.util

        import jpype

        from kg.reasoning.java import find_java

        found = importlib.util.find_spec("owlready2")
        if found is None or not found.origin:
            raise Unavailable("owlready2 is not installed: pip install 'cwkg[reason]'")
        jars = sorted(str(path) for path in (Path(found.origin).parent / "pellet").glob("*.jar"))
        java = find_java()
        options = ["-Xmx6g", "-XX:-UsePerfData", "-XX:+UseSerialGC"]
        jpype.startJVM(*options, jvmpath=str(java.jvm), classpath=jars)
        self.load = jpype.JClass
        self.model = self.load("com.hp.hpl.jena.rdf.model.ModelFactory").createDefaultModel()
        stream = self.load("java.io.FileInputStream")(str(folder / "graph.nt"))
        self.model.read(stream, None, "N-TRIPLE")

    def rows(self, text: str) -> Rows:
        query = self.load("com.hp.hpl.jena.query.QueryFactory").create(text)
        run = self.load("com.hp.hpl.jena.query.QueryExecutionFactory").create(query, self.model)
        out = self.load("java.io.ByteArrayOutputStream")()
        run.setTimeout(int(1000 * self.limit))
        try:
            self.load("com.hp.hpl.jena.query.ResultSetFormatter").outputAsCSV(out, run.execSelect())
        except self.load("com.hp.hpl.jena.query.QueryCancelledException"):
            raise TooSlow(self.limit) from None
        finally:
            run.close()
        return read_rows(str(out.toString("UTF-8")))


HOSTED = {"kg": Ours, "pyoxigraph": Pyoxigraph, "rdflib": Rdflib, "Jena ARQ": Jena}


def read_rows(text: str) -> Rows:
    """The rows of a result in CSV, without its head."""
    return [tuple(row) if row else ("",) for row in csv.reader(io.StringIO(text))][1:]
