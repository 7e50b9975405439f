"""What is asked of every request before anything is done for it: its host, its address, its share; and its body.

Headers that every answer has are `SECURITY`: a browser runs no script but ours, and lets nobody put us in a frame.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

from kg.web.settings import Settings, is_loopback

CSP = "; ".join(
    [
        *("default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:"),
        *("connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"),
    ]
)
SECURITY = [
    ("content-security-policy", CSP),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
]
CLIENTS = 10_000  # that are remembered
THROWN_AWAY = 8  # times the longest body that is read and thrown away, so that a client sees why it was refused
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass
class Budget:
    """How many requests clients may make: at most `burst` at once, and `rate` in a second over a time."""

    rate: float
    burst: int
    left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def spend(self, client: str, now: float) -> float:
        """Take one request off a client's budget; the seconds to wait where nothing is left of it, else 0."""
        left, then = self.left.pop(client, (float(self.burst), now))
        left = min(self.burst, left + (now - then) * self.rate)
        wait = 0.0 if left >= 1 else (1 - left) / self.rate
        self.left[client] = (left if wait else left - 1, now)
        if len(self.left) > CLIENTS:
            self.left.popitem(last=False)
        return wait


@dataclass
class Guard:
    """Lets requests in, or says why not."""

    settings: Settings

    def __post_init__(self) -> None:
        self.budget = Budget(self.settings.rate, self.settings.burst)
        self.hosts = {"localhost", "127.0.0.1", "::1", self.settings.host}
        self.hosts |= {urlsplit(self.settings.base).hostname or ""}

    def client(self, request: Request) -> str:
        """Who asks: the other end of the connection, or whom the proxy in front of us names, where we trust it.

        The addresses of one network of IPv6 are one client.
        """
        peer = request.client.host if request.client else ""
        if self.settings.proxy:
            named = ",".join(request.headers.getlist("x-forwarded-for"))
            peer = named.rpartition(",")[2].strip() or peer
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:
            return peer[:64]
        if isinstance(address, ipaddress.IPv4Address) or address.is_loopback:
            return str(address)
        return str(address.ipv4_mapped or ipaddress.ip_network(f"{address}/64", strict=False))

    def check(self, request: Request, client: str, counted: bool) -> None:
        """Raise `HTTPException` for a request that is not let in."""
        self.check_host(request)
        raw = request.scope["raw_path"] + b"?" + request.scope["query_string"]
        if len(raw) > self.settings.url:
            raise HTTPException(414, "the address is too long; send long queries by POST")
        try:
            path = unquote_to_bytes(request.scope["raw_path"]).decode("utf-8")
        except UnicodeDecodeError:
            raise HTTPException(400, "the address is not UTF-8") from None
        if _CONTROL.search(path):
            raise HTTPException(400, "the address has a control character in it")
        if counted and not is_loopback(client):
            wait = self.budget.spend(client, time.monotonic())
            if wait:
                seconds = str(int(wait) + 1)
                raise HTTPException(429, "too many requests; wait a moment", {"Retry-After": seconds})

    def check_host(self, request: Request) -> None:
        """A page of a stranger must not reach a server on this machine by a name that it made to point here."""
        if not self.settings.is_loopback:
            return
        try:
            host = urlsplit("//" + request.headers.get("host", "")).hostname or ""
        except ValueError:
            host = ""
        if host not in self.hosts:
            raise HTTPException(421, "this server answers for its own name only; name another with --public-url")


async def read_body(request: Request, settings: Settings) -> bytes:
    """The body of a request. Raises `HTTPException` for one that is too long, too slow or packed."""
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise HTTPException(415, "a packed body is not taken; send it as it is", {"Accept-Encoding": "identity"})
    body = bytearray()
    try:
        async with asyncio.timeout(settings.body_time):
            size = 0
            async for piece in request.stream():
                size += len(piece)
                if size <= settings.body:
                    body += piece
                elif size > settings.body * THROWN_AWAY:
                    break
    except TimeoutError:
        raise HTTPException(408, "the body took too long to arrive", {"Connection": "close"}) from None
    if size > settings.body:
        text = f"the body is longer than {settings.body // 1024} KB"
        raise HTTPException(413, text, {"Connection": "close"})
    return bytes(body)
