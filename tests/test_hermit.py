"""What runs beside Java: deductions, breaches of the profile, and justifications of which no axiom can be spared."""

import pytest

from kg import rdf
from kg.errors import KgError
from kg.reasoning import java
from kg.reasoning.hermit import TYPE
from kg.reasoning.reasoner import to_xml

EX = "https://example.org/"
HEAD = f"@prefix : <{EX}> . @prefix owl: <http://www.w3.org/2002/07/owl#> . " + (
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
)
# a case has a theme where a finding about it gives it; a good case has the theme t
TERMS = """
:Case a owl:Class . :Good a owl:Class . :Finding a owl:Class . :Bad a owl:Class ; owl:disjointWith :Good .
:about a owl:ObjectProperty ; rdfs:range :Case . :gives a owl:ObjectProperty . :found a owl:ObjectProperty .
:found owl:inverseOf :about . :has a owl:ObjectProperty ; owl:propertyChainAxiom ( :found :gives ) .
:Good owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( :Case
  [ a owl:Restriction ; owl:onProperty :has ; owl:hasValue :t ] ) ] .
:one a :Finding ; :about :case ; :gives :t . :two a :Finding ; :about :case ; :gives :t .
:three a :Finding ; :about :case ; :gives :u .
"""


def xml(text: str) -> str:
    return to_xml(rdf.parse(HEAD + text, "turtle"))


def order(text: str, property: str = TYPE, value: str = f"{EX}Good", most: int = 3) -> dict:
    findings = [f"{EX}{name}" for name in ("three", "two", "one")]
    return {
        "graph": xml(text),
        "case": f"{EX}case",
        "property": property,
        "value": value,
        "findings": findings,
        "most": most,
    }


def search(text: str, **more) -> dict:
    return java.run("kg.reasoning.hermit:search", order(text, **more), 60, quick=True)


def findings_of(texts: list[str]) -> set[str]:
    return {name for name in ("one", "two", "three") if any(f"{EX}{name}>" in text for text in texts)}


def entail_job(data):
    """Whether a list of axioms entails the claim, and whether it still does without each of them in turn."""
    manager = java.load("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
    string = java.load("org.semanticweb.owlapi.io.StringDocumentSource")

    def axioms(texts):
        body = "\n".join([*data["prefixes"], "Ontology(", *texts, ")"])
        return manager.loadOntologyFromOntologyDocument(string(body))

    (claim,) = axioms([data["claim"]]).getLogicalAxioms()
    factory = java.load("org.semanticweb.HermiT.Reasoner$ReasonerFactory")()
    kept = data["axioms"]
    tries = [kept, *([text for text in kept if text != spared] for spared in kept)]
    return [bool(factory.createReasoner(axioms(texts)).isEntailed(claim)) for texts in tries]


def test_each_finding_gives_a_justification_of_its_own():
    """Two findings say the same: there are two ways, each with one of them, the best first; a third is not used."""
    found = search(TERMS + ":case a :Case .")
    assert (found["consistent"], found["holds"]) == (True, True)
    assert [findings_of(texts) for texts in found["justifications"]] == [{"one"}, {"two"}]


def test_no_axiom_of_a_justification_can_be_spared():
    """The axioms entail the claim, and no longer do when any one of them is taken away."""
    found = search(TERMS + ":case a :Case .")
    claim = f"ClassAssertion(<{EX}Good> <{EX}case>)"
    for texts in found["justifications"]:
        data = {"prefixes": [], "claim": claim, "axioms": texts}
        whole, *less = java.run("test_hermit:entail_job", data, 60, quick=True)
        assert whole
        assert len(less) == len(texts) > 5
        assert not any(less)


def test_a_shortcut_is_explained_as_a_value():
    """A claim may be a property and its value; the definition of the class plays no part then."""
    found = search(TERMS, property=f"{EX}has", value=f"{EX}t", most=1)
    (texts,) = found["justifications"]
    assert found["holds"]
    assert not any("Good" in text for text in texts)


def test_a_range_is_used_where_nothing_else_will_do():
    """That the case is a case follows here only from the range of a property."""
    (first, *_) = search(TERMS)["justifications"]
    assert f"ObjectPropertyRange(<{EX}about> <{EX}Case>)" in first


def test_what_does_not_follow_has_no_justification():
    """Without a finding that gives the theme nothing is derived, and nothing is made up."""
    found = search(TERMS.replace(":gives :t", ":gives :u"))
    assert found == {"consistent": True, "holds": False, "justifications": []}


def test_a_contradiction_is_told_before_everything_follows():
    """From a contradiction everything would follow; so nothing is said to."""
    found = search(TERMS + ":case a :Case , :Bad .")
    assert found == {"consistent": False, "holds": False, "justifications": []}


def test_members_and_values_are_deduced():
    """Members of a class and values of a shortcut are given with full IRIs, stated or inferred."""
    found = java.run(
        "kg.reasoning.hermit:deduce", {"modules": [xml(TERMS)], "classes": [f"{EX}Good"], "shortcuts": [f"{EX}has"]}, 60
    )
    assert sorted(found["statements"]) == sorted(
        [[f"{EX}case", TYPE, f"{EX}Good"], [f"{EX}case", f"{EX}has", f"{EX}t"], [f"{EX}case", f"{EX}has", f"{EX}u"]]
    )
    assert (found["consistent"], found["refused"], found["unsatisfiable"]) == (True, "", [])
    assert found["violations"] == []


def test_a_text_that_is_no_rdf_is_one_line():
    """A damaged text is told as such, in one line."""
    with pytest.raises(KgError, match=r"^the OWL API cannot read the graph") as raised:
        java.run("kg.reasoning.hermit:deduce", {"modules": ["<rdf"], "classes": [], "shortcuts": []}, 60)
    assert "\n" not in str(raised.value)
