"""How the front and a worker speak over a pipe: frames of a length, a sort and a content. Requests and heads are JSON.

A worker says READY once, or FAILED where it cannot start. To each JOB it answers with a HEAD and any number of PARTs of
the body, then END. FAILED before END has an answer of its own and takes back all that came before it. Where the graph
lies in another store, a worker sends a WANT whenever it needs an answer of it, and waits for the TOLD.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, BinaryIO

from kg.web.messages import PageRequest, QueryRequest, RdfRequest, Reply

READY, JOB, HEAD, PART, END, FAILED, WANT, TOLD = b"R", b"J", b"H", b"P", b"E", b"F", b"W", b"T"
LONGEST = 1 << 26  # bytes of one frame: more is no frame of ours
PART_SIZE = 1 << 16
_LEAD = struct.Struct(">cI")
LEAD_SIZE = _LEAD.size

Request = PageRequest | RdfRequest | QueryRequest
JOBS: dict[str, type[PageRequest] | type[RdfRequest] | type[QueryRequest]] = {
    "page": PageRequest,
    "rdf": RdfRequest,
    "query": QueryRequest,
}
_NAMES = {made: name for name, made in JOBS.items()}


class Broken(Exception):
    """What came over the pipe is no frame."""


def frame(sort: bytes, content: bytes = b"") -> bytes:
    """One frame as bytes."""
    return _LEAD.pack(sort, len(content)) + content


def lead(raw: bytes) -> tuple[bytes, int]:
    """The sort of a frame and the length of its content. Raises `Broken`."""
    sort, length = _LEAD.unpack(raw)
    if length > LONGEST:
        raise Broken(f"a frame of {length} bytes")
    return sort, length


def read(pipe: BinaryIO) -> tuple[bytes, bytes] | None:
    """The next frame of a blocking pipe; `None` where it ends."""
    raw = pipe.read(LEAD_SIZE)
    if len(raw) < LEAD_SIZE:
        return None
    sort, length = lead(raw)
    content = pipe.read(length)
    return (sort, content) if len(content) == length else None


def pack(values: Any) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def unpack(content: bytes) -> Any:
    return json.loads(content.decode("utf-8", "surrogatepass"))


def joined(head: Any, body: bytes) -> bytes:
    """A head and a body as one content."""
    packed = pack(head)
    return len(packed).to_bytes(4, "big") + packed + body


def parted(content: bytes) -> tuple[Any, bytes]:
    """The two again."""
    end = 4 + int.from_bytes(content[:4], "big")
    return unpack(content[4:end]), content[end:]


def job(request: Request) -> bytes:
    """A request as a JOB."""
    return frame(JOB, pack({"kind": _NAMES[type(request)], **asdict(request)}))


def request(content: bytes) -> Request:
    """The request of a JOB."""
    values = unpack(content)
    kind = JOBS[values.pop("kind")]
    return kind(**{name: _tuples(value) for name, value in values.items()})


def _tuples(value: Any) -> Any:
    """JSON has lists where our requests have tuples."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def head(status: int, media_type: str, headers: tuple[tuple[str, str], ...] = ()) -> bytes:
    return pack({"status": status, "type": media_type, "headers": headers})


def reply(content: bytes, body: bytes = b"") -> Reply:
    """The reply of a HEAD, or of a FAILED."""
    values = unpack(content)
    headers = tuple((name, value) for name, value in values["headers"])
    return Reply(values["status"], values.get("text", "").encode() or body, values["type"], headers)


class Parts:
    """An output that sends what is written into it as PARTs, gathered to a good size; at most `longest` bytes."""

    def __init__(self, send: Callable[[bytes], None], longest: int) -> None:
        self.send, self.left = send, longest
        self.gathered = bytearray()

    def write(self, data: bytes) -> int:
        self.left -= len(data)
        if self.left < 0:
            raise TooLong
        self.gathered += data
        while len(self.gathered) >= PART_SIZE:
            self.send(frame(PART, bytes(self.gathered[:PART_SIZE])))
            del self.gathered[:PART_SIZE]
        return len(data)

    def flush(self) -> None:
        """Nothing: the last part goes out with `close`, so that writers who flush often send no crumbs."""

    def close(self) -> None:
        if self.gathered:
            self.send(frame(PART, bytes(self.gathered)))
            self.gathered.clear()


class TooLong(Exception):
    """A result has more bytes than one may have."""
