"""The checks of the quality report: SPARQL files whose head of `#+` lines gives summary, severity and hint.

The form is that of `robot report` (Jackson et al. 2019), which asks an ontology a set of queries, each with a level.
A check is a SELECT of `?thing` and `?why`. It reads the whole graph, or with `#+ graph: asserted` what was typed alone.
A file without a severity is one of `queries/checks/`, which must return nothing: its rows are errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg import rdf
from kg.errors import KgError, QueryError
from kg.namespaces import CODE, CW, shorten
from kg.quality.parts import SEVERITIES, Group, Hit

HEAD = re.compile(r"^#\+ ([a-z]+): (.+)$", re.MULTILINE)
Origin = dict[str, tuple[str, int]]


@dataclass(frozen=True)
class Check:
    """One query and what its head says. `asserted` is true where it must not see what the rules derived."""

    name: str
    severity: str
    summary: str
    hint: str
    asserted: bool
    sparql: str


def read_checks(folder: Path) -> list[Check]:
    """Every check of a folder, in the order of names. Raises `KgError` where a head lacks a field."""
    return [_read(path) for path in sorted(folder.glob("*.rq"))]


def _read(path: Path) -> Check:
    text = rdf.read_text(path)
    head = dict(HEAD.findall(text))
    missing = [name for name in ("summary", "hint") if name not in head]
    if missing:
        raise KgError(f"{path}:1:1: the head has no {missing[0]}; write '#+ {missing[0]}: one sentence'")
    severity = head.get("severity", "error")
    if severity not in SEVERITIES:
        raise KgError(f"{path}:1:1: '{severity}' is no severity; write one of {', '.join(SEVERITIES)}")
    return Check(path.stem, severity, head["summary"], head["hint"], head.get("graph") == "asserted", text)


def run_checks(checks: Iterable[Check], asserted: rdf.Graph, whole: rdf.Graph, origin: Origin) -> list[Group]:
    """What each check finds. Raises `QueryError` where a query cannot be run or lacks a column."""
    return [_run(check, asserted if check.asserted else whole, origin) for check in checks]


def _run(check: Check, graph: rdf.Graph, origin: Origin) -> Group:
    hits = []
    rows = graph.query(check.sparql, check.name)
    if not {"thing", "why"} <= {variable.value for variable in rows.variables}:
        raise QueryError("a check selects ?thing and ?why", name=check.name)
    for row in rows:
        thing = row["thing"]
        name = str(thing) if isinstance(thing, rdf.BlankNode) else shorten(thing.value)
        hits.append(Hit(name, _short(row["why"].value), place_of(thing.value, origin)))
    return Group(check.name, check.severity, check.summary, check.hint, hits)


def _short(why: str) -> str:
    """A reason with the IRIs in it written short."""
    return re.sub(r"https?://[^\s,]+", lambda match: shorten(match.group()), why)


def place_of(iri: str, origin: Origin) -> str:
    """File and line that a thing comes from, as `cases/cpche.md:31`; the file alone for terms and codebook entries."""
    file, line = origin.get(iri, ("", 0))
    if file:
        return f"{file}:{line}"
    if iri.startswith(CW) or iri + "#" == CW:
        return "ontology/cwkg.ttl"
    return "ontology/codebook.ttl" if iri.startswith(CODE) else ""
