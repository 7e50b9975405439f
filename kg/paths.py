"""Where things are: a project folder (a checkout) or the copy that was installed with the package."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.errors import UsageError

PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Project:
    """The folders of one body of cases. `root` holds `ontology/`, `cases/` and `queries/`."""

    root: Path
    installed: bool = False

    @property
    def ontology(self) -> Path:
        return self.root / "ontology"

    @property
    def cases(self) -> Path:
        return self.root / "cases"

    @property
    def registry(self) -> Path:
        return self.cases / "registry"

    @property
    def answers(self) -> Path:
        return self.root / "queries" / "answers"

    @property
    def checks(self) -> Path:
        return self.root / "queries" / "checks"

    @property
    def quality(self) -> Path:
        return self.root / "queries" / "quality"

    @property
    def mappings(self) -> Path:
        return self.root / "queries" / "mappings"

    @property
    def rules(self) -> Path:
        return self.root / "queries" / "rules"

    @property
    def citation(self) -> Path:
        """How to cite this body of cases."""
        return self.root / "CITATION.cff"

    @property
    def compiled(self) -> Path:
        """Where the compiled graph stands: inside the wheel, or in `.cwkg/` of a checkout."""
        return self.root / ("compiled" if self.installed else ".cwkg")

    @property
    def parts(self) -> Path | None:
        """Where parts of the graph of a checkout are kept from one build to the next."""
        return None if self.installed else self.root / ".kg-parts"

    def case_files(self) -> list[Path]:
        """Every case file, in order of name; the template and other capitalised pages are not cases."""
        return sorted(p for p in self.cases.glob("*.md") if not p.stem.isupper())

    def coding_files(self) -> list[Path]:
        """Further codings of cases: `cases/codings/<coder>/<case>.yaml`."""
        return sorted((self.cases / "codings").glob("*/*.yaml"))

    def settlement_files(self) -> list[Path]:
        """Third looks at what codings differ on: `cases/settlements/<case>.yaml`."""
        return sorted((self.cases / "settlements").glob("*.yaml"))

    def record_files(self) -> list[Path]:
        """Every file of records: cases, registry, further codings and third looks."""
        return [*self.case_files(), *self.registry_files(), *self.coding_files(), *self.settlement_files()]

    def registry_files(self) -> list[Path]:
        return sorted(self.registry.glob("*.yaml"))

    def input_files(self) -> list[Path]:
        """Everything that the compiled graph is made from, in a fixed order."""
        ontology = [
            self.ontology / n for n in ("cwkg.ttl", "codebook.ttl", "dataset.ttl", "shapes.ttl", "context.jsonld")
        ]
        queries = sorted(self.rules.glob("*.rq")) + sorted(self.answers.glob("*.rq"))
        return [*ontology, *self.record_files(), *queries]

    def name(self, path: Path) -> str:
        """`path` as it is shown to a person: relative to the project where it lies in it."""
        if path.is_relative_to(self.root) and ".." not in path.parts:  # no need to ask the disk, as for a listed file
            return path.relative_to(self.root).as_posix()
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return str(path)


def is_project(folder: Path) -> bool:
    return (folder / "ontology" / "cwkg.ttl").is_file() and (folder / "cases" / "registry").is_dir()


def find_project(folder: str | Path | None = None) -> Project:
    """The project to work on: `folder`, else the nearest one around the working directory, else the installed copy.

    Raises `UsageError` where `folder` is given and is no project.
    """
    if folder is not None:
        if not is_project(Path(folder)):
            raise UsageError(f"{folder} is not a project folder: it needs ontology/cwkg.ttl and cases/registry/")
        return Project(Path(folder).resolve())
    here = Path.cwd()
    for candidate in (here, *here.parents):
        if is_project(candidate):
            return Project(candidate)
    if is_project(PACKAGE / "data"):
        return Project(PACKAGE / "data", installed=True)
    if is_project(PACKAGE.parent):
        return Project(PACKAGE.parent)
    raise UsageError("no cases found: run this inside a checkout, name one with --project, or install the wheel")
