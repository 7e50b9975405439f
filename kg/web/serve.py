"""The command `kg serve`: what it is told, what it needs, and where it listens. The rest is in `kg.web.running`."""

from __future__ import annotations

import argparse
import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from kg.errors import UsageError
from kg.namespaces import is_web_address
from kg.paths import find_project
from kg.web.settings import Settings, read_limits

NEEDED = ("starlette", "uvicorn", "httptools", "jinja2")


def serve(options: argparse.Namespace) -> int:
    """Run the server until it is told to stop. Raises `UsageError` and `KgError` where it cannot start."""
    if sys.platform == "win32":  # pragma: no cover
        raise UsageError("kg serve needs Linux or macOS: on Windows nothing keeps a query from the network; use WSL")
    missing = [name for name in NEEDED if not find_spec(name)]
    if missing:
        raise UsageError(f'kg serve needs {", ".join(missing)}: pip install "cwkg[web]"')
    from kg.web.running import run

    settings = settings_of(options)
    if options.data and options.endpoint is not None:
        raise UsageError("--data and --endpoint: serve a file, or another store; leave one of them out")
    data = Path(options.data) if options.data else None
    project = None if data else find_project(options.project)
    with tempfile.TemporaryDirectory(prefix="cwkg-serve-") as folder, _bound(settings) as listener:
        settings = replace(settings, port=listener.getsockname()[1])
        run(settings, project, data, Path(folder), listener, options.open, options.endpoint)
    return 0


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings that the options of the command make. Raises `UsageError`."""
    url = options.public_url or ""
    if url and not is_web_address(url):
        raise UsageError(f"--public-url is an address such as https://example.org/cwkg, not '{url}'")
    for name in ("workers", "memory"):
        if (number := getattr(options, name)) is not None and number < 1:
            raise UsageError(f"--{name} is a number above zero, not {number}")
    given = {name: getattr(options, name) for name in Settings.__dataclass_fields__ if hasattr(options, name)}
    given = {name: value for name, value in given.items() if value is not None}
    memory = {} if options.memory is None else {"memory": options.memory << 20}
    return Settings(**{**given, **memory, "public_url": url, **read_limits(options.limits)})


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
