"""Results of a researcher's own SPARQL: the W3C formats for programs, short tables for the eye."""

from __future__ import annotations

from kg import output, querytext, rdf
from kg.namespaces import PREFIXES, shorten
from kg.store import Store


def run(store: Store, text: str, name: str, format: str) -> str:
    """Run a query, which may leave out the prefixes of the graph, and write its result.

    SELECT and ASK give the SPARQL 1.1 JSON or CSV results format, or a table with short IRIs; CONSTRUCT and DESCRIBE
    give Turtle. Raises `QueryError` with line, column and a caret under the place.
    """
    with querytext.completed(text, name) as whole, store.graph.guarded(name):
        result = store.graph.query(whole, name)
        if rdf.is_graph(result):
            return rdf.serialize(rdf.sorted_triples(result), "turtle", PREFIXES).decode()
        if format in ("json", "csv"):
            return rdf.serialize_results(result, format)
        if rdf.is_boolean(result):
            return f"{'yes' if result else 'no'}\n"
        columns = [variable.value for variable in result.variables]
        rows = [["" if cell is None else _cell(cell) for cell in row] for row in result]
    return output.rows(columns, rows, format)


def _cell(term: object) -> str:
    value = getattr(term, "value", None)
    return str(term) if value is None else shorten(str(value))
