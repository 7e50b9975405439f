"""A panel around one picture: drawn for narrow and wide rooms, with its table, to be picked from."""

from __future__ import annotations

from collections.abc import Callable

from kg import html, output
from kg.html import Html
from kg.pictures import sheet, svg
from kg.widgets.parts import as_table, fold, image, tools

NARROW, WIDE = 380, 860
Draw = Callable[[int], str]


def live(draw: Draw, table: svg.Table, more: Html | None = None) -> Html:
    """A picture by the room that there is, `more` beside or under it, and its table folded away, with a button."""
    picture = Html(
        f'<div class="cw-beside"><div>{sheet.either(draw(NARROW), draw(WIDE))}</div>\n'
        f'<div class="cw-told" data-told="">{more or Html()}</div></div>'
    )
    folded = fold("table", "The picture as a table", as_table(table, "The picture as a table"))
    return html.joined([picture, folded, tools({"save:table": "Download the table (CSV)"})])


def still(draw: Draw, words: str, table: svg.Table) -> Html:
    """The picture as an image, with its table open under it."""
    return html.joined([image(draw(WIDE), words), as_table(table, "The picture as a table")])


def as_csv(table: svg.Table) -> str:
    """The table of a picture as CSV."""
    return output.to_csv(*table)
