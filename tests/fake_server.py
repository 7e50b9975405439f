"""A small server of HTTP that answers as a test tells it to, faults and all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Told:
    """What is answered. `cut` ends the connection in the middle of the body; `hold` is waited for before the end."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    hold: threading.Event | None = None


class Fake:
    """The address of the server, and every request that it was sent."""

    def __init__(self, answer: Callable[[Asked], Told]) -> None:
        self.answer, self.asked = answer, list[Asked]()
        self.url = ""


@contextmanager
def fake_server(answer: Callable[[Asked], Told]) -> Iterator[Fake]:
    """A server on this machine alone that answers each request by a function; it may be changed on the way."""
    fake = Fake(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            length = int(self.headers.get("content-length", 0))
            asked = Asked(
                self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, self.rfile.read(length)
            )
            fake.asked.append(asked)
            told = fake.answer(asked)
            self.send_response_only(told.status)
            for name, value in {"Content-Length": str(len(told.body)), **told.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            half = len(told.body) // 2
            self.wfile.write(told.body[:half])
            self.wfile.flush()
            if told.hold:
                told.hold.wait(30)
            if told.cut:
                self.close_connection = True
            else:
                self.wfile.write(told.body[half:])

        do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = handle_any  # noqa: N815

        def log_message(self, format: str, *values: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_address[1]}/sparql"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
