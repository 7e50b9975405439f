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
        Result(47, "rdflib", "question", "two", None, note="over the limit of 5 s"),
    ]
    assert said(results)["At 47 cases every"] is None
    slow = [*results[:3], Result(47, "rdflib", "question", "two", 0.002)]
    assert said(slow)["At 47 cases every"] is False


def test_the_page_has_each_engine_and_each_reason(tmp_path):
    """Means, ratios and rows that differ stand in tables, and what was not run with its reason."""
    results = [
        Result(47, "kg", "ask", "one", 0.001, rows="same"),
        Result(47, "rdflib", "ask", "one", 0.03, rows="differ"),
        Result(47, "Jena ARQ", "ask", "one", None, note="no Java"),
    ]
    write_csv(results, tmp_path / "performance.csv", {"day": "today"})
    text = performance_page.figures(tmp_path / "performance.csv")
    assert "| 47 | rdflib | 30 ms | 30 | 1 of 1 | 1 |" in text
    assert "| 47 | Jena ARQ | Conditions of plain questions | 1 | no Java |" in text
    assert "- day: today" in text
