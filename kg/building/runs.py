"""Lines sorted without holding them all: sorted runs on the disk, read side by side."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import IO

RUN = 64_000_000  # bytes of lines that are sorted in memory at a time


class Runs:
    """Lines gathered piece by piece, given back once each in the order of their bytes, which is that of code points.

    Few enough of them never touch the disk. `with` removes what does. Raises `OSError` where the disk is full.
    """

    def __init__(self, folder: Path, run: int = RUN) -> None:
        self.folder, self.run = folder, run
        self._lines: list[bytes] = []
        self._size = 0
        self._files: list[IO[bytes]] = []
        self._open = ExitStack()

    def __enter__(self) -> Runs:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def add(self, text: bytes) -> None:
        """Add whole lines."""
        self._lines += text.splitlines(keepends=True)
        self._size += len(text)
        if self._size > self.run:
            self._spill()

    def merged(self) -> Iterator[bytes]:
        """Every line once, in order."""
        for file in self._files:
            file.seek(0)
        sources: list[Iterable[bytes]] = [*self._files, sorted(self._lines)]
        together = sources[0] if len(sources) == 1 else heapq.merge(*sources)
        return (line for line, _ in groupby(together))

    def _spill(self) -> None:
        file = self._open.enter_context(tempfile.TemporaryFile(dir=self.folder))  # noqa: SIM115
        file.writelines(sorted(self._lines))
        self._files.append(file)
        self._lines, self._size = [], 0


def without(lines: Iterable[bytes], others: Iterable[bytes]) -> Iterator[bytes]:
    """Lines in order without those of others that are in order too."""
    rest = iter(others)
    other = next(rest, b"")
    for line in lines:
        while other and other < line:
            other = next(rest, b"")
        if line != other:
            yield line
