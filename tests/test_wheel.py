"""The wheel carries all it needs: an installed copy answers away from the checkout, offline, at once."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path


def kg(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed copy from a folder that has nothing to do with the project."""
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    return subprocess.run(
        [sys.executable, "-m", "kg", *arguments], cwd="/", env=environment, capture_output=True, text=True, check=False
    )


def test_the_wheel_answers(installed, store):
    """The same question has the same answer as in the checkout."""
    run = kg(installed, "ask", "which projects shared power and cut costs", "--format", "json")
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert [hit["case"] for hit in found["possible"]] == ["bernalillo-jdai"]
    assert found["certain"] == []


def test_the_wheel_holds_the_graph_that_the_checkout_builds(installed, store):
    """Two builds of the same files, one inside the wheel, have one fingerprint."""
    manifest = json.loads((installed / "kg/data/compiled/manifest.json").read_text())
    assert manifest["fingerprint"] == store.manifest["fingerprint"]


def test_the_wheel_carries_sources_of_the_graph(installed, project):
    """Ontology, codebook, cases, queries and notebooks are in it, so that they can be used anywhere."""
    for folder in (
        "ontology",
        "cases",
        "notebooks",
        "queries/answers",
        "queries/rules",
        "queries/checks",
        "queries/quality",
    ):
        here = {p.name for p in (project.root / folder).iterdir() if p.is_file()}
        assert here <= {p.name for p in (installed / "kg/data" / folder).iterdir()}


def test_the_wheel_exports(installed, tmp_path):
    """An installed copy writes its graph for other tools."""
    run = kg(installed, "export", "--to", str(tmp_path / "out"))
    assert run.returncode == 0, run.stderr
    assert {"cwkg.ttl", "cwkg.jsonld", "cases.csv"} <= {p.name for p in (tmp_path / "out").iterdir()}


def test_the_build_asks_for_every_package_that_it_loads(project):
    """Building the graph into the wheel happens in an environment with nothing but what the build asks for."""
    modules = {"PyYAML": "yaml"}
    settings = tomllib.loads((project.root / "pyproject.toml").read_text(encoding="utf-8"))
    wanted, asked = (
        {modules.get(name, name) for name in (re.split(r"[<>=,\[]", text)[0] for text in texts)}
        for texts in (settings["project"]["dependencies"], settings["build-system"]["requires"])
    )
    code = (
        "import sys; from pathlib import Path; from kg.paths import Project; from kg.pipeline import compile_graph; "
        f"compile_graph(Project(Path({str(project.root)!r})), shapes=False); print(*sys.modules)"
    )
    loaded = set(
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    )
    assert "pyoxigraph" in loaded & wanted
    assert loaded & wanted <= asked
