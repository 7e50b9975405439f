"""Cases narrowed by facets: the same cases and levels that the queries give, and counts that hold what they promise."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import rdf
from kg.answers import answer
from kg.errors import UsageError
from kg.facets import GROUPS, Facets
from kg.store import Store

SHARE, COST, IMPATIENCE = "theme/share-power", "outcome/cost-saving", "barrier/impatience"
PLURAL = {"theme": "themes", "barrier": "barriers", "outcome": "outcomes"}
# findings of each made-up case, as (entry, stance, basis, status)
CASES = {
    "stated": [(SHARE, "enacted", "stated", ""), (COST, "improved", "stated", "measured")],
    "inferred": [(SHARE, "enacted", "inferred", ""), (COST, "improved", "inferred", "claimed")],
    "contested": [(SHARE, "enacted", "stated", ""), (SHARE, "neglected", "stated", "")],
    "blocked": [(SHARE, "obstructed", "author-assessment", ""), (COST, "worsened", "stated", "claimed")],
    "hoped": [(COST, "improved", "stated", "forecast"), (IMPATIENCE, "overcome", "inferred", "")],
    "silent": [],
    "whole": [(IMPATIENCE, "anticipated", "stated", "")],
    "inner": [(SHARE, "enacted", "stated", ""), (IMPATIENCE, "encountered", "stated", "")],
}
FIELDS = {
    "stated": {"policy_areas": "[health]", "summary": "Boats for the Café Élan."},
    "inferred": {"policy_areas": "[health, policing]", "country": "GB"},
    "silent": {"country": "GB", "name": "<script>alert(1)</script> 🌊"},
    "inner": {"kind": "part", "part_of": "whole"},
}


@pytest.fixture(scope="module")
def made(make_small, tmp_path_factory):
    """The made-up cases, built."""
    small = make_small(tmp_path_factory.mktemp("facets"))
    for id, findings in CASES.items():
        groups: dict[str, str] = {}
        for number, (entry, stance, basis, status) in enumerate(findings, 1):
            more = {"status": status} if status else {}
            group = PLURAL[entry.partition("/")[0]]
            groups[group] = groups.get(group, "") + small.finding(f"{entry[0]}{number}", entry, stance, basis, **more)
        partner = "organisations:\n  - {organisation: ferry-trust, role: partner, evidence: [tiny:3-3]}\n"
        body = partner if id == "hoped" else ""
        small.case(id, body + "".join(f"{g}:\n{text}" for g, text in groups.items()), **FIELDS.get(id, {}))
    small.case("listed", tier="listed")
    return small.build()


@pytest.fixture(scope="module")
def facets(made):
    """The index of the made-up cases."""
    return Facets(made)


@pytest.fixture(scope="module")
def real(store):
    """The checkout's graph, and the index of its cases."""
    return store, Facets(store)


def test_levels_are_those_of_the_method(facets):
    """Stated makes certain, read in or contested possible; a whole has what its part has."""
    found = facets.select({"theme": {"share-power"}})
    assert found.levels == {
        "stated": "certain", "inner": "certain", "whole": "certain", "inferred": "possible", "contested": "possible",
    }  # fmt: skip


def test_certain_leaves_only_what_is_certain(facets):
    """With certainty asked for, possible cases are neither listed nor counted."""
    found = facets.select({"theme": {"share-power"}}, "certain")
    assert set(found.levels) == {"stated", "inner", "whole"}
    assert found.counts["outcome"]["cost-saving"] == 1
    assert found.certain_counts == found.counts


def test_groups_are_joined_by_and_values_by_or(facets):
    """A case must have something of every group, and in a group one value is enough; the worse level counts."""
    found = facets.select({"theme": {"share-power", "share-power:obstructed"}, "area": {"health", "policing"}})
    assert found.levels == {"stated": "certain", "inferred": "possible"}


