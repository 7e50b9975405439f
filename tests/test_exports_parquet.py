"""Tables as Parquet."""

import csv
import json
import sys

import duckdb
import pandas
import pyarrow.parquet
import pytest

from kg.errors import UsageError
from kg.exports import parquet
from kg.exports.layout import BY_NAME, TABLES


def test_types_are_told(exported):
    """Years and counts are whole numbers, flags are flags, lists are lists, and columns say what they hold."""
    schema = pyarrow.parquet.read_schema(exported / "parquet" / "cases.parquet")
    kinds = {name: str(schema.field(name).type) for name in ("case", "start_year", "coded", "findings", "places")}
    assert kinds == {
        "case": "string",
        "start_year": "int32",
        "coded": "bool",
        "findings": "int64",
        "places": "list<element: string>",
    }
    assert schema.field("case").metadata[b"description"] == b"The case"
    assert not schema.field("case").nullable
    assert "reconstruction" in json.loads(schema.metadata[b"cwkg"])["about"]


@pytest.mark.parametrize("table", TABLES, ids=BY_NAME)
def test_every_reader_finds_the_rows_of_the_csv(exported, table):
    """pandas and DuckDB read as many rows as the CSV has, with the same columns and the same numbers."""
    path = exported / "parquet" / f"{table.name}.parquet"
    with (exported / f"{table.name}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    frame = pandas.read_parquet(path)
    duck = duckdb.sql(f"SELECT * FROM read_parquet('{path}')")
    assert len(rows) == len(frame) == len(duck.fetchall())
    assert table.names == list(frame.columns) == duck.columns
    for column in table.columns:
        if column.kind.shape in ("year", "count", "number") and not column.many:
            values = [None if pandas.isna(v) else float(v) for v in frame[column.name]]
            assert values == [float(row[column.name]) if row[column.name] else None for row in rows]


def test_lists_need_no_taking_apart(exported):
    """DuckDB unnests a list: the countries of a policy area in one query."""
    path = exported / "parquet" / "cases.parquet"
    found = duckdb.sql(
        f"SELECT count(*) FROM (SELECT unnest(policy_areas) AS area FROM '{path}') WHERE area = 'health'"
    )
    with (exported / "cases.csv").open(encoding="utf-8", newline="") as stream:
        counted = sum("health" in row["policy_areas"].split(" | ") for row in csv.DictReader(stream))
    assert found.fetchall() == [(counted,)]
    assert counted > 0


def test_without_pyarrow_it_says_what_to_install(monkeypatch):
    """Where pyarrow is not installed the group is left out, with the command that installs it."""
    assert parquet.missing() == ""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    assert parquet.missing() == "Parquet files need pyarrow: pip install 'cwkg[tables]'"
    with pytest.raises(UsageError, match=r"pip install 'cwkg\[tables\]'"):
        parquet.arrow()
