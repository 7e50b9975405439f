"""The note of which build a graph in a store is: a graph of its own beside it, written by who loaded it.

With it, what was made from the answers of that store once need not be made again. It says that the graph was the build
when it was loaded; nothing keeps others from changing the one and leaving the other.
"""

from __future__ import annotations

import re

from kg import rdf
from kg.namespaces import BASE

DEFAULT = "default"  # the word for the graph without a name
UNDER_WAY = "being loaded"  # stands in the place of a fingerprint
_SAYS = rdf.iri("dct:identifier")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def about(graph: str) -> str:
    """The IRI of a graph that a note is on."""
    return f"{BASE}graph/default" if graph == DEFAULT else graph


def place(graph: str) -> str:
    """The IRI of the graph that the note on another one stands in."""
    return f"{about(graph)}/build"


def line(graph: str, fingerprint: str) -> bytes:
    """The note as N-Triples."""
    return rdf.lines([rdf.Triple(rdf.Iri(about(graph)), _SAYS, rdf.Literal(fingerprint))])


def query(graph: str) -> str:
    """The SELECT of what a note says: at most one row, with `build`."""
    return f"SELECT ?build WHERE {{ GRAPH <{place(graph)}> {{ <{about(graph)}> {_SAYS} ?build }} }}"


def is_fingerprint(text: str) -> bool:
    """Whether a text can be the fingerprint of a build, and no other word or trick."""
    return bool(_FINGERPRINT.fullmatch(text))
