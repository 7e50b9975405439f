"""A session for a class on one theme: what it is made of, and what it says where something is missing."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import rdf
from kg.compare import compare, contrast
from kg.errors import KgError, UsageError
from kg.facets import Facets
from kg.gaps import gap_map
from kg.lesson import LONGEST, SHORTEST, lesson
from kg.namespaces import CODE, expand
from kg.store import Store

SHARE, WORKS = "theme/share-power", "outcome/effectiveness"
QUESTIONS = "## Story\n\nA made-up case.\n\n## Questions\n\n1. Who steered?\n2. Who rowed?\n"
PLURAL = {"theme": "themes", "outcome": "outcomes"}


@pytest.fixture
def write(small):
    """A writer of described cases: `write("bridge", (entry, stance, basis), …, field=value)`."""

    def write(id, *findings, **fields):
        groups: dict[str, str] = {}
        for number, (entry, stance, basis) in enumerate(findings, 1):
            more = {"status": "claimed"} if entry.startswith("outcome") else {}
            line = small.finding(f"{entry[0]}{number}", entry, stance, basis, **more)
            group = PLURAL[entry.partition("/")[0]]
            groups[group] = groups.get(group, "") + line
        head = {"tier": "described", "policy_areas": "[health]", "prose": QUESTIONS, **fields}
        small.case(id, "".join(f"{g}:\n{text}" for g, text in groups.items()), **head)

    return write


@pytest.fixture(scope="module")
def index(store):
    """The checkout's graph, and the index of its cases."""
    return store, Facets(store)


def test_a_session_is_made_of_what_the_graph_holds(small, write):
    """A case, an opposite case that left the theme undone, questions of both, leaders' questions, places to read."""
    write("bridge", (SHARE, "enacted", "stated"), (WORKS, "improved", "stated"))
    write("ferry", (SHARE, "neglected", "stated"), (WORKS, "unchanged", "stated"))
    found = lesson(small.build(), "Share power")
    assert (found.theme, found.label, found.minutes) == ("share-power", "Share power", 45)
    assert (found.case, found.level, found.contrast.other) == ("bridge", "certain", "ferry")
    assert [(q.case, q.text) for q in found.class_questions] == [
        ("bridge", "Who steered?"), ("bridge", "Who rowed?"), ("ferry", "Who steered?"), ("ferry", "Who rowed?"),
    ]  # fmt: skip
    assert {q.theme for q in found.leaders_questions} == {"Share power"}
    assert [q.code for q in found.leaders_questions] == ["Q14", "Q15", "Q16", "Q17", "Q18", "Q21", "Q24"]
    assert [(r.case, r.condition, r.level, [e.finding for e in r.evidence]) for r in found.evidence] == [
        ("bridge", "Share power (practised)", "certain", ["bridge-t1"]),
        ("bridge", "Effectiveness (achieved)", "certain", ["bridge-o2"]),
        ("ferry", "Share power (left undone)", "certain", ["ferry-t1"]),
        ("ferry", "Effectiveness (no change)", "certain", ["ferry-o2"]),
    ]
    assert [step.title for step in found.steps] == [
        "Open", "Read the case", "Talk in small groups", "Set it against another", "Ask as leaders",
        "Check the evidence",
    ]  # fmt: skip
    assert [step.minutes for step in found.steps] == [3, 9, 12, 9, 7, 5]
    assert (
        found.not_said[0] == "Why the two results differ is not recorded. Other causes may lie behind the difference."
    )


def test_without_an_opposite_case_the_session_says_so(small, write):
    """The step falls away, the others take its time, and what is missing is named."""
    write("bridge", (SHARE, "enacted", "inferred"), prose="## Story\n\nA made-up case.\n\n", tier="described")
    found = lesson(small.build(), "share-power")
    assert (found.contrast, found.class_questions, found.level) == (None, [], "possible")
    assert [step.title for step in found.steps] == ["Open", "Read the case", "Ask as leaders", "Check the evidence"]
    assert sum(step.minutes for step in found.steps) == 45
    assert found.not_said[:2] == [
        "That The bridge project practised 'Share power' is possible, not certain.",
        "The graph holds no case with the opposite result that is like this one.",
    ]
    themes = next(sentence for sentence in found.not_said if "themes on which nothing is stated" in sentence)
    assert "Distribute leadership" in themes
    assert "Share power" not in themes
    assert themes.endswith("(a full reading found nothing that counts).")


