"""Every table of an export with its columns. Names are promises: columns are added at the end and never renamed."""

from __future__ import annotations

from dataclasses import replace

from kg.case import (
    Case,
    Change,
    Contradiction,
    Figure,
    Measurement,
    OutcomeFinding,
    Participation,
    Passage,
    Phase,
    Tenure,
    ThemeFinding,
)
from kg.coding import CodingFile, Settlement, SettlementFile
from kg.exports.columns import ABOUT, Column, Link, Table, of, own
from kg.exports.registry_layout import (
    CODEBOOK,
    CODERS,
    EVENTS,
    INDICATORS,
    MENTIONS,
    ORGANISATIONS,
    PEOPLE,
    PLACES,
    SECTIONS,
    SOURCES,
)

MEASUREMENTS = ("before", "after", "comparison")

CASES = Table(
    "cases",
    "A row for each case: an undertaking with its own aim and partners, or a part of one",
    (
        *of(
            Case,
            "case=id name kind documented=tier part_of country places policy_areas service_users"
            " start_year=start end_year=end mandated",
            {
                "kind": "fellowship (one of the 47 projects), part, or comparator",
                "documented": "How much the sources say of it: described, named or listed",
                "places": "Where it works",
                "policy_areas": "Fields of policy",
                "service_users": "Whom it serves",
                "mandated": "Whether a central authority required it",
            },
        ),
        own("coded", "flag", "Whether a coder read all sources for it; else nothing may be concluded from silence"),
        own("findings", "count", "How many findings all coders have of it"),
        *of(Case, "summary"),
        own("coders", "ref", "Who coded it, the coder of the case file first", ref="coder", many=True),
        own("things_found", "count", "How many different things the findings that count say of it"),
        *of(Case, "also_known_as known_from", {"known_from": "The passages that tell of it"}),
        own("lists_read", "ref", ABOUT["lists_read"] + "; the first coder's", ref="scheme", many=True),
        own("story", "text", "What happened, in our own words"),
        own("class_questions", "text", "Open questions for a class", many=True),
    ),
    ("case",),
)

RECONCILED = (
    own("reconciliation", "ref", "What came of holding the codings against each other", ref="reconciliation"),
    own("reconciled_basis", "ref", "The basis on which it counts; empty where it was set aside", ref="basis"),
)

FINDINGS = Table(
    "findings",
    "A row for each finding: what a passage says about a case, as one coder has it",
    (
        own("finding", "id", "The finding: case, further coder, number", required=True),
        own("case", "ref", ABOUT["case"], ref="case", required=True),
        own("list", "ref", "The list of the codebook: theme, barrier or outcome", ref="scheme", required=True),
        own("concept", "ref", "The entry of that list, in codebook", required=True),
        *of(OutcomeFinding, "stance", {"stance": "How it stood: enacted, neglected, encountered, improved …"}),
        own("status", "ref", "Of outcomes: whether measured, claimed, preliminary or a forecast", ref="status"),
        *of(
            OutcomeFinding,
            "basis said_by phase",
            {
                "basis": "Who makes the claim: stated, author-assessment, or inferred by the coder",
                "said_by": "Whose view the source reports",
            },
        ),
        *of(
            ThemeFinding,
            "authority method",
            {
                "authority": "Of insisting: where its authority came from",
                "method": "The method by which the theme was practised",
            },
        ),
        *of(OutcomeFinding, "note evidence"),
        own("locators", "text", "The same passages, in words", many=True),
        own("coder", "ref", ABOUT["coder"], ref="coder", required=True),
        *RECONCILED,
        *of(OutcomeFinding, "printed", {"printed": "Figures that a further coder noted as printed"}),
    ),
    ("finding",),
    (Link(("list", "concept"), "codebook", ("list", "concept")), Link(("case", "phase"), "phases", ("case", "phase"))),
)


def _of_measurement(name: str) -> tuple[Column, ...]:
    """What is told of the value before, the value after or that of a comparison group, where there is such a value."""
    fields = {"unit": "unit", "label": "label", "start_year": "start", "end_year": "end", "approximate": "approximate"}
    kinds = Measurement.kinds()
    return tuple(
        Column(f"{name}_{column}", ABOUT[column], replace(kinds[field], required=False), f"{name}.{field}")
        for column, field in fields.items()
    )


