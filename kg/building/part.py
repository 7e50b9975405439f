"""One part of a graph: the function from files to triples that everything else here maps.

`examine` reads and checks the files of a family of cases; `make` gives the triples of a family, of a piece of the
registry or of the terms, and what the shapes say of them; `examine_and_make` reads a family once for both. They depend
on nothing but what they are given.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from kg import rdf
from kg.builder import build_some
from kg.building.base import Base, Key
from kg.building.families import Claim
from kg.case import Case, Participation, Passage, Tenure
from kg.check import check_within
from kg.corpus import Corpus
from kg.errors import Problem
from kg.index import Entry, index_entries
from kg.reader import case_of, coding_of, settlements_of
from kg.rules import derive_lines
from kg.shapechecks import Facts
from kg.shapes import report_on

TERMS = "terms"


@dataclass(frozen=True)
class Unit:
    """What one part is made from: the terms, a piece of the registry by its name, or the files of a family.

    `passages` are passages that a file after these locates otherwise: of two places given for one passage the last
    holds.
    """

    name: str
    files: tuple[tuple[str, bytes], ...] = ()
    passages: tuple[tuple[str, Passage], ...] = ()


@dataclass
class Summary:
    """What the rest of a build needs to know of a family, as plain data; `tally` counts its cases and findings."""

    claims: dict[str, Claim] = field(default_factory=dict)
    cases: list[dict[str, Any]] = field(default_factory=list)
    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    tally: dict[str, int] = field(default_factory=dict)
    seen: list[Key] = field(default_factory=list)


@dataclass
class Examined:
    """The problems of the files of a family, and what they hold."""

    problems: list[Problem]
    summary: Summary


@dataclass
class Part:
    """Asserted and derived triples as sorted lines, the entries of the index, and what the shapes find."""

    asserted: bytes
    derived: bytes
    index: list[Entry]
    violations: list[Problem]
    warnings: list[Problem]


def read_unit(unit: Unit) -> tuple[Corpus, list[Problem]]:
    """The records of a family, and what is wrong with them as text."""
    corpus, problems = Corpus(), list[Problem]()
    for file, raw in unit.files:
        read, into = _kind(file, corpus)
        record, found = read(raw, file)
        problems += found
        if record:
            into[file] = record
    return corpus, problems


def _kind(file: str, corpus: Corpus) -> tuple[Any, dict[str, Any]]:
    if file.endswith(".md"):
        return case_of, corpus.cases
    return (settlements_of, corpus.settlements) if "/settlements/" in file else (coding_of, corpus.codings)


def examine(unit: Unit, base: Base, cases: set[str]) -> Examined:
    """Read and check a family; `cases` are the ids of all cases there are."""
    return _examined(unit, read_unit(unit), base, cases)


def examine_and_make(
    units: Iterable[Unit], base: Base, cases: set[str], shapes: bool
) -> list[tuple[Examined, Part | None]]:
    """Examine families, and make those at once that have no problems, from what was read."""
    found, drafts = [], list[_Draft]()
    for unit in units:
        read = read_unit(unit)
        examined = _examined(unit, read, base, cases)
        if not examined.problems:
            drafts.append(_draft_of(read[0], base))
        found.append((examined, None if examined.problems else drafts[-1].part))
    if shapes:
        _hold_against_shapes(drafts, base)
    return found


def _examined(unit: Unit, read: tuple[Corpus, list[Problem]], base: Base, cases: set[str]) -> Examined:
    own, problems = read[0], list(read[1])
    seen = base.seen(own)
    known = Corpus(own.cases, seen.corpus.registry, own.codings, own.settlements)
    problems += check_within(own, known, base.vocabulary, {**base.ids, "case": cases})
    summary = summary_of(own, seen.keys)
    summary.claims = {
        file: summary.claims.get(file, ("", "")) for file, _ in unit.files
    }  # a broken file claims nothing
    return Examined(problems, summary)


def summary_of(own: Corpus, seen: list[Key]) -> Summary:
    """What the rest of a build needs to know of some files."""
    claims: dict[str, Claim] = {file: (case.id or "", case.part_of or "") for file, case in own.cases.items()}
    claims |= {file: (coding.case or "", "") for file, coding in own.codings.items()}
    claims |= {file: (looks.case or "", "") for file, looks in own.settlements.items()}
    tally: Counter[str] = Counter()
    for case in own.cases.values():
        tally[f"cases, {case.kind}"] += 1
        tally.update(f"findings, {finding.basis}" for finding in case.findings)
    return Summary(claims, [_outline(f, case) for f, case in own.cases.items()], places_of(own), dict(tally), seen)


def places_of(own: Corpus) -> dict[str, tuple[str, str]]:
    """For each passage the file that locates it, of several the last, and a digest of where that is."""
    return {
        place: (file, hashlib.sha256(repr(row).encode()).hexdigest()[:16])
        for file, owner in own.files()
        for place, row in owner.passages.items()
    }


def _outline(file: str, case: Case) -> dict[str, Any]:
    """A case as the checks across all cases need it; `case_from` reads it back."""
    return {
        "file": file,
        "id": case.id,
        "name": case.name,
        "country": case.country,
        "marks": {name: list(case.marks[name]) for name in ("id", "name") if name in case.marks},
        "organisations": sorted({(part.organisation, part.role) for part in case.organisations}),
        "people": sorted({(tenure.person, tenure.organisation or "") for tenure in case.people}),
    }


def case_from(outline: dict[str, Any]) -> Case:
    """The outline of a case as a record."""
    return Case(
        id=outline["id"],
        name=outline["name"],
        country=outline["country"],
        organisations=[Participation(organisation=body, role=role) for body, role in outline["organisations"]],
        people=[Tenure(person=person, organisation=body or None) for person, body in outline["people"]],
        marks={name: (line, column) for name, (line, column) in outline["marks"].items()},
    )


def make(units: Iterable[Unit], base: Base, shapes: bool) -> list[Part]:
    """The parts of some units that have no problems. Raises `KgError` for a broken rule, mapping or shape.

    Each is the same whichever others are made with it; pyshacl looks at several at once because that is faster.
    """
    drafts = [_draft(unit, base) for unit in units]
    if shapes:
        _hold_against_shapes(drafts, base)
    return [draft.part for draft in drafts]


@dataclass
class _Draft:
    """A part before the shapes: what they look at as lines and as a graph, the things it is about, and their places."""

    part: Part
    view: set[str]
    graph: Callable[[], rdf.Graph]
    about: set[str]
    origin: dict[str, tuple[str, int]]


def _draft(unit: Unit, base: Base) -> _Draft:
    if unit.name == TERMS:
        return _terms(base)
    own = base.pieces[unit.name] if not unit.files else read_unit(unit)[0]
    for place, row in unit.passages:
        for _, owner in own.files():
            if place in owner.passages:
                owner.passages[place] = row
    return _draft_of(own, base)


def _draft_of(own: Corpus, base: Base) -> _Draft:
    built = build_some(own, base.seen(own).corpus, base.context)
    source = built.own | built.around
    graph = rdf.Graph()
    graph.add_lines(source)
    derived = derive_lines(graph, source, base.rules)
    codes = set(base.codes(source | derived))
    graph.add_lines(codes)
    index = index_entries(graph) if own.cases else []

    def whole() -> rdf.Graph:
        graph.add_lines(base.class_tree)
        return graph

    part = Part(_text(built.own), _text(derived), index, [], [])
    view = source.union(derived, codes, base.class_tree)
    return _Draft(part, view, whole, _subjects(built.own) - _subjects(built.around), built.origin)


def _terms(base: Base) -> _Draft:
    named, anonymous = base.terms
    part = Part(rdf.lines(rdf.sorted_triples(named)), rdf.lines(base.derived_terms), [], [], [])
    view = set(rdf.lines([*named, *anonymous, *base.derived_terms]).decode().split("\n")[:-1])

    def whole() -> rdf.Graph:
        graph = rdf.Graph()
        graph.add_lines(view)
        return graph

    return _Draft(part, view, whole, _subjects(view), {})


def _text(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in sorted(lines)).encode()


def _subjects(lines: Iterable[str]) -> set[str]:
    """The things that triples are about, as written in N-Triples."""
    return {line[: line.index(" ")] for line in lines}


def _fits(draft: _Draft, base: Base) -> bool:
    """Whether a part surely fits the shapes, but for warnings, which it is given."""
    remarks = base.conformance.remarks(Facts(draft.view, draft.graph), draft.about)
    if remarks is not None:
        draft.part.warnings = report_on(remarks, draft.origin).warnings
    return remarks is not None


def _hold_against_shapes(drafts: list[_Draft], base: Base) -> None:
    """Give each part what the shapes find about its things. What stands around it is looked at in parts of its own.

    pyshacl looks only at parts that may not fit.
    """
    drafts = [draft for draft in drafts if not _fits(draft, base)]
    if not drafts:
        return
    results = base.shapes.results(rdf.parse("\n".join({line for draft in drafts for line in draft.view}), "n-triples"))
    for draft in drafts:
        report = report_on((result for result in results if f"<{result.focus}>" in draft.about), draft.origin)
        draft.part.violations, draft.part.warnings = report.violations, report.warnings