def test_an_opposite_case_that_does_not_differ_in_the_theme_is_marked(small, write):
    """Both practised the theme, so the pair says nothing of it; only the other case has questions, and is no step."""
    write("bridge", (SHARE, "enacted", "stated"), (WORKS, "improved", "stated"), prose="## Story\n\nA made-up case.\n")
    write("ferry", (SHARE, "enacted", "inferred"), (WORKS, "unchanged", "stated"))
    found = lesson(small.build(), "share-power")
    assert (found.case, found.contrast.other) == ("bridge", "ferry")
    assert found.not_said[0] == "The sources do not set the two cases apart in 'Share power'."
    assert {question.case for question in found.class_questions} == {"ferry"}
    assert "Talk in small groups" not in [step.title for step in found.steps]


def test_what_was_never_read_is_not_called_silent(small, write):
    """A case read for themes alone is said not to have been read for the other lists."""
    write("bridge", (SHARE, "enacted", "stated"), coding="theme")
    found = lesson(small.build(), "share-power").not_said
    assert [s.endswith("(it was not read in full).") for s in found if "nothing is stated" in s] == [False, True, True]


def test_contradicting_findings_are_named(small, write):
    """Where findings of the case contradict each other, the session says on what."""
    write("bridge", (SHARE, "enacted", "stated"), (SHARE, "neglected", "stated"))
    found = lesson(small.build(), "share-power")
    assert "The bridge project: findings on 'Share power' contradict each other." in found.not_said


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"basis": "inferred"}, {}),
        ({"prose": "## Story\n\nA made-up case.\n"}, {}),
        ({"kind": "comparator"}, {}),
        ({}, {"more": (SHARE, "enacted", "stated")}),
    ],
)
def test_the_better_case_is_chosen(small, write, first, second):
    """Certain, with questions, of the fellowship, with more findings: each outweighs an earlier name."""
    for id, options in (("a-case", first), ("b-case", second)):
        options = dict(options)
        more = [options.pop("more")] if "more" in options else []
        write(id, (SHARE, "enacted", options.pop("basis", "stated")), *more, **options)
    assert lesson(small.build(), "share-power").case == "b-case"


def test_a_case_with_an_opposite_is_chosen_before_one_without(small, write):
    """A pair that differs in the theme is worth more to a class than a case alone."""
    write("a-case", (SHARE, "enacted", "stated"))
    write("b-case", (SHARE, "enacted", "stated"), (WORKS, "improved", "stated"))
    write("c-case", (SHARE, "neglected", "stated"), (WORKS, "worsened", "stated"))
    assert lesson(small.build(), "share-power").case == "b-case"


def test_a_theme_without_a_described_case_is_a_clear_message(small, write):
    """A case that is only named is no ground for a session; the message names the themes that have one."""
    write("bridge", (SHARE, "enacted", "stated"))
    write("ferry", ("theme/distribute-leadership", "enacted", "stated"), tier="named")
    store = small.build()
    with pytest.raises(KgError) as caught:
        lesson(store, "distribute-leadership")
    assert str(caught.value) == (
        "no described case practised 'Distribute leadership'; themes that have one: Share power"
    )


def test_a_theme_without_questions_takes_those_of_its_core_theme(index):
    """The report asks leaders nothing on serving others' perspectives, which serves the sharing of power."""
    store, facets = index
    found = lesson(store, "serve-others-perspectives", facets=facets)
    assert {q.theme for q in found.leaders_questions} == {"Share power"}
    assert all(q.locator for q in found.leaders_questions)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"theme": "share-powr"}, "'share-powr' is no theme; did you mean 'share-power'"),
        ({"theme": "share-power", "minutes": 14}, "a session takes 15 to 240 minutes, not 14"),
        ({"theme": "share-power", "minutes": 241}, "a session takes 15 to 240 minutes, not 241"),
    ],
)
def test_unknown_themes_and_lengths_are_errors(index, options, message):
    """A readable message."""
    with pytest.raises(UsageError) as caught:
        lesson(index[0], facets=index[1], **options)
    assert str(caught.value).startswith(message)


