"""The records as CSV tables, and what the columns hold in the words of CSV on the Web."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kg import output
from kg.exports import csvw, notice
from kg.exports.cells import cell
from kg.exports.columns import Table
from kg.exports.frame import File, Given, Group
from kg.exports.layout import TABLES

METADATA = "csv-metadata.json"  # where readers of CSV on the Web look, beside the tables


def to_csv(table: Table, rows: Iterable[list[Any]]) -> bytes:
    """CSV as RFC 4180 has it, in UTF-8 with plain newlines; several values of a cell joined by a bar with spaces."""
    return output.to_csv(table.names, [[cell(value) for value in row] for row in rows]).encode()


def files(given: Given) -> list[File]:
    def maker(table: Table) -> Callable[[], bytes]:
        return lambda: to_csv(table, given.rows.of(table))

    about = notice.about(given.corpus)
    return [
        *(File(f"{table.name}.csv", table.about, "text/csv", maker(table)) for table in TABLES),
        File(
            METADATA,
            "Types, keys and links of the tables (CSV on the Web)",
            "application/csvm+json",
            lambda: csvw.metadata(TABLES, notice.TITLE, about, notice.LICENCE),
        ),
    ]


GROUP = Group("tables", "the records as CSV, described by CSV on the Web", files)
