"""How fields are declared: each declaration says how its text is read."""

from dataclasses import dataclass

from kg import fields
from kg.fields import Kind, Record


@dataclass
class Sample(Record):
    """A record with a field of several shapes."""

    id: str = fields.local_id()
    title: str = fields.text(required=True, longest=10)
    themes: list[str] = fields.refs("theme")
    start: int | None = fields.year()


def test_kinds_come_in_the_order_of_the_file():
    """The declared fields, and only those, in the order in which they are written."""
    assert list(Sample.kinds()) == ["id", "title", "themes", "start"]


def test_a_declaration_keeps_what_it_was_told():
    """Shape, limits and references are there for the reader, the checker and the builder."""
    kinds = Sample.kinds()
    assert kinds["title"] == Kind("text", required=True, longest=10)
    assert kinds["themes"] == Kind("ref", ref="theme", many=True)
    assert kinds["id"].required


def test_an_empty_record_has_empty_fields():
    """Single values start as nothing, several values as an empty list of their own."""
    one, other = Sample(), Sample()
    one.themes.append("share-power")
    assert one.start is None
    assert other.themes == []


def test_places_do_not_count_in_comparison():
    """Two records with the same values are equal wherever they stand in a file."""
    assert Sample(marks={"id": (1, 1)}) == Sample(marks={"id": (9, 9)})
