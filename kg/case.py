"""The records that case files and registry files hold, field by field.

Each field says how its text is read: the reader types it, the checker resolves it, the builder maps it. Keys in a file
are the field names with hyphens for underscores. `Ref("theme")` means an id of that list or kind.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar


@dataclass(frozen=True)
class Kind:
    """How one field is read. `shape` is one of text, id, year, count, number, flag, ref, place, record, table."""

    shape: str
    ref: str = ""
    record: type[Record] | None = None
    many: bool = False
    required: bool = False
    longest: int = 0


def _kind(**options: Any) -> Any:
    many = options.get("many") or options["shape"] == "table"
    default = {"default_factory": dict if options["shape"] == "table" else list} if many else {"default": None}
    return field(**default, metadata={"kind": Kind(**options)})


def text(required: bool = False, longest: int = 0, many: bool = False) -> Any:
    return _kind(shape="text", required=required, longest=longest, many=many)


def local_id() -> Any:
    return _kind(shape="id", required=True)


def year() -> Any:
    return _kind(shape="year")


def count(required: bool = False) -> Any:
    return _kind(shape="count", required=required)


def number(required: bool = False) -> Any:
    return _kind(shape="number", required=required)


def flag() -> Any:
    return _kind(shape="flag")


def ref(to: str, required: bool = False) -> Any:
    return _kind(shape="ref", ref=to, required=required)


def refs(to: str, required: bool = False) -> Any:
    return _kind(shape="ref", ref=to, many=True, required=required)


def places_in_sources(required: bool = True) -> Any:
    return _kind(shape="place", many=True, required=required)


def record(of: type[Record]) -> Any:
    return _kind(shape="record", record=of)


def records(of: type[Record]) -> Any:
    return _kind(shape="record", record=of, many=True)


def table(of: type[Record]) -> Any:
    return _kind(shape="table", record=of)


@dataclass
class Record:
    """A piece of a file. `marks` gives the (line, column) of each field, and of each item as `name.0`."""

    marks: dict[str, tuple[int, int]] = field(default_factory=dict, repr=False, compare=False, kw_only=True)

    @classmethod
    def kinds(cls) -> dict[str, Kind]:
        """Field name to `Kind`, in the order of the file."""
        return _kinds(cls)


_KINDS: dict[type, dict[str, Kind]] = {}


def _kinds(cls: type[Record]) -> dict[str, Kind]:
    if cls not in _KINDS:
        _KINDS[cls] = {f.name: f.metadata["kind"] for f in dataclasses.fields(cls) if "kind" in f.metadata}
    return _KINDS[cls]


@dataclass
class Passage(Record):
    """A stretch of whole lines of one source: positions in characters, and a digest, never the words."""

    start: int = count(required=True)
    end: int = count(required=True)
    digest: str = text(required=True)
    locator: str = text(required=True)


@dataclass
class Participation(Record):
    """An organisation's part in a case."""

    organisation: str = ref("organisation", required=True)
    role: str = ref("role", required=True)
    note: str | None = text()
    evidence: list[str] = places_in_sources()


@dataclass
class Tenure(Record):
    """A person's post, in a case or (in the registry) outside any case."""

    person: str = ref("person", required=True)
    post: str | None = text()
    organisation: str | None = ref("organisation")
    start: int | None = year()
    end: int | None = year()
    note: str | None = text()
    evidence: list[str] = places_in_sources()


@dataclass
class Phase(Record):
    """A stretch of a case's life with broadly one way of working."""

    id: str = local_id()
    name: str = text(required=True)
    start: int | None = year()
    end: int | None = year()
    note: str | None = text()
    evidence: list[str] = places_in_sources()


@dataclass
class Finding(Record):
    """What all findings share; see `ThemeFinding`, `BarrierFinding`, `OutcomeFinding`."""

    concept_list: ClassVar[str]
    stances: ClassVar[tuple[str, ...]]


@dataclass
class ThemeFinding(Finding):
    """How a theme stood in a case."""

    concept_list = "theme"
    stances = ("enacted", "advocated", "neglected", "obstructed")

    id: str = local_id()
    theme: str = ref("theme", required=True)
    stance: str = ref("stance", required=True)
    basis: str = ref("basis", required=True)
    said_by: list[str] = refs("person", required=True)
    phase: str | None = ref("phase")
    authority: str | None = ref("authority")
    method: str | None = ref("method")
    note: str = text(required=True)
    evidence: list[str] = places_in_sources()


