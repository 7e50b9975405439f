"""Controls of ipywidgets as all widgets have them: lists to choose from by ids, rows that wrap."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ipywidgets

from kg import html
from kg.cards import find_case
from kg.notebook.graph import KnowledgeGraph

LABEL = {"description_width": "initial"}  # a control's name as wide as its words


def chooser(label: str) -> Any:
    """A list to choose from, as yet without entries: see `offer`."""
    return ipywidgets.Dropdown(
        options=[("…", "")],
        description=label,
        style=LABEL,
        layout={"width": "auto", "max_width": "100%"},
        tooltip=label,
    )


def offer(control: Any, none: str, entries: Iterable[tuple[str, str]], chosen: str = "") -> None:
    """Give a list its entries, words with ids, and choose one; `none` is the words for no choice.

    There is no choice where the list does not hold the id `chosen`.
    """
    shown = ((none, ""), *((html.clean(words, 120), id) for words, id in entries))
    if control.options != shown:
        control.options = shown
    control.value = chosen if any(id == chosen for _, id in shown) else ""


def row(*controls: Any) -> Any:
    """Controls side by side, and one under the other where there is little room."""
    box = ipywidgets.HBox(controls, layout={"flex_flow": "row wrap", "align_items": "center"})
    box.add_class("cw-controls")
    return box


def case_entries(graph: KnowledgeGraph) -> list[tuple[str, str]]:
    """The cases by name, with their ids."""
    return [(case.name, case.id) for case in graph.store.cases.values()]


def known_case(graph: KnowledgeGraph, wanted: object) -> str:
    """The id of a case by its id or name. Raises `UsageError` with the nearest ones."""
    return find_case(graph.store, str(wanted), "choose one in the list")
