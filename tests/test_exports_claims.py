"""Findings as claims with their evidence."""

import pytest

from kg import rdf
from kg.exports.claims import NANOPUB, PROV
from kg.namespaces import PREFIXES, expand

PARTS = ("Assertion", "Provenance", "PublicationInfo")
REIFIES = rdf.Iri(PREFIXES["rdf"] + "reifies")


@pytest.fixture(scope="module")
def graphs(exported):
    return rdf.parse_named(exported / "mappings/nanopublications.trig", "trig")


@pytest.fixture(scope="module")
def heads(graphs):
    """Each nanopublication with the names of its parts, read from its head."""
    found = {}
    for name, triples in graphs.items():
        if name.endswith("#head"):
            (itself,) = {t.subject for t in triples}
            parts = {
                t.predicate.value.removeprefix(NANOPUB + "has"): t.object
                for t in triples
                if t.predicate.value.startswith(NANOPUB)
            }
            found[itself] = parts
    return found


@pytest.fixture(scope="module")
def counted(compiled):
    whole = [*compiled.source.triples, *compiled.derived]
    return {t.subject for t in whole if t.predicate == rdf.iri("rdf:type") and t.object == rdf.iri("cw:CountedFinding")}


def test_every_nanopublication_is_well_formed(graphs, heads):
    """Four graphs each: a head that names the others, the assertion, its provenance, and info about the whole."""
    assert len(graphs) == 4 * len(heads)
    for itself, parts in heads.items():
        assert set(parts) == set(PARTS)
        assert len({part.value for part in parts.values()}) == 3
        assertion, provenance, info = (graphs[parts[name].value] for name in PARTS)
        assert len(assertion) == 1
        assert any(t.subject == parts["Assertion"] and t.predicate.value == PROV + "wasDerivedFrom" for t in provenance)
        assert {t.subject for t in info} == {itself}
        assert {rdf.iri("dct:creator"), rdf.iri("dct:license")} <= {t.predicate for t in info}


def test_what_is_asserted_is_what_the_rules_derive(graphs, heads, compiled):
    """The claim of each finding is a shortcut of its case in the graph: the two ways agree."""
    claims = {graphs[parts["Assertion"].value][0] for parts in heads.values()}
    assert claims <= set(compiled.derived)


def test_findings_that_count_have_one_each(heads, counted, compiled):
    """As many nanopublications as findings that count, but for forecasts that nothing changes or gets worse."""
    told = {rdf.Iri(itself.value.removesuffix("#nanopub")) for itself in heads}
    assert told <= counted
    without = counted - told
    status = {t.subject for t in compiled.source.triples if t.object == rdf.iri("status:forecast")}
    assert without <= status


def test_the_evidence_of_a_claim_travels_along(graphs):
    """Provenance has the basis, the note, the speaker and the place in the source by position."""
    provenance = graphs[expand("finding:cpche-t3") + "#provenance"]
    said = {t.predicate.value.rpartition("#")[2] for t in provenance}
    assert {"hasBasis", "hasReconciliation", "note", "wasAttributedTo", "inSource", "startChar", "digest"} <= said
    (claim,) = graphs[expand("finding:cpche-t3") + "#assertion"]
    assert claim == rdf.Triple(rdf.iri("case:cpche"), rdf.iri("cw:enactsTheme"), rdf.iri("theme:share-power"))


def test_findings_reify_their_claims_in_rdf_1_2(exported, graphs, counted):
    """Each claim stands as a statement, and every finding that makes it reifies it, with its basis and note."""
    triples = list(rdf.parse(exported / "mappings/rdf-1.2.ttl", "turtle"))
    reified = {t.subject: t.object for t in triples if t.predicate == REIFIES}
    assert {itself.subject for name, (itself, *_) in graphs.items() if name.endswith("#head")} == {
        rdf.Iri(finding.value + "#nanopub") for finding in reified
    }
    assert set(reified.values()) <= set(triples)
    assert all(isinstance(claim, rdf.Triple) for claim in reified.values())
    basis = {t.subject for t in triples if t.predicate == rdf.iri("cw:hasBasis")}
    assert set(reified) <= basis
    assert set(reified) <= counted
