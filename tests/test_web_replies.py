"""Answers of HTTP: whole, with their length, without a body for HEAD, and given up when nobody takes them."""

import asyncio

import pytest
from starlette.requests import Request

from kg.web.messages import Reply
from kg.web.pool import Answer
from kg.web.replies import ClientGone, Spooled, in_html, while_connected
from kg.web.spool import CHUNK, Room, Spool


def sent(answer, method="GET", slow=0.0, send_time=10.0):
    """The status, the headers and the body that an answer sends."""
    messages = []

    async def send(message):
        await asyncio.sleep(slow)
        messages.append(message)

    response = Spooled(answer, {"Vary": "Accept"}, send_time)
    asyncio.run(response({"type": "http", "method": method}, None, send))
    start, *parts = messages
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    assert not parts[-1].get("more_body")
    return start["status"], headers, b"".join(part["body"] for part in parts)


def spooled(body, room):
    spool = Spool(room)
    spool.write(body)
    spool.done()
    return Answer(Reply(200, b"", "text/csv", (("X-More", "1"),)), spool)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_body_goes_out_whole_and_its_room_comes_back(method):
    """With its length, its type and the headers of the reply; HEAD has all but the body."""
    room, body = Room(1 << 30), b"0123456789" * CHUNK
    status, headers, found = sent(spooled(body, room), method)
    assert (status, headers["content-length"], headers["content-type"]) == (200, str(len(body)), "text/csv")
    assert (headers["x-more"], headers["vary"]) == ("1", "Accept")
    assert found == (body if method == "GET" else b"")
    assert room.taken == 0


def test_a_client_that_takes_too_long_is_left():
    """The room of the body comes back all the same."""
    room = Room(1 << 30)
    with pytest.raises(TimeoutError):
        sent(spooled(b"x" * 10, room), slow=5, send_time=0.05)
    assert room.taken == 0


def test_a_text_for_somebody_who_looks_at_it():
    """A short page, with nothing in it that a browser would run."""
    page = in_html(Reply(504, b"too <script>long</script>\n", "text/plain"))
    assert (page.status, page.media_type) == (504, "text/html; charset=utf-8")
    assert b"too &lt;script&gt;long&lt;/script&gt;" in page.body


@pytest.mark.parametrize("stays", [True, False])
def test_work_goes_on_as_long_as_the_client_waits(stays):
    """When it hangs up, the work is given up."""
    given_up = []

    async def work():
        try:
            await asyncio.sleep(0.05 if stays else 60)
        except asyncio.CancelledError:
            given_up.append(True)
            raise
        return "done"

    async def receive():
        await asyncio.sleep(60 if stays else 0.05)
        return {"type": "http.disconnect"}

    async def asked():
        return await while_connected(Request({"type": "http"}, receive), work())

    if stays:
        assert asyncio.run(asked()) == "done"
    else:
        with pytest.raises(ClientGone):
            asyncio.run(asked())
    assert given_up == ([] if stays else [True])
