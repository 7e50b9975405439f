"""Which records differ between two versions."""

import pytest

from kg import rdf
from kg.diff.records import Typed, changes
from kg.diff.snapshot import Snapshot
from kg.namespaces import ID
from kg.vocabulary import read_context


@pytest.fixture(scope="module")
def typed(project):
    return Typed(read_context(project.ontology / "context.jsonld"))


def triple(s, p, o):
    return rdf.Triple(rdf.iri(s), rdf.iri(p), rdf.iri(o) if isinstance(o, str) and ":" in o else rdf.Literal(o))


CASE = [
    triple("case:x", "rdf:type", "cw:Collaboration"),
    triple("case:x", "rdfs:label", "The X project"),
    triple("theme:share-power", "rdfs:label", "Share power"),
    triple("stance:enacted", "rdfs:label", "Enacted"),
    triple("basis:stated", "rdfs:label", "Stated"),
]
FINDING = [
    triple("finding:x-t1", "rdf:type", "cw:ThemeFinding"),
    triple("finding:x-t1", "cw:about", "case:x"),
    triple("finding:x-t1", "cw:concernsTheme", "theme:share-power"),
    triple("finding:x-t1", "cw:hasStance", "stance:enacted"),
    triple("finding:x-t1", "cw:hasBasis", "basis:stated"),
]


def version(*parts):
    return Snapshot("a version", frozenset(t for part in parts for t in part))


def test_what_was_typed_is_told_from_what_is_derived(compiled, typed):
    """Of all records exactly the triples of the files are taken as typed, and of the rest none is left out."""
    records = {t for t in compiled.derived if isinstance(t.subject, rdf.Iri) and t.subject.value.startswith(ID)}
    assert len(records) > 1000
    assert [t for t in records if typed(t)] == []
    assert [t for t in compiled.source.triples if not typed(t)] == []


def test_two_equal_versions_differ_in_nothing(typed):
    """The same graph has no changed record."""
    assert changes(version(CASE, FINDING), version(CASE, FINDING), typed) == []


def test_a_finding_that_came_or_went(typed):
    """It is named with its case and what it says of which entry."""
    (added,) = changes(version(CASE), version(CASE, FINDING), typed)
    assert (added.id, added.kind, added.how, added.case) == ("finding:x-t1", "finding", "added", "x")
    assert added.about == "Share power: enacted, stated"
    (removed,) = changes(version(CASE, FINDING), version(CASE), typed)
    assert (removed.id, removed.how, removed.about) == (added.id, "removed", added.about)


def test_a_changed_record_shows_its_fields(typed):
    """Each field that differs, with its values before and after."""
    other = [
        *FINDING[:-1],
        triple("finding:x-t1", "cw:hasBasis", "basis:inferred"),
        triple("finding:x-t1", "cw:note", "New."),
    ]
    (changed,) = changes(version(CASE, FINDING), version(CASE, other), typed)
    assert changed.how == "changed"
    assert changed.fields == [("hasBasis", ["basis:stated"], ["basis:inferred"]), ("note", [], ["New."])]
    assert changed.as_dict()["fields"][1] == {"field": "note", "before": [], "after": ["New."]}


def test_what_rules_derive_changes_no_record(typed):
    """A shortcut that came is an effect and not a change of the case."""
    derived = [
        triple("case:x", "cw:enactsTheme", "theme:share-power"),
        triple("case:x", "rdf:type", "cw:PowerSharingCollaboration"),
    ]
    assert changes(version(CASE, FINDING), version(CASE, FINDING, derived), typed) == []


def test_a_number_belongs_to_the_case_of_its_finding(typed):
    """From a measurement the way leads by change and finding to the case; a third look goes by what it looks at."""
    number = [
        triple("finding:x-o1", "cw:about", "case:x"),
        triple("finding:x-o1", "cw:hasChange", "change:x-o1-c1"),
        triple("change:x-o1-c1", "cw:before", "measurement:x-o1-c1-before"),
    ]
    before = [triple("measurement:x-o1-c1-before", "cw:value", "7")]
    after = [triple("measurement:x-o1-c1-before", "cw:value", "8")]
    look = [triple("settlement:x-s1", "cw:reconciles", "finding:x-t1")]
    found = changes(version(CASE, FINDING, number, before), version(CASE, FINDING, number, after, look), typed)
    cases = {change.id: change.case for change in found}
    assert cases == {"settlement:x-s1": "x", "measurement:x-o1-c1-before": "x"}


def test_entries_of_the_codebook_are_records_too(typed):
    """A changed definition is told, under no case."""
    more = [triple("theme:share-power", "skos:definition", "Another.")]
    (change,) = changes(version(CASE), version(CASE, more), typed)
    assert (change.id, change.kind, change.case, change.about) == ("theme:share-power", "codebook", "", "Share power")
