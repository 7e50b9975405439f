"""A SPARQL endpoint somewhere else, asked by the SPARQL 1.1 Protocol, and trusted with nothing.

It may be down, slow, wrong or hostile; each of these has its own line, which says what to do. An answer is taken whole
or not at all.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from kg.client import Client, Reply, ServerFault, checked_url, shown
from kg.errors import KgError, UsageError

SECONDS = 60.0  # that an answer may take
PATIENCE = 5.0  # seconds that are waited where a busy endpoint asks for it
LARGEST = 256 << 20  # bytes of one answer
ROWS = "application/sparql-results+json"
TRIPLES = "application/n-triples,text/turtle;q=0.9"
FORM = "application/x-www-form-urlencoded"
TAKEN = {  # media types of an answer, by what was asked for
    ROWS: {ROWS, "application/json"},
    TRIPLES: {"application/n-triples", "text/turtle", "text/plain"},
}
_GRAPHS = ("default-graph-uri", "named-graph-uri")
_HINTS = {  # what to do about a status, beside what it means
    403: "ask whoever runs it for the right to query",
    404: "kg serve and Virtuoso have their endpoint at /sparql, oxigraph at /query",
    405: "is this the address for queries?",
    408: "ask for less",
    504: "ask for less, or have its time limit raised",
}


class EndpointError(KgError):
    """An endpoint that gave no answer, or none that can be used."""


class Rejected(EndpointError):
    """A query that the endpoint would not or could not run."""


@dataclass(frozen=True)
class Told:
    """An answer, whole as it came: its media type and bytes. `cut` is the server's own word that rows are missing."""

    kind: str
    body: bytes
    cut: str = ""


class Endpoint:
    """An endpoint that is asked again and again, by any number of threads. Raises `UsageError` for a wrong address.

    Graphs that the address names, as `?default-graph-uri=…`, are sent with every query.
    """

    def __init__(self, url: str, seconds: float | None = None, largest: int = LARGEST) -> None:
        if not isinstance(url, str) or not url.strip():
            raise UsageError("the address of an endpoint is a text, as http://localhost:8890/sparql")
        parts = urlsplit(checked_url(url))
        given = parse_qsl(parts.query, keep_blank_values=True)
        self.graphs = [(name, value) for name, value in given if name in _GRAPHS]
        self.url = parts._replace(query=urlencode([pair for pair in given if pair[0] not in _GRAPHS])).geturl()
        self.shown = shown(url)
        self.client = Client(seconds=timeout() if seconds is None else seconds, most=largest)

    def ask(self, query: str, accept: str) -> Told:
        """The answer to a query, as `ROWS` or `TRIPLES`. Raises `EndpointError`, and `Rejected` for the query's fault.

        A busy endpoint that asks for a few seconds gets them, once.
        """
        try:
            return self._checked(self._sent(query, accept), accept)
        except ServerFault as fault:
            if fault.status not in (429, 503) or not 0 < fault.wait <= PATIENCE:
                raise _told(fault) from None
            time.sleep(fault.wait)
        try:
            return self._checked(self._sent(query, accept), accept)
        except ServerFault as fault:
            raise _told(fault) from None

    def _sent(self, query: str, accept: str) -> Reply:
        body = urlencode([("query", query), *self.graphs]).encode()
        return self.client.send("POST", self.url, body=body, media_type=FORM, accept=accept)

    def _checked(self, reply: Reply, accept: str) -> Told:
        """The answer, where it is one. Raises `EndpointError`."""
        kind = reply.media_type
        if kind in ("text/html", "application/xhtml+xml"):
            hint = "this is a page, of a log-in or a proxy or for people; the endpoint itself is often at …/sparql"
            raise EndpointError(f"{self.shown}: it answered with a web page and not with results; {hint}")
        if kind not in TAKEN[accept]:
            wanted = "results in JSON" if accept == ROWS else "N-Triples or Turtle"
            named = f"'{kind[:60]}'" if kind.isprintable() and kind else "something unnamed"
            raise EndpointError(f"{self.shown}: it answered with {named} and not with {wanted}; is this an endpoint?")
        return Told(kind, reply.body, reply.headers.get("x-sparql-maxrows") or reply.headers.get("x-sql-state") or "")


def _told(fault: ServerFault) -> EndpointError:
    """A fault of the way or the server as that of an endpoint, with what to do."""
    if fault.status in (400, 500, 501):
        said = str(fault).partition(" SPARQL query:")[0]  # Virtuoso repeats the whole query
        return Rejected(said if said == str(fault) else f"{said})")
    if fault.kind == "slow":
        return EndpointError(f"{fault}; ask for less, or set CWKG_ENDPOINT_TIMEOUT to more seconds")
    if fault.status in (429, 503):
        wait = f"it asks to wait {fault.wait:g} s" if fault.wait else "try again later"
        return EndpointError(f"{fault}; {wait}")
    hint = _HINTS.get(fault.status)
    return EndpointError(f"{fault}; {hint}" if hint else str(fault))


def timeout() -> float:
    """How many seconds an answer may take: `CWKG_ENDPOINT_TIMEOUT`, else 60. Raises `UsageError`."""
    text = os.environ.get("CWKG_ENDPOINT_TIMEOUT", "")
    try:
        seconds = float(text) if text else SECONDS
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e6:
        raise UsageError(f"CWKG_ENDPOINT_TIMEOUT is a number of seconds above zero, not '{text}'")
    return seconds
