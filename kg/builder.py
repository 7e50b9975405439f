"""Records as RDF: each file's tree as JSON-LD, which the published context `ontology/context.jsonld` maps to terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kg import rdf
from kg.case import Case, Change, Coding, Figure, Passage
from kg.coding import CodingFile, SettlementFile
from kg.corpus import Corpus
from kg.errors import Problem
from kg.fields import Kind, Record
from kg.mapping import Context
from kg.namespaces import expand
from kg.reconcile import reconcile
from kg.registry import RegistryFile
from kg.sources.evidence import parse_place

Node = dict[str, Any]
COHORT = "fellowship-2010-11"


@dataclass
class Built:
    """The source graph, and for each thing in it the file and line that it came from."""

    triples: list[rdf.Triple]
    origin: dict[str, tuple[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """The graph as typed: the terms, the codebook and the cases, before any rule has run."""

    corpus: Corpus
    triples: list[rdf.Triple]
    origin: dict[str, tuple[str, int]]


@dataclass(frozen=True)
class Compiled:
    """A whole build: asserted and derived triples, what they hold, and the warnings of the shapes."""

    source: Source
    derived: list[rdf.Triple]
    counts: dict[str, int]
    fingerprint: str
    warnings: list[Problem]


def build(corpus: Corpus, context: dict[str, object]) -> Built:
    """The source graph of all records: what was typed, and nothing derived. The records have passed `check`."""
    mapper = _Mapper(corpus)
    triples = rdf.sorted_triples(Context(context).triples(mapper.documents()))
    return Built(triples, mapper.origin)


@dataclass
class Lines:
    """The source graph of some files as lines of N-Triples, and that of the registry entries around them."""

    own: set[str]
    around: set[str]
    origin: dict[str, tuple[str, int]]


def build_some(own: Corpus, seen: Corpus, context: Context) -> Lines:
    """The source graph of the files of `own`, and that of the registry entries of `seen`, to which they lead.

    The graph of a corpus is what its parts give together, wherever it is cut: who speaks in a case is said of the
    person by the case.
    """
    mapper = _Mapper(own)
    mapper.countries |= {p.code: p.id for _, p in seen.entries("place") if p.kind == "country"}
    speakers = [{"@id": f"person:{id}", "@type": "Speaker"} for id in mapper.speakers]
    lines = set(context.lines([*mapper.documents(own), *speakers]))
    return Lines(lines, set(context.lines(_Mapper(seen).documents())), mapper.origin)


def documents(corpus: Corpus) -> list[Node]:
    """All records as JSON-LD nodes in the terms of the published context, as the graph is made from them."""
    return list(_Mapper(corpus).documents())


def decimal(value: Decimal) -> str:
    """A number in XSD's canonical lexical form: no noughts at the ends, no exponent."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def slug(text: str) -> str:
    """Any text as the tail of an IRI: small letters, digits, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


class _Mapper:
    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.origin: dict[str, tuple[str, int]] = {}
        self.countries = {p.code: p.id for _, p in corpus.entries("place") if p.kind == "country"}
        coded: list[Case | CodingFile] = [*corpus.cases.values(), *corpus.codings.values()]
        self.speakers = {p for owner in coded for f in owner.findings for p in f.said_by}
        self.reconciled = reconcile(corpus)

    def documents(self, some: Corpus | None = None) -> Iterator[Node]:
        """The nodes of all files, or of some of them."""
        corpus = some or self.corpus
        for file, case in corpus.cases.items():
            yield from self.case(file, case)
        for file, registry in corpus.registry.items():
            yield from self.registry(file, registry)
        for file, coding in corpus.codings.items():
            yield from self.coding(file, coding)
        for file, settlements in corpus.settlements.items():
            yield from self.settlements(file, settlements)
        where = {place: file for file, owner in corpus.files() for place in owner.passages}
        for place, passage in corpus.passages().items():
            yield self.passage(where[place], place, passage)

    def node(self, file: str, record: Record, id: str, type: str | list[str], case: str = "") -> Node:
        """One record as a JSON-LD node: the fields of the file under their own names, ids resolved."""
        line = record.marks.get("id", next(iter(record.marks.values()), (1, 1)))[0]
        self.origin[expand(id)] = (file, line)
        node: Node = {"@id": id, "@type": type}
        for name, kind in record.kinds().items():
            value = getattr(record, name)
            if value in (None, [], {}) or kind.shape in ("record", "table"):
                continue
            items = [self.value(item, kind, case) for item in (value if kind.many else [value])]
            node[name.replace("_", "-")] = items if kind.many else items[0]
        return node

    def value(self, value: Any, kind: Kind, case: str) -> Any:
        if kind.shape == "place":
            return passage_id(value)
        if kind.shape == "number":
            return decimal(value)
        if kind.shape in ("year", "count"):
            return str(value)
        if kind.ref == "country":
            return self.countries[value]
        if kind.ref == "phase":
            return f"{case}-{value}"
        if kind.ref == "record":
            return record_curie(case, value)
        return value.replace("/", ":") if kind.ref == "countable" else value

    def case(self, file: str, case: Case) -> Iterator[Node]:
        types = ["Case", "MandatedInitiative"] if case.mandated else ["Case"]
        node = self.node(file, case, f"case:{case.id}", types)
        node.pop("id")
        node.pop("mandated", None)
        node["story"] = case.story
        node["class-questions"] = [f"{n}. {question}" for n, question in enumerate(case.class_questions, 1)]
        if case.kind == "fellowship":
            node["cohort"] = COHORT
        node["organisations"] = list(self.participations(file, case))
        node["people"] = list(self.tenures(file, case))
        node["phases"] = [self.node(file, p, f"phase:{case.id}-{p.id}", "Phase") for p in case.phases]
        for name in ("themes", "barriers", "outcomes"):
            node[name] = [self.finding(file, case.id, finding, case.coding) for finding in getattr(case, name)]
        node["figures"] = [self.figure(file, case, figure) for figure in case.figures]
        node["conflicts"] = [
            self.node(file, x, f"contradiction:{case.id}-{x.id}", "Contradiction", case.id) for x in case.conflicts
        ]
        node["coding"] = list(_coding_passes(case.id, case.coding)) if case.coding else []
        yield node
        for conflict in case.conflicts:
            yield from _opposed([record_curie(case.id, name) for name in conflict.between])

    def participations(self, file: str, case: Case) -> Iterator[Node]:
        for part in case.organisations:
            yield self.node(file, part, f"participation:{case.id}-{part.organisation}-{part.role}", "Participation")

    def tenures(self, file: str, case: Case) -> Iterator[Node]:
        for tenure in case.people:
            tail = "".join(f"-{slug(part)}" for part in (tenure.post, tenure.organisation) if part)
            yield self.node(file, tenure, f"tenure:{case.id}-{tenure.person}{tail}", "Tenure")

    def finding(self, file: str, case: str, finding: Any, coding: Coding | CodingFile | None) -> Node:
        name = f"{coding.coder}-{finding.id}" if isinstance(coding, CodingFile) else finding.id
        id = f"{case}-{name}"
        node = self.node(file, finding, f"finding:{id}", type(finding).__name__, case)
        node["id"] = name
        if coding:
            node["coder"] = coding.coder
        reconciled = self.reconciled[id]
        node["reconciliation"] = reconciled.reconciliation
        if reconciled.basis:
            node["reconciled-basis"] = reconciled.basis
        if getattr(finding, "changes", None):
            node["changes"] = [self.change(file, case, finding.id, change) for change in finding.changes]
        return node

    def coding(self, file: str, coding: CodingFile) -> Iterator[Node]:
        """A further coding of a case: its findings and coding passes beside those of the case file."""
        node: Node = {"@id": f"case:{coding.case}", "@type": "Case"}
        for name in ("themes", "barriers", "outcomes"):
            node[name] = [self.finding(file, coding.case, finding, coding) for finding in getattr(coding, name)]
        node["coding"] = list(_coding_passes(coding.case, coding))
        yield node

    def settlements(self, file: str, settlements: SettlementFile) -> Iterator[Node]:
        for settlement in settlements.settlements:
            id = f"settlement:{settlements.case}-{settlement.id}"
            node = self.node(file, settlement, id, "Settlement", settlements.case)
            node["settles"] = [f"{settlements.case}-{name}" for name in settlement.settles]
            yield {**node, "coder": settlements.coder}

    def change(self, file: str, case: str, finding: str, change: Change) -> Node:
        id = f"{case}-{finding}-{change.id}"
        money = change.amount is not None or change.amount_low is not None
        node = self.node(file, change, f"change:{id}", ["Change", "Saving"] if money else ["Change"])
        node["computed"] = bool(change.computed)
        for name in ("computed-from", "may-overlap"):
            node[name] = [_change_curie(case, finding, other) for other in node.get(name, [])]
        for name in ("before", "after", "comparison"):
            measurement = getattr(change, name)
            if measurement is not None:
                inner = self.node(file, measurement, f"measurement:{id}-{name}", "Measurement")
                node[name] = {**inner, "indicator": change.indicator, "computed": False}
        return node

    def figure(self, file: str, case: Case, figure: Figure) -> Node:
        node = self.node(file, figure, f"measurement:{case.id}-{figure.id}", "Figure")
        return {**node, "computed": bool(figure.computed)}

    def registry(self, file: str, registry: RegistryFile) -> Iterator[Node]:
        for organisation in registry.organisations:
            types = ["Organisation", f"kind-of-{organisation.kind}"]
            yield self.entry(file, organisation, "organisation", types, drop=("kind",))
        for person in registry.people:
            yield self.person(file, person)
        for place in registry.places:
            types = ["Place", "Country"] if place.kind == "country" else ["Place"]
            yield self.entry(file, place, "place", types)
        plain = {"indicators": "indicator", "sources": "source", "coders": "coder", "events": "event"}
        for name, kind in (plain | {"mentions": "mention"}).items():
            for entry in getattr(registry, name):
                yield self.entry(file, entry, kind, [kind.capitalize()])
        for conflict in registry.conflicts:
            node = self.node(file, conflict, f"contradiction:{conflict.id}", "Contradiction")
            pair = [f"mention:{name}" for name in conflict.between]
            yield {**node, "between": pair}
            yield from _opposed(pair)

    def entry(self, file: str, record: Any, kind: str, types: list[str], drop: tuple[str, ...] = ()) -> Node:
        node = self.node(file, record, f"{kind}:{record.id}", types)
        return {key: value for key, value in node.items() if key not in ("id", *drop)}

    def person(self, file: str, person: Any) -> Node:
        types = ["Person"]
        if person.interviewed:
            types.append("Interviewee")
        if person.id in self.speakers:
            types.append("Speaker")
        node = self.entry(file, person, "person", types, drop=("interviewed",))
        node["anonymous"] = person.name is None
        node["posts"] = [
            self.node(file, post, f"tenure:{person.id}-{slug(post.post)}-{post.organisation or 'none'}", "Post")
            for post in person.posts
        ]
        return node

    def passage(self, file: str, place: str, passage: Passage) -> Node:
        source, first, last = parse_place(place)
        node = self.node(file, passage, f"passage:{passage_id(place)}", "Passage")
        return {**node, "source": source, "from-line": str(first), "to-line": str(last)}


def passage_id(place: str) -> str:
    """`miles-2011:10-12` as the tail of a passage's IRI: `miles-2011-10-12`."""
    return place.replace(":", "-")


def _coding_passes(case: str, coding: Coding | CodingFile) -> Iterator[Node]:
    for scheme in coding.schemes:
        id = f"coding-pass:{case}-{coding.coder}-{scheme}"
        yield {"@id": id, "@type": "CodingPass", "coder": coding.coder, "scheme": scheme}


def record_curie(case: str, name: str) -> str:
    """A record of a case by its local id: a finding (t1), a number of one (o1-c1) or a figure (g1)."""
    if re.match(r"[tbo]\d+-", name):
        return f"change:{case}-{name}"
    if re.match(r"[tbo]\d+\Z", name):
        return f"finding:{case}-{name}"
    return f"measurement:{case}-{name}"


def _change_curie(case: str, finding: str, name: str) -> str:
    if re.match(r"o\d+-", name):
        return f"change:{case}-{name}"
    return f"change:{case}-{finding}-{name}" if name.startswith("c") else f"measurement:{case}-{name}"


def _opposed(pair: list[str]) -> Iterator[Node]:
    one, other = pair
    yield {"@id": one, "conflicts-with": [other]}
    yield {"@id": other, "conflicts-with": [one]}
