"""The values that the front and its workers share."""

from kg.web.messages import PageRequest


def test_parameters_keep_their_order_and_their_number():
    """A parameter given twice is two values, and the first of them is the one where only one is asked for."""
    request = PageRequest("/compare", (("case", "b"), ("theme", "x"), ("case", "a")))
    assert request.all("case") == ["b", "a"]
    assert request.first("case") == "b"


def test_a_parameter_that_is_missing_is_empty():
    """Pages need not ask whether a parameter was given."""
    request = PageRequest("/ask")
    assert request.all("q") == []
    assert request.first("q") == ""
    assert request.first("q", "all") == "all"
