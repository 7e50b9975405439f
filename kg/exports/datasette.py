"""The SQLite file with what Datasette shows beside it: titles, meanings of columns, facets, a few queries."""

from __future__ import annotations

from typing import Any

from kg.exports import notice, sqlite
from kg.exports.columns import Table
from kg.exports.frame import File, Given, Group
from kg.exports.layout import TABLES
from kg.yamltext import block

DATABASE = "cwkg"
LABELS = {  # table -> the column that stands for a row wherever it is linked to
    "cases": "name",
    "organisations": "name",
    "people": "name",
    "places": "name",
    "indicators": "name",
    "sources": "title",
    "coders": "name",
    "codebook": "label",
    "passages": "locator",
}
FACETS: dict[str, list[Any]] = {
    "cases": ["kind", "documented", "country", {"array": "policy_areas"}, {"array": "service_users"}],
    "findings": ["list", "concept", "stance", "basis", "reconciliation", "coder"],
    "findings_in_words": ["list", "about", "stance", "counts_as", "coder"],
    "outcomes": ["outcome", "stance", "status", "design", "currency", "recurrence"],
    "participations": ["role"],
    "organisations": ["kind", "country"],
    "people": ["interviewed", "country"],
    "places": ["kind"],
    "passages": ["source"],
    "third_looks": ["verdict"],
    "events": ["kind"],
    "codebook": ["list"],
}
QUERIES = {
    "practised_a_theme": {
        "title": "Which cases practised a theme?",
        "description": "Certain where a finding counts as stated or as the author's assessment, else possible. "
        "A theme is named by its id, such as share-power.",
        "sql": 'SELECT "case", case_name,\n'
        "  CASE WHEN max(counts_as IN ('stated', 'author-assessment')) THEN 'certain' ELSE 'possible' END AS answer,\n"
        "  count(*) AS findings\n"
        'FROM findings_in_words JOIN findings USING (finding, "case", list, stance)\n'
        "WHERE list = 'theme' AND concept = :theme AND stance = 'enacted'\n"
        'GROUP BY "case" ORDER BY answer, case_name',
    },
    "savings": {
        "title": "Savings, never added up across currency, recurrence or status",
        "sql": "SELECT currency, recurrence, status, computed, count(*) AS numbers, sum(amount) AS amount\n"
        "FROM outcomes WHERE amount IS NOT NULL GROUP BY 1, 2, 3, 4",
    },
}
IN_WORDS = {"title": "Findings that count, in words", "description": "What was set aside is left out"}


def metadata(tables: tuple[Table, ...], about: str) -> dict[str, Any]:
    """What Datasette reads beside the database."""
    shown: dict[str, Any] = {table.name: _table(table) for table in tables}
    shown["findings_in_words"] = {**IN_WORDS, "facets": FACETS["findings_in_words"]}
    links = [
        sqlite.link_table(table, column)
        for table in tables
        for column in table.columns
        if column.many and column.target
    ]
    shown |= {name: {"hidden": True} for name in links}
    licence = {"license": notice.LICENCE_NAME, "license_url": notice.LICENCE}
    database = {"title": notice.TITLE, "description": about, "queries": QUERIES, "tables": shown}
    return {"title": notice.TITLE, "description": about, **licence, "databases": {DATABASE: database}}


def _table(table: Table) -> dict[str, Any]:
    made: dict[str, Any] = {"description": table.about}
    if table.name in LABELS:
        made["label_column"] = LABELS[table.name]
    if table.name in FACETS:
        made["facets"] = FACETS[table.name]
    return {**made, "columns": {column.name: column.about for column in table.columns}}


def files(given: Given) -> list[File]:
    about = notice.about(given.corpus)
    told = {"title": notice.TITLE, "version": notice.VERSION, "licence": notice.LICENCE, "about": about}
    return [
        File(
            f"datasette/{DATABASE}.db",
            "Every table in one SQLite file, with links and full-text search",
            "application/vnd.sqlite3",
            lambda: sqlite.to_sqlite(TABLES, given.rows.of, told),
        ),
        File(
            "datasette/metadata.yml",
            "What Datasette shows beside it: titles, meanings, facets, queries",
            "application/yaml",
            lambda: block(metadata(TABLES, about)).encode(),
        ),
    ]


GROUP = Group("datasette", "the same tables as one SQLite file, ready for Datasette", files, sqlite.missing)
