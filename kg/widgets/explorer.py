"""Cases narrowed by what they are and what was found in them, with live counts."""

from __future__ import annotations

from typing import Any

import ipywidgets
import traitlets

from kg import answers, html
from kg.conditions import sparql
from kg.errors import UsageError
from kg.facets import Group, Selection, Value
from kg.html import Html
from kg.index import Levels
from kg.notebook.answerview import AnswerView
from kg.notebook.tables import SHOWN_ROWS, Table, counted
from kg.store import CaseFacts
from kg.widgets.base import Panel, Picture
from kg.widgets.controls import LABEL, row
from kg.widgets.parts import button, fold, removable, soft, tools

CERTAINTIES = [("Certain and possible", "possible"), ("Certain only", "certain")]
OPEN = ("theme", "outcome")
COUNTS = "Of 8 + 11 cases, 8 are certain and 11 more possible."
NOTHING = "The graph holds nothing to choose by."


class Explorer(Panel):
    """Cases by facets: `Explorer(g)` or `Explorer(g, chosen={"theme": ["share-power"], "country": ["canada"]})`.

    `chosen` holds the ids of values by group, as `g.facets.select` takes them; values of a group are joined by or,
    groups by and. `certainty` is "possible" or "certain", `text` what is searched for. `cases` are the ids that are
    left, and `case` the one that was picked. Setting `theme` chooses that theme alone among the themes.
    """

    NAME = "Explore the cases"
    WATCHED = ("chosen", "certainty", "text", "theme", "case")
    chosen = traitlets.Dict()
    certainty = traitlets.Unicode("possible")
    text = traitlets.Unicode()
    theme = traitlets.Unicode()
    cases: Any = traitlets.List()
    case = traitlets.Unicode()

    def _build(self) -> list[Any]:
        self.selection = Selection([], Levels(), {}, {})
        self._shown_rows = SHOWN_ROWS
        self._search = ipywidgets.Text(
            description="Search",
            placeholder="a name, a place, a word of the story",
            tooltip="Search in the cases",
            style=LABEL,
            layout={"flex": "1 1 16rem", "max_width": "28rem"},
        )
        self._level = ipywidgets.Dropdown(
            options=CERTAINTIES,
            description="Show",
            value="possible",
            tooltip="How sure a case must be",
            style=LABEL,
            layout={"width": "auto"},
        )
        self._clear = ipywidgets.Button(
            description="Clear all", tooltip="Take away every choice", layout={"width": "auto"}
        )
        self._facets = Picture("What to choose by")
        self._found = Picture("Cases found")
        self.on_choice(self._search, lambda value: self.set_trait("text", value))
        self.on_choice(self._level, lambda value: self.set_trait("certainty", value))
        self._clear.on_click(self.does(lambda _: self.clear()))
        self._facets.on_pick(self.does(lambda id: self.toggle(*id.split("/", 1))))
        self._found.on_pick(self.does(self._picked))
        self._found.actions = {
            "sparql": lambda: ("query.rq", sparql(self.graph.facets.reading(self.chosen))),
            "cases": lambda: ("cases.csv", self.table.to_csv() or ""),
        }
        left = ipywidgets.VBox([self._facets], layout={"flex": "1 1 18rem"})
        right = ipywidgets.VBox([self._found], layout={"flex": "2 1 24rem"})
        both = ipywidgets.HBox([left, right], layout={"flex_flow": "row wrap", "align_items": "flex-start"})
        return [row(self._search, self._level, self._clear), both]

    def toggle(self, group: str, value: str) -> None:
        """Choose a value of a group, or take the choice back."""
        self.graph.facets.reading({group: [value]})
        found = [*self.chosen.get(group, ())]
        found = [id for id in found if id != value] if value in found else [*found, value]
        rest = {key: ids for key, ids in self.chosen.items() if key != group}
        self.chosen = {**rest, **({group: found} if found else {})}

    def clear(self) -> None:
        """Take away every choice."""
        self.text, self.chosen = "", {}

    @property
    def table(self) -> Table:
        """The cases that are left, as rows."""
        cases = self.graph.store.cases
        columns = ["answer", "case", "name", "country", "kind", "documented"]
        rows = [
            dict(zip(columns, (self.selection.levels[id], id, c.name, c.country, c.kind, c.tier), strict=True))
            for id in self.cases
            if (c := cases.get(id))
        ]
        return Table(
            columns, [*rows], sparql(self.graph.facets.reading(self.chosen)), note=self.graph.store.roster_note
        )

    @property
    def answer(self) -> AnswerView:
        """The choice as an answer with its evidence, as `g.cases` gives it; the text searched for has no part in it."""
        return AnswerView(self.graph.store, answers.answer(self.graph.store, self.graph.facets.reading(self.chosen)))

    def _changed(self, name: str) -> None:
        if name == "case":
            with self._telling():
                self._show_found()
                if self.case in self.graph.store.cases:
                    self.say(f"Chosen: {self.graph.store.cases[self.case].name}")
            return
        if name == "theme":
            with self._telling():
                self._choose_theme()
            return
        if name == "chosen":
            themes = self.chosen.get("theme", [])
            self.theme = next(iter(themes)) if len(themes) == 1 else ""
        self._refresh()

    def _choose_theme(self) -> None:
        """Choose the theme that was set; where it was set to nothing, several themes stay chosen."""
        themes = [*self.chosen.get("theme", ())]
        if self.theme and themes != [self.theme]:
            self.graph.facets.reading({"theme": [self.theme]})
            self.chosen = {**self.chosen, "theme": [self.theme]}
        elif not self.theme and len(themes) == 1:
            self.chosen = {key: ids for key, ids in self.chosen.items() if key != "theme"}

    def _show(self) -> None:
        self._search.value = self.text
        self._level.value = self.certainty if self.certainty in ("certain", "possible") else "possible"
        for key, ids in self.chosen.items():
            if isinstance(ids, str) or not isinstance(ids, list | tuple | set | frozenset):
                raise UsageError(f"give the values of {key} as a list, as in {{'country': ['canada']}}")
        _ = self.graph.facets.texts  # looked up now, so that the first search is as quick as the next
        self.selection = self.graph.facets.select(self.chosen, self.certainty, self.text)
        self._shown_rows = SHOWN_ROWS
        self.cases = [*self.selection.cases]
        groups = [_group(g, self.selection, self.chosen.get(g.key, ())) for g in self.graph.facets.groups if g.values]
        self._facets.content = str(html.joined([soft(COUNTS), *groups] if groups else [soft(NOTHING)]))
        self._show_found()
        certain = [*self.selection.levels.values()].count("certain")
        levels = f": {certain} certain, {len(self.cases) - certain} possible" if any(self.chosen.values()) else ""
        self.say(f"{counted(len(self.cases), 'case')}{levels}")

    def _blank(self) -> None:
        """The cases stay as they were before a choice that cannot be shown."""

    def _show_found(self) -> None:
        self._found.content = str(self._list(live=True))

    def _picked(self, id: str) -> None:
        kind, _, rest = id.partition("/")
        if kind == "case":
            self.case = rest
        elif kind == "more":
            self._shown_rows += 200
            self._show_found()
        elif kind == "take":
            self.toggle(*rest.split("/", 1))

    def _list(self, live: bool) -> Html:
        """The choices as chips, how many cases there are, and the cases."""
        found = self.selection
        certain = [*found.levels.values()].count("certain")
        chosen = [(f"take/{key}/{id}", words) for key, id, words in self._choices()]
        chips = [
            removable(id, words) if live else Html(f'<span class="cw-chip">{html.escape(words)}</span>')
            for id, words in chosen
        ]
        asked = any(self.chosen.values())  # without a choice there is nothing to be certain of
        marks = (
            f"{html.mark('certain')} {certain} {html.mark('possible')} {len(found.cases) - certain}" if asked else ""
        )
        parts = [Html("".join(chips)), Html(f"<p><strong>{counted(len(found.cases), 'case')}</strong> {marks}</p>")]
        if not self.graph.store.cases:
            parts.append(soft("The graph holds no cases."))
        elif not found.cases:
            parts.append(soft("No case is left. Take one choice away, or show possible ones too."))
        cases = self.graph.store.cases
        rows = [
            _row(cases[id], found.levels[id] if asked else "", live, id == self.case)
            for id in found.cases[: self._shown_rows]
            if id in cases
        ]
        listed = html.items(rows)
        parts.append(Html(f'<div class="cw-cases" data-key="cases">{listed}</div>') if live and rows else listed)
        more = len(found.cases) - self._shown_rows
        if more > 0:
            parts.append(
                button("more/", f"Show more ({more:,} left)", kind="button") if live else soft(f"and {more:,} more")
            )
        if live and found.cases:
            query = html.code(sparql(self.graph.facets.reading(self.chosen)).strip())
            note = soft("The words searched for are no part of the query.") if self.text else Html()
            parts.append(tools({"save:cases": "Download the rows (CSV)", "copy:sparql": "Copy the SPARQL"}))
            parts.append(fold("sparql", "Show the SPARQL", html.joined([note, query])))
        return html.joined([*parts, soft(self.graph.store.roster_note)])

    def _choices(self) -> list[tuple[str, str, str]]:
        """Each choice with its words. A choice that the graph does not know is left out."""
        return [
            (group.key, value.id, value.in_words)
            for group in self.graph.facets.groups
            for value in group.values
            if value.id in self.chosen.get(group.key, ())
        ]

    def plain(self) -> Html:
        return html.joined([Html(f"<h2>{self.NAME}</h2>"), self._list(live=False)])


