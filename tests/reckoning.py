"""A second reckoning, from the case files and by other means, of what the queries of conditions answer."""

from __future__ import annotations

from dataclasses import dataclass

from kg.conditions import DEFAULT_STANCE, Condition, Reading
from kg.namespaces import local_name

C, P = "certain", "possible"


@dataclass(frozen=True)
class Files:
    """What the files hold: cases by id, each with its parts, the lists read in it, and the findings that count.

    A finding comes with whether it counts as said outright.
    """

    cases: dict
    below: dict[str, set[str]]
    lists: dict[str, list[str]]
    found: dict[str, list[tuple]]


def files(corpus) -> Files:
    """The files weighed by the rule of docs/method.md: what a finding counts for where two coders read a case."""
    cases = {case.id: case for case in corpus.cases.values()}
    below = {id: {id} for id in cases}
    for id in cases:
        here = cases[id].part_of
        while here:
            below[here].add(id)
            here = cases[here].part_of
    lists: dict[str, list[str]] = {id: [] for id in cases}
    found: dict[str, list[tuple]] = {id: [] for id in cases}
    looks = {
        (f.case, name): s.verdict for f in corpus.settlements.values() for s in f.settlements for name in s.settles
    }
    for id, case in cases.items():
        made = [(case.coding.coder, f.id, f) for f in case.findings]
        lists[id] += case.coding.schemes if case.coding else []
        for coding in (c for c in corpus.codings.values() if c.case == id):
            made += [(coding.coder, f"{coding.coder}-{f.id}", f) for f in coding.findings]
            lists[id] += coding.schemes
        for coder, name, finding in made:
            others = [f.basis != "inferred" for who, _, f in made if who != coder and unit(f) == unit(finding)]
            said = finding.basis != "inferred"
            agreed = lists[id].count(finding.concept_list) < 2 or (bool(others) and (not said or any(others)))
            verdict = "" if agreed else looks.get((id, name), "")
            if verdict != "set-aside":
                found[id].append((finding, said and (agreed or verdict == "upheld")))
    return Files(cases, below, lists, found)


def unit(finding) -> tuple:
    """What two coders are compared on: the entry, the stance, and for outcomes whether they had come."""
    group = finding.concept_list
    return group, getattr(finding, group), finding.stance, getattr(finding, "status", "") == "forecast"


def reckon(known: Files, item: Condition) -> dict[str, int]:
    """Case to 2 (certain) or 1 (possible) for one condition, worked out from the records."""
    local = local_name(item.entry)
    if item.list not in DEFAULT_STANCE:
        value = {"kind": "kind", "documentation": "tier", "area": "policy_areas", "group": "service_users"}[item.list]
        met = {
            id
            for id, case in known.cases.items()
            if local in (getattr(case, value) if value.endswith("s") else [getattr(case, value)])
        }
        return dict.fromkeys(set(known.cases) - met if item.negated else met, 2)
    found = {}
    stance = item.stance or DEFAULT_STANCE[item.list]
    against = opposites(item.list, stance)
    for id in known.cases:
        records = {
            part: [(f, said) for f, said in known.found[part] if getattr(f, item.list, "") == local]
            for part in known.below[id]
        }
        everything = [record for part in records.values() for record in part]
        met = [said for f, said in everything if stands(f, stance)]
        denied = [said for f, said in everything if any(stands(f, other) for other in against)]
        if not item.negated:
            if met:
                found[id] = 2 if any(met) and not (against and contested(id, records, item.list)) else 1
        elif any(denied) and not met:
            found[id] = 2
        elif denied or (not met and item.list in known.lists[id]):
            found[id] = 1
    return found


def stands(finding, stance: str) -> bool:
    """Whether a finding says this; a barrier overcome was met, and a hope is no result."""
    status = getattr(finding, "status", "")
    if stance == "forecast":
        return finding.stance == "improved" and status == "forecast"
    if status == "forecast":
        return False
    return finding.stance == stance or (stance, finding.stance) == ("encountered", "overcome")


def opposites(group: str, stance: str) -> set[str]:
    if group == "theme":
        return {"enacted": {"neglected", "obstructed"}, "neglected": {"enacted"}, "obstructed": {"enacted"}}.get(
            stance, set()
        )
    if group == "outcome":
        return {"improved": {"unchanged", "worsened"}, "unchanged": {"improved"}, "worsened": {"improved"}}.get(
            stance, set()
        )
    return set()


def contested(id: str, records: dict[str, list[tuple]], group: str) -> bool:
    """Whether findings about one phase (or the case) of a case say the opposite of each other.

    A whole is contested by its parts too, where none of its parts has it outright and without a contest.
    """
    first = {"theme": "enacted", "outcome": "improved"}[group]
    apart = {
        part
        for part, found in records.items()
        for one, _ in found
        for other, _ in found
        if one.phase == other.phase and stands(one, first) and any(stands(other, s) for s in opposites(group, first))
    }
    firm = any(said and stands(f, first) for part, found in records.items() if part not in apart for f, said in found)
    return id in apart or bool(apart and not firm)


def reckoned(known: Files, reading: Reading) -> dict[str, str]:
    """The level of each case in a reading: that of the worst of its groups, each of which has that of its best."""
    kinds = {id: case.kind for id, case in known.cases.items()}
    answers = {id: 2 for id, kind in kinds.items() if not reading.kinds or kind in reading.kinds}
    for group in reading.groups:
        best: dict[str, int] = {}
        for item in group:
            for id, level in reckon(known, item).items():
                best[id] = max(level, best.get(id, 0))
        answers = {id: min(level, best[id]) for id, level in answers.items() if id in best}
    return {id: {2: C, 1: P}[level] for id, level in answers.items()}
