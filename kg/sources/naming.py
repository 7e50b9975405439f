"""Names: whoever a record names must stand near the passages that it cites.

A person's name stands in the passages of their own entry, and their surname near a passage of each case in which they
hold a post or speak. An organisation goes under other words as well, so half of the words of one of its names are
enough. Authors speak in their own texts without naming themselves; people without a name are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from kg.case import Case
from kg.corpus import Corpus
from kg.errors import Problem
from kg.fields import Record
from kg.reader import Owner
from kg.registry import Organisation, Person, RegistryFile
from kg.sources.evidence import SourceText, Tally, parse_place, words_at

AROUND = 10
_SMALL_WORDS = {"a", "an", "and", "at", "by", "for", "from", "in", "its", "of", "on", "the", "to", "with"}
_STEM = 5  # letters of a word that count: "departmental" and "departments" are alike


@dataclass(frozen=True)
class Named:
    """Somebody whom a record names, and the places near which the name must stand."""

    record: Record = field(compare=False)
    mark: str
    id: str
    places: tuple[str, ...]


def verify_names(file: str, owner: Owner, corpus: Corpus, texts: dict[str, SourceText]) -> Tally:
    """The names that the records of one file use, near their passages. Where a source is missing, none is found."""
    tally = Tally()
    people, organisations = corpus.by_id("person"), corpus.by_id("organisation")
    for named in _named(owner, corpus):
        entry = people.get(named.id) or organisations.get(named.id)
        if entry is None or (isinstance(entry, Person) and not entry.name):
            continue
        tally.total += 1
        places = [place for place in named.places if place.partition(":")[0] in texts]
        if len(places) < len(named.places):
            continue
        if _writes(entry, places, texts) or _stands(entry, named.record is entry, places, texts):
            tally.found += 1
            continue
        line, column = named.record.marks.get(named.mark) or named.record.marks.get("id") or (1, 1)
        message = f"{named.mark.partition('.')[0].replace('_', '-')}: {entry.name} is not named near {_some(places)}"
        tally.problems.append(Problem(file, line, column, message, "correct it, or cite the passage that names it"))
    return tally


def _named(owner: Owner, corpus: Corpus) -> Iterator[Named]:
    if isinstance(owner, RegistryFile):
        entries: list[Person | Organisation] = [*owner.people, *owner.organisations]
        for entry in entries:
            yield Named(entry, "name", entry.id, tuple(entry.evidence))
        return
    around = tuple(_family(owner.id if isinstance(owner, Case) else owner.case, corpus))
    if isinstance(owner, Case):
        for part in owner.organisations:
            yield Named(part, "organisation", part.organisation, tuple(part.evidence))
        for tenure in owner.people:
            yield Named(tenure, "person", tenure.person, (*tenure.evidence, *around))
    for finding in getattr(owner, "findings", []):
        for index, person in enumerate(finding.said_by):
            yield Named(finding, f"said_by.{index}", person, (*finding.evidence, *around))


def _family(case: str, corpus: Corpus) -> list[str]:
    """The places that tell of a case or of a larger case that it is part of, by whichever coder."""
    wholes = {one.id: one.part_of for one in corpus.cases.values()}
    ids: list[str] = []
    here: str | None = case
    while here and here not in ids:
        ids.append(here)
        here = wholes.get(here)
    owners = [(one.id if isinstance(one, Case) else getattr(one, "case", ""), one) for _, one in corpus.files()]
    return sorted({place for id, one in owners if id in ids for place in one.passages})


def _writes(entry: Person | Organisation, places: Iterable[str], texts: dict[str, SourceText]) -> bool:
    """Whether somebody is an author of a source cited."""
    return any(entry.id in texts[place.partition(":")[0]].source.authors for place in places)


def _stands(entry: Person | Organisation, own: bool, places: list[str], texts: dict[str, SourceText]) -> bool:
    names = [name for name in (entry.name, *entry.also_known_as) if name]
    if isinstance(entry, Organisation):
        there = {word[:_STEM] for place in places for word in _near(texts, place)}
        return any(_share(name, there) >= 0.5 for name in names)
    if own:
        words = [" ".join(_words(words_at(texts, place))) for place in places]
        return any(f" {' '.join(_words(name))} " in f" {text} " for name in names for text in words)
    return any(_words(name)[-1] in _near(texts, place) for name in names for place in places)


def _share(name: str, there: set[str]) -> float:
    wanted = {word[:_STEM] for word in _words(name)} - _SMALL_WORDS
    return len(wanted & there) / max(1, len(wanted))


def _near(texts: dict[str, SourceText], place: str) -> frozenset[str]:
    """The words of a place and of the lines around it."""
    source, first, last = parse_place(place)
    return _words_of(texts[source], max(1, first - AROUND), last + AROUND)


@lru_cache(maxsize=4096)
def _words_of(text: SourceText, first: int, last: int) -> frozenset[str]:
    return frozenset(_words("\n".join(text.lines[first - 1 : last])))


def _words(text: str) -> list[str]:
    """The words of a text in small letters, without apostrophes and the s of the genitive."""
    return re.findall(r"[^\W_]+", re.sub(r"['\u2019](s\b)?", "", text.lower()))


def _some(places: list[str]) -> str:
    return ", ".join(places[:3]) + (f" and {len(places) - 3} more" if len(places) > 3 else "")
