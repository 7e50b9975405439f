"""Cases side by side, and the pair most alike with opposite results."""

import json

import pytest

from kg.compare import NOT_READ, OTHER_CAUSES, compare, contrast
from kg.errors import UsageError
from kg.facets import Facets

SHARE, PURPOSE = "theme/share-power", "theme/create-common-purpose"
STRUGGLE, ODD = "barrier/power-struggles", "barrier/other"
WORKS, MORE = "outcome/effectiveness", "outcome/other"
PLURAL = {"theme": "themes", "barrier": "barriers", "outcome": "outcomes"}
# findings of each made-up case, as (entry, stance, basis)
CASES = {
    "bridge": [
        (SHARE, "enacted", "stated"), (STRUGGLE, "encountered", "stated"), (WORKS, "improved", "stated"),
        (MORE, "improved", "stated"),
    ],
    "ferry": [
        (SHARE, "neglected", "stated"), (STRUGGLE, "overcome", "stated"), (WORKS, "unchanged", "stated"),
        (MORE, "worsened", "stated"),
    ],
    "tunnel": [(SHARE, "enacted", "stated"), (PURPOSE, "advocated", "stated"), (WORKS, "worsened", "inferred")],
    "mixed": [
        (SHARE, "enacted", "stated"), (STRUGGLE, "encountered", "stated"), (WORKS, "improved", "stated"),
        (WORKS, "worsened", "stated"),
    ],
    "odd-one": [(ODD, "encountered", "stated"), (WORKS, "improved", "stated")],
    "odd-other": [(ODD, "encountered", "stated"), (WORKS, "worsened", "stated")],
}  # fmt: skip
FIELDS = {
    "bridge": {"policy_areas": "[health]", "places": "[millford]", "start": "1993", "end": "1999"},
    "ferry": {"policy_areas": "[health, policing]"},
    "mixed": {"policy_areas": "[health]"},
    "odd-one": {"country": "GB"},
}


def write(small, cases, fields):
    """Write made-up cases into a project and build it."""
    for id, findings in cases.items():
        groups: dict[str, str] = {}
        for number, (entry, stance, basis) in enumerate(findings, 1):
            more = {"status": "claimed"} if entry.startswith("outcome") else {}
            group = PLURAL[entry.partition("/")[0]]
            groups[group] = groups.get(group, "") + small.finding(f"{entry[0]}{number}", entry, stance, basis, **more)
        small.case(id, "".join(f"{g}:\n{text}" for g, text in groups.items()), **fields.get(id, {}))
    small.case("listed", tier="listed")
    return small.build()


@pytest.fixture(scope="module")
def made(make_small, tmp_path_factory):
    """The made-up cases, built."""
    return write(make_small(tmp_path_factory.mktemp("compare")), CASES, FIELDS)


def relations(found):
    """The relation of each row, by group and entry."""
    return {f"{r.group}/{r.entry}": r.relation for r in [*found.shared, *found.differing, *found.silent]}


def row(found, entry):
    rows = [*found.shared, *found.differing, *found.silent]
    return next(r for r in rows if f"{r.group}/{r.entry}" == entry)


def test_rows_are_shared_opposed_partly_or_silent(made):
    """Contrary words oppose; silence and the outcome that holds many things do not."""
    found = relations(compare(made, ["bridge", "ferry"]))
    assert found[SHARE] == "opposed"
    assert found[STRUGGLE] == "shared"
    assert found[WORKS] == "opposed"
    assert found[MORE] == "partly"
    assert found[PURPOSE] == "silent"
    assert len(found) == 12 + 6 + 8
    assert relations(compare(made, ["bridge", "tunnel"]))[PURPOSE] == "partly"


def test_what_is_said_alike_and_otherwise_of_a_case_is_shared(made):
    """A case of which both are said shares what the other has, and both stand in its cell."""
    found = row(compare(made, ["bridge", "mixed"]), WORKS)
    assert (found.relation, found.common) == ("shared", ["achieved"])
    assert found.cells[1].text == "achieved (possible), got worse (possible)"


def test_silence_is_not_stated_or_not_read(made):
    """A case that was never read says nothing by its silence."""
    cells = row(compare(made, ["tunnel", "ferry", "listed"]), PURPOSE).cells
    assert [cell.text for cell in cells] == ["urged only (certain)", "not stated in the source", NOT_READ]


def test_opposed_rows_come_first(made):
    """Of what differs, contrary words come before what is said of some alone."""
    found = [r.relation for r in compare(made, ["bridge", "ferry", "tunnel"]).differing]
    assert found == sorted(found)
    assert set(found) == {"opposed", "partly"}


def test_facts_stand_side_by_side(made):
    """Each fact has a list for each case, empty where nothing is recorded; no IRI among them."""
    found = compare(made, ["The bridge project", "ferry"])
    facts = {fact.label: fact.values for fact in found.facts}
    assert found.names == {"bridge": "The bridge project", "ferry": "The ferry project"}
    assert facts["Places"] == {"bridge": ["Millford"], "ferry": []}
    assert facts["From"] == {"bridge": ["1993"], "ferry": []}
    assert facts["Policy areas"] == {"bridge": ["Health"], "ferry": ["Health", "Policing"]}
    assert facts["Country"] == {"bridge": ["Canada"], "ferry": ["Canada"]}
    assert facts["Kind"]["ferry"] == ["Fellowship project"]


@pytest.mark.parametrize(
    ("cases", "message"),
    [
        (["bridge"], "two to four different cases can be compared, not 1"),
        (["bridge", "bridge"], "two to four different cases can be compared, not 1"),
        ([*CASES][:5], "two to four different cases can be compared, not 5"),
        (["bridge", "fery"], "no case is called 'fery'; did you mean 'ferry'"),
    ],
)
def test_too_few_too_many_and_unknown_cases_are_named(made, cases, message):
    """A comparison that cannot be made says why."""
    with pytest.raises(UsageError) as caught:
        compare(made, cases)
    assert str(caught.value).startswith(message)


