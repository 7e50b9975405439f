"""The command `kg federate`: one question to several endpoints, and who says what kept apart."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kg import answers, output, questions
from kg.answers import Answer
from kg.client import checked_url
from kg.errors import UsageError
from kg.federation import asking
from kg.federation.servicetext import WHO, columns, federated
from kg.paths import Project, find_project
from kg.querytext import prologue
from kg.questions import Question, Table
from kg.store import Store


def federate(options: argparse.Namespace) -> int:
    project, addresses = find_project(options.project), _addresses(options.endpoint)
    text, question = _query(options.question, project)
    if not text:
        return _plain(" ".join(options.question), addresses, project, options)
    name = options.question[0]
    columns(text, name)
    if options.sparql:
        print(federated(text, addresses, name), end="")
        return 0

    text = prologue(text) + text

    def rows(store: Store) -> Table:
        return questions.table(question, store.graph, text, name)

    said = asking.each(addresses, _opener(project), rows)
    table = asking.together(said)
    if options.format == "json":
        print(output.to_json(_table_data(said, table, text)), end="")
    elif len(table.columns) > 1:
        print(output.rows(table.columns, table.rows, options.format), end="")
    for one in said:
        if one.found:
            count = len(one.found.rows)
            _say(f"{one.who}: {count} row{'s' * (count != 1)}. {one.note}")
    both = asking.told_by_several(said)
    if both:
        _say(f"told by more than one, and not merged: {', '.join(both)}")
    return _code(said, bool(table.rows))


def _addresses(given: list[str]) -> list[str]:
    """The endpoints, each once. Raises `UsageError`."""
    found = [checked_url(address) for address in given]
    for address in found:
        if found.count(address) > 1:
            raise UsageError(f"{asking.who(address)}: the endpoint is given twice, and would be counted twice")
    return found


def _query(words: list[str], project: Project) -> tuple[str, Question | None]:
    """The SELECT that the words name: a file, or a named question with its values. Neither for a plain question."""
    first = Path(words[0])
    if first.suffix == ".rq" or os.path.isfile(first):  # for a question too long to be a name, Path would raise
        try:
            return first.read_text(encoding="utf-8"), None
        except OSError as error:
            raise UsageError(f"{first}: cannot be read: {error.strerror}") from None
        except UnicodeDecodeError:
            raise UsageError(f"{first}: this is not UTF-8 text") from None
    known = {question.name: question for question in questions.read_questions(project.answers)}
    question = known.get(words[0])
    if not question:
        return "", None
    values = dict(word.partition("=")[::2] for word in words[1:])
    return questions.bind(question, values), question


def _opener(project: Project) -> Callable[[str], Store]:
    from kg.remote.store import open_endpoint

    return lambda address: open_endpoint(address, project)


def _plain(question: str, addresses: list[str], project: Project, options: argparse.Namespace) -> int:
    """The answer of each to a plain question, one after the other."""
    if options.sparql or options.format == "csv":
        given = "--sparql" if options.sparql else "--format csv"
        raise UsageError(
            f"{given} is for named questions and for files; each endpoint reads a plain question for itself"
        )
    said = asking.each(addresses, _opener(project), lambda store: answers.ask(store, question))
    if options.format == "json":
        print(output.to_json({"answers": [_answer_data(one) for one in said]}), end="")
    else:
        for one in said:
            if one.found:
                print(f"{'## ' * (options.format == 'md')}{one.who}\n")
                print(output.answer(one.found, options.format))
    return _code(said, any(one.found and (one.found.certain or one.found.possible) for one in said))


def _answer_data(one: asking.Said[Answer]) -> dict[str, object]:
    """What one endpoint answered, as plain data."""
    return {WHO: one.who, **(one.found.as_dict() if one.found else {"fault": one.fault})}


def _table_data(said: list[asking.Said[Table]], table: Table, text: str) -> dict[str, object]:
    """The rows of all endpoints, and what is to be said of each, as plain data."""
    sources = [
        {
            WHO: one.who,
            **({"rows": len(one.found.rows), "roster": one.note} if one.found else {"fault": one.fault}),
        }
        for one in said
    ]
    told = {"columns": table.meanings, "rows": table.as_dicts(), "sources": sources}
    return {**told, "told_by_several": asking.told_by_several(said), "sparql": text}


def _code(said: Sequence[asking.Said[Any]], found: bool) -> int:
    """Name those that said nothing; 0 where all answered and something was found, else 1."""
    failed = [one for one in said if one.fault]
    for one in failed:
        _say(f"kg: {one.fault}")
    if failed:
        _say(f"the answer is partial: {len(failed)} of {len(said)} endpoints said nothing")
    return 0 if found and not failed else 1


def _say(text: str) -> None:
    print(text, file=sys.stderr)
