"""The protocol below HTTP requests: what slow, greedy and broken clients cannot do to us. The door to uvicorn's parser.

uvicorn reads requests and writes answers. What it has no limits for is limited here: how long headers and bodies take
to arrive, how long headers are, how many connections there are and how many of one client.
"""

from __future__ import annotations

import asyncio
import socket
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.web.settings import Settings, is_loopback

GRACE = 2.0  # seconds after which a body that nobody waits for ends the connection


class Wire(HttpToolsProtocol):
    """One connection. `settings` are those of the server."""

    client: tuple[str, int] | None

    def __init__(self, settings: Settings, **options: Any) -> None:
        super().__init__(**options)
        self.settings = settings
        self.in_head, self.head_size = True, 0
        self.whole = False  # whether a request ended in the bytes that came last
        self.timer: asyncio.TimerHandle | None = None
        self.stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        raw = transport.get_extra_info("socket")
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # a body must not wait until its head is acknowledged
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(1000 * self.settings.send_time))
        if len(self.connections) > self.settings.connections or self._crowded():
            self.refuse(503, "there are too many connections; try again in a moment", "retry-after: 5\r\n")
        else:
            self._wait(self.settings.head_time)

    def _crowded(self) -> bool:
        """Whether one client has more connections than it may. A proxy on this machine stands for many."""
        peer = self.client[0] if self.client else ""
        if is_loopback(peer):
            return False
        others = [one.client[0] for one in self.connections if isinstance(one, Wire) and one.client]
        return others.count(peer) > self.settings.client_connections

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        self.resume_writing()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        self.stalled = self.loop.call_later(self.settings.send_time, self.transport.abort)
        super().pause_writing()

    def resume_writing(self) -> None:
        if self.stalled:
            self.stalled.cancel()
        super().resume_writing()

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if self.in_head and not self.timer:  # the first bytes of a further request
            self._wait(self.settings.head_time)
        before, self.whole = self.in_head, False
        super().data_received(data)
        if before and self.in_head and not self.whole:
            self.head_size += len(data)
            self._check_head(self.head_size)

    def _check_head(self, size: int) -> None:
        """Refuse a request whose first line and headers are too long."""
        if size <= self.settings.head or self.transport.is_closing():
            return
        if len(self.url) > self.settings.head // 2:
            self.refuse(414, "the address is too long; send long queries by POST")
        else:
            self.refuse(431, "the headers are too long")

    def on_headers_complete(self) -> None:
        self._check_head(len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers))
        if self.transport.is_closing():
            return
        self.in_head, self.head_size = False, 0
        self._wait(self.settings.body_time + GRACE)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if not self.transport.is_closing():
            super().on_body(body)

    def on_message_complete(self) -> None:
        self.in_head = self.whole = True
        self._stop()
        if not self.transport.is_closing():
            super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        self.refuse(400, "this is no HTTP request")

    def refuse(self, status: int, text: str, more: str = "") -> None:
        """Answer in the place of the application, and hang up."""
        body = f"{text}\n".encode()
        lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n".encode()]
        lines += [b"%s: %s\r\n" % header for header in self.server_state.default_headers]
        lines.append(f"content-type: text/plain; charset=utf-8\r\ncontent-length: {len(body)}\r\n{more}".encode())
        self.transport.write(b"".join([*lines, b"connection: close\r\n\r\n", body]))
        self.transport.close()

    def _wait(self, seconds: float) -> None:
        self._stop()
        self.timer = self.loop.call_later(seconds, self._late)

    def _stop(self) -> None:
        if self.timer:
            self.timer.cancel()
            self.timer = None

    def _late(self) -> None:
        """Headers or a body took too long to arrive."""
        self.timer = None
        if self.in_head and (self.cycle is None or self.cycle.response_complete):
            self.refuse(408, "the headers took too long to arrive")
        else:
            self.transport.abort()
