"""Cases side by side, and the pair most alike whose results were opposite.

Silence is no difference: where a source says something of one case and nothing of another, the row is "partly". Only
where the sources say contrary things of two cases is it "opposed".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

from kg.answers import NOT_STATED
from kg.cards import find_case
from kg.conditions import CONTRARY, DEFAULT_STANCE, SHORTCUTS
from kg.errors import UsageError
from kg.facets import Facets, Value
from kg.namespaces import expand, local_name
from kg.store import Store

FEWEST, MOST = 2, 4
NOT_READ = "not read in full"
MIXED = "other"  # the entry of a list that holds things of many kinds: sharing it makes nothing alike or contrary
OTHER_CAUSES = "Other causes may lie behind the difference."
FACTS = {
    "cw:locatedIn": "Places",
    "cw:startYear": "From",
    "cw:endYear": "To",
    "cw:hasPolicyArea": "Policy areas",
    "cw:serves": "Service users",
    "cw:partOf": "Part of",
    "cw:involvesOrganisation": "Organisations, with those of its parts",
}
Profile = dict[str, dict[str, str]]  # as `Facets.profile` gives it


@dataclass(frozen=True)
class Standing:
    """How an entry stands in a case: the stance, the stance in words, and "certain" or "possible"."""

    stance: str
    words: str
    level: str


@dataclass(frozen=True)
class Cell:
    """All ways in which one entry stands in one case. Where there are none, `silence` says what that means."""

    case: str
    standings: list[Standing]
    silence: str

    @property
    def text(self) -> str:
        """The cell in words: `practised (certain)`, `not stated in the source`."""
        return ", ".join(f"{s.words} ({s.level})" for s in self.standings) or self.silence


@dataclass(frozen=True)
class Row:
    """One theme, barrier or outcome across the cases compared.

    `relation` is "shared" where it stands in one way in all of them (`common`, in words), "opposed" where it stands in
    contrary ways in two of them, "partly" where it is said of some or in other ways, "silent" where of none.
    """

    group: str
    entry: str
    label: str
    relation: str
    common: list[str]
    cells: list[Cell]


@dataclass(frozen=True)
class Fact:
    """One thing of record for each case, by its id; an empty list where nothing is recorded."""

    label: str
    values: dict[str, list[str]]


@dataclass(frozen=True)
class Comparison:
    """Cases side by side. `names` are by id, in the order asked for; `differing` has the opposed rows first."""

    names: dict[str, str]
    facts: list[Fact]
    shared: list[Row]
    differing: list[Row]
    silent: list[Row]
    note: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Contrast:
    """The case most like another among those with the opposite result.

    `similarity` is that of Jaccard (1901): of the themes practised, barriers met and policy areas that either case
    has, certain or possible, the share that both have (`alike`, in words). `better` is the case that achieved the
    outcome, and `level` is certain where both results are. `why` says in sentences what the pair shows.
    """

    case: str
    other: str
    names: dict[str, str]
    outcome: str
    outcome_label: str
    better: str
    level: str
    similarity: float
    alike: list[str]
    why: list[str]
    comparison: Comparison

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def compare(store: Store, cases: Sequence[str], facets: Facets | None = None) -> Comparison:
    """Two to four cases side by side, each by its id or name. Raises `UsageError` for fewer, more or unknown ones.

    `facets` is an index of the same store, where there is one already.
    """
    ids = [*dict.fromkeys(find_case(store, case) for case in cases)]
    if not FEWEST <= len(ids) <= MOST:
        raise UsageError(f"two to four different cases can be compared, not {len(ids)}")
    index = facets or Facets(store)
    rows = [_row(index, group, value, ids) for group in DEFAULT_STANCE for value in index.group(group).entries]
    return Comparison(
        {id: store.cases[id].name for id in ids},
        _facts(store, ids),
        [row for row in rows if row.relation == "shared"],
        [row for relation in ("opposed", "partly") for row in rows if row.relation == relation],
        [row for row in rows if row.relation == "silent"],
        store.roster_note,
    )


def contrast(
    store: Store, case: str, outcome: str | None = None, *, theme: str | None = None, facets: Facets | None = None
) -> Contrast | None:
    """The case most like this one with the opposite result in an outcome, or in any; `None` where there is none.

    One of the two achieved the outcome, and in the other it stayed the same or got worse; a case of which both are
    said is on neither side, so a whole is never the contrast of its part. A case that shares nothing with this one is
    left out. With `theme`, one of the two practised it, and in the other it was left undone or blocked. Of cases
    equally alike a certain result comes before a possible one, then the first by name. Raises `UsageError` for an
    unknown case, outcome or theme, and for the outcome that holds things of many kinds.
    """
    index = facets or Facets(store)
    id = find_case(store, case)
    outcomes = index.group("outcome").entries if outcome is None else [index.find("outcome", outcome)]
    if outcome is not None and outcomes[0].entry == MIXED:
        raise UsageError(f"'{outcomes[0].label}' holds things of many kinds, so no result in it has an opposite")
    about = index.find("theme", theme).entry if theme is not None else ""
    own = index.profile(id)
    best: tuple[tuple[float, bool], str, Value, str] | None = None
    for other in index.ids:
        profile = index.profile(other)
        similarity = len(_traits(own) & _traits(profile)) / max(1, len(_traits(own) | _traits(profile)))
        if not similarity or (about and not _differ_in(about, own, profile)):
            continue
        for value in outcomes:
            level = _opposite(value.entry, own, profile)
            rank = (-similarity, level != "certain")
            if level and (best is None or rank < best[0]):
                best = rank, other, value, level
    return _contrast(store, index, id, *best[1:]) if best else None


def cell(facets: Facets, group: str, entry: str, case: str) -> Cell:
    """How a theme, barrier or outcome stands in a case."""
    found = facets.profile(case)[group]
    values = [value for value in facets.group(group).values if value.entry == entry and value.id in found]
    standings = [Standing(value.stance, value.standing, found[value.id]) for value in values]
    silence = NOT_STATED if case in facets.read_in_full[group] else NOT_READ
    return Cell(case, standings, "" if standings else silence)


def _facts(store: Store, ids: list[str]) -> list[Fact]:
    """What is on record of each case, from its head and from who took part."""
    heads = {"Kind": "kind", "How well documented": "tier", "Country": "country"}
    facts = [Fact(label, {id: [getattr(store.cases[id], name)] for id in ids}) for label, name in heads.items()]
    cases = " ".join(f"<{expand(f'case:{id}')}>" for id in ids)
    rows = store.graph.rows(
        f"""SELECT DISTINCT ?case ?fact ?value WHERE {{
              VALUES ?case {{ {cases} }} VALUES ?fact {{ {" ".join(FACTS)} }}
              ?case ?fact ?thing . OPTIONAL {{ ?thing rdfs:label ?label }}
              FILTER (BOUND(?label) || isLITERAL(?thing)) BIND (COALESCE(?label, ?thing) AS ?value) }}
            ORDER BY ?value"""
    )
    for fact, label in FACTS.items():
        values: dict[str, list[str]] = {id: [] for id in ids}
        for case, found, value in rows:
            if found == expand(fact):
                values[local_name(case)].append(value)
        facts.append(Fact(label, values))
    return facts


def _row(facets: Facets, group: str, value: Value, cases: list[str]) -> Row:
    cells = [cell(facets, group, value.entry, case) for case in cases]
    stances = [{standing.stance for standing in cell.standings} for cell in cells]
    common = set.intersection(*stances)
    if not any(stances):
        relation = "silent"
    elif common:
        relation = "shared"
    else:
        opposed = value.entry != MIXED and any(_contrary(group, a, b) for a, b in combinations(stances, 2))
        relation = "opposed" if opposed else "partly"
    words = [standing.words for standing in cells[0].standings if standing.stance in common]
    return Row(group, value.entry, value.label, relation, words, cells)


def _contrary(group: str, one: set[str], other: set[str]) -> bool:
    """Whether stances of two cases say the contrary, and none the same."""
    pairs = [(SHORTCUTS[group, a], SHORTCUTS[group, b]) for a in one for b in other]
    return not one & other and any(b in CONTRARY.get(a, ()) or a in CONTRARY.get(b, ()) for a, b in pairs)


def _traits(profile: Profile) -> set[tuple[str, str]]:
    """Themes practised, barriers met and policy areas: what makes two cases alike. Other stances have a colon."""
    groups = ("theme", "barrier", "area")
    return {(group, id) for group in groups for id in profile[group] if ":" not in id and id != MIXED}


def _side(outcome: str, profile: Profile) -> tuple[str, str]:
    """`("better", level)` or `("not better", level)`; two empty texts where nothing, or both, is said of an outcome."""
    found = profile["outcome"]
    against = [found[id] for id in (f"{outcome}:unchanged", f"{outcome}:worsened") if id in found]
    if outcome == MIXED or bool(against) == (outcome in found):
        return "", ""
    if against:
        return "not better", "certain" if "certain" in against else "possible"
    return "better", found[outcome]


def _opposite(outcome: str, one: Profile, other: Profile) -> str:
    """The level at which two cases have opposite results, certain where both are; empty where they have not."""
    (side, first), (against, second) = _side(outcome, one), _side(outcome, other)
    if {side, against} != {"better", "not better"}:
        return ""
    return "certain" if first == second == "certain" else "possible"


def _differ_in(theme: str, one: Profile, other: Profile) -> bool:
    """Whether one case practised a theme and never left it undone or was blocked, and the other was or did."""
    undone = [{f"{theme}:neglected", f"{theme}:obstructed"} & profile["theme"].keys() for profile in (one, other)]
    done = [theme in profile["theme"] and not less for profile, less in zip((one, other), undone, strict=True)]
    return (done[0] and bool(undone[1])) or (done[1] and bool(undone[0]))


def _contrast(store: Store, facets: Facets, id: str, other: str, outcome: Value, level: str) -> Contrast:
    profiles = {case: facets.profile(case) for case in (id, other)}
    comparison = compare(store, [id, other], facets)
    better = next(case for case, profile in profiles.items() if outcome.entry in profile["outcome"])
    both, either = _traits(profiles[id]) & _traits(profiles[other]), _traits(profiles[id]) | _traits(profiles[other])
    alike = [value.in_words for group in facets.groups for value in group.values if (group.key, value.id) in both]
    opposed = [row for row in comparison.differing if row.relation == "opposed"]
    opposed.sort(key=lambda row: (row.group, row.entry) != ("outcome", outcome.entry))
    why = [
        *(_sentence(row, comparison.names) for row in opposed),
        f"Of {len(either)} themes, barriers and policy areas of either, both have {len(both)}: {', '.join(alike)}.",
        OTHER_CAUSES,
    ]
    similarity = len(both) / len(either)
    names = comparison.names
    return Contrast(id, other, names, outcome.entry, outcome.label, better, level, similarity, alike, why, comparison)


def _sentence(row: Row, names: dict[str, str]) -> str:
    return f"{row.label}: " + "; ".join(f"{names[cell.case]}: {cell.text}" for cell in row.cells) + "."
