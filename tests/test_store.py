"""An open graph: what it looks up, and what it refuses to open."""

import json
import shutil

import pytest

from kg.errors import KgError
from kg.namespaces import expand
from kg.store import input_digest, open_store


@pytest.fixture
def folder(built, tmp_path):
    """A compiled graph to damage."""
    return shutil.copytree(built, tmp_path / "compiled")


def test_cases_are_known_by_id_in_the_order_of_names(store, corpus):
    """Every case is there with its facts, in the order of names."""
    typed = {case.id: case for case in corpus.cases.values()}
    assert set(store.cases) == set(typed)
    names = [case.name for case in store.cases.values()]
    assert names == sorted(names)
    for id, facts in store.cases.items():
        assert (facts.id, facts.name, facts.summary) == (id, typed[id].name, typed[id].summary)


def test_each_case_knows_its_wholes(store, corpus):
    """A case counts for itself and for every case that it is a part of."""
    parents = {case.id: case.part_of for case in corpus.cases.values()}
    for id in store.cases:
        chain, here = [], id
        while here:
            chain.append(expand(f"case:{here}"))
            here = parents[here]
        assert sorted(store.wholes[expand(f"case:{id}")]) == sorted(chain)


def test_the_roster_note_tells_what_the_47_are(store):
    """Every answer says that the roster is a reconstruction, and how many cases are only listed."""
    assert store.roster_note == (
        "The 47 projects are a reconstruction: the report counts them and never lists them. "
        "17 of them are known from the list of interviewees alone and have no findings."
    )


@pytest.mark.parametrize(
    ("place", "expected"), [("canada", True), ("india", True), ("united-kingdom", False), ("england", False)]
)
def test_it_is_known_where_the_fellowship_was(store, place, expected):
    """The fellowship was in Canada, the United States and India, and not in the United Kingdom."""
    assert store.has_fellowship(expand(f"place:{place}")) is expected


def test_a_loaded_store_outlives_its_folder(folder):
    """Once loaded, a store needs its folder no more."""
    store = open_store(folder).loaded()
    shutil.rmtree(folder)
    assert store.lexicon.phrases
    assert store.cases


@pytest.mark.parametrize(
    "damage", [lambda raw: raw[: len(raw) // 2], lambda raw: raw[:-1], lambda raw: raw + b"\n", lambda raw: b""]
)
def test_a_damaged_graph_is_refused(folder, damage):
    """A graph that was cut, emptied or added to is not opened."""
    path = folder / "graph.nt"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(KgError, match=r"not the graph that was built .*; run kg build"):
        open_store(folder)


def test_a_changed_triple_is_noticed(folder):
    """A single changed letter in the graph is noticed."""
    path = folder / "graph.nt"
    path.write_bytes(path.read_bytes().replace(b"share-power", b"share-tower", 1))
    with pytest.raises(KgError, match="run kg build"):
        open_store(folder)


def test_a_wrong_fingerprint_is_refused(folder):
    """A manifest of another build does not open this one."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "fingerprint": "0" * 64}), encoding="utf-8")
    with pytest.raises(KgError, match="run kg build"):
        open_store(folder)


@pytest.mark.parametrize("name", ["graph.nt", "manifest.json", "lexicon.json", "questions.json"])
def test_a_missing_piece_is_named(folder, name):
    """A piece of the compiled graph that is gone is named, with what to do."""
    (folder / name).unlink()
    with pytest.raises(KgError, match=rf"{name}: .*run kg build"):
        open_store(folder).loaded()


@pytest.mark.parametrize("name", ["manifest.json", "lexicon.json", "questions.json"])
@pytest.mark.parametrize("content", ["", '{"entries": {', "[]", "{}", "7", "\x00"])
def test_a_damaged_piece_is_named(folder, name, content):
    """A piece that was cut or replaced is named, with what to do, and never read as an empty one."""
    (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(KgError, match=rf"({name}|graph\.nt): .*run kg build"):
        open_store(folder).loaded()


def test_the_digest_of_the_input_changes_with_any_file(small):
    """One changed letter in any file that the graph is made from gives another digest."""
    small.case("bridge")
    before = input_digest(small.project)
    seen = {before}
    for path in small.project.input_files():
        content = path.read_bytes()
        path.write_bytes(content + b"\n")
        seen.add(input_digest(small.project))
        path.write_bytes(content)
    assert input_digest(small.project) == before
    assert len(seen) == len(small.project.input_files()) + 1


def test_the_digest_of_the_input_changes_with_a_new_file(small):
    """A case added or taken away gives another digest."""
    small.case("bridge")
    before = input_digest(small.project)
    added = small.case("ferry")
    assert input_digest(small.project) != before
    added.unlink()
    assert input_digest(small.project) == before
