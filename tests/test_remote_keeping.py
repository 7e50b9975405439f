"""What is made from another store's answers is kept, and opened again without making it anew."""

import pytest
from test_remote_graph import Other

from kg import rdf
from kg.errors import KgError
from kg.remote import keeping
from kg.remote.keeping import keep, open_kept
from kg.remote.store import open_remote


@pytest.fixture
def here(small):
    small.case("bridge", "themes:\n" + small.finding("t1", "theme/share-power", "enacted"))
    return small.build()


@pytest.fixture
def there(here, small):
    return open_remote(Other(here.graph).ask, "http://x.org/sparql", small.project)


def test_what_was_kept_opens_to_the_same_store(here, there, tmp_path):
    """Words, questions, index and triples are those of the build; nothing is asked for them again."""
    name = keep(there, tmp_path)
    other = Other(here.graph)
    kept = open_kept(tmp_path, other.ask, "the store", passing=False).loaded()
    assert (kept.lexicon, kept.questions) == (here.lexicon, here.questions)
    assert kept.index.dumped() == here.index.dumped()
    assert other.asked == []
    assert kept.manifest["fingerprint"] == name
    assert (kept.elsewhere, kept.manifest["counts"]) == ("http://x.org/sparql", {"findings": 1})
    lines = rdf.parse(tmp_path / "graph.nt", "n-triples")
    assert set(rdf.name_blank_nodes(list(lines))) == set(rdf.name_blank_nodes(list(here.graph)))


def test_a_large_graph_is_not_copied(there, tmp_path, monkeypatch):
    """Beyond a number of triples they stay in the store alone, and each time has a name of its own."""
    monkeypatch.setattr(keeping, "MOST", 10)
    first = keep(there, tmp_path)
    assert not (tmp_path / "graph.nt").exists()
    assert keep(there, tmp_path) != first


def test_what_was_kept_and_damaged_is_told(there, tmp_path):
    """A missing or changed file is one clear line."""
    with pytest.raises(KgError, match="missing or damaged"):
        open_kept(tmp_path, Other([]).ask, "the store", passing=True)
    keep(there, tmp_path)
    (tmp_path / "lexicon.json").write_text("{}", encoding="utf-8")
    with pytest.raises(KgError, match="this is not the one that was built"):
        open_kept(tmp_path, Other([]).ask, "the store", passing=True).loaded()
