"""What anything in the graph is called on a page: by its label, by where it stands, or by its kind and id."""

from __future__ import annotations

from kg.namespaces import CW, expand, local_name
from kg.web.pages.site import Site

# properties of other vocabularies that the graph uses, in words
WORDS = {
    "rdf:type": "is a",
    "rdfs:label": "label",
    "rdfs:comment": "comment",
    "rdfs:subClassOf": "is a kind of",
    "rdfs:subPropertyOf": "is a narrower form of",
    "rdfs:domain": "is said of",
    "rdfs:range": "leads to",
    "owl:inverseOf": "is the inverse of",
    "owl:versionInfo": "version",
    "skos:definition": "definition",
    "skos:prefLabel": "name",
    "skos:altLabel": "other words",
    "skos:hiddenLabel": "words read as it",
    "skos:notation": "code",
    "skos:inScheme": "list",
    "skos:related": "is related to",
    "skos:broader": "is a kind of",
    "skos:scopeNote": "scope",
    "skos:example": "example",
    "dct:title": "title",
    "dct:date": "date",
    "dct:creator": "author",
    "dct:description": "description",
    "dct:license": "licence",
}
BY_IRI = {expand(curie): words for curie, words in WORDS.items()} | {"http://www.w3.org/ns/dcat#keyword": "keyword"}
KINDS = ("cw:ThemeFinding", "cw:BarrierFinding", "cw:OutcomeFinding", "cw:Saving")  # a narrow kind before a wide one
NARROW = [expand(curie) for curie in KINDS]


def of_property(site: Site, iri: str) -> str:
    """A property in words."""
    return BY_IRI.get(iri) or site.labels.get(iri) or local_name(iri)


def of_kind(site: Site, kinds: list[str]) -> str:
    """The kind of a thing in a word: the narrowest of ours, else a general word."""
    ours = [iri for iri in kinds if iri.startswith(CW) and iri in site.labels]
    chosen = next((iri for iri in NARROW if iri in ours), ours[0] if ours else "")
    return site.labels.get(chosen, "thing")


def of_thing(site: Site, iri: str, kinds: list[str]) -> str:
    """The name of a thing: its label, a passage's place in its source, else its kind with its id."""
    known = site.labels.get(iri) or site.places.get(iri)
    if known:
        return known
    kind = of_kind(site, kinds)
    return f"{kind[:1].upper()}{kind[1:]} {local_name(iri)}"
