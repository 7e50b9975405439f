"""Files of an export written into a folder: each is the old one or the new one, whole, whatever happens meanwhile.

Nothing in the folder but the files of this export is touched, and nothing is deleted. Everything is written aside
first, on the same disk; then each file takes its place, the list of digests last. After a stop between two of
these, `sha256sum -c SHA256SUMS` names the files that are of another run than the list.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kg.builder import Compiled
from kg.errors import KgError, UsageError
from kg.exports.frame import Content, Given, Written
from kg.exports.groups import chosen
from kg.paths import Project
from kg.sources.evidence import SourceText

DIGESTS = "SHA256SUMS"


def export(
    project: Project,
    compiled: Compiled,
    folder: Path,
    only: Sequence[str] = (),
    texts: Mapping[str, SourceText] | None = None,
    public_url: str = "",
) -> list[Path]:
    """Write every file, or those of some groups, into `folder`; the paths written.

    `texts` are the sources that somebody has at hand, by id; one file needs them. `public_url` is where the same is
    served, for the descriptions. Raises `UsageError`, `KgError`.
    """
    given = Given(project, compiled, texts, public_url)
    files = [file for group in chosen(only) for file in group.files(given)]
    names = {file.name for file in files}
    _refuse(folder, [*names, DIGESTS])
    every = files if not only else [file for group in chosen() for file in group.files(given)]
    given.files = [file for file in every if file.name in names or (folder / file.name).is_file()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".cwkg-", dir=folder) as aside:
            if any(file.turn for file in files):
                given.written = {
                    file.name: _there(folder / file.name) for file in given.files if file.name not in names
                }
            made = {}
            for file in sorted(files, key=lambda file: file.turn):
                given.written[file.name] = _write(Path(aside) / file.name, file.make())
                made[file.name] = given.written[file.name].sha256
            kept = _listed(folder) if only else {}
            _write(Path(aside) / DIGESTS, _digests({**kept, **made}))
            for name in [*made, DIGESTS]:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                os.replace(Path(aside) / name, folder / name)
    except OSError as error:
        raise KgError(f"{folder}: the export could not be written: {error.strerror}") from None
    return [folder / name for name in [*made, DIGESTS]]


def _refuse(folder: Path, names: Iterable[str]) -> None:
    """Stop before anything is written where the folder is a file, or a folder stands in the place of a file."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder")
    for name in names:
        if (folder / name).is_dir():
            raise UsageError(f"{folder / name} is a folder, and a file of the export has its name; name another folder")
        for part in list(Path(name).parents)[:-1]:
            if (folder / part).exists() and not (folder / part).is_dir():
                raise UsageError(
                    f"{folder / part} is a file, and a folder of the export has its name; name another folder"
                )


def _write(path: Path, content: Content) -> Written:
    """Write a file."""
    digest, size = hashlib.sha256(), 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        for piece in [content] if isinstance(content, bytes) else content:
            digest.update(piece)
            size += stream.write(piece)
    return Written(size, digest.hexdigest())


def _there(path: Path) -> Written:
    """A file of an earlier export."""
    with path.open("rb") as stream:
        return Written(path.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest())


def _digests(made: dict[str, str]) -> bytes:
    """The list that `sha256sum -c` reads, by name."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(made.items())).encode()


def _listed(folder: Path) -> dict[str, str]:
    """What an earlier list says of files that are still there; nothing where there is none, or another sort of file."""
    try:
        lines = (folder / DIGESTS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    found = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    return {n: d for n, d in found.items() if re.fullmatch("[0-9a-f]{64}", d) and (folder / n).is_file()}
