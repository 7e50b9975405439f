"""The second route: HermiT, from the OWL axioms alone, must say what the rules say."""

import socket
import tempfile

import pytest

from kg import rdf
from kg.errors import KgError
from kg.namespaces import sparql_prologue
from kg.reasoning.reasoner import Comparison, compare, examine, module, read_terms
from kg.rules import derive

SMALL = """
case:whole a cw:Collaboration ; cw:inCountry place:land .
case:part a cw:Collaboration ; cw:partOf case:whole ; cw:locatedIn place:town .
place:land a cw:Place , cw:Country . place:town a cw:Place ; cw:within place:land .
organisation:body a cw:Organisation . participation:one a cw:Participation ; cw:participationIn case:part ;
  cw:participant organisation:body .
theme:share-power a cw:CoreTheme . outcome:cost-saving a cw:OutcomeType . stance:enacted a cw:ThemeStance .
stance:improved a cw:OutcomeStance . basis:stated a cw:AsStatedBasis . basis:inferred a cw:Basis .
status:forecast a cw:ClaimStatus . status:claimed a cw:RealisedStatus .
finding:part-t1 a cw:ThemeFinding ; cw:about case:part ; cw:concernsTheme theme:share-power ;
  cw:hasStance stance:enacted ; cw:hasBasis basis:stated ; cw:hasReconciledBasis basis:stated .
finding:part-o1 a cw:OutcomeFinding ; cw:about case:part ; cw:concernsOutcome outcome:cost-saving ;
  cw:hasStance stance:improved ; cw:hasClaimStatus status:forecast ; cw:hasBasis basis:stated ;
  cw:hasReconciledBasis basis:stated .
"""


@pytest.fixture
def planted(project, tmp_path):
    """A copy of the terms with more of them at its end: `planted("cw:New a owl:Class .")` gives its path."""

    def plant(more: str):
        path = tmp_path / "cwkg.ttl"
        path.write_text((project.ontology / "cwkg.ttl").read_text(encoding="utf-8") + more + "\n", encoding="utf-8")
        return path

    return plant


def turtle(text: str) -> list[rdf.Triple]:
    prefixes = sparql_prologue(text).replace("PREFIX", "@prefix").replace(">\n", "> .\n")
    return list(rdf.parse(prefixes + text, "turtle"))


def test_both_routes_agree_on_every_real_case(project, compiled):
    """Member by member, for every shortcut and every defined class of all cases, the two routes give the same."""
    found = compare(compiled.source.triples, compiled.derived, project.ontology / "cwkg.ttl")
    assert found.only_rules == []
    assert found.only_reasoner == []
    assert found.unsatisfiable == []
    assert found.violations == []
    assert found.both == sum(found.counts.values()) > 500
    assert {"cw:PowerSharingCollaboration", "cw:enactsTheme", "cw:hasPartner", "cw:inPlace"} <= set(found.counts)


def test_a_missing_rule_is_noticed(project):
    """Without what the rules derive, the comparison names what the reasoner alone gives: parts rolled up included."""
    found = compare(turtle(SMALL), [], project.ontology / "cwkg.ttl")
    missed = set(found.only_reasoner)
    assert ("case:whole", "cw:enactsThemeAsStated", "theme:share-power") in missed
    assert ("case:whole", "rdf:type", "cw:PowerSharingCollaboration") in missed
    assert ("case:part", "cw:inPlace", "place:land") in missed
    assert ("case:part", "cw:hasPartner", "organisation:body") in missed
    assert not any(p.startswith("cw:achieved") for _, p, _ in missed)
    assert not found.agree


def test_a_statement_too_many_is_noticed(project):
    """A shortcut that no finding bears out stands among those that only the rules give."""
    planted = turtle("case:whole cw:achieved outcome:cost-saving .")
    rules = derive(turtle(SMALL), sorted(project.rules.glob("*.rq")))
    found = compare(turtle(SMALL), [*rules, *planted], project.ontology / "cwkg.ttl")
    assert found.only_rules == [("case:whole", "cw:achieved", "outcome:cost-saving")]
    assert found.only_reasoner == []


@pytest.mark.parametrize("fault", ["participation:one cw:participant case:whole .", "theme:share-power a cw:Barrier ."])
def test_a_graph_that_contradicts_its_terms_is_refused(project, fault):
    """A case that takes part in itself, or a theme that is a barrier, makes the graph inconsistent."""
    with pytest.raises(KgError, match="inconsistent"):
        compare(turtle(SMALL + fault), [], project.ontology / "cwkg.ttl")


