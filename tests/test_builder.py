"""Records as triples: what a tiny corpus becomes, and how numbers are written."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import builder, rdf
from kg.corpus import read_corpus
from kg.namespaces import shorten
from kg.vocabulary import read_context

BODY = """organisations:
  - {organisation: ferry-trust, role: partner, note: Ran the boats., evidence: [tiny:3-3]}
people:
  - {person: clerk, post: Chief of Boats, organisation: bridge-office, start: 2001, end: 2004, evidence: [tiny:2-2]}
phases:
  - {id: early, name: Early years, start: 1999, evidence: [tiny:1-2]}
themes:
  - id: t1
    theme: insist-on-whole-system-approaches
    stance: enacted
    basis: inferred
    said-by: [teller]
    phase: early
    authority: vertical
    note: Both towns were told to agree.
    evidence: [tiny:4-5]
outcomes:
  - id: o1
    outcome: cost-saving
    stance: improved
    status: measured
    basis: stated
    said-by: [teller]
    note: Boats cost less.
    evidence: [tiny:6-6]
    changes:
      - id: c1
        indicator: crossings
        design: before-after
        relative: -0.50
        before: {value: 1200.0, unit: NUM, start: 1999, label: boats}
        amount: 75000
        currency: CAD
        recurrence: per-year
      - {id: c2, indicator: crossings, design: projection, points: 3, computed: true, computed-from: [c1, g1]}
figures:
  - {id: g1, indicator: crossings, value: 12, unit: NUM, evidence: [tiny:7-7]}
conflicts:
  - {id: x1, between: [t1, o1-c1], note: They differ.}
