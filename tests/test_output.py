"""Rows and answers as text."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import answers, output

COLUMNS = ["name", "what"]
ROWS = [["bridge", 'a "quoted" | barred, one'], ["é, ü", "two\nlines"], ["", "[red]plain[/red]"]]


def test_csv_is_read_back():
    """CSV keeps every sign of every cell, with plain newlines."""
    text = output.to_csv(COLUMNS, ROWS)
    assert "\r" not in text
    assert list(csv.reader(io.StringIO(text))) == [COLUMNS, *ROWS]


@given(st.lists(st.lists(st.text(st.characters(blacklist_characters="\r\0")), min_size=2, max_size=2)))
def test_any_cell_survives_csv(rows):
    """Whatever a cell holds, CSV gives it back."""
    assert list(csv.reader(io.StringIO(output.to_csv(COLUMNS, rows), newline="")))[1:] == rows


def test_json_rows_are_objects_by_column():
    """JSON has one object a row and keeps letters as they are."""
    text = output.rows(COLUMNS, ROWS, "json")
    assert json.loads(text) == [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]
    assert "é, ü" in text


def test_markdown_cells_cannot_break_the_table():
    """Bars, backslashes and newlines in a cell do not end it."""
    lines = output.to_markdown(COLUMNS, [*ROWS, ["a\\", "b"]]).splitlines()
    assert len(lines) == 2 + 4
    assert lines[0] == "| name | what |"
    assert lines[2] == '| bridge | a "quoted" \\| barred, one |'
    assert lines[3] == "| é, ü | two lines |"
    assert lines[5] == "| a\\\\ | b |"


def test_a_table_shows_every_cell_without_colour():
    """Outside a terminal a table has no control signs, reads markup as plain text, and ends no line in spaces."""
    text = output.to_table(COLUMNS, ROWS)
    assert "\x1b" not in text
    assert "[red]plain[/red]" in text
    assert all(line == line.rstrip() for line in text.split("\n"))


def test_a_long_cell_is_folded_to_the_width(monkeypatch):
    """No line of a table is wider than the terminal, and no word is lost."""
    monkeypatch.setenv("COLUMNS", "60")
    words = [f"word{n}" for n in range(40)]
    text = output.to_table(COLUMNS, [["a", " ".join(words)]])
    assert max(map(len, text.split("\n"))) <= 60
    assert all(word in text for word in words)


@pytest.mark.parametrize(("columns", "whole"), [("100", True), ("60", False)])
def test_ids_stay_in_one_piece_where_there_is_room(monkeypatch, columns, whole):
    """An id can be copied from a table as long as the words beside it can still be read."""
    monkeypatch.setenv("COLUMNS", columns)
    id, words = "special-cells-violence-against-women", "a few words that stand beside it " * 4
    text = output.to_table(["case", "name", "country", "note"], [[id, words, words, words]])
    assert (id in text) == whole
    assert max(map(len, text.split("\n"))) <= int(columns)


@pytest.mark.parametrize(
    "question", ["which projects shared power", "projects that shared jam", "all cases that did not share power"]
)
def test_an_answer_shows_its_reading_and_its_limits(store, question):
    """Every answer says how it was read, among which cases, and how the cases are documented."""
    found = answers.ask(store, question)
    for format in ("table", "md"):
        text = " ".join(output.answer(found, format).split())
        assert "Among: " in text
        if found.sparql:
            assert "Read as: " in text
            assert f"Certain ({len(found.certain)})" in text
            assert f"Possible ({len(found.possible)})" in text
            assert store.roster_note in text
            assert "Not stated in the source: " in text
        else:
            assert "No answer is given until every word is understood" in text


@pytest.mark.parametrize("format", ["table", "md"])
def test_an_answer_shows_each_case_with_its_evidence(store, format):
    """Each case stands with id, country, tier, note, speaker and place in the source."""
    found = answers.ask(store, "which projects shared power")
    text = " ".join(output.answer(found, format).split())
    for hit in [*found.certain, *found.possible]:
        assert hit.facts.name in text
        assert hit.facts.id in text
        for piece in hit.evidence:
            assert " ".join(piece.note.split()) in text
            assert piece.finding in text
            assert piece.locator in text


def test_no_answer_says_that_a_project_did_not(store):
    """The words on screen for silence are `not stated in the source`."""
    text = output.answer(answers.ask(store, "which projects did not share power"), "table")
    assert "not stated in the source" in text
    assert "did not share" not in text


def test_an_answer_as_csv_has_one_row_for_each_piece_of_evidence(store):
    """CSV repeats the case for each condition."""
    found = answers.ask(store, "which projects shared power and met turf wars")
    rows = list(csv.DictReader(io.StringIO(output.answer(found, "csv"))))
    assert len(rows) == 2 * len([*found.certain, *found.possible])
    assert list(rows[0])[:4] == ["answer", "case", "name", "documented"]
    assert {row["answer"] for row in rows} <= {"certain", "possible"}


def test_markdown_of_an_answer_holds_the_query(store):
    """The query stands at the end, to be run by hand."""
    found = answers.ask(store, "which projects shared power")
    assert output.answer(found, "md").rstrip().endswith(f"```sparql\n{found.sparql.rstrip()}\n```")


def test_mended_words_and_notes_are_shown(store):
    """Whatever was changed in the question is told."""
    text = output.answer(answers.ask(store, "shared powre in Canada and India"), "table")
    assert "Mended: 'powre' is read as 'power'" in text
    assert "'and' is read as 'or' there" in " ".join(text.split())


def test_no_bar_is_drawn_outside_a_terminal(capsys):
    """Progress is for eyes alone."""
    with output.progress() as show:
        show("step", 1, 2)
    assert capsys.readouterr() == ("", "")
