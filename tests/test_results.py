"""A researcher's own SPARQL."""

import json

import pytest

from kg import rdf, results
from kg.errors import QueryError

PROLOGUE = "PREFIX cw: <https://w3id.org/cwkg/ontology#> PREFIX case: <https://w3id.org/cwkg/id/case/> "
SELECT = PROLOGUE + "SELECT ?t ?none WHERE { case:cpche cw:enactsTheme ?t } ORDER BY ?t"


def test_rows_for_the_eye_are_short(store):
    """A table shows our own IRIs in short form and an unbound cell as empty."""
    text = results.run(store, SELECT, "mine.rq", "table")
    assert "theme:share-power" in text
    assert "https://" not in text


def test_rows_for_programs_are_the_w3c_formats(store):
    """JSON and CSV are as the standards have them, with whole IRIs."""
    data = json.loads(results.run(store, SELECT, "mine.rq", "json"))
    assert data["head"] == {"vars": ["t", "none"]}
    assert data["results"]["bindings"][0]["t"]["value"].startswith("https://w3id.org/cwkg/code/theme/")
    header, *rows = results.run(store, SELECT, "mine.rq", "csv").splitlines()
    assert header == "t,none"
    assert len(rows) == len(data["results"]["bindings"])


@pytest.mark.parametrize(
    ("format", "yes", "no"), [("table", "yes\n", "no\n"), ("md", "yes\n", "no\n"), ("csv", "true\n", "false\n")]
)
def test_yes_and_no(store, format, yes, no):
    """An ASK is answered in a word."""
    assert results.run(store, PROLOGUE + "ASK { case:cpche ?p ?o }", "q", format) == yes
    assert results.run(store, PROLOGUE + "ASK { case:nowhere ?p ?o }", "q", format) == no


def test_yes_in_json(store):
    """An ASK in JSON is the standard's boolean."""
    assert json.loads(results.run(store, "ASK {}", "q", "json"))["boolean"] is True


@pytest.mark.parametrize("query", ["CONSTRUCT { case:cpche ?p ?o } WHERE { case:cpche ?p ?o }", "DESCRIBE case:cpche"])
def test_triples_are_turtle(store, query):
    """CONSTRUCT and DESCRIBE give Turtle that can be read back, the same each time."""
    text = results.run(store, PROLOGUE + query, "q", "table")
    assert len(list(rdf.parse(text, "turtle"))) > 10
    assert text == results.run(store, PROLOGUE + query, "q", "table")


@pytest.mark.parametrize(
    "text", ["DELETE WHERE { ?s ?p ?o }", "CLEAR ALL", "INSERT DATA { <a:a> <a:b> <a:c> }", "LOAD <file:///etc/passwd>"]
)
def test_an_update_is_no_query(store, text):
    """Nothing that is asked can change the graph."""
    before = len(store.graph)
    with pytest.raises(QueryError):
        results.run(store, text, "mine.rq", "table")
    assert len(store.graph) == before


def test_a_query_reads_no_file(store, tmp_path):
    """A query cannot read a file of this machine through FROM."""
    path = tmp_path / "secret.nt"
    path.write_text("<http://a/a> <http://a/b> <http://a/c> .\n", encoding="utf-8")
    text = results.run(store, f"SELECT ?s ?p ?o FROM <{path.as_uri()}> WHERE {{ ?s ?p ?o }}", "q", "csv")
    assert text.splitlines() == ["s,p,o"]


@pytest.mark.parametrize("format", ["table", "json", "csv"])
def test_a_query_calls_no_server(store, format):
    """The call is refused at its place, and nothing is sent."""
    query = "SELECT * WHERE {\n  SERVICE <http://127.0.0.1:9/none> { ?a ?b ?c } }"
    with pytest.raises(QueryError, match=r"^mine\.rq:2:3: queries have no access to the network"):
        results.run(store, query, "mine.rq", format)


def test_prefixes_of_the_graph_may_be_left_out(store):
    """The same rows come with and without the lines that declare them."""
    bare = SELECT.removeprefix(PROLOGUE)
    assert results.run(store, bare, "mine.rq", "csv") == results.run(store, SELECT, "mine.rq", "csv")


def test_a_fault_is_placed_in_the_text_that_was_given(store):
    """Lines of prefixes that are added move no place: the caret stands under the fault as it was written."""
    text = "SELECT ?t WHERE {\n  case:cpche cw:enactsTheme ?t .\n  ?t mine:label ?l }"
    with pytest.raises(QueryError) as raised:
        results.run(store, text, "mine.rq", "table")
    message = "mine.rq:3:6: prefix 'mine:' is not declared; add PREFIX mine: <…>"
    assert str(raised.value).split("\n") == [message, "    ?t mine:label ?l }", "       ^"]
