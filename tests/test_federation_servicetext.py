"""A SELECT as one query over several endpoints."""

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.federation.servicetext import columns, federated

ENDPOINTS = ["http://a.example/sparql", "http://b.example/sparql"]


def test_each_endpoint_is_asked_the_whole_question():
    """Prefixes stand once in front, those left out are added, and each block names its own endpoint."""
    head = "#+ summary: Which?\n# a remark with SELECT\nPREFIX t: <urn:t/>\n"
    text = head + "SELECT ?case (COUNT(*) AS ?n)\nWHERE { ?case a cw:Case, t:x }\nGROUP BY ?case"
    made = federated(text, ENDPOINTS)
    head, _, body = made.partition("SELECT ?told_by ?case ?n WHERE {\n")
    assert head.count("PREFIX") == 2
    assert body.count("SERVICE") == 2
    for address in ENDPOINTS:
        assert (
            f"BIND (<{address}> AS ?told_by)\n    SERVICE <{address}> {{\n      SELECT ?case (COUNT(*) AS ?n)" in body
        )
    assert [variable.value for variable in ox.Store().query(made).variables] == ["told_by", "case", "n"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ASK { ?s ?p ?o }", "only a SELECT can be put to several endpoints"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "only a SELECT"),
        ("SELECT ?s FROM <urn:g> WHERE { ?s ?p ?o }", "leave FROM out"),
        ("SELECT ?told_by WHERE { ?told_by ?p ?o }", "the column \\?told_by is added"),
        ("SELECT ?s WHERE {\n ?s cw:about", "query:2:"),
    ],
)
def test_what_cannot_be_asked_of_several_is_refused(text, words):
    """The line says why, with the place of a fault in the text that was given."""
    with pytest.raises(QueryError, match=words):
        federated(text, ENDPOINTS)


def test_every_named_question_can_be_asked_of_several(project):
    """The text made of each is a query, with its columns behind that of who said it."""
    for path in sorted(project.answers.glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        made = federated(text, ENDPOINTS, path.name)
        found = [variable.value for variable in ox.Store().query(made).variables]
        assert found == ["told_by", *columns(text)], path.name
