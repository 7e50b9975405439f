"""The terms, the codebook and the description of the dataset: what goes into the graph as it stands."""

from __future__ import annotations

from pathlib import Path

from kg import rdf

TERMS = ("cwkg.ttl", "codebook.ttl", "dataset.ttl")


def read_terms(ontology: Path) -> tuple[list[rdf.Triple], list[rdf.Triple]]:
    """Their triples: those without blank nodes, and those with them, which get the same names in every run.

    Raises `KgError` where a file is no Turtle.
    """
    named: list[rdf.Triple] = []
    anonymous: list[rdf.Triple] = []
    for name in TERMS:
        for triple in rdf.parse(ontology / name, "turtle", name):
            blank = any(isinstance(term, rdf.BlankNode) for term in (triple.subject, triple.object))
            (anonymous if blank else named).append(triple)
    return named, rdf.name_blank_nodes(anonymous)
