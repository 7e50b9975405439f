"""What a table of an export is made of: columns with their types, a key, and links to other tables.

Every format reads the same declarations: CSV and its description, spreadsheets, Parquet, SQLite, and the way back in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.fields import Kind, Record

TARGETS = {  # what a reference leads to: the table that has the id as its key
    "case": "cases",
    "organisation": "organisations",
    "person": "people",
    "place": "places",
    "indicator": "indicators",
    "source": "sources",
    "coder": "coders",
    "passage": "passages",
    "finding": "findings",
}

ABOUT = {  # what a column means, wherever it stands
    "case": "The case",
    "name": "Its name",
    "kind": "What sort it is of",
    "part_of": "The larger case that it is a part of",
    "country": "Two-letter code of the country",
    "start_year": "The first year",
    "end_year": "The last year",
    "summary": "What it is, in a sentence",
    "also_known_as": "Other names that the sources use",
    "note": "What is to be known of it, in our own words",
    "evidence": "The passages that it rests on",
    "organisation": "The organisation",
    "person": "The person",
    "indicator": "What is measured",
    "unit": "The unit of its numbers",
    "approximate": "Whether the source gives the number as about, almost or over",
    "computed": "Whether we worked the number out",
    "coder": "Who coded it",
    "lists_read": "The lists of the codebook that the coder read all sources for",
    "label": "Who or what was counted",
    "phase": "The phase of the case, where there are phases",
}


@dataclass(frozen=True)
class Column:
    """A column. `field` is the field of the record that it holds, or `before.unit` for a field of a record in it; it is
    empty where the value comes from elsewhere."""

    name: str
    about: str
    kind: Kind
    field: str = ""

    @property
    def many(self) -> bool:
        return self.kind.many

    @property
    def required(self) -> bool:
        return self.kind.required and not self.many

    @property
    def target(self) -> str:
        """The table that the ids in this column lead to, or an empty text."""
        return "passages" if self.kind.shape == "place" else TARGETS.get(self.kind.ref, "")


@dataclass(frozen=True)
class Link:
    """Columns that hold the key of a row of another table, or nothing."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table: what its rows are, its columns in order, and the columns that no two rows share."""

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    joint: tuple[Link, ...] = field(default=())  # links of several columns together

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def links(self) -> Iterator[Link]:
        """The links that a database can hold a table to: those of single values."""
        for column in self.columns:
            if column.target and not column.many and (column.name,) != self.key:
                yield Link((column.name,), column.target, (key_of(column.target),))
        yield from self.joint


def key_of(table: str) -> str:
    """The key of a table that references lead to."""
    return next(kind for kind, name in TARGETS.items() if name == table)


def of(record: type[Record], fields: str, about: Mapping[str, str] = ABOUT) -> tuple[Column, ...]:
    """Columns that hold fields of a record, written as `name` or `name=field`; `about` says what those mean that are
    not in `ABOUT`, or mean something else here."""
    return tuple(_of(record, *_named(word), {**ABOUT, **about}) for word in fields.split())


def _named(word: str) -> tuple[str, str]:
    name, _, source = word.partition("=")
    return name, source or name


def _of(record: type[Record], name: str, source: str, about: Mapping[str, str]) -> Column:
    return Column(name, about[name], record.kinds()[source], source)


def own(name: str, shape: str, about: str, ref: str = "", many: bool = False, required: bool = False) -> Column:
    """A column whose value is worked out, or comes from what the record stands in."""
    return Column(name, about, Kind(shape, ref=ref, many=many, required=required))
