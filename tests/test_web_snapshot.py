"""The copy that is served: the graph as it is now, checked; or the reason why there is none."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import BadInput, KgError
from kg.paths import Project
from kg.store import check_compiled
from kg.web import snapshot

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "copy"
    made.mkdir()
    return made


@pytest.fixture
def installed(built, tmp_path):
    """A project as a wheel installs it: its graph is compiled, and nothing can be built anew."""
    shutil.copytree(built, tmp_path / "data" / "compiled")
    return Project(tmp_path / "data", installed=True)


def test_a_copy_is_the_graph_itself(ready, folder):
    """With its fingerprint; nothing is built where nothing has changed."""
    said = []
    name = snapshot.take(folder, Project(ready), said.append)
    assert said == []
    assert check_compiled(folder)["fingerprint"] == name
    assert {p.name for p in folder.iterdir()} == {p.name for p in (ready / ".cwkg").iterdir()}


def test_a_changed_case_is_built_first(small, folder):
    """A graph that is older than its files is not served."""
    small.case("one")
    small.locate()
    said = []
    first = snapshot.take(folder, small.project, said.append)
    small.case("two")
    small.locate()
    again = folder.with_name("again")
    again.mkdir()
    assert snapshot.take(again, small.project, said.append) != first
    assert said == ["the cases have changed; building the graph …"] * 2


def test_a_case_with_a_fault_is_said(small, folder):
    """Its place is named, and there is no copy to serve."""
    small.case("one").write_text("---\nid: other\n---\n", encoding="utf-8")
    with pytest.raises(BadInput):
        snapshot.take(folder, small.project, lambda text: None)


def test_a_damaged_graph_of_a_checkout_is_built_anew(small, folder):
    """It costs a moment and no graph."""
    small.case("one")
    small.locate()
    said = []
    name = snapshot.take(folder, small.project, said.append)
    graph = small.project.compiled / "graph.nt"
    graph.write_bytes(graph.read_bytes()[:-100])
    assert snapshot.take(folder, small.project, said.append) == name
    assert said[-1] == "the compiled graph is damaged; building it again …"


@pytest.mark.parametrize(
    "damage",
    [
        lambda f: (f / "graph.nt").unlink(),
        lambda f: (f / "manifest.json").unlink(),
        lambda f: (f / "manifest.json").write_text("{}"),
        lambda f: (f / "graph.nt").write_bytes((f / "graph.nt").read_bytes()[:-1]),
        lambda f: (f / "graph.nt").write_bytes(b""),
        lambda f: (f / "lexicon.json").write_text("{}"),
        lambda f: (f / "questions.json").unlink(),
    ],
    ids=["no graph", "no manifest", "empty manifest", "cut off", "empty", "another lexicon", "no questions"],
)
def test_a_damaged_graph_of_an_installed_copy_is_refused(installed, folder, damage):
    """Missing, truncated, or with another fingerprint: the message names the file and says what to do."""
    damage(installed.compiled)
    with pytest.raises(KgError, match=r"(graph\.nt|\.json): .*run kg build"):
        snapshot.take(folder, installed, lambda text: None)


def test_a_data_file_is_copied(tmp_path, folder):
    """Under a name of its own, with its ending; its digest tells versions apart."""
    path = tmp_path / "my.data.ttl"
    path.write_text("<http://a/s> <http://a/p> 1 .", encoding="utf-8")
    first = snapshot.take_data(folder, path)
    assert (folder / "data.ttl").read_bytes() == path.read_bytes()
    path.write_text("<http://a/s> <http://a/p> 2 .", encoding="utf-8")
    assert snapshot.take_data(folder, path) != first
    with pytest.raises(KgError, match=r"gone\.ttl: cannot be read"):
        snapshot.take_data(folder, tmp_path / "gone.ttl")


def test_a_copy_in_a_process_of_its_own(ready, small, folder):
    """As a reload makes it: the fingerprint on its output, or one line that says why there is none."""

    def run(project):
        command = [sys.executable, "-m", "kg.web.snapshot", str(folder), "--project", str(project)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)

    made = run(ready)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert (made.returncode, made.stdout.strip(), made.stderr) == (0, manifest["fingerprint"], "")
    small.case("one").write_text("---\nid: other\n---\n", encoding="utf-8")
    failed = run(small.root)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "problem" in failed.stderr.splitlines()[-1]
    assert "Traceback" not in failed.stderr
