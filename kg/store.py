"""An open graph: the compiled triples in memory, with the lexicon and the named questions compiled with it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kg import __version__, rdf
from kg.errors import KgError
from kg.index import CaseIndex, load_index, make_index
from kg.lexicon import Lexicon, load_lexicon
from kg.namespaces import expand
from kg.paths import Project


@dataclass(frozen=True)
class CaseFacts:
    """What every list of cases shows of a case."""

    id: str
    name: str
    kind: str
    tier: str
    country: str
    summary: str


@dataclass
class Store:
    """The graph of one build. `graph` answers SPARQL; the other members are looked up once and kept.

    `whole` says that `graph` is the one that was compiled into `folder`, so that its index can be taken from there.
    """

    graph: rdf.Graph
    folder: Path
    manifest: dict[str, Any]
    whole: bool = False

    @cached_property
    def lexicon(self) -> Lexicon:
        return load_lexicon(self._piece("lexicon"))

    @property
    def elsewhere(self) -> str:
        """The endpoint that the triples are asked of; nothing where they are at hand."""
        return str(self.manifest.get("endpoint", ""))

    @cached_property
    def questions(self) -> list[dict[str, Any]]:
        """The named questions, as compiled from the heads of their files."""
        return list(self._piece("questions"))

    @cached_property
    def index(self) -> CaseIndex:
        """Which cases each entry and each fact of record holds of."""
        return load_index(self._raw("index.bits")) if self.whole else make_index(self.graph)

    def _piece(self, name: str) -> Any:
        return json.loads(self._raw(f"{name}.json"))

    def _raw(self, name: str) -> bytes:
        """A file that was compiled with the graph. Raises `KgError` where it is not the one that the manifest names."""
        path = self.folder / name
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise KgError(f"{path}: missing ({error.strerror}); run kg build") from None
        if hashlib.sha256(raw).hexdigest() != self.manifest["pieces"].get(name):
            raise KgError(f"{path}: this is not the one that was built (its digest differs); run kg build")
        return raw

    @cached_property
    def cases(self) -> dict[str, CaseFacts]:
        """Every case by its id, in the order of names."""
        rows = self.graph.rows(
            """SELECT ?case ?name ?kind ?tier ?country ?summary WHERE {
                 ?case cw:hasKind ?k ; rdfs:label ?name ; cw:documentedAt ?t ; cw:summary ?summary .
                 ?case cw:inCountry ?c . ?k rdfs:label ?kind . ?t rdfs:label ?tier . ?c rdfs:label ?country }
               ORDER BY ?name"""
        )
        found = [CaseFacts(iri.rsplit("/", 1)[-1], *facts) for iri, *facts in rows]
        return {case.id: case for case in found}

    @cached_property
    def wholes(self) -> dict[str, list[str]]:
        """For each case (as IRI) itself and every case that it is a part of."""
        above: dict[str, list[str]] = {expand(f"case:{id}"): [expand(f"case:{id}")] for id in self.cases}
        for whole, part in self.graph.rows("SELECT ?whole ?part WHERE { ?whole cw:hasPart ?part }"):
            above[part].append(whole)
        return above

    @cached_property
    def units(self) -> dict[str, list[str]]:
        """For each case (as IRI) itself and every case that is a part of it."""
        below: dict[str, list[str]] = {}
        for unit, wholes in self.wholes.items():
            for whole in wholes:
                below.setdefault(whole, []).append(unit)
        return below

    def loaded(self) -> Store:
        """This store with everything read from its folder, which may then go away."""
        _ = self.lexicon, self.questions
        return self

    def has_fellowship(self, place: str) -> bool:
        """Whether a case of the fellowship lies in a country or place, given by its IRI."""
        found = self.graph.rows(f"SELECT ?c WHERE {{ ?c cw:inPlace <{place}> ; cw:hasKind kind:fellowship }} LIMIT 1")
        return bool(found)

    @property
    def roster_note(self) -> str:
        """The line that every answer ends with."""
        return reconstruction(self._fellowship)

    @cached_property
    def _fellowship(self) -> list[str]:
        rows = self.graph.rows("SELECT ?t WHERE { ?c cw:hasKind kind:fellowship ; cw:documentedAt ?t }")
        return [tier.rsplit("/", 1)[-1] for (tier,) in rows]


def reconstruction(levels: list[str]) -> str:
    """That the roster is a reconstruction, from how well each of its projects is documented (`listed` and so on)."""
    return (
        f"The {len(levels)} projects are a reconstruction: the report counts them and never lists them. "
        f"{levels.count('listed')} of them are known from the list of interviewees alone and have no findings."
    )


def input_digest(project: Project) -> str:
    """A digest of every file that the compiled graph is made from, and of the version of this package."""
    total = hashlib.sha256(__version__.encode())
    for path in project.input_files():
        total.update(project.name(path).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def check_compiled(folder: Path) -> dict[str, Any]:
    """The manifest of a compiled graph. Raises `KgError` where it is missing, damaged or of another graph."""
    manifest = _json(folder / "manifest.json")
    path = folder / "graph.nt"
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise KgError(f"{path}: the compiled graph is missing ({error.strerror}); run kg build") from None
    if (
        not isinstance(manifest, dict)
        or not isinstance(manifest.get("pieces"), dict)
        or found != manifest.get("fingerprint")
    ):
        raise KgError(f"{path}: this is not the graph that was built (its digest differs); run kg build")
    return manifest


def open_store(folder: Path) -> Store:
    """Open a compiled graph. Raises `KgError` where it is missing, damaged or not the one that its manifest names."""
    manifest = check_compiled(folder)
    graph = rdf.Graph()
    graph.load(folder / "graph.nt")
    store = Store(graph, folder, manifest, whole=True)
    _ = store.index  # now: a later build may put another graph into the folder
    return store


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise KgError(f"{path}: missing or damaged; run kg build") from None
