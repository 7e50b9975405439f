"""Printed numbers: each number that a record gives as printed must stand in the words of the passages it cites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

from kg.case import Case, Change, Contradiction, Figure, Phase, Tenure
from kg.coding import CodingFile
from kg.corpus import Corpus
from kg.errors import Problem
from kg.fields import Record
from kg.reader import Owner
from kg.registry import Event, Post, RegistryFile
from kg.sources.evidence import SourceText, Tally, words_at
from kg.sources.numerals import Number, folded, in_digits, numbers

_LINES = re.compile(r"\blines? \d+(?:-\d+)?")


@dataclass(frozen=True)
class Printed:
    """A number that a record gives as printed. `unit` is that of the record, "year", "points", or empty for a text."""

    record: Record = field(compare=False)
    name: str
    unit: str
    value: Decimal
    text: str
    places: tuple[str, ...]
    country: str = ""


# ---------------------------------------------------------------- What the records give as printed


def printed(owner: Owner) -> Iterator[Printed]:
    """Every number that a file gives as printed in a source; computed ones are left out."""
    if isinstance(owner, Case):
        yield from _of_case(owner)
    elif isinstance(owner, CodingFile):
        for finding in owner.outcomes:
            for text in finding.printed:
                yield Printed(finding, "printed", "", Decimal(0), text, tuple(finding.evidence))
    elif isinstance(owner, RegistryFile):
        yield from _of_registry(owner)


def _of_case(case: Case) -> Iterator[Printed]:
    yield from _years(case, case.known_from)
    cited: list[Tenure | Phase | Figure] = [*case.people, *case.phases, *case.figures]
    for record in cited:
        yield from of_record(record, case.country)
    for finding in case.outcomes:
        for change in finding.changes:
            yield from of_change(change, finding.evidence, case.country)


def of_record(record: Tenure | Phase | Figure, country: str) -> Iterator[Printed]:
    """The years of a post, a phase or a figure, and the value of a figure."""
    yield from _years(record, record.evidence)
    if isinstance(record, Figure) and not record.computed:
        yield _one(record, "value", record.unit, record.evidence, country)


def of_change(change: Change, places: list[str], country: str) -> Iterator[Printed]:
    """The numbers of a change; of a computed one its years and the values that it was worked out from."""
    yield from _years(change, places)
    for measurement in (change.before, change.after, change.comparison):
        if measurement:
            yield from _years(measurement, places)
            yield _one(measurement, "value", measurement.unit, places, country)
    if change.computed:
        return
    money = f"CCY_{change.currency}" if change.currency else "NUM"
    for name, unit in {"points": "points", "amount": money, "amount_low": money, "amount_high": money}.items():
        if getattr(change, name) is not None:
            yield _one(change, name, unit, places, country)
    if change.relative is not None:
        yield Printed(change, "relative", "PERCENT", abs(change.relative * 100), str(change.relative), tuple(places))


def _of_registry(registry: RegistryFile) -> Iterator[Printed]:
    dated: list[Event | Post] = [*registry.events, *(post for person in registry.people for post in person.posts)]
    for record in dated:
        yield from _years(record, record.evidence)
    for mention in registry.mentions:
        units = {"mentions": "NUM", "out_of": "NUM", "projects": "NUM", "percent_low": "PERCENT"}
        for name, unit in {**units, "percent_high": "PERCENT"}.items():
            if getattr(mention, name) is not None:
                yield _one(mention, name, unit, mention.evidence)


def _years(record: Record, places: list[str]) -> Iterator[Printed]:
    for name in ("start", "end"):
        if getattr(record, name) is not None:
            yield _one(record, name, "year", places)


def _one(record: Record, name: str, unit: str, places: list[str], country: str = "") -> Printed:
    value = getattr(record, name)
    return Printed(record, name, unit, abs(Decimal(value)), str(value), tuple(places), country)


# ---------------------------------------------------------------- Holding the one against the other


def verify_records(file: str, owner: Owner, texts: dict[str, SourceText]) -> Tally:
    """The printed numbers of one file in the passages that they cite. Where a source is missing, none is found.

    A number with a word such as "about" before it must be marked as approximate, and no other.
    """
    tally = Tally()
    for number in printed(owner):
        tally.total += 1
        words = [words_at(texts, place) for place in number.places if place.partition(":")[0] in texts]
        fault, hint = _fault(number, words)
        if not fault:
            tally.found += 1
        elif len(words) == len(number.places):
            line, column = number.record.marks.get(number.name, (1, 1))
            message = f"{number.name.replace('_', '-')}: {shown(number)} {fault} {', '.join(number.places)}"
            tally.problems.append(Problem(file, line, column, message, hint))
    return tally


def _fault(number: Printed, words: list[str]) -> tuple[str, str]:
    """What is wrong with a printed number and what to do, or two empty texts."""
    missing = "does not stand in", "correct it, or cite the passage that prints it"
    if not number.unit:
        literal = any(_holds(text, number.text) for text in words)
        return ("", "") if literal or _all_numbers(number.text, words) else missing
    fitting = [one for text in words for one in numbers(text) if _fits(number, one)]
    if not fitting:
        return missing
    rough = bool(getattr(number.record, "approximate", None))
    if number.unit == "year" or any(one.about in (None, rough) for one in fitting):
        return "", ""
    if rough:
        return "is marked as approximate, and no such word stands before it in", "delete approximate"
    return "is printed as a rough number in", "add approximate: true"


def shown(number: Printed) -> str:
    """A number as a person would write it: 58%, 2400000 USD, 10 YR."""
    if number.unit in ("", "year"):
        return number.text
    value = f"{number.value:f}"
    value = value.rstrip("0").rstrip(".") if "." in value else value
    return {"PERCENT": f"{value}%", "NUM": value}.get(number.unit, f"{value} {number.unit.removeprefix('CCY_')}")


def _holds(text: str, words: str) -> bool:
    """Whether a text holds the words as they are, white space and case aside."""
    return re.search(rf"(?<!\w){re.escape(folded(words))}(?!\w)", folded(text)) is not None


def _all_numbers(text: str, words: list[str]) -> bool:
    """Whether a text has numbers, and all of them stand, with their marks, in the other texts."""
    wanted, there = numbers(text), [one for other in words for one in numbers(other)]
    return bool(wanted) and all(_among(one, there) for one in wanted)


def _among(one: Number, there: Iterable[Number]) -> bool:
    return any(other.value == one.value and other.marks >= one.marks for other in there)


def _fits(number: Printed, one: Number) -> bool:
    """Whether a number read in a text is the one recorded, in its unit. A plain dollar is the case's country's."""
    if one.value != number.value:
        return False
    if number.unit == "CCY_USD":
        return "$" in one.marks and "CAD" not in one.marks and ("USD" in one.marks or number.country != "CA")
    if number.unit == "CCY_CAD":
        return "$" in one.marks and "USD" not in one.marks and ("CAD" in one.marks or number.country == "CA")
    if number.unit == "PERCENT":
        return "%" in one.marks and "points" not in one.marks
    needed = {"points": "points", "CCY_GBP": "GBP", "YR": "years", "KM": "KM"}.get(number.unit)
    return needed in one.marks if needed else "%" not in one.marks


# ---------------------------------------------------------------- Numbers in stories and notes


def verify_prose(file: str, owner: Owner, corpus: Corpus, texts: dict[str, SourceText]) -> Tally:
    """The numbers in digits that the story, summary, questions and notes of a case give, in the passages of the case.

    A number may also follow from two others of its sentence or note, be the year of a source that the case cites,
    or be the number of projects. Notes on computed numbers and on contradictions hold our own sums and are passed over.
    """
    tally = Tally()
    if isinstance(owner, RegistryFile):
        return tally
    id = owner.id if isinstance(owner, Case) else owner.case
    places = {place for _, other in corpus.files() if _case_of(other) == id for place in other.passages}
    here = sorted(place for place in places if place.partition(":")[0] in texts)
    years = {texts[place.partition(":")[0]].source.year for place in here}
    projects = sum(case.kind == "fellowship" for case in corpus.cases.values())
    there = [one for place in here for one in numbers(words_at(texts, place))]
    there += [Number(Decimal(year)) for year in (*years, projects) if year]
    for record, name, text in _prose(owner):
        plain = _LINES.sub("", text)
        for sentence in re.split(r"(?<=[.?!])\s", plain) if name == "story" else [plain]:
            for one in in_digits(sentence):
                tally.total += 1
                if _among(one, there) or _worked_out(one, numbers(sentence)):
                    tally.found += 1
                elif len(here) == len(places):
                    line, column = record.marks.get(name, (1, 1))
                    message = f"{name.replace('_', ' ')}: {one.printed} stands in no passage of {id}"
                    hint = "correct it, or cite the passage that prints it"
                    tally.problems.append(Problem(file, line, column, message, hint))
    return tally


def _case_of(owner: Owner) -> str:
    return owner.id if isinstance(owner, Case) else getattr(owner, "case", "")


def _prose(record: Record) -> Iterator[tuple[Record, str, str]]:
    """`(record, field, text)` for the prose of a record and of the records in it, in our own words."""
    if getattr(record, "computed", False) or isinstance(record, Contradiction):
        return
    for name in ("summary", "story", "note"):
        if text := getattr(record, name, None):
            yield record, name, text
    for question in getattr(record, "class_questions", []):
        yield record, "class_questions", question
    for name, kind in record.kinds().items():
        if kind.shape == "record":
            for inner in getattr(record, name) if kind.many else [getattr(record, name)]:
                if inner is not None:
                    yield from _prose(inner)


def _worked_out(one: Number, sentence: list[Number]) -> bool:
    """Whether a number is the sum, difference or product of two others of its sentence."""
    others = [other.value for other in sentence if other.value not in (one.value, 1)]
    return any(one.value in (a + b, abs(a - b), a * b) for a, b in combinations(others, 2))
