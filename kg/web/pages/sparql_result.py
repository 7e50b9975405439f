"""The result of somebody's own query as a page shows it without a script: rows with links, or one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from kg import html, querytext, rdf
from kg.errors import QueryError
from kg.html import Html
from kg.namespaces import BASE, shorten
from kg.notebook.tables import value
from kg.web.addresses import Addresses

SHOWN_ROWS = 500
YES = "Yes. The graph holds what the query asks for."
NO = "No. The graph does not hold it, which means that it is not stated there, not that it did not happen."


@dataclass(frozen=True)
class Column:
    """A column and whether all that stands in it is numbers."""

    name: str
    numeric: bool


@dataclass(frozen=True)
class Result:
    """What came of a query: a sentence for yes or no, else the first rows of `total`; `what` is the word for one."""

    query: str
    sentence: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Html, ...], ...] = ()
    total: int = 0
    what: str = "row"

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


def run(graph: rdf.Graph, text: str, to: Addresses, labels: Mapping[str, str]) -> Result:
    """Run a query. Prefixes of the graph may be left out; the result's query has them. Raises `QueryError`.

    `labels` are what things are called, by their IRIs. All rows are counted and the first ones kept, so that a
    large result needs time and no room.
    """
    try:
        with querytext.completed(text) as whole:
            graph.admit("query")
            return _shown(graph.query(whole), whole, to, labels)
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"cannot be run: {error}") from None


def _shown(found: Any, query: str, to: Addresses, labels: Mapping[str, str]) -> Result:
    if rdf.is_boolean(found):
        return Result(query, YES if found else NO)
    triples = rdf.is_graph(found)
    names = ("subject", "predicate", "object") if triples else tuple(variable.value for variable in found.variables)
    terms: Iterable[tuple[Any, ...]] = ((t.subject, t.predicate, t.object) if triples else tuple(t) for t in found)
    kept = list(islice(terms, SHOWN_ROWS))
    total = len(kept) + sum(1 for _ in terms)
    columns = tuple(Column(name, _numeric(row[n] for row in kept)) for n, name in enumerate(names))
    rows = tuple(tuple(cell(term, to, labels) for term in row) for row in kept)
    return Result(query, "", columns, rows, total, "triple" if triples else "row")


def _numeric(terms: Iterable[Any]) -> bool:
    found = [value(term) for term in terms if term is not None]
    return bool(found) and all(isinstance(one, int | float) and not isinstance(one, bool) for one in found)


def cell(term: Any, to: Addresses, labels: Mapping[str, str]) -> Html:
    """A term as the content of a cell: a thing by its label with a link to its page, a text as it is written."""
    if term is None:
        return Html("")
    if isinstance(term, rdf.Triple):
        return html.joined(cell(part, to, labels) for part in (term.subject, term.predicate, term.object))
    if not isinstance(term, rdf.Iri):
        return html.escape(f"_:{term.value}" if isinstance(term, rdf.BlankNode) else term.value)
    short = shorten(term.value)
    shown = labels.get(term.value, short)
    if not term.value.startswith(BASE):
        return html.link(term.value, shown)
    return Html(f'<a href="{html.escape(to.thing(term.value))}" title="{html.escape(short)}">{html.escape(shown)}</a>')
