"""What an import would write, worked out and checked before any file is touched.

The records are written as the files that they would be, into a folder of their own; read again from there, held
against all rules together with the rest of the project, and built into a graph. Only a plan without problems can be
carried out, and only files that it names are written.
"""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kg import pipeline
from kg.builder import Compiled, passage_id
from kg.case import Case, Contradiction, Passage
from kg.check import check
from kg.corpus import LISTS, Corpus
from kg.errors import BadInput, KgError, Problem, UsageError
from kg.fields import Record
from kg.importing.found import Found, at
from kg.paths import Project
from kg.reader import Owner, read_records
from kg.recordtext import file_text, plain
from kg.registry import RegistryFile
from kg.sources.evidence import SourceText, cited_places, locate, parse_place
from kg.vocabulary import read_vocabulary

SAID_BY_NOTHING = ("computed", "mandated", "interviewed")  # flags that say the same where they are false or left out


@dataclass(frozen=True)
class Planned:
    """One file: its name in the project, what it holds now (nothing where there is none), and what it would hold."""

    name: str
    owner: Owner
    old: str
    new: str

    @property
    def changes(self) -> bool:
        return bool(self.old)


@dataclass
class Plan:
    """The files that an import would write; `same` names those that say the same already."""

    project: Project
    files: list[Planned] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    compiled: Compiled | None = None

    @property
    def replaced(self) -> list[str]:
        return [file.name for file in self.files if file.changes]


def plan(
    project: Project,
    found: Found,
    name: str,
    texts: dict[str, SourceText],
    shapes: bool = True,
    progress: pipeline.Progress = pipeline.quiet,
) -> Plan:
    """Work out and check an import; `name` tells its registry files from others. Raises `BadInput` with all problems.

    Passages that were not given their place are taken from the project, or located in `texts`.
    """
    known = pipeline.read(project)
    joined = _Joined(project, known, found, texts)
    owners = joined.owners(name)
    vocabulary = read_vocabulary(project.ontology / "codebook.ttl", project.ontology / "context.jsonld")
    found.report_all(map(_for_imports, check(_together(known, owners), vocabulary)))
    if found.problems:
        raise BadInput(found.problems)
    made = Plan(project, notes=[*found.notes, *joined.notes])
    read = {}
    with tempfile.TemporaryDirectory() as folder:
        for file, owner in owners.items():
            path = project.root / file
            old = path.read_text(encoding="utf-8") if path.exists() else ""
            if old and _says_the_same(owner, next(o for f, o in known.files() if f == file)):
                made.same.append(file)
                continue
            text, read[file] = _written(Path(folder) / file, file, owner)
            made.files.append(Planned(file, owner, old, text))
    made.compiled = pipeline.compile_corpus(project, _together(known, read), shapes, progress)
    return made


def carry_out(made: Plan) -> list[Path]:
    """Write the files of a plan: all aside first, then each into its place. The paths written. Raises `KgError`."""
    aside: list[tuple[Path, Path]] = []
    try:
        for file in made.files:
            path = made.project.root / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            aside.append((path.with_name(f".{path.name}.new"), path))
            aside[-1][0].write_text(file.new, encoding="utf-8")
        for new, path in aside:
            os.replace(new, path)
    except OSError as error:
        raise KgError(f"{error.filename}: could not be written: {error.strerror}") from None
    finally:
        for new, _ in aside:
            new.unlink(missing_ok=True)
    return [path for _, path in aside]


