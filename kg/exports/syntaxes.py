"""The graph in the syntaxes of RDF."""

from __future__ import annotations

from kg import rdf
from kg.exports.frame import File, Given, Group
from kg.namespaces import GRAPHS, PREFIXES


def files(given: Given) -> list[File]:
    named = {GRAPHS["asserted"]: given.asserted, GRAPHS["derived"]: given.derived}
    return [
        File("cwkg.ttl", "The graph as Turtle", "text/turtle", lambda: rdf.serialize(given.all, "turtle", PREFIXES)),
        File(
            "cwkg.nt", "The graph as N-Triples", "application/n-triples", lambda: rdf.serialize(given.all, "n-triples")
        ),
        File("cwkg.nq", "The graph as N-Quads", "application/n-quads", lambda: rdf.serialize_named(named)),
        File(
            "cwkg.jsonld",
            "The graph as JSON-LD",
            "application/ld+json",
            lambda: rdf.serialize(given.all, "json-ld", PREFIXES),
        ),
        File(
            "cwkg.rdf",
            "The graph as RDF/XML",
            "application/rdf+xml",
            lambda: rdf.serialize(given.all, "rdf-xml", PREFIXES),
        ),
    ]


GROUP = Group("rdf", "the graph in the syntaxes of RDF", files)
