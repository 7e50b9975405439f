"""Named questions: SPARQL files with a head of `#+` lines that says in plain words what they answer.

The head is YAML in the manner of grlc (Meroño-Peñuela and Hoekstra 2016): `summary`, `keywords` (ways to ask it),
`columns` (what each means), `params` (name, the list its values come from). The default of a parameter stands in the
query itself as `VALUES ?name { theme:share-power }`, so that each file runs unchanged in any SPARQL 1.1 engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import rdf
from kg.errors import BadInput, Problem, QueryError, UsageError, closest
from kg.lexicon import Lexicon, key, stem, words
from kg.namespaces import PREFIXES, shorten

if TYPE_CHECKING:
    from kg.yamltree import Node


@dataclass(frozen=True)
class Parameter:
    """A value that may be chosen; `list` names the codebook list or registry kind that it comes from."""

    name: str
    list: str
    default: str


@dataclass(frozen=True)
class Question:
    """A named question. `name` is the stem of its file; `keys` are its keywords as the lexicon looks them up."""

    name: str
    summary: str
    keywords: list[str]
    columns: dict[str, str]
    parameters: list[Parameter]
    group: str
    sparql: str
    keys: list[str] = field(default_factory=list)

    @property
    def query(self) -> str:
        """The query without its head."""
        return "\n".join(line for line in self.sparql.split("\n") if not line.startswith("#+")).strip() + "\n"

    def as_dict(self) -> dict[str, Any]:
        return {**self.__dict__, "parameters": [p.__dict__ for p in self.parameters]}


@dataclass(frozen=True)
class Table:
    """Rows of a SELECT as terms' texts, with the meaning of each column where a named question gives it."""

    columns: list[str]
    rows: list[list[str]]
    meanings: dict[str, str]

    def as_dicts(self) -> list[dict[str, str]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def from_dict(data: dict[str, Any]) -> Question:
    """A question from its plain data."""
    return Question(**{**data, "parameters": [Parameter(**p) for p in data["parameters"]]})


def read_questions(folder: Path, shown: str = "queries/answers") -> list[Question]:
    """Every question of a folder, in order of name. Raises `BadInput` with the problems of all heads and queries."""
    questions, problems = [], list[Problem]()
    for path in sorted(folder.glob("*.rq")):
        file = f"{shown}/{path.name}"
        question = _read(path, file, problems)
        if question:
            questions.append(question)
    if problems:
        raise BadInput(problems)
    return questions


def _read(path: Path, file: str, problems: list[Problem]) -> Question | None:
    from kg.yamltree import YamlProblem, decode, parse  # only a build reads heads; asking need not wait for YAML

    try:
        text = decode(path.read_bytes(), file)
        head = [line[2:].removeprefix(" ") for line in text.split("\n") if line.startswith("#+")]
        node, found = parse("\n".join(head), file)
    except YamlProblem as stop:
        problems.append(stop.problem)
        return None
    problems += found
    data = _plain(node)
    faults = [Problem(file, 1, 1, *fault) for fault in _head_faults(data)]
    if not faults:
        faults += [Problem(file, 1, 1, *fault) for fault in _parameter_faults(data, text)]
    try:
        if not hasattr(rdf.Graph().query(text, file), "variables"):
            faults.append(Problem(file, 1, 1, "a named question is a SELECT", "ask for rows"))
    except QueryError as error:
        faults.append(Problem(file, error.line, error.column, str(error).partition(": ")[2], "mend the query"))
    problems += faults
    if faults:
        return None
    parameters = [Parameter(p["name"], p["list"], _default(p["name"], text)) for p in data.get("params", [])]
    group = data.get("group", "other")
    return Question(path.stem, data["summary"], data["keywords"], data["columns"], parameters, group, text)


def _head_faults(data: Any) -> Iterator[tuple[str, str]]:
    """`(message, hint)` for each field of a head that is missing or of another shape."""
    see = "see docs/adding-a-question.md"
    if not isinstance(data, dict):
        yield "the head holds no fields", f"start with '#+ summary: the question in plain words'; {see}"
        return
    if not isinstance(data.get("summary"), str):
        yield "the head has no summary", "start with '#+ summary: the question in plain words'"
    keywords, columns, params = data.get("keywords"), data.get("columns"), data.get("params", [])
    for name in ("keywords", "columns"):
        if not data.get(name):
            yield f"the head has no {name}", see
    if keywords and not (isinstance(keywords, list) and all(isinstance(k, str) for k in keywords)):
        yield "keywords is a list of ways to ask the question", see
    if columns and not (isinstance(columns, dict) and all(isinstance(c, str) for c in columns.values())):
        yield "columns gives each column a meaning, as 'case: roster id of the case'", see
    if not isinstance(params, list) or not all(_is_parameter(p) for p in params):
        yield "params is a list of {name: …, list: …}", see


def _is_parameter(data: Any) -> bool:
    """Whether a parameter has a name and a list that exists."""
    return isinstance(data, dict) and isinstance(data.get("name"), str) and data.get("list") in PREFIXES


def _parameter_faults(data: dict[str, Any], text: str) -> Iterator[tuple[str, str]]:
    for parameter in data.get("params", []):
        name = parameter["name"]
        if not _values(name).search(text):
            yield f"parameter '{name}' has no place in the query", f"write VALUES ?{name} {{ default }} in the query"


def _default(name: str, text: str) -> str:
    match = _values(name).search(text)
    assert match
    return match.group(1)


def _plain(node: Node) -> Any:
    if isinstance(node.value, dict):
        return {k: _plain(v) for k, v in node.value.items()}
    return [_plain(v) for v in node.value] if isinstance(node.value, list) else node.value


def _values(name: str) -> re.Pattern[str]:
    return re.compile(r"VALUES\s+\?" + re.escape(name) + r"\s*\{\s*([^\s{}]+)\s*\}")


def bind(question: Question, values: dict[str, str]) -> str:
    """The SPARQL with values put in. Raises `UsageError` for an unknown parameter or an unsafe value."""
    text = question.sparql
    known = {p.name: p for p in question.parameters}
    for name, value in values.items():
        if name not in known:
            takes = ", ".join(known) or "none"
            raise UsageError(f"{question.name} has no parameter '{name}'; it takes {takes}")
        curie = value if ":" in value else f"{known[name].list}:{value}"
        prefix, _, local = curie.partition(":")
        if prefix not in PREFIXES or not re.match(r"[A-Za-z0-9-]+\Z", local):
            raise UsageError(f"'{value}' is no value for '{name}'; give an id such as {known[name].default}")
        term = f"<{PREFIXES[prefix]}{local}>"
        text = _values(name).sub(f"VALUES ?{name} {{ {term} }}", text)
    return text


def check_values(question: Question, values: dict[str, str], graph: rdf.Graph) -> None:
    """Raise `UsageError`, with the nearest ids, for a value that the graph does not hold."""
    for parameter in question.parameters:
        value = values.get(parameter.name)
        if value is None:
            continue
        base = PREFIXES[parameter.list]
        known = {
            iri.removeprefix(base)
            for (iri,) in graph.rows(f'SELECT DISTINCT ?e WHERE {{ ?e a ?t FILTER STRSTARTS(STR(?e), "{base}") }}')
        }
        if value.removeprefix(parameter.list + ":") not in known:
            hint = closest(value, known)
            raise UsageError(f"'{value}' is not a {parameter.list}" + (f"; {hint}" if hint else ""))


def find_question(questions: list[Question], name: str, where: str = "look in the list of questions") -> Question:
    """The question of that name. Raises `UsageError` with the nearest names, or `where` they are to be seen."""
    for question in questions:
        if question.name == name:
            return question
    hint = closest(name, [q.name for q in questions]) or where
    raise UsageError(f"no question is called '{name}'; {hint}")


def match(text: str, questions: list[Question], lexicon: Lexicon) -> tuple[Question, dict[str, str]] | None:
    """The named question that a plain question is one of the ways to ask, with the parameters found in it.

    Every word that carries meaning must belong to the way of asking, or to one entry of the parameter's list: a
    question that says more than the named one is not sent there.
    """
    rest = [stem(word) for word in words(text)]
    wanted = key(rest, lexicon.ignored)
    ways = [(q, way, fixed) for q in questions for way, fixed in zip(q.keywords, q.keys, strict=True)]
    for question, way, fixed in ways:
        if "{" not in way and fixed == wanted:
            return question, {}
    for question, way, fixed in ways:
        if "{" in way and (found := _with_value(way, fixed.split(), question, rest, lexicon)):
            return question, found
    return None


def with_keys(question: Question, ignored: frozenset[str]) -> Question:
    """The question with its keywords turned into look-up keys, so that asking need not stem them all."""
    return replace(question, keys=[key([stem(w) for w in words(_fixed(way))], ignored) for way in question.keywords])


def _fixed(way: str) -> str:
    """A way of asking without the place of its value."""
    return re.sub(r"\{\w+\}", " ", way)


def _with_value(way: str, fixed: list[str], question: Question, stems: list[str], lexicon: Lexicon) -> dict[str, str]:
    """Values for the one parameter of a way of asking such as "cases about {theme}"; empty where it does not fit."""
    rest = [s for s in stems if s not in lexicon.ignored]
    for part in (p for p in fixed if p not in lexicon.ignored):
        if part not in rest:
            return {}
        rest.remove(part)
    name = way[way.index("{") + 1 : way.index("}")]
    parameter = next((p for p in question.parameters if p.name == name), None)
    entries = [e for e in lexicon.find(rest) if parameter and e.list == parameter.list] if rest else []
    return {name: entries[0].curie} if entries else {}


def table(question: Question | None, graph: rdf.Graph, text: str, name: str) -> Table:
    """Run a SELECT and give its rows; IRIs of ours in short form. Raises `QueryError`."""
    result = graph.query(text, name)
    columns = [v.value for v in result.variables]
    rows = [["" if cell is None else shorten(cell.value) for cell in row] for row in result]
    return Table(columns, rows, question.columns if question else {})
