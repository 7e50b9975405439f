"""The checks of the quality report: each finds the fault that it is there to find, and the real graph has no error."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import KgError
from kg.quality.checks import Check, place_of, read_checks, run_checks
from kg.quality.parts import SEVERITIES, Group, Hit
from kg.rdf import Graph, parse

ROOT = Path(__file__).resolve().parents[1]
CHECKS = {check.name: check for check in read_checks(ROOT / "queries" / "quality")}
PREFIXES = """
@prefix : <https://w3id.org/cwkg/id/case/> .
@prefix cw: <https://w3id.org/cwkg/ontology#> .
@prefix theme: <https://w3id.org/cwkg/code/theme/> .
@prefix barrier: <https://w3id.org/cwkg/code/barrier/> .
@prefix outcome: <https://w3id.org/cwkg/code/outcome/> .
@prefix stance: <https://w3id.org/cwkg/code/stance/> .
@prefix basis: <https://w3id.org/cwkg/code/basis/> .
@prefix kind: <https://w3id.org/cwkg/code/kind/> .
@prefix documentation: <https://w3id.org/cwkg/code/documentation/> .
@prefix reconciliation: <https://w3id.org/cwkg/code/reconciliation/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix code: <https://w3id.org/cwkg/code/> .
@prefix other: <https://example.org/> .
"""
LONG = "They met every week for a year, and all of them came."

# name of a check: faulty data beside sound data, and the things that it must name, and no other
PLANTS = {
    "case-never-read-in-full": (
        """:good a cw:Collaboration ; cw:documentedAt documentation:named . :pass cw:codedUnit :good .
        :list a cw:Collaboration ; cw:documentedAt documentation:listed .
        :bad a cw:Collaboration ; cw:documentedAt documentation:described .""",
        ["case:bad"],
    ),
    "case-read-by-one-coder": (
        """:p1 cw:codedUnit :good ; cw:codedBy :anna . :p2 cw:codedUnit :good ; cw:codedBy :berta .
        :p3 cw:codedUnit :bad ; cw:codedBy :anna . :p4 cw:codedUnit :bad ; cw:codedBy :anna .""",
        ["case:bad"],
    ),
    "case-without-policy-area": (
        ":good a cw:Collaboration ; cw:hasPolicyArea :health . :bad a cw:Collaboration .",
        ["case:bad"],
    ),
    "class-outside-its-family": (
        """cw:Finding a owl:Class ; rdfs:label "finding"@en .
        cw:ThemeFinding a owl:Class ; rdfs:subClassOf cw:Finding ; rdfs:label "theme finding"@en .
        cw:MetFinding a owl:Class ; cw:isHelper true ; rdfs:label "met finding"@en .
        cw:Fact a owl:Class ; rdfs:label "factfinding"@en .
        cw:LostFinding a owl:Class ; rdfs:label "Lost finding"@en .""",
        ["cw:LostFinding"],
    ),
    "dangling-reference": (
        """:good a cw:Collaboration ; cw:partOf :whole ; cw:unit other:metre ;
        owl:versionIRI <https://w3id.org/cwkg/1> .
        :whole a cw:Collaboration . :bad a cw:Collaboration ; cw:partOf :nowhere .""",
        ["case:bad"],
    ),
    "data-property-without-range": (
        "cw:good a owl:DatatypeProperty ; rdfs:range xsd:string . cw:bad a owl:DatatypeProperty .",
        ["cw:bad"],
    ),
    "definition-that-is-no-sentence": (
        """cw:good skos:definition "A thing that is there."@en . cw:asks skos:definition "Who is it?"@en .
        cw:small skos:definition "a thing that is there."@en . cw:open skos:definition "A thing that is there"@en .""",
        ["cw:open", "cw:small"],
    ),
    "definition-that-is-the-label": (
        """cw:Good rdfs:label "share power"@en ; skos:definition "Letting others decide."@en .
        cw:Bad rdfs:label "share power"@en ; skos:definition "The share-power."@en .""",
        ["cw:Bad"],
    ),
    "described-case-without-findings": (
        """:good a cw:Collaboration ; cw:documentedAt documentation:described . :finding cw:about :good .
        :whole a cw:Collaboration ; cw:documentedAt documentation:described .
        :part cw:partOf :whole . :other cw:about :part .
        :named a cw:Collaboration ; cw:documentedAt documentation:named .
        :bad a cw:Collaboration ; cw:documentedAt documentation:described .""",
        ["case:bad"],
    ),
    "difference-without-third-look": (
        """reconciliation:one-coder rdfs:label "One coder only"@en .
        reconciliation:basis-differs rdfs:label "Basis"@en .
        reconciliation:agreed rdfs:label "Both coders"@en . :agreed cw:hasReconciliation reconciliation:agreed .
        :settled cw:hasReconciliation reconciliation:one-coder . :look cw:reconciles :settled .
        :alone cw:hasReconciliation reconciliation:one-coder .
        :unsure cw:hasReconciliation reconciliation:basis-differs .""",
        ["case:alone", "case:unsure"],
    ),
    "duplicate-definitions": (
        """cw:a skos:definition "One thing."@en . cw:b skos:definition "Another thing."@en .
        cw:c skos:definition "one thing."@en .""",
        ["cw:a"],
    ),
    "duplicate-labels-of-terms": (
        """cw:First a owl:Class ; rdfs:label "change"@en . cw:second a owl:ObjectProperty ; rdfs:label "Change"@en .
        cw:Third a owl:Class ; rdfs:label "saving"@en . theme:change rdfs:label "change"@en .""",
        ["cw:First"],
    ),
    "empty-text": (
        ':good cw:note "x" . :void cw:note "" . :blank cw:note "  \\n" .',
        ["case:blank", "case:void"],
    ),
    "entry-away-from-its-list": (
        """theme:good a skos:Concept ; skos:inScheme <https://w3id.org/cwkg/code/theme/> .
        barrier:bad a skos:Concept ; skos:inScheme <https://w3id.org/cwkg/code/theme/> .""",
        ["barrier:bad"],
    ),
    "entry-never-used": (
        """theme:good a skos:Concept . :finding cw:concernsTheme theme:good . theme:bad a skos:Concept .
        theme:good skos:related theme:bad . theme:word a skos:Concept , cw:QuestionWord .""",
        ["theme:bad"],
    ),
    "entry-outside-a-list": (
        """<https://w3id.org/cwkg/code/theme/> a skos:ConceptScheme .
        <https://w3id.org/cwkg/code/idea/> a skos:ConceptScheme .
        theme:good a skos:Concept ; skos:inScheme <https://w3id.org/cwkg/code/theme/> .
        theme:two a skos:Concept ;
        skos:inScheme <https://w3id.org/cwkg/code/theme/> , <https://w3id.org/cwkg/code/idea/> .
        theme:lost a skos:Concept ; skos:inScheme <https://w3id.org/cwkg/code/nowhere/> .
        theme:none a skos:Concept .""",
        ["theme:lost", "theme:none", "theme:two"],
    ),
    "entry-without-coding-rule": (
        """theme:good a cw:Theme ; cw:whenToCode "Where it was done."@en ; cw:whenNotToCode "Where it was not."@en .
        barrier:half a cw:Barrier ; cw:whenToCode "Where it was met."@en . outcome:none a cw:OutcomeType .
        kind:part a cw:CaseKind .""",
        ["barrier:half", "outcome:none"],
    ),
    "entry-without-notation": (
        'theme:good a skos:Concept ; skos:notation "T01" . theme:bad a skos:Concept .',
        ["theme:bad"],
    ),
    "entry-without-preferred-label": (
        """theme:good a skos:Concept ; rdfs:label "Power"@en ; skos:prefLabel "Power"@en .
        theme:differs a skos:Concept ; rdfs:label "Power"@en ; skos:prefLabel "Might"@en .
        code:list a skos:ConceptScheme ; rdfs:label "List"@en .""",
        ["https://w3id.org/cwkg/code/list", "theme:differs"],
    ),
    "finding-made-twice": (
        """:a cw:about :case ; cw:codedBy :anna ; cw:hasStance stance:enacted ; cw:hasBasis basis:stated ;
        cw:saidBy :tess ;
          cw:hasEvidence :lines ; cw:concernsTheme theme:share-power .
        :b cw:about :case ; cw:codedBy :anna ; cw:hasStance stance:enacted ; cw:hasBasis basis:stated ;
        cw:saidBy :tess ;
          cw:hasEvidence :lines ; cw:concernsTheme theme:share-power .
        :late cw:about :case ; cw:codedBy :anna ; cw:hasStance stance:enacted ; cw:hasBasis basis:stated ;
        cw:saidBy :tess ;
          cw:hasEvidence :lines ; cw:concernsTheme theme:share-power ; cw:inPhase :second .
        :second-coder cw:about :case ; cw:codedBy :berta ; cw:hasStance stance:enacted ; cw:hasBasis basis:stated ;
          cw:saidBy :tess ; cw:hasEvidence :lines ; cw:concernsTheme theme:share-power .""",
        ["case:a"],
    ),
    "helper-in-use": (
        """cw:isMet cw:isHelper true . cw:Met cw:isHelper true . :good cw:about :x . :link cw:isMet :link .
        :type a cw:Met .""",
        ["case:link", "case:type"],
    ),
    "identifier-with-unusual-characters": (
        """:good-2 a cw:Collaboration . theme:a1 a skos:Concept .
        <https://w3id.org/cwkg/code/theme/> a skos:ConceptScheme .
        :Upper a cw:Collaboration . :two--hyphens a cw:Collaboration . theme:under_score a skos:Concept .
        other:Free a cw:Collaboration .""",
        ["case:Upper", "case:two--hyphens", "theme:under_score"],
    ),
    "indicator-without-number": (
        ":good a cw:Indicator . :number cw:ofIndicator :good . :bad a cw:Indicator .",
        ["case:bad"],
    ),
    "label-with-stray-space": (
        """:good rdfs:label "Share power" . :double rdfs:label "Share  power" . :front skos:altLabel " power" .
        :end cw:post "clerk " . :broken rdfs:label "Share\\npower" .""",
        ["case:broken", "case:double", "case:end", "case:front"],
    ),
    "list-without-entries": (
        "code:good a skos:ConceptScheme . theme:a skos:inScheme code:good . code:bad a skos:ConceptScheme .",
        ["https://w3id.org/cwkg/code/bad"],
    ),
    "list-without-label-or-definition": (
        """code:good a skos:ConceptScheme ; rdfs:label "Themes"@en ; skos:definition "What was done."@en .
        code:half a skos:ConceptScheme ; rdfs:label "Half"@en . code:none a skos:ConceptScheme .""",
        ["https://w3id.org/cwkg/code/half", "https://w3id.org/cwkg/code/none"],
    ),
    "names-that-differ-in-case-alone": (
        "cw:Mention a owl:Class . cw:mention a owl:ObjectProperty . cw:Event a owl:Class , owl:NamedIndividual .",
        ["cw:Mention"],
    ),
    "notation-used-twice": (
        """theme:a skos:inScheme code:theme ; skos:notation "T01" . theme:b skos:inScheme code:theme ;
        skos:notation "T01" .
        theme:c skos:inScheme code:theme ; skos:notation "T02" . barrier:a skos:inScheme code:barrier ;
        skos:notation "T01" .""",
        ["theme:a"],
    ),
    "note-of-unusual-length": (
        f"""<https://w3id.org/cwkg/id/case/good> a cw:ThemeFinding ; cw:note "{LONG}" .
        :least a cw:ThemeFinding ; cw:note "{"x" * 40}" . :most a cw:BarrierFinding ; cw:note "{"x" * 300}" .
        :short a cw:ThemeFinding ; cw:note "{"x" * 39}" . :long a cw:OutcomeFinding ; cw:note "{"x" * 301}" .""",
        ["case:long", "case:short"],
    ),
    "note-that-is-no-sentence": (
        """:good a cw:ThemeFinding ; cw:note "They met." . :year a cw:Collaboration ; cw:summary "47 projects met." .
        :small a cw:BarrierFinding ; cw:note "they met." . :open a cw:Collaboration ; cw:summary "They met" .""",
        ["case:open", "case:small"],
    ),
    "one-note-for-two-findings": (
        """:a cw:about :case ; cw:codedBy :anna ; cw:note "They met." . :b cw:about :case ; cw:codedBy :anna ;
        cw:note "They met." .
        :c cw:about :case ; cw:codedBy :berta ; cw:note "They met." . :d cw:about :else ; cw:codedBy :anna ;
        cw:note "They met." .""",
        ["case:a"],
    ),
    "ontology-without-maker": (
        """other:good a owl:Ontology ; dct:creator "Somebody" . other:too a owl:Ontology ; dct:publisher "Somebody" .
        other:bad a owl:Ontology .""",
        ["https://example.org/bad"],
    ),
    "ontology-without-metadata": (
        """other:good a owl:Ontology ; dct:title "T"@en ; dct:description "D"@en ; dct:license other:l ;
          owl:versionIRI other:v ; owl:versionInfo "1" .
        other:untitled a owl:Ontology ; dct:description "D"@en ; dct:license other:l ; owl:versionIRI other:v ;
        owl:versionInfo "1" .
        other:unlicensed a owl:Ontology ; dct:title "T"@en ; dct:description "D"@en ; owl:versionIRI other:v ;
        owl:versionInfo "1" .""",
        ["https://example.org/unlicensed", "https://example.org/untitled"],
    ),
    "organisation-without-case": (
        """:partner a cw:Organisation . :part cw:participant :partner . :unit a cw:Organisation ; cw:unitOf :above .
        :above a cw:Organisation . :role cw:participant :unit . :employer a cw:Organisation .
        :job cw:tenureIn :case ; cw:atOrganisation :employer . :bad a cw:Organisation .
        :post cw:atOrganisation :bad .""",
        ["case:bad"],
    ),
    "person-without-case": (
        """:holder a cw:Person . :post cw:heldBy :holder ; cw:tenureIn :case . :speaker a cw:Person .
        :f cw:saidBy :speaker .
        :bad a cw:Person . :job cw:heldBy :bad .""",
        ["case:bad"],
    ),
    "phrase-given-twice": (
        """theme:good skos:prefLabel "Power"@en ; skos:altLabel "might"@en . theme:bad skos:prefLabel "Power"@en ;
          skos:hiddenLabel "power"@en . theme:too skos:altLabel "might"@en ; skos:hiddenLabel "might"@en .""",
        ["theme:bad", "theme:too"],
    ),
    "place-without-case": (
        """:good a cw:Place . :town a cw:Place ; cw:within :state . :state a cw:Place ; cw:within :land .
        :land a cw:Place .
        :case a cw:Collaboration ; cw:locatedIn :good , :town . :bad a cw:Place ; cw:within :land .
        :body a cw:Organisation ; cw:locatedIn :bad .""",
        ["case:bad"],
    ),
    "property-without-domain": (
        """cw:good a owl:ObjectProperty ; rdfs:domain cw:A . cw:below a owl:ObjectProperty ;
        rdfs:subPropertyOf cw:good .
        cw:chain a owl:ObjectProperty ; owl:propertyChainAxiom ( cw:a cw:b ) . cw:help a owl:ObjectProperty ;
        cw:isHelper true .
        cw:back a owl:ObjectProperty ; owl:inverseOf cw:good . cw:bad a owl:ObjectProperty .
        cw:data a owl:DatatypeProperty .""",
        ["cw:bad", "cw:data"],
    ),
    "property-without-range": (
        """cw:good a owl:ObjectProperty ; rdfs:range cw:A . cw:below a owl:ObjectProperty ; rdfs:subPropertyOf cw:good .
        cw:help a owl:ObjectProperty ; cw:isHelper true . cw:bad a owl:ObjectProperty .
        cw:data a owl:DatatypeProperty .""",
        ["cw:bad"],
    ),
    "record-without-identifier": (
        ":good a cw:Passage . [] a owl:Restriction . _:nameless a cw:Passage .",
        ["_:nameless"],
    ),
    "several-definitions": (
        """cw:good skos:definition "One thing."@en . cw:bad skos:definition "One thing."@en , "Another thing."@en .""",
        ["cw:bad"],
    ),
    "several-labels-in-one-language": (
        """cw:good rdfs:label "power"@en , "pouvoir"@fr . cw:bad rdfs:label "power"@en , "might"@en .
        theme:bad skos:prefLabel "Power"@en , "Might"@en .""",
        ["cw:bad", "theme:bad"],
    ),
    "subclass-circle": (
        """cw:Low rdfs:subClassOf cw:High . cw:A rdfs:subClassOf cw:B . cw:B rdfs:subClassOf cw:A .
        cw:self rdfs:subPropertyOf cw:self .""",
        ["cw:A", "cw:B", "cw:self"],
    ),
    "term-that-nothing-uses": (
        """cw:Used a owl:Class . :x a cw:Used ; cw:link :y . cw:link a owl:ObjectProperty . cw:Idle a owl:Class .
        cw:idle a owl:DatatypeProperty . cw:help a owl:ObjectProperty ; cw:isHelper true .
        cw:isHelper a owl:AnnotationProperty .""",
        ["cw:Idle", "cw:idle"],
    ),
    "term-with-unusual-name": (
        """cw:Good a owl:Class . cw:sha256 a owl:DatatypeProperty . cw:small a owl:Class . cw:Under_Score a owl:Class .
        cw:Large a owl:ObjectProperty . skos:Concept a owl:Class .""",
        ["cw:Large", "cw:Under_Score", "cw:small"],
    ),
    "term-without-definition": (
        """cw:Good a owl:Class ; skos:definition "A good thing."@en . cw:bad a owl:DatatypeProperty .
        dct:title a owl:AnnotationProperty .""",
        ["cw:bad"],
    ),
    "term-without-label": (
        """cw:Good a owl:Class ; rdfs:label "good"@en . cw:bad a owl:AnnotationProperty .
        dct:title a owl:AnnotationProperty .""",
        ["cw:bad"],
    ),
    "text-in-a-broken-encoding": (
        """:good cw:note "Café, “naïve” £5." . :lost cw:note "Caf\\uFFFD" .
        :quote cw:note "the judge\\u00E2\\u20AC\\u2122s room" .
        :letter cw:note "Caf\\u00C3\\u00A9" .""",
        ["case:letter", "case:lost", "case:quote"],
    ),
    "text-in-another-language": (
        """cw:Good a owl:Class ; rdfs:label "good"@en . cw:Bare a owl:Class ; rdfs:label "bare" .
        theme:fr a skos:Concept ; skos:altLabel "pouvoir"@fr . :case rdfs:label "A name" .""",
        ["cw:Bare", "theme:fr"],
    ),
    "text-with-invisible-characters": (
        """:good cw:story "One line.\\nAnother, with é and —." . :bell cw:note "a\\u0007b" . :turn cw:note "a\\u202Eb" .
        :nothing cw:note "a\\u200Bb" . :tab cw:note "a\\tb" .""",
        ["case:bell", "case:nothing", "case:tab", "case:turn"],
    ),
    "text-with-space-at-an-end": (
        """:good cw:note "a b" . :front cw:note " a" . :end cw:story "a\\n" . :number cw:value 1.5 .""",
        ["case:end", "case:front"],
    ),
    "thing-outside-our-namespaces": (
        "other:bad a cw:Collaboration . :good a cw:Collaboration . skos:Concept a owl:Class .",
        ["https://example.org/bad"],
    ),
    "thing-without-class": (
        ':good a cw:Place ; rdfs:label "Kent" . :bad rdfs:label "Kent" . other:free rdfs:label "Kent" .',
        ["case:bad"],
    ),
    "two-records-with-one-name": (
        """:a a cw:Organisation ; rdfs:label "Seedco" . :b a cw:Organisation ; rdfs:label "SEEDCO" .
        :c a cw:Collaboration ; rdfs:label "Seedco" .""",
        ["case:a"],
    ),
    "undefined-term": (
        """cw:Known a owl:Class . cw:link a owl:ObjectProperty . :x a cw:Known ; cw:link :y ; cw:lost :y .
        :z a cw:Lost .""",
        ["cw:Lost", "cw:lost"],
    ),
    "version-iri-of-another-version": (
        """other:good owl:versionIRI other:o\\/1.0 ; owl:versionInfo "1.0" .
        other:bad owl:versionIRI other:o\\/1.1 ; owl:versionInfo "1.0" .""",
        ["https://example.org/bad"],
    ),
    "wide-passage": (
        ":good a cw:Passage ; cw:fromLine 1 ; cw:toLine 30 . :bad a cw:Passage ; cw:fromLine 1 ; cw:toLine 31 .",
        ["case:bad"],
    ),
    "withdrawn-term-of-the-ontology": (
        """cw:old owl:deprecated true . cw:Old owl:deprecated true ; rdfs:subClassOf cw:Old . :good cw:about :x .
        :link cw:old :x . :type a cw:Old . cw:below rdfs:subPropertyOf cw:old .""",
        ["case:link", "case:type", "cw:below"],
    ),
    "withdrawn-without-replacement": (
        """theme:good owl:deprecated true ; dct:isReplacedBy theme:new . theme:new a skos:Concept .
        theme:bad owl:deprecated true . theme:chain owl:deprecated true ; dct:isReplacedBy theme:gone .
        theme:gone a skos:Concept ; owl:deprecated true ; dct:isReplacedBy theme:new .""",
        ["theme:bad", "theme:chain"],
    ),
    "year-out-of-range": (
        ":good cw:startYear 1999 . :old cw:startYear 199 . :far cw:endYear 20011 .",
        ["case:far", "case:old"],
    ),
}


