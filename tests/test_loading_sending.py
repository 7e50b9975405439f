"""A graph on its way: batches that may be sent twice, and what is told of it without it."""

import pytest

from kg import rdf
from kg.loading.sending import Graph, told

LINES = [
    '<urn:a> <urn:p> "_:no <urn:q> _:blank" .\n',
    "<urn:a> <urn:p> _:x .\n",
    "<urn:b> <urn:p> <urn:c> .\n",
    '_:x <urn:q> "1" .\n',
    '<urn:c> <urn:q> "2" .',
]
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture
def graph(tmp_path):
    path = tmp_path / "graph.nt"
    path.write_text("".join(LINES), encoding="utf-8")
    return Graph(path, "a")


def read(text: str):
    return told(rdf.parse(text, "n-triples"))


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 9])
def test_batches_hold_every_line_once(graph, size):
    """What has blank nodes comes in the first batch, whole; the others are of the size that was asked for."""
    batches = [[line.decode().strip() for line in lines] for lines in graph.batches(size)]
    assert {LINES[1].strip(), LINES[3].strip()} <= set(batches[0])
    assert sorted(line for lines in batches for line in lines) == sorted(line.strip() for line in LINES)
    assert [len(lines) for lines in batches[1:-1]] == [size] * len(batches[1:-1])


@pytest.mark.parametrize("size", [1, 2, 3])
def test_sending_goes_on_where_it_ended_with_another_size(graph, size):
    """After the first batch of one run, batches of any size bring exactly what is missing."""
    first = next(graph.batches(3))
    rest = [line for lines in graph.batches(size, after=len(first)) for line in lines]
    assert sorted(first + rest) == sorted((line.strip() + "\n").encode() for line in LINES)


def test_what_is_told_does_not_hang_on_order_or_names_of_blank_nodes():
    """The same triples in another order, with other names for blank nodes, are the same."""
    assert read("".join(LINES)) == read("".join(reversed([*LINES[:4], LINES[4] + "\n"])).replace("_:x", "_:other"))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (f'"true"^^<{XSD}boolean>', f'"1"^^<{XSD}boolean>'),
        (f'"7"^^<{XSD}nonNegativeInteger>', f'"7"^^<{XSD}integer>'),
        (f'"2.5"^^<{XSD}decimal>', f'"2.50"^^<{XSD}decimal>'),
        ('"town"@en-GB', '"town"@en-gb'),
        ('"caf\u00e9"', f'"caf\\u00E9"^^<{XSD}string>'),
    ],
)
def test_other_forms_of_the_same_value_are_the_same(ours, theirs):
    """Virtuoso writes true as 1, Oxigraph keeps one type of whole numbers: no difference is told."""
    assert read(f"<urn:a> <urn:p> {ours} .") == read(f"<urn:a> <urn:p> {theirs} .")


@pytest.mark.parametrize("other", ['"2"', f'"1"^^<{XSD}integer>', '"1"@en', "<urn:one>", "_:one"])
def test_other_values_are_not_the_same(other):
    """A text is neither another text, nor a number, nor a thing."""
    assert read('<urn:a> <urn:p> "1" .') != read(f"<urn:a> <urn:p> {other} .")
