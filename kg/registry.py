"""The records of the registry: bodies, people, places, indicators, sources, mention counts and events."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kg.case import Contradiction, Passage
from kg.fields import Record, count, flag, local_id, number, places_in_sources, records, ref, refs, table, text, year


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
