"""A box for questions: how each was read, in parts that can be taken away, and what is certain and possible."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import ipywidgets
import traitlets

from kg import answers, html, output
from kg.answers import Hit
from kg.conditions import Reading
from kg.html import Html
from kg.notebook.answerview import AnswerView
from kg.notebook.tables import SHOWN_ROWS, Table, counted
from kg.widgets.base import Panel, Picture
from kg.widgets.controls import LABEL, row
from kg.widgets.parts import button, fold, heading, removable, soft, tools

EXAMPLES = (
    "which projects shared power and cut costs",
    "which projects in Canada shared power",
    "which projects did not share power",
)
START = "choose an example to start from"
HINT = "Ask in plain English, or choose an example."


class Ask(Panel):
    """A question in plain English with its answer: `Ask(g)` or `Ask(g, question="which projects shared power")`.

    `question` is what was asked, `answer` the answer as `g.ask` gives it, `cases` the ids of its cases, certain ones
    first, and `case` the one whose card was asked for.
    """

    NAME = "Ask the graph"
    WATCHED = ("question", "case")
    question = traitlets.Unicode()
    cases: Any = traitlets.List()
    case = traitlets.Unicode()
    answer = traitlets.Any()

    def _build(self) -> list[Any]:
        self._box = ipywidgets.Text(
            description="Question",
            placeholder=HINT,
            continuous_update=False,
            layout={"flex": "1 1 20rem"},
            tooltip=HINT,
            style=LABEL,
        )
        self._button = ipywidgets.Button(
            description="Ask", button_style="primary", tooltip="Answer the question", layout={"width": "6rem"}
        )
        self._cut = False  # whether a part of the reading was taken away
        self._parts = Picture("Examples, and how the question was read")
        self._answer = Picture("Answer")
        self.on_choice(self._box, self._asked)
        self._box.on_msg(lambda _, told, __: self._submitted(told))
        self._button.on_click(self.does(lambda _: self._asked(self._box.value, again=True)))
        for part in (self._parts, self._answer):
            part.on_pick(self.does(self._picked))
        self._answer.actions = {
            "sparql": lambda: ("query.rq", self.answer.sparql if self.answer else ""),
            "cases": lambda: ("cases.csv", self._csv("cases")),
            "evidence": lambda: ("evidence.csv", self._csv("evidence")),
        }
        return [row(self._box, self._button), self._parts, self._answer]

    def _asked(self, text: str, again: bool = False) -> None:
        if text == self.question and again:
            self._show()
        self.question = text

    def _submitted(self, told: Any) -> None:
        """The Enter key on a question that did not change: give it back what was taken away from its reading."""
        if self._cut and told == {"event": "submit"}:
            self._refresh()

    def _changed(self, name: str) -> None:
        if name != "case":
            self._refresh()

    def _show(self) -> None:
        """Answer the question as it stands, and show how that went."""
        self.answer, self._cut = None, False
        try:
            if self.question.strip():
                self.answer = self.graph.ask(self.question)
        finally:
            self._draw()

    def _blank(self) -> None:
        """Examples and message stay; there is no answer already."""

    def _draw(self) -> None:
        found = self.answer
        self._box.value = self.question
        self.cases = _cases(found)
        lost = isinstance(found, AnswerView) and not found.understood
        self._parts.content = str(html.joined([_examples(self.question, lost), *_chips(found)]))
        self._answer.content = str(self._shown(found, live=True))
        if isinstance(found, AnswerView) and found.understood:
            self.say(f"{len(found.certain)} certain, {len(found.possible)} possible. {found.reading}")

    def _picked(self, id: str) -> None:
        kind, _, rest = id.partition("/")
        if kind == "example":
            self.question = EXAMPLES[int(rest)]
        elif kind == "case":
            self.case = rest
        elif kind == "without":
            self._without(rest)

    def _without(self, part: str) -> None:
        """Answer again without one part of the reading: a condition, the kinds of case, or a word."""
        if not isinstance(self.answer, AnswerView):
            return
        reading = self.answer.answer.reading
        kind, _, place = part.partition("/")
        if kind == "word":
            word = [*reading.not_understood][int(place)]
            self.question = " ".join(re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", " ", self.question, flags=re.I).split())
            return
        if kind == "kinds":
            reading = replace(reading, kinds=[], by_default=False)
        else:
            group, number = map(int, place.split("/"))
            gone = reading.groups[group][number]
            reading = reading.without(lambda condition: condition is gone)
        self._cut = True
        self.answer = AnswerView(self.graph.store, answers.answer(self.graph.store, reading))
        self._draw()

    def _csv(self, what: str) -> str:
        found = self.answer.evidence if what == "evidence" else self.answer
        return found.to_csv() or ""

    def _shown(self, found: AnswerView | Table | None, live: bool) -> Html:
        if found is None:
            return Html()
        actions = {"copy:sparql": "Copy the SPARQL", "save:cases": "Download the rows (CSV)"}
        if isinstance(found, Table):
            query = fold("sparql", "Show the SPARQL", html.code(found.sparql))
            return html.joined([found.html(), *([tools(actions), query] if live else [query])])
        lines = found.notes if not live else [line for line in found.notes if line.startswith("Note")]
        told = html.joined(soft(line) for line in lines)
        if not found.understood:
            return html.joined(
                [told, Html(f'<p class="cw-warning">{html.escape(output.no_answer(found.answer, START))}</p>')]
            )
        parts = [told, *_levels(found, live)]
        if found.not_stated:
            silent = [f"{counted(number, 'case')} on {condition}" for condition, number in found.not_stated.items()]
            parts += [heading(html.mark("not stated", "Not stated in the source")), html.items(silent)]
        actions["save:evidence"] = "Download the evidence (CSV)"
        query = fold("sparql", "Show the SPARQL", html.code(found.sparql.strip()))
        return html.joined([*parts, soft(found.answer.note), *([tools(actions)] if live else []), query])

    def plain(self) -> Html:
        if not self.answer:
            return html.joined([heading(self.NAME, 2), soft(HINT), html.items(EXAMPLES)])
        return html.joined([heading(self.question, 2), self._shown(self.answer, live=False)])


def _cases(found: AnswerView | Table | None) -> list[str]:
    return [str(row["case"]) for row in found.rows] if isinstance(found, AnswerView) else []


def _examples(question: str, lost: bool) -> Html:
    """The examples, open where there is no question and where one was not understood."""
    chips = "".join(button(f"example/{n}", text, kind="chip-button") for n, text in enumerate(EXAMPLES))
    return fold("help" if lost else "examples", "Examples", Html(chips), opened=lost or not question)


def _chips(found: AnswerView | Table | None) -> list[Html]:
    """How the question was read, a chip for each part, each to be taken away by pressing it."""
    if not isinstance(found, AnswerView):
        return []
    reading: Reading = found.answer.reading
    groups = []
    for g, group in enumerate(reading.groups):
        words = [(f"condition/{g}/{n}", condition.describe()) for n, condition in enumerate(group)]
        groups.append(" or ".join(removable(f"without/{id}", told) for id, told in words))
    if reading.kinds:
        groups.append(removable("without/kinds", f"only {', '.join(reading.kinds)} cases"))
    lines = [Html(f'<p><span class="cw-soft">Read as:</span> {" and ".join(groups)}</p>')] if reading.groups else []
    mended = [f"'{wrong}' is read as '{right}'" for wrong, right in reading.mended.items()]
    lines += [soft(f"Mended: {'; '.join(mended)}")] if mended else []
    for n, (word, near) in enumerate(reading.not_understood.items()):
        hint = f"Nearest known: {'; '.join(near)}." if near else ""
        lines.append(
            Html(
                f'<p class="cw-warning">Not understood: {removable(f"without/word/{n}", word)} {html.escape(hint)}</p>'
            )
        )
    return lines


def _levels(found: AnswerView, live: bool) -> list[Html]:
    parts = []
    for level, hits in (("certain", found.answer.certain), ("possible", found.answer.possible)):
        parts.append(heading(Html(f"{html.mark(level)} {counted(len(hits), 'case')}")))
        parts += [_hit(hit, live) for hit in hits[:SHOWN_ROWS]]
        if len(hits) > SHOWN_ROWS:
            parts.append(soft(f"and {len(hits) - SHOWN_ROWS} more; the download holds them all"))
    return parts


def _hit(hit: Hit, live: bool) -> Html:
    """A case with its evidence folded under it."""
    name = Html(f"<strong>{html.escape(hit.facts.name, 300)}</strong>, {html.escape(hit.facts.country)}")
    lines = [
        Html(
            f"<strong>{html.escape(piece.condition)}</strong>: {html.escape(piece.note)} "
            f'<span class="cw-soft">{html.escape(output.trail(piece, hit.facts.id))}</span>'
        )
        for piece in hit.evidence
    ]
    card = [button(f"case/{hit.facts.id}", "Show the card", says=f"Show the card of {hit.facts.name}")] if live else []
    return fold(f"case/{hit.facts.id}", name, html.joined([html.items(lines), *card]))
