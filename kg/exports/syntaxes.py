"""The graph in the syntaxes of RDF: whole, and in parts that make it up."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import Any

from kg import mediatypes, rdf
from kg.exports import jsonld
from kg.exports.frame import Content, File, Given, Group
from kg.mediatypes import MediaType
from kg.namespaces import GRAPHS, ID, PREFIXES

ABOUT = {
    "cwkg": "the whole graph: what was typed and what the rules derive",
    "ontology": "the terms",
    "codebook": "the lists that findings point to",
    "data": "cases, registry, and what the data says of itself",
    "asserted": "everything that was typed: terms, codebook and data",
    "derived": "what the rules derive",
}


def _blank(triple: rdf.Triple) -> bool:
    return any(isinstance(term, rdf.BlankNode) for term in (triple.subject, triple.object))


class _Parts:
    """The graph cut into parts: `cwkg` is `asserted` and `derived`; `asserted` is `ontology`, `codebook` and `data`."""

    def __init__(self, given: Given) -> None:
        self.given = given

    def triples(self, part: str) -> list[rdf.Triple]:
        found: list[rdf.Triple] = getattr(self, part)
        return found

    def named(self, part: str) -> dict[str, list[rdf.Triple]]:
        """A part by the graphs that its triples are in: those of the whole are in two, any other in one."""
        if part == "cwkg":
            return {GRAPHS["asserted"]: self.asserted, GRAPHS["derived"]: self.derived}
        return {GRAPHS["derived" if part == "derived" else "asserted"]: self.triples(part)}

    @property
    def cwkg(self) -> list[rdf.Triple]:
        return self.given.all

    @property
    def asserted(self) -> list[rdf.Triple]:
        return self.given.asserted

    @property
    def derived(self) -> list[rdf.Triple]:
        return self.given.derived

    @cached_property
    def data(self) -> list[rdf.Triple]:
        """What stands in no file of terms. Cases and registry have no blank nodes."""
        itself = self._file("dataset.ttl")
        elsewhere = {*self.ontology, *self.codebook, *itself}
        found = (triple for triple in self.asserted if not _blank(triple) and triple not in elsewhere)
        return rdf.sorted_triples([*found, *itself])

    @cached_property
    def ontology(self) -> list[rdf.Triple]:
        return self._file("cwkg.ttl")

    @cached_property
    def codebook(self) -> list[rdf.Triple]:
        return self._file("codebook.ttl")

    def _file(self, name: str) -> list[rdf.Triple]:
        return rdf.name_blank_nodes(list(rdf.parse(self.given.project.ontology / name, "turtle")))

    def jsonld(self, part: str) -> Iterator[bytes]:
        """A part as JSON-LD: records in the names of the published context, everything else with prefixes."""
        records = self.given.documents if part in ("cwkg", "asserted", "data") else []
        mapped = set(filter(_is_record, self.asserted)) if records else set()
        rest = jsonld.nodes(triple for triple in rdf.sorted_triples(self.triples(part)) if triple not in mapped)
        context: Any = [self.given.context, PREFIXES] if records else PREFIXES
        return jsonld.document(context, [*records, *rest])


def _is_record(triple: rdf.Triple) -> bool:
    """Whether a typed triple is one of a record, and not of the terms or lists."""
    return isinstance(triple.subject, rdf.Iri) and triple.subject.value.startswith(ID)


def files(given: Given) -> list[File]:
    parts = _Parts(given)
    made = [_file(parts, part, kind) for part in ABOUT for kind in mediatypes.DATASET_TYPES]
    dump = partial(_compressed, lambda: rdf.serialize_named(parts.named("cwkg")))
    made.append(File("cwkg.nq.gz", "N-Quads, packed: the dump for a store", "application/gzip", dump))
    shapes, context = (given.project.ontology / name for name in ("shapes.ttl", "context.jsonld"))
    made.append(File("rdf/shapes.ttl", "SHACL: what the data must look like", "text/turtle", shapes.read_bytes))
    made.append(
        File(
            "context.jsonld",
            "What the short names of the JSON-LD files mean",
            "application/ld+json",
            context.read_bytes,
        )
    )
    return made


def _file(parts: _Parts, part: str, kind: MediaType) -> File:
    name = f"{part}.{kind.suffix}"
    return File(
        name if part == "cwkg" else f"rdf/{name}",
        f"{kind.label}: {ABOUT[part]}",
        kind.name,
        partial(_written, parts, part, kind),
    )


def _written(parts: _Parts, part: str, kind: MediaType) -> Content:
    if kind is mediatypes.JSON_LD:
        return parts.jsonld(part)
    if kind in (mediatypes.N_QUADS, mediatypes.TRIG):
        return rdf.serialize_named(parts.named(part), kind.format, PREFIXES)
    return rdf.serialize(parts.triples(part), kind.format, PREFIXES)


def _compressed(make: Callable[[], bytes]) -> bytes:
    """Packed by gzip, without the time and the name that would make each run another."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", filename="", mtime=0) as stream:
        stream.write(make())
    return packed.getvalue()


GROUP = Group("rdf", "the graph in the syntaxes of RDF", files)
