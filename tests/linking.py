"""Requests for linked data as the front makes them, without a server."""

from kg.notebook.graph import KnowledgeGraph
from kg.web import offers, resources
from kg.web.messages import PageRequest, RdfRequest, Reply

BASE = "https://example.org/kg"


def get(graph: KnowledgeGraph, path: str, accept: str | None = None, base: str = BASE) -> Reply | None:
    """The answer at an address; `None` where it is a page."""
    found = offers.asked(PageRequest(path, (), base), accept)
    return resources.describe(graph, found) if isinstance(found, RdfRequest) else None


def headers(reply: Reply) -> dict[str, str]:
    return dict(reply.headers)


def follow(graph: KnowledgeGraph, path: str, accept: str | None = None) -> Reply | None:
    """The answer after redirections, as a client follows them."""
    for _ in range(3):
        reply = get(graph, path, accept)
        if reply is None or reply.status != 303:
            return reply
        path = headers(reply)["Location"].removeprefix(BASE)
    raise AssertionError(f"{path} leads round in circles")
