"""Clients that people really use get what they ask for: the same rows, in the syntax that each one reads."""

import csv
import io
import json
import os
import shutil
import subprocess

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

PREFIX = "PREFIX cw: <https://w3id.org/cwkg/ontology#>\nPREFIX case: <https://w3id.org/cwkg/id/case/>\n"
THEMES = PREFIX + "SELECT ?theme WHERE { case:cpche cw:enactsTheme ?theme } ORDER BY ?theme"
TRIPLES = PREFIX + "CONSTRUCT { case:cpche cw:enactsTheme ?theme } WHERE { case:cpche cw:enactsTheme ?theme }"
YES = PREFIX + "ASK { case:cpche a cw:Collaboration }"
ENACTS = "https://w3id.org/cwkg/ontology#enactsTheme"


@pytest.fixture(scope="module")
def themes(store) -> list[str]:
    """What the themes of the case are, asked of the graph itself."""
    found = [theme for (theme,) in store.graph.rows("SELECT ?t { case:cpche cw:enactsTheme ?t } ORDER BY ?t")]
    assert len(found) > 3
    return found


@pytest.fixture
def endpoint(served) -> str:
    return f"{served.url}/sparql"


def wrapped(endpoint, text, format, method="GET"):
    """A query by SPARQLWrapper, as its documentation shows it."""
    client = SPARQLWrapper(endpoint)
    client.setQuery(text)
    client.setReturnFormat(format)
    client.setMethod(method)
    return client.query().convert()


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_reads_rows_as_json(endpoint, themes, method):
    """SPARQLWrapper sends several media types and stray parameters, and gets JSON."""
    found = wrapped(endpoint, THEMES, JSON, method)
    assert [row["theme"]["value"] for row in found["results"]["bindings"]] == themes
    assert wrapped(endpoint, YES, JSON, method)["boolean"] is True


def test_sparqlwrapper_reads_rows_as_xml_csv_and_tsv(endpoint, themes):
    """Each format is the one that was asked for, with the same rows."""
    document = wrapped(endpoint, THEMES, XML)
    assert [node.firstChild.data for node in document.getElementsByTagName("uri")] == themes
    rows = list(csv.reader(io.StringIO(wrapped(endpoint, THEMES, CSV).decode())))
    assert rows == [["theme"], *([theme] for theme in themes)]
    lines = wrapped(endpoint, THEMES, TSV).decode().splitlines()
    assert lines == ["?theme", *(f"<{theme}>" for theme in themes)]


@pytest.mark.parametrize("format", [TURTLE, RDFXML, JSONLD])
def test_sparqlwrapper_reads_triples(endpoint, themes, format):
    """A CONSTRUCT comes as Turtle, RDF/XML or JSON-LD, and gives the same graph."""
    found = wrapped(endpoint, TRIPLES, format)
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
    assert sorted(str(theme) for theme in graph.objects(None, rdflib.URIRef(ENACTS))) == themes


def test_rdflib_as_a_store(endpoint, themes):
    """rdflib's SPARQLStore asks for results and RDF in one header, and gets rows, yes and triples."""
    graph = rdflib.Graph(SPARQLStore(endpoint))
    assert [str(row.theme) for row in graph.query(THEMES)] == themes
    assert graph.query(YES).askAnswer is True
    assert sorted(str(theme) for _, _, theme in graph.query(TRIPLES)) == themes
    case = rdflib.URIRef("https://w3id.org/cwkg/id/case/cpche")
    assert sorted(map(str, graph.objects(case, rdflib.URIRef(ENACTS)))) == themes


def test_rdflib_by_service(endpoint, themes):
    """A query of rdflib's own reaches the endpoint by SERVICE."""
    inner = "?case cw:enactsTheme ?theme FILTER(?case = case:cpche)"
    text = f"{PREFIX}SELECT ?theme WHERE {{ SERVICE <{endpoint}> {{ {inner} }} }}"
    assert sorted(str(row.theme) for row in rdflib.Graph().query(text)) == themes


def test_pyoxigraph_by_service(endpoint, themes):
    """A query of oxigraph reaches the endpoint by SERVICE."""
    inner = "SERVICE <" + endpoint + "> { case:cpche cw:enactsTheme ?theme }"
    found = ox.Store().query(f"{PREFIX}SELECT ?theme WHERE {{ {inner} }} ORDER BY ?theme")
    assert [row["theme"].value for row in found] == themes


def test_yasgui_by_post_form(endpoint, themes):
    """What the editor YASGUI sends from a page of another address: a form, its media types, and a check before."""
    page = {"Origin": "https://editor.example", "Accept": "application/sparql-results+json,*/*;q=0.9"}
    with httpx.Client(trust_env=False) as client:
        asked = {**page, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        before = client.options(endpoint, headers=asked)
        answer = client.post(endpoint, data={"query": THEMES}, headers=page)
    assert before.status_code == 204
    assert before.headers["access-control-allow-origin"] == answer.headers["access-control-allow-origin"] == "*"
    assert [row["theme"]["value"] for row in answer.json()["results"]["bindings"]] == themes


def test_curl(endpoint, themes):
    """curl, as on the command line of anybody."""
    program = shutil.which("curl")
    if not program:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("curl is not installed")
    command = [
        program,
        "-sS",
        "--fail",
        "--noproxy",
        "*",
        "-H",
        "Accept: text/csv",
        "--data-urlencode",
        f"query={THEMES}",
    ]
    by_form = subprocess.run([*command, endpoint], capture_output=True, text=True, check=True, timeout=60).stdout
    by_address = subprocess.run(
        [*command, "-G", endpoint], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    assert by_form.split() == by_address.split() == ["theme", *themes]


def test_comunica(endpoint, themes, comunica):
    """Comunica finds out by itself that this is an endpoint, and sends it the query."""
    command = [comunica("comunica-sparql"), f"sparql@{endpoint}", "-q", THEMES, "-t", "application/sparql-results+json"]
    made = subprocess.run(command, capture_output=True, text=True, timeout=180, check=True)
    assert [row["theme"]["value"] for row in json.loads(made.stdout)["results"]["bindings"]] == themes
