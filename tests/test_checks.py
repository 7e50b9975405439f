"""Every query in `queries/checks/` finds the fault that it is there to find, and leaves sound data alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.rdf import Graph, parse

FOLDER = Path(__file__).parents[1] / "queries" / "checks"
PREFIXES = """
@prefix : <https://example.org/> .
@prefix cw: <https://w3id.org/cwkg/ontology#> .
@prefix theme: <https://w3id.org/cwkg/code/theme/> .
@prefix outcome: <https://w3id.org/cwkg/code/outcome/> .
@prefix stance: <https://w3id.org/cwkg/code/stance/> .
@prefix status: <https://w3id.org/cwkg/code/status/> .
@prefix kind: <https://w3id.org/cwkg/code/kind/> .
@prefix documentation: <https://w3id.org/cwkg/code/documentation/> .
@prefix unit: <http://qudt.org/vocab/unit/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

# name of a check: faulty data beside sound data, and the faulty things, which alone must be found
PLANTS = {
    "barrier-finding-with-wrong-stance": (
        """stance:overcome a cw:BarrierStance . stance:enacted a cw:ThemeStance .
        :good a cw:BarrierFinding ; cw:hasStance stance:overcome .
        :wrong a cw:BarrierFinding ; cw:hasStance stance:enacted . :none a cw:BarrierFinding .""",
        ["none", "wrong"],
    ),
    "case-without-country": (
        ":land a cw:Country . :good a cw:Collaboration ; cw:inCountry :land . :bad a cw:Collaboration .",
        ["bad"],
    ),
    "case-without-story": (
        """:good a cw:Collaboration ; cw:story "The partners met every week for a year." .
        :empty a cw:Collaboration ; cw:story "" . :none a cw:Collaboration .""",
        ["empty", "none"],
    ),
    "change-against-its-direction": (
        """:arrests cw:betterWhen "lower" . :readers cw:betterWhen "higher" .
        :good cw:relativeChange -0.3 ; cw:favourable true ; cw:ofIndicator :arrests .
        :poor cw:relativeChange 0.3 ; cw:favourable false ; cw:ofIndicator :arrests .
        :fall cw:pointChange -4.0 ; cw:favourable true ; cw:ofIndicator :readers .
        :fewer cw:before [ cw:value 91 ; cw:unit unit:NUM ] ; cw:after [ cw:value 59 ; cw:unit unit:NUM ] .
        :fewer cw:favourable true ; cw:ofIndicator :arrests .
        :swapped cw:before [ cw:value 59 ; cw:unit unit:NUM ] ; cw:after [ cw:value 91 ; cw:unit unit:NUM ] .
        :swapped cw:favourable true ; cw:ofIndicator :arrests .
        :group cw:comparison [ cw:value 59 ; cw:unit unit:NUM ] ; cw:after [ cw:value 30 ; cw:unit unit:NUM ] .
        :group cw:favourable true ; cw:ofIndicator :readers .
        :mixed cw:before [ cw:value 59 ; cw:unit unit:NUM ] ; cw:after [ cw:value 91 ; cw:unit unit:PERCENT ] .
        :mixed cw:favourable true ; cw:ofIndicator :arrests .
        :rise cw:relativeChange 0.3 ; cw:favourable true ; cw:ofIndicator :arrests .""",
        ["fall", "group", "rise", "swapped"],
    ),
    "change-without-indicator": (
        """:readers a cw:Indicator . :good a cw:Change ; cw:ofIndicator :readers .
        :change a cw:Change . :value a cw:Measurement ; cw:ofIndicator :nowhere .""",
        ["change", "value"],
    ),
    "computed-number-without-origin": (
        """:printed a cw:Change ; cw:isComputed false .
        :good a cw:Change ; cw:isComputed true ; cw:computedFrom :printed ; cw:note "91 minus 59" .
        :rootless a cw:Change ; cw:isComputed true ; cw:note "91 minus 59" .
        :silent a cw:Measurement ; cw:isComputed true .""",
        ["rootless", "silent"],
    ),
    "conflict-not-mirrored": (
        """:one cw:conflictsWith :other . :other cw:conflictsWith :one . :clash cw:statement :one , :other , :alone .
        :half cw:conflictsWith :one .""",
        ["alone", "half"],
    ),
    "country-without-code": (
        ':good a cw:Country ; cw:isoCode "IN" . :long a cw:Country ; cw:isoCode "IN-KA" . :none a cw:Country .',
        ["long", "none"],
    ),
    "described-case-without-questions": (
        """:good a cw:Collaboration ; cw:documentedAt documentation:described ; cw:classQuestion "Who leads?" .
        :named a cw:Collaboration ; cw:documentedAt documentation:named .
        :bad a cw:Collaboration ; cw:documentedAt documentation:described .""",
        ["bad"],
    ),
    "duplicate-labels-in-codebook": (
        """:a a cw:CodebookConcept ; rdfs:label "Share power"@en .
        :b a cw:CodebookConcept ; rdfs:label "share power"@en .
        :c a cw:CodebookConcept ; rdfs:label "Impatience"@en .""",
        ["a"],
    ),
    "evidence-outside-its-source": (
        """:text cw:characterCount 100 ; cw:lineCount 5 .
        :good cw:inSource :text ; cw:startChar 0 ; cw:endChar 100 ; cw:toLine 5 .
        :far cw:inSource :text ; cw:startChar 0 ; cw:endChar 101 ; cw:toLine 5 .
        :low cw:inSource :text ; cw:startChar 0 ; cw:endChar 9 ; cw:toLine 6 .
        :void cw:inSource :text ; cw:startChar 9 ; cw:endChar 9 ; cw:toLine 1 .""",
        ["far", "low", "void"],
    ),
    "finding-without-case": (
        """:case a cw:Collaboration . :good a cw:ThemeFinding ; cw:about :case .
        :lost a cw:OutcomeFinding ; cw:about :nowhere . :none a cw:BarrierFinding .""",
        ["lost", "none"],
    ),
    "finding-without-note": (
        """:good a cw:ThemeFinding ; cw:note "They met." .
        :empty a cw:BarrierFinding ; cw:note "" . :none a cw:ThemeFinding .""",
        ["empty", "none"],
    ),
    "finding-without-passage": (
        ":good a cw:ThemeFinding ; cw:hasEvidence :passage . :bad a cw:OutcomeFinding .",
        ["bad"],
    ),
    "finding-without-speaker": (
        ":good a cw:ThemeFinding ; cw:saidBy :somebody . :bad a cw:BarrierFinding .",
        ["bad"],
    ),
    "forecast-counted-as-achieved": (
        """:good cw:achieved outcome:access ; cw:hasPart :part .
        :real cw:about :part ; cw:concernsOutcome outcome:access .
        :real cw:hasStance stance:improved ; cw:hasClaimStatus status:claimed .
        :part cw:achieved outcome:access .
        :hope cw:about :bad ; cw:concernsOutcome outcome:access .
        :hope cw:hasStance stance:improved ; cw:hasClaimStatus status:forecast .
        :bad cw:achieved outcome:access .""",
        ["bad"],
    ),
    "listed-case-with-findings": (
        """:told cw:documentedAt documentation:named . :good cw:about :told .
        :coded cw:documentedAt documentation:listed . :finding cw:about :coded .
        :counted cw:documentedAt documentation:listed . :number cw:figureOf :counted .""",
        ["coded", "counted"],
    ),
    "mention-above-denominator": (
        ":good cw:mentions 69 ; cw:outOf 69 . :bad cw:mentions 70 ; cw:outOf 69 .",
        ["bad"],
    ),
    "orphan-passage": (
        """:finding cw:hasEvidence :cited . :case cw:knownFrom :known .
        :cited a cw:Passage . :known a cw:Passage . :orphan a cw:Passage .""",
        ["orphan"],
    ),
    "outcome-finding-with-wrong-stance": (
        """stance:improved a cw:OutcomeStance . :good a cw:OutcomeFinding ; cw:hasStance stance:improved .
        :bad a cw:OutcomeFinding ; cw:hasStance stance:enacted .""",
        ["bad"],
    ),
    "outcome-finding-without-status": (
        """status:measured a cw:ClaimStatus . :good a cw:OutcomeFinding ; cw:hasClaimStatus status:measured .
        :bad a cw:OutcomeFinding .""",
        ["bad"],
    ),
    "part-cycle": (
        """:whole cw:hasPart :part . :part cw:partOf :whole .
        :self cw:partOf :self . :one cw:partOf :two . :two cw:partOf :one . :wide cw:hasPart :wide .""",
        ["one", "self", "two", "wide"],
    ),
    "part-without-whole": (
        """:whole a cw:Collaboration . :good cw:hasKind kind:part ; cw:partOf :whole . :bad cw:hasKind kind:part .""",
        ["bad"],
    ),
    "passage-without-position": (
        """:good a cw:Passage ; cw:inSource :text ; cw:startChar 0 ; cw:endChar 9 .
        :good cw:digest "00ff00ff00ff00ff" ; cw:locator "line 1" .
        :bad a cw:Passage ; cw:inSource :text ; cw:startChar 0 ; cw:endChar 9 ; cw:locator "line 1" .""",
        ["bad"],
    ),
    "person-and-organisation-with-one-label": (
        """:bad a cw:Person ; rdfs:label "Seedco" . :body a cw:Organisation ; rdfs:label "Seedco" .
        :good a cw:Person ; rdfs:label "Diane" .""",
        ["bad"],
    ),
    "phase-of-another-case": (
        """:early cw:phaseOf :here . :good cw:about :here ; cw:inPhase :early .
        :bad cw:about :there ; cw:inPhase :early .""",
        ["bad"],
    ),
    "saving-without-currency": (
        """:good a cw:Saving ; cw:currency "USD" ; cw:hasRecurrence :yearly .
        :plain a cw:Saving ; cw:hasRecurrence :yearly . :unclear a cw:Saving ; cw:currency "USD" .""",
        ["plain", "unclear"],
    ),
    "shortcut-typed-by-hand": (
        ":good cw:partOf :whole . :bad cw:enactsTheme theme:share-power .",
        ["bad"],
    ),
    "speaker-without-label": (
        ':finding cw:saidBy :good , :bad . :good rdfs:label "a police officer" .',
        ["bad"],
    ),
    "theme-finding-with-wrong-stance": (
        """stance:enacted a cw:ThemeStance . :good a cw:ThemeFinding ; cw:hasStance stance:enacted .
        :bad a cw:ThemeFinding ; cw:hasStance stance:improved .""",
        ["bad"],
    ),
    "thing-without-label": (
        ':good a cw:Place ; rdfs:label "Kent" . :bad a cw:Place .',
        ["bad"],
    ),
    "total-over-mixed-currencies": (
        """:dollars cw:currency "USD" . :more cw:currency "USD" . :pounds cw:currency "GBP" .
        :cost cw:before [ cw:unit unit:CCY_CAD ] . :beds cw:after [ cw:unit unit:NUM ] .
        :good cw:computedFrom :dollars , :more , :beds ; cw:currency "USD" .
        :sum cw:computedFrom :dollars , :pounds . :own cw:computedFrom :dollars ; cw:currency "CAD" .
        :hidden cw:computedFrom :cost , :dollars .""",
        ["hidden", "own", "sum"],
    ),
    "uncoded-case-presented-as-silent": (
        """:told cw:documentedAt documentation:described . :list cw:documentedAt documentation:listed .
        :good a cw:CodingPass ; cw:codedUnit :told ; cw:codedBy :coder ; cw:usingScheme :themes .
        :nobody a cw:CodingPass ; cw:codedUnit :told ; cw:usingScheme :themes .
        :nothing a cw:CodingPass ; cw:codedBy :coder ; cw:usingScheme :themes .
        :blind a cw:CodingPass ; cw:codedUnit :told ; cw:codedBy :coder .
        :unread a cw:CodingPass ; cw:codedUnit :list ; cw:codedBy :coder ; cw:usingScheme :themes .""",
        ["blind", "nobody", "nothing", "unread"],
    ),
    "uncoded-case-with-findings": (
        ":pass cw:codedUnit :good . :one cw:about :good . :two cw:about :bad .",
        ["bad"],
    ),
    "withdrawn-term-in-use": (
        ":old owl:deprecated true . :good cw:concerns :new . :bad cw:concerns :old .",
        ["bad"],
    ),
    "years-reversed": (
        """:good cw:startYear 1999 ; cw:endYear 1999 . :bad cw:startYear 2004 ; cw:endYear 1999 .
        :change cw:before :late ; cw:after :early . :late cw:startYear 2010 . :early cw:endYear 2008 .""",
        ["bad", "change"],
    ),
}


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.rq").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(PLANTS))
def test_a_check_finds_its_planted_fault_and_nothing_else(name: str) -> None:
    """A check names each faulty thing, says why, and passes over the sound data beside it."""
    data, faulty = PLANTS[name]
    graph = Graph(parse(PREFIXES + data, "turtle", name))
    rows = [(row["thing"].value, row["why"].value) for row in graph.query(text_of(name), name)]
    assert sorted({thing for thing, _ in rows}) == [f"https://example.org/{thing}" for thing in faulty]
    assert all(why for _, why in rows)


@pytest.mark.parametrize("name", sorted(PLANTS))
def test_a_check_is_silent_on_an_empty_graph(name: str) -> None:
    """No aggregate or missing triple makes a row out of nothing."""
    assert list(Graph().query(text_of(name), name)) == []


def test_every_check_has_a_plant() -> None:
    """A check without a planted fault could pass for ever without looking."""
    assert sorted(path.stem for path in FOLDER.glob("*.rq")) == sorted(PLANTS)


@pytest.mark.parametrize("name", sorted(PLANTS))
def test_a_check_says_what_is_wrong_and_what_to_do(name: str) -> None:
    """The head gives a summary and a hint, which are shown beside the rows."""
    head = [line for line in text_of(name).split("\n") if line.startswith("#+ ")]
    assert [line.split()[1] for line in head][:2] == ["summary:", "hint:"]
    assert all(line == "#+ graph: asserted" for line in head[2:])
