"""A session for a class on a theme: a page to choose it, and the handout to print."""

from __future__ import annotations

from kg.errors import KgError, UsageError
from kg.evidence import Evidence
from kg.lesson import LONGEST, SHORTEST, lesson
from kg.namespaces import expand
from kg.web.pages.asked import Asked
from kg.web.pages.frame import Page
from kg.web.pages.site import Site

MINUTES = 45


def show(site: Site, asked: Asked) -> Page:
    """The session on `theme`, of so many `minutes`; without a theme, a form to choose one."""
    theme, minutes = asked.value("theme"), asked.number("minutes", MINUTES)
    chooser = {
        "themes": [(id, entry.label, id == theme) for id, entry in site.entries["theme"].items()],
        "minutes": minutes,
        "shortest": SHORTEST,
        "longest": LONGEST,
    }
    if not theme:
        return Page(
            "Prepare a session",
            "lesson_choose.html",
            {"chooser": chooser},
            here="lesson",
            description="A session for a class on one theme: a case, one to set against it, timed steps and questions.",
        )
    try:
        made = lesson(site.store, theme, minutes, site.facets)
    except UsageError:
        raise
    except KgError as error:  # there is no session on this theme
        return Page("No such session", "message.html", {"message": f"{error}.", "links": []}, here="lesson", status=404)
    questions: dict[str, list[str]] = {}
    for question in made.class_questions:
        questions.setdefault(question.case, []).append(question.text)
    return Page(
        f"{made.label}: a session of {made.minutes} minutes",
        "lesson.html",
        {
            "chooser": chooser,
            "lesson": made,
            "stories": {
                case: _story(site, case) for case in (made.case, *([made.contrast.other] if made.contrast else []))
            },
            "questions": questions,
            "place": _place,
        },
        here="lesson",
        description=f"A session of {made.minutes} minutes on '{made.label}', with {made.name}.",
        scripts=("site.js",),
    )


def _story(site: Site, case: str) -> str:
    """The story of a case; empty where none is told."""
    rows = site.store.graph.rows(f"SELECT ?s WHERE {{ <{expand(f'case:{case}')}> cw:story ?s }}")
    return rows[0][0] if rows else ""


def _place(found: Evidence) -> str:
    """On what a piece of evidence rests, who says so, and where it stands."""
    return "; ".join(filter(None, (found.basis, found.speaker, found.source, found.locator)))
