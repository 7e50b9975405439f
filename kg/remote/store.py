"""A store of somebody's as the graph: opened and checked, with what a build compiles made from its answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from kg import rdf
from kg.errors import KgError
from kg.index import CaseIndex, load_index, make_index
from kg.lexicon import Lexicon, load_lexicon, make_lexicon
from kg.namespaces import CW, GRAPHS, LOADED
from kg.paths import Project
from kg.questions import read_questions, with_keys
from kg.remote.endpoint import Endpoint
from kg.remote.graph import Ask, RemoteGraph
from kg.remote.shelf import Shelf, shelf_of
from kg.store import Store

ONTOLOGY = CW.rstrip("#")
WHOLE = "publish the graph there with kg load"


class RemoteStore(Store):
    """The graph of another store. The words of questions and the index of cases are made from it, once.

    `find_shelf` says where they are kept for the next process. The named questions are those of `project`, which has
    the terms of the same version.
    """

    def __init__(
        self, graph: RemoteGraph, project: Project, find_shelf: Callable[[], Shelf | None] = lambda: None
    ) -> None:
        super().__init__(graph, Path(), {"endpoint": graph.shown})
        self.project, self.find_shelf = project, find_shelf

    @cached_property
    def _shelf(self) -> Shelf | None:
        return self.find_shelf()

    def _made(self, name: str, make: Callable[[], bytes]) -> bytes:
        return self._shelf.piece(name, make) if self._shelf else make()

    @cached_property
    def lexicon(self) -> Lexicon:
        made = self._made("lexicon.json", lambda: json.dumps(make_lexicon(self.graph)).encode())
        return load_lexicon(json.loads(made))

    @cached_property
    def index(self) -> CaseIndex:
        return load_index(self._made("index.bits", lambda: make_index(self.graph).dumped()))

    @cached_property
    def questions(self) -> list[dict[str, Any]]:
        """The named questions of the project."""
        ignored = self.lexicon.ignored
        return [with_keys(question, ignored).as_dict() for question in read_questions(self.project.answers)]


def open_endpoint(url: str, project: Project) -> RemoteStore:
    """The store at an address. Raises `UsageError` for no address, and `KgError` where it has no graph to ask.

    Where nothing is found by a plain query, and `kg load` has put the graph under its own name there, that is asked.
    """
    endpoint = Endpoint(url)
    graph = RemoteGraph(endpoint.ask, endpoint.shown)
    if not endpoint.graphs and not _versions(graph) and LOADED in _graphs(graph):
        endpoint.graphs.append(("default-graph-uri", LOADED))
    return open_remote(endpoint.ask, endpoint.shown, project, lambda: shelf_of(endpoint))


def open_remote(
    ask: Ask, shown: str, project: Project, find_shelf: Callable[[], Shelf | None] = lambda: None
) -> RemoteStore:
    """The store that `ask` puts queries to, once it is sure that it holds a graph of our version. Raises `KgError`."""
    graph = RemoteGraph(ask, shown)
    found = _versions(graph)
    if not found:
        raise KgError(f"{shown}: {_what_is_there(graph)}")
    wanted = _version(project)
    if len(found) > 1 and set(found) == {wanted}:
        held = ", ".join(_graphs(graph)) or "several graphs"
        raise KgError(f"{shown}: it has the graph more than once, in {held}; {_choose(graph)}")
    if found != [wanted]:
        versions, ours = " and ".join(sorted({_short(version) for version in found})), _short(wanted)
        hint = f"load the export of this version there, or install the cwkg of version {versions}"
        raise KgError(f"{shown}: its ontology has version {versions}, and this is kg for version {ours}; {hint}")
    if not graph.rows("SELECT ?c WHERE { ?c a cw:Collaboration ; cw:hasKind ?k } LIMIT 1"):
        raise KgError(f"{shown}: it has the ontology and no cases; {WHOLE}")
    findings = graph.rows("SELECT ?f WHERE { ?f cw:about ?c ; cw:hasStance ?s } LIMIT 1")
    if findings and not graph.rows("SELECT ?f WHERE { ?f a cw:CountedFinding } LIMIT 1"):
        raise KgError(f"{shown}: it has what stands in the files, and nothing that follows by the rules; {WHOLE}")
    return RemoteStore(graph, project, find_shelf)


def _versions(graph: RemoteGraph) -> list[str]:
    """The versions of the ontology that a plain query finds."""
    return [version for (version,) in graph.rows(f"SELECT ?v WHERE {{ <{ONTOLOGY}> owl:versionIRI ?v }}")]


def _what_is_there(graph: RemoteGraph) -> str:
    """What a store holds whose default graph is not ours, and what to do."""
    if _graphs(graph):
        return f"the graph is there in named graphs alone, which are not asked by themselves; {_choose(graph)}"
    if graph.rows("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1"):
        return f"it holds other data, and nothing of this graph; is the address right? Else {WHOLE}"
    return f"it is empty; {WHOLE}"


def _graphs(graph: RemoteGraph) -> list[str]:
    """The named graphs of a store that hold the ontology, or what follows by the rules."""
    rows = graph.rows(
        f"""SELECT DISTINCT ?g WHERE {{
              {{ GRAPH ?g {{ <{ONTOLOGY}> owl:versionIRI ?v }} }}
              UNION {{ GRAPH ?g {{ ?f a cw:CountedFinding }} }} }}"""
    )
    return sorted(name for (name,) in rows)[:6]


def _choose(graph: RemoteGraph) -> str:
    """How to name the graphs to ask."""
    held = _graphs(graph)
    both = [iri for iri in GRAPHS.values() if iri in held]
    chosen = both if len(both) == len(GRAPHS) else held[:1]
    named = "&".join(f"default-graph-uri={name}" for name in chosen) or "default-graph-uri=…"
    return f"choose with {graph.shown}?{named}"


def _version(project: Project) -> str:
    """The version of the ontology that this project's questions are written for."""
    path = project.ontology / "cwkg.ttl"
    about = [t for t in rdf.parse(path, "turtle", project.name(path)) if t.predicate == rdf.iri("owl:versionIRI")]
    return str(getattr(about[0].object, "value", "")) if about else ""


def _short(version: str) -> str:
    return version.rpartition("/")[2] or "unknown"
