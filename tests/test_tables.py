"""Tables: rows with Python values, and every way out of them."""

import csv
import io
import sys

import pytest

from kg import rdf
from kg.errors import UsageError
from kg.notebook.tables import Table, value


def test_values_are_python_values(g):
    """Numbers, truth values, texts, unbound cells and IRIs of ours come as Python has them."""
    (row,) = g.query(
        """SELECT * { BIND(3 AS ?int) BIND(2.50 AS ?dec) BIND(1e3 AS ?float) BIND(true AS ?yes) BIND("a"@en AS ?text)
             BIND(theme:share-power AS ?ours) BIND(<http://example.org/x> AS ?other) BIND("x"^^xsd:integer AS ?odd)
             OPTIONAL { ?none cw:noSuch ?thing } }"""
    ).rows
    assert {name: row[name] for name in row if name not in ("none", "thing")} == {
        "int": 3,
        "dec": 2.5,
        "float": 1000.0,
        "yes": True,
        "text": "a",
        "ours": "theme:share-power",
        "other": "http://example.org/x",
        "odd": "x",
    }
    assert row["none"] is row["thing"] is None
    assert [type(row[name]) for name in ("int", "dec", "float", "yes")] == [int, float, float, bool]


def test_a_blank_node_is_a_value():
    """A thing without a name has a name of its own in rows."""
    assert value(rdf.BlankNode("x")) == "_:x"


def test_yes_or_no_and_triples_are_tables(g):
    """An ASK is one row, CONSTRUCT and DESCRIBE a row for each triple, in a fixed order."""
    assert g.query("ASK { case:cpche ?p ?o }").rows == [{"answer": True}]
    assert g.query("ASK { case:nowhere ?p ?o }").rows == [{"answer": False}]
    text = "CONSTRUCT { ?s rdfs:label ?l } WHERE { VALUES ?s { case:cpche case:bernalillo-jdai } ?s rdfs:label ?l }"
    triples = g.query(text)
    assert triples.columns == ["subject", "predicate", "object"]
    assert [row["subject"] for row in triples] == ["case:bernalillo-jdai", "case:cpche"]
    assert triples.rows[0]["predicate"] == "rdfs:label"
    assert len(g.query("DESCRIBE case:cpche")) > 10


def table(count: int = 3) -> Table:
    rows = [{"name": f"n{i}", "year": i if i % 2 else None, "yes": i > 1} for i in range(count)]
    return Table(["name", "year", "yes"], rows)


def test_a_table_is_a_sequence_of_rows():
    """Length, iteration, rows by number, smaller tables by slice, columns by name."""
    found = table()
    assert (len(found), found[0], list(found)) == (3, found.rows[0], found.rows)
    assert found[-1]["name"] == "n2"
    assert found[1:].rows == found.rows[1:]
    assert found["year"] == [None, 1, None]
    with pytest.raises(UsageError, match="no column is called 'yaer'; did you mean 'year'"):
        found["yaer"]
    with pytest.raises(IndexError):
        found[3]


def test_a_data_frame_has_the_rows():
    """Types are kept: whole numbers stay whole beside gaps, truth values stay truth values."""
    frame = table().to_df()
    assert list(frame.columns) == ["name", "year", "yes"]
    assert [str(kind) for kind in frame.dtypes][1:] == ["Int64", "boolean"]
    assert frame["year"].dropna().tolist() == [1]
    assert table(0).to_df().shape == (0, 3)


def test_answers_and_cases_give_data_frames(g):
    """One step from each object to its frame."""
    found = g.ask("which projects shared power")
    assert found.to_df()["case"].tolist() == [row["case"] for row in found]
    assert len(found.evidence.to_df()) == len(found.evidence)
    assert len(g.case("cpche").to_df()) == len(g.case("cpche").findings)


def test_without_pandas_the_message_says_what_to_do(g, monkeypatch):
    """Pandas is never needed, and its lack is told in one line."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match=r"needs pandas; install it with: pip install pandas\. The same rows are in"):
        g.ask("which projects shared power").to_df()


def test_csv_reads_back(tmp_path):
    """CSV has the rows, as text or in a file, with gaps empty."""
    rows = list(csv.DictReader(io.StringIO(table().to_csv())))
    assert rows[0] == {"name": "n0", "year": "", "yes": "false"}
    assert table().to_csv(tmp_path / "t.csv") is None
    assert (tmp_path / "t.csv").read_bytes() == table().to_csv().encode()
    with pytest.raises(UsageError, match="cannot be written"):
        table().to_csv(tmp_path / "no" / "t.csv")


def test_a_long_table_shows_fifty_rows_and_its_count():
    """What is not shown is counted, and said to be there."""
    shown = table(1234)._repr_html_()
    assert shown.count("<tr>") == 51
    assert "50 of 1,234 rows shown" in shown
    assert "1 row." in table(1)._repr_html_()
