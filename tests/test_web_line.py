"""A server over another store gives the pages of one over our own; its workers reach that store through the front."""

import httpx
import programs
import pytest
from fake_server import Told as Reply
from fake_server import fake_server
from serving import serving

from kg.remote.endpoint import ROWS, Endpoint, EndpointError, Rejected
from kg.web import frames
from kg.web.line import Line, answered

JSON = {"Content-Type": "application/sparql-results+json"}
PAGES = (
    "/",
    "/ask?question=which+projects+shared+power+and+cut+costs",
    "/cases?theme=share-power",
    "/case/cpche",
    "/theme/share-power",
    "/compare?case=cpche&case=bernalillo-jdai",
    "/questions/total-savings",
)


def through(reply) -> tuple[Line, list[str]]:
    """A worker's line whose front asks a store that answers so, and what the front puts into its log."""
    said = []
    sent = []

    def receive() -> bytes:
        with fake_server(lambda asked: reply) as server:
            _, content = frames.lead(sent[-1][: frames.LEAD_SIZE]), sent[-1][frames.LEAD_SIZE :]
            told = answered(Endpoint(server.url, 5), content, lambda event, **values: said.append(values["fault"]))
        return told[frames.LEAD_SIZE :]

    return Line(sent.append, receive), said


def test_an_answer_comes_through_whole():
    """Type, bytes and the word that rows are missing."""
    line, said = through(Reply(200, b'{"head": {}, "boolean": true}', {**JSON, "X-SPARQL-MaxRows": "7"}))
    told = line.ask("ASK {}", ROWS)
    assert (told.kind, told.body, told.cut) == (ROWS, b'{"head": {}, "boolean": true}', "7")
    assert said == []


@pytest.mark.parametrize(("status", "error"), [(400, Rejected), (503, EndpointError)])
def test_a_fault_comes_through_without_the_address(status, error):
    """Who runs the server finds the address in the log; who asks it does not."""
    line, said = through(Reply(status, b"no", {"Content-Type": "text/plain"}))
    with pytest.raises(error) as caught:
        line.ask("ASK {}", ROWS)
    assert str(caught.value).startswith("the store behind this server: the server ")
    assert "127.0.0.1" not in str(caught.value)
    assert "http://127.0.0.1:" in said[0]


@pytest.fixture(scope="module")
def oxigraph(built):
    with programs.oxigraph() as server:
        body, kind = (built / "graph.nt").read_bytes(), {"Content-Type": "application/n-triples"}
        httpx.put(f"{server.store}?default", content=body, headers=kind, timeout=120).raise_for_status()
        yield server


def test_the_pages_are_those_of_our_own_store(served, ready, oxigraph):
    """Each page is the same, letter for letter; RDF is given too, but for what only a build knows."""
    with serving("--endpoint", oxigraph.endpoint, project=ready) as there:
        for path in PAGES:
            here, page = served.get(path, "text/html"), there.get(path, "text/html")
            assert (page.status_code, page.text.replace(there.url, "")) == (200, here.text.replace(served.url, "")), (
                path
            )
        assert there.get("/id/case/cpche.ttl", follow_redirects=True).text.count("rdfs:label") > 5
        assert there.get("/data/cwkg.nq").status_code == 501
        refused = there.query("ASK { ?s ?p ?o }")
        assert (refused.status_code, "--pass-queries" in refused.text) == (403, True)
        assert there.get("/query", "text/html").status_code == 403


def test_a_store_that_goes_away_is_told(built, ready):
    """Queries are passed on where that is wanted; when the store has gone, there is a clear line and no half page."""
    query = "SELECT ?l WHERE { theme:share-power rdfs:label ?l }"
    with programs.oxigraph() as store:
        body, kind = (built / "graph.nt").read_bytes(), {"Content-Type": "application/n-triples"}
        httpx.put(f"{store.store}?default", content=body, headers=kind, timeout=120).raise_for_status()
        server = serving("--endpoint", store.endpoint, "--pass-queries", project=ready)
        there = server.__enter__()
        assert "Share power" in there.query(query).text
    try:
        gone = there.query(query)
        assert gone.status_code == 502
        assert gone.text == "the store behind this server: no server answers there; is it running?\n"
        assert there.get("/case/cpche", "text/html").status_code == 502
        assert store.endpoint in there.wait_for("store")["fault"]
    finally:
        server.__exit__(None, None, None)
