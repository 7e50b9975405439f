"""What every export is made of."""

from kg.exports.frame import File, Given


def test_what_exports_are_made_from(project, compiled):
    """The whole graph is what was typed with what was derived, each triple once and in order."""
    given = Given(project, compiled)
    assert given.corpus is compiled.source.corpus
    assert set(given.all) == {*given.asserted, *given.derived}
    assert given.all == sorted(set(given.all), key=str)


def test_files_that_are_alike_are_shown_as_one():
    """The docs name the pattern of a file where it has one, and its name otherwise."""
    one = File("cases.csv", "A row for each case", "text/csv", lambda: b"")
    other = File("cases/cpche.ttl", "One case", "text/turtle", lambda: b"", pattern="cases/<case>.ttl")
    assert (one.shown, other.shown) == ("cases.csv", "cases/<case>.ttl")
