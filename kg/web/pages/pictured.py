"""A picture in a page: drawn for narrow and for wide rooms, with its table folded under it."""

from __future__ import annotations

from collections.abc import Callable

from kg import html
from kg.html import Html
from kg.pictures import sheet, svg

NARROW, WIDE = 380, 860
_STYLE = svg.tag("style", sheet.style())


def pictured(draw: Callable[[int], str], table: svg.Table, name: str) -> Html:
    """A picture that `draw` makes for a width; `name` is what its table is called."""
    narrow, wide = (_plain(draw(width)) for width in (NARROW, WIDE))
    picture = (
        f'<div class="picture"><div class="picture-narrow">{narrow}</div><div class="picture-wide">{wide}</div></div>'
    )
    folded = html.details("The picture as a table", html.table(*table, name=name))
    return html.joined([Html(picture), folded])


def _plain(drawing: str) -> str:
    """A drawing without its style, which the stylesheet of the site holds."""
    return drawing.replace(_STYLE, "")
