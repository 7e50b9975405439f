"""The counts of a graph, held against a graph that can be counted by hand, and against SPARQL over the real one."""

import pytest
from describing import made

from kg.describing.profile import Profile, line
from kg.namespaces import expand


@pytest.fixture(scope="module")
def profile(store) -> Profile:
    """The counts of the real graph."""
    return Profile(map(line, store.graph))


def test_a_small_graph_is_counted():
    """Two cases in one country, one of which is a part of the other."""
    profile = made().profile
    assert profile.triples == len(made().lines)
    assert profile.members[expand("cw:Collaboration")] == 2
    assert profile.members[expand("cw:SharingCollaboration")] == 1
    use = profile.by_class[expand("cw:Collaboration")][expand("cw:inCountry")]
    assert (use.triples, len(use.subjects), len(use.objects)) == (2, 2, 1)
    assert use.classes == {expand("cw:Country"): 2, expand("cw:Place"): 2}
    years = profile.properties[expand("cw:startYear")]
    assert (years.triples, years.datatypes) == (1, {expand("xsd:integer"): 1})


def test_defined_classes_have_members_and_nothing_more():
    """What a defined class's members have is told under the class that they were recorded in."""
    profile = made().profile
    assert expand("cw:SharingCollaboration") not in profile.by_class
    assert (
        expand("cw:SharingCollaboration")
        not in profile.by_class[expand("cw:Collaboration")][expand("rdf:type")].classes
    )
    part = profile.by_class[expand("cw:Collaboration")][expand("cw:partOf")]
    assert part.classes == {expand("cw:Collaboration"): 1}


def test_vocabularies_are_the_namespaces_of_what_is_used():
    """Namespaces of classes and properties, and none of things."""
    found = made().profile.vocabularies
    assert expand("cw:") in found
    assert expand("skos:") in found
    assert not [name for name in found if "/id/" in name or "/code/" in name]


def test_a_graph_of_nothing_is_counted_too():
    """No class, no property, no fault."""
    profile = Profile([])
    assert (profile.triples, profile.entities, profile.members, profile.properties, profile.by_class) == (
        0,
        0,
        {},
        {},
        {},
    )


@pytest.mark.parametrize("name", ["cw:ThemeFinding", "cw:Collaboration", "cw:Passage"])
def test_members_and_values_are_those_that_sparql_counts(store, profile, name):
    """The walk counts what a query counts."""
    ((members,),) = store.graph.rows(f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?x a {name} }}")
    assert profile.members[expand(name)] == int(members)
    rows = store.graph.rows(
        f"SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?x) AS ?s) (COUNT(DISTINCT ?o) AS ?v) "
        f"WHERE {{ ?x a {name} ; ?p ?o }} GROUP BY ?p"
    )
    uses = profile.by_class[expand(name)]
    assert {p: (str(u.triples), str(len(u.subjects)), str(len(u.objects))) for p, u in uses.items()} == {
        p: tuple(counts) for p, *counts in rows
    }
