"""Whose turn it is: pages before queries, and no client in everybody's way.

Queries may take all turns that run at once but one, which is kept for pages. The last turn that queries may take, and
the last of all, is for a client that has nothing running. Who has the fewest running comes first; then who came first.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


class Full(Exception):
    """There is no room to wait; `mine` says that the client alone fills its share."""

    def __init__(self, mine: bool) -> None:
        self.mine = mine


@dataclass(eq=False)
class Turn(Generic[T]):
    """One request that waits or runs, with what is to be told when its turn comes."""

    client: str
    may_be_long: bool
    call: T


@dataclass
class Turns(Generic[T]):
    """The requests that wait and those that run. `at_once` may run together, `room` may wait."""

    at_once: int
    room: int
    waiting: list[Turn[T]] = field(default_factory=list)
    running: list[Turn[T]] = field(default_factory=list)

    def enter(self, turn: Turn[T]) -> None:
        """Wait for a turn. Raises `Full`."""
        mine = sum(one.client == turn.client for one in self.waiting)
        if len(self.waiting) >= self.room or mine >= max(1, self.room // 2):
            raise Full(mine >= max(1, self.room // 2))
        self.waiting.append(turn)

    def leave(self, turn: Turn[T]) -> None:
        """Wait no more, or run no more."""
        for held in (self.waiting, self.running):
            if turn in held:
                held.remove(turn)

    def next(self) -> Turn[T] | None:
        """Whose turn it is, if anybody's; that one runs from now on."""
        turn = self._next()
        if turn:
            self.waiting.remove(turn)
            self.running.append(turn)
        return turn

    def _next(self) -> Turn[T] | None:
        free = self.at_once - len(self.running)
        pages = [turn for turn in self.waiting if not turn.may_be_long]
        page = _fairest(pages, self.running, free)
        if page or free < 1:
            return page
        queries = [turn for turn in self.running if turn.may_be_long]
        free = max(1, self.at_once - 1) - len(queries)
        return _fairest([turn for turn in self.waiting if turn.may_be_long], queries, free)


def _fairest(waiting: list[Turn[T]], running: list[Turn[T]], free: int) -> Turn[T] | None:
    """Who comes first: whose client has fewest running, then who waits longest. The last turn is for a newcomer."""
    held = Counter(turn.client for turn in running)
    may = [turn for turn in waiting if free > 1 or (free == 1 and not held[turn.client])]
    return min(may, key=lambda turn: held[turn.client], default=None)
