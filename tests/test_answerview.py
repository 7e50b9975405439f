"""Answers as objects: the cases of the command line, kept apart by level, with their evidence."""

import json

import pytest

from kg.errors import UsageError

SHARED = "which projects shared power and cut costs"


def test_an_answer_is_that_of_the_command_line(g, run, ready):
    """Cases, levels, reading, counts and query are those of `kg ask`."""
    found = g.ask(SHARED)
    printed = json.loads(run("ask", SHARED, "--format", "json", project=ready).out)
    assert [row["case"] for row in found.certain] == [hit["case"] for hit in printed["certain"]]
    assert (
        [row["case"] for row in found.possible] == [hit["case"] for hit in printed["possible"]] == ["bernalillo-jdai"]
    )
    assert found.not_stated == printed["not_stated"]
    assert found.sparql == printed["sparql"]
    assert found.question == SHARED


def test_the_rows_keep_certain_and_possible_apart(g):
    """Each row says which it is; the certain ones come first, and the two tables are its parts."""
    found = g.cases(theme=["share-power", "create-common-purpose"])
    levels = [row["answer"] for row in found]
    assert levels == sorted(levels)
    assert set(levels) == {"certain", "possible"}
    assert found.rows == [*found.certain.rows, *found.possible.rows]
    assert len(found) == len(found.rows)
    assert list(found.rows[0]) == ["answer", "case", "name", "country", "kind", "documented"]


def test_the_evidence_of_an_answer_has_its_places(g):
    """A row for each case and condition, with speaker, source and place, as the answer has it."""
    found = g.ask(SHARED)
    assert [(e["condition"], e["basis"], e["speaker"]) for e in found.evidence] == [
        ("Share power (practised)", "inferred", "Doug E. Mitchell"),
        ("Cost saving (achieved)", "stated", "Art Murphy"),
    ]
    for row, piece in zip(found.evidence, found.answer.possible[0].evidence, strict=True):
        assert row["evidence_case"] == piece.case
        assert {name: row[name] for name in row if hasattr(piece, name) and name != "case"} == {
            name: getattr(piece, name) for name in row if hasattr(piece, name) and name != "case"
        }


def test_the_query_of_an_answer_finds_its_cases(g):
    """The SPARQL that an answer carries gives the same cases and levels when it is run by itself."""
    found = g.ask("which projects shared power")
    again = g.query(found.sparql)
    assert [(row["name"], row["answer"]) for row in again] == [(row["name"], row["answer"]) for row in found]


@pytest.mark.parametrize("question", ["which projects used flurbs", "xyzzy", "projects"])
def test_a_question_that_is_not_understood_is_no_error(g, question):
    """The answer is empty, says what was not understood, and shows that too."""
    found = g.ask(question)
    assert not found.understood
    assert (len(found), found.sparql, list(found.evidence)) == (0, "", [])
    for shown in (found._repr_html_(), found._repr_markdown_()):
        assert "No answer is given" in shown or "No condition was found" in shown or "Hardly a word" in shown
    assert repr(found).startswith("<Answer: none; ")


def test_robust_says_what_the_command_line_says(g, run, ready):
    """The footing of each case, and the other readings, are those of `kg ask --robust`."""
    question = "which projects did not share power"
    tested = json.loads(run("ask", question, "--robust", "--format", "json", project=ready).out)["robustness"]
    rows = g.ask(question).robust().rows
    assert [row["case"] for row in rows] == [footing["case"] for footing in tested["footings"]]
    assert [row["firm"] for row in rows] == [footing["firm"] for footing in tested["footings"]]
    added = [row["case"] for row in rows if row["answer"] == "possible" and row["if silence is no"]]
    assert added == tested["if_silence_is_no"]
    assert added


def test_a_list_of_cases_has_nothing_to_test(g):
    """Without conditions there is no footing, and the message says what to ask."""
    with pytest.raises(UsageError, match="no conditions to test"):
        g.cases().robust()
