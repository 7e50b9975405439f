"""Whose turn it is: pages come first, and no client stands in everybody's way."""

import pytest

from kg.web.turns import Full, Turn, Turns


def turns(at_once=4, room=10):
    return Turns(at_once, room)


def enter(turns, *names):
    """Requests by the name of their client; one that starts with `page` is a page."""
    made = [Turn(name.split(":")[-1], not name.startswith("page"), name) for name in names]
    for turn in made:
        turns.enter(turn)
    return made


def started(turns):
    """The names of all that may start now."""
    found = []
    while turn := turns.next():
        found.append(turn.call)
    return found


def test_a_page_comes_before_queries():
    """A page overtakes queries that wait longer."""
    here = turns()
    enter(here, "query:a", "query:b", "page:c")
    assert started(here)[0] == "page:c"


def test_the_last_turn_is_kept_for_a_page():
    """However many queries there are, a page starts at once."""
    here = turns(at_once=3)
    enter(here, "query:a", "query:b", "query:c", "query:d")
    assert started(here) == ["query:a", "query:b"]
    enter(here, "page:e")
    assert started(here) == ["page:e"]


def test_one_client_cannot_take_every_turn_of_queries():
    """The last turn for queries is for a client that has none running."""
    here = turns(at_once=4)
    enter(here, "query:greedy", "query:greedy", "query:greedy", "query:greedy")
    assert started(here) == ["query:greedy", "query:greedy"]
    enter(here, "query:modest")
    assert started(here) == ["query:modest"]


def test_who_has_fewest_running_comes_first():
    """A client with nothing running overtakes the second request of another."""
    here = turns(at_once=5)
    enter(here, "query:a")
    assert started(here) == ["query:a"]
    enter(here, "query:a", "query:b")
    assert started(here)[0] == "query:b"


def test_one_client_cannot_take_every_turn_of_pages():
    """However many pages it asks for, another client's page starts at once."""
    here = turns(at_once=3)
    enter(here, "page:greedy", "page:greedy", "page:greedy")
    assert started(here) == ["page:greedy", "page:greedy"]
    enter(here, "page:modest")
    assert started(here) == ["page:modest"]


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_a_single_turn_still_serves_queries(at_once):
    """Where there is little to share, queries run all the same."""
    here = turns(at_once)
    enter(here, "query:a")
    assert started(here) == ["query:a"]


def test_a_turn_that_ends_makes_room_for_the_next():
    """Who has run leaves, and who waits comes on."""
    here = turns(at_once=2)
    first, _ = enter(here, "query:a", "query:b")
    assert started(here) == ["query:a"]
    here.leave(first)
    assert started(here) == ["query:b"]


def test_who_waits_no_more_is_not_called():
    """A client that is gone gets no turn."""
    here = turns()
    first, _ = enter(here, "query:a", "query:b")
    here.leave(first)
    assert started(here) == ["query:b"]


def test_the_room_to_wait_is_bounded():
    """Beyond it nobody may wait, and it is said that all are to blame."""
    here = turns(room=4)
    enter(here, "query:a", "query:b", "query:c", "query:d")
    with pytest.raises(Full) as full:
        enter(here, "query:e")
    assert not full.value.mine


def test_one_client_may_fill_half_of_the_room():
    """Beyond that, that client alone is sent away."""
    here = turns(room=4)
    enter(here, "query:a", "query:a")
    with pytest.raises(Full) as full:
        enter(here, "query:a")
    assert full.value.mine
    enter(here, "query:b")
