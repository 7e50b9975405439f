"""The dataset that an endpoint serves: its graphs, and results that are written whole or not at all."""

import io
import xml.dom.minidom

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg import dataset, rdf
from kg.dataset import Dataset, NotWritable
from kg.errors import KgError, QueryError
from kg.namespaces import GRAPHS, PREFIXES
from kg.store import open_store

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def whole(built):
    """The dataset of the checkout's graph, and its manifest."""
    store = open_store(built)
    return dataset.of_graph(store.graph, built / "graph.nt", store.manifest["asserted"]), store


def written(found, query, rows="json", triples="turtle", **graphs):
    out = io.BytesIO()
    dataset.write(found.query(query, **graphs), out, rows, triples, found.prefixes)
    return out.getvalue().decode()


def number(found, query=COUNT, **graphs):
    return int(written(found, query, "csv", **graphs).split()[1])


def made(turtle, folder):
    path = folder / "made.ttl"
    path.write_text(turtle, encoding="utf-8")
    return dataset.read(path)


def test_a_plain_query_sees_everything(whole):
    """The default graph holds what is asserted and what is derived, as the command line has it."""
    found, store = whole
    assert number(found) == store.manifest["asserted"] + store.manifest["derived"] == len(store.graph)


@pytest.mark.parametrize("name", ["asserted", "derived"])
def test_each_named_graph_holds_its_part(whole, name):
    """By FROM, by GRAPH and by the protocol."""
    found, store = whole
    assert found.names == sorted(GRAPHS.values())
    expected = store.manifest[name]
    assert number(found, COUNT.replace("{", f"FROM <{GRAPHS[name]}> {{", 1)) == expected
    assert number(found, f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPHS[name]}> {{ ?s ?p ?o }} }}") == expected
    assert number(found, default_graphs=[GRAPHS[name]]) == expected


def test_graphs_of_the_request_are_the_whole_dataset(whole):
    """Where only named graphs are given, the default graph is empty; where only default ones are, no graph is named."""
    found, _ = whole
    assert number(found, named_graphs=[GRAPHS["derived"]]) == 0
    all_graphs = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert number(found, all_graphs, default_graphs=[GRAPHS["derived"]]) == 0
    both = f"SELECT (COUNT(*) AS ?n) FROM <{GRAPHS['asserted']}> {{ ?s ?p ?o }}"
    assert number(found, both, default_graphs=[GRAPHS["derived"]]) == number(found, default_graphs=[GRAPHS["derived"]])


def test_derived_statements_are_shortcuts(whole):
    """What the rules add is in the derived graph and not among what is asserted."""
    found, _ = whole
    query = "SELECT (COUNT(*) AS ?n) FROM <%s> { ?c cw:enactsTheme ?t }"
    assert number(found, query % GRAPHS["derived"]) > 0
    assert number(found, query % GRAPHS["asserted"]) == 0


def test_prefixes_of_the_graph_may_be_left_out(whole):
    """A query that declares them itself has its own."""
    found, _ = whole
    assert "true" in written(found, "ASK { case:cpche a cw:Collaboration }")
    assert "false" in written(found, "PREFIX cw: <http://other/> ASK { case:cpche a cw:Collaboration }")


