"""The explorer: choices, live counts, the search, and what the cases found are."""

import pytest

pytest.importorskip("anywidget")

from widgeting import asked, fresh, shown

from kg import widgets


@pytest.fixture
def explorer(g):
    """An explorer without a choice."""
    return widgets.Explorer(g)


def test_at_first_every_case_is_there(explorer, store):
    """All cases are certain as long as nothing is asked; the list is cut, and can be made longer."""
    assert explorer.cases == [*store.cases]
    assert "96 cases" in shown(explorer).text
    assert len([id for id in shown(explorer).picks if id.startswith("case/")]) == 50
    explorer._found.pick("more/")
    assert len([id for id in shown(explorer).picks if id.startswith("case/")]) == 96


def test_the_case_that_was_picked_is_marked(explorer):
    """The list shows which case was chosen, and a screen reader is told its name."""
    explorer._found.pick("case/atlantic-terrace")
    assert shown(explorer).attributes.count(("aria-current", "true")) == 1
    assert explorer._message.says == "Chosen: Atlantic Terrace"


def test_a_choice_narrows_and_is_taken_back(g, explorer):
    """A value that is pressed is chosen; pressed again, or its chip, it is not."""
    explorer._facets.pick("theme/share-power")
    assert set(explorer.cases) == set(g.facets.levels("theme", "share-power"))
    assert explorer.theme == "share-power"
    assert ("aria-pressed", "true") in shown(explorer).attributes
    explorer._found.pick("take/theme/share-power")
    assert explorer.chosen == {}
    assert explorer.theme == ""


def test_certain_only_leaves_the_certain(explorer):
    """The two levels are the two marks, and the control shows the trait."""
    explorer.chosen = {"theme": ["share-power"]}
    levels = dict(explorer.selection.levels)
    explorer._level.value = "certain"
    assert explorer.certainty == "certain"
    assert set(explorer.cases) == {case for case, level in levels.items() if level == "certain"}
    assert 0 < len(explorer.cases) < len(levels)


def test_counts_tell_what_a_further_choice_would_leave(explorer):
    """The count of a value is the number of cases after choosing it."""
    explorer.toggle("country", "canada")
    count = explorer.selection.counts["theme"]["share-power"]
    explorer.toggle("theme", "share-power")
    assert len(explorer.cases) == count > 0


def test_the_search_narrows(explorer, store):
    """Words begin words of what is told of a case; nothing found is said."""
    explorer._search.value = "bernalillo"
    assert explorer.text == "bernalillo"
    assert "bernalillo-jdai" in explorer.cases
    assert len(explorer.cases) < len(store.cases)
    explorer._search.value = "flurbflurb"
    assert explorer.cases == []
    assert "No case is left" in shown(explorer).text
    explorer._clear.click()
    assert explorer._search.value == ""
    assert len(explorer.cases) == 96


@pytest.mark.parametrize(
    ("trait", "value", "message"),
    [
        ("chosen", {"theme": ["shared-powr"]}, "'shared-powr' is no theme; did you mean 'share-power'"),
        ("chosen", {"teme": ["share-power"]}, "'teme' is no group of facets; did you mean 'theme'?"),
        ("chosen", {"theme": "share-power"}, "give the values of theme as a list"),
        ("certainty", "sure", "'sure' is no certainty"),
        ("theme", "shared-powr", "'shared-powr' is no theme"),
    ],
)
def test_a_wrong_choice_is_told_and_can_be_undone(explorer, trait, value, message):
    """There is a line with the nearest ones, the cases stay as they were, and clearing brings all back."""
    setattr(explorer, trait, value)
    assert message in explorer.message
    assert len(explorer.cases) == 96
    explorer.certainty = "possible"
    explorer.clear()
    assert len(explorer.cases) == 96


def test_a_choice_can_be_taken_along(g, explorer):
    """The query runs in the library and finds the same cases; the answer has the evidence; rows are CSV."""
    explorer.chosen = {"theme": ["share-power"], "country": ["canada"]}
    query = asked(explorer._found, "copy:sparql")["text"]
    assert {row["name"] for row in g.query(query)} == {g.store.cases[id].name for id in explorer.cases}
    assert {row["case"] for row in explorer.answer.rows} == set(explorer.cases)
    assert asked(explorer._found, "save:cases")["text"].count("\n") == len(explorer.cases) + 1


def test_a_case_that_is_gone_is_left_out(store):
    """Where a case is taken out of the graph while the explorer is open, the rest still shows."""
    g = fresh(store)
    explorer = widgets.Explorer(g)
    del g.store.cases["cpche"]
    explorer.toggle("theme", "share-power")
    assert explorer.message == ""
    assert "case/cpche" not in shown(explorer).picks
