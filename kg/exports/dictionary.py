"""The data dictionary: every class, property, field and codebook entry with its meaning, from ontology and shapes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg import output, rdf
from kg.exports.frame import Given
from kg.namespaces import PREFIXES, shorten

COLUMNS = ["sort", "name", "label", "meaning", "of", "values", "how_many", "iri"]
SORTS = {
    "class": "Classes",
    "property": "Properties",
    "field": "Fields of records, as the shapes have them",
    "entry": "Entries of the codebook",
}
_TERMS = {
    "class": """SELECT ?t ?label ?meaning ?of ("" AS ?values) WHERE {
        ?t a owl:Class ; rdfs:label ?label ; skos:definition ?meaning
        FILTER NOT EXISTS { ?t cw:isHelper true }
        OPTIONAL { ?t rdfs:subClassOf ?of FILTER isIRI(?of) } }""",
    "property": """SELECT ?t ?label ?meaning ?of ?values WHERE {
        VALUES ?kind { owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }
        ?t a ?kind ; rdfs:label ?label ; skos:definition ?meaning
        FILTER NOT EXISTS { ?t cw:isHelper true }
        OPTIONAL { ?t rdfs:domain ?of FILTER isIRI(?of) } OPTIONAL { ?t rdfs:range ?values FILTER isIRI(?values) } }""",
    "entry": """SELECT ?t ?label ?meaning ?of ?values WHERE {
        ?t a skos:Concept ; rdfs:label ?label ; skos:definition ?meaning ; skos:notation ?values ; skos:inScheme ?list
        BIND (STRBEFORE(STRAFTER(STR(?list), "/code/"), "/") AS ?of) }""",
}
_FIELDS = """PREFIX sh: <http://www.w3.org/ns/shacl#>
    SELECT ?path ?label ?meaning ?of ?values ?least ?most WHERE {
        ?shape sh:targetClass ?of ; sh:property ?field .
        ?field sh:path ?path ; sh:name ?label ; sh:description ?meaning FILTER isIRI(?path)
        OPTIONAL { ?field sh:class ?c } OPTIONAL { ?field sh:datatype ?d } BIND (COALESCE(?c, ?d) AS ?values)
        OPTIONAL { ?field sh:minCount ?least } OPTIONAL { ?field sh:maxCount ?most } }"""


def csv(given: Given) -> bytes:
    """A row for each term, field and entry."""
    return output.to_csv(COLUMNS, _rows(given)).encode()


def markdown(given: Given) -> bytes:
    """The same for reading, a table for each sort."""
    lines = ["# Data dictionary", ""]
    rows = _rows(given)
    for sort, title in SORTS.items():
        chosen = [row[1:-1] for row in rows if row[0] == sort]
        lines += [f"## {title}", "", output.to_markdown(COLUMNS[1:-1], chosen)]
    return "\n".join(lines).encode()


def _rows(given: Given) -> list[list[str]]:
    shapes = rdf.parse(given.project.ontology / "shapes.ttl", "turtle")
    graph = rdf.Graph([*given.asserted, *shapes])
    found = {tuple(row) for row in (*_terms(graph), *_fields(graph))}
    order = list(SORTS)
    return [
        list(row)
        for row in sorted(found, key=lambda row: (order.index(row[0]), row[4] if row[0] != "class" else "", row))
    ]


def _terms(graph: rdf.Graph) -> Iterator[list[str]]:
    for sort, query in _TERMS.items():
        gathered: dict[str, list[set[str]]] = {}
        for iri, *cells in graph.rows(query):
            columns = gathered.setdefault(iri, [set() for _ in cells])
            for column, cell in zip(columns, cells, strict=True):
                column |= {_short(cell)} if cell else set()
        for iri, columns in gathered.items():
            yield [sort, shorten(iri), *(" | ".join(sorted(column)) for column in columns), "", iri]


def _fields(graph: rdf.Graph) -> Iterator[list[str]]:
    for path, label, meaning, of, values, least, most in graph.rows(_FIELDS):
        yield ["field", shorten(path), label, meaning, shorten(of), _short(values or ""), how_many(least, most), path]


def how_many(least: Any, most: Any) -> str:
    """How often a field stands in a record, in words."""
    if most is None:
        return f"{least} or more" if least and least != "0" else "any number"
    if most == "0":
        return "none"
    return most if (least or "0") == most else f"{least or 0} to {most}"


def _short(text: str) -> str:
    return shorten(text) if text.startswith(tuple(PREFIXES.values())) else text
