"""What things and properties are called on a page."""

import pytest

from kg.namespaces import expand
from kg.web.pages import names


@pytest.mark.parametrize(
    ("curie", "words"),
    [
        ("cw:saidBy", "said by"),
        ("skos:definition", "definition"),
        ("rdf:type", "is a"),
        ("owl:noSuchThing", "noSuchThing"),
    ],
)
def test_a_property_in_words(site, curie, words):
    """By the ontology, by our own words for others' terms, or by its last part."""
    assert names.of_property(site, expand(curie)) == words


def test_every_property_of_the_graph_has_words(site, store):
    """Nothing that a page shows of a thing is called by a name for programs."""
    used = store.graph.rows(
        """SELECT DISTINCT ?p WHERE { ?x ?p ?o FILTER (!isBlank(?x) && !STRSTARTS(STR(?x), STR(cw:)))
             FILTER NOT EXISTS { ?x a owl:Ontology } }"""
    )
    assert {iri for (iri,) in used} - site.labels.keys() - names.BY_IRI.keys() == set()


def test_the_narrowest_kind_names_a_thing(site):
    """A theme finding is called so, whatever else it is."""
    kinds = [expand(curie) for curie in ("cw:CountedFinding", "cw:Finding", "cw:ThemeFinding", "owl:NamedIndividual")]
    assert names.of_kind(site, kinds) == "theme finding"
    assert names.of_kind(site, []) == "thing"
    assert names.of_thing(site, expand("finding:cpche-t1"), kinds) == "Theme finding cpche-t1"
    assert names.of_thing(site, expand("person:emily-miles"), []) == "Emily Miles"
