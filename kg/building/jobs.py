"""What a process does of a build: it examines families, makes parts, and keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg import rdf
from kg.building.base import Base
from kg.building.kept import Kept, KeptPart
from kg.building.part import TERMS, Examined, Part, Summary, Unit, examine, examine_and_make, make
from kg.errors import KgError, Problem
from kg.namespaces import GRAPHS


def study(
    jobs: list[tuple[Unit, str]], base: Base, cases: set[str], folder: Path | None, shapes: bool
) -> list[tuple[Examined, KeptPart | None]]:
    """Examine families. Where there is a folder, parts of those without problems are made at once and kept in it.

    A part that breaks a shape is not kept, nor is any where a rule is broken: they are told of when all was read.
    """
    units = [unit for unit, _ in jobs]
    if folder is None:
        return [(examine(unit, base, cases), None) for unit in units]
    try:
        made = examine_and_make(units, base, cases, shapes)
    except KgError:
        return [(examine(unit, base, cases), None) for unit in units]
    found: list[tuple[Examined, KeptPart | None]] = []
    for (examined, part), (_, key) in zip(made, jobs, strict=True):
        whole = part if part and not part.violations else None
        if whole:
            Kept(folder).put(key, whole, examined.summary, base, shapes)
        found.append((examined, KeptPart(examined.summary, [], whole.warnings, shapes) if whole else None))
    return found


def make_and_keep(
    tasks: list[tuple[Unit, str, Summary]], base: Base, folder: Path | None, shapes: bool, quads: Path | None = None
) -> tuple[list[Problem], list[Problem], list[Part]]:
    """Violations and warnings of some parts. The parts are kept in a folder, or given back where there is none."""
    parts = make([unit for unit, _, _ in tasks], base, shapes)
    bad = [problem for part in parts for problem in part.violations]
    warnings = [problem for part in parts for problem in part.warnings]
    if quads:
        write_quads(quads / f"part-{tasks[0][1][:24]}.nq", tasks, parts, base)
    if folder is None:
        return bad, warnings, parts
    for part, (_, key, summary) in zip(parts, tasks, strict=True):
        if not part.violations:
            Kept(folder).put(key, part, summary, base, shapes)
    return bad, warnings, []


def write_quads(path: Path, tasks: Iterable[tuple[Unit, str, Summary]], parts: Iterable[Part], base: Base) -> None:
    """Parts as N-Quads: what was typed and what was derived in graphs of their own. The file is there whole, or not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}")
    with aside.open("wb") as file:
        for (unit, _, _), part in zip(tasks, parts, strict=True):
            more = rdf.lines(base.terms[1]) if unit.name == TERMS else b""
            for name, text in (("asserted", part.asserted + more), ("derived", part.derived)):
                graph = f" <{GRAPHS[name]}> .\n".encode()
                file.writelines(line[:-2].rstrip() + graph for line in text.splitlines())
    aside.replace(path)
