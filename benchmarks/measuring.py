"""How a call is measured: the median of some runs, within a limit; and the memory that a process has held."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ENOUGH = 0.5  # seconds that further runs of one task may take


class TooSlow(Exception):
    """A task that was not done within its limit. `seconds` is what it had then taken."""

    def __init__(self, seconds: float, when: str = "") -> None:
        super().__init__(f"stopped after {seconds:.3g} s{when}")
        self.seconds = seconds


class Unavailable(Exception):
    """An engine that is not on this machine, and how to get it."""


@dataclass(frozen=True)
class Timed:
    """The median seconds of some runs, those of the first, which is not counted, and what came of it."""

    seconds: float
    first: float
    value: Any


def say(text: str) -> None:
    """Tell whoever waits what is being done."""
    print(text, file=sys.stderr, flush=True)


def measured(call: Callable[[], Any], runs: int, again: bool = False) -> Timed:
    """How long a call takes: the median of some runs after one that is not counted.

    Further runs end once they have taken `ENOUGH` seconds. A call that takes as long by itself is run once, unless it
    must be done `again` because its first run does what later ones need not.
    """
    start = time.perf_counter()
    result = call()
    first = time.perf_counter() - start
    times: list[float] = []
    left = ENOUGH if again else ENOUGH - first
    while len(times) < runs and sum(times) < left:
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return Timed(statistics.median(times or [first]), first, result)


def peak(process: int | None) -> float:
    """The most memory that a process has held, in megabytes."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0
