"""The SPARQL protocol: what is a query, what is none, and in which syntax its result is wanted."""

import pytest
from starlette.exceptions import HTTPException

from kg.web.messages import QueryRequest
from kg.web.sparql import FORM, QUERY, read, sent


def by_get(query_string, accept=None):
    return read(sent(query_string), accept)


def by_post(kind, body, query_string=b"", accept=None):
    return read(sent(query_string, kind, body), accept)


def refused(call, *arguments):
    """The status and the text with which a request is refused."""
    with pytest.raises(HTTPException) as caught:
        call(*arguments)
    return caught.value.status_code, caught.value.detail


def test_the_three_ways_to_send_a_query():
    """They come to the same."""
    expected = QueryRequest("ASK { ?s ?p 'é' }")
    assert by_get(b"query=ASK+%7B+?s%20?p+%27%C3%A9%27+%7D") == expected
    assert by_post(FORM, b"query=ASK+%7B+?s%20?p+%27%C3%A9%27+%7D") == expected
    assert by_post(QUERY, "ASK { ?s ?p 'é' }".encode()) == expected
    assert by_post(f"{QUERY.upper()}; charset=UTF-8", "ASK { ?s ?p 'é' }".encode()) == expected


def test_graphs_of_the_request():
    """Each may be given several times, beside a form, beside a query, and by GET."""
    graphs = b"default-graph-uri=http://a/1&default-graph-uri=http://a/2&named-graph-uri=http://a/3"
    for found in (
        by_get(b"query=ASK%7B%7D&" + graphs),
        by_post(FORM, b"query=ASK%7B%7D&" + graphs),
        by_post(QUERY, b"ASK{}", graphs),
    ):
        assert (found.default_graphs, found.named_graphs) == (("http://a/1", "http://a/2"), ("http://a/3",))


def test_what_the_protocol_does_not_know_is_passed_over():
    """Clients send parameters of their own."""
    assert by_get(b"query=ASK%7B%7D&format=json&output=json&results=json&timeout=1&debug=on") == QueryRequest("ASK{}")


@pytest.mark.parametrize(
    ("query_string", "status"),
    [
        (b"", 400),
        (b"format=json", 400),
        (b"query=ASK%7B%7D&query=ASK%7B%7D", 400),
        (b"query=%ff", 400),
        (b"query=\xff", 400),
        (b"query=ASK%7B%7D&" + b"a=1&" * 300, 400),
        (b"query=ASK%7B%7D&default-graph-uri=notaniri", 400),
        (b"query=ASK%7B%7D&named-graph-uri=http://a/%3E%20", 400),
        (b"update=CLEAR+ALL", 403),
    ],
)
def test_requests_that_are_refused(query_string, status):
    """None, several, not UTF-8, too many parameters, graphs that are no IRIs, updates."""
    found, text = refused(by_get, query_string)
    assert found == status
    assert text


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        (FORM, b"", 400),
        (FORM, b"query=ASK%7B%7D&query=ASK%7B%7D", 400),
        (FORM, b"update=CLEAR+ALL", 403),
        ("application/sparql-update", b"CLEAR ALL", 403),
        ("text/plain", b"ASK {}", 415),
        ("", b"ASK {}", 415),
        ("multipart/form-data; boundary=x", b"", 415),
        (f"{QUERY}; charset=utf-16", b"ASK {}", 415),
        (QUERY, b"\xff\xfe", 400),
        (FORM, b"query=%C3", 400),
    ],
)
def test_bodies_that_are_refused(kind, body, status):
    """Wrong types, wrong characters, no query, updates."""
    assert refused(by_post, kind, body)[0] == status


def test_a_query_in_the_address_and_in_the_body_are_two():
    """Which of them was meant nobody can tell."""
    assert refused(by_post, QUERY, b"ASK {}", b"query=ASK%7B%7D")[0] == 400


@pytest.mark.parametrize(
    ("accept", "rows", "triples"),
    [
        (None, "json", "turtle"),
        ("*/*", "json", "turtle"),
        ("text/csv", "csv", ""),
        ("text/tab-separated-values", "tsv", ""),
        ("application/sparql-results+xml, application/rdf+xml", "xml", "rdf-xml"),
        ("application/turtle,text/turtle", "", "turtle"),
        ("application/ld+json,application/x-json+ld", "", "json-ld"),
        ("application/n-triples", "", "n-triples"),
        ("application/sparql-results+json;q=1.0,application/sparql-results+xml;q=0.7", "json", ""),
        (
            "text/turtle;q=0.5, application/rdf+xml;q=0.9, text/csv;q=0.1, */*;q=0.2",
            "json",
            "rdf-xml",
        ),
    ],
)
def test_the_syntax_that_is_wanted(accept, rows, triples):
    """What a client names, by its weights; else JSON for rows and Turtle for triples."""
    found = by_get(b"query=ASK%7B%7D", accept)
    assert (found.rows, found.triples) == (rows, triples)


def test_a_syntax_that_there_is_not():
    """The refusal lists what there is."""
    status, text = refused(by_get, b"query=ASK%7B%7D", "image/png")
    assert status == 406
    assert "application/sparql-results+json" in text
    assert "text/turtle" in text
