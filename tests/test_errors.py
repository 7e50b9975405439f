"""Problems as values, and errors as a person sees them."""

from kg.errors import BadInput, KgError, Problem, QueryError, UsageError, closest


def test_a_problem_names_place_rule_and_remedy():
    """A problem reads as file:line:column: message; hint."""
    problem = Problem("cases/cpche.md", 31, 12, "'sucess' is not an outcome", "did you mean 'access'?")
    assert str(problem) == "cases/cpche.md:31:12: 'sucess' is not an outcome; did you mean 'access'?"


def test_a_problem_without_hint_ends_with_its_message():
    """Where there is nothing to advise, nothing is added."""
    assert str(Problem("a.md", 1, 2, "wrong")) == "a.md:1:2: wrong"


def test_problems_are_sorted_by_place_and_shown_once():
    """A report goes through the files from top to bottom and says nothing twice."""
    first, second, third = Problem("a", 2, 1, "x"), Problem("a", 10, 1, "x"), Problem("b", 1, 1, "x")
    assert BadInput([third, second, first, second]).problems == [first, second, third]
    assert str(BadInput([second, first])) == "a:2:1: x\na:10:1: x"


def test_exit_codes_tell_wrong_use_from_wrong_data():
    """Wrong use gives 2, problems in files give 1."""
    assert (KgError.exit_code, BadInput.exit_code, UsageError.exit_code, QueryError.exit_code) == (1, 1, 2, 2)


def test_a_query_error_names_its_place_where_it_is_known():
    """The place stands before the message, and is left out where there is none."""
    assert str(QueryError("expected a dot", 3, 7, "mine.rq")) == "mine.rq:3:7: expected a dot"
    assert str(QueryError("timed out", name="mine.rq")) == "mine.rq: timed out"


def test_closest_names_up_to_three_near_words():
    """A hint names near words, nearest first, and is empty where none is near."""
    assert closest("share-powr", ["share-power", "trust"]) == "did you mean 'share-power'?"
    assert closest("aaa1", ["aaa2", "aaa3", "aaa4", "aaa5"]).count("or") == 2
    assert closest("xyz", ["share-power"]) == ""
