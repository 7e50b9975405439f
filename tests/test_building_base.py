"""What all parts share: the registry cut into pieces, and the entries that records lead to."""

from kg.building import base as module
from kg.building.base import Base
from kg.corpus import Corpus
from kg.reader import read_case


def test_records_lead_to_entries_by_way_of_others(small):
    """A case leads to its country, its places with those around them, its people, and the sources of its passages."""
    small.case("bridge", people="[{person: clerk, evidence: [tiny:2-2]}]", places="[millford]")
    small.locate()
    base = Base(small.project)
    case = next(iter(small.project.case_files()))
    owner, _ = read_case(case, "cases/bridge.md")
    assert base.seen(Corpus({"cases/bridge.md": owner})).keys == [
        ("coder", "coder-1"),
        ("person", "clerk"),
        ("person", "teller"),
        ("place", "canada"),
        ("place", "millford"),
        ("place", "riverland"),
        ("place", "united-states"),
        ("source", "tiny"),
    ]


def test_the_pieces_are_the_registry(small, monkeypatch):
    """However small the pieces, each entry is in one of them, with the passages that it cites."""
    monkeypatch.setattr(module, "PIECE", 1)
    small.locate()
    base = Base(small.project)
    for kind in ("organisation", "person", "place", "source", "coder"):
        whole = sorted(entry.id for _, entry in base.registry.entries(kind))
        assert sorted(entry.id for piece in base.pieces.values() for _, entry in piece.entries(kind)) == whole
    assert {place for piece in base.pieces.values() for place in piece.passages()} == set(base.registry.passages())
    assert len(base.pieces) > len(base.registry.registry)


def test_a_digest_tells_what_entries_say(small):
    """It changes with an entry, not with the line on which the entry stands, nor with other entries."""
    small.locate()
    path = small.project.registry / "organisations.yaml"
    text = path.read_text(encoding="utf-8")
    keys = [("organisation", "ferry-trust")]
    before = Base(small.project).digest_of(keys)
    path.write_text("# a remark\n" + text.replace("Bridge Office", "Bridges Office"), encoding="utf-8")
    assert Base(small.project).digest_of(keys) == before
    path.write_text(text.replace("Ferry Trust", "Ferries Trust"), encoding="utf-8")
    assert Base(small.project).digest_of(keys) != before
