"""What is told of a thing: itself, what belongs to it, what points to it, and the names of the rest."""

import pytest

from kg import rdf
from kg.describing.terms import PREFIXES
from kg.notebook.graph import KnowledgeGraph
from kg.web import concise
from kg.web.written import Written, written

SMALL = """
case:one rdfs:label "One" ; cw:inCountry place:canada ; cw:knownFrom passage:p0 .
case:two rdfs:label "Two" ; cw:partOf case:one ; cw:summary "Far." .
finding:f1 cw:about case:one ; cw:concernsTheme theme:share-power ; cw:hasEvidence passage:p1 ; cw:hasChange change:c1 .
change:c1 cw:after measurement:m1 . measurement:m1 cw:value 5 .
passage:p0 cw:inSource source:book . passage:p1 cw:inSource source:book . passage:p2 cw:inSource source:book .
settlement:s1 cw:reconciles finding:f1 ; cw:note "Why." .
finding:f2 cw:about case:two ; cw:concernsTheme theme:share-power ; cw:hasEvidence passage:p2 .
theme:share-power rdfs:label "Share power"@en ; skos:definition "Letting go."@en ;
  skos:inScheme <https://w3id.org/cwkg/code/theme/> .
place:canada rdfs:label "Canada" ; cw:isoCode "CA" . source:book rdfs:label "Book" ; cw:sha256 "0" .
cw:Phase owl:equivalentClass [ owl:unionOf ( cw:A cw:B ) ] . [] a owl:AllDifferent .
<https://w3id.org/cwkg/ontology> owl:versionInfo "1" .
"""


@pytest.fixture(scope="module")
def graph() -> Written:
    """Two cases, one a part of the other, with a finding each."""
    prologue = "".join(f"@prefix {prefix}: <{base}> .\n" for prefix, base in PREFIXES.items())
    return Written(rdf.serialize(rdf.parse(prologue + SMALL, "turtle"), "n-triples"))


def told(graph, name: str) -> set[str]:
    """Subject and property of each triple that is told of a thing, in short."""
    prefix, _, local = name.partition(":")
    return shown(graph.triples(concise.of_thing(graph, PREFIXES[prefix] + local)))


def shown(triples) -> set[str]:
    return {f"{_last(t.subject.value)} {_last(t.predicate.value)}" for t in triples}


def _last(iri: str) -> str:
    return iri.rstrip("/").replace("#", "/").rsplit("/", 1)[-1]


def test_a_case_comes_with_its_findings_their_changes_and_passages(graph):
    """A tool that gets the case gets its evidence, and what was settled about it."""
    found = told(graph, "case:one")
    assert {"f1 about", "f1 hasChange", "c1 after", "m1 value", "p0 inSource", "p1 inSource", "s1 note"} <= found


def test_its_neighbours_have_their_names_and_no_more(graph):
    """Country, source and theme are labelled; what else is known of them stands in their own documents."""
    found = told(graph, "case:one")
    assert {"canada label", "book label", "share-power label"} <= found
    assert not {"canada isoCode", "book sha256", "share-power definition"} & found


def test_what_points_to_it_is_told_and_what_that_holds_is_not(graph):
    """Symmetric: the part names its whole. The part's findings stand in the part's document."""
    found = told(graph, "case:one")
    assert {"two partOf", "two label"} <= found
    assert not {"two summary", "f2 about", "p2 inSource"} & found


def test_a_list_has_its_entries_whole(graph):
    """Who asks for the list of themes gets the themes."""
    assert {"share-power inScheme", "share-power definition"} <= told(graph, "theme:")


def test_a_theme_names_the_findings_that_concern_it(graph):
    """Without all that is said in them."""
    found = told(graph, "theme:share-power")
    assert {"f1 concernsTheme", "f2 concernsTheme"} <= found
    assert not {"f1 about", "p1 inSource"} & found


def test_the_ontology_is_every_term_with_its_axioms(graph):
    """Blank nodes too, and nothing of cases, lists or records."""
    found = shown(graph.triples(concise.of_ontology(graph)))
    assert {"ontology versionInfo", "Phase equivalentClass"} <= found
    assert sum(name.endswith((" first", " rest", " type", " unionOf")) for name in found) >= 4
    assert not {name for name in found if name.startswith(("one", "f1", "share-power"))}


def test_the_real_ontology_is_the_file(store, project):
    """Whatever the file of the terms says, the document says."""
    graph = written(KnowledgeGraph(store))
    file = rdf.name_blank_nodes(list(rdf.parse(project.ontology / "cwkg.ttl", "turtle")))
    document = rdf.name_blank_nodes(graph.triples(concise.of_ontology(graph)))

    def plain(triples):
        return {
            t for t in triples if not isinstance(t.subject, rdf.BlankNode) and not isinstance(t.object, rdf.BlankNode)
        }

    assert plain(file) <= plain(document)
    assert sum(isinstance(t.subject, rdf.BlankNode) for t in document) >= sum(
        isinstance(t.subject, rdf.BlankNode) for t in file
    )


def test_no_description_has_a_blank_node_that_it_does_not_tell(store):
    """A blank node means nothing outside its document, so all that is said of it stands there."""
    graph = written(KnowledgeGraph(store))
    for numbers in (concise.of_ontology(graph), concise.of_thing(graph, PREFIXES["case"] + "cpche")):
        triples = graph.triples(numbers)
        subjects = {t.subject for t in triples}
        assert {t.object for t in triples if isinstance(t.object, rdf.BlankNode)} <= subjects


def test_descriptions_stay_small(store):
    """Nothing pulls in half the graph: the largest is a case with many findings."""
    graph = written(KnowledgeGraph(store))
    things = [
        node[1:-1]
        for node in graph.nodes
        if node.startswith(("<https://w3id.org/cwkg/id/", "<https://w3id.org/cwkg/code/"))
    ]
    assert max(len(concise.of_thing(graph, iri)) for iri in things) < 3_000
