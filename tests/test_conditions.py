"""Three-valued logic: certain, possible, or not an answer; on made-up cases, and against a second reckoning of it."""

import re

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from reckoning import files, reckoned

from kg import rdf
from kg.conditions import CONTRARY, DEFAULT_STANCE, SHORTCUTS, WORDS, Condition, Reading, sparql
from kg.corpus import read_corpus
from kg.namespaces import expand, local_name

C, P = "certain", "possible"
SHARE, COST, IMPATIENCE = "theme:share-power", "outcome:cost-saving", "barrier:impatience"

# what each case of the made-up project holds: (concept, stance, basis, more) for each finding
CASES = {
    "stated": [(SHARE, "enacted", "stated", {})],
    "assessed": [(SHARE, "enacted", "author-assessment", {})],
    "inferred": [(SHARE, "enacted", "inferred", {})],
    "twice": [(SHARE, "enacted", "inferred", {}), (SHARE, "enacted", "stated", {})],
    "contested": [(SHARE, "enacted", "stated", {}), (SHARE, "neglected", "stated", {})],
    "same-phase": [
        (SHARE, "enacted", "stated", {"phase": "early"}),
        (SHARE, "obstructed", "inferred", {"phase": "early"}),
    ],
    "two-phases": [(SHARE, "neglected", "stated", {"phase": "early"}), (SHARE, "enacted", "stated", {"phase": "late"})],
    "neglected": [(SHARE, "neglected", "stated", {})],
    "guess-neglected": [(SHARE, "neglected", "inferred", {})],
    "obstructed": [(SHARE, "obstructed", "author-assessment", {})],
    "advocated": [(SHARE, "advocated", "stated", {})],
    "silent": [],
    "whole": [],
    "whole-part": [(SHARE, "enacted", "stated", {})],
    "whole-of-neglect": [],
    "neglecting-part": [(SHARE, "neglected", "stated", {})],
    "whole-of-contest": [],
    "contested-part": [(SHARE, "enacted", "stated", {}), (SHARE, "neglected", "stated", {})],
    "saved": [(COST, "improved", "stated", {"status": "measured"})],
    "claimed-saved": [(COST, "improved", "author-assessment", {"status": "claimed"})],
    "guess-saved": [(COST, "improved", "inferred", {"status": "preliminary"})],
    "hoped": [(COST, "improved", "stated", {"status": "forecast"})],
    "hoped-in-vain": [
        (COST, "improved", "stated", {"status": "forecast"}),
        (COST, "unchanged", "stated", {"status": "measured"}),
    ],
    "dearer": [(COST, "worsened", "stated", {"status": "claimed"})],
    "guess-dearer": [(COST, "worsened", "inferred", {"status": "claimed"})],
    "disputed": [
        (COST, "improved", "stated", {"status": "measured"}),
        (COST, "worsened", "stated", {"status": "measured"}),
    ],
    "hurried": [(IMPATIENCE, "encountered", "stated", {})],
    "got-past": [(IMPATIENCE, "overcome", "inferred", {})],
    "afraid": [(IMPATIENCE, "anticipated", "stated", {})],
    "said-by-both": [(SHARE, "enacted", "stated", {})],
    "said-by-one": [(SHARE, "enacted", "stated", {})],
    "said-by-the-second": [],
    "read-by-the-second": [(SHARE, "enacted", "stated", {})],
    "upheld": [(SHARE, "enacted", "stated", {})],
    "set-aside": [(SHARE, "enacted", "stated", {})],
    "left-open": [(SHARE, "enacted", "stated", {})],
    "coders-apart": [(SHARE, "neglected", "stated", {})],
    "settled-apart": [(SHARE, "enacted", "stated", {})],
}
# what a second coder found in those of the cases that were coded twice, and what third looks said
SECOND = {
    "said-by-both": [(SHARE, "enacted", "author-assessment", {})],
    "said-by-one": [],
    "said-by-the-second": [(SHARE, "enacted", "stated", {})],
    "read-by-the-second": [(SHARE, "enacted", "inferred", {})],
    "upheld": [],
    "set-aside": [],
    "left-open": [],
    "coders-apart": [(SHARE, "enacted", "stated", {})],
    "settled-apart": [(SHARE, "neglected", "stated", {})],
}
LOOKS = {
    "upheld": {"t1": "upheld"},
    "set-aside": {"t1": "set-aside"},
    "left-open": {"t1": "open"},
    "settled-apart": {"t1": "set-aside", "coder_2_t1": "upheld"},
}
WHOLES = {"whole-part": "whole", "neglecting-part": "whole-of-neglect", "contested-part": "whole-of-contest"}
UNCODED = {"listed": "none", "read-for-barriers": "barrier"}
PLURAL = {"theme": "themes", "barrier": "barriers", "outcome": "outcomes"}

