"""A body that is gathered before any of it is sent: in memory while it is small, then in a file that has no name."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

IN_MEMORY = 1 << 20
CHUNK = 1 << 16


@dataclass
class Room:
    """The bytes that all bodies together may take."""

    size: int
    taken: int = 0


class Spool:
    """One body. `fault` says why it could not be kept: the disk, or the room that all bodies share."""

    def __init__(self, room: Room) -> None:
        self.room, self.size, self.fault = room, 0, ""
        self.file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115

    def write(self, data: bytes) -> None:
        """Keep a piece. After a fault nothing more is kept."""
        if self.fault:
            return
        if self.room.taken + len(data) > self.room.size:
            self.fault = "room"
            return
        self.room.taken += len(data)
        self.size += len(data)
        try:
            self.file.write(data)
        except OSError as error:
            self.fault = error.strerror or "disk"

    def done(self) -> None:
        """Everything is written; what the disk refuses only now is a fault too."""
        try:
            self.file.flush()
        except OSError as error:
            self.fault = self.fault or error.strerror or "disk"

    def chunks(self) -> Iterator[bytes]:
        """The body from its start, piece by piece."""
        self.file.seek(0)
        while chunk := self.file.read(CHUNK):
            yield chunk

    def read(self) -> bytes:
        self.file.seek(0)
        return self.file.read()

    def close(self) -> None:
        """Give the room back."""
        self.room.taken -= self.size
        self.size = 0
        with suppress(OSError):
            self.file.close()
