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
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.case import Case, Coding, Figure, Finding, Passage
from kg.coding import CodingFile, Settlement, SettlementFile
from kg.corpus import Corpus, evidence_of
from kg.fields import Kind, Record
from kg.reconcile import Coded, coded, coders, codings, verdicts
from kg.registry import RegistryFile, Source
from kg.sources.evidence import SourceText, locate, parse_place

MARK = "synthetic"
WARNING = "Made up by a program to measure speed. It tells of nothing that happened."
KEEP = 0.5  # the share of findings that keep the entry and stance of their frame
TRIES = 8  # draws for a finding on something that the case has no finding on yet
LISTS = {"theme": "themes", "barrier": "barriers", "outcome": "outcomes"}
LETTER = {"theme": "t", "barrier": "b", "outcome": "o"}
KEPT_TEXTS = {"currency", "lines"}  # texts that are codes
FILLER = (
    "a made up sentence stands here so that the text is as long as those of real cases and says nothing of anybody "
    "while words follow each other in some order that a machine has drawn and no reader should look for a meaning in "
)
LINE = "Line {number:05d} of the made-up text {id}, which tells of nothing at all."


@dataclass(frozen=True)
class Group:
    """All that was found in one case on one entry with one stance, by every coder.

    `settled` are the findings that a third look judged, with its `verdict` and the places that it read again.
    """

    members: list[Coded]
    settled: frozenset[str]
    verdict: str
    evidence: list[str]

    @property
    def list(self) -> str:
        return str(self.members[0].finding.concept_list)


@dataclass(frozen=True)
class Frame:
    """A real case with what was found in it, group by group, its further codings, and who read it for each list."""

    case: Case
    groups: list[Group]
    codings: list[CodingFile]
    readers: dict[str, set[str]]


