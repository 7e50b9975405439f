"""How long a choice of facets takes at 10,000 cases: the index in memory against the same answers by SPARQL.

    python benchmarks/facets.py [--cases 10000] [--runs 7]

The cases are copies of the checkout's own, with their shortcuts, facts of record and coding passes, so that each value
is as common among them as it is here. Each choice is made in turn by both ways and their answers are compared: for the
cases alone, and for the cases with all counts, which by SPARQL takes one query a value. Prints medians and ratios of
one run. Machines are noisy: quote ratios.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kg import rdf
from kg.conditions import sparql
from kg.facets import Facets
from kg.namespaces import PREFIXES, expand, local_name
from kg.opening import open_project
from kg.paths import Project
from kg.store import Store

ROOT = Path(__file__).resolve().parents[1]
CHOICES: dict[str, tuple[dict[str, set[str]], str]] = {
    "one theme": ({"theme": {"share-power"}}, ""),
    "theme, outcome, country": (
        {"theme": {"share-power", "create-common-purpose"}, "outcome": {"effectiveness"}, "country": {"canada"}},
        "",
    ),
    "five groups": (
        {
            "theme": {"share-power", "insist-on-whole-system-approaches"},
            "outcome": {"effectiveness", "cost-saving"},
            "area": {"health", "children-and-families"},
            "documentation": {"described"},
            "kind": {"fellowship", "comparator"},
        },
        "",
    ),
    "nothing": ({}, ""),
    "one theme and a text": ({"theme": {"share-power"}}, "partnership teams"),
}


def copies(store: Store, wanted: int) -> Iterator[rdf.Triple]:
    """The triples of the codebook and registry, then of so many cases, each a copy of a real one under a new id."""
    cases = {expand(f"case:{id}") for id in store.cases}
    passes = PREFIXES["coding-pass"]
    name = PREFIXES["rdfs"] + "label"
    own: dict[str, list[rdf.Triple]] = {case: [] for case in cases}
    for triple in store.graph:
        subject, object = getattr(triple.subject, "value", ""), getattr(triple.object, "value", "")
        if subject in cases:
            own[subject].append(triple)
        elif not subject.startswith(PREFIXES["finding"]) and not subject.startswith(passes) and object not in cases:
            yield triple
    read = dict(store.graph.rows("SELECT DISTINCT ?case ?pass WHERE { ?pass cw:codedUnit ?case }"))
    schemes = [rdf.Iri(expand(f"{list}:")) for list in ("theme", "barrier", "outcome")]
    for number in range(wanted):
        round_, place = divmod(number, len(own))
        case = [*own][place]
        new = rdf.Iri(f"{case}-{round_}")
        for triple in own[case]:
            object = triple.object
            if getattr(object, "value", "") in cases:
                object = rdf.Iri(f"{object.value}-{round_}")
            elif triple.predicate.value == name:
                object = rdf.Literal(f"{object.value} {round_}")
            yield rdf.Triple(new, triple.predicate, object)
        if case in read:
            made = rdf.Iri(f"{passes}{local_name(new.value)}")
            yield rdf.Triple(made, rdf.iri("cw:codedUnit"), new)
            yield from (rdf.Triple(made, rdf.iri("cw:usingScheme"), scheme) for scheme in schemes)


def seconds(call: Callable[[], Any], runs: int) -> float:
    """The median time of a call, after one that is not counted."""
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def by_query(store: Store, facets: Facets, chosen: dict[str, set[str]]) -> list[str]:
    """The cases of a choice as SPARQL gives them."""
    return [local_name(row["case"].value) for row in store.graph.query(sparql(facets.reading(chosen)))]


def counts_by_query(store: Store, facets: Facets, chosen: dict[str, set[str]]) -> dict[str, dict[str, int]]:
    """The counts of a choice, with a query for each value."""
    return {
        group.key: {value.id: len(by_query(store, facets, {**chosen, group.key: {value.id}})) for value in group.values}
        for group in facets.groups
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=10_000)
    options.add_argument("--runs", type=int, default=7)
    given = options.parse_args()
    real = open_project(Project(ROOT))
    store = Store(rdf.Graph(copies(real, given.cases)), real.folder, real.manifest)
    _ = store.cases
    start = time.perf_counter()
    facets = Facets(store)
    print(f"{len(facets.ids)} cases, {len(store.graph)} triples; index made in {time.perf_counter() - start:.2f} s")
    for label, (chosen, text) in CHOICES.items():
        index = seconds(lambda chosen=chosen, text=text: facets.select(chosen, text=text), given.runs)
        line = f"{label:<24} index {index * 1000:7.1f} ms"
        if not text:
            found = facets.select(chosen)
            query = seconds(lambda chosen=chosen: by_query(store, facets, chosen), given.runs)
            assert sorted(by_query(store, facets, chosen)) == sorted(found.cases)
            start = time.perf_counter()
            assert counts_by_query(store, facets, chosen) == found.counts
            counts = time.perf_counter() - start
            line += f"   SPARQL / index: cases {query / index:6.1f}, cases and counts {(query + counts) / index:8.1f}"
        print(line)
    print("(target: at most 200 ms a choice at 10,000 cases)")


if __name__ == "__main__":
    main()
