"""A session for a class on one theme, with a handout to print."""

from __future__ import annotations

from typing import Any

import ipywidgets
import traitlets

from kg import html, lesson
from kg.html import Html
from kg.lessonpage import lesson_page
from kg.widgets.base import Panel, Picture
from kg.widgets.controls import LABEL, chooser, offer, row
from kg.widgets.parts import button, heading, soft, tools

HINT = "Choose a theme, and a session is put together from the cases."


class Lesson(Panel):
    """A session: `Lesson(g, theme="share-power")`, of `minutes`. `plan` is what `kg.lesson.lesson` gives.

    `case` is the case that it proposes, and `other` the one to set against it, where there is one. The handout is
    printed, or saved as a page that needs no other file.
    """

    NAME = "A session for a class"
    WATCHED = ("theme", "minutes")
    theme = traitlets.Unicode()
    minutes = traitlets.Int(45)
    case = traitlets.Unicode()
    other = traitlets.Unicode()

    def _build(self) -> list[Any]:
        self.plan: lesson.Lesson | None = None
        self._themes = chooser("Theme")
        self._minutes = ipywidgets.BoundedIntText(
            value=45,
            min=lesson.SHORTEST,
            max=lesson.LONGEST,
            step=5,
            description="Minutes",
            tooltip="How long it takes",
            style=LABEL,
            layout={"width": "9rem"},
        )
        self._handout = Picture("Handout of the session")
        self.on_choice(self._themes, lambda value: self.set_trait("theme", value))
        self.on_choice(self._minutes, lambda value: self.set_trait("minutes", value))
        self._handout.on_pick(self.does(lambda id: self.set_trait("case", id.removeprefix("case/"))))
        self._handout.actions = {
            "page": lambda: (
                f"session-{self._plan().theme}.html",
                html.page(self._plan().label, lesson_page(self._plan())),
            )
        }
        return [row(self._themes, self._minutes), self._handout]

    def _plan(self) -> lesson.Lesson:
        return self.plan or lesson.lesson(self.graph.store, self.theme, self.minutes, self.graph.facets)

    def _show(self) -> None:
        self.plan = None
        themes = [(value.label, value.entry) for value in self.graph.facets.group("theme").entries]
        offer(self._themes, "choose a theme", themes, self.theme)
        self._minutes.value = max(lesson.SHORTEST, min(self.minutes, lesson.LONGEST))
        if not self.theme:
            self.case = self.other = ""
            none = "The graph holds no themes."
            self._handout.content = str(soft(HINT if themes else none))
            return
        self.plan = plan = self._plan()
        self.case, self.other = plan.case, plan.contrast.other if plan.contrast else ""
        self._themes.value = plan.theme
        cards = [(plan.case, plan.name)]
        cards += [(plan.contrast.other, plan.contrast.names[plan.contrast.other])] if plan.contrast else []
        links = Html(
            " ".join(button(f"case/{id}", f"Card: {html.clean(name, 80)}", kind="button") for id, name in cards)
        )
        buttons = tools({"print:page": "Print the handout", "save:page": "Save as a page"})
        self._handout.content = str(html.joined([buttons, lesson_page(plan), links]))
        self.say(f"A session of {plan.minutes} minutes on {plan.name}")

    def plain(self) -> Html:
        return lesson_page(self._plan()) if self.theme else html.joined([heading(self.NAME, 2), soft(HINT)])
