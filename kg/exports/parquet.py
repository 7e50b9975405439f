"""The tables as Parquet: typed columns, lists as lists. The door to pyarrow."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

from kg.errors import UsageError
from kg.exports import notice
from kg.exports.columns import Column, Table
from kg.exports.frame import File, Given, Group
from kg.exports.layout import TABLES


def arrow() -> Any:
    """pyarrow with its Parquet part. Raises `UsageError` that says what to install."""
    try:
        import pyarrow.parquet
    except ImportError:
        raise UsageError("Parquet files need pyarrow: pip install 'cwkg[tables]'") from None
    return pyarrow


def to_parquet(table: Table, rows: list[list[Any]], about: str) -> bytes:
    """One table. Decimals become doubles, which every reader knows; CSV has them digit by digit."""
    pa = arrow()
    fields = [_field(pa, column) for column in table.columns]
    told = {"title": table.name, "description": table.about, "about": about}
    schema = pa.schema(fields, metadata={"cwkg": json.dumps(told, ensure_ascii=False)})
    columns = [
        pa.array([_value(column, row[index]) for row in rows], type=field.type)
        for index, (column, field) in enumerate(zip(table.columns, fields, strict=True))
    ]
    stream = io.BytesIO()
    pa.parquet.write_table(pa.Table.from_arrays(columns, schema=schema), stream, compression="zstd")
    return stream.getvalue()


def _field(pa: Any, column: Column) -> Any:
    types = {"year": pa.int32(), "count": pa.int64(), "number": pa.float64(), "flag": pa.bool_()}
    made = types.get(column.kind.shape, pa.string())
    told = {"description": column.about}
    return pa.field(column.name, pa.list_(made) if column.many else made, not column.required, metadata=told)


def _value(column: Column, value: Any) -> Any:
    return float(value) if column.kind.shape == "number" and value is not None else value


def missing() -> str:
    """What to install, or an empty text where nothing is missing."""
    try:
        arrow()
    except UsageError as error:
        return str(error)
    return ""


def files(given: Given) -> list[File]:
    about = notice.about(given.corpus)

    def maker(table: Table) -> Callable[[], bytes]:
        return lambda: to_parquet(table, given.rows.of(table), about)

    media = "application/vnd.apache.parquet"
    return [
        File(f"parquet/{table.name}.parquet", table.about, media, maker(table), "parquet/<table>.parquet")
        for table in TABLES
    ]


GROUP = Group("parquet", "the same tables as Parquet, for pandas, R, DuckDB and others", files, missing)