@dataclass
class BarrierFinding(Finding):
    """How a barrier stood in a case."""

    concept_list = "barrier"
    stances = ("encountered", "anticipated", "overcome")

    id: str = local_id()
    barrier: str = ref("barrier", required=True)
    stance: str = ref("stance", required=True)
    basis: str = ref("basis", required=True)
    said_by: list[str] = refs("person", required=True)
    phase: str | None = ref("phase")
    note: str = text(required=True)
    evidence: list[str] = places_in_sources()


@dataclass
class Measurement(Record):
    """One value for one population and time, as the source prints it."""

    value: Decimal = number(required=True)
    unit: str = ref("unit", required=True)
    label: str | None = text()
    start: int | None = year()
    end: int | None = year()
    approximate: bool | None = flag()


@dataclass
class Change(Record):
    """A difference that a source reports, or that was computed from reported ones."""

    id: str = local_id()
    indicator: str = ref("indicator", required=True)
    design: str = ref("design", required=True)
    relative: Decimal | None = number()
    points: Decimal | None = number()
    before: Measurement | None = record(Measurement)
    after: Measurement | None = record(Measurement)
    comparison: Measurement | None = record(Measurement)
    amount: Decimal | None = number()
    amount_low: Decimal | None = number()
    amount_high: Decimal | None = number()
    currency: str | None = text()
    recurrence: str | None = ref("recurrence")
    start: int | None = year()
    end: int | None = year()
    favourable: bool | None = flag()
    computed: bool | None = flag()
    computed_from: list[str] = refs("change")
    may_overlap: list[str] = refs("change")
    approximate: bool | None = flag()
    note: str | None = text()


@dataclass
class OutcomeFinding(Finding):
    """A result said of a case, with its numbers."""

    concept_list = "outcome"
    stances = ("improved", "unchanged", "worsened")

    id: str = local_id()
    outcome: str = ref("outcome", required=True)
    stance: str = ref("stance", required=True)
    status: str = ref("status", required=True)
    basis: str = ref("basis", required=True)
    said_by: list[str] = refs("person", required=True)
    phase: str | None = ref("phase")
    note: str = text(required=True)
    evidence: list[str] = places_in_sources()
    changes: list[Change] = records(Change)


@dataclass
class Figure(Record):
    """A number that describes a case and is no result: members, staff, reach."""

    id: str = local_id()
    indicator: str = ref("indicator", required=True)
    value: Decimal = number(required=True)
    unit: str = ref("unit", required=True)
    label: str | None = text()
    start: int | None = year()
    end: int | None = year()
    computed: bool | None = flag()
    approximate: bool | None = flag()
    note: str | None = text()
    evidence: list[str] = places_in_sources()


@dataclass
class Contradiction(Record):
    """Two records that cannot both hold as printed; both stay."""

    id: str = local_id()
    between: list[str] = refs("record", required=True)
    note: str = text(required=True)


@dataclass
class Coding(Record):
    """Who read everything a source says about the case, and against which parts of the codebook."""

    coder: str = ref("coder", required=True)
    schemes: list[str] = refs("scheme", required=True)


@dataclass
class Case(Record):
    """One case file: its head, and its story and class questions from the prose below."""

    id: str = local_id()
    name: str = text(required=True, longest=160)
    also_known_as: list[str] = text(many=True)
    kind: str = ref("kind", required=True)
    tier: str = ref("documentation", required=True)
    part_of: str | None = ref("case")
    mandated: bool | None = flag()
    country: str = ref("country", required=True)
    places: list[str] = refs("place")
    policy_areas: list[str] = refs("area")
    service_users: list[str] = refs("group")
    start: int | None = year()
    end: int | None = year()
    summary: str = text(required=True, longest=200)
    known_from: list[str] = places_in_sources()
    organisations: list[Participation] = records(Participation)
    people: list[Tenure] = records(Tenure)
    phases: list[Phase] = records(Phase)
    themes: list[ThemeFinding] = records(ThemeFinding)
    barriers: list[BarrierFinding] = records(BarrierFinding)
    outcomes: list[OutcomeFinding] = records(OutcomeFinding)
    figures: list[Figure] = records(Figure)
    conflicts: list[Contradiction] = records(Contradiction)
    coding: Coding | None = record(Coding)
    passages: dict[str, Passage] = table(Passage)
    story: str = ""
    class_questions: list[str] = field(default_factory=list)

    @property
    def findings(self) -> list[Any]:
        """Theme, barrier and outcome findings, in that order."""
        return [*self.themes, *self.barriers, *self.outcomes]


