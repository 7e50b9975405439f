"""A session for a class as a handout: HTML that can be read on a screen and printed."""

from __future__ import annotations

from kg import html
from kg.evidence import Evidence
from kg.html import Html
from kg.lesson import Lesson, Told, ToRead


def lesson_page(lesson: Lesson) -> Html:
    """The handout as HTML without its stylesheet."""
    parts = [
        Html(f"<h2>{html.escape(lesson.label)}: a session of {lesson.minutes} minutes</h2>"),
        Html(f"<p>{html.escape(lesson.definition)}</p>") if lesson.definition else Html(),
        Html("<h3>The case</h3>"),
        Html(f"<p><strong>{html.escape(lesson.name)}</strong> {html.mark(lesson.level)}</p>"),
        Html(f"<p>{html.escape(lesson.summary)}</p>"),
        *_contrast(lesson),
        Html("<h3>Steps</h3>"),
        html.table(
            ["From minute", "Minutes", "Step", "What to do"],
            [[step.start, step.minutes, step.title, step.text] for step in lesson.steps],
            name="Steps",
        ),
    ]
    questions: dict[str, list[str]] = {}
    for question in lesson.class_questions:
        questions.setdefault(question.name, []).append(question.text)
    for name, texts in questions.items():
        parts += [Html(f"<h3>Questions for a class: {html.escape(name)}</h3>"), html.items(texts, "ol")]
    if lesson.leaders_questions:
        asked = [
            f"{q.text} ({q.theme}; {q.locator})" if q.locator else f"{q.text} ({q.theme})"
            for q in lesson.leaders_questions
        ]
        parts += [Html("<h3>Questions to leaders</h3>"), html.items(asked)]
    parts += [Html(f'<section class="cw-sheet">{_story(told)}</section>') for told in lesson.stories]
    if lesson.evidence:
        parts += [Html("<h3>Evidence to check</h3>"), *map(_to_read, lesson.evidence)]
    if lesson.not_said:
        parts += [
            Html(f"<h3>{html.mark('not stated', 'What the sources do not say')}</h3>"),
            html.items(lesson.not_said),
        ]
    return html.joined([*(part for part in parts if part), Html(f'<p class="cw-soft">{html.escape(lesson.note)}</p>')])


def _contrast(lesson: Lesson) -> list[Html]:
    found = lesson.contrast
    if found is None:
        return []
    other = Html(f"<p><strong>{html.escape(found.names[found.other])}</strong> {html.mark(found.level)}</p>")
    return [
        Html(f"<h3>To set against it: the opposite result in '{html.escape(found.outcome_label)}'</h3>"),
        other,
        html.items(found.why),
    ]


def _story(told: Told) -> Html:
    """A case to read in class; on paper it starts a sheet of its own."""
    known = f"{told.country}. Documentation: {told.documented.lower()}."
    return html.joined(
        [
            Html(f"<h3>To read in class: {html.escape(told.name)}</h3>"),
            Html(f'<p class="cw-soft">{html.escape(known)}</p>'),
            html.paragraphs(told.story),
        ]
    )


def _to_read(read: ToRead) -> Html:
    title = Html(
        f"<p><strong>{html.escape(read.name)}</strong>: {html.escape(read.condition)} {html.mark(read.level)}</p>"
    )
    return html.joined([title, html.items(map(_place, read.evidence))])


def _place(evidence: Evidence) -> Html:
    trail = "; ".join(filter(None, (evidence.basis, evidence.speaker, evidence.source, evidence.locator)))
    return Html(f'{html.escape(evidence.note)} <span class="cw-soft">({html.escape(trail)})</span>')
