"""What the picture of a network is drawn from: cases, organisations and themes, and what ties them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kg.errors import UsageError, closest
from kg.namespaces import local_name
from kg.pictures.themes import stands
from kg.store import Store

MOST = 60
KINDS = ("organisation", "case", "theme")


@dataclass(frozen=True)
class Node:
    """A case, an organisation or a theme. `id` is as `case/cpche`; `detail` says more of it in a few words."""

    id: str
    kind: str
    label: str
    detail: str = ""


@dataclass(frozen=True)
class Tie:
    """What ties two nodes. `sort` is `part of`, `takes part`, or the stance of a theme.

    `level` tells certain stances from possible ones; `role` is the part an organisation played."""

    one: str
    other: str
    sort: str
    level: str = "certain"
    role: str = ""


@dataclass(frozen=True)
class Network:
    """Nodes and ties; `left_out` says how many nodes of a kind were left out to keep the picture readable."""

    title: str
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    left_out: Mapping[str, int]
    centre: str = ""

    def of_kind(self, kind: str) -> list[Node]:
        return [node for node in self.nodes if node.kind == kind]

    def neighbours(self, id: str) -> set[str]:
        """The nodes tied to a node, without itself."""
        return {tie.other if tie.one == id else tie.one for tie in self.ties if id in (tie.one, tie.other)}


def of_case(store: Store, case: str, most: int = MOST) -> Network:
    """A case with its organisations, its themes, its parts or whole, and the cases that share an organisation with it.

    Raises `UsageError` for an id that is no case.
    """
    if case not in store.cases:
        raise UsageError(f"no case has the id '{case}'; {closest(case, store.cases) or 'look in the list of cases'}")
    roles = _roles(store)
    shared = {org for other, org in roles if other == case}
    near = [other for other, org in roles if org in shared]
    parts = [pair for pair in _parts(store) if case in pair]
    cases = dict.fromkeys([case, *sorted({id for pair in parts for id in pair}), *sorted(near)])
    themes = stands(store).get(case, {})
    ties = [Tie(f"case/{case}", f"theme/{t}", s, level) for t, kept in themes.items() for s, level in kept.items()]
    return _network(store, store.cases[case].name, list(cases), ties, most, f"case/{case}", only=shared)


def of_theme(store: Store, theme: str, cases: Iterable[str] | None = None, most: int = MOST) -> Network:
    """A theme with the cases of which findings speak, and their organisations. `cases` narrows it to some.

    Raises `UsageError` for an id that is no theme.
    """
    labels = _theme_labels(store)
    if theme not in labels:
        raise UsageError(f"no theme has the id '{theme}'; {closest(theme, labels) or 'known: ' + ', '.join(labels)}")
    wanted = None if cases is None else set(cases)
    found = {c: t[theme] for c, t in stands(store).items() if theme in t and (wanted is None or c in wanted)}
    ties = [Tie(f"case/{c}", f"theme/{theme}", s, level) for c, kept in found.items() for s, level in kept.items()]
    return _network(store, labels[theme], sorted(found, key=_by_name(store)), ties, most, f"theme/{theme}")


def of_cases(store: Store, title: str, cases: Iterable[str], most: int = MOST) -> Network:
    """Some cases, such as those of a country, with their organisations and the themes that were practised in them."""
    known, wanted = stands(store), [case for case in dict.fromkeys(cases) if case in store.cases]
    ties = [
        Tie(f"case/{case}", f"theme/{theme}", "enacted", stand["enacted"])
        for case in wanted
        for theme, stand in known.get(case, {}).items()
        if "enacted" in stand
    ]
    return _network(store, title, sorted(wanted, key=_by_name(store)), ties, most)


def of_country(store: Store, country: str, most: int = MOST) -> Network:
    """The cases of a country, by its name. Raises `UsageError` where no case lies in it."""
    names = sorted({facts.country for facts in store.cases.values()})
    if country not in names:
        raise UsageError(f"no case lies in '{country}'; {closest(country, names) or 'known: ' + ', '.join(names)}")
    return of_cases(store, country, [id for id, facts in store.cases.items() if facts.country == country], most)


def _network(
    store: Store,
    title: str,
    cases: list[str],
    theme_ties: list[Tie],
    most: int,
    centre: str = "",
    only: set[str] | None = None,
) -> Network:
    """Cases with what is tied to them, cut to `most` nodes: themes, then cases, then organisations by their ties."""
    labels, about = _theme_labels(store), _organisations(store)
    themes = [t for t in labels if any(tie.other == f"theme/{t}" for tie in theme_ties)]
    room = max(most - len(themes), 1)
    kept = cases[:room]
    roles = {
        pair: role for pair, role in _roles(store).items() if pair[0] in kept and (only is None or pair[1] in only)
    }
    count = {org: sum(pair[1] == org for pair in roles) for _, org in roles}
    organisations = sorted(count, key=lambda org: (-count[org], about[org][0], org))
    shown = organisations[: room - len(kept)]
    facts = [store.cases[case] for case in kept]
    nodes = [
        *(Node(f"organisation/{org}", "organisation", *about[org]) for org in shown),
        *(Node(f"case/{case.id}", "case", case.name, f"{case.kind}, {case.country}") for case in facts),
        *(Node(f"theme/{theme}", "theme", labels[theme]) for theme in themes),
    ]
    ids = {node.id for node in nodes}
    theme_ties = sorted(theme_ties, key=lambda tie: list(labels).index(local_name(tie.other)))
    ties = [Tie(f"case/{case}", f"organisation/{org}", "takes part", role=role) for (case, org), role in roles.items()]
    ties += [Tie(f"case/{part}", f"case/{whole}", "part of") for part, whole in _parts(store)]
    ties = [tie for tie in [*ties, *theme_ties] if tie.one in ids and tie.other in ids]
    left = {"case": len(cases) - len(kept), "organisation": len(organisations) - len(shown)}
    return Network(title, tuple(nodes), tuple(ties), {kind: n for kind, n in left.items() if n}, centre)


def _by_name(store: Store) -> Callable[[str], tuple[str, str]]:
    return lambda case: (store.cases[case].name, case)


def _theme_labels(store: Store) -> dict[str, str]:
    rows = store.graph.rows("SELECT ?t ?l WHERE { ?t a cw:Theme ; rdfs:label ?l ; skos:notation ?n } ORDER BY ?n")
    return {local_name(theme): label for theme, label in rows}


def _organisations(store: Store) -> dict[str, tuple[str, str]]:
    """Each organisation with its name and its kind in words: the narrowest class that it was given."""
    rows = store.graph.rows(
        """SELECT DISTINCT ?o ?l ?k WHERE { ?o a cw:Organisation ; rdfs:label ?l . OPTIONAL { ?o a ?t . ?t rdfs:label ?k
             FILTER (?t NOT IN (cw:Organisation, cw:PubliclyFundedOrganisation)) } } ORDER BY ?l ?k"""
    )
    return {local_name(org): (label, kind or "organisation") for org, label, kind in rows}


def _roles(store: Store) -> dict[tuple[str, str], str]:
    """The roles of each organisation in each case that it takes part in, as (case, organisation) -> words."""
    rows = store.graph.rows(
        """SELECT DISTINCT ?c ?o ?r WHERE { ?p cw:participationIn ?c ; cw:participant ?o .
             OPTIONAL { ?p cw:hasRole/rdfs:label ?r } } ORDER BY ?c ?o ?r"""
    )
    found: dict[tuple[str, str], list[str]] = {}
    for case, org, role in rows:
        found.setdefault((local_name(case), local_name(org)), []).append((role or "takes part").lower())
    return {pair: ", ".join(roles) for pair, roles in found.items()}


def _parts(store: Store) -> list[tuple[str, str]]:
    """Each part with the whole that it is directly part of."""
    rows = store.graph.rows("SELECT ?p ?w WHERE { ?p cw:partOf ?w } ORDER BY ?w ?p")
    return [(local_name(part), local_name(whole)) for part, whole in rows]
