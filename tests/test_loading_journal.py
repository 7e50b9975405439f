"""How far a sending has got, written down."""

import pytest

from kg.errors import KgError
from kg.loading.journal import journal


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_a_journal_says_what_was_written_until_it_is_closed():
    """Nothing before it is begun and after it is over; nought is something."""
    first = journal("http://a.example", "g", "f")
    assert first.sent() is None
    first.write(0)
    assert first.sent() == 0
    first.write(7000)
    assert journal("http://a.example", "g", "f").sent() == 7000
    first.close()
    assert first.sent() is None


def test_another_store_graph_or_build_has_another_journal():
    """What was sent elsewhere says nothing of this place."""
    names = [("a", "g", "f"), ("b", "g", "f"), ("a", "h", "f"), ("a", "g", "e"), ("ag", "", "f")]
    assert len({journal(*name).path for name in names}) == len(names)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"sent": "7"}', '{"sent": -1}', '{"send": 7}'])
def test_a_damaged_journal_counts_as_none(text):
    """Nothing is taken for sent that is not known to be."""
    found = journal("a")
    found.path.parent.mkdir(parents=True)
    found.path.write_text(text, encoding="utf-8")
    assert found.sent() is None


def test_a_journal_that_cannot_be_written_stops_the_sending(tmp_path):
    """The line names the file."""
    (tmp_path / "state").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(KgError, match="cannot be written down"):
        journal("a").write(1)
