"""Cases by facets: what is chosen, what is left, and what each further choice would leave."""

import csv
import io
import json

import webbing

from kg.web.pages.cases import OPEN


def ticks(reply):
    """The boxes of the form, by name and value."""
    boxes = [node for node in webbing.tree(reply).iter("input") if node.get("type") in ("checkbox", "radio")]
    return {(box.get("name"), box.get("value")): box for box in boxes}


def names(reply):
    """The names of the cases that are listed, in order."""
    nodes = [node for node in webbing.tree(reply).iter("p") if node.get("class") == "case-name"]
    return [node.find("a").text for node in nodes]


def test_without_a_choice_every_case_is_there(graph, store):
    """All cases stand there, in the order of names, and none is called certain: nothing was asked of it."""
    reply = webbing.get(graph, "/cases")
    assert names(reply) == [case.name for case in store.cases.values()]
    found = webbing.tree(reply).find(".//section[@id='found']")
    assert f"{len(store.cases)} cases" in "".join(found.find("h2").itertext())
    assert "certain" not in "".join(found.find(".//form").itertext())


def test_a_choice_leaves_what_the_facets_leave(graph, store):
    """The list is that of `Facets.select`, certain ones first."""
    chosen = {"theme": ["share-power", "create-common-purpose"], "country": ["canada"]}
    reply = webbing.get(graph, "/cases?theme=share-power&theme=create-common-purpose&country=canada")
    found = graph.facets.select(chosen)
    assert names(reply) == [store.cases[id].name for id in found.cases]
    boxes = ticks(reply)
    assert {key for key, box in boxes.items() if box.get("checked") is not None and key[0] != "certainty"} == {
        ("theme", "share-power"),
        ("theme", "create-common-purpose"),
        ("country", "canada"),
    }


def test_every_box_says_what_it_would_leave(graph):
    """The numbers beside a box are the certain cases, and the possible ones besides."""
    source = webbing.source(webbing.get(graph, "/cases?country=canada"))
    found = graph.facets.select({"country": ["canada"]})
    for id, total in found.counts["theme"].items():
        if not total and ":" in id:
            continue
        shown = source.partition(f'data-count="theme/{id}">')[2].partition("</label>")[0]
        sure = found.certain_counts["theme"][id]
        assert f'<span class="tally-certain">{sure}</span>' in shown
        assert (f"+ {total - sure}</span>" in shown) == (total > sure)


def test_other_stances_can_be_chosen(graph, store):
    """A theme left undone is another box than the theme practised, folded under it."""
    reply = webbing.get(graph, "/cases?theme=share-power:neglected")
    assert names(reply) == [
        store.cases[id].name for id in graph.facets.select({"theme": ["share-power:neglected"]}).cases
    ]
    assert "Share power (left undone)" in webbing.text(reply)
    assert ("theme", "share-power:neglected") in ticks(reply)


def test_certain_only(graph, store):
    """Certain only leaves out possible cases, and stays chosen in the form."""
    reply = webbing.get(graph, "/cases?theme=share-power&certainty=certain")
    assert names(reply) == [
        store.cases[id].name for id in graph.facets.select({"theme": ["share-power"]}, "certain").cases
    ]
    assert ticks(reply)["certainty", "certain"].get("checked") is not None


def test_a_search_narrows_and_can_be_cleared(graph, store):
    """The text searched for stays in the box, and one link takes everything away."""
    reply = webbing.get(graph, "/cases?text=prison")
    assert names(reply) == [store.cases[id].name for id in graph.facets.select({}, text="prison").cases]
    box = webbing.tree(reply).find(".//input[@id='text']")
    assert box.get("value") == "prison"
    assert "/cases" in webbing.links(reply)


def test_nothing_left_says_so(graph):
    """An empty list tells what to do."""
    reply = webbing.get(graph, "/cases?theme=share-power&text=xylophone")
    assert "No case is left. Take something away, or include possible cases." in webbing.text(reply)


def test_each_choice_can_be_taken_away(graph):
    """The chip of a choice leads to the same choice without it."""
    links = webbing.links(webbing.get(graph, "/cases?theme=share-power&country=canada&certainty=certain"))
    assert "/cases?country=canada&certainty=certain" in links
    assert "/cases?theme=share-power&certainty=certain" in links


def test_the_evidence_can_be_shown(graph):
    """Every case then has one piece of evidence for each group of the choice, in the list of its level."""
    reply = webbing.get(graph, "/cases?theme=share-power&country=canada&evidence=1")
    found = graph.facets.select({"theme": ["share-power"], "country": ["canada"]})
    articles = list(webbing.tree(reply).iter("article"))
    assert len(articles) == len(found.cases)
    assert all(len(list(article.iter("dt"))) == 2 for article in articles)


def test_the_cases_can_be_taken_along(graph):
    """CSV and JSON hold the cases that the page lists."""
    found = graph.facets.select({"theme": ["share-power"]})
    rows = list(csv.DictReader(io.StringIO(webbing.get(graph, "/cases.csv?theme=share-power").body.decode())))
    assert [(row["case"], row["answer"]) for row in rows] == list(found.levels.items())
    data = json.loads(webbing.get(graph, "/cases.json?theme=share-power").body)
    assert [row["case"] for row in data["cases"]] == found.cases
    assert "reconstruction" in data["roster"]


def test_cases_can_be_ticked_for_comparing(graph):
    """The list is a form that leads to the comparison."""
    form = webbing.tree(webbing.get(graph, "/cases")).find(".//section[@id='found']//form")
    assert form.get("action") == "/compare"
    assert {node.get("name") for node in form.iter("input")} == {"case"}


def test_groups_are_folded_but_for_the_first_and_the_chosen(graph):
    """A group with a choice in it is open."""
    root = webbing.tree(webbing.get(graph, "/cases?area=health"))
    groups = [node for node in root.iter("details") if node.get("class") == "facet-group"]
    opened = {node.find("summary").text for node in groups if node.get("open") is not None}
    labels = {group.label for group in graph.facets.groups if group.key in (*OPEN, "area")}
    assert opened == labels


def test_a_long_list_is_shown_in_pieces(graph, store):
    """The count is that of all cases; the link keeps the choice and shows more."""
    reply = webbing.get(graph, "/cases?country=canada&first=2")
    found = graph.facets.select({"country": ["canada"]})
    assert names(reply) == [store.cases[id].name for id in found.cases[:2]]
    assert f"{len(found.cases)} cases" in webbing.text(reply)
    assert "/cases?country=canada&first=202" in webbing.links(reply)
    assert names(webbing.get(graph, "/cases?country=canada&first=202")) == [store.cases[id].name for id in found.cases]
