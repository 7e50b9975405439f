"""Another store as the dataset of an endpoint: faults of a query are found here, and strangers' may be kept back."""

import pytest
from test_remote_graph import Other

from kg import rdf
from kg.errors import QueryError, Refused
from kg.remote.dataset import RemoteDataset
from kg.remote.graph import RemoteGraph

LABEL = "SELECT ?l WHERE { theme:share-power rdfs:label ?l }"


@pytest.fixture
def other():
    return Other([rdf.Triple(rdf.iri("theme:share-power"), rdf.iri("rdfs:label"), rdf.Literal("Share power"))])


def test_a_query_is_passed_on(other):
    """Prefixes of the graph may be left out, as with the dataset of our own store."""
    data = RemoteDataset(RemoteGraph(other.ask, "the store"))
    assert [row["l"].value for row in data.query(LABEL)] == ["Share power"]
    assert data.names == []


def test_a_fault_has_its_place_in_the_text_as_it_was_sent(other):
    """Lines are counted without the prefixes that were added."""
    with pytest.raises(QueryError) as caught:
        RemoteDataset(RemoteGraph(other.ask, "the store")).query("SELECT ?l WHERE {\n theme:share-power rdfs:label }")
    assert caught.value.line == 2
    assert other.asked == []


def test_strangers_queries_are_kept_back(other):
    """Without leave nothing is sent; our own questions go on."""
    graph = RemoteGraph(other.ask, "the store", passing=False)
    with pytest.raises(Refused, match="passes no queries on to it"):
        RemoteDataset(graph).query(LABEL)
    assert other.asked == []
    assert graph.rows(LABEL) == [("Share power",)]
