"""The benchmark runs: engines side by side on a few cases, what was not run with its reason, and what is written."""

import subprocess
import sys

import pytest
import results
import run
from engines import TooSlow, Unavailable
from generate import Order, write_compiled
from results import Result
from tasks import Task, canonical

FEW = Order(12, seed=3)
MADE = [
    Result(10, "kg", "ask", "one", 0.001, rows="same"),
    Result(10, "kg", "ask", "two", 0.004, rows="same"),
    Result(10, "slow", "ask", "one", 0.01, rows="same"),
    Result(10, "slow", "ask", "two", 0.16, rows="differ"),
    Result(1000, "kg", "ask", "one", 0.001, rows="same"),
    Result(1000, "slow", "ask", "one", 1.0, rows="same"),
    Result(1000, "slow", "ask", "two", None, note="over the limit of 5 s"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The compiled graph of a few cases."""
    folder = tmp_path_factory.mktemp("compiled")
    write_compiled(FEW, folder)
    return folder


@pytest.fixture(scope="module")
def measured(folder):
    """Our engine and the bare one on it."""
    return run.side_by_side(FEW.cases, folder, ["kg", "pyoxigraph"], limit=60, runs=1, budget=600)


def test_every_task_is_measured_with_us(measured, project):
    """Each named question, and the conditions, clicks and cards beside them; each with the rows of its query."""
    ours = [result for result in measured if result.engine == "kg" and result.rows]
    questions = {path.stem for path in project.answers.glob("*.rq")}
    assert {result.name for result in ours if result.group == "question"} == questions
    assert {result.group for result in ours} == {"question", "ask", "facets", "card"}
    assert {result.rows for result in ours} == {"same"}


def test_without_shortcuts_the_rows_are_the_same(measured):
    """The queries over the findings themselves give the rows that those over the shortcuts give."""
    plain = [result for result in measured if result.engine == "pyoxigraph" and result.group in ("ask", "facets")]
    assert len(plain) == len(run.QUESTIONS) + len(run.CLICKS)
    assert {result.rows for result in plain} == {"same"}


def test_what_is_not_run_is_printed_with_the_reason(measured):
    """No task is dropped: the bare store has a row for each named question, which says why there is no time."""
    text = "\n".join(results.table(measured))
    assert "the same text in the same engine as ours" in text
    assert text.count("all-four-core-themes") == 1


class Broken:
    """An engine that fails at everything in its own way."""

    load_seconds, limit = 0.0, 2.0

    def query(self, texts, runs):
        raise {"slow": TooSlow, "fault": RuntimeError("no such function")}[texts[0]]


def test_a_slow_or_failing_engine_is_told_of():
    """Over the limit, a fault in its own words, and the budget: each is the note of the task."""
    tasks = [Task("ask", "one", ["slow"]), Task("ask", "two", ["fault"])]
    found = [*run.other(10, "slow", Broken(), tasks, {}, 1, budget=60)]
    assert [result.note for result in found] == ["over the limit of 2 s", "no such function"]
    found = [*run.other(10, "slow", Broken(), tasks, {}, 1, budget=-1)]
    assert "were used up" in found[0].note


def test_an_engine_that_is_not_there_is_told_of(folder, monkeypatch):
    """Each of its tasks has the reason; the other engines are measured all the same."""

    class Gone:
        def __init__(self, *given):
            raise Unavailable("it is not installed")

    monkeypatch.setitem(run.SERVERS, "Virtuoso 7", Gone)
    monkeypatch.setattr("engines.SERVERS", run.SERVERS)
    found = run.side_by_side(FEW.cases, folder, ["kg", "Virtuoso 7"], limit=60, runs=1, budget=600)
    notes = {result.note for result in found if result.engine == "Virtuoso 7"}
    assert notes == {"it is not installed"}


def test_opening_and_the_index_are_measured(folder, tmp_path):
    """Opening against bare loading, and the index without a graph."""
    opened = [*run.loading(FEW.cases, folder, 1)]
    assert {(r.engine, r.group) for r in opened} == {
        (e, g) for e in ("kg", "pyoxigraph") for g in ("opening", "memory")
    }
    assert all(result.value > 0 for result in opened)
    index = run.of_index(Order(20), tmp_path, 1)
    assert {"index", "ask by index", "click by index"} <= {result.group for result in index}


def test_ratios_and_growth_are_those_of_the_figures():
    """Ten and forty times as long as we; from 10 to 1,000 cases a hundred times as long is growth of exponent 1."""
    assert results.ratios(MADE, 10, "ask")["slow"] == pytest.approx([10, 40])
    assert results.growth(MADE, "ask") == pytest.approx({"kg": 0, "slow": 1})
    assert results.mean([10, 40]) == pytest.approx(20)


def test_figures_are_written_and_read_back(tmp_path):
    """The CSV gives back what was measured, to three figures, and what it was measured on; the chart is SVG."""
    results.write(MADE, tmp_path, {"day": "today"})
    assert results.read_csv(tmp_path / "performance.csv") == ({"day": "today"}, MADE)
    assert (tmp_path / "chart.svg").read_text(encoding="utf-8").startswith("<svg")
    text = "\n".join(results.table(MADE))
    assert "160 ms*" in text
    assert "slow, 1 of 2: over the limit of 5 s" in text


def test_cells_are_compared_as_values():
    """Numbers by value, truth as one or nought, ids by their last part."""
    assert canonical("1.50") == canonical("1.5")
    assert canonical("true") == "1"
    assert canonical("https://w3id.org/cwkg/id/case/x") == "x"
    assert canonical("1. a question") == "1. a question"


def test_an_unknown_engine_is_refused(project):
    """The names that are known are shown."""
    command = [sys.executable, "benchmarks/run.py", "--engines", "nosuch"]
    told = subprocess.run(
        command, cwd=project.root, env={"PYTHONPATH": str(project.root)}, capture_output=True, text=True, check=False
    )
    assert told.returncode == 2
    assert "known: kg, pyoxigraph" in told.stderr
