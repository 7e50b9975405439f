"""Rows of a named question as people read them on a page.

Ids become names with links, and the columns that say how we know something stand together in one.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg import html
from kg.html import Html
from kg.namespaces import PREFIXES, expand
from kg.notebook.tables import Table, Value
from kg.web.addresses import Addresses
from kg.web.pages.site import Site

TRAIL = ("basis", "coder", "agreement", "speaker", "source", "locator")
FEWEST = 3  # of the columns above, for them to stand together
ENTRY = ("theme", "other_theme", "barrier", "outcome", "entry")


@dataclass(frozen=True)
class Column:
    """A column as it is shown: its heading, what it means, and whether it holds numbers."""

    name: str
    words: str
    meaning: str
    numeric: bool


@dataclass(frozen=True)
class Rows:
    """A table as it is shown. Cells are HTML or text, in the order of the columns."""

    columns: list[Column]
    rows: list[list[Html]]


def rows(site: Site, to: Addresses, table: Table) -> Rows:
    """The rows of a table as a page shows them; rows that differ only in how we know stand in one."""
    names = list(table.columns)
    cited = [name for name in TRAIL if name in names]
    together = len(cited) >= FEWEST
    if "case" in names and "name" in names:
        names.remove("name")
    kept = [name for name in names if not (together and name in cited)]
    columns = [_column(table, name) for name in kept]
    if together:
        columns.append(Column("trail", "How we know", "on what it rests, who says so, and where", False))
    if not together:
        return Rows(columns, [[_cell(site, to, name, row) for name in kept] for row in table.rows])
    made: dict[tuple[Html, ...], list[Html]] = {}
    for row in table.rows:
        trails = made.setdefault(tuple(_cell(site, to, name, row) for name in kept), [])
        trails.append(_trail(row, cited))
    return Rows(columns, [[*cells, html.joined(trails)] for cells, trails in made.items()])


def words_of(name: str) -> str:
    """The name of a column in words."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _column(table: Table, name: str) -> Column:
    found = [row[name] for row in table.rows if row[name] is not None]
    numeric = bool(found) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in found)
    return Column(name, words_of(name), table.meanings.get(name, ""), numeric and not name.endswith("year"))


def _cell(site: Site, to: Addresses, name: str, row: dict[str, Value]) -> Html:
    value = row[name]
    text = html.text_of(value)
    if name == "case" and text in site.store.cases:
        return _link(to.case(text), row.get("name") or site.store.cases[text].name)
    if name in ENTRY and text in site.entry_by_label:
        found = site.entry_by_label[text]
        return _link(to.entry(found.list, found.id), text)
    if name == "organisation" and text in site.organisation_by_label:
        return _link(to.organisation(site.organisation_by_label[text]), text)
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES and local and " " not in text:
        return _link(to.thing(expand(text)), site.label(text))
    return html.escape(text if name.endswith("year") else html.brief(value), 5_000)


def _trail(row: dict[str, Value], cited: list[str]) -> Html:
    told = {name: html.text_of(row[name]) for name in cited}
    lead = [told.pop(name, "") for name in ("basis", "agreement", "coder")]
    speaker = told.get("speaker", "")
    place = ", ".join(filter(None, (told.get("source", ""), told.get("locator", ""))))
    parts = [*filter(None, lead), *([f"said by {speaker}"] if speaker else []), *([place] if place else [])]
    return Html(f'<span class="trail">{html.escape("; ".join(parts))}</span>')


def _link(address: str, words: object) -> Html:
    return Html(f'<a href="{html.escape(address)}">{html.escape(words)}</a>')
