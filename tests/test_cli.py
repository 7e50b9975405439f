"""The command line: help, exit codes, pipes, and no trace of a stack for anything that a person types."""

import os
import re
import shlex
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import __version__, asking, cli

COMMANDS = list(cli.EXAMPLES)


def kg(*arguments, project=None, stdin="", **options):
    """`kg` as a process of its own."""
    command = [
        sys.executable,
        "-m",
        "kg",
        *(["--project", str(project)] if project else []),
        *map(os.fspath, arguments),
    ]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, encoding="utf-8", **options)


def test_every_command_has_an_example():
    """The commands that are offered are those that have an example."""
    (action,) = [a for a in cli.make_parser()._actions if a.dest == "command"]
    assert set(action.choices) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example_that_can_be_read(run, command):
    """Each command's help ends with an example that the command line itself accepts."""
    result = run(command, "--help")
    assert (result.code, result.err) == (0, "")
    text = " ".join(result.out.split())
    assert f"Example: {cli.EXAMPLES[command]}" in text
    options = cli.make_parser().parse_args(shlex.split(cli.EXAMPLES[command])[1:])
    assert options.command == command


@pytest.mark.parametrize("command", COMMANDS)
def test_help_explains_every_option(command):
    """No argument is left without a word."""
    (action,) = [a for a in cli.make_parser()._actions if a.dest == "command"]
    assert all(a.help for a in action.choices[command]._actions)


def test_help_lists_every_command(run):
    """`kg --help` names each command with what it does, and where to start."""
    out = run("--help").out
    assert all(re.search(rf"^ +{command} +\w", out, re.MULTILINE) for command in COMMANDS)
    assert "Start with: kg ask" in out


def test_without_a_command_help_goes_to_stderr(run):
    """Nothing asked is wrong use, code 2, with the help."""
    result = run()
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("usage: kg")


def test_the_version_is_printed(run):
    """`kg --version` prints one line."""
    assert run("--version").out == f"kg {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [["fly"], ["ask", "--colour"], ["list", "--theme"], ["export"], ["show"], ["new"], ["query"], ["show", "a", "b"]],
)
def test_wrong_use_is_code_2(run, arguments):
    """An unknown command, an unknown option or a missing argument is code 2 with the usage."""
    result = run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert "usage: kg" in result.err


def test_a_folder_that_is_no_project_is_code_2(run, tmp_path):
    """A wrong --project is told in one line."""
    result = run("list", project=tmp_path)
    assert (result.code, result.out) == (2, "")
    assert result.err == f"kg: {tmp_path} is not a project folder: it needs ontology/cwkg.ttl and cases/registry/\n"


def test_kg_runs_as_a_module(ready):
    """`python -m kg` is the command, from any folder, with UTF-8 whatever the terminal says."""
    result = kg("show", "cpche", project=ready, cwd="/", env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert result.returncode == 0
    assert result.stdout.startswith("Canadian Partnership for Children's Health and Environment")


def test_output_can_be_piped(ready):
    """A reader that stops early is no error."""
    command = f"{sys.executable} -m kg --project {ready} list --format csv | head -n 1"
    result = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True)
    assert result.stdout == "case,name,country,kind,documented\n"
    assert "Traceback" not in result.stderr
    assert "BrokenPipe" not in result.stderr


def test_a_closed_pipe_is_no_error(ready):
    """However much is printed, a pipe closed at once ends the run quietly."""
    kg = f"{sys.executable} -m kg --project {ready} query - --format csv"
    command = f"{kg} <<< 'SELECT * {{ ?s ?p ?o }}' | true; echo ${{PIPESTATUS[0]}}"
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert result.stdout.strip() == "0"
    assert result.stderr == ""


def test_a_query_may_come_through_a_pipe(ready):
    """`kg query -` reads standard input."""
    result = kg("query", "-", "--format", "csv", project=ready, stdin="SELECT (1 AS ?a) {}")
    assert (result.returncode, result.stdout.replace("\r", "")) == (0, "a\n1\n")


