"""Queries to start from: each of them runs, gives something, and says what it does."""

import pytest

from kg import questions
from kg.notebook.graph import KnowledgeGraph
from kg.web import examples

TOUR = examples.tour()
FILES = sorted(examples.FOLDER.glob("*.rq"))


def test_every_file_is_a_step_of_the_tour():
    """A step is added by adding a file; no two have one name, and none has the name of a question."""
    assert len(TOUR) == len(FILES) > 10
    assert len({step.name for step in TOUR}) == len(TOUR)


@pytest.mark.parametrize("step", TOUR, ids=[step.name for step in TOUR])
def test_a_step_runs_and_gives_rows(graph, step):
    """Nobody who takes the tour comes back empty-handed; it declares every prefix, so it runs in any engine."""
    assert graph.store.graph.query(step.query) is not None
    found = graph.query(step.query)
    assert found.sparql.strip() == step.query
    assert found.rows
    assert found.rows != [{"answer": False}]


@pytest.mark.parametrize("step", TOUR, ids=[step.name for step in TOUR])
def test_a_step_says_what_it_does(step):
    """It has a title and an explanation, and its lines fit an editor."""
    assert step.title
    assert len(step.about) > 40
    assert max(map(len, step.query.split("\n"))) <= 84


def test_the_tour_goes_from_rows_to_pictures(graph):
    """It shows all four forms of a query."""
    words = {word for step in TOUR for word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE") if f"\n{word} " in step.query}
    assert words == {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


def test_named_questions_come_in_groups(graph):
    """Every question is there once, those for training first."""
    found = examples.named(graph.named)
    assert next(iter(found)) == "For training"
    names = [example.name for many in found.values() for example in many]
    assert sorted(names) == sorted(question.name for question in graph.named)
    assert not {*names} & {step.name for step in TOUR}


def test_a_named_question_is_shown_without_its_head(graph):
    """In the place of the fields stands what it answers, and it gives the same rows."""
    question = questions.find_question(graph.named, "most-common-barriers")
    shown = next(e for many in examples.named([question]).values() for e in many)
    assert shown.query.startswith("# ")
    assert "#+" not in shown.query
    assert shown.title == question.summary
    assert KnowledgeGraph(graph.store).query(shown.query).rows == graph.question("most-common-barriers").rows
