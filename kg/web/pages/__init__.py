"""The pages: `respond(graph, request)` gives the page of an address, from nothing but the graph and the request."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from kg.errors import KgError, UsageError, closest
from kg.notebook.calls import whole
from kg.notebook.graph import KnowledgeGraph
from kg.web import iris
from kg.web.messages import PageRequest, Reply
from kg.web.pages import (
    about,
    ask,
    case,
    cases,
    comparing,
    data,
    entries,
    frame,
    gaps_page,
    home,
    lesson_page,
    model_page,
    organisations,
    questions,
    sparql_page,
    thing,
)
from kg.web.pages.asked import Asked
from kg.web.pages.frame import Page
from kg.web.pages.site import Site

Show = Callable[[Site, Asked], Page | Reply]

# the first part of an address, and what shows it
PAGES: dict[str, Show] = {
    "": home.show,
    "ask": ask.show,
    "cases": cases.show,
    "case": case.show,
    **dict.fromkeys(entries.OF_PLURAL, entries.show_list),
    **dict.fromkeys(entries.LISTS, entries.show),
    "organisations": organisations.show_list,
    "organisation": organisations.show,
    "compare": comparing.show,
    "model": model_page.show,
    "gaps": gaps_page.show,
    "lesson": lesson_page.show,
    "about-thing": thing.show,
    "ontology": thing.show_ontology,
    "data": data.show,
    "about": about.show,
    "questions": questions.show,
    "query": sparql_page.show,
}
# those whose addresses go on after the first part
DEEPER = {"case", *entries.LISTS, "organisation", "about-thing", "questions", "query"}


def respond(graph: KnowledgeGraph, request: PageRequest) -> Reply:
    """The page of an address. What cannot be shown gives a page that says why and where to go: 404 or 400."""
    site, asked = site_of(graph), Asked.of(request)
    try:
        with whole():
            known = asked.first in PAGES and (not asked.rest or asked.first in DEEPER)
            made = PAGES[asked.first](site, asked) if known else lost(asked)
    except UsageError as error:
        made = refused(str(error), 404 if iris.read(request.path) else 400)
    except KgError as error:
        made = Page("This cannot be shown", "message.html", {"message": str(error), "links": []}, status=500)
    return made if isinstance(made, Reply) else frame.render(made, site, asked)


def warm(graph: KnowledgeGraph) -> None:
    """Read every file that pages need, so that none is opened afterwards; all else waits for its first use."""
    frame.warm()
    sparql_page.warm()
    site_of(graph).load()


@lru_cache(maxsize=2)
def site_of(graph: KnowledgeGraph) -> Site:
    """The pages' view of an open graph, made once."""
    return Site(graph)


def lost(asked: Asked) -> Page:
    """What an unknown address gets."""
    hint = closest(asked.first, [name for name in PAGES if name])
    message = f"There is no page at {asked.request.path}." + (f" {hint[0].upper()}{hint[1:]}" if hint else "")
    return Page("No such page", "message.html", {"message": message, "links": []}, status=404)


def refused(message: str, status: int) -> Page:
    """What a request for an unknown thing or with a wrong parameter gets: what is wrong, and what is near to it."""
    return Page("This cannot be shown", "message.html", {"message": message, "links": []}, status=status)
