"""The second route: HermiT derives shortcuts and class members from the OWL axioms alone, to be held against the rules.

HermiT and the check of the OWL 2 DL profile run in a process of their own (`kg/reasoning/hermit.py`). Nothing is
imported from outside and no network is used: they get one text of terms, codebook entries and cases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kg import rdf
from kg.errors import KgError
from kg.namespaces import BASE, CW, PREFIXES, shorten
from kg.reasoning import java
from kg.reasoning.hermit import TYPE

SECONDS = 600.0
# What the axioms speak of, in two modules that say nothing of each other; labels, notes, numbers and passages play no
# part in them, and would make the reasoning slow.
MODULES = {
    "findings": (
        "about concernsTheme concernsBarrier concernsOutcome hasStance hasBasis hasReconciledBasis hasClaimStatus "
        "hasAuthoritySource hasChange hasDesign partOf",
        "Collaboration MandatedInitiative ThemeFinding BarrierFinding OutcomeFinding Change Saving CoreTheme "
        "SupportingActivity Barrier OutcomeType ThemeStance BarrierStance OutcomeStance Basis AsStatedBasis "
        "ClaimStatus RealisedStatus AuthoritySource Design",
    ),
    "record": (
        "participationIn participant locatedIn inCountry within",
        "Collaboration MandatedInitiative Participation Organisation PublicBody NonProfitOrganisation Place Country",
    ),
}

Statement = tuple[str, str, str]


@dataclass(frozen=True)
class Comparison:
    """What came of the two routes. Statements are (subject, property or `rdf:type`, object) in short names.

    `both` is how many statements both give, and `counts` the same for each class and shortcut. `violations` are what
    breaks the rules of OWL 2 DL; `refused` is why HermiT would not read the graph, if so.
    """

    both: int
    only_rules: list[Statement]
    only_reasoner: list[Statement]
    unsatisfiable: list[str]
    violations: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    consistent: bool = True
    refused: str = ""

    @property
    def agree(self) -> bool:
        """Whether nothing at all is wrong."""
        faults = (self.only_rules, self.only_reasoner, self.unsatisfiable, self.violations, self.refused)
        return self.consistent and not any(faults)

    @property
    def verdict(self) -> str:
        """In a word or two, what to say of the two routes."""
        if not self.consistent or self.refused:
            return "cannot be compared"
        return "differ" if self.only_rules or self.only_reasoner else "agree"

    def table(self) -> list[list[str]]:
        """For each class and shortcut: how many statements both routes give, the rules alone, and HermiT alone."""
        alone = [_count(found) for found in (self.only_rules, self.only_reasoner)]
        names = sorted({*self.counts, *alone[0], *alone[1]})
        return [[name, str(self.counts.get(name, 0)), *(str(count[name]) for count in alone)] for name in names]


def compare(
    asserted: Iterable[rdf.Triple], derived: Iterable[rdf.Triple], terms: Path, seconds: float = SECONDS
) -> Comparison:
    """Hold what the rules derived against what HermiT infers, for every shortcut and every defined class.

    Raises `UsageError` where Java or a package is missing, `KgError` where the graph is inconsistent or refused, or
    where the reasoner breaks or needs more `seconds`.
    """
    found = examine(asserted, derived, terms, seconds)
    if not found.consistent:
        raise KgError("the graph contradicts its own ontology: HermiT finds it inconsistent")
    if found.refused:
        raise KgError(f"HermiT refuses the graph: {found.refused}")
    return found


def examine(
    asserted: Iterable[rdf.Triple], derived: Iterable[rdf.Triple], terms: Path, seconds: float = SECONDS
) -> Comparison:
    """As `compare`, but a graph that is inconsistent or refused is told in the result, with what else is wrong."""
    asserted = list(asserted)
    ontology = read_terms(terms)
    shortcuts, classes = _compared(ontology)
    order = {
        "modules": [to_xml([*ontology, *module(asserted, name)]) for name in MODULES],
        "shortcuts": sorted(shortcuts),
        "classes": sorted(classes),
    }
    found = java.run("kg.reasoning.hermit:deduce", order, seconds)

    def wanted(statement: Statement) -> bool:
        subject, predicate, thing = statement
        return subject.startswith(BASE) and (predicate in shortcuts or (predicate == TYPE and thing in classes))

    rules = {s for s in map(names, [*asserted, *derived]) if wanted(s)}
    reasoner = {s for s in map(tuple, found["statements"]) if wanted(s)}
    compared = found["consistent"] and not found["refused"]
    both = _short(rules & reasoner) if compared else []
    return Comparison(
        len(both),
        _short(rules - reasoner) if compared else [],
        _short(reasoner - rules) if compared else [],
        sorted(map(shorten, found["unsatisfiable"])),
        found["violations"],
        dict(_count(both)),
        found["consistent"],
        found["refused"],
    )


def module(asserted: Iterable[rdf.Triple], name: str) -> list[rdf.Triple]:
    """The statements of one module: those with its properties, and those that put a thing in one of its classes."""
    roles, classes = ({CW + word for word in words.split()} for words in MODULES[name])
    return [
        t
        for t in asserted
        if t.predicate.value in roles or (t.predicate.value == TYPE and getattr(t.object, "value", "") in classes)
    ]


def read_terms(path: Path) -> list[rdf.Triple]:
    """The terms without their imports, so that no reasoner goes after another file. Raises `KgError`."""
    return [t for t in rdf.parse(path, "turtle") if t.predicate.value != PREFIXES["owl"] + "imports"]


def to_xml(triples: Iterable[rdf.Triple]) -> str:
    """Triples as the RDF/XML that HermiT is given."""
    return rdf.serialize(triples, "rdf-xml").decode()


def names(triple: rdf.Triple) -> Statement:
    """Subject, predicate and object of a triple as plain strings: IRIs, texts, or names of blank nodes."""
    return getattr(triple.subject, "value", ""), triple.predicate.value, getattr(triple.object, "value", "")


def _short(statements: Iterable[Statement]) -> list[Statement]:
    return sorted((shorten(s), shorten(p), shorten(o)) for s, p, o in statements)


def _count(statements: Iterable[Statement]) -> Counter[str]:
    return Counter(thing if predicate == "rdf:type" else predicate for _, predicate, thing in statements)


def _compared(ontology: list[rdf.Triple]) -> tuple[set[str], set[str]]:
    """Properties that a chain derives, with those above them; and classes that have a definition and are no helper."""
    graph = rdf.Graph(ontology)
    shortcuts = graph.rows("SELECT ?p WHERE { ?low owl:propertyChainAxiom ?chain ; rdfs:subPropertyOf* ?p }")
    classes = graph.rows(
        "SELECT ?c WHERE { ?c owl:equivalentClass ?is ; rdfs:label ?l . FILTER NOT EXISTS { ?c cw:isHelper true } }"
    )
    return {p for (p,) in shortcuts if p.startswith(CW)}, {c for (c,) in classes if c.startswith(CW)}
