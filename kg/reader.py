"""Case files and registry files, from bytes to records; every value typed by the field it stands in."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from kg.case import Case
from kg.coding import CodingFile, SettlementFile
from kg.errors import Problem, closest
from kg.fields import Kind, Record
from kg.registry import RegistryFile
from kg.yamltree import MAX_BYTES, Node, YamlProblem, decode, invisible_characters, parse

R = TypeVar("R", bound=Record)
Owner = Case | RegistryFile | CodingFile | SettlementFile  # what one file holds

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
PLACE = re.compile(r"([a-z0-9-]+):([1-9][0-9]*)-([1-9][0-9]*)\Z")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")
YEAR = re.compile(r"[12][0-9]{3}\Z")
HEAD = re.compile(r"---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)


def read_bytes(path: Path, file: str) -> bytes:
    """The file's bytes, but never more than a little over the limit. Raises `YamlProblem` where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES * 20)
    except OSError as error:
        raise YamlProblem(Problem(file, 1, 1, f"cannot be read: {error.strerror}", "")) from None


def read_case(path: Path, file: str) -> tuple[Case | None, list[Problem]]:
    """One case file: `(case, problems)`. `case` is `None` where there is no head to read."""
    try:
        return case_of(read_bytes(path, file), file)
    except YamlProblem as stop:
        return None, [stop.problem]


def case_of(raw: bytes, file: str) -> tuple[Case | None, list[Problem]]:
    """The same from the bytes of the file."""
    try:
        text = decode(raw, file)
        problems = invisible_characters(text, file)
        head = HEAD.match(text)
        if not head:
            hint = "start the file with a line '---', the YAML head, and a line '---'"
            return None, [*problems, Problem(file, 1, 1, "there is no head between two '---' lines", hint)]
        node, found = parse(head.group(1), file, first_line=2)
    except YamlProblem as stop:
        return None, [stop.problem]
    problems += found
    case = _record(Case, node, file, problems)
    if case:
        first = text[: head.end()].count("\n") + 1
        _prose(case, text[head.end() :], file, first, problems)
    return case, problems


def read_registry(path: Path, file: str) -> tuple[RegistryFile | None, list[Problem]]:
    """One file of `cases/registry/`: `(records, problems)`."""
    return _yaml(RegistryFile, path, file)


def read_coding(path: Path, file: str) -> tuple[CodingFile | None, list[Problem]]:
    """One file of `cases/codings/`: `(coding, problems)`."""
    return _yaml(CodingFile, path, file)


def read_settlements(path: Path, file: str) -> tuple[SettlementFile | None, list[Problem]]:
    """One file of `cases/settlements/`: `(settlements, problems)`."""
    return _yaml(SettlementFile, path, file)


def read_records(path: Path, file: str) -> tuple[Owner | None, list[Problem]]:
    """A file of records of whichever kind, told by its place."""
    if path.suffix == ".md":
        return read_case(path, file)
    if path.parent.name == "settlements":
        return read_settlements(path, file)
    return read_coding(path, file) if path.parent.parent.name == "codings" else read_registry(path, file)


def coding_of(raw: bytes, file: str) -> tuple[CodingFile | None, list[Problem]]:
    """A further coding from the bytes of its file."""
    return _yaml_of(CodingFile, raw, file)


def settlements_of(raw: bytes, file: str) -> tuple[SettlementFile | None, list[Problem]]:
    """Third looks from the bytes of their file."""
    return _yaml_of(SettlementFile, raw, file)


def _yaml(cls: type[R], path: Path, file: str) -> tuple[R | None, list[Problem]]:
    """A file that is one record in YAML."""
    try:
        return _yaml_of(cls, read_bytes(path, file), file)
    except YamlProblem as stop:
        return None, [stop.problem]


def _yaml_of(cls: type[R], raw: bytes, file: str) -> tuple[R | None, list[Problem]]:
    try:
        text = decode(raw, file)
        problems = invisible_characters(text, file)
        node, found = parse(text, file)
    except YamlProblem as stop:
        return None, [stop.problem]
    problems += found
    return _record(cls, node, file, problems), problems


def _prose(case: Case, body: str, file: str, first_line: int, problems: list[Problem]) -> None:
    """Fill in the story and the class questions from the headed parts below the head."""
    parts: dict[str, list[str]] = {}
    title = ""
    for number, line in enumerate(body.split("\n"), first_line):
        if line.startswith("## "):
            title = line[3:].strip()
            if title not in ("Story", "Questions"):
                problems.append(Problem(file, number, 1, f"unknown part '{title}'", "use '## Story', '## Questions'"))
            if title in parts:
                problems.append(Problem(file, number, 1, f"part '{title}' stands twice", "join the two"))
            parts.setdefault(title, [])
        elif title:
            parts[title].append(line)
        elif line.strip():
            problems.append(Problem(file, number, 1, "text before the first heading", "put it under '## Story'"))
    case.story = "\n".join(parts.get("Story", [])).strip()
    case.class_questions = _numbered(parts.get("Questions", []))
    case.marks["story"] = (first_line, 1)
    if not case.story:
        problems.append(Problem(file, first_line, 1, "there is no story", "add '## Story' and tell the case"))


def _numbered(lines: list[str]) -> list[str]:
    """The items of a numbered list. An item starts with a number at the start of a line, or after a question mark."""
    items = re.split(r"(?:^|\n|(?<=\?)[ \t]+)\d+\.[ \t]+", "\n".join(lines))
    return [" ".join(item.split()) for item in items if item.strip()]


