"""The records in the words of outside vocabularies."""

import re

import pytest
import rdflib

from kg import rdf
from kg.exports.mappings import ABOUT

OA, PROV, QB = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/prov#", "http://purl.org/linked-data/cube#"
ORG, CIDS = "http://www.w3.org/ns/org#", "https://ontology.commonapproach.org/cids#"
I72 = "http://ontology.eil.utoronto.ca/ISO21972/iso21972#"
TYPE = rdf.iri("rdf:type")


@pytest.fixture(scope="module")
def mapped(exported):
    """The triples of a mapping: `mapped("org")`."""
    return lambda name: set(rdf.parse(exported / f"mappings/{name}.ttl", "turtle"))


@pytest.fixture(scope="module")
def source(compiled):
    return {*compiled.source.triples, *compiled.derived}


def members(triples, kind):
    return {t.subject for t in triples if t.predicate == TYPE and t.object == rdf.Iri(kind)}


def objects(triples, subject, predicate):
    return {t.object for t in triples if t.subject == subject and t.predicate == rdf.Iri(predicate)}


def test_every_query_has_its_file_and_its_line(exported, project):
    """A mapping becomes a file by its query, and each is told of in the list of files."""
    names = {path.stem for path in project.mappings.glob("*.rq")}
    assert names == set(ABOUT)
    assert names <= {path.stem for path in (exported / "mappings").glob("*.ttl")}


@pytest.mark.parametrize("name", sorted(ABOUT))
def test_another_library_reads_as_much(exported, mapped, name):
    """rdflib reads each mapping whole, and every file tells that the roster is a reconstruction."""
    path = exported / f"mappings/{name}.ttl"
    assert len(rdflib.Graph().parse(path)) == len(mapped(name)) > 100
    assert "are a reconstruction" in path.read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize("name", sorted(ABOUT))
def test_no_text_and_no_number_is_made_up_or_changed(mapped, source, name):
    """Every literal is one of the source graph, with its type; but for what the query itself says of its vocabulary."""
    known = {t.object for t in source if isinstance(t.object, rdf.Literal)}
    own = {"text/plain", "en", "false", "printed as", "Mentions by interviewees"}
    literals = {t.object for t in mapped(name) if isinstance(t.object, rdf.Literal)}
    plain = {rdf.Literal(literal.value) for literal in known}
    left = {x for x in literals if x not in known and x not in plain and x.value not in own}
    assert {x.value[:20] for x in left} <= {"How many people inte"}


def test_annotations_point_at_positions_and_quote_nothing(mapped, source):
    """Each finding is an annotation with its entry as body and its passages as targets, by start and end alone."""
    triples = mapped("web-annotation")
    finding = rdf.iri("finding:cpche-t3")
    assert finding in members(triples, OA + "Annotation")
    (passage,) = objects(triples, finding, OA + "hasTarget")
    assert rdf.iri("theme:share-power") in objects(triples, finding, OA + "hasBody")
    (selector,) = objects(triples, passage, OA + "hasSelector")
    for ours, theirs in (("cw:startChar", "start"), ("cw:endChar", "end")):
        (position,) = (t.object for t in source if t.subject == passage and t.predicate == rdf.iri(ours))
        assert objects(triples, selector, OA + theirs) == {position}
    assert members(triples, OA + "Annotation") == members(source, rdf.iri("cw:Finding").value)
    assert [t for t in triples if t.predicate.value in (OA + "exact", OA + "prefix", OA + "suffix")] == []


def test_provenance_leads_from_a_finding_to_its_coding_and_its_source(mapped):
    """A finding was made by the coding pass of its coder on its case and list, from passages that are from a source."""
    triples = mapped("prov-o")
    finding = rdf.iri("finding:cpche-coder-2-t1")
    (made,) = objects(triples, finding, PROV + "wasGeneratedBy")
    assert made == rdf.iri("coding-pass:cpche-coder-2-theme")
    assert objects(triples, made, PROV + "wasAssociatedWith") == {rdf.iri("coder:coder-2")}
    (passage, *_) = objects(triples, finding, PROV + "wasDerivedFrom")
    assert objects(triples, passage, PROV + "wasDerivedFrom") == {rdf.iri("source:miles-2011")}
    both = members(triples, PROV + "Entity") & members(triples, PROV + "Activity")
    assert both == set()


