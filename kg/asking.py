"""Commands of `kg` that answer: ask, questions, query, show, list and others. Data to stdout, talk to stderr."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg import agreement as agreement_module
from kg import answers, cards, listing, output, results, robust, truthtable
from kg import questions as questions_module
from kg import why as why_module
from kg.errors import KgError, UsageError
from kg.opening import open_named
from kg.paths import find_project
from kg.questions import Question
from kg.store import Store

if TYPE_CHECKING:
    from kg.reasoning.justification import Proof


LISTED = "kg list shows them"


def _say(*words: object) -> None:
    print(*words, file=sys.stderr)


def _store(options: argparse.Namespace) -> Store:
    return open_named(options.project, options.endpoint, say=_say)


def ask(options: argparse.Namespace) -> int:
    question = " ".join(options.question)
    store = _store(options)
    read_questions = [questions_module.from_dict(q) for q in store.questions]
    named = questions_module.match(question, read_questions, store.lexicon)
    if named and options.robust:
        hint = "say which themes, barriers or outcomes you ask about"
        raise UsageError(f"--robust tests answers in cases; this is the named question '{named[0].name}': {hint}")
    if named:
        chosen, values = named
        text = questions_module.bind(chosen, values)
        if options.sparql:
            print(text, end="")
            return 0
        return _named(store, chosen, values, options.format, question)
    found = answers.ask(store, question)
    if options.sparql and found.sparql:
        print(found.sparql, end="")
        return 0
    if options.format == "csv" and found.reading.not_understood:
        _say("kg: no answer is given, not understood:", ", ".join(found.reading.not_understood))
    tested = robust.robustness(store, found) if options.robust else None
    if options.first:
        found = found.first(options.first)
        if options.format == "csv" and found.left_out:
            _say("kg: not all cases are here; left out:", ", ".join(f"{n} {k}" for k, n in found.left_out.items()))
    print(output.answer(found, options.format, tested), end="")
    return 0 if found.certain or found.possible else 1


def _named(store: Store, question: Question, values: dict[str, str], format: str, asked: str = "") -> int:
    questions_module.check_values(question, values, store.graph)
    text = questions_module.bind(question, values)
    found = questions_module.table(question, store.graph, text, f"queries/answers/{question.name}.rq")
    if format == "json":
        body = {
            "question": asked or question.summary,
            "named": question.name,
            "summary": question.summary,
            "parameters": values,
            "columns": found.meanings,
            "rows": found.as_dicts(),
            "sparql": text,
            "reading": [],
            "certain": [],
            "possible": [],
            "not_stated": {},
            "not_understood": [],
            "roster": store.roster_note,
        }
        print(output.to_json(body), end="")
    else:
        if format == "table":
            chosen = "".join(f", {name} = {value}" for name, value in values.items())
            lead = f"Read as the named question '{question.name}'{chosen}: {question.summary}"
            print(output.folded(lead, format))
        print(output.rows(found.columns, found.rows, format), end="")
        if format == "table":
            count = f"{len(found.rows)} row{'s' * (len(found.rows) != 1)}. {store.roster_note}"
            print("\n" + output.folded(count, format), end="")
    return 0 if found.rows else 1


def questions(options: argparse.Namespace) -> int:
    store = _store(options)
    known = [questions_module.from_dict(q) for q in store.questions]
    if not options.name:
        rows = [[q.name, q.group, q.summary] for q in known]
        print(output.rows(["name", "group", "question"], rows, options.format), end="")
        return 0
    question = questions_module.find_question(known, options.name, "kg questions lists them")
    values = {}
    for parameter in options.parameters:
        name, equals, value = parameter.partition("=")
        if not equals:
            raise UsageError(f"'{parameter}' is not NAME=VALUE, as in theme=share-power")
        values[name] = value
    if options.sparql:
        print(questions_module.bind(question, values), end="")
        return 0
    return _named(store, question, values, options.format)


def _standard_input() -> bytes:
    stream = getattr(sys.stdin, "buffer", None)
    return stream.read() if stream else sys.stdin.read().encode()


def query(options: argparse.Namespace) -> int:
    name = "standard input" if options.file == "-" else options.file
    try:
        raw = _standard_input() if options.file == "-" else Path(options.file).read_bytes()
        text = raw.decode("utf-8")
    except OSError as error:
        raise UsageError(f"{name}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{name}: this is not UTF-8 text") from None
    if not text.strip():
        raise UsageError(f"{name}: the query is empty")
    print(results.run(_store(options), text, name, options.format), end="")
    return 0


def show(options: argparse.Namespace) -> int:
    store = _store(options)
    data = cards.card(store, cards.find_case(store, options.case, LISTED))
    if options.format == "json":
        print(output.to_json(data), end="")
    else:
        print(output.folded(cards.to_text(data, options.format == "md"), options.format), end="")
    return 0


def why(options: argparse.Namespace) -> int:
    case, *target = [word for word in (options.case, *options.target) if word != "not"]
    if not target:
        raise UsageError("name a case and a class, theme, barrier or outcome, as in: kg why not CASE CLASS")
    store = _store(options)
    found = why_module.explain(store, cards.find_case(store, case, LISTED), " ".join(target))
    proof, code = (None, 0) if options.no_reasoner else _proof(store, options, found)
    if options.format == "json":
        print(output.to_json({**found.as_dict(), "reasoner": proof.as_dict() if proof else None}), end="")
    else:
        print(output.explanation(found, proof), end="")
    return code


def _proof(store: Store, options: argparse.Namespace, found: why_module.Explanation) -> tuple[Proof | None, int]:
    """What the reasoner makes of it, and the exit code: the rules' answer is given even where the reasoner fails."""
    try:
        from kg.reasoning.justification import prove  # only here: answering need not wait for it

        proof = prove(store, find_project(options.project).ontology / "cwkg.ttl", found)
    except KgError as error:
        _say(f"kg: {error}; here is the answer of the rules alone (--no-reasoner leaves the reasoner out)")
        return None, 0 if isinstance(error, UsageError) else 1
    if not proof.agrees:
        _say("kg:", output.routes_differ(found, proof))
    return proof, 0 if proof.agrees else 1


