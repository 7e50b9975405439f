"""The tables as one SQLite file."""

import csv
import json
import sqlite3

import pytest

from kg import rdf
from kg.exports import sqlite
from kg.exports.columns import Table, own
from kg.exports.layout import BY_NAME, TABLES

CASES = Table("cases", "Cases", (own("case", "id", "Its id", required=True), own("name", "text", "Name")), ("case",))
CODEBOOK = Table(
    "codebook", "Entries", tuple(own(n, "text", n) for n in ("list", "concept", "label")), ("list", "concept")
)
MADE = (
    own("finding", "id", "Its id", required=True),
    own("case", "ref", "The case", ref="case"),
    own("others", "ref", "Other cases", ref="case", many=True),
    *(own(n, "text", n) for n in ("list", "concept", "stance", "status", "reconciled_basis", "phase", "note")),
    *(own(n, "text", n) for n in ("locators", "coder", "reconciliation")),
    own("amount", "number", "How much"),
)
FINDINGS = Table("findings", "Findings", MADE, ("finding",))


@pytest.fixture(scope="module")
def database(exported):
    connection = sqlite3.connect(f"file:{exported / 'datasette' / 'cwkg.db'}?mode=ro", uri=True)
    yield connection
    connection.close()


@pytest.mark.parametrize("table", TABLES, ids=BY_NAME)
def test_every_table_is_whole(exported, database, table):
    """As many rows as the CSV has, cell by cell: lists are JSON arrays, flags 0 and 1, numbers numbers."""
    with (exported / f"{table.name}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    found = database.execute(f"SELECT * FROM {table.name}").fetchall()
    assert len(found) == len(rows)
    for row, values in zip(rows, found, strict=True):
        for column, text, value in zip(table.columns, row, values, strict=True):
            if column.many:
                assert len(json.loads(value)) == (len(text.split(" | ")) if text else 0)
            elif column.kind.shape == "flag":
                assert value == {"true": 1, "false": 0, "": None}[text]
            elif column.kind.shape in ("year", "count", "number"):
                assert value == (float(text) if text else None)
            else:
                assert value == (text or None)


def test_links_are_declared_and_hold(database):
    """Every link of a table is a foreign key of the database, and none leads nowhere."""
    for table in TABLES:
        keys = {row[2] for row in database.execute(f"PRAGMA foreign_key_list({table.name})")}
        assert keys == {link.table for link in table.links()}
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_lists_can_be_joined(database):
    """Each list of ids is a table of links too: the findings that rest on one passage."""
    rows = database.execute("SELECT passage FROM findings_evidence WHERE finding = 'cpche-t2' ORDER BY passage")
    assert [row[0] for row in rows] == ["miles-2011:1258-1261", "miles-2011:1326-1332"]


def test_words_are_found_in_any_form(database):
    """A search for a word finds its other forms: the plural finds a name that has the singular."""
    ask = 'SELECT "case" FROM cases WHERE rowid IN (SELECT rowid FROM cases_fts WHERE cases_fts MATCH ?)'
    found = {row[0] for row in database.execute(ask, ["detentions"])}
    assert "bernalillo-jdai" in found
    assert "cpche" not in found


def test_the_readable_view_has_what_counts(database, compiled):
    """A row for each finding that was not set aside, with the names of case and entry."""
    counted = [triple for triple in compiled.derived if triple.object == rdf.iri("cw:CountedFinding")]
    assert database.execute("SELECT count(*) FROM findings_in_words").fetchone() == (len(counted),)
    (row,) = database.execute("SELECT case_name, about FROM findings_in_words WHERE finding = 'cpche-t1'")
    assert row == ("Canadian Partnership for Children's Health and Environment", "Share power")


def test_the_file_says_what_it_is(database):
    """Title, licence and the note on the roster are in the file itself."""
    about = dict(database.execute("SELECT * FROM about"))
    assert "reconstruction" in about["about"]
    assert about["licence"].startswith("https://creativecommons.org/")


def rows(**values):
    finding = {column.name: [] if column.many else None for column in MADE} | {"finding": "t1"} | values
    given = {"cases": [["bridge", "'; DROP TABLE cases; --"]], "codebook": [], "findings": [list(finding.values())]}
    return lambda table: given[table.name]


def test_texts_are_never_run(tmp_path):
    """A name that looks like SQL is a name."""
    path = tmp_path / "made.db"
    path.write_bytes(sqlite.to_sqlite([CASES, CODEBOOK, FINDINGS], rows(case="bridge", others=["bridge"]), {}))
    with sqlite3.connect(path) as made:
        assert made.execute("SELECT name FROM cases").fetchall() == [("'; DROP TABLE cases; --",)]
        assert made.execute("SELECT * FROM findings_others").fetchall() == [("t1", "bridge")]


@pytest.mark.parametrize("planted", [{"case": "ferry"}, {"others": ["ferry"]}])
def test_a_broken_link_is_no_database(planted):
    """Rows whose links lead nowhere are refused."""
    with pytest.raises(AssertionError, match="links that lead nowhere"):
        sqlite.to_sqlite([CASES, CODEBOOK, FINDINGS], rows(**planted), {})
