"""Synthetic cases in the likeness of the real ones: the same shape, and nothing of what was found.

They come in blocks. A block is drawn as if it were another body of cases from other sources: each real case lends its
frame once (kind, level, country, places, phases, who takes part, who read it), and what fills the frame is drawn from
all cases. Half of a case's findings keep the entry, stance and basis of their frame, so that what goes together still
does; the other half come from any case, so that no two cases are alike. A finding is drawn with what every coder made
of it and with its third look. So every share, every quantile and every skew is that of the real graph, read from its
files at run time.

Names, notes and stories are made up, numbers are changed, people, organisations and sources are the block's own, and
every id begins with `synthetic-`. Passages are lines of a made-up text of the same length as the real source.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from filling import MARK, WARNING, Filling
from frames import Frame, Real

from kg.case import Figure, Passage
from kg.corpus import Corpus, evidence_of
from kg.fields import Kind, Record
from kg.registry import RegistryFile, Source
from kg.sources.evidence import SourceText, locate, parse_place

KEPT_TEXTS = {"currency", "lines"}  # texts that are codes
FILLER = (
    "a made up sentence stands here so that the text is as long as those of real cases and says nothing of anybody "
    "while words follow each other in some order that a machine has drawn and no reader should look for a meaning in "
)
LINE = "Line {number:05d} of the made-up text {id}, which tells of nothing at all."


def block(real: Real, number: int, seed: int = 0, cases: int | None = None) -> Corpus:
    """One block of cases with their registry entries, codings and third looks; `cases` where it is not a whole one."""
    return Block(real, number, seed, real.size if cases is None else cases).corpus


def _text(id: str, lines: int) -> str:
    """The made-up text of a synthetic source."""
    return "\n".join(LINE.format(number=number, id=id) for number in range(1, lines + 1))


class Block:
    """Makes a block. Ids of real things are turned into ids of its own as they are met."""

    def __init__(self, real: Real, number: int, seed: int, cases: int) -> None:
        self.real, self.whole = real, cases >= real.size
        self.random = random.Random(f"{seed}/{number}")
        self.name = f"{number:05d}"
        self.first = number * real.size
        self.shift, self.factor, self.told = 0, Decimal(1), 0
        self.ids: dict[tuple[str, str], str] = {}
        self.order: dict[str, list[str]] = {"organisation": [], "person": []}
        self.countries: dict[str, set[str]] = {}
        self.texts: dict[str, SourceText] = {}
        self.file = f"cases/registry/{MARK}-{self.name}.yaml"
        self.registry = RegistryFile()
        self.corpus = Corpus(registry={self.file: self.registry})
        self.chosen = self._frames(cases)
        for place, frame in enumerate(self.chosen):
            self.ids["case", frame.case.id] = f"{MARK}-{self.first + place:06d}"
        for frame in self.chosen:
            self.shift = self.random.randint(-4, 4)
            self.factor = self._factor()
            self._add(frame)
        self.shift = 0
        self._entries()
        for _, owner in self.corpus.files():
            owner.passages = self._passages(owner)

    def _frames(self, cases: int) -> list[Frame]:
        families = [*self.real.families]
        self.random.shuffle(families)
        return [frame for family in families for frame in family][:cases]

    def _add(self, frame: Frame) -> None:
        id = self.ids["case", frame.case.id]
        filled = Filling(self, frame)
        self.corpus.cases[f"cases/{id}.md"] = filled.case(id)
        for coding in filled.codings(id):
            self.corpus.codings[f"cases/codings/{coding.coder}/{id}.yaml"] = coding
        if settlements := filled.settlements(id):
            self.corpus.settlements[f"cases/settlements/{id}.yaml"] = settlements

    def _factor(self) -> Decimal:
        """What numbers are multiplied with: never one, and never more, so that no percentage gets too large."""
        return Decimal(self.random.randint(40, 95)) / 100

    def again(self, record: Any, **given: Any) -> Any:
        """A record with everything in it that is somebody's made up anew."""
        values = {
            name: value if value in (None, [], {}) else self._value(record, name, value, kind)
            for name, kind in record.kinds().items()
            if name not in given
            for value in [getattr(record, name)]
        }
        return type(record)(**values, **given)

    def _value(self, record: Record, name: str, value: Any, kind: Kind) -> Any:
        if kind.shape == "table":
            return {}
        if kind.many:
            return [self._one(record, name, one, kind) for one in value]
        return self._one(record, name, value, kind)

    def _one(self, record: Record, name: str, value: Any, kind: Kind) -> Any:
        if kind.shape == "record":
            return self.again(value)
        if kind.shape == "place":
            return self.place(value)
        if kind.shape == "text":
            return value if name in KEPT_TEXTS else self.text(len(value))
        if kind.shape == "year":
            return value + self.shift
        if kind.shape == "number":
            return self._number(record, name, value)
        return self.id(kind.ref, value) if kind.shape == "ref" and kind.ref in ("organisation", "person") else value

    def _number(self, record: Any, name: str, value: Decimal) -> Decimal:
        """Another number; a relative change that follows from two values stays, as all values change alike."""
        if name == "relative" and (record.computed or record.before or record.after):
            return value
        made = value * self.factor
        return max(made.quantize(value), Decimal(1)) if isinstance(record, Figure) else made

    def text(self, length: int) -> str:
        """A text of about that length that stands nowhere else."""
        self.told += 1
        head = f"Made-up text {self.name}-{self.told}"
        wanted = length - len(head) - 2
        if wanted < 10:
            return head
        start = self.random.randrange(len(FILLER))
        more = FILLER[start:] + FILLER * (wanted // len(FILLER) + 1)
        return f"{head}: {more[:wanted].strip()}."

    def place(self, place: str) -> str:
        """The same lines of the block's own source."""
        source, first, last = parse_place(place)
        number = [*self.real.sources].index(source) + 1
        own = f"{MARK}-{self.name}-source-{number}"
        if own not in self.texts:
            self._source(own, self.real.sources[source])
        return f"{own}:{first}-{last}"

    def _source(self, id: str, like: Source) -> None:
        text = _text(id, like.lines)
        sections = [replace(section, name=f"Section {n}") for n, section in enumerate(like.sections, 1)]
        made = Source(
            id=id,
            number=id,
            title=f"Synthetic source {self.name}, {id[-1]}",
            authors=[self.id("person", author) for author in like.authors],
            publisher=like.publisher and self.id("organisation", like.publisher),
            year=like.year,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            lines=like.lines,
            characters=len(text),
            note=WARNING,
            sections=sections,
        )
        self.registry.sources.append(made)
        self.texts[id] = SourceText(made, Path(id), text)

    def id(self, kind: str, real: str, country: str = "") -> str:
        """The block's own organisation or person for a real one, in the order in which they are met."""
        if (kind, real) not in self.ids:
            self.order[kind].append(real)
            self.ids[kind, real] = f"{MARK}-{self.name}-{kind}-{len(self.order[kind]):03d}"
        if country:
            self.countries.setdefault(self.ids[kind, real], set()).add(country)
        return self.ids[kind, real]

    def _entries(self) -> None:
        """The registry entries of all organisations and people that were met, and of those that these lead to."""
        made = 0
        while made < sum(map(len, self.order.values())):
            made = 0
            for kind, entries in (("organisation", self.registry.organisations), ("person", self.registry.people)):
                for real in self.order[kind][len(entries) :]:
                    entries.append(self._entry(kind, real))
                made += len(entries)

    def _entry(self, kind: str, real: str) -> Any:
        like = (self.real.bodies if kind == "organisation" else self.real.people)[real]
        id = self.ids[kind, real]
        tail = id.removeprefix(f"{MARK}-{self.name}-{kind}-")
        called = f"Synthetic {kind} {self.name}-{tail}"
        names = {"name": called if like.name else None}
        if kind == "person":
            names["described_as"] = None if like.name else called
        seen = self.countries.get(id, set())
        kept = self.whole or like.country in seen or not (seen or getattr(like, "posts", []))
        aliases = [f"{called}-{n}" for n, _ in enumerate(like.also_known_as, 1)]
        return self.again(like, id=id, **names, also_known_as=aliases, country=like.country if kept else None)

    def _passages(self, owner: Any) -> dict[str, Passage]:
        places = sorted({place for _, place, _ in evidence_of(owner)}, key=parse_place)
        return {place: self._passage(place) for place in places}

    def _passage(self, place: str) -> Passage:
        source, first, last = parse_place(place)
        return locate(self.texts[source], first, last)