def _group(group: Group, found: Selection, chosen: Any) -> Html:
    """A group of values, each with how many cases there would be, the certain ones first."""
    counts, certain = found.counts[group.key], found.certain_counts[group.key]
    rows = [_value(group.key, v, counts[v.id], certain[v.id], v.id in chosen) for v in group.values]
    kept = [row for row, value in zip(rows, group.values, strict=True) if value.usual]
    others = [row for row, value in zip(rows, group.values, strict=True) if not value.usual]
    taken = any(value.id in chosen and not value.usual for value in group.values)
    more = fold(f"other/{group.key}", "Other ways in which they stand", Html("".join(others)), taken) if others else ""
    number = len([*chosen])
    usual = {value.standing for value in group.values if value.usual}
    standing = f", {html.escape(usual.pop())}" if len(usual) == 1 and "" not in usual else ""
    title = Html(f"<strong>{html.escape(group.label)}</strong>{standing}{f' ({number} chosen)' if number else ''}")
    return fold(f"group/{group.key}", title, Html("".join(kept) + more), group.key in OPEN or number > 0)


def _value(key: str, value: Value, count: int, certain: int, chosen: bool) -> Html:
    possible = count - certain
    tick = "☑" if chosen else "☐"
    numbers = f"{certain} + {possible}" if possible else str(certain)
    words = Html(
        f'<span aria-hidden="true">{tick}</span><span>{html.escape(value.label, 120)}</span>'
        f'<span class="cw-count" aria-hidden="true">{numbers}</span>'
    )
    says = f"{value.in_words}: {certain} certain, {possible} possible"
    kind = "value" if count or chosen else "value cw-none"
    return button(f"{key}/{value.id}", words, chosen, html.clean(says, 200), kind)


def _row(case: CaseFacts, level: str, live: bool, current: bool) -> Html:
    """A case in the list, with its level where something was asked for."""
    says = ", ".join(filter(None, (html.clean(case.name, 300), level)))
    name = html.escape(case.name, 300)
    shown = button(f"case/{case.id}", name, says=says, current=current) if live else Html(f"<strong>{name}</strong>")
    where = html.escape(f"{case.country}; {case.kind.lower()}; {case.tier.lower()}")
    return Html(f'{shown} {html.mark(level) if level else ""} <span class="cw-soft">{where}</span>')
