"""The rules that derive shortcuts and class members: SPARQL updates, run in the order of their file names."""

from __future__ import annotations

from pathlib import Path

from kg import rdf

_LITERAL = '> "'  # what stands before a literal in a line of N-Triples, and nowhere in one that holds none


def derive(source: list[rdf.Triple], rules: list[Path]) -> list[rdf.Triple]:
    """The triples that the rules add to a source graph, sorted. Raises `QueryError` for a broken rule file.

    Rules add links between things, never texts or numbers; the store writes some literals in another form, and such a
    second form of a typed literal is no derived triple.
    """
    graph = rdf.Graph(source)
    _run(rules, graph)
    added = set(graph) - set(source)
    return rdf.sorted_triples(triple for triple in added if not isinstance(triple.object, rdf.Literal))


def derive_lines(graph: rdf.Graph, source: set[str], rules: list[Path]) -> set[str]:
    """The same as lines of N-Triples, of a graph that was made of lines; afterwards it holds the derived ones too."""
    _run(rules, graph)
    return {line for line in graph.as_lines() if line not in source and _LITERAL not in line}


def _run(rules: list[Path], graph: rdf.Graph) -> None:
    for rule in rules:
        graph.update(rdf.read_text(rule), rule.name)
