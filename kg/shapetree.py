"""The shapes as a tree of plain values, for those who hold things against them without a SHACL engine.

Only the forms listed here are read. A file of shapes that says anything else, be it one word of SHACL that is not
among them, has no tree: nothing of it is left out silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg import rdf
from kg.errors import KgError
from kg.namespaces import expand

SH = "http://www.w3.org/ns/shacl#"
TYPE = f"<{expand('rdf:type')}>"
VALUE_RULES = ("class", "datatype", "nodeKind", "pattern", "minLength", "maxLength")
RANGE_RULES = ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive")
PATH_RULES = ("minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals")
TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")
_KINDS = {f"<{SH}NodeShape>", f"<{SH}PropertyShape>"}
_KNOWN = {*VALUE_RULES, *RANGE_RULES, *PATH_RULES, *TARGETS, "path", "in", "hasValue", "property", "or", "sparql"}
_KNOWN |= {"name", "description", "message", "severity"}
_ELSEWHERE = {"declare", "prefix", "namespace"}  # the prefixes of queries
_ONE = {*VALUE_RULES, *RANGE_RULES, "minCount", "maxCount", "uniqueLang", "in"} - {"class"}  # words that are given once

_LEAD = re.compile(r"\s*SELECT\s+\$this\s+(?:[?$]\w+\s+)*WHERE\s*\{\s*\$this\s+")
_NEED = re.compile(r"([A-Za-z][\w-]*):([\w-]+)\+?\s+([?$]\w+|true|false|[^\s;,.{}()]+)\s*(;?)\s*")
_MANY_ROWS = re.compile(r"(?<![?$\w])(GROUP|HAVING|LIMIT|OFFSET|VALUES|MINUS|SERVICE|COUNT)\b", re.IGNORECASE)
_OWN_WORDS = re.compile(r"[$?](PATH|currentShape|shapesGraph|value_path)\b|\b(BASE|PREFIX|ASK|CONSTRUCT)\b")


class _Unknown(Exception):
    """Something that is not read here."""


@dataclass(frozen=True)
class Query:
    """A query whose rows are faults of `$this`.

    `needs` are properties that a thing must have to be in any row; with one that is yes or no, which of them. The rows
    of one that is `flat`, a single group with `$this` in it, are the same whether `$this` is given or found.
    """

    text: str
    needs: tuple[tuple[str, str], ...]
    flat: bool


@dataclass(frozen=True)
class Shape:
    """What is asked of a thing, or of the values that a path leads to. Terms are written as in N-Triples.

    `rules` are words of SHACL with what they are given; `properties` are shapes of the values, `choices` lists of
    shapes of which one must fit. `message` is empty where there is none, or more than one.
    """

    path: str
    inverse: bool
    rules: tuple[tuple[str, tuple[str, ...]], ...]
    properties: tuple[Shape, ...]
    choices: tuple[tuple[Shape, ...], ...]
    queries: tuple[Query, ...]
    violation: bool
    message: str


@dataclass(frozen=True)
class Root:
    """A shape with what it is of: pairs of a word of SHACL and a term."""

    targets: tuple[tuple[str, str], ...]
    shape: Shape


def read_shapes(path: Path) -> list[Root] | None:
    """The shapes of a file, or `None` where it says more than is read here, or is damaged."""
    try:
        return _Reader(rdf.parse(path, "turtle")).roots()
    except (_Unknown, KgError, OSError):
        return None


class _Reader:
    def __init__(self, triples: Iterator[rdf.Triple]) -> None:
        self.said: dict[str, dict[str, list[str]]] = {}
        for triple in triples:
            subject, predicate = str(triple.subject), triple.predicate.value
            self.said.setdefault(subject, {}).setdefault(predicate, []).append(str(triple.object))
        self.read: set[str] = set()

    def roots(self) -> list[Root]:
        targeted = [node for node, said in self.said.items() if any(SH + word in said for word in TARGETS)]
        found = [Root(self._targets(node), self._shape(node)) for node in targeted]
        for node, said in self.said.items():
            ours = {predicate.removeprefix(SH) for predicate in said if predicate.startswith(SH)}
            if node not in self.read and ours - _ELSEWHERE:
                raise _Unknown
        return found

    def _targets(self, node: str) -> tuple[tuple[str, str], ...]:
        return tuple((word, term) for word in TARGETS for term in self.said[node].get(SH + word, []))

    def _shape(self, node: str, deep: int = 0) -> Shape:
        said = self.said.get(node)
        if said is None or deep > 8:
            raise _Unknown
        self.read.add(node)
        self._admit(said)
        path, inverse = self._path(said.get(f"{SH}path"))
        words = (*VALUE_RULES, *RANGE_RULES, *(PATH_RULES if path else ()), "in", "hasValue")
        rules = tuple((word, self._given(word, term)) for word in words for term in said.get(SH + word, []))
        messages = said.get(f"{SH}message", [])
        return Shape(
            path,
            inverse,
            rules,
            tuple(self._shape(inner, deep + 1) for inner in said.get(f"{SH}property", [])),
            tuple(tuple(self._shape(one, deep + 1) for one in self._list(head)) for head in said.get(f"{SH}or", [])),
            tuple(self._query(inner) for inner in said.get(f"{SH}sparql", [])),
            self._severity(said) == f"<{SH}Violation>",
            text_of(messages[0]) or "" if len(messages) == 1 else "",
        )

    def _admit(self, said: dict[str, list[str]]) -> None:
        if set(said.get(expand("rdf:type"), [])) - _KINDS:
            raise _Unknown
        for predicate in said:
            if predicate.removeprefix(SH) not in _KNOWN and predicate != expand("rdf:type"):
                raise _Unknown
        if f"{SH}path" not in said and any(SH + word in said for word in PATH_RULES):
            raise _Unknown
        if any(len(said.get(SH + word, [])) > 1 for word in _ONE):
            raise _Unknown

    def _path(self, given: list[str] | None) -> tuple[str, bool]:
        if given is None:
            return "", False
        if len(given) == 1 and given[0].startswith("<"):
            return given[0], False
        inner = self.said.get(given[0], {})
        back = inner.get(f"{SH}inversePath", [])
        if len(given) != 1 or len(inner) != 1 or len(back) != 1 or not back[0].startswith("<"):
            raise _Unknown
        self.read.add(given[0])
        return back[0], True

    def _given(self, word: str, term: str) -> tuple[str, ...]:
        return tuple(self._list(term)) if word == "in" else (term,)

    def _list(self, head: str) -> Iterator[str]:
        while head != f"<{expand('rdf:nil')}>":
            cell = self.said.get(head, {})
            first, rest = cell.get(expand("rdf:first"), []), cell.get(expand("rdf:rest"), [])
            if len(first) != 1 or len(rest) != 1 or head in self.read:
                raise _Unknown
            self.read.add(head)
            yield first[0]
            head = rest[0]

    def _severity(self, said: dict[str, list[str]]) -> str:
        given = said.get(f"{SH}severity", [f"<{SH}Violation>"])
        if len(given) != 1:
            raise _Unknown
        return given[0]

    def _query(self, node: str) -> Query:
        said = self.said.get(node, {})
        known = {f"{SH}{word}" for word in ("prefixes", "message", "select")}
        texts = [text_of(term) for term in said.get(f"{SH}select", [])]
        if set(said) - known - {expand("rdf:type")} or len(texts) != 1 or not texts[0] or _OWN_WORDS.search(texts[0]):
            raise _Unknown
        self.read.add(node)
        prefixes = dict(self._prefixes(said.get(f"{SH}prefixes", [])))
        head = "".join(f"PREFIX {prefix}: <{base}>\n" for prefix, base in prefixes.items())
        needs, plain = _needs(texts[0], prefixes), not _MANY_ROWS.search(texts[0])
        flat = bool(needs) and plain and texts[0].count("{") == 1
        return Query(head + texts[0], needs if plain else (), flat)

    def _prefixes(self, nodes: list[str]) -> Iterator[tuple[str, str]]:
        for node in nodes:
            for inner in self.said.get(node, {}).get(f"{SH}declare", []):
                pair = self.said.get(inner, {})
                words, bases = pair.get(f"{SH}prefix", []), pair.get(f"{SH}namespace", [])
                if len(words) != 1 or len(bases) != 1:
                    raise _Unknown
                yield text_of(words[0]) or "", bases[0].partition('"^^')[0].strip('"')


def _needs(text: str, prefixes: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """What the triples of `$this` at the beginning of a query ask for: each must hold, whatever else the query says."""
    found: list[tuple[str, str]] = []
    lead = _LEAD.match(text)
    place = lead.end() if lead else -1
    while place >= 0 and (need := _NEED.match(text, place)):
        prefix, local, value, more = need.groups()
        if prefix not in prefixes:
            break
        found.append((f"<{prefixes[prefix]}{local}>", value if value in ("true", "false") else ""))
        place = need.end() if more else -1
    return tuple(found)


def text_of(term: str) -> str | None:
    """The words of a plain literal or one in a language, as written in N-Triples; `None` for any other term."""
    if not term.startswith('"') or '"^^<' in term:
        return None
    if "\\" not in term:
        return term[1 : term.rindex('"')]
    triple = next(rdf.parse(f"<x:x> <x:x> {term} .", "n-triples"))
    return str(triple.object.value) if isinstance(triple.object, rdf.Literal) else None