"""


@pytest.fixture
def triples(small) -> set[tuple[str, str, str]]:
    """The triples of one made-up case as short names; literals as their text, or text^^type where not a string."""
    small.case(
        "bridge",
        BODY,
        tier="described",
        mandated="true",
        start="1999",
        places="[millford]",
        also_known_as="[Old Bridge]",
    )
    small.locate()
    corpus, problems = read_corpus(small.project)
    assert problems == []
    built = builder.build(corpus, read_context(small.project.ontology / "context.jsonld"))

    def short(term) -> str:
        if isinstance(term, rdf.Literal):
            kind = term.datatype.value.rsplit("#", 1)[-1]
            return term.value if kind == "string" else f"{term.value}^^{kind}"
        return shorten(term.value) if isinstance(term, rdf.Iri) else "_:"

    return {(short(t.subject), shorten(t.predicate.value), short(t.object)) for t in built.triples}


def about(triples, subject: str) -> set[tuple[str, str]]:
    return {(p, o) for s, p, o in triples if s == subject}


def test_a_case_becomes_its_facts(triples):
    """The head of a case gives these triples and no others."""
    assert about(triples, "case:bridge") == {
        ("rdf:type", "cw:Collaboration"),
        ("rdf:type", "cw:MandatedInitiative"),
        ("rdfs:label", "The bridge project"),
        ("skos:altLabel", "Old Bridge"),
        ("cw:hasKind", "kind:fellowship"),
        ("cw:documentedAt", "documentation:described"),
        ("cw:inCohort", "cohort:fellowship-2010-11"),
        ("cw:inCountry", "place:canada"),
        ("cw:locatedIn", "place:millford"),
        ("cw:startYear", "1999^^integer"),
        ("cw:summary", "What bridge did."),
        ("cw:story", "A made-up case."),
        ("cw:knownFrom", "passage:tiny-1-2"),
    }


def test_a_finding_becomes_a_node(triples):
    """A finding has its case, entry, stance, basis, speaker, phase, authority, note, passage and coder."""
    assert about(triples, "finding:bridge-t1") == {
        ("rdf:type", "cw:ThemeFinding"),
        ("cw:localId", "t1"),
        ("cw:about", "case:bridge"),
        ("cw:concernsTheme", "theme:insist-on-whole-system-approaches"),
        ("cw:hasStance", "stance:enacted"),
        ("cw:hasBasis", "basis:inferred"),
        ("cw:saidBy", "person:teller"),
        ("cw:inPhase", "phase:bridge-early"),
        ("cw:hasAuthoritySource", "authority:vertical"),
        ("cw:note", "Both towns were told to agree."),
        ("cw:hasEvidence", "passage:tiny-4-5"),
        ("cw:codedBy", "coder:coder-1"),
        ("cw:hasReconciliation", "reconciliation:one-coding"),
        ("cw:hasReconciledBasis", "basis:inferred"),
        ("cw:conflictsWith", "change:bridge-o1-c1"),
    }


def test_money_makes_a_change_a_saving(triples):
    """A change with an amount is a saving, with its numbers in canonical form."""
    assert about(triples, "change:bridge-o1-c1") == {
        ("rdf:type", "cw:Change"),
        ("rdf:type", "cw:Saving"),
        ("cw:localId", "c1"),
        ("cw:ofIndicator", "indicator:crossings"),
        ("cw:hasDesign", "design:before-after"),
        ("cw:relativeChange", "-0.5^^decimal"),
        ("cw:before", "measurement:bridge-o1-c1-before"),
        ("cw:amount", "75000^^decimal"),
        ("cw:currency", "CAD"),
        ("cw:hasRecurrence", "recurrence:per-year"),
        ("cw:isComputed", "false^^boolean"),
        ("cw:conflictsWith", "finding:bridge-t1"),
    }
    assert about(triples, "measurement:bridge-o1-c1-before") == {
        ("rdf:type", "cw:Measurement"),
        ("cw:ofIndicator", "indicator:crossings"),
        ("cw:value", "1200^^decimal"),
        ("cw:unit", "unit:NUM"),
        ("cw:startYear", "1999^^integer"),
        ("cw:population", "boats"),
        ("cw:isComputed", "false^^boolean"),
    }


def test_a_computed_number_points_to_its_sources(triples):
    """What we worked out is marked and names a change and a figure that it came from."""
    facts = about(triples, "change:bridge-o1-c2")
    assert ("cw:isComputed", "true^^boolean") in facts
    assert {o for p, o in facts if p == "cw:computedFrom"} == {"change:bridge-o1-c1", "measurement:bridge-g1"}
    assert ("rdf:type", "cw:Saving") not in facts


def test_ties_become_records_of_their_own(triples):
    """Participations, tenures, phases, figures, conflicts and coding passes are nodes tied to the case."""
    assert {(s, p) for s, p, o in triples if o == "case:bridge"} == {
        ("participation:bridge-ferry-trust-partner", "cw:participationIn"),
        ("tenure:bridge-clerk-chief-of-boats-bridge-office", "cw:tenureIn"),
        ("phase:bridge-early", "cw:phaseOf"),
        ("finding:bridge-t1", "cw:about"),
        ("finding:bridge-o1", "cw:about"),
        ("measurement:bridge-g1", "cw:figureOf"),
        ("contradiction:bridge-x1", "cw:contradictionIn"),
        *((f"coding-pass:bridge-coder-1-{scheme}", "cw:codedUnit") for scheme in ("theme", "barrier", "outcome")),
    }
    assert ("cw:usingScheme", "https://w3id.org/cwkg/code/barrier/") in about(
        triples, "coding-pass:bridge-coder-1-barrier"
    )


def test_a_passage_is_positions_and_a_digest(triples):
    """Nothing of a source's words becomes a triple: source, lines, characters, digest, locator."""
    facts = dict(about(triples, "passage:tiny-4-5"))
    assert set(facts) == {
        "rdf:type",
        "cw:inSource",
        "cw:fromLine",
        "cw:toLine",
        "cw:startChar",
        "cw:endChar",
        "cw:digest",
        "cw:locator",
    }
    assert (facts["cw:fromLine"], facts["cw:toLine"]) == ("4^^nonNegativeInteger", "5^^nonNegativeInteger")
    assert (facts["cw:inSource"], facts["cw:locator"]) == ("source:tiny", "Box A, lines 4-5")
    assert re.fullmatch("[0-9a-f]{16}", facts["cw:digest"])