# By the rules of evidence: stated or the author's assessment makes certain, a reading or a contest makes possible.
# Where a case was coded twice, what only one coder takes as said is a reading, unless a third look upheld it.
EXPECTED = {
    (SHARE, "enacted"): {
        "stated": C, "assessed": C, "inferred": P, "twice": C, "contested": P, "same-phase": P, "two-phases": C,
        "whole-part": C, "whole": C, "contested-part": P, "whole-of-contest": P,
        "said-by-both": C, "said-by-one": P, "said-by-the-second": P, "read-by-the-second": P,
        "upheld": C, "left-open": P, "coders-apart": P,
    },
    (SHARE, "neglected"): {
        "contested": P, "two-phases": C, "neglected": C, "guess-neglected": P,
        "neglecting-part": C, "whole-of-neglect": C,
        "contested-part": P, "whole-of-contest": P,
        "coders-apart": P, "settled-apart": C,
    },
    (SHARE, "obstructed"): {"same-phase": P, "obstructed": C},
    (SHARE, "advocated"): {"advocated": C},
    (COST, "improved"): {"saved": C, "claimed-saved": C, "guess-saved": P, "disputed": P},
    (COST, "forecast"): {"hoped": C, "hoped-in-vain": C},
    (COST, "unchanged"): {"hoped-in-vain": C},
    (COST, "worsened"): {"dearer": C, "guess-dearer": P, "disputed": P},
    (IMPATIENCE, "encountered"): {"hurried": C, "got-past": P},
    (IMPATIENCE, "overcome"): {"got-past": P},
    (IMPATIENCE, "anticipated"): {"afraid": C},
}  # fmt: skip

# Denied: certain where left undone, blocked or not come; possible where contested, read in, or silent after a coding
# pass (all cases not named here but those never coded for the list); no answer where it plainly holds.
DENIED = {
    (SHARE, "enacted"): {
        "stated": None, "assessed": None, "inferred": None, "twice": None, "whole-part": None, "whole": None,
        "neglected": C, "obstructed": C, "neglecting-part": C, "whole-of-neglect": C,
        "said-by-both": None, "said-by-one": None, "said-by-the-second": None, "read-by-the-second": None,
        "upheld": None, "left-open": None, "settled-apart": C,
    },
    (COST, "improved"): {
        "saved": None, "claimed-saved": None, "guess-saved": None, "hoped-in-vain": C, "dearer": C,
    },
    (IMPATIENCE, "encountered"): {"hurried": None, "got-past": None},
}  # fmt: skip


def lines(small, findings) -> str:
    """The findings of one coder as the lines of a file, under the name of their list."""
    groups: dict[str, str] = {}
    for number, (concept, stance, basis, more) in enumerate(findings, 1):
        group = concept.partition(":")[0]
        line = small.finding(f"{group[0]}{number}", concept.replace(":", "/"), stance, basis, **more)
        groups[group] = groups.get(group, "") + line
    return "".join(f"{PLURAL[group]}:\n{text}" for group, text in groups.items())


