"""What would change an answer: which of its cases hang on one finding or one coder, and what other readings would add.

Two findings of one unit by two coders are one finding made twice. So a condition hangs on a *single finding* where no
coder made more than one for it, and on *one coder* where all findings for it are by the same coder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg.answers import Answer
from kg.conditions import CERTAIN
from kg.evidence import Evidence, Support, supports
from kg.store import Store


@dataclass(frozen=True)
class Footing:
    """What one case of an answer rests on: the conditions that hang on one finding, on one coder, or on silence."""

    case: str
    name: str
    answer: str
    single_finding: list[str]
    one_coder: list[str]
    silence: list[str]

    @property
    def firm(self) -> bool:
        """Certain, with several findings by several coders for every condition."""
        return self.answer == "certain" and not (self.single_finding or self.one_coder or self.silence)

    def as_dict(self) -> dict[str, Any]:
        return {**self.__dict__, "firm": self.firm}


@dataclass(frozen=True)
class Robustness:
    """The footing of each case, and the cases that would join the certain ones under two other readings.

    `if_possible_is_yes`: a coder's reading is taken as said, silence is not. `if_silence_is_no`: what no source states
    is taken as not so, a coder's reading stays a reading. Ids of cases, in the order of the answer.
    """

    footings: list[Footing]
    if_possible_is_yes: list[str]
    if_silence_is_no: list[str]

    def as_dict(self) -> dict[str, Any]:
        return {**self.__dict__, "footings": [footing.as_dict() for footing in self.footings]}


def robustness(store: Store, answer: Answer) -> Robustness:
    """Test an answer: what each of its cases rests on, and what would join it."""
    levels = {h.facts.id: "certain" for h in answer.certain} | {h.facts.id: "possible" for h in answer.possible}
    found = supports(store, answer.reading, list(levels))
    footings, if_yes, if_no = [], [], []
    for case, groups in found.items():
        footings.append(_footing(case, store.cases[case].name, levels[case], groups))
        if levels[case] == "certain":
            continue
        if all(group.evidence or group.level == CERTAIN for group in groups):
            if_yes.append(case)
        if all(group.level == CERTAIN or not group.evidence for group in groups):
            if_no.append(case)
    return Robustness(footings, if_yes, if_no)


def _footing(case: str, name: str, level: str, groups: list[Support]) -> Footing:
    single, lone, silent = [], [], []
    for group in groups:
        findings = [e for e in group.evidence if e.finding]
        if findings:
            if max(_by_coder(findings).values()) == 1:
                single.append(group.condition)
            if len(_by_coder(findings)) == 1:
                lone.append(group.condition)
        elif group.level != CERTAIN:
            silent.append(group.condition)
    return Footing(case, name, level, single, lone, silent)


def _by_coder(findings: list[Evidence]) -> dict[str, int]:
    """How many findings each coder made."""
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.coder] = counts.get(finding.coder, 0) + 1
    return counts
