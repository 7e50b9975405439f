"""What runs in the process that holds Java: HermiT (Glimm et al. 2014), and the OWL API's profiles and explanations.

The two jobs, `deduce` and `search`, take and give plain data, so that `kg/reasoning/java.py` can carry them across.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import Any

from kg.errors import KgError
from kg.namespaces import PREFIXES
from kg.reasoning import java
from kg.reasoning.axioms import shortened

TYPE = PREFIXES["rdf"] + "type"
_Pool = list[tuple[Any, set[str]]]  # axioms, each with the individuals that it names


def deduce(order: dict[str, Any]) -> dict[str, Any]:
    """What HermiT and the profile check find in each module: the answer to `compare`, as plain data with full IRIs."""
    ontologies = [load_ontology(text) for text in order["modules"]]
    found: dict[str, Any] = {"consistent": True, "refused": "", "unsatisfiable": [], "statements": []}
    found["violations"] = sorted({line for ontology in ontologies for line in _violations(ontology)})
    for ontology in ontologies:
        try:
            reasoner = hermit(ontology)
            if not reasoner.isConsistent():
                found["consistent"] = False
                return found
            empty = reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom()
            found["unsatisfiable"] += [name for name in _iris(empty) if name not in found["unsatisfiable"]]
            found["statements"] += _statements(ontology, order["classes"], order["shortcuts"])
        except java.load("java.lang.RuntimeException") as error:
            found["refused"] = shortened(" ".join(str(error.getMessage()).split()))
            return found
    return found


def load_ontology(xml: str) -> Any:
    """An OWL API ontology from RDF/XML. Raises `KgError` where the text is no RDF/XML."""
    manager = java.load("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
    ontology = manager.createOntology()
    source = java.load("org.semanticweb.owlapi.io.StringDocumentSource")(xml)
    settings = java.load("org.semanticweb.owlapi.model.OWLOntologyLoaderConfiguration")()
    try:
        java.load("org.coode.owlapi.rdfxml.parser.RDFXMLParser")().parse(source, ontology, settings)
    except java.load("org.semanticweb.owlapi.io.OWLParserException") as error:
        raise KgError(f"the OWL API cannot read the graph: {shortened(str(error.getMessage()))}") from None
    return ontology


def hermit(ontology: Any) -> Any:
    """A HermiT over an ontology, with nothing derived yet; it refuses datatypes that it does not know."""
    return java.load("org.semanticweb.HermiT.Reasoner")(java.load("org.semanticweb.HermiT.Configuration")(), ontology)


def entity(kind: str, iri: str) -> Any:
    """A class, object property or individual of the OWL API: `entity("Class", iri)`."""
    factory = java.load("org.semanticweb.owlapi.apibinding.OWLManager").getOWLDataFactory()
    return getattr(factory, f"getOWL{kind}")(java.load("org.semanticweb.owlapi.model.IRI").create(iri))


def _iris(entities: Any) -> list[str]:
    return [str(thing.getIRI()) for thing in entities]


def _violations(ontology: Any) -> list[str]:
    """Each breach of the OWL 2 DL profile as its rule, the term or axiom, and in how many axioms it is met."""
    report = java.load("org.semanticweb.owlapi.profiles.OWL2DLProfile")().checkOntology(ontology)
    found: Counter[str] = Counter()
    for violation in report.getViolations():
        words = re.findall(r"[A-Z]{2,}(?![a-z])|[A-Z][a-z]*", str(violation.getClass().getSimpleName()))
        rule = " ".join(word if len(word) > 1 and word.isupper() else word.lower() for word in words)
        about = str(violation).partition(" [")[0].partition(": ")[2].strip() or str(violation.getAxiom())
        found[f"{rule}: {shortened(about)}"] += 1
    return [line if number == 1 else f"{line} (in {number} axioms)" for line, number in found.items()]


def _statements(ontology: Any, classes: list[str], shortcuts: list[str]) -> list[list[str]]:
    """The members of the classes and the values of the shortcuts, inferred ones and stated ones."""
    reasoner = hermit(_reachable(ontology))
    out = []
    for name in classes:
        members = reasoner.getInstances(entity("Class", name), False).getFlattened()
        out += [[member, TYPE, name] for member in _iris(members)]
    for name in shortcuts:
        values = reasoner.getObjectPropertyInstances(entity("ObjectProperty", name))
        for pair in values.entrySet():
            out += [[str(pair.getKey().getIRI()), name, value] for value in _iris(pair.getValue())]
    return out


def _reachable(ontology: Any) -> Any:
    """The axioms that can say anything of the individuals: the bottom module for the names of all assertions.

    Syntactic locality (Cuenca Grau et al. 2008) leaves out no axiom that an entailed statement could need.
    """
    kinds = java.load("org.semanticweb.owlapi.model.AxiomType")
    names = java.load("java.util.HashSet")(ontology.getIndividualsInSignature())
    for kind in (kinds.CLASS_ASSERTION, kinds.OBJECT_PROPERTY_ASSERTION):
        for axiom in ontology.getAxioms(kind):
            names.addAll(axiom.getSignature())
    manager = ontology.getOWLOntologyManager()
    bottom = java.load("uk.ac.manchester.cs.owlapi.modularity.ModuleType").BOT
    extractor = java.load("uk.ac.manchester.cs.owlapi.modularity.SyntacticLocalityModuleExtractor")
    return manager.createOntology(extractor(manager, ontology, bottom).extract(names))


# ---------------------------------------------------------------- Justifications


def search(order: dict[str, Any]) -> dict[str, Any]:
    """The answer to `prove` as plain data: consistent or not, whether the claim holds, justifications as texts."""
    ontology = load_ontology(order["graph"])
    if not hermit(ontology).isConsistent():
        return {"consistent": False, "holds": False, "justifications": []}
    search = _Search(ontology, order)
    return {"consistent": True, "holds": search.holds, "justifications": search.justifications()}


class _Search:
    """A search for justifications of one statement, each with a set of findings that no other has."""

    def __init__(self, ontology: Any, order: dict[str, Any]) -> None:
        self.manager = ontology.getOWLOntologyManager()
        self.goal = self._goal(order)
        self.most, self.findings = order["most"], order["findings"]
        name = order["value"] if order["property"] == TYPE else order["property"]
        self.ontology = ontology
        self.near = [_with_names(_towards(ontology, name))]  # each pool holds the one before it
        self.holds = self.pool(set()) is not None

    @cached_property
    def everything(self) -> _Pool:
        return _with_names(self.ontology.getLogicalAxioms())

    def _goal(self, order: dict[str, Any]) -> Any:
        """The claim as a class assertion; a shortcut as membership of those things that have this value."""
        factory = self.manager.getOWLDataFactory()
        if order["property"] == TYPE:
            kind = entity("Class", order["value"])
        else:
            value = entity("NamedIndividual", order["value"])
            kind = factory.getOWLObjectHasValue(entity("ObjectProperty", order["property"]), value)
        return factory.getOWLClassAssertionAxiom(kind, entity("NamedIndividual", order["case"]))

    def pool(self, left_out: set[str]) -> _Pool | None:
        """The smallest pool of axioms from which the statement follows without some findings."""
        for pool in self.near:
            if self.entailed(_without(pool, left_out)):
                return pool
        return self.everything if self.entailed(_without(self.everything, left_out)) else None

    def entailed(self, axioms: list[Any]) -> bool:
        ontology = self.manager.createOntology(java.load("java.util.HashSet")(axioms))
        reasoner = hermit(ontology)
        answer = bool(reasoner.isEntailed(self.goal))
        reasoner.dispose()
        self.manager.removeOntology(ontology)
        return answer

    def justifications(self) -> list[list[str]]:
        """The first from all findings; each further one without a finding of one before (hitting sets, Reiter 1987)."""
        found: dict[frozenset[str], list[str]] = {}
        waiting: list[set[str]] = [set()] if self.holds else []
        tried: list[set[str]] = []
        while waiting and len(found) < self.most:
            left_out = waiting.pop(0)
            pool = None if left_out in tried else self.pool(left_out)
            tried.append(left_out)
            if pool is None:
                continue
            spared = self.spare(pool, left_out, [f for f in self.findings if f not in left_out])
            needed = frozenset(self.findings) - spared
            if needed not in found:
                texts = found[needed] = self.smallest(_without(pool, spared))
                core = [pair for pair in pool if str(pair[0]) in texts or pair[1] & set(self.findings)]
                self.near = [core, self.near[-1]]
            waiting += [left_out | {finding} for finding in sorted(needed)]
        return list(found.values())

    def spare(self, pool: _Pool, spared: set[str], findings: list[str]) -> set[str]:
        """The findings that can be done without, beside those spared already: tried together, then by halves."""
        if not findings:
            return spared
        if self.entailed(_without(pool, spared | set(findings))):
            return spared | set(findings)
        if len(findings) == 1:
            return spared
        half = len(findings) // 2
        return self.spare(pool, self.spare(pool, spared, findings[:half]), findings[half:])

    def smallest(self, axioms: list[Any]) -> list[str]:
        """One justification from among these axioms, by the generator of the OWL API, in their order."""
        package = "com.clarkparsia.owlapi.explanation."
        ontology = self.manager.createOntology(java.load("java.util.HashSet")(axioms))
        factory = java.load("org.semanticweb.HermiT.Reasoner$ReasonerFactory")()
        generator = java.load(f"{package}BlackBoxExplanation")(ontology, factory, hermit(ontology))
        converter = java.load(f"{package}SatisfiabilityConverter")(self.manager.getOWLDataFactory())
        chosen = {str(axiom) for axiom in generator.getExplanation(converter.convert(self.goal))}
        return [text for text in map(str, axioms) if text in chosen]


def _with_names(axioms: Any) -> _Pool:
    return [(axiom, {str(i.getIRI()) for i in axiom.getIndividualsInSignature()}) for axiom in axioms]


def _without(pool: _Pool, findings: set[str]) -> list[Any]:
    return [axiom for axiom, names in pool if not names & findings]


def _towards(ontology: Any, goal: str) -> list[Any]:
    """The axioms that can lead to the name of a goal, nearest first: definitions, sub-classes, chains and assertions.

    Domains, ranges and disjointness are left out: where nothing follows without them, all axioms are searched.
    """
    giving = [(axiom, _gives(axiom)) for axiom in ontology.getLogicalAxioms()]
    giving = sorted(((axiom, gives) for axiom, gives in giving if gives), key=lambda pair: str(pair[0]))
    found: list[Any] = []
    known = {goal}
    while near := [pair for pair in giving if pair[1] & known]:
        giving = [pair for pair in giving if not pair[1] & known]
        found += [axiom for axiom, _ in near]
        known |= {name for axiom, _ in near for name in _terms(axiom)}
    return found


def _gives(axiom: Any) -> set[str]:
    """The classes and properties that an axiom can put something into."""
    match str(axiom.getAxiomType().getName()):
        case "SubClassOf":
            return _terms(axiom.getSuperClass())
        case "EquivalentClasses":
            return {str(name.getIRI()) for name in axiom.getNamedClasses()}
        case "SubObjectPropertyOf" | "SubPropertyChainOf":
            return _terms(axiom.getSuperProperty())
        case "InverseObjectProperties" | "TransitiveObjectProperty" | "SymmetricObjectProperty":
            return _terms(axiom)
        case "ClassAssertion" | "ObjectPropertyAssertion":
            return _terms(axiom)
    return set()


def _terms(part: Any) -> set[str]:
    return {str(e.getIRI()) for e in part.getSignature() if e.isOWLClass() or e.isOWLObjectProperty()}
