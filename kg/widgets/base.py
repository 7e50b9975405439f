"""What every widget stands on: a part that shows HTML and reports clicks, and a panel that never shows a stack trace.

Where widgets cannot run (a preview on the web, a notebook that is not trusted, a page made by nbconvert), the plain
form is shown instead: HTML without anything to press, pictures as images with their tables. In a notebook it is an
output of its own before the widget's, because a place that knows widgets and lacks this one, as a notebook that was
opened again, shows nothing else of the widget's own output. The plain form is hidden as long as the widget is there.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import traitlets

from kg import html
from kg.cards import find_case
from kg.errors import KgError, UsageError
from kg.html import Html
from kg.notebook.calls import whole
from kg.notebook.graph import Library
from kg.pictures import svg

FOLDER = Path(__file__).parent
VIEW = "application/vnd.jupyter.widget-view+json"
TYPES = {"csv": "text/csv", "html": "text/html", "rq": "application/sparql-query"}
LABEL = {"description_width": "initial"}  # a control's name as wide as its words
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

    def __init__(self, graph: Library, **traits: Any) -> None:
        if not isinstance(graph, Library):
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
        view = {VIEW: bundle.pop(VIEW), "text/plain": f"{self.NAME}: a widget of the notebook that this is from"}
        stead = f'<div class="cw-stead" data-stead="{self.model_id}">{bundle["text/html"]}</div>'
        for data in ({**bundle, "text/html": stead}, view):
            publish_display_data(data)  # type: ignore[no-untyped-call]


def with_plain(bundle: Any, shown: Html, name: str) -> dict[str, Any]:
    """A widget's own forms, with its plain form as HTML and as text beside them."""
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    words = html.clean(f"{name}\n{text_of(shown)}".strip(), LONGEST_WORDS)
    return {**(data or {}), "text/plain": words, "text/html": html.fragment(shown)}


class _Words(HTMLParser):
    """The text of HTML, a line for each block, without pictures and queries."""

    BLOCKS = frozenset(["p", "li", "tr", "h2", "h3", "h4", "dt", "summary", "caption", "div", "table", "ul", "ol"])

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines, self.hidden = [""], 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("style", "svg", "pre")
        if tag in self.BLOCKS:
            self.lines.append("")
        elif tag in ("td", "th", "dd") and self.lines[-1]:
            self.lines[-1] += "  "
        elif tag == "img":
            self.lines += [dict(attrs).get("alt") or "", ""]

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("style", "svg", "pre")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.lines[-1] += data if self.lines[-1] else data.lstrip()


def text_of(shown: Html) -> str:
    """HTML as text, a line for each block; pictures by their alternative text."""
    words = _Words()
    words.feed(shown)
    words.close()
    return "\n".join(" ".join(line.split()) for line in words.lines if line.strip())


def button(
    id: str, words: object, pressed: bool | None = None, says: str = "", kind: str = "part", current: bool = False
) -> Html:
    """A button that picks: `kind` is part (looks like a link), button, chip-button or value."""
    state = "" if pressed is None else f' aria-pressed="{str(pressed).lower()}"'
    state += ' aria-current="true"' if current else ""
    label = f' aria-label="{html.escape(says)}"' if says else ""
    start = f'<button type="button" class="cw-{kind}" data-id="{html.escape(id)}"{state}{label}>'
    return Html(f"{start}{html.escape(words)}</button>")


def removable(id: str, words: str) -> Html:
    """A chip that is taken away by pressing it."""
    shown = Html(f'{html.escape(words, 120)} <span aria-hidden="true">✕</span>')
    return button(id, shown, says=f"Take away: {html.clean(words, 120)}", kind="chip-button")


def tools(actions: Mapping[str, str]) -> Html:
    """Buttons that ask Python for a text, as `{"copy:sparql": "Copy the SPARQL"}`."""
    made = "".join(
        f'<button type="button" class="cw-button" data-do="{html.escape(do)}">{html.escape(words)}</button>'
        for do, words in actions.items()
    )
    return Html(f'<div class="cw-tools">{made}</div>')


def fold(key: str, summary: object, body: object, opened: bool = False) -> Html:
    """A part that opens on a click or a key, and stays as it is when the rest is drawn anew."""
    start = f'<details class="cw-details" data-key="{html.escape(key)}"{" open" if opened else ""}>'
    return Html(f"{start}<summary>{html.escape(summary)}</summary>\n{html.escape(body)}</details>")


def heading(words: object, level: int = 3) -> Html:
    return Html(f"<h{level}>{html.escape(words)}</h{level}>")


def soft(words: object) -> Html:
    return Html(f'<p class="cw-soft">{html.escape(words)}</p>')


def as_table(data: svg.Table, name: str) -> Html:
    """The table that stands for a picture."""
    return html.table(data[0], data[1], name=name)


def image(picture: str, says: str) -> Html:
    """A picture for places that take no SVG in the text: an image with its words."""
    data = base64.b64encode(picture.encode()).decode()
    return Html(f'<img alt="{html.escape(says)}" src="data:image/svg+xml;base64,{data}" style="max-width:100%">')


def chooser(label: str, options: list[tuple[str, str]], none: str = "") -> Any:
    """A list to choose from, by ids; `none` is the words for no choice, which is always possible."""
    shown = [(none or "…", ""), *((html.clean(words, 120), id) for words, id in options)]
    return ipywidgets.Dropdown(
        options=shown,
        description=label,
        style=LABEL,
        layout={"width": "auto", "max_width": "100%"},
        tooltip=label,
    )


def row(*controls: Any, **layout: str) -> Any:
    """Controls side by side, and one under the other where there is little room."""
    box = ipywidgets.HBox(controls, layout={"flex_flow": "row wrap", "align_items": "center", **layout})
    box.add_class("cw-controls")
    return box


def put(control: Any, id: str) -> None:
    """Set a list to an id, or to no choice where it does not hold it."""
    known = {value for _, value in control.options}
    control.value = id if id in known else ""


def known_case(graph: Library, wanted: object) -> str:
    """The id of a case by its id or name. Raises `UsageError` with the nearest ones."""
    return find_case(graph.store, str(wanted), "choose one in the list")


def case_options(graph: Library) -> list[tuple[str, str]]:
    """The cases by name, with their ids."""
    return [(case.name, case.id) for case in graph.store.cases.values()]
