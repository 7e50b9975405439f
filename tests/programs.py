"""Real programs that read the exported files, started for the tests that need them and ended with these."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from virtuoso import PACKAGE, PROGRAMS, configure, free_port, isql

GRAPH = "http://example.org/graph"


def missing(reason: str) -> None:
    """Skip the test, or fail it where CI is set: there everything is installed."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def command(name: str, package: str) -> str:
    """The path of a program."""
    found = shutil.which(name)
    if not found:
        missing(f"no {name} on this machine; install {package}")
    return str(found)


class Virtuoso:
    """A Virtuoso that listens on this machine alone."""

    def __init__(self, port: int, sql: int) -> None:
        self.endpoint, self.sql = f"http://127.0.0.1:{port}/sparql", sql

    def load(self, path: Path) -> None:
        """Take in an N-Triples file."""
        self.order(f"DB.DBA.TTLP_MT (file_to_string_output ('{path}'), '', '{GRAPH}', 255);")

    def order(self, order: str) -> None:
        """Have it do something, as its owner."""
        isql(self.sql, order, 120)

    def select(self, query: str, seconds: float = 60, graph: str = GRAPH) -> dict[str, Any]:
        """The result of a SELECT over HTTP, as W3C JSON. Raises `OSError` for a fault or after the time."""
        form = {"query": query, "default-graph-uri": graph, "format": "application/sparql-results+json"}
        with urllib.request.urlopen(self.endpoint, urllib.parse.urlencode(form).encode(), timeout=seconds) as answer:
            found: dict[str, Any] = json.load(answer)
        return found


@contextmanager
def virtuoso(folder: Path, data: Path) -> Iterator[Virtuoso]:
    """A Virtuoso with a database of its own in `folder`, which may read files of `data`."""
    for name in PROGRAMS:
        command(name, PACKAGE)
    call, sql, port = configure(folder, data, more="MaxQueryExecutionTime = 240")
    server = Virtuoso(port, sql)
    process = subprocess.Popen(call, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(240):
            try:
                server.select("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1")
                break
            except (OSError, urllib.error.URLError):
                time.sleep(0.5)
        yield server
    finally:
        process.kill()
        process.wait()


@dataclass(frozen=True)
class Oxigraph:
    """The addresses of a store that is read and written over HTTP."""

    endpoint: str
    update: str
    store: str


@contextmanager
def oxigraph() -> Iterator[Oxigraph]:
    """An empty store of the `oxigraph` server in memory, which listens on this machine alone."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if not program:
        missing("no oxigraph on this machine; install it with pip install oxigraph")
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    call = [str(program), "serve", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(240):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield Oxigraph(f"{base}/query", f"{base}/update", f"{base}/store")
    finally:
        process.kill()
        process.wait()


def load_in_owl_api(paths: list[str]) -> list[list[int]]:
    """How many axioms, and classes, the OWL API finds in each file; run in a process with a Java machine."""
    from kg.reasoning import java

    manager_of = java.load("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager
    file_of = java.load("java.io.File")
    found = []
    for path in paths:
        ontology = manager_of().loadOntologyFromOntologyDocument(file_of(path))
        found.append([int(ontology.getAxiomCount()), int(ontology.getClassesInSignature().size())])
    return found
