"""The library: `g = kg.open()`, then `g.ask(…)`, `g.query(…)`, `g.question(…)`, `g.case(…)`, `g.cases(…)`.

What they give are small objects that a notebook shows well: `Table`, `AnswerView` and `CaseView`, each with `.rows`,
`.sparql` and `.to_df()`. Nothing is computed here; everything comes from the modules that the command line uses.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from kg import answers, cards, html, listing, querytext, truthtable
from kg import questions as named_questions
from kg.conditions import Reading, sparql
from kg.errors import UsageError, closest
from kg.facets import Facets
from kg.html import Html
from kg.notebook import answerview, tables
from kg.notebook.answerview import AnswerView
from kg.notebook.calls import given_text, given_texts, whole
from kg.notebook.caseview import CaseView
from kg.notebook.tables import Table, Value, counted
from kg.opening import open_named
from kg.questions import Question
from kg.store import Store


class KnowledgeGraph:
    """An open graph with its named questions. Make one with `kg.open()`.

    `store` is the graph itself, `named` the named questions as the command line has them.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    @cached_property
    def named(self) -> list[Question]:
        """The named questions with their ways of asking and their parameters."""
        return [named_questions.from_dict(question) for question in self.store.questions]

    @cached_property
    def facets(self) -> Facets:
        """The index of what cases can be chosen by, made once."""
        with whole():
            return Facets(self.store)

    @property
    def questions(self) -> Table:
        """The named questions: their names, and what they answer."""
        rows: list[dict[str, Value]] = [
            {"name": q.name, "group": q.group, "question": q.summary, "takes": _takes(q)} for q in self.named
        ]
        return Table(["name", "group", "question", "takes"], rows, title="Named questions")

    def ask(self, question: str) -> AnswerView | Table:
        """The answer to a question in plain English: cases with their evidence, or the rows of a named question.

        Raises `UsageError` for an empty question or one of too many words. A word that is not understood is no error:
        the answer says so.
        """
        text = given_text(question, "ask", "a question in plain English")
        named = named_questions.match(text, self.named, self.store.lexicon)
        if named:
            return self.question(named[0].name, **named[1])
        with whole():
            return AnswerView(self.store, answers.ask(self.store, text))

    def query(self, sparql: str, name: str = "query") -> Table:
        """The result of a SPARQL query: rows of a SELECT, triples of a CONSTRUCT or DESCRIBE, the answer of an ASK.

        Prefixes of the graph may be left out; `.sparql` of the result has them. A query reads no file and calls no
        server. Raises `QueryError`, with line, column and a caret under the place.
        """
        text = given_text(sparql, "query", "a SPARQL query")
        with querytext.completed(text, name) as whole:
            found = tables.run(self.store, whole, name)
        return Table(*found, sparql=querytext.prologue(text) + text.strip() + "\n")

    def question(self, name: str, /, **parameters: str) -> Table:
        """The rows of a named question: `g.question("questions-for-a-class", theme="share-power")`.

        Raises `UsageError` for an unknown name, parameter or value, with the nearest ones.
        """
        question = named_questions.find_question(self.named, given_text(name, "question", "the name of a question"))
        values = {
            key: given_text(given, key, f"an id such as {_example(question, key)}") for key, given in parameters.items()
        }
        return tables.answered(self.store, question, values)

    def case(self, name: str) -> CaseView:
        """One case by its id, its name or the start of its name. Raises `UsageError` with the nearest ones."""
        id = cards.find_case(self.store, given_text(name, "case", "the id or name of a case"))
        return CaseView(self.store, id, self.named, lambda: self.facets)

    def cases(
        self,
        *,
        theme: str | Sequence[str] = (),
        barrier: str | Sequence[str] = (),
        outcome: str | Sequence[str] = (),
        country: str | Sequence[str] = (),
        area: str | Sequence[str] = (),
        kind: str | Sequence[str] = (),
        tier: str | Sequence[str] = (),
        place: str | Sequence[str] = (),
        organisation: str | Sequence[str] = (),
        person: str | Sequence[str] = (),
        **unknown: object,
    ) -> AnswerView:
        """The cases that meet every condition given; all cases without any. Values are ids or words of the codebook.

        Of several kinds any one will do. Raises `UsageError` for an unknown condition or value, with the nearest ones.
        """
        given = {"theme": theme, "barrier": barrier, "outcome": outcome, "country": country, "area": area, "kind": kind}
        given |= {"tier": tier, "place": place, "organisation": organisation, "person": person}
        for name in unknown:
            hint = closest(name, given) or f"there are {', '.join(given)}"
            raise UsageError(f"cases cannot be chosen by '{name}'; {hint}")
        reading = listing.reading(self.store, {name: given_texts(values, name) for name, values in given.items()})
        with whole():
            found = answers.answer(self.store, reading) if reading.groups else _listed(self.store, reading)
        return AnswerView(self.store, found)

    def truth_table(self, question: str, *, evidence: bool = False) -> Table:
        """The combinations in which the conditions of a question stand, as comparative analysis starts from them.

        One row a combination, with the number of its cases and their ids; with `evidence`, one for each case and
        condition. Raises `UsageError` where no condition is named, or a word is not understood.
        """
        text = given_text(question, "truth_table", "the conditions in plain English")
        with whole():
            found = truthtable.truth_table(self.store, text)
            hits = truthtable.evidence(self.store, found) if evidence else {}
        return answerview.truth_table(found, hits)

    def __repr__(self) -> str:
        where = f" at {self.store.elsewhere}" if self.store.elsewhere else ""
        held = f"{counted(len(self.store.cases), 'case')} and {counted(len(self.named), 'named question')}"
        return f"<Graph of {held}{where}>"

    def _repr_html_(self) -> str:
        lead = f"{counted(len(self.store.cases), 'case')} and {counted(len(self.named), 'named question')}"
        calls = ['g.ask("which projects shared power")', 'g.cases(country="CA")', "g.questions"]
        tries = html.items(Html(f"<code>{html.escape(call)}</code>") for call in calls)
        head = Html(f"<h2>Collaborative Working Knowledge Graph</h2>\n<p>{lead}. Try:</p>")
        return html.fragment(head, tries, Html(f'<p class="cw-soft">{html.escape(self.store.roster_note)}</p>'))


def _listed(store: Store, reading: Reading) -> answers.Answer:
    """Cases by their kinds alone, as an answer without conditions and evidence."""
    hits = [answers.Hit(store.cases[id], []) for id in listing.cases_of(store, reading.kinds)]
    return answers.Answer(reading, sparql(reading), hits, [], {}, store.roster_note)


def _takes(question: Question) -> str:
    return ", ".join(f"{p.name} ({p.default.partition(':')[2]})" for p in question.parameters)


def _example(question: Question, name: str) -> str:
    return next((p.default for p in question.parameters if p.name == name), "…")


def open_graph(project: str | os.PathLike[str] | None = None, endpoint: str | None = None) -> KnowledgeGraph:
    """The graph of an endpoint, or of a project folder: the one named, else the one around the working directory, else
    the installed.

    Raises `UsageError` where the folder is no project or the address none of an endpoint, `BadInput` where a changed
    file has problems, and `KgError` where the endpoint has no graph to ask.
    """
    if project is not None and not isinstance(project, str | os.PathLike):
        raise UsageError('open takes the path of a project folder, as in kg.open("my-cases")')
    return KnowledgeGraph(open_named(None if project is None else Path(project), endpoint, say=_say))


def _say(*words: object) -> None:
    print(*words, file=sys.stderr)
