"""Truth tables: in which combinations of conditions the cases stand, as comparative analysis starts from them.

A case has one standing in each condition, never a mere yes or no: silence after a full reading, contrary words, and
what nobody read in full are kept apart, so that the choice of what counts as no is left to the reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.answers import Hit, Hits
from kg.conditions import CERTAIN, SHORTCUTS, VIA_FINDING, Condition, Reading, record_level
from kg.errors import UsageError
from kg.evidence import NOT_STATED, Evidence, findings_for
from kg.index import CaseIndex
from kg.language import read
from kg.store import Store

STANDINGS = ("certain", "possible", "otherwise", "not stated", "not read")
_STRONGEST = ("certain", "possible", "not read", "not stated", "otherwise")  # of several conditions joined by "or"
_UNSAID = {
    "not stated": ("not stated", f"{NOT_STATED}: a full reading found nothing on it"),
    "not read": ("not read", "nothing is recorded, and nobody read the case in full for it"),
}
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

    def as_dict(self, hits: Mapping[str, Hit]) -> dict[str, Any]:
        """The table as plain data; `hits` are its cases with their evidence, as `evidence` gives them."""
        rows = [
            {"standings": [*row.standings], "cases": [*row.cases], "evidence": [hits[id].as_dict() for id in row.cases]}
            for row in self.rows
        ]
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


def evidence(store: Store, found: TruthTable) -> dict[str, Hit]:
    """Every case of a table by its id, with one piece of evidence for its standing in each condition.

    For a certain or possible standing it is that of answers. Where something else is said it is a finding that says
    so, and the condition of the piece is what that finding speaks for.
    """
    ids = [id for row in found.rows for id in row.cases]
    groups = found.reading.groups
    held = {hit.facts.id: hit.evidence for hit in Hits(store, found.reading, ids)}
    contrary = [
        _said(store, group, [id for row in found.rows if row.standings[n] == "otherwise" for id in row.cases])
        for n, group in enumerate(groups)
    ]
    return {
        id: Hit(
            store.cases[id],
            [
                held[id][n]
                if standing in ("certain", "possible")
                else contrary[n].get(id) or _unsaid(id, name, standing)
                for n, (name, standing) in enumerate(zip(found.conditions, row.standings, strict=True))
            ],
        )
        for row in found.rows
        for id in row.cases
    }


def _said(store: Store, group: list[Condition], cases: list[str]) -> dict[str, Evidence]:
    """For each case the strongest finding on an entry of a group, whatever it says."""
    pieces: dict[str, list[Evidence]] = {}
    for condition in group if cases else []:
        stances = [stance for list, stance in SHORTCUTS if list == condition.list]
        for other in (replace(condition, stance=stance, negated=False) for stance in stances):
            for case, found in findings_for(store, other, cases).items():
                pieces.setdefault(case, []).extend(found)
    return {
        case: min(found, key=lambda piece: (not piece.outright, piece.case != case)) for case, found in pieces.items()
    }


def _unsaid(case: str, condition: str, standing: str) -> Evidence:
    """Why there is no finding to show: a fact of record that is another, silence, or nobody who read in full."""
    basis, note = _UNSAID.get(standing, ("record", "a fact of record says otherwise"))
    return Evidence(condition, case, None, basis, None, note, "", "", "")


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
