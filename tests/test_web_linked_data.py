"""Linked data over HTTP: a served graph, asked as browsers, rdflib and programs ask."""

import re
from collections.abc import Iterator

import httpx
import pytest
import rdflib
from serving import Served, serving

from kg import rdf
from kg.describing.terms import PREFIXES
from kg.mediatypes import RDF_TYPES
from kg.namespaces import BASE, expand


@pytest.fixture(scope="module")
def served(ready) -> Iterator[Served]:
    """A server with the usual time for an answer."""
    with serving(project=ready) as server:
        yield server


def test_a_thing_is_found_by_its_address(served):
    """303 to the document; the document as Turtle; the page for a browser. All vary by what is asked for."""
    thing = served.get("/id/case/cpche", "text/turtle")
    assert (thing.status_code, thing.headers["location"]) == (303, f"{served.url}/case/cpche")
    document = served.get("/case/cpche", "text/turtle;q=0.9, text/html;q=0.1")
    assert (document.status_code, document.headers["content-type"]) == (200, "text/turtle; charset=utf-8")
    assert document.headers["content-location"] == f"{served.url}/case/cpche.ttl"
    assert document.headers["access-control-allow-origin"] == "*"
    page = served.get("/case/cpche", "text/html")
    assert page.headers["content-type"].startswith("text/html")
    assert (thing.headers["vary"], document.headers["vary"]) == ("Accept", "Accept, Accept-Encoding")


@pytest.mark.parametrize("kind", RDF_TYPES, ids=lambda kind: kind.suffix)
def test_each_suffix_gives_its_syntax(served, kind):
    """A browser that follows a link to a suffix gets that syntax, whatever it says that it takes."""
    found = served.get(f"/theme/share-power.{kind.suffix}", "text/html")
    assert (found.status_code, found.headers["content-type"]) == (200, kind.sent)
    assert rdf.Iri(expand("theme:share-power")) in {t.subject for t in rdf.parse(found.content, kind.format)}


