"""The graph as written: the same triples as in the file, with the forms of literals that a store changes."""

import pytest

from kg import rdf
from kg.namespaces import expand
from kg.notebook.graph import KnowledgeGraph
from kg.web.written import Written, written

TEXT = b"""<urn:a> <urn:p> <urn:b> .
<urn:a> <urn:p> "one <urn:b> . \\"two\\"\\n"@en .
<urn:b> <urn:q> _:c14n0 .
_:c14n0 <urn:q> "5"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> .
"""


@pytest.fixture
def small() -> Written:
    """A graph of four lines."""
    return Written(TEXT)


def test_lines_are_found_by_subject_and_by_object(small):
    """A literal that looks like a node is none."""
    assert small.from_("<urn:a>") == [0, 1]
    assert small.to("<urn:b>") == [0]
    assert small.to("_:c14n0") == [2]
    assert small.from_("<urn:c>") == small.to("<urn:c>") == []
    assert small.knows("<urn:b>")
    assert not small.knows("<urn:c>")


def test_lines_become_triples_with_literals_as_they_stand(small):
    """The datatype is kept, and so are texts with quotes, breaks and full stops."""
    kinds = {t.object.datatype.value.rsplit("#", 1)[-1] for t in small.triples([1, 3, 3])}
    assert kinds == {"langString", "nonNegativeInteger"}
    assert small.triples([1])[0].object.value == 'one <urn:b> . "two"\n'
    assert small.all == small.triples(range(4))


def test_quads_have_asserted_lines_first(small):
    """As many lines as are asserted go into the first graph."""
    assert [line.rsplit(b" ", 2)[1] for line in small.quads(3, "urn:x", "urn:y").splitlines()] == [
        b"<urn:x>",
        b"<urn:x>",
        b"<urn:x>",
        b"<urn:y>",
    ]


def test_the_real_graph_keeps_what_the_store_rewrites(store):
    """Counts of lines are xsd:nonNegativeInteger in the files, and an integer in the store: read from the lines."""
    graph = KnowledgeGraph(store)
    as_written = written(graph)
    assert written(graph) is as_written
    passage = next(node for node in as_written.nodes if node.startswith(f"<{expand('passage:')}"))
    kinds = {
        t.predicate.value: t.object.datatype.value
        for t in as_written.triples(as_written.from_(passage))
        if isinstance(t.object, rdf.Literal)
    }
    assert kinds[expand("cw:startChar")] == expand("xsd:nonNegativeInteger")
    assert len(as_written.all) == len(set(as_written.all)) == len(as_written.lines) == len(store.graph)
