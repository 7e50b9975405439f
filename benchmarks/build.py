"""How long `kg build` takes: in parts, after one change, in one go, and how much of it the engines take.

    python benchmarks/build.py

The first lines are of builds as `kg build` does them, into a copy of the checkout. Then the graph is made in one go,
step by step, and each engine call of that is done again on the same data by itself; the rest is our own code.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from kg import rdf
from kg.builder import _Mapper
from kg.building.workers import cores
from kg.corpus import read_corpus
from kg.paths import Project
from kg.pipeline import build_project, compile_graph
from kg.rules import derive
from kg.shapes import validate
from kg.vocabulary import read_context

ROOT = Path(__file__).resolve().parents[1]


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = call()
    return time.perf_counter() - start, result


def by_parts(shapes: bool) -> None:
    """Time builds of a copy: everything, nothing changed, one case changed."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Project(Path(folder))
        for name in ("ontology", "cases", "queries"):
            shutil.copytree(ROOT / name, copy.root / name)

        def build(what: str, **ways: Any) -> None:
            taken, done = timed(lambda: build_project(copy, shapes=shapes, **ways))
            print(f"{what:<44} {taken:7.2f} s   {done.made} parts made")

        how = "shapes" if shapes else "no shapes"
        build(f"everything, one process, {how}", jobs=1, fresh=True)
        build(f"everything, {cores()} processes, {how}", jobs=cores(), fresh=True)
        build(f"nothing changed, {how}")
        case = next(path for path in copy.case_files() if "kind: comparator" in path.read_text(encoding="utf-8"))
        case.write_text(case.read_text(encoding="utf-8").replace("\nsummary: ", "\nsummary: In short, ", 1))
        build(f"one case changed, {how}")


def main() -> None:
    for shapes in (False, True):
        by_parts(shapes)
    print()
    project = Project(ROOT)
    steps: list[tuple[str, float]] = []
    start = [time.perf_counter()]

    def progress(step: str, done: int, total: int) -> None:
        now = time.perf_counter()
        if steps:
            steps[-1] = (steps[-1][0], now - start[0])
        steps.append((step, 0.0))
        start[0] = now

    total, compiled = timed(lambda: compile_graph(project, progress=progress))
    for step, taken in steps[:-1]:
        print(f"{step:<24} {taken:7.2f} s")
    print(f"{'whole build':<24} {total:7.2f} s\n")

    heads = [re.match(r"---\n(.*?)^---\n", p.read_text(), re.S | re.M).group(1) for p in project.case_files()]
    heads += [p.read_text() for p in project.registry_files()]
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    engines = {"YAML events": timed(lambda: [list(yaml.parse(head, Loader=loader)) for head in heads])[0]}
    context = read_context(project.ontology / "context.jsonld")
    nodes = list(_Mapper(read_corpus(project)[0]).documents())
    text = json.dumps({"@context": context, "@graph": nodes})
    engines["JSON-LD to triples"] = timed(lambda: list(rdf.parse(text, "json-ld")))[0]
    terms = [project.ontology / "cwkg.ttl", project.ontology / "codebook.ttl"]
    engines["Turtle to triples"], parsed = timed(lambda: [list(rdf.parse(path, "turtle")) for path in terms])
    blank = [t for part in parsed for t in part if any(isinstance(x, rdf.BlankNode) for x in (t.subject, t.object))]
    engines["names of blank nodes"] = timed(lambda: rdf.name_blank_nodes(blank))[0]
    engines["rules"] = timed(lambda: derive(compiled.source.triples, sorted(project.rules.glob("*.rq"))))[0]
    triples = [*compiled.source.triples, *compiled.derived]
    engines["shapes"] = timed(lambda: validate(triples, project.ontology / "shapes.ttl", {}))[0]
    engines["N-Triples"] = timed(lambda: rdf.serialize(triples, "n-triples"))[0]
    for name, taken in engines.items():
        print(f"{name:<24} {taken:7.2f} s   {100 * taken / total:5.1f} %")
    share = 100 * sum(engines.values()) / total
    print(f"{'engines together':<24} {sum(engines.values()):7.2f} s   {share:5.1f} %   (target: at least 90 %)")


if __name__ == "__main__":
    main()