@pytest.fixture(scope="module")
def made(make_small, tmp_path_factory):
    """The made-up cases, built."""
    small = make_small(tmp_path_factory.mktemp("logic"))
    phases = "phases:\n" + "".join(
        f"  - {{id: {p}, name: {p.title()}, evidence: [tiny:1-2]}}\n" for p in ("early", "late")
    )
    for id, findings in CASES.items():
        small.case(
            id, phases + lines(small, findings), **({"kind": "part", "part_of": WHOLES[id]} if id in WHOLES else {})
        )
    for id, findings in SECOND.items():
        small.coding(id, lines(small, findings))
    for id, verdicts in LOOKS.items():
        small.settle(id, **verdicts)
    small.case("listed", tier="listed")
    small.case("read-for-barriers", coding="barrier")
    return small, small.build()


def condition(curie: str, stance: str = "", negated: bool = False, **more) -> Condition:
    group, _, local = curie.partition(":")
    return Condition(group, expand(curie), local, local, stance, negated, **more)


def levels(store, *groups: list[Condition], kinds: tuple[str, ...] = ()) -> dict[str, str]:
    """Case to level of a reading, as pyoxigraph answers it."""
    rows = store.graph.query(sparql(Reading("", [*groups], [*kinds])))
    return {local_name(row["case"].value): row["answer"].value for row in rows}


@pytest.mark.parametrize(("curie", "stance"), EXPECTED)
def test_a_condition_is_certain_possible_or_no_answer(made, curie, stance):
    """What is said outright, by both coders where there are two, makes certain; a reading or a contest possible."""
    assert levels(made[1], [condition(curie, stance)]) == EXPECTED[curie, stance]


@pytest.mark.parametrize(("curie", "stance"), DENIED)
def test_a_denied_condition_is_certain_possible_or_no_answer(made, curie, stance):
    """Left undone makes certain, silence after a coding pass possible, and a case never coded answers nothing."""
    uncoded = {"listed"} if curie == IMPATIENCE else {"listed", "read-for-barriers"}
    everyone = {*CASES, *UNCODED} - uncoded
    expected = {id: level for id in everyone if (level := DENIED[curie, stance].get(id, P))}
    assert levels(made[1], [condition(curie, stance, negated=True)]) == expected


def test_or_takes_the_better_of_the_two(made):
    """With `or` a case is as certain as its better condition."""
    found = levels(made[1], [condition(SHARE), condition(SHARE, "neglected")])
    assert found["contested"] == P
    assert (found["inferred"], found["neglected"], found["two-phases"]) == (P, C, C)


def test_and_takes_the_worse_of_the_two(made):
    """A case is certain if certain for every condition, possible if at least possible for every one."""
    found = levels(made[1], [condition(SHARE)], [condition(COST, negated=True)])
    assert found == dict.fromkeys(EXPECTED[SHARE, "enacted"], P)


def test_kinds_narrow_the_answer(made):
    """Only cases of the kinds asked for are answers."""
    assert set(levels(made[1], [condition(SHARE)], kinds=("part",))) == {"whole-part", "contested-part"}
    assert "whole-part" not in levels(made[1], [condition(SHARE)], kinds=("fellowship",))


@pytest.mark.parametrize("negated", [False, True])
def test_a_fact_of_record_is_certain_or_no_answer(made, negated):
    """A country is never possible: every case is in it or it is not."""
    found = levels(made[1], [Condition("country", expand("place:canada"), "", "", negated=negated)])
    assert found == ({} if negated else dict.fromkeys([*CASES, *UNCODED], C))


