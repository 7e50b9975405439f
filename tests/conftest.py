"""What several test files share: the checkout, one build of it, copies to break, and a small made-up corpus."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from serving import Served, serving

from kg import pipeline
from kg.builder import Compiled
from kg.cli import main
from kg.corpus import Corpus, read_corpus
from kg.exports.writing import export
from kg.lexicon import Lexicon
from kg.notebook.graph import Library
from kg.paths import Project
from kg.reader import read_records
from kg.sources.evidence import read_sources, with_passages
from kg.store import Store, open_store
from kg.web.pages.site import Site

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def project() -> Project:
    """The checkout that these tests stand in."""
    return Project(ROOT)


@pytest.fixture(scope="session")
def corpus(project) -> Corpus:
    """Every case and registry file of the checkout, as read."""
    return read_corpus(project)[0]


@pytest.fixture(scope="session")
def compiled(project) -> Compiled:
    """The checkout's graph in memory, without the shapes, which have tests of their own."""
    return pipeline.compile_graph(project, shapes=False)


@pytest.fixture(scope="session")
def exported(project, compiled, tmp_path_factory) -> Path:
    """A folder with every file that `kg export` writes for the checkout; nobody changes it."""
    folder = tmp_path_factory.mktemp("exported")
    export(project, compiled, folder)
    return folder


@pytest.fixture(scope="session")
def built(project, tmp_path_factory) -> Path:
    """The folder of the checkout's compiled graph, built once."""
    folder = tmp_path_factory.mktemp("built") / "compiled"
    pipeline.build_project(project, to=folder, shapes=False)
    return folder


@pytest.fixture(scope="session")
def store(built) -> Store:
    """The checkout's compiled graph, open."""
    return open_store(built)


@pytest.fixture(scope="session")
def library(store) -> Library:
    """The checkout's graph as programs and pages use it."""
    return Library(store)


@pytest.fixture(scope="session")
def site(library) -> Site:
    """The checkout's graph as pages see it."""
    return Site(library)


