"""The names that exist in a graph, as the SPARQL page completes and explains them."""

import pytest

from kg import rdf
from kg.web.terms import LONGEST, terms

SMALL = """
@prefix cw: <https://w3id.org/cwkg/ontology#> . @prefix theme: <https://w3id.org/cwkg/code/theme/> .
@prefix case: <https://w3id.org/cwkg/id/case/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix ex: <http://example.org/> .
cw:Collaboration rdfs:label "collaboration" ; skos:definition "People who work together." .
cw:Theme rdfs:label "theme" .
theme:trust a cw:Theme ; rdfs:label "Trust" .
theme:haste a cw:Theme ; rdfs:label "Haste" .
case:one a cw:Collaboration , cw:GoodCollaboration ; rdfs:label "One" ; cw:enacts theme:trust ; cw:since 1999 .
case:two a cw:Collaboration ; rdfs:label "Two" ; cw:enacts theme:trust , theme:haste ; ex:of _:somebody .
"""


@pytest.fixture(scope="module")
def small():
    return terms(rdf.Graph(rdf.parse(SMALL, "turtle")))


def named(found, name):
    return next(term for term in found if term["name"] == name)


def test_classes_come_with_their_members(small):
    """Each class has its label, its meaning and the number of its members, the largest first."""
    first = small["classes"][0]
    assert first == {
        "name": "cw:Collaboration",
        "label": "collaboration",
        "count": 2,
        "about": "People who work together.",
    }


def test_a_class_whose_members_all_belong_to_a_larger_one_says_so(small):
    """What holds of the larger class can be offered for the smaller one; a class without a label has its name."""
    good = named(small["classes"], "cw:GoodCollaboration")
    assert (good["label"], good["count"], good["within"]) == ("GoodCollaboration", 1, ["cw:Collaboration"])
    assert "within" not in named(small["classes"], "cw:Collaboration")


def test_a_property_tells_what_it_ties_together(small):
    """Of which classes its subjects and objects are, and from which list its objects come."""
    enacts = named(small["properties"], "cw:enacts")
    assert (enacts["count"], enacts["of"], enacts["leads"], enacts["to"]) == (
        3,
        ["cw:Collaboration"],
        ["cw:Theme"],
        ["theme"],
    )
    assert named(small["properties"], "cw:since")["to"] == ["xsd:integer"]


def test_a_property_of_others_keeps_its_iri(small):
    """A name without a prefix of ours is written whole, and a blank node comes from no list."""
    assert "to" not in named(small["properties"], "http://example.org/of")


def test_entries_are_counted_by_what_points_to_them(small):
    """The entry that is used most comes first; names stand without their prefix."""
    assert [(entry["name"], entry["label"], entry["count"]) for entry in small["entries"]["theme"]] == [
        ("trust", "Trust", 2),
        ("haste", "Haste", 1),
    ]
    assert [entry["name"] for entry in small["entries"]["case"]] == ["one", "two"]


def test_the_same_graph_gives_the_same_names(small):
    """Nothing depends on the order of the triples, so that a browser may keep what it got."""
    assert terms(rdf.Graph(reversed(list(rdf.parse(SMALL, "turtle"))))) == small


def test_the_whole_codebook_is_there(store):
    """Every theme, barrier and outcome of the codebook can be completed, and its meaning is told."""
    found = terms(store.graph)
    for kind in ("theme", "barrier", "outcome"):
        rows = store.graph.rows(f"SELECT ?e WHERE {{ ?e skos:inScheme <https://w3id.org/cwkg/code/{kind}/> }}")
        assert {f"https://w3id.org/cwkg/code/{kind}/{entry['name']}" for entry in found["entries"][kind]} == {
            iri for (iri,) in rows
        }
        assert all(0 < len(entry["about"]) <= LONGEST for entry in found["entries"][kind])
    assert named(found["properties"], "cw:enactsTheme")["to"] == ["theme"]
    assert named(found["properties"], "cw:hasFinding")["leads"] == ["cw:Finding"]
