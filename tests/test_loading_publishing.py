"""A graph sent to a store: begun, broken off, gone on with, and never called whole where it is not."""

import pytest
from fake_server import Told
from fake_store import fake_store

from kg import buildnote
from kg.client import Client
from kg.errors import KgError
from kg.loading.journal import Journal
from kg.loading.publishing import Publishing
from kg.loading.sending import Graph
from kg.loading.target import Target

NAME = "http://example.org/graph"
BUILD = "f" * 64
TEXT = "".join(f'<urn:s{n}> <urn:p{n % 3}> "{n}" .\n' for n in range(20)) + "<urn:s0> <urn:q> _:b .\n"
OTHER = b"<urn:other> <urn:p> <urn:thing> .\n"


@pytest.fixture
def store():
    with fake_store() as store:
        yield store


@pytest.fixture
def publishing(store, tmp_path):
    """A maker of sendings in batches of six, four for 21 triples: each is a run of its own."""
    path = tmp_path / "graph.nt"
    path.write_text(TEXT, encoding="utf-8")

    def make(size: int = 6, replace: bool = False, attempts: int = 1) -> Publishing:
        client = Client(5, attempts=attempts, sleep=lambda seconds: None)
        target = Target(client, store.endpoint, NAME, store.address)
        return Publishing(Graph(path, BUILD), target, Journal(tmp_path / "journal"), size, replace)

    return make


def run(publishing):
    """All three steps, as the command takes them; the verdict, or nothing where nothing was to do."""
    after = publishing.begin()
    if after is None:
        return None
    publishing.send(after)
    return publishing.check()


def at(number: int, told: Told):
    """A fault at the writing of one batch, counted from one; other requests go well."""
    seen = []

    def fault(asked):
        if not asked.path.startswith("/store"):
            return None
        seen.append(asked)
        return told if len(seen) == number else None

    return fault


def sizes(store):
    return [(asked.method, asked.body.count(b"\n")) for asked in store.written]


def test_a_graph_arrives_whole_and_is_compared(store, publishing):
    """Four batches, the first in the place of what was there; a second run sends nothing."""
    verdict = run(publishing())
    assert (verdict.same, verdict.unread) == (True, "")
    assert sizes(store) == [("PUT", 6), ("POST", 6), ("POST", 6), ("POST", 3)]
    assert run(publishing()) is None
    assert len(store.written) == 4


def test_what_a_graph_holds_is_not_overwritten_unasked(store, publishing):
    """With something else there nothing is sent; with `replace` it is gone."""
    publishing().target.add([OTHER])
    with pytest.raises(KgError, match="holds 1 triples of something else"):
        publishing().begin()
    assert run(publishing(replace=True)).same
    assert publishing().target.held() == 21


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Told(507, b"disk full"), "no room left (507: disk full)"),
        (Told(200, b"half", cut=True), "the connection was cut"),
        (Told(401), "asks who you are (401)"),
    ],
)
def test_a_sending_that_broke_off_goes_on(store, publishing, told, words):
    """The line says what went wrong and how far it got; the same command sends only what is missing."""
    store.fault = at(3, told)
    with pytest.raises(KgError) as caught:
        run(publishing())
    assert words in str(caught.value)
    assert str(caught.value).endswith("\n12 of 21 triples are in; the same command goes on from there")
    store.fault = lambda asked: None
    assert publishing().begin() == 12
    assert run(publishing()).same
    assert sizes(store) == [("PUT", 6), ("POST", 6), ("POST", 6), ("POST", 3)]


def test_a_batch_that_is_too_large_can_be_made_smaller_on_the_way(store, publishing):
    """The advice names the number; the rest goes in smaller batches."""
    store.fault = at(2, Told(413))
    with pytest.raises(KgError, match="give a --batch below 6 to go on from there"):
        run(publishing())
    store.fault = lambda asked: None
    assert run(publishing(size=4)).same
    assert sizes(store) == [("PUT", 6), ("POST", 4), ("POST", 4), ("POST", 4), ("POST", 3)]


