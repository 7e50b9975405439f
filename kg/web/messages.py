"""What the front asks of a worker, and what a worker answers: plain values that both sides share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PageRequest:
    """A page to make. `path` starts with a slash, is decoded and has no prefix of the public address in it.

    `query` are the parameters in the order in which they came, decoded, each name as often as it was given. `base` is
    the public address without a slash at its end, as `https://example.org/cwkg`; pages build links from its path.
    """

    path: str
    query: tuple[tuple[str, str], ...] = ()
    base: str = "http://127.0.0.1:8000"

    def first(self, name: str, default: str = "") -> str:
        """The first value of a parameter."""
        return next((value for key, value in self.query if key == name), default)

    def all(self, name: str) -> list[str]:
        """Every value of a parameter."""
        return [value for key, value in self.query if key == name]


@dataclass(frozen=True)
class RdfRequest:
    """Something that is not a page: what the graph says of a thing, or the way to the document that says it.

    `path` is as in a page's request; `syntax` is one of `kg.rdf.FORMATS`, "html" where a page would do, and empty where
    the client takes nothing that there is. `kg.web.resources.asked` makes such requests, `describe` answers them.
    """

    path: str
    syntax: str
    base: str = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class QueryRequest:
    """A SPARQL query over the graph, or over a dataset of its graphs.

    `syntax` is what the result is to be written in, one of `kg.rdf.RESULTS` for rows and of `kg.rdf.FORMATS` for
    triples: `(rows, triples)`, an empty text where the client takes none of that sort.
    """

    text: str
    rows: str = "json"
    triples: str = "turtle"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reply:
    """An answer of HTTP, whole. `headers` are further ones, such as `("Location", "…")`; names in any case."""

    status: int
    body: bytes
    media_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
