"""The protocol below requests, with raw sockets against a server of its own: slow, greedy and broken clients."""

import asyncio
import socket
import threading
import time
from contextlib import contextmanager
from functools import partial

import pytest
import uvicorn

from kg.web.settings import Settings
from kg.web.wire import Wire

SLOW = 0.4  # seconds that this server waits for headers and bodies
QUICK = {"head_time": SLOW, "body_time": SLOW, "idle_time": 1, "send_time": SLOW, "head": 4096, "connections": 20}


async def app(scope, receive, send):
    """Says how many bytes came; `/large` gives ten million."""
    size, more = 0, True
    while more:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    body = b"x" * 10_000_000 if scope["path"] == "/large" else f"{scope['path']} {size}".encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@contextmanager
def running(settings):
    """A server in a thread of this process, on a free port; the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            app, http=partial(Wire, settings), ws="none", lifespan="off", log_config=None, timeout_keep_alive=1
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = server.force_exit = True
            thread.join(10)


@pytest.fixture(scope="module")
def port():
    with running(Settings(**QUICK)) as port:
        yield port


def connect(port):
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def rest(client):
    """All that comes until the server hangs up."""
    found = b""
    try:
        while piece := client.recv(65536):
            found += piece
    except ConnectionResetError:
        pass
    return found


def said(port, *pieces):
    """The answer to bytes that are sent piece by piece; a number is a pause."""
    with connect(port) as client:
        for piece in pieces:
            if isinstance(piece, bytes):
                client.sendall(piece)
            else:
                time.sleep(piece)
        return rest(client)


def dribbles(client, piece):
    """How often a piece can be sent, with pauses, before the server has hung up; at most 200 times."""
    for count in range(200):
        try:
            client.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):
            return count
        time.sleep(SLOW / 8)
    return 200


def status(answer):
    return int(answer.split()[1]) if answer.startswith(b"HTTP/1.1 ") else 0


def test_requests_on_one_connection(port):
    """A sound client is served as ever, one request after the other, and several at once."""
    one = b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n"
    last = b"GET /3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = said(port, one % 1, SLOW / 2, one % 2 + last)
    assert [answer.count(b"/%d 0" % number) for number in (1, 2, 3)] == [1, 1, 1]


def test_many_requests_on_one_connection(port):
    """The headers of one are not counted on top of those of the other, and a body is no header."""
    with connect(port) as client:
        for number in range(200):
            body = b"x" * (6000 if number % 10 == 0 else 0)
            client.sendall(b"POST /%d HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (number, len(body)) + body)
            answer = b""
            while not answer.endswith(b"/%d %d" % (number, len(body))):
                piece = client.recv(4096)
                assert piece, answer
                answer += piece


def test_headers_that_do_not_come(port):
    """A client that says nothing, or dribbles, is told and left; the dribbling gains it no time."""
    assert status(said(port)) == 408
    begun = time.monotonic()
    with connect(port) as client:
        client.sendall(b"GET / HTTP/1.1\r\n")
        assert dribbles(client, b"X-A: b\r\n") < 200
    assert time.monotonic() - begun < 20 * SLOW


def test_a_body_that_nobody_waits_for(port):
    """A body that dribbles on ends the connection, though the application would read on for ever."""
    with connect(port) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n")
        assert dribbles(client, b"x") < 200


def test_a_second_request_that_dribbles(port):
    """The time for headers counts for every request of a connection."""
    first = b"GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"
    answer = said(port, first, 0.1, b"GET /2 HT")
    assert answer.count(b"HTTP/1.1 ") == 2
    assert b" 408 " in answer


def test_a_client_that_takes_nothing(port):
    """An answer that nobody reads is given up."""
    with connect(port) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(4 * SLOW)
        assert len(rest(client)) < 10_000_000


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"GET /" + b"a" * 5000, 414),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 5000, 431),
        (b"POST / HTTP/1.1\r\nX: " + b"a" * 5000 + b"\r\nContent-Length: 3\r\n\r\nabc", 431),
        (b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 2000, 431),
    ],
    ids=["address", "one header", "with an end", "address with an end", "many headers"],
)
def test_headers_that_are_too_long(port, sent, code):
    """An address without an end, a header without an end, headers without an end."""
    assert status(said(port, sent)) == code


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64),
        b"hello\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nA: b\r\n c\x00: d\r\n\r\n",
    ],
    ids=["TLS", "words", "version", "length", "two lengths", "zero byte"],
)
def test_what_is_no_request(port, sent):
    """It is told so in words, and the connection ends."""
    answer = said(port, sent)
    assert status(answer) == 400
    assert answer.endswith(b"this is no HTTP request\n")


def test_too_many_connections(port):
    """Beyond the limit a client is told to come again; those that are in are served."""
    with connect(port) as first:
        others = [connect(port) for _ in range(QUICK["connections"] - 1)]
        with connect(port) as refused:
            assert b" 503 " in (answer := rest(refused))
            assert b"retry-after: " in answer
        first.sendall(b"GET /in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert b"/in 0" in rest(first)
        for one in others:
            one.close()


def test_an_idle_connection_is_closed(port):
    """A client that asks no more does not hold its connection for ever."""
    with connect(port) as client:
        client.sendall(b"GET /1 HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = rest(client)
    assert answer.count(b"HTTP/1.1 ") == 1
