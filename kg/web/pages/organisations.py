"""Organisations: the list by country, and each with the cases it takes part in, its people and its units."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.errors import UsageError, closest
from kg.namespaces import expand, local_name
from kg.web.pages.asked import Asked
from kg.web.pages.frame import Page
from kg.web.pages.site import Site

PLAIN = "(cw:Organisation, cw:PubliclyFundedOrganisation)"


@dataclass(frozen=True)
class Listed:
    """An organisation in the list: id, name, country, kinds, and in how many cases it takes part."""

    id: str
    name: str
    country: str
    kinds: list[str] = field(default_factory=list)
    cases: int = 0


def show_list(site: Site, asked: Asked) -> Page:
    """All organisations, by country."""
    rows = site.store.graph.rows(
        f"""SELECT ?o ?name ?country ?kind (COUNT(DISTINCT ?case) AS ?cases) WHERE {{
              ?o a cw:Organisation ; rdfs:label ?name . OPTIONAL {{ ?o cw:inCountry/rdfs:label ?country }}
              OPTIONAL {{ ?o a ?t . ?t rdfs:label ?kind FILTER (?t NOT IN {PLAIN}) }}
              OPTIONAL {{ ?case cw:hasKind ?k ; cw:involvesOrganisation ?o }} }}
            GROUP BY ?o ?name ?country ?kind ORDER BY ?country ?name ?kind"""
    )
    found: dict[str, Listed] = {}
    for iri, name, country, kind, cases in rows:
        one = found.setdefault(iri, Listed(local_name(iri), name, country or "", [], int(cases)))
        one.kinds.extend([kind.lower()] if kind else [])
    countries: dict[str, list[Listed]] = {}
    for one in found.values():
        countries.setdefault(one.country or "Country not told", []).append(one)
    return Page(
        "Organisations",
        "organisations.html",
        {"countries": countries, "count": len(found)},
        here="cases",
        description=f"{len(found)} organisations that take part in the cases or are named with them.",
    )


def show(site: Site, asked: Asked) -> Page:
    """One organisation. Raises `UsageError` for an unknown one."""
    if not asked.rest:
        raise UsageError("name an organisation; the list of organisations has them all")
    iri = expand(f"organisation:{asked.rest}")
    name = site.labels.get(iri)
    if name is None:
        hint = closest(asked.rest, site.organisation_by_label.values()) or "the list of organisations has them all"
        raise UsageError(f"no organisation has the id '{asked.rest}'; {hint}")
    to = asked.to
    return Page(
        name,
        "organisation.html",
        {
            "kinds": _texts(site, f"<{iri}> a ?t . ?t rdfs:label ?x FILTER (?t NOT IN {PLAIN})"),
            "others": _texts(site, f"<{iri}> skos:altLabel ?x"),
            "notes": _texts(site, f"<{iri}> cw:note ?x"),
            "countries": _linked(site, f"<{iri}> cw:inCountry ?x"),
            "places": _linked(site, f"<{iri}> cw:inPlace ?x . FILTER NOT EXISTS {{ ?x a cw:Country }}"),
            "above": _linked(site, f"<{iri}> cw:unitOf ?x"),
            "below": _linked(site, f"?x cw:unitOf <{iri}>"),
            "cases": _cases(site, iri),
            "people": _people(site, iri),
            "passages": _passages(site, iri),
        },
        here="cases",
        description=f"{name}: the cases it takes part in, its people, and where the sources name it.",
        document=to.organisation(asked.rest),
    )


def _texts(site: Site, pattern: str) -> list[str]:
    return [text for (text,) in site.store.graph.rows(f"SELECT DISTINCT ?x WHERE {{ {pattern} }} ORDER BY ?x")]


def _linked(site: Site, pattern: str) -> list[tuple[str, str]]:
    """Things by a pattern for `?x`: label and IRI."""
    rows = site.store.graph.rows(
        f"SELECT DISTINCT ?x ?label WHERE {{ {pattern} . ?x rdfs:label ?label }} ORDER BY ?label"
    )
    return [(label, iri) for iri, label in rows]


def _cases(site: Site, iri: str) -> list[tuple[str, str, list[str], list[str]]]:
    """The cases it takes part in of itself: id, name, roles, and where it is told."""
    rows = site.store.graph.rows(
        f"""SELECT ?case ?name ?role ?place WHERE {{
              ?p cw:participant <{iri}> ; cw:participationIn ?case . ?case rdfs:label ?name .
              OPTIONAL {{ ?p cw:hasRole/rdfs:label ?role }}
              OPTIONAL {{ ?p cw:hasEvidence ?e . ?e cw:locator ?place }} }} ORDER BY ?name ?role ?place"""
    )
    found: dict[str, tuple[str, str, list[str], list[str]]] = {}
    for case, name, role, place in rows:
        _, _, roles, places = found.setdefault(case, (local_name(case), name, [], []))
        roles.extend([role.lower()] if role and role.lower() not in roles else [])
        places.extend([place] if place and place not in places else [])
    return [*found.values()]


def _people(site: Site, iri: str) -> list[tuple[str, str, str]]:
    """Who held a post there: name, IRI, post."""
    rows = site.store.graph.rows(
        f"""SELECT DISTINCT ?p ?name ?post WHERE {{ ?t cw:atOrganisation <{iri}> ; cw:heldBy ?p . ?p rdfs:label ?name
              OPTIONAL {{ ?t cw:post ?post }} }} ORDER BY ?name ?post"""
    )
    return [(name, person, post or "") for person, name, post in rows]


def _passages(site: Site, iri: str) -> list[tuple[str, str, list[str]]]:
    """Where the sources name it: source, its IRI, places."""
    rows = site.store.graph.rows(
        f"""SELECT DISTINCT ?s ?label ?place ?start WHERE {{ <{iri}> cw:hasEvidence ?p . ?p cw:inSource ?s ;
              cw:locator ?place ; cw:startChar ?start . ?s rdfs:label ?label }} ORDER BY ?label ?start"""
    )
    found: dict[str, tuple[str, str, list[str]]] = {}
    for source, label, place, _ in rows:
        found.setdefault(source, (label, source, []))[2].append(place)
    return [*found.values()]
