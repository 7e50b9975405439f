"""The profile of cases: how many of what each has, which shares, how skewed; of the real ones and of synthetic ones."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from kg.corpus import Corpus, evidence_of
from kg.reconcile import reconcile

Profile = dict[str, float]


def profile(corpora: Iterable[Corpus]) -> Profile:
    """Means, quantiles and shares over the cases of all parts, which are worked through one after the other."""
    tally = _Tally()
    for corpus in corpora:
        tally.add(corpus)
    return tally.profile()


def side_by_side(real: Corpus, synthetic: Iterable[Corpus]) -> str:
    """Both profiles as a table."""
    one, other = profile([real]), profile(synthetic)
    lines = [f"{'':<56}{'real':>10}{'synthetic':>12}"]
    lines += [f"{name:<56}{one.get(name, 0):>10.3f}{other.get(name, 0):>12.3f}" for name in sorted({*one, *other})]
    return "\n".join(lines)


class _Tally:
    """Numbers of each case, and counts of each kind of thing, by measure."""

    def __init__(self) -> None:
        self.numbers: dict[str, list[int]] = {}
        self.counts: dict[str, Counter[str]] = {}

    def add(self, corpus: Corpus) -> None:
        """Take in all cases of a corpus."""
        codings = {(coding.case, coding.coder): coding for coding in corpus.codings.values()}
        for case in corpus.cases.values():
            findings = case.findings
            changes = [change for finding in case.outcomes for change in finding.changes]
            further = [f for (id, _), coding in codings.items() if id == case.id for f in coding.findings]
            sizes = {
                "themes": case.themes,
                "barriers": case.barriers,
                "outcomes": case.outcomes,
                "findings of further coders": further,
                "phases": case.phases,
                "changes": changes,
                "figures": case.figures,
                "organisations": case.organisations,
                "people": case.people,
                "places": case.places,
                "policy areas": case.policy_areas,
                "passages": case.passages,
                "characters of story": case.story,
            }
            for name, found in sizes.items():
                self.number(f"{name} of a case", len(found))
            for name, value in self.facts(case):
                self.count(name, value)
            for finding in (*findings, *further):
                self.finding(finding)
            self.number("theme pairs of a case", len({*combinations(sorted({f.theme for f in case.themes}), 2)}))
        self.skew(corpus)
        for settled in reconcile(corpus).values():
            self.count("findings, reconciled as", settled.reconciliation)
        for file in corpus.settlements.values():
            for settlement in file.settlements:
                self.count("third looks", settlement.verdict)

    def facts(self, case: Any) -> Iterator[tuple[str, str]]:
        """Facts of record as `(measure, value)`."""
        yield "cases by kind", case.kind
        yield "cases by level", case.tier
        yield "cases by country", case.country
        for name, values in (("policy area", case.policy_areas), ("service users", case.service_users)):
            yield from ((f"cases by {name}", value) for value in values)

    def finding(self, finding: Any) -> None:
        """Count what a finding says."""
        list = finding.concept_list
        self.count(f"{list} findings on", getattr(finding, list))
        self.count(f"{list} findings by stance", finding.stance)
        self.count(f"{list} findings by basis", finding.basis)
        for name in ("status", "authority", "method"):
            if hasattr(finding, name):
                self.count(f"{list} findings by {name}", getattr(finding, name) or "none")
        self.count(f"{list} findings in", "a phase" if finding.phase else "no phase")
        self.number("passages of a finding", len(finding.evidence))

    def skew(self, corpus: Corpus) -> None:
        """How unevenly cases lie on organisations, and findings on passages."""
        bodies = Counter(id for case in corpus.cases.values() for id in {p.organisation for p in case.organisations})
        places = Counter(place for _, owner in corpus.files() for _, place, _ in evidence_of(owner) if _own(owner))
        for name, found in (("cases of an organisation", bodies), ("records of a passage", places)):
            for number in found.values():
                self.number(name, number)

    def number(self, name: str, value: int) -> None:
        self.numbers.setdefault(name, []).append(value)

    def count(self, name: str, value: str) -> None:
        self.counts.setdefault(name, Counter())[value] += 1

    def profile(self) -> Profile:
        """Mean and quantiles of each number; the share of each value."""
        found: Profile = {}
        for name, numbers in self.numbers.items():
            ordered = sorted(numbers)
            found[f"{name}: mean"] = statistics.mean(ordered)
            for share in (10, 50, 90, 99):
                found[f"{name}: {share} in 100"] = ordered[min(len(ordered) * share // 100, len(ordered) - 1)]
        for name, counts in self.counts.items():
            total = counts.total()
            found |= {f"{name} {value}: share": number / total for value, number in counts.items()}
        return found


def _own(owner: Any) -> bool:
    """Whether a file tells of a case; the registry stands apart."""
    return not hasattr(owner, "organisations") or hasattr(owner, "tier")
