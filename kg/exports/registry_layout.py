"""The tables of the registry and of the codebook; see `kg/exports/layout.py`."""

from __future__ import annotations

from kg.exports.columns import Table, of, own
from kg.registry import Coder, Event, Indicator, Mention, Organisation, Person, Place, Section, Source

ORGANISATIONS = Table(
    "organisations",
    "A row for each organisation that the sources name",
    of(
        Organisation,
        "organisation=id name also_known_as kind country parent note evidence",
        {"organisation": "Its id", "parent": "The larger body that it is a unit of"},
    ),
    ("organisation",),
)

PEOPLE = Table(
    "people",
    "A row for each person whom the sources name or describe",
    of(
        Person,
        "person=id name also_known_as described_as interviewed country note evidence",
        {
            "person": "The id",
            "name": "The name; empty where the sources leave the person unnamed",
            "described_as": "How an unnamed person is described",
            "interviewed": "Whether the author met the person for the report",
        },
    ),
    ("person",),
)

PLACES = Table(
    "places",
    "A row for each place",
    of(
        Place,
        "place=id name also_known_as kind within code",
        {"place": "Its id", "within": "The next larger place", "code": "ISO 3166 code"},
    ),
    ("place",),
)

INDICATORS = Table(
    "indicators",
    "A row for each thing that numbers measure",
    of(
        Indicator,
        "indicator=id name definition unit better",
        {"indicator": "Its id", "definition": "What it counts", "better": "Which direction is wanted"},
    ),
    ("indicator",),
)

SOURCES = Table(
    "sources",
    "A row for each source text, known by its digest; the text itself is not here",
    of(
        Source,
        "source=id number title authors publisher year sha256 lines characters note",
        {
            "source": "Its id",
            "number": "Its number",
            "title": "Its title",
            "authors": "Who wrote it",
            "publisher": "Who published it",
            "year": "When it came out",
            "sha256": "SHA-256 of its bytes",
            "lines": "How many lines it has",
            "characters": "How many Unicode characters it has",
        },
    ),
    ("source",),
)

SECTIONS = Table(
    "sections",
    "A row for each named stretch of a source",
    (
        own("source", "ref", "The source", ref="source", required=True),
        *of(Section, "section=name lines", {"section": "What it is called", "lines": "Its first and last line"}),
    ),
    ("source", "section", "lines"),
)

CODERS = Table(
    "coders",
    "A row for each coder",
    of(Coder, "coder=id name note", {"coder": "The id"}),
    ("coder",),
)

MENTIONS = Table(
    "mentions",
    "A row for each count of interviewees who spoke of something, as the report prints it; it says nothing of any case",
    of(
        Mention,
        "mention=id of mentions out_of projects percent_low percent_high approximate note evidence",
        {
            "mention": "Its id",
            "of": "What they spoke of: list and entry",
            "mentions": "How many people",
            "out_of": "Out of how many",
            "projects": "How many projects",
            "percent_low": "Lower end of a printed range of per cent",
            "percent_high": "Upper end of a printed range of per cent",
        },
    ),
    ("mention",),
)

EVENTS = Table(
    "events",
    "A row for each event in the story of the sources themselves",
    of(
        Event,
        "event=id name kind people organisations sources start_year=start end_year=end note evidence",
        {
            "event": "Its id",
            "people": "Who took part",
            "organisations": "Which bodies took part",
            "sources": "The sources it belongs to",
        },
    ),
    ("event",),
)

CODEBOOK = Table(
    "codebook",
    "A row for each entry of the codebook, list by list",
    (
        own("list", "text", "The list: theme, barrier, outcome, stance, basis …", required=True),
        own("concept", "id", "The id of the entry within its list", required=True),
        own("notation", "text", "Its short code"),
        own("label", "text", "What it is called", required=True),
        own("definition", "text", "What it means", required=True),
        own("when_to_code", "text", "What a passage must say to be coded so"),
        own("when_not_to_code", "text", "What looks like it and is not"),
        own("phrases", "text", "Words that people use for it", many=True),
    ),
    ("list", "concept"),
)
