"""Pages that were made already. A page is a function of the graph and its address, so one that was made stays right."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field

from kg.web.messages import Reply

LARGEST = 16  # part of the room that one page may take
Key = tuple[str, ...]


def etag(reply: Reply) -> str:
    """A name for exactly these bytes."""
    return f'"{hashlib.sha256(reply.body + reply.media_type.encode()).hexdigest()[:32]}"'


@dataclass
class Cache:
    """Replies by their key, whose first part is the graph; those that were asked for last stay."""

    room: int
    size: int = 0
    kept: OrderedDict[Key, tuple[Reply, str]] = field(default_factory=OrderedDict)

    @property
    def largest(self) -> int:
        """The size of the largest page that is kept."""
        return self.room // LARGEST

    def get(self, key: Key) -> tuple[Reply, str] | None:
        """The reply and its etag."""
        found = self.kept.get(key)
        if found:
            self.kept.move_to_end(key)
        return found

    def put(self, key: Key, reply: Reply, tag: str) -> None:
        """Keep a reply, if it is a good one and not too large."""
        if reply.status != 200 or len(reply.body) > self.largest or key in self.kept:
            return
        self.kept[key] = reply, tag
        self.size += len(reply.body)
        while self.size > self.room:
            _, (old, _) = self.kept.popitem(last=False)
            self.size -= len(old.body)
