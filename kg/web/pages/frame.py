"""The frame around every page, and the engine that fills templates. The door to Jinja2.

Every text is escaped as it is put in, and loses characters that cannot be seen, as `kg.html` has it; only what that
module made is put in as it is. All templates are read with the engine, so that a page needs no file afterwards.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined

from kg import __version__, html
from kg.html import Html
from kg.mediatypes import RDF_TYPES
from kg.notebook.tables import counted
from kg.web import schemaorg
from kg.web.messages import Reply
from kg.web.pages.asked import Asked
from kg.web.pages.site import Site

TEMPLATES = Path(__file__).parents[1] / "templates"
NAME = "Collaborative Working"
LONGEST = 50_000  # characters of one text that a page shows
# the menu: the part of the address, the words
MENU = (
    ("ask", "Ask"),
    ("cases", "Cases"),
    ("themes", "Themes"),
    ("model", "Model"),
    ("compare", "Compare"),
    ("lesson", "Lessons"),
    ("questions", "Questions"),
    ("query", "SPARQL"),
    ("data", "Data"),
    ("about", "About"),
)


@dataclass(frozen=True)
class Page:
    """A page to be filled in: its title, its template, and what stands in it.

    `here` is the entry of the menu that it belongs to, `document` the address that its RDF stands beside. What search
    engines are told of it follows from its address.
    """

    title: str
    template: str
    values: dict[str, Any] = field(default_factory=dict)
    here: str = ""
    status: int = 200
    description: str = ""
    document: str = ""
    scripts: tuple[str, ...] = ()


def warm() -> None:
    """Read every template, and compile a small one, so that the engine has loaded all its own parts."""
    environment().get_template("message.html")


@cache
def environment() -> Environment:
    """The engine with every template in memory; each is compiled when it is first used."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.glob("*.html"))}
    made = Environment(
        loader=DictLoader(texts),
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.globals.update(html=html, counted=counted, menu=MENU, name=NAME, version=__version__)
    made.filters.update(brief=html.brief)
    return made


def shown(value: Any) -> Any:
    """What a template puts in for a value: HTML as it is, everything else as cleaned and escaped text."""
    return value if hasattr(value, "__html__") else html.escape(html.text_of(value), LONGEST)


def render(page: Page, site: Site, asked: Asked) -> Reply:
    """A page as it is sent."""
    found = page.status == 200
    schema = schemaorg.of_page(site.graph, asked.request.path, asked.request.base) if found else None
    text = (
        environment()
        .get_template(page.template)
        .render(
            page=page,
            to=asked.to,
            request=asked.request,
            site=site,
            roster=site.store.roster_note,
            canonical=asked.request.base + asked.request.path,
            syntaxes=[(kind, f"{page.document}.{kind.suffix}") for kind in RDF_TYPES] if page.document else [],
            schema=data_block(schema) if schema else "",
            **page.values,
        )
    )
    return Reply(page.status, text.encode("utf-8", "replace"))


def attachment(text: str, media_type: str, name: str) -> Reply:
    """A text as a file to be saved. `name` is one of ours, and needs no escaping."""
    return Reply(
        200, text.encode("utf-8", "replace"), media_type, (("Content-Disposition", f'attachment; filename="{name}"'),)
    )


def data_block(data: dict[str, Any]) -> Html:
    """JSON-LD for a page: data that no browser runs, written so that nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Html(f'<script type="application/ld+json">{text}</script>')
