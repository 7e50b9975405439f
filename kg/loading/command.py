"""The command `kg load`: publishes the compiled graph to a store, and says how sure it is that it arrived."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from kg import output, pipeline
from kg.buildnote import DEFAULT
from kg.client import Client, checked_url, shown
from kg.errors import UsageError
from kg.loading.journal import journal
from kg.loading.publishing import Publishing
from kg.loading.sending import Graph
from kg.loading.target import Target, with_addresses
from kg.namespaces import DATASET
from kg.opening import is_current
from kg.paths import Project, find_project
from kg.store import check_compiled

BATCH = {"store": 50_000, "update": 1_000}  # triples; Virtuoso's compiler has no room for an update of 5,000
ATTEMPTS = 5


def load(options: argparse.Namespace) -> int:
    project = find_project(options.project)
    _graph_name(options.graph)
    addresses = [checked_url(text) if text else "" for text in (options.store_url, options.update_url)]
    endpoint = checked_url(options.endpoint)
    folder = _compiled(project)
    graph = Graph(folder / "graph.nt", check_compiled(folder)["fingerprint"])
    with Client(options.timeout) as client, output.progress() as progress:
        target = with_addresses(Target(client, endpoint, options.graph, *addresses))
        size = options.batch or BATCH["store" if target.store_url else "update"]
        names = (target.endpoint, target.store_url, target.update_url, target.graph, graph.fingerprint)
        publishing = Publishing(graph, target, journal(*names), size, options.replace, progress)
        if options.dry_run:
            return _plan(publishing)
        after = publishing.begin()
        if after is None:
            print(f"{shown(endpoint)}: the graph {options.graph} holds this build already; nothing was sent")
            _note(publishing)
            return 0
        if after:
            _say(f"going on after {after:,} of {publishing.total:,} triples")
        client.attempts = ATTEMPTS
        try:
            publishing.send(after)
        except KeyboardInterrupt:
            _say("kg: the same command goes on where this one was stopped")
            raise
        verdict = publishing.check()
        print(f"{shown(endpoint)}: the graph {options.graph} holds {verdict} ({publishing.total:,} triples)")
        _note(publishing)
        if not target.plainly_seen(DATASET):
            _say(f"queries of other programs must name the graph there: FROM <{options.graph}>, or default-graph-uri")
    return 0


def _graph_name(text: str) -> None:
    """Raises `UsageError` for what is neither an IRI nor the word for the graph without a name."""
    if text != DEFAULT and not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", text):
        raise UsageError(f"--graph: '{text}' is no IRI; give one, or the word {DEFAULT}")


def _compiled(project: Project) -> Path:
    """The folder of the compiled graph, built anew where a file has changed. Raises `BadInput`, `KgError`."""
    if not project.installed and not is_current(project):
        _say("the cases have changed; building the graph …")
        with output.progress() as progress:
            pipeline.build_project(project, progress=progress)
    return project.compiled


def _note(publishing: Publishing) -> None:
    fault = publishing.note()
    if fault:
        _say(f"the store took no note of which build this is, so that each kg that asks it reads it anew: {fault}")


def _plan(publishing: Publishing) -> int:
    """Say what would be done; the store is read, and nothing is sent."""
    after, target, total = publishing.begin(), publishing.target, publishing.total
    print(f"graph {target.graph} by {target.way}; it holds {publishing.held:,} triples now")
    if after is None:
        print("it is this build already; nothing would be sent")
    else:
        batches = -(-(total - after) // publishing.size)
        print(f"{total - after:,} of {total:,} triples would be sent, in {batches} batch{'es' * (batches != 1)}")
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr)
