"""Requests to other servers: a good answer whole, or one line that says what is wrong."""

import gzip
import hashlib
import re
import socket
import threading

import pytest
from fake_server import Told, fake_server

from kg.client import Client, ServerFault, checked_url, shown
from kg.errors import UsageError

PAGE = {"Content-Type": "text/html"}


def fault_of(told, seconds=5.0, **options) -> ServerFault:
    """What comes of a request that is answered so."""
    with fake_server(lambda asked: told) as server, Client(seconds, **options) as client:
        with pytest.raises(ServerFault) as caught:
            client.send("GET", server.url + "?key=secret")
        assert "secret" not in str(caught.value)
        assert "\n" not in str(caught.value)
        return caught.value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.org/sparql",
        "ftp://example.org/",
        "file:///etc/passwd",
        "http://",
        "http://[::1/",
        "http://h:99999/",
    ],
)
def test_what_is_no_address_of_a_server_is_refused(text):
    """Only http and https with a host are asked."""
    with pytest.raises(UsageError):
        checked_url(text)


def test_a_password_in_an_address_is_refused_and_not_repeated():
    """The message names the variables to set in its place."""
    with pytest.raises(UsageError) as caught:
        checked_url("https://tess:hidden@example.org/sparql?key=k")
    assert str(caught.value).startswith("https://example.org/sparql: write no name and password in an address")
    assert "hidden" not in str(caught.value)


def test_an_address_is_shown_without_what_may_be_secret():
    """Neither name nor password nor parameters are shown."""
    assert shown("https://a:b@example.org/x?token=t#y") == "https://example.org/x"


def test_a_good_answer_comes_whole():
    """Status, media type and body are those of the server; a packed body is unpacked; parameters are added."""
    told = Told(200, gzip.compress(b"rows"), {"Content-Type": "Text/CSV; charset=utf-8", "Content-Encoding": "gzip"})
    with fake_server(lambda asked: told) as server, Client() as client:
        reply = client.send(
            "POST", server.url + "?a=1", {"query": "ASK {}", "default": ""}, b"x", "text/plain", "text/csv"
        )
    assert (reply.status, reply.media_type, reply.body) == (200, "text/csv", b"rows")
    (asked,) = server.asked
    assert (asked.method, asked.path, asked.body) == ("POST", "/sparql?a=1&query=ASK%20%7B%7D&default", b"x")
    assert (asked.headers["accept"], asked.headers["content-type"]) == ("text/csv", "text/plain")


@pytest.mark.parametrize(
    ("status", "words", "again"),
    [
        (403, "does not allow this (403: no entry)", False),
        (404, "has nothing at this address (404: no entry)", False),
        (413, "finds the request too large (413: no entry)", False),
        (418, "refuses the request (418: no entry)", False),
        (500, "failed (500: no entry)", False),
        (503, "has too much to do (503: no entry)", True),
        (507, "has no room left (507: no entry)", False),
    ],
)
def test_a_status_is_told_in_words(status, words, again):
    """The line says what the server means by it, with the beginning of its own words."""
    fault = fault_of(Told(status, b"no\n\x1b entry", {"Content-Type": "text/plain"}))
    assert str(fault).endswith(f": the server {words}")
    assert (fault.kind, fault.status, fault.again) == ("status", status, again)


def test_a_page_is_not_quoted():
    """Of an error that comes as a web page only the status is told."""
    assert str(fault_of(Told(502, b"<html><b>Bad</b>", PAGE))).endswith("the server failed (502)")


def test_a_redirect_is_named_and_not_followed():
    """Where a server sends us on, the user decides."""
    fault = fault_of(Told(301, b"", {"Location": "http://elsewhere.example/sparql?key=secret"}))
    assert "leads on to http://elsewhere.example/sparql; if that is right" in str(fault)


def test_an_answer_that_breaks_off_is_no_answer():
    """Half of a body is never given back."""
    fault = fault_of(Told(200, b"half and half", cut=True))
    assert (fault.kind, fault.again) == ("cut", True)


def test_a_server_that_dribbles_is_left_at_the_limit():
    """The limit is for the whole answer."""
    held = threading.Event()
    fault = fault_of(Told(200, b"first last", hold=held), seconds=0.3)
    held.set()
    assert (fault.kind, fault.again) == ("slow", True)


def test_a_body_that_unpacks_to_too_much_is_refused():
    """A small packed answer cannot fill the memory."""
    bomb = gzip.compress(bytes(8 << 20))
    fault = fault_of(Told(200, bomb, {"Content-Encoding": "gzip"}), most=1 << 20)
    assert str(fault).endswith("the answer is larger than 1 MB")