def found_by(name: str, data: str) -> list[Hit]:
    """What a check names in a few lines of Turtle."""
    graph = Graph(parse(PREFIXES + data, "turtle", name))
    (group,) = run_checks([CHECKS[name]], graph, graph, {})
    return group.hits


@pytest.mark.parametrize("name", sorted(PLANTS))
def test_a_check_finds_its_planted_fault_and_nothing_else(name):
    """A check names each faulty thing, says why, and passes over the sound data beside it."""
    data, faulty = PLANTS[name]
    hits = found_by(name, data)
    assert sorted({hit.thing for hit in hits}) == faulty
    assert all(hit.why for hit in hits)


@pytest.mark.parametrize("name", sorted(PLANTS))
def test_a_check_is_silent_on_an_empty_graph(name):
    """No aggregate or missing triple makes a row out of nothing."""
    assert found_by(name, "") == []


def test_every_check_has_a_plant_and_a_severity():
    """A check without a planted fault could pass for ever without looking; each says how bad its rows are."""
    assert sorted(CHECKS) == sorted(PLANTS)
    assert len(CHECKS) >= 25
    for check in CHECKS.values():
        assert check.severity in SEVERITIES
        assert f"#+ severity: {check.severity}\n" in check.sparql
        assert check.summary.endswith(".")
        assert check.hint.endswith(".")


