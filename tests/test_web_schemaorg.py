"""What search engines are told of a page: honest types, terms that exist, readable without anybody's server."""

import json
import re

import pytest

from kg import rdf
from kg.namespaces import CW, DATASET, expand
from kg.notebook.graph import KnowledgeGraph
from kg.web import schemaorg
from kg.web.messages import PageRequest
from kg.web.pages import respond

BASE = "https://example.org/kg"
SCHEMA = "https://schema.org/"
PATHS = ("/", "/data", "/themes", "/outcomes", "/case/cpche", "/organisation/accenture", "/barrier/impatience")


@pytest.fixture(scope="module")
def graph(store) -> KnowledgeGraph:
    """The open graph."""
    return KnowledgeGraph(store)


@pytest.fixture(scope="module")
def everything(graph, store) -> dict[str, dict]:
    """What is told of every page that something is told of, by its address."""
    organisations = store.graph.rows("SELECT ?o WHERE { ?o a cw:Organisation } ORDER BY ?o")
    paths = ["/", "/data", *schemaorg.LISTS, *(f"/case/{id}" for id in store.cases)]
    paths += [f"/organisation/{iri.rpartition('/')[2]}" for (iri,) in organisations]
    paths += [f"/{name}" for name in ("theme/share-power", "barrier/impatience", "outcome/access")]
    return {path: schemaorg.of_page(graph, path, BASE) for path in paths}


def test_a_case_is_a_page_about_a_project(graph):
    """The page is based on the sources, is part of the dataset, and says that the roster is a reconstruction."""
    told = schemaorg.of_page(graph, "/case/bernalillo-jdai", BASE)
    assert (told["@type"], told["@id"]) == ("WebPage", f"{BASE}/case/bernalillo-jdai")
    assert told["description"] == graph.store.roster_note
    assert told["isPartOf"]["@id"] == DATASET
    assert "Collaborative Working (InsideOUT report)" in [source["name"] for source in told["isBasedOn"]]
    project = told["mainEntity"]
    assert (project["@type"], project["@id"]) == ("Project", expand("case:bernalillo-jdai"))
    assert project["name"].startswith("Juvenile Detention Alternatives Initiative")
    assert "United States" in [place["name"] for place in project["location"]]
    partners = graph.store.graph.rows("SELECT DISTINCT ?o WHERE { case:bernalillo-jdai cw:hasPartner ?o }")
    assert {partner["@id"] for partner in project.get("member", [])} == {iri for (iri,) in partners}


def test_an_entry_is_a_defined_term_in_its_list(graph):
    """With its definition and its code."""
    term = schemaorg.of_page(graph, "/theme/share-power", BASE)["mainEntity"]
    assert (term["@type"], term["name"], term["termCode"]) == ("DefinedTerm", "Share power", "T04")
    assert term["inDefinedTermSet"][0]["@id"] == expand("theme:")
    listed = schemaorg.of_page(graph, "/themes", BASE)["mainEntity"]
    assert (listed["@type"], len(listed["hasDefinedTerm"])) == ("DefinedTermSet", 12)


def test_an_organisation_has_the_type_that_its_class_is_aligned_with(graph, project):
    """What the alignment says of classes is what pages say of their members."""
    alignment = rdf.Graph(rdf.parse(project.ontology / "alignments" / "schema-org.ttl", "turtle"))
    aligned = dict(alignment.rows("SELECT ?ours ?theirs WHERE { ?ours skos:closeMatch|skos:exactMatch ?theirs }"))
    assert {ours: SCHEMA + theirs for ours, theirs in schemaorg.ORGANISATIONS.items()}.items() <= aligned.items()
    assert aligned[CW + "Collaboration"] == SCHEMA + "Project"
    assert aligned[CW + "CodebookConcept"] == SCHEMA + "DefinedTerm"
    row = graph.store.graph.rows("SELECT ?o WHERE { ?o a cw:University } ORDER BY ?o LIMIT 1")[0][0]
    told = schemaorg.of_page(graph, f"/organisation/{row.rpartition('/')[2]}", BASE)["mainEntity"]
    assert told["@type"] == "CollegeOrUniversity"


def test_home_and_data_tell_of_the_dataset(graph):
    """With this server's files."""
    for path in ("/", "/data"):
        told = schemaorg.of_page(graph, path, BASE)
        assert (told["@type"], told["@id"]) == ("Dataset", DATASET)
        assert f"{BASE}/data/cwkg.ttl" in [file["contentUrl"] for file in told["distribution"]]


@pytest.mark.parametrize("path", ["/cases", "/ask", "/query", "/about", "/case/cpche.ttl", "/id/case/cpche", "/x"])
def test_other_pages_tell_nothing(graph, path):
    """A list of search results is no thing to tell of."""
    assert schemaorg.of_page(graph, path, BASE) is None


def test_every_term_is_one_of_schema_org(everything):
    """No property and no type is made up."""
    from rdflib.namespace import SDO  # here, since it warns of every name that a collector of tests looks for in it

    known = set(SDO.__annotations__)

    def names(told):
        if isinstance(told, dict):
            yield from (key for key in told if not key.startswith("@"))
            yield from [told["@type"]] if "@type" in told else []
            for key, value in told.items():
                if key != "@context":
                    yield from names(value)
        elif isinstance(told, list):
            for one in told:
                yield from names(one)

    used = {name for told in everything.values() for name in names(told)}
    assert len(used) > 25
    assert used <= known


def test_nothing_empty_is_told_of_any_page(everything):
    """Every case, organisation and entry has a name, and no field is empty."""
    for path, told in everything.items():
        text = json.dumps(told)
        assert '""' not in text, path
        assert "[]" not in text, path
        assert told.get("name"), path


def test_it_expands_offline(everything):
    """A parser that refuses to fetch contexts reads every page's block; all that it finds are words of schema.org."""
    for told in everything.values():
        triples = list(rdf.parse(json.dumps(told), "json-ld"))
        assert triples
        assert all(t.predicate.value.startswith(SCHEMA) or t.predicate.value == expand("rdf:type") for t in triples)
        addresses = [t.object for t in triples if t.predicate.value in (SCHEMA + "url", SCHEMA + "license")]
        assert all(isinstance(address, rdf.Iri) for address in addresses)


@pytest.mark.parametrize("path", PATHS)
def test_it_stands_in_the_page(graph, path):
    """One block of data in the head of the page, with the page's own address."""
    reply = respond(graph, PageRequest(path, (), BASE))
    (block,) = re.findall(r'<script type="application/ld\+json">(.+?)</script>', reply.body.decode(), re.DOTALL)
    assert json.loads(block) == json.loads(json.dumps(schemaorg.of_page(graph, path, BASE)))


def test_a_page_that_is_not_there_tells_nothing(graph):
    """An error is no thing to index."""
    for path in ("/case/none", "/theme/none"):
        reply = respond(graph, PageRequest(path, (), BASE))
        assert reply.status in (400, 404)
        assert b"ld+json" not in reply.body
