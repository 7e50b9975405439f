"""What a worker does with a request: make a page, describe a thing, run a query. Faults become answers.

A page or a description is whole before it is sent. The result of a query goes out while it is made, and is taken back
where it fails on its way.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from kg import dataset, querytext, rdf
from kg.dataset import Dataset, NotWritable
from kg.describing import service, terms
from kg.errors import KgError, QueryError, Refused
from kg.mediatypes import RDF_TYPES, RESULT_TYPES
from kg.remote.endpoint import EndpointError
from kg.remote.graph import Incomplete
from kg.web import frames, offers
from kg.web.messages import PageRequest, QueryRequest, RdfRequest, Reply

if TYPE_CHECKING:
    from kg.notebook.graph import KnowledgeGraph

PLAIN = "text/plain; charset=utf-8"
SENT = {kind.format: kind.sent for kind in chain(RDF_TYPES, RESULT_TYPES)}
Send = Callable[[bytes], None]


class NotOffered(KgError):
    """A result in none of the syntaxes that the client takes."""


@dataclass
class Jobs:
    """What a worker answers from. `graph` is missing where a data file is served, which has no pages."""

    data: Dataset
    graph: KnowledgeGraph | None
    longest: int

    def answer(self, request: frames.Request, send: Send) -> None:
        """Send the frames of an answer. No fault leaves here but one of the memory."""
        try:
            if isinstance(request, QueryRequest):
                self.query(request, send)
            else:
                self.whole(request, send)
        except MemoryError:
            raise
        except frames.TooLong:
            _failed(send, 507, f"the result is larger than {_megabytes(self.longest)} MB; add LIMIT, or ask for less")
        except Refused as error:
            _failed(send, 403, str(error))
        except (NotWritable, NotOffered) as error:
            _failed(send, 406, str(error))
        except QueryError as error:
            _failed(send, 400, str(error))
        except Incomplete as error:
            _failed(send, 507, str(error))
        except EndpointError as error:
            _failed(send, 502, str(error))
        except Exception:
            traceback.print_exc(file=sys.stderr)
            _failed(send, 500, "something went wrong inside; the log of the server says what")

    def whole(self, request: PageRequest | RdfRequest, send: Send) -> None:
        """Send a page or a description."""
        reply = self.page(request) if isinstance(request, PageRequest) else self.thing(request)
        send(frames.frame(frames.HEAD, frames.head(reply.status, reply.media_type, reply.headers)))
        parts = frames.Parts(send, self.longest)
        parts.write(reply.body)
        parts.close()

    def page(self, request: PageRequest) -> Reply:
        if self.graph is None:
            return Reply(404, b"This server has a SPARQL endpoint at /sparql, and no pages.\n", PLAIN)
        from kg.web import pages

        reply = pages.respond(self.graph, request)
        more = offers.links(request.path, request.base) if reply.status == 200 else ()
        return replace(reply, headers=(*reply.headers, *more))

    def thing(self, request: RdfRequest) -> Reply:
        if self.graph is None:
            return self.bare(request)
        from kg.web import resources

        return resources.describe(self.graph, request)

    def bare(self, request: RdfRequest) -> Reply:
        """What can be told where a data file is served: how its endpoint speaks, and of which graphs."""
        if request.path != offers.ENDPOINT:
            return Reply(404, b"This server has a SPARQL endpoint at /sparql, and nothing else.\n", PLAIN)
        triples = service.bare(request.base + offers.ENDPOINT, self.data.names)
        return Reply(200, rdf.serialize(triples, request.syntax, terms.PREFIXES), SENT[request.syntax])

    def query(self, request: QueryRequest, send: Send) -> None:
        """Run a query and send its result while it is made. Raises `QueryError`, `NotOffered` and `NotWritable`."""
        querytext.refuse_network(request.text)
        self.check_graphs(request)
        try:
            result = self.data.query(request.text, request.default_graphs, request.named_graphs)
        except QueryError as error:
            raise querytext.fault(request.text, _counted(request.text, error)) from None
        format = request.triples if rdf.is_graph(result) else request.rows
        if not format:
            offered = RDF_TYPES if rdf.is_graph(result) else RESULT_TYPES
            raise NotOffered("this query's result can be had as " + ", ".join(kind.name for kind in offered))
        send(frames.frame(frames.HEAD, frames.head(200, SENT[format])))
        parts = frames.Parts(send, self.longest)
        dataset.write(result, parts, request.rows, request.triples, self.data.prefixes)
        parts.close()

    def check_graphs(self, request: QueryRequest) -> None:
        """Raise `QueryError` where a query names a graph that is not here: its answer would be empty without a word."""
        places: list[tuple[str, int]] = [(iri, -1) for iri in (*request.default_graphs, *request.named_graphs)]
        if not places:  # graphs of the request take the place of those in the query
            places = querytext.graphs(request.text)
        for iri, place in places:
            if iri not in self.data.names:
                raise querytext.at(f"there is no graph <{iri}> here; {_held(self.data.names)}", request.text, place)


def _held(names: list[str]) -> str:
    if not names:
        return "there are no named graphs, leave FROM out"
    shown = ", ".join(f"<{name}>" for name in names[:8])
    return f"there are {shown}" + (" …" if len(names) > 8 else "")


def _counted(text: str, error: QueryError) -> QueryError:
    """The engine's fault as `querytext.fault` takes it: with its line counted from the prefixes that were left out."""
    message = str(error).rpartition(f":{error.line}:{error.column}: ")[2]
    lines = querytext.prologue(text).count("\n")
    return QueryError(message, error.line + lines, error.column) if error.line else error


def _failed(send: Send, status: int, text: str) -> None:
    content = {"status": status, "type": PLAIN, "headers": [], "text": text.rstrip("\n") + "\n"}
    send(frames.frame(frames.FAILED, frames.pack(content)))


def _megabytes(size: int) -> int:
    return size // (1 << 20)
