"""The SPARQL page for people: an editor, queries to start from, and results.

With a script the browser asks the endpoint itself and the query never stands in an address that the server sees.
Without one the form comes here, and the first rows of the result stand on the page. Two addresses below this one give
the script its data: the names that exist in the graph, and the queries of the examples.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from kg.errors import QueryError, Refused, UsageError, closest
from kg.web import examples
from kg.web.assets import assets
from kg.web.examples import Example
from kg.web.messages import Reply
from kg.web.pages import sparql_result
from kg.web.pages.asked import Asked
from kg.web.pages.frame import Page
from kg.web.pages.site import Site
from kg.web.pages.sparql_result import Result
from kg.web.terms import terms

TITLE = "Query the graph"
DESCRIPTION = "An editor for SPARQL queries over the graph, with suggestions, examples, tables, pictures and downloads."
JSON = "application/json"


@dataclass(frozen=True)
class Fault:
    """What is wrong with a query: where, in words, and the line of it with a mark."""

    place: str
    message: str
    excerpt: str

    @classmethod
    def of(cls, error: QueryError) -> Fault:
        said, _, excerpt = str(error).partition("\n")
        place = f"Line {error.line}, column {error.column}" if error.line else ""
        lead = f"query:{error.line}:{error.column}: " if error.line else "query: "
        return cls(place, said.removeprefix(lead), excerpt)


def show(site: Site, asked: Asked) -> Page | Reply:
    """The page, or data for its script. Raises `UsageError` for an example that is not there."""
    if asked.ending == "json" and asked.rest in DATA:
        found = DATA[asked.rest](site)
        return Reply(200, json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode(), JSON)
    if asked.rest or asked.ending:
        message = f"There is no page at {asked.request.path}."
        return Page("No such page", "message.html", {"message": message, "links": []}, status=404)
    try:
        site.store.graph.admit("query")
    except Refused as error:
        said = str(error).partition(": ")[2]
        message = f"{said[0].upper()}{said[1:]}."
        return Page(TITLE, "message.html", {"message": message, "links": []}, here="query", status=403)
    chosen = asked.value("example")
    text = asked.request.first("query") or (find(site, chosen).query if chosen else "")
    result, fault = _answer(site, text, asked) if text.strip() else (None, None)
    values = {
        "query": result.query if result else text or examples.tour()[0].query,
        "result": result,
        "fault": fault,
        "modules": [name for name in assets() if name.startswith("sparql-") and name.endswith(".js")],
        "tour": examples.tour(),
        "named": examples.named(site.graph.named),
        "vocabulary": vocabulary(site),
    }
    status = 400 if fault else 200
    return Page(TITLE, "sparql.html", values, here="query", status=status, description=DESCRIPTION)


def _answer(site: Site, text: str, asked: Asked) -> tuple[Result | None, Fault | None]:
    try:
        return sparql_result.run(site.store.graph, text, asked.to, site.labels), None
    except QueryError as error:
        return None, Fault.of(error)


def _examples(site: Site) -> list[Example]:
    return [*examples.tour(), *chain.from_iterable(examples.named(site.graph.named).values())]


def find(site: Site, name: str) -> Example:
    """The example of that name. Raises `UsageError` with the nearest ones."""
    known = {example.name: example for example in _examples(site)}
    if name not in known:
        hint = closest(name, known)
        raise UsageError(f"no example is called '{name}'" + (f"; {hint}" if hint else ""))
    return known[name]


@lru_cache(maxsize=2)
def names(site: Site) -> dict[str, Any]:
    """The names of the graph, made once."""
    return terms(site.store.graph)


def warm() -> None:
    """Read the files that the page needs; names are looked up when they are first asked for."""
    examples.tour()


def vocabulary(site: Site) -> dict[str, list[dict[str, Any]]]:
    """The classes and properties of our own, as the page lists them."""
    found = names(site)
    return {kind: [t for t in found[kind] if t["name"].startswith("cw:")] for kind in ("classes", "properties")}


def _texts(site: Site) -> dict[str, str]:
    return {example.name: example.query for example in _examples(site)}


DATA: dict[str, Callable[[Site], dict[str, Any]]] = {"terms": names, "examples": _texts}
