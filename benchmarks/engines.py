"""The engines that are measured, behind one face: load a graph, answer within a limit, say what memory it took."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from hosted import Local
from servers import SERVERS, Server

ENGINES = ["kg", "pyoxigraph", "rdflib", "Jena ARQ", "Virtuoso 7", "oxigraph server"]
Engine = Local | Server


@contextlib.contextmanager
def running(name: str, folder: Path, work: Path) -> Iterator[Engine]:
    """An engine with a graph loaded. Raises `Unavailable`, or `RuntimeError` where it fails."""
    engine: Engine = SERVERS[name](folder, work) if name in SERVERS else Local(name, folder)
    try:
        yield engine
    finally:
        engine.close()
