"""One worker as the front sees it: started or not, asked, and its end told in words."""

import asyncio

import pytest
from pooling import source

from kg.web.messages import QueryRequest
from kg.web.process import CannotStart, Died, Process
from kg.web.settings import Settings
from kg.web.spool import Room, Spool


def with_worker(tmp_path, work, **settings):
    """Run something with a worker that has started; what the worker told is given too."""
    told = []

    async def running():
        worker = await Process.start(source(tmp_path), Settings(**settings), lambda event, **v: told.append((event, v)))
        try:
            return await work(worker)
        finally:
            await worker.end()
            assert not worker.alive

    return asyncio.run(running()), told


async def ask(worker, text):
    body = Spool(Room(1 << 30))
    reply, grown = await worker.ask(QueryRequest(text, "csv"), body)
    return reply.status, (reply.body or body.read()).decode(), grown


def test_a_worker_answers_again_and_again(tmp_path):
    """A fault in between changes nothing."""

    async def work(worker):
        return [await ask(worker, text) for text in ("ASK {}", "SELEC", "ASK { ?s a ?c }")]

    found, _ = with_worker(tmp_path, work)
    assert [(status, grown) for status, _, grown in found] == [(200, False), (400, False), (200, False)]
    assert (found[0][1], found[2][1]) == ("true", "false")


def test_a_worker_that_dies_while_it_is_asked(tmp_path):
    """The front hears of it at once, and is told by which end."""

    async def work(worker):
        asyncio.get_running_loop().call_later(0.2, worker.kill)
        with pytest.raises(Died, match="the worker ended with code -9"):
            await ask(
                worker,
                "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . " + " . ".join(f"?x{n} ?y{n} ?z{n}" for n in range(12)) + " }",
            )

    with_worker(tmp_path, work)


def test_nesting_beyond_the_stack(tmp_path):
    """However deep a query is nested, it is answered or its end is told; a shallow one is answered."""

    async def work(worker):
        deep = "FILTER EXISTS { ?s ?p ?o " * 20_000 + "}" * 20_000
        try:
            return (await ask(worker, f"ASK {{ ?s ?p ?o {deep} }}"))[0]
        except Died as died:
            return str(died)

    found, _ = with_worker(tmp_path, work)
    assert found in (200, 400, "it is nested too deeply", "it needed more memory than one query may have")


def test_a_worker_whose_graph_is_another(tmp_path, built):
    """A compiled graph that was changed after it was checked is not served."""
    from kg.web.process import Source

    async def starting():
        await Process.start(Source("another fingerprint", folder=built), Settings(), lambda *a, **v: None)

    with pytest.raises(CannotStart, match="not the one that was checked"):
        asyncio.run(starting())
