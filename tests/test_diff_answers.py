"""Which answers differ between two versions, and which records that comes from."""

from dataclasses import replace

import pytest

from kg import rdf
from kg.diff import answers
from kg.diff.answers import Causes, differing
from kg.diff.records import Typed, changes
from kg.diff.snapshot import Snapshot
from kg.questions import Question, read_questions
from kg.rules import derive
from kg.vocabulary import read_context


@pytest.fixture(scope="module")
def kit(project):
    """What a comparison of the project's versions needs."""
    typed = Typed(read_context(project.ontology / "context.jsonld"))
    rules = sorted(project.rules.glob("*.rq"))
    return typed, rules, {q.name: q for q in read_questions(project.answers)}


@pytest.fixture(scope="module")
def old(compiled):
    return Snapshot("old", frozenset([*compiled.source.triples, *compiled.derived]))


@pytest.fixture(scope="module")
def without(compiled, kit):
    """The version without the triples of some records."""

    def without(*ids):
        gone = {rdf.iri(id) for id in ids}
        source = [t for t in compiled.source.triples if t.subject not in gone]
        return Snapshot("new", frozenset([*source, *derive(source, kit[1])]))

    return without


@pytest.fixture
def explained(old, kit):
    def explained(new, *names):
        typed, rules, questions = kit
        found = changes(old, new, typed)
        asked = [questions[name] for name in names]
        return Causes(old, new, typed, rules).explain(differing(old, new, asked, found), found)

    return explained


def test_equal_versions_answer_alike(old, explained):
    """Nothing differs between a version and itself."""
    assert explained(replace(old, name="again"), "shared-power-and-cut-costs", "most-common-themes") == []


def test_a_row_that_went_is_told_with_its_finding(without, explained):
    """Without the finding that authority lay with the teams, the row that showed it is gone, because of it."""
    (one,) = explained(without("finding:cpche-t3"), "why-both-and")
    name = one.columns.index("case")
    assert [row[name] for row in one.removed] == ["cpche"]
    assert any("Most authority lay with the teams" in cell for cell in one.removed[0])
    assert (one.causes, one.alone) == (["finding:cpche-t3"], True)


def test_records_that_make_no_difference_are_no_causes(without, explained):
    """Of two findings that went, only the one that the question asks about is named."""
    (one,) = explained(without("finding:cpche-t3", "finding:janaagraha-ward-vision-t1"), "why-both-and")
    assert "finding:cpche-t3" in one.causes
    ((values, causes),) = [
        (found.values, found.causes)
        for found in explained(without("finding:cpche-t3", "finding:janaagraha-ward-vision-t1"), "evidence-for-a-case")
        if found.values["case"] == "cpche"
    ]
    assert (values, causes) == ({"case": "cpche"}, ["finding:cpche-t3"])


def test_every_value_of_a_parameter_is_asked(without, explained):
    """A question on one theme is asked for each, and differs for the theme of the finding alone."""
    power = [f"finding:cpche-{name}" for name in ("t3", "coder-2-t3")]
    found = explained(without(*power), "questions-for-a-class")
    assert {one.values["theme"] for one in found} <= {"share-power"}


def test_causes_that_work_only_together_are_told_so(kit):
    """Where two findings came and each would do, neither makes a difference alone: they are causes together."""
    sparql = "SELECT DISTINCT ?c WHERE { ?f <https://w3id.org/cwkg/ontology#about> ?c }"
    asked = Question("who", "Who?", [], {}, [], "other", sparql)
    case = rdf.Triple(rdf.iri("case:x"), rdf.iri("rdf:type"), rdf.iri("cw:Collaboration"))
    came = [rdf.Triple(rdf.iri(f"finding:x-t{n}"), rdf.iri("cw:about"), rdf.iri("case:x")) for n in (1, 2)]
    old, new = Snapshot("old", frozenset([case])), Snapshot("new", frozenset([case, *came]))
    found = changes(old, new, kit[0])
    (one,) = Causes(old, new, kit[0], []).explain(differing(old, new, [asked], found), found)
    assert (one.added, one.removed) == ([["case:x"]], [])
    assert (one.causes, one.alone) == (["finding:x-t1", "finding:x-t2"], False)


def test_many_changes_are_tried_case_by_case(without, explained, monkeypatch):
    """Above the limit all changed records of a case are put back at once, and all named."""
    monkeypatch.setattr(answers, "MOST_TRIED", 1)
    (one,) = explained(without("finding:cpche-t3", "finding:cpche-t4"), "why-both-and")
    assert one.causes == ["finding:cpche-t3", "finding:cpche-t4"]
    monkeypatch.setattr(answers, "MOST_TRIED", 0)
    (one,) = explained(without("finding:cpche-t3", "finding:cpche-t4"), "why-both-and")
    assert (one.causes, one.alone) == (["finding:cpche-t3", "finding:cpche-t4"], False)
