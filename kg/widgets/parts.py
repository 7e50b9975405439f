"""Pieces of HTML that widgets are put together from, and HTML as plain text."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from html.parser import HTMLParser

from kg import html
from kg.html import Html
from kg.pictures import svg


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