@dataclass
class Organisation(Record):
    """A body named in a source. `kind` chooses its class."""

    id: str = local_id()
    name: str = text(required=True)
    also_known_as: list[str] = text(many=True)
    kind: str = ref("organisation-kind", required=True)
    country: str | None = ref("country")
    parent: str | None = ref("organisation")
    note: str | None = text()
    evidence: list[str] = places_in_sources()


@dataclass
class Post(Record):
    """A post that a person held outside the cases."""

    post: str = text(required=True)
    organisation: str | None = ref("organisation")
    start: int | None = year()
    end: int | None = year()
    note: str | None = text()
    evidence: list[str] = places_in_sources()


@dataclass
class Person(Record):
    """Somebody named, or described only by role, in a source."""

    id: str = local_id()
    name: str | None = text()
    also_known_as: list[str] = text(many=True)
    described_as: str | None = text()
    interviewed: bool | None = flag()
    country: str | None = ref("country")
    note: str | None = text()
    posts: list[Post] = records(Post)
    evidence: list[str] = places_in_sources()


@dataclass
class Place(Record):
    """A place, with the place it lies in."""

    id: str = local_id()
    name: str = text(required=True)
    also_known_as: list[str] = text(many=True)
    kind: str = ref("place-kind", required=True)
    within: str | None = ref("place")
    code: str | None = text()


@dataclass
class Indicator(Record):
    """What a number measures."""

    id: str = local_id()
    name: str = text(required=True)
    definition: str = text(required=True)
    unit: str = ref("unit", required=True)
    better: str = ref("direction", required=True)


@dataclass
class Section(Record):
    """A stretch of lines of a source that has a name people use."""

    name: str = text(required=True)
    lines: str = text(required=True)


@dataclass
class Source(Record):
    """A fixed text, known by its digest whatever its file is called."""

    id: str = local_id()
    number: str = text(required=True)
    title: str = text(required=True)
    authors: list[str] = refs("person")
    publisher: str | None = ref("organisation")
    year: int | None = year()
    sha256: str = text(required=True)
    lines: int = count(required=True)
    characters: int = count(required=True)
    note: str | None = text()
    sections: list[Section] = records(Section)


@dataclass
class Coder(Record):
    """Who made the coded records."""

    id: str = local_id()
    name: str = text(required=True)
    note: str | None = text()


@dataclass
class Mention(Record):
    """How many of the interviewees the report says spoke of something; it says nothing of any one case."""

    id: str = local_id()
    of: str = ref("countable", required=True)
    mentions: int | None = count()
    out_of: int | None = count()
    projects: int | None = count()
    percent_low: Decimal | None = number()
    percent_high: Decimal | None = number()
    approximate: bool | None = flag()
    note: str | None = text()
    evidence: list[str] = places_in_sources()


@dataclass
class Event(Record):
    """Something in the story of the sources themselves: fieldwork, a publication, an influence."""

    id: str = local_id()
    name: str = text(required=True)
    kind: str = ref("event-kind", required=True)
    people: list[str] = refs("person")
    organisations: list[str] = refs("organisation")
    sources: list[str] = refs("source")
    start: int | None = year()
    end: int | None = year()
    note: str = text(required=True)
    evidence: list[str] = places_in_sources()


@dataclass
class RegistryFile(Record):
    """One file of `cases/registry/`; each holds the list that its name says."""

    organisations: list[Organisation] = records(Organisation)
    people: list[Person] = records(Person)
    places: list[Place] = records(Place)
    indicators: list[Indicator] = records(Indicator)
    sources: list[Source] = records(Source)
    coders: list[Coder] = records(Coder)
    mentions: list[Mention] = records(Mention)
    events: list[Event] = records(Event)
    evidence: list[str] = places_in_sources(required=False)
    conflicts: list[Contradiction] = records(Contradiction)
    passages: dict[str, Passage] = table(Passage)