def test_people_are_speakers_interviewees_or_nameless(triples):
    """A person is a speaker where something is said by them, and anonymous where the source gives no name."""
    assert about(triples, "person:teller") >= {("rdf:type", "cw:Speaker"), ("cw:isAnonymous", "false^^boolean")}
    clerk = about(triples, "person:clerk")
    assert clerk >= {
        ("rdf:type", "cw:Interviewee"),
        ("cw:isAnonymous", "true^^boolean"),
        ("rdfs:label", "a clerk of the bridge office"),
    }
    assert ("rdf:type", "cw:Speaker") not in clerk


def test_origins_point_back_into_the_files(small):
    """Each record knows the file and line that it came from."""
    path = small.case("bridge", BODY)
    small.locate()
    corpus, _ = read_corpus(small.project)
    origin = builder.build(corpus, read_context(small.project.ontology / "context.jsonld")).origin
    lines = path.read_text(encoding="utf-8").split("\n")
    file, line = origin["https://w3id.org/cwkg/id/finding/bridge-t1"]
    assert file == "cases/bridge.md"
    assert lines[line - 1] == "  - id: t1"


def test_every_node_of_the_checkout_has_a_full_iri(compiled):
    """No record became a blank node or a relative IRI, and nothing fell out of the mapping."""
    corpus_iris = "https://w3id.org/cwkg/"
    triples = [t for t in compiled.source.triples if "/id/" in str(t.subject)]
    assert triples
    for triple in triples:
        assert isinstance(triple.subject, rdf.Iri)
        assert triple.subject.value.startswith(corpus_iris)
        assert isinstance(triple.object, (rdf.Iri, rdf.Literal))
        if isinstance(triple.object, rdf.Iri):
            assert re.match(r"https?://[^\s]+\Z", triple.object.value)


def test_every_reference_of_the_checkout_arrives(compiled):
    """Whatever a record points to inside the project is itself described."""
    described = {t.subject for t in compiled.source.triples}
    base = "https://w3id.org/cwkg/"
    dangling = {
        str(t.object)
        for t in compiled.source.triples
        if "/id/" in str(t.subject) and isinstance(t.object, rdf.Iri) and t.object.value.startswith(base)
        if t.object not in described
    }
    assert dangling == set()


def test_every_finding_of_the_files_is_in_the_graph(compiled, corpus):
    """As many findings, of the same names, come out as were typed."""
    typed = {f"finding:{case.id}-{f.id}" for case in corpus.cases.values() for f in case.findings}
    typed |= {f"finding:{c.case}-{c.coder}-{f.id}" for c in corpus.codings.values() for f in c.findings}
    about = "https://w3id.org/cwkg/ontology#about"
    assert {shorten(t.subject.value) for t in compiled.source.triples if t.predicate.value == about} == typed


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.10", "1.1"),
        ("100", "100"),
        ("100.00", "100"),
        ("-0.0", "0"),
        ("0.50", "0.5"),
        ("-17", "-17"),
        ("1E+3", "1000"),
        ("1E-3", "0.001"),
        ("0", "0"),
    ],
)
def test_numbers_have_one_form(value, text):
    """A decimal is written in its canonical form: no exponent, no idle noughts, no minus nought."""
    assert builder.decimal(Decimal(value)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6))
def test_a_number_keeps_its_value(value):
    """Writing a decimal changes its form alone, and writing it twice changes nothing."""
    text = builder.decimal(value)
    assert Decimal(text) == value
    assert re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?", text)
    assert text != "-0"
    assert builder.decimal(Decimal(text)) == text


@given(st.text(max_size=40))
def test_a_slug_is_safe_in_an_iri(text):
    """Any text becomes small letters, digits and single hyphens."""
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", builder.slug(text))


@pytest.mark.parametrize(
    ("name", "curie"),
    [
        ("t1", "finding:x-t1"),
        ("b2", "finding:x-b2"),
        ("o10", "finding:x-o10"),
        ("o1-c1", "change:x-o1-c1"),
        ("g3", "measurement:x-g3"),
    ],
)
def test_a_local_id_says_what_it_names(name, curie):
    """t1, b1 and o1 are findings, o1-c1 a number of one, g1 a figure."""
    assert builder.record_curie("x", name) == curie