def test_an_axiom_that_cannot_hold_is_told_and_nothing_else(planted):
    """With a wrong axiom the graph is inconsistent; no statement is compared, because everything would follow."""
    terms = planted("cw:ThemeFinding owl:disjointWith cw:CountedFinding .")
    found = examine(turtle(SMALL), [], terms)
    assert not found.consistent
    assert not found.agree
    assert (found.verdict, found.both, found.only_reasoner) == ("cannot be compared", 0, [])
    with pytest.raises(KgError, match="inconsistent"):
        compare(turtle(SMALL), [], terms)


def test_a_class_that_nothing_can_belong_to_is_named(planted):
    """A class below two that are disjoint is empty in every graph: it is named, and the routes do not agree."""
    terms = planted("cw:NowhereProject a owl:Class ; rdfs:subClassOf cw:Collaboration , cw:Place .")
    found = examine(turtle(SMALL), derive(turtle(SMALL), []), terms)
    assert found.unsatisfiable == ["cw:NowhereProject"]
    assert found.consistent
    assert not found.agree


@pytest.mark.parametrize(
    ("axioms", "said"),
    [
        (
            "cw:PowerSharingCollaboration rdfs:subClassOf cw:NeverDeclared .",
            "use of undeclared class: cw:NeverDeclared",
        ),
        (
            "cw:Collaboration rdfs:subClassOf [ a owl:Restriction ; owl:onProperty cw:partOf ; owl:maxCardinality "
            '"1"^^xsd:nonNegativeInteger ] .',
            "use of non simple property in cardinality restriction: ObjectMaxCardinality(1 cw:partOf owl:Thing)",
        ),
        (
            "cw:hasFinding owl:propertyChainAxiom ( cw:hasPart cw:hasFinding cw:hasPart ) .",
            "use of property in chain causes cycle: cw:hasFinding",
        ),
    ],
)
def test_what_owl_2_dl_does_not_allow_is_named(planted, axioms, said):
    """The rule and the term stand in one line, in short names, whatever HermiT makes of the graph."""
    found = examine(turtle(SMALL), [], planted(axioms))
    assert any(line.startswith(said) for line in found.violations)
    assert not any("://" in line for line in found.violations)
    assert not found.agree


def test_a_datatype_that_hermit_does_not_know_is_told(planted):
    """HermiT refuses a date among the axioms; the comparison says so in one line."""
    terms = planted("cw:onDay a owl:DatatypeProperty ; rdfs:range xsd:date .")
    found = examine(turtle(SMALL), [], terms)
    assert "date" in found.refused
    assert "\n" not in found.refused
    assert not found.agree
    with pytest.raises(KgError, match="HermiT refuses the graph"):
        compare(turtle(SMALL), [], terms)


def test_reasoning_ends_at_its_limit(project, tmp_path, monkeypatch):
    """With a limit that cannot be kept there is one line, and no folder is left."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(KgError, match=r"^the reasoner was not done within 0\.05 seconds and was ended$"):
        compare(turtle(SMALL), [], project.ontology / "cwkg.ttl", seconds=0.05)
    assert list(tmp_path.iterdir()) == []


def test_imports_are_never_followed(planted):
    """A file that imports another one from the network is reasoned over without a single call to it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        there = f"http://127.0.0.1:{listener.getsockname()[1]}/more.owl"
        terms = planted(f"<https://w3id.org/cwkg/ontology> owl:imports <{there}> .")
        assert not any(t.predicate.value.endswith("#imports") for t in read_terms(terms))
        assert examine(turtle(SMALL), [], terms).consistent
        with pytest.raises(BlockingIOError):
            listener.accept()
        listener.settimeout(30)
        with socket.create_connection(listener.getsockname()):
            listener.accept()[0].close()  # a call would have been noticed


def test_a_module_leaves_out_what_the_axioms_do_not_speak_of():
    """Notes, labels and passages never reach the reasoner; they would only make it slow."""
    data = turtle(SMALL + 'finding:part-t1 cw:note "a note" ; cw:hasEvidence passage:one . passage:one a cw:Passage .')
    kept = {t.predicate.value.rsplit("#", 1)[-1] for t in module(data, "findings")}
    assert "note" not in kept
    assert "hasEvidence" not in kept
    assert "hasStance" in kept


def test_the_table_counts_each_class_and_shortcut():
    """A row for each name that any route gives, with three counts."""
    found = Comparison(
        3, [("case:a", "cw:achieved", "outcome:x")], [("case:b", "rdf:type", "cw:K")], [], counts={"cw:K": 3}
    )
    assert found.table() == [["cw:K", "3", "0", "1"], ["cw:achieved", "0", "1", "0"]]
    assert found.verdict == "differ"
