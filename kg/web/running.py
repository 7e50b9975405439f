"""A server that runs: how it starts, stops and changes to a new graph. With `wire` the door to uvicorn.

SIGTERM and SIGINT end it once running requests are answered, a second one at once. SIGHUP has it read the graph anew;
where the terminal that it was started from is gone, that ends it too.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import signal
import socket
import sys
import termios
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import uvicorn

from kg.errors import KgError
from kg.paths import PACKAGE, Project
from kg.remote.endpoint import Endpoint
from kg.web import frames, snapshot
from kg.web.app import Front
from kg.web.limits import SECURITY
from kg.web.logs import Handler, Log
from kg.web.pool import Pool
from kg.web.process import Source
from kg.web.settings import Settings
from kg.web.wire import Wire


def run(
    settings: Settings,
    project: Project | None,
    data: Path | None,
    folder: Path,
    listener: socket.socket,
    open: bool,
    endpoint: str | None = None,
) -> None:
    """Serve a project, a data file, or the store of an endpoint with the questions of a project, until a signal says
    stop. Copies of what is served are put into `folder`.

    Raises `KgError` where it cannot start.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # until there is a loop that listens for it
    running = Running(settings, project, data, folder, endpoint)
    first = running.first()
    with suppress(asyncio.CancelledError):  # stopped before it was up
        asyncio.run(running.run(first, listener, open))


class Server(uvicorn.Server):
    """Leaves signals to us, who have workers to end."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Running:
    """The server with its pool, from its start to its end."""

    def __init__(
        self,
        settings: Settings,
        project: Project | None,
        data: Path | None,
        folder: Path,
        endpoint: str | None = None,
    ) -> None:
        self.settings, self.project, self.data, self.folder = settings, project, data, folder
        self.address = endpoint
        largest = min(settings.result, frames.LONGEST - (1 << 20))
        self.endpoint = None if endpoint is None else Endpoint(endpoint, settings.timeout, largest)
        self.log = Log()
        self.pool = Pool(settings, self.log.say)
        self.front = Front(settings, self.pool, self.log)
        self.server = Server(_config(self.front, settings, self.log))
        self.reloading: asyncio.Task[None] | None = None
        self.copies = 0

    def first(self) -> Source:
        """The copy that the server starts with. Raises `KgError`."""
        to = self._new_copy()
        if self.data:
            return self._source(snapshot.take_data(to, self.data), to)
        assert self.project
        if self.address is not None:
            return self._source(snapshot.take_endpoint(to, self.address, self.project), to)
        return self._source(snapshot.take(to, self.project, lambda text: print(text, file=sys.stderr)), to)

    async def run(self, first: Source, listener: socket.socket, open_browser: bool) -> None:
        """Start, serve until a signal says stop, and end. Raises `KgError` where no worker comes up."""
        self._listen_for_signals()
        try:
            await self.pool.start(first)
            self._greet(open_browser)
            await self.server.serve([listener])
            self.log.say("stopped")
        finally:
            if self.reloading:
                self.reloading.cancel()
            await self.pool.close()

    def _greet(self, open_browser: bool) -> None:
        known = f", known as {self.settings.base}/" if self.settings.public_url else ""
        print(f"Serving on {self.settings.local}/{known} (stop with Ctrl+C)", flush=True)
        self.log.say("ready", url=self.settings.base, fingerprint=self.pool.source.name)
        if open_browser:
            webbrowser.open(self.settings.local + "/")

    # ---------------------------------------------------------------- Signals

    def _listen_for_signals(self) -> None:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task

        def stop() -> None:
            if not self.server.started:
                task.cancel()
            self.server.force_exit = self.server.should_exit  # told a second time
            self.server.should_exit = self.front.stopping = True

        def hang_up() -> None:
            if has_terminal and not _has_terminal():
                stop()
            elif not self.reloading or self.reloading.done():
                self.reloading = asyncio.create_task(self.reload())

        has_terminal = _has_terminal()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop)
        loop.add_signal_handler(signal.SIGHUP, hang_up)

    # ---------------------------------------------------------------- What is served

    def _new_copy(self) -> Path:
        """A folder for a copy of what is served."""
        self.copies += 1
        to = self.folder / str(self.copies)
        to.mkdir()
        return to

    async def _take_aside(self, to: Path) -> str:
        """Make a later copy in a process of its own: a build takes its time. Raises `KgError`."""
        what: list[str | Path] = ["--data", self.data] if self.data else []
        if self.project and not self.project.installed:
            what = ["--project", self.project.root]
        if self.address is not None:
            what += ["--endpoint", self.address]
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "kg.web.snapshot", str(to), *map(str, what)),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        )
        try:
            out, err = await process.communicate()
        finally:
            with suppress(ProcessLookupError):
                process.kill()
        if process.returncode:
            raise KgError(err.decode("utf-8", "replace").strip())
        return out.decode().strip()

    def _source(self, name: str, copy: Path) -> Source:
        """What is in a copy, under the name that tells it apart."""
        if not self.data:
            return Source(name, folder=copy, endpoint=self.endpoint)
        return Source(name, data=copy / f"{snapshot.DATA}{self.data.suffix}", shown=str(self.data))

    async def reload(self) -> None:
        """Change to the graph as it is now; where there is no sound one, go on with the one before and say why."""
        self.log.say("reload begins")
        to = self._new_copy()
        try:
            name = await self._take_aside(to)
            result = "unchanged" if name == self.pool.source.name else "done"
            if result == "done":
                await self.pool.switch(self._source(name, to))
        except KgError as error:
            result, reason = "failed", str(error)
        self.front.metrics.reloads[result] += 1
        why = {"reason": reason} if result == "failed" else {}
        self.log.say(f"reload {result}", fingerprint=self.pool.source.name, **why)
        for copy in self.folder.iterdir():  # workers hold theirs in memory
            if (copy == to) != (result == "done"):
                shutil.rmtree(copy, ignore_errors=True)


def _has_terminal() -> bool:
    """Whether the terminal that the process was started from is still there."""
    try:
        termios.tcgetattr(0)
    except (OSError, termios.error):
        return False
    return True


def _config(front: Front, settings: Settings, log: Log) -> uvicorn.Config:
    for name in ("uvicorn.error", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [Handler(log)], False
    return uvicorn.Config(
        front,
        http=partial(Wire, settings),  # type: ignore[arg-type]
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        headers=SECURITY,
        timeout_keep_alive=max(1, int(settings.idle_time)),
        timeout_graceful_shutdown=max(1, int(settings.drain)),
    )
