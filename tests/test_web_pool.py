"""The pool: a deadline that fires, a crash that costs one worker, turns, and a change of the graph."""

import asyncio
import os
import signal
import time
from concurrent.futures import CancelledError
from dataclasses import replace

import pytest
from pooling import BOMB, CROSS, DATA, pooled, source

from kg.web.messages import PageRequest, RdfRequest
from kg.web.pool import may_be_long
from kg.web.process import CannotStart

ASK = "ASK {}"


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """One pool for all tests that do not spoil it: a second for each query, three turns."""
    with pooled(tmp_path_factory.mktemp("pool"), memory=300 << 20, result=1 << 20) as pool:
        yield pool


def test_a_query_is_answered(here):
    """With its status and its whole result."""
    status, text = here.ask("SELECT ?n { ?s <http://example.org/name> ?n } ORDER BY ?n", rows="csv")
    assert (status, text.split()) == (200, ["n", "Ann", "Bob", "Änne"])


def test_the_deadline_fires_and_others_go_on(here):
    """A query that would run for years is ended after its second; meanwhile others are answered."""
    here.wait_until(lambda: len(here.pool.idle) == 4)
    begun = time.monotonic()
    endless = here.begin(here.asked(CROSS, "greedy"))
    assert here.ask(ASK, "modest")[0] == 200
    assert not endless.done()
    status, text = endless.result(10)
    assert status == 504
    assert "1 seconds" in text
    assert time.monotonic() - begun < 5
    assert here.pool.ended["deadline"] == 1


def test_a_worker_that_was_ended_is_replaced(here):
    """As many workers as before are there again."""
    here.ask(CROSS)
    here.wait_until(lambda: len(here.pool.idle) == 4)
    assert all(worker.alive for worker in here.pool.idle)


def test_a_query_that_takes_all_memory_costs_one_worker(here):
    """The client is told why, and the next query is answered."""
    died = here.pool.ended["died"]
    before, here.pool.settings = here.pool.settings, replace(here.pool.settings, timeout=30)
    status, text = here.ask(BOMB)
    here.pool.settings = before
    assert (status, text) == (500, "this was stopped: it needed more memory than one query may have; ask for less\n")
    assert here.pool.ended["died"] == died + 1
    assert here.ask(ASK)[0] == 200


def test_a_worker_that_is_killed_from_outside(here):
    """Whoever kills a worker, its client gets an answer that says so, and the pool mends itself."""

    async def killed():
        work = asyncio.create_task(here.asked(CROSS))
        while not here.pool.busy:
            await asyncio.sleep(0.01)
        os.kill(next(iter(here.pool.busy)).process.pid, signal.SIGKILL)
        return await work

    status, text = here.run(killed())
    assert (status, "stopped" in text) == (500, True)
    assert here.ask(ASK)[0] == 200


def test_a_result_that_is_too_large_is_refused_whole(here):
    """Nothing of it is sent: a result that is cut off looks like a result."""
    large = "SELECT * { VALUES ?x { " + " ".join(f"'{'x' * 1000}{n}'" for n in range(40)) + " } ?a ?b ?c . ?d ?e ?f }"
    status, text = here.ask(large)
    assert status == 507
    assert text == "the result is larger than 1 MB; add LIMIT, or ask for less\n"
    assert here.pool.room.taken == 0


def test_a_client_that_goes_away_is_not_worked_for(here):
    """Its query is given up after a moment, and its worker is replaced."""
    here.wait_until(lambda: len(here.pool.idle) == 4)
    before, here.pool.settings = here.pool.settings, replace(here.pool.settings, timeout=30)

    async def gone():
        work = asyncio.create_task(here.asked(CROSS))
        while not here.pool.busy:
            await asyncio.sleep(0.01)
        work.cancel()
        await work

    with pytest.raises(CancelledError):
        here.run(gone())
    here.wait_until(lambda: not here.pool.busy, 5)
    here.pool.settings = before
    assert here.pool.ended["given up"] == 1
    assert here.pool.turns.running == []
    assert here.ask(ASK)[0] == 200


def test_who_waits_too_long_is_sent_away(tmp_path):
    """There is an end to waiting, and it is said when to come again; nobody else's turn is lost by it."""
    with pooled(tmp_path, timeout=20, wait=0.3, workers=1) as small:

        async def crowd():
            first = asyncio.create_task(small.asked(CROSS, "a"))
            await asyncio.sleep(0.1)
            answer = await small.pool.answer(PageRequest("/"), "b")
            first.cancel()
            return answer.reply

        reply = small.run(crowd())
        assert (reply.status, dict(reply.headers)) == (503, {"Retry-After": "1"})
        assert small.pool.turns.waiting == []


