"""The whole of a project from its parts: what is kept is used, what changed is made, and all is joined.

Nothing here holds all records or all triples: of each family of cases it keeps an outline, the parts stand on the disk,
and the compiled graph is written line by line.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from kg.building.base import Base
from kg.building.families import Claim, Scanned, grouped, scan, sooner
from kg.building.jobs import make_and_keep, study
from kg.building.kept import Kept, KeptPart, key_of
from kg.building.part import TERMS, Examined, Summary, Unit, case_from, places_of
from kg.building.spark import Spark
from kg.building.workers import Workers, cores
from kg.case import Passage
from kg.check import check_across, check_within
from kg.corpus import Corpus
from kg.errors import BadInput, KgError, Problem
from kg.paths import Project
from kg.reader import read_bytes, read_records

Item = TypeVar("Item")
Progress = Callable[[str, int, int], None]
BATCH = 8  # parts that the shapes look at together, and that a worker is given at a time
WORTH = {True: 120, False: 160}  # from so many parts on, with shapes and without, processes save more than they cost
STEPS = ("read and check", "make the parts")


@dataclass(frozen=True)
class Ways:
    """How to build: with the shapes or without, in how many processes (0: as many as there are cores), and where parts
    are kept for the next build; `fresh` uses none that were. `spark` is the master of Apache Spark, where its executors
    are to do the work, and `quads` a folder into which these write what they make as N-Quads."""

    shapes: bool = True
    jobs: int = 0
    kept: Path | None = None
    fresh: bool = False
    spark: str = ""
    quads: Path | None = None


@dataclass
class Parts:
    """Every part of a graph, made and kept: `keys` in a fixed order, and what was found on the way."""

    base: Base
    kept: Kept
    keys: list[str] = field(default_factory=list)
    summaries: list[Summary] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    made: int = 0
    fresh: bool = False

    def counts(self) -> dict[str, int]:
        """How many cases, findings and passages there are, by kind and basis."""
        tally: dict[str, int] = {}
        for summary in self.summaries:
            for name, number in summary.tally.items():
                tally[name] = tally.get(name, 0) + number
        found: dict[str, int] = {}
        for group in ("cases", "findings"):
            kinds = {name: n for name, n in sorted(tally.items()) if name.startswith(f"{group}, ")}
            found |= {group: sum(kinds.values()), **kinds}
        return {**found, "passages": len({place for summary in self.summaries for place in summary.places})}


@contextmanager
def all_parts(project: Project, ways: Ways, progress: Progress) -> Iterator[Parts]:
    """Read, check and make every part. Raises `BadInput` with all problems, and `KgError`; what was made is kept."""
    with ExitStack() as stack:
        base = Base(project)
        kept = Kept(_folder(ways.kept) or Path(stack.enter_context(tempfile.TemporaryDirectory())))
        yield _Building(base, kept, ways, progress).parts()


def _folder(wanted: Path | None) -> Path | None:
    """The folder to keep parts in, where it can be written to."""
    if wanted is None:
        return None
    try:
        wanted.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=wanted):
            return wanted
    except OSError:
        return None


@dataclass(frozen=True)
class _Task:
    """A part to be made: what from, under which key it is kept, and what is known of it already."""

    unit: Unit
    files: tuple[str, ...]
    key: str
    summary: Summary


class _Building:
    def __init__(self, base: Base, kept: Kept, ways: Ways, progress: Progress) -> None:
        self.base, self.kept, self.ways, self.progress = base, kept, ways, progress
        self.files, self.unreadable = scan(base.project)
        self._found: dict[str, KeptPart] = {}  # without their entries of the index
        self._early: set[str] = set()
        self._engines: dict[tuple[str, int], Workers | Spark] = {}
        self._stack = ExitStack()

    def parts(self) -> Parts:
        """Every part. Raises `BadInput`, `KgError`."""
        with self._stack:
            return self._parts()

    def _parts(self) -> Parts:
        families = self._examined()
        self._check(families)
        done = Parts(self.base, self.kept, fresh=self.ways.fresh)
        tasks, violations = [], list[Problem]()
        for task in self._tasks(families):
            done.keys.append(task.key)
            done.summaries.append(task.summary)
            found = self._kept(task.key)
            if found and (found.shapes or not self.ways.shapes):
                done.warnings += found.warnings
            else:
                tasks.append(task)
        done.made = len(tasks) + len(self._early & set(done.keys))
        if tasks:
            _ = self.base.derived_terms  # a broken rule is told of here, with its place
        for bad, warnings in self._made(tasks):
            violations += bad
            done.warnings += warnings
        if violations:
            raise BadInput(violations)
        done.warnings = sorted(set(done.warnings))
        return done

    def _workers(self, parts: int) -> Workers | Spark:
        """Who makes so many parts; processes that were started go on to serve."""
        many = self.ways.jobs or (cores() if parts >= WORTH[self.ways.shapes] else 1)
        many = max(1, min(many, parts // BATCH))
        spark = self.ways.spark if parts else ""
        if (spark, many) not in self._engines:
            engine: Workers | Spark = Spark(self.base, spark) if spark else Workers(self.base, many)
            self._stack.enter_context(engine)
            self._engines[spark, many] = engine
        return self._engines[spark, many]

    def _examined(self) -> dict[tuple[str, ...], Examined]:
        """Every family with what its files hold; grouped again where they say other things than they seemed to."""
        claims = {file: scanned.claim for file, scanned in self.files.items()}
        while True:
            families = self._survey(grouped(claims), _cases(claims))
            told = {file: claim for one in families.values() for file, claim in one.summary.claims.items()}
            if {**claims, **told} == claims:
                return families
            claims = {**claims, **told}

    def _survey(self, families: list[tuple[str, ...]], cases: set[str]) -> dict[tuple[str, ...], Examined]:
        found: dict[tuple[str, ...], Examined] = {}
        for files in families:
            known = self._kept(self._key(files))
            if known:
                found[files] = Examined([], known.summary)
        new = [files for files in families if files not in found]
        batches = _batches(new)
        jobs = ([(self._unit(files), self._key(files)) for files in batch] for batch in batches)
        early = not (self.ways.spark or self._of_the_registry)
        look = partial(study, cases=cases, folder=self.kept.folder if early else None, shapes=self.ways.shapes)
        for batch, studied in zip(batches, self._workers(len(new)).run(look, jobs), strict=True):
            for files, (examined, made) in zip(batch, studied, strict=True):
                found[files] = examined
                if made:
                    self._found[self._key(files)] = made
                    self._early.add(self._key(files))
            self.progress(STEPS[0], len(found), len(families))
        return {files: found[files] for files in families}

    def _kept(self, key: str) -> KeptPart | None:
        """What is kept under a key, looked up once: made by this build, or by an earlier one whose parts are used."""
        if key not in self._found and not self.ways.fresh:
            found = self.kept.get(key, self.base, shapes=False)
            if found:
                self._found[key] = replace(found, index=[])
        return self._found.get(key)

    @cached_property
    def _of_the_registry(self) -> list[Problem]:
        """What is wrong with the registry."""
        registry, base = self.base.registry, self.base
        found = check_within(registry, registry, base.vocabulary, {**base.ids, "case": set()})
        return [*base.problems, *found]

    def _check(self, families: dict[tuple[str, ...], Examined]) -> None:
        """Raise `BadInput` with everything that is wrong with the records, where anything is."""
        problems = [*self._of_the_registry, *self.unreadable, *(p for one in families.values() for p in one.problems)]
        outlines = [outline for one in families.values() for outline in one.summary.cases]
        outlines.sort(key=lambda outline: sooner(outline["file"]))
        cases = {outline["file"]: case_from(outline) for outline in outlines}
        problems += check_across(Corpus(cases, self.base.registry.registry))
        if problems:
            raise BadInput(problems)

    def _tasks(self, families: dict[tuple[str, ...], Examined]) -> Iterator[_Task]:
        """Every part that the graph is made of."""
        yield _Task(Unit(TERMS), (), key_of(self.base, TERMS, []), Summary())
        moved = _moved([*(places_of(piece) for piece in self.base.pieces.values()), *_places(families.values())])
        for name, piece in self.base.pieces.items():
            summary = Summary(places=places_of(piece), seen=self.base.seen(piece).keys)
            rows = self._rows(summary, moved)
            key = key_of(self.base, name, [], (piece.registry, rows))
            yield _Task(Unit(name, passages=rows), (), key, summary)
        for files, examined in families.items():
            rows = self._rows(examined.summary, moved)
            yield _Task(Unit(files[0], passages=rows), files, self._key(files, rows), examined.summary)

    def _rows(self, summary: Summary, moved: dict[str, tuple[str, str]]) -> tuple[tuple[str, Passage], ...]:
        """The passages of a part that another file locates otherwise, as the last file has them."""
        rows = []
        for place in summary.places.keys() & moved.keys():
            if summary.places[place][1] != moved[place][1]:
                file = moved[place][0]
                owner, _ = read_records(self.base.project.root / file, file)
                if owner:
                    rows.append((place, owner.passages[place]))
        return tuple(sorted(rows, key=lambda row: row[0]))

    def _made(self, tasks: list[_Task]) -> Iterator[tuple[list[Problem], list[Problem]]]:
        """Make and keep parts; the violations and the warnings of each batch."""
        done = 0
        batches = _batches(tasks)
        jobs = ([(self._filled(task), task.key, task.summary) for task in batch] for batch in batches)
        keep = None if self.ways.spark else self.kept.folder
        give = partial(make_and_keep, folder=keep, shapes=self.ways.shapes, quads=self.ways.quads)
        for batch, (bad, warnings, parts) in zip(batches, self._workers(len(tasks)).run(give, jobs), strict=True):
            for task, part in zip(batch, parts, strict=False):  # those that came back, to be kept here
                if not part.violations:
                    self.kept.put(task.key, part, task.summary, self.base, self.ways.shapes)
            done += len(batch)
            self.progress(STEPS[1], done, len(tasks))
            yield bad, warnings

    def _key(self, files: tuple[str, ...], rows: object = ()) -> str:
        return key_of(self.base, files[0], [(file, self.files[file].digest) for file in files], rows)

    def _unit(self, files: tuple[str, ...]) -> Unit:
        return Unit(files[0], tuple((file, self._content(self.files[file], file)) for file in files))

    def _filled(self, task: _Task) -> Unit:
        return Unit(task.unit.name, self._unit(task.files).files, task.unit.passages) if task.files else task.unit

    def _content(self, scanned: Scanned, file: str) -> bytes:
        raw = read_bytes(scanned.path, file)
        if sha256(raw).hexdigest() != scanned.digest:
            raise KgError(f"{file}: the file has changed while the graph was being built; run kg build again")
        return raw


def _batches(items: list[Item]) -> list[list[Item]]:
    return [items[start : start + BATCH] for start in range(0, len(items), BATCH)]


def _cases(claims: dict[str, Claim]) -> set[str]:
    return {case for file, (case, _) in claims.items() if file.endswith(".md") and case}


def _places(families: Iterable[Examined]) -> Iterator[dict[str, tuple[str, str]]]:
    return (one.summary.places for one in families)


def _moved(places: Iterable[dict[str, tuple[str, str]]]) -> dict[str, tuple[str, str]]:
    """Passages that files locate differently, with the last file that does and a digest of where it says they are."""
    last: dict[str, tuple[str, str]] = {}
    differ: set[str] = set()
    for found in places:
        for place, (file, digest) in found.items():
            other = last.setdefault(place, (file, digest))
            if other[1] != digest:
                differ.add(place)
            if sooner(other[0]) < sooner(file):
                last[place] = (file, digest)
    return {place: last[place] for place in differ}
