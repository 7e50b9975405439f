"""Rows of a named question on a page: names with links, and how we know in one place."""

import pytest

from kg.html import Html
from kg.notebook.tables import Table
from kg.web.addresses import Addresses
from kg.web.pages.rows import rows, words_of


@pytest.fixture
def shown(site):
    def show(columns, *data):
        table = Table(
            columns, [dict(zip(columns, row, strict=True)) for row in data], meanings={"note": "what happened"}
        )
        return rows(site, Addresses("/x"), table)

    return show


def test_a_case_is_a_name_with_a_link(shown):
    """Id and name become one column."""
    found = shown(["case", "name", "cases"], ["cpche", "The name", 3])
    assert [column.words for column in found.columns] == ["Case", "Cases"]
    assert found.rows == [['<a href="/x/case/cpche">The name</a>', "3"]]
    assert [column.numeric for column in found.columns] == [False, True]


def test_a_case_without_a_name_beside_it_gets_its_name(shown, store):
    """The graph knows what a case is called; an id that it does not know stays a text."""
    found = shown(["case"], ["cpche"], ["elsewhere"])
    assert found.rows == [
        [f'<a href="/x/case/cpche">{store.cases["cpche"].name.replace(chr(39), "&#x27;")}</a>'],
        ["elsewhere"],
    ]


def test_entries_and_organisations_are_links(shown):
    """Labels of themes, barriers, outcomes and organisations lead to their pages."""
    found = shown(["theme", "organisation", "note"], ["Share power", "Commonwealth of Virginia", "Share power"])
    theme, organisation, note = found.rows[0]
    assert theme == '<a href="/x/theme/share-power">Share power</a>'
    assert organisation == '<a href="/x/organisation/commonwealth-of-virginia">Commonwealth of Virginia</a>'
    assert note == "Share power"


def test_a_short_name_becomes_a_label(shown):
    """An IRI in a row is shown as the name of its thing."""
    assert shown(["x"], ["stance:enacted"]).rows == [['<a href="/x/about-thing/code/stance/enacted">Enacted</a>']]


def test_how_we_know_stands_in_one_column(shown):
    """Three or more columns that say so stand together, and rows that differ in them alone are one row."""
    columns = ["case", "note", "basis", "speaker", "source", "locator"]
    first = ["cpche", "Note.", "Stated", "Emily Miles", "The report", "Box 4"]
    found = shown(columns, first, [*first[:5], "Box 5"], ["cpche", "Other.", *first[2:]])
    assert [column.words for column in found.columns] == ["Case", "Note", "How we know"]
    assert len(found.rows) == 2
    trail = found.rows[0][2]
    assert "Stated; said by Emily Miles; The report, Box 4" in trail
    assert "The report, Box 5" in trail


def test_two_such_columns_stay_as_they_are(shown):
    """A source with its place is no reason for a column of its own."""
    assert [column.name for column in shown(["source", "locator"], ["a", "b"]).columns] == ["source", "locator"]


def test_a_text_is_escaped(shown):
    """A hostile text stays a text."""
    assert shown(["note"], ["<b>"]).rows == [["&lt;b&gt;"]]
    assert isinstance(shown(["note"], ["<b>"]).rows[0][0], Html)


def test_years_are_not_parted(shown):
    """A number of five digits is; a year is no number to add up."""
    found = shown(["first_year", "amount"], [20100, 20100])
    assert found.rows == [["20100", "20,100"]]
    assert [column.numeric for column in found.columns] == [False, True]


def test_names_of_columns_are_words():
    """Underscores are for programs."""
    assert words_of("first_year") == "First year"
