"""Cases side by side, and the pair most alike whose results were opposite.

Silence is no difference: where a source says something of one case and nothing of another, the row is "partly". Only
where the sources say contrary things of two cases is it "opposed".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import reduce
from itertools import combinations
from typing import Any

from kg.cards import find_case
from kg.conditions import CONTRARY, DEFAULT_STANCE, SHORTCUTS
from kg.errors import UsageError
from kg.evidence import NOT_STATED
from kg.facets import Facets, Value
from kg.index import Bits, places_of
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
    best = _nearest(index, id, outcomes, about)
    return _contrast(store, index, id, *best) if best else None


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


def _nearest(facets: Facets, id: str, outcomes: list[Value], theme: str) -> tuple[str, Value, str] | None:
    """The case most like another with an opposite result, the outcome, and the level; see `contrast`.

    Bits leave the cases with an opposite result; only what these have is counted, so that many cases cost little.
    """
    place = facets.store.index.place[id]
    among = _differing(facets, place, theme) if theme else -1
    opposite = [(value, _opposite(facets, place, value.entry)) for value in outcomes]
    candidates = reduce(int.__or__, (found.possible for _, found in opposite), 0) & among
    own = _traits(facets.profile(id))
    shared, total = Counter[int](), Counter[int]()
    for group, value in _all_traits(facets):
        places = [*places_of(facets.bits(group, value).possible & candidates)]
        total.update(places)
        if (group, value) in own:
            shared.update(places)
    ranked = [
        ((-both / (len(own) + total[other] - both), not found.certain >> other & 1), other, number)
        for other, both in shared.items()
        for number, (_, found) in enumerate(opposite)
        if found.possible >> other & 1
    ]
    if not ranked:
        return None
    (_, possible), other, number = min(ranked)
    return facets.ids[other], outcomes[number], "possible" if possible else "certain"


def _all_traits(facets: Facets) -> list[tuple[str, str]]:
    """Everything that `_traits` may find in a case."""
    return [*_traits({group.key: {value.id: "" for value in group.values} for group in facets.groups})]


def _opposite(facets: Facets, place: int, outcome: str) -> Bits:
    """The cases with the opposite result in an outcome; those are certain of which, as of this case, it is certain."""
    if outcome == MIXED:
        return Bits(0, 0)
    gained = facets.bits("outcome", outcome)
    lost = facets.bits("outcome", f"{outcome}:unchanged") | facets.bits("outcome", f"{outcome}:worsened")
    better = Bits(gained.certain & ~lost.possible, gained.possible & ~lost.possible)
    worse = Bits(lost.certain & ~gained.possible, lost.possible & ~gained.possible)
    for own, other in ((better, worse), (worse, better)):
        if own.possible >> place & 1:
            return other if own.certain >> place & 1 else Bits(0, other.possible)
    return Bits(0, 0)


def _differing(facets: Facets, place: int, theme: str) -> int:
    """The cases that practised a theme which this one left undone or was blocked in, or the other way round."""
    less = facets.bits("theme", f"{theme}:neglected").possible | facets.bits("theme", f"{theme}:obstructed").possible
    done = facets.bits("theme", theme).possible & ~less
    if done >> place & 1:
        return less
    return done if less >> place & 1 else 0


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
