"""Where the cases tell something of a theme, or barrier, with an outcome, and where they are silent."""

from __future__ import annotations

from typing import Any

import ipywidgets
import traitlets

from kg import gaps, html
from kg.gaps import Cell
from kg.html import Html
from kg.pictures import gapmap
from kg.widgets import drawn
from kg.widgets.base import Panel, Picture
from kg.widgets.controls import LABEL, chooser, offer, row
from kg.widgets.parts import button, fold, heading, soft

ROWS = [("Themes practised", "theme"), ("Barriers met", "barrier")]
EVERY = "every kind of case"
LISTS = {
    "certain": ("certain", "certain"),
    "possible": ("possible", "possible"),
    "otherwise": ("", "Something else is told of both"),
    "not_stated": ("not stated", "Not stated after a full reading"),
    "not_read": ("not stated", "Not read in full"),
}


class GapMap(Panel):
    """The map of gaps: `GapMap(g)`, `GapMap(g, rows="barrier", kinds=["fellowship"])`.

    `cell` is the cell that was picked, as `theme/share-power|outcome/cost-saving`; `cases` are the ids of those that
    tell of it, the certain ones first; `case` is the one that was picked then. `map` is what `kg.gaps.gap_map` gives.
    """

    NAME = "Map of gaps"
    WATCHED = ("rows", "kinds", "cell", "case")
    rows = traitlets.Unicode("theme")
    kinds: Any = traitlets.List()
    cell = traitlets.Unicode()
    cases: Any = traitlets.List()
    case = traitlets.Unicode()

    def _build(self) -> list[Any]:
        self.map: gaps.GapMap | None = None
        self._rows = ipywidgets.Dropdown(
            options=ROWS, description="Rows", tooltip="What stands in the rows", style=LABEL, layout={"width": "auto"}
        )
        self._kinds = chooser("Cases")
        self._picture = Picture("Map of gaps")
        self.on_choice(self._rows, lambda value: self.set_trait("rows", value))
        self.on_choice(self._kinds, lambda value: self.set_trait("kinds", [value] if value else []))
        self._picture.on_pick(self.does(self._picked))
        self._picture.actions = {"table": lambda: ("gaps.csv", drawn.as_csv(gapmap.table(self._map())))}
        return [row(self._rows, self._kinds), self._picture]

    def _picked(self, id: str) -> None:
        if id.startswith("case/"):
            self.case = id.removeprefix("case/")
        else:
            self.cell = "" if id == self.cell else id

    def _changed(self, name: str) -> None:
        if name == "rows":
            self.cell = ""
        if name != "case":
            self._refresh()

    def _map(self) -> gaps.GapMap:
        return gaps.gap_map(self.graph.store, self.rows, [*map(str, self.kinds)], self.graph.facets)

    def _chosen(self, found: gaps.GapMap) -> Cell | None:
        if not self.cell:
            return None
        row, _, column = self.cell.partition("|")
        return found.cell(row.partition("/")[2], column.partition("/")[2])

    def _show(self) -> None:
        kinds = [(kind.label, kind.id) for kind in self.graph.facets.group("kind").values]
        offer(self._kinds, EVERY, kinds, str(self.kinds[0]) if len(self.kinds) == 1 else "")
        self.map = None
        self.map = found = self._map()
        self._rows.value = self.rows
        cell = self._chosen(found)
        self.cases = [*cell.certain, *cell.possible] if cell else []
        more = self._told(cell, live=True) if cell else soft("Pick a cell to see its cases.")
        self._picture.content = str(drawn.live(self._draw, gapmap.table(found), more))
        if cell:
            self.say(f"{len(cell.certain)} certain, {len(cell.possible)} possible")

    def _draw(self, width: int) -> str:
        return gapmap.draw(self.map or self._map(), width, self.rows, chosen=[self.cell])

    def _told(self, cell: Cell, live: bool) -> Html:
        """The cases of a cell, in their five lists."""
        cases, parts = self.graph.store.cases, [heading(self._titled(cell))]
        for name, (level, words) in LISTS.items():
            ids = [id for id in getattr(cell, name) if id in cases]
            if not ids:
                continue
            title = Html(f"{html.mark(level, words) if level else html.escape(words)} ({len(ids)})")
            names = [button(f"case/{id}", cases[id].name) if live else html.escape(cases[id].name) for id in ids]
            parts.append(fold(f"list/{name}", title, html.items(names), name in ("certain", "possible")))
        return html.joined(parts)

    def _titled(self, cell: Cell) -> str:
        """What a cell is of, as `Share power (practised) with Cost saving (achieved)`."""
        row, column = (self.graph.facets.find(key, id) for key, id in ((self.rows, cell.row), ("outcome", cell.column)))
        return f"{row.in_words} with {column.in_words}"

    def plain(self) -> Html:
        found = self._map()
        cell = self._chosen(found)
        told = [self._told(cell, live=False)] if cell else []
        shown = drawn.still(
            lambda width: gapmap.draw(found, width, self.rows), gapmap.words(found, self.rows), gapmap.table(found)
        )
        return html.joined(
            [heading(gapmap.TITLE, 2), soft(gapmap.about(found, self.rows)), *told, shown, soft(found.note)]
        )
