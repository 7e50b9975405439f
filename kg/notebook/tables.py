"""Rows as a notebook shows them: a table with Python values, as HTML, Markdown, CSV or a pandas data frame."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, overload

from kg import html, output, rdf
from kg.errors import QueryError, UsageError, closest
from kg.html import Html
from kg.namespaces import shorten
from kg.questions import Question, bind, check_values
from kg.store import Store

if TYPE_CHECKING:
    import pandas

Value = str | int | float | bool | None
SHOWN_ROWS = 50
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS: dict[str, Callable[[str], Value]] = {
    **{
        _XSD + name: int
        for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger", "gYear")
    },
    **{_XSD + name: float for name in ("decimal", "double", "float")},
    _XSD + "boolean": lambda text: text in ("true", "1"),
}


def value(term: object) -> Value:
    """A term of a result as a Python value; an IRI of ours in short form, as `theme:share-power`."""
    if term is None or isinstance(term, rdf.Iri):
        return shorten(term.value) if isinstance(term, rdf.Iri) else None
    if isinstance(term, rdf.Literal):
        read = _NUMBERS.get(term.datatype.value, str)
        try:
            return read(term.value)
        except ValueError:
            return str(term.value)
    if isinstance(term, rdf.Triple):
        return " ".join(str(value(part)) for part in (term.subject, term.predicate, term.object))
    return str(term)


def run(store: Store, text: str, name: str) -> tuple[list[str], list[dict[str, Value]]]:
    """Columns and rows of any query: an ASK gives one row, CONSTRUCT and DESCRIBE a row for each triple.

    Raises `QueryError`.
    """
    result = store.graph.query(text, name)
    try:
        if rdf.is_boolean(result):
            return ["answer"], [{"answer": bool(result)}]
        if rdf.is_graph(result):
            columns = ["subject", "predicate", "object"]
            found = [(t.subject, t.predicate, t.object) for t in rdf.sorted_triples(result)]
        else:
            columns = [variable.value for variable in result.variables]
            found = [tuple(row) for row in result]
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"cannot be run: {error}", name=name) from None
    return columns, [dict(zip(columns, map(value, row), strict=True)) for row in found]


@dataclass(frozen=True)
class Table:
    """Rows under columns. Iterating gives the rows, each a dict; `table[0]` is a row, `table["name"]` a column.

    `meanings` says what columns stand for, where a named question tells it; `note` is what to keep in mind.
    """

    columns: list[str]
    rows: list[dict[str, Value]]
    sparql: str = ""
    title: str = ""
    meanings: dict[str, str] = field(default_factory=dict)
    note: str = ""

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return iter(self.rows)

    @overload
    def __getitem__(self, key: int) -> dict[str, Value]: ...
    @overload
    def __getitem__(self, key: slice) -> Table: ...
    @overload
    def __getitem__(self, key: str) -> list[Value]: ...

    def __getitem__(self, key: int | slice | str) -> dict[str, Value] | Table | list[Value]:
        """A row by its number, a smaller table by a slice, a column by its name. Raises `UsageError`, `IndexError`."""
        if isinstance(key, str):
            if key not in self.columns:
                hint = closest(key, self.columns) or f"there are {', '.join(self.columns) or 'none'}"
                raise UsageError(f"no column is called '{key}'; {hint}")
            return [row[key] for row in self.rows]
        if isinstance(key, slice):
            return Table(self.columns, self.rows[key], self.sparql, self.title, self.meanings, self.note)
        return self.rows[key]

    def to_df(self) -> pandas.DataFrame:
        """The rows as a pandas data frame. Raises `UsageError` where pandas is not installed."""
        try:
            import pandas
        except ImportError:
            hint = "install it with: pip install pandas. The same rows are in .rows and .to_csv()"
            raise UsageError(f"a data frame needs pandas; {hint}") from None
        return pandas.DataFrame(self.rows, columns=self.columns).convert_dtypes()

    def to_csv(self, path: str | os.PathLike[str] | None = None) -> str | None:
        """The rows as CSV: as text, or into a file where `path` names one. Raises `UsageError`."""
        text = output.to_csv(self.columns, [[_plain(row[name]) for name in self.columns] for row in self.rows])
        if path is None:
            return text
        try:
            Path(path).write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            raise UsageError(f"{path}: cannot be written: {error.strerror}") from None
        return None

    def __repr__(self) -> str:
        return f"<Table: {counted(len(self), 'row')}; {html.clean(', '.join(self.columns), 120)}>"

    def _repr_html_(self) -> str:
        return html.fragment(self.html(), *query_part(self.sparql))

    def html(self) -> Html:
        """The table as HTML without its stylesheet: at most 50 rows, with their count."""
        data = [[row[name] for name in self.columns] for row in self.rows[:SHOWN_ROWS]]
        shown = html.table(self.columns, data, self.title, self.meanings)
        count = counted(len(self), "row")
        if len(self) > SHOWN_ROWS:
            count = f"{SHOWN_ROWS} of {count} shown; .rows holds them all"
        return Html(f'{shown}\n<p class="cw-soft">{count}. {html.escape(self.note)}</p>')

    def _repr_markdown_(self) -> str:
        lines = [f"**{html.markdown(self.title)}**", ""] if self.title else []
        lines += ["| " + " | ".join(map(html.markdown, self.columns)) + " |", "|" + " --- |" * len(self.columns)]
        for row in self.rows[:SHOWN_ROWS]:
            cells = (html.markdown(html.brief(row[name])) for name in self.columns)
            lines.append("| " + " | ".join(cells) + " |")
        return "\n".join([*lines, "", f"{counted(len(self), 'row')}. {html.markdown(self.note)}".rstrip()]) + "\n"


def _plain(found: Value) -> str:
    return str(found).lower() if isinstance(found, bool) else html.text_of(found)


def counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


def query_part(text: str) -> list[Html]:
    return [html.details("The SPARQL of this", html.code(text.strip()))] if text else []


def answered(store: Store, question: Question, values: dict[str, str]) -> Table:
    """The rows of a named question. Raises `UsageError` for an unknown parameter or value, with the nearest ones."""
    text = bind(question, values)
    check_values(question, values, store.graph)
    columns, rows = run(store, text, f"queries/answers/{question.name}.rq")
    chosen = "".join(f"; {name}: {given}" for name, given in values.items())
    return Table(columns, rows, text, question.summary + chosen, question.columns, store.roster_note)
