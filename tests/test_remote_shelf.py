"""What is made from another store's answers is kept for the next process, and never believed of another build."""

import json
import os
from urllib.parse import parse_qs

import pytest
from fake_server import Told, fake_server

from kg import buildnote, rdf
from kg.namespaces import LOADED
from kg.remote import shelf
from kg.remote.endpoint import Endpoint
from kg.remote.shelf import Shelf, shelf_of, state
from kg.remote.store import open_endpoint

BUILD, OTHER = "a" * 64, "b" * 64
DATA = "<urn:a> <urn:b> <urn:c> . <urn:a> <urn:b> <urn:d> . "


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A folder of its own for what is kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "cwkg" / "endpoints"


class Served:
    """A store with a graph under the name of `kg load`, which shows it plainly where `whole`."""

    def __init__(self, data: str, whole: bool = True) -> None:
        self.graph, self.whole, self.asked = rdf.Graph(), whole, []
        self.add(LOADED, data)

    def add(self, name: str, data: str) -> None:
        self.graph.update(f"INSERT DATA {{ GRAPH <{name}> {{ {data} }} }}", "test")

    def note(self, build: str, graph: str = LOADED) -> None:
        self.graph.update(f"DROP SILENT GRAPH <{buildnote.place(graph)}>", "test")
        self.add(buildnote.place(graph), buildnote.line(graph, build).decode())

    def answer(self, asked) -> Told:
        sent = parse_qs(asked.body.decode())
        (query,) = sent["query"]
        self.asked.append(query)
        chosen = {"default_graph": [rdf.Iri(name) for name in sent.get("default-graph-uri", [])]}
        if not chosen["default_graph"]:
            chosen = {"use_default_graph_as_union": self.whole}
        found = self.graph.store.query(query, **chosen)
        return Told(200, rdf.serialize_results(found, "json").encode(), {"Content-Type": "application/json"})


@pytest.fixture
def serve():
    """A maker of stores, with their address."""
    opened = []

    def make(*args, **more):
        made = Served(*args, **more)
        server = fake_server(made.answer)
        opened.append(server)
        made.url = server.__enter__().url
        return made

    yield make
    for server in opened:
        server.__exit__(None, None, None)


def named(store) -> str:
    return f"{store.url}?default-graph-uri={LOADED}"


# ---------------------------------------------------------------- What tells one state from another


@pytest.mark.parametrize("whole", [True, False])
def test_the_build_is_known_by_its_note(serve, whole):
    """Asked by its name, or plainly where the store shows all its graphs at once, the one of the note among them."""
    store = serve(DATA, whole=whole)
    assert state(Endpoint(named(store))) == []
    store.note(BUILD)
    assert state(Endpoint(named(store))) == [BUILD, "2"]
    assert state(Endpoint(store.url)) == [BUILD, "3" if whole else "0"]


def test_a_graph_without_a_name_has_a_note_too(serve):
    """That of `--graph default` is read where the address names no graph."""
    store = serve(DATA, whole=False)
    store.graph.update(f"INSERT DATA {{ {DATA} }}", "test")
    store.note(BUILD, graph="default")
    assert state(Endpoint(store.url)) == [BUILD, "2"]


@pytest.mark.parametrize("said", [buildnote.UNDER_WAY, "../../x", ""])
def test_a_note_of_no_build_says_nothing(serve, said):
    """A loading under way, and what is no fingerprint."""
    store = serve(DATA)
    store.note(said)
    assert state(Endpoint(named(store))) == []


def test_each_graph_that_is_named_needs_its_note(serve):
    """Of two that are asked together one without a note may be anything."""
    store = serve(DATA)
    store.note(BUILD)
    store.add("urn:more", "<urn:e> <urn:f> <urn:g> .")
    both = Endpoint(f"{named(store)}&default-graph-uri=urn:more")
    assert state(both) == []
    store.note(OTHER, graph="urn:more")
    assert state(both) == [BUILD, OTHER, "3"]


def test_a_store_that_gives_no_answer_has_no_shelf():
    """Whoever asks on is told why by the question itself."""
    with fake_server(lambda asked: Told(500)) as server:
        assert shelf_of(Endpoint(server.url)) is None


