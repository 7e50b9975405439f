"""How a frame is filled: findings drawn from all cases, given ids, and told apart by coder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from frames import LISTS, Frame, Group

from kg.case import Case, Coding, Finding
from kg.coding import CodingFile, Settlement, SettlementFile
from kg.reconcile import Coded

if TYPE_CHECKING:
    from synthetic import Block

MARK = "synthetic"
WARNING = "Made up by a program to measure speed. It tells of nothing that happened."
KEEP = 0.5  # the share of findings that keep the entry and stance of their frame
TRIES = 8  # draws for a finding on something that the case has no finding on yet
LETTER = {"theme": "t", "barrier": "b", "outcome": "o"}


class Filling:
    """One frame filled: groups drawn, given ids, and told apart by coder."""

    def __init__(self, maker: Block, frame: Frame) -> None:
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
