"""A session for a class: the handout holds what the lesson holds, and can be printed."""

import pytest
import webbing

from kg.lesson import lesson


@pytest.fixture(scope="module")
def made(graph):
    return lesson(graph.store, "share-power", 90, graph.facets)


@pytest.fixture(scope="module")
def page(graph):
    return webbing.get(graph, "/lesson?theme=share-power&minutes=90")


def test_the_handout_holds_the_lesson(page, made):
    """Cases, steps, questions, evidence and what is not said are all there."""
    shown = webbing.text(page)
    assert f"{made.label}: a session of 90 minutes" in shown
    for step in made.steps:
        assert f"{step.start} {step.minutes} {step.title} {step.text}" in shown
    for question in (*made.class_questions, *made.leaders_questions):
        assert question.text in shown
    for read in made.evidence:
        assert all(found.note in shown and found.locator in shown for found in read.evidence)
    assert all(said in shown for said in made.not_said)
    assert made.note in shown


def test_the_stories_to_be_read_are_there(page, made, graph):
    """The step says to read the story, so the handout has it, of both cases."""
    shown = webbing.text(page)
    for case in (made.case, made.contrast.other):
        assert graph.case(case).data["story"].split("\n\n")[0] in shown


def test_a_theme_is_chosen_without_a_script(graph, site):
    """The page without a theme has a form and a link for each."""
    reply = webbing.get(graph, "/lesson")
    assert {f"/lesson?theme={id}" for id in site.entries["theme"]} <= webbing.links(reply)
    options = [option.get("value") for option in webbing.tree(reply).iter("option")]
    assert options == [*site.entries["theme"]]


def test_what_was_chosen_stays_chosen(page):
    """The form under the handout has the same theme and length."""
    root = webbing.tree(page)
    assert [o.get("value") for o in root.iter("option") if o.get("selected") is not None] == ["share-power"]
    assert root.find(".//input[@id='minutes']").get("value") == "90"


def test_a_theme_without_a_case_says_so(make_small, tmp_path):
    """Where no described case practised a theme there is no session, and the page says why."""
    from kg.notebook.graph import KnowledgeGraph

    small = make_small(tmp_path)
    small.case("plain", tier="described")
    reply = webbing.get(KnowledgeGraph(small.build()), "/lesson?theme=share-power")
    assert reply.status == 404
    assert "no described case practised" in webbing.text(reply)
