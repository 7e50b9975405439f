"""The case files against the roster, and their passages against the sources."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from kg.case import Case
from kg.sources import evidence

TESTS = Path(__file__).parent
ROOT = TESTS.parent
with (TESTS / "roster.csv").open(encoding="utf-8", newline="") as stream:
    ROSTER = {row["id"]: row for row in csv.DictReader(stream)}
FILES = sorted(path.stem for path in (ROOT / "cases").glob("*.md") if not path.stem.isupper())
LISTED = [id for id, row in ROSTER.items() if row["tier"] == "listed"]
DESCRIBED = [id for id, row in ROSTER.items() if row["tier"] == "described"]


@pytest.fixture(scope="module")
def cases(corpus) -> dict[str, Case]:
    return {case.id: case for case in corpus.cases.values()}


def test_the_roster_has_its_96_cases():
    """The roster holds 47 projects of the fellowship, 17 of them listed only, with 19 parts and 30 comparators."""
    assert Counter(row["kind"] for row in ROSTER.values()) == {"fellowship": 47, "part": 19, "comparator": 30}
    assert sum(row["kind"] == "fellowship" and row["tier"] == "listed" for row in ROSTER.values()) == 17


def test_every_case_file_is_in_the_roster_and_none_is_missing():
    """Files and roster name the same cases."""
    assert set(FILES) == set(ROSTER)


def test_as_many_cases_are_loaded_as_there_are_files(compiled):
    """No case file is passed over in silence."""
    assert compiled.counts["cases"] == len(FILES) == len(ROSTER)


@pytest.mark.parametrize("id", ROSTER)
def test_a_case_is_as_the_roster_says(id, cases):
    """Kind, tier, whole and country of a case are those of the roster."""
    case, row = cases[id], ROSTER[id]
    assert (case.kind, case.tier, case.part_of or "", case.country) == tuple(
        row[name] for name in ("kind", "tier", "part_of", "country")
    )


@pytest.mark.parametrize("id", LISTED)
def test_a_listed_case_claims_nothing(id, cases):
    """A case known from a list alone has no findings, numbers, phases, coding or class questions."""
    case = cases[id]
    claims = [*case.findings, *case.figures, *case.phases, *case.class_questions]
    assert (claims, case.coding) == ([], None)


@pytest.mark.parametrize("id", DESCRIBED)
def test_a_described_case_tells_its_story(id, cases):
    """A described case has a story of 80 to 300 words and two or three questions for a class."""
    case = cases[id]
    assert 80 <= len(case.story.split()) <= 300
    assert len(case.class_questions) in (2, 3)
    assert all(question.endswith("?") for question in case.class_questions)


@pytest.mark.parametrize("id", [id for id in ROSTER if id not in LISTED])
def test_a_coded_case_was_read_for_all_three_lists(id, cases):
    """Silence counts only after a full reading, so each coded case was read for themes, barriers and outcomes."""
    assert sorted(cases[id].coding.schemes) == ["barrier", "outcome", "theme"]


@pytest.fixture(scope="module")
def texts(corpus, sources) -> dict[str, evidence.SourceText]:
    found, missing = evidence.read_sources(sources, corpus.by_id("source"))
    assert not missing
    return found


@pytest.mark.parametrize("id", ROSTER)
def test_every_passage_of_a_case_is_found_again(id, cases, texts):
    """The words of each passage stand where the case says, with its digest and locator."""
    for place, passage in cases[id].passages.items():
        source, first, last = evidence.parse_place(place)
        assert evidence.locate(texts[source], first, last) == passage, place


def test_verify_finds_every_passage_of_the_checkout(run, project, corpus, sources):
    """`kg verify` re-finds all passages of all files in all sources, and no copied sentence."""
    result = run("verify", "--sources", sources, project=project)
    total = sum(len(owner.passages) for _, owner in corpus.files())
    assert (result.code, result.err) == (0, "")
    passages, *others = result.out.splitlines()
    assert passages == f"{total} of {total} passages re-found in 5 of 5 sources"
    for line in others:
        found, _, rest = line.partition(" of ")
        assert found == rest.split()[0]


def test_notes_are_one_line_in_our_own_words(cases):
    """A note of a finding is one line and quotes no speech."""
    notes = [(case.id, f.id, f.note) for case in cases.values() for f in case.findings]
    assert notes
    assert [note for note in notes if "\n" in note[2] or re.search(r"[\u201c\u201d]", note[2])] == []
