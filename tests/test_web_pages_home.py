"""The home page: a question can be asked, and the cases can be chosen from."""

import re

import pytest
import webbing

from kg.notebook.answerview import AnswerView
from kg.web.pages import home


@pytest.fixture(scope="module")
def page(graph):
    return webbing.get(graph, "/")


def test_a_question_can_be_asked_without_a_script(page):
    """The box is a form that sends the question in the address."""
    form = webbing.tree(page).find(".//form")
    assert (form.get("action"), form.get("method")) == ("/ask", "get")
    assert form.find(".//input").get("name") == "q"


@pytest.mark.parametrize("question", home.EXAMPLES)
def test_an_example_has_an_answer(graph, question):
    """Nobody who tries an example comes back empty-handed."""
    found = graph.ask(question)
    assert found.rows
    assert not isinstance(found, AnswerView) or found.understood


def test_the_counts_are_those_of_the_facets(page, graph):
    """What the page says of a theme is what choosing it leaves."""
    shown = webbing.text(page)
    found = graph.facets.select({"theme": ["share-power"]})
    sure = list(found.levels.values()).count("certain")
    assert re.search(rf"Share power {sure} \+ {len(found.cases) - sure} certain", shown)


def test_the_first_page_is_small(page, graph):
    """The page and its files are under 100 KB together."""
    from kg.web.assets import assets

    files = [
        assets()[address.split("/static/")[1].split("?")[0]] for address in webbing.links(page) if "/static/" in address
    ]
    assert len(page.body) + sum(len(file.body) for file in files) < 100_000


def test_the_page_breaks_no_rule_of_html(page):
    """The page is read without a fault by a strict parser."""
    assert webbing.tree(page) is not None
