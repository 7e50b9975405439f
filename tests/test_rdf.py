"""The door to the RDF engine: parsing, writing, querying, and where faults are placed."""

import pytest

from kg import rdf
from kg.errors import KgError, QueryError

A, B, C = (rdf.Iri(f"http://example.org/{name}") for name in "abc")


def triple(s=A, p=B, o=C):
    return rdf.Triple(s, p, o)


def test_a_curie_becomes_a_node():
    """Short names stand for full IRIs."""
    assert rdf.iri("theme:share-power") == rdf.Iri("https://w3id.org/cwkg/code/theme/share-power")


@pytest.mark.parametrize("format", ["turtle", "n-triples", "json-ld", "rdf-xml"])
def test_what_is_written_is_read_back(format):
    """Each syntax keeps IRIs, texts, languages and types."""
    triples = [
        triple(),
        triple(o=rdf.Literal('quo"te \\ and\nline é')),
        triple(o=rdf.Literal("word", language="en")),
        triple(o=rdf.Literal("1.5", datatype=rdf.Iri("http://www.w3.org/2001/XMLSchema#decimal"))),
    ]
    assert set(rdf.parse(rdf.serialize(triples, format), format)) == set(triples)


@pytest.mark.parametrize("format", ["n-quads", "trig", "json-ld"])
def test_graphs_keep_their_names(format):
    """Triples come back under the name of their graph, those of no graph under none."""
    text = rdf.serialize_named({"http://example.org/g": [triple()], "http://example.org/h": [triple(s=C)]}, format)
    assert rdf.parse_named(text, format) == {"http://example.org/g": [triple()], "http://example.org/h": [triple(s=C)]}
    assert rdf.parse_named(rdf.serialize([triple()], "n-triples"), "n-triples") == {"": [triple()]}


def test_a_syntax_fault_is_placed():
    """A text that breaks gives its name, line and column."""
    with pytest.raises(KgError) as caught:
        list(rdf.parse("<http://a> <http://b> .\n", "turtle", "mine.ttl"))
    assert str(caught.value).startswith("mine.ttl:1:")
    assert "this is not turtle" in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    """A file that is not there gives its path and the reason."""
    with pytest.raises(KgError, match=r"gone\.ttl: cannot be read: No such file"):
        list(rdf.parse(tmp_path / "gone.ttl", "turtle"))


def test_triples_are_sorted_and_single():
    """The same triples give the same order, however they came."""
    one, other = triple(), triple(s=C)
    assert rdf.sorted_triples([other, one, other]) == rdf.sorted_triples([one, other]) == [one, other]


def test_a_graph_answers_and_grows():
    """A graph can be counted, queried and updated."""
    graph = rdf.Graph([triple()])
    graph.update("INSERT { ?o ?p ?s } WHERE { ?s ?p ?o }", "mine.rq")
    assert len(graph) == 2
    assert set(graph) == {triple(), triple(C, B, A)}


def test_rows_come_as_plain_text():
    """Rows of our own queries are texts, unbound cells None, and prefixes need not be written."""
    graph = rdf.Graph([triple(p=rdf.iri("cw:note"), o=rdf.Literal("hello"))])
    assert graph.rows("SELECT ?n ?x WHERE { ?s cw:note ?n OPTIONAL { ?s cw:post ?x } }") == [("hello", None)]


