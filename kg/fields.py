"""How the fields of records are declared: what shape a field's text has, and what its ids refer to.

Each field says how its text is read: the reader types it, the checker resolves it, the builder maps it. Keys in a file
are the field names with hyphens for underscores. `ref("theme")` means an id of that list or kind.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Kind:
    """How one field is read. `shape` is one of text, id, year, count, number, flag, ref, place, record, table."""

    shape: str
    ref: str = ""
    record: type[Record] | None = None
    many: bool = False
    required: bool = False
    longest: int = 0


def _kind(**options: Any) -> Any:
    many = options.get("many") or options["shape"] == "table"
    default = {"default_factory": dict if options["shape"] == "table" else list} if many else {"default": None}
    return field(**default, metadata={"kind": Kind(**options)})


def text(required: bool = False, longest: int = 0, many: bool = False) -> Any:
    return _kind(shape="text", required=required, longest=longest, many=many)


def local_id() -> Any:
    return _kind(shape="id", required=True)


def year() -> Any:
    return _kind(shape="year")


def count(required: bool = False) -> Any:
    return _kind(shape="count", required=required)


def number(required: bool = False) -> Any:
    return _kind(shape="number", required=required)


def flag() -> Any:
    return _kind(shape="flag")


def ref(to: str, required: bool = False) -> Any:
    return _kind(shape="ref", ref=to, required=required)


def refs(to: str, required: bool = False) -> Any:
    return _kind(shape="ref", ref=to, many=True, required=required)


def places_in_sources(required: bool = True) -> Any:
    return _kind(shape="place", many=True, required=required)


def record(of: type[Record]) -> Any:
    return _kind(shape="record", record=of)


def records(of: type[Record]) -> Any:
    return _kind(shape="record", record=of, many=True)


def table(of: type[Record]) -> Any:
    return _kind(shape="table", record=of)


@dataclass
class Record:
    """A piece of a file. `marks` gives the (line, column) of each field, and of each item as `name.0`."""

    marks: dict[str, tuple[int, int]] = field(default_factory=dict, repr=False, compare=False, kw_only=True)

    @classmethod
    def kinds(cls) -> dict[str, Kind]:
        """Field name to `Kind`, in the order of the file."""
        return _kinds(cls)


_KINDS: dict[type, dict[str, Kind]] = {}


def _kinds(cls: type[Record]) -> dict[str, Kind]:
    if cls not in _KINDS:
        _KINDS[cls] = {f.name: f.metadata["kind"] for f in dataclasses.fields(cls) if "kind" in f.metadata}
    return _KINDS[cls]
