"""Addresses and IRIs: each leads to the other, and things are told from documents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import rdf
from kg.mediatypes import RDF_TYPES, TURTLE
from kg.namespaces import BASE
from kg.web import iris


@pytest.mark.parametrize(
    ("path", "rest", "document"),
    [
        ("/id/case/cpche", "id/case/cpche", "/case/cpche"),
        ("/id/finding/cpche-t1", "id/finding/cpche-t1", "/about-thing/id/finding/cpche-t1"),
        ("/code/theme/share-power", "code/theme/share-power", "/theme/share-power"),
        ("/code/basis/stated", "code/basis/stated", "/about-thing/code/basis/stated"),
        ("/code/theme/", "code/theme/", "/about-thing/code/theme/"),
        ("/code/theme", "code/theme/", "/about-thing/code/theme/"),
        ("/ontology/0.1.0", "ontology/0.1.0", "/ontology"),
        ("/graph/derived", "graph/derived", "/data"),
        ("/about-thing/id/case/cpche", "id/case/cpche", "/case/cpche"),
    ],
)
def test_a_thing_leads_on_to_its_document(path, rest, document):
    """Things, lists, versions and graphs are told of elsewhere, and so is a thing under the wrong document."""
    place = iris.read(path)
    assert (place.iri, place.document, place.leads_on, place.syntax) == (BASE + rest, document, True, None)


@pytest.mark.parametrize(
    ("path", "rest"),
    [
        ("/case/cpche", "id/case/cpche"),
        ("/organisation/pmdu", "id/organisation/pmdu"),
        ("/barrier/impatience", "code/barrier/impatience"),
        ("/about-thing/id/finding/cpche-t1", "id/finding/cpche-t1"),
        ("/about-thing/code/theme/", "code/theme/"),
        ("/about-thing/code/theme", "code/theme/"),
        ("/ontology", "ontology"),
        ("/data", "data#dataset"),
    ],
)
def test_a_document_is_its_own(path, rest):
    """The address of a document is where its thing is told of."""
    place = iris.read(path)
    assert (place.iri, place.leads_on) == (BASE + rest, False)


@pytest.mark.parametrize("kind", RDF_TYPES, ids=lambda kind: kind.suffix)
def test_a_suffix_asks_for_a_syntax(kind):
    """On things, documents and lists alike."""
    for path in (
        "/id/case/cpche",
        "/case/cpche",
        "/code/theme",
        "/about-thing/code/theme",
        "/ontology",
        "/ontology/0.1.0",
    ):
        place = iris.read(f"{path}.{kind.suffix}")
        assert place.syntax is kind
        assert place.iri == iris.read(path).iri
    assert iris.read("/about-thing/code/theme").path(kind) == f"/about-thing/code/theme.{kind.suffix}"


def test_where_programs_look_for_a_description_of_the_data():
    """The well-known address leads to the description, as Turtle where nothing else is said."""
    for path in ("/.well-known/void", "/void"):
        place = iris.read(path)
        assert (place.document, place.leads_on, place.syntax) == ("/data", True, TURTLE)
    assert iris.read("/void.nt").syntax.suffix == "nt"


@pytest.mark.parametrize(
    "path",
    [
        *("/", "", "/ask", "/cases", "/case", "/case/", "/case/a/b", "/case/Caps", "/case/../x", "/case/a--"),
        *("/id", "/id/case", "/id/case/", "/id/nothing/x", "/code/nothing/", "/themes", "/case/cpche.svg"),
        *("/about-thing/", "/about-thing/ontology", "/data/cwkg.ttl", "/graph/other", "/.ttl", "/case/.ttl"),
        *("/case/ü", "/case/a\n", "/ontology\n", "/ontologyx", "/case/a.ttl\n"),
    ],
)
def test_other_addresses_are_about_no_one_thing(path):
    """Pages, files, unknown kinds and names that no thing can have."""
    assert iris.read(path) is None


def test_every_iri_of_the_graph_has_an_address_that_leads_back(store):
    """From an IRI to its address and its document, and from either to the IRI."""
    nodes = (node for triple in store.graph for node in (triple.subject, triple.object) if isinstance(node, rdf.Iri))
    found = {node.value for node in nodes if node.value.startswith(BASE)}
    assert len(found) > 3_000
    for iri in found:
        whole = iri.partition("#")[0]
        place = iris.read("/" + whole.removeprefix(BASE))
        assert place.iri.partition("#")[0] == whole
        assert iris.read(place.document).document == place.document
        assert iris.place_of(iri).document == place.document


@given(st.text())
def test_any_path_is_read(path):
    """No address makes a fault; what is read is an IRI of ours."""
    for start in ("", "/", "/id/case/", "/case/"):
        place = iris.read(start + path)
        assert place is None or place.iri.startswith(BASE)
