"""Frames: what is sent over the pipe arrives as it was, and what is no frame is noticed."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.web import frames
from kg.web.messages import PageRequest, QueryRequest, RdfRequest

texts = st.text(st.characters(exclude_categories=[]))


@given(texts, st.lists(st.tuples(texts, texts)), st.lists(texts))
def test_requests_arrive_as_they_were(text, pairs, names):
    """Any text at all, even half of a pair of surrogates, comes through the pipe unchanged."""
    for request in (
        PageRequest(text, tuple(pairs)),
        RdfRequest(text, "turtle"),
        QueryRequest(text, default_graphs=tuple(names)),
    ):
        sort, content = frames.read(io.BytesIO(frames.job(request)))
        assert sort == frames.JOB
        assert frames.request(content) == request


def test_a_pipe_that_ends_is_no_frame():
    """A frame that breaks off is the end, as is an empty pipe."""
    whole = frames.frame(frames.PART, b"content")
    assert frames.read(io.BytesIO(whole)) == (frames.PART, b"content")
    for cut in (b"", whole[:3], whole[:-1]):
        assert frames.read(io.BytesIO(cut)) is None


def test_a_length_beyond_all_measure_is_refused():
    """Bytes that are no frame do not make the front wait for gigabytes."""
    with pytest.raises(frames.Broken):
        frames.lead(b"P\xff\xff\xff\xff")


def test_a_reply_has_its_headers():
    """What a page says beside its body arrives too."""
    content = frames.head(303, "text/plain", (("Location", "/case/é"),))
    reply = frames.reply(content)
    assert (reply.status, reply.media_type, reply.headers) == (303, "text/plain", (("Location", "/case/é"),))


@given(st.lists(st.binary(max_size=100_000), max_size=6))
def test_parts_are_the_whole_body(pieces):
    """However a body is written, its parts together are the body, none is empty, and none too long."""
    sent = []
    parts = frames.Parts(sent.append, 10**9)
    for piece in pieces:
        parts.write(piece)
        parts.flush()
    parts.close()
    pipe, found = io.BytesIO(b"".join(sent)), []
    while frame := frames.read(pipe):
        found.append(frame[1])
    assert b"".join(found) == b"".join(pieces)
    assert all(0 < len(part) <= frames.PART_SIZE for part in found)


def test_a_body_that_is_too_long_is_stopped_before_it_is_sent():
    """Not a byte beyond the limit goes out."""
    sent = []
    parts = frames.Parts(sent.append, 10)
    parts.write(b"0123456789")
    with pytest.raises(frames.TooLong):
        parts.write(b"0")
    assert sent == []
