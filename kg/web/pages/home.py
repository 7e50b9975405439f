"""The home page: a box for a question, examples, and what the cases can be chosen by, with counts."""

from __future__ import annotations

from kg.web.pages.asked import Asked
from kg.web.pages.frame import Page
from kg.web.pages.site import Site

EXAMPLES = (
    "which projects shared power and cut costs",
    "which projects in India listened to citizens",
    "which projects in Canada shared power",
    "what happened when the leader left",
    "which projects did not share power",
    "which comparators saved money without sharing power",
)
TITLE = "What makes public bodies work well together?"


def show(site: Site, asked: Asked) -> Page:
    """The first page."""
    described = (
        f"{len(site.store.cases)} cases of joint working between publicly funded bodies as a knowledge graph: "
        "ask in plain English, and every answer shows its evidence."
    )
    return Page(
        TITLE,
        "home.html",
        {"examples": EXAMPLES, "kinds": site.kinds, "countries": _values(site, "country"), "areas": _areas(site)},
        description=described,
    )


def _values(site: Site, key: str) -> list[tuple[str, str, int]]:
    """Id, label and number of cases of each value of a group of facts that has any."""
    counts = site.facets.select({}).counts[key]
    return [(v.id, v.label, counts[v.id]) for v in site.facets.group(key).values if counts[v.id]]


def _areas(site: Site) -> list[tuple[str, str, int]]:
    """The policy areas with most cases first."""
    return sorted(_values(site, "area"), key=lambda area: (-area[2], area[1]))
