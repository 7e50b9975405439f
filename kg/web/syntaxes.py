"""Triples as bytes in one of the syntaxes, always in the same order: the thing first, its type and label first."""

from __future__ import annotations

from collections.abc import Iterable

from kg import rdf
from kg.describing.terms import used_prefixes
from kg.mediatypes import JSON_LD, N_TRIPLES
from kg.namespaces import expand
from kg.web import jsonld

_FIRST = {expand("rdf:type"): "0", expand("rdfs:label"): "1"}


def write(triples: Iterable[rdf.Triple], format: str, first: str = "") -> bytes:
    """A text of the triples; `format` is one of those of `kg.mediatypes.RDF_TYPES`, `first` the IRI to begin with."""
    ordered = sorted(set(triples), key=lambda triple: _place(triple, first))
    if format == JSON_LD.format:
        return jsonld.document(ordered)
    return rdf.serialize(ordered, format, None if format == N_TRIPLES.format else used_prefixes(ordered))


def _place(triple: rdf.Triple, first: str) -> tuple[bool, str, str, str]:
    subject, predicate = str(triple.subject), triple.predicate.value
    return subject != f"<{first}>", subject, _FIRST.get(predicate, predicate), str(triple.object)
