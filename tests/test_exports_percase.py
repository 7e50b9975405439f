"""One file for each case."""

import json

import pytest

from kg import rdf
from kg.namespaces import shorten

TURTLES = "cases/*.ttl"


@pytest.fixture(scope="module")
def whole(compiled):
    return {*compiled.source.triples, *compiled.derived}


def about(exported, id):
    return set(rdf.parse(exported / f"cases/{id}.ttl", "turtle"))


def test_every_case_has_its_two_files(exported, corpus):
    """As many files as cases, named by their ids."""
    ids = sorted(case.id for case in corpus.cases.values())
    for ending in ("ttl", "jsonld"):
        assert sorted(path.stem for path in exported.glob(f"cases/*.{ending}")) == ids


def test_a_file_of_a_case_says_nothing_that_the_graph_does_not(exported, whole):
    """Every triple of every file is one of the whole graph."""
    for path in exported.glob(TURTLES):
        assert set(rdf.parse(path, "turtle")) <= whole, path.name


def test_together_the_files_hold_everything_about_cases(exported, whole):
    """What has a case, a finding or another record of a case as its subject stands in the file of that case."""
    kinds = ("case", "finding", "phase", "participation", "change", "coding-pass", "settlement")
    found = {t for path in exported.glob(TURTLES) for t in rdf.parse(path, "turtle")}
    named = {t for t in whole if isinstance(t.subject, rdf.Iri)}
    assert {t for t in named - found if shorten(t.subject.value).partition(":")[0] in kinds} == set()


def test_a_case_with_all_sorts_of_records(exported, compiled):
    """Its findings by both coders, numbers, parts played, posts, phases and third looks are all there."""
    subjects = {shorten(t.subject.value) for t in about(exported, "virginia-comprehensive-services")}
    kinds = {name.partition(":")[0] for name in subjects}
    assert {"case", "finding", "phase", "participation", "coding-pass", "passage", "source", "person"} <= kinds
    assert any("-coder-2-" in name for name in subjects if name.startswith("finding:"))


def test_ids_that_begin_alike_are_told_apart(exported):
    """The file of a case has no finding of another whose id begins with its own."""
    findings = [t.subject.value for t in about(exported, "cpche") if t.predicate == rdf.iri("cw:about")]
    assert findings
    assert [iri for iri in findings if "cpche-joint-letter" in iri or "cpche-action-teams" in iri] == []


def test_what_a_case_points_to_has_its_name(exported):
    """Organisations, people, places and entries of the codebook stand there with a label; passages stand whole."""
    triples = about(exported, "cpche")
    named = {t.subject for t in triples if t.predicate == rdf.iri("rdfs:label")}
    pointed = {t.object for t in triples if t.predicate in map(rdf.iri, ("cw:participant", "cw:saidBy", "cw:concerns"))}
    assert pointed
    assert pointed <= named
    cited = {t.object for t in triples if t.predicate == rdf.iri("cw:hasEvidence")}
    assert cited == {t.subject for t in triples if t.predicate == rdf.iri("cw:digest")} & cited


def test_a_file_of_a_case_says_that_the_roster_is_a_reconstruction(exported, corpus):
    """A case of the fellowship carries the definition of its cohort, and every case how it is documented."""
    for case in corpus.cases.values():
        triples = about(exported, case.id)
        told = [t.object.value for t in triples if t.predicate == rdf.iri("skos:definition")]
        assert any("reconstructs" in text for text in told) == (case.kind == "fellowship"), case.id
        assert (
            rdf.Triple(rdf.iri(f"case:{case.id}"), rdf.iri("cw:documentedAt"), rdf.iri(f"documentation:{case.tier}"))
            in triples
        )


def test_a_nested_document_is_a_part_of_the_graph(exported, whole):
    """Nested documents say only what the graph says; one in ten is read, since reading them is slow."""
    for path in sorted(exported.glob("cases/*.jsonld"))[::10]:
        assert set(rdf.parse(path, "json-ld")) <= whole, path.name


def test_a_nested_document_has_all_that_was_typed_of_a_case(exported, compiled):
    """Nothing of its findings, phases and participations is left out; what the rules add to these is."""
    document = set(rdf.parse(exported / "cases/virginia-comprehensive-services.jsonld", "json-ld"))
    own = ("finding:", "phase:", "participation:", "change:", "measurement:", "coding-pass:", "tenure:")
    told = about(exported, "virginia-comprehensive-services")
    records = {t for t in told if shorten(t.subject.value).startswith(own)}
    assert records & document == records & set(compiled.source.triples)


def test_a_nested_document_reads_without_any_rdf(exported):
    """Names, evidence and people are reached by plain keys, from the case down."""
    case = json.loads((exported / "cases/cpche.jsonld").read_text(encoding="utf-8"))
    assert case["@id"] == "https://w3id.org/cwkg/id/case/cpche"
    assert isinstance(case["@context"], dict)
    assert case["country"]["name"] == "Canada"
    finding = case["themes"][0]
    assert finding["evidence"][0]["source"]["title"]
    assert finding["said-by"][0]["@type"][0] == "Person"
    assert {one["coder"]["name"] for one in case["themes"]} == {"First coding", "Second coding"}
    assert case["cw:enactsTheme"][0]["@id"].startswith("https://w3id.org/cwkg/code/theme/")