def test_no_check_repeats_one_of_the_other_folder(project):
    """What must return nothing stands in queries/checks/, and is run from there."""
    others = {check.name: check for check in read_checks(project.checks)}
    assert {check.severity for check in others.values()} == {"error"}
    assert set(others) & set(CHECKS) == set()
    assert {c.summary for c in others.values()} & {c.summary for c in CHECKS.values()} == set()


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("#+ severity: error\n#+ hint: Mend it.", "no summary"),
        ("#+ summary: Faults.\n#+ severity: error", "no hint"),
        ("#+ summary: Faults.\n#+ severity: grave\n#+ hint: Mend it.", "'grave' is no severity"),
    ],
)
def test_a_head_that_lacks_a_field_is_refused(tmp_path, head, said):
    """A check that does not say what it looks for, how bad it is and what to do is not run."""
    (tmp_path / "some-check.rq").write_text(f"{head}\nSELECT ?thing ?why WHERE {{ ?thing ?p ?why }}", encoding="utf-8")
    with pytest.raises(KgError, match=f"some-check.rq:1:1: .*{said}"):
        read_checks(tmp_path)


def test_a_check_without_its_columns_is_refused():
    """A query of other columns is named, and ends in one line."""
    check = Check("odd", "error", "Odd.", "Mend it.", False, "SELECT ?s WHERE { ?s ?p ?o }")
    with pytest.raises(KgError, match=r"odd: .*thing.*why"):
        run_checks([check], Graph(), Graph(), {})


