"""How long `kg build` takes, step by step, and how much of it the engines take: YAML, pyoxigraph, rdflib and pyshacl.

    python benchmarks/build.py

Each engine call of a build is done again on the same data by itself; the rest is our own code.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from kg import rdf
from kg.builder import _Mapper
from kg.corpus import read_corpus
from kg.paths import Project
from kg.pipeline import compile_graph
from kg.rules import derive
from kg.shapes import validate
from kg.vocabulary import read_context

ROOT = Path(__file__).resolve().parents[1]


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = call()
    return time.perf_counter() - start, result


def main() -> None:
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
