"""Opening a project's graph: the compiled one where it is current, a new one where a file has changed."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from kg.errors import BadInput, KgError
from kg.paths import Project, find_project
from kg.store import Store, input_digest, open_store


def open_named(folder: str | Path | None, endpoint: str | None, say: Callable[[str], None] = print) -> Store:
    """The store that a call names: that of an endpoint, else that of a project folder or the one around.

    Where it names neither, `CWKG_ENDPOINT` may. Raises what `open_project` and `kg.remote.store.open_endpoint` raise.
    """
    address = endpoint if endpoint is not None or folder is not None else os.environ.get("CWKG_ENDPOINT") or None
    project = find_project(folder)
    if address is None:
        return open_project(project, say=say)
    from kg.remote.store import open_endpoint  # asking a project needs no network

    store = open_endpoint(address, project)
    say(f"asking {store.elsewhere}")
    return store


def open_project(project: Project, say: Callable[[str], None] = print) -> Store:
    """The store of a project, built anew where a file has changed since it was compiled.

    Raises `BadInput` where a changed file has problems: an answer is never given from a stale graph.
    """
    if project.installed:
        return open_store(project.compiled)
    if is_current(project):
        try:
            return open_store(project.compiled).loaded()
        except KgError:
            say("the compiled graph is damaged; building it again …")
    else:
        say("the cases have changed; building the graph …")
    from kg.pipeline import build_project  # only where something changed

    try:
        build_project(project)
    except KgError as error:
        if isinstance(error, BadInput) or os.access(project.root, os.W_OK):
            raise
        with tempfile.TemporaryDirectory() as folder:
            build_project(project, to=Path(folder) / "compiled")
            return open_store(Path(folder) / "compiled").loaded()
    return open_store(project.compiled)


def is_current(project: Project) -> bool:
    """Whether the compiled graph was made from the files as they are."""
    try:
        manifest = json.loads((project.compiled / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and bool(manifest.get("inputs") == input_digest(project))
