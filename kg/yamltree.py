"""Strict YAML: a tree of strings, lists and mappings that knows the place of every value.

Anchors, aliases, merge keys, tags, duplicate keys and deep nesting are refused; scalars stay strings, so that `NO`
is Norway's code and `1.10` keeps its nought.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

import yaml

from kg.errors import Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 12
_TOO_DEEP = ("this is nested too deeply", f"a file nests at most {MAX_DEPTH} levels")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Scalar, _List, _ListEnd, _TableEnd = (
    yaml.ScalarEvent,
    yaml.SequenceStartEvent,
    yaml.SequenceEndEvent,
    yaml.MappingEndEvent,
)


@dataclass(slots=True)
class Node:
    """A value with its place: `str`, `list[Node]` or `dict[str, Node]`; `keys` gives the place of each key."""

    value: Any
    line: int
    column: int
    keys: dict[str, tuple[int, int]]


class YamlProblem(Exception):
    """The text cannot be read any further; holds one `Problem`."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def decode(raw: bytes, file: str) -> str:
    """Bytes of a small UTF-8 text file as text. Raises `YamlProblem` for other bytes."""
    if len(raw) > MAX_BYTES:
        size = len(raw) / 1_000_000
        raise YamlProblem(Problem(file, 1, 1, f"the file has {size:.1f} MB", "a case file has at most 1 MB; split it"))
    if b"\0" in raw:
        line = raw[: raw.index(b"\0")].count(b"\n") + 1
        raise YamlProblem(Problem(file, line, 1, "this is a binary file", "write it as UTF-8 text"))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        hint = "save the file as UTF-8"
        raise YamlProblem(Problem(file, line, column, f"byte 0x{raw[error.start]:02x} is not UTF-8", hint)) from None
    return text.replace("\r\n", "\n")


def invisible_characters(text: str, file: str) -> list[Problem]:
    """Control, format and bidirectional characters, which a reader of the file cannot see."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return []
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.isprintable():
            continue
        for column, character in enumerate(line, 1):
            if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"):
                name = unicodedata.name(character, f"U+{ord(character):04X}")
                found.append(Problem(file, number, column, f"invisible character {name}", "delete it"))
    return found


def parse(text: str, file: str, first_line: int = 1) -> tuple[Node, list[Problem]]:
    """The tree of a YAML text and the problems that do not stop its reading.

    Line numbers count from `first_line`. Raises `YamlProblem` where the text is no YAML of the admitted kind.
    """
    reader = _Reader(file, first_line - 1)
    try:
        node = reader.document(iter(_Loader(text).get_event, None))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)
        said = str(error.problem or error.context)
        if "nesting depth" in said:  # where the parser itself has a limit, it comes before ours
            raise YamlProblem(Problem(file, line, column, *_TOO_DEEP)) from None
        hint = "check indentation, brackets and quotes; quote a text that holds ': ' or starts with a sign"
        message = f"this is not YAML: {said}"
        raise YamlProblem(Problem(file, line, column, message, hint)) from None
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        line, column = before.count("\n") + first_line, error.position - before.rfind("\n")
        character = f"character U+{error.character:04X}" if isinstance(error.character, int) else "a character"
        message = f"this is not YAML: {character} is not allowed"
        raise YamlProblem(Problem(file, line, column, message, "delete it")) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise YamlProblem(Problem(file, first_line, 1, f"this is not YAML: {error}", "")) from None
    return node, reader.problems


class _Reader:
    def __init__(self, file: str, offset: int) -> None:
        self.file, self.offset, self.problems = file, offset, list[Problem]()

    def document(self, events: Any) -> Node:
        for event in events:
            if isinstance(event, (yaml.StreamStartEvent, yaml.DocumentStartEvent)):
                continue
            if isinstance(event, yaml.StreamEndEvent):
                break
            node = self.node(event, events, 0)
            for rest in events:
                if not isinstance(rest, (yaml.DocumentEndEvent, yaml.StreamEndEvent)):
                    self.stop(rest, "a second document starts here", "one file holds one document")
            return node
        raise YamlProblem(Problem(self.file, self.offset + 1, 1, "there is nothing here", "fill in the fields"))

    def place(self, event: Any) -> tuple[int, int]:
        return event.start_mark.line + 1 + self.offset, event.start_mark.column + 1

    def stop(self, event: Any, message: str, hint: str) -> None:
        raise YamlProblem(Problem(self.file, *self.place(event), message, hint))

    def node(self, event: Any, events: Any, depth: int) -> Node:
        place = event.start_mark
        if event.anchor or event.tag:  # an alias has the anchor that it leads to
            self.refuse(event)
        if depth > MAX_DEPTH:
            self.stop(event, *_TOO_DEEP)
        if type(event) is _Scalar:
            return Node(event.value, place.line + 1 + self.offset, place.column + 1, {})
        if type(event) is _List:
            return self.sequence(event, events, depth)
        return self.mapping(event, events, depth)

    def refuse(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            self.stop(event, f"alias *{event.anchor} is not allowed", "write the value out")
        if event.anchor:
            self.stop(event, f"anchor &{event.anchor} is not allowed", "delete it and write values out")
        if event.tag != "!":
            self.stop(event, f"tag {event.tag} is not allowed", "delete the tag")

    def sequence(self, start: Any, events: Any, depth: int) -> Node:
        items = []
        while type(event := next(events)) is not _ListEnd:
            items.append(self.node(event, events, depth + 1))
        return Node(items, *self.place(start), {})

    def mapping(self, start: Any, events: Any, depth: int) -> Node:
        values: dict[str, Node] = {}
        keys: dict[str, tuple[int, int]] = {}
        while type(event := next(events)) is not _TableEnd:
            key = self.node(event, events, depth + 1)
            word = key.value
            if not isinstance(word, str):
                self.stop(event, "a key must be a word", "see cases/EXAMPLE.md")
            if word == "<<":
                self.stop(event, "merge key << is not allowed", "write the fields out")
            value = self.node(next(events), events, depth + 1)
            if word in values:
                hint = f"it stands first in line {keys[word][0]}; keep one"
                self.problems.append(Problem(self.file, key.line, key.column, f"key '{word}' stands twice", hint))
                continue
            values[word], keys[word] = value, (key.line, key.column)
        return Node(values, *self.place(start), keys)