class Real:
    """The real cases as what synthetic ones are drawn from."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.bodies, self.people = corpus.by_id("organisation"), corpus.by_id("person")
        self.sources = corpus.by_id("source")
        self.judge = next((file.coder for file in corpus.settlements.values()), "")
        self.frames = [self._frame(case) for case in corpus.cases.values()]
        self.pool = {name: [g for f in self.frames for g in f.groups if g.list == name] for name in LISTS}

    @property
    def size(self) -> int:
        """How many cases a whole block has."""
        return len(self.frames)

    @cached_property
    def families(self) -> list[list[Frame]]:
        """Cases with their parts, each whole before its parts."""
        above = {frame.case.id: frame.case.part_of for frame in self.frames}

        def path(id: str) -> list[str]:
            return [*(path(above[id]) if above[id] else []), id]

        families: dict[str, list[Frame]] = {}
        for frame in sorted(self.frames, key=lambda frame: path(frame.case.id)):
            families.setdefault(path(frame.case.id)[0], []).append(frame)
        return [*families.values()]

    def _frame(self, case: Case) -> Frame:
        looked = verdicts(self.corpus, case.id)
        places = {
            name: settlement.evidence
            for file in self.corpus.settlements.values()
            if file.case == case.id
            for settlement in file.settlements
            for name in settlement.settles
        }
        groups: dict[Any, list[Coded]] = {}
        for one in coded(self.corpus, case.id):
            groups.setdefault(one.unit, []).append(one)
        made = []
        for members in groups.values():
            settled = [one.name for one in members if one.name in looked]
            first = settled[0] if settled else ""
            made.append(Group(members, frozenset(settled), looked.get(first, ""), places.get(first, [])))
        readers = {name: coders(self.corpus, case.id, name) for name in LISTS}
        return Frame(case, made, [*codings(self.corpus, case.id)], readers)


def block(real: Real, number: int, seed: int = 0, cases: int | None = None) -> Corpus:
    """One block of cases with their registry entries, codings and third looks; `cases` where it is not a whole one."""
    return _Block(real, number, seed, real.size if cases is None else cases).corpus


def _text(id: str, lines: int) -> str:
    """The made-up text of a synthetic source."""
    return "\n".join(LINE.format(number=number, id=id) for number in range(1, lines + 1))


class _Block:
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
        filled = _Filling(self, frame)
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


class _Filling:
    """One frame filled: groups drawn, given ids, and told apart by coder."""

    def __init__(self, maker: _Block, frame: Frame) -> None:
        self.maker, self.frame, self.random = maker, frame, maker.random
        self.phases = [phase.id for phase in frame.case.phases]
        findings = [one.finding for group in frame.groups for one in group.members]
        phased = sum(1 for finding in findings if getattr(finding, "phase", None))
        self.phased = phased / len(findings) if findings else 0
        self.own: dict[str, str] = {}  # findings of the real case that stay, by what they are called now
        self.made: dict[str, list[Finding]] = {}
        self.counts: dict[tuple[str, str], int] = {}
        self.settled: list[tuple[list[str], Group]] = []
        self._fill()

    @property
    def own_coder(self) -> str:
        return self.frame.case.coding.coder if self.frame.case.coding else ""

    def _fill(self) -> None:
        kept, drawn = self._drawn()
        for group in kept:
            self._take(group, True)
        for group in drawn:
            self._take(group, False)

    def _drawn(self) -> tuple[list[Group], list[Group]]:
        kept = [group for group in self.frame.groups if self.random.random() < KEEP]
        taken = {group.members[0].unit for group in kept}
        drawn = []
        for list in LISTS:
            wanted = sum(g.list == list for g in self.frame.groups) - sum(g.list == list for g in kept)
            for _ in range(wanted):
                for _ in range(TRIES):
                    group = self.random.choice(self.maker.real.pool[list])
                    if group.members[0].unit not in taken:
                        taken.add(group.members[0].unit)
                        drawn.append(group)
                        break
        return kept, drawn

    def _take(self, group: Group, own: bool) -> None:
        settled, readers = [], self.frame.readers[group.list]
        for one in group.members:
            coder = "" if one.name == one.finding.id else one.coder
            if (coder or self.own_coder) in readers:
                name = self._finding(one, coder, own)
                if one.name in group.settled:
                    settled.append(name)
        if settled and len(readers) > 1:
            self.settled.append((settled, group))

    def _finding(self, one: Coded, coder: str, own: bool) -> str:
        finding = one.finding
        list = finding.concept_list
        self.counts[coder, list] = self.counts.get((coder, list), 0) + 1
        id = f"{LETTER[list]}{self.counts[coder, list]}"
        name = f"{coder}-{id}" if coder else id
        before = self.maker.factor
        if own:
            self.own[one.name] = name
        else:
            self.maker.factor = self.maker._factor()
        more: dict[str, Any] = {"id": id, "phase": self._phase(finding, own)}
        if hasattr(finding, "printed"):
            more["printed"] = [str(self.random.randint(2, 999)) for _ in finding.printed]
        made = self.maker.again(finding, **more)
        self.made.setdefault(coder, []).append(made)
        self.maker.factor = before
        return name

    def _phase(self, finding: Any, own: bool) -> str | None:
        if own or not self.phases:
            return finding.phase if own else None
        return self.random.choice(self.phases) if self.random.random() < self.phased else None

    def case(self, id: str) -> Case:
        """The case file's record."""
        like = self.frame.case
        number = id.removeprefix(f"{MARK}-")
        aliases = [f"Synthetic case {number}, name {n}" for n, _ in enumerate(like.also_known_as, 2)]
        known = {
            "organisations": [self._tied(part, "organisation") for part in like.organisations],
            "people": [self._tied(tenure, "person") for tenure in like.people],
            "part_of": like.part_of and self.maker.ids["case", like.part_of],
            "coding": like.coding and Coding(coder=like.coding.coder, schemes=[*like.coding.schemes]),
            "conflicts": [],
        }
        names = {"id": id, "name": f"Synthetic case {number}", "also_known_as": aliases}
        summary = f"Synthetic case {number}. {WARNING}"
        made = self.maker.again(like, **names, summary=summary, **known, **self._found(""))
        made.story = f"{WARNING} {self.maker.text(len(like.story) - len(WARNING))}"
        made.class_questions = [self.maker.text(len(question)) for question in like.class_questions]
        for finding in made.outcomes:
            self._refer(finding, {figure.id for figure in made.figures})
        made.conflicts = [*self._conflicts(made)]
        return made

    def _tied(self, record: Any, kind: str) -> Any:
        """A part played, or a post held: it shows in which country the organisation or person may be."""
        country = "" if getattr(record, "role", "") == "funder" else self.frame.case.country
        self.maker.id(kind, getattr(record, kind), country)
        return self.maker.again(record)

    def _found(self, coder: str) -> dict[str, list[Finding]]:
        made = self.made.get(coder, [])
        return {name: [f for f in made if f.concept_list == list] for list, name in LISTS.items()}

    def _refer(self, finding: Any, figures: set[str]) -> None:
        """Numbers of a finding lead to numbers that are there still."""
        here = {change.id for change in finding.changes}
        for change in finding.changes:
            for field in ("computed_from", "may_overlap"):
                names = [self._renamed(name, here, figures) for name in getattr(change, field)]
                setattr(change, field, [name for name in names if name])
            if change.computed and not change.computed_from:
                change.computed = None

    def _renamed(self, name: str, here: set[str], figures: set[str]) -> str:
        if name in here or name in figures:
            return name
        finding, _, rest = name.partition("-")
        return f"{self.own[finding]}-{rest}" if rest and finding in self.own else ""

    def _conflicts(self, made: Case) -> Iterator[Any]:
        records = [record.id for record in (*made.findings, *made.figures)]
        for conflict in self.frame.case.conflicts:
            if len(records) > 1:
                pair = self.random.sample(records, 2)
                yield self.maker.again(conflict, id=conflict.id, between=pair)

    def codings(self, id: str) -> Iterator[CodingFile]:
        """The records of the further codings."""
        for like in self.frame.codings:
            yield CodingFile(case=id, coder=like.coder, schemes=[*like.schemes], **self._found(like.coder))

    def settlements(self, id: str) -> SettlementFile | None:
        """The record of the third looks, where there is any."""
        made = [
            Settlement(
                id=f"s{n}",
                settles=names,
                verdict=group.verdict,
                note=self.maker.text(120),
                evidence=[self.maker.place(place) for place in group.evidence],
            )
            for n, (names, group) in enumerate(self.settled, 1)
        ]
        return SettlementFile(case=id, coder=self.maker.real.judge, settlements=made) if made else None
