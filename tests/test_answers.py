"""Answers: the two lists, the evidence for each condition, and the shape that programs read."""

import json

import pytest

from kg.answers import PAGE, Hits, answer, ask
from kg.conditions import Condition, Reading
from kg.evidence import FACT_OF_RECORD, NOT_STATED
from kg.language import read
from kg.namespaces import expand


def theme(local: str, stance: str = "", negated: bool = False) -> Condition:
    return Condition("theme", expand(f"theme:{local}"), local, local, stance, negated)


@pytest.fixture(scope="module")
def bridge(make_small, tmp_path_factory):
    """A whole with a part, a silent case and a listed one, built."""
    small = make_small(tmp_path_factory.mktemp("answers"))
    themes = "themes:\n"
    themes += small.finding("t1", "theme/share-power", "enacted", "inferred", note="A guess.", evidence="[tiny:4-5]")
    themes += small.finding("t2", "theme/share-power", "enacted", note="The words.", evidence="[tiny:6-6, undated:9-9]")
    themes += small.finding("t3", "theme/distribute-leadership", "neglected", note="Left out.", phase="early")
    phases = "phases:\n  - {id: early, name: Early years, evidence: [tiny:1-2]}\n"
    partner = "organisations:\n  - {organisation: ferry-trust, role: partner, note: Ran boats., evidence: [tiny:3-3]}\n"
    small.case("whole")
    small.case("part-of-it", partner + phases + themes, kind="part", part_of="whole")
    small.case("silent")
    small.case("listed", tier="listed")
    return small.build()


def evidence_of(found, case: str):
    (hit,) = [hit for hit in [*found.certain, *found.possible] if hit.facts.id == case]
    return hit.evidence


def test_each_condition_has_one_piece_of_evidence(bridge):
    """A case in an answer shows one reason for each condition asked, in the order of the question."""
    found = answer(bridge, Reading("", [[theme("share-power")], [theme("distribute-leadership", "neglected")]], []))
    for hit in [*found.certain, *found.possible]:
        assert [e.condition for e in hit.evidence] == ["share-power (practised)", "distribute-leadership (left undone)"]


def test_the_best_evidence_is_shown(bridge):
    """What is said outright comes before what was read in, with speaker, source and place."""
    (piece,) = evidence_of(answer(bridge, Reading("", [[theme("share-power")]], [])), "part-of-it")
    assert (piece.finding, piece.basis, piece.stance, piece.note) == (
        "part-of-it-t2",
        "stated",
        "enacted",
        "The words.",
    )
    assert (piece.speaker, piece.source) in (
        ("Tess Teller", "A made-up source"),
        ("Tess Teller", "A second made-up source"),
    )
    assert piece.locator


def test_evidence_of_a_part_says_so(bridge):
    """A whole that answers through its part names the part that the evidence is about."""
    (piece,) = evidence_of(answer(bridge, Reading("", [[theme("share-power")]], ["fellowship"])), "whole")
    assert (piece.case, piece.finding) == ("part-of-it", "part-of-it-t2")


def test_evidence_names_its_phase(bridge):
    """A finding about a phase shows the phase."""
    (piece,) = evidence_of(
        answer(bridge, Reading("", [[theme("distribute-leadership", "neglected")]], [])), "part-of-it"
    )
    assert piece.phase == "Early years"


def test_silence_is_not_denial(bridge):
    """A case that is silent is possible for a denied condition, and its evidence says not stated, never did not."""
    found = answer(bridge, Reading("", [[theme("share-power", negated=True)]], []))
    assert [hit.facts.id for hit in found.certain] == []
    assert [hit.facts.id for hit in found.possible] == ["silent"]
    (piece,) = evidence_of(found, "silent")
    assert (piece.finding, piece.basis) == (None, "not stated")
    assert piece.note.startswith(NOT_STATED)


def test_a_denial_shows_what_was_left_undone(bridge):
    """A certain denial is backed by the finding that says so."""
    found = answer(bridge, Reading("", [[theme("distribute-leadership", negated=True)]], ["part"]))
    (piece,) = evidence_of(found, "part-of-it")
    assert [hit.facts.id for hit in found.certain] == ["part-of-it"]
    assert (piece.finding, piece.stance) == ("part-of-it-t3", "neglected")


def test_silence_is_not_claimed_where_something_was_found(make_small, tmp_path):
    """A case that urged a theme is not said to hold nothing on it."""
    small = make_small(tmp_path)
    small.case("urging", "themes:\n" + small.finding("t1", "theme/share-power", "advocated"))
    found = answer(small.build(), Reading("", [[theme("share-power", negated=True)]], []))
    (piece,) = evidence_of(found, "urging")
    assert "found nothing" not in piece.note


def test_silent_cases_are_counted(bridge):
    """For each coded condition the answer tells how many of the cases asked about are silent after a full reading."""
    found = answer(bridge, Reading("", [[theme("share-power")]], []))
    assert found.not_stated == {"share-power (practised)": 1}


