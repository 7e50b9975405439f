"""The way from a worker to the store behind the server: over its pipe, and through the front.

A worker can open no connection. It hands a query to the front, which sends it to the one address that the server was
started with, and hands back the answer. The address stands in no message that a client may see.
"""

from __future__ import annotations

from collections.abc import Callable

from kg.remote.endpoint import Endpoint, EndpointError, Rejected, Told
from kg.web import frames

SHOWN = "the store behind this server"


class Line:
    """The worker's end. `receive` waits for the content of the next TOLD."""

    def __init__(self, send: Callable[[bytes], None], receive: Callable[[], bytes]) -> None:
        self.send, self.receive = send, receive

    def ask(self, query: str, accept: str) -> Told:
        """The answer to a query. Raises `EndpointError`, and `Rejected` for the query's fault."""
        self.send(frames.frame(frames.WANT, frames.pack({"query": query, "accept": accept})))
        head, body = frames.parted(self.receive())
        if head["fault"]:
            raise (Rejected if head["rejected"] else EndpointError)(f"{SHOWN}: {head['fault']}")
        return Told(head["kind"], body, head["cut"])


def answered(endpoint: Endpoint, content: bytes, say: Callable[..., None]) -> bytes:
    """The front's end: the TOLD that answers the content of a WANT. It waits for the store, and never raises."""
    wanted = frames.unpack(content)
    head, body = {"kind": "", "cut": "", "fault": "", "rejected": False}, b""
    try:
        told = endpoint.ask(wanted["query"], wanted["accept"])
        head, body = {**head, "kind": told.kind, "cut": told.cut}, told.body
    except EndpointError as error:
        say("store", fault=str(error)[:500])
        fault = str(error).replace(f"{endpoint.shown}: ", "")
        head |= {"fault": fault or "it gave no answer", "rejected": isinstance(error, Rejected)}
    return frames.frame(frames.TOLD, frames.joined(head, body))
