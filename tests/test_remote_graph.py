"""A graph in another store gives the rows that our own gives, whole, or says why not."""

import json
import re

import pytest

from kg import rdf
from kg.errors import KgError, QueryError
from kg.remote.endpoint import ROWS, EndpointError, Rejected, Told
from kg.remote.graph import Incomplete, RemoteGraph

PAIRS = "SELECT ?x ?n WHERE { ?x <http://x.org/n> ?n }"
XSD = "http://www.w3.org/2001/XMLSchema#"


def numbers(count):
    """Things with a number each, from 0 on."""
    integer = rdf.iri("xsd:integer")
    return [
        rdf.Triple(rdf.Iri(f"http://x.org/{n}"), rdf.Iri("http://x.org/n"), rdf.Literal(str(n), datatype=integer))
        for n in range(count)
    ]


class Other:
    """Another store, by our own engine. It gives `most` rows at once, says so or not, and may sort only few rows."""

    def __init__(self, triples, most=10**9, says=False, sorts=10**9):
        self.graph, self.most, self.says, self.sorts = rdf.Graph(triples), most, says, sorts
        self.asked = []

    def ask(self, query, accept):
        self.asked.append(query)
        page = re.search(r"ORDER BY[^}]*LIMIT (\d+) OFFSET (\d+)$", query)
        if page and int(page[1]) + int(page[2]) > self.sorts:
            raise Rejected("SR353: sorted TOP clause specifies more rows to sort")
        result = self.graph.query(query)
        if rdf.is_graph(result):
            return Told("application/n-triples", rdf.serialize(list(result)[: self.most], "n-triples"))
        found = json.loads(rdf.serialize_results(result, "json"))
        rows = found.get("results", {}).get("bindings", [])
        cut = len(rows) > self.most
        del rows[self.most :]
        return Told(ROWS, json.dumps(found).encode(), str(self.most) if cut and self.says else "")


def canned(**row):
    """A graph whose store gives one row, whatever it is asked."""
    content = {"head": {"link": [], "vars": list(row)}, "results": {"bindings": [row]}}
    return RemoteGraph(lambda query, accept: Told(ROWS, json.dumps(content).encode()), "the store")


@pytest.mark.parametrize(
    "limits",
    [{}, {"most": 100}, {"most": 250}, {"most": 70, "says": True}, {"most": 100, "sorts": 300}],
    ids=str,
)
def test_every_row_comes_however_few_the_store_gives_at_once(limits):
    """A result that was cut, with a word or without, is fetched in pages; some stores sort only so many for a page."""
    other = Other(numbers(1000), **limits)
    rows = RemoteGraph(other.ask, "the store").rows(PAIRS)
    assert sorted(rows) == sorted((f"http://x.org/{n}", str(n)) for n in range(1000))


def test_the_order_of_a_query_stays_in_pages():
    """A query with an order of its own keeps it; only rows that are alike in it are put in one order."""
    other = Other(numbers(450), most=100)
    rows = RemoteGraph(other.ask, "the store").rows(f"{PAIRS} ORDER BY DESC(?n)")
    assert [n for _, n in rows] == [str(n) for n in range(449, -1, -1)]


def test_a_short_result_costs_one_request():
    """What is shorter than any limit is not checked."""
    other = Other(numbers(99))
    assert len(RemoteGraph(other.ask, "the store").rows(PAIRS)) == 99
    assert len(other.asked) == 1


def test_a_query_of_ones_own_comes_whole_too():
    """With a prologue, a comment at its end and the rows of several pages."""
    other = Other(numbers(300), most=100)
    text = "PREFIX x: <http://x.org/>\nSELECT ?s WHERE { ?s x:n ?n } # LIMIT 5"
    assert len(list(RemoteGraph(other.ask, "the store").query(text))) == 300


def test_a_query_that_ends_in_values_comes_whole_too():
    """Nothing may stand after VALUES, so that its pages are cut from a query around it."""
    other = Other(numbers(300), most=100)
    text = f"{PAIRS} ORDER BY ?x VALUES ?p {{ <http://x.org/n> }}"
    assert len(list(RemoteGraph(other.ask, "the store").query(text))) == 300


def test_a_long_result_in_an_order_is_taken_where_it_came_whole():
    """Whether rows are missing is asked without the order, which some stores keep for few rows alone."""
    other = Other(numbers(300), sorts=200)
    rows = RemoteGraph(other.ask, "the store").rows(f"{PAIRS} ORDER BY DESC(?n)")
    assert [n for _, n in rows] == [str(n) for n in range(299, -1, -1)]


@pytest.mark.parametrize(
    "text",
    [
        f"{PAIRS} LIMIT 150",
        f"{PAIRS} OFFSET 20",
        "CONSTRUCT WHERE { ?x <http://x.org/n> ?n }",
        "CONSTRUCT { ?x a ?n } WHERE { ?x <http://x.org/n> ?n } ORDER BY ?x",
    ],
)
def test_a_part_is_never_taken_for_the_whole(text):
    """Where the rest cannot be fetched in pages, nothing is given."""
    graph = RemoteGraph(Other(numbers(300), most=100).ask, "http://x.org/sparql")
    with pytest.raises(Incomplete, match=r"^http://x\.org/sparql: it gives only 100 rows of a longer result"):
        graph.query(text)


