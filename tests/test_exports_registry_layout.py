"""The tables of the registry."""

import pytest

from kg import registry
from kg.exports.layout import BY_NAME

RENAMED = {"start": "start_year", "end": "end_year"}
HELD = {
    "organisations": registry.Organisation,
    "people": registry.Person,
    "places": registry.Place,
    "indicators": registry.Indicator,
    "sources": registry.Source,
    "coders": registry.Coder,
    "mentions": registry.Mention,
    "events": registry.Event,
}


@pytest.mark.parametrize("name", HELD)
def test_every_field_of_an_entry_has_a_column(name):
    """Nothing that the registry says is lost; the id comes first and is the key."""
    table = BY_NAME[name]
    fields = [n for n, kind in HELD[name].kinds().items() if kind.shape != "record" and n != "id"]
    assert {RENAMED.get(field, field) for field in fields} <= set(table.names)
    assert table.key == (table.columns[0].name,)
    assert table.columns[0].field == "id"


def test_posts_and_sections_have_tables_of_their_own():
    """Lists of records inside of a record are rows of another table that lead back to it."""
    assert {"person", "post", "organisation", "start_year", "end_year", "note", "evidence"} <= set(
        BY_NAME["posts"].names
    )
    assert BY_NAME["sections"].names == ["source", "section", "lines"]
