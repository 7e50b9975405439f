"""The W3C's SPARQL 1.1 tests as their manifests list them: what is sent, over which graphs, and what must come back.

The suite is https://github.com/w3c/rdf-tests, folder sparql/sparql11. Its files keep the addresses under which the W3C
publishes them, wherever the suite lies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS

BASE = "https://w3c.github.io/rdf-tests/sparql/sparql11/"
QUERIES = [
    *("aggregates", "bind", "bindings", "cast", "construct", "exists", "functions", "grouping", "negation"),
    *("project-expression", "property-path", "subquery", "syntax-query"),
]
RESULTS = ["csv-tsv-res", "json-res"]
FEDERATION = ["service", "syntax-fed"]
PROTOCOL, DESCRIPTION = "protocol", "service-description"

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")


@dataclass(frozen=True)
class Request:
    """One request of a protocol test, and what its answer must be. `statuses` are first digits: {"2", "3"}."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: frozenset[str]
    boolean: bool | None
    format: str


@dataclass
class Test:
    """One test. `data` are the files of its default graph, `graphs` its named graphs: IRI and file."""

    name: str
    suite: str
    kind: str
    query: Path | None = None
    result: Path | None = None
    data: list[Path] = field(default_factory=list)
    graphs: dict[str, Path] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"{self.suite}/{self.name}"


@dataclass(frozen=True)
class Suite:
    """The folder sparql/sparql11 of the W3C's tests."""

    folder: Path

    def tests(self, names: list[str]) -> list[Test]:
        """The approved tests of some of its manifests, in their order."""
        return [test for name in names for test in self._manifest(name)]

    def address(self, path: Path) -> str:
        """Where the W3C publishes a file of the suite."""
        return BASE + path.resolve().relative_to(self.folder.resolve()).as_posix()

    def path(self, iri: Any) -> Path:
        """The file of a published address."""
        return self.folder / str(iri).removeprefix(BASE)

    def _manifest(self, name: str) -> Iterator[Test]:
        graph = rdflib.Graph()
        path = self.folder / name / "manifest.ttl"
        graph.parse(data=path.read_text(encoding="utf-8"), format="turtle", publicID=self.address(path))
        (manifest,) = graph.subjects(RDF.type, MF.Manifest)
        for entry in Collection(graph, graph.value(manifest, MF.entries)):
            yield self._test(graph, entry, name)

    def _test(self, graph: rdflib.Graph, entry: Any, suite: str) -> Test:
        kind = str(graph.value(entry, RDF.type)).rpartition("#")[2]
        test = Test(str(entry).rpartition("#")[2], suite, kind)
        action, result = graph.value(entry, MF.action), graph.value(entry, MF.result)
        if kind == "ProtocolTest":
            test.graphs = {
                str(graph.value(node, RDFS.label)): self.path(graph.value(node, UT.graph))
                for node in graph.objects(entry, UT.graphData)
            }
            test.requests = [_request(graph, node) for node in Collection(graph, graph.value(action, HT.requests))]
        elif isinstance(action, rdflib.URIRef):
            test.query = self.path(action)
        elif action is not None:
            test.query = self.path(graph.value(action, QT.query))
            test.data = [self.path(data) for data in graph.objects(action, QT.data)]
            test.graphs = dict(self._named(graph, data) for data in graph.objects(action, QT.graphData))
        test.result = self.path(result) if isinstance(result, rdflib.URIRef) else None
        return test

    def _named(self, graph: rdflib.Graph, node: Any) -> tuple[str, Path]:
        """A named graph: a file under its own address, or under the name that its label gives it."""
        if isinstance(node, rdflib.URIRef):
            return str(node), self.path(node)
        return str(graph.value(node, RDFS.label)), self.path(graph.value(node, QT.graph))


def _request(graph: rdflib.Graph, node: Any) -> Request:
    response, content = graph.value(node, HT.resp), graph.value(node, HT.body)
    headers = {
        str(graph.value(header, HT.fieldName)).lower(): str(graph.value(header, HT.fieldValue))
        for header in _collection(graph, graph.value(node, HT.headers))
    }
    body = None
    if content is not None:
        encoding = str(graph.value(content, CNT.characterEncoding) or "UTF-8")
        body = str(graph.value(content, CNT.chars)).encode(encoding)
    boolean = graph.value(response, MF.expectedBoolean)
    return Request(
        str(graph.value(node, HT.methodName)),
        str(graph.value(node, HT.absolutePath)),
        headers,
        body,
        frozenset(str(code).rpartition("StatusCode")[2][0] for code in graph.objects(response, MF.expectedStatus)),
        None if boolean is None else bool(boolean.toPython()),
        str(graph.value(response, MF.expectedFormat) or ""),
    )


def _collection(graph: rdflib.Graph, node: Any) -> list[Any]:
    return list(Collection(graph, node)) if node is not None else []
