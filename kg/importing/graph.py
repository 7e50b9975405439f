"""RDF in our terms as records: the way back along `ontology/context.jsonld`, whatever the syntax was.

Derived statements are passed over, since they follow from the others; what has no place in case files is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from kg import rdf
from kg.builder import Compiled
from kg.case import (
    Case,
    Change,
    Coding,
    Contradiction,
    Figure,
    Measurement,
    OutcomeFinding,
    Participation,
    Passage,
    Phase,
    Tenure,
)
from kg.coding import CodingFile, Settlement, SettlementFile
from kg.corpus import Corpus
from kg.fields import Kind, Record
from kg.importing.found import FINDINGS, REGISTRY, Found, Line, Marks
from kg.mapping import Context, Term
from kg.namespaces import CODE, ID, PREFIXES, local_name, shorten
from kg.reader import ID as ID_FORM
from kg.reader import read_value
from kg.registry import Post

R = TypeVar("R", bound=Record)
CW, TYPE = PREFIXES["cw"], PREFIXES["rdf"] + "type"
ONLY_TRUE = ("computed",)  # flags that case files leave out where they are false, and the graph does not


def read_graph(triples: Iterable[rdf.Triple], file: str, context: Mapping[str, Any], known: Corpus) -> Found:
    """The records of a graph; `known` is the project that they are to join."""
    reader = _Reader(triples, file, context, known)
    reader.read()
    return reader.found


def left_over(triples: Iterable[rdf.Triple], compiled: Compiled) -> str:
    """What of a graph is not in the graph that was made of it, in words; blank nodes are not compared."""
    made = {*compiled.source.triples, *compiled.derived}
    lost = Counter(
        shorten(t.predicate.value)
        for t in triples
        if t not in made and not any(isinstance(term, rdf.BlankNode) for term in (t.subject, t.object))
    )
    if not lost:
        return ""
    named = ", ".join(f"{predicate} ({count})" for predicate, count in lost.most_common(5))
    more = "" if len(lost) <= 5 else " and others"
    return f"left out, since case files have no place for it: {named}{more}"


def natural(id: str) -> list[Any]:
    """Ids in the order of their numbers: t2 before t10."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", id)]