def test_the_room_to_wait_is_bounded(tmp_path):
    """One client that fills its share is told so; when all is full, all are."""
    with pooled(tmp_path, timeout=20, wait=20, workers=1, waiting=4) as small:

        async def crowd():
            works = [asyncio.create_task(small.asked(CROSS, "a")) for _ in range(3)]
            await asyncio.sleep(0.1)
            mine = (await small.asked(ASK, "a"))[0]
            works += [asyncio.create_task(small.asked(CROSS, "b")) for _ in range(2)]
            await asyncio.sleep(0.1)
            full = (await small.asked(ASK, "c"))[0]
            for work in works:
                work.cancel()
            await asyncio.gather(*works, return_exceptions=True)
            return mine, full

        assert small.run(crowd()) == (429, 503)


def test_a_source_that_cannot_be_opened(tmp_path):
    """The pool does not start, and says where the fault is."""
    with (
        pytest.raises(CannotStart, match=r"one\.ttl:2:"),
        pooled(tmp_path, source(tmp_path, "@prefix ex: <x:> .\nex:a ")),
    ):
        pass


def test_workers_that_do_not_come_up_any_more(tmp_path):
    """It is tried again with longer and longer pauses; who asks meanwhile is told, and all is well once it can be."""
    with pooled(tmp_path, timeout=0.3) as small:
        small.wait_until(lambda: len(small.pool.idle) == 4)
        small.pool.source.data.rename(tmp_path / "away")
        for _ in range(4):
            assert small.ask(CROSS)[0] == 504
        small.wait_until(lambda: sum(event == "worker cannot start" for event, _ in small.told) == 3)
        pauses = [values["again_in"] for event, values in small.told if event == "worker cannot start"]
        assert pauses == [0.5, 1.0, 2.0]
        small.pool.settings = replace(small.pool.settings, wait=0.1)
        status, text = small.ask(ASK)
        assert (status, "no worker can be started" in text) == (503, True)
        (tmp_path / "away").rename(small.pool.source.data)
        small.wait_until(lambda: bool(small.pool.idle))
        assert small.ask(ASK)[0] == 200


def test_a_change_of_the_graph(tmp_path):
    """Queries that run end on the old graph, all later ones see the new one, and no old worker is left."""
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with pooled(tmp_path, timeout=20) as small:
        small.wait_until(lambda: len(small.pool.idle) == 4)
        old = [worker.process.pid for worker in small.pool.idle]

        async def change():
            slow = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(7)) + " }"  # 7^7 rows
            running = asyncio.create_task(small.asked(slow, rows="csv"))
            while not small.pool.busy:
                await asyncio.sleep(0.001)
            await small.pool.switch(source(tmp_path, DATA + "ex:d ex:age 8 .", "two"))
            return await running, await small.asked(count, rows="csv")

        (status, text), (after_status, after) = small.run(change())
        assert (status, text.split()) == (200, ["n", str(7**7)])
        assert (after_status, after.split()) == (200, ["n", "8"])
        small.wait_until(lambda: len(small.pool.idle) == 4 and not any(map(_exists, old)))
        assert {worker.source.name for worker in small.pool.idle} == {"two"}


def test_a_change_that_fails_changes_nothing(tmp_path):
    """The graph before goes on, and no worker of the other is left."""
    with pooled(tmp_path) as small:
        with pytest.raises(CannotStart):
            small.run(small.pool.switch(source(tmp_path, "this is no Turtle", "two")))
        assert small.pool.source.name == "one"
        assert small.ask(ASK)[0] == 200


def _exists(pid):
    return os.path.exists(f"/proc/{pid}")


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (PageRequest("/query", (("query", ASK),)), True),
        (PageRequest("/query"), False),
        (PageRequest("/ask", (("q", "who"),)), False),
        (RdfRequest("/id/case/cpche", "turtle"), False),
        (RdfRequest("/data/cwkg.ttl", "turtle"), True),
    ],
)
def test_what_may_take_long_has_no_better_turn_than_a_query(request_, expected):
    """A query on the page for people, and the whole graph as a file."""
    assert may_be_long(request_) is expected
