"""What the picture of the model is drawn from: the themes and their ties, and how they stand in one case or in many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kg.conditions import CONTRARY, SHORTCUTS
from kg.namespaces import local_name
from kg.pictures.badges import phrase
from kg.store import Store

# stances in the order in which a theme is described by them
STANCES = {stance: shortcut for (group, stance), shortcut in SHORTCUTS.items() if group == "theme"}
NEUTRAL, PRACTISED, UNDONE = "advocated", "enacted", ("neglected", "obstructed")

Stand = Mapping[str, str]
"""How a theme stands in a case: each stance that a finding gives it, and its level, "certain" or "possible"."""


@dataclass(frozen=True)
class Theme:
    """A theme of the codebook. `ring` is 0 for the centre, 1 for a core theme, 2 for a supporting activity."""

    id: str
    code: str
    label: str
    ring: int
    supports: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    balances: tuple[str, ...] = ()


@dataclass(frozen=True)
class One:
    """How the themes stand in one case. A theme that is missing from `stands` is not stated."""

    name: str
    stands: Mapping[str, Stand]
    read: bool = True

    def of(self, theme: str) -> Stand:
        return self.stands.get(theme, {})


class Tally(NamedTuple):
    """In how many cases of a set a theme was practised, and left undone or blocked: for certain, and possibly."""

    certain: int
    possible: int
    undone: int
    maybe_undone: int


@dataclass(frozen=True)
class Many:
    """How the themes stand in each case of a set; `unread` more were never read in full and count for nothing."""

    name: str
    cases: Mapping[str, Mapping[str, Stand]]
    unread: int = 0

    @property
    def size(self) -> int:
        return len(self.cases)

    def practised(self, theme: str) -> dict[str, list[str]]:
        """The cases that practised a theme, by level."""
        found = {case: stands.get(theme, {}).get(PRACTISED, "") for case, stands in self.cases.items()}
        return {level: [case for case in found if found[case] == level] for level in ("certain", "possible")}

    def count(self, theme: str) -> Tally:
        found = [case.get(theme, {}) for case in self.cases.values()]
        levels = [stand.get(PRACTISED) for stand in found]
        undone = [min((stand[s] for s in UNDONE if s in stand), default="") for stand in found]
        return Tally(*(of.count(level) for of in (levels, undone) for level in ("certain", "possible")))


View = None | One | Many | tuple[Many, Many]


def themes(store: Store) -> list[Theme]:
    """The themes of the codebook in its order. The centre is the core theme that most others are related to."""
    query = store.graph.rows
    rows = query("SELECT ?t ?n ?l WHERE { ?t a cw:Theme ; skos:notation ?n ; rdfs:label ?l } ORDER BY ?n")
    core = [t for (t,) in query("SELECT ?t WHERE { ?t a cw:CoreTheme ; skos:notation ?n } ORDER BY ?n")]
    ties = query("SELECT ?t WHERE { ?other a cw:CoreTheme ; skos:related ?t . ?t a cw:CoreTheme }")
    related = [t for (t,) in ties]
    centre = max(core, key=related.count, default="")

    def tied(property: str, theme: str) -> tuple[str, ...]:
        found = query(f"SELECT ?o WHERE {{ <{theme}> cw:{property} ?o . ?o skos:notation ?n }} ORDER BY ?n")
        return tuple(local_name(o) for (o,) in found)

    return [
        Theme(
            local_name(t),
            code,
            label,
            0 if t == centre else 1 if t in core else 2,
            tied("supports", t),
            tied("alsoSupports", t),
            tied("inPolarityWith", t),
        )
        for t, code, label in rows
    ]


def stands(store: Store) -> dict[str, dict[str, dict[str, str]]]:
    """For each case that was read in full, the themes with their stances and levels, as answers give them.

    A level is certain where a finding that counts as outright makes it and nothing contradicts it (see docs/method.md).
    """
    query = store.graph.rows
    scheme = "<https://w3id.org/cwkg/code/theme/>"
    passes = query(f"SELECT DISTINCT ?c WHERE {{ ?p cw:codedUnit ?c ; cw:usingScheme {scheme} }} ORDER BY ?c")
    found: dict[str, dict[str, dict[str, str]]] = {local_name(c): {} for (c,) in passes}
    contested = _pairs(store, "cw:contests")
    for stance, shortcut in STANCES.items():
        outright = _pairs(store, f"{shortcut}AsStated") - (contested if shortcut in CONTRARY else set())
        for case, theme in sorted(_pairs(store, shortcut)):
            level = "certain" if (case, theme) in outright else "possible"
            found.setdefault(case, {}).setdefault(theme, {})[stance] = level
    return found


def _pairs(store: Store, property: str) -> set[tuple[str, str]]:
    rows = store.graph.rows(f"SELECT ?c ?t WHERE {{ ?c {property} ?t }}")
    return {(local_name(case), local_name(theme)) for case, theme in rows}


def one(store: Store, case: str) -> One:
    """The view of one case, by its id."""
    known = stands(store)
    return One(store.cases[case].name, known.get(case, {}), case in known)


def many(store: Store, name: str, cases: Iterable[str]) -> Many:
    """The view of a set of cases, by their ids."""
    known, wanted = stands(store), list(dict.fromkeys(cases))
    read = {case: known[case] for case in wanted if case in known}
    return Many(name, read, len(wanted) - len(read))


def sets(view: View) -> Iterator[Many]:
    """The sets of a view: none, one or two."""
    if isinstance(view, Many):
        yield view
    elif isinstance(view, tuple):
        yield from view


def says(view: View, theme: Theme) -> str:
    """How a theme stands in a view, as a sentence."""
    if view is None:
        return theme.label
    if isinstance(view, One):
        stand = view.of(theme.id)
        told = [phrase(stance, stand[stance]) for stance in STANCES if stance in stand]
        return f"{theme.label}: {', '.join(told) or ('not stated' if view.read else 'not read in full')}"
    return f"{theme.label}: {'; '.join(_counted(many, theme.id, isinstance(view, tuple)) for many in sets(view))}"


def _counted(many: Many, theme: str, named: bool) -> str:
    tally = many.count(theme)
    lead = f"{many.name}, " if named else ""
    told = f"{lead}practised in {tally.certain} of {many.size} for certain, possibly in {tally.possible} more"
    if tally.undone or tally.maybe_undone:
        told += f", left undone or blocked in {tally.undone} for certain, possibly in {tally.maybe_undone} more"
    return told