@pytest.fixture(scope="module")
def dated(make_small, tmp_path_factory):
    """Cases with years: of their own, of a phase, open-ended, and known from a source without a year."""
    small = make_small(tmp_path_factory.mktemp("years"))
    small.case("closed", start="1993", end="1999")
    small.case("open", start="2005")
    small.case("phase-only", "phases:\n  - {id: p, name: P, start: 1995, end: 1996, evidence: [tiny:1-2]}\n")
    small.case("undated")
    small.case("closed-in-undated-source", start="1993", end="1999", known_from="[undated:1-2]")
    small.case("open-in-undated-source", start="2005", known_from="[undated:1-2]")
    return small.build()


@pytest.mark.parametrize(
    ("group", "years", "expected"),
    [
        ("began", (1993, 1993), {"closed", "closed-in-undated-source"}),
        ("began", (0, 1999), {"closed", "closed-in-undated-source"}),
        ("began", (2000, 9999), {"open", "open-in-undated-source"}),
        ("began", (1990, 2009), {"closed", "open", "closed-in-undated-source", "open-in-undated-source"}),
        ("running", (1995, 1995), {"closed", "phase-only", "closed-in-undated-source"}),
        ("running", (1997, 1997), {"closed", "closed-in-undated-source"}),
        ("running", (1990, 1999), {"closed", "phase-only", "closed-in-undated-source"}),
        ("running", (2000, 2004), set()),
        ("running", (2005, 2005), {"open", "open-in-undated-source"}),
        ("running", (2010, 2010), set()),
        ("running", (2012, 2012), set()),
        ("running", (0, 1994), {"closed", "closed-in-undated-source"}),
    ],
)
def test_years_are_facts(dated, group, years, expected):
    """A project ran in the years that its record gives; an end that is not given is not guessed."""
    found = levels(dated, [Condition(group, "", "years", "", years=years)])
    assert found == dict.fromkeys(expected, C)


# --- any reading at all, against a second reckoning from the case files and against another engine


CODED = [(group, stance) for group, stance in SHORTCUTS]
ENTRIES = {
    "theme": "share-power insist-on-whole-system-approaches create-common-purpose resource-new-ways-of-working",
    "barrier": "power-struggles institutional-inertia changes-in-leadership impatience other",
    "outcome": "cost-saving effectiveness access participation collaboration-sustained",
    "kind": "fellowship part comparator",
    "documentation": "described named listed",
    "area": "policing health citizen-services civic-participation homelessness-and-housing",
    "group": "children prisoners-and-ex-prisoners residents",
}


@st.composite
def conditions(draw) -> Condition:
    group = draw(
        st.sampled_from(["theme", "theme", "barrier", "outcome", "outcome", "kind", "documentation", "area", "group"])
    )
    entry = draw(st.sampled_from(ENTRIES[group].split()))
    stance = draw(st.sampled_from(["", *(s for g, s in CODED if g == group)])) if group in PLURAL else ""
    return condition(f"{group}:{entry}", stance, draw(st.booleans()))


readings = st.builds(
    lambda groups, kinds: Reading("", groups, kinds),
    st.lists(st.lists(conditions(), min_size=1, max_size=3), min_size=1, max_size=3),
    st.lists(st.sampled_from(["fellowship", "part", "comparator"]), max_size=2, unique=True),
)


@pytest.fixture(scope="module")
def real_answers(store, corpus):
    """What the checkout's graph answers to a reading, and what its files give."""
    known = files(corpus)
    return lambda reading: (answered(store, reading), reckoned(known, reading))


@pytest.fixture(scope="module")
def made_answers(made):
    """What the made-up graph answers to a reading, and what its files give."""
    known = files(read_corpus(made[0].project)[0])
    return lambda reading: (answered(made[1], reading), reckoned(known, reading))


@pytest.fixture(scope="module")
def elsewhere(made):
    """What pyoxigraph and rdflib answer to a reading, on the made-up graph without the codebook."""
    triples = [t for t in made[1].graph if "/id/" in str(t.subject)]
    graph = rdflib.Graph().parse(data=rdf.serialize(triples, "n-triples"), format="nt")

    def answers(reading: Reading):
        rows = {local_name(str(row.case)): str(row.answer) for row in graph.query(sparql(reading))}
        return answered(made[1], reading), rows

    return answers