def test_only_bodies_are_members_of_a_case(mapped):
    """A case has organisations as members; people are members of organisations, never of a case."""
    triples = mapped("org")
    cases = members(triples, ORG + "OrganizationalCollaboration")
    bodies = members(triples, ORG + "Organization")
    people = members(triples, "http://xmlns.com/foaf/0.1/Person")
    assert len(cases) == 96
    assert {t.object for t in triples if t.predicate.value == ORG + "hasMember"} <= bodies
    for membership in members(triples, ORG + "Membership"):
        (member,), (whole,) = (objects(triples, membership, ORG + name) for name in ("member", "organization"))
        assert (member in bodies and whole in cases) or (member in people and whole in bodies)


def test_a_forecast_is_a_target_and_a_result_a_report(mapped, source):
    """What was hoped for is not reported as reached; a baseline is the number before."""
    triples = mapped("cids")
    forecasts = {
        t.subject
        for t in source
        if t.predicate == rdf.iri("cw:hasClaimStatus") and t.object == rdf.iri("status:forecast")
    }
    for indicator in members(triples, CIDS + "Indicator"):
        (outcome,) = objects(triples, indicator, CIDS + "forOutcome")
        targets, reports = (objects(triples, indicator, CIDS + name) for name in ("hasTarget", "hasIndicatorReport"))
        assert len(targets | reports) <= 1
        assert not (reports if outcome in forecasts else targets)
    indicator = rdf.Iri("https://w3id.org/cwkg/id/change/york-region-literacy-o1-c1#indicator")
    (baseline,), (report,) = (objects(triples, indicator, CIDS + n) for n in ("hasBaseline", "hasIndicatorReport"))
    (measure,) = objects(triples, report, I72 + "value")
    for found, ours in ((baseline, "before"), (measure, "after")):
        record = rdf.iri(f"measurement:york-region-literacy-o1-c1-{ours}")
        values = {t.object for t in source if t.subject == record and t.predicate == rdf.iri("cw:value")}
        assert objects(triples, found, I72 + "hasNumericalValue") == values
    depth = rdf.Iri("https://w3id.org/cwkg/id/change/multnomah-jdai-o1-c1#depth-value")
    assert {x.value for x in objects(triples, depth, I72 + "hasNumericalValue")} == {"-0.65"}


def test_outcomes_that_were_set_aside_are_left_out(mapped, source):
    """Only findings that count are outcomes."""
    outcomes = members(mapped("cids"), CIDS + "Outcome")
    assert outcomes == members(source, rdf.iri("cw:OutcomeFinding").value) & members(
        source, rdf.iri("cw:CountedFinding").value
    )


def test_the_cube_holds_every_count_as_printed(mapped, source):
    """Each count is an observation with what it counts and of how many; no two share their dimensions."""
    triples = mapped("data-cube")
    observations = members(triples, QB + "Observation")
    counts = {t.subject for t in source if t.predicate == rdf.iri("cw:mentions")}
    keys = set()
    for observation in observations:
        (of,), (record,) = (
            objects(triples, observation, rdf.Iri(x).value)
            for x in (rdf.iri("cw:countOf").value, "https://w3id.org/cwkg/data#record")
        )
        keys.add((of, record))
        assert objects(triples, observation, rdf.iri("cw:mentions").value) == {
            t.object for t in source if t.subject == record and t.predicate == rdf.iri("cw:mentions")
        }
    assert len(observations) == len(counts) == len(keys)


@pytest.mark.parametrize(("name", "kind", "least"), [("places", "place", 30), ("organisations", "organisation", 4)])
def test_matches_are_matches_only(project, corpus, name, kind, least):
    """Records of ours are matched by exactMatch or closeMatch, never sameAs, each to one thing of an outside list."""
    triples = list(rdf.parse(project.ontology / f"alignments/{name}.ttl", "turtle"))
    matches = [t for t in triples if t.subject.value.startswith(f"https://w3id.org/cwkg/id/{kind}/")]
    assert len(matches) >= least
    assert {t.predicate for t in matches} <= {rdf.iri("skos:exactMatch"), rdf.iri("skos:closeMatch")}
    assert {t.subject.value.rpartition("/")[2] for t in matches} <= set(corpus.by_id(kind))
    form = r"http://www\.wikidata\.org/entity/Q[1-9]\d*|https://sws\.geonames\.org/[1-9]\d*/"
    assert [t.object.value for t in matches if not re.fullmatch(form, t.object.value)] == []
    assert len({t.object for t in matches}) == len(matches)
    lists = [(t.subject, t.object.value[:20]) for t in matches]
    assert len(set(lists)) == len(lists)
