"""The records in the words of outside vocabularies, by the queries of `queries/mappings/`, and claims with evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, partial
from pathlib import Path

from kg import rdf
from kg.describing.terms import used_prefixes
from kg.exports import notice
from kg.exports.claims import NANOPUB, PROV, Claims
from kg.exports.frame import File, Given, Group
from kg.namespaces import PREFIXES

ABOUT = {
    "web-annotation": "Web Annotation: findings as annotations of positions in the sources, without words",
    "prov-o": "PROV-O: who made each record, from what, and whose view it reports",
    "org": "ORG: cases, the bodies that take part, and posts held",
    "cids": "Common Impact Data Standard 3.2: outcomes, indicators, baselines, targets",
    "data-cube": "Data Cube: how many interviewees spoke of what",
}
COUNTS = ("http://www.w3.org/ns/oa#start", "http://www.w3.org/ns/oa#end")


class _Mappings:
    def __init__(self, given: Given) -> None:
        self.given, self.claims = given, Claims(given)

    @cached_property
    def graph(self) -> rdf.Graph:
        return rdf.Graph(self.given.all)

    @property
    def note(self) -> bytes:
        """What a reader of the text meets first."""
        return f"# {notice.about(self.given.corpus)}\n".encode()

    def mapped(self, path: Path) -> bytes:
        """What a query makes of the graph, with the prefixes that the query has."""
        query = rdf.read_text(path)
        triples = rdf.sorted_triples(self._typed(self.graph.query(query, path.name)))
        prefixes = {**used_prefixes(triples), **dict(re.findall(r"^PREFIX (\w+): <([^>]+)>", query, re.MULTILINE))}
        return self.note + rdf.serialize(triples, "turtle", prefixes)

    def _typed(self, triples: Iterable[rdf.Triple]) -> Iterator[rdf.Triple]:
        """The triples with the datatypes that their properties have in the source graph: the store knows one for all
        whole numbers."""
        for triple in triples:
            datatype = self.datatypes.get(triple.predicate.value)
            if datatype and isinstance(triple.object, rdf.Literal):
                triple = rdf.Triple(
                    triple.subject, triple.predicate, rdf.Literal(triple.object.value, datatype=datatype)
                )
            yield triple

    @cached_property
    def datatypes(self) -> dict[str, rdf.Iri]:
        """The datatype of counts, by property."""
        count = rdf.iri("xsd:nonNegativeInteger")
        ours = (
            t.predicate.value
            for t in self.given.all
            if isinstance(t.object, rdf.Literal) and t.object.datatype == count
        )
        return dict.fromkeys((*COUNTS, *ours), count)

    def nanopublications(self) -> bytes:
        prefixes = {**PREFIXES, "np": NANOPUB, "prov": PROV}
        return self.note + rdf.serialize_named(self.claims.nanopublications(), "trig", prefixes)

    def reified(self) -> bytes:
        return self.note + rdf.serialize(self.claims.reified(), "turtle", PREFIXES)


def files(given: Given) -> list[File]:
    made = _Mappings(given)
    listed = [
        File(f"mappings/{path.stem}.ttl", ABOUT[path.stem], "text/turtle", partial(made.mapped, path))
        for path in sorted(given.project.mappings.glob("*.rq"))
    ]
    nanopubs = "Nanopublications: one claim each, with its evidence"
    listed.append(File("mappings/nanopublications.trig", nanopubs, "application/trig", made.nanopublications))
    reified = "RDF 1.2: claims as statements that findings reify"
    listed.append(File("mappings/rdf-1.2.ttl", reified, "text/turtle", made.reified))
    for path in sorted((given.project.ontology / "alignments").glob("*.ttl")):
        about = "How our terms, places or organisations stand to those elsewhere"
        listed.append(
            File(f"alignments/{path.name}", about, "text/turtle", path.read_bytes, "alignments/<vocabulary>.ttl")
        )
    return listed


GROUP = Group("mappings", "the records in the words of outside vocabularies", files)
