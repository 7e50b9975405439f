"""How long an answer takes as a whole process: `kg ask` against bare loading, and against rdflib on the Turtle export.

    python benchmarks/ask.py [--runs 7]

Runs the commands in turn (A B C, A B C …) and prints medians and ratios of one run. Machines are noisy: quote ratios.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kg.conditions import sparql
from kg.exports.writing import export
from kg.language import read
from kg.paths import Project
from kg.pipeline import build_project, compile_graph
from kg.store import open_store

QUESTION = "which projects shared power and cut costs"
ROOT = Path(__file__).resolve().parents[1]
BARE = """
import sys, pyoxigraph
pyoxigraph.Store().bulk_load(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_TRIPLES)
"""
IMPORT = "import pyoxigraph"
RDFLIB = """
import sys, rdflib
graph = rdflib.Graph().parse(sys.argv[1], format="turtle")
rows = list(graph.query(open(sys.argv[2]).read()))
"""


def seconds(command: list[str], folder: Path) -> float:
    """Wall time of one run of a command."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=False, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=7)
    runs = options.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("ontology", "cases", "queries"):
            shutil.copytree(ROOT / part, folder / part)
        project = Project(folder)
        build_project(project, shapes=False)
        export(project, compile_graph(project, shapes=False), folder / "export", ["rdf"])
        store = open_store(project.compiled)
        (folder / "query.rq").write_text(sparql(read(QUESTION, store.lexicon)))
        python = [sys.executable, "-c"]
        commands = {
            "kg ask": [sys.executable, "-m", "kg", "--project", name, "ask", QUESTION],
            "import pyoxigraph": [*python, IMPORT],
            "import and load": [*python, BARE, str(project.compiled / "graph.nt")],
            "rdflib": [*python, RDFLIB, str(folder / "export/cwkg.ttl"), str(folder / "query.rq")],
        }
        times: dict[str, list[float]] = {label: [] for label in commands}
        for run in range(runs + 1):
            for label, command in commands.items():
                taken = seconds(command, folder)
                if run:
                    times[label].append(taken)
    medians = {label: statistics.median(found) for label, found in times.items()}
    for label, median in medians.items():
        low, high = min(times[label]), max(times[label])
        print(f"{label:<18} median {median:6.3f} s   ({low:.3f} to {high:.3f}, {runs} runs)")
    print(f"kg ask / import and load   {medians['kg ask'] / medians['import and load']:.2f}   (target: at most 3)")
    print(f"rdflib / kg ask            {medians['rdflib'] / medians['kg ask']:.2f}   (target: at least 5)")


if __name__ == "__main__":
    main()
