"""The SPARQL 1.1 Protocol: a request of HTTP into a query with what its result is to be written in, or why not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException

from kg.mediatypes import RDF_TYPES, RESULT_TYPES, MediaType
from kg.web import negotiation
from kg.web.messages import QueryRequest

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
METHODS = "GET, HEAD, POST, OPTIONS"
MOST_PARAMETERS = 200
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*$")
NO_UPDATE = "this endpoint only reads: it takes queries, and no updates"


@dataclass
class Sent:
    """What a client sent: parameters by name, each as often as it came, and a query that was the whole body."""

    parameters: dict[str, list[str]] = field(default_factory=dict)
    query: str | None = None

    def add(self, raw: bytes) -> None:
        """Take over the parameters of an address or a form. Raises `HTTPException`."""
        for name, value in parameters(raw):
            self.parameters.setdefault(name, []).append(value)


def parameters(raw: bytes) -> list[tuple[str, str]]:
    """The parameters of an address or a form. Raises `HTTPException` where they are not UTF-8, or too many."""
    try:
        text = raw.decode("utf-8")
        found = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise HTTPException(400, "the parameters are not UTF-8") from None
    except ValueError:
        raise HTTPException(400, f"there are more than {MOST_PARAMETERS} parameters") from None
    return found


def sent(query_string: bytes, content_type: str = "", body: bytes | None = None) -> Sent:
    """What came by GET, or by POST as a form or as a query. Raises `HTTPException`."""
    made = Sent()
    made.add(query_string)
    if body is None:
        return made
    kind, _, rest = content_type.partition(";")
    kind = kind.strip().lower()
    charset = re.search(r'charset="?([\w-]+)', rest, re.IGNORECASE)
    if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise HTTPException(415, f"the body is said to be in {charset[1]}; send UTF-8")
    if kind == UPDATE:
        raise HTTPException(403, NO_UPDATE)
    if kind not in (FORM, QUERY):
        shown = f"a body of type '{kind[:60]}'" if kind else "a body without a Content-Type"
        raise HTTPException(415, f"{shown} is not taken; send {FORM} or {QUERY}", {"Accept-Post": f"{FORM}, {QUERY}"})
    if kind == FORM:
        made.add(body)
        return made
    try:
        made.query = body.decode("utf-8")
    except UnicodeDecodeError:
        raise HTTPException(400, "the body is not UTF-8") from None
    return made


def read(found: Sent, accept: str | None) -> QueryRequest:
    """The query in what was sent. Raises `HTTPException`.

    Parameters that the protocol does not know are passed over: clients send their own.
    """
    if "update" in found.parameters or "using-graph-uri" in found.parameters:
        raise HTTPException(403, NO_UPDATE)
    queries = [*found.parameters.get("query", []), *([] if found.query is None else [found.query])]
    if not queries:
        raise HTTPException(400, "there is no query; send it as the parameter 'query'")
    if len(queries) > 1:
        raise HTTPException(400, "there is more than one query; send one")
    rows, triples = negotiation.choose(accept, RESULT_TYPES), negotiation.choose(accept, RDF_TYPES)
    if not rows and not triples:
        raise HTTPException(406, f"results can be had as:\n{negotiation.names((*RESULT_TYPES, *RDF_TYPES))}")
    return QueryRequest(
        queries[0],
        _format(rows),
        _format(triples),
        graphs(found, "default-graph-uri"),
        graphs(found, "named-graph-uri"),
    )


def _format(kind: MediaType | None) -> str:
    return kind.format if kind else ""


def graphs(found: Sent, name: str) -> tuple[str, ...]:
    """The graphs that a parameter names. Raises `HTTPException` for what is no full IRI."""
    named = tuple(dict.fromkeys(found.parameters.get(name, [])))
    for iri in named:
        if not _IRI.match(iri):
            raise HTTPException(400, f"{name} is to be a full IRI, as https://w3id.org/cwkg/graph/asserted")
    return named
