"""The records of a case file, field by field; see `kg/fields.py` for how a field is declared."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from kg.fields import (
    Record,
    count,
    flag,
    local_id,
    number,
    places_in_sources,
    record,
    records,
    ref,
    refs,
    table,
    text,
    year,
)

AS_STATED = ("stated", "author-assessment")  # bases under which the source itself makes the claim


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
    printed: list[str] = text(many=True)
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
