"""Cases side by side: chosen by a form, set against each other only where the sources say contrary things."""

import pytest
import webbing

from kg import compare


@pytest.fixture(scope="module")
def found(store, graph):
    return compare.compare(store, ["cpche", "total-place"], graph.facets)


@pytest.fixture(scope="module")
def page(graph):
    return webbing.get(graph, "/compare?case=cpche&case=total-place")


def test_rows_stand_under_what_they_are(page, found):
    """Opposed, partly and shared rows have tables of their own, in the order of the comparison."""
    sections = {node.get("aria-labelledby"): node for node in webbing.tree(page).iter("section")}
    for relation in ("opposed", "partly", "shared"):
        wanted = [row.label for row in (*found.differing, *found.shared) if row.relation == relation]
        rows = list(sections[relation].find(".//tbody").iter("tr"))
        assert [tr.find("th/a").text for tr in rows] == wanted
    silent = " ".join("".join(sections["silent"].itertext()).split())
    assert all(row.label in silent for row in found.silent)


def test_a_cell_says_how_it_stands_and_how_surely(page, found):
    """Silence is named, and a stance has its level in words."""
    shown = webbing.text(page)
    for row in found.differing:
        for cell in row.cells:
            for standing in cell.standings:
                assert f"{standing.words} ({standing.level})" in shown
    assert "not stated in the source" in shown


def test_a_pair_with_opposite_results_says_so(page, store, graph):
    """Where the two are such a pair, the reasons stand first, with the warning that other causes may lie behind it."""
    against = compare.contrast(store, "cpche", facets=graph.facets)
    assert against.other == "total-place"
    shown = webbing.text(page)
    assert all(sentence in shown for sentence in against.why)
    assert compare.OTHER_CAUSES in shown


def test_one_case_is_shown_the_one_to_set_against_it(graph):
    """Choosing needs no script: a form of lists, and for one case the pair most alike."""
    reply = webbing.get(graph, "/compare?case=cpche")
    assert "/compare?case=cpche&case=total-place" in webbing.links(reply)
    chosen = [
        option.get("value") for option in webbing.tree(reply).iter("option") if option.get("selected") is not None
    ]
    assert chosen == ["cpche"]


def test_cases_can_be_named_in_words(graph):
    """A name does as well as an id, and the same case twice counts once."""
    reply = webbing.get(graph, "/compare?case=Total+Place&case=cpche&case=cpche")
    assert reply.status == 200
    assert "Cases side by side" in webbing.text(reply)


def test_four_cases_fit(graph, store):
    """The most that can be compared stand in four columns."""
    four = [*store.cases][:4]
    reply = webbing.get(graph, "/compare?" + "&".join(f"case={id}" for id in four))
    table = webbing.tree(reply).find(".//table[@class='rows side-by-side']")
    assert len(list(table.find("thead").iter("th"))) == 5