def test_a_check_of_what_was_typed_does_not_see_what_was_derived():
    """`#+ graph: asserted` chooses the graph; without it the whole is read."""
    typed, whole = (Graph(parse(f"{PREFIXES} :{name} a cw:Case .", "turtle")) for name in ("typed", "derived"))
    query = "SELECT ?thing ('here' AS ?why) WHERE { ?thing a ?class }"
    checks = [Check(str(asserted), "info", "All.", "None.", asserted, query) for asserted in (True, False)]
    assert [group.hits[0].thing for group in run_checks(checks, typed, whole, {})] == ["case:typed", "case:derived"]


def test_a_hit_says_where_the_thing_stands():
    """A record has its file and line, a term and a codebook entry their file; a passage is in many files."""
    origin = {
        "https://w3id.org/cwkg/id/case/cpche": ("cases/cpche.md", 2),
        "https://w3id.org/cwkg/id/passage/p": ("", 1),
    }
    base = "https://w3id.org/cwkg/"
    assert place_of(f"{base}id/case/cpche", origin) == "cases/cpche.md:2"
    assert place_of(f"{base}id/passage/p", origin) == ""
    assert place_of(f"{base}ontology#about", origin) == place_of(f"{base}ontology", origin) == "ontology/cwkg.ttl"
    assert place_of(f"{base}code/theme/share-power", origin) == "ontology/codebook.ttl"


@pytest.fixture(scope="module")
def groups(project, compiled, store) -> list[Group]:
    """What all checks of both folders find in the checkout."""
    checks = [*read_checks(project.checks), *read_checks(project.quality)]
    return run_checks(checks, Graph(compiled.source.triples), store.graph, compiled.source.origin)


def test_the_real_graph_has_no_error(groups):
    """Every check that stops a release is silent on the data as they are."""
    assert [(group.rule, hit) for group in groups if group.severity == "error" for hit in group.hits] == []


def test_what_is_known_of_the_real_graph_is_found(groups):
    """Facts read in the files: a property of many things has no domain; a case of the roster has no field of policy."""
    hits = {group.rule: {hit.thing: hit for hit in group.hits} for group in groups}
    assert "cw:note" in hits["property-without-domain"]
    assert "cw:about" not in hits["property-without-domain"]
    assert hits["case-without-policy-area"]["case:bangalore-metro"].place.startswith("cases/bangalore-metro.md:")
    assert "person:winston-churchill" not in hits["organisation-without-case"]
