"""Cases and phases by codes, in three versions."""

import csv
from collections import Counter

import csvw
import pandas
import pytest

from kg import pipeline, rdf
from kg.exports.frame import Given
from kg.exports.matrix import DOUBTS, LEVELS, LISTS, Matrix, column
from kg.exports.writing import export
from kg.namespaces import local_name

SHORTCUTS = {  # list -> what says that it held, and what says that it did not
    "theme": ("cw:enactsTheme", ("cw:neglectsTheme", "cw:obstructedTheme")),
    "barrier": ("cw:metBarrier", ()),
    "outcome": ("cw:achieved", ("cw:leftUnchanged", "cw:worsenedOutcome")),
}


def read(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def made_up(small, tmp_path):
    """The matrix of made-up cases: one with two phases and a part, one read and silent, one never read."""
    phases = "phases:\n  - {id: early, name: Early days, evidence: [tiny:2-2]}\n"
    phases += "  - {id: late, name: Later, evidence: [tiny:2-2]}\n"
    themes = "themes:\n"
    for n, (entry, stance, more) in enumerate(
        [
            ("share-power", "neglected", {"phase": "early"}),
            ("share-power", "enacted", {"phase": "late"}),
            ("create-common-purpose", "enacted", {}),
            ("distribute-leadership", "advocated", {"phase": "late"}),
            ("build-political-backing", "obstructed", {"phase": "early", "basis": "inferred"}),
        ],
        1,
    ):
        themes += small.finding(f"t{n}", f"theme/{entry}", stance, **more)
    outcomes = "outcomes:\n" + small.finding("o1", "outcome/access", "improved", status="forecast")
    small.case("bridge", phases + themes + outcomes)
    part = "themes:\n" + small.finding("t1", "theme/hold-partners-to-account", "enacted")
    small.case("pier", part, kind="part", part_of="bridge")
    small.case("quiet")
    small.case("listed", tier="listed")
    small.locate()
    export(small.project, pipeline.compile_graph(small.project, shapes=False), tmp_path / "out", ["matrix"])
    return lambda name: {row["unit"]: row for row in read(tmp_path / "out" / "matrix" / f"{name}.csv")}


def shown(rows, unit, *entries):
    return [rows[unit][column(("theme", entry))] for entry in entries]


ENTRIES = [
    "share-power",
    "create-common-purpose",
    "distribute-leadership",
    "build-political-backing",
    "hold-partners-to-account",
    "resource-new-ways-of-working",
]


def test_a_case_counts_its_phases_and_parts_together(made_up):
    """Enacted in one phase and neglected in another is a doubt; a part speaks for its whole; silence is empty."""
    assert shown(made_up("cases-strict"), "bridge", *ENTRIES) == ["", "1", "", "0", "1", ""]
    assert shown(made_up("cases-low"), "bridge", *ENTRIES) == ["0", "1", "0", "0", "1", "0"]
    assert shown(made_up("cases-high"), "bridge", *ENTRIES) == ["1", "1", "1", "0", "1", "1"]


def test_a_phase_counts_its_own_findings_alone(made_up):
    """Phases part what a case mixes; what belongs to no phase is a row of its own, and a part stands by itself."""
    rows = made_up("phases-strict")
    assert shown(rows, "bridge/early", *ENTRIES) == ["0", "", "", "0", "", ""]
    assert shown(rows, "bridge/late", *ENTRIES) == ["1", "", "", "", "", ""]
    assert shown(rows, "bridge", *ENTRIES) == ["", "1", "", "", "", ""]
    assert shown(rows, "pier", *ENTRIES) == ["", "", "", "", "1", ""]
    assert (rows["bridge/late"]["case"], rows["bridge/late"]["phase"]) == ("bridge", "late")
    assert rows["bridge/late"]["name"] == "The bridge project: Later"


def test_a_case_that_nobody_read_has_no_row(made_up):
    """Not coded is never a value; a case that was read in vain has a row where silence counts for something."""
    assert set(made_up("cases-strict")) == {"bridge", "pier"}
    assert set(made_up("cases-low")) == set(made_up("cases-high")) == {"bridge", "pier", "quiet"}
    assert set(made_up("phases-low")) == {"bridge/early", "bridge/late", "bridge", "pier", "quiet"}


def test_a_hope_is_no_outcome(made_up):
    """A forecast neither holds nor fails."""
    assert [made_up(f"cases-{version}")["bridge"]["outcome_access"] for version in DOUBTS] == ["", "0", "1"]


def test_values_tell_why(made_up, tmp_path):
    """The long table keeps what the versions fold: contested, undecided, silent, and whether a value is certain."""
    told = {
        (row["level"], row["unit"], row["concept"]): (row["value"], row["certainty"], row["findings"])
        for row in read(tmp_path / "out" / "matrix" / "values.csv")
    }
    assert told["case", "bridge", "share-power"] == ("contested", "", "2")
    assert told["phase", "bridge/early", "share-power"] == ("0", "certain", "1")
    assert told["case", "bridge", "build-political-backing"] == ("0", "possible", "1")
    assert told["case", "bridge", "distribute-leadership"] == ("undecided", "", "1")
    assert told["case", "quiet", "share-power"] == ("silent", "", "0")
    assert [key for key in told if key[1] == "listed"] == []


@pytest.mark.parametrize("list_", LISTS)
def test_ones_and_noughts_are_what_the_graph_says(exported, compiled, list_):
    """A 1 stands where a shortcut holds and nothing speaks against it, a 0 the other way round, as SPARQL has it."""
    graph = rdf.Graph([*compiled.source.triples, *compiled.derived])

    def pairs(property):
        rows = graph.rows(f"SELECT ?c ?e WHERE {{ ?c {property} ?e }}")
        return {(local_name(case), column((list_, local_name(entry)))) for case, entry in rows}

    held, against = SHORTCUTS[list_]
    for_, contrary = pairs(held), set().union(*map(pairs, against))
    rows = read(exported / "matrix" / "cases-strict.csv")
    codes = [name for name in rows[0] if name.startswith(f"{list_}_")]
    for value, wanted in (("1", for_ - contrary), ("0", contrary - for_)):
        assert {(row["case"], code) for row in rows for code in codes if row[code] == value} == wanted
    assert for_


@pytest.mark.parametrize("level", LEVELS)
def test_versions_differ_in_doubts_alone(exported, level):
    """Strict is what low and high agree on, for every unit that was read; low and high have no empty cell."""
    strict, low, high = (
        {row["unit"]: row for row in read(exported / "matrix" / f"{level}-{version}.csv")} for version in DOUBTS
    )
    assert list(low) == list(high)
    codes = list(next(iter(low.values())))[7:]
    assert len(codes) == 12 + 6 + 8
    for unit, row in low.items():
        for code in codes:
            pair = row[code], high[unit][code]
            assert pair in {("0", "0"), ("1", "1"), ("0", "1")}
            known = strict.get(unit, {}).get(code, "")
            assert known == (pair[0] if pair[0] == pair[1] else "")


def test_every_finding_of_a_phase_is_counted_once(exported, compiled, corpus):
    """In the matrix of phases no finding stands in two rows, and none that counts is missing."""
    rows = [row for row in read(exported / "matrix" / "values.csv") if row["level"] == "phase"]
    graph = rdf.Graph([*compiled.source.triples, *compiled.derived])
    counted = Counter(
        local_name(case) for (case,) in graph.rows("SELECT ?c WHERE { ?f a cw:CountedFinding ; cw:about ?c }")
    )
    found = Counter()
    for row in rows:
        found[row["case"]] += int(row["findings"])
    assert +found == counted


def test_programs_read_numbers(exported):
    """pandas takes the columns of codes for numbers, and a validator finds the tables as they are described."""
    frame = pandas.read_csv(exported / "matrix" / "cases-low.csv")
    assert set(frame.columns[7:].map(lambda name: str(frame[name].dtype))) == {"int64"}
    assert csvw.CSVW(str(exported / "matrix" / "csv-metadata.json"), validate=True).is_valid


def test_columns_are_the_codebook(project, compiled, exported):
    """Every entry of the three lists has its column, in the order of notations."""
    codes = Matrix(Given(project, compiled)).codes
    header = (exported / "matrix" / "cases-high.csv").read_text(encoding="utf-8").partition("\n")[0].split(",")
    assert header[7:] == [column(code) for code in codes]
    assert next(iter(codes.values())) == "Appreciate the service user's perspective"
