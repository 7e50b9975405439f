"""An endpoint gives a whole answer, or one line that says what is wrong and what to do."""

import threading
from types import SimpleNamespace
from urllib.parse import parse_qs

import pytest
from fake_server import Told, fake_server

from kg.errors import UsageError
from kg.remote import endpoint
from kg.remote.endpoint import ROWS, TRIPLES, Endpoint, EndpointError, Rejected

JSON = {"Content-Type": "application/sparql-results+json; charset=utf-8"}
NOTHING = b'{"head": {"vars": []}, "results": {"bindings": []}}'
TEXT = {"Content-Type": "text/plain"}


def fault_of(told, seconds=5.0, accept=ROWS) -> str:
    """What is said of an endpoint that answers so."""
    with fake_server(lambda asked: told) as server, pytest.raises(EndpointError) as caught:
        Endpoint(server.url + "?apikey=secret", seconds).ask("ASK {}", accept)
    assert str(caught.value).startswith(server.url + ": ")
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_query_is_posted_as_a_form():
    """The query and the graphs to ask go into the body; what else the address holds stays in it."""
    with fake_server(lambda asked: Told(200, NOTHING, JSON)) as server:
        told = Endpoint(server.url + "?default-graph-uri=http://x.org/g&key=k").ask("ASK {}", ROWS)
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", "/sparql?key=k")
    assert parse_qs(asked.body.decode()) == {"query": ["ASK {}"], "default-graph-uri": ["http://x.org/g"]}
    assert asked.headers["accept"] == ROWS
    assert (told.kind, told.body, told.cut) == (ROWS, NOTHING, "")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Told(200, b"<html>Log in</html>", {"Content-Type": "text/html"}), "it answered with a web page and not with"),
        (Told(200, b"a,b", {"Content-Type": "text/csv"}), "it answered with 'text/csv' and not with results in JSON"),
        (Told(200, NOTHING), "it answered with something unnamed and not with results in JSON"),
        (
            Told(301, b"", {"Location": "http://elsewhere.example/sparql"}),
            "leads on to http://elsewhere.example/sparql",
        ),
        (Told(401, b""), "the server asks who you are (401); set CWKG_ENDPOINT_USER and CWKG_ENDPOINT_PASSWORD"),
        (Told(403, b""), "does not allow this (403); ask whoever runs it for the right to query"),
        (Told(404, b""), "has nothing at this address (404); kg serve and Virtuoso have their endpoint at /sparql"),
        (Told(405, b""), "is this the address for queries?"),
        (Told(429, b"", {"Retry-After": "90"}), "has too much to do (429); it asks to wait 90 s"),
        (Told(503, b"starting up", TEXT), "has too much to do (503: starting up); try again later"),
        (Told(504, b""), "failed (504); ask for less, or have its time limit raised"),
        (Told(502, b"<html>", {"Content-Type": "text/html"}), "the server failed (502)"),
        (Told(200, NOTHING, JSON, cut=True), "the connection was cut before the whole answer had come"),
    ],
)
def test_each_way_to_fail_has_its_own_line(told, words):
    """The line names the endpoint, what is wrong and what to do."""
    assert words in fault_of(told)


def test_turtle_is_no_answer_where_rows_were_asked_for():
    """What was asked for decides which answers are taken."""
    turtle = Told(200, b"", {"Content-Type": "text/turtle"})
    assert "and not with results in JSON" in fault_of(turtle)
    assert "and not with N-Triples or Turtle" in fault_of(Told(200, NOTHING, JSON), accept=TRIPLES)


@pytest.mark.parametrize("status", [400, 500])
def test_a_query_that_the_endpoint_cannot_run_is_told_apart(status):
    """Its own words are quoted: they may say what it does not understand."""
    told = Told(status, b"Virtuoso 37000 Error SP030: syntax error\nSPARQL query:", TEXT)
    with fake_server(lambda asked: told) as server, pytest.raises(Rejected, match="SP030: syntax error"):
        Endpoint(server.url).ask("ASK {}", ROWS)


def test_a_slow_endpoint_is_left_at_the_limit():
    """The line says how to wait longer."""
    held = threading.Event()
    assert "set CWKG_ENDPOINT_TIMEOUT to more seconds" in fault_of(Told(200, NOTHING, JSON, hold=held), seconds=0.3)
    held.set()


def test_a_busy_endpoint_gets_the_seconds_that_it_asks_for_once(monkeypatch):
    """A short pause is waited; the second refusal is told."""
    pauses = []
    monkeypatch.setattr(endpoint, "time", SimpleNamespace(sleep=pauses.append))
    answers = [Told(503, headers={"Retry-After": "2"}), Told(200, NOTHING, JSON)]
    with fake_server(lambda asked: answers.pop(0)) as server:
        assert Endpoint(server.url).ask("ASK {}", ROWS).body == NOTHING
    assert "it asks to wait 3 s" in fault_of(Told(429, headers={"Retry-After": "3"}))
    assert pauses == [2, 3]


@pytest.mark.parametrize("name", ["X-SPARQL-MaxRows", "X-SQL-State"])
def test_a_server_that_says_that_rows_are_missing_is_heard(name):
    """Virtuoso tells in a header that it has cut a result, or ended a query before its end."""
    with fake_server(lambda asked: Told(200, NOTHING, {**JSON, name: "10000"})) as server:
        assert Endpoint(server.url).ask("ASK {}", ROWS).cut == "10000"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x.org/sparql", "localhost:8890/sparql", "", 7])
def test_what_is_no_address_is_refused(url):
    """Only http and https are asked, and nothing is opened."""
    with pytest.raises(UsageError, match="http://"):
        Endpoint(url)


def test_a_password_in_the_address_is_not_repeated():
    """The line names the variables to put it into."""
    with pytest.raises(UsageError, match="set CWKG_ENDPOINT_USER") as caught:
        Endpoint("http://tess:hidden@localhost/sparql")
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize("text", ["soon", "0", "-3", "nan"])
def test_the_time_limit_is_a_number_of_seconds(text, monkeypatch):
    """A slip in the variable is told, and not taken for the default."""
    monkeypatch.setenv("CWKG_ENDPOINT_TIMEOUT", text)
    with pytest.raises(UsageError, match="CWKG_ENDPOINT_TIMEOUT is a number of seconds above zero"):
        Endpoint("http://localhost/sparql")
