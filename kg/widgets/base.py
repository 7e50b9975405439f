"""What every widget stands on: a part that shows HTML and reports clicks, and a panel that never shows a stack trace.

Where widgets cannot run (a preview on the web, a notebook that is not trusted, a page made by nbconvert), the plain
form is shown instead: HTML without anything to press, pictures as images with their tables. In a notebook it is an
output of its own before the widget's, because a place that knows widgets and lacks this one, as a notebook that was
opened again, shows nothing else of the widget's own output. The plain form is hidden as long as the widget is there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import traitlets

from kg import html
from kg.errors import KgError, UsageError
from kg.html import Html
from kg.notebook.calls import whole
from kg.notebook.graph import KnowledgeGraph
from kg.widgets.parts import text_of

FOLDER = Path(__file__).parent
VIEW = "application/vnd.jupyter.widget-view+json"
TYPES = {"csv": "text/csv", "html": "text/html", "rq": "application/sparql-query"}
LONGEST_WORDS = 6_000  # characters of the form in plain text
Action = Callable[[], tuple[str, str]]


class Picture(anywidget.AnyWidget):
    """A part that shows HTML or SVG from Python. Elements with `data-id` can be picked by mouse and keyboard.

    `picked` holds the id of the last one, with a count so that picking it again is a change too. `says` is what a
    screen reader is told, `label` the name of the part. Elements with `data-do`, as `copy:sparql`, `save:csv` or
    `print:card`, ask for one of the `actions`.
    """

    _esm = FOLDER / "picture.js"
    _css = html.STYLE + (FOLDER / "widgets.css").read_text(encoding="utf-8")
    content = traitlets.Unicode().tag(sync=True)
    says = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    picked = traitlets.Dict().tag(sync=True)
    stead = traitlets.Unicode().tag(sync=True)  # the panel whose plain forms are hidden where this part is shown

    def __init__(self, label: str = "", content: str = "") -> None:
        super().__init__(label=label, content=content)
        self.actions: dict[str, Action] = {}
        self.on_msg(lambda _, asked, __: self._act(asked))
        self.failed: Callable[[Exception], None] = lambda error: None

    def on_pick(self, do: Callable[[str], None]) -> None:
        """Call `do` with the id of what was picked."""
        self.observe(lambda change: do(str(change["new"].get("id", ""))), names="picked")

    def pick(self, id: str) -> None:
        """Pick a part from Python, as a click does."""
        self.picked = {"id": id, "count": self.picked.get("count", 0) + 1}

    def _act(self, asked: Any) -> None:
        """Send back the text that a button asked for, to be copied, saved or printed by the browser."""
        wanted = str(asked.get("do", "")) if isinstance(asked, dict) else ""
        kind, _, key = wanted.partition(":")
        try:
            if kind not in ("copy", "save", "print") or key not in self.actions:
                raise UsageError("this button has nothing to give any more; run the cell again")
            name, text = self.actions[key]()
        except Exception as error:
            self.failed(error)
            return
        type = TYPES.get(name.rpartition(".")[2], "text/plain")
        self.send({"kind": kind, "view": asked.get("view", ""), "name": name, "type": type, "text": text})

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        return with_plain(super()._repr_mimebundle_(**wanted), Html(self.content), self.label)


class Panel(ipywidgets.VBox):  # type: ignore[misc]
    """A widget of ours. `graph` is what `kg.open()` gave; where it is set anew, the widget shows the new one.

    A subclass names its traits in `WATCHED`, makes its controls in `_build`, and shows its state in `_show`; `plain`
    gives the state without anything to press. An error becomes a line in the widget.
    """

    NAME = "Widget"
    WATCHED: tuple[str, ...] = ()
    graph = traitlets.Any()

    def __init__(self, graph: KnowledgeGraph, **traits: Any) -> None:
        if not isinstance(graph, KnowledgeGraph):
            raise UsageError(f"{type(self).__name__} takes what kg.open() gives, as in {type(self).__name__}(g)")
        super().__init__()
        self.add_class("cw-panel")
        self._depth = 0
        self._message = Picture("Message")
        self._message.stead = self.model_id
        self.graph = graph
        with self._telling():
            self.children = [*self._build(), self._message]
        for part in self._pictures():
            part.failed = self._failed
        self.observe(lambda change: self._changed(change["name"]), names=["graph", *self.WATCHED])
        self._give(traits)
        self._refresh()

    def _give(self, traits: Mapping[str, Any]) -> None:
        known = [name for name in self.WATCHED if not name.startswith("_")]
        for name, value in traits.items():
            if name not in known:
                raise UsageError(f"{type(self).__name__} has no '{name}'; it takes {', '.join(known)}")
            try:
                setattr(self, name, value)
            except traitlets.TraitError as error:
                raise UsageError(f"{name} cannot be {value!r:.60}: {html.clean(error, 200)}") from None

    def _build(self) -> list[Any]:
        """The controls and parts, made once."""
        raise NotImplementedError

    def _show(self) -> None:
        """Put the state into the controls and parts."""
        raise NotImplementedError

    def _changed(self, name: str) -> None:
        """What follows from a trait that was set; usually all is shown anew."""
        self._refresh()

    def plain(self) -> Html:
        """The state as HTML that needs no script, no widget and no style."""
        raise NotImplementedError

    @property
    def message(self) -> str:
        """What the widget tells at the moment, such as an error in one line."""
        return text_of(Html(self._message.content))

    def tell(self, words: str) -> None:
        """Show a line in the widget, and have it read out."""
        line = Html(f'<p class="cw-warning">{html.escape(words, 600)}</p>') if words else Html()
        self._message.content = str(line)
        self._message.says = ""

    def say(self, words: str) -> None:
        """Have a line read out, and shown small under the widget."""
        self._message.says = html.clean(words, 300)

    def does(self, do: Callable[..., None]) -> Callable[..., None]:
        """A callback that tells its errors in the widget."""

        def safely(*given: Any) -> None:
            with self._telling():
                do(*given)

        return safely

    def on_choice(self, control: Any, do: Callable[[Any], None]) -> None:
        """Call `do` with the value of a control when a person changes it, not when the widget itself does."""

        def changed(change: Any) -> None:
            if not self._depth:
                self.does(do)(change["new"])

        control.observe(changed, names="value")

    def _refresh(self) -> None:
        with self._telling():
            try:
                self._show()
            except Exception:
                self._blank()
                raise

    def _blank(self) -> None:
        """Take away what was shown where the state cannot be, so that nothing wrong is left standing."""
        for part in self._pictures():
            if part is not self._message:
                part.content = ""

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Turn an error into a line in the widget. The line of an earlier action goes when another begins."""
        if not self._depth:
            self.tell("")
        self._depth += 1
        try:
            with whole():
                yield
        except Exception as error:
            self._failed(error)
        finally:
            self._depth -= 1

    def _failed(self, error: Exception) -> None:
        if isinstance(error, KgError):
            self.tell(str(error))
            return
        logging.getLogger(__name__).debug("a widget failed", exc_info=error)
        self.tell(f"This could not be shown ({type(error).__name__}). The rest of the notebook still works.")

    def _pictures(self) -> list[Picture]:
        """The parts of ours among the children, at any depth."""
        found, rest = [], [*self.children]
        while rest:
            child = rest.pop(0)
            found += [child] if isinstance(child, Picture) else []
            rest += getattr(child, "children", ())
        return found

    def _repr_mimebundle_(self, **wanted: Any) -> Any:
        try:
            with whole():
                shown = self.plain()
        except Exception as error:
            words = str(error) if isinstance(error, KgError) else "this could not be shown"
            shown = Html(f"<p>{html.escape(words)}</p>")
        if self.message:
            shown = html.joined([shown, Html(f'<p class="cw-warning">{html.escape(self.message)}</p>')])
        return with_plain(super()._repr_mimebundle_(**wanted), shown, self.NAME)

    def _ipython_display_(self) -> None:
        """Show the plain form, then the widget."""
        from IPython.display import publish_display_data

        bundle = self._repr_mimebundle_()
        view = {VIEW: bundle.pop(VIEW), "text/plain": f"({self.NAME}: to use it, run the cell.)"}
        style = f"<style>{(FOLDER / 'stead.css').read_text(encoding='utf-8')}</style>"
        stead = f'<div class="cw-stead" data-stead="{self.model_id}">{style}{bundle["text/html"]}</div>'
        for data in ({**bundle, "text/html": stead}, view):
            publish_display_data(data)  # type: ignore[no-untyped-call]


def with_plain(bundle: Any, shown: Html, name: str) -> dict[str, Any]:
    """A widget's own forms, with its plain form as HTML and as text beside them."""
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    words = html.clean(f"{name}\n{text_of(shown)}".strip(), LONGEST_WORDS)
    return {**(data or {}), "text/plain": words, "text/html": html.fragment(shown)}