def test_the_contrast_is_the_case_most_alike(made):
    """Bridge and ferry share a barrier and an area of four things; the mixed case, more alike, is on neither side."""
    found = contrast(made, "bridge")
    assert (found.other, found.outcome, found.better, found.level) == ("ferry", "effectiveness", "bridge", "certain")
    assert found.alike == ["Power struggles (met)", "Health"]
    assert found.similarity == 2 / 4


def test_a_contrast_says_why(made):
    """The result first, then what else is contrary, what is alike, and a caution."""
    assert contrast(made, "ferry").why == [
        "Effectiveness: The ferry project: no change (certain); The bridge project: achieved (certain).",
        "Share power: The ferry project: left undone (certain); The bridge project: practised (certain).",
        "Of 4 themes, barriers and policy areas of either, both have 2: Power struggles (met), Health.",
        OTHER_CAUSES,
    ]


def test_a_contrast_is_possible_where_one_result_is(made):
    """The tunnel's result is read in, so the pair is possible only."""
    found = contrast(made, "tunnel")
    assert (found.other, found.better, found.level, found.similarity) == ("bridge", "bridge", "possible", 1 / 3)


def test_a_contrast_may_be_asked_for_in_one_theme(made):
    """With a theme, one practised it and in the other it was left undone."""
    assert contrast(made, "bridge", theme="share-power").other == "ferry"
    assert contrast(made, "tunnel", theme="share-power") is None
    assert contrast(made, "bridge", theme="create-common-purpose") is None


@pytest.mark.parametrize(
    ("case", "outcome"), [("bridge", "cost-saving"), ("odd-one", None), ("mixed", None), ("listed", None)]
)
def test_there_may_be_no_contrast(made, case, outcome):
    """None where nobody had the opposite result, where nothing is alike, or where both results are said."""
    assert contrast(made, case, outcome) is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"outcome": "other"}, "'Another outcome' holds things of many kinds"),
        ({"outcome": "effectivness"}, "'effectivness' is no outcome; did you mean 'effectiveness'"),
        ({"theme": "sharepower"}, "'sharepower' is no theme; did you mean 'share-power'"),
    ],
)
def test_an_outcome_without_opposites_and_unknown_names_are_errors(made, options, message):
    """A readable message with the nearest names."""
    with pytest.raises(UsageError) as caught:
        contrast(made, "bridge", **options)
    assert str(caught.value).startswith(message)


def test_certain_comes_before_possible_and_then_the_first_by_name(small):
    """Of cases equally alike the one whose result is certain is taken, whatever its name."""
    good = [(SHARE, "enacted", "stated"), (WORKS, "improved", "stated")]
    bad = [(SHARE, "enacted", "stated"), (WORKS, "worsened", "stated")]
    read_in = [(SHARE, "enacted", "stated"), (WORKS, "worsened", "inferred")]
    store = write(small, {"good": good, "a-guess": read_in, "bad-one": bad, "bad-two": bad}, {})
    found = contrast(store, "good")
    assert (found.other, found.level) == ("bad-one", "certain")


def test_a_pair_is_a_contrast_both_ways_or_has_a_nearer_one(store):
    """On the checkout: results are opposite, nobody is nearer, and the text for people shows no IRI."""
    facets = Facets(store)
    found = {id: pair for id in facets.ids if (pair := contrast(store, id, facets=facets))}
    assert len(found) > 5
    for id, pair in found.items():
        assert pair.other in found
        assert found[pair.other].similarity >= pair.similarity
        worse = next(one for one in (id, pair.other) if one != pair.better)
        outcomes = facets.profile(worse)["outcome"]
        assert pair.outcome in facets.profile(pair.better)["outcome"]
        assert pair.outcome not in outcomes
        assert {f"{pair.outcome}:unchanged", f"{pair.outcome}:worsened"} & outcomes.keys()
        assert "//" not in " ".join(pair.why)


def test_both_turn_into_plain_data(made):
    """What is compared and contrasted can be written as JSON."""
    assert json.loads(json.dumps(compare(made, ["bridge", "ferry"]).as_dict()))["names"]["ferry"]
    assert json.loads(json.dumps(contrast(made, "bridge").as_dict()))["comparison"]["note"]


def test_no_case_is_more_alike_than_the_one_that_is_found(store):
    """On the checkout: of all cases with an opposite result, told one by one from their profiles, it is the nearest."""
    facets = Facets(store)
    profiles = {id: facets.profile(id) for id in facets.ids}
    traits = {
        id: {(g, v) for g in ("theme", "barrier", "area") for v in found[g] if ":" not in v and v != "other"}
        for id, found in profiles.items()
    }

    def side(id, outcome):
        found = profiles[id]["outcome"]
        gained, lost = outcome in found, {f"{outcome}:unchanged", f"{outcome}:worsened"} & found.keys()
        return "" if gained == bool(lost) else "better" if gained else "not better"

    outcomes = [value.entry for value in facets.group("outcome").entries if value.entry != "other"]
    opposite = {("better", "not better"), ("not better", "better")}
    found = 0
    for id in facets.ids:
        near = [
            len(traits[id] & traits[other]) / len(traits[id] | traits[other])
            for other in facets.ids
            if traits[id] & traits[other] and any((side(id, o), side(other, o)) in opposite for o in outcomes)
        ]
        pair = contrast(store, id, facets=facets)
        assert (pair.similarity if pair else 0) == max(near, default=0)
        found += pair is not None
    assert found > 10
