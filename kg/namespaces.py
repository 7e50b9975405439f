"""The IRIs that other people's tools rely on, and the prefixes that stand for them."""

from __future__ import annotations

import re
from functools import lru_cache

BASE = "https://w3id.org/cwkg/"
CW = BASE + "ontology#"
CODE = BASE + "code/"
ID = BASE + "id/"
DATASET = BASE + "data#dataset"
GRAPHS = {"asserted": BASE + "graph/asserted", "derived": BASE + "graph/derived"}
LOADED = BASE + "graph/all"  # both in one, as they are loaded into a store where no other name is given

CODE_LISTS = [
    "theme",
    "barrier",
    "outcome",
    "stance",
    "basis",
    "status",
    "authority",
    "design",
    "documentation",
    "kind",
    "role",
    "area",
    "group",
    "method",
    "question",
    "idea",
    "word",
    "recurrence",
    "cohort",
    "reconciliation",
    "verdict",
]
ID_KINDS = [
    "case",
    "phase",
    "finding",
    "passage",
    "organisation",
    "person",
    "place",
    "source",
    "indicator",
    "change",
    "measurement",
    "participation",
    "tenure",
    "coding-pass",
    "settlement",
    "contradiction",
    "event",
    "mention",
    "coder",
]

PREFIXES: dict[str, str] = {
    "cw": CW,
    **{name: f"{CODE}{name}/" for name in CODE_LISTS},
    **{name: f"{ID}{name}/" for name in ID_KINDS},
    "unit": "http://qudt.org/vocab/unit/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
}

_BY_LENGTH = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))
_BY_BASE = {base: prefix for prefix, base in PREFIXES.items()}


def expand(curie: str) -> str:
    """`theme:share-power` as a full IRI. Raises `KeyError` for an unknown prefix."""
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local


@lru_cache(maxsize=1 << 17)
def shorten(iri: str) -> str:
    """A full IRI as `prefix:local` where a prefix fits, else unchanged."""
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    if iri[:cut] in _BY_BASE and cut < len(iri):
        return f"{_BY_BASE[iri[:cut]]}:{iri[cut:]}"
    for prefix, base in _BY_LENGTH:
        if iri.startswith(base) and len(iri) > len(base):
            return f"{prefix}:{iri[len(base) :]}"
    return iri


def local_name(iri: str) -> str:
    """The last part of an IRI: `share-power`, `cpche`."""
    return iri.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def is_web_address(text: str) -> bool:
    """Whether a text is an address of the web that can stand as an IRI in every syntax."""
    return bool(re.fullmatch(r"https?://[^\s<>\"{}|\\^`\x00-\x20/]+(/[^\s<>\"{}|\\^`\x00-\x20]*)?", text))


@lru_cache(maxsize=1 << 10)
def sparql_prologue(text: str = "") -> str:
    """`PREFIX` lines for the prefixes that `text` uses, or for all of them when it is empty."""
    used = {p: iri for p, iri in PREFIXES.items() if not text or f"{p}:" in text}
    return "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in sorted(used.items()))
