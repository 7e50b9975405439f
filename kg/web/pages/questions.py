"""The named questions: a list in groups, and each with its parameters, its rows, and the meaning of its columns."""

from __future__ import annotations

from kg import output
from kg.namespaces import PREFIXES
from kg.notebook import tables
from kg.notebook.tables import Table
from kg.questions import Parameter, Question, bind, find_question
from kg.web.messages import Reply
from kg.web.pages import rows
from kg.web.pages.asked import Asked
from kg.web.pages.frame import Page, attachment
from kg.web.pages.site import Site

GROUPS = {
    "trainer": ("For a class", "What happened, where, and what to discuss."),
    "researcher": ("For research", "How the findings hang together, and how far they hold."),
    "steward": ("For those who keep the graph", "What it holds, and what is missing."),
}
OTHER = ("Other", "")


def show(site: Site, asked: Asked) -> Page | Reply:
    """The list of questions, or one of them with its answer."""
    if not asked.rest:
        return _list(site)
    question = find_question(site.graph.named, asked.rest)
    known = {parameter.name for parameter in question.parameters}
    given = [(name, value.strip()) for name, value in asked.request.query if value.strip()]
    values = {name: value for name, value in given if name in known or name not in ("q", "without", "robust")}
    return answered(site, asked, question, values)


def answered(site: Site, asked: Asked, question: Question, values: dict[str, str], words: str = "") -> Page | Reply:
    """A named question with its answer; `words` are those in which it was asked."""
    table = tables.answered(site.store, question, values)
    if asked.ending == "csv":
        return attachment(table.to_csv() or "", "text/csv; charset=utf-8", f"{question.name}.csv")
    if asked.ending == "json":
        return attachment(as_json(question, values, table), "application/json", f"{question.name}.json")
    chosen = {p.name: values.get(p.name, p.default) for p in question.parameters}
    lead, _, rest = question.summary.partition("? ")
    return Page(
        f"{lead}?" if rest else lead,
        "question.html",
        {
            "question": question,
            "about": rest,
            "words": words,
            "rows": rows.rows(site, asked.to, table),
            "table": table,
            "choices": [
                (p.name, rows.words_of(p.name), _choices(site, p, chosen[p.name])) for p in question.parameters
            ],
            "files": [(ending, asked.to.question(question.name, f".{ending}", **values)) for ending in ("csv", "json")],
            "sparql": bind(question, values),
            "meanings": [(rows.words_of(name), name, meaning) for name, meaning in _meanings(question, table)],
        },
        here="ask" if words else "questions",
        description=question.summary,
    )


def as_json(question: Question, values: dict[str, str], table: Table) -> str:
    """The rows with what they answer, as plain data."""
    return output.to_json(
        {
            "question": question.name,
            "summary": question.summary,
            "parameters": values,
            "columns": question.columns,
            "rows": table.rows,
            "roster": table.note,
        }
    )


def _meanings(question: Question, table: Table) -> list[tuple[str, str]]:
    """The meaning of each column, in the order of the table."""
    return [(name, question.columns.get(name, "")) for name in table.columns]


def _list(site: Site) -> Page:
    groups = []
    for key in [*GROUPS, *{q.group for q in site.graph.named} - GROUPS.keys()]:
        found = [question for question in site.graph.named if question.group == key]
        title, about = GROUPS.get(key, OTHER)
        if found:
            groups.append((key, title, about, sorted(found, key=lambda q: q.summary)))
    count = len(site.graph.named)
    return Page(
        "Named questions",
        "questions.html",
        {"groups": groups, "count": count},
        here="questions",
        description=f"{count} questions with their answers, each a SPARQL query that can be read and taken along.",
    )


def _choices(site: Site, parameter: Parameter, chosen: str) -> list[tuple[str, str, bool]]:
    """What a parameter can be: id, label, and whether it is chosen now."""
    base = PREFIXES[parameter.list]
    found = sorted((label, iri.removeprefix(base)) for iri, label in site.labels.items() if iri.startswith(base))
    return [(id, label, id == chosen.rpartition(":")[2]) for label, id in found if id]
