"""All files of records of a project, read together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.case import Case, Passage
from kg.coding import CodingFile, SettlementFile
from kg.errors import Problem
from kg.fields import Record
from kg.paths import Project
from kg.reader import Owner, read_case, read_coding, read_registry, read_settlements
from kg.registry import RegistryFile

LISTS = {
    "organisation": "organisations",
    "person": "people",
    "place": "places",
    "indicator": "indicators",
    "source": "sources",
    "coder": "coders",
    "mention": "mentions",
    "event": "events",
}


@dataclass
class Corpus:
    """Files of records by their name, as read; several files may claim one id."""

    cases: dict[str, Case] = field(default_factory=dict)
    registry: dict[str, RegistryFile] = field(default_factory=dict)
    codings: dict[str, CodingFile] = field(default_factory=dict)
    settlements: dict[str, SettlementFile] = field(default_factory=dict)

    def entries(self, kind: str) -> Iterator[tuple[str, Any]]:
        """`(file, record)` for each registry entry of a kind ("person"), or each case for "case"."""
        if kind == "case":
            yield from self.cases.items()
            return
        for file, records in self.registry.items():
            for entry in getattr(records, LISTS[kind]):
                yield file, entry

    def by_id(self, kind: str) -> dict[str, Any]:
        """Entries of a kind by id; of two with one id, the last."""
        return {entry.id: entry for _, entry in self.entries(kind) if entry.id}

    def files(self) -> Iterator[tuple[str, Owner]]:
        yield from self.cases.items()
        yield from self.registry.items()
        yield from self.codings.items()
        yield from self.settlements.items()

    def passages(self) -> dict[str, Passage]:
        """Every located passage by its place, as `miles-2011:2103-2107`."""
        return {place: passage for _, owner in self.files() for place, passage in owner.passages.items()}


def read_corpus(project: Project) -> tuple[Corpus, list[Problem]]:
    """Read every file; all problems of all files together."""
    corpus, problems = Corpus(), list[Problem]()

    def take(paths: list[Path], read: Callable[[Path, str], tuple[Any, list[Problem]]], into: dict[str, Any]) -> None:
        for path in paths:
            record, found = read(path, project.name(path))
            problems.extend(found)
            if record:
                into[project.name(path)] = record

    take(project.case_files(), read_case, corpus.cases)
    take(project.registry_files(), read_registry, corpus.registry)
    take(project.coding_files(), read_coding, corpus.codings)
    take(project.settlement_files(), read_settlements, corpus.settlements)
    return corpus, problems


def evidence_of(record: Record) -> Iterator[tuple[Record, str, int]]:
    """`(owner, place, index)` for every place in a source that a record and the records in it cite."""
    for name, kind in record.kinds().items():
        value = getattr(record, name)
        if kind.shape == "place":
            for index, place in enumerate(value):
                yield record, place, index
        elif kind.shape == "record":
            for inner in value if kind.many else [value]:
                if inner is not None:
                    yield from evidence_of(inner)
