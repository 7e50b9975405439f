"""The graph as a network that people can read: things with names, and what ties them; no literal is a node.

Nodes are cases, organisations, people with a post in a case, themes, barriers and outcome types. A tie between a case
and an entry of the codebook stands for all findings of that case that count and take one stance; parts of a case are
nodes of their own, and nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.case import AS_STATED, Case
from kg.corpus import Corpus
from kg.exports.matrix import AGAINST, FOR, LISTS, Code, phase_units
from kg.namespaces import ID, PREFIXES
from kg.reconcile import coded, reconcile

KINDS = ("case", "organisation", "person", *LISTS)


@dataclass(frozen=True)
class Node:
    """A thing. `id` is as `case/cpche`; `detail` says in a few words what sort it is of."""

    id: str
    kind: str
    name: str
    iri: str
    detail: str = ""
    country: str = ""
    documented: str = ""


@dataclass(frozen=True)
class Tie:
    """What ties a node to another. `kind` is `enacted`, `takes part`, `part of` …; `findings` how many say so.

    `certainty` tells what is certain from what is possible, as answers do; ties of record are neither.
    """

    source: str
    target: str
    kind: str
    certainty: str = ""
    findings: int = 0
    role: str = ""


@dataclass(frozen=True)
class Network:
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]


def network(corpus: Corpus, labels: dict[Code, str]) -> Network:
    """The network of a project; `labels` are those of the themes, barriers and outcome types."""
    ties = [*_found(corpus), *_taking_part(corpus), *_parts(corpus), *_posts(corpus), *_units(corpus)]
    tied = {id for tie in ties for id in (tie.source, tie.target)}
    nodes = [
        *map(_case, corpus.by_id("case").values()),
        *(node for node in [*_organisations(corpus), *_people(corpus)] if node.id in tied),
        *(Node(f"{name}/{entry}", name, label, PREFIXES[name] + entry) for (name, entry), label in labels.items()),
    ]
    order = {kind: place for place, kind in enumerate(KINDS)}
    known = {node.id for node in nodes}
    return Network(
        tuple(sorted(nodes, key=lambda node: (order[node.kind], node.id))),
        tuple(sorted((t for t in ties if {t.source, t.target} <= known), key=lambda t: (t.source, t.target, t.kind))),
    )


def _case(case: Case) -> Node:
    return Node(f"case/{case.id}", "case", case.name, f"{ID}case/{case.id}", case.kind, case.country, case.tier)


def _organisations(corpus: Corpus) -> Iterator[Node]:
    for id, body in corpus.by_id("organisation").items():
        yield Node(
            f"organisation/{id}", "organisation", body.name, f"{ID}organisation/{id}", body.kind, body.country or ""
        )


def _people(corpus: Corpus) -> Iterator[Node]:
    for id, person in corpus.by_id("person").items():
        detail = "interviewed" if person.interviewed else ""
        name = person.name or person.described_as or id
        yield Node(f"person/{id}", "person", name, f"{ID}person/{id}", detail, person.country or "")


def _found(corpus: Corpus) -> Iterator[Tie]:
    """What findings that count say of a case's own life, one tie for each entry and stance."""
    contested = {(unit.case.id, code) for unit in phase_units(corpus) for code in unit.held if code in unit.failed}
    reconciled = reconcile(corpus)
    for case in corpus.cases.values():
        bases: dict[tuple[Code, str], list[str]] = {}
        for one in coded(corpus, case.id):
            basis = reconciled[f"{case.id}-{one.name}"].basis
            name, entry, stance, came = one.unit
            if basis:
                bases.setdefault(((name, entry), stance if came else "expected"), []).append(basis)
        for (code, stance), found in bases.items():
            doubtful = stance in FOR | AGAINST and (case.id, code) in contested
            certain = set(found) & set(AS_STATED) and not doubtful
            certainty = "certain" if certain else "possible"
            yield Tie(f"case/{case.id}", "/".join(code), stance, certainty, len(found))


def _taking_part(corpus: Corpus) -> Iterator[Tie]:
    for case in corpus.cases.values():
        roles: dict[str, list[str]] = {}
        for part in case.organisations:
            roles.setdefault(part.organisation, []).append(part.role)
        for body, played in roles.items():
            yield Tie(f"organisation/{body}", f"case/{case.id}", "takes part", role=", ".join(sorted(played)))


def _parts(corpus: Corpus) -> Iterator[Tie]:
    return (Tie(f"case/{c.id}", f"case/{c.part_of}", "part of") for c in corpus.cases.values() if c.part_of)


def _posts(corpus: Corpus) -> Iterator[Tie]:
    for case in corpus.cases.values():
        posts: dict[str, list[str]] = {}
        for held in case.people:
            posts.setdefault(held.person, []).append(held.post or "")
        for person, names in posts.items():
            yield Tie(f"person/{person}", f"case/{case.id}", "had a post in", role=", ".join(filter(None, names)))


def _units(corpus: Corpus) -> Iterator[Tie]:
    for id, body in corpus.by_id("organisation").items():
        if body.parent:
            yield Tie(f"organisation/{id}", f"organisation/{body.parent}", "unit of")
