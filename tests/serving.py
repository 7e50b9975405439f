"""A server to test against: `kg serve` as a process of its own on a free port of this machine, ended by its id."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[1]
# seven triples
DATA = """@prefix ex: <http://example.org/> .
ex:a ex:knows ex:b . ex:b ex:knows ex:c . ex:c ex:knows ex:a .
ex:a ex:name "Ann", "Änne"@de . ex:b ex:name "Bob" . ex:c ex:age 7 .
"""
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
START = 120  # seconds that a server may take to be ready on a busy machine


@dataclass
class Served:
    """A server that runs: its address, its process, and the events that it has told."""

    url: str
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2].partition("/")[0])

    def get(self, path: str, accept: str | None = None, **options: Any) -> httpx.Response:
        return self.send("GET", path, accept, **options)

    def send(self, method: str, path: str, accept: str | None = None, **options: Any) -> httpx.Response:
        """One request on a connection of its own; no redirect is followed."""
        headers = {**({"Accept": accept} if accept else {}), **options.pop("headers", {})}
        with httpx.Client(base_url=self.url, timeout=60, trust_env=False) as client:
            return client.request(method, path, headers=headers, **options)

    def query(self, text: str, accept: str | None = None, **parameters: Any) -> httpx.Response:
        """A query by GET."""
        return self.get("/sparql", accept, params={"query": text, **parameters})

    def number(self, query: str = COUNT) -> int:
        """The one number that a query gives."""
        found = self.query(query, "text/csv")
        assert found.status_code == 200, found.text
        return int(found.text.split()[1])

    def events(self, name: str) -> list[dict[str, Any]]:
        """What the server has told under a name."""
        told = [json.loads(line) for line in list(self.lines) if line.startswith("{")]
        return [event for event in told if event["event"] == name]

    def wait_for(self, name: str, count: int = 1, seconds: float = 60) -> dict[str, Any]:
        """The event that the server tells under a name, once it has told so many of them."""
        end = time.monotonic() + seconds
        while len(self.events(name)) < count:
            assert time.monotonic() < end, f"no event '{name}':\n" + "\n".join(self.lines[-20:])
            time.sleep(0.05)
        return self.events(name)[count - 1]

    def workers(self) -> set[int]:
        """The ids of the processes that the server has started and that still exist."""
        found = set()
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = stat.read_text().rpartition(")")[2].split()
                if int(fields[1]) == self.process.pid:
                    found.add(int(stat.parent.name))
        return found


@contextlib.contextmanager
def serving(*options: str, project: Path | None = None, env: dict[str, str] | None = None) -> Iterator[Served]:
    """A server with these options. At its end it has stopped in good order, and none of its processes is left."""
    where = ["--project", str(project)] if project else []
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", *where, "serve", "--port", "0", *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
    )
    lines: list[str] = []
    reading = threading.Thread(target=_listen, args=(process, lines), daemon=True)
    reading.start()
    killer = threading.Timer(START, process.kill)
    killer.start()
    first = process.stdout.readline() if process.stdout else ""
    killer.cancel()
    found = re.match(r"Serving on (http://[^/]+)/", first)
    if not found:
        process.kill()
        process.wait()
        raise AssertionError(f"the server did not start: {first}\n" + "\n".join(lines))
    served = Served(found[1], process, lines)
    try:
        yield served
        if process.poll() is not None:
            return  # the test has ended it
        children = served.workers()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0, "\n".join(lines[-20:])
        assert not [pid for pid in children if Path(f"/proc/{pid}").exists()], "a worker is left over"
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe:
                pipe.close()


def _listen(process: subprocess.Popen[str], lines: list[str]) -> None:
    assert process.stderr
    with contextlib.suppress(ValueError):  # closed at the end
        for line in process.stderr:
            lines.append(line.rstrip("\n"))
