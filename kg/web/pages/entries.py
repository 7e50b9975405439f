"""Themes, barriers and outcomes: the lists, and of each what it means, where it stands and what is asked of it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import UsageError, closest
from kg.gaps import gap_map
from kg.namespaces import expand
from kg.pictures import themes
from kg.store import CaseFacts
from kg.web.pages.asked import Asked
from kg.web.pages.frame import Page
from kg.web.pages.site import Entry, Site

LISTS = {
    "theme": (
        "Themes",
        "What people did who worked well together: four core themes, and eight activities that support them.",
    ),
    "barrier": ("Barriers", "What stood in the way of working together."),
    "outcome": ("Outcomes", "What came of working together, for the better or not."),
}
OF_PLURAL = {"themes": "theme", "barriers": "barrier", "outcomes": "outcome"}


@dataclass(frozen=True)
class Stood:
    """The cases in which an entry stood in one way: for certain, and possibly."""

    words: str
    usual: bool
    certain: list[CaseFacts]
    possible: list[CaseFacts]


@dataclass(frozen=True)
class Mention:
    """How many people spoke of an entry: the number, out of how many, where those are printed, and a note."""

    mentions: str
    out_of: str
    percent: str
    roughly: bool
    note: str
    places: list[str]


@dataclass(frozen=True)
class Meeting:
    """Where an entry and another meet: how many cases tell of both for certain, and how many possibly besides."""

    entry: Entry
    certain: int
    possible: int
    address: str


def show_list(site: Site, asked: Asked) -> Page:
    """The list of themes, barriers or outcomes."""
    key = OF_PLURAL[asked.first]
    title, about = LISTS[key]
    rings = {theme.id: theme.ring for theme in site.model}
    return Page(
        title,
        "entries.html",
        {
            "key": key,
            "about": about,
            "lists": [(name, LISTS[list_key][0]) for name, list_key in OF_PLURAL.items()],
            "counts": site.counts[key],
            "rings": rings,
        },
        here="themes",
        description=about,
    )


def show(site: Site, asked: Asked) -> Page:
    """One theme, barrier or outcome. Raises `UsageError` for an unknown one."""
    key = asked.first
    entry = _find(site, key, asked.rest)
    to = asked.to
    stood, silent, unread = _stood(site, entry)
    return Page(
        entry.label,
        "entry.html",
        {
            "entry": entry,
            "list_name": LISTS[key][0],
            "plural": next(name for name, one in OF_PLURAL.items() if one == key),
            "ties": _ties(site, entry),
            "phrases": _texts(site, entry, "skos:altLabel"),
            "when": _texts(site, entry, "cw:whenToCode"),
            "when_not": _texts(site, entry, "cw:whenNotToCode"),
            "stood": stood,
            "silent": silent,
            "unread": unread,
            "mentions": _mentions(site, entry),
            "questions": _told_of(site, entry, "cw:LeaderQuestion", "cw:asksAbout"),
            "ideas": _told_of(site, entry, "cw:ReformIdea", "cw:answersTheme"),
            "meetings": _meetings(site, asked, entry),
        },
        here="themes",
        description=entry.definition,
        document=to.entry(key, entry.id),
    )


def _find(site: Site, key: str, given: str) -> Entry:
    known = site.entries[key]
    if given not in known:
        hint = closest(given, known) or f"known: {', '.join(known)}"
        raise UsageError(f"'{given}' is no {key}; {hint}" if given else f"name a {key}; {hint}")
    return known[given]


def _texts(site: Site, entry: Entry, property: str) -> list[str]:
    iri = expand(f"{entry.list}:{entry.id}")
    return [text for (text,) in site.store.graph.rows(f"SELECT ?t WHERE {{ <{iri}> {property} ?t }} ORDER BY ?t")]


def _stood(site: Site, entry: Entry) -> tuple[list[Stood], list[CaseFacts], list[CaseFacts]]:
    """The cases by how the entry stood in them; those that state nothing of it; those not read in full for it."""
    facets, cases = site.facets, site.store.cases
    stood: list[Stood] = []
    spoken: set[str] = set()
    for value in facets.group(entry.list).values:
        if value.entry == entry.id:
            levels = facets.levels(entry.list, value.id)
            spoken |= levels.keys()
            by_level = (
                [cases[id] for id in facets.ids if levels.get(id) == level] for level in ("certain", "possible")
            )
            stood.append(Stood(value.standing, value.usual, *by_level))
    rest = [id for id in facets.ids if id not in spoken]
    read = facets.read_in_full[entry.list]
    return stood, [cases[id] for id in rest if id in read], [cases[id] for id in rest if id not in read]


def _ties(site: Site, entry: Entry) -> list[tuple[str, list[themes.Theme]]]:
    """How a theme hangs together with others, in words."""
    one = next((theme for theme in site.model if entry.list == "theme" and theme.id == entry.id), None)
    if one is None:
        return []
    by_id = {theme.id: theme for theme in site.model}
    held = [theme for theme in site.model if one.id in theme.supports]
    ties = [
        ("supports", [by_id[id] for id in one.supports if id in by_id]),
        ("also supports", [by_id[id] for id in one.also if id in by_id]),
        ("is supported by", held),
        ("is to be held together with", [by_id[id] for id in one.balances if id in by_id]),
    ]
    return [(words, found) for words, found in ties if found]


def _mentions(site: Site, entry: Entry) -> list[Mention]:
    """What the report prints of how many people spoke of it; records that contradict each other all stay."""
    rows = site.store.graph.rows(
        f"""SELECT ?m ?n ?of ?low ?high ?about ?note (GROUP_CONCAT(?place; separator="|") AS ?places) WHERE {{
              ?m cw:countOf <{expand(f"{entry.list}:{entry.id}")}> ; cw:note ?note ; cw:hasEvidence ?p .
              ?p cw:locator ?place
              OPTIONAL {{ ?m cw:mentions ?n }} OPTIONAL {{ ?m cw:outOf ?of }} OPTIONAL {{ ?m cw:isApproximate ?about }}
              OPTIONAL {{ ?m cw:percentLow ?low ; cw:percentHigh ?high }} }}
            GROUP BY ?m ?n ?of ?low ?high ?about ?note ORDER BY DESC(?of) DESC(?n)"""
    )
    return [
        Mention(
            n or "",
            of or "",
            f"{float(low):g}% to {float(high):g}%" if low and high else "",
            about == "true",
            note,
            sorted(set(places.split("|"))),
        )
        for _, n, of, low, high, about, note, places in rows
    ]


def _told_of(site: Site, entry: Entry, kind: str, relation: str) -> list[tuple[str, str]]:
    """What the report says on a theme apart from its cases: things of a kind, each with its title and its text."""
    return [
        (title, text)
        for title, text, _ in site.store.graph.rows(
            f"""SELECT DISTINCT ?title ?text ?code WHERE {{
                  ?told a {kind} ; {relation} <{expand(f"{entry.list}:{entry.id}")}> ; rdfs:label ?title ;
                    skos:definition ?text ; skos:notation ?code }} ORDER BY ?code"""
        )
    ]


def _meetings(site: Site, asked: Asked, entry: Entry) -> list[tuple[str, list[Meeting]]]:
    """By list, how many cases tell of this entry and of another together."""
    wanted = (
        [("outcome", entry.list, True)]
        if entry.list != "outcome"
        else [(row, row, False) for row in ("theme", "barrier")]
    )
    made = []
    for other, rows, is_row in wanted:
        cells = [
            c
            for c in gap_map(site.store, rows, facets=site.facets).cells
            if entry.id == (c.row if is_row else c.column)
        ]
        meetings = [
            Meeting(
                site.entries[other][id := cell.column if is_row else cell.row],
                len(cell.certain),
                len(cell.possible),
                asked.to.cases({entry.list: entry.id, other: id}),
            )
            for cell in cells
        ]
        made.append((LISTS[other][0], meetings))
    return made
