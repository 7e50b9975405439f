"""The rules that derive shortcuts and class members: SPARQL updates, run in the order of their file names."""

from __future__ import annotations

from pathlib import Path

from kg import rdf


def derive(source: list[rdf.Triple], rules: list[Path]) -> list[rdf.Triple]:
    """The triples that the rules add to a source graph, sorted. Raises `QueryError` for a broken rule file.

    Rules add links between things, never texts or numbers; the store writes some literals in another form, and such a
    second form of a typed literal is no derived triple.
    """
    return derive_in(rdf.Graph(source), source, rules)


def derive_in(graph: rdf.Graph, source: list[rdf.Triple], rules: list[Path]) -> list[rdf.Triple]:
    """The same in a graph at hand that holds the source; afterwards it holds the derived triples too."""
    for rule in rules:
        graph.update(rdf.read_text(rule), rule.name)
    added = set(graph) - set(source)
    return rdf.sorted_triples(triple for triple in added if not isinstance(triple.object, rdf.Literal))
