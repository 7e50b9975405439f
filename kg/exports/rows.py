"""The rows of every table, as typed values: text, whole numbers, decimals, yes or no, and lists of texts.

Cases come in the order of their files, each with the findings of all its coders; the registry as it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kg import rdf
from kg.builder import slug
from kg.case import Case, Change, Measurement, OutcomeFinding
from kg.corpus import Corpus
from kg.exports.columns import Table
from kg.exports.layout import MEASUREMENTS
from kg.fields import Record
from kg.namespaces import CODE
from kg.reconcile import Coded, coded, codings, reconcile
from kg.sources.evidence import parse_place

Values = dict[str, Any]
CODEBOOK = {  # column -> the property that it holds
    "notation": "skos:notation",
    "label": "rdfs:label",
    "definition": "skos:definition",
    "when_to_code": "cw:whenToCode",
    "when_not_to_code": "cw:whenNotToCode",
    "phrases": "skos:altLabel",
}


class Rows:
    """The rows of each table by its name; `terms` holds the codebook."""

    def __init__(self, corpus: Corpus, terms: Iterable[rdf.Triple]) -> None:
        self.corpus, self.terms = corpus, terms
        self.located = corpus.passages()
        self.reconciled = reconcile(corpus)
        self.made: dict[str, list[list[Any]]] = {}

    def of(self, table: Table) -> list[list[Any]]:
        """All rows of a table, each with a value for every column; worked out once."""
        if table.name not in self.made:
            self.made[table.name] = [_row(table, *found) for found in getattr(self, table.name)()]
        return self.made[table.name]

    def each_case(self) -> Iterator[Case]:
        return (case for _, case in sorted(self.corpus.cases.items()))

    def cases(self) -> Iterator[tuple[Record, Values]]:
        """`findings` counts those of all coders; `things_found` counts once what several findings that count say."""
        for case in self.each_case():
            made = coded(self.corpus, case.id)
            yield (
                case,
                {
                    "mandated": bool(case.mandated),
                    "coded": case.coding is not None,
                    "findings": len(made),
                    "coders": [*_first(case), *(coding.coder for coding in codings(self.corpus, case.id))],
                    "things_found": len({one.unit for one in made if self.reconciled[f"{case.id}-{one.name}"].basis}),
                    "lists_read": case.coding.schemes if case.coding else [],
                    "story": case.story,
                    "class_questions": case.class_questions,
                },
            )

    def findings(self) -> Iterator[tuple[Record, Values]]:
        for case in self.each_case():
            for one in coded(self.corpus, case.id):
                yield one.finding, self.finding(case.id, one)

    def finding(self, case: str, one: Coded) -> Values:
        finding = one.finding
        return {
            "finding": f"{case}-{one.name}",
            "case": case,
            "list": finding.concept_list,
            "concept": getattr(finding, finding.concept_list),
            "status": getattr(finding, "status", None),
            "locators": [self.located[place].locator for place in finding.evidence],
            "coder": one.coder or None,
            **self.became(f"{case}-{one.name}"),
        }

    def became(self, finding: str) -> Values:
        """What a finding counts for."""
        reconciled = self.reconciled[finding]
        return {"reconciliation": reconciled.reconciliation, "reconciled_basis": reconciled.basis}

    def outcomes(self) -> Iterator[tuple[Record, Values]]:
        """The numbers of outcome findings; they stand in the case files alone."""
        for case in self.each_case():
            for finding in case.outcomes:
                for change in finding.changes:
                    yield change, self.outcome(case, finding, change)

    def outcome(self, case: Case, finding: OutcomeFinding, change: Change) -> Values:
        values = {name: getattr(change, name) for name in MEASUREMENTS}
        told = [values[name] for name in ("after", "before", "comparison") if values[name]]
        own: Values = {}
        for name, measured in values.items():
            own |= {f"{name}_{part}": value for part, value in _measurement(measured).items()}
        return {
            "change": f"{case.id}-{finding.id}-{change.id}",
            "finding": f"{case.id}-{finding.id}",
            "case": case.id,
            "outcome": finding.outcome,
            "stance": finding.stance,
            "status": finding.status,
            **{name: measured.value if measured else None for name, measured in values.items()},
            "unit": told[0].unit if told else None,
            "computed": bool(change.computed),
            "approximate": bool(change.approximate),
            "coder": next(iter(_first(case)), None),
            **self.became(f"{case.id}-{finding.id}"),
            **own,
        }

    def participations(self) -> Iterator[tuple[Record, Values]]:
        for case in self.each_case():
            for part in case.organisations:
                yield part, {"participation": f"{case.id}-{part.organisation}-{part.role}", "case": case.id}

    def posts(self) -> Iterator[tuple[Record, Values]]:
        for case in self.each_case():
            for held in case.people:
                tail = [slug(part) for part in (held.post, held.organisation) if part]
                yield held, {"tenure": "-".join([case.id, held.person, *tail]), "case": case.id}
        for _, person in self.corpus.entries("person"):
            for post in person.posts:
                tenure = f"{person.id}-{slug(post.post)}-{post.organisation or 'none'}"
                yield post, {"tenure": tenure, "case": None, "person": person.id}

    def phases(self) -> Iterator[tuple[Record, Values]]:
        return ((phase, {"case": case.id}) for case in self.each_case() for phase in case.phases)

    def figures(self) -> Iterator[tuple[Record, Values]]:
        for case in self.each_case():
            for figure in case.figures:
                flags = {"computed": bool(figure.computed), "approximate": bool(figure.approximate)}
                yield figure, {"figure": f"{case.id}-{figure.id}", "case": case.id, **flags}

    def codings(self) -> Iterator[tuple[Record, Values]]:
        for case in self.each_case():
            if case.coding:
                own = {"case": case.id, "lists_read": case.coding.schemes, "first": True}
                yield case.coding, {"coder": case.coding.coder, **own}
            for coding in codings(self.corpus, case.id):
                yield coding, {"first": False}

    def third_looks(self) -> Iterator[tuple[Record, Values]]:
        for _, file in sorted(self.corpus.settlements.items()):
            for look in file.settlements:
                own = {"third_look": f"{file.case}-{look.id}", "case": file.case, "coder": file.coder}
                yield look, {**own, "settles": [f"{file.case}-{name}" for name in look.settles]}

    def contradictions(self) -> Iterator[tuple[Record, Values]]:
        for case in self.each_case():
            for conflict in case.conflicts:
                yield conflict, {"contradiction": f"{case.id}-{conflict.id}", "case": case.id}
        for registry in self.corpus.registry.values():
            for conflict in registry.conflicts:
                yield conflict, {"contradiction": conflict.id, "case": None}

    def passages(self) -> Iterator[tuple[Record, Values]]:
        for place in sorted(self.located, key=parse_place):
            source, first, last = parse_place(place)
            yield self.located[place], {"passage": place, "source": source, "from_line": first, "to_line": last}

    def organisations(self) -> Iterator[tuple[Record, Values]]:
        return self.entries("organisation")

    def people(self) -> Iterator[tuple[Record, Values]]:
        return self.entries("person")

    def places(self) -> Iterator[tuple[Record, Values]]:
        return self.entries("place")

    def indicators(self) -> Iterator[tuple[Record, Values]]:
        return self.entries("indicator")

    def sources(self) -> Iterator[tuple[Record, Values]]:
        return self.entries("source")

    def coders(self) -> Iterator[tuple[Record, Values]]:
        return self.entries("coder")

    def events(self) -> Iterator[tuple[Record, Values]]:
        return self.entries("event")

    def mentions(self) -> Iterator[tuple[Record, Values]]:
        return ((entry, {"approximate": bool(entry.approximate)}) for _, entry in self.corpus.entries("mention"))

    def entries(self, kind: str) -> Iterator[tuple[Record, Values]]:
        return ((entry, {}) for _, entry in self.corpus.entries(kind))

    def sections(self) -> Iterator[tuple[Record, Values]]:
        for _, source in self.corpus.entries("source"):
            for section in source.sections:
                yield section, {"source": source.id}

    def codebook(self) -> Iterator[tuple[None, Values]]:
        """Every entry of every list, in the order of lists and notations."""
        wanted = {rdf.iri(property).value: column for column, property in CODEBOOK.items()}
        found: dict[tuple[str, str], dict[str, list[str]]] = {}
        for triple in self.terms:
            subject = getattr(triple.subject, "value", "")
            name, _, local = subject.removeprefix(CODE).partition("/")
            column = wanted.get(triple.predicate.value)
            if subject.startswith(CODE) and local and column:
                found.setdefault((name, local), {}).setdefault(column, []).append(getattr(triple.object, "value", ""))
        for (name, local), told in sorted(
            found.items(), key=lambda one: (one[0][0], one[1].get("notation", []), one[0])
        ):
            single = {column: next(iter(told.get(column, ())), None) for column in CODEBOOK if column != "phrases"}
            yield None, {"list": name, "concept": local, **single, "phrases": sorted(told.get("phrases", []))}


def _row(table: Table, record: Record | None, values: Values) -> list[Any]:
    """A value for each column: what was worked out, else the field of the record, else nothing."""
    return [
        values[column.name] if column.name in values else getattr(record, column.field, [] if column.many else None)
        for column in table.columns
    ]


def _measurement(measured: Measurement | None) -> Values:
    """What is told of a value beside the value itself; nothing of one that is not there."""
    if measured is None:
        return dict.fromkeys(("unit", "label", "start_year", "end_year", "approximate"))
    told = {"unit": measured.unit, "label": measured.label, "approximate": bool(measured.approximate)}
    return {**told, "start_year": measured.start, "end_year": measured.end}


def _first(case: Case) -> list[str]:
    return [case.coding.coder] if case.coding else []
