"""What tests of the SPARQL page share: the site without a server, whose endpoint answers as a test wants it to, and how
its page is used."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from kg import querytext, rdf
from kg.errors import QueryError
from kg.web import pages
from kg.web.assets import assets
from kg.web.messages import PageRequest

SITE = "http://127.0.0.1:9"  # nothing listens there: the browser is answered before it asks the network
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FIELD = "#query"
BUSY = re.compile(r"status of (400|403|413|429|503|504)|Failed to load resource")  # what a browser says of a refusal
ROWS = {"application/sparql-results+json": "json", "text/csv": "csv"}
TRIPLES = {"application/n-triples": "n-triples", "text/turtle": "turtle"}
TRIPLES |= {"application/ld+json": "json-ld", "application/rdf+xml": "rdf-xml"}


def endpoint(graph: rdf.Graph) -> Callable[[str, str], tuple[int, str, str]]:
    """An endpoint over a graph: status, media type and text for a query and an Accept header."""

    def answer(query: str, accept: str) -> tuple[int, str, str]:
        kinds = [kind.split(";")[0].strip() for kind in accept.split(",")]
        try:
            result = graph.query(query)
        except QueryError as error:
            return 400, "text/plain", str(querytext.fault(query, error))
        offered = TRIPLES if rdf.is_graph(result) else ROWS
        kind = next(kind for kind in kinds if kind in offered)
        if offered is ROWS:
            return 200, kind, rdf.serialize_results(result, ROWS[kind])
        return 200, kind, rdf.serialize(result, TRIPLES[kind]).decode()

    return answer


@dataclass
class Server:
    """Answers what a page asks for. `asked` are the addresses, `queries` what came to the endpoint.

    `answer` may be exchanged; where it gives `None` the request is held in `held`.
    """

    graph: object
    answer: Callable[[str, str], tuple[int, str, str] | None]
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    held: list[object] = field(default_factory=list)

    def __call__(self, route) -> None:
        self.asked.append(route.request.url)
        parts = urlsplit(route.request.url)
        if parts.path == "/sparql":
            self.ask(route)
        elif parts.path.startswith("/static/"):
            found = assets()[parts.path.removeprefix("/static/")]
            route.fulfill(body=found.body, content_type=found.media_type)
        else:
            request = PageRequest(parts.path, tuple(parse_qsl(parts.query)), SITE)
            reply = pages.respond(self.graph, request)
            headers = {"Content-Security-Policy": POLICY, "Content-Type": reply.media_type}
            route.fulfill(status=reply.status, body=reply.body, headers=headers)

    def ask(self, route) -> None:
        query = route.request.post_data or ""
        self.queries.append(query)
        found = self.answer(query, route.request.headers["accept"])
        if found is None:
            self.held.append(route)
        else:
            status, kind, text = found
            route.fulfill(status=status, body=text, headers={"Content-Type": kind, **self.headers})


class Iri(str):
    """An IRI among the values of a column."""


def rows(**columns: list[object]) -> str:
    """Results in JSON: a column for each list; a number is an integer, a text a plain literal, `None` an empty cell."""
    found = [
        {name: _term(value) for name, value in zip(columns, row, strict=True) if value is not None}
        for row in zip(*columns.values(), strict=True)
    ]
    return json.dumps({"head": {"vars": list(columns)}, "results": {"bindings": found}})


def _term(value: object) -> dict[str, str]:
    if isinstance(value, int):
        return {"type": "literal", "value": str(value), "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
    if isinstance(value, Iri):
        return {"type": "uri", "value": value}
    return {"type": "literal", "value": str(value)}


def write(shown, text):
    """Put a text into the editor as if pasted, the caret where `|` stands or at its end."""
    at = text.find("|")
    whole = text.replace("|", "") if at >= 0 else text
    field = shown.locator(FIELD)
    field.fill(whole)
    place = at if at >= 0 else len(whole)
    field.evaluate("(field, n) => field.setSelectionRange(n, n)", place)
    return field


def ask(shown, text):
    """Write a query, run it by the keyboard, and wait for what comes."""
    write(shown, text).press("Control+Enter")
    shown.wait_for_selector(".sq-page:not(.sq-busy)")


def take(shown, example):
    """Take an example and wait for its result."""
    shown.locator('[data-part="views"]').evaluate("views => views.replaceChildren()")
    shown.locator(f'[data-example="{example}"]').click()
    shown.wait_for_selector('.sq-page:not(.sq-busy) [data-part="views"] > *')


def summary(shown):
    return shown.locator('[data-part="summary"]')


def options(shown):
    return shown.locator(".sq-popup:visible .sq-insert").all_inner_texts()


def column(shown, number):
    return shown.locator(f".sq-scroll tbody td:nth-child({number})").all_inner_texts()


def call(shown, module, name, *arguments):
    """The result of a function of a module of the page."""
    code = "async ([module, name, values]) => (await import(`/static/${module}`))[name](...values)"
    return shown.evaluate(code, [f"sparql-{module}.js", name, list(arguments)])