class _Joined:
    """What was found, as files beside those of the project."""

    def __init__(self, project: Project, known: Corpus, found: Found, texts: dict[str, SourceText]) -> None:
        self.project, self.known, self.found, self.texts = project, known, found, texts
        self.passages = {**known.passages(), **found.passages}
        self.used: set[str] = set()
        self.notes: list[str] = []

    def owners(self, name: str) -> dict[str, Owner]:
        """Each file with its record."""
        made: dict[str, Owner] = {f"cases/{case.id}.md": case for case in self.found.cases.values()}
        made |= {f"cases/codings/{coder}/{case}.yaml": c for (coder, case), c in self.found.codings.items()}
        made |= {f"cases/settlements/{case}.yaml": file for case, file in self.found.settlements.items()}
        made |= self.registry(name)
        for owner in made.values():
            owner.passages = self.located(owner)
        unused = [
            place for place in self.found.passages if place not in self.used and place not in self.known.passages()
        ]
        by_codebook = self._of_codebook()
        of_codebook = [place for place in unused if passage_id(place) in by_codebook]
        if of_codebook:
            kept = RegistryFile(evidence=sorted(of_codebook, key=parse_place))
            kept.passages = self.located(kept)
            made[self._file("codebook-evidence", name)] = kept
        if left := len(unused) - len(of_codebook):
            self.notes.append(f"passages that nothing cites, and that are left out: {left}")
        return made

    def located(self, owner: Owner) -> dict[str, Passage]:
        """The passages that a file cites, each with its place."""
        made = {}
        for place in cited_places(owner):
            source, first, last = parse_place(place)
            if place in self.passages:
                made[place] = self.passages[place]
            elif source in self.texts and last <= len(self.texts[source].lines):
                try:
                    made[place] = locate(self.texts[source], first, last)
                except UsageError as error:
                    self.found.report(owner.marks.get("passages"), f"'{place}': {error}", "name lines with words")
            if place in made:
                self.used.add(place)
        return made

    def registry(self, name: str) -> dict[str, Owner]:
        """A file for each kind of entry that is new."""
        made: dict[str, Owner] = {}
        for kind, list_ in LISTS.items():
            new = [e for e in getattr(self.found.registry, list_) if not self.is_known(kind, e)]
            conflicts = self.conflicts() if list_ == "mentions" else []
            if new or conflicts:
                file = made[self._file(list_, name)] = RegistryFile(conflicts=conflicts)
                setattr(file, list_, new)
        return made

    def is_known(self, kind: str, entry: Any) -> bool:
        """Whether the project has an entry that says all of it; one that says otherwise is a problem."""
        old = self.known.by_id(kind).get(entry.id)
        if old is None:
            return False
        new, there = _settled(entry), _settled(old)
        if differ := [key for key, value in new.items() if there.get(key) != value]:
            hint = f"change it in cases/registry/{LISTS[kind]}.yaml, or leave the row out"
            message = f"the project has the {kind} '{entry.id}' with another {' and '.join(differ)}"
            self.found.report(entry.marks.get("id"), message, hint)
        return True

    def conflicts(self) -> list[Contradiction]:
        known = {conflict.id for registry in self.known.registry.values() for conflict in registry.conflicts}
        return [conflict for conflict in self.found.registry.conflicts if conflict.id not in known]

    def _file(self, list_: str, name: str) -> str:
        """The usual file of a list where the project has none, else one of the import's own."""
        for tail in ("", f"-{name}", *(f"-{name}-{number}" for number in range(2, 1000))):
            file = f"cases/registry/{list_}{tail}.yaml"
            if not (self.project.root / file).exists():
                return file
        raise KgError(f"cases/registry/ has too many files {list_}-{name}; join them")

    def _of_codebook(self) -> set[str]:
        """The passages that the codebook itself cites, by the tails of their IRIs."""
        text = (self.project.ontology / "codebook.ttl").read_text(encoding="utf-8")
        return set(re.findall(r"\bpassage:([\w-]+)", text))


def _for_imports(problem: Problem) -> Problem:
    """A problem with a hint that fits files that are not written yet."""
    hint = "give its row in passages.csv, or name your copy of the sources with --sources DIR"
    return replace(problem, hint=hint) if "kg locate" in problem.hint else problem


def _together(known: Corpus, owners: dict[str, Owner]) -> Corpus:
    """The project with further files, or other ones in the place of some."""
    kinds: dict[str, dict[str, Any]] = {"cases": {}, "registry": {}, "codings": {}, "settlements": {}}
    for file, owner in owners.items():
        part = file.split("/")[1]
        kinds["cases" if isinstance(owner, Case) else part][file] = owner
    return Corpus(**{kind: dict(sorted({**getattr(known, kind), **new}.items())) for kind, new in kinds.items()})


def _written(path: Path, file: str, owner: Owner) -> tuple[str, Owner]:
    """The text of a file, and what is read from it at `path`. Raises `BadInput` where that is not the same again."""
    text = file_text(owner)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    read, problems = read_records(path, file)
    if problems:
        raise BadInput(problems)
    assert read is not None
    if differ := [name for name in owner.kinds() if getattr(read, name) != getattr(owner, name)]:
        hint = "take line breaks, headings or signs of numbering out of it"
        raise BadInput(
            [at(owner.marks.get(name), f"its {name} cannot be written as a case file", hint) for name in differ]
        )
    return text, read


def _says_the_same(one: Record, other: Record) -> bool:
    """Whether two files say the same, in whatever order."""
    return _settled(one) == _settled(other)


def _settled(record: Record) -> dict[str, Any]:
    """The fields of a record with something in them, lists in a fixed order but those whose order says something."""
    return {key: _sorted(value) if key != "class-questions" else value for key, value in _told(plain(record)).items()}


def _told(value: dict[str, Any]) -> dict[str, Any]:
    return {key: inner for key, inner in value.items() if inner is not False or key not in SAID_BY_NOTHING}


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(inner) for key, inner in _told(value).items()}
    if isinstance(value, list):
        return sorted(map(_sorted, value), key=repr)
    return value
