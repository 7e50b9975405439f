"""Units by codes: what is known of each case, or of each phase, on each entry of the lists, for R and Python.

A value is 1 (it held), 0 (the sources say that it was left undone, blocked, or did not come), contested (both),
undecided (only advocated, anticipated or forecast) or silent (a full reading found nothing). Where nobody read a unit
there is no value. Programs that compare cases want 1 and 0 alone, so there are three versions: strict keeps only what
is known, low counts every doubt as 0, high counts every doubt as 1. What survives all three does not hang on silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kg.case import AS_STATED, Case
from kg.corpus import Corpus
from kg.exports import csvw, notice
from kg.exports.columns import Table, own
from kg.exports.frame import File, Given, Group
from kg.exports.registry_layout import CODEBOOK
from kg.exports.tables import METADATA, to_csv
from kg.reconcile import Coded, coded, coders, reconcile

LISTS = ("theme", "barrier", "outcome")
LEVELS = ("cases", "phases")
FOR = {"enacted", "encountered", "overcome", "improved"}
AGAINST = {"neglected", "obstructed", "unchanged", "worsened"}
DOUBTS = {"strict": None, "low": 0, "high": 1}  # version -> what a doubt counts as

Code = tuple[str, str]


@dataclass
class Unit:
    """A case or a phase, with the bases of the findings for and against each code, and what is neither."""

    case: Case
    phase: str = ""
    phase_name: str = ""
    read: set[str] = field(default_factory=set)  # the lists that somebody read it for
    held: dict[Code, list[str]] = field(default_factory=dict)
    failed: dict[Code, list[str]] = field(default_factory=dict)
    neither: dict[Code, list[str]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.case.id}/{self.phase}" if self.phase else self.case.id

    @property
    def name(self) -> str:
        return f"{self.case.name}: {self.phase_name}" if self.phase else self.case.name

    def add(self, one: Coded, basis: str) -> None:
        list_, entry, stance, came = one.unit
        into = self.held if stance in FOR and came else self.failed if stance in AGAINST and came else self.neither
        into.setdefault((list_, entry), []).append(basis)

    def value(self, code: Code) -> str | None:
        """1, 0, contested, undecided, silent, or `None` where nobody read the unit for the list."""
        if code in self.held:
            return "contested" if code in self.failed else "1"
        if code in self.failed:
            return "0"
        if code in self.neither:
            return "undecided"
        return "silent" if code[0] in self.read else None

    def certainty(self, code: Code) -> str | None:
        """Whether a 1 or a 0 is certain or possible; nothing for other values."""
        bases = {"1": self.held, "0": self.failed}.get(self.value(code) or "", {}).get(code)
        if not bases:
            return None
        return "certain" if set(bases) & set(AS_STATED) else "possible"

    def counted(self, code: Code) -> int:
        """How many findings that count speak of the code."""
        return sum(len(found.get(code, ())) for found in (self.held, self.failed, self.neither))


def case_units(corpus: Corpus) -> list[Unit]:
    """Each case with its own findings and those of its parts, as the shortcuts of the graph count them."""
    units = {case.id: _unit(corpus, case) for _, case in sorted(corpus.cases.items())}
    for case, one, basis in _counted(corpus):
        for whole in _wholes(corpus, case):
            units[whole].add(one, basis)
    return list(units.values())


def phase_units(corpus: Corpus) -> list[Unit]:
    """Each phase where there are phases, else the case; every finding in one unit alone, and none of parts.

    Findings of a case with phases that belong to no phase are a unit of their own, with no phase.
    """
    units: dict[tuple[str, str], Unit] = {}
    for _, case in sorted(corpus.cases.items()):
        for phase in case.phases:
            units[case.id, phase.id] = _unit(corpus, case, phase.id, phase.name)
        units[case.id, ""] = _unit(corpus, case)
    for case, one, basis in _counted(corpus):
        units[case.id, one.finding.phase or ""].add(one, basis)
    phased = {case.id for case in corpus.cases.values() if case.phases}
    return [unit for unit in units.values() if unit.phase or unit.case.id not in phased or _tells(unit)]


def _unit(corpus: Corpus, case: Case, phase: str = "", name: str = "") -> Unit:
    return Unit(case, phase, name, {list_ for list_ in LISTS if coders(corpus, case.id, list_)})


def _tells(unit: Unit) -> bool:
    return bool(unit.held or unit.failed or unit.neither)


def _counted(corpus: Corpus) -> Iterator[tuple[Case, Coded, str]]:
    """Each finding that counts, with its case and the basis on which it counts."""
    reconciled = reconcile(corpus)
    for case in corpus.cases.values():
        for one in coded(corpus, case.id):
            basis = reconciled[f"{case.id}-{one.name}"].basis
            if basis:
                yield case, one, basis


def _wholes(corpus: Corpus, case: Case) -> Iterator[str]:
    """The case and every larger one that it is a part of."""
    parents = {other.id: other.part_of for other in corpus.cases.values()}
    here: str | None = case.id
    while here:
        yield here
        here = parents.get(here)


UNIT_COLUMNS = (
    own("unit", "id", "The case, or case/phase", required=True),
    own("case", "ref", "The case", ref="case", required=True),
    own("phase", "text", "The phase; empty for a case, or for what belongs to no phase of it"),
    own("name", "text", "What the unit is called", required=True),
    own("kind", "text", "fellowship (one of the 47 projects), part, or comparator", required=True),
    own("documented", "text", "How much the sources say of it: described, named or listed", required=True),
    own("country", "text", "Two-letter code of the country", required=True),
)
VALUES = Table(
    "values",
    "A row for each code of each unit that was read or found: what the three versions are made from",
    (
        own("level", "text", "case (with its parts) or phase", required=True),
        *UNIT_COLUMNS[:3],
        own("list", "text", "The list of the codebook", required=True),
        own("concept", "text", "The entry of that list", required=True),
        own(
            "value", "text", "1, 0, contested, undecided (advocated, anticipated or forecast) or silent", required=True
        ),
        own("certainty", "text", "Of 1 and 0: certain where a finding counts as outright, else possible"),
        own("findings", "count", "How many findings that count speak of it", required=True),
    ),
    ("level", "unit", "list", "concept"),
)


def column(code: Code) -> str:
    """The name of a code's column: `theme_share_power`, a name that R and Python take unchanged."""
    return "_".join(code).replace("-", "_")


