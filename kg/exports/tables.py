"""Tables of the records: cases, findings, numbers of outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kg import output
from kg.case import Case, Change, OutcomeFinding
from kg.corpus import Corpus
from kg.exports.frame import File, Given, Group
from kg.reconcile import Coded, coded, codings, reconcile

CASE_COLUMNS = [
    "case",
    "name",
    "kind",
    "documented",
    "part_of",
    "country",
    "places",
    "policy_areas",
    "service_users",
    "start_year",
    "end_year",
    "mandated",
    "coded",
    "findings",
    "summary",
    "coders",
    "things_found",
]
FINDING_COLUMNS = [
    "finding",
    "case",
    "list",
    "concept",
    "stance",
    "status",
    "basis",
    "said_by",
    "phase",
    "authority",
    "method",
    "note",
    "evidence",
    "locators",
    "coder",
    "reconciliation",
    "reconciled_basis",
]
OUTCOME_COLUMNS = [
    "change",
    "finding",
    "case",
    "outcome",
    "stance",
    "status",
    "indicator",
    "design",
    "before",
    "after",
    "comparison",
    "unit",
    "relative",
    "points",
    "amount",
    "amount_low",
    "amount_high",
    "currency",
    "recurrence",
    "start_year",
    "end_year",
    "favourable",
    "computed",
    "computed_from",
    "approximate",
    "note",
    "coder",
    "reconciliation",
    "reconciled_basis",
]


def _csv(columns: list[str], rows: Iterable[list[Any]]) -> bytes:
    """CSV with one value a cell; several values are joined by a bar with spaces."""
    return output.to_csv(columns, [[_cell(value) for value in row] for row in rows]).encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return " | ".join(map(str, value)) if isinstance(value, list) else str(value)


class _Tables:
    """The rows of the three tables: cases by the name of their file, each with the findings of all its coders."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.passages = corpus.passages()
        self.reconciled = reconcile(corpus)

    def each_case(self) -> Iterator[Case]:
        return (case for _, case in sorted(self.corpus.cases.items()))

    def cases(self) -> Iterator[list[Any]]:
        """`findings` counts those of all coders; `things_found` counts once what several findings that count say."""
        for case in self.each_case():
            made = coded(self.corpus, case.id)
            own = [case.coding.coder] if case.coding else []
            yield [
                case.id,
                case.name,
                case.kind,
                case.tier,
                case.part_of,
                case.country,
                case.places,
                case.policy_areas,
                case.service_users,
                case.start,
                case.end,
                bool(case.mandated),
                case.coding is not None,
                len(made),
                case.summary,
                [*own, *(coding.coder for coding in codings(self.corpus, case.id))],
                len({one.unit for one in made if self.reconciled[f"{case.id}-{one.name}"].basis}),
            ]

    def findings(self) -> Iterator[list[Any]]:
        for case in self.each_case():
            for one in coded(self.corpus, case.id):
                yield self.finding(case.id, one)

    def finding(self, case: str, one: Coded) -> list[Any]:
        id, f = f"{case}-{one.name}", one.finding
        return [
            id,
            case,
            f.concept_list,
            getattr(f, f.concept_list),
            f.stance,
            getattr(f, "status", None),
            f.basis,
            f.said_by,
            f.phase,
            getattr(f, "authority", None),
            getattr(f, "method", None),
            f.note,
            f.evidence,
            [self.passages[place].locator for place in f.evidence],
            one.coder or None,
            self.reconciled[id].reconciliation,
            self.reconciled[id].basis,
        ]

    def outcomes(self) -> Iterator[list[Any]]:
        """The numbers of outcome findings; they stand in the case files alone."""
        for case in self.each_case():
            for f in case.outcomes:
                for c in f.changes:
                    yield self.outcome(case, f, c)

    def outcome(self, case: Case, f: OutcomeFinding, c: Change) -> list[Any]:
        reconciled = self.reconciled[f"{case.id}-{f.id}"]
        values = [m.value if m else None for m in (c.before, c.after, c.comparison)]
        unit = next((m.unit for m in (c.after, c.before, c.comparison) if m), None)
        return [
            f"{case.id}-{f.id}-{c.id}",
            f"{case.id}-{f.id}",
            case.id,
            f.outcome,
            f.stance,
            f.status,
            c.indicator,
            c.design,
            *values,
            unit,
            c.relative,
            c.points,
            c.amount,
            c.amount_low,
            c.amount_high,
            c.currency,
            c.recurrence,
            c.start,
            c.end,
            c.favourable,
            bool(c.computed),
            c.computed_from,
            bool(c.approximate),
            c.note,
            case.coding.coder if case.coding else None,
            reconciled.reconciliation,
            reconciled.basis,
        ]


def files(given: Given) -> list[File]:
    tables = _Tables(given.corpus)
    return [
        File("cases.csv", "A row for each case", "text/csv", lambda: _csv(CASE_COLUMNS, tables.cases())),
        File("findings.csv", "A row for each finding", "text/csv", lambda: _csv(FINDING_COLUMNS, tables.findings())),
        File(
            "outcomes.csv",
            "A row for each number of an outcome",
            "text/csv",
            lambda: _csv(OUTCOME_COLUMNS, tables.outcomes()),
        ),
    ]


GROUP = Group("tables", "rows for a spreadsheet or a program", files)
