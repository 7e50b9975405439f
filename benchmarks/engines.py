"""The engines that are measured, behind one face: load a graph, answer queries within a limit, say what memory it took.

Ours, bare pyoxigraph, rdflib and Jena ARQ each run in a process of their own, which is ended where a query takes longer
than its limit; Virtuoso 7 and the `oxigraph` server are started on this machine and asked over HTTP.
"""

from __future__ import annotations

import contextlib
import csv
import io
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from serve import free_port
from tasks import Rows, tasks

ENOUGH = 0.5  # seconds that further runs of one task may take


class TooSlow(Exception):
    """A query that was not done within its limit."""


class Unavailable(Exception):
    """An engine that is not on this machine, and how to get it."""


# ---------------------------------------------------------------- in a process of their own


class Local:
    """An engine in a process of its own. `kind` is one of `HOSTED`."""

    def __init__(self, kind: str, folder: Path, limit: float) -> None:
        self.kind, self.folder, self.limit = kind, folder, limit
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, far = context.Pipe()
        self._process = context.Process(target=_host, args=(self.kind, str(self.folder), far), daemon=True)
        self._process.start()
        far.close()
        try:
            self.load_seconds, self.tasks = self._answer(None)
        except TooSlow:
            self.close()
            raise

    def query(self, texts: list[str], runs: int) -> tuple[float, list[Rows]]:
        """The median seconds of a few queries asked one after the other, and their rows. Raises `TooSlow`."""
        return self._call("query", texts, runs)

    def ours(self, place: int, runs: int) -> tuple[float, Rows | None]:
        """The same for our own way to do a task, by its place in `tasks`."""
        return self._call("ours", place, runs)

    @property
    def memory(self) -> float:
        """The most memory that its process has held, in megabytes."""
        return peak(self._process.pid)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()

    def _call(self, *order: Any) -> Any:
        try:
            self._pipe.send(order)
            return self._answer(self.limit + 2 * ENOUGH)
        except TooSlow:
            self.close()
            self._start()
            raise

    def _answer(self, limit: float | None) -> Any:
        if not self._pipe.poll(limit):
            raise TooSlow
        try:
            fine, value = self._pipe.recv()
        except EOFError:
            raise RuntimeError("the engine's process ended") from None
        if not fine:
            raise RuntimeError(value)
        return value


def measured(call: Any, runs: int) -> tuple[float, Any]:
    """The median of some runs after one that is not counted, and what the call gives.

    Further runs end once they have taken `ENOUGH` seconds; a call that takes as long by itself is run once.
    """
    start = time.perf_counter()
    result = call()
    times = [time.perf_counter() - start]
    while len(times) <= runs and sum(times) < ENOUGH:
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:] or times), result


def _host(kind: str, folder: str, pipe: Any) -> None:
    """What runs in the process of an engine."""
    try:
        start = time.perf_counter()
        engine = HOSTED[kind](Path(folder))
        taken = time.perf_counter() - start
        pipe.send((True, (taken, engine.tasks())))
    except Exception as error:
        pipe.send((False, f"{type(error).__name__}: {str(error)[:200]}"))
        return
    while True:
        try:
            action, what, runs = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send((True, getattr(engine, action)(what, runs)))
        except Exception as error:
            pipe.send((False, f"{type(error).__name__}: {str(error)[:200]}"))


class _Hosted:
    def tasks(self) -> list[Any]:
        return []

    def query(self, texts: list[str], runs: int) -> tuple[float, list[Rows]]:
        return measured(lambda: [self.rows(text) for text in texts], runs)

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

    def ours(self, place: int, runs: int) -> tuple[float, Rows | None]:
        task = self._tasks[place]
        seconds, found = measured(task.ours, runs)
        return seconds, task.rows(found) if task.rows else None

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
        self.load("com.hp.hpl.jena.query.ResultSetFormatter").outputAsCSV(out, run.execSelect())
        run.close()
        return _csv(str(out.toString("UTF-8")))


HOSTED = {"kg": Ours, "pyoxigraph": Pyoxigraph, "rdflib": Rdflib, "Jena ARQ": Jena}


def _csv(text: str) -> Rows:
    """The rows of a result in CSV, without its head."""
    return [tuple(row) if row else ("",) for row in csv.reader(io.StringIO(text))][1:]


# ---------------------------------------------------------------- over HTTP

