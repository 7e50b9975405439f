"""What the cases tell of each theme, or barrier, with each outcome, and where they tell nothing.

A cell puts every case in one of five lists, so that an empty place is never taken for a no: silence after a full
reading, contrary words, and cases that nobody has read in full are kept apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from kg.errors import UsageError
from kg.facets import Facets, Value
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
    certain: list[str] = field(default_factory=list)
    possible: list[str] = field(default_factory=list)
    otherwise: list[str] = field(default_factory=list)
    not_stated: list[str] = field(default_factory=list)
    not_read: list[str] = field(default_factory=list)

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
        return asdict(self)


def gap_map(store: Store, rows: str = "theme", kinds: Sequence[str] = (), facets: Facets | None = None) -> GapMap:
    """Themes practised, or barriers met (`rows="barrier"`), against outcomes achieved, for cases of some kinds or all.

    `facets` is an index of the same store, where there is one already. Raises `UsageError` for other rows or kinds.
    """
    if rows not in ROWS:
        raise UsageError(f"a gap map has no rows of '{rows}'; known: {', '.join(ROWS)}")
    index = facets or Facets(store)
    wanted = [index.find("kind", kind) for kind in kinds]
    cases = sorted(index.select({"kind": {kind.id for kind in wanted}}).cases, key=index.ids.index)
    down, across = _Axis(index, rows), _Axis(index, "outcome")
    cells = [_cell(cases, down, row, across, column) for row in down.values for column in across.values]
    labels = [kind.label for kind in wanted]
    return GapMap(down.entries, across.entries, cells, labels, len(cases), store.roster_note)


class _Axis:
    """The rows or the columns: the level of each entry by case, who speaks of it at all, and who was read in full."""

    def __init__(self, index: Facets, key: str) -> None:
        group = index.group(key)
        self.values = group.entries
        self.entries = [Entry(value.entry, value.label, value.standing) for value in self.values]
        self.levels = {value.entry: index.levels(key, value.id) for value in self.values}
        self.spoken: dict[str, set[str]] = {value.entry: set() for value in self.values}
        for value in group.values:
            self.spoken[value.entry] |= index.levels(key, value.id).keys()
        self.read = index.read_in_full[key]

    def silent(self, case: str, value: Value) -> bool:
        return case not in self.spoken[value.entry]


def _cell(cases: list[str], down: _Axis, row: Value, across: _Axis, column: Value) -> Cell:
    cell = Cell(row.entry, column.entry)
    for case in cases:
        levels = {axis.levels[value.entry].get(case, "") for axis, value in ((down, row), (across, column))}
        silent = [axis for axis, value in ((down, row), (across, column)) if axis.silent(case, value)]
        if levels == {"certain"}:
            cell.certain.append(case)
        elif "" not in levels:
            cell.possible.append(case)
        elif not silent:
            cell.otherwise.append(case)
        elif all(case in axis.read for axis in silent):
            cell.not_stated.append(case)
        else:
            cell.not_read.append(case)
    return cell
