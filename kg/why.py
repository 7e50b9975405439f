"""Why a case belongs to a class, or has a shortcut; and why not: condition by condition, down to the passages.

The definitions are read from the ontology in the graph, so a class that is added there is explained without new code.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from kg.conditions import DEFAULT_STANCE, SHORTCUTS, Condition
from kg.errors import UsageError, closest
from kg.evidence import Evidence, findings_for
from kg.lexicon import stem, words
from kg.namespaces import CODE, expand, local_name, shorten
from kg.store import Store

_STANCE_OF = {shortcut: pair for pair, shortcut in SHORTCUTS.items()}
# shortcuts that ask more of a finding than its stance: the pair whose findings they choose from, and which they choose
_NARROWER = {
    "cw:achievedAsMeasured": (("outcome", "improved"), "?finding cw:hasClaimStatus status:measured"),
    "cw:hasComparedOutcome": (
        ("outcome", "improved"),
        "VALUES ?design { design:group-comparison design:before-after-with-comparison } "
        "?finding cw:hasChange ?change . ?change cw:hasDesign ?design",
    ),
    "cw:insistsByAuthority": (
        ("authority", "enacted"),
        "?class rdfs:subClassOf ?self . ?self owl:onProperty cw:isEnactedInsisting . "
        "?class owl:equivalentClass ?is . ?is owl:intersectionOf/rdf:rest*/rdf:first ?part . "
        "?part owl:onProperty cw:concernsTheme ; owl:hasValue ?theme . "
        "?finding cw:concernsTheme ?theme",
    ),
}

ANSWERS = ("certain", "possible", "not stated", "not coded", "contrary")


@dataclass(frozen=True)
class Reason:
    """One condition: whether it holds and how surely (one of `ANSWERS`), why, and on what findings."""

    condition: str
    answer: str
    reason: str
    evidence: list[Evidence]

    def as_dict(self) -> dict[str, Any]:
        return {**self.__dict__, "evidence": [e.as_dict() for e in self.evidence]}


@dataclass(frozen=True)
class Explanation:
    """Why a case is what it is said to be. `answer` is the weakest answer of its reasons, in the order of `ANSWERS`.

    `claim` is what is explained as a statement of the graph: `rdf:type` and a class, or a shortcut and its value.
    """

    case: str
    name: str
    target: str
    definition: str
    answer: str
    reasons: list[Reason]
    claim: tuple[str, str]

    @property
    def holds(self) -> bool:
        """Whether the graph has the statement: for certain, or possibly."""
        return self.answer in ("certain", "possible")

    def as_dict(self) -> dict[str, Any]:
        return {**self.__dict__, "reasons": [r.as_dict() for r in self.reasons]}


def explain(store: Store, case: str, target: str) -> Explanation:
    """Explain a defined class ("power-sharing", "both-and") or a theme, barrier or outcome ("share-power") of a case.

    Raises `UsageError` for a target that is neither, with the nearest ones.
    """
    iri, label, definition = _target(store, target)
    if iri.startswith(CODE):
        group = iri[len(CODE) :].partition("/")[0]
        claim = (SHORTCUTS[group, DEFAULT_STANCE[group]], shorten(iri))
        groups = [[claim]]
    else:
        claim = ("rdf:type", shorten(iri))
        groups = _conditions(store, iri)
    reasons = [_reason(store, case, group) for group in groups]
    answer = max((reason.answer for reason in reasons), key=ANSWERS.index)
    return Explanation(case, store.cases[case].name, label, definition, answer, reasons, claim)


def _target(store: Store, target: str) -> tuple[str, str, str]:
    """IRI, label and definition of what is asked about."""
    rows = store.graph.rows(
        """SELECT ?class ?label ?definition WHERE {
             ?class owl:equivalentClass ?is ; rdfs:label ?label ; skos:definition ?definition .
             FILTER (STRENDS(STR(?class), "Collaboration")) } ORDER BY ?label"""
    )
    classes = {label.removesuffix(" collaboration"): (iri, label, definition) for iri, label, definition in rows}
    wanted = " ".join(words(target)).removesuffix(" collaboration")
    for name, found in classes.items():
        if " ".join(words(name)) == wanted:
            return found
    entries = [e for e in store.lexicon.find([stem(w) for w in words(target)]) if e.list in DEFAULT_STANCE]
    if entries:
        entry = entries[0]
        definition = store.graph.rows(f"SELECT ?d WHERE {{ {entry.curie} skos:definition ?d }}")[0][0]
        return expand(entry.curie), entry.label, definition
    labels = {e.label for found in store.lexicon.phrases.values() for e in found if e.list in DEFAULT_STANCE}
    hint = closest(target, [*classes, *sorted(labels)])
    known = f"; {hint}" if hint else f"; classes: {', '.join(classes)}"
    raise UsageError(f"'{target}' is neither a class nor a theme, barrier or outcome{known}")


def _conditions(store: Store, iri: str) -> list[list[tuple[str, str]]]:
    """A class as groups of (shortcut, value): all groups must hold, of a group any one; an empty value means any."""
    rows = store.graph.rows(
        f"""SELECT ?member ?named ?property ?value ?other ?choice WHERE {{
              <{iri}> owl:equivalentClass ?is . ?is owl:intersectionOf/rdf:rest*/rdf:first ?member .
              OPTIONAL {{ ?member rdfs:label ?label . BIND (STR(?member) AS ?named) }}
              OPTIONAL {{ ?member owl:onProperty ?property . OPTIONAL {{ ?member owl:hasValue ?value }} }}
              OPTIONAL {{ ?member owl:unionOf/rdf:rest*/rdf:first ?u .
                          ?u owl:onProperty ?other ; owl:hasValue ?choice }} }}
            ORDER BY ?property ?value ?other ?choice ?named"""
    )
    groups: list[list[tuple[str, str]]] = []
    unions: dict[str, list[tuple[str, str]]] = {}
    for member, named, property, value, other, choice in rows:
        if property:
            groups.append([(shorten(property), shorten(value or ""))])
        elif other:
            unions.setdefault(member, []).append((shorten(other), shorten(choice)))
        elif named:
            groups += [group for group in _conditions(store, named) if group not in groups]
    return [*groups, *unions.values()]


def _reason(store: Store, case: str, group: list[tuple[str, str]]) -> Reason:
    subject = f"<{expand(f'case:{case}')}>"
    held: list[tuple[int, Evidence]] = []
    described: list[str] = []
    values: list[str] = []
    for shortcut, value in group:
        label = store.graph.rows(f"SELECT ?l WHERE {{ {shortcut} rdfs:label ?l }}")[0][0]
        condition = _condition(store, shortcut, value)
        described.append(condition.describe() if condition and shortcut in _STANCE_OF else label)
        if condition and shortcut not in _STANCE_OF:
            described[-1] += f": {condition.label}"
        chosen = f"VALUES ?v {{ {value} }}" if value else ""
        rows = store.graph.rows(f"SELECT ?v WHERE {{ {chosen} {subject} {shortcut} ?v }} ORDER BY ?v")
        for (found,) in rows:
            values.append(shorten(found))
            held += _evidence(store, case, shortcut, shorten(found))
    text = " or ".join(described)
    if held:
        evidence = [e for _, e in sorted(held, key=lambda pair: (pair[0], pair[1].finding or ""))]
        stated = any(e.outright for e in evidence)
        chosen = f"VALUES ?v {{ {' '.join(values)} }}"
        disputed = store.graph.rows(f"SELECT ?v WHERE {{ {chosen} {subject} cw:contests ?v }}")
        if disputed:
            return Reason(text, "possible", "findings disagree", evidence)
        reason = "the sources say so" if stated else "no finding counts as said outright; it is the coder's reading"
        return Reason(text, "certain" if stated else "possible", reason, evidence)
    return _missing(store, case, group, text)


def _condition(store: Store, shortcut: str, value: str) -> Condition | None:
    """The condition of the question language that a shortcut and its value are."""
    if not value:
        return None
    group = value.partition(":")[0]
    label = store.graph.rows(f"SELECT ?l WHERE {{ {value} rdfs:label ?l }}")[0][0]
    stance = _STANCE_OF[shortcut][1] if shortcut in _STANCE_OF else _NARROWER[shortcut][0][1]
    return Condition(group, expand(value), label, label, stance)


def _evidence(store: Store, case: str, shortcut: str, value: str) -> list[tuple[int, Evidence]]:
    """The findings behind a shortcut of a case, those that say it outright first."""
    order = {"stated": 0, "author-assessment": 1}
    condition = _condition(store, shortcut, value)
    found = findings_for(store, condition, [case]).get(case, []) if condition else []
    if shortcut in _NARROWER:
        rows = store.graph.rows(f"SELECT DISTINCT ?finding WHERE {{ {_NARROWER[shortcut][1]} }}")
        chosen = {local_name(finding) for (finding,) in rows}
        found = [e for e in found if e.finding in chosen]
    return [(order.get(e.counts_as, 2), e) for e in found]


def _missing(store: Store, case: str, group: list[tuple[str, str]], text: str) -> Reason:
    """Why none of a group's conditions holds: never coded, contrary, or not stated."""
    subject = f"<{expand(f'case:{case}')}>"
    schemes = {value.partition(":")[0] or "outcome" for _, value in group}
    read = " ".join(f"<{CODE}{'theme' if scheme == 'authority' else scheme}/>" for scheme in sorted(schemes))
    passes = f"SELECT ?p WHERE {{ VALUES ?s {{ {read} }} ?p cw:codedUnit {subject} ; cw:usingScheme ?s }} LIMIT 1"
    if not store.graph.rows(passes):
        return Reason(text, "not coded", "nobody has read the sources for it", [])
    for shortcut, value in group:
        condition = _condition(store, shortcut, value)
        if condition and condition.is_coded:
            contrary = findings_for(store, replace(condition, negated=True), [case]).get(case, [])
            if contrary:
                return Reason(text, "contrary", "findings say the opposite", contrary)
    return Reason(text, "not stated", "a full reading of the sources found nothing that says so", [])
