"""Answers packed with gzip, for clients that take them so: what is worth it, and how it is done.

No page holds a secret, so that the length of a packed one gives nothing away. Packing is done in a thread, piece by
piece, and what is packed is gathered like the answer itself: it still goes out whole, with its length.
"""

from __future__ import annotations

import asyncio
import re
import zlib
from dataclasses import replace

from kg.web.messages import Reply
from kg.web.pool import Answer
from kg.web.spool import Spool

SMALLEST = 1 << 10  # bytes; a shorter answer is in one packet either way
LEVEL = 5
GZIP = 31  # what zlib calls the largest window with the head and tail of gzip
BY = "Accept-Encoding"
_TEXT = re.compile(
    r"text/|image/svg\+xml|application/(?:[\w.-]+\+)?(?:json|xml)|application/(?:n-triples|n-quads|trig)"
)
_NEVER = re.compile(r"\s*q\s*=\s*0(?:\.0*)?\s*")


def takes_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header allows gzip, by its name or by a star."""
    found = {}
    for piece in header.lower().split(","):
        name, _, weight = piece.partition(";")
        found[name.strip()] = not _NEVER.fullmatch(weight)
    return found.get("gzip", found.get("*", False))


def worth_packing(reply: Reply, size: int) -> bool:
    """Whether an answer is a text, and long enough."""
    return reply.status == 200 and size >= SMALLEST and bool(_TEXT.match(reply.media_type))


def varied(reply: Reply) -> Reply:
    """A good reply, saying that it depends on what encodings the client takes, beside what it depends on already."""
    if reply.status != 200:
        return reply
    said = [value for name, value in reply.headers if name == "Vary"]
    others = [header for header in reply.headers if header[0] != "Vary"]
    return replace(reply, headers=(*others, ("Vary", ", ".join([*said, BY]))))


def pack(body: bytes) -> bytes:
    """The same bytes give the same packed bytes: no time stands in them."""
    made = zlib.compressobj(LEVEL, wbits=GZIP)
    return made.compress(body) + made.flush()


async def packed(answer: Answer) -> Answer:
    """The answer with its body packed, or as it was where that is not worth it or there is no room for both."""
    if not worth_packing(answer.reply, answer.size):
        return answer
    reply = replace(answer.reply, headers=(*answer.reply.headers, ("Content-Encoding", "gzip")))
    if not answer.body:
        return Answer(replace(reply, body=await asyncio.to_thread(pack, reply.body)))
    body = Spool(answer.body.room)
    try:
        made = zlib.compressobj(LEVEL, wbits=GZIP)
        for chunk in answer.body.chunks():
            body.write(await asyncio.to_thread(made.compress, chunk))
        body.write(made.flush())
        body.done()
    except BaseException:
        body.close()
        answer.close()
        raise
    kept, given_up = (answer, body) if body.fault else (Answer(reply, body), answer)
    given_up.close()
    return kept
