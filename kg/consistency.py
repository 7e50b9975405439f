"""Rules between records: countries, names and places that fit each other, units and directions of numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from kg.case import Case, Change, Figure, Measurement
from kg.corpus import Corpus
from kg.errors import Problem
from kg.fields import Record

ALIKE = 90  # of 100: the least likeness of two names that differ in spelling alone


def consistent(corpus: Corpus) -> Iterator[Problem]:
    """Every problem between records. Ids that are not known are passed over; they are reported elsewhere."""
    yield from consistent_across(corpus)
    yield from consistent_within(corpus, corpus)


def consistent_across(corpus: Corpus) -> Iterator[Problem]:
    """Problems that only show where all cases are seen together. Of a case it takes who has a part in it, and where."""
    yield from _people(corpus)
    yield from _organisations(corpus)
    for kind in ("organisation", "person"):
        yield from _alike(corpus, kind)


def consistent_within(own: Corpus, corpus: Corpus) -> Iterator[Problem]:
    """Problems of the records of `own`; `corpus` holds them and every registry entry that they lead to."""
    yield from _places(own, corpus)
    bodies, indicators = corpus.by_id("organisation"), corpus.by_id("indicator")
    for file, case in own.cases.items():
        yield from _case(file, case, bodies, indicators)


def _at(file: str, record: Record, name: str, message: str, hint: str) -> Problem:
    line, column = record.marks.get(name) or record.marks.get("id") or (1, 1)
    return Problem(file, line, column, message, hint)


def _people(corpus: Corpus) -> Iterator[Problem]:
    """A person works in the country of a case or organisation that they had a post in."""
    where: dict[str, set[str]] = {}
    bodies = corpus.by_id("organisation")
    posts = [
        (tenure.person, tenure.organisation, case.country)
        for _, case in corpus.entries("case")
        for tenure in case.people
    ]
    posts += [(person.id, post.organisation, "") for _, person in corpus.entries("person") for post in person.posts]
    for person, organisation, country in posts:
        body = bodies.get(organisation or "")
        where.setdefault(person, set()).update({country, (body and body.country) or ""} - {""})
    for file, person in corpus.entries("person"):
        known = where.get(person.id, set())
        if person.country and known and person.country not in known:
            hint = f"each case and organisation of this person is in {_or(known)}"
            yield _at(file, person, "country", f"{person.id} is in no country of their posts", hint)


def _organisations(corpus: Corpus) -> Iterator[Problem]:
    """An organisation is in the country of a case that it takes part in, unless it only pays."""
    where: dict[str, set[str]] = {}
    for _, case in corpus.entries("case"):
        for part in case.organisations:
            if part.role != "funder":
                where.setdefault(part.organisation, set()).add(case.country)
    for file, body in corpus.entries("organisation"):
        known = where.get(body.id, set())
        if body.country and known and body.country not in known:
            hint = f"each case that it takes part in is in {_or(known)}"
            yield _at(file, body, "country", f"{body.id} is in no country of its cases", hint)


def _places(own: Corpus, corpus: Corpus) -> Iterator[Problem]:
    """The code of a place starts with that of its country, and a case lies in places of its own country."""
    places = corpus.by_id("place")
    codes = {place.code for place in places.values() if place.kind == "country"}
    for file, place in own.entries("place"):
        country = _country(place.id, places)
        if place.code and country and place.code[:2] != country:
            hint = "correct the code, or the place that it is within"
            yield _at(file, place, "code", f"the code {place.code} is not of {country}, in which {place.id} lies", hint)
    for file, case in own.cases.items():
        for index, id in enumerate(case.places):
            country = _country(id, places)
            if country and country != case.country in codes and places[id].kind != "country":
                hint = "correct the place, what it is within, or the country"
                yield _at(file, case, f"places.{index}", f"{id} lies in {country}, the case in {case.country}", hint)


def _country(id: str, places: dict[str, Any]) -> str:
    """The code of the country around a place, or an empty text where there is none or the places go in a circle."""
    seen: set[str] = set()
    while id in places and id not in seen:
        seen.add(id)
        if places[id].kind == "country":
            return str(places[id].code or "")
        id = places[id].within or ""
    return ""


def _alike(corpus: Corpus, kind: str) -> Iterator[Problem]:
    """Two entries whose names differ by a letter or two are one thing under two spellings."""
    from rapidfuzz import fuzz, process

    by_numbers: dict[tuple[str, ...], list[tuple[str, str, Any]]] = {}
    for file, entry in corpus.entries(kind):
        for name in _names(entry):
            by_numbers.setdefault(_digits(name), []).append((name, file, entry))
    for named in by_numbers.values():
        names = [name for name, _, _ in named]
        for number, (name, _, one) in enumerate(named):
            for again, _, place in process.extract(name, names, scorer=fuzz.ratio, limit=None, score_cutoff=ALIKE):
                _, file, other = named[place]
                told = _letters(name) == _letters(one.name or "") == _letters(other.name or "")  # by kg/check.py
                if place > number and other is not one and not told:
                    hint = f"put the other spelling under also-known-as of '{one.id}', and delete this entry"
                    yield _at(file, other, "name", f"'{again}' is spelled almost as '{name}' of '{one.id}'", hint)


def _names(entry: Any) -> list[str]:
    own = getattr(entry, "name", None) or getattr(entry, "described_as", None)
    return [name.lower() for name in (own, *entry.also_known_as) if name]


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", name.lower())


def _digits(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d+", name))


def _case(file: str, case: Case, bodies: dict[str, Any], indicators: dict[str, Any]) -> Iterator[Problem]:
    for part in case.organisations:
        body = bodies.get(part.organisation)
        if body and body.name == case.name and part.role == "partner":
            hint = "give it the role that it has in its own work, such as lead or provider"
            yield _at(file, part, "role", f"'{case.name}' is made a partner of itself", hint)
    yield from _twice(file, case.organisations, ("organisation", "role"))
    yield from _twice(file, case.people, ("person", "post", "organisation"))
    for phase in case.phases:
        if phase.start and case.start and phase.start < case.start:
            yield _at(file, phase, "start", f"the phase starts before its case, in {case.start}", "correct one of them")
        if phase.end and case.end and phase.end > case.end:
            yield _at(file, phase, "end", f"the phase ends after its case, in {case.end}", "correct one of them")
    for figure in case.figures:
        yield from _unit(file, figure, figure.indicator, indicators)
    for finding in case.outcomes:
        for change in finding.changes:
            yield from _change(file, change, finding.stance, indicators)


def _twice(file: str, records: Iterable[Record], names: tuple[str, ...]) -> Iterator[Problem]:
    seen: set[tuple[Any, ...]] = set()
    for record in records:
        key = tuple(getattr(record, name) for name in names)
        if key in seen:
            shown = " ".join(str(part) for part in key if part)
            yield _at(file, record, names[0], f"'{shown}' stands twice in this case", "join the two records")
        seen.add(key)


def _change(file: str, change: Change, stance: str, indicators: dict[str, Any]) -> Iterator[Problem]:
    for measurement in (change.before, change.after, change.comparison):
        if measurement and measurement.unit != "PERCENT":
            yield from _unit(file, measurement, change.indicator, indicators)
    indicator = indicators.get(change.indicator)
    if change.currency and indicator and indicator.unit != f"CCY_{change.currency}":
        hint = f"correct one of them; the unit of {indicator.id} is {indicator.unit}"
        yield _at(file, change, "currency", f"{change.currency} is not the currency of the indicator", hint)
    wanted = {"improved": True, "worsened": False}.get(stance)
    if change.favourable not in (None, wanted) and wanted is not None and change.design != "projection":
        hint = "correct favourable, or the stance of the finding"
        yield _at(file, change, "favourable", f"the finding says {stance}, its number the opposite", hint)


def _unit(file: str, record: Figure | Measurement, id: str, indicators: dict[str, Any]) -> Iterator[Problem]:
    indicator = indicators.get(id)
    if indicator and record.unit != indicator.unit:
        hint = f"correct one of them; the unit of {id} is {indicator.unit}"
        yield _at(file, record, "unit", f"'{record.unit}' is not the unit of the indicator", hint)


def _or(countries: set[str]) -> str:
    return " or ".join(sorted(countries))
