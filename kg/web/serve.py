"""The command `kg serve`: starts the server, and ends it. The door to uvicorn."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kg.errors import KgError, UsageError
from kg.paths import PACKAGE, Project, find_project
from kg.web.logs import Handler, Log
from kg.web.settings import Settings, read_limits

NEEDED = ("starlette", "uvicorn", "httptools", "jinja2")


def serve(options: argparse.Namespace) -> int:
    """Run the server until it is told to stop. Raises `UsageError` and `KgError` where it cannot start."""
    missing = [name for name in NEEDED if not find_spec(name)]
    if missing:
        raise UsageError(f'kg serve needs {", ".join(missing)}: pip install "cwkg[web]"')
    settings = settings_of(options)
    project = None if options.data else find_project(options.project)
    data = Path(options.data) if options.data else None
    with tempfile.TemporaryDirectory(prefix="cwkg-serve-") as folder, _bound(settings) as listener:
        port = listener.getsockname()[1]
        running = Running(_with_port(settings, port), project, data, Path(folder))
        asyncio.run(running.run(listener, options.open))
    return 0


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings that the options of the command make. Raises `UsageError`."""
    url = options.public_url or ""
    if url and not url.startswith(("http://", "https://")):
        raise UsageError(f"--public-url is an address such as https://example.org/cwkg, not '{url}'")
    for name in ("workers", "memory"):
        if (number := getattr(options, name)) is not None and number < 1:
            raise UsageError(f"--{name} is a number above zero, not {number}")
    given = {name: getattr(options, name) for name in Settings.__dataclass_fields__ if hasattr(options, name)}
    given = {name: value for name, value in given.items() if value is not None}
    memory = {} if options.memory is None else {"memory": options.memory << 20}
    return Settings(**{**given, **memory, "public_url": url, **read_limits(options.limits)})


def _with_port(settings: Settings, port: int) -> Settings:
    return replace(settings, port=port)


@contextmanager
def _bound(settings: Settings) -> Iterator[socket.socket]:
    """The socket to listen on. Raises `UsageError` where the port is taken or the address is not ours."""
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=512)
    except (OSError, OverflowError) as error:
        number = getattr(error, "errno", None) or 0  # below zero are faults of names
        reason = os.strerror(number) if number > 0 else getattr(error, "strerror", None) or "there is no such port"
        where = f"{settings.host}:{settings.port}"
        raise UsageError(f"cannot listen on {where}: {reason}; choose another with --port or --host") from None
    with listener:
        yield listener


class Running:
    """A server that runs: what it serves, and how it stops and changes."""

    def __init__(self, settings: Settings, project: Project | None, data: Path | None, folder: Path) -> None:
        from kg.web.pool import Pool

        self.settings, self.project, self.data, self.folder = settings, project, data, folder
        self.log = Log()
        self.pool = Pool(settings, self.log.say)
        self.reloading: asyncio.Task[None] | None = None
        self.copies = 0

    async def run(self, listener: socket.socket, open_browser: bool) -> None:
        """Serve until a signal says stop; then let running requests end, and end the workers."""
        from kg.web.app import Front

        try:
            await self.pool.start(self._first())
            self.front = Front(self.settings, self.pool, self.log)
            server = _server(self.front, self.settings, self.log)
            self._listen_for_signals(server)
            known = f", known as {self.settings.base}/" if self.settings.public_url else ""
            print(f"Serving on {self.settings.local}/{known} (stop with Ctrl+C)", flush=True)
            self.log.say("ready", url=self.settings.base, fingerprint=self.pool.source.name)
            if open_browser:
                webbrowser.open(self.settings.local + "/")
            await server.serve([listener])
            self.log.say("stopped")
        finally:
            await self.pool.close()

    def _first(self) -> Any:
        """The copy that the server starts with."""
        from kg.web import snapshot
        from kg.web.process import Source

        to = self._new_folder()
        if self.data:
            return Source(snapshot.take_data(to, self.data), data=to / f"{snapshot.DATA}{self.data.suffix}")
        assert self.project
        name = snapshot.take(to, self.project, lambda text: print(text, file=sys.stderr))
        return Source(name, folder=to)

    def _new_folder(self) -> Path:
        self.copies += 1
        to = self.folder / str(self.copies)
        to.mkdir()
        return to

    def _listen_for_signals(self, server: Any) -> None:
        loop = asyncio.get_running_loop()

        def stop() -> None:
            server.force_exit = server.should_exit  # asked a second time
            server.should_exit = self.front.stopping = True

        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop)
        loop.add_signal_handler(signal.SIGHUP, self._reload_soon)

    def _reload_soon(self) -> None:
        if self.reloading and not self.reloading.done():
            return
        self.reloading = asyncio.create_task(self.reload())

    async def reload(self) -> None:
        """Change to the graph as it is now; where there is no sound one, go on with the one before and say why."""
        from kg.web import snapshot
        from kg.web.process import Source

        to = self._new_folder()
        self.log.say("reload begins")
        what = ["--data", self.data] if self.data else ["--project", self.project.root] if self.project else []
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "kg.web.snapshot", str(to), *map(str, what)),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        )
        out, err = await process.communicate()
        try:
            if process.returncode:
                raise KgError(err.decode("utf-8", "replace").strip())
            name = out.decode().strip()
            if name == self.pool.source.name:
                self.log.say("reload unchanged", fingerprint=name)
                return
            data = to / f"{snapshot.DATA}{self.data.suffix}" if self.data else None
            await self.pool.switch(Source(name, folder=None if data else to, data=data))
        except KgError as error:
            self.front.metrics.reloads["failed"] += 1
            self.log.say("reload failed", reason=str(error), fingerprint=self.pool.source.name)
            return
        self.front.metrics.reloads["done"] += 1
        self.log.say("reload done", fingerprint=self.pool.source.name)


def _server(front: Any, settings: Settings, log: Log) -> Any:
    import uvicorn

    from kg.web.limits import SECURITY
    from kg.web.wire import Wire

    class Server(uvicorn.Server):
        """Leaves signals to us, who have workers to end."""

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    for name in ("uvicorn.error", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [Handler(log)], False
    config = uvicorn.Config(
        front,
        http=partial(Wire, settings),  # type: ignore[arg-type]
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        headers=SECURITY,
        timeout_keep_alive=int(settings.idle_time),
        timeout_graceful_shutdown=int(settings.drain),
    )
    return Server(config)
