"""JSON-LD nodes into triples by a compiled context, some twenty times as fast as a general JSON-LD parser.

The mapping stays data: `ontology/context.jsonld` is plain JSON-LD 1.1 and any processor gives the same triples; a test
holds the two against each other. Compiled are the forms that it is made of: prefixes, terms with a type, reversed
terms, contexts of types (which end where a nested node begins), and contexts of terms with a base or a list of words.
A context with any other form is refused, and so is a value that the forms do not cover: nothing is left out silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kg import rdf
from kg.errors import KgError

Node = dict[str, Any]
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_BOOLEAN = rdf.Iri("http://www.w3.org/2001/XMLSchema#boolean")
_KEYWORDS = {"@id", "@type"}
_TAIL = re.compile(r"[\w-][\w.~-]*")  # what stands behind a base as it is, without dots, slashes or marks to resolve


@dataclass(frozen=True)
class Term:
    """What a key of a node stands for. `datatype` is for texts; `base` or `words` make an IRI of a value."""

    predicate: rdf.Iri
    reverse: bool = False
    datatype: rdf.Iri | None = None
    names: bool = False
    base: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


class Context:
    """A compiled context: `Context(read_context(path)).triples(nodes)`. Raises `KgError` for a form not known here."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        self._context = {key: value for key, value in context.items() if key != "@version"}
        self._terms: dict[tuple[str, ...], dict[str, Term]] = {}
        self._iris: dict[str, rdf.Iri] = {}
        self._names: dict[str, str] = {}

    def triples(self, nodes: Iterable[Node]) -> Iterator[rdf.Triple]:
        """The triples of nodes and of the nodes inside them, some perhaps twice. Raises `KgError`."""
        return rdf.parse("\n".join(self.lines(nodes)), "n-triples")

    def lines(self, nodes: Iterable[Node]) -> list[str]:
        """The same as lines of N-Triples without their ends, as they are written by `rdf.lines`. Raises `KgError`."""
        found: list[str] = []
        for node in nodes:
            self._node(node, found)
        return found

    def iri(self, name: str) -> rdf.Iri:
        """A compact or full IRI as a node. Raises `KgError` for an unknown prefix."""
        if name not in self._iris:
            self._iris[name] = rdf.Iri(self._expanded(name))
        return self._iris[name]

    def _node(self, node: Node, found: list[str]) -> str:
        """Add the lines of a node; its own name as in N-Triples."""
        if "@id" not in node:
            raise KgError("the mapping takes nodes with an '@id' only")
        subject = self._written(node["@id"])
        given = node.get("@type", [])
        types = (given,) if isinstance(given, str) else tuple(given)
        found += [f"{subject} {_TYPE} {self._class(type)} ." for type in types]
        terms = self.terms_of(types)
        for key, value in node.items():
            term = terms.get(key)
            if term is None:
                continue  # as in JSON-LD: a key without a meaning says nothing
            for one in value if isinstance(value, list) else (value,):
                if isinstance(one, dict):
                    other = self._node(one, found)
                    pair = (other, subject) if term.reverse else (subject, other)
                    found.append(f"{pair[0]} {term.predicate} {pair[1]} .")
                elif one is not None:
                    found.append(f"{subject} {term.predicate} {self.object_of(term, one, key)} .")
        return subject

    def object_of(self, term: Term, value: Any, key: str) -> rdf.Iri | rdf.Literal:
        """What a plain value stands for under a key with this term. Raises `KgError`."""
        if isinstance(value, bool):
            return rdf.Literal("true" if value else "false", datatype=_BOOLEAN)
        if not isinstance(value, str) or term.reverse:
            raise KgError(f"the mapping has no form for {value!r} under '{key}'")
        if not term.names:
            return rdf.Literal(value, datatype=term.datatype) if term.datatype else rdf.Literal(value)
        if value in term.words:
            return self.iri(term.words[value])
        if ":" in value:
            return self.iri(value)
        if not term.base or not _TAIL.fullmatch(value):
            raise KgError(f"the mapping makes no IRI of {value!r} under '{key}'")
        return self.iri(term.base + value)

    def _written(self, name: str) -> str:
        found = self._names.get(name)
        if found is None:
            found = self._names[name] = str(self.iri(name))
        return found

    def _class(self, type: str) -> str:
        meant = self._context.get(type, type)
        return self._written(meant["@id"] if isinstance(meant, Mapping) else meant)

    def terms_of(self, types: tuple[str, ...]) -> dict[str, Term]:
        """The terms in force in a node of these types: the common ones, then those of each type in order of names."""
        if types not in self._terms:
            found = dict(self._common)
            for type in sorted(types):
                meant = self._context.get(type)
                if isinstance(meant, Mapping):
                    found |= self._compiled(meant.get("@context", {}))
            self._terms[types] = found
        return self._terms[types]

    @cached_property
    def _common(self) -> dict[str, Term]:
        return self._compiled(self._context)

    def _compiled(self, terms: Mapping[str, Any]) -> dict[str, Term]:
        return {key: self._term(key, meant) for key, meant in terms.items() if key not in _KEYWORDS}

    def _term(self, key: str, meant: Any) -> Term:
        if isinstance(meant, str):
            return Term(self.iri(meant))
        known = {"@id", "@reverse", "@type", "@context"}
        if not isinstance(meant, Mapping) or set(meant) - known or ("@id" in meant) == ("@reverse" in meant):
            raise KgError(f"the mapping's term '{key}' has a form that is not known here; see kg/mapping.py")
        if "@reverse" in meant:
            return Term(self.iri(meant["@reverse"]), reverse=True)
        type, inner = meant.get("@type", ""), meant.get("@context", {})
        if type == "@id":
            return Term(self.iri(meant["@id"]), names=True, base=inner.get("@base", ""))
        if type == "@vocab":
            return Term(self.iri(meant["@id"]), names=True, words=inner)
        return Term(self.iri(meant["@id"]), datatype=self.iri(type) if type else None)

    def _expanded(self, name: str) -> str:
        prefix, colon, tail = name.partition(":")
        if not colon:
            raise KgError(f"the mapping has no meaning for '{name}'")
        if tail.startswith("//"):
            return name
        base = self._context.get(prefix)
        if not isinstance(base, str):
            raise KgError(f"the mapping has no prefix '{prefix}:' for '{name}'")
        return base + tail if ":" in base and base.partition(":")[2].startswith("//") else self._expanded(base) + tail