class _Reader:
    def __init__(self, triples: Iterable[rdf.Triple], file: str, context: Mapping[str, Any], known: Corpus) -> None:
        self.file, self.found = file, Found()
        self.context, self.mapping = context, Context(context)
        self.out: dict[str, dict[str, list[Any]]] = {}
        self.into: dict[str, dict[str, list[str]]] = {}
        for triple in triples:
            if isinstance(triple.subject, rdf.Iri):
                about = self.out.setdefault(triple.subject.value, {})
                about.setdefault(triple.predicate.value, []).append(triple.object)
                if isinstance(triple.object, rdf.Iri):
                    back = self.into.setdefault(triple.object.value, {})
                    back.setdefault(triple.predicate.value, []).append(triple.subject.value)
        self.places = self.cited()
        self.codes = {place.id: place.code for _, place in known.entries("place") if place.code}
        self.kinds = {
            self.mapping.iri(meant).value: name.removeprefix("kind-of-")
            for name, meant in context.items()
            if name.startswith("kind-of-")
        }

    def read(self) -> None:
        for iri in self.of_type("Place"):
            if code := self.texts(iri, CW + "isoCode"):
                self.codes[local_name(iri)] = code[0]
        for list_, of in REGISTRY.items():
            name = of.__name__
            getattr(self.found.registry, list_).extend(self.entry(name, of, iri) for iri in self.of_type(name))
        for iri in self.of_type("Passage"):
            self.found.passages[self.places[iri]] = self.record(iri, "Passage", Passage)
        for iri in self.of_type("Case"):
            case = self.case(iri)
            self.found.cases[case.id] = case
        for iri in self.of_type("Settlement"):
            self.settlement(iri)
        self.found.registry.conflicts = [
            self.record(iri, "Contradiction", Contradiction)
            for iri in self.of_type("Contradiction")
            if not self.objects(iri, CW + "contradictionIn")
        ]

    def of_type(self, name: str) -> list[str]:
        """The things of a type in our own space of ids, in the order of their ids."""
        meant = self.context[name]
        found = self.into.get(self.mapping.iri(meant["@id"] if isinstance(meant, dict) else meant).value, {})
        things = dict.fromkeys(found.get(TYPE, ()))
        for thing in things:
            if not thing.startswith(ID):
                self.report(thing, f"its IRI does not begin with {ID}", "give it one as docs/data-guide.md has them")
        return sorted((thing for thing in things if thing.startswith(ID)), key=natural)

    def cited(self) -> dict[str, str]:
        """Each passage as a place in a source."""
        found = {}
        for iri, about in self.out.items():
            lines = [self.texts(iri, CW + name) for name in ("fromLine", "toLine")]
            sources = [local_name(o.value) for o in about.get(CW + "inSource", ())]
            if sources and all(lines):
                found[iri] = f"{sources[0]}:{lines[0][0]}-{lines[1][0]}"
        return found

    def objects(self, iri: str, property: str) -> list[Any]:
        return self.out.get(iri, {}).get(property, [])

    def texts(self, iri: str, property: str) -> list[str]:
        return [found.value for found in self.objects(iri, property)]

    def one(self, iri: str, property: str) -> str:
        return next(iter(self.texts(iri, property)), "")

    def mark(self, iri: str) -> tuple[Line, int]:
        return Line(1, self.file, shorten(iri)), 1

    def report(self, iri: str, message: str, hint: str = "") -> None:
        self.found.report(self.mark(iri), message, hint)

    def record(self, iri: str, type: str, of: type[R], case: str = "") -> R:
        """A thing as a record, field by field as the context maps them."""
        made = of(marks=Marks(self.mark(iri)))
        terms = self.mapping.terms_of((type,))
        for name, kind in of.kinds().items():
            term = terms.get(name.replace("_", "-"))
            if kind.shape in ("record", "table") or term is None or term.reverse:
                continue
            values = [self.value(iri, o, term, kind, name, case) for o in self.objects(iri, term.predicate.value)]
            values = [value for value in values if value is not None]
            if len(values) > 1 and not kind.many:
                self.report(iri, f"it has {len(values)} values for {name.replace('_', '-')}", "keep one")
            if kind.many:
                setattr(made, name, sorted(values, key=lambda value: natural(str(value))))
            elif values and not (values[0] is False and name in ONLY_TRUE):
                setattr(made, name, values[0])
        return made

    def value(self, iri: str, found: Any, term: Term, kind: Kind, name: str, case: str) -> Any:
        value, message, hint = read_value(self.text(found, term, kind, case), kind, name.replace("_", "-"))
        if message:
            self.report(iri, f"its {name.replace('_', '-')}: {message}", hint)
            return None
        return value

    def text(self, found: Any, term: Term, kind: Kind, case: str) -> str:
        """A value as a case file writes it: ids without what the context puts before them."""
        value: str = getattr(found, "value", str(found)).strip()
        if not isinstance(found, rdf.Iri):
            return value
        if kind.shape == "place":
            return self.places.get(value, value)
        if kind.ref == "country":
            return self.codes.get(local_name(value)) or value
        if kind.ref == "countable":
            return value.removeprefix(CODE)
        if kind.ref in ("phase", "record", "change"):
            return local_name(value).removeprefix(f"{case}-") if case else local_name(value)
        for word, meant in term.words.items():
            if self.mapping.iri(meant).value == value:
                return word
        return value.removeprefix(term.base)

    def entry(self, name: str, of: type[R], iri: str) -> R:
        """An entry of the registry; what the graph says by classes stands in fields of its file."""
        made: Any = self.record(iri, name, of)
        self.identify(iri, made, local_name(iri))
        types = set(self.texts(iri, TYPE))
        if name == "Organisation":
            kinds = [kind for type, kind in self.kinds.items() if type in types and kind != "unknown"]
            made.kind = kinds[0] if kinds else "unknown"
        if name == "Person":
            made.interviewed = True if CW + "Interviewee" in types else None
            named = self.one(iri, CW + "isAnonymous") != "true"
            made.name, made.described_as = (made.name, None) if named else (None, made.described_as)
            held = sorted(self.into.get(iri, {}).get(CW + "heldBy", ()))
            made.posts = [self.record(p, "Post", Post) for p in held if not self.objects(p, CW + "tenureIn")]
        self.required(iri, made)
        return made  # type: ignore[no-any-return]

    def required(self, iri: str, made: Record) -> None:
        for name, kind in made.kinds().items():
            if kind.required and getattr(made, name) in (None, []):
                self.report(iri, f"it has no {name.replace('_', '-')}", "see docs/data-guide.md")

    def parts(self, iri: str, key: str) -> list[str]:
        """The things that belong to a case by one of the reversed terms of the context, in the order of their ids."""
        term = self.mapping.terms_of(("Case",))[key]
        return sorted(self.into.get(iri, {}).get(term.predicate.value, ()), key=natural)

    def identify(self, iri: str, made: Any, id: str) -> str:
        """Give a record its id; one that no file can have is a problem."""
        made.id = id
        if not ID_FORM.match(id):
            self.report(iri, f"'{id}' is not an id", "use small letters, digits and hyphens")
        return id

    def local(self, iri: str, case: str) -> str:
        return self.one(iri, CW + "localId") or local_name(iri).removeprefix(f"{case}-")

    def part(self, iri: str, type: str, of: type[R], case: str) -> R:
        """A record that belongs to a case, with its id within it where it has one."""
        made: Any = self.record(iri, type, of, case)
        if "id" in of.kinds():
            self.identify(iri, made, self.local(iri, case))
        self.required(iri, made)
        return made  # type: ignore[no-any-return]

    def case(self, iri: str) -> Case:
        case = self.record(iri, "Case", Case)
        id = self.identify(iri, case, local_name(iri))
        case.mandated = True if CW + "MandatedInitiative" in self.texts(iri, TYPE) else None
        case.story = self.one(iri, CW + "story").strip()
        questions = sorted(self.texts(iri, CW + "classQuestion"), key=natural)
        case.class_questions = [re.sub(r"^\d+\.\s*", "", question) for question in questions]
        case.organisations = [
            self.part(p, "Participation", Participation, id) for p in self.parts(iri, "organisations")
        ]
        case.people = [self.part(p, "Tenure", Tenure, id) for p in self.parts(iri, "people")]
        case.phases = [self.part(p, "Phase", Phase, id) for p in self.parts(iri, "phases")]
        case.figures = [self.part(p, "Figure", Figure, id) for p in self.parts(iri, "figures")]
        case.conflicts = [self.part(p, "Contradiction", Contradiction, id) for p in self.parts(iri, "conflicts")]
        self.codings(iri, case)
        self.required(iri, case)
        if not case.story:
            self.report(iri, "it has no story", "tell the case in cw:story, in your own words")
        return case

    def codings(self, iri: str, case: Case) -> None:
        """The findings of a case, by coder: those of its own file have ids without a coder in them."""
        lists: dict[str, list[str]] = {}
        for made in self.parts(iri, "coding"):
            for coder in self.texts(made, CW + "codedBy"):
                lists.setdefault(local_name(coder), []).append(
                    self.one(made, CW + "usingScheme").removeprefix(CODE).strip("/")
                )
        own: set[str] = set()
        for finding in self.parts(iri, "themes"):
            coder, local = local_name(self.one(finding, CW + "codedBy")), self.local(finding, case.id)
            further = bool(coder) and local.startswith(f"{coder}-")
            if not further:
                own.add(coder)
            owner = self.further(coder, case.id, lists) if further else case
            self.finding(finding, local.removeprefix(f"{coder}-") if further else local, owner, case.id)
        without = [coder for coder in lists if (coder, case.id) not in self.found.codings]
        first = next(iter(sorted(own & set(lists)) or without), "")
        for coder in without:
            if coder == first:
                case.coding = Coding(coder, _ordered(lists[coder]), marks=Marks(self.mark(iri)))
            else:
                self.further(coder, case.id, lists)

    def further(self, coder: str, case: str, lists: dict[str, list[str]]) -> CodingFile:
        """The file of a further coding of a case."""
        if (coder, case) not in self.found.codings:
            marks = Marks(self.mark(f"{ID}case/{case}"))
            self.found.codings[coder, case] = CodingFile(case, coder, _ordered(lists.get(coder, [])), marks=marks)
        return self.found.codings[coder, case]

    def finding(self, iri: str, local: str, owner: Case | CodingFile, case: str) -> None:
        types = set(self.texts(iri, TYPE))
        for of, into in FINDINGS.values():
            if CW + of.__name__ in types:
                made = self.record(iri, of.__name__, of, case)
                self.identify(iri, made, local)
                self.required(iri, made)
                if isinstance(made, OutcomeFinding):
                    made.changes = [
                        self.change(c, case, local) for c in sorted(self.texts(iri, CW + "hasChange"), key=natural)
                    ]
                getattr(owner, into).append(made)

    def change(self, iri: str, case: str, finding: str) -> Change:
        made = self.record(iri, "Change", Change, case)
        self.identify(iri, made, self.one(iri, CW + "localId") or local_name(iri).removeprefix(f"{case}-{finding}-"))
        for name in ("computed_from", "may_overlap"):
            setattr(made, name, [other.removeprefix(f"{finding}-") for other in getattr(made, name)])
        for name in ("before", "after", "comparison"):
            if measured := self.one(iri, CW + name):
                setattr(made, name, self.part(measured, "Measurement", Measurement, case))
        self.required(iri, made)
        return made

    def settlement(self, iri: str) -> None:
        settled = [local_name(finding) for finding in self.texts(iri, CW + "reconciles")]
        case = next(
            (local_name(c) for f in self.texts(iri, CW + "reconciles") for c in self.texts(f, CW + "about")), ""
        )
        case = case or local_name(iri).rpartition("-")[0]
        coder = local_name(self.one(iri, CW + "codedBy"))
        marks = Marks(self.mark(iri))
        file = self.found.settlements.setdefault(case, SettlementFile(case, coder, marks=marks))
        made = self.record(iri, "Settlement", Settlement, case)
        self.identify(iri, made, self.local(iri, case))
        made.settles = sorted((name.removeprefix(f"{case}-") for name in settled), key=natural)
        self.required(iri, made)
        file.settlements.append(made)


def _ordered(lists: list[str]) -> list[str]:
    """Lists of the codebook in their usual order."""
    usual = ["theme", "barrier", "outcome"]
    return sorted(lists, key=lambda name: (usual.index(name) if name in usual else len(usual), name))
