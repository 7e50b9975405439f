"""The page of performance says what was measured: each target met, missed or not measured, and why."""

import performance_page
from results import Result, write_csv


def said(results):
    """Of each target, by its first words, whether it is met."""
    return {" ".join(target.text.split()[:4]): target.met for target in performance_page.targets(results)}


def test_without_figures_no_target_is_met():
    """What was not measured is neither met nor missed."""
    assert {target.met for target in performance_page.targets([])} == {None}


def test_targets_are_met_or_missed_by_the_figures():
    """Each figure is held against its own limit."""
    good = [
        Result(47, "kg", "question", "q", 0.001, rows="same"),
        Result(47, "rdflib", "question", "q", 0.021, rows="same"),
        Result(470_000, "kg", "click by index", "c", 0.049),
        Result(470_000, "kg", "ask by index", "a", 0.021),
        Result(47, "kg", "opening", "open a graph", 1.2),
        Result(47, "pyoxigraph", "opening", "open a graph", 1.0),
        Result(47, "kg", "memory", "peak after loading", 160, "MB"),
        Result(47, "pyoxigraph", "memory", "peak after loading", 100, "MB"),
    ]
    found = said(good)
    assert found["At 47 cases every"] is True
    assert found["At 470,000 cases a"] is True
    assert found["At 470,000 cases the"] is False
    assert found["Loading the built graph:"] is True
    assert found["Memory at most 1.5"] is False


def test_a_part_of_the_questions_meets_no_target():
    """Where rdflib did not come to a question, that it is slow at the others proves nothing of all."""
    results = [
        Result(47, "kg", "question", "one", 0.001),
        Result(47, "kg", "question", "two", 0.001),
        Result(47, "rdflib", "question", "one", 1.0),
        Result(47, "rdflib", "question", "two", None, note="no such function"),
    ]
    assert said(results)["At 47 cases every"] is None
    stopped = [*results[:3], Result(47, "rdflib", "question", "two", None, note="stopped after 5 s", least=5.0)]
    assert said(stopped)["At 47 cases every"] is True
    slow = [*results[:3], Result(47, "rdflib", "question", "two", 0.002)]
    assert said(slow)["At 47 cases every"] is False


def test_the_page_has_each_engine_and_each_reason(tmp_path):
    """Means, ratios and rows that differ stand in tables, and what was not run with its reason."""
    results = [
        Result(47, "kg", "ask", "one", 0.001, rows="same"),
        Result(47, "rdflib", "ask", "one", 0.03, rows="differ"),
        Result(47, "Jena ARQ", "ask", "one", None, note="no Java"),
    ]
    write_csv(results, tmp_path / "performance.csv", {0: {"day": "today"}, 47_000: {"day": "yesterday"}})
    text = performance_page.figures(tmp_path / "performance.csv")
    assert "| 47 | rdflib | 30 ms | 30 | 1 of 1 |  |  | 1 |" in text
    assert "| 47 | Jena ARQ | Conditions of plain questions | 1 | no Java |" in text
    assert "- day: today" in text
    assert "- kept of an earlier run, of 47,000 cases: day yesterday" in text


def beside_virtuoso(*times):
    """Whether we are ahead of Virtuoso at 47,000 cases, and what is said; a pair of times for each question."""
    results = []
    for number, pair in enumerate(times):
        for engine, (seconds, least) in zip(("kg", "Virtuoso 7"), pair, strict=True):
            results.append(Result(47_000, engine, "question", f"q{number}", seconds, least=least))
    target = performance_page._ahead(results, 47_000)
    return target.met, target.measured


def test_virtuoso_is_held_against_us_question_by_question():
    """Ahead on the mean and never at more than twice its time; a stop is a bound, and no part of the mean."""
    met, told = beside_virtuoso(((1.0, None), (4.0, None)), ((3.0, None), (2.0, None)))
    assert met is True
    assert "1.63 times as long over 2 questions; 0 take us more than twice its time, the worst 1.5 times" in told
    assert beside_virtuoso(((1.0, None), (8.0, None)), ((3.0, None), (1.0, None)))[0] is False
    met, told = beside_virtuoso(((1.0, None), (4.0, None)), ((1.0, None), (None, 20.0)))
    assert met is True
    assert "4 times as long over 1 questions (at least 8.94 times with the 1 at which it was stopped)" in told
    met, told = beside_virtuoso(((1.0, None), (9.0, None)), ((None, 60.0), (6.0, None)))
    assert met is False
    assert "the worst 10 times or more; at 1 of its answers we were stopped" in told


def test_the_click_is_held_against_the_best_engine():
    """The quickest of the others counts, and each click by itself."""
    click = "click by index"
    ours = [Result(470_000, "kg", click, name, 0.01) for name in ("one", "two")]
    slow = [Result(470_000, "slow", click, name, 9.0) for name in ("one", "two")]
    quick = [Result(470_000, "quick", click, "one", 2.0), Result(470_000, "quick", click, "two", 0.5)]
    assert said([*ours, *slow])["That click at least"] is True
    assert said([*ours, *slow, *quick])["That click at least"] is False
