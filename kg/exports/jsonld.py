"""The graph as JSON-LD that reads like JSON: records in the short names of the published context, which is inline.

No context is ever loaded from elsewhere. Nodes that are put into other nodes have their whole IRI as `@id`: there a
short one could be read as a name of the field around it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from kg import rdf
from kg.mapping import Context, Term
from kg.namespaces import PREFIXES, expand, shorten

Node = dict[str, Any]
_INTEGER, _BOOLEAN, _STRING = (PREFIXES["xsd"] + name for name in ("integer", "boolean", "string"))
_TYPE = PREFIXES["rdf"] + "type"
_LONG = {PREFIXES["cw"] + name for name in ("story", "classQuestion")}


def document(context: Any, nodes: Iterable[Node]) -> Iterator[bytes]:
    """A JSON-LD document with one node a line."""
    yield b'{"@context": ' + _line(context) + b',\n"@graph": [\n'
    for number, node in enumerate(nodes):
        yield (b",\n" if number else b"") + _line(node)
    yield b"\n]}\n"


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def nodes(triples: Iterable[rdf.Triple], name: Callable[[str], str] = shorten) -> Iterator[Node]:
    """Triples that come subject by subject as nodes with prefixed keys; `name` says how other IRIs are written."""
    node: Node = {}
    for triple in triples:
        id = _reference(triple.subject, name)
        if node.get("@id") != id:
            if node:
                yield node
            node = {"@id": id}
        if triple.predicate.value == _TYPE and isinstance(triple.object, rdf.Iri):
            node.setdefault("@type", []).append(shorten(triple.object.value))
        else:
            node.setdefault(shorten(triple.predicate.value), []).append(_value(triple.object, name))
    if node:
        yield node


def _reference(term: Any, name: Callable[[str], str]) -> str:
    return f"_:{term.value}" if isinstance(term, rdf.BlankNode) else name(term.value)


def _value(term: Any, name: Callable[[str], str]) -> Any:
    """A term as a value: whole numbers and yes or no as JSON has them, other types beside their text."""
    if not isinstance(term, rdf.Literal):
        return {"@id": _reference(term, name)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    type = term.datatype.value
    if type == _STRING:
        return term.value
    if type == _BOOLEAN and term.value in ("true", "false"):
        return term.value == "true"
    if type == _INTEGER and term.value == str(_number(term.value)):
        return _number(term.value)
    return {"@value": term.value, "@type": shorten(type)}


def _number(text: str) -> int | None:
    """A whole number that every JSON parser keeps, or nothing."""
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 16 else None


class Framed:
    """One nested document for each case, made from the records as they were mapped.

    What belongs to a case stands in it; what it points to in the registry stands there in short, with its texts; a
    passage stands whole where it is cited.
    """

    def __init__(self, context: Node, documents: list[Node]) -> None:
        self.context, self.mapping = context, Context(context)
        self.nodes: dict[str, list[Node]] = {}
        for node in documents:
            self.nodes.setdefault(expand(node["@id"]), []).append(node)

    def case(self, id: str, derived: Iterable[rdf.Triple] = ()) -> bytes:
        """The document of a case; `derived` are the triples that the rules add to it."""
        iri = expand(f"case:{id}")
        merged = _merged(self.nodes[iri])
        own = set(_ids(merged))
        beside = [node for other in self.nodes.values() for node in other if _belongs(node, own)]
        added = next(nodes(derived, str), {})
        whole = {"@context": self.context, **self._whole(merged), **added}
        whole["@type"] = [*merged["@type"], *added.get("@type", [])]
        if beside:
            whole["@included"] = [self._whole(node) for node in beside]
        return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()

    def _whole(self, node: Node) -> Node:
        """A record with everything it holds, and in short what it points to."""
        terms = self._terms(node)

        def put(key: str, value: Any) -> Any:
            if isinstance(value, dict):
                return self._whole(value)
            target = self._target(terms.get(key), key, value)
            return self._brief(target) if target else value

        rest = {key: _each(value, partial(put, key)) for key, value in node.items() if key != "@id" and value != []}
        return {"@id": expand(node["@id"]), **rest}

    def _brief(self, node: Node) -> Node:
        """What a record says in short texts and numbers; a passage also names its source."""
        terms = self._terms(node)
        brief: Node = {"@id": expand(node["@id"]), "@type": node["@type"]}
        for key, value in node.items():
            term = terms.get(key)
            if term and not (term.names or term.reverse or term.predicate.value in _LONG):
                brief[key] = value
            elif node["@type"] == "Passage" and (target := self._target(term, key, value)):
                brief[key] = self._brief(target)
        return brief

    def _terms(self, node: Node) -> dict[str, Term]:
        types = node.get("@type", [])
        return self.mapping.terms_of(tuple([types] if isinstance(types, str) else types))

    def _target(self, term: Term | None, key: str, value: Any) -> Node | None:
        """The record that a value points to, where it is one of a file's own."""
        if term is None or not term.names or term.reverse or term.words:
            return None
        iri = self.mapping.object_of(term, value, key).value
        return next((node for node in self.nodes.get(iri, []) if "@type" in node), None)


def _each(value: Any, put: Callable[[Any], Any]) -> Any:
    return [put(one) for one in value] if isinstance(value, list) else put(value)


def _merged(parts: list[Node]) -> Node:
    """Nodes of one thing as one: that of a case file, and those of its further codings."""
    whole: Node = {}
    for part in parts:
        for key, value in part.items():
            joined = key in whole and key != "@type" and isinstance(value, list)
            whole[key] = whole[key] + value if joined else whole.get(key, value)
    return whole


def _ids(node: Node) -> Iterator[str]:
    yield expand(node["@id"])
    for value in node.values():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield from _ids(one)


def _belongs(node: Node, own: set[str]) -> bool:
    """Whether a node says something of a record of a case: a third look at it, or what contradicts it."""
    settled = {expand(f"finding:{name}") for name in node.get("settles", [])}
    return bool(settled & own) or ("conflicts-with" in node and expand(node["@id"]) in own)
