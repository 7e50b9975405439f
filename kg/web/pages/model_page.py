"""The model of twelve themes as a picture: plain, for a case, for a set of cases, or for two sets side by side."""

from __future__ import annotations

from kg import cards
from kg.errors import UsageError
from kg.pictures import model, themes
from kg.pictures.themes import Many, View
from kg.web.pages.asked import Asked
from kg.web.pages.frame import Page
from kg.web.pages.pictured import pictured
from kg.web.pages.site import Site

ALL = "all"
SETS = ("kind", "country", "documentation", "area")  # facets whose values make sets


def show(site: Site, asked: Asked) -> Page:
    """The model; `case` draws it for a case, `set` once for a set of cases, twice for two sets."""
    case = asked.value("case")
    chosen = [value.strip() for value in asked.request.all("set") if value.strip()]
    if len(chosen) > 2 or (case and chosen):
        raise UsageError("the model is drawn for one case, for one set of cases, or for two sets")
    view = _view(site, case, chosen)
    links = {f"theme/{theme.id}": asked.to.entry("theme", theme.id) for theme in site.model}
    note = site.store.roster_note if view else ""
    return Page(
        model.title(view),
        "model.html",
        {
            "picture": pictured(
                lambda width: model.draw(site.model, view, width, also=True, links=links, note=note),
                model.table(site.model, view),
                "The model",
            ),
            "words": [(theme, themes.says(view, theme)) for theme in site.model] if view else [],
            "case": cards.find_case(site.store, case) if case else "",
            "cases": [(id, facts.name, id == case) for id, facts in site.store.cases.items()],
            "sets": [_options(site, one) for one in (*chosen, "", "")[:2]],
        },
        here="model",
        description="The twelve themes of joint working and how they help each other, for one case or for many.",
    )


def _view(site: Site, case: str, chosen: list[str]) -> View:
    if case:
        return themes.one(site.store, cards.find_case(site.store, case))
    found = [_set(site, one) for one in chosen]
    return (found[0], found[1]) if len(found) == 2 else found[0] if found else None


def _set(site: Site, chosen: str) -> Many:
    """A set by its name, as `country:canada`. Raises `UsageError` for an unknown one."""
    if chosen == ALL:
        return themes.many(site.store, "All cases", site.facets.ids)
    key, _, id = chosen.partition(":")
    if key not in SETS:
        raise UsageError(f"'{chosen}' is no set of cases; write {ALL}, or one as {SETS[1]}:canada")
    value = site.facets.find(key, id)
    return themes.many(site.store, value.label, site.facets.select({key: [value.id]}).cases)


def _options(site: Site, chosen: str) -> list[tuple[str, str, bool]]:
    counts = site.facets.select({}).counts
    found = [(ALL, "All cases", chosen == ALL)]
    for key in SETS:
        group = site.facets.group(key)
        found += [
            (f"{key}:{value.id}", f"{group.label}: {value.label}", chosen == f"{key}:{value.id}")
            for value in group.values
            if counts[key][value.id]
        ]
    return found
