"""The workers: kept ready, given one request each, ended at the deadline and replaced.

One more is kept than may run at once, so that the next request need not wait for the replacement of one that was
ended. `switch` changes to a new graph: its workers are started first, and running requests end on the old ones.
"""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from kg.web import frames
from kg.web.messages import PageRequest, QueryRequest, Reply
from kg.web.process import CannotStart, Died, Process, Say, Source
from kg.web.settings import Settings
from kg.web.spool import Room, Spool
from kg.web.turns import Full, Turn, Turns

PLAIN = "text/plain; charset=utf-8"
SPARE = 1
LEFT_ALONE = 1.0  # seconds that a request may go on whose client is gone
LONGEST_PAUSE = 30.0  # seconds between two attempts to start a worker


@dataclass
class Answer:
    """What a client gets: a head, and a body that is to be closed once it was sent."""

    reply: Reply
    body: Spool | None = None

    @property
    def size(self) -> int:
        return self.body.size if self.body else len(self.reply.body)

    def whole(self) -> Reply:
        """The reply with its body in it."""
        made = replace(self.reply, body=self.body.read()) if self.body else self.reply
        self.close()
        return made

    def close(self) -> None:
        """Give up the body."""
        if self.body:
            self.body.close()


@dataclass
class Pool:
    """Workers for one source at a time. `ended` counts why workers were ended."""

    settings: Settings
    say: Say
    source: Source = field(default_factory=lambda: Source(""))
    graphs: list[str] = field(default_factory=list)
    idle: list[Process] = field(default_factory=list)
    busy: set[Process] = field(default_factory=set)
    ended: Counter[str] = field(default_factory=Counter)
    trouble: str = ""
    closing: bool = False

    def __post_init__(self) -> None:
        self.turns: Turns[asyncio.Future[Process]] = Turns(self.settings.workers, self.settings.waiting)
        self.room = Room(self.settings.spooled)
        self.tasks: set[asyncio.Task[None]] = set()
        self.starting = 0

    # ---------------------------------------------------------------- Starting and ending

    async def start(self, source: Source) -> None:
        """Start with one worker, and have the others follow. Raises `CannotStart`."""
        first = await Process.start(source, self.settings, self.say)
        self._serve(first)

    async def switch(self, source: Source) -> None:
        """Serve another source from now on. Raises `CannotStart`, and then serves what it served."""
        new: list[Process] = []
        try:
            for _ in range(self.settings.workers):
                new.append(await Process.start(source, self.settings, self.say))
        except BaseException:
            await asyncio.gather(*(worker.end() for worker in new))
            raise
        old, self.idle = self.idle, []
        self._serve(*new)
        await asyncio.gather(*(worker.end() for worker in old))

    def _serve(self, *new: Process) -> None:
        self.source, self.graphs, self.trouble = new[0].source, new[0].graphs, ""
        for worker in new:
            self._take(worker)
        self._fill()

    async def close(self) -> None:
        """End every worker, whatever it does."""
        self.closing = True
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await asyncio.gather(*(worker.end() for worker in (*self.idle, *self.busy)))
        self.idle.clear()

    def _fill(self) -> None:
        """Start as many workers as are missing."""
        missing = self.settings.workers + SPARE - len(self.idle) - len(self.busy) - self.starting
        if missing > 0 and not self.starting and not self.closing:
            self._later(self._add(missing))

    async def _add(self, missing: int) -> None:
        """Start workers one after the other, with longer and longer pauses where they do not come up."""
        self.starting += 1
        pause = 0.5
        try:
            while missing > 0 and not self.closing:
                source = self.source
                try:
                    worker = await Process.start(source, self.settings, self.say)
                except CannotStart as error:
                    self.trouble = str(error)
                    self.say("worker cannot start", reason=str(error), again_in=pause)
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, LONGEST_PAUSE)
                    continue
                self.trouble, pause = "", 0.5
                self._take(worker)
                missing = self.settings.workers + SPARE - len(self.idle) - len(self.busy)
        finally:
            self.starting -= 1

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def _take(self, worker: Process) -> None:
        """A worker is free."""
        self.busy.discard(worker)
        if worker.source is not self.source or self.closing or not worker.alive:
            self._later(worker.end())
            self._fill()
            return
        self.idle.append(worker)
        self._go_on()

    def _drop(self, worker: Process, why: str) -> None:
        """End a worker and have another in its place."""
        self.ended[why] += 1
        worker.kill()
        self.busy.discard(worker)
        self._later(worker.end())
        self._fill()

    # ---------------------------------------------------------------- Answering

    async def answer(self, request: frames.Request, client: str) -> Answer:
        """The answer to a request of a client, whatever becomes of it. Where the caller goes away, it is given up."""
        turn = Turn(client, may_be_long(request), asyncio.get_running_loop().create_future())
        try:
            self.turns.enter(turn)
        except Full as full:
            return self._sent_away(full.mine)
        self._go_on()
        try:
            async with asyncio.timeout(self.settings.wait):
                worker = await turn.call
        except (TimeoutError, asyncio.CancelledError) as error:
            if not turn.call.cancelled():  # its turn came in the same moment
                self._take(turn.call.result())
            self._leave(turn)
            if isinstance(error, TimeoutError):
                return self._sent_away(False)
            raise
        work = asyncio.create_task(self._run(worker, request, turn))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            self._later(self._abandon(worker, work))
            raise

    def _go_on(self) -> None:
        """Give free workers to those whose turn it is."""
        while self.idle:
            turn = self.turns.next()
            if not turn:
                return
            worker = self.idle.pop()
            self.busy.add(worker)
            turn.call.set_result(worker)

    def _leave(self, turn: Turn[asyncio.Future[Process]]) -> None:
        self.turns.leave(turn)
        self._go_on()

    async def _run(self, worker: Process, request: frames.Request, turn: Turn[asyncio.Future[Process]]) -> Answer:
        body = Spool(self.room)
        try:
            async with asyncio.timeout(self.settings.timeout):
                reply, grown = await worker.ask(request, body)
        except TimeoutError:
            self._drop(worker, "deadline")
            body.close()
            return plain(504, f"this took longer than {self.settings.timeout:g} seconds and was stopped; ask for less")
        except Died as died:
            self._drop(worker, "died")
            body.close()
            return plain(500, f"this was stopped: {died}; ask for less")
        except BaseException:
            self._drop(worker, "given up")
            body.close()
            raise
        finally:
            self._leave(turn)
        if grown:
            self._drop(worker, "grown")
        else:
            self._take(worker)
        return self._finished(reply, body)

    def _finished(self, reply: Reply, body: Spool) -> Answer:
        body.done()
        if reply.body or body.fault:  # a failure has its own body
            body.close()
        if body.fault == "room" and not reply.body:
            return plain(503, "too many large results are on their way; try again", 5)
        if body.fault and not reply.body:
            self.say("disk", fault=body.fault)
            return plain(507, "the server has no room left on its disk for this result")
        return Answer(reply, None if reply.body else body)

    async def _abandon(self, worker: Process, work: asyncio.Task[Answer]) -> None:
        """Let a request go on for a moment whose client is gone, then end its worker."""
        done, _ = await asyncio.wait({work}, timeout=LEFT_ALONE)
        if not done:
            work.cancel()
        with suppress(asyncio.CancelledError):
            (await work).close()

    def _sent_away(self, mine: bool) -> Answer:
        if mine:
            return plain(429, "you have too many requests waiting; wait for some of them", 1)
        if self.trouble and not self.idle and not self.busy:
            return plain(503, "no worker can be started at the moment; the log of the server says why", 30)
        return plain(503, "too many requests are waiting; try again in a moment", math.ceil(self.settings.wait))


def may_be_long(request: frames.Request) -> bool:
    """Whether a request may take long: a query that a stranger wrote, at the endpoint or its page; or a whole file."""
    if isinstance(request, PageRequest):
        return request.path.startswith("/query") and bool(request.first("query"))
    return isinstance(request, QueryRequest) or request.path.startswith("/data/")


def plain(status: int, text: str, retry_after: int = 0) -> Answer:
    """A short answer of the front's own."""
    headers = (("Retry-After", str(retry_after)),) if retry_after else ()
    return Answer(Reply(status, f"{text}\n".encode(), PLAIN, headers))
