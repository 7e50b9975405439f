"""What an import found: records, each with its place in the file it came from, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from kg.case import BarrierFinding, Case, OutcomeFinding, Passage, ThemeFinding
from kg.coding import CodingFile, SettlementFile
from kg.errors import Problem
from kg.registry import Coder, Event, Indicator, Mention, Organisation, Person, Place, RegistryFile, Source

FINDINGS: dict[str, tuple[type[Any], str]] = {  # list -> the record of its findings, and where a case keeps them
    "theme": (ThemeFinding, "themes"),
    "barrier": (BarrierFinding, "barriers"),
    "outcome": (OutcomeFinding, "outcomes"),
}
REGISTRY: dict[str, type[Any]] = {  # list of the registry -> the record of its entries
    "organisations": Organisation,
    "people": Person,
    "places": Place,
    "indicators": Indicator,
    "sources": Source,
    "coders": Coder,
    "mentions": Mention,
    "events": Event,
}


class Line(int):
    """A line number that knows its file, and what stands there.

    Checks of records report the line of a mark and the name of a case file that is not written yet. A mark made of
    such a line leads the problem back to the table or graph that the record came from.
    """

    file: str
    label: str

    def __new__(cls, number: int, file: str, label: str = "") -> Line:
        made = super().__new__(cls, number)
        made.file, made.label = file, label
        return made


class Marks(dict[str, tuple[int, int]]):
    """The places of the fields of a record; a field without a place of its own stands where the record does."""

    def __init__(self, place: tuple[Line, int]) -> None:
        super().__init__()
        self.place = place

    def get(self, name: str, default: object = None) -> tuple[int, int]:
        return super().get(name) or super().get(name.partition(".")[0]) or self.place


def at(place: tuple[int, int] | None, message: str, hint: str = "") -> Problem:
    """A problem at a mark."""
    return led_back(Problem("", *(place or (1, 1)), message, hint))


def led_back(problem: Problem) -> Problem:
    """The problem at its place in the file that was imported, where its line knows one."""
    line = problem.line
    if not isinstance(line, Line):
        return problem
    lead = f"{line.label}: " if line.label else ""
    return replace(problem, file=line.file, line=int(line), message=lead + problem.message)


@dataclass
class Found:
    """Records by their ids, ready to become files; `notes` says in words what was passed over."""

    cases: dict[str, Case] = field(default_factory=dict)
    registry: RegistryFile = field(default_factory=RegistryFile)
    codings: dict[tuple[str, str], CodingFile] = field(default_factory=dict)  # by coder and case
    settlements: dict[str, SettlementFile] = field(default_factory=dict)  # by case
    passages: dict[str, Passage] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def report(self, place: tuple[int, int] | None, message: str, hint: str = "") -> None:
        self.problems.append(at(place, message, hint))

    def report_all(self, problems: Iterable[Problem]) -> None:
        self.problems += map(led_back, problems)
