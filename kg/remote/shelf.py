"""What is made from another store's answers, kept for the next process: where the store is known to be as it was.

It is, if the note on its build is the same and it has as many triples. A shelf belongs to one address in one such
state, so that no store can put anything on that of another. What lies on it is believed by its digest alone.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kg import __version__, buildnote
from kg.errors import KgError
from kg.namespaces import LOADED
from kg.remote.endpoint import Endpoint
from kg.remote.graph import RemoteGraph

SHELVES = 8  # that are kept; those used longest ago are cleared away
_NAME = re.compile("[0-9a-f]{32}")  # of a shelf: nothing else beside it is ever cleared away


@dataclass(frozen=True)
class Shelf:
    """A folder of pieces, each with its digest in front. `unchanged` says whether the store is still as it was."""

    folder: Path
    unchanged: Callable[[], bool] = lambda: True

    def piece(self, name: str, make: Callable[[], bytes]) -> bytes:
        """The piece of a name: from the shelf, else made and put there, where the disk takes it."""
        kept = self._kept(name)
        if kept is not None:
            return kept
        made = make()
        if self.unchanged():
            with suppress(OSError):
                self._put(name, made)
        return made

    def _kept(self, name: str) -> bytes | None:
        try:
            digest, _, content = (self.folder / name).read_bytes().partition(b"\n")
            os.utime(self.folder)
        except OSError:
            return None
        return content if digest == _digest(content) else None

    def _put(self, name: str, content: bytes) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as aside:
            aside.write(_digest(content) + b"\n" + content)
        os.replace(aside.name, self.folder / name)
        shelves = [path for path in self.folder.parent.iterdir() if _NAME.fullmatch(path.name)]
        for old in sorted(shelves, key=lambda path: -path.stat().st_mtime)[SHELVES:]:
            shutil.rmtree(old, ignore_errors=True)


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def shelf_of(endpoint: Endpoint) -> Shelf | None:
    """The shelf of what an endpoint gives; none where it cannot be told whether it is as it was."""
    found = _state(endpoint)
    if not found:
        return None
    names = (endpoint.url, *(part for graph in endpoint.graphs for part in graph), *found, __version__)
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(cache) / "cwkg" / "endpoints" / hashlib.sha256("\0".join(names).encode()).hexdigest()[:32]
    return Shelf(folder, lambda: _state(endpoint) == found)


def _state(endpoint: Endpoint) -> list[str]:
    try:
        return state(endpoint)
    except KgError:  # whoever asks on is told by the next question
        return []


def state(endpoint: Endpoint) -> list[str]:
    """What tells a state of the graph that is asked from another: its builds, and the number of its triples.

    Empty where it has no note on its build, or one that it is being loaded. Raises `KgError`.
    """
    asked, apart = (RemoteGraph(each.ask, each.shown) for each in (endpoint, Endpoint(endpoint.url)))
    named = [value for name, value in endpoint.graphs if name == "default-graph-uri"]
    notes = [apart.rows(buildnote.query(name)) for name in named or (buildnote.DEFAULT, LOADED)]
    builds = [build for note in notes for (build,) in note]
    if not builds or len(builds) < len(named) or not all(map(buildnote.is_fingerprint, builds)):
        return []
    ((held,),) = asked.rows("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    return [*builds, str(held)]
