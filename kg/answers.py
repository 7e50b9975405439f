"""Answers: which cases are certain, which are possible, why, and on what evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, overload

from kg import evidence
from kg.conditions import Condition, Reading, sparql
from kg.evidence import Evidence
from kg.language import read
from kg.store import CaseFacts, Store

PAGE = 50  # cases whose evidence is looked up together


@dataclass(frozen=True)
class Hit:
    """A case in an answer, with one piece of evidence for each condition."""

    facts: CaseFacts
    evidence: list[Evidence]

    def as_dict(self) -> dict[str, Any]:
        return {
            "case": self.facts.id,
            "name": self.facts.name,
            "documented": self.facts.tier,
            "evidence": [e.as_dict() for e in self.evidence],
        }


class Hits(Sequence[Hit]):
    """Cases of an answer in their order. The evidence of the first ones is looked up at once, as a store that fails is
    to fail while it is asked; of further ones when it is first read, a page of cases at a time.
    """

    def __init__(self, store: Store, reading: Reading, cases: Sequence[str]) -> None:
        self.store, self.reading, self.cases = store, reading, cases
        self._pages: dict[int, list[Hit]] = {}
        _ = self[:1]

    def __len__(self) -> int:
        return len(self.cases)

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> list[Hit]: ...
    def __getitem__(self, at: int | slice) -> Hit | list[Hit]:
        places = range(len(self))[at]
        return self._hit(places) if isinstance(places, int) else [self._hit(place) for place in places]

    def _hit(self, place: int) -> Hit:
        start, size = place - place % PAGE, PAGE
        if start and not evidence.few(self.store, len(self)):
            start, size = PAGE, len(self) - PAGE  # all that are left
        if start not in self._pages:
            self._pages[start] = self._read(self.cases[start : start + size])
        return self._pages[start][place - start]

    def _read(self, cases: Sequence[str]) -> list[Hit]:
        told = evidence.best(self.store, self.reading, cases)
        return [Hit(self.store.cases[case], pieces) for case, pieces in zip(cases, told, strict=True)]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and [*self] == [*other]

    def __repr__(self) -> str:
        return repr([*self])


@dataclass(frozen=True)
class Answer:
    """The answer to a plain question. `left_out` counts the cases of each level that `first` took away."""

    reading: Reading
    sparql: str
    certain: Sequence[Hit]
    possible: Sequence[Hit]
    not_stated: dict[str, int]
    note: str
    left_out: dict[str, int] = field(default_factory=dict)

    def first(self, cases: int) -> Answer:
        """The same with no more than so many cases of each level, at least one."""
        levels = {"certain": self.certain, "possible": self.possible}
        left_out = {level: len(hits) - cases for level, hits in levels.items() if len(hits) > cases}
        return replace(self, certain=self.certain[:cases], possible=self.possible[:cases], left_out=left_out)

    def as_dict(self) -> dict[str, Any]:
        """The answer as plain data: the JSON that `kg ask --format json` prints."""
        reading = self.reading
        return {
            "question": reading.question,
            "reading": [
                {"condition": c.describe(), "concept": c.concept, "group": n}
                for n, group in enumerate(reading.groups, 1)
                for c in group
            ],
            "kinds": reading.kinds or ["all"],
            "mended": reading.mended,
            "notes": reading.notes,
            "sparql": self.sparql,
            "certain": [hit.as_dict() for hit in self.certain],
            "possible": [hit.as_dict() for hit in self.possible],
            "left_out": self.left_out,
            "not_stated": self.not_stated,
            "not_understood": list(reading.not_understood),
            "nearest": {word: near for word, near in reading.not_understood.items() if near},
            "roster": self.note,
        }


def ask(store: Store, question: str) -> Answer:
    """Read a plain question and answer it. Raises `UsageError` for an empty or endless question.

    Where a word is not understood, or no condition was found, the lists are empty and `reading` says so.
    """
    return answer(store, read(question, store.lexicon, store.has_fellowship))


def answer(store: Store, reading: Reading) -> Answer:
    """Answer a reading. Nothing is answered while a word of it is not understood."""
    if reading.not_understood or not reading.groups:
        return Answer(reading, "", [], [], {}, store.roster_note)
    found = store.index.levels(store.index.answer(reading))
    certain, possible = (Hits(store, reading, cases) for cases in (found.certain, found.possible))
    if not found and reading.by_default:
        reading.notes.extend(_elsewhere(store, reading))
    silent = {
        replace(c, negated=False).describe(): _silent(store, reading, c) for c in reading.conditions if c.is_coded
    }
    return Answer(reading, sparql(reading), certain, possible, silent, store.roster_note)


def _elsewhere(store: Store, reading: Reading) -> list[str]:
    """Where no project of the fellowship answers: how many cases of other kinds do."""
    count = store.index.answer(replace(reading, kinds=[])).possible.bit_count()
    if not count:
        return []
    cases = "1 case" if count == 1 else f"{count} cases"
    verb = "answers" if count == 1 else "answer"
    return [f"{cases} of other kinds {verb}; say 'all cases' to see them"]


def _silent(store: Store, reading: Reading, condition: Condition) -> int:
    """How many cases of the kinds asked about were read in full without any finding on the entry."""
    among = store.index.answer(replace(reading, groups=[])).possible
    return (store.index.silent(condition) & among).bit_count()