def test_a_batch_that_arrived_without_an_answer_is_sent_again(store, publishing):
    """The store took it in and the line went dead: sent a second time, it changes nothing."""

    def deaf(asked):
        if not asked.path.startswith("/store"):
            return None
        store.fault = lambda again: None
        store.answer(asked)
        return Told(200, b"gone", cut=True)

    store.fault = deaf
    assert run(publishing(attempts=2)).same
    assert sizes(store) == [("PUT", 6), ("PUT", 6), ("POST", 6), ("POST", 6), ("POST", 3)]


def test_a_store_that_lost_what_it_had_taken_gets_all_of_it_again(store, publishing):
    """What was sent before counts only where the store still holds it."""
    store.fault = at(3, Told(500))
    with pytest.raises(KgError):
        run(publishing())
    store.fault = lambda asked: None
    store.store.clear()
    assert publishing().begin() == 0
    assert run(publishing()).same


def test_a_store_that_refuses_leaves_no_claim_on_the_graph(store, publishing):
    """After a refusal of the first batch, what somebody else puts there is not replaced unasked."""
    store.fault = at(1, Told(405))
    with pytest.raises(KgError, match="--store-url is the address of the Graph Store Protocol"):
        run(publishing())
    store.fault = lambda asked: None
    publishing().target.add([OTHER])
    with pytest.raises(KgError, match="something else"):
        publishing().begin()


def test_a_note_says_which_build_it_is(store, publishing):
    """It is left once, and while another build is on its way it says so: no half of a graph is taken for the whole."""
    done = publishing()
    run(done)
    assert (done.note(), done.target.note()) == ("", BUILD)
    written = len(store.written)
    assert (publishing().note(), len(store.written)) == ("", written)
    done.target.add([OTHER])
    store.fault = at(3, Told(500))  # the note is the first to be written
    with pytest.raises(KgError, match="6 of 21 triples are in"):
        run(publishing(replace=True))
    assert done.target.note() == buildnote.UNDER_WAY


def test_a_store_that_takes_no_note_is_no_fault_of_the_graph(store, publishing):
    """What the store says is given back; the graph is there all the same."""
    done = publishing()
    run(done)
    store.fault = at(1, Told(403))
    assert "does not allow this (403)" in done.note()
    assert done.target.note() == ""


def test_two_stores_are_not_taken_for_one(store, publishing):
    """A store that says yes while the endpoint holds nothing is noticed after the first batch."""
    store.fault = at(1, Told(204))
    with pytest.raises(KgError, match=r"holds 0 triples after 6 were sent.*do both addresses belong to one store"):
        run(publishing())


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [
        (b'<urn:s7> <urn:p1> "7" .\n', b"", "the numbers differ: urn:p1 6 instead of 7"),
        (b'"7"', b'"8"', "as many triples of each property as were sent, but not the same"),
    ],
)
def test_what_did_not_arrive_as_it_was_sent_is_never_called_done(store, publishing, ours, theirs, words):
    """A store that loses or changes one triple of twenty-one is found out, and the next run does not believe it."""

    def spoil(asked):
        asked.body = asked.body.replace(ours, theirs)

    store.fault = spoil
    with pytest.raises(KgError, match=words) as caught:
        run(publishing())
    assert "do not rely on it, and send it again with --replace" in str(caught.value)
    store.fault = lambda asked: None
    with pytest.raises(KgError, match="something else"):
        run(publishing())
    assert run(publishing(replace=True)).same


def test_a_store_that_gives_little_at_once_is_compared_by_counts(store, publishing):
    """The verdict says that the triples themselves were not compared, and why."""
    store.fault = lambda asked: Told(200, b"") if b"CONSTRUCT" in asked.body else None
    verdict = run(publishing())
    assert verdict.same
    assert "the triples were not compared: it gives 0 of 7 triples of <urn:p0> at once" in str(verdict)


def test_a_comparison_that_fails_is_made_up_for(store, publishing):
    """All was sent, the store went silent: the same command compares, and sends nothing."""
    sending = publishing()
    sending.send(0)
    store.fault = lambda asked: Told(503)
    with pytest.raises(KgError, match="all triples are in, but were not compared; the same command does so"):
        sending.check()
    store.fault = lambda asked: None
    assert run(publishing()) is None
    assert len(store.written) == 4
