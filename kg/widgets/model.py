"""The model of twelve themes as a picture: plain, for a case, for a set of cases, or for two sets."""

from __future__ import annotations

from functools import partial
from typing import Any

import traitlets

from kg import html
from kg.html import Html
from kg.namespaces import expand
from kg.notebook.caseview import finding_html
from kg.pictures import model, svg, themes
from kg.pictures.themes import View
from kg.widgets import drawn
from kg.widgets.base import Panel, Picture
from kg.widgets.controls import case_entries, chooser, known_case, offer, row
from kg.widgets.parts import fold, heading, soft

NONE = "no single case"
SETS = ("country", "kind", "area")  # groups of facets whose values are sets of cases to colour by


class Model(Panel):
    """The model: `Model(g)`, `Model(g, case="cpche")`, or of a set `Model(g, cases=[…], name="Canada")`.

    With `others` too, a second set is drawn beside `cases`. `theme` is the theme that was picked; picking it again
    takes the choice back.
    """

    NAME = "The model of twelve themes"
    WATCHED = ("theme", "case", "cases", "others", "name", "others_name")
    theme = traitlets.Unicode()
    case = traitlets.Unicode()
    cases: Any = traitlets.List()
    others: Any = traitlets.List()
    name = traitlets.Unicode("These cases")
    others_name = traitlets.Unicode("The others")

    def _build(self) -> list[Any]:
        self._choice = chooser("Case")
        self._sets = {"cases": chooser("Cases"), "others": chooser("Against")}
        for trait, control in self._sets.items():
            self.on_choice(control, partial(self._take, trait))
        self._picture = Picture("The model of twelve themes")
        self.on_choice(self._choice, lambda id: self.set_trait("case", id))
        self._picture.on_pick(self.does(self._picked))
        self._picture.actions = {"table": lambda: ("model.csv", drawn.as_csv(self._table()))}
        return [row(self._choice, *self._sets.values()), self._picture]

    def _take(self, trait: str, id: str) -> None:
        """Colour by the cases of a country, a kind or a policy area; with no id, by none."""
        self.case = ""
        if id:
            self.set_trait("name" if trait == "cases" else "others_name", self.graph.facets.find(*_parted(id)).label)
        self.set_trait(trait, self._members(id) if id else [])

    def _members(self, id: str) -> list[str]:
        return [*self.graph.facets.levels(*_parted(id))]

    def _offer(self) -> None:
        """Fill the lists; a set that was given from elsewhere is told by its name where it is none of them."""
        offer(self._choice, NONE, case_entries(self.graph), self.case)
        groups = [group for group in self.graph.facets.groups if group.key in SETS]
        entries = [(f"{g.label}: {v.label}", f"{g.key}/{v.id}") for g in groups for v in g.values]
        for trait, control in self._sets.items():
            cases = [*map(str, getattr(self, trait))]
            chosen = next((id for _, id in entries if cases and self._members(id) == cases), "")
            offer(control, "the cases given" if cases and not chosen else "no set", entries, chosen)

    def _picked(self, id: str) -> None:
        theme = id.removeprefix("theme/")
        self.theme = "" if theme == self.theme else theme

    def view(self) -> View:
        """What the model is coloured by: nothing, a case, a set, or two sets."""
        store = self.graph.store
        if self.case:
            return themes.one(store, known_case(self.graph, self.case))
        if not self.cases and not self.others:
            return None
        first = themes.many(store, html.clean(self.name, 80), [*map(str, self.cases)])
        return (
            (first, themes.many(store, html.clean(self.others_name, 80), [*map(str, self.others)]))
            if self.others
            else first
        )

    def _show(self) -> None:
        self._offer()
        known, view = themes.themes(self.graph.store), self.view()
        if self.theme:
            self.graph.facets.find("theme", self.theme)
        chosen = next((theme for theme in known if theme.id == self.theme), None)
        more = self._told(view, chosen) if chosen else soft("Pick a theme to see what is told of it.")
        self._picture.content = str(
            drawn.live(lambda width: self._draw(width, known, view), model.table(known, view), more)
        )
        if chosen:
            self.say(themes.says(view, chosen))

    def _told(self, view: View, theme: themes.Theme) -> Html:
        """What a theme means, how it stands in what is shown, and on what that rests."""
        rows = self.graph.store.graph.rows(
            f"SELECT ?d {{ <{expand(f'theme:{theme.id}')}> skos:definition ?d }} ORDER BY ?d LIMIT 1"
        )
        stands = themes.says(view, theme).removeprefix(theme.label).removeprefix(": ")
        told = [Html(f"<p>{html.escape(part)}</p>") for part in stands.split("; ") if part]
        parts = [heading(theme.label), *(soft(definition) for (definition,) in rows), *told]
        if isinstance(view, themes.One):
            found = [
                f
                for f in self.graph.case(known_case(self.graph, self.case)).data["findings"]
                if f["about"] == theme.label
            ]
            parts.append(html.items(map(finding_html, found)))
        for many in themes.sets(view):
            parts += [self._practised(many, theme.id, level) for level in ("certain", "possible")]
        return html.joined(parts)

    def _practised(self, many: themes.Many, theme: str, level: str) -> Html:
        """The cases of a set that practised a theme at a level, folded away."""
        names = [self.graph.store.cases[id].name for id in many.practised(theme)[level]]
        title = Html(f"{html.mark(level)} {html.escape(many.name)} ({len(names)})")
        return fold(f"{many.name}/{level}", title, html.items(names)) if names else Html()

    def _draw(self, width: int, known: list[themes.Theme], view: View) -> str:
        chosen = [f"theme/{self.theme}"] if self.theme else []
        return model.draw(
            known, view, width, also=True, chosen=chosen, note=self.graph.store.roster_note if view else ""
        )

    def _table(self) -> svg.Table:
        return model.table(themes.themes(self.graph.store), self.view())

    def plain(self) -> Html:
        known, view = themes.themes(self.graph.store), self.view()
        shown = drawn.still(lambda width: self._draw(width, known, view), model.words(known, view), self._table())
        return html.joined([heading(model.title(view), 2), soft(model.about(view)), shown])


def _parted(id: str) -> tuple[str, str]:
    """The group and the value of an entry of the lists of sets."""
    key, _, value = id.partition("/")
    return key, value
