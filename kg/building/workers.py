"""Processes that share the work of a build. The door to loky.

A worker reads the shared files of the project once. It starts from a clean interpreter, whatever program asked for the
build, and leaves the keyboard to that program.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from kg.building.base import Base
from kg.errors import KgError
from kg.paths import Project

Job = TypeVar("Job")
Done = TypeVar("Done")
AHEAD = 3  # jobs for each worker that are read and sent before it asks for them

_base: Base | None = None


def cores() -> int:
    """How many processes this one may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """`many` processes, or none where `many` is 1: then the work is done here. Use it in `with`."""

    def __init__(self, base: Base, many: int) -> None:
        self.base, self.many = base, many
        self._pool: Any = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, kill_workers=kind is not None)

    def run(self, function: Callable[[Job, Base], Done], jobs: Iterable[Job]) -> Iterator[Done]:
        """What a function of a module gives for each job, in the order of the jobs.

        Raises what the function raises, and `KgError` where a worker was ended.
        """
        if self.many == 1:
            yield from (function(job, self.base) for job in jobs)
            return
        from concurrent.futures.process import BrokenProcessPool

        pool = self._started()
        waiting: deque[Any] = deque()
        try:
            for job in jobs:
                waiting.append(pool.submit(_call, function, job))
                if len(waiting) > self.many * AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool:
            raise KgError(
                "a process of the build was ended from outside, perhaps for want of memory; what it had finished is "
                "kept: run kg build again, with fewer --jobs where memory is short"
            ) from None

    def _started(self) -> Any:
        if self._pool is None:
            from loky import ProcessPoolExecutor

            given = (self.base.project.root, self.base.project.installed, self.base.shared)
            self._pool = ProcessPoolExecutor(self.many, initializer=_start, initargs=given)
        return self._pool


def _start(root: Path, installed: bool, shared: str) -> None:
    """Get a worker ready. It must see the shared files that the others see."""
    global _base
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _base = Base(Project(root, installed))
    if _base.shared != shared:
        _base = None


def _call(function: Callable[[Job, Base], Done], job: Job) -> Done:
    if _base is None:
        raise KgError("a file has changed while the graph was being built; run kg build again")
    return function(job, _base)