def test_nobody_there_and_no_such_name_are_told_apart():
    """A server that does not run is another thing than a slip in its name."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{probe.getsockname()[1]}/"
    with Client() as client:
        with pytest.raises(ServerFault, match="no server answers there; is it running"):
            client.send("GET", closed)
        with pytest.raises(ServerFault, match=r"there is no server of the name nowhere\.invalid"):
            client.send("GET", "http://nowhere.invalid/")


def test_a_server_without_tls_is_told_so():
    """An https address of a server that speaks plain HTTP gives a line on the connection."""
    refused = pytest.raises(ServerFault, match="there is no safe connection")
    with fake_server(lambda asked: Told()) as server, Client() as client, refused as caught:
        client.send("GET", server.url.replace("http:", "https:"))
    assert caught.value.kind == "tls"


def test_a_busy_server_is_asked_again_after_the_pause_that_it_wants():
    """Retry-After is obeyed; a good answer then counts."""
    answers = [Told(429, headers={"Retry-After": "7"}), Told(503), Told(200, b"at last")]
    pauses: list[float] = []
    with fake_server(lambda asked: answers.pop(0)) as server, Client(attempts=3, sleep=pauses.append) as client:
        assert client.send("GET", server.url).body == b"at last"
    assert pauses == [7.0, 2.0]


def test_a_server_that_wants_a_long_pause_is_not_waited_for():
    """An hour is for the user to wait."""
    pauses: list[float] = []
    fault = fault_of(Told(503, headers={"Retry-After": "3600"}), attempts=5, sleep=pauses.append)
    assert (fault.wait, pauses) == (3600.0, [])


def login(scheme: str, accepts):
    """A server that asks who is there, and lets in whom it accepts."""
    asks = {"basic": 'Basic realm="r"', "digest": 'Digest realm="r", nonce="n", qop="auth"', "bearer": "Bearer"}[scheme]

    def answer(asked):
        given = asked.headers.get("authorization", "")
        return Told(200, b"in") if given and accepts(given, asked) else Told(401, headers={"WWW-Authenticate": asks})

    return answer


def digest(given, asked) -> bool:
    """Whether a Digest is that of tess with the password key."""
    said = dict(re.findall(r'(\w+)="?([^",]+)"?', given))
    first, second = (hashlib.md5(text.encode()).hexdigest() for text in ("tess:r:key", f"{asked.method}:{said['uri']}"))
    whole = ":".join([first, said["nonce"], said["nc"], said["cnonce"], said["qop"], second])
    return said["response"] == hashlib.md5(whole.encode()).hexdigest()


@pytest.mark.parametrize(
    ("scheme", "accepts"),
    [
        ("basic", lambda given, asked: given == "Basic dGVzczprZXk="),
        ("digest", digest),
        ("bearer", lambda given, asked: given == "Bearer ticket"),
    ],
)
def test_a_server_that_asks_gets_what_the_environment_holds(scheme, accepts, monkeypatch):
    """Nothing is sent unasked; then name and password, or a token, in the way that the server wants."""
    monkeypatch.setenv("CWKG_ENDPOINT_USER", "tess")
    monkeypatch.setenv("CWKG_ENDPOINT_PASSWORD", "key")
    monkeypatch.setenv("CWKG_ENDPOINT_TOKEN", "ticket")
    with fake_server(login(scheme, accepts)) as server, Client() as client:
        assert client.send("PUT", server.url, body=b"data").body == b"in"
        count = len(server.asked)
        assert client.send("PUT", server.url, body=b"data").body == b"in"
    assert "authorization" not in server.asked[0].headers
    assert server.asked[count].headers["authorization"]
    assert server.asked[count].body == b"data"


def test_who_is_not_let_in_is_told_which_variables_count(monkeypatch):
    """Without a name the variables are named; with a wrong one it is said whose it was, and never the password."""
    with fake_server(login("basic", lambda *_: False)) as server:
        with Client() as client, pytest.raises(ServerFault, match="set CWKG_ENDPOINT_USER and CWKG_ENDPOINT_PASSWORD"):
            client.send("GET", server.url)
        monkeypatch.setenv("CWKG_ENDPOINT_USER", "tess")
        monkeypatch.setenv("CWKG_ENDPOINT_PASSWORD", "hidden")
        with Client() as client, pytest.raises(ServerFault, match="does not accept what CWKG_ENDPOINT_USER") as caught:
            client.send("GET", server.url)
    assert "hidden" not in str(caught.value)
