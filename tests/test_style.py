"""The code keeps its own rules: ruff and mypy have nothing to say."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "kg", "tests", "docs", "benchmarks", "hatch_build.py"],
        ["mypy"],
    ],
    ids=["lint", "format", "types"],
)
def test_the_checkers_are_content(project, command):
    """Lint, format and types are clean."""
    run = subprocess.run(
        [sys.executable, "-m", *command], cwd=project.root, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
