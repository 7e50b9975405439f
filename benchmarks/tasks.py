"""What the engines are asked: every named question, conditions as `kg ask` reads them, a click on a facet, a card.

A task has our own way to answer it, and the SPARQL that gives any engine the same rows over the shortcuts that the
rules derive. For conditions and facets there is a second SPARQL that takes the findings themselves instead of the
shortcuts, as one would have to without these.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from kg.cards import card
from kg.conditions import DEFAULT_STANCE, FACTS, SHORTCUTS, sparql
from kg.facets import GROUPS, Facets
from kg.language import read
from kg.namespaces import local_name, sparql_prologue
from kg.questions import bind
from kg.store import Store

Rows = list[tuple[str, ...]]
QUESTIONS = [
    "all cases that shared power",
    "all cases that shared power and cut costs",
    "all cases that shared power or distributed leadership and improved effectiveness",
    "all cases in Canada that met power struggles",
    "all cases that did not share power",
    "all cases in health that shared power and did not cut costs",
]
CLICKS: dict[str, dict[str, set[str]]] = {
    "one theme": {"theme": {"share-power"}},
    "theme, outcome, country": {
        "theme": {"share-power", "create-common-purpose"},
        "outcome": {"effectiveness"},
        "country": {"canada"},
    },
}
# how each shortcut stands in the findings: stances, and for outcomes the statuses
STANCES = {
    "cw:enactsTheme": ("enacted", ""),
    "cw:advocatesTheme": ("advocated", ""),
    "cw:neglectsTheme": ("neglected", ""),
    "cw:obstructedTheme": ("obstructed", ""),
    "cw:metBarrier": ("encountered overcome", ""),
    "cw:overcameBarrier": ("overcome", ""),
    "cw:anticipatesBarrier": ("anticipated", ""),
    "cw:achieved": ("improved", "measured claimed preliminary"),
    "cw:expectsOutcome": ("improved", "forecast"),
    "cw:leftUnchanged": ("unchanged", "measured claimed preliminary"),
    "cw:worsenedOutcome": ("worsened", "measured claimed preliminary"),
}


@dataclass
class Task:
    """One thing to measure. `texts` are the queries that answer it together; `plain` those without shortcuts."""

    group: str
    name: str
    texts: list[str]
    plain: list[str] = field(default_factory=list)
    ours: Callable[[], Any] | None = field(default=None, repr=False)
    rows: Callable[[Any], Rows] | None = field(default=None, repr=False)


def fingerprint(results: list[Rows]) -> str:
    """How many rows some queries have in all, and their digest: the same for the same rows in any order."""
    rows = sorted(tuple(map(canonical, row)) for rows in results for row in rows)
    digest = hashlib.sha256()
    for row in rows:
        digest.update(f"{row}\n".encode())
    return f"{len(rows)} {digest.hexdigest()}"


def canonical(cell: str) -> str:
    """A cell as engines agree to write it: ids short, numbers with six places, truth as 1 or 0."""
    if cell.startswith(("http://", "https://")):
        return local_name(cell)
    if cell in ("true", "false"):
        return "1" if cell == "true" else "0"
    if re.fullmatch(r"[-+]?\d+(\.\d*)?([eE][-+]?\d+)?", cell):
        return f"{float(cell):.6g}"
    return cell


def tasks(store: Store) -> list[Task]:
    """Everything that is asked of a graph."""
    return [*conditions(store), *clicks(store), *cards(store), *named(store)]


def named(store: Store) -> list[Task]:
    """Every named question with its default parameters."""
    from kg.questions import from_dict

    found = [from_dict(data) for data in store.questions]
    return [Task("question", question.name, [bind(question, {})]) for question in found]


def conditions(store: Store) -> list[Task]:
    """Plain questions: we answer them from the index; `kg.conditions` has the SPARQL that means the same."""
    made = []
    for question in QUESTIONS:
        reading = read(question, store.lexicon, store.has_fellowship)
        assert reading.groups, question
        assert not reading.not_understood, (question, reading.not_understood)
        text = sparql(reading)
        keep = f"SELECT ?case ?answer WHERE {{ {{ {_body(text)} }} }}"
        made.append(
            Task(
                "ask",
                question,
                [sparql_prologue(keep) + keep],
                [_plain(sparql_prologue(keep) + "PREFIX cw: <https://w3id.org/cwkg/ontology#>\n", keep)],
                lambda reading=reading: store.index.ordered(store.index.answer(reading)),
                lambda found: [*found],
            )
        )
    return made


def _body(text: str) -> str:
    """A query without its prologue, to stand inside another."""
    return text[text.index("SELECT") :]


def clicks(store: Store) -> list[Task]:
    """A choice of facets with the counts of every further choice, at least possible."""
    facets = Facets(store)
    made = []
    for name, chosen in CLICKS.items():
        texts = [_counts(facets, chosen, group) for group in GROUPS if _predicates(group)]
        made.append(
            Task(
                "facets",
                name,
                texts,
                [_plain("", text) for text in texts],
                lambda chosen=chosen: facets.select(chosen),
                lambda found: [
                    (_predicate(group, id), id.partition(":")[0], str(count))
                    for group, counts in found.counts.items()
                    for id, count in counts.items()
                    if count
                ],
            )
        )
    return made


def click_predicates() -> set[str]:
    """The predicates of all triples that a click needs."""
    return {"cw:hasKind", *(predicate for group in GROUPS for predicate in _predicates(group))}


def _predicates(group: str) -> list[str]:
    """The predicates that tie a case to the entries of a group, at least possibly."""
    if group in DEFAULT_STANCE:
        return [name for (list, _), name in SHORTCUTS.items() if list == group]
    return [FACTS[group][0]]


def _predicate(group: str, id: str) -> str:
    stance = id.partition(":")[2]
    name = SHORTCUTS[group, stance or DEFAULT_STANCE[group]] if group in DEFAULT_STANCE else FACTS[group][0]
    return local_name("/" + name.replace(":", "#"))


def _counts(facets: Facets, chosen: dict[str, set[str]], group: str) -> str:
    """How many cases each value of a group would leave, the choices in all other groups kept."""
    lines = []
    for other, ids in chosen.items():
        if other != group:
            entries = " ".join(facets._condition(other, id).curie for id in sorted(ids))
            lines.append(f"VALUES ?{other} {{ {entries} }} ?case {_predicates(other)[0]} ?{other} .")
    kept = " ".join(lines)
    parts = [
        f'{{ {kept} ?case {predicate} ?entry . BIND("{local_name("/" + predicate.replace(":", "#"))}" AS ?tie) }}'
        for predicate in _predicates(group)
    ]
    body = " UNION ".join(parts)
    head = "SELECT ?tie ?entry (COUNT(DISTINCT ?case) AS ?n)"
    text = f"{head} WHERE {{ {body} ?case cw:hasKind ?kind }} GROUP BY ?tie ?entry"
    return sparql_prologue(text) + text


def cards(store: Store) -> list[Task]:
    """The card of the case with most findings: all that is known of it, which takes many queries."""
    most = """SELECT ?case (COUNT(?f) AS ?n) WHERE { ?f cw:about ?case }
              GROUP BY ?case ORDER BY DESC(?n) ?case LIMIT 1"""
    made = []
    for iri, _ in store.graph.rows(most):
        own = partial(card, store, local_name(iri))
        made.append(Task("card", "the case with most findings", _queries_of(store, own), [], own))
    return made


def _queries_of(store: Store, call: Callable[[], Any]) -> list[str]:
    """The queries that a call makes."""
    texts: list[str] = []
    query = store.graph.query
    _ = store.roster_note

    def noted(text: str, name: str = "query") -> Any:
        texts.append(text)
        return query(text, name)

    store.graph.query = noted  # type: ignore[method-assign]
    try:
        call()
    finally:
        store.graph.query = query  # type: ignore[method-assign]
    return texts


_SHORTCUT = re.compile(rf"\?case ({'|'.join(STANCES)})(AsStated)? (\S+)(?= [.}}])")


def _plain(prologue: str, text: str) -> str:
    """A query with each shortcut replaced by the findings that it stands for, parts included."""
    number = itertools.count(1)
    code = "https://w3id.org/cwkg/code/"

    def values(name: str, kind: str, ids: str) -> str:
        return f"VALUES ?{name} {{ {' '.join(f'<{code}{kind}/{id}>' for id in ids.split())} }}"

    def written(match: re.Match[str]) -> str:
        n = next(number)
        shortcut, stated, entry = match.groups()
        stances, statuses = STANCES[shortcut]
        found = f"?f{n} cw:about ?u{n} ; cw:concerns {entry} ; cw:hasStance ?s{n} ; cw:hasReconciledBasis ?b{n} . "
        found += values(f"s{n}", "stance", stances)
        if statuses:
            found += f" ?f{n} cw:hasClaimStatus ?c{n} . " + values(f"c{n}", "status", statuses)
        if stated:
            found += " " + values(f"b{n}", "basis", "stated author-assessment")
        own = found.replace(f"?u{n}", "?case")
        return f"{{ {{ {own} }} UNION {{ ?case cw:hasPart ?u{n} . {found} }} }}"

    return prologue + _SHORTCUT.sub(written, text)
