"""One version of the graph, read from an export, a compiled folder, a project or any RDF file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kg import foreign, rdf
from kg.errors import UsageError
from kg.namespaces import CODE, ID, PREFIXES, local_name, shorten

CANDIDATES = ("cwkg.nq", "cwkg.nq.gz", "cwkg.nt", "cwkg.ttl", "cwkg.trig", "cwkg.rdf", "cwkg.jsonld", "graph.nt")
PLACES = ("", ".cwkg")  # an export or a compiled graph; a checkout


@dataclass(frozen=True)
class Snapshot:
    """A version by the name it was given, with all of its triples: what was typed and what was derived."""

    name: str
    triples: frozenset[rdf.Triple]

    @cached_property
    def graph(self) -> rdf.Graph:
        return rdf.Graph(self.triples)

    @cached_property
    def by_subject(self) -> dict[str, set[rdf.Triple]]:
        """What is said of each thing that has an IRI of ours."""
        found: dict[str, set[rdf.Triple]] = {}
        for triple in self.triples:
            if isinstance(triple.subject, rdf.Iri) and triple.subject.value.startswith((ID, CODE)):
                found.setdefault(triple.subject.value, set()).add(triple)
        return found

    @cached_property
    def holders(self) -> dict[str, list[str]]:
        """For a number or a measurement the record that it stands in."""
        inside = {PREFIXES["cw"] + name for name in ("hasChange", "before", "after", "comparison")}
        found: dict[str, list[str]] = {}
        for iri, triples in self.by_subject.items():
            for triple in triples:
                if triple.predicate.value in inside:
                    found.setdefault(_iri(triple.object), []).append(iri)
        return found

    @cached_property
    def version(self) -> str:
        """The version that the ontology says it is of, or nothing."""
        found = self.graph.rows("SELECT ?v WHERE { ?o a owl:Ontology ; owl:versionInfo ?v } ORDER BY ?o LIMIT 1")
        return str(found[0][0]) if found else ""

    @property
    def levels(self) -> list[str]:
        """How well each project of the fellowship is documented."""
        rows = self.graph.rows("SELECT ?t WHERE { ?c cw:hasKind kind:fellowship ; cw:documentedAt ?t }")
        return [local_name(tier) for (tier,) in rows]

    def label(self, iri: str) -> str:
        """What a thing is called, or its short IRI."""
        is_label = PREFIXES["rdfs"] + "label"
        names = [_iri(t.object) for t in self.by_subject.get(iri, ()) if t.predicate.value == is_label]
        return min(names) if names else shorten(iri)


def _iri(term: Any) -> str:
    return str(term.value)


def load(path: Path) -> Snapshot:
    """Read a version. Raises `UsageError` where there is none at the path, `KgError` for a broken file."""
    file = _file(path)
    triples = frozenset(triple for found in foreign.read(file).values() for triple in found)
    if not any(isinstance(t.subject, rdf.Iri) and t.subject.value.startswith(ID) for t in triples):
        raise UsageError(f"{file}: this graph has no record with an IRI of ours ({ID}…)")
    return Snapshot(str(path), triples)


def _file(path: Path) -> Path:
    if not path.exists():
        raise UsageError(f"{path}: there is no such file or folder")
    if path.is_file():
        return path
    for place in PLACES:
        for name in CANDIDATES:
            if (path / place / name).is_file():
                return path / place / name
    raise UsageError(
        f"{path}: this folder holds no graph; name one that kg export or kg build wrote, or a file such as cwkg.nq"
    )
