"""The cases by facets: what can be chosen with its counts, the cases that are left, and the evidence for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg import output
from kg.answers import Hits
from kg.conditions import Reading, sparql
from kg.facets import CERTAINTIES, Group, Selection
from kg.notebook.tables import Table, Value, counted
from kg.store import CaseFacts
from kg.web.addresses import Values
from kg.web.messages import Reply
from kg.web.pages.asked import Asked
from kg.web.pages.evidence import Level, levels
from kg.web.pages.frame import Page, attachment
from kg.web.pages.site import Site

OPEN = ("theme", "outcome", "country")  # groups that are unfolded from the start
LISTED = 200  # cases that a list shows, unless it is told to show more
LONGEST_TEXT = 200


@dataclass(frozen=True)
class Tick:
    """A value that can be chosen: whether it is, and how many cases it would leave, certain and possible ones."""

    id: str
    words: str
    chosen: bool
    certain: int
    possible: int


@dataclass(frozen=True)
class Facet:
    """A group of values; `others` are further ways in which its entries stood, folded away."""

    key: str
    words: str
    ticks: list[Tick]
    others: list[Tick]
    opened: bool


def show(site: Site, asked: Asked) -> Page | Reply:
    """The cases that the parameters leave: ids of values by group, `certainty`, and `text` to be searched for."""
    facets, to = site.facets, asked.to
    chosen = {group.key: [value for value in asked.request.all(group.key) if value] for group in facets.groups}
    chosen = {key: ids for key, ids in chosen.items() if ids}
    certainty, text = asked.value("certainty", CERTAINTIES[1]), asked.value("text")[:LONGEST_TEXT]
    selection = facets.select(chosen, certainty, text)
    reading = facets.reading(chosen)
    query = sparql(reading) if reading.groups else ""
    if asked.ending == "csv":
        return attachment(_table(site, selection, query).to_csv() or "", "text/csv; charset=utf-8", "cases.csv")
    if asked.ending == "json":
        table = _table(site, selection, query)
        data = {"chosen": chosen, "certainty": certainty, "text": text, "cases": table.rows, "roster": table.note}
        return attachment(output.to_json(data), "application/json", "cases.json")

    def address(**changed: Values) -> str:
        """This choice with something changed."""
        return to.cases(chosen, **{"certainty": certainty if certainty == "certain" else "", "text": text, **changed})

    with_evidence = bool(asked.value("evidence")) and bool(reading.groups)
    shown = asked.number("first", LISTED)
    return Page(
        "Cases",
        "cases.html",
        {
            "facets": [_facet(group, chosen.get(group.key, []), selection) for group in facets.groups if group.values],
            "chips": _chips(site, chosen, address),
            "certainty": certainty,
            "text": text,
            "count": _count(selection, bool(reading.groups)),
            "cases": [] if with_evidence else _listed(site, selection, shown),
            "levels": _with_evidence(site, asked, selection, reading) if with_evidence else [],
            "more": asked.again(first=str(shown + LISTED)) if len(selection.cases) > shown else "",
            "told": bool(reading.groups),
            "evidence": address(evidence="" if with_evidence else "1"),
            "files": [(ending, asked.as_file(ending)) for ending in ("csv", "json")],
            "sparql": query.strip(),
            "all": to.cases(),
        },
        here="cases",
        description=f"{len(site.store.cases)} cases by theme, barrier, outcome, country and policy area, with counts.",
        scripts=("facets.js",),
    )


def _facet(group: Group, chosen: list[str], selection: Selection) -> Facet:
    ticks, others = [], []
    for value in group.values:
        sure, total = selection.certain_counts[group.key][value.id], selection.counts[group.key][value.id]
        tick = Tick(value.id, value.label, value.id in chosen, sure, total - sure)
        if value.usual:
            ticks.append(tick)
        elif total or tick.chosen:
            others.append(tick)
    return Facet(group.key, group.label, ticks, others, bool(chosen) or group.key in OPEN)


def _chips(site: Site, chosen: dict[str, list[str]], address: Callable[..., str]) -> list[tuple[str, str]]:
    """What was chosen, in words, each with the address without it."""
    return [
        (site.facets.find(key, id).in_words, address(**{key: [other for other in ids if other != id]}))
        for key, ids in chosen.items()
        for id in ids
    ]


def _count(selection: Selection, told: bool) -> str:
    total = counted(len(selection.cases), "case")
    if not told:
        return total
    sure = len(selection.levels.certain)
    return f"{total}: {sure} certain, {len(selection.cases) - sure} possible"


def _table(site: Site, selection: Selection, query: str) -> Table:
    columns = ["answer", "case", "name", "country", "kind", "documented"]
    rows: list[dict[str, Value]] = [
        dict(zip(columns, (selection.levels[id], id, c.name, c.country, c.kind, c.tier), strict=True))
        for id in selection.cases
        if (c := site.store.cases[id])
    ]
    return Table(columns, rows, query, note=site.store.roster_note)


def _listed(site: Site, selection: Selection, shown: int) -> list[tuple[CaseFacts, str]]:
    """The first cases of a choice, each with its level."""
    return [(site.store.cases[id], selection.levels[id]) for id in selection.cases[:shown]]


def _with_evidence(site: Site, asked: Asked, selection: Selection, reading: Reading) -> list[Level]:
    """The cases by level, each with one piece of evidence for each group of the choice."""
    certain, possible = (
        Hits(site.store, reading, cases) for cases in (selection.levels.certain, selection.levels.possible)
    )
    return levels(site, asked, certain, possible)
