"""The page of a case: all that is known of it, each thing with a link, and silence named as silence."""

import pytest
import webbing

from kg import compare
from kg.conditions import DEFAULT_STANCE


@pytest.fixture(scope="module")
def page(graph):
    return webbing.get(graph, "/case/cpche")


def test_the_page_holds_the_card(page, graph):
    """Summary, story, findings with their places, and questions for a class are all there."""
    data, shown = graph.case("cpche").data, webbing.text(page)
    assert data["summary"] in shown
    for part in data["story"].split("\n\n"):
        assert part in shown
    for finding in data["findings"]:
        assert finding["note"] in shown
        assert finding["places"] in shown
    for question in data["class questions"]:
        assert question in shown


def test_how_well_it_is_documented_comes_first(page, graph):
    """Level of documentation, reading and number of findings stand above everything else."""
    shown = webbing.text(page)
    number = len(graph.case("cpche").data["findings"])
    assert shown.index(f"Described read in full {number} findings") < shown.index("The story")


def test_every_entry_stands_with_its_level_or_its_silence(page, graph, site):
    """For each theme, barrier and outcome the page says how it stands, or that nothing is stated."""
    shown = webbing.text(page)
    for key in DEFAULT_STANCE:
        for id, entry in site.entries[key].items():
            cell = compare.cell(graph.facets, key, id, "cpche")
            for standing in cell.standings:
                assert f"{standing.words} ({standing.level})" in shown
            assert entry.label in shown
    assert "Not stated in the source" in shown


def test_links_lead_on(graph, store):
    """To organisations, people, parts and wholes, phases, themes, sources and findings."""
    links = webbing.links(webbing.get(graph, "/case/virginia-comprehensive-services"))
    for start in (
        "/organisation/",
        "/theme/",
        "/about-thing/id/person/",
        "/about-thing/id/phase/",
        "/about-thing/id/finding/",
    ):
        assert any(link.startswith(start) for link in links), start
    parts = store.graph.rows("SELECT ?p WHERE { case:cpche cw:hasPart ?p }")
    found = webbing.links(webbing.get(graph, "/case/cpche"))
    assert parts
    assert all(f"/case/{iri.rsplit('/', 1)[-1]}" in found for (iri,) in parts)
    assert "/case/cpche" in webbing.links(webbing.get(graph, "/case/cpche-action-teams"))


def test_the_themes_are_links_in_the_picture(page):
    """Each theme in the picture leads to its page, so that nothing in it needs a script."""
    root = webbing.tree(page)
    parts = [node for node in root.iter() if "cw-pick" in (node.get("class") or "")]
    assert parts
    assert {node.tag.rpartition("}")[2] for node in parts} == {"a"}


def test_pictures_have_a_table(graph):
    """What a picture shows stands under it as a table."""
    root = webbing.tree(webbing.get(graph, "/case/virginia-comprehensive-services"))
    pictures = [node for node in root.iter("div") if node.get("class") == "picture"]
    tables = [node for node in root.iter("details") if node.find("summary").text == "The picture as a table"]
    assert len(pictures) == len(tables) == 3


def test_a_case_of_which_little_is_known_says_so(graph):
    """Nothing is made up for a case that is only listed."""
    shown = webbing.text(webbing.get(graph, "/case/ayurvaid"))
    assert "Listed only not read in full no findings" in shown
    assert "It has not been coded: the sources only list it." in shown
    assert "not read in full" in shown
    assert "Neither years nor phases are stated" in shown


def test_the_case_to_set_against_it_is_named(page, graph):
    """The pair most alike with opposite results, and why, with a link to both side by side."""
    found = graph.case("cpche")
    against = compare.contrast(graph.store, found.id, facets=graph.facets)
    assert against
    shown = webbing.text(page)
    assert all(sentence in shown for sentence in against.why)
    assert f"/compare?case=cpche&case={against.other}" in webbing.links(page)


def test_its_rdf_stands_beside_it(page):
    """The head and the page itself name the same address in each syntax."""
    links = webbing.links(page)
    assert {f"/case/cpche.{ending}" for ending in ("ttl", "jsonld", "rdf", "nt")} <= links
    assert '<link rel="alternate" type="text/turtle" href="/case/cpche.ttl">' in webbing.source(page)
