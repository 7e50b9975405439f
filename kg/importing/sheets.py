"""CSV files in the layout of the exports, from bytes to rows whose cells know their place."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import Problem, UsageError, closest
from kg.exports.columns import Column, Table
from kg.exports.layout import BY_NAME
from kg.exports.spreadsheet import MARK, RUN
from kg.importing.found import Line
from kg.yamltree import invisible_characters

LARGEST = 64 * 2**20  # bytes
FORMULA = re.compile(r"=|[+@-].*[(|!]", re.DOTALL)
OTHERS = {  # the first bytes of files that people take for CSV, and what they are
    b"PK\x03\x04": "a spreadsheet file",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet file",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
}


@dataclass(frozen=True)
class Row:
    """A row: its file, the line that it starts in, and each cell that holds something, by column, with its number."""

    file: str
    line: int
    cells: dict[str, tuple[str, int]]

    def text(self, name: str) -> str:
        return self.cells.get(name, ("", 0))[0]

    def mark(self, name: str) -> tuple[Line, int]:
        """The place of a cell; of one that is empty or not there, the start of the row."""
        return Line(self.line, self.file, name), self.cells.get(name, ("", 1))[1]


@dataclass(frozen=True)
class Sheet:
    """A file that holds one table."""

    table: Table
    file: str
    columns: list[str]
    rows: list[Row]


def read_sheets(paths: Iterable[Path]) -> tuple[dict[str, Sheet], list[Problem], list[str]]:
    """The tables of some files, or of all CSV files of a folder, by name; problems; and notes on what was passed over.

    Raises `UsageError` for a folder that holds no CSV.
    """
    found: dict[str, Sheet] = {}
    problems: list[Problem] = []
    notes: list[str] = []
    for path in paths:
        files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
        if not files:
            raise UsageError(f"{path}: this folder holds no CSV file")
        for file in files:
            if path.is_dir() and _is_something_else(file):
                notes.append(f"{file.name} is passed over: it has neither the name of a table nor the columns of one")
                continue
            sheet = _read(file, problems)
            if sheet and sheet.table.name in found:
                first = found[sheet.table.name].file
                problems.append(Problem(sheet.file, 1, 1, f"{first} is the table {sheet.table.name} too", "join them"))
            elif sheet:
                found[sheet.table.name] = sheet
    return found, problems, notes


def _is_something_else(path: Path) -> bool:
    """Whether a CSV file that lies beside tables is none, by its name and by its header."""
    if path.stem.lower() in BY_NAME:
        return False
    try:
        head = _decode(path)[0].partition("\n")[0]
    except _Stop:
        return False
    names = {name.strip().strip('"').lower() for name in re.split("[,;\t]", head)}
    return not any(set(table.key) <= names for table in BY_NAME.values())


def _read(path: Path, problems: list[Problem]) -> Sheet | None:
    file = str(path)
    try:
        text, marked = _decode(path)
        table = _table(path, text)
        lines = list(_lines(text, file, table))
    except _Stop as stop:
        problems.append(stop.problem)
        return None
    header = [cell.strip().lower().replace(" ", "_") for cell in lines[0][1]]
    columns = _columns(header, table, file, problems)
    rows = []
    for line, cells in lines[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) < len(header) or any(cells[len(header) :]):
            message = f"this row has {len(cells)} cells, and there are {len(header)} columns"
            problems.append(Problem(file, line, 1, message, "is a quotation mark missing, or a comma too many?"))
            continue
        made = {}
        for number, (name, cell) in enumerate(zip(columns, cells, strict=False), 1):
            value = _cell(cell, marked)
            if name and value:
                made[name] = (value, number)
                problems += _faults(table[name], value, cell, Problem(file, line, number, name))
        rows.append(Row(file, line, made))
    return Sheet(table, file, [name for name in columns if name], rows)


class _Stop(Exception):
    """A file that cannot be read any further."""

    def __init__(self, file: str, line: int, column: int, message: str, hint: str) -> None:
        self.problem = Problem(file, line, column, message, hint)


def _decode(path: Path) -> tuple[str, bool]:
    """The text of a file, and whether it begins with a byte order mark, as files of spreadsheet programs do."""
    file, utf8 = str(path), "save it as CSV UTF-8"
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except OSError as error:
        raise _Stop(file, 1, 1, f"cannot be read: {error.strerror}", "") from None
    if len(raw) > LARGEST:
        raise _Stop(file, 1, 1, f"the file has more than {LARGEST >> 20} MB", "split it")
    for start, kind in OTHERS.items():
        if raw.startswith(start):
            raise _Stop(file, 1, 1, f"this is {kind}", utf8)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        raise _Stop(file, line, column, f"byte 0x{raw[error.start]:02x} is not UTF-8", utf8) from None
    if "\0" in text:
        raise _Stop(file, text[: text.index("\0")].count("\n") + 1, 1, "this is a binary file", utf8)
    if not text.strip():
        raise _Stop(file, 1, 1, "the file is empty", "its first line names the columns")
    return text.removeprefix(MARK), text.startswith(MARK)


def _table(path: Path, text: str) -> Table:
    """The table that a file is, by its name."""
    name = path.stem.lower()
    if name in BY_NAME:
        return BY_NAME[name]
    hint = closest(name, BY_NAME, "is it") or "tables are told by the names of their files, as cases.csv"
    raise _Stop(str(path), 1, 1, f"no table is called '{path.stem}'", hint)


def _lines(text: str, file: str, table: Table) -> Iterator[tuple[int, list[str]]]:
    """Each row of cells with the line that it starts in. Columns are parted by commas, semicolons or tabs."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, table), strict=True)
    start = 1
    try:
        for cells in reader:
            if cells:
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        hint = "is a quotation mark missing? within quotes, a quotation mark is written twice"
        raise _Stop(file, start, 1, f"the row cannot be read: {error}", hint) from None