# ---------------------------------------------------------------- The shelf


def test_a_piece_is_made_once(tmp_path):
    """The second time it comes from the disk, for this user's eyes alone."""
    made = Shelf(tmp_path / "shelf")
    assert made.piece("words", lambda: b"one\ntwo") == b"one\ntwo"
    assert made.piece("words", lambda: pytest.fail("made again")) == b"one\ntwo"
    assert (tmp_path / "shelf").stat().st_mode & 0o077 == 0
    assert [path.name for path in made.folder.iterdir()] == ["words"]


@pytest.mark.parametrize("spoilt", [b"", b"one", b"0" * 64 + b"\none"])
def test_a_damaged_piece_is_made_again(tmp_path, spoilt):
    """What its digest does not bear out is put right."""
    made = Shelf(tmp_path / "shelf")
    made.piece("words", lambda: b"one")
    good = (made.folder / "words").read_bytes()
    (made.folder / "words").write_bytes(spoilt)
    assert made.piece("words", lambda: b"one") == b"one"
    assert (made.folder / "words").read_bytes() == good


def test_a_disk_that_takes_nothing_is_no_fault(tmp_path):
    """The piece is made, and the next process makes it again."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert Shelf(tmp_path / "file" / "shelf").piece("words", lambda: b"one") == b"one"


def test_what_was_made_while_the_store_changed_is_not_kept(serve):
    """It may be half of the one graph and half of the other."""
    store = serve(DATA)
    store.note(BUILD)
    made = shelf_of(Endpoint(named(store)))

    def change() -> bytes:
        store.note(buildnote.UNDER_WAY)
        return b"half and half"

    assert made.piece("words", change) == b"half and half"
    store.note(BUILD)
    assert made.piece("words", lambda: b"whole") == b"whole"


def test_only_the_shelves_used_last_are_kept(tmp_path):
    """The one used longest ago goes first; using one counts. What is no shelf stays, however old it is."""
    shelves = [tmp_path / f"{number:032x}" for number in range(shelf.SHELVES + 1)]
    others = [tmp_path / f"of others {number}" for number in range(shelf.SHELVES + 1)]
    for number, folder in enumerate([*shelves[:-1], *others]):
        Shelf(folder).piece("words", lambda: b"one")
        os.utime(folder, (number, number))
    Shelf(shelves[0]).piece("words", lambda: b"one")
    Shelf(shelves[-1]).piece("words", lambda: b"one")
    assert {*tmp_path.iterdir()} == {*shelves, *others} - {shelves[1]}


def test_a_shelf_is_that_of_one_address_in_one_state(serve):
    """No store can put anything on the shelf of another; another build or one triple more has its own."""
    store, other = serve(DATA), serve(DATA)
    folders = set()
    for one, build, more in ((store, BUILD, 0), (store, OTHER, 0), (store, OTHER, 1), (other, BUILD, 0)):
        one.note(build)
        one.add(LOADED, "<urn:x> <urn:y> <urn:z> ." * more)
        folders |= {shelf_of(Endpoint(named(one))).folder, shelf_of(Endpoint(one.url)).folder}
    assert len(folders) == 8


def test_the_next_process_asks_for_no_words_and_no_index(serve, small, cache):
    """It has those of the first; after another build was loaded they are made anew."""
    small.case("bridge", "themes:\n" + small.finding("t1", "theme/share-power", "enacted"))
    here = small.build()
    store = serve(rdf.serialize(here.graph, "n-triples").decode())
    store.note(BUILD)

    def opened() -> int:
        before = len(store.asked)
        there = open_endpoint(named(store), small.project)
        assert (there.lexicon, there.index.dumped()) == (here.lexicon, here.index.dumped())
        return len(store.asked) - before

    first, second = opened(), opened()
    assert second < 10 < first
    (kept,) = cache.iterdir()
    assert sorted(path.name for path in kept.iterdir()) == ["index.bits", "lexicon.json"]
    store.note(OTHER)
    assert opened() == first
    assert json.loads((kept / "lexicon.json").read_bytes().partition(b"\n")[2])
