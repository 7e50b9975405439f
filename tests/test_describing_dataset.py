"""What the dataset says of itself: read from the graph, never typed again."""

import re

from describing import made

from kg import __version__
from kg.describing.dataset import Described, Download, Named


def test_the_head_is_read_from_the_graph():
    """Title, text, licence, creators, keywords, version, sources and countries."""
    found = made()
    assert found.title == "Made-up graph"
    assert found.description.startswith("A graph for tests. The 2 projects are a reconstruction:")
    assert "1 of them are known from the list of interviewees alone" in found.description
    assert found.licence == "https://example.org/licence"
    assert found.creators == [Named("https://w3id.org/cwkg/data#authors", "Nobody")]
    assert (found.keywords, found.version, found.prior) == (["boats"], "1.2.3", "")
    assert [thing.name for thing in [*found.sources, *found.countries]] == ["A book", "Canada"]


def test_a_graph_that_says_nothing_of_itself_is_no_fault():
    """What is missing is empty."""
    found = Described([])
    assert (found.title, found.licence, found.creators, found.version, found.sources) == ("", "", [], "", [])


def test_a_download_knows_whether_it_is_the_graph():
    """Tables are files too, but no dump of the graph."""
    assert Download("x", "y", "application/n-quads").is_rdf
    assert not Download("x", "y", "text/csv").is_rdf


def test_the_real_dataset_has_what_every_catalogue_asks_for(store, project):
    """A title, a text that says what may not be concluded, a licence, a creator, keywords and this version."""
    found = Described(store.graph)
    assert found.title == "Collaborative Working Knowledge Graph"
    assert store.roster_note in found.description
    assert "\n" not in found.description
    assert found.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert found.version == __version__
    assert len(found.sources) == 5
    assert {country.name for country in found.countries} >= {"Canada", "India", "United States"}
    citation = (project.root / "CITATION.cff").read_text(encoding="utf-8")
    assert re.search(r'authors:\n  - name: "(.+)"', citation)[1] == found.creators[0].name
    assert f'title: "{found.title}"' in citation