@pytest.mark.parametrize(
    ("call", "text", "line", "column"),
    [
        ("query", "SELECT ?a\nWHERE ( ?a ?b ?c )\n", 2, 7),
        ("query", "SELECT ?a\nWHERE { ?a ?b ?c ", 2, 18),
        ("update", "INSERT { ?a ?b ?c }\nWHERE ( ?a ?b ?c )\n", 2, 7),
    ],
)
def test_a_broken_query_is_placed(call, text, line, column):
    """A SPARQL text that breaks gives name, line and column in one line."""
    with pytest.raises(QueryError) as caught:
        getattr(rdf.Graph(), call)(text, "mine.rq")
    assert (caught.value.line, caught.value.column) == (line, column)
    assert str(caught.value).startswith(f"mine.rq:{line}:{column}: expected ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("call", ["query", "update"])
def test_a_prefix_that_is_not_declared_is_named(call):
    """The commonest slip in a query is told in one line that names the prefix."""
    text = {"query": "SELECT ?a WHERE { ?a nope:b ?c }", "update": "INSERT { ?a nope:b ?c } WHERE { ?a ?b ?c }"}[call]
    with pytest.raises(QueryError) as caught:
        getattr(rdf.Graph(), call)(text, "mine.rq")
    assert "nope" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_query_that_asks_another_server_ends_in_a_clear_error():
    """A service that cannot be asked is an error of the query, wherever in its run it shows."""
    graph = rdf.Graph([triple()])
    with pytest.raises(QueryError, match="cannot be run"):
        graph.rows("SELECT * WHERE { SERVICE <http://127.0.0.1:9/none> { ?a ?b ?c } }")


def test_a_damaged_file_of_triples_is_refused(tmp_path):
    """A file that ends in the middle of a triple gives one clear error."""
    path = tmp_path / "graph.nt"
    path.write_text("<http://a> <http://b> <http://c> .\n<http://a> <http://b> <htt", encoding="utf-8")
    with pytest.raises(KgError, match=r"graph\.nt: the compiled graph cannot be read .*; run kg build"):
        rdf.Graph().load(path)


def test_blank_nodes_get_names_that_do_not_change():
    """Two readings of one text give the same names to its blank nodes."""
    text = "@prefix e: <http://e/> . e:a e:b [ e:c [ e:d 1 ] ] , [ e:c [ e:d 2 ] ] ."
    one, other = (rdf.name_blank_nodes(list(rdf.parse(text, "turtle"))) for _ in range(2))
    assert rdf.serialize(one, "n-triples") == rdf.serialize(other, "n-triples")
    assert len(one) == 6


def test_named_graphs_keep_their_names():
    """N-Quads put each list of triples into the graph of its name."""
    written = rdf.serialize_named({"http://g/1": [triple()], "http://g/2": [triple(s=C)]}).decode()
    assert written.splitlines() == [f"{triple()} <http://g/1> .", f"{triple(s=C)} <http://g/2> ."]


@pytest.mark.parametrize(
    ("query", "format", "expected"),
    [
        ("SELECT ?o WHERE { ?s ?p ?o }", "csv", "o\r\nhttp://example.org/c\n"),
        ("ASK { ?s ?p ?o }", "csv", "true\n"),
        ("ASK { ?s ?p ?s }", "json", '{"head":{},"boolean":false}\n'),
    ],
)
def test_results_are_written_in_the_w3c_formats(query, format, expected):
    """Rows and yes/no are written as the standards have it."""
    written = rdf.serialize_results(rdf.Graph([triple()]).query(query), format)
    assert written.replace("\r\n", "\n") == expected.replace("\r\n", "\n")


def test_kinds_of_results_are_told_apart():
    """Triples, yes/no and rows are each known for what they are."""
    graph = rdf.Graph([triple()])
    kinds = [
        (rdf.is_graph(r), rdf.is_boolean(r))
        for r in map(graph.query, ("CONSTRUCT WHERE { ?s ?p ?o }", "ASK {}", "SELECT * { ?s ?p ?o }"))
    ]
    assert kinds == [(True, False), (False, True), (False, False)]


def test_lines_go_into_a_graph_and_come_out_again():
    """Marks, other scripts and line ends come back as they were written; adding a line twice changes nothing."""
    lines = [
        rdf.lines([triple]).decode()[:-1]
        for triple in rdf.parse(r'<urn:a> <urn:b> "\u00e9 \" \n", <urn:c> .', "turtle")
    ]
    graph = rdf.Graph()
    graph.add_lines(lines)
    graph.add_lines(lines[:1])
    assert len(lines) == 2
    assert sorted(graph.as_lines()) == sorted(lines)


def test_a_query_about_one_thing():
    """A variable stands for the thing from the beginning, in filters too; a query that cannot be read is told of."""
    graph = rdf.Graph(rdf.parse("<urn:a> <urn:b> <urn:c> .", "turtle"))
    text = "SELECT $this WHERE { ?one <urn:b> ?c FILTER NOT EXISTS { ?c ?d ?e } FILTER ($this = ?one) }"
    assert graph.has_row(text, "this", "urn:a")
    assert not graph.has_row(text, "this", "urn:c")
    with pytest.raises(QueryError, match="cannot be run"):
        graph.has_row("SELECT", "this", "urn:a")
