"""The terms: each explained once, in OWL 2 DL habits, and named alike in ontology, mapping, rules and alignments."""

import re
from collections import Counter

import pytest
import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from kg.vocabulary import read_context

CW = "https://w3id.org/cwkg/ontology#"
ALIGNMENTS = ("org", "prov-o", "web-annotation", "cpov", "skos", "schema-org")


@pytest.fixture(scope="module")
def terms(project) -> rdflib.Graph:
    """The ontology as a graph."""
    return rdflib.Graph().parse(project.ontology / "cwkg.ttl")


def own(terms) -> list[rdflib.URIRef]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    return sorted({t for kind in kinds for t in terms.subjects(RDF.type, kind) if str(t).startswith(CW)})


@pytest.mark.parametrize("property", [RDFS.label, SKOS.definition])
def test_every_term_has_one_label_and_one_definition_of_its_own(terms, property):
    """No term is without, and no two share one."""
    found = Counter()
    for term in own(terms):
        (value,) = terms.objects(term, property)
        found[str(value).casefold()] += 1
    assert [text for text, count in found.items() if count > 1] == []


def test_no_two_names_differ_in_case_alone(terms):
    """`MentionCount` and `mentionCount` would be one label and a trap."""
    names = Counter(str(term).casefold() for term in own(terms))
    assert [name for name, count in names.items() if count > 1] == []


def test_the_ontology_says_what_it_is(terms):
    """Version, version IRI, licence, title and description stand in the head."""
    head = rdflib.URIRef(CW.rstrip("#"))
    assert str(terms.value(head, OWL.versionIRI)).startswith(str(head) + "/")
    for property in (OWL.versionInfo, DCTERMS.license, DCTERMS.title, DCTERMS.description):
        assert terms.value(head, property), property
    assert list(terms.objects(head, OWL.imports)) == []


def test_no_range_stops_the_reasoner(terms):
    """HermiT refuses a whole file for one date or year datatype; numbers, texts and truth values are all there is."""
    allowed = {"integer", "nonNegativeInteger", "decimal", "boolean", "string"}
    ranges = {
        str(r).rsplit("#", 1)[-1]
        for p in terms.subjects(RDF.type, OWL.DatatypeProperty)
        for r in terms.objects(p, RDFS.range)
    }
    assert ranges <= allowed


def test_the_names_that_were_promised_are_there(terms):
    """Other tools rely on these: the shortcuts, their narrower forms, and the classes defined by them."""
    shortcuts = ["enactsTheme", "neglectsTheme", "obstructedTheme", "metBarrier", "achieved"]
    for name in shortcuts:
        narrower = rdflib.URIRef(f"{CW}{name}AsStated")
        assert rdflib.URIRef(CW + name) in set(terms.transitive_objects(narrower, RDFS.subPropertyOf))
    classes = (
        "PowerSharing BothAnd FullModel CostSaving InsistWithoutSharing LeadershipDependent HorizontallyAnchored "
        "Resilient LegislatedUnderResourced CostSavingBothAnd MeasuredCostSaving ComparisonBacked"
    )
    for name in classes.split():
        assert terms.value(rdflib.URIRef(f"{CW}{name}Collaboration"), OWL.equivalentClass), name


def test_the_superclass_rule_holds_the_tree_of_the_ontology(project, terms):
    """Every named subclass that is no defined class stands in the rule's table with each of its wider classes."""
    rule = (project.rules / "10-superclasses.rq").read_text()
    listed = set(re.findall(r"\(cw:(\w+) cw:(\w+)\)", rule))
    defined = set(terms.subjects(OWL.equivalentClass, None))
    helpers = set(terms.subjects(rdflib.URIRef(CW + "isHelper"), None))
    tree = set()
    for low in own(terms):
        if low in defined or low in helpers:
            continue
        for high in terms.transitive_objects(low, RDFS.subClassOf):
            if high != low and str(high).startswith(CW):
                tree.add((str(low)[len(CW) :], str(high)[len(CW) :]))
    assert listed == tree


def test_every_term_of_the_mapping_is_defined(project, terms):
    """The mapping of case files names no term that the ontology lacks."""
    text = str(read_context(project.ontology / "context.jsonld"))
    known = {str(t)[len(CW) :] for t in own(terms)}
    assert set(re.findall(r"cw:(\w+)", text)) <= known


@pytest.mark.parametrize("name", ALIGNMENTS)
def test_an_alignment_speaks_of_our_terms_only(project, terms, name):
    """Each outside vocabulary has one file, and what it aligns is defined here."""
    graph = rdflib.Graph().parse(project.ontology / "alignments" / f"{name}.ttl")
    used = {str(x)[len(CW) :] for triple in graph for x in triple if str(x).startswith(CW)}
    assert used
    assert used <= {str(t)[len(CW) :] for t in own(terms)}
