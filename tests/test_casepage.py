"""One case on one screen: what a class needs stands in it, and it can be read without scripts and without pictures."""

from widgeting import Page

from kg.casepage import as_image, case_page
from kg.notebook.graph import KnowledgeGraph


def test_a_described_case_has_every_part(store):
    """Story, partners with kinds, themes as a picture with its table, results, evidence, questions of two sorts."""
    view = KnowledgeGraph(store).case("bernalillo-jdai")
    page = Page(case_page(view, store))
    for told in ("The story", "Who took part", "Themes", "Barriers", "Outcomes", "Results in numbers", "Evidence"):
        assert told in page.text
    assert "Questions for a class" in page.text
    assert "Questions to leaders on its themes" in page.text
    assert "Not stated" in page.text
    assert page.tags.count("svg") == 2 * page.text.count("The picture as a table") >= 4
    assert store.roster_note in page.text


def test_partners_have_kinds_and_roles(store):
    """A court is a public body; its role stands after the colon."""
    page = Page(case_page(KnowledgeGraph(store).case("bernalillo-jdai"), store))
    rows = store.graph.rows(
        """SELECT ?kind ?role WHERE { ?p cw:participationIn case:bernalillo-jdai ; cw:participant ?o ; cw:hasRole ?r .
             ?o rdfs:label "Children's Court, Bernalillo County" ; a ?t . ?t rdfs:label ?kind . ?r rdfs:label ?role
             FILTER (?t NOT IN (cw:Organisation, cw:PubliclyFundedOrganisation)) }"""
    )
    kind, role = (word.lower() for word in rows[0])
    assert f"Children's Court, Bernalillo County ({kind}): {role}" in page.text


def test_pictures_can_be_images(store):
    """For places without SVG each picture is an image with its words, and its table stands under it."""
    page = Page(case_page(KnowledgeGraph(store).case("bernalillo-jdai"), store, as_image))
    assert "svg" not in page.tags
    assert page.tags.count("img") >= 2
    assert all(value for key, value in page.attributes if key == "alt")
    assert "In this case" in page.text


def test_a_case_that_is_only_listed_says_so(store):
    """There are no themes and no numbers, and the page tells why."""
    listed = next(id for id, case in store.cases.items() if case.tier == "Listed only")
    page = Page(case_page(KnowledgeGraph(store).case(listed), store))
    assert "not read in full" in page.text
    assert "no findings" in page.text
    assert "svg" not in page.tags
