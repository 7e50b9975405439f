"""The pages: `respond(library, request)` gives the page of an address, from nothing but the graph and the request."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from kg.errors import KgError, UsageError, closest
from kg.notebook.calls import whole
from kg.notebook.graph import Library
from kg.web.messages import PageRequest, Reply
from kg.web.pages import frame, home, sparql_page
from kg.web.pages.frame import Page
from kg.web.pages.site import Site

Show = Callable[[Site, PageRequest, str], Page | Reply]

# the first part of an address, and what shows it: it is given the rest of the address
PAGES: dict[str, Show] = {
    "": home.show,
    "query": sparql_page.show,
}


def respond(library: Library, request: PageRequest) -> Reply:
    """The page of an address. What cannot be shown gives a page that says why and where to go: 404 or 400."""
    site = site_of(library)
    first, _, rest = request.path.removeprefix("/").partition("/")
    try:
        with whole():
            made = PAGES[first](site, request, rest) if first in PAGES else lost(request)
    except UsageError as error:
        made = refused(str(error))
    except KgError as error:
        made = Page("This cannot be shown", "message.html", {"message": str(error), "links": []}, status=500)
    return made if isinstance(made, Reply) else frame.render(made, site, request)


def warm(library: Library) -> None:
    """Load all that pages need, so that no file is opened afterwards."""
    frame.warm()
    site = site_of(library)
    site.facets, site.counts, site.model, site.store.questions  # noqa: B018
    sparql_page.warm(site)


@lru_cache(maxsize=2)
def site_of(library: Library) -> Site:
    """The pages' view of an open graph, made once."""
    return Site(library)


def lost(request: PageRequest) -> Page:
    """What an unknown address gets."""
    known = [name for name in PAGES if name]
    hint = closest(request.path.removeprefix("/").partition("/")[0], known)
    message = f"There is no page at {request.path}." + (f" {hint[0].upper()}{hint[1:]}" if hint else "")
    return Page("No such page", "message.html", {"message": message, "links": []}, status=404)


def refused(message: str) -> Page:
    """What a request with a wrong parameter gets: what is wrong, and what is near to it."""
    return Page("This cannot be shown", "message.html", {"message": message, "links": []}, status=400)
