"""Records that know where they came from."""

from kg.case import Case
from kg.errors import Problem
from kg.importing.found import Found, Line, Marks, at, led_back

PLACE = (Line(12, "cases.csv", "kind"), 3)


def test_a_problem_is_led_back_to_its_file():
    """A check that names a case file and the line of a mark is told at the place in the table."""
    told = led_back(Problem("cases/our-town.md", *PLACE, "'x' is not a kind", "did you mean 'part'?"))
    assert str(told) == "cases.csv:12:3: kind: 'x' is not a kind; did you mean 'part'?"


def test_other_problems_stay_where_they_are():
    """A problem of a file of the project keeps its place."""
    problem = Problem("cases/bridge.md", 4, 1, "message")
    assert led_back(problem) is problem


def test_every_field_has_a_place():
    """A field without a mark stands where its record does, and an item of a list where the list is."""
    record = Case("our-town", marks=Marks(PLACE))
    record.marks["places"] = (Line(12, "cases.csv", "places"), 6)
    assert record.marks.get("tier") == PLACE
    assert record.marks.get("places.1") == record.marks["places"]


def test_a_problem_without_a_place_is_told_at_the_start():
    """Where no place is known the problem is told all the same."""
    assert str(at(None, "message")) == ":1:1: message"


def test_problems_are_gathered():
    """All problems of an import are told together."""
    found = Found()
    found.report(PLACE, "one", "hint")
    found.report_all([Problem("x.md", 1, 1, "two")])
    assert [str(problem) for problem in found.problems] == ["cases.csv:12:3: kind: one; hint", "x.md:1:1: two"]
