"""What pages need of a graph again and again, looked up once and kept for as long as the graph is open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.conditions import DEFAULT_STANCE
from kg.facets import Facets
from kg.namespaces import expand, local_name
from kg.notebook.calls import whole
from kg.notebook.graph import KnowledgeGraph
from kg.pictures import themes
from kg.store import Store


@dataclass(frozen=True)
class Entry:
    """A theme, barrier or outcome: its list, id, code in the codebook, label and definition."""

    list: str
    id: str
    code: str
    label: str
    definition: str


@dataclass(frozen=True)
class Count:
    """In how many cases an entry stands as it usually does: for certain, and possibly besides."""

    entry: Entry
    certain: int
    possible: int

    @property
    def total(self) -> int:
        return self.certain + self.possible


class Site:
    """The open graph as pages see it."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self.graph = graph

    @property
    def store(self) -> Store:
        return self.graph.store

    @property
    def facets(self) -> Facets:
        return self.graph.facets

    @cached_property
    def model(self) -> list[themes.Theme]:
        """The twelve themes with their ties."""
        return themes.themes(self.store)

    @cached_property
    def entries(self) -> dict[str, dict[str, Entry]]:
        """Themes, barriers and outcomes, by list and id, in the order of the codebook."""
        rows = {
            iri: (code or "", definition or "")
            for iri, code, definition in self.store.graph.rows(
                """SELECT ?e ?code ?definition WHERE { VALUES ?k { cw:Theme cw:Barrier cw:OutcomeType } ?e a ?k .
                     OPTIONAL { ?e skos:notation ?code } OPTIONAL { ?e skos:definition ?definition } }"""
            )
        }
        about = {(iri.rsplit("/", 2)[-2], local_name(iri)): found for iri, found in rows.items()}
        return {
            key: {
                value.entry: Entry(key, value.entry, *_parts(about.get((key, value.entry), ("", "")), value.label))
                for value in self.facets.group(key).entries
            }
            for key in DEFAULT_STANCE
        }

    @cached_property
    def counts(self) -> dict[str, list[Count]]:
        """By list, in how many cases each entry stands."""
        with whole():
            everything = self.facets.select({})
        return {
            key: [
                Count(entry, sure := everything.certain_counts[key][id], everything.counts[key][id] - sure)
                for id, entry in found.items()
            ]
            for key, found in self.entries.items()
        }

    @cached_property
    def labels(self) -> dict[str, str]:
        """The label of everything that has one, by IRI."""
        return dict(self.store.graph.rows("SELECT ?x ?label WHERE { ?x rdfs:label ?label }"))

    @cached_property
    def places(self) -> dict[str, str]:
        """The place of each passage in words, by IRI: its source, then where in it."""
        rows = self.store.graph.rows(
            "SELECT ?p ?source ?place WHERE { ?p cw:inSource/rdfs:label ?source ; cw:locator ?place }"
        )
        return {iri: f"{source}, {place}" for iri, source, place in rows}

    def label(self, curie: str) -> str:
        """The label of a thing by its short name; the short name's last part where it has none."""
        return self.labels.get(expand(curie)) or curie.partition(":")[2]

    def described(self, list: str) -> list[tuple[str, str]]:
        """The entries of a list of the codebook: label and definition."""
        return [
            (label, definition)
            for label, definition in self.store.graph.rows(
                f"""SELECT ?label ?definition WHERE {{ ?e skos:inScheme <{expand(f"{list}:")}> ; rdfs:label ?label ;
                      skos:definition ?definition . OPTIONAL {{ ?e skos:notation ?code }} }} ORDER BY ?code ?label"""
            )
        ]

    @cached_property
    def entry_by_label(self) -> dict[str, Entry]:
        """Themes, barriers and outcomes by their labels."""
        return {entry.label: entry for found in self.entries.values() for entry in found.values()}

    @cached_property
    def organisation_by_label(self) -> dict[str, str]:
        """The ids of organisations by their labels."""
        base = expand("organisation:")
        return {label: iri.removeprefix(base) for iri, label in self.labels.items() if iri.startswith(base)}

    def load(self) -> None:
        """Read every file that was compiled with the graph."""
        _ = self.graph.named, self.store.lexicon, self.facets

    @cached_property
    def kinds(self) -> dict[str, int]:
        """How many cases there are of each kind, by its id."""
        return self.facets.select({}).counts["kind"]

    @cached_property
    def manifest(self) -> dict[str, Any]:
        return self.store.manifest


def _parts(found: tuple[str, str], label: str) -> tuple[str, str, str]:
    code, definition = found
    return code, label, definition