def _record(cls: type[R], node: Node, file: str, problems: list[Problem]) -> R | None:
    """`node` as a record of class `cls`, its faults added to `problems`; missing values stay empty."""
    if not isinstance(node.value, dict):
        problems.append(
            Problem(file, node.line, node.column, "fields with values are needed here", "write 'key: value'")
        )
        return None
    of: Any = cls
    kinds = _keys(of)
    made = cls()
    for key, value in node.value.items():
        if key not in kinds:
            line, column = node.keys[key]
            hint = closest(key, kinds) or f"known here: {', '.join(kinds)}"
            problems.append(Problem(file, line, column, f"unknown field '{key}'", hint))
            continue
        name, kind = kinds[key]
        made.marks[name] = (value.line, value.column)
        read = _value(value, kind, name, made, file, problems)
        if read is not None:
            setattr(made, name, read)
    for key, (_, kind) in kinds.items():
        if kind.required and key not in node.value:
            problems.append(Problem(file, node.line, node.column, f"field '{key}' is missing", f"add '{key}:' here"))
    return made


@cache
def _keys(cls: Any) -> dict[str, tuple[str, Kind]]:
    """The fields of a record by their keys in a file."""
    return {_key(name): (name, kind) for name, kind in cls.kinds().items()}


def _value(node: Node, kind: Kind, name: str, owner: Record, file: str, problems: list[Problem]) -> Any:
    if kind.shape == "table":
        return _table(node, kind, file, problems)
    if not kind.many:
        return _single(node, kind, name, file, problems)
    if not isinstance(node.value, list):
        problems.append(
            Problem(file, node.line, node.column, f"'{_key(name)}' is a list", "write [a, b] or '- a' lines")
        )
        return None
    if kind.required and not node.value:
        hint = "name at least one"
        problems.append(Problem(file, node.line, node.column, f"'{_key(name)}' is empty", hint))
    items: list[Any] = []
    for item in node.value:
        read = _single(item, kind, name, file, problems)
        if read is not None:
            owner.marks[f"{name}.{len(items)}"] = (item.line, item.column)
            items.append(read)
    return items


def _table(node: Node, kind: Kind, file: str, problems: list[Problem]) -> dict[str, Record] | None:
    if not isinstance(node.value, dict):
        problems.append(Problem(file, node.line, node.column, "a table is needed here", "write {} and locate it"))
        return None
    assert kind.record
    rows = {key: _record(kind.record, value, file, problems) for key, value in node.value.items()}
    return {key: row for key, row in rows.items() if row}


def _key(name: str) -> str:
    return name.replace("_", "-")


def _single(node: Node, kind: Kind, name: str, file: str, problems: list[Problem]) -> Any:
    """One value typed by `kind`, or `None` with a problem added."""
    if kind.shape == "record":
        assert kind.record
        return _record(kind.record, node, file, problems)
    if not isinstance(node.value, str):
        problems.append(Problem(file, node.line, node.column, f"'{_key(name)}' is one value", "write it in one line"))
        return None
    read, message, hint = read_value(node.value.strip(), kind, _key(name))
    if message:
        problems.append(Problem(file, node.line, node.column, message, hint))
        return None
    return read


def read_value(value: str, kind: Kind, name: str) -> tuple[Any, str, str]:
    """A text as the value of a field: `(value, "", "")`, or what is wrong with it and what to do."""
    read, message, hint = _TYPES[kind.shape](value)
    if not value:
        return None, f"'{name}' is empty", "fill it in, or delete the line"
    if kind.longest and len(value) > kind.longest:
        return None, f"'{name}' has {len(value)} characters", f"keep it to {kind.longest}"
    return read, message, hint


def _text(value: str) -> tuple[Any, str, str]:
    return value, "", ""


def _id(value: str) -> tuple[Any, str, str]:
    ok = ID.match(value) is not None
    return value, "" if ok else f"'{value}' is not an id", "" if ok else "use small letters, digits and hyphens"


def _year(value: str) -> tuple[Any, str, str]:
    if YEAR.match(value):
        return int(value), "", ""
    found = re.search(r"[12][0-9]{3}", value)
    hint = f"write {found.group()}" if found else "write four digits, or delete the line"
    return None, f"'{value}' is not a year", hint


def _count(value: str) -> tuple[Any, str, str]:
    ok = re.match(r"[0-9]+\Z", value)
    return (int(value), "", "") if ok else (None, f"'{value}' is not a whole number", "write digits only")


def _number(value: str) -> tuple[Any, str, str]:
    try:
        if NUMBER.match(value):
            return Decimal(value), "", ""
    except InvalidOperation:
        pass
    return None, f"'{value}' is not a number", "write digits with a point, no thousands signs, no unit"


def _flag(value: str) -> tuple[Any, str, str]:
    if value in ("true", "false"):
        return value == "true", "", ""
    return None, f"'{value}' is neither true nor false", "write true or false"


def _place(value: str) -> tuple[Any, str, str]:
    match = PLACE.match(value)
    if not match:
        return None, f"'{value}' is not a place in a source", "write SOURCE:FROM-TO, as in miles-2011:2103-2107"
    if int(match.group(2)) > int(match.group(3)):
        return None, f"'{value}' ends before it starts", "write the smaller line number first"
    return value, "", ""


_TYPES = {
    "text": _text,
    "id": _id,
    "ref": _text,
    "year": _year,
    "count": _count,
    "number": _number,
    "flag": _flag,
    "place": _place,
}