@pytest.fixture(scope="session")
def lexicon(store) -> Lexicon:
    """The words that questions may be made of."""
    return store.lexicon


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder of the source texts; tests that need it are skipped without it, and fail where CI is set."""
    folder = Path(os.environ.get("CWKG_SOURCES") or ROOT / "../shared/sources").resolve()
    if not folder.is_dir():
        reason = f"no source texts in {folder}; set CWKG_SOURCES to the folder that holds them"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture(scope="session")
def installed(project, tmp_path_factory) -> Path:
    """A folder with the unpacked wheel, built by the project's own build."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q", "-w", str(folder)]
    subprocess.run([*command, str(project.root)], check=True, capture_output=True)
    (wheel,) = folder.glob("cwkg-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


@pytest.fixture(scope="session")
def w3c() -> Path:
    """The folder sparql/sparql11 of the W3C's tests; tests that need it are skipped without it, and fail in CI."""
    beside = Path(os.environ.get("CWKG_SOURCES") or ROOT / "../shared/sources").parent / "w3c-rdf-tests/sparql/sparql11"
    folder = Path(os.environ.get("CWKG_W3C_TESTS") or beside).resolve()
    if not (folder / "protocol" / "manifest.ttl").is_file():
        reason = f"no W3C tests in {folder}; set CWKG_W3C_TESTS to sparql/sparql11 of github.com/w3c/rdf-tests"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture(scope="session")
def comunica():
    """Where the programs of Comunica 4 stand, by name; the folder of their installation is `CWKG_COMUNICA`."""
    folder = Path(os.environ.get("CWKG_COMUNICA") or ".") / "node_modules" / ".bin"
    if not shutil.which("node") or not (folder / "comunica-sparql").exists():
        reason = (
            "Comunica is not installed: npm install --prefix DIR @comunica/query-sparql@4, and set CWKG_COMUNICA=DIR"
        )
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return lambda name: str((folder / name).resolve())


@dataclass(frozen=True)
class Run:
    """What a run of the command line gave."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys, monkeypatch):
    """`kg` in this process: `run("ask", "shared power", project=folder)` gives code, out and err."""

    def run(*arguments: str, project: Path | Project | None = None) -> Run:
        root = project.root if isinstance(project, Project) else project
        options = ["--project", str(root)] if root else []
        capsys.readouterr()
        try:
            code = main([*options, *map(str, arguments)])
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return Run(code, out, err)

    return run


@pytest.fixture(scope="session")
def ready(project, built, tmp_path_factory) -> Path:
    """A copy of the checkout whose graph is compiled, for commands that only read."""
    folder = tmp_path_factory.mktemp("ready") / "project"
    for name in ("ontology", "cases", "queries"):
        shutil.copytree(project.root / name, folder / name)
    shutil.copytree(built, folder / ".cwkg")
    return folder


@pytest.fixture(scope="session")
def served(ready) -> Iterator[Served]:
    """The server of the checkout's graph, started once, with a short deadline; `served.url` is its address."""
    pytest.importorskip("uvicorn")
    with serving("--timeout", "2", project=ready) as server:
        yield server


@pytest.fixture
def copy_project(project, tmp_path):
    """A factory of writable copies of the checkout: all cases, or only those named."""

    def copy(*only: str, name: str = "copy") -> Project:
        folder = tmp_path / name
        shutil.copytree(project.root / "ontology", folder / "ontology")
        shutil.copytree(project.root / "queries", folder / "queries")
        shutil.copytree(project.cases, folder / "cases")
        for path in Project(folder).case_files():
            if only and path.stem not in only:
                path.unlink()
        return Project(folder)

    return copy


NAMES = {3: " The Bridge Office and the Ferry Trust have boats."}
TEXT = "".join(f"Line {n} of a made-up text tells of thing number {n * n}.{NAMES.get(n, '')}\n" for n in range(1, 41))
SECOND = "".join(f"Row {n} in another book is about the count of {n + 100} boats.\n" for n in range(1, 41))
SCHEMES = "theme, barrier, outcome"
STORY = "## Story\n\nA made-up case.\n"
REGISTRY = {
    "sources": f"""sources:
  - id: tiny
    number: "900"
    title: A made-up source
    authors: [teller]
    year: 2011
    sha256: {hashlib.sha256(TEXT.encode()).hexdigest()}
    lines: {TEXT.count(chr(10)) + 1}
    characters: {len(TEXT)}
    sections:
      - {{name: First half, lines: 1-20}}
      - {{name: Box A, lines: 3-6}}
      - {{name: Second half, lines: 21-40}}
  - id: undated
    number: "901"
    title: A second made-up source
    authors: [teller]
    sha256: {hashlib.sha256(SECOND.encode()).hexdigest()}
    lines: {SECOND.count(chr(10)) + 1}
    characters: {len(SECOND)}
""",
    "people": """people:
  - {id: teller, name: Tess Teller, country: CA, evidence: [tiny:1-1]}
  - {id: clerk, described-as: a clerk of the bridge office, interviewed: true, country: US, evidence: [tiny:2-2]}
""",
    "organisations": """organisations:
  - {id: bridge-office, name: Bridge Office, kind: public-body, country: CA, evidence: [tiny:2-2]}
  - {id: ferry-trust, name: Ferry Trust, kind: non-profit, country: CA, evidence: [tiny:3-3]}
""",
    "places": """places:
  - {id: canada, name: Canada, kind: country, code: CA}
  - {id: united-states, name: United States, kind: country, code: US}
  - {id: united-kingdom, name: United Kingdom, kind: country, code: GB}
  - {id: riverland, name: Riverland, kind: state, within: canada, code: CA-ON}
  - {id: millford, name: Millford, kind: city, within: riverland}
""",
    "indicators": """indicators:
  - {id: crossings, name: crossings, definition: Number of crossings in a year., unit: NUM, better: higher}
""",
    "coders": """coders:
  - {id: coder-1, name: First coding}
  - {id: coder-2, name: Second coding}
  - {id: third-look, name: Third look}
""",
}


@dataclass
class Small:
    """A made-up project on the real ontology: write cases into it, then `build` it."""

    root: Path

    @property
    def project(self) -> Project:
        return Project(self.root)

    @property
    def texts(self) -> Path:
        return self.root.parent / "texts"

    def prepare(self, project: Project) -> Small:
        shutil.copytree(project.ontology, self.root / "ontology")
        shutil.copytree(project.rules, self.project.rules)
        self.project.answers.mkdir()
        self.project.registry.mkdir(parents=True)
        self.texts.mkdir(exist_ok=True)
        (self.texts / "first.txt").write_text(TEXT, encoding="utf-8")
        (self.texts / "second.txt").write_text(SECOND, encoding="utf-8")
        for name, content in REGISTRY.items():
            (self.project.registry / f"{name}.yaml").write_text(content, encoding="utf-8")
        return self

    def case(self, id: str, body: str = "", kind: str = "fellowship", tier: str = "named", **fields: str) -> Path:
        """Write a case. `body` holds further lines of its head; `coding` is `full`, a list of schemes, or `none`."""
        coding = fields.pop("coding", "none" if tier == "listed" else "full")
        prose = fields.pop("prose", STORY)
        head = {"id": id, "name": f"The {id} project", "kind": kind, "tier": tier, "country": "CA"}
        head |= {"summary": f"What {id} did.", "known-from": "[tiny:1-2]"}
        head |= {key.replace("_", "-"): value for key, value in fields.items()}
        lines = [f"{key}: {value}" for key, value in head.items()]
        if coding != "none":
            schemes = SCHEMES if coding == "full" else coding
            lines.append(f"coding: {{coder: coder-1, schemes: [{schemes}]}}")
        path = self.project.cases / f"{id}.md"
        content = "---\n" + "\n".join(lines) + "\n" + body + "passages: {}\n---\n" + prose
        path.write_text(content, encoding="utf-8")
        return path

    def coding(
        self, case: str, body: str = "", schemes: str = "theme, barrier, outcome", coder: str = "coder-2"
    ) -> Path:
        """Write a further coding of a case; `body` holds its findings."""
        path = self.project.cases / "codings" / coder / f"{case}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"case: {case}\ncoder: {coder}\nschemes: [{schemes}]\n{body}", encoding="utf-8")
        return path

    def settle(self, case: str, **verdicts: str) -> Path:
        """Write third looks at a case: `settle("bridge", t1="upheld", coder_2_t1="open")`."""
        path = self.project.cases / "settlements" / f"{case}.yaml"
        path.parent.mkdir(exist_ok=True)
        tail = "note: Why., evidence: [tiny:4-5]"
        lines = [
            f"  - {{id: s{n}, settles: [{name.replace('_', '-')}], verdict: {verdict}, {tail}}}"
            for n, (name, verdict) in enumerate(verdicts.items(), 1)
        ]
        head = f"case: {case}\ncoder: third-look\nsettlements:\n"
        path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
        return path

    def finding(self, id: str, concept: str, stance: str, basis: str = "stated", **more: str) -> str:
        """One finding as a line of a list: `finding("t1", "theme/share-power", "enacted")`."""
        group, _, local = concept.partition("/")
        fields = {"id": id, group: local, "stance": stance, "basis": basis, "said-by": "[teller]"}
        fields |= {"note": f"Note on {id}.", "evidence": "[tiny:4-5]", **more}
        return "  - {" + ", ".join(f"{key}: {value}" for key, value in fields.items()) + "}\n"

    def locate(self) -> None:
        """Fill in the passages tables of all files from the made-up texts."""
        corpus, _ = read_corpus(self.project)
        texts, _ = read_sources(self.texts, corpus.by_id("source"))
        for path in self.project.record_files():
            owner, _ = read_records(path, self.project.name(path))
            made = with_passages(path.read_text(encoding="utf-8"), owner, texts, corpus)
            path.write_text(made, encoding="utf-8")

    def build(self) -> Store:
        self.locate()
        folder = self.root.parent / "compiled-small"
        pipeline.build_project(self.project, to=folder, shapes=False)
        return open_store(folder)


@pytest.fixture(scope="session")
def make_small(project):
    """A maker of empty made-up projects, without named questions: `make_small(folder)`."""
    return lambda folder: Small(folder / "small").prepare(project)


@pytest.fixture
def small(make_small, tmp_path) -> Small:
    """An empty made-up project of this test's own."""
    return make_small(tmp_path)
