"""The rules that derive shortcuts and class members: SPARQL updates, run in the order of their file names."""

from __future__ import annotations

from pathlib import Path

from kg import rdf


def derive(source: list[rdf.Triple], rules: list[Path]) -> list[rdf.Triple]:
    """The triples that the rules add to a source graph, sorted. Raises `QueryError` for a broken rule file."""
    graph = rdf.Graph(source)
    for rule in rules:
        graph.update(rule.read_text(encoding="utf-8"), rule.name)
    return rdf.sorted_triples(set(graph) - set(source))
