"""About: where it comes from, how it was coded, how far the coders agree, what it cannot say, licence, citation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg import __version__
from kg.namespaces import expand
from kg.notebook.tables import Value, answered
from kg.questions import find_question
from kg.web.pages.asked import Asked
from kg.web.pages.frame import Page
from kg.web.pages.site import Site

AGREEMENT = "coder-agreement"  # the named question that the figures come from
TOGETHER = "all together"
COLUMNS = ("both", "only_first", "only_second", "neither", "per_cent", "kappa")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Agreed:
    """How far two coders agree on a list: on all of it, and on each entry."""

    list: str
    units: Value
    per_cent: Value
    kappa: Value
    entries: Sequence[tuple[Value, ...]]


def show(site: Site, asked: Asked) -> Page:
    """The page on the method."""
    return Page(
        "About this graph",
        "about.html",
        {
            "sources": _sources(site),
            "agreed": _agreed(site),
            "verdicts": _verdicts(site),
            "findings": site.manifest["counts"].get("findings", 0),
            "read": len(site.facets.read_in_full["theme"]),
            "bases": site.described("basis"),
            "levels": site.described("documentation"),
            "licence": LICENCE,
            "citation": f"The CWKG authors: Collaborative Working Knowledge Graph. Version {__version__}.",
            "report": "Emily Miles: Collaborative Working. InsideOUT. Institute for Government, 2011.",
        },
        here="about",
        description="Where the graph comes from, how it was coded, how far the coders agree, and what it cannot say.",
    )


def _sources(site: Site) -> list[tuple[str, str, str, str]]:
    """The sources: name, IRI, year and note."""
    rows = site.store.graph.rows(
        """SELECT ?s ?label ?year ?note ?number WHERE { ?s a cw:SourceDocument ; rdfs:label ?label ;
             cw:sourceNumber ?number OPTIONAL { ?s cw:publicationYear ?year } OPTIONAL { ?s cw:note ?note } }
           ORDER BY ?number"""
    )
    return [(label, iri, year or "", note or "") for iri, label, year, note, _ in rows]


def _agreed(site: Site) -> list[Agreed]:
    """How far the coders agree, by list; nothing where the graph has no such question."""
    if AGREEMENT not in {question.name for question in site.graph.named}:
        return []
    table = answered(site.store, find_question(site.graph.named, AGREEMENT), {})
    found = []
    for key in site.entries:
        rows = [row for row in table if row["record"] == key]
        whole = next((row for row in rows if row["entry"] == TOGETHER), None)
        if whole:
            by_label = {str(row["entry"]): row for row in rows}
            entries = [
                (entry.id, entry.label, *(by_label[entry.label][name] for name in COLUMNS))
                for entry in site.entries[key].values()
                if entry.label in by_label
            ]
            found.append(Agreed(key, whole["cases"], whole["per_cent"], whole["kappa"], entries))
    return found


def _verdicts(site: Site) -> list[tuple[str, int]]:
    """What third looks ended with, and how many of each."""
    rows = site.store.graph.rows(
        f"SELECT ?v (COUNT(?s) AS ?n) WHERE {{ ?s <{expand('cw:hasVerdict')}>/rdfs:label ?v }} GROUP BY ?v ORDER BY ?v"
    )
    return [(words.lower(), int(number)) for words, number in rows]