OUTCOMES = Table(
    "outcomes",
    "A row for each number of an outcome: a change, a saving or a single figure",
    (
        own("change", "id", "The number: finding and change", required=True),
        own("finding", "ref", "The finding that it belongs to", ref="finding", required=True),
        own("case", "ref", ABOUT["case"], ref="case", required=True),
        own("outcome", "ref", "The outcome type of the finding", ref="outcome"),
        own("stance", "ref", "Whether it improved, worsened or stayed", ref="stance"),
        own("status", "ref", "Whether it was measured, claimed, preliminary or a forecast", ref="status"),
        *of(
            Change,
            "indicator design",
            {"design": "What the number is compared with, if anything; never compare across designs"},
        ),
        own("before", "number", "The earlier value"),
        own("after", "number", "The later value, or that of the group served"),
        own("comparison", "number", "The value of the comparison group"),
        own("unit", "ref", "The unit of these values", ref="unit"),
        *of(
            Change,
            "relative points amount amount_low amount_high currency recurrence start_year=start end_year=end favourable"
            " computed computed_from approximate note",
            {
                "relative": "Change as a signed fraction",
                "points": "Change in percentage points",
                "amount": "Money saved",
                "amount_low": "Lower end of a range of money",
                "amount_high": "Upper end of a range of money",
                "currency": "Currency of the money; never add across currencies",
                "recurrence": "What the money stands for: once, per year …; never add across them",
                "favourable": "Whether it went the way that was wanted",
                "computed_from": "The records that it was worked out from",
            },
        ),
        own("coder", "ref", ABOUT["coder"], ref="coder", required=True),
        *RECONCILED,
        *of(Change, "may_overlap", {"may_overlap": "Numbers that may count the same money twice"}),
        *(column for name in MEASUREMENTS for column in _of_measurement(name)),
    ),
    ("change",),
)

PARTICIPATIONS = Table(
    "participations",
    "A row for each part that an organisation plays in a case",
    (
        own("participation", "id", "Case, organisation and role", required=True),
        own("case", "ref", ABOUT["case"], ref="case", required=True),
        *of(Participation, "organisation role note evidence", {"role": "Its part: lead, partner, funder …"}),
    ),
    ("participation",),
)

POSTS = Table(
    "posts",
    "A row for each post that a person held, in a case or outside them",
    (
        own("tenure", "id", "Case, person, post and organisation", required=True),
        own("case", "ref", "The case; empty for a post outside the cases", ref="case"),
        *of(
            Tenure,
            "person post organisation start_year=start end_year=end note evidence",
            {"post": "The post, as the source has it"},
        ),
    ),
    ("tenure",),
)

PHASES = Table(
    "phases",
    "A row for each phase: a stretch of a case's life with broadly one way of working",
    (
        own("case", "ref", ABOUT["case"], ref="case", required=True),
        *of(Phase, "phase=id name start_year=start end_year=end note evidence", {"phase": "Its id within the case"}),
    ),
    ("case", "phase"),
)

FIGURES = Table(
    "figures",
    "A row for each number that describes a case and is no result of it",
    (
        own("figure", "id", "Case and number", required=True),
        own("case", "ref", ABOUT["case"], ref="case", required=True),
        *of(
            Figure,
            "indicator value unit label start_year=start end_year=end computed approximate note evidence",
            {"value": "The number"},
        ),
    ),
    ("figure",),
)

CODINGS = Table(
    "codings",
    "A row for each full reading of a case by one coder",
    (
        *of(CodingFile, "case coder lists_read=schemes"),
        own("first", "flag", "Whether it is the coding of the case file itself, which alone has numbers of outcomes"),
    ),
    ("case", "coder"),
)

THIRD_LOOKS = Table(
    "third_looks",
    "A row for each third look at findings on which two codings differ",
    (
        own("third_look", "id", "Case and number", required=True),
        *of(SettlementFile, "case coder", {"coder": "Who looked again"}),
        own("settles", "ref", "The findings looked at", ref="finding", many=True, required=True),
        *of(Settlement, "verdict note evidence", {"verdict": "upheld, set-aside or open"}),
    ),
    ("third_look",),
)

CONTRADICTIONS = Table(
    "contradictions",
    "A row for each pair of records that cannot both hold as printed; both stay",
    (
        own("contradiction", "id", "Case and number", required=True),
        own("case", "ref", "The case; empty where it is between counts of interviewees", ref="case"),
        *of(Contradiction, "between note", {"between": "The two records, by their ids within the case"}),
    ),
    ("contradiction",),
)

PASSAGES = Table(
    "passages",
    "A row for each passage cited: where it stands in a source, never its words",
    (
        own("passage", "id", "The passage: source, first and last line", required=True),
        own("source", "ref", "The source", ref="source", required=True),
        own("from_line", "count", "Its first line, counted from 1", required=True),
        own("to_line", "count", "Its last line", required=True),
        *of(
            Passage,
            "start_char=start end_char=end digest locator",
            {
                "start_char": "Where it starts, in Unicode characters from 0",
                "end_char": "The place after its last character",
                "digest": "First 16 digits of the SHA-256 of its words, white space folded",
                "locator": "The place in words",
            },
        ),
    ),
    ("passage",),
)

TABLES = (
    CASES,
    FINDINGS,
    OUTCOMES,
    PARTICIPATIONS,
    POSTS,
    PHASES,
    FIGURES,
    CODINGS,
    THIRD_LOOKS,
    CONTRADICTIONS,
    PASSAGES,
    ORGANISATIONS,
    PEOPLE,
    PLACES,
    INDICATORS,
    SOURCES,
    SECTIONS,
    CODERS,
    MENTIONS,
    EVENTS,
    CODEBOOK,
)
BY_NAME = {table.name: table for table in TABLES}
