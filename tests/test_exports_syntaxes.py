"""The graph in the syntaxes of RDF."""

import pytest
import rdflib

from kg import rdf
from kg.namespaces import GRAPHS


@pytest.fixture(scope="module")
def triples(compiled):
    return set(compiled.source.triples) | set(compiled.derived)


def canonical(found) -> set[rdf.Triple]:
    return set(rdf.name_blank_nodes(list(found)))


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("cwkg.ttl", "turtle"),
        ("cwkg.nt", "n-triples"),
        ("cwkg.nq", "n-quads"),
        ("cwkg.jsonld", "json-ld"),
        ("cwkg.rdf", "rdf-xml"),
    ],
)
def test_every_syntax_holds_the_whole_graph(exported, triples, name, format):
    """Each RDF file, read back, is the graph: the same triples up to the names of blank nodes."""
    assert canonical(rdf.parse(exported / name, format)) == canonical(triples)


@pytest.mark.parametrize(
    ("name", "format"),
    [("cwkg.ttl", "turtle"), ("cwkg.nt", "nt"), ("cwkg.nq", "nquads"), ("cwkg.jsonld", "json-ld"), ("cwkg.rdf", "xml")],
)
def test_another_library_reads_the_whole_graph(exported, triples, name, format):
    """Another library reads each RDF file whole: as many triples, and the same ones where they hold no blank node."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(exported / name, format=format)
    found = {(s, p, o) for s, p, o in dataset.triples((None, None, None))}
    plain = {t for t in found if not any(isinstance(term, rdflib.BNode) for term in t)}
    expected = rdflib.Graph().parse(data=rdf.serialize(triples, "n-triples"), format="nt")
    assert len(found) == len(triples)
    assert plain == {t for t in expected if not any(isinstance(term, rdflib.BNode) for term in t)}


def test_named_graphs_part_what_was_typed_from_what_was_derived(exported, compiled):
    """N-Quads say of each triple whether it was asserted or derived."""
    lines = (exported / "cwkg.nq").read_text(encoding="utf-8").splitlines()
    for name, found in (("asserted", compiled.source.triples), ("derived", compiled.derived)):
        assert sum(line.endswith(f" <{GRAPHS[name]}> .") for line in lines) == len(found)