def test_bytes_that_are_no_text_are_told(ready):
    """Standard input that is no UTF-8 is named as such."""
    command = [sys.executable, "-m", "kg", "--project", str(ready), "query", "-"]
    result = subprocess.run(command, input=b"\xff\xfe", capture_output=True)
    assert result.returncode == 2
    assert result.stderr.decode() == "kg: standard input: this is not UTF-8 text\n"


def test_an_argument_that_is_no_text_is_no_crash(ready):
    """Bytes that are no text in a question break nothing."""
    command = [sys.executable, "-m", "kg", "--project", str(ready), "ask", b"shared \xff\xfe power"]
    result = subprocess.run(command, capture_output=True)
    assert result.returncode in (0, 1, 2)
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments", [["list"], ["ask", "shared power"], ["questions"], ["show", "cpche"], ["ask", "--help"]]
)
def test_there_is_no_colour_without_a_terminal(ready, arguments):
    """What is piped holds no control signs."""
    env = {**os.environ, "TERM": "xterm-256color"}
    result = kg(*arguments, project=ready, env=env)
    assert result.returncode == 0
    assert "\x1b" not in result.stdout + result.stderr


def test_a_stop_from_the_keyboard_is_code_130(run, ready, monkeypatch):
    """Ctrl-C ends in one line."""

    def stop(options):
        raise KeyboardInterrupt

    monkeypatch.setattr(asking, "ask", stop)
    result = run("ask", "x", project=ready)
    assert (result.code, result.out, result.err) == (130, "", "kg: stopped\n")


def test_commands_that_read_leave_the_project_as_it_is(run, ready):
    """Asking writes nothing."""
    before = {path: path.stat().st_mtime_ns for path in ready.rglob("*")}
    for arguments in (["ask", "shared power"], ["list"], ["questions", "total-savings"], ["show", "cpche"], ["check"]):
        run(*arguments, project=ready)
    assert {path: path.stat().st_mtime_ns for path in ready.rglob("*")} == before


WORDS = [
    *[
        "which",
        "projects",
        "shared",
        "power",
        "cut",
        "costs",
        "not",
        "or",
        "and",
        "neither",
        "nor",
        "without",
        "but",
        "in",
        "since",
        "before",
        "between",
        "1999",
        "2005",
        "1990s",
        "Canada",
        "UK",
        "turf",
        "wars",
        "overcame",
        "feared",
        "hoped",
        "neglected",
        "themes",
        "barriers",
        "outcomes",
        "the",
        "all",
        "cases",
        "parts",
        "'quoted'",
        "(x)",
        "total",
        "savings",
        "questions",
    ],
]
texts = st.one_of(
    st.text(min_size=1, max_size=60),
    st.lists(
        st.sampled_from(WORDS),
        min_size=1,
        max_size=10,
    ).map(" ".join),
)


@pytest.fixture
def open_once(monkeypatch, store):
    """The graph is opened once for all runs of a test."""
    monkeypatch.setattr(asking, "open_named", lambda folder, endpoint, say: store)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, st.sampled_from(cli.FORMATS))
def test_no_question_ever_breaks_the_command(run, open_once, ready, question, format):
    """Whatever is asked, the code is 0, 1 or 2, and an error is one line that starts with the name of the command."""
    result = run("ask", "--format", format, "--", question, project=ready)
    assert result.code in (0, 1, 2)
    assert result.err == "" or re.fullmatch(r"kg: [^\n]+\n", result.err)
    assert bool(result.out) != (result.code == 2)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["show", "questions", "list --theme", "list --country", "list --kind"]), st.text(max_size=30))
def test_no_argument_ever_breaks_a_command(run, open_once, ready, command, text):
    """Any text in the place of a case, a question or a condition is answered or refused."""
    name, *option = command.split()
    result = run(name, *([f"{option[0]}={text}"] if option else ["--", text]), project=ready)
    assert result.code in (0, 1, 2)
    assert "Traceback" not in result.err
