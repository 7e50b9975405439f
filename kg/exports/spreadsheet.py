"""The same tables for spreadsheet programs: no cell is taken for a formula, and letters come out right.

A cell of text that a spreadsheet would run (it begins with =, +, -, @ or a control character) gets an apostrophe in
front, which makes it text. So these files differ from the data where a text begins so; programs read the plain ones.
Numbers are not touched. Files begin with a byte order mark and have the line ends that such programs expect.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from typing import Any

from kg.exports.cells import cell
from kg.exports.columns import Table
from kg.exports.frame import File, Given, Group
from kg.exports.layout import TABLES

MARK = "\ufeff"
RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the last four are the wide forms
NUMERIC = ("year", "count", "number", "flag")


def safe(text: str) -> str:
    """A text that no spreadsheet runs."""
    return f"'{text}" if text.lstrip(" ").startswith(RUN) else text


def to_csv(table: Table, rows: Iterable[list[Any]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(table.names)
    for row in rows:
        writer.writerow(
            cell(value) if column.kind.shape in NUMERIC else safe(cell(value))
            for column, value in zip(table.columns, row, strict=True)
        )
    return (MARK + stream.getvalue()).encode()


def files(given: Given) -> list[File]:
    def maker(table: Table) -> Callable[[], bytes]:
        return lambda: to_csv(table, given.rows.of(table))

    return [
        File(f"spreadsheet/{table.name}.csv", table.about, "text/csv", maker(table), "spreadsheet/<table>.csv")
        for table in TABLES
    ]


GROUP = Group("spreadsheet", "the same tables for spreadsheet programs, with no cell that they would run", files)