def test_every_theme_of_the_checkout_has_a_session_that_holds(index):
    """The case is described and practised the theme; what is to be read is about it; twice gives the same."""
    store, facets = index
    described = facets.levels("documentation", "described")
    for theme in facets.group("theme").entries:
        found = lesson(store, theme.id, facets=facets)
        assert found.case in described
        assert facets.levels("theme", theme.id)[found.case] == found.level
        assert all(item.evidence for item in found.evidence)
        assert found.leaders_questions
        texts = [*found.not_said, *(step.text for step in found.steps), *(q.text for q in found.class_questions)]
        assert "//" not in " ".join(texts)
        assert json.dumps(found.as_dict()) == json.dumps(lesson(store, theme.id, facets=Facets(store)).as_dict())


@settings(max_examples=30, deadline=None)
@given(st.integers(SHORTEST, LONGEST))
def test_steps_fill_the_time(index, minutes):
    """Steps follow each other without a gap, none is empty, and together they take the time given."""
    steps = lesson(index[0], "explain-what-is-important", minutes, index[1]).steps
    assert [step.start for step in steps] == [sum(s.minutes for s in steps[:n]) for n in range(len(steps))]
    assert sum(step.minutes for step in steps) == minutes
    assert min(step.minutes for step in steps) >= 1


# --- graphs that lack something: a result or a readable message, never another failure


def test_an_empty_graph_gives_messages():
    """Nothing can be compared or taught, and each says why; the map of gaps is empty."""
    store = Store(rdf.Graph(), Path(), {})
    for call in (
        lambda: compare(store, ["a", "b"]),
        lambda: contrast(store, "a"),
        lambda: lesson(store, "share-power"),
    ):
        with pytest.raises(UsageError):
            call()
    found = gap_map(store)
    assert (found.rows, found.columns, found.cells, found.cases) == ([], [], [], 0)


def outcome(call, *arguments, **options) -> str:
    """An empty text where a call gives a result, and its message where it is one for people."""
    try:
        call(*arguments, **options)
    except KgError as error:
        return str(error)
    return ""


CLASSES = (
    "Theme Barrier OutcomeType PolicyArea Country CaseKind DocumentationLevel LeaderQuestion CodingPass Passage Person "
    "Organisation Finding CountedFinding Stance Basis Place"
)


@pytest.mark.parametrize("name", CLASSES.split())
def test_a_graph_without_one_class_gives_results_or_messages(store, name):
    """Without all things of one class, everything still works or says in words what is missing."""
    gone = {iri for (iri,) in store.graph.rows(f"SELECT ?x WHERE {{ ?x a cw:{name} }}")}
    assert gone
    kept = (t for t in store.graph if not {getattr(t.subject, "value", ""), getattr(t.object, "value", "")} & gone)
    rest = Store(rdf.Graph(kept), store.folder, store.manifest)
    facets = Facets(rest)
    assert set(facets.select({}, text="the").cases) <= set(rest.cases)
    assert gap_map(rest, facets=facets).cases == len(rest.cases)
    said = [
        outcome(compare, rest, ["cpche", "total-place"], facets=facets),
        outcome(contrast, rest, "cpche", facets=facets),
        outcome(lesson, rest, "share-power", facets=facets),
        outcome(lesson, rest, "build-political-backing", facets=facets),
    ]
    assert "//" not in " ".join(said)


def test_without_barriers_there_is_no_barrier_to_choose(store):
    """The group stays, without values, and cases are compared on the rest."""
    base = expand("barrier:")
    kept = (t for t in store.graph if base not in str(t))
    rest = Store(rdf.Graph(kept), store.folder, store.manifest)
    facets = Facets(rest)
    assert facets.group("barrier").values == []
    assert base.startswith(CODE)
    assert gap_map(rest, "barrier", facets=facets).cells == []
    found = compare(rest, ["cpche", "total-place"], facets)
    assert {row.group for row in [*found.shared, *found.differing, *found.silent]} == {"theme", "outcome"}
