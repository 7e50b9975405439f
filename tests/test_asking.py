"""Commands that answer: ask, questions, query, show, list."""

import csv
import io
import json

import pytest

from kg import questions


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_ask_prints_the_answer_and_nothing_else(run, ready):
    """Data goes to stdout; there is no talk; the code is 0 where there is an answer."""
    result = run("ask", "which projects shared power", project=ready)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("Read as: Share power (practised)\n")


def test_ask_needs_no_quotes(run, ready):
    """The words of a question may be given one by one."""
    assert run("ask", "which", "projects", "shared", "power", project=ready) == run(
        "ask", "which projects shared power", project=ready
    )


def test_ask_can_show_the_first_cases_only(run, ready):
    """The numbers of all cases stay, and every format says what was left out."""
    whole = json.loads(run("ask", "which projects shared power", "--format", "json", project=ready).out)
    left = {level: len(whole[level]) - 1 for level in ("certain", "possible")}
    assert min(left.values()) > 0
    short = run("ask", "which projects shared power", "--first", "1", project=ready)
    for level, number in left.items():
        assert f"{level.capitalize()} ({number + 1})" in short.out
        assert f"and {number} more; without --first all are shown" in short.out
    data = json.loads(run("ask", "which projects shared power", "--first", "1", "--format", "json", project=ready).out)
    assert (data["left_out"], data["certain"]) == (left, whole["certain"][:1])
    rows = run("ask", "which projects shared power", "--first", "1", "--format", "csv", project=ready)
    assert len({row["case"] for row in read_csv(rows.out)}) == 2
    assert f"left out: {left['certain']} certain, {left['possible']} possible" in rows.err


def test_ask_without_an_answer_gives_code_1(run, ready):
    """No case, or no reading, is code 1 and still a full report."""
    result = run("ask", "projects that shared jam", project=ready)
    assert result.code == 1
    assert "Not understood: 'jam'" in result.out


def test_ask_sends_a_known_way_of_asking_to_its_question(run, ready):
    """A question that is one of the ways to ask a named one is answered by it, and the answer says so."""
    way = next(
        way for way in questions.read_questions(ready / "queries" / "answers") if way.name == "total-savings"
    ).keywords[0]
    asked = json.loads(run("ask", way, "--format", "json", project=ready).out)
    named = json.loads(run("questions", "total-savings", "--format", "json", project=ready).out)
    assert (asked["named"], asked["question"], asked["rows"]) == ("total-savings", way, named["rows"])
    shown = run("ask", way, project=ready).out
    assert shown.startswith("Read as the named question 'total-savings'")


def test_ask_shows_only_the_query(run, ready):
    """With --sparql the query alone is printed."""
    result = run("ask", "which projects shared power", "--sparql", project=ready)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("PREFIX")
    assert "Read as" not in result.out


def test_questions_lists_every_question(run, ready, project):
    """Each named question is listed with its group and what it asks."""
    rows = read_csv(run("questions", "--format", "csv", project=ready).out)
    assert sorted(row["name"] for row in rows) == sorted(path.stem for path in project.answers.glob("*.rq"))
    assert all(row["group"] and row["question"] for row in rows)


@pytest.mark.parametrize("format", ["table", "json", "csv", "md"])
def test_a_named_question_is_answered_in_each_format(run, ready, format):
    """All formats hold the same rows."""
    rows = read_csv(run("questions", "total-savings", "--format", "csv", project=ready).out)
    result = run("questions", "total-savings", "--format", format, project=ready)
    assert (result.code, result.err) == (0, "")
    if format == "json":
        data = json.loads(result.out)
        assert {"question", "named", "summary", "parameters", "columns", "sparql", "roster"} <= set(data)
        assert all(not data[key] for key in ("reading", "certain", "possible", "not_stated", "not_understood"))
        assert data["rows"] == rows
    elif format == "md":
        assert len(result.out.splitlines()) == len(rows) + 2
    elif format == "table":
        assert f"\n{len(rows)} rows. The 47 projects are a reconstruction" in result.out


@pytest.mark.parametrize("words", [("theme",), ("theme share-power",), ("=x",)])
def test_a_parameter_is_name_and_value(run, ready, words):
    """What is no NAME=VALUE, or names no parameter, is refused with an example."""
    result = run("questions", "leaders-questions-on-a-theme", *words, project=ready)
    assert (result.code, result.out) == (2, "")
    assert "NAME=VALUE" in result.err or "has no parameter" in result.err


def test_query_reads_standard_input(run, ready, monkeypatch):
    """A dash stands for standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"ASK {}")))
    assert run("query", "-", project=ready).out == "yes\n"


def test_show_gives_one_case(run, ready):
    """A case is shown for the eye, as Markdown and as data."""
    assert run("show", "cpche", project=ready).out.startswith("Canadian Partnership")
    assert run("show", "cpche", "--format", "md", project=ready).out.startswith("## Canadian Partnership")
    assert json.loads(run("show", "cpche", "--format", "json", project=ready).out)["case"] == "cpche"


def test_list_gives_every_case_and_the_note(run, ready, corpus):
    """Without conditions every case is a row; the note on the roster goes to stderr, so that data stays clean."""
    result = run("list", "--format", "csv", project=ready)
    rows = read_csv(result.out)
    assert {row["case"] for row in rows} == {case.id for case in corpus.cases.values()}
    assert list(rows[0]) == ["case", "name", "country", "kind", "documented"]
    assert result.err.startswith(f"{len(rows)} cases. The 47 projects are a reconstruction")


def test_list_by_conditions_tells_how_sure_it_is(run, ready):
    """With conditions each row says certain or possible, as an answer to the same question would."""
    options = ("--theme", "share-power", "--country", "CA", "--kind", "fellowship")
    rows = read_csv(run("list", *options, "--format", "csv", project=ready).out)
    asked = json.loads(run("ask", "which projects shared power in Canada", "--format", "json", project=ready).out)
    assert {row["case"]: row["answer"] for row in rows} == {
        hit["case"]: level for level in ("certain", "possible") for hit in asked[level]
    }


@pytest.mark.parametrize("option", ["theme", "barrier", "outcome", "country", "kind", "tier", "area"])
def test_list_refuses_an_unknown_value(run, ready, option):
    """A value that is not in its list is refused in one line."""
    result = run("list", f"--{option}", "zzzz", project=ready)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("kg: 'zzzz' is not a")
    assert result.err.count("\n") == 1


def test_an_empty_list_gives_code_1(run, ready):
    """No row is no error, and is told by the code."""
    result = run("list", "--country", "GB", "--kind", "fellowship", project=ready)
    assert result.code == 1
    assert result.err.startswith("0 cases")
