"""The engines that are started on this machine and asked over HTTP: Virtuoso 7 and the `oxigraph` server."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
from hosted import read_rows
from measuring import Timed, TooSlow, Unavailable, measured, peak
from tasks import Rows, fingerprint
from virtuoso import PACKAGE, PROGRAMS, bulk_load, configure, free_port

GRAPH = "urn:cwkg"
BUFFERS = 340_000  # what the manual of Virtuoso has for 4 GB of memory; all of 47,000 cases fit
START = 120.0  # seconds that a server may take to start


class Server:
    """A server on this machine that is asked over HTTP. A task that takes too long ends with the server.

    `planning` are the seconds that it may take to plan a query when this comes for the first time; the plan is kept.
    """

    planning = 0.0

    def __init__(self, folder: Path, work: Path) -> None:
        self.folder, self.work = folder.resolve(), work
        self.client = httpx.Client(trust_env=False)
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
                if self.client.get(self.url, params={"query": "ASK {}"}, timeout=START).status_code == 200:
                    return
            if self.process.poll() is not None or time.monotonic() - begun > START:
                self.close()
                raise RuntimeError(f"{command[0]} did not start")
            time.sleep(0.02)

    def query(self, texts: list[str], runs: int, limit: float) -> Timed:
        """How long a few queries take that are asked one after the other, and the fingerprint of their rows.

        The first time, which is not counted, may take as long as planning may on top. Raises `TooSlow`, or
        `RuntimeError` with what the server says.
        """
        allowed, when = limit + self.planning, ", planning included" if self.planning else ""

        def call() -> list[Rows]:
            nonlocal allowed, when
            until = time.monotonic() + allowed
            found = [self.rows(text, until) for text in texts]
            allowed, when = limit, ""
            return found

        try:
            found = measured(call, runs, again=True)
        except (TimeoutError, httpx.TimeoutException):
            self._again()
            raise TooSlow(allowed, when) from None
        except httpx.HTTPError:
            self._again()
            raise RuntimeError("the server ended while it answered") from None
        return replace(found, value=fingerprint(found.value))

    def _again(self) -> None:
        """A new server, as there is no other way to end a query."""
        self.close()
        self._start()

    def rows(self, text: str, until: float) -> Rows:
        """The rows of a SELECT. Raises `TimeoutError` or `httpx.TimeoutException` once it is too late."""
        headers, left = {"Accept": "text/csv"}, max(until - time.monotonic(), 0.01)
        with self.client.stream("POST", self.url, data={"query": text}, headers=headers, timeout=left) as answer:
            parts = []
            for part in answer.iter_bytes():
                if time.monotonic() > until:
                    raise TimeoutError
                parts.append(part)
        said = b"".join(parts).decode()
        if answer.status_code != 200:
            raise RuntimeError(" ".join(said.split())[:200])
        return read_rows(said)

    @property
    def memory(self) -> float:
        """The most memory that the server has held since it was last started, in megabytes."""
        return peak(self.process.pid)

    @property
    def bytes(self) -> int:
        """What its files take on the disk."""
        return sum(path.stat().st_size for path in self.work.rglob("*") if path.is_file())

    def close(self) -> None:
        """End the server."""
        self.process.kill()
        self.process.wait()


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

    planning = 15.0

    def prepare(self) -> None:
        if not all(map(shutil.which, PROGRAMS)):
            raise Unavailable(f"Virtuoso 7 is not installed: apt-get install {PACKAGE}")

    def command(self) -> tuple[list[str], str]:
        served, self.sql, http = configure(self.work, self.folder, BUFFERS, f"DefaultGraph = {GRAPH}")
        return served, f"http://127.0.0.1:{http}/sparql"

    def fill(self) -> None:
        bulk_load(self.sql, self.folder, "graph.nt", GRAPH)

    def close(self) -> None:
        """End the server, and take away the lock that it leaves."""
        super().close()
        (self.work / "virtuoso.lck").unlink(missing_ok=True)


SERVERS = {"Virtuoso 7": Virtuoso, "oxigraph server": Oxigraph}
