"""Which answers of the named questions differ between two versions, row by row, and which records that comes from.

A cause is found by trying it: the record is put back as it was, the rules run again, and the question is asked once
more. Where its rows change by this, the record is a cause. Where no record makes a difference alone, the changed
records of the cases in the rows are given as causes together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kg import rdf
from kg.diff.records import Change, Typed
from kg.diff.snapshot import Snapshot
from kg.namespaces import PREFIXES, expand, local_name
from kg.questions import Question, bind, table
from kg.rules import derive

MOST_TRIED = 25  # records, or else cases, that are put back one by one
Rows = list[list[str]]


@dataclass(frozen=True)
class Differing:
    """A question whose rows differ. `causes` are ids of records; `alone` says that each is enough by itself."""

    question: Question
    values: dict[str, str]
    columns: list[str]
    added: Rows
    removed: Rows
    causes: list[str] = field(default_factory=list)
    alone: bool = True

    @property
    def sparql(self) -> str:
        return bind(self.question, self.values)

    def as_dict(self) -> dict[str, Any]:
        return {
            "question": self.question.name,
            "summary": self.question.summary,
            "parameters": self.values,
            "columns": self.columns,
            "added": self.added,
            "removed": self.removed,
            "causes": self.causes,
            "alone": self.alone,
        }


def differing(old: Snapshot, new: Snapshot, questions: list[Question], changes: list[Change]) -> list[Differing]:
    """The questions whose rows differ, for every value of their parameters; of cases, those with a changed record."""
    found = []
    touched = {change.case for change in changes} - {""}
    for question in questions:
        for values in _values(question, new, touched):
            before, after = (_rows(side.graph, question, values) for side in (old, new))
            added, removed = _less(after[1], before[1]), _less(before[1], after[1])
            if added or removed:
                found.append(Differing(question, values, after[0], added, removed))
    return found


def _values(question: Question, side: Snapshot, cases: set[str]) -> Iterator[dict[str, str]]:
    """Each way to fill the parameters of a question; with several, their defaults."""
    if not question.parameters:
        yield {}
    elif len(question.parameters) > 1:
        yield {p.name: local_name(expand(p.default)) for p in question.parameters}
    else:
        (parameter,) = question.parameters
        start = PREFIXES[parameter.list]
        known = sorted(iri.removeprefix(start) for iri in side.by_subject if iri.startswith(start) and iri != start)
        yield from ({parameter.name: id} for id in known if parameter.list != "case" or id in cases)


def _rows(graph: rdf.Graph, question: Question, values: dict[str, str]) -> tuple[list[str], Rows]:
    found = table(question, graph, bind(question, values), question.name)
    return found.columns, found.rows


def _less(rows: Rows, others: Rows) -> Rows:
    """The rows that the others have not, or not as often, in their order."""
    left = Counter(map(tuple, others))
    found = []
    for row in rows:
        if left[tuple(row)]:
            left[tuple(row)] -= 1
        else:
            found.append(row)
    return found


class Causes:
    """Puts records of the new version back as they were in the old one, and asks again."""

    def __init__(self, old: Snapshot, new: Snapshot, typed: Typed, rules: list[Path]) -> None:
        self.old, self.new, self.typed, self.rules = old, new, typed, rules
        self.source = {triple for triple in new.triples if typed(triple)}

    def explain(self, found: list[Differing], changes: list[Change]) -> list[Differing]:
        """The differing questions with their causes."""
        groups = _groups(changes)
        rows = [_rows(self._graph(self.source), one.question, one.values) for one in found]
        causes: list[list[str]] = [[] for _ in found]
        for group in groups if found else []:
            graph = self._graph(self._without(group))
            for number, one in enumerate(found):
                if _rows(graph, one.question, one.values) != rows[number]:
                    causes[number] += [change.id for change in group]
        return [
            replace(one, causes=sorted(alone)) if alone else replace(one, causes=_mentioned(one, changes), alone=False)
            for one, alone in zip(found, causes, strict=True)
        ]

    def _without(self, group: list[Change]) -> set[rdf.Triple]:
        """The typed triples of the new version, with some records as they were in the old one."""
        source = set(self.source)
        for change in group:
            iri = expand(change.id)
            source -= self.new.by_subject.get(iri, set())
            source |= {triple for triple in self.old.by_subject.get(iri, ()) if self.typed(triple)}
        return source

    def _graph(self, source: set[rdf.Triple]) -> rdf.Graph:
        triples = list(source)
        return rdf.Graph([*triples, *derive(triples, self.rules)])


def _groups(changes: list[Change]) -> list[list[Change]]:
    """Records one by one where they are few, else those of a case together; none where there are too many cases."""
    if len(changes) <= MOST_TRIED:
        return [[change] for change in changes]
    by_case: dict[str, list[Change]] = {}
    for change in changes:
        by_case.setdefault(change.case or change.id, []).append(change)
    return list(by_case.values()) if len(by_case) <= MOST_TRIED else []


def _mentioned(one: Differing, changes: list[Change]) -> list[str]:
    """The changed records of the cases that stand in the rows; all of them where no case does."""
    cells = {local_name(cell.rpartition(":")[2]) for row in [*one.added, *one.removed] for cell in row}
    return [change.id for change in changes if change.case in cells] or [change.id for change in changes]
