"""RDF in our terms as records."""

import pytest

from kg import rdf
from kg.corpus import Corpus
from kg.importing.graph import left_over, natural, read_graph
from kg.vocabulary import read_context

HEAD = """@prefix cw: <https://w3id.org/cwkg/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix case: <https://w3id.org/cwkg/id/case/> . @prefix finding: <https://w3id.org/cwkg/id/finding/> .
@prefix theme: <https://w3id.org/cwkg/code/theme/> . @prefix stance: <https://w3id.org/cwkg/code/stance/> .
@prefix kind: <https://w3id.org/cwkg/code/kind/> . @prefix place: <https://w3id.org/cwkg/id/place/> .
@prefix passage: <https://w3id.org/cwkg/id/passage/> . @prefix source: <https://w3id.org/cwkg/id/source/> .
@prefix person: <https://w3id.org/cwkg/id/person/> . @prefix coder: <https://w3id.org/cwkg/id/coder/> .
"""


@pytest.fixture(scope="module")
def read(project):
    """What a text in Turtle holds: `read("case:a a cw:Collaboration .")`."""
    context = read_context(project.ontology / "context.jsonld")

    def read(text, known=None):
        return read_graph(rdf.parse(HEAD + text, "turtle"), "given.ttl", context, known or Corpus())

    return read


def test_the_graph_gives_the_records_back(project, compiled, corpus):
    """From the graph alone come the records that it was made of, case by case, in the order of their ids."""
    context = read_context(project.ontology / "context.jsonld")
    found = read_graph([*compiled.source.triples, *compiled.derived], "g", context, Corpus())
    assert found.problems == []
    assert sorted(found.cases) == sorted(case.id for case in corpus.cases.values())
    for case in corpus.cases.values():
        made = found.cases[case.id]
        assert (made.name, made.tier, made.country, made.story) == (case.name, case.tier, case.country, case.story)
        assert made.class_questions == case.class_questions
        for name in ("themes", "barriers", "outcomes", "phases", "figures"):
            assert {one.id for one in getattr(made, name)} == {one.id for one in getattr(case, name)}
        assert (made.coding and made.coding.coder) == (case.coding and case.coding.coder)
    assert set(found.codings) == {(coding.coder, coding.case) for coding in corpus.codings.values()}
    assert set(found.settlements) == {file.case for file in corpus.settlements.values()}
    assert found.passages == corpus.passages()
    people = {person.id: person for person in found.registry.people}
    assert people["tonya-surman"] == corpus.by_id("person")["tonya-surman"]


def test_a_thing_is_read_by_the_published_context(read):
    """Properties become fields, and IRIs the ids that case files write."""
    found = read(
        """case:a a cw:Collaboration ; rdfs:label "A" ; cw:hasKind kind:part ; cw:partOf case:b ; cw:startYear 1999 ;
             cw:inCountry place:canada . place:canada a cw:Place ; cw:isoCode "CA" .
           finding:a-t1 a cw:ThemeFinding ; cw:about case:a ; cw:localId "t1" ; cw:concernsTheme theme:share-power ;
             cw:hasStance stance:enacted ; cw:hasEvidence passage:s-2-3 ; cw:saidBy person:ann .
           passage:s-2-3 a cw:Passage ; cw:inSource source:s ; cw:fromLine 2 ; cw:toLine 3 ."""
    )
    case = found.cases["a"]
    assert (case.name, case.kind, case.part_of, case.start, case.country) == ("A", "part", "b", 1999, "CA")
    (finding,) = case.themes
    assert (finding.id, finding.theme, finding.stance, finding.said_by) == ("t1", "share-power", "enacted", ["ann"])
    assert finding.evidence == ["s:2-3"]


def test_codes_of_countries_may_come_from_the_project(read, corpus):
    """A file need not repeat the places that the project has."""
    assert read("case:a a cw:Collaboration ; cw:inCountry place:india .", corpus).cases["a"].country == "IN"


def test_people_are_named_or_described(read):
    """A label is a name, or a description where the graph calls the person anonymous."""
    found = read(
        'person:a a cw:Person ; rdfs:label "Ann" . person:b a cw:Person ; rdfs:label "a clerk" ; cw:isAnonymous true .'
    )
    assert [(p.name, p.described_as) for p in found.registry.people] == [("Ann", None), (None, "a clerk")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<https://example.org/c> a cw:Collaboration .", "https://example.org/c: its IRI does not begin with"),
        ("<https://w3id.org/cwkg/id/case/..> a cw:Collaboration .", "case:..: '..' is not an id"),
        ("<https://w3id.org/cwkg/id/case/A%20b> a cw:Collaboration .", "case:A%20b: 'A%20b' is not an id"),
        ('case:a a cw:Collaboration ; rdfs:label "A", "B" .', "case:a: it has 2 values for name"),
        ('case:a a cw:Collaboration ; cw:startYear "soon" .', "case:a: its start: 'soon' is not a year"),
        ("case:a a cw:Collaboration .", "case:a: it has no known-from"),
        ("case:a a cw:Collaboration .", "case:a: it has no story"),
        (
            "finding:a-t1 a cw:ThemeFinding ; cw:about case:a . case:a a cw:Collaboration .",
            "finding:a-t1: it has no said-by",
        ),
    ],
)
def test_a_fault_names_its_thing(read, text, told):
    """A graph has no lines, so a problem names the thing that it is about."""
    problems = [problem.message for problem in read(text).problems]
    assert any(message.startswith(told) for message in problems), problems


def test_nothing_in_our_terms_gives_nothing(read):
    """A graph of something else has no records and no problems."""
    found = read('<https://example.org/a> rdfs:label "A" .')
    assert (found.cases, found.codings, found.settlements, found.problems) == ({}, {}, {}, [])


def test_what_has_no_place_is_counted(read, compiled):
    """Statements that case files cannot hold are named by their properties; derived ones are not missed."""
    own = [*compiled.source.triples, *compiled.derived]
    assert left_over(own, compiled) == ""
    more = list(rdf.parse(HEAD + 'case:cpche rdfs:comment "x", "y" ; cw:note "z" .', "turtle"))
    assert left_over([*own, *more], compiled) == (
        "left out, since case files have no place for it: rdfs:comment (2), cw:note (1)"
    )


def test_ids_are_ordered_by_their_numbers():
    """The tenth comes after the second."""
    assert sorted(["t10", "t2", "b1"], key=natural) == ["b1", "t2", "t10"]
