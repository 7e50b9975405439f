"""The compiled graph as it was written: every literal in its own form, found by subject or object.

A store answers queries, and rewrites some literals as it takes them in (`"5"^^xsd:nonNegativeInteger` comes out as an
integer). What is given out as the graph's own RDF is therefore read from the lines of the compiled file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache

from kg import rdf
from kg.describing.profile import Line
from kg.errors import KgError
from kg.notebook.graph import KnowledgeGraph


class NotKept(KgError):
    """The triples are not at hand, line by line."""


class Written:
    """The lines of a graph in N-Triples. Nodes are named as they stand there: `<https://…>` or `_:c14n0`.

    A line is known by its number; numbers grow as the file goes on.
    """

    def __init__(self, text: bytes) -> None:
        self.text = text

    @cached_property
    def lines(self) -> list[Line]:
        made = []
        for line in self.text.decode().split("\n"):
            if line:
                subject, predicate, rest = line.split(" ", 2)
                made.append((subject, predicate, rest.removesuffix(" .")))
        return made

    @cached_property
    def _by_subject(self) -> dict[str, list[int]]:
        return self._index(0)

    @cached_property
    def _by_object(self) -> dict[str, list[int]]:
        return self._index(2)

    def _index(self, place: int) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(self.lines):
            if line[place][0] != '"':
                found[line[place]].append(number)
        return dict(found)

    def from_(self, node: str) -> list[int]:
        """The lines that say something of a node."""
        return self._by_subject.get(node, [])

    def to(self, node: str) -> list[int]:
        """The lines that point to a node."""
        return self._by_object.get(node, [])

    @property
    def nodes(self) -> Iterable[str]:
        """Everything that something is said of."""
        return self._by_subject.keys()

    def knows(self, node: str) -> bool:
        """Whether anything is said of a node, or points to it."""
        return bool(self.from_(node) or self.to(node))

    def triples(self, numbers: Iterable[int]) -> list[rdf.Triple]:
        """Lines as triples, each once."""
        chosen = "".join(" ".join(self.lines[number]) + " .\n" for number in sorted(set(numbers)))
        return list(rdf.parse(chosen.encode(), "n-triples", "the compiled graph"))

    def quads(self, asserted: int, first: str, second: str) -> bytes:
        """The graph as N-Quads: its first lines, as many as are asserted, in one named graph, the others in another."""
        made = (f"{' '.join(line)} <{first if n < asserted else second}> .\n" for n, line in enumerate(self.lines))
        return "".join(made).encode()

    @cached_property
    def all(self) -> list[rdf.Triple]:
        """The whole graph."""
        return list(rdf.parse(self.text, "n-triples", "the compiled graph"))


@lru_cache(maxsize=2)
def written(graph: KnowledgeGraph) -> Written:
    """The lines of an open graph. It is read from its file once: call it before files can no longer be opened.

    Raises `NotKept` for the graph of another store that is too large to have been copied.
    """
    path = graph.store.folder / "graph.nt"
    if not path.exists():
        raise NotKept("the graph lies in another store and is too large for documents of RDF; ask the endpoint /sparql")
    return Written(path.read_bytes())
