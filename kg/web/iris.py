"""Which address belongs to which IRI, and which of the two is a thing and which a document about it.

An IRI `https://w3id.org/cwkg/<rest>` lives at `/<rest>` below the public address. Cases, findings, themes and lists are
things: their address leads on to a document. The ontology and the page on the data are documents themselves, and what
they describe are their fragments. A suffix on either address asks for one syntax.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.mediatypes import RDF_TYPES, MediaType
from kg.namespaces import BASE, CODE_LISTS, CW, DATASET, ID_KINDS
from kg.web.addresses import Addresses

ONTOLOGY = CW.rstrip("#")
SYNTAXES = {kind.suffix: kind for kind in RDF_TYPES}
VOID = ("/void", "/.well-known/void")  # where programs look for a description of the data

_SUFFIX = re.compile(rf"(.+)\.({'|'.join(SYNTAXES)})", re.DOTALL)
_NAME = r"[a-z0-9]+(?:-+[a-z0-9]+)*"
_THING = re.compile(
    rf"/(?:about-thing/)?(id/(?:{'|'.join(ID_KINDS)})/{_NAME}|code/(?:{'|'.join(CODE_LISTS)})/{_NAME})$"
)
_LIST = re.compile(rf"/(?:about-thing/)?(code/(?:{'|'.join(CODE_LISTS)}))/?")
_PAGE = re.compile(rf"/(?:(case|organisation)|(theme|barrier|outcome))/({_NAME})")
_VERSION = re.compile(r"/(ontology/[0-9][0-9A-Za-z.-]*)")
_GRAPH = re.compile(r"/(graph/(?:asserted|derived))")


@dataclass(frozen=True)
class Place:
    """An address that is about something: the IRI of that, and the path of the document that tells of it.

    `leads_on` says that the address is not the document's own, so that whoever comes is sent there. `syntax` is the one
    that its suffix asks for.
    """

    iri: str
    document: str
    leads_on: bool
    syntax: MediaType | None = None

    def path(self, syntax: MediaType | None = None) -> str:
        """The document's path, or with a syntax the path of the document in that syntax."""
        return f"{self.document.rstrip('/')}.{syntax.suffix}" if syntax else self.document


def place_of(iri: str) -> Place:
    """The document of an IRI of ours."""
    return Place(iri, _document(iri), False)


def read(path: str) -> Place | None:
    """What an address is about, or `None` for a page that is about no one thing. `path` is without the public prefix.

    It is read from the address alone: whether the graph knows the thing is another matter.
    """
    found = _SUFFIX.fullmatch(path)
    stem, syntax = (found[1], SYNTAXES[found[2]]) if found else (path, None)
    if stem in VOID:
        return Place(DATASET, "/data", True, syntax or RDF_TYPES[0])
    iri = _iri(stem)
    if not iri:
        return None
    document = _document(iri)
    return Place(iri, document, stem.rstrip("/") != document.rstrip("/"), syntax)


def _iri(stem: str) -> str:
    """The IRI behind an address without its suffix, or an empty text."""
    if stem == "/ontology":
        return ONTOLOGY
    if stem == "/data":
        return DATASET
    if found := _LIST.fullmatch(stem):
        return f"{BASE}{found[1]}/"
    if found := _PAGE.fullmatch(stem):
        return f"{BASE}id/{found[1]}/{found[3]}" if found[1] else f"{BASE}code/{found[2]}/{found[3]}"
    found = _THING.fullmatch(stem) or _VERSION.fullmatch(stem) or _GRAPH.fullmatch(stem)
    return BASE + found[1] if found else ""


def _document(iri: str) -> str:
    """The path of the document of an IRI of ours; a fragment is part of its document."""
    return Addresses().thing(iri).partition("#")[0]
