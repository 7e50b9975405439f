"""Triples as text: the same bytes for the same triples, the thing first."""

import random

import pytest

from kg import rdf
from kg.mediatypes import RDF_TYPES
from kg.namespaces import expand
from kg.notebook.graph import KnowledgeGraph
from kg.web import concise, syntaxes
from kg.web.written import written

CASE = expand("case:cpche")


@pytest.fixture(scope="module")
def told(store) -> list[rdf.Triple]:
    """All that is told of one case."""
    graph = written(KnowledgeGraph(store))
    return graph.triples(concise.of_thing(graph, CASE))


@pytest.mark.parametrize("kind", RDF_TYPES, ids=lambda kind: kind.suffix)
def test_each_syntax_holds_the_same_triples_in_the_same_bytes(told, kind):
    """Nothing is lost or rewritten, and the order in which triples come plays no part."""
    text = syntaxes.write(told, kind.format, CASE)
    assert set(rdf.parse(text, kind.format)) == set(told)
    assert syntaxes.write(random.sample(told, len(told)), kind.format, CASE) == text


def test_the_thing_comes_first_with_its_type_and_label(told):
    """Who opens the file sees what it is about."""
    body = syntaxes.write(told, "turtle", CASE).decode().split("\n")
    first = next(number for number, line in enumerate(body) if not line.startswith("@prefix"))
    assert body[first].startswith("case:cpche a ")
    assert body[first + 1].strip().startswith("rdfs:label ")