VIRTUOSO = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = {folder}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
[SPARQL]
DefaultGraph = urn:cwkg
ResultSetMaxRows = 1000000
"""


class Server:
    """A server on this machine that is asked over HTTP. A query that takes too long ends with the server."""

    def __init__(self, folder: Path, limit: float, work: Path) -> None:
        self.folder, self.limit, self.work = folder, limit, work
        self.client = httpx.Client(trust_env=False, timeout=limit)
        self.tasks: list[Any] = []
        work.mkdir(parents=True)
        start = time.perf_counter()
        self.prepare()
        self._start()
        self.fill()
        self.load_seconds = time.perf_counter() - start

    def prepare(self) -> None:
        """What is done before the server starts."""

    def fill(self) -> None:
        """What is done once it runs."""

    def command(self) -> tuple[list[str], str]:
        """The command that starts it, and its address."""
        raise NotImplementedError

    def _start(self) -> None:
        command, self.url = self.command()
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, cwd=self.work, **quiet)  # type: ignore[call-overload]
        begun = time.monotonic()
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if self.client.get(self.url, params={"query": "ASK {}"}).status_code == 200:
                    return
            if self.process.poll() is not None or time.monotonic() - begun > 120:
                self.close()
                raise RuntimeError(f"{command[0]} did not start")
            time.sleep(0.02)

    def query(self, texts: list[str], runs: int) -> tuple[float, list[Rows]]:
        """The median seconds of a few queries asked one after the other, and their rows. Raises `TooSlow`."""
        try:
            return measured(lambda: [self.rows(text) for text in texts], runs)
        except httpx.HTTPError as error:  # too slow, or the server has ended: what comes next finds a new one
            self.close()
            self._start()
            if isinstance(error, httpx.TimeoutException):
                raise TooSlow from None
            raise RuntimeError("the server ended while it answered") from None

    def rows(self, text: str) -> Rows:
        """The rows of a SELECT."""
        answer = self.client.post(self.url, data={"query": text}, headers={"Accept": "text/csv"})
        if answer.status_code != 200:
            raise RuntimeError(" ".join(answer.text.split())[:200])
        return _csv(answer.text)

    @property
    def memory(self) -> float:
        """The most memory that the server has held, in megabytes."""
        return peak(self.process.pid)

    @property
    def bytes(self) -> int:
        """What its files take on the disk."""
        return sum(path.stat().st_size for path in self.work.rglob("*") if path.is_file() and path.suffix != ".nt")

    def close(self) -> None:
        """End the server."""
        self.process.kill()
        self.process.wait()
        (self.work / "virtuoso.lck").unlink(missing_ok=True)


class Oxigraph(Server):
    """The `oxigraph` server on its store on the disk."""

    def prepare(self) -> None:
        program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
        if not program:
            raise Unavailable("oxigraph is not installed: pip install oxigraph")
        self.program = program
        load = [program, "load", "-l", str(self.work / "store"), "-f", str(self.folder / "graph.nt")]
        subprocess.run(load, check=True, capture_output=True)

    def command(self) -> tuple[list[str], str]:
        port = free_port()
        served = [self.program, "serve-read-only", "-l", str(self.work / "store"), "-b", f"127.0.0.1:{port}"]
        return served, f"http://127.0.0.1:{port}/query"


class Virtuoso(Server):
    """Virtuoso 7, as Debian has it."""

    def prepare(self) -> None:
        if not shutil.which("virtuoso-t") or not shutil.which("isql-vt"):
            raise Unavailable("Virtuoso 7 is not installed: apt-get install virtuoso-opensource")
        os.link(self.folder / "graph.nt", self.work / "graph.nt")

    def command(self) -> tuple[list[str], str]:
        self.sql, http = free_port(), free_port()
        (self.work / "virtuoso.ini").write_text(VIRTUOSO.format(folder=self.work, sql=self.sql, http=http))
        served = ["virtuoso-t", "+configfile", str(self.work / "virtuoso.ini"), "+foreground"]
        return served, f"http://127.0.0.1:{http}/sparql"

    def fill(self) -> None:
        load = f"ld_dir('{self.work}', 'graph.nt', 'urn:cwkg'); rdf_loader_run(); checkpoint;"
        subprocess.run(
            ["isql-vt", f"127.0.0.1:{self.sql}", "dba", "dba", f"exec={load}"], check=True, capture_output=True
        )


ENGINES = ["kg", "pyoxigraph", "rdflib", "Jena ARQ", "Virtuoso 7", "oxigraph server"]
SERVERS = {"Virtuoso 7": Virtuoso, "oxigraph server": Oxigraph}


@contextlib.contextmanager
def running(name: str, folder: Path, limit: float, work: Path) -> Iterator[Any]:
    """An engine with a graph loaded. Raises `Unavailable`, or `RuntimeError` where it fails."""
    engine = SERVERS[name](folder, limit, work) if name in SERVERS else Local(name, folder, limit)
    try:
        yield engine
    finally:
        engine.close()


def peak(process: int | None) -> float:
    """The most memory that a process has held, in megabytes."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0
