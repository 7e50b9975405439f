"""One graph of one store, written and read back over HTTP."""

import programs
import pytest
from fake_server import Told, fake_server

from kg import rdf
from kg.client import Client, ServerFault
from kg.errors import UsageError
from kg.loading.sending import told
from kg.loading.target import Short, Target, with_addresses

GRAPH = "http://example.org/graph"
LINES = [
    b"_:a <urn:p> <urn:x> .\n",
    b'<urn:x> <urn:q> "1" .\n',
    b'<urn:x> <urn:q> "two"@en .\n',
    b"<urn:x> <urn:p> _:a .\n",
]
RESULTS = {"Content-Type": "application/sparql-results+json"}


@pytest.fixture(scope="module")
def oxigraph():
    with programs.oxigraph() as store:
        yield store


@pytest.mark.parametrize("graph", [GRAPH, "default"])
@pytest.mark.parametrize("way", ["store_url", "update_url"])
def test_a_graph_is_replaced_added_to_and_read_back(oxigraph, way, graph):
    """By the Graph Store Protocol and by SPARQL Update, in a named graph and in the default graph."""
    with Client() as client:
        address = {"store_url": oxigraph.store, "update_url": oxigraph.update}[way]
        target = Target(client, oxigraph.endpoint, graph, **{way: address})
        target.put([b"<urn:old> <urn:p> <urn:old> .\n"])
        target.put(LINES[:2])
        target.add(LINES[2:])
        assert (target.held(), target.counts()) == (4, {"urn:p": 2, "urn:q": 2})
        assert told(target.triples(target.counts())) == told(rdf.parse(b"".join(LINES), "n-triples"))
        assert target.plainly_seen("urn:x") == (graph == "default")
        target.put([])
        assert (target.held(), target.counts()) == (0, {})


def test_the_address_to_write_to_is_known_where_the_server_says_what_it_is(oxigraph):
    """Oxigraph names itself; what was given is left as it is."""
    with Client() as client:
        assert with_addresses(Target(client, oxigraph.endpoint, GRAPH)).store_url == oxigraph.store
        given = Target(client, oxigraph.endpoint, GRAPH, update_url=oxigraph.update)
        assert with_addresses(given) is given


@pytest.mark.parametrize(
    ("name", "graph", "words"),
    [("Some/1", GRAPH, "name the address that this store is written to"), ("Virtuoso/07", "default", "name one")],
)
def test_an_address_is_not_guessed(name, graph, words):
    """A server of another name gets nothing; that of Virtuoso has no default graph to write to."""
    told = Told(200, b'{"results": {"bindings": []}}', {**RESULTS, "Server": name})
    with fake_server(lambda asked: told) as server, Client() as client, pytest.raises(UsageError, match=words):
        with_addresses(Target(client, server.url, graph))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            Told(200, b"<html>Welcome", {"Content-Type": "text/html"}),
            "no SPARQL endpoint: it answers a query with a web",
        ),
        (Told(200, b'{"results": {"bind', RESULTS), "no SPARQL endpoint"),
        (Told(200, b'{"status": "ok"}', {"Content-Type": "application/json"}), "with application/json"),
    ],
)
def test_what_is_no_endpoint_is_told_so(told, words):
    """A page, half an answer, and an answer of something else are not taken for an empty graph."""
    with fake_server(lambda asked: told) as server, Client() as client, pytest.raises(ServerFault, match=words):
        Target(client, server.url, GRAPH).held()


def test_a_store_that_keeps_something_back_is_noticed():
    """Where a server cuts results at a number of rows, what came is not taken for all."""
    told = Told(200, b"".join(LINES[1:2]), {"Content-Type": "application/n-triples"})
    refused = pytest.raises(Short, match="gives 1 of 2 triples of <urn:q> at once")
    with fake_server(lambda asked: told) as server, Client() as client, refused:
        list(Target(client, server.url, GRAPH).triples({"urn:q": 2}))
