"""The note of which build a graph in a store is."""

import pytest

from kg import buildnote, rdf

BUILD = "0123456789abcdef" * 4


@pytest.mark.parametrize("graph", ["https://w3id.org/cwkg/graph/all", "default"])
def test_what_is_noted_is_read_again(graph):
    """The query of a note gives what it says, from a graph of its own; of another graph it gives nothing."""
    store = rdf.Graph()
    data = buildnote.line(graph, BUILD).decode()
    store.update(f"INSERT DATA {{ GRAPH <{buildnote.place(graph)}> {{ {data} }} }}", "test")
    assert store.rows(buildnote.query(graph)) == [(BUILD,)]
    assert store.rows(buildnote.query("http://example.org/other")) == []
    assert len(store) == 0  # the graph without a name


@pytest.mark.parametrize("text", ["", buildnote.UNDER_WAY, BUILD[1:], BUILD + "0", BUILD.upper(), f"../{BUILD[3:]}"])
def test_what_is_no_fingerprint_is_none(text):
    """A word, a piece, a path: only 64 small hexadecimal digits are the fingerprint of a build."""
    assert not buildnote.is_fingerprint(text)
    assert buildnote.is_fingerprint(BUILD)
