"""The page on the method: the figures are those of the graph."""

import pytest
import webbing


@pytest.fixture(scope="module")
def page(graph):
    return webbing.get(graph, "/about")


def test_the_agreement_is_that_of_the_named_question(page, graph):
    """Every entry has its row, and each list its per cent and kappa."""
    shown = webbing.text(page)
    for row in graph.question("coder-agreement").rows:
        if row["entry"] == "all together":
            assert f"{row['per_cent']} per cent of {row['cases']} agree, kappa {row['kappa']}" in shown
        else:
            numbers = f"{row['both']} {row['only_first']} {row['only_second']} {row['neither']}"
            assert f"{row['entry']} {numbers}" in shown


def test_third_looks_are_counted(page):
    """59 left open, 27 set aside, 28 upheld: 114 in all."""
    assert "59 left open, 27 set aside, 28 upheld" in webbing.text(page)


def test_the_rule_of_the_roster_stands_there(page, store):
    """What counts as a project is said, and that another list may be possible."""
    shown = webbing.text(page)
    assert store.roster_note in shown
    assert "A project is an undertaking with its own aim and partners" in shown
    assert "Another list that fits the sources may be possible" in shown


def test_bases_and_levels_are_explained_as_in_the_codebook(page, site):
    """The words are those of the codebook."""
    shown = webbing.text(page)
    for name in ("basis", "documentation"):
        for label, definition in site.described(name):
            assert f"{label} {definition}" in shown


def test_licence_and_citation_are_there(page):
    """Both works to cite, and the licence with its address."""
    shown = webbing.text(page)
    assert "Collaborative Working Knowledge Graph. Version 0.1.0" in shown
    assert "Emily Miles: Collaborative Working. InsideOUT. Institute for Government, 2011." in shown
    assert "https://creativecommons.org/licenses/by/4.0/" in webbing.links(page)


def test_a_graph_without_a_second_coding_says_so(make_small, tmp_path):
    """Nothing is claimed of agreement where there is no question for it."""
    from kg.notebook.graph import KnowledgeGraph

    small = make_small(tmp_path)
    small.case("plain")
    assert "This graph holds no second coding." in webbing.text(webbing.get(KnowledgeGraph(small.build()), "/about"))
