"""The README keeps its word: its sample is a real answer, and its test command is the one that CI runs."""

import os
import re
import subprocess
import sys

README = "README.md"


def text(project) -> str:
    return (project.root / README).read_text(encoding="utf-8")


def test_the_sample_is_what_the_command_prints(project):
    """The block under the first question is the program's own output, word for word."""
    command, sample = re.search(r'```text\n\$ kg ask "([^"]+)"\n(.*?)\n```', text(project), re.DOTALL).groups()
    environment = {**os.environ, "COLUMNS": "96"}
    run = subprocess.run(
        [sys.executable, "-m", "kg", "--project", str(project.root), "ask", command],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    assert run.stdout.rstrip() == sample.rstrip()


def test_the_numbers_of_the_cases_are_true(project, corpus):
    """47 projects, 19 parts and 30 comparators, of which 17 projects are only listed: as the README says."""
    kinds = [case.kind for case in corpus.cases.values()]
    listed = [c for c in corpus.cases.values() if c.kind == "fellowship" and c.tier == "listed"]
    found = {"96 cases": len(kinds), "the 47": kinds.count("fellowship"), "19 parts": kinds.count("part")}
    found |= {"30 cases": kinds.count("comparator"), "17 of the 47": len(listed)}
    for phrase, number in found.items():
        assert phrase in text(project)
        assert str(number) in phrase


def test_ci_runs_the_command_that_the_readme_gives(project):
    """The first line of the README that names pytest installs the test extra and runs the suite."""
    line = next(line for line in text(project).splitlines() if "pytest" in line)
    assert line.startswith("python3 -m venv")
    assert '".[test]"' in line
    assert "grep -m1 'pytest' README.md" in (project.root / ".ci/run").read_text()
