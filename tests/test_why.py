"""Why and why not: conditions of a class from the ontology, findings behind them, and what is missing."""

import json

import pytest

from kg.errors import UsageError
from kg.why import explain


def test_a_possible_class_names_the_reading_it_rests_on(store):
    """Bernalillo shares power only by a reading of one passage: possible, with the findings that count as inferred."""
    found = explain(store, "bernalillo-jdai", "power-sharing")
    assert found.answer == "possible"
    (reason,) = found.reasons
    assert {e.counts_as for e in reason.evidence} == {"inferred"}
    assert any("1075-1077" in e.locator for e in reason.evidence)


def test_a_class_of_two_conditions_needs_both(store):
    """New York is both-and for certain: the author says that power was shared and the whole system insisted on."""
    found = explain(store, "ny-discharge-planning", "both-and")
    assert found.answer == "certain"
    assert len(found.reasons) == 2
    assert all(reason.evidence[0].outright for reason in found.reasons)


def test_silence_is_not_a_no(store):
    """The partnership for children's health says nothing of money: not stated, and no finding is shown."""
    found = explain(store, "cpche", "cost-saving")
    assert found.answer == "not stated"
    assert found.reasons[0].evidence == []


def test_a_case_that_was_never_coded_is_called_so(store):
    """A listed case has no coding pass, so nothing can be said of it."""
    assert explain(store, "akshara-foundation", "share-power").answer == "not coded"


def test_a_contrary_finding_is_shown(store):
    """The Delivery Unit did not share power, by the author's judgement: contrary, with her finding."""
    found = explain(store, "pmdu", "power sharing")
    assert found.answer == "contrary"
    assert any(e.stance == "neglected" and e.basis == "author-assessment" for e in found.reasons[0].evidence)


def test_either_of_two_conditions_will_do(store):
    """Leadership-dependent: insisted on from above, and a change of leaders met or feared; Virginia met one."""
    found = explain(store, "virginia-comprehensive-services", "leadership-dependent collaboration")
    assert found.answer == "certain"
    assert any(" or " in reason.condition for reason in found.reasons)


def test_a_comparison_is_shown_by_the_finding_that_has_one(store):
    """Enfield is set against like areas; only the finding with that comparison is given."""
    found = explain(store, "enfield-burglary", "comparison-backed")
    assert [e.finding for e in found.reasons[0].evidence] == ["enfield-burglary-o1"]


@pytest.mark.parametrize("kind", ["certain", "possible"])
def test_the_explanation_and_the_class_agree(store, kind):
    """For every case, a class holds in the graph exactly where the explanation says certain or possible."""
    rows = store.graph.rows("SELECT ?c WHERE { ?c a cw:BothAndCollaboration }")
    members = {iri.rsplit("/", 1)[-1] for (iri,) in rows}
    explained = {id for id in store.cases if explain(store, id, "both-and").answer in ("certain", "possible")}
    assert explained == members
    assert {id for id in explained if explain(store, id, "both-and").answer == kind}


def test_an_unknown_target_is_named_with_the_nearest(store):
    """A word that is neither class nor entry gives the nearest ones."""
    with pytest.raises(
        UsageError, match="neither a class nor a theme, barrier or outcome; did you mean 'power-sharing'"
    ):
        explain(store, "cpche", "power-sharng")


def test_why_prints_sentences_and_json(run, ready):
    """`kg why` numbers its reasons; the JSON holds the same answer; `not` may stand before the target."""
    text = run("why", "cpche", "not", "cost-saving", project=ready)
    assert text.code == 0
    assert "1. Cost saving (achieved): not stated;" in text.out
    assert "the sources do not say so" in " ".join(text.out.split())
    data = json.loads(run("why", "cpche", "cost-saving", "--format", "json", project=ready).out)
    assert data["answer"] == "not stated"
