"""One file for each case: all that is recorded and derived of it, with the names of what it points to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, partial
from typing import Any

from kg import mediatypes, rdf
from kg.exports.frame import File, Given, Group
from kg.exports.jsonld import Framed
from kg.namespaces import ID, PREFIXES, expand, shorten

LEADING_TO = ("about", "phaseOf", "participationIn", "tenureIn", "figureOf", "contradictionIn", "codedUnit")
LED_TO = ("hasChange", "before", "after", "comparison")
TOLD = ("rdf:type", "rdfs:label", "skos:definition")
PASSAGE = f"{ID}passage/"


class _Cases:
    """The graph by its subjects and objects, for cutting out what belongs to a case."""

    def __init__(self, given: Given) -> None:
        self.given = given

    @cached_property
    def by_subject(self) -> dict[str, list[rdf.Triple]]:
        return _by_subject(self.given.all)

    @cached_property
    def derived(self) -> dict[str, list[rdf.Triple]]:
        return _by_subject(self.given.derived)

    @cached_property
    def leading_to(self) -> dict[str, list[str]]:
        """For a case the records that are about it; for a finding the third looks at it."""
        properties = {expand(f"cw:{name}") for name in (*LEADING_TO, "reconciles")}
        found: dict[str, list[str]] = {}
        for triple in self.given.all:
            if triple.predicate.value in properties:
                found.setdefault(_id(triple.object), []).append(_id(triple.subject))
        return found

    @cached_property
    def framed(self) -> Framed:
        return Framed(self.given.context, self.given.documents)

    def own(self, case: str) -> list[str]:
        """The IRIs of a case and of its records, the case first."""
        led_to = {expand(f"cw:{name}") for name in LED_TO}
        found = [expand(f"case:{case}")]
        for iri in found:  # grows while it is walked
            further = [_id(t.object) for t in self.by_subject.get(iri, []) if t.predicate.value in led_to]
            found += [other for other in (*self.leading_to.get(iri, []), *further) if other not in found]
        return [found[0], *sorted(found[1:])]

    def triples(self, case: str) -> Iterator[rdf.Triple]:
        """Everything said of a case and its records, then the passages cited, then the names of all else."""
        own = self.own(case)
        told = {expand(name) for name in TOLD}
        said = [triple for iri in own for triple in self.by_subject[iri]]
        yield from said
        cited = {t.object.value for t in said if isinstance(t.object, rdf.Iri)} - set(own)
        passages = sorted(iri for iri in cited if iri.startswith(PASSAGE))
        sources = {t.object.value for iri in passages for t in self.by_subject[iri] if isinstance(t.object, rdf.Iri)}
        for iri in passages:
            yield from self.by_subject[iri]
        for iri in sorted((cited | sources) - set(passages)):
            yield from (t for t in self.by_subject.get(iri, []) if t.predicate.value in told)

    def turtle(self, case: str) -> bytes:
        triples = list(self.triples(case))
        return rdf.serialize(triples, "turtle", _prefixes(triples))

    def nested(self, case: str) -> bytes:
        iri = expand(f"case:{case}")
        return self.framed.case(case, self.derived.get(iri, []))


def _by_subject(triples: list[rdf.Triple]) -> dict[str, list[rdf.Triple]]:
    found: dict[str, list[rdf.Triple]] = {}
    for triple in triples:
        found.setdefault(_id(triple.subject), []).append(triple)
    return found


def _id(term: Any) -> str:
    """The IRI, or the name of a blank node."""
    return str(term.value)


def _prefixes(triples: list[rdf.Triple]) -> dict[str, str]:
    """The prefixes that the triples use."""
    terms = {term for triple in triples for term in (triple.subject, triple.predicate, triple.object)}
    names = {t.value for t in terms if isinstance(t, rdf.Iri)} | {
        t.datatype.value for t in terms if isinstance(t, rdf.Literal)
    }
    used = {shorten(name).partition(":")[0] for name in names}
    return {prefix: base for prefix, base in PREFIXES.items() if prefix in used}


def files(given: Given) -> list[File]:
    cases = _Cases(given)
    made = []
    for id in sorted(case.id for case in given.corpus.cases.values()):
        for kind, about, make in (
            (mediatypes.TURTLE, "Turtle: one case with its evidence", cases.turtle),
            (mediatypes.JSON_LD, "JSON-LD: one case as one nested document", cases.nested),
        ):
            name = f"cases/{id}.{kind.suffix}"
            made.append(File(name, about, kind.name, partial(make, id), f"cases/<case>.{kind.suffix}"))
    return made


GROUP = Group("cases", "one file for each case", files)
