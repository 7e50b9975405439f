"""The reconciled coding: what each finding counts for once the codings of its case are held against each other.

The unit of comparison is a case with an entry of the codebook, a stance, and for outcomes whether they had come. Two
coders agree on a unit where each has a finding for it; the passages and the number of findings may differ. A finding
keeps its basis where coders agree on the unit and on whether it is said outright. It is the coder's reading, and so
*possible*, where only one of them found it or only one says that the source says it, unless a third look settled it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.case import AS_STATED
from kg.coding import CodingFile
from kg.corpus import Corpus

Unit = tuple[str, str, str, bool]


@dataclass(frozen=True)
class Reconciled:
    """What became of a finding: one of the ids of the codebook's list `reconciliation`, and the basis that counts.

    `basis` is `None` for a finding that was set aside: it stays in the graph and counts for nothing.
    """

    reconciliation: str
    basis: str | None


@dataclass(frozen=True)
class Coded:
    """A finding as one coder made it. `name` is its id within the case: `t1`, or `coder-2-t1` for a further coder."""

    name: str
    coder: str
    finding: Any

    @property
    def unit(self) -> Unit:
        """What the finding is compared on: list, entry, stance, and for outcomes whether it had come."""
        finding = self.finding
        entry = getattr(finding, finding.concept_list)
        return finding.concept_list, entry, finding.stance, getattr(finding, "status", None) != "forecast"


def coded(corpus: Corpus, case: str) -> list[Coded]:
    """Every finding of a case by every coder, the case file's own first."""
    found = [
        Coded(f.id, owner.coding.coder if owner.coding else "", f)
        for owner in corpus.cases.values()
        if owner.id == case
        for f in owner.findings
    ]
    for coding in codings(corpus, case):
        found += [Coded(f"{coding.coder}-{f.id}", coding.coder, f) for f in coding.findings]
    return found


def codings(corpus: Corpus, case: str) -> Iterator[CodingFile]:
    """The further codings of a case."""
    return (coding for coding in corpus.codings.values() if coding.case == case)


def coders(corpus: Corpus, case: str, scheme: str) -> set[str]:
    """Who read everything on a case against one list of the codebook."""
    own = {c.coding.coder for c in corpus.cases.values() if c.id == case and c.coding and scheme in c.coding.schemes}
    return own | {coding.coder for coding in codings(corpus, case) if scheme in coding.schemes}


def verdicts(corpus: Corpus, case: str) -> dict[str, str]:
    """What third looks say of findings of a case, by the name of the finding."""
    return {
        name: settlement.verdict
        for file in corpus.settlements.values()
        if file.case == case
        for settlement in file.settlements
        for name in settlement.settles
    }


def reconcile(corpus: Corpus) -> dict[str, Reconciled]:
    """What every finding counts for, by case and name as in its IRI: `bernalillo-jdai-t1`."""
    settled: dict[str, Reconciled] = {}
    for case in corpus.cases.values():
        found, looked = coded(corpus, case.id), verdicts(corpus, case.id)
        for one in found:
            alone = len(coders(corpus, case.id, one.finding.concept_list)) < 2
            settled[f"{case.id}-{one.name}"] = (
                Reconciled("one-coding", one.finding.basis) if alone else _settle(one, found, looked.get(one.name, ""))
            )
    return settled


def agreed(one: Coded, found: Iterable[Coded]) -> bool:
    """Whether another coder has a finding for the same unit, and as outright."""
    others = _others(one, found)
    return bool(others) and (one.finding.basis not in AS_STATED or bool(others & set(AS_STATED)))


def _others(one: Coded, found: Iterable[Coded]) -> set[str]:
    """The bases of other coders' findings for the unit of a finding."""
    return {other.finding.basis for other in found if other.coder != one.coder and other.unit == one.unit}


def _settle(one: Coded, found: list[Coded], verdict: str) -> Reconciled:
    if agreed(one, found):
        return Reconciled("agreed", one.finding.basis)
    if verdict == "set-aside":
        return Reconciled("set-aside", None)
    if verdict == "upheld":
        return Reconciled("upheld", one.finding.basis)
    return Reconciled("basis-differs" if _others(one, found) else "one-coder", "inferred")
