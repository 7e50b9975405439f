"""What calls of the library are given."""

import pytest

from kg.errors import KgError, UsageError
from kg.notebook.calls import given_text, given_texts, whole
from kg.notebook.graph import KnowledgeGraph


@pytest.mark.parametrize("call", ["ask", "query", "question", "case"])
@pytest.mark.parametrize("given", [None, 7, ["which"], b"x", "\ud800"])
def test_what_is_no_text_is_told(store, call, given):
    """A call with something else than a text says what to give."""
    with pytest.raises(UsageError, match=f"{call} takes .* as text"):
        getattr(KnowledgeGraph(store), call)(given)


def test_texts_are_taken_as_they_are():
    """One text, or several in a list, tuple or set."""
    assert given_text("share-power", "theme", "an id") == "share-power"
    assert given_texts("share-power", "theme") == ["share-power"]
    assert given_texts(("a", "b"), "theme") == ["a", "b"]
    assert given_texts((), "theme") == []


@pytest.mark.parametrize("fault", [KeyError("https://example.org/x"), IndexError(), ValueError("max() is empty")])
def test_a_graph_that_is_not_whole_is_told_so(fault):
    """The reader gets a message; the fault stays behind it for those who look for it."""
    with pytest.raises(KgError, match="the graph lacks records that this needs") as raised, whole():
        raise fault
    assert raised.value.__cause__ is fault


def test_our_own_errors_pass_through():
    """A message for people stays as it is."""
    with pytest.raises(UsageError, match="mine"), whole():
        raise UsageError("mine")
