"""What an address offers: pages to people, RDF to programs, from the address and the header alone."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.namespaces import expand
from kg.web import offers
from kg.web.messages import PageRequest, RdfRequest

BASE = "https://example.org/kg"


def asked(path: str, accept: str | None = None) -> PageRequest | RdfRequest:
    return offers.asked(PageRequest(path, (("a", "b"),), BASE), accept)


@pytest.mark.parametrize("path", ["/", "/cases", "/case/cpche", "/ontology", "/data", "/data/cases.csv", "/nothing"])
def test_people_are_given_pages(path):
    """Whoever takes HTML gets the page, with its parameters."""
    assert asked(path, "text/html,*/*;q=0.8") == PageRequest(path, (("a", "b"),), BASE)


@pytest.mark.parametrize(
    ("path", "accept", "syntax"),
    [
        ("/case/cpche", "text/turtle", "turtle"),
        ("/case/cpche.rdf", "text/html", "rdf-xml"),
        ("/case/cpche", "image/png", ""),
        ("/id/case/cpche", "text/html", "html"),
        ("/void", None, "turtle"),
        ("/data/cwkg.nq", None, "n-quads"),
        ("/data/cwkg.jsonld", "text/html", "json-ld"),
    ],
)
def test_programs_are_given_rdf(path, accept, syntax):
    """The syntax by suffix or by header; an empty one where the client takes nothing that there is."""
    assert asked(path, accept) == RdfRequest(path, syntax, BASE)


def test_a_page_says_where_its_rdf_is():
    """The headers that go with a page: it varies, it has alternates, and which thing it is about."""
    found = dict(offers.links("/case/cpche", BASE))
    assert found["Vary"] == "Accept"
    assert f'<{BASE}/case/cpche.ttl>; rel="alternate"; type="text/turtle"' in found["Link"]
    assert f'<{expand("case:cpche")}>; rel="describes"' in found["Link"]
    assert offers.links("/cases", BASE) == ()


@given(st.text(max_size=30), st.one_of(st.none(), st.text(max_size=30)))
def test_any_request_is_read(path, accept):
    """Whatever the address and the header hold, there is a request that can be answered."""
    for start in ("/", "/case/", "/id/case/", "/data/cwkg."):
        assert asked(start + path, accept).path == start + path


def test_the_front_needs_no_engine_for_it():
    """The process that speaks HTTP loads nothing that could evaluate a query."""
    code = "import sys, kg.web.offers; print('pyoxigraph' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert run.stdout == "False\n"
