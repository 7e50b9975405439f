"""The SPARQL page as the server makes it: it works without a script, and gives the script its data."""

import json
from urllib.parse import quote

import pytest
import webbing

from kg.web import examples
from kg.web.assets import assets

CASES = "SELECT ?name WHERE { ?case a cw:Collaboration ; rdfs:label ?name } ORDER BY ?name"


def ask(graph, query):
    return webbing.get(graph, f"/query?query={quote(query)}")


@pytest.fixture(scope="module")
def page(graph):
    return webbing.get(graph, "/query")


def test_the_page_breaks_no_rule_of_html(page, graph):
    """The page is read without a fault by a strict parser, empty, with a result and with an error."""
    for reply in (page, ask(graph, CASES), ask(graph, "SELECT <"), ask(graph, "ASK {}")):
        assert webbing.tree(reply) is not None


def test_a_query_can_be_sent_without_a_script(page):
    """The editor is a form whose text goes to the page itself; it begins with a query that runs."""
    form = webbing.tree(page).find(".//form")
    assert (form.get("action"), form.get("method")) == ("/query", "get")
    field = form.find(".//textarea")
    assert field.get("name") == "query"
    assert field.text.strip() == examples.tour()[0].query


def test_no_script_stands_in_the_page(page):
    """Scripts are files of this site; elements carry no code and no style."""
    root = webbing.tree(page)
    assert all(script.get("src", "").startswith("/static/") for script in root.iter("script"))
    assert not [name for element in root.iter() for name in element.attrib if name == "style" or name.startswith("on")]


def test_rows_stand_on_the_page(graph):
    """Without a script the result is there, with its count, and the query in the editor has its prefixes."""
    reply = ask(graph, CASES)
    root = webbing.tree(reply)
    names = [cell.text for cell in root.findall(".//tbody/tr/td")]
    assert names == sorted(names)
    assert len(names) == len(graph.store.cases)
    assert f"{len(names)} rows." in webbing.text(reply)
    assert root.find(".//textarea").text.strip().startswith("PREFIX cw:")


def test_a_page_of_many_rows_says_how_many_more(graph):
    """Nobody takes the first rows for all of them."""
    shown = webbing.text(ask(graph, "SELECT ?s ?p WHERE { ?s ?p ?o } LIMIT 1234"))
    assert "1,234 rows; the first 500 are shown, 734 rows more." in shown


def test_a_fault_is_told_at_its_place(graph):
    """Line and column, in words, with the line itself; the text stays in the editor, and the status is 400."""
    reply = ask(graph, "SELECT ?s WHERE {\n  ?s rdfs:label name\n}")
    assert reply.status == 400
    shown = webbing.text(reply)
    assert "Line 2, column 17: 'name' cannot stand here; a variable is written '?name'." in shown
    assert "?s rdfs:label name" in webbing.tree(reply).find(".//textarea").text


def test_a_query_cannot_break_out_of_the_editor(graph):
    """A text with the end of the field in it stays in the field, and its first empty line is kept."""
    text = "\n# </textarea><script>alert(1)</script>\nASK {}"
    reply = ask(graph, text)
    assert "<script>alert" not in webbing.source(reply)
    assert webbing.tree(reply).find(".//textarea").text == text


def test_an_example_is_run_by_its_link(graph):
    """Each example has an address that shows it with its result."""
    reply = webbing.get(graph, "/query?example=yes-or-no")
    assert "Yes. The graph holds what the query asks for." in webbing.text(reply)


def test_an_unknown_example_names_the_nearest(graph):
    """A slip of the pen gets a hint and 400."""
    reply = webbing.get(graph, "/query?example=yes-or-not")
    assert reply.status == 400
    assert "did you mean 'yes-or-no'" in webbing.text(reply)


def test_an_unknown_page_below_is_not_found(graph):
    """Only the two data files lie below the page."""
    assert webbing.get(graph, "/query/other").status == 404


def test_every_example_is_linked_and_has_its_text_for_the_script(page, graph):
    """What the script puts into the editor is what the server would show."""
    texts = json.loads(webbing.get(graph, "/query/examples.json").body)
    linked = {element.get("data-example") for element in webbing.tree(page).iter("a")} - {None}
    assert linked == set(texts)
    assert len(texts) == len(examples.tour()) + len(graph.named)
    assert texts["yes-or-no"] == next(step.query for step in examples.tour() if step.name == "yes-or-no")


def test_names_for_the_script(graph):
    """Completion gets classes, properties and entries as JSON."""
    reply = webbing.get(graph, "/query/terms.json")
    found = json.loads(reply.body)
    assert reply.media_type == "application/json"
    assert {"base", "prefixes", "classes", "properties", "entries"} == set(found)


def test_addresses_stand_below_the_public_one(graph):
    """Behind another server the script asks below the path of the site."""
    reply = webbing.get(graph, "/cwkg/query", "https://example.org/cwkg")
    part = next(e for e in webbing.tree(reply).iter("div") if e.get("data-endpoint"))
    assert part.get("data-endpoint") == "/cwkg/sparql"
    assert part.get("data-root") == "/cwkg"


def test_every_module_of_the_script_is_served():
    """A module that another one imports is a file of the site."""
    modules = {name: asset.body.decode() for name, asset in assets().items() if name.startswith("sparql")}
    imported = {
        line.split('"./')[1].split('"')[0]
        for text in modules.values()
        for line in text.split("\n")
        if ' from "./' in line
    }
    assert imported <= set(modules)
    assert {name for name in modules if name.endswith(".js")} == imported | {"sparql.js"}
