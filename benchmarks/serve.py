"""How fast the server answers: light queries against those of `oxigraph serve-read-only` and Virtuoso 7, and pages.

    python benchmarks/serve.py [--seconds 5] [--clients 2]

All hold the same graph. Each is asked the same light queries by the same clients over connections that stay open, in
turns of a second, A B C, A B C …, so that a machine that slows down slows all of them. Prints queries a second, the
median and p99 of their times, ratios, the time of pages (made anew, and kept), and the time from the command to the
first answer. An engine that is not installed is left out, and said to be.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
from virtuoso import PACKAGE, PROGRAMS, bulk_load, configure, free_port

from kg.opening import open_project
from kg.paths import Project

ROOT = Path(__file__).resolve().parents[1]
PREFIX = """PREFIX cw: <https://w3id.org/cwkg/ontology#>
PREFIX theme: <https://w3id.org/cwkg/code/theme/>
PREFIX case: <https://w3id.org/cwkg/id/case/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
LIGHT = [
    PREFIX + "SELECT ?name { ?case cw:enactsTheme theme:share-power ; rdfs:label ?name } ORDER BY ?name",
    PREFIX + "SELECT (COUNT(?case) AS ?n) { ?case a cw:Collaboration }",
    PREFIX + "SELECT ?p ?o { case:cpche ?p ?o }",
    PREFIX + "ASK { case:cpche cw:enactsTheme theme:share-power }",
]
PAGES = ["/", "/case/cpche", "/cases?theme=share-power", "/ask?q=which+projects+shared+power", "/model"]
BUFFERS = 80_000  # of Virtuoso: 640 MB
ROUNDS = 1.0  # seconds that one server is asked before the next has its turn


@contextlib.contextmanager
def running(command: list[str], url: str, folder: Path) -> Iterator[tuple[str, float]]:
    """A server, from its start to its first answer; with the seconds that this took."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(trust_env=False) as client:
            while True:
                with contextlib.suppress(httpx.HTTPError):
                    if client.get(url, params={"query": "ASK {}"}).status_code == 200:
                        break
                if process.poll() is not None or time.perf_counter() - begun > 120:
                    raise RuntimeError(f"{command[0]} did not start")
                time.sleep(0.01)
        yield url, time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def servers(graph: Path, folder: Path) -> Iterator[dict[str, tuple[str, float]]]:
    """Every server that is installed, by name."""
    with contextlib.ExitStack() as stack:
        port = free_port()
        ours = [sys.executable, "-m", "kg", "--project", str(ROOT), "serve", "--port", str(port)]
        found = {"kg serve": stack.enter_context(running(ours, f"http://127.0.0.1:{port}/sparql", ROOT))}
        program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
        if program:
            data = folder / "oxigraph"
            subprocess.run([program, "load", "-l", str(data), "-f", str(graph)], check=True, capture_output=True)
            port = free_port()
            command = [program, "serve-read-only", "-l", str(data), "-b", f"127.0.0.1:{port}"]
            found["oxigraph"] = stack.enter_context(running(command, f"http://127.0.0.1:{port}/query", folder))
        else:
            print("oxigraph is not installed (pip install oxigraph): left out")
        if all(map(shutil.which, PROGRAMS)):
            found["Virtuoso"] = stack.enter_context(virtuoso(graph, folder / "virtuoso"))
        else:
            print(f"Virtuoso 7 is not installed ({PACKAGE}): left out")
        yield found


@contextlib.contextmanager
def virtuoso(graph: Path, folder: Path) -> Iterator[tuple[str, float]]:
    """A Virtuoso of its own with the graph in it, on free ports."""
    folder.mkdir()
    command, sql, http = configure(folder, graph.parent, BUFFERS, "DefaultGraph = urn:cwkg")
    with running(command, f"http://127.0.0.1:{http}/sparql", folder) as (url, seconds):
        bulk_load(sql, graph.parent, graph.name, "urn:cwkg")
        yield url, seconds


def ask(url: str, until: float, times: list[float]) -> None:
    """Ask light queries one after the other until a time."""
    with httpx.Client(trust_env=False, timeout=30) as client:
        for query in itertools.cycle(LIGHT):
            begun = time.perf_counter()
            if begun >= until:
                return
            answer = client.get(url, params={"query": query}, headers={"Accept": "application/sparql-results+json"})
            answer.raise_for_status()
            times.append(time.perf_counter() - begun)


def rows(url: str) -> list[int]:
    """How many rows each light query has, to see that all servers hold the same."""
    made = []
    with httpx.Client(trust_env=False, timeout=30) as client:
        for query in LIGHT:
            found = client.get(
                url, params={"query": query}, headers={"Accept": "application/sparql-results+json"}
            ).json()
            made.append(int(found["boolean"]) if "boolean" in found else len(found["results"]["bindings"]))
    return made


def pages(url: str) -> Iterator[tuple[str, float, float, int]]:
    """Of each page: the milliseconds when it is made, when it is kept, and its size."""
    base = url.removesuffix("/sparql")
    with httpx.Client(trust_env=False, timeout=30) as client:
        for path in PAGES:
            took = []
            for mark in [*range(7), *[None] * 7]:  # a parameter that no page knows makes an address of its own
                where = base + path + ("" if mark is None else ("&" if "?" in path else "?") + f"new={mark}")
                begun = time.perf_counter()
                answer = client.get(where, headers={"Accept": "text/html"})
                took.append(1000 * (time.perf_counter() - begun))
                assert answer.status_code == 200, (path, answer.status_code)
            yield path, statistics.median(took[:7]), statistics.median(took[8:]), len(answer.content)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=5, help="how long each server is asked in all")
    options.add_argument("--clients", type=int, default=2)
    given = options.parse_args()
    project = Project(ROOT)
    open_project(project)
    with tempfile.TemporaryDirectory() as name, servers(project.compiled / "graph.nt", Path(name)) as found:
        counted = {server: rows(url) for server, (url, _) in found.items()}
        assert len(set(map(tuple, counted.values()))) == 1, f"the servers do not hold the same: {counted}"
        times: dict[str, list[float]] = {server: [] for server in found}
        for turn in range(1 + round(given.seconds / ROUNDS)):
            for server, (url, _) in found.items():
                made: list[float] = []
                until = time.perf_counter() + ROUNDS
                threads = [threading.Thread(target=ask, args=(url, until, made)) for _ in range(given.clients)]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
                if turn:  # the first round warms up
                    times[server] += made
        ours = len(times["kg serve"])
        for server, took in times.items():
            ordered = sorted(took)
            middle = 1000 * statistics.median(took)
            print(
                f"{server:<10} {len(took) / given.seconds:7.0f} queries/s   median {middle:6.2f} ms"
                f"   p99 {1000 * ordered[int(0.99 * len(ordered))]:6.2f} ms   kg serve / it: {ours / len(took):5.2f}"
                f"   first answer after {found[server][1]:5.2f} s"
            )
        for path, made_anew, kept, size in pages(found["kg serve"][0]):
            print(f"page {path:<36} made {made_anew:6.1f} ms   kept {kept:5.1f} ms   {size / 1024:5.1f} KB")


if __name__ == "__main__":
    main()