def test_a_file_has_no_prefixes_of_ours(tmp_path):
    """A query over somebody's own data means what it says."""
    with pytest.raises(QueryError, match="prefix 'cw:' is not declared"):
        made("<http://a/s> <http://a/p> 1 .", tmp_path).query("ASK { ?s a cw:Theme }")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.nq", "<http://a/s> <http://a/p> <http://a/o> <http://a/g> .\n"),
        ("a.trig", "<http://a/g> { <http://a/s> <http://a/p> <http://a/o> }"),
        ("a.ttl", "<http://a/s> <http://a/p> <http://a/o> ."),
        ("a.jsonld", '{"@id": "http://a/s", "http://a/p": {"@id": "http://a/o"}}'),
    ],
)
def test_files_of_every_syntax(tmp_path, name, text):
    """Triples stand in the default graph, quads in their own."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    found = dataset.read(path)
    quads = "g" in name.partition(".")[2] or name.endswith(".nq")
    assert found.names == (["http://a/g"] if quads else [])
    assert number(found) == (0 if quads else 1)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.ttl", "<http://a/s> <http://a/p>", r"a\.ttl:1:"),
        ("a.nq", "\n<http://a/s> 5 .\n", r"a\.nq:2:"),
        ("a.xlsx", "", "ends in .nt"),
        ("gone.ttl", None, "cannot be read: No such file"),
    ],
)
def test_files_that_cannot_be_served(tmp_path, name, text, said):
    """The fault is named with its place."""
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(KgError, match=said):
        dataset.read(tmp_path / name)


@pytest.mark.parametrize("syntax", ["json", "xml", "csv", "tsv"])
def test_yes_and_no_in_every_syntax(tmp_path, syntax):
    """Of CSV and TSV the standard says nothing; there it is the bare word."""
    found = made("<http://a/s> <http://a/p> 1 .", tmp_path)
    for query, word in (("ASK {}", "true"), ("ASK { <http://a/x> ?p ?o }", "false")):
        text = written(found, query, syntax)
        assert word in text
        assert (text == word) == (syntax in ("csv", "tsv"))


def test_turtle_has_the_prefixes_that_it_uses(whole):
    """A short result is not lost under forty lines of prefixes."""
    found, _ = whole
    text = written(found, "CONSTRUCT { theme:share-power skos:prefLabel ?l } { theme:share-power skos:prefLabel ?l }")
    assert text.count("@prefix") == 2
    assert "theme:share-power skos:prefLabel" in text
    assert len(rdflib.Graph().parse(data=text)) == 1


def test_one_triple_is_told_once(tmp_path):
    """A CONSTRUCT finds a triple as often as its pattern matches."""
    found = made("<http://a/s> <http://a/p> 1, 2, 3 .", tmp_path)
    query = "CONSTRUCT { <http://a/s> a <http://a/C> } { ?s ?p ?o }"
    assert written(found, query, triples="n-triples").count("\n") == 1


def test_control_characters_are_not_put_into_xml(tmp_path):
    """XML has no way to hold them; the other syntaxes have."""
    found = made('<http://a/s> <http://a/p> "a\\u0001b" .', tmp_path)
    select, construct = "SELECT ?o { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"
    for query, options in ((select, {"rows": "xml"}), (construct, {"triples": "rdf-xml"})):
        with pytest.raises(NotWritable, match="control character"):
            written(found, query, **options)
    assert "a\\u0001b" in written(found, select)
    assert len(rdflib.Graph().parse(data=written(found, construct))) == 1


names = st.text(st.sampled_from("aZ09_-.:é/#?·中%&'~\u0300\u200c\U00010400"), max_size=6)


@given(names)
def test_rdf_xml_says_what_it_was_told_or_is_refused(name):
    """Of any property an XML reader finds exactly its IRI, or the result is refused; nothing malformed is written."""
    predicate = "http://a.org/" + name
    try:
        triple = rdf.Triple(rdf.Iri("http://a.org/s"), rdf.Iri(predicate), rdf.Literal("x"))
    except ValueError:
        return  # no IRI at all
    found = Dataset(rdf.Graph([triple]).store, PREFIXES)
    try:
        text = written(found, "CONSTRUCT WHERE { ?s ?p ?o }", triples="rdf-xml")
    except NotWritable:
        text = ""
    if text:
        xml.dom.minidom.parseString(text)
        assert {str(p) for p in rdflib.Graph().parse(data=text, format="xml").predicates()} == {predicate}


def test_a_usual_property_is_writable(tmp_path):
    """The refusal is for the odd ones alone."""
    found = made("<http://a/s> <http://a/b#name> 1 ; <http://a/1> 2 .", tmp_path)
    assert "name" in written(found, "CONSTRUCT { ?s <http://a/b#name> ?o } { ?s ?p ?o }", triples="rdf-xml")
    with pytest.raises(NotWritable, match="<http://a/1>"):
        written(found, "CONSTRUCT WHERE { ?s ?p ?o }", triples="rdf-xml")
