"""Who is let in: budgets of clients, who a client is, hosts, and bodies."""

import asyncio

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from kg.web.limits import CLIENTS, Budget, Guard, read_body
from kg.web.settings import Settings


def request(path="/", query=b"", client="127.0.0.1", body=(), **headers):
    """A request as the server below makes it; `body` are the pieces in which its body comes, or a time to wait."""
    pieces = list(body)

    async def receive():
        piece = pieces.pop(0) if pieces else b""
        if not isinstance(piece, bytes):
            await asyncio.sleep(piece)
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    raw = [
        (name.replace("_", "-").encode(), value.encode()) for name, value in {"host": "localhost", **headers}.items()
    ]
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode("latin-1"), "query_string": query}
    return Request({**scope, "headers": raw, "client": (client, 5)}, receive)


def refusal(guard, asked, client="192.0.2.1"):
    """The status with which a request is refused; 0 where it is let in."""
    try:
        guard.check(asked, client, counted=True)
    except HTTPException as fault:
        return fault.status_code
    return 0


def test_a_budget_is_spent_and_comes_back():
    """A burst goes through; then one request for each share of time."""
    budget = Budget(rate=2, burst=3)
    assert [budget.spend("a", 0.0) for _ in range(3)] == [0, 0, 0]
    assert budget.spend("a", 0.0) == 0.5
    assert budget.spend("b", 0.0) == 0
    assert budget.spend("a", 0.5) == 0
    assert budget.spend("a", 0.5) == 0.5
    assert [budget.spend("a", 100.0) for _ in range(3)] == [0, 0, 0]
    assert budget.spend("a", 100.0) == 0.5


def test_budgets_do_not_grow_without_end():
    """A flood of addresses makes those forgotten that asked longest ago."""
    budget = Budget(rate=1, burst=1)
    for number in range(CLIENTS + 10):
        budget.spend(str(number), 0.0)
    assert len(budget.left) == CLIENTS


def test_this_machine_has_no_budget():
    """Whoever works alone with the server on this machine is never sent away."""
    guard = Guard(Settings(burst=1, rate=0.001))
    assert [refusal(guard, request(), "127.0.0.1") for _ in range(3)] == [0, 0, 0]
    assert [refusal(guard, request(), "192.0.2.1") for _ in range(2)] == [0, 429]


@pytest.mark.parametrize(
    ("proxy", "peer", "forwarded", "client"),
    [
        (False, "192.0.2.1", "198.51.100.7", "192.0.2.1"),
        (True, "127.0.0.1", "198.51.100.7", "198.51.100.7"),
        (True, "127.0.0.1", "forged, 198.51.100.7", "198.51.100.7"),
        (True, "127.0.0.1", "", "127.0.0.1"),
        (True, "127.0.0.1", "nonsense", "nonsense"),
        (False, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (False, "::ffff:192.0.2.1", "", "192.0.2.1"),
    ],
)
def test_who_a_client_is(proxy, peer, forwarded, client):
    """A proxy is believed only where it is told so, and only in what it added itself."""
    asked = request(client=peer, **({"x_forwarded_for": forwarded} if forwarded else {}))
    assert Guard(Settings(proxy=proxy)).client(asked) == client


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:1", "[::1]:8000"])
def test_a_server_on_this_machine_answers_for_its_names(host):
    """However this machine is called."""
    assert refusal(Guard(Settings()), request(host=host)) == 0


@pytest.mark.parametrize("host", ["evil.example", "", "localhost.evil.example", "127.0.0.1.evil.example", "[", "a@b:c"])
def test_a_server_on_this_machine_answers_for_no_other_name(host):
    """A page of a stranger cannot reach it by a name that it made to point here."""
    assert refusal(Guard(Settings()), request(host=host)) == 421


def test_a_public_name_is_a_name_too():
    """Behind a proxy on the same machine the public name is asked for."""
    guard = Guard(Settings(public_url="https://cases.example.org/cwkg"))
    assert refusal(guard, request(host="cases.example.org")) == 0


def test_a_public_server_answers_whatever_it_is_called():
    """Which names lead to it is for its administrator to say."""
    assert refusal(Guard(Settings(host="0.0.0.0")), request(host="anything.example")) == 0


@pytest.mark.parametrize(
    ("path", "status"),
    [("/a" * 9000, 414), ("/%ff", 400), ("/a%00b", 400), ("/a%0d%0aSet-Cookie:x", 400), ("/case/caf%C3%A9", 0)],
)
def test_addresses_that_are_no_addresses(path, status):
    """Too long, not UTF-8, or with control characters."""
    assert refusal(Guard(Settings()), request(path)) == status


def test_a_long_query_string_is_too_long_as_well():
    """The limit is on the whole address."""
    assert refusal(Guard(Settings(url=100)), request(query=b"x" * 100)) == 414


def body_of(settings=None, **options):
    """The body of a request, or the status with which it is refused."""
    try:
        return asyncio.run(read_body(request(**options), settings or Settings(body=10, body_time=0.2)))
    except HTTPException as fault:
        return fault.status_code


def test_a_body_in_pieces_is_one_body():
    """However it arrives."""
    assert body_of(body=[b"abc", b"", b"def"]) == b"abcdef"


def test_a_body_that_is_too_long():
    """It is read for a while and thrown away, so that the client hears of it; then no more."""
    assert body_of(body=[b"x" * 11]) == 413
    assert body_of(body=[b"x" * 50] * 100) == 413


def test_a_body_that_never_ends():
    """After a time nobody waits for it."""
    assert body_of(body=[b"abc", 5, b"def"]) == 408


@pytest.mark.parametrize("packed", ["gzip", "deflate", "br", "gzip, identity"])
def test_a_packed_body_is_refused(packed):
    """A few bytes cannot become gigabytes here."""
    assert body_of(body=[b"abc"], content_encoding=packed) == 415


def test_a_body_packed_as_it_is():
    """`identity` is no packing."""
    assert body_of(body=[b"abc"], content_encoding="identity") == b"abc"
