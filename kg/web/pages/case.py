"""A case: what it was, how it went, how themes, barriers and outcomes stand, the evidence, and what to discuss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg import cards, casepage, compare
from kg.compare import Cell
from kg.conditions import DEFAULT_STANCE
from kg.errors import UsageError
from kg.facets import Facets
from kg.html import Html
from kg.namespaces import expand
from kg.notebook.caseview import SPOKEN_OF
from kg.pictures import changes, model, numbers, phases, themes
from kg.web.pages.asked import Asked
from kg.web.pages.frame import Page
from kg.web.pages.pictured import pictured
from kg.web.pages.site import Entry, Site

# what is on record of a case: property, words
FACTS = {
    "cw:locatedIn": "Where",
    "cw:hasPolicyArea": "Policy areas",
    "cw:serves": "Service users",
    "cw:inCohort": "Cohort",
}


@dataclass(frozen=True)
class Standing:
    """How an entry stands in a case; `cell` is without standings where nothing is stated."""

    entry: Entry
    cell: Cell


@dataclass(frozen=True)
class Silence:
    """Entries of which nothing is stated, for one reason."""

    reason: str
    entries: list[Entry]


def show(site: Site, asked: Asked) -> Page:
    """The page of a case by its id. Raises `UsageError` for an unknown one."""
    if not asked.rest:
        raise UsageError("name a case after /case/; the list of cases has them all")
    id = _find(site, asked.rest)
    view, store, to = site.graph.case(id), site.store, asked.to
    data, facts = view.data, store.cases[id]
    linked = _linked(site, id)
    against = compare.contrast(store, id, facets=site.facets)
    return Page(
        facts.name,
        "case.html",
        {
            "data": data,
            "facts": facts,
            "kind": site.facets.find("kind", facts.kind).id,
            "country": site.facets.find("country", facts.country).id,
            "documented": _documented(data),
            "record": [(FACTS[p], linked[p]) for p in FACTS if linked[p]],
            "years": " to ".join(data["years"]),
            "wholes": linked["cw:partOf"],
            "parts_of": linked["^cw:partOf"],
            "phases": linked["^cw:phaseOf"],
            "known": _known_from(site, id),
            "partners": casepage.partners(store, id),
            "people": _people(site, id),
            "course": _course(site, id),
            "lists": _lists(site.facets, site, id, {found["about"] for found in data["findings"]}),
            "model": _model(site, asked, id) if data["findings"] or data["coded"] else "",
            "results": _results(site, id, facts.name),
            "findings": _findings(data),
            "silence": "" if data["findings"] else cards.no_findings(data),
            "leaders": casepage.leaders_questions(store, id),
            "against": against,
        },
        here="cases",
        description=facts.summary,
        document=to.case(id),
        scripts=("site.js",),
    )


def _find(site: Site, given: str) -> str:
    """The id of a case. Raises `UsageError` with the nearest ones."""
    if given not in site.store.cases:
        cards.find_case(site.store, given)
        raise UsageError(f"no case has the id '{given}'")
    return given


def _documented(data: dict[str, Any]) -> list[str]:
    """How much is known, in a few words each."""
    number = len(data["findings"])
    found = "no findings" if not number else "1 finding" if number == 1 else f"{number} findings"
    return [data["documented"], "read in full" if data["coded"] else "not read in full", found]


def _linked(site: Site, id: str) -> dict[str, list[tuple[str, str]]]:
    """Things that a case is tied to, by property: label and IRI."""
    properties = [*FACTS, "cw:partOf", "^cw:partOf", "^cw:phaseOf"]
    found: dict[str, list[tuple[str, str]]] = {}
    for property in properties:
        rows = site.store.graph.rows(
            f"""SELECT DISTINCT ?x ?label WHERE {{ <{expand(f"case:{id}")}> {property} ?x . ?x rdfs:label ?label
                  OPTIONAL {{ ?x cw:startYear ?start }} }} ORDER BY ?start ?label"""
        )
        found[property] = [(label, iri) for iri, label in rows]
    return found


def _known_from(site: Site, id: str) -> list[tuple[str, str, list[str]]]:
    """The sources that tell of a case: label, IRI and places."""
    rows = site.store.graph.rows(
        f"""SELECT DISTINCT ?source ?label ?place ?start WHERE {{ <{expand(f"case:{id}")}> cw:knownFrom ?p .
              ?p cw:inSource ?source ; cw:locator ?place ; cw:startChar ?start . ?source rdfs:label ?label }}
            ORDER BY ?label ?start"""
    )
    found: dict[str, tuple[str, str, list[str]]] = {}
    for iri, label, place, _ in rows:
        found.setdefault(iri, (label, iri, []))[2].append(place)
    return [*found.values()]


def _people(site: Site, id: str) -> list[tuple[str, str, str]]:
    """Who took part: name, IRI, and post with organisation."""
    rows = site.store.graph.rows(
        f"""SELECT DISTINCT ?p ?name ?post ?organisation WHERE {{
              ?t cw:tenureIn <{expand(f"case:{id}")}> ; cw:heldBy ?p . ?p rdfs:label ?name .
              OPTIONAL {{ ?t cw:post ?post }}
              OPTIONAL {{ ?t cw:atOrganisation ?o . ?o rdfs:label ?organisation }} }} ORDER BY ?name ?post"""
    )
    return [(name, iri, ", ".join(filter(None, (post, organisation)))) for iri, name, post, organisation in rows]


def _course(site: Site, id: str) -> Html | str:
    """The phases as a picture; empty where neither years nor phases are stated."""
    course = phases.course(site.store, id)
    if not course.phases and not (course.start or course.end):
        return ""
    return pictured(lambda width: phases.draw(course, width), phases.table(course), "Phases")


def _model(site: Site, asked: Asked, id: str) -> Html:
    """The themes of the case on the model, each a link to its page."""
    one = themes.one(site.store, id)
    links = {f"theme/{theme.id}": asked.to.entry("theme", theme.id) for theme in site.model}
    table = model.table(site.model, one)
    return pictured(lambda width: model.draw(site.model, one, width, links=links), table, "Themes")


def _results(site: Site, id: str, name: str) -> Html | str:
    found = numbers.changes(site.store, id)
    if not found:
        return ""
    return pictured(lambda width: changes.draw(name, found, width), changes.table(found), "Results in numbers")


def _lists(facets: Facets, site: Site, id: str, spoken: set[str]) -> list[tuple[str, list[Standing], list[Silence]]]:
    """By list: its name, what is certain or possible, and what is not stated, by reason."""
    found = []
    for key in DEFAULT_STANCE:
        cells = [(entry, compare.cell(facets, key, entry.id, id)) for entry in site.entries[key].values()]
        told = [Standing(entry, cell) for entry, cell in cells if cell.standings]
        silent: dict[str, list[Entry]] = {}
        for entry, cell in cells:
            if not cell.standings:
                reason = f"{cell.silence}; {SPOKEN_OF}" if entry.label in spoken else cell.silence
                silent.setdefault(reason, []).append(entry)
        found.append((facets.group(key).label, told, [Silence(*one) for one in silent.items()]))
    return found


def _findings(data: dict[str, Any]) -> list[tuple[str, list[dict[str, str]]]]:
    """The findings by what they are about."""
    groups: dict[str, list[dict[str, str]]] = {}
    for found in data["findings"]:
        groups.setdefault(found["about"], []).append(found)
    return [*groups.items()]
