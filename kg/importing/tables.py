"""Rows of tables as records: the way back from the layout of the exports.

Columns that are only worked out, such as the number of findings, are passed over. Ids may be given as the exports have
them (`our-town-t1`) or as case files do (`t1`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from kg.case import (
    Case,
    Change,
    Coding,
    Contradiction,
    Figure,
    Measurement,
    OutcomeFinding,
    Participation,
    Passage,
    Phase,
    Tenure,
)
from kg.coding import CodingFile, Settlement, SettlementFile
from kg.corpus import Corpus
from kg.errors import closest
from kg.exports.cells import parts
from kg.exports.columns import Column
from kg.exports.layout import BY_NAME, MEASUREMENTS
from kg.fields import Record
from kg.importing.found import FINDINGS, REGISTRY, Found, Marks
from kg.importing.sheets import Row, Sheet
from kg.reader import PLACE, read_value
from kg.registry import Post, Section

R = TypeVar("R", bound=Record)

IMPLIED = {  # columns that follow from others, and may be left out
    "findings": {"coder"},
    "outcomes": {"coder", "case"},
    "participations": {"participation"},
    "posts": {"tenure"},
    "passages": {"source", "from_line", "to_line"},
}
ONLY_TRUE = ("computed", "approximate", "mandated")  # flags that a case file leaves out where they are false


def read_tables(sheets: Mapping[str, Sheet], known: Corpus) -> Found:
    """The records of some tables; `known` is the project that they are to join."""
    reader = _Reader(sheets, known)
    reader.read()
    return reader.found


class _Reader:
    def __init__(self, sheets: Mapping[str, Sheet], known: Corpus) -> None:
        self.sheets, self.found = sheets, Found()
        self.first = {case.id: case.coding.coder for case in known.cases.values() if case.coding}
        self.known = {case.id for case in known.cases.values()}

    def read(self) -> None:
        """Tables in such an order that what a row belongs to is there before it."""
        if "codebook" in self.sheets:
            self.found.notes.append("codebook.csv is not imported: the lists stand in ontology/codebook.ttl")
        for sheet in self.sheets.values():
            self.required(sheet)
        for name in REGISTRY:
            for row in self.rows(name):
                getattr(self.found.registry, name).append(self.record(REGISTRY[name], name, row))
        for name in ("cases", "codings", "participations", "posts", "phases", "figures", "findings", "outcomes"):
            for row in self.rows(name):
                getattr(self, name)(row)
        for name in ("contradictions", "third_looks", "sections", "passages"):
            for row in self.rows(name):
                getattr(self, name)(row)

    def rows(self, name: str) -> list[Row]:
        return self.sheets[name].rows if name in self.sheets else []

    def required(self, sheet: Sheet) -> None:
        """Columns that must be there, and cells that must not be empty."""
        needed = [c for c in sheet.table.columns if c.kind.required and c.name not in IMPLIED.get(sheet.table.name, ())]
        for column in needed:
            if column.name not in sheet.columns:
                self.found.report(_head(sheet), f"column '{column.name}' is missing", f"it holds: {column.about}")
                continue
            for row in sheet.rows:
                if not row.text(column.name):
                    self.found.report(row.mark(column.name), "this cell is empty", f"it holds: {column.about}")

    def value(self, row: Row, column: Column) -> Any:
        """The value of a cell by the type of its column, or `None`; its faults are reported."""
        text = row.text(column.name)
        if column.many:
            return [value for part in parts(text) if (value := self.single(row, column, part)) is not None]
        return self.single(row, column, text) if text else None

    def single(self, row: Row, column: Column, text: str) -> Any:
        value, message, hint = read_value(text, column.kind, column.name)
        if message:
            self.found.report(row.mark(column.name), message, hint)
        return value if not message else None

    def record(self, of: type[R], name: str, row: Row) -> R:
        """A record with the fields that the row has."""
        made = of(marks=Marks(row.mark(BY_NAME[name].key[0])))
        for column in BY_NAME[name].columns:
            if column.field and column.field in of.kinds():
                self.put(made, column.field, self.value(row, column), row.mark(column.name))
        return made

    def put(self, record: Record, field: str, value: Any, mark: tuple[int, int]) -> None:
        if value is None or (value is False and field in ONLY_TRUE):
            return
        setattr(record, field, value)
        record.marks[field] = mark
        for index in range(len(value) if isinstance(value, list) else 0):
            record.marks[f"{field}.{index}"] = mark

    def local(self, row: Row, name: str, before: str) -> str:
        """An id without the id of what it belongs to."""
        return row.text(name).removeprefix(f"{before}-")

    def case(self, row: Row) -> Case | None:
        """The case of a row. A case is imported whole, so it must be in the table of cases."""
        id = row.text("case")
        if id and id not in self.found.cases:
            known = closest(id, self.found.cases)
            hint = "a case of the project is changed in its own file" if id in self.known else "add a row to cases.csv"
            self.found.report(row.mark("case"), f"'{id}' is not in the table of cases", known or hint)
        return self.found.cases.get(id)

    def owner(self, row: Row, column: str, table: str, need: str) -> Any:
        """The record of another table that a row belongs to; `need` is the hint where it is not there."""
        known = {record.id: record for record in getattr(self.found.registry, table)}
        named = row.text(column)
        if named not in known:
            hint = closest(named, known) or need
            self.found.report(row.mark(column), f"'{named}' is not in the table of {table}", hint)
        return known.get(named)

    def cases(self, row: Row) -> None:
        case = self.record(Case, "cases", row)
        case.id = row.text("case")
        case.story = row.text("story")
        case.class_questions = parts(row.text("class_questions"))
        coders, lists = parts(row.text("coders")), parts(row.text("lists_read"))
        if coders and lists:
            case.coding = Coding(coders[0], lists, marks=Marks(row.mark("coders")))
            case.coding.marks["schemes"] = row.mark("lists_read")
        elif coders or lists:
            missing = "coders" if lists else "lists_read"
            self.found.report(row.mark(missing), "a coding needs a coder and the lists that were read", "fill in both")
        if not case.story:
            self.found.report(row.mark("story"), "there is no story", "tell the case in your own words")
        if case.id in self.found.cases:
            first = int(self.found.cases[case.id].marks["id"][0])
            self.found.report(row.mark("case"), f"case '{case.id}' stands twice", f"it stands first in line {first}")
        self.found.cases.setdefault(case.id, case)

    def coder(self, case: str) -> str:
        """The coder of the case file itself."""
        made = self.found.cases.get(case)
        return (made.coding.coder if made.coding else "") if made else self.first.get(case, "")

    def codings(self, row: Row) -> None:
        coding = self.record(CodingFile, "codings", row)
        if coding.coder != self.coder(coding.case):
            self.found.codings[coding.coder, coding.case] = coding
        elif (made := self.found.cases.get(coding.case)) and made.coding and made.coding.schemes != coding.schemes:
            hint = f"the row of the case in cases.csv has {' | '.join(made.coding.schemes)}"
            self.found.report(row.mark("lists_read"), "the same coding has other lists elsewhere", hint)

    def participations(self, row: Row) -> None:
        if case := self.case(row):
            case.organisations.append(self.record(Participation, "participations", row))

    def posts(self, row: Row) -> None:
        if row.text("case"):
            if case := self.case(row):
                case.people.append(self.record(Tenure, "posts", row))
            return
        need = "a post outside the cases needs its person in people.csv"
        if person := self.owner(row, "person", "people", need):
            person.posts.append(self.record(Post, "posts", row))

    def phases(self, row: Row) -> None:
        if case := self.case(row):
            case.phases.append(self.record(Phase, "phases", row))

    def figures(self, row: Row) -> None:
        if case := self.case(row):
            figure = self.record(Figure, "figures", row)
            self.put(figure, "id", self.local(row, "figure", case.id), row.mark("figure"))
            case.figures.append(figure)

    def findings(self, row: Row) -> None:
        list_, case = row.text("list"), row.text("case")
        if list_ not in FINDINGS:
            if list_:
                self.found.report(
                    row.mark("list"), f"'{list_}' is no list", closest(list_, FINDINGS) or "theme, barrier, outcome"
                )
            return
        of, into = FINDINGS[list_]
        coder = row.text("coder") or self.coder(case)
        finding = self.finding(of, list_, row, case, coder)
        owner: Case | CodingFile | None
        if coder == self.coder(case):
            owner = self.case(row)
        elif (owner := self.found.codings.get((coder, case))) is None:
            hint = "add a row with the lists that this coder read to codings.csv"
            self.found.report(row.mark("coder"), f"there is no coding of '{case}' by '{coder}'", hint)
        if owner is not None:
            getattr(owner, into).append(finding)

    def finding(self, of: type[Any], list_: str, row: Row, case: str, coder: str) -> Any:
        finding = self.record(of, "findings", row)
        local = self.local(row, "finding", case).removeprefix(f"{coder}-")
        self.put(finding, "id", local, row.mark("finding"))
        self.put(finding, list_, row.text("concept") or None, row.mark("concept"))
        for name in ("status", "authority", "method", "printed"):
            if name not in of.kinds() and row.text(name):
                self.found.report(row.mark(name), f"a finding on a {list_} has no {name}", "leave the cell empty")
        if "status" in of.kinds():
            self.put(finding, "status", row.text("status") or None, row.mark("status"))
            if finding.status is None:
                hint = "measured, claimed, preliminary or forecast"
                self.found.report(row.mark("status"), "a finding on an outcome needs a status", hint)
        return finding

    def outcomes(self, row: Row) -> None:
        finding = self.outcome_of(row)
        if finding is None:
            return
        change = self.record(Change, "outcomes", row)
        local = row.text("change").removeprefix(f"{row.text('finding')}-").removeprefix(f"{finding.id}-")
        self.put(change, "id", local, row.mark("change"))
        for name in MEASUREMENTS:
            change_value = self.value(row, BY_NAME["outcomes"][name])
            if change_value is not None:
                setattr(change, name, self.measurement(row, name, change_value))
        finding.changes.append(change)

    def outcome_of(self, row: Row) -> OutcomeFinding | None:
        """The finding that a number belongs to, by its whole id, or by its id within the case of the row."""
        named = row.text("finding")
        found = {f"{case.id}-{f.id}": f for case in self.found.cases.values() for f in case.outcomes}
        finding = found.get(named) or found.get(f"{row.text('case')}-{named}")
        if finding is None and named:
            hint = closest(named, found) or "numbers belong to findings on outcomes by the first coder of a case"
            self.found.report(row.mark("finding"), f"'{named}' is no finding on an outcome here", hint)
        return finding

    def measurement(self, row: Row, name: str, value: Any) -> Measurement:
        made = Measurement(value=value, marks=Marks(row.mark(name)))
        table = BY_NAME["outcomes"]
        for column in table.columns:
            part, _, field = column.field.partition(".")
            if part == name and field:
                self.put(made, field, self.value(row, column), row.mark(column.name))
        if made.unit is None:
            self.put(made, "unit", self.value(row, table["unit"]), row.mark("unit"))
        if made.unit is None:
            self.found.report(row.mark("unit"), f"the value '{name}' has no unit", "fill in unit")
        return made

    def contradictions(self, row: Row) -> None:
        if not row.text("case"):
            self.found.registry.conflicts.append(self.contradiction(row, ""))
        elif case := self.case(row):
            case.conflicts.append(self.contradiction(row, case.id))

    def contradiction(self, row: Row, case: str) -> Contradiction:
        made = self.record(Contradiction, "contradictions", row)
        self.put(
            made,
            "id",
            self.local(row, "contradiction", case) if case else row.text("contradiction"),
            row.mark("contradiction"),
        )
        return made

    def third_looks(self, row: Row) -> None:
        case, coder = row.text("case"), row.text("coder")
        file = self.found.settlements.setdefault(case, SettlementFile(case, coder, marks=Marks(row.mark("case"))))
        if coder != file.coder:
            self.found.report(
                row.mark("coder"), f"third looks at '{case}' are by {file.coder} too", "one coder looks again at a case"
            )
        look = self.record(Settlement, "third_looks", row)
        self.put(look, "id", self.local(row, "third_look", case), row.mark("third_look"))
        settles = [name.removeprefix(f"{case}-") for name in parts(row.text("settles"))]
        self.put(look, "settles", settles, row.mark("settles"))
        file.settlements.append(look)

    def sections(self, row: Row) -> None:
        if source := self.owner(row, "source", "sources", "its source belongs into sources.csv"):
            source.sections.append(self.record(Section, "sections", row))

    def passages(self, row: Row) -> None:
        place = row.text("passage")
        if not place:
            return
        if not PLACE.match(place):
            hint = "write SOURCE:FROM-TO, as in miles-2011:2103-2107"
            self.found.report(row.mark("passage"), f"'{place}' is not a place in a source", hint)
        elif place in self.found.passages:
            self.found.report(row.mark("passage"), f"passage '{place}' stands twice", "delete one of the two rows")
        else:
            self.found.passages[place] = self.record(Passage, "passages", row)


def _head(sheet: Sheet) -> tuple[Any, int]:
    return Row(sheet.file, 1, {}).mark("")
