"""Truth tables: in which combinations of conditions the cases stand, as comparative analysis starts from them.

A case has one standing in each condition, never a mere yes or no: silence after a full reading, contrary words, and
what nobody read in full are kept apart, so that the choice of what counts as no is left to the reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.conditions import CERTAIN, VIA_FINDING, Condition, Reading, record_level
from kg.errors import UsageError
from kg.index import CaseIndex
from kg.language import read
from kg.store import Store

STANDINGS = ("certain", "possible", "otherwise", "not stated", "not read")
_STRONGEST = ("certain", "possible", "not read", "not stated", "otherwise")  # of several conditions joined by "or"
Standings = dict[str, int]


@dataclass(frozen=True)
class Row:
    """One combination: the standing in each condition, and the cases in it by id, in the order of names."""

    standings: tuple[str, ...]
    cases: Sequence[str]


@dataclass(frozen=True)
class TruthTable:
    """The conditions, and every combination in which there is a case; each case is in one row.

    `certain` and `possible` are as in answers. `otherwise`: something is said of it, but not this. `not stated`: a full
    reading found nothing. `not read`: nothing is recorded, and nobody read the case in full for it.
    """

    reading: Reading
    rows: list[Row]
    note: str

    @property
    def conditions(self) -> list[str]:
        """The heads of the columns, each unlike the others."""
        return [" or ".join(condition.describe() for condition in group) for group in self.reading.groups]

    def as_dict(self) -> dict[str, Any]:
        rows = [{"standings": [*row.standings], "cases": [*row.cases]} for row in self.rows]
        return {"conditions": self.conditions, "kinds": self.reading.kinds, "rows": rows, "roster": self.note}


def truth_table(store: Store, question: str) -> TruthTable:
    """The truth table of the conditions that a question in plain English names.

    Raises `UsageError` where it names none, or has a word that is not understood.
    """
    reading = read(question, store.lexicon, store.has_fellowship)
    if reading.not_understood:
        unknown = ", ".join(f"'{word}'" for word in reading.not_understood)
        raise UsageError(f"not understood: {unknown}; name themes, barriers, outcomes, places or years")
    groups = {tuple(condition.describe() for condition in group): group for group in reading.groups}
    if not groups:
        raise UsageError('no condition is named; try: "shared power, common purpose and cost saving"')
    reading = replace(reading, groups=[*groups.values()])
    index = store.index
    columns = [_joined(index, group) for group in reading.groups]
    among = index.answer(replace(reading, groups=[])).possible
    rows = [Row(standings, index.members(cases)) for standings, cases in _combinations(among, columns)]
    return TruthTable(reading, rows, store.roster_note)


def _combinations(cases: int, columns: list[Standings]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every combination that some of the cases stand in, with these cases."""
    if not columns:
        yield (), cases
        return
    for standing in STANDINGS:
        part = cases & columns[0][standing]
        if part:
            for rest, found in _combinations(part, columns[1:]):
                yield (standing, *rest), found


def _joined(index: CaseIndex, group: list[Condition]) -> Standings:
    """The standings in conditions of which any one will do: that of the strongest."""
    found, left = dict.fromkeys(STANDINGS, 0), index.everyone
    each = [_standings(index, condition) for condition in group]
    for standing in _STRONGEST:
        for standings in each:
            found[standing] |= standings[standing] & left
        left &= ~found[standing]
    return found


def _standings(index: CaseIndex, condition: Condition) -> Standings:
    """The standing of every case in one condition; each case is in one of the sets."""
    level = index.level(condition)
    left = index.everyone & ~level.possible
    if condition.is_coded:
        read_in_full, spoken = index.read_in_full(condition.list), index.holding(f"spoken {condition.curie}")
    elif condition.list in VIA_FINDING:
        read_in_full, spoken = index.read_in_full("theme"), level.possible
    else:
        complete = record_level(replace(condition, negated=True)) == CERTAIN
        read_in_full, spoken = index.everyone, left if complete or condition.negated else 0
    return {
        "certain": level.certain,
        "possible": level.possible & ~level.certain,
        "otherwise": left & spoken,
        "not stated": left & ~spoken & read_in_full,
        "not read": left & ~spoken & ~read_in_full,
    }
