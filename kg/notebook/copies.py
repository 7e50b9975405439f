"""The notebooks that come with the package, copied into a folder; what was changed there is never written over."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

from kg.errors import KgError, UsageError
from kg.paths import PACKAGE

PRIVATE = ".cwkg-notebooks"  # in the folder: what was copied, and JupyterLab's settings
RECORD = "copied.json"


@dataclass
class Copied:
    """What became of the notebooks, by name: written anew, left as they were changed, or put beside such a one."""

    written: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


def originals() -> Path:
    """The folder of the notebooks: in the wheel, else in the checkout. Raises `UsageError` where there is none."""
    for folder in (PACKAGE / "data" / "notebooks", PACKAGE.parent / "notebooks"):
        if folder.is_dir():
            return folder
    raise UsageError("the notebooks are missing from this copy; install the package again")


def copy_notebooks(source: Path, folder: Path) -> Copied:
    """Copy every notebook of `source` that `folder` lacks, or has as it was copied before.

    One that was changed is left alone. Where the original has changed since, it is put beside it, once. Raises
    `UsageError` where `folder` is no folder, and `KgError` where it cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file, not a folder; name another one with --to")
    copied, known = Copied(), _record(folder)
    for path in sorted(source.glob("*.ipynb")):
        _copy(path.read_bytes(), folder / path.name, known, copied)
    write(folder / PRIVATE / RECORD, json.dumps(known, indent=2).encode())
    return copied


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, with the folders around it. Raises `KgError`."""
    aside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(content)
        aside.replace(path)
    except OSError as error:
        if aside.is_file():
            aside.unlink()
        raise KgError(f"{path}: could not be written: {error.strerror}") from None


def _copy(content: bytes, path: Path, known: dict[str, str], copied: Copied) -> None:
    """Bring one notebook to `path`; `known` has the digest that each was last given with."""
    name, given, new = path.name, known.get(path.name), _digest(content)
    there = _digest(path.read_bytes()) if path.exists() else None
    if there in (None, given) and there != new:
        write(path, content)
        copied.written.append(name)
    elif there != new:
        copied.kept.append(name)
        if given != new:
            beside = _free(path)
            write(beside, content)
            copied.beside.append(beside.name)
    known[name] = new


def _free(path: Path) -> Path:
    """A name beside `path` that is not taken: `01-browse-new.ipynb`, then `01-browse-new-2.ipynb`."""
    endings = chain(["new"], (f"new-{number}" for number in count(2)))
    names = (path.with_name(f"{path.stem}-{ending}{path.suffix}") for ending in endings)
    return next(name for name in names if not name.exists())


def _record(folder: Path) -> dict[str, str]:
    """The digests of what was copied before; none where they cannot be read, and then every file counts as changed."""
    try:
        found = json.loads((folder / PRIVATE / RECORD).read_bytes())
    except (OSError, ValueError):
        return {}
    return {str(name): str(digest) for name, digest in found.items()} if isinstance(found, dict) else {}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
