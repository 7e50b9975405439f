"""A graph that lies in another store, read by SPARQL: it has the same interface and gives the same rows as our own.

Stores write literals in ways of their own, and some leave rows out of a long result without a word. Terms are put into
one form; a long result is checked, and fetched in pages where the store gives no more at once. What cannot be had whole
is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, NoReturn

from kg import querytext, rdf
from kg.errors import KgError, QueryError, Refused
from kg.namespaces import BASE, PREFIXES, sparql_prologue
from kg.remote.endpoint import ROWS, TRIPLES, EndpointError, Rejected, Told

CHECKED = 100  # rows from which on a result is checked to be whole
REMEMBERED = 500  # results of our own queries that are kept, of at most
KEPT_ROWS = 2000  # rows each
KEPT_BACK = (
    "this server answers from another store and passes no queries on to it; ask that store itself, or have the server "
    "started with --pass-queries"
)
Ask = Callable[[str, str], Told]
Row = dict[str, dict[str, str]]

_XSD = PREFIXES["xsd"]
_WHOLE_NUMBERS = {
    _XSD + name
    for name in (
        *("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger"),
        *("negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
    )
}
_LIMIT = re.compile(r"\bLIMIT\s+(\d+)", re.IGNORECASE)
_ORDER = re.compile(r"\bORDER\s+BY\b.*", re.IGNORECASE | re.DOTALL)
_OFFSET = re.compile(r"\bOFFSET\s+(\d+)", re.IGNORECASE)


class Incomplete(KgError):
    """A result of which the store gives only a part."""


class RemoteGraph(rdf.Graph):
    """The triples of another store. `ask` sends a query and gives the answer; `shown` is the store for messages.

    Rows of our own queries are remembered: the store is taken to stay as it is for as long as the graph is open.
    What a query costs is borne by the store, and cannot be ended there from here: where strangers ask, `passing` says
    whether their own queries go on to it.
    """

    def __init__(self, ask: Ask, shown: str, passing: bool = True) -> None:
        self.ask, self.shown, self.passing = ask, shown, passing
        self._known: dict[str, list[tuple[Any, ...]]] = {}

    def query(self, text: str, name: str = "query") -> Any:
        """Run a query there; a result as our own store gives it. Raises `QueryError`, and `KgError` for the store.

        A fault of the text is found here, before anything is sent.
        """
        querytext.refuse_network(text, name)
        sort = rdf.Graph().query(text, name)
        based = f"BASE <{BASE}>\n{text}"
        try:
            if rdf.is_graph(sort):
                return self._triples(based)
            names, rows = self._whole(based)
        except Rejected as error:
            raise QueryError(str(error), name=name) from None
        if rdf.is_boolean(sort):
            return rdf.boolean(_truth(names, rows))
        return rdf.solutions(names, _blank_nodes_named(rows))

    def rows(self, text: str) -> list[tuple[Any, ...]]:
        """Rows of a SELECT of our own. Raises `KgError`."""
        if text not in self._known:
            names, found = self._whole(sparql_prologue(text) + text)
            rows = [tuple(row[name]["value"] if name in row else None for name in names) for row in found]
            if len(rows) > KEPT_ROWS:
                return rows
            if len(self._known) >= REMEMBERED:
                del self._known[next(iter(self._known))]
            self._known[text] = rows
        return list(self._known[text])

    def admit(self, name: str) -> None:
        if not self.passing:
            raise Refused(KEPT_BACK, name=name)

    def guarded(self, name: str) -> AbstractContextManager[None]:
        """Somebody's query is run by the other store, and `query` refuses what would lead it elsewhere."""
        return nullcontext()

    def __iter__(self) -> Iterator[rdf.Triple]:
        result = self.query("SELECT ?s ?p ?o WHERE { ?s ?p ?o }")
        return (rdf.Triple(*row) for row in result)

    def load(self, path: Path) -> NoReturn:
        raise self._only_read()

    def add(self, triples: Any) -> NoReturn:
        raise self._only_read()

    def update(self, text: str, name: str) -> NoReturn:
        raise self._only_read()

    def _only_read(self) -> KgError:
        return KgError(f"{self.shown}: a graph of another store is only read")

    # ---------------------------------------------------------------- Whole results

    def _whole(self, text: str) -> tuple[list[str], list[Row]]:
        """The names of the columns and every row. Raises `Incomplete` where they cannot all be had."""
        names, rows, cut = self._part(text)
        if not cut and len(rows) < CHECKED:
            return names, rows
        declared, asked, after = querytext.parted(text)
        limit, offset = _number(_LIMIT, after), _number(_OFFSET, after) or 0
        if limit is not None and len(rows) >= limit:
            return names, rows
        if limit is None and not _is_query(f"{text}\nLIMIT 1"):  # it ends in VALUES, after which nothing may stand
            asked, after = f"SELECT * WHERE {{ {{\n{asked}\n{after}\n}} }}", ""
        if not cut and not self._goes_on(declared + asked, after, offset + len(rows)):
            return names, rows
        if limit is not None or offset or not rows:
            raise self._incomplete(len(rows))
        return names, self._paged(declared, f"{asked}\n{_ordered(after, names)}", len(rows))

    def _goes_on(self, text: str, after: str, have: int) -> bool:
        """Whether the result has a row beyond those that came; their order, which some stores refuse, is no matter."""
        plain = _ORDER.sub("", _OFFSET.sub("", _LIMIT.sub("", after)))
        return bool(self._part(f"{text}\n{plain}\nLIMIT 1 OFFSET {have}")[1])

    def _paged(self, declared: str, ordered: str, page: int) -> list[Row]:
        """Every row of a query in a full order, page by page, as many at once as the store gives.

        Some stores sort only so many rows for a page; then the pages are cut from a query within the query.
        """
        text = declared + ordered
        rows: list[Row] = []
        while True:
            try:
                part = self._part(f"{text}\nLIMIT {page} OFFSET {len(rows)}")[1]
            except Rejected:
                inner = f"{declared}SELECT * WHERE {{ {{\n{ordered}\n}} }}"
                if text == inner or not _is_query(inner):
                    raise
                text = inner
                continue
            rows += part
            if not part:
                break
        count = f"{declared}SELECT (COUNT(*) AS ?n) WHERE {{ {{\n{ordered}\n}} }}"
        if _is_query(count) and int(self._part(count)[1][0]["n"]["value"]) != len(rows):
            raise self._incomplete(page)
        return rows

    def _incomplete(self, most: int) -> Incomplete:
        return Incomplete(
            f"{self.shown}: it gives only {most:,} rows of a longer result, and a part would look like the whole; "
            "ask for less with LIMIT, or have its limit raised (ResultSetMaxRows of Virtuoso)"
        )

    def _part(self, text: str) -> tuple[list[str], list[Row], bool]:
        """What one request gives: names, rows with terms in our form, and whether the store says that it cut them."""
        told = self.ask(text, ROWS)
        try:
            found = json.loads(told.body)
            if "boolean" in found:
                return ["answer"], [{"answer": {"type": "literal", "value": str(found["boolean"]).lower()}}], False
            rows: list[Row] = found["results"]["bindings"]
            for row in rows:
                for term in row.values():
                    _settle(term)
            return list(found["head"]["vars"]), rows, bool(told.cut)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            begun = told.body[:1] == b"{"
            reason = "its results break off or are damaged" if begun else "what it gave as results is no JSON"
            raise EndpointError(f"{self.shown}: {reason}; nothing of it is used") from None

    def _triples(self, text: str) -> Any:
        """The result of a CONSTRUCT or DESCRIBE. Raises `Incomplete` where its rows cannot all be had."""
        told = self.ask(text, TRIPLES)
        format = "n-triples" if told.kind in ("application/n-triples", "text/plain") else "turtle"
        found = list(rdf.parse(told.body, format, self.shown))
        as_rows = _as_select(text)
        if told.cut or (len(found) >= CHECKED and as_rows and self._is_cut(as_rows)):
            raise self._incomplete(len(found))
        return rdf.Graph(found).query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")

    def _is_cut(self, text: str) -> bool:
        """Whether the store leaves rows of a query out."""
        _, rows, cut = self._part(text)
        declared, asked, after = querytext.parted(text)
        limit = _number(_LIMIT, after)
        done = limit is not None and len(rows) >= limit
        return not done and (cut or self._goes_on(declared + asked, after, (_number(_OFFSET, after) or 0) + len(rows)))


