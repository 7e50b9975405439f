"""Widgets in JupyterLab over graphs that are hostile, empty, or lack a case: text stays text, and all is told."""

import labs
import pytest
from playwright.sync_api import expect

NAME = "bad.ipynb"
SHOWN = ("Ask", "CaseCard", "Compare", "Explorer", "Model")  # the tests without a browser take all of them
CELLS = (
    "import kg, widgeting\nfrom kg import widgets\nstore = kg.open().store\n"
    "bad, none = widgeting.hostile(store), widgeting.empty(store)",
    f"for name in {SHOWN}:\n    display(getattr(widgets, name)(bad, **widgeting.STATES[name]))",
    "for name in widgeting.STATES:\n    display(getattr(widgets, name)(none))",
    "card = widgets.CaseCard(kg.open(), case='cpche')\ndisplay(card)\nother = widgeting.fresh(store)\n"
    "del other.store.cases['cpche']\ncard.graph = other",
)


@pytest.fixture(scope="module")
def book(lab, lasting_page):
    """A notebook of this test's own, run."""
    lab.write(NAME, *CELLS)
    return labs.opened(lasting_page(lab.of(NAME), height=3000)).run()


def cell(book, number):
    return book.page.locator(".jp-CodeCell").nth(number)


def test_hostile_text_is_shown_and_not_run(book, shoot):
    """Tags stand there as text, whatever is opened; no dialog opens and nothing is fetched (the page is watched)."""
    shown = cell(book, 1)
    expect(shown.locator(".cw-panel")).to_have_count(len(SHOWN))
    shown.locator(".cw-panel details").evaluate_all("nodes => nodes.forEach((node) => { node.open = true; })")
    expect(shown.get_by_role("region", name="Cases found")).to_contain_text("<script>alert(1)</script>")
    assert shown.locator("script, .cw-panel img, .cw-panel iframe").count() == 0
    assert "\u202e" not in shown.inner_text()
    wide = shown.locator(".cw-panel").evaluate_all("nodes => nodes.map((n) => n.scrollWidth - n.clientWidth)")
    assert max(wide) <= 1
    shown.locator(".cw-panel").nth(1).scroll_into_view_if_needed()
    shoot(book.page, "hostile")


def test_an_empty_graph_is_told_of(book):
    """Each widget has a sentence to read."""
    for panel in cell(book, 2).locator(".cw-panel").all():
        assert len(panel.inner_text().strip()) > 20
    expect(cell(book, 2)).to_contain_text("The graph holds no cases.")


def test_a_case_that_went_while_its_card_was_open_is_told_of(book):
    """The card says which case it misses, and what to do; nothing of the case is left standing."""
    expect(cell(book, 3).locator(".cw-panel")).to_contain_text("no case is called 'cpche'; choose one in the list")
    expect(cell(book, 3).locator(".cw-panel")).not_to_contain_text("Who took part")
    assert "Traceback" not in book.page.locator(".jp-Notebook").inner_text()
