"""Evidence: the findings and facts behind an answer, with who says so, where, and how sure that makes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.case import AS_STATED
from kg.conditions import (
    CERTAIN,
    CONTRARY,
    DEFAULT_STANCE,
    POSSIBLE,
    VIA_FINDING,
    Condition,
    Reading,
    fact,
    record_level,
)
from kg.namespaces import expand, local_name
from kg.store import Store

_FEW = 5  # reading the findings of all cases takes as long as looking up one in so many
_BASIS_ORDER = {"stated": 0, "author-assessment": 1, "inferred": 2}
NOT_STATED = "not stated in the source"
FACT_OF_RECORD = "a fact of record"
CONTESTED = "Other findings on it say the contrary."
SPOKEN_OF = "findings speak of it, and none says that it was so or was not so"


@dataclass(frozen=True)
class Evidence:
    """One reason why a case meets a condition: a finding with its place, or a fact of record.

    `basis` is what the coder gave the finding, `counts_as` the basis on which it counts once codings were compared, and
    `agreement` the label of what became of it then ("Both coders", "One coder only").
    """

    condition: str
    case: str
    finding: str | None
    basis: str
    stance: str | None
    note: str
    speaker: str
    source: str
    locator: str
    phase: str = ""
    coder: str = ""
    agreement: str = ""
    counts_as: str = ""

    @property
    def outright(self) -> bool:
        """Whether it makes a condition certain by itself: a fact of record, or a finding that counts as outright."""
        return self.finding is None or self.counts_as in AS_STATED

    def as_dict(self) -> dict[str, Any]:
        return dict(self.__dict__)


@dataclass(frozen=True)
class Support:
    """All that speaks for one group of conditions in one case, and the level it makes: `CERTAIN` or `POSSIBLE`.

    `evidence` is what makes this level, and empty where the case is in the answer by silence or by a lack of records.
    """

    condition: str
    level: int
    evidence: list[Evidence]


def best(store: Store, reading: Reading, cases: Sequence[str]) -> Iterator[list[Evidence]]:
    """For each of some cases one piece of evidence for each group of a reading, the best supported."""
    evidence = _Evidence(store, reading, cases)
    return (evidence.of(case) for case in cases)


def supports(store: Store, reading: Reading, cases: Sequence[str]) -> dict[str, list[Support]]:
    """For each case of an answer, the support of each group of its reading."""
    evidence = _Evidence(store, reading, cases)
    return {case: [evidence.support(case, group) for group in reading.groups] for case in cases}


class _Evidence:
    """Looks up the evidence of some cases of an answer, condition by condition."""

    def __init__(self, store: Store, reading: Reading, cases: Sequence[str]) -> None:
        self.store, self.reading = store, reading
        self.units = _units(store, cases)
        self.spoken: dict[Condition, set[str]] = {}
        self.disputed: dict[Condition, set[str]] = {}
        by_finding = (*DEFAULT_STANCE, *VIA_FINDING)
        self.found = {
            c: _speaking(store, c, self.units) if c.list in by_finding else self.facts(c) for c in reading.conditions
        }

    def of(self, case: str) -> list[Evidence]:
        """One piece for each group: of conditions joined by `or`, the best supported."""
        pieces = []
        for group in self.reading.groups:
            options = [(self.level(c, e), e) for c in group for e in self.found[c].get(case, [])]
            silent = [self.silence(case, c) for c in group if c.negated]
            if options:
                level, best = min(options, key=lambda option: (-option[0], *_strength(option[1], case)))
                disputed = level == POSSIBLE and best.outright and not group[0].negated
                pieces.append(replace(best, note=f"{best.note} {CONTESTED}") if disputed else best)
            else:
                pieces.append(silent[0] if silent else self.record(case, group[0]))
        return pieces

    def support(self, case: str, group: list[Condition]) -> Support:
        """All the evidence for a group that makes the best level it has."""
        name = " or ".join(c.describe() for c in group)
        options = [(self.level(c, e), e) for c in group for e in self.found[c].get(case, [])]
        if not options:
            return Support(name, max(record_level(c) for c in group), [])
        best = max(level for level, _ in options)
        return Support(name, best, [e for level, e in options if level == best])

    def facts(self, condition: Condition) -> dict[str, list[Evidence]]:
        """What speaks for a fact: the passages of the part played, or those that tell of a case it holds of."""
        if condition.negated:
            return {}
        patterns = {
            "organisation": f"?r cw:participant {condition.curie} ; cw:participationIn ?unit ; cw:hasEvidence ?p",
            "person": f"?r cw:heldBy {condition.curie} ; cw:tenureIn ?unit ; cw:hasEvidence ?p",
        }
        known = f"{fact(condition).replace('?case', '?unit')} ?unit cw:knownFrom ?p"
        pattern = patterns.get(condition.list, known)
        rows = self.store.graph.rows(
            f"""SELECT ?unit ?note ?source ?locator WHERE {{ {self.units} {pattern} .
                  ?p cw:inSource ?s ; cw:locator ?locator ; cw:startChar ?start . ?s rdfs:label ?source .
                  {"OPTIONAL { ?r cw:note ?note }" if "?r " in pattern else ""} }} ORDER BY ?unit ?source ?start"""
        )
        found: dict[str, list[Evidence]] = {}
        for unit, note, source, locator in rows:
            item = Evidence(
                condition.describe(),
                local_name(unit),
                None,
                "record",
                None,
                note or FACT_OF_RECORD,
                "",
                source,
                locator,
            )
            for whole in self.store.wholes.get(unit, ()):
                found.setdefault(local_name(whole), []).append(item)
        return found

    def record(self, case: str, condition: Condition) -> Evidence:
        return Evidence(condition.describe(), case, None, "record", None, FACT_OF_RECORD, "", "", "")

    def silence(self, case: str, condition: Condition) -> Evidence:
        if condition.list in VIA_FINDING:
            note = f"{NOT_STATED}: a full reading found nothing on it"
            return Evidence(condition.describe(), case, None, "not stated", None, note, "", "", "")
        if not condition.is_coded:
            return Evidence(condition.describe(), case, None, "record", None, "no such record", "", "", "")
        spoken = case in self.spoken_of(condition)
        note = f"{NOT_STATED}: " + (SPOKEN_OF if spoken else "a full reading found nothing on it")
        return Evidence(condition.describe(), case, None, "not stated", None, note, "", "", "")

    def level(self, condition: Condition, evidence: Evidence) -> int:
        """What a piece of evidence by itself makes of its condition: certain or possible."""
        if evidence.finding is None:
            return CERTAIN
        disputed = condition.is_coded and evidence.case in self.contested(condition)
        return CERTAIN if evidence.outright and not disputed else POSSIBLE

    def contested(self, condition: Condition) -> set[str]:
        """Cases on which findings about one unit disagree, for the entry of a condition."""
        if condition not in self.disputed:
            rows = self.store.graph.rows(f"SELECT ?case WHERE {{ ?case cw:contests {condition.curie} }}")
            self.disputed[condition] = {local_name(case) for (case,) in rows}
        return self.disputed[condition]

    def spoken_of(self, condition: Condition) -> set[str]:
        """Cases with some finding on an entry, whatever it says."""
        if condition not in self.spoken:
            units = [unit for unit, _ in _read_findings(self.store, condition, ALL_STANCES, self.units)]
            self.spoken[condition] = {local_name(whole) for unit in units for whole in self.store.wholes.get(unit, ())}
        return self.spoken[condition]


_STANCES = {
    "cw:enactsTheme": ["enacted"],
    "cw:advocatesTheme": ["advocated"],
    "cw:neglectsTheme": ["neglected"],
    "cw:obstructedTheme": ["obstructed"],
    "cw:metBarrier": ["encountered", "overcome"],
    "cw:overcameBarrier": ["overcome"],
    "cw:anticipatesBarrier": ["anticipated"],
    "cw:achieved": ["improved"],
    "cw:expectsOutcome": ["forecast"],
    "cw:leftUnchanged": ["unchanged"],
    "cw:worsenedOutcome": ["worsened"],
}


def findings_for(store: Store, condition: Condition, cases: Sequence[str]) -> dict[str, list[Evidence]]:
    """Findings that speak for a condition (or, where it is negated, for its contrary), parts included, by case.

    Every one of `cases` that has such a finding is there; others may be.
    """
    return _speaking(store, condition, _units(store, cases))


def _speaking(store: Store, condition: Condition, units: str) -> dict[str, list[Evidence]]:
    if condition.list in VIA_FINDING:
        stances = set() if condition.negated else {"enacted"}
    else:
        shortcuts = CONTRARY.get(condition.shortcut, ()) if condition.negated else (condition.shortcut,)
        stances = {s for shortcut in shortcuts for s in _STANCES[shortcut]}
    found: dict[str, list[Evidence]] = {}
    for unit, item in _read_findings(store, condition, stances, units):
        for whole in store.wholes.get(unit, ()):
            found.setdefault(local_name(whole), []).append(item)
    return found


def few(store: Store, cases: int) -> bool:
    """Whether looking up so many cases one by one takes less time than reading the findings of all."""
    return _FEW * cases <= len(store.cases)


def _units(store: Store, cases: Sequence[str]) -> str:
    """SPARQL that holds `?unit` to some cases and their parts; nothing where reading all cases takes no longer."""
    if not few(store, len(cases)):
        return ""
    units = dict.fromkeys(unit for case in cases for unit in store.units[expand(f"case:{case}")])
    return f"VALUES ?unit {{ {' '.join(f'<{unit}>' for unit in units)} }}"


ALL_STANCES = {stance for stances in _STANCES.values() for stance in stances}


def _stance(stance: str, status: str) -> str:
    """A stance as shortcuts know it: an improvement that is only hoped for is a forecast; other hopes are nothing."""
    if status != "forecast":
        return stance
    return "forecast" if stance == "improved" else ""


def _strength(evidence: Evidence, case: str) -> tuple[int, bool, bool, int, str]:
    """The order of evidence, best first: by the basis that counts; a finding that has this basis of itself before one
    that was taken down to it; the case itself before its parts; the case file, whose ids are short, before others.
    """
    finding = evidence.finding or ""
    basis = _BASIS_ORDER.get(evidence.counts_as, 3)
    return basis, evidence.basis != evidence.counts_as, evidence.case != case, len(finding), finding


def _read_findings(store: Store, condition: Condition, stances: set[str], units: str) -> list[tuple[str, Evidence]]:
    """Findings on the entry of a condition in one of some stances, in the order of their ids, each with its case.

    `units` is SPARQL that says which cases are wanted (`_units`).

    Short queries and not one: some stores plan a long one for seconds, and an OPTIONAL reads what all findings have.
    """
    chosen = f"{units} ?finding {VIA_FINDING.get(condition.list, 'cw:concerns')} {condition.curie} ; cw:about ?unit"
    told = _told(store, chosen)
    statuses = _of_findings(store, chosen, "cw:hasClaimStatus ?value")
    phases = _of_findings(store, chosen, "cw:inPhase ?phase . ?phase rdfs:label ?value")
    found: dict[str, tuple[str, Evidence]] = {}
    for row in store.graph.rows(
        f"""SELECT ?finding ?unit ?stance ?basis ?counts ?agreement ?coder ?note WHERE {{
              {chosen} ; cw:hasStance ?stance ; cw:hasBasis ?basis ; cw:hasReconciledBasis ?counts ;
                cw:hasReconciliation ?re ; cw:codedBy ?by ; cw:note ?note .
              ?re rdfs:label ?agreement . ?by rdfs:label ?coder }} ORDER BY ?finding"""
    ):
        finding, unit, stance, basis, counts, agreement, coder, note = row
        known = _stance(local_name(stance), local_name(statuses.get(finding, ""))) in stances
        if finding in found or finding not in told or not known:
            continue
        item = Evidence(
            condition.describe(),
            local_name(unit),
            local_name(finding),
            local_name(basis),
            local_name(stance),
            note,
            *told[finding],
            phases.get(finding, ""),
            coder,
            agreement,
            local_name(counts),
        )
        found[finding] = (unit, item)
    return list(found.values())


def _of_findings(store: Store, chosen: str, pattern: str) -> dict[str, str]:
    """The first `?value` that a pattern gives of each of some findings, where it gives one."""
    rows = store.graph.rows(f"SELECT ?finding ?value WHERE {{ {chosen} ; {pattern} }} ORDER BY DESC(?value)")
    return dict(rows)


def _told(store: Store, chosen: str) -> dict[str, tuple[str, str, str]]:
    """Who says each of some findings, and where: the speakers, the first source, and the places in it."""
    told = store.graph.rows(
        f"""SELECT ?finding ?source ?start ?speaker ?locator WHERE {{
              {chosen} ; cw:saidBy ?person ; cw:hasEvidence ?passage . ?person rdfs:label ?speaker .
              ?passage cw:inSource ?s ; cw:locator ?locator ; cw:startChar ?start . ?s rdfs:label ?source }}"""
    )
    rows: dict[str, tuple[list[str], str, list[str]]] = {}
    for finding, source, _, speaker, locator in sorted(told, key=lambda row: (*row[:2], int(row[2]), *row[3:])):
        speakers, first, locators = rows.setdefault(finding, ([], source, []))
        speakers += [speaker] if speaker not in speakers else []
        locators += [locator] if locator not in locators and source == first else []
    return {finding: (", ".join(by), source, "; ".join(at)) for finding, (by, source, at) in rows.items()}
