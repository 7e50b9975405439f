"""The handout of a session: all that the session holds stands in it."""

from widgeting import Page

from kg.lesson import lesson
from kg.lessonpage import lesson_page


def test_a_handout_holds_the_session(store):
    """Steps, questions, places and what is not said, each once and in words."""
    found = lesson(store, "share-power")
    text = Page(lesson_page(found)).text
    assert found.contrast
    for told in (
        found.label,
        found.definition,
        found.summary,
        found.contrast.names[found.contrast.other],
        *found.contrast.why,
        *(step.text for step in found.steps),
        *(question.text for question in found.class_questions),
        *(question.text for question in found.leaders_questions),
        *(evidence.locator for read in found.evidence for evidence in read.evidence),
        *found.not_said,
        *(f"{one.country}. Documentation: {one.documented.lower()}." for one in found.stories),
        *(part for one in found.stories for part in one.story.split("\n\n")),
        found.note,
    ):
        assert told in text


def test_a_theme_without_an_opposite_has_a_handout(store):
    """Where nothing can be set against the case, that part is left out and the rest stands."""
    from dataclasses import replace

    found = replace(lesson(store, "share-power"), contrast=None, leaders_questions=[])
    text = Page(lesson_page(found)).text
    assert "To set against it" not in text
    assert "Questions to leaders" not in text
    assert found.name in text