@pytest.mark.parametrize("text", [f"{PAIRS} LIMIT 100", f"{PAIRS} LIMIT 7", f"{PAIRS} ORDER BY ?n OFFSET 250"])
def test_a_result_that_ends_where_it_should_is_taken(text):
    """A limit of the query's own that is reached, and the end of the data, are no cuts."""
    graph = RemoteGraph(Other(numbers(300), most=100).ask, "the store")
    assert len(list(graph.query(text))) == len(list(rdf.Graph(numbers(300)).query(text)))


def test_a_store_that_changes_between_pages_is_noticed():
    """The rows of all pages are counted against the store's own count."""
    other = Other(numbers(250), most=100)

    def ask(query, accept):
        if "ORDER BY" in query and "OFFSET 200" in query:
            other.graph = rdf.Graph(numbers(120))
        return other.ask(query, accept)

    with pytest.raises(Incomplete):
        RemoteGraph(ask, "the store").rows(PAIRS)


def test_triples_come_as_from_our_own_store():
    """CONSTRUCT gives triples; iterating gives all of them."""
    graph = RemoteGraph(Other(numbers(3)).ask, "the store")
    result = graph.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert rdf.is_graph(result)
    assert set(result) == set(graph) == set(numbers(3))


@pytest.mark.parametrize(
    ("given", "datatype", "value"),
    [
        ("1", "boolean", "true"),
        ("0", "boolean", "false"),
        ("true", "boolean", "true"),
        ("007", "nonNegativeInteger", "7"),
        ("12.50", "decimal", "12.5"),
        ("12.0", "decimal", "12"),
        ("-0.25", "decimal", "-0.25"),
        ("2000.0", "double", "2000"),
        ("1e400", "decimal", "1e400"),
    ],
)
def test_literals_have_one_form(given, datatype, value):
    """Stores write true, whole numbers and decimals in ways of their own, and Virtuoso calls them typed-literal."""
    graph = canned(x={"type": "typed-literal", "datatype": XSD + datatype, "value": given})
    assert graph.rows("SELECT ?x WHERE { ?s ?p ?x }") == [(value,)]


def test_blank_nodes_are_taken_under_any_name():
    """Virtuoso's names of blank nodes hold characters that no other reader takes."""
    result = canned(x={"type": "bnode", "value": "nodeID://b10000"}).query("SELECT ?x WHERE { ?x ?p ?o }")
    assert isinstance(next(iter(result))[0], rdf.BlankNode)


@pytest.mark.parametrize(("value", "answer"), [("1", True), ("0", False)])
def test_an_ask_may_be_answered_by_a_row(value, answer):
    """Virtuoso gives the answer of an ASK as a row of one number."""
    graph = canned(__ASK_RETVAL={"type": "typed-literal", "datatype": XSD + "integer", "value": value})
    result = graph.query("ASK { ?s ?p ?o }")
    assert rdf.is_boolean(result)
    assert bool(result) is answer


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"ty', "break off or are damaged"),
        (b'{"head": {}}', "break off or are damaged"),
        (b'{"head": {"vars": ["x"]}, "results": {"bindings": [7]}}', "break off or are damaged"),
        (b"", "is no JSON"),
        (b"<sparql/>", "is no JSON"),
        (b"[" * 100_000, "is no JSON"),
    ],
)
def test_damaged_results_are_not_used(body, words):
    """Half of the rows is no answer."""
    with pytest.raises(EndpointError, match=words):
        RemoteGraph(lambda query, accept: Told(ROWS, body), "the store").rows(PAIRS)


def test_a_fault_of_the_text_is_found_before_anything_is_sent():
    """The line and column are those of the text, and SERVICE is refused."""
    other = Other([])
    graph = RemoteGraph(other.ask, "the store")
    with pytest.raises(QueryError, match=r"^query:2:"):
        graph.query("SELECT ?x\nWHERE ?x")
    with pytest.raises(QueryError, match="leave SERVICE out"):
        graph.query("SELECT ?x WHERE { SERVICE <http://x.org/> { ?x ?p ?o } }")
    assert other.asked == []


def test_a_query_that_the_store_cannot_run_is_a_fault_of_the_query():
    """What the store says of it is shown with the name of the query."""

    def ask(query, accept):
        raise Rejected("http://x.org/sparql: the server failed (500: SQ156)")

    with pytest.raises(QueryError, match=r"^mine: http://x\.org/sparql: the server failed \(500: SQ156\)"):
        RemoteGraph(ask, "the store").query("SELECT ?x WHERE { ?x ?p ?o }", "mine")


def test_our_own_queries_are_asked_once():
    """Pages and answers look the same things up again and again."""
    other = Other(numbers(3))
    graph = RemoteGraph(other.ask, "the store")
    first = graph.rows(PAIRS)
    first.clear()
    assert len(graph.rows(PAIRS)) == 3
    assert len(other.asked) == 1


def test_addresses_without_a_base_are_those_of_the_graph():
    """`<id/case/cpche>` means the same as in our own store."""
    other = Other([])
    RemoteGraph(other.ask, "the store").query("SELECT ?p WHERE { <id/case/cpche> ?p ?o }")
    assert other.asked[0].startswith("BASE <https://w3id.org/cwkg/>\n")


def test_a_graph_of_another_store_is_only_read():
    """Nothing that is asked through it changes the store."""
    graph = RemoteGraph(Other([]).ask, "the store")
    for change in (lambda: graph.add([]), lambda: graph.update("CLEAR ALL", "x")):
        with pytest.raises(KgError, match="only read"):
            change()
