"""Evidence: what stands behind an answer, whether few cases are looked up or all."""

import pytest

from kg.answers import Hits, ask
from kg.evidence import few, findings_for, supports
from kg.language import read


@pytest.mark.parametrize(
    "question",
    [
        "all cases that shared power",
        "all cases that did not share power or cut costs",
        "all cases in India",
    ],
)
def test_the_evidence_for_one_case_is_what_it_is_among_all(store, question):
    """Whether few cases are looked up or all at once, a case has the same evidence, parts included."""
    found = ask(store, question)
    hits = [*found.certain, *found.possible]
    assert hits
    for hit in hits:
        assert [*Hits(store, found.reading, [hit.facts.id])] == [hit]


def test_what_speaks_for_a_condition_is_found_for_each_case(store):
    """The findings for one case are those that are found of it among all, and there are cases of both numbers."""
    (condition,) = read("all cases that shared power", store.lexicon, store.has_fellowship).conditions
    every = findings_for(store, condition, list(store.cases))
    assert any(len(found) > 1 for found in every.values())
    for case in store.cases:
        assert findings_for(store, condition, [case]).get(case, []) == every.get(case, [])


def test_the_support_of_a_case_has_every_piece_that_makes_its_level(store):
    """What an answer shows of a case, its best piece, is among its support, and all of that makes the same level."""
    found = ask(store, "all cases that shared power")
    told = supports(store, found.reading, [hit.facts.id for hit in found.certain])
    for hit in found.certain:
        (support,) = told[hit.facts.id]
        assert hit.evidence[0] in support.evidence
        assert all(piece.outright for piece in support.evidence)


def test_few_cases_are_a_small_part_of_all(store):
    """One case is looked up by itself; for all cases everything is read."""
    assert few(store, 1)
    assert not few(store, len(store.cases))
