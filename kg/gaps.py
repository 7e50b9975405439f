"""What the cases tell of each theme, or barrier, with each outcome, and where they tell nothing.

A cell puts every case in one of five lists, so that an empty place is never taken for a no: silence after a full
reading, contrary words, and cases that nobody has read in full are kept apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import reduce
from operator import or_
from typing import Any

from kg.errors import UsageError
from kg.facets import Facets, Value
from kg.index import CaseIndex
from kg.store import Store

ROWS = ("theme", "barrier")


@dataclass(frozen=True)
class Entry:
    """A row or column: an entry of the codebook, and how it is meant to stand, as "practised"."""

    id: str
    label: str
    standing: str


@dataclass(frozen=True)
class Cell:
    """The cases, by id in the order of names, for which a row and a column hold together, or do not.

    `certain`: both are certain. `possible`: both are at least possible. `otherwise`: something is said of both, but not
    this (left undone, urged, hoped for, got worse). `not_stated`: a full reading found nothing on one of the two.
    `not_read`: nothing is recorded on one of the two, and nobody read the case in full for it.
    """

    row: str
    column: str
    certain: Sequence[str] = ()
    possible: Sequence[str] = ()
    otherwise: Sequence[str] = ()
    not_stated: Sequence[str] = ()
    not_read: Sequence[str] = ()

    def as_dict(self) -> dict[str, Any]:
        return {name: value if isinstance(value, str) else [*value] for name, value in self.__dict__.items()}

    @property
    def empty(self) -> bool:
        """Whether no case tells of the two together."""
        return not self.certain and not self.possible


@dataclass(frozen=True)
class GapMap:
    """Cells row by row. `kinds` are the kinds of case that are counted, in words (none means all); `cases`, how many.

    There are no cells where the graph holds no such rows or no outcomes.
    """

    rows: list[Entry]
    columns: list[Entry]
    cells: list[Cell]
    kinds: list[str]
    cases: int
    note: str

    def cell(self, row: str, column: str) -> Cell:
        """The cell of a row and a column, by their ids. Raises `UsageError` where there is none."""
        for cell in self.cells:
            if (cell.row, cell.column) == (row, column):
                return cell
        raise UsageError(f"the map has no cell '{row}' by '{column}'")

    @property
    def gaps(self) -> list[Cell]:
        """The cells of which no case tells."""
        return [cell for cell in self.cells if cell.empty]

    def as_dict(self) -> dict[str, Any]:
        rows, columns = ([asdict(entry) for entry in entries] for entries in (self.rows, self.columns))
        return {**self.__dict__, "rows": rows, "columns": columns, "cells": [cell.as_dict() for cell in self.cells]}


def gap_map(store: Store, rows: str = "theme", kinds: Sequence[str] = (), facets: Facets | None = None) -> GapMap:
    """Themes practised, or barriers met (`rows="barrier"`), against outcomes achieved, for cases of some kinds or all.

    `facets` is an index of the same store, where there is one already. Raises `UsageError` for other rows or kinds.
    """
    if rows not in ROWS:
        raise UsageError(f"a gap map has no rows of '{rows}'; known: {', '.join(ROWS)}")
    index = facets or Facets(store)
    wanted = [index.find("kind", kind) for kind in kinds]
    cases = reduce(or_, (index.bits("kind", kind.id).possible for kind in wanted), 0)
    cases = cases if wanted else store.index.everyone
    down, across = _Axis(index, rows), _Axis(index, "outcome")
    cells = [_cell(store.index, cases, down, row, across, column) for row in down.values for column in across.values]
    labels = [kind.label for kind in wanted]
    return GapMap(down.entries, across.entries, cells, labels, cases.bit_count(), store.roster_note)


class _Axis:
    """The rows or the columns: the cases of each entry, those that speak of it at all, and those read in full."""

    def __init__(self, index: Facets, key: str) -> None:
        group = index.group(key)
        self.values = group.entries
        self.entries = [Entry(value.entry, value.label, value.standing) for value in self.values]
        self.holding = {value.entry: index.bits(key, value.id) for value in self.values}
        self.spoken = {value.entry: 0 for value in self.values}
        for value in group.values:
            self.spoken[value.entry] |= index.bits(key, value.id).possible
        self.read = index.store.index.read_in_full(key)

    def unread(self, entry: str) -> int:
        """The cases that say nothing on an entry, and that nobody read in full for it."""
        return ~self.spoken[entry] & ~self.read


def _cell(index: CaseIndex, cases: int, down: _Axis, row: Value, across: _Axis, column: Value) -> Cell:
    both = down.holding[row.entry] & across.holding[column.entry]
    spoken = down.spoken[row.entry] & across.spoken[column.entry]
    unread = down.unread(row.entry) | across.unread(column.entry)
    lists = {
        "certain": both.certain,
        "possible": both.possible & ~both.certain,
        "otherwise": spoken & ~both.possible,
        "not_stated": ~spoken & ~unread,
        "not_read": ~spoken & unread,
    }
    return Cell(row.entry, column.entry, **{name: index.members(cases & bits) for name, bits in lists.items()})
