"""What a server may be told, and every limit that it keeps, with its default. `docs/serving.md` lists them."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Iterable
from dataclasses import Field, dataclass, field, fields
from typing import Any
from urllib.parse import urlsplit

from kg.errors import UsageError, closest

KB, MB = 1 << 10, 1 << 20
UNITS = {"": 1, "KB": KB, "MB": MB, "GB": 1 << 30}


def _workers() -> int:
    return max(3, (os.cpu_count() or 1) + 1)


def limit(default: float, meaning: str) -> int:
    """A field of `Settings` that is a limit, with its meaning for the docs."""
    made: int = field(default=default, metadata={"meaning": meaning})  # type: ignore[assignment]
    return made


@dataclass(frozen=True)
class Settings:
    """One server. Times are in seconds, sizes in bytes."""

    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    proxy: bool = False
    log_queries: bool = False
    pass_queries: bool = False
    workers: int = field(default_factory=_workers)

    timeout: float = limit(10, "a query or page that takes longer is ended: 504")
    wait: float = limit(5, "a request that waits longer for its turn is sent away: 503")
    waiting: int = limit(128, "requests that wait for their turn, half of them of one client: 503, 429")
    memory: int = limit(1024 * MB, "memory that one query may take beyond what the graph needs: 500")
    result: int = limit(64 * MB, "size of one result: 507")
    spooled: int = limit(1024 * MB, "size of all results that are being sent: 503")
    body: int = limit(1 * MB, "size of the body of a request: 413")
    url: int = limit(16 * KB, "length of the address of a request: 414")
    head: int = limit(64 * KB, "size of the first line and the headers of a request: 431")
    head_time: float = limit(10, "time for the headers of a request to arrive: 408")
    body_time: float = limit(10, "time for the body of a request to arrive: 408")
    idle_time: float = limit(15, "time that a connection may stay open between two requests")
    send_time: float = limit(30, "time for a client to take the next piece of an answer")
    connections: int = limit(400, "open connections: 503")
    client_connections: int = limit(100, "open connections of one client that is not on this machine: 503")
    rate: float = limit(20, "requests of one client in a second, over a time: 429")
    burst: int = limit(200, "requests that a client may make at once: 429")
    cached: int = limit(32 * MB, "size of the pages that are kept ready")
    drain: float = limit(15, "time that running requests get when the server stops")

    @property
    def base(self) -> str:
        """The public address, without a slash at its end."""
        return (self.public_url or self.local).rstrip("/")

    @property
    def local(self) -> str:
        """The address that the server listens on."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def prefix(self) -> str:
        """The path of the public address: empty, or as `/cwkg`."""
        return urlsplit(self.base).path.rstrip("/")

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)


def limits() -> dict[str, Field[Any]]:
    """The limits by the names that they have on the command line, as `head-time`."""
    return {one.name.replace("_", "-"): one for one in fields(Settings) if "meaning" in one.metadata}


def read_limits(given: Iterable[str]) -> dict[str, float]:
    """Limits as they stand on the command line, `result=200MB`, by the names of their fields. Raises `UsageError`."""
    known, found = limits(), {}
    for text in given:
        name, _, value = text.partition("=")
        if name not in known:
            raise UsageError(f"there is no limit '{name}'; {closest(name, known) or 'there are ' + ', '.join(known)}")
        number = re.fullmatch(r"(\d+(?:\.\d+)?)(KB|MB|GB|)", value)
        if not number or not float(number[1]):
            raise UsageError(f"the limit {name} is a number above zero, as {name}=10 or {name}=10MB, not '{value}'")
        exact = float(number[1]) * UNITS[number[2]]
        found[known[name].name] = exact if known[name].type == "float" else int(exact)
    return found


def is_loopback(host: str) -> bool:
    """Whether a name or an address is this machine's own."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
