"""schema.org: the dataset as search engines take it in, readable without fetching anybody's context."""

import json

from describing import CASES, PAGE, PUBLISHED, TURTLE, made

from kg import rdf
from kg.describing import schemaorg
from kg.describing.dataset import Described, Published


def test_the_dataset_is_told_in_full():
    """Name, text with what may not be concluded, licence, creator, version, place, files."""
    found = schemaorg.dataset(made(), PUBLISHED)
    assert found["@type"] == "Dataset"
    assert (found["name"], found["version"], found["datePublished"]) == ("Made-up graph", "1.2.3", "2026-01-31")
    assert "are a reconstruction" in found["description"]
    assert (found["license"], found["url"]) == ("https://example.org/licence", PAGE)
    assert [agent["name"] for agent in found["creator"]] == ["Nobody"]
    assert [file["contentUrl"] for file in found["distribution"]] == [TURTLE.address, CASES.address]
    assert found["distribution"][0]["sha256"] == TURTLE.sha256
    assert "sha256" not in found["distribution"][1]


def test_nothing_empty_is_told():
    """A search engine sees no empty field."""
    for published in (PUBLISHED, Published()):
        told = json.dumps(schemaorg.dataset(made(), published))
        assert '""' not in told
        assert "[]" not in told
        assert "null" not in told


def test_it_expands_offline_into_the_words_of_schema_org(store):
    """A parser that refuses to fetch contexts reads it; addresses become things, not texts."""
    text = json.dumps(schemaorg.dataset(Described(store.graph), PUBLISHED))
    graph = rdf.Graph(rdf.parse(text, "json-ld"))
    schema = "PREFIX schema: <https://schema.org/> PREFIX data: <https://w3id.org/cwkg/data#> "
    assert graph.rows(schema + "SELECT ?n WHERE { data:dataset a schema:Dataset ; schema:name ?n }") == [
        ("Collaborative Working Knowledge Graph",)
    ]
    things = graph.rows(schema + "SELECT ?l WHERE { data:dataset schema:license ?l FILTER isIRI(?l) }")
    assert things == [("https://creativecommons.org/licenses/by/4.0/",)]
    used = {t.predicate.value for t in graph}
    assert all(name.startswith("https://schema.org/") or name.endswith("#type") for name in used)
    measured = graph.rows(schema + "SELECT ?v WHERE { data:dataset schema:variableMeasured ?v } ORDER BY ?v")
    assert [value for (value,) in measured] == ["Barriers", "Outcome types", "Themes"]
