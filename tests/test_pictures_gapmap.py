"""The picture of gaps: bubbles where cases tell, empty frames where none does."""

import picturing
import pytest

from kg.gaps import Cell, Entry, GapMap, gap_map
from kg.pictures import gapmap


@pytest.fixture(scope="module")
def whole(store):
    """Themes against outcomes, all cases."""
    return gap_map(store)


def made(name="A", certain=1, possible=2):
    """A map of two cells, of which the second is empty."""
    cells = [Cell("r", "c", ["x"] * certain, ["y"] * possible, ["o"], ["s"] * 3, ["u"] * 4), Cell("r", "d")]
    return GapMap([Entry("r", name, name)], [Entry("c", name, name), Entry("d", name, name)], cells, [name], 11, name)


@pytest.mark.parametrize("width", picturing.WIDTHS)
@pytest.mark.parametrize("rows", ["theme", "barrier"])
def test_every_cell_is_a_part(store, rows, width):
    """Each cell can be reached and says its five counts; no words lie on each other."""
    found = gap_map(store, rows)
    drawn = gapmap.draw(found, width, rows)
    assert set(picturing.parts(drawn)) == {f"{rows}/{cell.row}|outcome/{cell.column}" for cell in found.cells}
    assert picturing.faults(drawn) == []


def test_an_empty_cell_is_shown_as_empty():
    """A dotted frame and a dash, not a nought that could be read as a no."""
    drawn = gapmap.draw(made())
    says = picturing.parts(drawn)["theme/r|outcome/d"]
    assert "no case" in says
    assert drawn.count('stroke-dasharray="2 4"') == 2  # the cell and the legend
    assert "0" not in picturing.texts(drawn)


def test_certain_and_possible_are_two_numbers():
    """They are never added up."""
    texts = picturing.texts(gapmap.draw(made()))
    assert "1 + 2" in texts
    assert "3" not in texts
    assert "A with A: 1 certain, 2 possible; something else is told of 1; not stated in 3; not read in full 4" in (
        picturing.parts(gapmap.draw(made())).values()
    )


def test_the_area_of_a_bubble_is_the_number_of_cases():
    """A quarter of the cases is half the radius."""
    small, large = gapmap.bubble(0, 0, 20, 0.25, 0.25), gapmap.bubble(0, 0, 20, 1, 1)
    assert 'r="10"' in small
    assert 'r="20"' in large


def test_possible_cases_have_a_hatched_rim():
    """Told by a pattern, not by a colour alone."""
    assert "path" in gapmap.bubble(0, 0, 20, 0.2, 0.5)
    assert "path" not in gapmap.bubble(0, 0, 20, 0.5, 0.5)


def test_the_words_and_the_table_keep_the_gaps(whole):
    """Gaps are named, and each cell has its row."""
    told = gapmap.words(whole)
    assert whole.gaps
    assert "No case tells of:" in told
    columns, rows = gapmap.table(whole)
    assert len(rows) == len(whole.cells)
    assert {len(row) for row in rows} == {len(columns)}


def test_a_graph_without_outcomes_says_so(whole):
    """Never a blank picture."""
    for empty in (GapMap([], [], [], [], 0, ""), GapMap(whole.rows, [], [], [], 96, "")):
        assert "nothing to set against" in " ".join(picturing.texts(gapmap.draw(empty)))


def test_a_map_without_any_case_is_drawn(whole):
    """A choice that leaves no case: all cells are gaps."""
    cells = [Cell(cell.row, cell.column) for cell in whole.cells]
    drawn = gapmap.draw(GapMap(whole.rows, whole.columns, cells, [], 0, ""))
    assert len(picturing.parts(drawn)) == len(cells)


@pytest.mark.parametrize("name", picturing.HOSTILE)
@pytest.mark.parametrize("width", [344, 760])
def test_names_that_try_to_break_out(name, width):
    """A row and a column may be called anything."""
    drawn = gapmap.draw(made(name), width, title=name)
    assert picturing.is_safe(drawn)
    assert picturing.faults(drawn) == []