def test_a_stance_is_a_value_of_its_own(facets):
    """What was left undone or blocked, hoped for or overcome can be chosen beside the usual stance."""
    assert facets.select({"theme": {"share-power:obstructed"}}).levels == {"blocked": "certain"}
    assert facets.select({"outcome": {"cost-saving:forecast"}}).levels == {"hoped": "certain"}
    assert facets.select({"barrier": {"impatience:overcome"}}).levels == {"hoped": "possible"}
    value = facets.find("theme", "share-power:obstructed")
    assert (value.label, value.entry, value.usual) == ("Share power (tried and blocked)", "share-power", False)
    assert facets.find("theme", "share power").in_words == "Share power (practised)"


def test_counts_leave_out_the_choice_of_their_own_group(facets):
    """With Canada chosen, the United Kingdom still says how many cases it would give, by what else is chosen."""
    found = facets.select({"country": {"canada"}, "theme": {"share-power"}})
    assert found.counts["country"] == {"canada": 4, "united-kingdom": 1, "united-states": 0}
    assert found.certain_counts["country"] == {"canada": 3, "united-kingdom": 0, "united-states": 0}
    assert found.counts["area"]["health"] == 1


def test_without_a_choice_every_case_is_there(facets):
    """Nothing chosen, or nothing in a group, leaves all, in the order of names."""
    found = facets.select({"theme": set()})
    assert found.cases == facets.ids
    assert set(found.levels.values()) == {"certain"}
    assert found.counts["documentation"] == {"described": 0, "listed": 1, "named": 8}


def test_a_theme_that_no_case_practised_gives_no_case(facets):
    """An empty answer is an answer, with counts of nothing."""
    found = facets.select({"theme": {"distribute-leadership"}})
    assert (found.cases, found.levels) == ([], {})
    assert set(found.counts["country"].values()) == {0}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cafe elan", {"stated"}),
        ("CAFÉ boa", {"stated"}),
        ("ferry trust", {"hoped"}),
        ("the inferred", {"inferred"}),
        ("oats", set()),
        ("alert", {"silent"}),
        ("united kingdom", {"inferred", "silent"}),
        ("🌊", set()),
        ("zebra " * 2000, set()),
    ],
)
def test_a_text_finds_the_beginnings_of_words(facets, text, expected):
    """Names, summaries, places and organisations are searched, whatever the accents; no words, no cases."""
    assert set(facets.select({}, text=text).cases) == expected


def test_a_text_narrows_the_counts_too(facets):
    """The counts are those of the cases that the text leaves."""
    found = facets.select({}, text="united kingdom")
    assert found.counts["country"] == {"canada": 0, "united-kingdom": 2, "united-states": 0}


def test_a_profile_holds_what_a_case_can_be_found_by(facets):
    """Every value of a case, with its level."""
    found = facets.profile("inferred")
    assert found["theme"] == {"share-power": "possible"}
    assert found["area"] == {"health": "certain", "policing": "certain"}
    assert facets.profile("listed")["theme"] == {}
    assert facets.levels("barrier", "impatience") == {"inner": "certain", "whole": "certain", "hoped": "possible"}


def test_a_case_without_a_coding_pass_was_not_read_in_full(facets):
    """Silence means something only where a coder read everything."""
    assert facets.read_in_full["theme"] == set(CASES)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda f: f.select({"themes": {"share-power"}}), "'themes' is no group of facets; did you mean 'theme'"),
        (lambda f: f.select({"theme": {"share-powr"}}), "'share-powr' is no theme; did you mean 'share-power'"),
        (lambda f: f.select({"kind": {"zzz"}}), "'zzz' is no kind of case; known: comparator, fellowship, part"),
        (lambda f: f.select({}, "surely"), "'surely' is no certainty"),
        (lambda f: f.reading({"country": {"canda"}}), "'canda' is no country; did you mean 'canada'"),
        (lambda f: f.levels("theme", "canada"), "'canada' is no theme"),
        (lambda f: f.profile("statd"), "'statd' is no case; did you mean 'stated'"),
    ],
)
def test_what_is_unknown_is_named_with_what_is_near(facets, call, message):
    """An unknown group, value or case is a readable error."""
    with pytest.raises(UsageError) as caught:
        call(facets)
    assert str(caught.value).startswith(message)


