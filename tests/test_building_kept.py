"""What is kept between builds is used only where it is whole and made from the same."""

import pytest

from kg.building.kept import Kept


def test_a_thing_is_made_once_from_the_same(tmp_path):
    """What was made is remembered; from other things, or where a fresh one is asked for, it is made anew."""
    kept, calls = Kept(tmp_path), []

    def make():
        calls.append(len(calls))
        return {"words": ["ä", "b"], "call": len(calls)}

    first = kept.remembered("words", "a", make)
    assert kept.remembered("words", "a", make) == first == {"words": ["ä", "b"], "call": 1}
    assert kept.remembered("words", "b", make)["call"] == 2
    assert kept.remembered("words", "b", make, fresh=True)["call"] == 3
    assert kept.remembered("words", "b", make)["call"] == 3


@pytest.mark.parametrize("damage", [lambda raw: raw[:-3], lambda raw: raw.replace(b'"b"', b'"c"'), lambda raw: b""])
def test_a_damaged_memory_is_not_used(tmp_path, damage):
    """A file that was cut or changed is made anew."""
    kept = Kept(tmp_path)
    kept.remembered("words", "a", lambda: ["b"])
    path = tmp_path / "words"
    path.write_bytes(damage(path.read_bytes()))
    assert kept.remembered("words", "a", lambda: ["new"]) == ["new"]


def test_parts_go_and_memories_stay(tmp_path):
    """Removing the parts of old graphs leaves what is remembered."""
    kept = Kept(tmp_path)
    kept.remembered("words", "a", lambda: ["b"])
    old = kept.path("aa" * 32)
    old.parent.mkdir()
    old.write_bytes(b"")
    kept.drop_others(set())
    assert not old.exists()
    assert kept.remembered("words", "a", lambda: ["new"]) == ["b"]
