"""How long publishing a graph takes, and asking it there: `kg load` into the `oxigraph` server and into Virtuoso 7.

    python benchmarks/generate.py 4700 --compiled DIR
    python benchmarks/load.py DIR [--stores oxigraph,virtuoso]

Prints seconds for reading the graph, sending it, comparing it, and for whole commands that ask it at the endpoint, with
triples a second and memory of the sender. The stores are started on this machine, empty, and ended by their process
ids. Machines are noisy: quote ratios.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import programs  # noqa: E402  (starts the stores for the tests too)

from kg.client import Client  # noqa: E402
from kg.loading.command import ATTEMPTS, BATCH  # noqa: E402
from kg.loading.journal import Journal  # noqa: E402
from kg.loading.publishing import Publishing  # noqa: E402
from kg.loading.sending import Graph  # noqa: E402
from kg.loading.target import Target, with_addresses  # noqa: E402
from kg.namespaces import BASE  # noqa: E402

ASKED = {
    "a named question": ["questions", "most-common-themes"],
    "a plain question": ["ask", "which projects shared power and cut costs"],
}


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def publish(folder: Path, endpoint: str, aside: Path) -> dict[str, float]:
    """Seconds for each step of a sending; the store must give back what it was sent."""
    with Client(600, attempts=ATTEMPTS) as client:
        target = with_addresses(Target(client, endpoint, BASE + "graph/all"))
        graph, steps = Graph(folder / "graph.nt", "benchmark"), dict[str, float]()
        start = time.perf_counter()
        publishing = Publishing(graph, target, Journal(aside / "journal"), BATCH["store"])
        steps["triples"], steps["read"] = publishing.total, time.perf_counter() - start
        steps["send"] = timed(lambda: publishing.send(0))
        steps["compare"] = timed(publishing.check)
    return steps


def asked(endpoint: str, words: list[str]) -> float:
    """Seconds of a whole `kg` command that asks the endpoint."""
    call = [sys.executable, "-m", "kg", *words, "--endpoint", endpoint]
    return timed(lambda: subprocess.run(call, cwd=ROOT, check=False, capture_output=True))


def main(arguments: list[str] | None = None) -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path, help="a compiled graph")
    options.add_argument("--stores", default="oxigraph,virtuoso")
    given = options.parse_args(arguments)
    os.environ |= {"CWKG_ENDPOINT_USER": "dba", "CWKG_ENDPOINT_PASSWORD": "dba"}  # those of a new Virtuoso
    for name in given.stores.split(","):
        with ExitStack() as running:
            aside = Path(running.enter_context(tempfile.TemporaryDirectory()))
            start = programs.oxigraph() if name == "oxigraph" else programs.virtuoso(aside, given.folder)
            endpoint = running.enter_context(start).endpoint
            steps = publish(given.folder.resolve(), endpoint, aside)
            triples = steps.pop("triples")
            for step, seconds in steps.items():
                print(f"{name:<10} {step:<18} {seconds:8.1f} s {triples / seconds:12,.0f} triples a second", flush=True)
            for what, words in ASKED.items():
                print(f"{name:<10} {what:<18} {asked(endpoint, words):8.1f} s", flush=True)
    print(f"memory of the sender: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB")


if __name__ == "__main__":
    main()
