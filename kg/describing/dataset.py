"""What the dataset says of itself in the graph, and where it is published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kg import rdf
from kg.describing.profile import Line, Profile, line
from kg.describing.terms import term
from kg.mediatypes import DATASET_TYPES
from kg.namespaces import CW, DATASET, expand, local_name
from kg.store import reconstruction

ONTOLOGY = CW.rstrip("#")
RDF_NAMES = {kind.name for kind in DATASET_TYPES}


@dataclass(frozen=True)
class Named:
    """A thing with what people call it."""

    iri: str
    name: str


@dataclass(frozen=True)
class Download:
    """A file of the whole data: its address, what it is in a few words, and where known its size and SHA-256."""

    address: str
    title: str
    media_type: str
    size: int | None = None
    sha256: str = ""

    @property
    def is_rdf(self) -> bool:
        """Whether it holds the graph itself, not tables made from it."""
        return self.media_type in RDF_NAMES


@dataclass(frozen=True)
class Published:
    """Where the data can be had: the page that leads to it, the SPARQL endpoint, the files. Each may be left out.

    `issued` is the day of this version as `2026-01-31`, where it is known.
    """

    page: str = ""
    endpoint: str = ""
    downloads: tuple[Download, ...] = ()
    issued: str = ""


class Described:
    """A graph with its counts and its own words on itself: whatever descriptions are made from."""

    def __init__(self, triples: Iterable[rdf.Triple]) -> None:
        self._take(map(line, triples))

    @classmethod
    def of_lines(cls, lines: Iterable[Line]) -> Described:
        """The same from triples that are texts already."""
        made = cls(())
        made._take(lines)
        return made

    def _take(self, lines: Iterable[Line]) -> None:
        self.lines = list(dict.fromkeys(lines))
        self._said: dict[tuple[str, str], list[str]] = defaultdict(list)
        for subject, predicate, value in self.lines:
            self._said[subject, predicate].append(value)

    @cached_property
    def profile(self) -> Profile:
        return Profile(self.lines)

    def values(self, iri: str, property: str) -> list[str]:
        """The values of a thing's property as texts, sorted."""
        found = self._said.get((f"<{iri}>", str(term(property))), [])
        return sorted(text for node in found if (text := _text(node)) is not None)

    def text(self, iri: str, property: str) -> str:
        return next(iter(self.values(iri, property)), "")

    def label(self, iri: str) -> str:
        return self.text(iri, "rdfs:label")

    def members(self, kind: str) -> list[str]:
        """The things of a class, given as `cw:Country`, by their IRIs."""
        wanted, types = str(term(kind)), str(term("a"))
        found = (node for (node, name), values in self._said.items() if name == types and wanted in values)
        return sorted(node[1:-1] for node in found if node[0] == "<")

    def named(self, iris: Iterable[str]) -> list[Named]:
        return [Named(iri, self.label(iri)) for iri in iris]

    @property
    def title(self) -> str:
        return self.label(DATASET)

    @property
    def description(self) -> str:
        """What the data is, on one line, with how much there is and what may not be concluded from it."""
        return " ".join([*self.text(DATASET, "dct:description").split(), *self.note.split()])

    @cached_property
    def note(self) -> str:
        """That the roster is a reconstruction, and how many of its projects are known by name alone."""
        kind = expand("kind:fellowship")
        roster = [case for case in self.members("cw:Collaboration") if kind in self.values(case, "cw:hasKind")]
        return reconstruction([local_name(self.text(case, "cw:documentedAt")) for case in roster])

    @property
    def licence(self) -> str:
        return self.text(DATASET, "dct:license")

    @property
    def creators(self) -> list[Named]:
        return self.named(self.values(DATASET, "dct:creator"))

    @property
    def keywords(self) -> list[str]:
        return self.values(DATASET, "dcat:keyword")

    @property
    def version(self) -> str:
        """The version of the terms, which is the version of all."""
        return self.text(ONTOLOGY, "owl:versionInfo")

    @property
    def prior(self) -> str:
        """The IRI of the version before this one, empty for the first."""
        return self.text(ONTOLOGY, "owl:priorVersion")

    @property
    def sources(self) -> list[Named]:
        """The documents that the cases were coded from."""
        return self.named(self.members("cw:SourceDocument"))

    @property
    def countries(self) -> list[Named]:
        """The countries that cases lie in."""
        used = {country for case in self.members("cw:Collaboration") for country in self.values(case, "cw:inCountry")}
        return self.named(sorted(used))


def _text(node: str) -> str | None:
    """An IRI or the text of a literal; a blank node has none."""
    if node[0] == "<":
        return node[1:-1]
    if node[0] != '"':
        return None
    (triple,) = rdf.parse(f"<urn:x> <urn:x> {node} .", "n-triples")
    return triple.object.value if isinstance(triple.object, rdf.Literal) else None