def test_a_partner_is_a_fact_with_its_place(bridge):
    """A fact of record shows where it stands in the sources."""
    condition = Condition("organisation", expand("organisation:ferry-trust"), "Ferry Trust", "ferry")
    found = answer(bridge, Reading("", [[condition]], []))
    assert {hit.facts.id for hit in found.certain} == {"whole", "part-of-it"}
    (piece,) = evidence_of(found, "part-of-it")
    assert (piece.basis, piece.note, piece.locator) == ("record", "Ran boats.", "Box A, line 3")


def test_a_country_is_a_fact_of_record(bridge):
    """A fact without a finding of its own is called a fact of record."""
    condition = Condition("country", expand("place:canada"), "Canada", "canada")
    found = answer(bridge, Reading("", [[condition]], []))
    assert len(found.certain) == 4
    assert {e.note for hit in found.certain for e in hit.evidence} == {FACT_OF_RECORD}


@pytest.mark.parametrize("question", ["projects that shared jam with power", "which projects"])
def test_no_answer_is_given_where_the_question_is_not_understood(store, question):
    """Nothing is answered while a word is not understood or no condition was found."""
    found = ask(store, question)
    assert (found.certain, found.possible, found.sparql) == ([], [], "")


def test_no_case_is_both_certain_and_possible(store):
    """Each case stands in one list, once, in the order of names."""
    found = ask(store, "shared power or met turf wars")
    names = [[hit.facts.name for hit in hits] for hits in (found.certain, found.possible)]
    assert all(names)
    assert all(group == sorted(group) for group in names)
    assert not {hit.facts.id for hit in found.certain} & {hit.facts.id for hit in found.possible}


def test_every_answer_of_the_checkout_can_be_followed_to_its_finding(store, corpus):
    """The evidence of an answer is a finding of some coder: about the case or a part of it, with its own note."""
    made = [(case.id, f.id, f) for case in corpus.cases.values() for f in case.findings]
    made += [(c.case, f"{c.coder}-{f.id}", f) for c in corpus.codings.values() for f in c.findings]
    notes = {f"{case}-{name}": (case, f.note, f.basis) for case, name, f in made}
    found = ask(store, "all cases that shared power or cut costs or met turf wars")
    pieces = [(hit.facts.id, e) for hit in [*found.certain, *found.possible] for e in hit.evidence]
    assert len(pieces) > 20
    for case, piece in pieces:
        assert (piece.case, piece.note, piece.basis) == notes[piece.finding]
        assert expand(f"case:{case}") in store.wholes[expand(f"case:{piece.case}")]


def test_a_certain_hit_rests_on_more_than_a_reading(store):
    """A case is certain only on what is stated or the author's own assessment; the first piece of evidence shows it."""
    found = ask(store, "all cases that shared power")
    pieces = [e for hit in found.certain for e in hit.evidence]
    assert pieces
    assert {e.basis for e in pieces} <= {"stated", "author-assessment"}
    assert {e.counts_as for e in pieces} <= {"stated", "author-assessment"}
    assert {e.agreement for e in pieces} <= {"Both coders", "Upheld by a third look"}


@pytest.fixture
def twice(small):
    """A made-up project whose cases were coded twice: `twice(first, second, **verdicts)` gives the evidence and level.

    `first` and `second` are the bases on which the two coders found that the case shared power; none means not found.
    """

    def twice(first: str, second: str, **verdicts: str):
        for coder, basis in (("first", first), ("second", second)):
            line = small.finding("t1", "theme/share-power", "enacted", basis, note=f"By the {coder}.") if basis else ""
            body = "themes:\n" + line if line else ""
            small.case("bridge", body) if coder == "first" else small.coding("bridge", body)
        if verdicts:
            small.settle("bridge", **verdicts)
        found = answer(small.build(), Reading("", [[theme("share-power")]], []))
        level = "certain" if found.certain else "possible"
        (piece,) = evidence_of(found, "bridge")
        return level, piece.note, piece.coder, piece.agreement, piece.basis, piece.counts_as

    return twice


def test_evidence_names_its_coder_and_what_came_of_comparing(twice):
    """Where both say the same as outright, the case file's finding is shown, as found by both."""
    assert twice("stated", "author-assessment") == (
        "certain", "By the first.", "First coding", "Both coders", "stated", "stated",
    )  # fmt: skip


def test_what_one_coder_says_shows_as_a_reading(twice):
    """Evidence of one coder alone keeps its own basis in sight and counts as inferred."""
    assert twice("", "stated") == (
        "possible", "By the second.", "Second coding", "One coder only", "stated", "inferred",
    )  # fmt: skip


def test_a_reading_is_shown_before_what_was_taken_down_to_one(twice):
    """Where coders differ on the basis, the finding that is a reading of itself stands for the case."""
    assert twice("stated", "inferred") == (
        "possible", "By the second.", "Second coding", "Both coders", "inferred", "inferred",
    )  # fmt: skip


def test_what_a_third_look_upheld_is_shown_first(twice):
    """A finding that was upheld makes the case certain, and the evidence says so."""
    assert twice("inferred", "stated", coder_2_t1="upheld") == (
        "certain", "By the second.", "Second coding", "Upheld by a third look", "stated", "stated",
    )  # fmt: skip


