"""Packed answers: who gets them, that they are whole, and that every cache on the way can tell them apart."""

import asyncio
import gzip

import pytest

from kg.web import packing
from kg.web.messages import Reply
from kg.web.pool import Answer
from kg.web.spool import CHUNK, Room, Spool

TEXT = b"<http://e.example/a> <http://e.example/b> <http://e.example/c> .\n" * 5000


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("gzip, deflate, br", True),
        ("br;q=1.0, GZIP;q=0.5", True),
        ("*", True),
        ("identity;q=0, *;q=0.1", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("*;q=0", False),
        ("gzipped", False),
    ],
)
def test_who_takes_it(header, taken):
    """A client that names gzip or takes everything, unless it says never."""
    assert packing.takes_gzip(header) == taken


@pytest.mark.parametrize(
    ("status", "kind", "size", "worth"),
    [
        (200, "text/html; charset=utf-8", 2000, True),
        (200, "application/sparql-results+json", 2000, True),
        (200, "application/rdf+xml", 2000, True),
        (200, "application/n-quads", 2000, True),
        (200, "application/json", 2000, True),
        (200, "text/html; charset=utf-8", 1000, False),
        (303, "text/plain", 2000, False),
        (200, "image/png", 2000, False),
        (200, "application/gzip", 2000, False),
    ],
)
def test_what_is_packed(status, kind, size, worth):
    """Texts that are long enough; nothing that is packed already."""
    assert packing.worth_packing(Reply(status, b"", kind), size) == worth


def spooled(body, room):
    spool = Spool(room)
    for start in range(0, len(body), CHUNK):
        spool.write(body[start : start + CHUNK])
    spool.done()
    return Answer(Reply(200, b"", "text/csv", (("X-More", "1"),)), spool)


def test_a_gathered_body_is_packed_and_gathered():
    """It is the same once it is unpacked, the room of the unpacked one is given back, and its size is known."""
    room = Room(1 << 30)
    found = asyncio.run(packing.packed(spooled(TEXT, room)))
    assert room.taken == found.size < len(TEXT) / 5
    assert found.reply.headers == (("X-More", "1"), ("Content-Encoding", "gzip"))
    assert gzip.decompress(found.whole().body) == TEXT
    assert room.taken == 0


def test_without_room_for_both_it_goes_out_as_it_is():
    """Nothing is lost but the packing."""
    room = Room(len(TEXT))
    found = asyncio.run(packing.packed(spooled(TEXT, room)))
    assert found.reply.headers == (("X-More", "1"),)
    assert found.whole().body == TEXT
    assert room.taken == 0


def test_a_client_that_leaves_meanwhile_gives_all_room_back(monkeypatch):
    """Given up in the middle, neither body is left."""
    room = Room(1 << 30)

    async def leave():
        await asyncio.wait_for(packing.packed(spooled(TEXT, room)), 30)

    async def never(*given):
        raise asyncio.CancelledError

    monkeypatch.setattr(packing.asyncio, "to_thread", never)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(leave())
    assert room.taken == 0


def test_a_body_in_memory():
    """A short-lived one takes the same way, and the same bytes come out every time."""
    found = [asyncio.run(packing.packed(Answer(Reply(200, TEXT, "text/turtle")))).reply.body for _ in range(2)]
    assert found[0] == found[1] == packing.pack(TEXT)
    assert gzip.decompress(found[0]) == TEXT


def test_what_it_depends_on():
    """Caches are told of the encoding beside what they know already."""
    assert packing.varied(Reply(200, b"")).headers == (("Vary", "Accept-Encoding"),)
    both = packing.varied(Reply(200, b"", headers=(("Link", "<x>"), ("Vary", "Accept"))))
    assert both.headers == (("Link", "<x>"), ("Vary", "Accept, Accept-Encoding"))


@pytest.mark.parametrize(
    "path", ["/", "/case/cpche.ttl", "/data/cwkg.nt", "/static/site.css", "/sparql?query=SELECT*%7B?a%20?b%20?c%7D"]
)
def test_the_server_gives_either(served, path):
    """The same once unpacked, with its length; another ETag and another 304 for each; HEAD as GET."""
    plain = served.get(path, headers={"Accept-Encoding": "identity"})
    packed = served.get(path, headers={"Accept-Encoding": "gzip"})
    assert plain.status_code == packed.status_code == 200
    assert plain.content == packed.content
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) == packed.num_bytes_downloaded < len(plain.content) / 2
    assert "Accept-Encoding" in plain.headers["vary"]
    assert plain.headers["vary"] == packed.headers["vary"]
    head = served.send("HEAD", path, headers={"Accept-Encoding": "gzip"})
    assert head.headers["content-length"] == packed.headers["content-length"]
    if "etag" in plain.headers:
        tags = {"identity": plain.headers["etag"], "gzip": packed.headers["etag"]}
        assert tags["identity"] != tags["gzip"]
        for encoding, tag in tags.items():
            again = served.get(path, headers={"Accept-Encoding": encoding, "If-None-Match": tag})
            assert (again.status_code, again.headers["etag"]) == (304, tag)
            assert "Accept-Encoding" in again.headers["vary"]
        crossed = served.get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": tags["identity"]})
        assert crossed.status_code == 200


def test_faults_and_short_answers_are_not_packed(served):
    """A yes and a fault fit into one packet."""
    for query in ("ASK{}", "SELECT nothing"):
        found = served.get("/sparql", params={"query": query}, headers={"Accept-Encoding": "gzip"})
        assert "content-encoding" not in found.headers
