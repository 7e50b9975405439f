"""One question asked of several stores side by side."""

import pytest

from kg.errors import KgError
from kg.federation.asking import Said, each, together, told_by_several, who
from kg.questions import Table

A, B = "http://a.example/sparql", "http://b.example/sparql"


class Standing:
    """What stands for a store."""

    def __init__(self, address):
        self.address, self.roster_note = address, f"The note of {address}."


def opened(address):
    if "down" in address:
        raise KgError(f"{address}: is down")
    return Standing(address)


def table(*cases):
    return Table(["case", "n"], [[case, "1"] for case in cases], {"case": "roster id"})


def test_a_store_that_fails_hides_no_other():
    """Answers come in the order of the addresses, each with its note; a fault is kept as its line."""
    said = each([A, "http://down.example/", B], opened, lambda store: store.address)
    assert [(one.found, one.note, one.fault) for one in said] == [
        (A, f"The note of {A}.", ""),
        (None, "", "http://down.example/: is down"),
        (B, f"The note of {B}.", ""),
    ]


def test_a_fault_of_the_program_is_not_taken_for_a_silent_store():
    """Only what is meant for people is kept as a line."""
    with pytest.raises(ZeroDivisionError):
        each([A], opened, lambda store: 1 // 0)


def test_rows_are_put_together_and_never_merged():
    """The same row of two stores stands twice, each with its teller in front; without any answer no column is left."""
    said = [Said(A, table("bridge")), Said("http://down.example/", fault="down"), Said(B, table("bridge", "ferry"))]
    both = together(said)
    assert both.columns == ["told_by", "case", "n"]
    assert both.rows == [[A, "bridge", "1"], [B, "bridge", "1"], [B, "ferry", "1"]]
    assert both.meanings == {"told_by": "the endpoint that says so", "case": "roster id"}
    assert together([Said(A, fault="down")]).columns == ["told_by"]


def test_cases_that_several_tell_of_are_named():
    """A case counts once for each teller, however many rows it has there."""
    assert told_by_several([Said(A, table("bridge", "bridge", "dam")), Said(B, table("ferry", "bridge"))]) == ["bridge"]
    assert told_by_several([Said(A, table("bridge", "bridge")), Said(B, fault="down")]) == []


def test_an_endpoint_is_named_with_its_graphs_and_without_its_key():
    """Two graphs of one store are two tellers."""
    assert who(f"{A}?default-graph-uri=urn:g&key=secret") == f"{A}?default-graph-uri=urn:g"
