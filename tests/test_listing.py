"""Conditions given one by one."""

import pytest

from kg import answers, listing
from kg.errors import UsageError


@pytest.mark.parametrize(
    ("group", "value", "curie"),
    [
        ("theme", "share-power", "theme:share-power"),
        ("theme", "gave power away", "theme:share-power"),
        ("barrier", "turf wars", "barrier:power-struggles"),
        ("outcome", "cost-saving", "outcome:cost-saving"),
        ("country", "CA", "place:canada"),
        ("country", "Canada", "place:canada"),
        ("country", "UK", "place:united-kingdom"),
        ("documentation", "listed", "documentation:listed"),
        ("area", "policing", "area:policing"),
        ("kind", "part", "kind:part"),
        ("place", "toronto", "place:toronto"),
    ],
)
def test_a_value_is_an_id_or_words(store, group, value, curie):
    """A condition may be given by its id, its words, or a country by its code."""
    assert listing.find(store, group, value).curie == curie


@pytest.mark.parametrize(
    ("group", "value", "hint"),
    [
        ("theme", "share-powr", "'share-powr' is not a theme; did you mean 'share-power'"),
        ("documentation", "famous", "'famous' is not a documentation; known: described, listed, named"),
        ("country", "Atlantis", "'Atlantis' is not a country"),
        ("theme", "", "'' is not a theme"),
        ("theme", "turf wars", "'turf wars' is not a theme"),
    ],
)
def test_an_unknown_value_gets_the_nearest(store, group, value, hint):
    """A value that its list does not hold is refused, with near ids or the whole of a short list."""
    with pytest.raises(UsageError) as caught:
        listing.find(store, group, value)
    assert str(caught.value).startswith(hint)


def test_all_conditions_must_hold(store):
    """Each value is a condition of its own."""
    reading = listing.reading(store, {"theme": ["share-power"], "country": ["CA"], "kind": ["fellowship"]})
    assert [[c.concept for c in group] for group in reading.groups] == [["theme/share-power"], ["place/canada"]]
    assert reading.kinds == ["fellowship"]
    asked = answers.ask(store, "which projects shared power in Canada")
    found = answers.answer(store, reading)
    assert [h.facts.id for h in found.certain] == [h.facts.id for h in asked.certain]
    assert [h.facts.id for h in found.possible] == [h.facts.id for h in asked.possible]


def test_no_condition_lists_every_case(store, corpus):
    """Without conditions all cases are listed; `all` is no condition; a kind narrows them."""
    assert listing.reading(store, {"kind": ["all"]}).kinds == []
    assert set(listing.cases_of(store, [])) == {case.id for case in corpus.cases.values()}
    parts = {case.id for case in corpus.cases.values() if case.kind == "part"}
    assert set(listing.cases_of(store, ["part"])) == parts
    names = [store.cases[id].name for id in listing.cases_of(store, ["part"])]
    assert names == sorted(names)
