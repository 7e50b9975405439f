"""What real cases lend to synthetic ones: their frames, and all that was found in them, group by group."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.case import Case
from kg.coding import CodingFile
from kg.corpus import Corpus
from kg.reconcile import Coded, coded, coders, codings, verdicts

LISTS = {"theme": "themes", "barrier": "barriers", "outcome": "outcomes"}


@dataclass(frozen=True)
class Group:
    """All that was found in one case on one entry with one stance, by every coder.

    `settled` are the findings that a third look judged, with its `verdict` and the places that it read again.
    """

    members: list[Coded]
    settled: frozenset[str]
    verdict: str
    evidence: list[str]

    @property
    def list(self) -> str:
        return str(self.members[0].finding.concept_list)


@dataclass(frozen=True)
class Frame:
    """A real case with what was found in it, group by group, its further codings, and who read it for each list."""

    case: Case
    groups: list[Group]
    codings: list[CodingFile]
    readers: dict[str, set[str]]


class Real:
    """The real cases as what synthetic ones are drawn from."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.bodies, self.people = corpus.by_id("organisation"), corpus.by_id("person")
        self.sources = corpus.by_id("source")
        self.judge = next((file.coder for file in corpus.settlements.values()), "")
        self.frames = [self._frame(case) for case in corpus.cases.values()]
        self.pool = {name: [g for f in self.frames for g in f.groups if g.list == name] for name in LISTS}

    @property
    def size(self) -> int:
        """How many cases a whole block has."""
        return len(self.frames)

    @cached_property
    def families(self) -> list[list[Frame]]:
        """Cases with their parts, each whole before its parts."""
        above = {frame.case.id: frame.case.part_of for frame in self.frames}

        def path(id: str) -> list[str]:
            return [*(path(above[id]) if above[id] else []), id]

        families: dict[str, list[Frame]] = {}
        for frame in sorted(self.frames, key=lambda frame: path(frame.case.id)):
            families.setdefault(path(frame.case.id)[0], []).append(frame)
        return [*families.values()]

    def _frame(self, case: Case) -> Frame:
        looked = verdicts(self.corpus, case.id)
        places = {
            name: settlement.evidence
            for file in self.corpus.settlements.values()
            if file.case == case.id
            for settlement in file.settlements
            for name in settlement.settles
        }
        groups: dict[Any, list[Coded]] = {}
        for one in coded(self.corpus, case.id):
            groups.setdefault(one.unit, []).append(one)
        made = []
        for members in groups.values():
            settled = [one.name for one in members if one.name in looked]
            first = settled[0] if settled else ""
            made.append(Group(members, frozenset(settled), looked.get(first, ""), places.get(first, [])))
        readers = {name: coders(self.corpus, case.id, name) for name in LISTS}
        return Frame(case, made, [*codings(self.corpus, case.id)], readers)
