"""What a worker does with a request: each fault has its status and a text that helps, and breaks nothing."""

import io
import os

import pytest
from pooling import DATA

from kg import dataset
from kg.web import frames, pages
from kg.web.jobs import Jobs
from kg.web.messages import PageRequest, QueryRequest

NAMES = "SELECT ?n { ?s <http://example.org/name> ?n }"


@pytest.fixture(scope="module")
def jobs(tmp_path_factory):
    path = tmp_path_factory.mktemp("jobs") / "data.trig"
    path.write_text(DATA + "ex:graph { ex:a a ex:Person }", encoding="utf-8")
    return Jobs(dataset.read(path), None, 1 << 20)


def answer(jobs, request):
    """The reply that the frames of an answer make, as the front makes it."""
    sent = []
    jobs.answer(request, sent.append)
    pipe, head, failed, body = io.BytesIO(b"".join(sent)), b"", b"", b""
    while frame := frames.read(pipe):
        sort, content = frame
        head, failed = content if sort == frames.HEAD else head, content if sort == frames.FAILED else failed
        body += content if sort == frames.PART else b""
    return frames.reply(failed or head, b"" if failed else body)


def asked(jobs, text, **options):
    reply = answer(jobs, QueryRequest(text, **options))
    return reply.status, reply.body.decode()


@pytest.mark.parametrize(
    ("query", "status", "text"),
    [
        ("SELEC ?s", 400, "query:1:1: 'SELEC' cannot stand here; did you mean 'SELECT'?\n  SELEC ?s\n  ^\n"),
        ("", 400, "query: the query is empty\n"),
        (
            "ASK {\n  ?s ?p\n",
            400,
            "query:2:8: the query ends too early; a bracket or a part of a statement is missing\n",
        ),
        ("ASK { ?s a zz:T }", 400, "query:1:12: prefix 'zz:' is not declared; add PREFIX zz: <…>\n"),
        ("INSERT DATA { <a:> <a:> 1 }", 403, "query:1:1: queries only read the graph, and 'INSERT' would change it\n"),
        ("PREFIX a: <a:> BASE <b:> DELETE WHERE { ?s ?p ?o }", 403, "query:1:26: queries only read the graph"),
        ("LOAD <http://127.0.0.1/>", 403, "query:1:1: queries only read the graph, and 'LOAD' would change it\n"),
        ("ASK { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", 403, "query:1:7: queries have no access to the network"),
        ("ASK { SERVICE:x{} }", 403, "query:1:7: queries have no access to the network"),
        ("ASK\nFROM <file:///etc/passwd> {}", 400, "query:2:6: there is no graph <file:///etc/passwd> here"),
        ("PREFIX g: <http://g/> ASK FROM NAMED g:x {}", 400, "query:1:38: there is no graph <http://g/x> here"),
        ("BASE <http://g/> ASK FROM <x> {}", 400, "query:1:27: there is no graph <http://g/x> here"),
    ],
)
def test_faults_of_a_query(jobs, query, status, text):
    """Wrong, changing the graph, calling out, naming graphs that are not here: in words, with line and column."""
    found = asked(jobs, query)
    assert found[0] == status
    assert found[1].startswith(text)


@pytest.mark.parametrize(
    "query",
    [
        "ASK FROM <http://example.org/graph> { ?s a ?c }",
        "PREFIX ex: <http://example.org/> ASK FROM NAMED ex:graph { GRAPH ?g { ?s a ?c } }",
        "BASE <http://example.org/> ASK FROM <graph> { ?s a ?c }",
    ],
)
def test_graphs_that_are_here(jobs, query):
    """Full, by prefix and by base."""
    status, text = asked(jobs, query)
    assert (status, '"boolean":true' in text) == (200, True)


def test_graphs_of_the_request_take_the_place_of_those_in_the_query(jobs):
    """What the query names is then of no account."""
    query = "ASK FROM <http://gone/> { ?s a ?c }"
    assert asked(jobs, query)[0] == 400
    assert "true" in asked(jobs, query, default_graphs=("http://example.org/graph",))[1]
    status, text = asked(jobs, query, named_graphs=("http://gone/too",))
    assert (status, text.partition(" here")[0]) == (400, "query: there is no graph <http://gone/too>")


def test_a_result_in_the_syntax_that_was_asked_for(jobs):
    """Rows in one, triples in the other."""
    reply = answer(jobs, QueryRequest(NAMES, "tsv", "turtle"))
    assert (reply.status, reply.media_type) == (200, "text/tab-separated-values; charset=utf-8")
    reply = answer(jobs, QueryRequest("CONSTRUCT WHERE { ?s ?p ?o }", "tsv", "turtle"))
    assert (reply.status, reply.media_type) == (200, "text/turtle; charset=utf-8")


def test_a_result_in_no_syntax_that_was_asked_for(jobs):
    """A client that takes only triples gets no rows, and hears how it can have them."""
    status, text = asked(jobs, NAMES, rows="", triples="turtle")
    assert (status, "text/csv" in text) == (406, True)
    status, text = asked(jobs, "CONSTRUCT WHERE { ?s ?p ?o }", rows="csv", triples="")
    assert (status, "text/turtle" in text) == (406, True)


def test_a_fault_on_the_way_takes_back_what_was_sent(jobs):
    """Rows that have gone out before it do not look like a result."""
    rows = "VALUES ?x { " + " ".join(f"'{n}{'x' * 2000}'" for n in range(600)) + " }"
    assert asked(jobs, f"SELECT * {{ {rows} }}")[0] == 507


def test_a_server_of_a_file_has_no_pages(jobs):
    """It says where its endpoint is."""
    reply = answer(jobs, PageRequest("/"))
    assert (reply.status, b"/sparql" in reply.body) == (404, True)


def test_a_fault_of_ours_is_logged_and_not_shown(jobs, monkeypatch, capsys):
    """A stranger sees no stack and no path of this machine; the log has both."""

    def broken(graph, request):
        raise RuntimeError(f"secret in {os.getcwd()}")

    monkeypatch.setattr(pages, "respond", broken)
    reply = answer(Jobs(jobs.data, object(), 1 << 20), PageRequest("/"))
    assert reply.status == 500
    assert b"secret" not in reply.body
    assert os.getcwd().encode() not in reply.body
    assert "secret" in capsys.readouterr().err


def test_a_lack_of_memory_ends_the_worker(jobs, monkeypatch):
    """Python cannot be trusted to go on after one, so it is left to the process."""

    def greedy(graph, request):
        raise MemoryError

    monkeypatch.setattr(pages, "respond", greedy)
    with pytest.raises(MemoryError):
        answer(Jobs(jobs.data, object(), 1 << 20), PageRequest("/"))
