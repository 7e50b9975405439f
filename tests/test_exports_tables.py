"""Tables of the records."""

import csv

import csvw
import duckdb
import pandas
import pyarrow.csv
import pytest

from kg import pipeline
from kg.exports.layout import BY_NAME, TABLES
from kg.exports.tables import METADATA
from kg.exports.writing import export

NAMES = ["cases.csv", "findings.csv", "outcomes.csv"]


def table(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_tables_have_a_row_for_each_record(exported, corpus):
    """As many cases, findings and numbers as the files hold, with every column."""
    cases = list(corpus.cases.values())
    found = {f"{one.name}.csv": table(exported / f"{one.name}.csv") for one in TABLES}
    assert [list(rows[0]) for rows in found.values()] == [one.names for one in TABLES]
    assert [row["case"] for row in found["cases.csv"]] == [case.id for _, case in sorted(corpus.cases.items())]
    coded = [*cases, *corpus.codings.values()]
    assert len(found["findings.csv"]) == sum(len(owner.findings) for owner in coded)
    assert len(found["outcomes.csv"]) == sum(len(f.changes) for case in cases for f in case.outcomes)


def test_a_row_is_what_its_record_says(exported, corpus):
    """Cells are the values of the record; several values are joined by a bar."""
    (case,) = [case for case in corpus.cases.values() if case.id == "cpche"]
    rows = {row["finding"]: row for row in table(exported / "findings.csv") if row["case"] == "cpche"}
    first = case.themes[1]
    row = rows[f"cpche-{first.id}"]
    assert (row["list"], row["concept"], row["stance"], row["basis"]) == (
        "theme",
        first.theme,
        first.stance,
        first.basis,
    )
    assert row["evidence"] == " | ".join(first.evidence)
    assert row["note"] == first.note
    assert row["coder"] == "coder-1"


def test_the_findings_of_every_coder_have_rows(exported, corpus):
    """A further coder's finding stands beside the case file's, with its own coder, passages and places."""
    rows = {row["finding"]: row for row in table(exported / "findings.csv")}
    (coding,) = [c for c in corpus.codings.values() if (c.case, c.coder) == ("cpche", "coder-2")]
    first = coding.themes[0]
    row = rows["cpche-coder-2-t1"]
    assert (row["case"], row["concept"], row["coder"], row["note"]) == ("cpche", first.theme, "coder-2", first.note)
    assert row["evidence"] == " | ".join(first.evidence)
    assert row["locators"] == " | ".join(coding.passages[place].locator for place in first.evidence)


@pytest.fixture
def tables(small, tmp_path):
    """The tables of a made-up case coded twice, with a third look."""
    saving = "changes: [{id: c1, indicator: crossings, design: single-figure, after: {value: 7, unit: NUM}}]"
    body = "themes:\n" + small.finding("t1", "theme/share-power", "enacted")
    body += small.finding("t2", "theme/create-common-purpose", "enacted")
    body += small.finding("t3", "theme/create-common-purpose", "enacted", evidence="[tiny:8-8]")
    body += "outcomes:\n" + small.finding("o1", "outcome/access", "improved", status="claimed").replace(
        "}\n", ", " + saving + "}\n"
    )
    small.case("bridge", body)
    second = "themes:\n" + small.finding("t1", "theme/create-common-purpose", "enacted", "author-assessment")
    second += small.finding("t2", "theme/distribute-leadership", "neglected", evidence="[undated:3-3]")
    small.coding("bridge", second)
    small.settle("bridge", t1="set-aside", o1="upheld")
    small.case("listed", tier="listed")
    small.locate()
    export(small.project, pipeline.compile_graph(small.project, shapes=False), tmp_path / "out", ["tables"])
    return {name: table(tmp_path / "out" / name) for name in NAMES}


def test_a_table_says_what_became_of_each_finding(tables):
    """Coder, reconciliation and the basis that counts; what was set aside has no such basis."""
    became = ["coder", "reconciliation", "reconciled_basis"]
    rows = [[row["finding"], row["basis"], *(row[name] for name in became)] for row in tables["findings.csv"]]
    assert rows == [
        ["bridge-t1", "stated", "coder-1", "set-aside", ""],
        ["bridge-t2", "stated", "coder-1", "agreed", "stated"],
        ["bridge-t3", "stated", "coder-1", "agreed", "stated"],
        ["bridge-o1", "stated", "coder-1", "upheld", "stated"],
        ["bridge-coder-2-t1", "author-assessment", "coder-2", "agreed", "author-assessment"],
        ["bridge-coder-2-t2", "stated", "coder-2", "one-coder", "inferred"],
    ]
    (number,) = tables["outcomes.csv"]
    assert [number["change"], *(number[name] for name in became)] == [
        "bridge-o1-c1", "coder-1", "upheld", "stated",
    ]  # fmt: skip


def test_a_case_counts_what_was_found_once(tables):
    """All findings are counted, and beside them the things found: once for two coders, and not what was set aside."""
    bridge, listed = tables["cases.csv"]
    assert (bridge["findings"], bridge["things_found"], bridge["coders"]) == ("6", "3", "coder-1 | coder-2")
    assert (listed["findings"], listed["things_found"], listed["coders"]) == ("0", "0", "")


TYPES = {"year": "Int64", "count": "Int64", "number": "float64", "flag": "boolean"}


@pytest.mark.parametrize("one", TABLES, ids=BY_NAME)
def test_other_programs_read_the_tables(exported, one):
    """pandas, DuckDB, a reader that takes types as R does, and Python agree on rows, and on numbers and flags."""
    path = exported / f"{one.name}.csv"
    rows = table(path)
    frame = pandas.read_csv(path, dtype={c.name: TYPES.get(c.kind.shape, "string") for c in one.columns})
    guessed = pyarrow.csv.read_csv(path, parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True))
    duck = duckdb.sql(f"SELECT * FROM read_csv('{path}', header = true, quote = '\"', all_varchar = true)")
    assert len(rows) == len(frame) == guessed.num_rows == len(duck.fetchall())
    assert one.names == list(frame.columns) == guessed.column_names == duck.columns
    for column in one.columns:
        values = [row[column.name] for row in rows]
        assert int(frame[column.name].count()) == sum(bool(value) for value in values)
        if column.kind.shape in TYPES and any(values):
            kind = guessed.schema.field(column.name).type
            wanted = pyarrow.types.is_boolean if column.kind.shape == "flag" else pyarrow.types.is_primitive
            assert wanted(kind), f"{column.name} is guessed to be {kind}"


def test_the_tables_are_as_described(exported):
    """A validator of CSV on the Web finds every cell of its type, every key unique and every link whole."""
    assert csvw.CSVW(str(exported / METADATA), validate=True).is_valid