def _delimiter(text: str, table: Table) -> str:
    head = text.partition("\n")[0]
    return max(
        ",;\t", key=lambda sign: len({cell.strip().strip('"').lower() for cell in head.split(sign)} & set(table.names))
    )


def _columns(header: list[str], table: Table, file: str, problems: list[Problem]) -> list[str]:
    """The columns by their names, an empty name for each that is none of the table or stands twice."""
    columns: list[str] = []
    for number, name in enumerate(header, 1):
        if name in table.names and name not in columns:
            columns.append(name)
            continue
        columns.append("")
        if name in table.names:
            problems.append(Problem(file, 1, number, f"column '{name}' stands twice", "delete one of the two"))
        elif name:
            hint = closest(name, table.names) or f"delete it; {table.name} has {', '.join(table.names)}"
            problems.append(Problem(file, 1, number, f"{table.name} has no column '{name}'", hint))
    return columns


def _cell(cell: str, marked: bool) -> str:
    """A cell without spaces around it; in files of spreadsheet programs an apostrophe before a sign only guards it."""
    value = cell.replace("\r\n", "\n").strip()
    guarded = marked and value.startswith("'") and value[1:].lstrip(" ").startswith(RUN)
    return value[1:] if guarded else value


def _faults(column: Column, value: str, cell: str, place: Problem) -> Iterator[Problem]:
    """What no value may be: a formula, or a text with characters that nobody sees."""
    if column.kind.shape in ("text", "ref", "id", "place") and value == cell.strip() and FORMULA.match(value):
        message = f"{column.name}: this looks like a formula: {value[:40]}"
        yield Problem(
            place.file,
            place.line,
            place.column,
            message,
            "write its value, or an apostrophe before it and save as CSV UTF-8",
        )
    for fault in invisible_characters(value, place.file)[:1]:
        yield Problem(place.file, place.line, place.column, f"{column.name}: {fault.message}", fault.hint)
