"""A copy of what is served, that nothing else writes into, checked: a worker started later finds the same graph.

    python -m kg.web.snapshot FOLDER [--project DIR | --data FILE] [--endpoint URL]

A reload makes its copy in a process of its own, so that a graph can be built anew while the server goes on.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from kg.errors import BadInput, KgError
from kg.opening import is_current
from kg.paths import Project, find_project
from kg.store import check_compiled

DATA = "data"  # the name of a data file in a copy, before its ending


def take(to: Path, project: Project, say: Callable[[str], None]) -> str:
    """Copy the compiled graph of a project, built anew where a file has changed; its fingerprint.

    Raises `BadInput` where a changed file has problems, and `KgError` where there is no sound graph to be had.
    """
    folder = project.compiled
    if not project.installed:
        folder = _current(project, to, say)
    if folder != to:
        try:
            shutil.copytree(folder, to, dirs_exist_ok=True)
        except (OSError, shutil.Error) as error:
            raise KgError(f"{folder}: the compiled graph cannot be copied ({_short(error)}); run kg build") from None
    manifest = check_compiled(to)
    for name, digest in manifest["pieces"].items():
        path = to / name
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise KgError(f"{folder / path.name}: this is not the one that was built; run kg build")
    return str(manifest["fingerprint"])


def _current(project: Project, to: Path, say: Callable[[str], None]) -> Path:
    """The folder of the current graph: the project's own, or `to` where it had to be built and cannot be kept there."""
    if is_current(project):
        try:
            check_compiled(project.compiled)
            return project.compiled
        except KgError:
            say("the compiled graph is damaged; building it again …")
    else:
        say("the cases have changed; building the graph …")
    from kg.pipeline import build_project  # only where something changed

    try:
        build_project(project)
        return project.compiled
    except KgError as error:
        if isinstance(error, BadInput):
            raise
        build_project(project, to=to / "compiled")
        return to / "compiled"


def take_data(to: Path, file: Path) -> str:
    """Copy a data file; the digest of its content. Raises `KgError`."""
    try:
        raw = file.read_bytes()
        (to / f"{DATA}{file.suffix}").write_bytes(raw)
    except OSError as error:
        raise KgError(f"{file}: cannot be read: {error.strerror}") from None
    return hashlib.sha256(raw).hexdigest()


def take_endpoint(to: Path, address: str, project: Project) -> str:
    """Make from the answers of an endpoint what a build compiles; its fingerprint. Raises `UsageError`, `KgError`."""
    from kg.remote.keeping import keep
    from kg.remote.store import open_endpoint

    return keep(open_endpoint(address, project), to)


def _short(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__


def main() -> int:
    """Make a copy, and print its fingerprint; or say on standard error why there is none."""
    parser = argparse.ArgumentParser(prog="python -m kg.web.snapshot")
    parser.add_argument("to", type=Path)
    parser.add_argument("--project", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--endpoint")
    options = parser.parse_args()
    try:
        if options.data:
            print(take_data(options.to, options.data))
        elif options.endpoint is not None:
            print(take_endpoint(options.to, options.endpoint, find_project(options.project)))
        else:
            print(take(options.to, find_project(options.project), lambda text: print(text, file=sys.stderr)))
    except BadInput as bad:
        print(f"{len(bad.problems)} problems, the first: {bad.problems[0]}", file=sys.stderr)
        return 1
    except KgError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
