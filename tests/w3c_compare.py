"""Results of queries held against those that the W3C's tests expect: same rows, same triples, but for blank nodes.

Numbers, and yes and no, are compared by value: the store writes some in another form, as `1.0` as `1`.
"""

from __future__ import annotations

import csv
import io
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDF, XSD

RS = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
FORMATS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}
RDF_FORMATS = {".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES, ".rdf": ox.RdfFormat.RDF_XML}
NUMERIC = {str(XSD[name]) for name in ("integer", "decimal", "double", "float", "nonNegativeInteger", "int", "long")}
Row = dict[str, tuple[str, ...]]
Table = tuple[list[str], list[Row]]


def term(found: Any) -> tuple[str, ...]:
    """A term as plain values; a number by its value, a blank node as `("blank", name)`."""
    if isinstance(found, ox.BlankNode):
        return "blank", found.value
    if isinstance(found, ox.NamedNode):
        return "iri", found.value
    if found.datatype.value == str(XSD.boolean):
        return "boolean", {"1": "true", "0": "false"}.get(found.value, found.value)
    if found.datatype.value in NUMERIC:
        return "number", found.datatype.value, number(found.value)
    return "text", found.value, found.language or found.datatype.value


def number(text: str) -> str:
    """A number in one form, whatever its own; what is none comes back as it is."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text.upper()
    return format(value.normalize(), "f") if value.is_finite() else text.upper()


def table(raw: bytes, format: ox.QueryResultsFormat) -> bool | Table:
    """A result in one of the W3C's formats, as rows of plain values, or as yes or no."""
    parsed = ox.parse_query_results(raw, format=format)
    if isinstance(parsed, ox.QueryBoolean):
        return bool(parsed)
    names = [variable.value for variable in parsed.variables]
    rows = [{n: term(v) for n, v in zip(names, row, strict=True) if v is not None} for row in parsed]
    return names, rows


def expected_table(path: Path, base: str) -> bool | Table:
    """The rows that a result file at an address holds; in RDF they are written in the vocabulary of result sets."""
    if path.suffix in FORMATS:
        return table(path.read_bytes(), FORMATS[path.suffix])
    graph = rdflib.Graph().parse(path, publicID=base)
    (root,) = graph.subjects(RDF.type, RS.ResultSet)
    boolean = graph.value(root, RS.boolean)
    if boolean is not None:
        return bool(boolean.toPython())
    names = [str(name) for name in graph.objects(root, RS.resultVariable)]
    rows = []
    for solution in graph.objects(root, RS.solution):
        rows.append(
            {
                str(graph.value(binding, RS.variable)): _of_rdflib(graph.value(binding, RS.value))
                for binding in graph.objects(solution, RS.binding)
            }
        )
    return names, rows


def _of_rdflib(found: Any) -> tuple[str, ...]:
    if isinstance(found, rdflib.BNode):
        return "blank", str(found)
    if isinstance(found, rdflib.URIRef):
        return "iri", str(found)
    return term(ox.Literal(str(found), language=found.language) if found.language else _typed(found))


def _typed(found: rdflib.Literal) -> ox.Literal:
    return ox.Literal(str(found), datatype=ox.NamedNode(str(found.datatype or XSD.string)))


def same_tables(one: bool | Table, other: bool | Table, ordered: bool) -> bool:
    """Whether two results say the same: variables, rows as often as they stand, and their order if asked."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if set(one[0]) != set(other[0]) or len(one[1]) != len(other[1]):
        return False
    return _paired(one[1], other[1], {}, ordered)


def same_graphs(one: list[ox.Triple], other: list[ox.Triple]) -> bool:
    """Whether two sets of triples are the same graph."""
    rows = [[dict(zip("spo", map(term, triple), strict=True)) for triple in set(found)] for found in (one, other)]
    return len(rows[0]) == len(rows[1]) and _paired(rows[0], rows[1], {}, ordered=False)


def triples(raw: bytes, format: ox.RdfFormat, base: str) -> list[ox.Triple]:
    """The triples of a text."""
    return [quad.triple for quad in ox.parse(raw, format=format, base_iri=base)]


def expected_triples(path: Path, base: str) -> list[ox.Triple]:
    """The triples of a file."""
    return triples(path.read_bytes(), RDF_FORMATS[path.suffix], base)


def same_csv(raw: bytes, path: Path) -> bool:
    """Whether two CSV texts have the same columns, in any order, and the same rows but for names of blank nodes."""
    one, other = ([*csv.DictReader(io.StringIO(text.decode()))] for text in (raw, path.read_bytes()))
    rows = [[{name: _cell(text) for name, text in row.items()} for row in found] for found in (one, other)]
    return len(rows[0]) == len(rows[1]) and _paired(rows[0], rows[1], {}, ordered=False)


def _cell(text: str) -> tuple[str, ...]:
    return ("blank", text) if text.startswith("_:") else ("number", number(text))


def _paired(left: list[Row], right: list[Row], names: dict[str, str], ordered: bool) -> bool:
    """Whether each row has its own like on the other side, under one renaming of blank nodes."""
    if not left:
        return True
    first, rest = left[0], left[1:]
    for place, candidate in enumerate(right[:1] if ordered else right):
        renamed = _renamed(first, candidate, names)
        if renamed is not None and _paired(rest, right[:place] + right[place + 1 :], renamed, ordered):
            return True
        if renamed == names:  # without new names another like row would do no better
            return False
    return False


def _renamed(one: Row, other: Row, names: dict[str, str]) -> dict[str, str] | None:
    """The renaming of blank nodes with what makes two rows alike added, or nothing where they differ."""
    if one.keys() != other.keys():
        return None
    made = dict(names)
    for key, value in one.items():
        like = other[key]
        if value[0] != "blank" or like[0] != "blank":
            if value != like:
                return None
        elif made.setdefault(value[1], like[1]) != like[1]:
            return None
    return made if len(set(made.values())) == len(made) else None