def _number(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return int(found.group(1)) if found else None


def _ordered(after: str, names: list[str]) -> str:
    """What stands after the last bracket, with an order in which no two rows that differ are alike."""
    start = "" if re.search(r"\bORDER\s+BY\b", after, re.IGNORECASE) else "ORDER BY"
    return " ".join([after, start, *(f"?{name}" for name in names)])


def _is_query(text: str) -> bool:
    try:
        rdf.Graph().query(text)
    except QueryError:
        return False
    return True


def _as_select(text: str) -> str:
    """A CONSTRUCT as the SELECT of its rows; nothing for a DESCRIBE."""
    declared, asked, after = querytext.parted(text)
    if not re.match(r"CONSTRUCT\b", asked, re.IGNORECASE):
        return ""
    rest = asked[len("CONSTRUCT") :].lstrip()
    if rest.startswith("{"):  # a template, which holds no bracket but its own
        rest = rest[rest.index("}") + 1 :]
    made = f"{declared}SELECT * {rest}\n{after}"
    return made if _is_query(made) else ""


# ---------------------------------------------------------------- Terms in one form


def _settle(term: dict[str, str]) -> None:
    """Put a term of a result into the form that our own store gives."""
    if term["type"] == "typed-literal":  # a draft of 2007, which Virtuoso keeps
        term["type"] = "literal"
    datatype = term.get("datatype")
    if datatype is None:
        return
    value = term["value"]
    if datatype == _XSD + "boolean":
        term["value"] = {"1": "true", "0": "false"}.get(value, value)
    elif datatype in _WHOLE_NUMBERS:
        term["value"], term["datatype"] = _whole_number(value), _XSD + "integer"
    elif datatype == _XSD + "decimal":
        term["value"] = _decimal(value)
    elif datatype in (_XSD + "double", _XSD + "float"):
        term["value"] = value[:-2] if re.fullmatch(r"-?\d+\.0", value) else value
    elif datatype == _XSD + "string":
        del term["datatype"]


def _whole_number(text: str) -> str:
    return str(int(text)) if re.fullmatch(r"[+-]?\d{1,40}", text) else text


def _decimal(text: str) -> str:
    """A decimal number without idle noughts."""
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", text):
        return text
    whole, _, rest = text.lstrip("+").partition(".")
    rest = rest.rstrip("0")
    return f"{whole}.{rest}" if rest else whole


def _blank_nodes_named(rows: list[Row]) -> list[Row]:
    """The rows with blank nodes under names that every reader takes."""
    known: dict[str, str] = {}
    for row in rows:
        for term in row.values():
            if term["type"] == "bnode":
                term["value"] = known.setdefault(term["value"], f"b{len(known)}")
    return rows


def _truth(names: list[str], rows: list[Row]) -> bool:
    """The answer of an ASK, which Virtuoso may give as a row."""
    return bool(rows) and rows[0][names[0]]["value"] in ("true", "1")