def test_head_and_etag(served):
    """HEAD has the headers of GET and no body; a client that has it already is told so."""
    got, head = served.get("/case/cpche.ttl"), served.send("HEAD", "/case/cpche.ttl")
    assert head.content == b""
    assert {key: head.headers[key] for key in ("content-type", "content-length", "etag")} == {
        key: got.headers[key] for key in ("content-type", "content-length", "etag")
    }
    again = served.get("/case/cpche.ttl", headers={"If-None-Match": got.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_and_its_rdf_are_kept_apart(served):
    """What was made for one client is not given to another that wants something else."""
    for _ in range(2):
        assert served.get("/theme/impatience", "text/turtle").status_code == 404
        assert served.get("/barrier/impatience", "text/turtle").headers["content-type"].startswith("text/turtle")
        assert served.get("/barrier/impatience", "application/ld+json").headers["content-type"] == "application/ld+json"
        assert served.get("/barrier/impatience", "image/png").status_code == 406


def test_several_accept_headers_are_one_list(served):
    """By HTTP, lines of one header are one value: the best of all of them is given."""
    lines = [("Accept", "text/html;q=0.1, image/png"), ("Accept", "text/turtle")]
    found = httpx.get(f"{served.url}/case/cpche", headers=lines, trust_env=False)
    assert found.headers["content-type"].startswith("text/turtle")


def test_rdflib_follows_an_iri_to_its_rdf(served):
    """A client library that knows nothing of us: it sends its own header, follows the redirect and parses."""
    graph = rdflib.Graph().parse(f"{served.url}/id/case/cpche")
    case = rdflib.URIRef(expand("case:cpche"))
    assert graph.value(case, rdflib.RDFS.label)
    assert len(list(graph.subjects(rdflib.URIRef(expand("cw:about")), case))) > 10


def test_the_endpoint_describes_itself_to_programs(served):
    """Without a query: Turtle for a program, the query page for a browser; the address is the one in use."""
    found = served.get("/sparql", "text/turtle")
    assert (found.status_code, found.headers["vary"]) == (200, "Accept, Accept-Encoding")
    graph = rdf.Graph(rdf.parse(found.content, "turtle"))
    prefix = f"PREFIX sd: <{PREFIXES['sd']}> "
    assert graph.rows(prefix + "SELECT ?e WHERE { ?s sd:endpoint ?e }") == [(f"{served.url}/sparql",)]
    browser = served.get("/sparql", "text/html,*/*;q=0.8")
    assert (browser.status_code, browser.headers["location"]) == (303, "/query")


def test_named_graphs_hold_as_many_triples_as_the_description_says(served):
    """What the description promises of a named graph is what a query finds there."""
    graph = rdf.Graph(rdf.parse(served.get("/sparql", "application/n-triples").content, "n-triples"))
    prefix = f"PREFIX sd: <{PREFIXES['sd']}> PREFIX void: <{PREFIXES['void']}> "
    promised = dict(graph.rows(prefix + "SELECT ?n ?t WHERE { ?x sd:name ?n ; sd:graph/void:triples ?t }"))
    assert len(promised) == 2
    for name, count in promised.items():
        answer = served.query(f"SELECT (COUNT(*) AS ?n) FROM <{name}> {{ ?s ?p ?o }}", "text/csv")
        assert answer.text.split() == ["n", count]


def test_the_void_of_the_real_address(served):
    """From the well-known address to counts and files that are there."""
    first = served.get("/.well-known/void")
    assert (first.status_code, first.headers["location"]) == (303, f"{served.url}/data.ttl")
    text = served.get("/data.ttl").text
    for address in re.findall(r"void:dataDump (.+?) ;\n", text)[0].replace("<", "").replace(">", "").split(" , "):
        assert served.send("HEAD", address.removeprefix(served.url)).status_code == 200


def test_what_is_not_there_is_said_in_words(served):
    """The nearest ids, in plain text; nothing of the inside."""
    found = served.get("/id/case/cpch", "text/turtle")
    assert (found.status_code, found.headers["content-type"]) == (404, "text/plain; charset=utf-8")
    assert "did you mean 'cpche'" in found.text


def test_a_page_of_a_thing_that_is_not_there_is_404_too(served):
    """In a browser as for programs: an unknown case is not found, and the page names the nearest."""
    found = served.get("/case/cpch", "text/html")
    assert (found.status_code, found.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "cpche" in found.text


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/id/case/%0d%0aSet-Cookie:%20a=b",
            "/id/case/..%2f..%2fetc",
            "/case/%00.ttl",
            "/id/%ff%fe",
            "/case/a.ttl%0a",
        ),
        *("/id/case/" + "a" * 3_000, "/about-thing/id/case/<script>", "/ontology/../x.ttl", "/data/cwkg.nt/x"),
    ],
)
def test_hostile_addresses_get_an_answer_and_nothing_else(served, path):
    """No fault, no header of theirs, no file."""
    found = served.get(path, "text/turtle")
    assert found.status_code in (400, 404), path
    assert "set-cookie" not in found.headers
    assert "Traceback" not in found.text


def test_every_sort_of_iri_is_served(served, store):
    """One IRI of each kind and list, from its address to RDF that speaks of it."""
    firsts: dict[str, str] = {}
    for (iri,) in store.graph.rows("SELECT DISTINCT ?x WHERE { ?x a ?t } ORDER BY ?x"):
        if iri and iri.startswith((BASE + "id/", BASE + "code/")):
            firsts.setdefault(iri.rpartition("/")[0], iri)
    assert len(firsts) > 35
    for iri in firsts.values():
        found = served.get(iri.removeprefix(BASE.rstrip("/")), "application/n-triples", follow_redirects=True)
        assert found.status_code == 200, iri
        assert f"<{iri}>" in found.text
