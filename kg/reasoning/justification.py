"""Why HermiT says so: the smallest sets of axioms from which the class or shortcut of a case follows, as sentences.

A justification (Kalyanpur et al. 2007) is a set of axioms that entails a statement and of which none can be spared. It
is sought in the module of the case: the terms, the findings about it and its parts, and what these lead to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import rdf
from kg.errors import KgError
from kg.evidence import Evidence
from kg.namespaces import CODE, CW, ID, PREFIXES, expand, local_name
from kg.reasoning import axioms, java
from kg.reasoning.axioms import Axiom, Words, shortened
from kg.reasoning.hermit import TYPE
from kg.reasoning.reasoner import MODULES, module, names, read_terms, to_xml
from kg.store import Store
from kg.why import Explanation

MOST = 3  # justifications; more of them only name further findings
SECONDS = 60.0
_FINDING, _CASE = f"{ID}finding/", f"{ID}case/"


@dataclass(frozen=True)
class Step:
    """One sentence of a justification, the axioms it says (functional syntax, short names), and its finding if any."""

    sentence: str
    axioms: list[str]
    evidence: Evidence | None = None

    def as_dict(self) -> dict[str, Any]:
        return {**self.__dict__, "evidence": self.evidence.as_dict() if self.evidence else None}


@dataclass(frozen=True)
class Proof:
    """What HermiT makes of a claim (a sentence): whether it follows, and why, in a few ways with findings of their own.

    `agrees` is whether the rules say the same.
    """

    holds: bool
    agrees: bool
    claim: str
    justifications: list[list[Step]]

    def as_dict(self) -> dict[str, Any]:
        return {**self.__dict__, "justifications": [[s.as_dict() for s in steps] for steps in self.justifications]}


def prove(store: Store, terms: Path, found: Explanation, seconds: float = SECONDS) -> Proof:
    """Ask HermiT whether what the rules explain holds, and why.

    Raises `UsageError` where Java or a package is missing, `KgError` where the case contradicts the terms, or where the
    reasoner breaks or needs more `seconds`.
    """
    ontology = read_terms(terms)
    case, property, value = (expand(name) for name in (f"case:{found.case}", *found.claim))
    data = case_module(store.graph, case, ontology)
    known = {e.finding: e for reason in found.reasons for e in reason.evidence if e.finding}
    order = {
        "graph": to_xml(_without_annotations([*ontology, *data])),
        "case": case,
        "property": property,
        "value": value,
        "findings": _weakest_first(data, known, found.case),
        "most": MOST,
    }
    answer = java.run("kg.reasoning.hermit:search", order, seconds, quick=True)
    if not answer["consistent"]:
        raise KgError(f"the findings of {found.case} contradict the ontology: HermiT finds them inconsistent")
    words = _words(store, [case, property, value], answer["justifications"])
    claim = Axiom("ObjectPropertyAssertion", (property, case, value))
    if property == TYPE:
        claim = Axiom("ClassAssertion", (value, case))
    return Proof(
        answer["holds"],
        answer["holds"] == found.holds,
        axioms.sentence(claim, words),
        [_steps(texts, words, known) for texts in answer["justifications"]],
    )


def case_module(graph: Iterable[rdf.Triple], case: str, terms: Iterable[rdf.Triple]) -> list[rdf.Triple]:
    """What is recorded of a case (IRI) and its parts, in the properties that the axioms speak of; nothing of others.

    A class that follows from a narrower one by the terms is left out, so that rules lend the reasoner nothing.
    """
    whole = list(graph)
    triples = {names(t): t for name in MODULES for t in module(whole, name)}
    links = [link for link in triples if link[1] != TYPE]
    units = {case}
    while more := {s for s, p, o in links if p == f"{CW}partOf" and o in units} - units:
        units |= more
    wanted = units | {s for s, _, o in links if o in units and not s.startswith(_CASE)}
    while more := {o for s, _, o in links if s in wanted and not o.startswith(_CASE)} - wanted:
        wanted |= more
    wider = [(s, o) for s, p, o in map(names, terms) if p == f"{PREFIXES['rdfs']}subClassOf"]
    types = [(s, o) for s, p, o in triples if p == TYPE and s in wanted]
    implied = {(thing, TYPE, wide) for thing, narrow in types for wide in _above(narrow, wider)}
    return [t for link, t in triples.items() if link[0] in wanted and link not in implied]


def _without_annotations(triples: list[rdf.Triple]) -> list[rdf.Triple]:
    """No axiom speaks of labels and notes, and reading them takes time."""
    annotations = {s for s, _, o in map(names, triples) if o == f"{PREFIXES['owl']}AnnotationProperty"}
    return [t for t in triples if t.predicate.value not in annotations | {f"{PREFIXES['rdfs']}label"}]


def _above(name: str, wider: list[tuple[str, str]]) -> set[str]:
    found: set[str] = set()
    while more := {wide for narrow, wide in wider if narrow == name or narrow in found} - found - {name}:
        found |= more
    return found


def _weakest_first(data: list[rdf.Triple], known: dict[str, Evidence], case: str) -> list[str]:
    """The findings in the order in which a justification may do without them, so that it rests on the best."""

    def strength(finding: str) -> tuple[bool, bool, bool, int, str]:
        evidence = known.get(local_name(finding))
        outright, own = bool(evidence and evidence.outright), bool(evidence and evidence.case == case)
        return evidence is not None, outright, own, -len(finding), finding

    return sorted({s for s, _, _ in map(names, data) if s.startswith(_FINDING)}, key=strength)


def _words(store: Store, more: list[str], justifications: list[list[str]]) -> Words:
    iris = {name for texts in justifications for text in texts for name in axioms.names(axioms.parse(text))}
    values = " ".join(f"<{iri}>" for iri in sorted(iris | set(more)))
    labels = dict(store.graph.rows(f"SELECT ?t ?l WHERE {{ VALUES ?t {{ {values} }} ?t rdfs:label ?l }}"))
    labels |= {iri: f"finding {local_name(iri)}" for iri in iris if iri.startswith(_FINDING)}
    helpers = {p for (p,) in store.graph.rows("SELECT ?p WHERE { ?p cw:isHelper true ; a owl:ObjectProperty }")}
    return Words(labels, frozenset(helpers), frozenset(iri for iri in labels if iri.startswith(CODE)))


def _steps(texts: list[str], words: Words, known: dict[str, Evidence]) -> list[Step]:
    """A justification as sentences: the terms first, then what is recorded of each thing, findings last."""
    steps: list[Step] = []
    recorded: dict[str, list[tuple[bool, str, str]]] = {}
    for text in texts:
        axiom = axioms.parse(text)
        if axiom.name in ("ClassAssertion", "ObjectPropertyAssertion"):
            subject, said = axioms.said_of(axiom, words)
            recorded.setdefault(subject, []).append((axiom.name != "ClassAssertion", said, shortened(text)))
        else:
            steps.append(Step(axioms.sentence(axiom, words), [shortened(text)]))
    for subject in sorted(recorded, key=lambda iri: (iri.startswith(_FINDING), not iri.startswith(_CASE), iri)):
        about = sorted(recorded[subject])
        sentence = f"{words.thing(subject)} {axioms.join([said for _, said, _ in about])}."
        evidence = known.get(local_name(subject)) if subject.startswith(_FINDING) else None
        steps.append(Step(sentence[0].upper() + sentence[1:], [text for *_, text in about], evidence))
    return steps
