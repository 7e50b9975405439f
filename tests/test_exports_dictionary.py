"""The data dictionary."""

import csv

import pytest

from kg import rdf
from kg.exports.dictionary import COLUMNS, how_many


@pytest.fixture(scope="module")
def rows(exported):
    with (exported / "data-dictionary.csv").open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        assert reader.fieldnames == COLUMNS
        return list(reader)


def test_every_term_that_data_uses_is_in_it(exported, rows):
    """Each property of ours in the graph, and each class of a thing in it, has a row with its meaning."""
    ours = "https://w3id.org/cwkg/ontology#"
    graph = list(rdf.parse(exported / "rdf/data.nt", "n-triples"))
    used = {t.predicate.value for t in graph} | {t.object.value for t in graph if t.predicate == rdf.iri("rdf:type")}
    meanings = {row["iri"]: row["meaning"] for row in rows if row["sort"] in ("class", "property")}
    assert {iri for iri in used if iri.startswith(ours)} <= set(meanings)
    assert all(meanings.values())


def test_a_row_of_each_sort(rows):
    """A class, a property, a field with how often it stands, and an entry of a list."""
    found = {(row["sort"], row["name"], row["of"]): row for row in rows}
    assert found["class", "cw:ThemeFinding", "cw:Finding"]["label"] == "theme finding"
    assert found["field", "rdfs:label", "cw:Collaboration"]["how_many"] == "1"
    assert found["field", "cw:knownFrom", "cw:Collaboration"]["how_many"] == "1 or more"
    assert found["field", "cw:partOf", "cw:Collaboration"]["how_many"] == "0 to 1"
    entry = found["entry", "theme:share-power", "theme"]
    assert (entry["label"], entry["iri"]) == ("Share power", "https://w3id.org/cwkg/code/theme/share-power")


def test_no_row_is_there_twice(rows):
    """A term with several ranges has one row that names them all."""
    keys = [(row["sort"], row["iri"], row["of"], row["label"]) for row in rows]
    assert len(keys) == len(set(keys))


def test_the_page_has_what_the_table_has(exported, rows):
    """The Markdown has a heading for each sort and a line for each row."""
    text = (exported / "data-dictionary.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert len(lines) == len(rows) + 2 * 4  # a table has two lines of head
    assert text.count("\n## ") == 4


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (None, None, "any number"),
        ("0", None, "any number"),
        ("1", None, "1 or more"),
        ("1", "1", "1"),
        (None, "1", "0 to 1"),
        ("0", "0", "none"),
        ("1", "3", "1 to 3"),
    ],
)
def test_how_often_in_words(least, most, words):
    """The numbers of a shape as people say them."""
    assert how_many(least, most) == words
