"""Two to four cases side by side, and the pair most alike whose results were opposite."""

from __future__ import annotations

from typing import Any

import ipywidgets
import traitlets

from kg import compare, html
from kg.compare import Comparison, Contrast
from kg.html import Html
from kg.notebook.tables import Table, Value
from kg.widgets.base import Panel, Picture
from kg.widgets.controls import case_entries, chooser, known_case, offer, row
from kg.widgets.parts import button, fold, heading, soft, tools

HINT = "Choose two to four cases, or one and then the case to set against it."


class Compare(Panel):
    """Cases side by side: `Compare(g, cases=["cpche", "bernalillo-jdai"])`.

    `cases` are their ids. `find_contrast()` adds to the first case the one most like it with the opposite result, and
    `contrast` says why; `comparison` is what `kg.compare.compare` gives; `case` is the one whose card was asked for.
    """

    NAME = "Compare cases"
    WATCHED = ("cases", "case")
    cases: Any = traitlets.List()
    case = traitlets.Unicode()

    def _build(self) -> list[Any]:
        self.comparison: Comparison | None = None
        self.contrast: Contrast | None = None
        self._choices = [chooser(f"Case {n}") for n in range(1, compare.MOST + 1)]
        self._opposite = ipywidgets.Button(
            description="Most alike with the opposite outcome",
            tooltip="Set the case against the first that is most like it and had the opposite result",
            layout={"width": "auto"},
        )
        self._shown = Picture("Comparison")
        for choice in self._choices:
            self.on_choice(choice, lambda _: self._chosen())
        self._opposite.on_click(self.does(lambda _: self.find_contrast()))
        self._shown.on_pick(self.does(lambda id: self.set_trait("case", id.removeprefix("case/"))))
        self._shown.actions = {"table": lambda: ("comparison.csv", self.table.to_csv() or "")}
        return [row(*self._choices), row(self._opposite), self._shown]

    def _chosen(self) -> None:
        self.cases = [*dict.fromkeys(choice.value for choice in self._choices if choice.value)]

    def find_contrast(self) -> None:
        """Set the first case beside the one most like it with the opposite result. Tells where there is none."""
        if not self.cases:
            self.tell("Choose a case first.")
            return
        found = compare.contrast(self.graph.store, self.cases[0], facets=self.graph.facets)
        if found is None:
            self.tell("The graph holds no case with the opposite result that is like this one.")
            return
        self.cases = [found.case, found.other]
        self.contrast = found
        self._draw()

    @property
    def table(self) -> Table:
        """The comparison as rows: each theme, barrier and outcome, how it relates, and how it stands in each case."""
        found = self.comparison
        if found is None:
            return Table(["list", "entry", "relation"], [])
        columns = ["list", "entry", "relation", *found.names]
        rows: list[dict[str, Value]] = [
            {"list": r.group, "entry": r.label, "relation": r.relation, **{c.case: c.text for c in r.cells}}
            for r in (*found.shared, *found.differing, *found.silent)
        ]
        return Table(columns, rows, title="Comparison", note=found.note)

    def _changed(self, name: str) -> None:
        if name != "case":
            self._refresh()

    def _show(self) -> None:
        self.comparison = self.contrast = None
        for n, choice in enumerate(self._choices):
            chosen = str(self.cases[n]) if n < len(self.cases) else ""
            offer(choice, "no case", case_entries(self.graph), chosen)
        ids = [known_case(self.graph, case) for case in self.cases]
        if len(ids) >= compare.FEWEST:
            self.comparison = compare.compare(self.graph.store, ids, self.graph.facets)
        self._draw()

    def _draw(self) -> None:
        self._shown.content = str(self._page(live=True))

    def _page(self, live: bool) -> Html:
        found = self.comparison
        if found is None:
            return soft(HINT if self.graph.store.cases else "The graph holds no cases.")
        parts = []
        if self.contrast:
            parts += [heading(f"Most alike, with the opposite result in '{self.contrast.outcome_label}'")]
            parts += [Html(f"<p>{html.mark(self.contrast.level)}</p>"), html.items(self.contrast.why)]
        names = [button(f"case/{id}", name) if live else html.escape(name) for id, name in found.names.items()]
        facts = [[Html(f"<strong>{html.escape(f.label)}</strong>"), *(", ".join(f.values[id]) for id in found.names)]
                 for f in found.facts if any(f.values.values())]  # fmt: skip
        parts += [_even(html.table(["Fact", *names], facts, "Side by side"))]
        opposed = [row for row in found.differing if row.relation == "opposed"]
        other = [row for row in found.differing if row.relation != "opposed"]
        for title, rows, empty in (
            ("What they share", found.shared, "Nothing is said of all of them."),
            ("Where they are opposed", opposed, "Nothing that is said of them stands against each other."),
            ("Said of some of them, or in another way", other, "Nothing more."),
        ):
            parts.append(_rows(title, rows, names) if rows else html.joined([heading(title), soft(empty)]))
        if found.silent:
            words = html.items(f"{row.label} ({row.group})" for row in found.silent)
            summary = Html(f"{html.mark('not stated', 'Not stated')} of any of them: {len(found.silent)}")
            parts.append(fold("silent", summary, words))
        parts.append(soft("Silence is no difference: where a source says nothing, nothing is known."))
        download = [tools({"save:table": "Download the comparison (CSV)"})] if live else []
        return html.joined([*parts, *download, soft(found.note)])

    def plain(self) -> Html:
        return html.joined([heading(self.NAME, 2), self._page(live=False)])


def _rows(title: str, rows: list[compare.Row], names: list[Html]) -> Html:
    data = [
        [
            Html(f'<strong>{html.escape(row.label)}</strong> <span class="cw-soft">{row.group}</span>'),
            *(_cell(cell) for cell in row.cells),
        ]
        for row in rows
    ]
    return _even(html.table(["What", *names], data, title))


def _even(table: Html) -> Html:
    """A table whose columns are of one width, so that tables under each other line up."""
    return Html(f'<div class="cw-even">{table}</div>')


def _cell(cell: compare.Cell) -> Html:
    if not cell.standings:
        return html.mark("not stated", cell.silence)
    return html.joined(Html(f"<div>{html.mark(s.level)} {html.escape(s.words)}</div>") for s in cell.standings)
