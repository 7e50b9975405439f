"""One worker as the front sees it: started, asked, ended. Its standard error goes into the log."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError
from kg.paths import PACKAGE
from kg.remote.endpoint import Endpoint
from kg.web import frames, line
from kg.web.messages import Reply
from kg.web.settings import Settings
from kg.web.spool import Spool

START_TIME = 120.0  # seconds that a worker may take to open the graph
BUFFER = 1 << 18
Say = Callable[..., None]


@dataclass(frozen=True)
class Source:
    """What workers serve: a compiled folder that nothing else writes into, or a data file. `name` tells it apart.

    `shown` is where the data file came from, for messages. With an `endpoint` the folder holds what was made from the
    answers of that store, and workers ask it through us.
    """

    name: str
    folder: Path | None = None
    data: Path | None = None
    shown: str = ""
    endpoint: Endpoint | None = None


class CannotStart(KgError):
    """A worker that did not come up, with what it said."""


class Died(Exception):
    """A worker that ended while it was asked. The text is what a client may be told."""


class Process:
    """A worker process. `source` is what it serves, `graphs` the named graphs in it."""

    def __init__(self, process: asyncio.subprocess.Process, source: Source, say: Say) -> None:
        self.process, self.source, self.say = process, source, say
        self.graphs: list[str] = []
        self.last_words: deque[str] = deque(maxlen=4)
        self.listening = asyncio.create_task(self._listen())

    @classmethod
    async def start(cls, source: Source, settings: Settings, say: Say) -> Process:
        """A worker that is ready. Raises `CannotStart`."""
        options = ["--memory", settings.memory, "--longest", settings.result, "--parent", os.getpid()]
        options += ["--folder", source.folder] if source.folder else ["--data", source.data, "--shown", source.shown]
        options += ["--elsewhere"] if source.endpoint else []
        options += ["--pass-queries"] if source.endpoint and settings.pass_queries else []
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "kg.web.worker", *map(str, options)),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                limit=BUFFER,
                env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
            )
        except OSError as error:
            raise CannotStart(f"a worker process cannot be started: {error.strerror}") from None
        worker = cls(process, source, say)
        try:
            async with asyncio.timeout(START_TIME):
                await worker._ready()
        except (TimeoutError, asyncio.IncompleteReadError, frames.Broken, CannotStart) as error:
            await worker.end()
            raise CannotStart(str(error) if isinstance(error, CannotStart) else worker.reason()) from None
        except BaseException:
            await worker.end()
            raise
        return worker

    async def _ready(self) -> None:
        sort, content = await self._frame()
        values = frames.unpack(content)
        if sort != frames.READY:
            raise CannotStart(values["text"].strip())
        if self.source.folder and values["fingerprint"] != self.source.name:
            raise CannotStart("the compiled graph is not the one that was checked")
        self.graphs = values["graphs"]

    async def ask(self, request: frames.Request, body: Spool) -> tuple[Reply, bool]:
        """The head of an answer, whose body is put into `body`, and whether the worker has grown too big to go on.

        A head whose body came with it, as that of a failure, has its own. Raises `Died`.
        """
        assert self.process.stdin
        try:
            self.process.stdin.write(frames.job(request))
            head = failed = b""
            while True:
                sort, content = await self._frame()
                if sort == frames.PART:
                    body.write(content)
                elif sort == frames.HEAD:
                    head = content
                elif sort == frames.FAILED:
                    failed = content
                elif sort == frames.END:
                    return frames.reply(failed or head), bool(frames.unpack(content)["grown"])
        except (asyncio.IncompleteReadError, OSError, frames.Broken):
            self.kill()
            await self.end()
            raise Died(self.reason()) from None

    async def _frame(self) -> tuple[bytes, bytes]:
        """The next frame that is meant for us; what the worker wants of another store is fetched meanwhile."""
        assert self.process.stdout
        while True:
            sort, length = frames.lead(await self.process.stdout.readexactly(frames.LEAD_SIZE))
            content = await self.process.stdout.readexactly(length)
            if sort != frames.WANT:
                return sort, content
            await self._fetch(content)

    async def _fetch(self, content: bytes) -> None:
        """Ask the store behind us, in a thread: it may be slow, and the deadline of the request goes on."""
        if not self.source.endpoint:
            raise frames.Broken("a worker asks for a store that is not there")
        assert self.process.stdin
        self.process.stdin.write(await asyncio.to_thread(line.answered, self.source.endpoint, content, self.say))
        await self.process.stdin.drain()

    async def _listen(self) -> None:
        """Put what the worker says on its standard error into the log."""
        assert self.process.stderr
        with suppress(ValueError, OSError):  # a line that is longer than the buffer
            while line := await self.process.stderr.readline():
                text = line.decode("utf-8", "replace").rstrip()
                self.last_words.append(text)
                self.say("worker", pid=self.process.pid, said=text[:500])

    def reason(self) -> str:
        """Why the worker ended, in words for a person."""
        said, code = " ".join(self.last_words), self.process.returncode
        if "memory allocation" in said or "MemoryError" in said:
            return "it needed more memory than one query may have"
        if code in (-signal.SIGSEGV, -signal.SIGBUS) or "overflowed its stack" in said:
            return "it is nested too deeply"
        return f"the worker ended with code {code}" + (f": {said[-300:]}" if said and code and code > 0 else "")

    @property
    def alive(self) -> bool:
        return self.process.returncode is None

    def kill(self) -> None:
        """End the process now, whatever it does."""
        with suppress(ProcessLookupError):
            self.process.kill()

    async def end(self) -> None:
        """End the process and wait until the system has forgotten it."""
        self.kill()
        await self.process.wait()
        with suppress(TimeoutError):
            async with asyncio.timeout(1):  # what it said last, for the reason of its end
                await self.listening
