"""The words of descriptions: the outside vocabularies that they use, and triples said with them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kg import namespaces, rdf
from kg.namespaces import DATASET

DATA = DATASET.removesuffix("dataset")  # what is described are fragments of the document that describes it
PAGE = DATA.rstrip("#")
ENDPOINT = DATA + "endpoint"  # whatever answers SPARQL over the data, wherever it is
PREFIXES = {
    **namespaces.PREFIXES,
    "data": DATA,
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "formats": "http://www.w3.org/ns/formats/",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "void-ext": "http://ldf.fi/void-ext#",
}
LANGUAGE = "http://id.loc.gov/vocabulary/iso639-1/en"

Value = rdf.Iri | rdf.Literal | str | int | bool


@lru_cache(maxsize=1 << 16)
def term(name: str) -> rdf.Iri:
    """`void:triples` as a node, `a` as the type; a full IRI is taken as it is. Raises `KeyError`."""
    prefix, mark, local = name.partition(":")
    if mark and local.startswith("//"):
        return rdf.Iri(name)
    return rdf.Iri(PREFIXES["rdf"] + "type") if name == "a" else rdf.Iri(PREFIXES[prefix] + local)


def local(iri: str) -> str:
    """A short name of a class, property or datatype that can stand in a fragment: `hasKind`, `rdfs-label`."""
    prefix, _, name = prefixed(iri).partition(":")
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-")
    return name if prefix == "cw" else f"{prefix}-{name}"


@lru_cache(maxsize=1 << 16)
def prefixed(iri: str) -> str:
    """An IRI with its longest prefix, or as it is."""
    fitting = [(base, prefix) for prefix, base in PREFIXES.items() if iri.startswith(base) and iri != base]
    base, prefix = max(fitting, default=("", ""))
    return f"{prefix}:{iri.removeprefix(base)}" if base else iri


def used_prefixes(triples: Iterable[rdf.Triple]) -> dict[str, str]:
    """The prefixes that a text of these triples needs, in the order of their names."""
    names = {node.value for triple in triples for node in triple if isinstance(node, rdf.Iri)}
    names |= {node.datatype.value for triple in triples if isinstance(node := triple.object, rdf.Literal)}
    bases = {name[: max(name.rfind("#"), name.rfind("/")) + 1] for name in names}
    return {prefix: base for prefix, base in sorted(PREFIXES.items()) if base in bases}


def english(text: str) -> rdf.Literal:
    return rdf.Literal(text, language="en")


def typed(text: str, datatype: str) -> rdf.Literal:
    return rdf.Literal(text, datatype=term(datatype))


class Statements:
    """Triples as they are said: `say("data:dataset", "void:triples", 41_207)`. Texts, numbers and truth values become
    literals, and a value that is empty or none says nothing."""

    def __init__(self) -> None:
        self._said: set[rdf.Triple] = set()

    def say(self, subject: str, property: str, *values: Value | None) -> None:
        for value in values:
            if value is not None and value != "":
                self._said.add(rdf.Triple(term(subject), term(property), _node(value)))

    def link(self, subject: str, property: str, *names: str) -> None:
        """The same with things as values, by prefixed names or full IRIs."""
        self.say(subject, property, *(term(name) for name in names if name))

    @property
    def triples(self) -> list[rdf.Triple]:
        """What was said, each triple once, in a fixed order."""
        return rdf.sorted_triples(self._said)


def _node(value: Value) -> rdf.Iri | rdf.Literal:
    if isinstance(value, bool):
        return typed(str(value).lower(), "xsd:boolean")
    if isinstance(value, int):
        return typed(str(value), "xsd:integer")
    return rdf.Literal(value) if isinstance(value, str) else value
