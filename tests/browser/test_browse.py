"""`01-browse` in JupyterLab, as a trainer uses it: facets, a card, the model, a session; saved, and opened again."""

import labs
import pytest
from playwright.sync_api import expect

NAME = "01-browse.ipynb"


@pytest.fixture(scope="module")
def browse(lab, lasting_page):
    """The notebook, run."""
    return labs.opened(lasting_page(lab.of(NAME), height=1000)).run()


def test_every_widget_is_shown(browse, shoot):
    """Five widgets, each with something in it; no plain form beside them, and nothing that tells of a failure."""
    expect(browse.page.locator(".cw-panel")).to_have_count(5)
    for label in ("What to choose by", "Cases found", "The model of twelve themes", "Handout of the session"):
        expect(browse.part(label)).to_be_visible()
    for node in browse.page.locator(".cw-stead").all():
        expect(node).to_be_hidden()
    text = browse.page.locator(".jp-Notebook").inner_text()
    for wrong in ("Traceback", "Error displaying", "not found", "could not be shown", "w3id.org", "Loading widget"):
        assert wrong not in text
    shoot(browse.page, "browse")
