"""The map of gaps: where cases tell of a theme, or a barrier, with an outcome, and where no case tells of both."""

from __future__ import annotations

from kg.gaps import ROWS, gap_map
from kg.pictures import gapmap
from kg.web.pages.asked import Asked
from kg.web.pages.frame import Page
from kg.web.pages.pictured import pictured
from kg.web.pages.site import Site


def show(site: Site, asked: Asked) -> Page:
    """The map for `rows` (theme or barrier) and the kinds of case that `kind` names; all kinds without."""
    rows = asked.value("rows", ROWS[0])
    kinds = [value for value in asked.request.all("kind") if value]
    found = gap_map(site.store, rows, kinds, site.facets)
    links = {
        f"{rows}/{cell.row}|outcome/{cell.column}": asked.to.cases(
            {rows: cell.row, "outcome": cell.column, "kind": kinds}
        )
        for cell in found.cells
    }
    labels = {entry.id: entry.label for entry in (*found.rows, *found.columns)}
    return Page(
        "Where nobody tells",
        "gaps.html",
        {
            "picture": pictured(
                lambda width: gapmap.draw(found, width, rows, links=links), gapmap.table(found), "The map of gaps"
            ),
            "rows": [(row, f"{row}s".capitalize(), row == rows) for row in ROWS],
            "kinds": [(value.id, value.label, value.id in kinds) for value in site.facets.group("kind").values],
            "gaps": [(labels[cell.row], labels[cell.column]) for cell in found.gaps],
            "cases": found.cases,
        },
        here="themes",
        description="Each theme or barrier with each outcome: where cases tell of both, and where nothing is stated.",
    )
