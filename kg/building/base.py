"""What all parts of a graph share: terms, codebook, mapping, rules, shapes and the registry."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kg import __version__, rdf
from kg.check import known_ids
from kg.conformance import Conformance
from kg.corpus import LISTS, Corpus, evidence_of
from kg.errors import Problem
from kg.fields import Kind, Record
from kg.mapping import Context
from kg.namespaces import CODE, expand
from kg.paths import PACKAGE, Project
from kg.reader import read_registry
from kg.registry import RegistryFile
from kg.rules import derive
from kg.shapes import Shapes
from kg.terms import read_terms
from kg.vocabulary import read_context, read_vocabulary

Key = tuple[str, str]  # kind and id of an entry of the registry
PIECE = 64  # about so many entries of a file of the registry make one part of the graph


@dataclass(frozen=True)
class Seen:
    """The entries of the registry that some records lead to, directly or by way of others."""

    corpus: Corpus
    keys: list[Key]


class Base:
    """The shared files of a project, read when they are needed. Raises `KgError` where one is damaged."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.registry = Corpus()
        self.problems: list[Problem] = []
        self._digests: dict[Key, bytes] = {}
        for path in project.registry_files():
            file = project.name(path)
            records, found = read_registry(path, file)
            self.problems += found
            if records:
                self.registry.registry[file] = records
        ontology = project.ontology
        self.vocabulary = read_vocabulary(ontology / "codebook.ttl", ontology / "context.jsonld")
        self.context = Context(read_context(ontology / "context.jsonld"))
        self.rules = sorted(project.rules.glob("*.rq"))

    @cached_property
    def ids(self) -> dict[str, set[str]]:
        """The ids of the registry, by kind."""
        return known_ids(self.registry)

    @cached_property
    def digest(self) -> str:
        """What every part depends on: the terms, the mapping, the rules, the shapes, and the programs themselves."""
        total = hashlib.sha256(f"{__version__} {sys.version_info[:2]} {_versions()} {_program()}".encode())
        names = ("cwkg.ttl", "codebook.ttl", "dataset.ttl", "shapes.ttl", "context.jsonld")
        for path in [*(self.project.ontology / name for name in names), *self.rules]:
            total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
        return total.hexdigest()

    @cached_property
    def shared(self) -> str:
        """A digest of all shared files, the registry with them."""
        total = hashlib.sha256(self.digest.encode())
        for file, records in self.registry.registry.items():
            total.update(repr((file, records)).encode())
        return total.hexdigest()

    @cached_property
    def terms(self) -> tuple[list[rdf.Triple], list[rdf.Triple]]:
        """The triples of the terms and the codebook, without and with blank nodes."""
        return read_terms(self.project.ontology)

    @cached_property
    def derived_terms(self) -> list[rdf.Triple]:
        named, anonymous = self.terms
        return derive([*named, *anonymous], self.rules)

    @cached_property
    def shapes(self) -> Shapes:
        return Shapes(self.project.ontology / "shapes.ttl")

    @cached_property
    def conformance(self) -> Conformance:
        """The same shapes, to find what surely fits them."""
        return Conformance(self.project.ontology / "shapes.ttl")

    @cached_property
    def class_tree(self) -> list[str]:
        """Which class is a kind of which, as the shapes need it, as lines of N-Triples."""
        kind_of = f" <{expand('rdfs:subClassOf')}> "
        return [line for line in rdf.lines(self.terms[0]).decode().split("\n") if kind_of in line]

    def codes(self, lines: Iterable[str]) -> Iterator[str]:
        """Everything said of the codebook entries that triples name, all as lines of N-Triples."""
        named = {line[line.rfind(" ", 0, -2) + 1 : -2] for line in lines}
        for entry in named & self._codebook.keys():
            yield from self._codebook[entry]

    @cached_property
    def _codebook(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for line in rdf.lines([*self.terms[0], *self.derived_terms]).decode().split("\n"):
            if line.startswith(f"<{CODE}"):
                found.setdefault(line.split(" ", 1)[0], []).append(line)
        return found

    def seen(self, own: Corpus) -> Seen:
        """The entries that some files lead to and do not hold themselves. Ids that there are not are passed over."""
        queue: list[Record] = [owner for _, owner in own.files()]
        found: dict[Key, None] = {}
        while queue:
            for key in self._references(queue.pop()):
                if key in self._entries and key not in found:
                    found[key] = None
                    queue.append(self._entries[key][1])
        keys = sorted(found.keys() - {(kind, entry.id) for kind in LISTS for _, entry in own.entries(kind)})
        return Seen(self._some(keys), keys)

    def digest_of(self, keys: Iterable[Key]) -> str:
        """A digest of what entries of the registry say, wherever in their files they stand."""
        total = hashlib.sha256()
        for key in keys:
            if key not in self._digests:
                entry = self._entries.get(key, ("", None))[1]
                self._digests[key] = hashlib.sha256(repr((key, entry)).encode()).digest()
            total.update(self._digests[key])
        return total.hexdigest()

    @cached_property
    def pieces(self) -> dict[str, Corpus]:
        """The registry cut into pieces by the ids of its entries, so that a new entry changes one piece.

        Mention counts and what is said between them stay together, as do the passages that no entry cites.
        """
        found: dict[str, Corpus] = {}
        for file, records in self.registry.registry.items():
            entries = [(kind, entry) for kind, name in LISTS.items() for entry in getattr(records, name)]
            many = 1 << max(0, (len(entries) // PIECE).bit_length())
            for number in range(many):
                some = [(kind, e) for kind, e in entries if kind == "mention" or _bucket(e.id, many) == number]
                piece = _file([(k, e) for k, e in some if k != "mention" or number == 0])
                piece.conflicts = records.conflicts if number == 0 else []
                cited = set(_places(piece))
                loose = records.passages.keys() - set(_places(_file(entries))) if number == 0 else set()
                piece.passages = {p: row for p, row in records.passages.items() if p in cited or p in loose}
                found[f"{file}#{number}"] = Corpus(registry={file: piece})
        return found

    @cached_property
    def _entries(self) -> dict[Key, tuple[str, Any]]:
        return {(kind, e.id): (file, e) for kind in LISTS for file, e in self.registry.entries(kind)}

    @cached_property
    def _countries(self) -> dict[str, Key]:
        return {p.code: ("place", p.id) for _, p in self.registry.entries("place") if p.kind == "country"}

    def _some(self, keys: Iterable[Key]) -> Corpus:
        files: dict[str, list[tuple[str, Any]]] = {}
        for key in keys:
            file, entry = self._entries[key]
            files.setdefault(file, []).append((key[0], entry))
        return Corpus(registry={file: _file(entries) for file, entries in files.items()})

    def _references(self, record: Record) -> Iterator[Key]:
        cls: Any = type(record)
        for name, kind in _leading(cls):
            value = getattr(record, name)
            for item in (value if kind.many or kind.shape == "table" else [value]) if value else []:
                if kind.shape == "record":
                    yield from self._references(item)
                elif kind.shape in ("place", "table"):
                    yield "source", item.partition(":")[0]
                elif kind.ref == "country":
                    yield self._countries.get(item, ("place", ""))
                else:
                    yield kind.ref, item


@cache
def _leading(cls: Any) -> list[tuple[str, Kind]]:
    """The fields of a record that may lead to entries of the registry."""
    shapes = ("record", "place", "table")
    return [(n, k) for n, k in cls.kinds().items() if k.shape in shapes or k.ref == "country" or k.ref in LISTS]


def _file(entries: Iterable[tuple[str, Any]]) -> RegistryFile:
    made = RegistryFile()
    for kind, entry in entries:
        getattr(made, LISTS[kind]).append(entry)
    return made


def _places(record: Record) -> Iterator[str]:
    return (place for _, place, _ in evidence_of(record))


def _bucket(id: str, many: int) -> int:
    return int.from_bytes(hashlib.sha256(id.encode()).digest()[:4], "big") % many


def _versions() -> str:
    return " ".join(version(name) for name in ("pyoxigraph", "pyshacl", "rdflib", "PyYAML"))


def _program() -> str:
    """A digest of the programs of this package: parts made by another version of them are not used."""
    total = hashlib.sha256()
    for path in sorted(Path(PACKAGE).rglob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()
