"""The second route: HermiT, from the OWL axioms alone, must say what the rules say."""

import pytest

from kg import rdf
from kg.errors import KgError
from kg.namespaces import sparql_prologue
from kg.reasoner import compare, module
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
  cw:hasStance stance:enacted ; cw:hasBasis basis:stated .
finding:part-o1 a cw:OutcomeFinding ; cw:about case:part ; cw:concernsOutcome outcome:cost-saving ;
  cw:hasStance stance:improved ; cw:hasClaimStatus status:forecast ; cw:hasBasis basis:stated .
"""


def turtle(text: str) -> list[rdf.Triple]:
    prefixes = sparql_prologue(text).replace("PREFIX", "@prefix").replace(">\n", "> .\n")
    return list(rdf.parse(prefixes + text, "turtle"))


def test_both_routes_agree_on_every_real_case(project, compiled):
    """Member by member, for every shortcut and every defined class of all cases, the two routes give the same."""
    found = compare(compiled.source.triples, compiled.derived, project.ontology / "cwkg.ttl")
    assert found.only_rules == []
    assert found.only_reasoner == []
    assert found.unsatisfiable == []
    assert found.both > 500


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


def test_a_module_leaves_out_what_the_axioms_do_not_speak_of():
    """Notes, labels and passages never reach the reasoner; they would only make it slow."""
    data = turtle(SMALL + 'finding:part-t1 cw:note "a note" ; cw:hasEvidence passage:one . passage:one a cw:Passage .')
    kept = {t.predicate.value.rsplit("#", 1)[-1] for t in module(data, "findings")}
    assert "note" not in kept
    assert "hasEvidence" not in kept
    assert "hasStance" in kept