def truth_table(options: argparse.Namespace) -> int:
    store = _store(options)
    found = truthtable.truth_table(store, " ".join(options.question))
    hits = truthtable.evidence(store, found) if options.evidence or options.format == "json" else {}
    print(output.truth_table(found, hits, options.format), end="")
    if options.format != "json":
        among = ", ".join(found.reading.kinds) or "all"
        _say(f"{sum(len(row.cases) for row in found.rows)} cases, of these kinds: {among}. {found.note}")
    return 0 if found.rows else 1


def agreement(options: argparse.Namespace) -> int:
    found = agreement_module.published(_store(options))
    columns = [*dict.fromkeys(name for row in found for name in row)]
    print(output.rows(columns, [[str(row[name]) for name in columns] for row in found], options.format), end="")
    if "kappa" not in columns:
        _say(agreement_module.MISSING)
    return 0


def list(options: argparse.Namespace) -> int:
    store = _store(options)
    reading = listing.reading(store, vars(options))
    found = answers.answer(store, reading) if reading.groups else None
    if found:
        level = {
            h.facts.id: name for name, hits in (("certain", found.certain), ("possible", found.possible)) for h in hits
        }
    else:
        level = dict.fromkeys(listing.cases_of(store, reading.kinds), "")
    columns = ["case", "name", "country", "kind", "documented", *(["answer"] if found else [])]
    chosen = [store.cases[id] for id in level]
    rows = [[c.id, c.name, c.country, c.kind, c.tier, *([level[c.id]] if found else [])] for c in chosen]
    print(output.rows(columns, rows, options.format), end="")
    _say(f"{len(rows)} cases. {store.roster_note}")
    return 0 if rows else 1
