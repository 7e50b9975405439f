"""What CSV files hold, in the words of the W3C's CSV on the Web: types, keys, links and descriptions, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from kg.exports.cells import SEPARATOR
from kg.exports.columns import Column, Table

DATATYPES = {"year": "integer", "count": "nonNegativeInteger", "number": "decimal", "flag": "boolean"}


def metadata(tables: Iterable[Table], title: str, about: str, licence: str) -> bytes:
    """The description of a folder of CSV files, one for each table, with links to tables of the same folder.

    A validator takes an empty cell for a broken link, so columns that may be empty say in words where they lead.
    """
    made = list(tables)
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": title,
        "dc:description": about,
        "dc:license": {"@id": licence},
        "dialect": {"header": True, "encoding": "utf-8", "delimiter": ",", "doubleQuote": True},
        "tables": [_table(table, {other.name for other in made}) for table in made],
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


def file_name(table: str) -> str:
    return f"{table}.csv"


def _table(table: Table, known: set[str]) -> dict[str, Any]:
    links = [
        {
            "columnReference": list(link.columns),
            "reference": {"resource": file_name(link.table), "columnReference": list(link.to)},
        }
        for link in table.links()
        if link.table in known and all(table[name].required for name in link.columns)
    ]
    schema: dict[str, Any] = {"columns": [_column(column) for column in table.columns], "primaryKey": list(table.key)}
    if links:
        schema["foreignKeys"] = links
    return {"url": file_name(table.name), "dc:description": table.about, "tableSchema": schema}


def _column(column: Column) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": f"{column.about}; leads to {column.target}" if column.target else column.about,
        "datatype": DATATYPES.get(column.kind.shape, "string"),
    }
    if column.many:
        made["separator"] = SEPARATOR
    if column.required:
        made["required"] = True
    return made
