"""Triples as compact JSON-LD: short names, single values bare, and everything explained by the context inside.

A property is called by its own last word, and its term says what its values are, where they are all of one sort. So a
program that knows no RDF reads `"hasStance": "stance:enacted"`, and one that does needs no other file.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from kg import rdf
from kg.describing.terms import PREFIXES, prefixed, used_prefixes
from kg.namespaces import expand

_TYPE, _STRING, _INTEGER, _BOOLEAN = map(expand, ("rdf:type", "xsd:string", "xsd:integer", "xsd:boolean"))
_NATIVE = {_STRING, _INTEGER, _BOOLEAN}
Sort = tuple[str, str]  # a keyword of JSON-LD and its value, as ("@language", "en"); empty for what needs none


def document(triples: Iterable[rdf.Triple]) -> bytes:
    """A JSON-LD document with a node for each subject, in the order in which they come."""
    given = list(triples)
    terms = _terms(given)
    nodes: dict[str, dict[str, Any]] = {}
    for triple in given:
        id = _reference(triple.subject)
        node = nodes.setdefault(id, {"@id": id})
        key, sort = terms.get(triple.predicate.value, ("@type", ("@type", "@vocab")))
        node.setdefault(key, []).append(_value(triple.object, sort))
    context = {**used_prefixes(given), **{key: _defined(iri, sort) for iri, (key, sort) in sorted(terms.items())}}
    graph = [{key: _bare(value) for key, value in node.items()} for node in nodes.values()]
    made = {"@context": context, "@graph": graph}
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def _terms(triples: list[rdf.Triple]) -> dict[str, tuple[str, Sort]]:
    """For each property its short name and the sort of all its values. Types have `@type` and need none."""
    sorts: dict[str, set[Sort]] = defaultdict(set)
    for triple in triples:
        if not _is_type(triple):
            sorts[triple.predicate.value].add(_sort(triple.object))
    names = {iri: prefixed(iri) for iri in sorts}
    words: dict[str, list[str]] = defaultdict(list)
    for iri, name in names.items():
        words[name.partition(":")[2]].append(iri)
    made = {}
    for iri, name in names.items():
        word = name.partition(":")[2]
        clear = len(words[word]) == 1 and word.isalnum() and word not in PREFIXES and name != iri
        (sort, *more) = sorts[iri]
        made[iri] = (word if clear else name, ("", "") if more else sort)
    return made


def _is_type(triple: rdf.Triple) -> bool:
    return triple.predicate.value == _TYPE and isinstance(triple.object, rdf.Iri)


def _sort(value: Any) -> Sort:
    if not isinstance(value, rdf.Literal):
        return "@type", "@id"
    if value.language:
        return "@language", value.language
    datatype = value.datatype.value
    return ("", "") if datatype in _NATIVE else ("@type", prefixed(datatype))


def _defined(iri: str, sort: Sort) -> Any:
    keyword, value = sort
    return {"@id": prefixed(iri), keyword: value} if keyword else prefixed(iri)


def _reference(node: Any) -> str:
    return f"_:{node.value}" if isinstance(node, rdf.BlankNode) else prefixed(node.value)


def _value(value: Any, sort: Sort) -> Any:
    """A value under a term whose values are of a sort: what the term says of it is not said again."""
    own = _sort(value)
    if not isinstance(value, rdf.Literal):
        name = _reference(value)
        return name if sort[1] in ("@id", "@vocab") else {"@id": name}
    if own == sort:
        return _native(value)
    return {"@value": value.value, own[0]: own[1]}


def _native(value: rdf.Literal) -> Any:
    """Whole numbers and yes or no as JSON has them, where that loses nothing; everything else as its text."""
    datatype, text = value.datatype.value, value.value
    if datatype == _BOOLEAN:
        return text == "true" if text in ("true", "false") else {"@value": text, "@type": prefixed(datatype)}
    if datatype == _INTEGER:
        fits = text.lstrip("-").isdecimal() and len(text) < 16 and str(int(text)) == text
        return int(text) if fits else {"@value": text, "@type": prefixed(datatype)}
    return text


def _bare(values: Any) -> Any:
    return values[0] if isinstance(values, list) and len(values) == 1 else values
