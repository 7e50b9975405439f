"""Cases, organisations and themes as a network around a case, a theme, a country, or a set of cases."""

from __future__ import annotations

from functools import partial
from typing import Any

import traitlets

from kg import html
from kg.html import Html
from kg.pictures import graph, network
from kg.pictures.graph import Network as Drawn
from kg.widgets import drawn
from kg.widgets.base import Panel, Picture
from kg.widgets.controls import chooser, known_case, offer, row
from kg.widgets.parts import button, heading, soft

HINT = "Choose a case, a theme or a country."
CENTRES = ("case", "theme", "country")


class Network(Panel):
    """The network around one thing: `Network(g, case="cpche")`, `theme="share-power"`, `country="Canada"`, `cases=[…]`.

    The last of them that was set is drawn. `node` is what was picked, as `organisation/oxfam`: it and its neighbours
    stand out. `neighbours` are their ids.
    """

    NAME = "Network"
    WATCHED = ("case", "theme", "country", "cases", "node")
    case = traitlets.Unicode()
    theme = traitlets.Unicode()
    country = traitlets.Unicode()
    cases: Any = traitlets.List()
    node = traitlets.Unicode()

    def _build(self) -> list[Any]:
        self._around = ""
        self._drawn: Drawn | None = None
        self._choices = {name: chooser(name.capitalize()) for name in CENTRES}
        self._picture = Picture("Network")
        for name, choice in self._choices.items():
            self.on_choice(choice, partial(self.set_trait, name))
        self._picture.on_pick(self.does(self._picked))
        self._picture.actions = {
            "table": lambda: ("network.csv", drawn.as_csv(network.table(self._network() or _nothing())))
        }
        return [row(*self._choices.values()), self._picture]

    @property
    def neighbours(self) -> list[str]:
        """The ids of what is tied to the part that was picked."""
        return sorted(self._drawn.neighbours(self.node)) if self._drawn and self.node else []

    def _picked(self, id: str) -> None:
        kind, _, rest = id.partition("/")
        if kind == "centre":
            centre, _, rest = rest.partition("/")
            setattr(self, centre, rest)
        else:
            self.node = "" if id == self.node else id

    def _changed(self, name: str) -> None:
        if name in (*CENTRES, "cases"):
            if getattr(self, name):
                self._around = name
            elif self._around == name:
                self._around = next((other for other in (*CENTRES, "cases") if getattr(self, other)), "")
            self.node = ""
        self._refresh()

    def _network(self) -> Drawn | None:
        store = self.graph.store
        if self._around == "case":
            return graph.of_case(store, known_case(self.graph, self.case))
        if self._around == "theme":
            return graph.of_theme(store, self.graph.facets.find("theme", self.theme).entry)
        if self._around == "country":
            return graph.of_country(store, self.country)
        if self._around == "cases":
            return graph.of_cases(store, "These cases", [*map(str, self.cases)])
        return None

    def _entries(self) -> dict[str, list[tuple[str, str]]]:
        cases = self.graph.store.cases.values()
        themes = self.graph.facets.group("theme").entries
        return {
            "case": [(case.name, case.id) for case in cases],
            "theme": [(theme.label, theme.entry) for theme in themes],
            "country": [(name, name) for name in sorted({case.country for case in cases})],
        }

    def _show(self) -> None:
        for name, entries in self._entries().items():
            offer(self._choices[name], "…", entries, getattr(self, name) if name == self._around else "")
        self._drawn = None
        self._drawn = found = self._network()
        if found is None:
            self._picture.content = str(soft(HINT if self.graph.store.cases else "The graph holds no cases."))
            return
        self._picture.content = str(drawn.live(self._draw, network.table(found), self._told(found)))

    def _draw(self, width: int) -> str:
        return network.draw(self._drawn or _nothing(), width, self.node, note=self.graph.store.roster_note)

    def _told(self, found: Drawn) -> Html:
        """What was picked, what it is tied to, and a button that puts it in the middle."""
        label = {node.id: node for node in found.nodes}
        if self.node not in label:
            return soft("Pick a case, an organisation or a theme to see what it is tied to.")
        node = label[self.node]
        ties = ", ".join(label[id].label for id in self.neighbours)
        self.say(f"{node.label}: {ties}")
        told = Html(f"<p><strong>{html.escape(node.label)}</strong>: {html.escape(ties or 'nothing else here')}</p>")
        centre = node.kind in CENTRES and node.id != found.centre
        return html.joined(
            [told, *([button(f"centre/{node.id}", "Put it in the middle", kind="button")] if centre else [])]
        )

    def plain(self) -> Html:
        found = self._network()
        if found is None:
            return html.joined([heading(self.NAME, 2), soft(HINT)])
        shown = drawn.still(lambda width: network.draw(found, width), network.words(found), network.table(found))
        return html.joined([heading(found.title, 2), soft(network.about(found)), shown])


def _nothing() -> Drawn:
    return Drawn("Network", (), (), {})
