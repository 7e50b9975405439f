"""VoID: counts, places and partitions, in the form that the editors of SPARQL read."""

import pytest
from describing import CASES, ENDPOINT, PUBLISHED, TURTLE, made, said

from kg import rdf
from kg.describing import void
from kg.describing.dataset import Described, Published
from kg.describing.terms import DATA
from kg.namespaces import expand

# what the SIB's editor asks of an endpoint, or of its service description, before it completes what is typed
EDITOR = """
PREFIX void: <http://rdfs.org/ns/void#> PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?class ?property ?kind ?datatype WHERE {
  ?part void:class ?class ; void:propertyPartition ?use . ?use void:property ?property .
  OPTIONAL { { ?use void:classPartition [ void:class ?kind ] }
             UNION { ?use void-ext:datatypePartition [ void-ext:datatype ?datatype ] } } }
"""


@pytest.fixture(scope="module")
def real(store) -> list[rdf.Triple]:
    """The description of the real graph."""
    return void.statements(Described(store.graph), PUBLISHED)


def test_counts_and_places():
    """How much there is, and where: the dump is the graph's file, not the table's."""
    triples = void.statements(made(), PUBLISHED)
    assert said(triples, "data:dataset", "void:triples") == [str(len(made().lines))]
    assert said(triples, "data:dataset", "void:dataDump") == [TURTLE.address]
    assert said(triples, "data:dataset", "void:sparqlEndpoint") == [ENDPOINT]
    assert said(triples, "data:dataset", "void:feature") == ["http://www.w3.org/ns/formats/Turtle"]
    assert said(triples, "data:dataset", "void:uriSpace") == ["https://w3id.org/cwkg/"]
    assert CASES.address not in str(triples)


def test_without_addresses_nothing_is_said_of_places():
    """Before it is published, a graph has counts and no addresses."""
    triples = void.statements(made(), Published())
    assert said(triples, "data:dataset", "void:dataDump") == []
    assert said(triples, "data:dataset", "void:sparqlEndpoint") == []
    assert "example.org/kg" not in str(triples)


def test_an_editor_finds_properties_by_class_and_what_their_values_are():
    """The editor's own question gives classes, properties, and kinds or datatypes of values."""
    rows = set(rdf.Graph(void.statements(made(), PUBLISHED)).rows(EDITOR))
    case = expand("cw:Collaboration")
    assert (case, expand("cw:inCountry"), expand("cw:Country"), None) in rows
    assert (case, expand("cw:startYear"), None, expand("xsd:integer")) in rows
    assert (case, expand("cw:documentedAt"), None, None) in rows  # its values have no class here


def test_the_outline_tells_an_editor_the_same():
    """Without the counts of properties, which only the whole has, the editor's question has the very same answer."""
    whole, outline = void.statements(made(), PUBLISHED), void.outline(made(), PUBLISHED)
    assert rdf.Graph(outline).rows(EDITOR) == rdf.Graph(whole).rows(EDITOR) != []
    assert set(outline) < set(whole)
    used = "data:class-Collaboration-inCountry"
    assert said(whole, used, "void:triples") == said(whole, used, "void:distinctSubjects") == ["2"]
    assert said(outline, used, "void:triples") == []
    assert said(outline, "data:class-Collaboration", "void:entities") == ["2"]


def test_the_editor_learns_the_real_graph(store, real):
    """Every property of a case that the graph has is offered for cases."""
    rows = rdf.Graph(real).rows(EDITOR)
    offered = {property for kind, property, *_ in rows if kind == expand("cw:Collaboration")}
    asked = store.graph.rows("SELECT DISTINCT ?p WHERE { ?case a cw:Collaboration ; ?p ?o }")
    assert offered == {property for (property,) in asked}


def test_partitions_have_names_of_their_own(real):
    """No two partitions share an IRI, none is a blank node, and all are fragments of the describing document."""
    graph = rdf.Graph(real)
    twice = graph.rows(
        "PREFIX void: <http://rdfs.org/ns/void#> SELECT ?x WHERE { { ?x void:property ?a , ?b } UNION "
        "{ ?x void:class ?a , ?b } FILTER (?a != ?b) }"
    )
    assert twice == []
    assert not any(isinstance(node, rdf.BlankNode) for t in real for node in (t.subject, t.object))
    parts = graph.rows("PREFIX void: <http://rdfs.org/ns/void#> SELECT ?x WHERE { ?x void:property|void:class ?y }")
    assert all(iri.startswith(DATA) for (iri,) in parts)


def test_two_runs_say_the_same(store, real):
    """The same graph, in whatever order its triples come, has the same description."""
    assert void.statements(Described(reversed(list(store.graph))), PUBLISHED) == real
