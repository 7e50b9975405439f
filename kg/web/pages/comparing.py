"""Cases side by side, a page to choose them, and the pair most alike with opposite results."""

from __future__ import annotations

from kg import cards, compare
from kg.compare import FEWEST, MOST, Row
from kg.errors import UsageError
from kg.web.pages.asked import Asked
from kg.web.pages.frame import Page
from kg.web.pages.site import Site

SECTIONS = (
    ("opposed", "The sources say the contrary of them"),
    ("partly", "Said of some, or in other ways"),
    ("shared", "Said of all of them in one way"),
)


def show(site: Site, asked: Asked) -> Page:
    """The cases that `case` names, side by side; with fewer than two, a form to choose them."""
    given = [value.strip() for value in asked.request.all("case") if value.strip()]
    cases = [*dict.fromkeys(cards.find_case(site.store, one) for one in given)]
    if len(cases) > MOST:
        raise UsageError(f"{FEWEST} to {MOST} cases can be compared, not {len(cases)}")
    if len(cases) < FEWEST:
        return _choose(site, cases)
    found = compare.compare(site.store, cases, site.facets)
    rows = [*found.differing, *found.shared]
    names = list(found.names.values())
    return Page(
        "Cases side by side",
        "compare.html",
        {
            "cases": cases,
            "names": found.names,
            "facts": [fact for fact in found.facts if any(fact.values.values())],
            "sections": [(key, words, _of(rows, key)) for key, words in SECTIONS if _of(rows, key)],
            "silent": found.silent,
            "against": _against(site, cases),
            "chooser": _chooser(site, cases),
            "most": MOST,
        },
        here="compare",
        description=f"{', '.join(names[:-1])} and {names[-1]}: what is said of both, of one, or the contrary.",
    )


def _of(rows: list[Row], relation: str) -> list[Row]:
    return [row for row in rows if row.relation == relation]


def _against(site: Site, cases: list[str]) -> compare.Contrast | None:
    """The contrast of the first case with another of those shown, where they are such a pair."""
    found = compare.contrast(site.store, cases[0], facets=site.facets)
    return found if found and found.other in cases else None


def _choose(site: Site, cases: list[str]) -> Page:
    """The page to choose cases; for one case with the one most like it that had the opposite result."""
    case = cases[0] if cases else ""
    return Page(
        f"Compare {site.store.cases[case].name}" if case else "Compare cases",
        "compare_choose.html",
        {
            "case": case,
            "against": compare.contrast(site.store, case, facets=site.facets) if case else None,
            "chooser": _chooser(site, cases),
            "most": MOST,
        },
        here="compare",
        description="Put two to four cases side by side, or find the pair most alike with opposite results.",
    )


def _chooser(site: Site, cases: list[str]) -> list[str]:
    """What is chosen in each list of the form; an empty text where nothing is."""
    return [*cases, *[""] * (MOST - len(cases))]