def test_an_empty_graph_has_nothing_to_choose():
    """No cases and no codebook: no values, no cases, and no failure."""
    facets = Facets(Store(rdf.Graph(), Path(), {}))
    assert [group.key for group in facets.groups] == list(GROUPS)
    assert all(group.values == [] for group in facets.groups)
    assert facets.select({}, text="power").cases == []
    with pytest.raises(UsageError, match="the graph holds none"):
        facets.select({"theme": {"share-power"}})


def test_labels_are_for_people(real):
    """No label is an IRI or an id, and the values stand in the order of the codebook."""
    groups = {group.key: group for group in real[1].groups}
    labels = [value.label for group in groups.values() for value in group.values]
    assert not any("//" in label or ":" in label for label in labels)
    assert groups["theme"].entries[3].label == "Share power"
    assert len(groups["theme"].values) == 12 * 4


def test_a_choice_is_plain_data(facets):
    """Groups and selections turn into dictionaries with the same names."""
    assert list(facets.select({}).as_dict()) == ["cases", "levels", "counts", "certain_counts"]
    first = facets.groups[0].as_dict()
    assert (first["key"], first["label"], first["values"][0]["stance"]) == ("theme", "Theme", "enacted")


# --- for any choice, the index gives what the queries give


@st.composite
def choices(draw, facets: Facets) -> dict[str, set[str]]:
    """Some values of some groups; those that some case has come up more often."""
    counts = facets.select({}).counts
    every = [(group, id) for group, found in counts.items() for id in found]
    held = [(group, id) for group, id in every if counts[group][id]]
    chosen: dict[str, set[str]] = {}
    pairs = st.sampled_from(held) | st.sampled_from(held) | st.sampled_from(every)
    for group, id in draw(st.lists(pairs, min_size=1, max_size=5)):
        chosen.setdefault(group, set()).add(id)
    return chosen


def in_answer(store: Store, facets: Facets, chosen: dict[str, set[str]]) -> list[tuple[str, str]]:
    """The cases and levels that `kg.answers` gives for the same conditions, in its order."""
    found = answer(store, facets.reading(chosen))
    levels = (("certain", found.certain), ("possible", found.possible))
    return [(hit.facts.id, level) for level, hits in levels for hit in hits]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_choice_gives_what_the_answer_gives(real, data):
    """On the checkout: the same cases, at the same levels, in the same order."""
    store, facets = real
    chosen = data.draw(choices(facets))
    expected = in_answer(store, facets, chosen)
    assert [*facets.select(chosen).levels.items()] == expected
    assert facets.select(chosen, "certain").cases == [id for id, level in expected if level == "certain"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_choice_among_made_up_cases_gives_what_the_answer_gives(made, facets, data):
    """The same on cases that hold every sort of evidence."""
    chosen = data.draw(choices(facets))
    assert [*facets.select(chosen).levels.items()] == in_answer(made, facets, chosen)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(["certain", "possible"]), st.sampled_from(["", "project", "a"]))
def test_a_count_is_what_choosing_it_would_give(real, data, certainty, text):
    """Each count is the number of cases with that value in place of what its group has."""
    facets = real[1]
    chosen, other = data.draw(choices(facets)), data.draw(choices(facets))
    found = facets.select(chosen, certainty, text)
    for group, ids in other.items():
        for id in ids:
            then = facets.select({**chosen, group: {id}}, certainty, text)
            assert found.counts[group][id] == len(then.cases)
            assert found.certain_counts[group][id] == [*then.levels.values()].count("certain")
