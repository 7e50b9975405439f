"""What several test files share: the checkout, one build of it, copies to break, and a small made-up corpus."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from made_up import Small
from programs import missing
from serving import DATA, Served, serving

from kg import pipeline
from kg.builder import Compiled
from kg.cli import main
from kg.corpus import Corpus, read_corpus
from kg.exports.writing import export
from kg.lexicon import Lexicon
from kg.notebook.graph import KnowledgeGraph
from kg.paths import Project
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
def graph(store) -> KnowledgeGraph:
    """The checkout's graph as programs and pages use it."""
    return KnowledgeGraph(store)


@pytest.fixture(scope="session")
def g(graph) -> KnowledgeGraph:
    """The same by the name that notebooks give it."""
    return graph


@pytest.fixture(scope="session")
def site(graph) -> Site:
    """The checkout's graph as pages see it."""
    return Site(graph)


@pytest.fixture(scope="session")
def lexicon(store) -> Lexicon:
    """The words that questions may be made of."""
    return store.lexicon


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder of the source texts; tests that need it are skipped without it, and fail where CI is set."""
    folder = Path(os.environ.get("CWKG_SOURCES") or ROOT / "../shared/sources").resolve()
    if not folder.is_dir():
        missing(f"no source texts in {folder}; set CWKG_SOURCES to the folder that holds them")
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
        missing(f"no W3C tests in {folder}; set CWKG_W3C_TESTS to sparql/sparql11 of github.com/w3c/rdf-tests")
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
def data(tmp_path) -> Path:
    """A file of seven triples to serve, of this test's own."""
    path = tmp_path / "data.ttl"
    path.write_text(DATA, encoding="utf-8")
    return path


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


@pytest.fixture(scope="session")
def make_small(project):
    """A maker of empty made-up projects, without named questions: `make_small(folder)`."""
    return lambda folder: Small(folder / "small").prepare(project)


@pytest.fixture
def small(make_small, tmp_path) -> Small:
    """An empty made-up project of this test's own."""
    return make_small(tmp_path)
