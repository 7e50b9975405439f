"""A store of triples over HTTP whose faults a test plans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
from fake_server import Asked, Told, fake_server

NOTHING = Callable[[Asked], Told | None]


class FakeStore:
    """Speaks the Graph Store Protocol at `/store` and queries at `/query`.

    `fault` is asked first, for each request; what it answers is answered, and the store does nothing.
    """

    def __init__(self) -> None:
        self.store = ox.Store()
        self.fault: NOTHING = lambda asked: None
        self.written: list[Asked] = []
        self.endpoint = self.address = ""

    def answer(self, asked: Asked) -> Told:
        planned = self.fault(asked)
        if planned:
            return planned
        path, query = urlsplit(asked.path)[2:4]
        if path == "/store":
            self._write(asked, parse_qs(query)["graph"][0])
            return Told(204)
        found = self.store.query(parse_qs(asked.body.decode())["query"][0])
        if isinstance(found, ox.QueryTriples):
            return Told(200, found.serialize(format=ox.RdfFormat.N_TRIPLES), {"Content-Type": "application/n-triples"})
        return Told(200, found.serialize(format=ox.QueryResultsFormat.JSON), {"Content-Type": "application/json"})

    def _write(self, asked: Asked, graph: str) -> None:
        self.written.append(asked)
        if asked.method == "PUT":
            self.store.clear_graph(ox.NamedNode(graph))
        self.store.load(asked.body, ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(graph))


@contextmanager
def fake_store() -> Iterator[FakeStore]:
    """An empty store on this machine alone."""
    made = FakeStore()
    with fake_server(made.answer) as server:
        base = server.url.removesuffix("/sparql")
        made.endpoint, made.address = f"{base}/query", f"{base}/store"
        yield made
