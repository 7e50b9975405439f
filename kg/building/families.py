"""Which files belong together: a case, everything joined to it by part-of, and the codings and third looks of these.

The rules that derive triples and the shapes look at one such family, the registry entries that it leads to, and the
codebook; a test holds the graph of all families against the graph made in one go. What a file says of itself is first
taken from its name and from the line that begins with `part-of:`; where reading it properly says otherwise, the files
are grouped again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from kg.errors import Problem
from kg.paths import Project
from kg.reader import read_bytes
from kg.yamltree import YamlProblem

_PART_OF = re.compile(rb"^part-of:[ \t]*[\"']?([a-z0-9-]+)", re.MULTILINE)
Claim = tuple[str, str]  # the case that a file is about, and the larger case that it is a part of, if any
Order = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class Scanned:
    """A file of records before it is read: its digest, and what it seems to be about."""

    path: Path
    digest: str
    claim: Claim


def scan(project: Project) -> tuple[dict[str, Scanned], list[Problem]]:
    """Every file of cases, codings and third looks by its name, and a problem for each that cannot be read."""
    found: dict[str, Scanned] = {}
    problems: list[Problem] = []
    for path in [*project.case_files(), *project.coding_files(), *project.settlement_files()]:
        file = project.name(path)
        try:
            found[file] = _scanned(path, read_bytes(path, file))
        except YamlProblem as stop:
            problems.append(stop.problem)
    return found, problems


def _scanned(path: Path, raw: bytes) -> Scanned:
    part_of = _PART_OF.search(raw) if path.suffix == ".md" else None
    return Scanned(path, sha256(raw).hexdigest(), (path.stem, part_of.group(1).decode() if part_of else ""))


def sooner(file: str) -> Order:
    """Where a file of records stands among all: cases, the registry, codings, third looks, each by name."""
    parts = PurePosixPath(file).parts
    folders = {"registry": 1, "codings": 2, "settlements": 3}
    return next((rank for part in parts[:-1] if (rank := folders.get(part))), 0), parts


def grouped(claims: Mapping[str, Claim]) -> list[tuple[str, ...]]:
    """The files of each family, in the order of their first files."""
    above: dict[str, str] = {}

    def top(case: str) -> str:
        while above.get(case, case) != case:
            above[case] = above.get(above[case], above[case])
            case = above[case]
        return case

    for case, whole in claims.values():
        if whole and top(case) != top(whole):
            above[top(case)] = top(whole)
    families: dict[str, list[str]] = {}
    for file, (case, _) in claims.items():
        families.setdefault(top(case), []).append(file)
    return [tuple(sorted(files, key=sooner)) for files in families.values()]
