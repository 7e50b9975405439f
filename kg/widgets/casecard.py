"""One case on one screen for a class."""

from __future__ import annotations

from typing import Any

import traitlets

from kg import html
from kg.casepage import as_image, case_page
from kg.html import Html
from kg.notebook.caseview import CaseView
from kg.notebook.graph import KnowledgeGraph
from kg.widgets.base import Panel, Picture
from kg.widgets.controls import case_entries, chooser, known_case, offer, row
from kg.widgets.parts import soft, tools

HINT = "Choose a case."


class CaseCard(Panel):
    """The card of a case: `CaseCard(g, case="cpche")`. `case` is its id; `view` is what `g.case` gives.

    `theme` is the theme that was picked in its picture of the model: it stands out there, and its evidence is opened.

    It can be printed, or saved as a page that needs no other file.
    """

    NAME = "Card of a case"
    WATCHED = ("case", "theme")
    case = traitlets.Unicode()
    theme = traitlets.Unicode()

    def __init__(self, graph: KnowledgeGraph, **traits: Any) -> None:
        self.view: CaseView | None = None
        super().__init__(graph, **traits)

    def _build(self) -> list[Any]:
        self._choice = chooser("Case")
        self._card = Picture("Card of the case")
        self.on_choice(self._choice, lambda id: self.set_trait("case", id))
        self._card.on_pick(self.does(self._picked))
        self._card.actions = {
            "page": lambda: (f"{self._id()}.html", html.page(self._name(), self._page())),
            "evidence": lambda: (f"{self._id()}-evidence.csv", self._open().evidence.to_csv() or ""),
        }
        return [row(self._choice), self._card]

    def _picked(self, id: str) -> None:
        theme = id.removeprefix("theme/")
        self.theme = "" if theme == self.theme else theme

    def _show(self) -> None:
        self.view = None
        offer(self._choice, HINT, case_entries(self.graph), self.case)
        if not self.case:
            self._card.content = str(soft(HINT if self.graph.store.cases else "The graph holds no cases."))
            return
        self.view = self._open()
        self._choice.value = self.view.id
        buttons = {"print:page": "Print", "save:page": "Save as a page", "save:evidence": "Download the evidence (CSV)"}
        self._card.content = str(
            html.joined([tools(buttons), case_page(self.view, self.graph.store, theme=self.theme)])
        )
        self._card.label = f"Card of {html.clean(self.view.name, 100)}"

    def _open(self) -> CaseView:
        found: CaseView = self.graph.case(known_case(self.graph, self.case))
        return found

    def _page(self) -> Html:
        return case_page(self._open(), self.graph.store)

    def _name(self) -> str:
        return self._open().name

    def _id(self) -> str:
        return self._open().id

    def plain(self) -> Html:
        if not self.case:
            return soft(HINT)
        return case_page(self._open(), self.graph.store, as_image)
