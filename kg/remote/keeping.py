"""What is made from another store's answers, kept in a folder: a process that opens it need not make it again."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import Any

from kg import __version__, rdf
from kg.errors import KgError
from kg.index import make_index
from kg.lexicon import make_lexicon
from kg.remote.graph import Ask, RemoteGraph
from kg.remote.store import RemoteStore
from kg.store import Store

MOST = 1_000_000  # triples of which RDF documents are made; of more there are none


def keep(store: RemoteStore, folder: Path) -> str:
    """Write the words of questions, the named questions, the index and, up to `MOST`, the triples; their fingerprint.

    Raises `KgError` where the store or the disk fails.
    """
    (row,) = store.graph.rows("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    (found,) = store.graph.rows("SELECT (COUNT(DISTINCT ?f) AS ?n) WHERE { ?f a cw:Finding }")
    pieces = {
        "lexicon.json": _json(make_lexicon(store.graph)),
        "questions.json": _json(store.questions),
        "index.bits": make_index(store.graph).dumped(),
    }
    total = int(row[0])
    if total <= MOST:
        pieces["graph.nt"] = rdf.serialize(rdf.sorted_triples(store.graph), "n-triples")
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in pieces.items()}
    changing = "" if "graph.nt" in pieces else str(time.time_ns())  # what was not read may differ
    manifest = {
        "version": __version__,
        "fingerprint": hashlib.sha256("".join([*digests.values(), changing]).encode()).hexdigest(),
        "endpoint": store.elsewhere,
        "asserted": total,
        "derived": 0,
        "counts": {"findings": int(found[0])},
        "pieces": digests,
    }
    try:
        for name, content in {**pieces, "manifest.json": _json(manifest)}.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise KgError(f"{folder}: what is kept of {store.elsewhere} could not be written: {error.strerror}") from None
    return str(manifest["fingerprint"])


def open_kept(folder: Path, ask: Ask, shown: str, passing: bool) -> Store:
    """The store of what was kept, with the triples still in the other store. Raises `KgError`."""
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise KgError(f"{folder}: what was kept of the endpoint is missing or damaged") from None
    return Store(RemoteGraph(ask, shown, passing), folder, manifest, whole=True)


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n").encode()
