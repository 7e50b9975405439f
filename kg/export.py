"""The graph and its tables as files for other tools, from the source graph: no store has touched a literal.

Two exports of the same cases give the same bytes. Nothing in the folder but the files named here is touched.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from kg import output, rdf
from kg.builder import Compiled
from kg.case import Case
from kg.errors import KgError, UsageError
from kg.namespaces import BASE, PREFIXES

GRAPHS = {"asserted": BASE + "graph/asserted", "derived": BASE + "graph/derived"}


def export(compiled: Compiled, folder: Path) -> list[Path]:
    """Write every export into `folder`; the paths written. Raises `UsageError`, `KgError`."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder")
    makers = _makers(compiled)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".cwkg-", dir=folder) as aside:
            for name, make in makers.items():
                (Path(aside) / name).write_bytes(make())
            for name in makers:
                os.replace(Path(aside) / name, folder / name)
    except OSError as error:
        raise KgError(f"{folder}: the export could not be written: {error.strerror}") from None
    return [folder / name for name in makers]


def _makers(compiled: Compiled) -> dict[str, Callable[[], bytes]]:
    triples = rdf.sorted_triples([*compiled.source.triples, *compiled.derived])
    cases = [case for _, case in sorted(compiled.source.corpus.cases.items())]
    named = {GRAPHS["asserted"]: compiled.source.triples, GRAPHS["derived"]: compiled.derived}
    return {
        "cwkg.ttl": lambda: rdf.serialize(triples, "turtle", PREFIXES),
        "cwkg.nt": lambda: rdf.serialize(triples, "n-triples"),
        "cwkg.nq": lambda: rdf.serialize_named(named),
        "cwkg.jsonld": lambda: rdf.serialize(triples, "json-ld", PREFIXES),
        "cwkg.rdf": lambda: rdf.serialize(triples, "rdf-xml", PREFIXES),
        "cases.csv": lambda: _csv(CASE_COLUMNS, map(_case_row, cases)),
        "findings.csv": lambda: _csv(FINDING_COLUMNS, (row for case in cases for row in _finding_rows(case))),
        "outcomes.csv": lambda: _csv(OUTCOME_COLUMNS, (row for case in cases for row in _outcome_rows(case))),
    }


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


def _case_row(case: Case) -> list[Any]:
    return [
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
        len(case.findings),
        case.summary,
    ]


def _finding_rows(case: Case) -> Iterable[list[Any]]:
    for f in case.findings:
        yield [
            f"{case.id}-{f.id}",
            case.id,
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
            [case.passages[place].locator for place in f.evidence],
            case.coding.coder if case.coding else None,
        ]


def _outcome_rows(case: Case) -> Iterable[list[Any]]:
    for f in case.outcomes:
        for c in f.changes:
            values = [m.value if m else None for m in (c.before, c.after, c.comparison)]
            unit = next((m.unit for m in (c.after, c.before, c.comparison) if m), None)
            yield [
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
            ]
