"""What search engines are told of a page, in the words of schema.org, as JSON-LD with its context inside.

A page about a case is a web page whose main thing is a project; nothing is said that the page does not say. The types
are those of `ontology/alignments/schema-org.ttl`.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import Any

from kg.describing import schemaorg
from kg.namespaces import CODE, CW, DATASET, ID, expand
from kg.notebook.graph import KnowledgeGraph
from kg.web import iris
from kg.web.addresses import Addresses
from kg.web.resources import described, published
from kg.web.written import NotKept

Told = dict[str, Any]
LISTS = {"/themes": "theme", "/barriers": "barrier", "/outcomes": "outcome"}
# the narrowest class that schema.org has for an organisation; any other is an Organization
ORGANISATIONS = {
    CW + "PublicBody": "GovernmentOrganization",
    CW + "University": "CollegeOrUniversity",
    CW + "PrivateCompany": "Corporation",
}


def of_page(graph: KnowledgeGraph, path: str, base: str) -> Told | None:
    """What is told of the page at an address, or `None` where there is nothing to tell. It is known to be there."""
    if path in ("/", "/data"):
        with suppress(NotKept):
            return schemaorg.dataset(described(graph), published(base))
        return None
    if path in LISTS:
        return _page(graph, base + path, _Teller(graph, base, expand(LISTS[path] + ":")).entries())
    place = iris.read(path)
    if place is None or place.leads_on or place.syntax:
        return None
    teller = _Teller(graph, base, place.iri)
    if place.iri.startswith(ID + "case/"):
        return _page(graph, base + path, teller.project(), teller.sources(), teller.text("cw:summary"))
    if place.iri.startswith(ID + "organisation/"):
        return _page(graph, base + path, teller.organisation())
    if place.iri.startswith(CODE) and not place.iri.endswith("/"):
        return _page(graph, base + path, teller.entry())
    return None


def _page(
    graph: KnowledgeGraph, address: str, thing: Told, sources: list[Told] | None = None, abstract: str = ""
) -> Told:
    """A web page of this dataset about one thing."""
    title, licence = _whole(graph)
    return _filled(
        {
            "@context": schemaorg.CONTEXT,
            "@type": "WebPage",
            "@id": address,
            "url": address,
            "name": thing.get("name", ""),
            "abstract": abstract,
            "description": graph.store.roster_note,
            "inLanguage": "en-GB",
            "license": licence,
            "isPartOf": {"@type": "Dataset", "@id": DATASET, "name": title},
            "isBasedOn": sources or [],
            "mainEntity": thing,
        }
    )


@lru_cache(maxsize=2)
def _whole(graph: KnowledgeGraph) -> tuple[str, str]:
    """What the dataset is called, and its licence."""
    query = f"SELECT ?name ?licence WHERE {{ <{DATASET}> rdfs:label ?name ; dct:license ?licence }}"
    found: list[tuple[str, str]] = graph.store.graph.rows(query)
    return found[0] if found else ("", "")


class _Teller:
    """One thing as schema.org has it."""

    def __init__(self, graph: KnowledgeGraph, base: str, iri: str) -> None:
        self.rows, self.base, self.iri = graph.store.graph.rows, base, iri

    def texts(self, path: str) -> list[str]:
        """The values of a property of the thing, or of a path of them."""
        return [text for (text,) in self.rows(f"SELECT DISTINCT ?x WHERE {{ <{self.iri}> {path} ?x }} ORDER BY ?x")]

    def text(self, path: str) -> str:
        return next(iter(self.texts(path)), "")

    def others(self, path: str, kind: str) -> list[Told]:
        """Things that a path leads to, with their labels."""
        rows = self.rows(
            f"SELECT DISTINCT ?x ?name WHERE {{ <{self.iri}> {path} ?x . ?x rdfs:label ?name }} ORDER BY ?name ?x"
        )
        return [self._named(iri, name, kind) for iri, name in rows]

    def _named(self, iri: str, name: str, kind: str) -> Told:
        return {"@type": kind, "@id": iri, "name": name, "url": self._page(iri)}

    def _page(self, iri: str) -> str:
        return self.base + Addresses().thing(iri)

    def _thing(self, kind: str) -> Told:
        return {
            "@type": kind,
            "@id": self.iri,
            "name": self.text("rdfs:label"),
            "alternateName": self.texts("skos:altLabel"),
        }

    def project(self) -> Told:
        """A case: a joint undertaking of organisations."""
        return _filled(
            {
                **self._thing("Project"),
                "description": self.text("cw:summary"),
                "foundingDate": self.text("cw:startYear"),
                "dissolutionDate": self.text("cw:endYear"),
                "location": self.others("cw:inPlace", "Place"),
                "member": self.others("cw:hasPartner", "Organization"),
                "keywords": self.texts("cw:hasPolicyArea/rdfs:label"),
            }
        )

    def organisation(self) -> Told:
        """An organisation, with the cases that it is a partner of."""
        kind = next((ORGANISATIONS[found] for found in self.texts("a") if found in ORGANISATIONS), "Organization")
        return _filled(
            {
                **self._thing(kind),
                "location": self.others("cw:inPlace|cw:inCountry", "Place"),
                "parentOrganization": self.others("cw:unitOf", "Organization"),
                "memberOf": self.others("^cw:hasPartner", "Project"),
            }
        )

    def entry(self) -> Told:
        """An entry of the codebook: a term that is defined, in its list."""
        return _filled(
            {
                **self._thing("DefinedTerm"),
                "description": self.text("skos:definition"),
                "termCode": self.text("skos:notation"),
                "inDefinedTermSet": self.others("skos:inScheme", "DefinedTermSet"),
            }
        )

    def entries(self) -> Told:
        """A list of the codebook with its entries, in their own order."""
        rows = self.rows(
            f"""SELECT ?x ?name ?text ?code WHERE {{ ?x skos:inScheme <{self.iri}> ; rdfs:label ?name ;
                  skos:definition ?text ; skos:notation ?code }} ORDER BY ?code"""
        )
        entries = [
            {**self._named(entry, name, "DefinedTerm"), "description": text, "termCode": code}
            for entry, name, text, code in rows
        ]
        return _filled({**self._thing("DefinedTermSet"), "hasDefinedTerm": entries})

    def sources(self) -> list[Told]:
        """The documents that a case is known from."""
        return self.others("cw:knownFrom/cw:inSource", "CreativeWork")


def _filled(told: Told) -> Told:
    """What is told, without what is empty."""
    return {key: value for key, value in told.items() if value not in ("", [])}