def answered(store, reading: Reading) -> dict[str, str]:
    return levels(store, *reading.groups, kinds=tuple(reading.kinds))


@settings(max_examples=150, deadline=None)
@given(readings)
def test_the_answers_are_those_that_the_files_give(real_answers, reading):
    """For any conditions, the query gives the cases and levels that reckoning from the case files gives."""
    found, expected = real_answers(reading)
    assert found == expected


@settings(max_examples=150, deadline=None)
@given(readings)
def test_the_made_up_answers_are_reckoned_alike(made_answers, reading):
    """The second reckoning gives the same on the made-up cases, which hold every kind of evidence."""
    found, expected = made_answers(reading)
    assert found == expected


@settings(max_examples=40, deadline=None)
@given(readings)
def test_the_query_that_is_shown_runs_anywhere(elsewhere, reading):
    """The SPARQL of an answer gives the same cases and levels in another engine."""
    here, there = elsewhere(reading)
    assert here == there


@given(readings)
def test_a_query_is_small_enough_to_read(reading):
    """A query declares the prefixes that it uses and no others, and names each group of conditions in a remark."""
    text = sparql(reading)
    declared = set(re.findall(r"^PREFIX (\S+):", text, re.MULTILINE))
    body = text.partition("SELECT ?case")[2]
    assert {p for p in declared if f"{p}:" not in body} == set()
    assert len(re.findall(r"^  # ", text, re.MULTILINE)) == len(reading.groups)


def test_every_stance_has_a_shortcut_a_word_and_an_opposite_that_exists():
    """The tables of stances, shortcuts, words and contraries hold together."""
    assert set(SHORTCUTS.values()) == set(WORDS)
    assert set(CONTRARY) | {s for others in CONTRARY.values() for s in others} <= set(WORDS)
    assert all((group, stance) in SHORTCUTS for group, stance in DEFAULT_STANCE.items())


def test_every_shortcut_is_a_term_with_its_narrower_one(project):
    """The ontology defines each shortcut that conditions use, and its narrower one for what is stated."""
    text = (project.ontology / "cwkg.ttl").read_text(encoding="utf-8")
    for shortcut in WORDS:
        for name in (shortcut, shortcut + "AsStated"):
            assert re.search(rf"^{name} ", text, re.MULTILINE), name


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (condition(SHARE), "share-power (practised)"),
        (condition(SHARE, "neglected"), "share-power (left undone)"),
        (condition(COST, "forecast"), "cost-saving (hoped for)"),
        (condition(IMPATIENCE, "overcome", negated=True), "not: impatience (met and overcome)"),
        (condition("area:policing"), "policing"),
    ],
)
def test_a_condition_is_told_in_words(item, words):
    """A condition says how its entry should stand."""
    assert item.describe() == words


def test_a_reading_is_told_in_one_line():
    """What `or` joins stands in brackets where more is asked."""
    share, cost = condition(SHARE), condition(COST)
    assert Reading("", [[share, cost], [share]], []).describe() == (
        "(share-power (practised) or cost-saving (achieved)) and share-power (practised)"
    )
    assert Reading("", [[share, cost]], []).describe() == "share-power (practised) or cost-saving (achieved)"


def test_a_condition_can_be_taken_away():
    """The reading is left as it was, and a group of which nothing is left goes too."""
    power, saving, canada = (
        Condition(*given, words="")
        for given in (("theme", "x:a", "Share power"), ("outcome", "x:b", "Cost saving"), ("country", "x:c", "Canada"))
    )
    reading = Reading("", [[power, saving], [canada]], ["fellowship"])
    assert reading.without(lambda condition: condition is saving).groups == [[power], [canada]]
    assert reading.without(lambda condition: condition is canada).groups == [[power, saving]]
    assert len(reading.groups) == 2
