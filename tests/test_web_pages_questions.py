"""The named questions: each has its page, its rows, its parameters and its files."""

import csv
import io
import json

import pytest
import webbing

from kg.web.pages.questions import GROUPS


def test_the_list_has_every_question_in_its_group(graph):
    """Each question is a link under the heading of its group."""
    links = webbing.links(webbing.get(graph, "/questions"))
    assert {f"/questions/{question.name}" for question in graph.named} <= links
    assert {question.group for question in graph.named} <= set(GROUPS)


@pytest.mark.parametrize("name", ["most-common-themes", "evidence-for-a-case", "deprecated-or-withdrawn-terms"])
def test_a_question_shows_its_rows_and_what_columns_mean(graph, name):
    """The page has the rows of the library, the meaning of every column, and the query."""
    table = graph.question(name)
    reply = webbing.get(graph, f"/questions/{name}")
    shown = webbing.text(reply)
    assert all(meaning in shown for meaning in table.meanings.values())
    assert "Show the SPARQL" in shown
    assert ("The graph holds no row for this." in shown) == (not table.rows)


def test_a_parameter_is_chosen_from_its_list(graph, site):
    """The list has every entry by its name, with the one in force chosen, and leads back to the page."""
    reply = webbing.get(graph, "/questions/questions-for-a-class?theme=create-common-purpose")
    root = webbing.tree(reply)
    form = next(form for form in root.iter("form") if form.get("class") == "choices")
    assert form.get("action") == "/questions/questions-for-a-class"
    options = {option.get("value"): option for option in form.iter("option")}
    assert set(options) == set(site.entries["theme"])
    assert [id for id, option in options.items() if option.get("selected") is not None] == ["create-common-purpose"]
    rows = graph.question("questions-for-a-class", theme="create-common-purpose").rows
    assert str(rows[0]["question"]) in webbing.text(reply)


def test_a_question_can_be_taken_along(graph):
    """CSV and JSON hold every row, for the parameter that was chosen."""
    table = graph.question("questions-for-a-class", theme="create-common-purpose")
    reply = webbing.get(graph, "/questions/questions-for-a-class.csv?theme=create-common-purpose")
    assert reply.body.decode() == table.to_csv()
    assert len(list(csv.DictReader(io.StringIO(reply.body.decode())))) == len(table)
    data = json.loads(webbing.get(graph, "/questions/questions-for-a-class.json?theme=create-common-purpose").body)
    assert data["rows"] == table.rows
    assert data["parameters"] == {"theme": "create-common-purpose"}
    assert "reconstruction" in data["roster"]
