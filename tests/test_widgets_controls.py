"""Controls of widgets: lists by ids that hold no hostile text, and cases by id or name."""

import pytest

pytest.importorskip("ipywidgets")

from widgeting import HOSTILE

from kg.errors import UsageError
from kg.notebook.graph import KnowledgeGraph
from kg.widgets.controls import case_entries, chooser, known_case, offer


def test_a_list_is_filled_and_chosen_from():
    """No choice stands first; an id that is not there is no choice."""
    control = chooser("Thing")
    offer(control, "nothing", [("One", "1"), ("Two", "2")], "2")
    assert control.options == (("nothing", ""), ("One", "1"), ("Two", "2"))
    assert control.value == "2"
    offer(control, "nothing", [("One", "1")], "2")
    assert control.value == ""


def test_entries_are_clean_and_short():
    """What cannot be seen or turns the writing round is gone, and no entry is longer than a line."""
    control = chooser("Thing")
    offer(control, "nothing", [(HOSTILE, "1")])
    words = control.options[1][0]
    assert not {"\u202e", "\x1b"} & set(words)
    assert len(words) <= 120


def test_two_cases_of_one_name_stay_two():
    """An entry is chosen by its id, so that a name may be there twice."""
    control = chooser("Case")
    offer(control, "nothing", [("Same", "1"), ("Same", "2")], "2")
    assert control.value == "2"


def test_a_case_is_known_by_id_and_name(store):
    """An unknown one is told with what to do, or with what comes near."""
    g = KnowledgeGraph(store)
    assert known_case(g, "cpche") == "cpche"
    assert known_case(g, "Total Place") == "total-place"
    with pytest.raises(UsageError, match="choose one in the list"):
        known_case(g, "zzzzzz")
    assert ("Total Place", "total-place") in case_entries(g)
