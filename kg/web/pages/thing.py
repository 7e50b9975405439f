"""Any thing of the graph on a page of its own: what is said of it, in words, and what else speaks of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg import html, rdf
from kg.errors import closest
from kg.html import Html
from kg.namespaces import BASE, CW, expand, local_name
from kg.web.addresses import Addresses
from kg.web.pages import names
from kg.web.pages.asked import Asked
from kg.web.pages.frame import Page
from kg.web.pages.site import Site

MOST = 60  # things that speak of it, by one property
LEADS = ("skos:definition", "cw:note", "cw:summary", "dct:description", "cw:locator")  # what a thing is told by, first
LAST = ("rdf:type", "skos:inScheme", "skos:hiddenLabel", "cw:digest", "cw:localId")
LISTS = {
    "case": "cases",
    "organisation": "organisations",
    "theme": "themes",
    "barrier": "barriers",
    "outcome": "outcomes",
}


Value = rdf.Iri | rdf.Literal


@dataclass
class Statement:
    """What is said by one property, in words: texts and links."""

    words: str
    values: list[Html] = field(default_factory=list)
    more: int = 0


def show(site: Site, asked: Asked) -> Page:
    """The page of a thing by what follows `BASE` in its IRI. An unknown one gives a page with status 404."""
    iri = BASE + asked.rest
    found = _said(site, f"<{iri}> ?p ?x", iri) if _safe(asked.rest) else []
    if not found:
        return _unknown(site, asked)
    kinds = [value.value for property, value in found if property == expand("rdf:type")]
    lead = next((value.value for name in LEADS for property, value in found if property == expand(name)), "")
    name = names.of_thing(site, iri, kinds)
    to, own = asked.to, asked.to.thing(iri)
    return Page(
        name,
        "thing.html",
        {
            "kind": names.of_kind(site, kinds),
            "lead": lead,
            "said": _statements(site, to, [one for one in found if one[1].value != lead]),
            "spoken": _statements(site, to, _said(site, f"?x ?p <{iri}>", iri), MOST),
            "known": _known_as(iri, to),
        },
        description=lead[:300],
        document=own.rstrip("/"),
    )


def _safe(rest: str) -> bool:
    """Whether a text can be the end of an IRI in a query."""
    return bool(rest) and rest.isascii() and all(c.isalnum() or c in "-/._" for c in rest)


def _said(site: Site, pattern: str, iri: str) -> list[tuple[str, Value]]:
    """Property and value of each statement of a pattern with `?p` and `?x`, but for those about nameless nodes."""
    rows = site.store.graph.query(f"SELECT ?p ?x WHERE {{ {pattern} FILTER (!isBlank(?x)) }} ORDER BY ?p ?x", iri)
    return [(row["p"].value, row["x"]) for row in rows]


def _statements(site: Site, to: Addresses, found: list[tuple[str, Value]], most: int = 1_000) -> list[Statement]:
    """Statements by property, in words; what tells least comes last."""
    kinds = _kinds(site, [value.value for _, value in found if isinstance(value, rdf.Iri)])
    groups: dict[str, Statement] = {}
    for property, value in found:
        statement = groups.setdefault(property, Statement(names.of_property(site, property)))
        if len(statement.values) < most:
            statement.values.append(_shown(site, to, value, kinds))
        else:
            statement.more += 1
    last = [expand(curie) for curie in LAST]
    return [groups[p] for p in sorted(groups, key=lambda p: (last.index(p) + 1 if p in last else 0, groups[p].words))]


def _kinds(site: Site, iris: list[str]) -> dict[str, list[str]]:
    """The kinds of things that have no label, by IRI."""
    nameless = [iri for iri in dict.fromkeys(iris) if iri.startswith(BASE) and iri not in site.labels]
    if not nameless:
        return {}
    values = " ".join(f"<{iri}>" for iri in nameless)
    found: dict[str, list[str]] = {}
    for iri, kind in site.store.graph.rows(f"SELECT ?x ?k WHERE {{ VALUES ?x {{ {values} }} ?x a ?k }} ORDER BY ?k"):
        found.setdefault(iri, []).append(kind)
    return found


def _shown(site: Site, to: Addresses, value: Value, kinds: dict[str, list[str]]) -> Html:
    """A value: a text, or a thing by its name with a link to its page."""
    if not isinstance(value, rdf.Iri):
        return html.cell(getattr(value, "value", value))
    if not value.value.startswith(BASE):
        return html.link(value.value, local_name(value.value))
    name = names.of_thing(site, value.value, kinds.get(value.value, []))
    return Html(f'<a href="{html.escape(to.thing(value.value))}">{html.escape(name)}</a>')


def _known_as(iri: str, to: Addresses) -> tuple[str, str] | None:
    """The list that a thing belongs to, where there is one: words and address."""
    kind, _, rest = iri.removeprefix(BASE).partition("/")
    name, _, id = rest.partition("/")
    if kind == "code" and id:
        return (f"List: {name}", to.page("about-thing", "code", name, ""))
    return None


def _unknown(site: Site, asked: Asked) -> Page:
    """What an unknown thing gets: the nearest things of its kind."""
    kind, _, id = asked.rest.rpartition("/")
    known = [local_name(iri) for iri in site.labels if iri.startswith(f"{BASE}{kind}/")]
    hint = closest(id, known)
    message = f"The graph holds nothing called {asked.rest[:200]}." + (f" {hint[0].upper()}{hint[1:]}" if hint else "")
    near = [] if not hint else [(n, asked.to.thing(f"{BASE}{kind}/{n}")) for n in known if f"'{n}'" in hint]
    return Page("No such thing", "message.html", {"message": message, "links": near}, status=404)


def show_ontology(site: Site, asked: Asked) -> Page:
    """The ontology: its classes and properties, each with its meaning and what it is said of."""
    groups = [
        ("Classes", _terms(site, "owl:Class")),
        ("Properties that lead to things", _terms(site, "owl:ObjectProperty")),
        ("Properties that lead to texts and numbers", _terms(site, "owl:DatatypeProperty")),
        ("Notes on terms", _terms(site, "owl:AnnotationProperty")),
        ("Helpers of the reasoner, which no data uses", _terms(site, "?kind", helpers=True)),
    ]
    own = asked.to.page("ontology")
    return Page(
        "The ontology",
        "ontology.html",
        {
            "groups": groups,
        },
        here="data",
        description="The classes and properties of the graph, each with its meaning.",
        document=own,
    )


@dataclass(frozen=True)
class Term:
    """A term of the ontology: its local name, label and definition, the terms it is under, what it is said of."""

    id: str
    label: str
    definition: str
    under: list[tuple[str, str]]
    domain: list[tuple[str, str]]
    range: list[tuple[str, str]]


def _terms(site: Site, kind: str, helpers: bool = False) -> list[Term]:
    """The terms of a kind that have a meaning, by label; either those that only the reasoner needs, or the others."""
    rows = site.store.graph.rows(
        f"""SELECT DISTINCT ?t ?label ?definition WHERE {{
              ?t a {kind} ; rdfs:label ?label ; skos:definition ?definition FILTER STRSTARTS(STR(?t), "{CW}")
              FILTER {"" if helpers else "NOT "}EXISTS {{ ?t cw:isHelper true }} }} ORDER BY LCASE(?label) ?t"""
    )
    ties = {
        name: _tied(site, property)
        for name, property in (
            ("under", "rdfs:subClassOf|rdfs:subPropertyOf"),
            ("domain", "rdfs:domain"),
            ("range", "rdfs:range"),
        )
    }
    return [
        Term(local_name(iri), label, definition, *(ties[name].get(iri, []) for name in ("under", "domain", "range")))
        for iri, label, definition in rows
    ]


def _tied(site: Site, property: str) -> dict[str, list[tuple[str, str]]]:
    """The terms of ours that each term is tied to by a property: local name and label."""
    found: dict[str, list[tuple[str, str]]] = {}
    for term, other, label in site.store.graph.rows(
        f"""SELECT DISTINCT ?t ?o ?label WHERE {{ ?t {property} ?o . ?o rdfs:label ?label ; skos:definition ?d }}
            ORDER BY ?label"""
    ):
        if other.startswith(CW):
            found.setdefault(term, []).append((local_name(other), label))
    return found
