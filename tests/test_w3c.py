"""The W3C's SPARQL 1.1 tests over HTTP: what passes, what does not, and that the published figures are true."""

import csv

import pytest
import w3c_compare as compare
import w3c_runner
from w3c_manifests import Suite
from w3c_page import page

A, B = ("blank", "a"), ("blank", "b")
ONE, TWO = ("iri", "https://example.org/1"), ("iri", "https://example.org/2")


@pytest.fixture(scope="module")
def outcomes(w3c):
    """What became of every test of the suite."""
    return w3c_runner.run(w3c)


def test_every_approved_test_of_the_suite_is_run(w3c, outcomes):
    """No test is left out: each entry of each manifest has its outcome, once."""
    listed = sum(len(Suite(w3c).tests([name])) for name in w3c_runner.SUITES)
    assert len({outcome.test for outcome in outcomes}) == len(outcomes) == listed > 340


def test_the_published_figures_are_those_of_this_run(outcomes):
    """docs/w3c.csv says how many passed, failed and were refused; it is written by the runner with --write."""
    with w3c_runner.FIGURES.open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream))[1:] == w3c_runner.figures(outcomes)


def test_what_does_not_pass_is_what_is_published(outcomes):
    """A test that passes no longer, or passes now, changes the list of differences."""
    published = {test: result for test, (result, _) in w3c_runner.explained().items()}
    assert published == w3c_runner.differences(outcomes), [o for o in outcomes if o.result != "passed"]


def test_every_difference_is_explained():
    """Each has a reason, and no protocol or service description test is among the failures."""
    for test, (result, why) in w3c_runner.explained().items():
        assert len(why.split()) > 4, test
        assert result == "refused" or not test.startswith(("protocol/", "service-description/"))


def test_the_page_is_current():
    """docs/w3c.md is what its tables make."""
    assert (w3c_runner.FIGURES.parent / "w3c.md").read_text(encoding="utf-8") == page()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ([{"x": A}, {"x": B}], [{"x": B}, {"x": A}], True),
        ([{"x": A}, {"x": A}], [{"x": A}, {"x": B}], False),
        ([{"x": A, "y": B}], [{"x": A, "y": A}], False),
        ([{"x": A, "y": ONE}, {"x": B, "y": TWO}], [{"x": A, "y": TWO}, {"x": B, "y": ONE}], True),
        ([{"x": A, "y": ONE}, {"x": A, "y": TWO}], [{"x": A, "y": ONE}, {"x": B, "y": TWO}], False),
        ([{"x": ONE}, {"x": ONE}], [{"x": ONE}, {"x": TWO}], False),
        ([{"x": ONE}], [{}], False),
        ([{"x": ONE}], [{"x": ONE}, {"x": ONE}], False),
    ],
)
def test_rows_are_the_same_but_for_names_of_blank_nodes(one, other, same):
    """The comparison takes another name for the same blank node, and nothing else."""
    assert compare.same_tables((["x", "y"], one), (["y", "x"], other), ordered=False) is same


def test_the_order_of_rows_counts_where_it_is_asked_for():
    """A result in another order is another result where the query orders it."""
    one, other = [{"x": ONE}, {"x": TWO}], [{"x": TWO}, {"x": ONE}]
    assert compare.same_tables((["x"], one), (["x"], other), ordered=False)
    assert not compare.same_tables((["x"], one), (["x"], other), ordered=True)
    assert not compare.same_tables(True, False, ordered=False)


@pytest.mark.parametrize(("one", "other"), [("1.0", "1"), ("1.0e6", "1000000"), ("-0.50", "-.5"), ("inf", "INF")])
def test_numbers_are_compared_by_value(one, other):
    """A number in another form is the same number, and another number is not."""
    assert compare.number(one) == compare.number(other) != compare.number("2.5")
