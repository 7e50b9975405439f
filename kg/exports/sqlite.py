"""The tables as one SQLite file: keys and links that hold, lists as JSON and as tables of links, full-text search.

A database made of the same rows by the same SQLite is the same, byte for byte.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from kg.exports.columns import Column, Table, key_of

TYPES = {"year": "INTEGER", "count": "INTEGER", "flag": "INTEGER", "number": "NUMERIC"}
SEARCHED = {  # table -> the columns whose words can be searched
    "cases": ("name", "also_known_as", "summary", "story"),
    "findings": ("note",),
    "outcomes": ("note",),
    "organisations": ("name", "also_known_as", "note"),
    "people": ("name", "also_known_as", "described_as", "note"),
    "events": ("name", "note"),
    "codebook": ("label", "definition", "phrases"),
}
# What counts, in words: a row for each finding that was not set aside.
IN_WORDS = """CREATE VIEW findings_in_words AS
SELECT f.finding, f."case", c.name AS case_name, f.list, b.label AS about, f.stance, f.status,
  f.reconciled_basis AS counts_as, f.phase, f.note, f.locators, f.coder, f.reconciliation
FROM findings f JOIN cases c ON c."case" = f."case"
  JOIN codebook b ON b.list = f.list AND b.concept = f.concept
WHERE f.reconciled_basis IS NOT NULL"""


def missing() -> str:
    """What this Python's SQLite lacks, or an empty text."""
    with sqlite3.connect(":memory:") as database:
        options = {row[0] for row in database.execute("PRAGMA compile_options")}
    return "" if "ENABLE_FTS5" in options else "the SQLite of this Python has no full-text search (FTS5)"


def to_sqlite(tables: Iterable[Table], rows_of: Callable[[Table], list[list[Any]]], about: dict[str, str]) -> bytes:
    """The whole database. `about` says in a table of that name what it is."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for statement, rows in _statements(list(tables), rows_of, about):
            database.executemany(statement, rows) if rows is not None else database.execute(statement)
        broken = database.execute("PRAGMA foreign_key_check").fetchall()
        assert not broken, f"links that lead nowhere: {broken[:3]}"
        return bytes(database.serialize())
    finally:
        database.close()


Statement = tuple[str, list[tuple[Any, ...]] | None]


def _statements(
    tables: list[Table], rows_of: Callable[[Table], list[list[Any]]], about: dict[str, str]
) -> Iterator[Statement]:
    yield "BEGIN", None
    yield "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)", None
    yield "INSERT INTO about VALUES (?, ?)", list(about.items())
    for table in tables:
        yield _create(table), None
        yield _insert(table.name, len(table.columns)), [_values(table, row) for row in rows_of(table)]
        for column in table.columns:
            if column.many and column.target:
                yield from _linked(table, column, rows_of(table))
        for link in table.links():
            yield _index(table.name, link.columns), None
        if words := [name for name in SEARCHED.get(table.name, ()) if name in table.names]:
            yield from _search(table.name, words)
    yield IN_WORDS, None
    yield "COMMIT", None


def _create(table: Table) -> str:
    parts = [_column(column) for column in table.columns]
    parts.append(f"PRIMARY KEY ({_names(table.key)})")
    parts += [
        f"FOREIGN KEY ({_names(link.columns)}) REFERENCES {link.table} ({_names(link.to)})" for link in table.links()
    ]
    return f"CREATE TABLE {table.name} (\n  " + ",\n  ".join(parts) + "\n)"


def _column(column: Column) -> str:
    kind = "TEXT" if column.many else TYPES.get(column.kind.shape, "TEXT")
    return f'"{column.name}" {kind}' + (" NOT NULL" if column.required else "")


def _names(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _insert(table: str, columns: int) -> str:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"


def _values(table: Table, row: list[Any]) -> tuple[Any, ...]:
    return tuple(_value(value) for value in row)


def _value(value: Any) -> Any:
    """A list as a JSON array; a decimal as a whole number where it is one, else as a float."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def link_table(table: Table, column: Column) -> str:
    """The table with a row for each value of a list: `cases_places`, `findings_evidence`."""
    return f"{table.name}_{column.name}"


def _linked(table: Table, column: Column, rows: list[list[Any]]) -> Iterator[Statement]:
    name, key = link_table(table, column), key_of(column.target)
    own = ", ".join(f'"{part}" {TYPES.get(table[part].kind.shape, "TEXT")} NOT NULL' for part in table.key)
    yield (
        f'CREATE TABLE {name} ({own}, "{key}" TEXT NOT NULL, PRIMARY KEY ({_names(table.key)}, "{key}"), '
        f"FOREIGN KEY ({_names(table.key)}) REFERENCES {table.name} ({_names(table.key)}), "
        f'FOREIGN KEY ("{key}") REFERENCES {column.target} ("{key}"))',
        None,
    )
    places = [table.names.index(part) for part in table.key]
    index = table.names.index(column.name)
    links = [(*(row[place] for place in places), value) for row in rows for value in dict.fromkeys(row[index])]
    yield _insert(name, len(places) + 1), links
    yield _index(name, (key,)), None


def _index(table: str, columns: tuple[str, ...]) -> str:
    return f"CREATE INDEX {table}_by_{'_'.join(columns)} ON {table} ({_names(columns)})"


def _search(table: str, columns: list[str]) -> Iterator[Statement]:
    options = f"{_names(columns)}, content=\"{table}\", tokenize='porter unicode61'"
    yield f"CREATE VIRTUAL TABLE {table}_fts USING fts5({options})", None
    yield f"INSERT INTO {table}_fts({table}_fts) VALUES ('rebuild')", None
