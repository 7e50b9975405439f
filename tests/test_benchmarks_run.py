"""The benchmark runs: engines side by side on a few cases, what was not run with its reason, and what is written."""

import subprocess
import sys

import engines
import index_alone
import processes
import pytest
import results
import side_by_side
from generate import Order, index_of, write_compiled
from hosted import Local
from measuring import Timed, TooSlow, Unavailable, measured
from results import Result
from side_by_side import Asked, Limits
from tasks import CLICKS, QUESTIONS, Task, canonical, fingerprint

FEW = Order(12, seed=3)
LONG = Limits(60, 60, 600)
MADE = [
    Result(10, "kg", "ask", "one", 0.001, rows="same"),
    Result(10, "kg", "ask", "two", 0.004, rows="same"),
    Result(10, "slow", "ask", "one", 0.01, rows="same"),
    Result(10, "slow", "ask", "two", 0.16, rows="differ"),
    Result(1000, "kg", "ask", "one", 0.001, rows="same"),
    Result(1000, "slow", "ask", "one", 1.0, rows="same"),
    Result(1000, "slow", "ask", "two", None, note="stopped after 5 s", least=5.0),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The compiled graph of a few cases."""
    folder = tmp_path_factory.mktemp("compiled")
    write_compiled(FEW, folder)
    return folder


@pytest.fixture(scope="module")
def beside(folder):
    """Our engine and the bare one on it."""
    return side_by_side.side_by_side(FEW.cases, folder, ["kg", "pyoxigraph"], LONG, runs=1)


def test_every_task_is_measured_with_us(beside, project):
    """Each named question, and the conditions, clicks and cards beside them; each with the rows of its query."""
    ours = [result for result in beside if result.engine == "kg" and result.rows]
    questions = {path.stem for path in project.answers.glob("*.rq")}
    assert {result.name for result in ours if result.group == "question"} == questions
    assert {result.group for result in ours} == {"question", "ask", "facets", "card"}
    assert {result.name for result in beside if (result.engine, result.group) == ("kg", "first")} == questions
    assert {result.rows for result in ours} == {"same"}


def test_without_shortcuts_the_rows_are_the_same(beside):
    """The queries over the findings themselves give the rows that those over the shortcuts give."""
    plain = [result for result in beside if result.engine == "pyoxigraph" and result.group in ("ask", "facets")]
    assert len(plain) == len(QUESTIONS) + len(CLICKS)
    assert {result.rows for result in plain} == {"same"}


def test_what_is_not_run_is_printed_with_the_reason(beside):
    """No task is dropped: the bare store has a row for each named question, which says why there is no time."""
    text = "\n".join(results.table(beside))
    assert "the same text in the same engine as ours" in text
    assert text.count("all-four-core-themes") == 2  # once more for how long it takes the first time


class Broken:
    """An engine that fails at everything in its own way."""

    def __init__(self):
        self.asked = []

    def query(self, texts, runs, limit):
        self.asked.append(limit)
        raise {"slow": TooSlow(limit), "fault": RuntimeError("no such function")}[texts[0]]


def asked_of(engine, *texts, limits=LONG, ours=0.001):
    """What comes of it when an engine is asked so many tasks that take us so long."""
    asked = [Asked(Task("ask", text, [text]), ours, "right") for text in texts]
    return [*side_by_side.other(10, "slow", engine, asked, limits, 1)]


def test_a_slow_or_failing_engine_is_told_of():
    """What it had taken when it was stopped, a fault in its own words, and the budget: each is the note of the task."""
    found = asked_of(Broken(), "slow", "fault", limits=Limits(2, 3))
    assert [(result.note, result.least) for result in found] == [("stopped after 2 s", 2), ("no such function", None)]
    (found,) = asked_of(Broken(), "slow", limits=Limits(budget=-1))
    assert "were used up" in found.note


def test_an_engine_that_is_always_stopped_is_asked_no_more():
    """Eight times running are enough, and then it is not asked at a larger size; a fault between is no stop."""
    engine = Broken()
    found = asked_of(engine, *["slow"] * 4, "fault", *["slow"] * 5)
    assert len(engine.asked) == 9
    assert found[-1].note == "not asked, as it was stopped 8 times running"
    assert side_by_side.too_slow(found, "slow") == "not asked, as it was stopped at most tasks at 10 cases"
    assert side_by_side.too_slow([*MADE[2:4], *found[:1]], "slow") == ""


def test_limits_follow_how_long_we_take():
    """Twenty times as long as we, but never less than the short limit nor more than the long one."""
    engine = Broken()
    for ours in (0.001, 0.5, 10, None):
        asked_of(engine, "slow", limits=Limits(5, 60), ours=ours)
    assert engine.asked == [5, 10, 60, 60]


def test_our_own_way_is_measured_where_our_sparql_is_too_slow():
    """The index answers all the same; only whether its rows are right is not known then."""

    class Half(Broken):
        tasks = [("ask", "slow", ["slow"], [], True), ("question", "slow", ["slow"], [], False)]

        def ours(self, place, runs, limit):
            return Timed(0.002, 0.003, "rows")

    asked = [Asked(Task(group, name, texts)) for group, name, texts, *_ in Half.tasks]
    own, named = side_by_side.ours(10, Half(), asked, LONG, 1)
    assert (own.value, own.rows) == (0.002, "unknown")
    assert (named.value, named.least) == (None, 60)


def test_a_task_that_is_stopped_leaves_the_graph_open(folder):
    """Asked again the engine answers at once: the graph is not loaded a second time."""
    text, endless = "SELECT ?s WHERE { ?s ?p ?o } LIMIT 3", "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    engine = Local("pyoxigraph", folder)
    process = engine._process.pid
    try:
        with pytest.raises(TooSlow):
            engine.query([endless], 1, 0.1)
        assert engine.query([text], 1, 60).value.startswith("3 ")
        with pytest.raises(RuntimeError, match="SyntaxError"):
            engine.query(["SELECT"], 1, 60)
        assert engine._process.pid == process
    finally:
        engine.close()


def test_what_plans_first_is_measured_again(monkeypatch):
    """The first call is never counted where it does what later ones need not; otherwise a long one is not repeated."""
    monkeypatch.setattr("measuring.ENOUGH", 0)
    calls = []
    measured(lambda: calls.append(1), 5, again=False)
    assert len(calls) == 1
    monkeypatch.setattr("measuring.ENOUGH", 1e-9)
    measured(lambda: calls.append(1), 5, again=True)
    assert len(calls) == 3


def test_an_engine_that_is_not_there_is_told_of(folder, monkeypatch):
    """Each of its tasks has the reason; the other engines are measured all the same."""

    class Gone:
        def __init__(self, *given):
            raise Unavailable("it is not installed")

    monkeypatch.setitem(engines.SERVERS, "Virtuoso 7", Gone)
    found = side_by_side.side_by_side(
        FEW.cases, folder, ["kg", "Virtuoso 7", "rdflib"], LONG, 1, {"rdflib": "not asked, as it is slow"}
    )
    notes = {result.note for result in found if result.engine == "Virtuoso 7"}
    assert notes == {"it is not installed"}
    assert {result.note for result in found if result.engine == "rdflib"} == {"not asked, as it is slow"}


def test_opening_and_the_index_are_measured(folder, tmp_path):
    """Opening against bare loading, and the index without a graph, with a click beside an engine that has one."""
    opened = [*processes.loading(FEW.cases, folder, 1)]
    assert {(r.engine, r.group) for r in opened} == {
        (e, g) for e in ("kg", "pyoxigraph") for g in ("opening", "memory")
    }
    assert all(result.value > 0 for result in opened)
    index = index_alone.of_index(Order(20), tmp_path, ["kg", "pyoxigraph", "rdflib"], LONG, 1)
    assert {"index", "ask by index", "click by index"} <= {result.group for result in index}
    clicks = {(r.engine, r.name, r.rows) for r in index if r.group == "click by index" and r.engine != "kg"}
    assert clicks == {("pyoxigraph", name, "same") for name in CLICKS}


def test_a_click_is_asked_of_the_triples_of_the_index():
    """Each case with what it is by the index, and nothing that no click asks."""
    lines = [*index_alone.click_triples(index_of(FEW))]
    kinds = [line for line in lines if "#hasKind>" in line]
    assert len(kinds) == FEW.cases
    assert any("#enactsTheme>" in line for line in lines)
    assert not any("#involvesOrganisation>" in line or "AsStated>" in line for line in lines)


def test_ratios_and_growth_are_those_of_the_figures():
    """Ten and forty times as long as we; from 10 to 1,000 cases a hundred times as long is growth of exponent 1."""
    assert results.ratios(MADE, 10, "ask")["slow"] == pytest.approx([10, 40])
    assert results.growth(MADE, "ask") == pytest.approx({"kg": 0, "slow": 1})
    assert results.mean([10, 40]) == pytest.approx(20)


def test_a_stopped_engine_counts_in_no_mean():
    """It is told by how much it is slower at least; where we were stopped, by how much it is slower at most."""
    rows = [*MADE, Result(1000, "kg", "ask", "two", 0.5)]
    assert results.ratios(rows, 1000, "ask")["slow"] == pytest.approx([1000])
    assert results.bounds(rows, 1000, "ask") == {"slow": pytest.approx([10])}
    stopped = [Result(1, "kg", "ask", "one", None, least=60.0), Result(1, "other", "ask", "one", 6.0)]
    assert results.passed(stopped, 1, "ask") == {"other": pytest.approx([0.1])}


def test_figures_are_written_and_read_back(tmp_path):
    """The CSV gives back what was measured, to three figures, and what it was measured on; the chart is SVG."""
    results.write(MADE, tmp_path, {"day": "today"})
    assert results.read_csv(tmp_path / "performance.csv") == ({0: {"day": "today"}}, MADE)
    assert (tmp_path / "chart.svg").read_text(encoding="utf-8").startswith("<svg")
    text = "\n".join(results.table(MADE))
    assert "160 ms*" in text
    assert "slow, 1 of 2: stopped after 5 s" in text


def test_a_short_run_keeps_what_a_long_one_measured(tmp_path):
    """A size and group is replaced as a whole; what is kept stands with the day of its own run, however often."""
    path = tmp_path / "performance.csv"
    results.publish(MADE, path, {"day": "Monday"})
    short = [Result(10, "kg", "ask", "one", 0.002)]
    for day in ("Tuesday", "Wednesday"):
        results.publish(short, path, {"day": day})
    about, found = results.read_csv(path)
    assert about == {0: {"day": "Wednesday"}, 1000: {"day": "Monday"}}
    assert found == [*short, *MADE[4:]]


def test_rows_are_the_same_in_any_order():
    """However an engine writes and orders them; a row that comes twice is two rows."""
    one, two = ("https://w3id.org/cwkg/id/case/x", "1.0"), ("y", "true")
    assert fingerprint([[one, two]]) == fingerprint([[("y", "1")], [("x", "1")]])
    assert fingerprint([[one]]) != fingerprint([[one, one]])


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
