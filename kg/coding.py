"""The records of further codings of a case, and of the third looks that settle where codings differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg.case import BarrierFinding, OutcomeFinding, Passage, ThemeFinding
from kg.fields import Record, local_id, places_in_sources, records, ref, refs, table, text


@dataclass
class CodingFile(Record):
    """One coder's full reading of one case, made without looking at another coder's."""

    case: str = ref("case", required=True)
    coder: str = ref("coder", required=True)
    schemes: list[str] = refs("scheme", required=True)
    themes: list[ThemeFinding] = records(ThemeFinding)
    barriers: list[BarrierFinding] = records(BarrierFinding)
    outcomes: list[OutcomeFinding] = records(OutcomeFinding)
    passages: dict[str, Passage] = table(Passage)

    @property
    def findings(self) -> list[Any]:
        """Theme, barrier and outcome findings, in that order."""
        return [*self.themes, *self.barriers, *self.outcomes]


@dataclass
class Settlement(Record):
    """A third look at the passage behind findings on which two codings differ, and what it says of them."""

    id: str = local_id()
    settles: list[str] = refs("finding", required=True)
    verdict: str = ref("verdict", required=True)
    note: str = text(required=True)
    evidence: list[str] = places_in_sources()


@dataclass
class SettlementFile(Record):
    """All third looks at one case."""

    case: str = ref("case", required=True)
    coder: str = ref("coder", required=True)
    settlements: list[Settlement] = records(Settlement)
    passages: dict[str, Passage] = table(Passage)