def table(level: str, version: str, codes: Iterable[tuple[Code, str]]) -> Table:
    """The table of one version; `codes` come with their labels."""
    doubt = DOUBTS[version]
    rest = "empty where the sources do not decide it" if doubt is None else f"{doubt} where they do not decide it"
    about = f"1 where it held, 0 where the sources say that it did not, {rest}"
    made = (own(column(code), "count", f"{label}: {about}", required=doubt is not None) for code, label in codes)
    told = "A row for each case, parts counted in" if level == "cases" else "A row for each phase, or case without any"
    return Table(f"{level}-{version}", f"{told}; {version} version", (*UNIT_COLUMNS, *made), ("unit",))


def rows(units: Iterable[Unit], version: str, codes: list[Code]) -> Iterator[list[Any]]:
    """The rows of one version. `strict` leaves out units of which nothing is known, the others those not read."""
    for unit in units:
        if unit.read >= set(LISTS) if version != "strict" else _tells(unit):
            known = {"1": 1, "0": 0}
            yield [*_head(unit), *(known.get(unit.value(code) or "", DOUBTS[version]) for code in codes)]


def value_rows(level: str, units: Iterable[Unit], codes: list[Code]) -> Iterator[list[Any]]:
    """The rows of `VALUES` for the units of one level."""
    for unit in units:
        for code in codes:
            value = unit.value(code)
            if value:
                yield [level, *_head(unit)[:3], *code, value, unit.certainty(code), unit.counted(code)]


def _head(unit: Unit) -> list[Any]:
    return [unit.id, unit.case.id, unit.phase or None, unit.name, unit.case.kind, unit.case.tier, unit.case.country]


class Matrix:
    """The units of both levels and the codes that are their columns, worked out once."""

    def __init__(self, given: Given) -> None:
        self.given = given

    @cached_property
    def units(self) -> dict[str, list[Unit]]:
        return {"cases": case_units(self.given.corpus), "phases": phase_units(self.given.corpus)}

    @cached_property
    def codes(self) -> dict[Code, str]:
        """Every entry of the three lists with its label, in the order of lists and notations."""
        entries = {(entry[0], entry[1]): entry[3] for entry in self.given.rows.of(CODEBOOK)}
        return {code: label for name in LISTS for code, label in entries.items() if code[0] == name}

    def table(self, level: str, version: str) -> Table:
        return table(level, version, self.codes.items())

    def version(self, level: str, version: str) -> bytes:
        return to_csv(self.table(level, version), rows(self.units[level], version, list(self.codes)))

    def values(self) -> bytes:
        codes = list(self.codes)
        return to_csv(
            VALUES,
            [
                *value_rows("case", self.units["cases"], codes),
                *value_rows("phase", self.units["phases"], codes),
            ],
        )

    def metadata(self) -> bytes:
        tables = [self.table(level, version) for level in LEVELS for version in DOUBTS]
        return csvw.metadata([*tables, VALUES], notice.TITLE, notice.about(self.given.corpus), notice.LICENCE)


def files(given: Given) -> list[File]:
    made = Matrix(given)

    def one(level: str, version: str) -> File:
        name = f"matrix/{level}-{version}.csv"
        return File(name, made.table(level, version).about, "text/csv", lambda: made.version(level, version))

    return [
        *(one(level, version) for level in LEVELS for version in DOUBTS),
        File("matrix/values.csv", VALUES.about, "text/csv", made.values),
        File(
            f"matrix/{METADATA}",
            "Types and keys of these tables (CSV on the Web)",
            "application/csvm+json",
            made.metadata,
        ),
    ]


GROUP = Group("matrix", "cases and phases by codes, in three versions for what is not stated", files)