def test_what_was_set_aside_is_no_answer(small):
    """A finding that a third look set aside makes no case an answer; a denied condition takes the case for silent."""
    small.case("bridge", "themes:\n" + small.finding("t1", "theme/share-power", "enacted"))
    small.coding("bridge")
    small.settle("bridge", t1="set-aside")
    store = small.build()
    found = answer(store, Reading("", [[theme("share-power")]], []))
    assert (found.certain, found.possible) == ([], [])
    denied = answer(store, Reading("", [[theme("share-power", negated=True)]], []))
    assert [hit.facts.id for hit in denied.possible] == ["bridge"]
    (piece,) = evidence_of(denied, "bridge")
    assert (piece.finding, piece.basis) == (None, "not stated")


def test_the_same_question_gives_the_same_answer(store):
    """Asking twice gives the same, piece by piece."""
    question = "all cases that shared power and did not cut costs"
    assert ask(store, question).as_dict() == ask(store, question).as_dict()


def test_the_json_of_an_answer_keeps_its_shape(run, ready):
    """Programs rely on these names in what `kg ask --format json` prints."""
    result = run("ask", "which projects shared power in Canada", "--format", "json", project=ready)
    data = json.loads(result.out)
    assert (result.code, result.err) == (0, "")
    assert list(data) == [
        "question", "reading", "kinds", "mended", "notes", "sparql", "certain", "possible", "left_out",
        "not_stated", "not_understood", "nearest", "roster",
    ]  # fmt: skip
    assert data["question"] == "which projects shared power in Canada"
    assert data["reading"] == [
        {"condition": "Share power (practised)", "concept": "theme/share-power", "group": 1},
        {"condition": "Canada", "concept": "place/canada", "group": 2},
    ]
    assert data["kinds"] == ["fellowship"]
    assert "cpche" in [hit["case"] for hit in data["certain"]]
    for hit in [*data["certain"], *data["possible"]]:
        assert list(hit) == ["case", "name", "documented", "evidence"]
        assert len(hit["evidence"]) == 2
        for piece in hit["evidence"]:
            assert list(piece) == [
                "condition", "case", "finding", "basis", "stance", "note", "speaker", "source", "locator", "phase",
                "coder", "agreement", "counts_as",
            ]  # fmt: skip
    assert data["roster"].startswith("The 47 projects are a reconstruction")


def test_the_json_of_a_question_not_understood_says_so(run, ready):
    """The words not understood and the nearest entries are data too, and the lists are empty."""
    result = run("ask", "projects that shared powerr with zorbing", "--format", "json", project=ready)
    data = json.loads(result.out)
    assert result.code == 1
    assert "zorbing" in data["not_understood"]
    assert (data["certain"], data["possible"], data["sparql"]) == ([], [], "")


def test_the_query_of_an_answer_can_be_run_by_hand(run, ready, tmp_path):
    """What `--sparql` prints, given back to `kg query`, gives the cases of the answer."""
    question = "which projects shared power or met turf wars"
    path = tmp_path / "shown.rq"
    path.write_text(run("ask", question, "--sparql", project=ready).out, encoding="utf-8")
    data = json.loads(run("ask", question, "--format", "json", project=ready).out)
    assert path.read_text(encoding="utf-8") == data["sparql"]
    rows = json.loads(run("query", path, "--format", "json", project=ready).out)["results"]["bindings"]
    shown = {row["case"]["value"].rsplit("/", 1)[-1]: row["answer"]["value"] for row in rows}
    assert shown == {hit["case"]: level for level in ("certain", "possible") for hit in data[level]}


def test_a_reading_can_be_answered_again(store):
    """A reading is a value: answering it gives what asking gave."""
    reading = read("which projects shared power", store.lexicon, store.has_fellowship)
    assert answer(store, reading).as_dict() == ask(store, "which projects shared power").as_dict()


def test_evidence_is_looked_up_when_it_is_read(store, monkeypatch):
    """Of many cases only the first ones are looked up until somebody reads on, and each of them once."""
    reading, read_now = read("all cases", store.lexicon, store.has_fellowship), []
    monkeypatch.setattr(Hits, "_read", lambda self, cases: read_now.append([*cases]) or [*cases])
    cases = [f"case-{number}" for number in range(6 * PAGE)]
    hits = Hits(store, reading, cases)
    assert read_now == [cases[:PAGE]]
    assert [*hits] == cases
    assert hits[-1] == cases[-1]
    assert hits[2:4] == cases[2:4]
    assert [case for page in read_now for case in page] == cases


def test_the_first_cases_of_an_answer(store):
    """A shortened answer says of each level how many cases it left out, and leaves out nothing that fits."""
    found = ask(store, "which projects shared power")
    short = found.first(len(found.possible))
    assert len(found.certain) > len(found.possible) > 0
    assert (short.certain, short.possible) == (found.certain[: len(found.possible)], found.possible)
    assert short.left_out == {"certain": len(found.certain) - len(found.possible)}
    assert short.as_dict()["left_out"] == short.left_out
    assert found.as_dict()["left_out"] == {}
