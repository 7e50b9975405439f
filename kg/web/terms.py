"""The names that exist in a graph, with labels, counts and meanings: what the SPARQL page completes and explains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from kg import rdf
from kg.namespaces import BASE, CODE_LISTS, CW, ID_KINDS, PREFIXES, local_name, shorten

LONGEST = 240  # characters of a meaning
_LISTS = {*CODE_LISTS, *ID_KINDS}
Term = dict[str, Any]

_MEMBERS = "SELECT ?kind (COUNT(*) AS ?n) WHERE { ?s a ?kind } GROUP BY ?kind"
_BOTH = "SELECT ?kind ?other (COUNT(*) AS ?n) WHERE { ?s a ?kind, ?other } GROUP BY ?kind ?other"
_USES = "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p"
_POINTED = "SELECT ?o (COUNT(*) AS ?n) WHERE { ?s ?p ?o FILTER isIRI(?o) } GROUP BY ?o"
_OF = "SELECT DISTINCT ?p ?kind WHERE { ?s ?p ?o ; a ?kind }"
_LEADS = "SELECT DISTINCT ?p ?kind WHERE { ?s ?p ?o . ?o a ?kind }"
_TO = f"""SELECT DISTINCT ?p ?from WHERE {{ ?s ?p ?o
           FILTER(!isBlank(?o))
           BIND(IF(isLiteral(?o), COALESCE(STR(DATATYPE(?o)), "{PREFIXES["rdf"]}langString"),
                   CONCAT(REPLACE(STR(?o), "[^/#]+$", ""), "-")) AS ?from) }}"""  # not every store types a text


def terms(graph: rdf.Graph) -> dict[str, Any]:
    """The classes, properties and labelled things of a graph, most used first.

    Each has `name` (short form), `label`, `count` and, where one is written, `about`. The count of a class is that of
    its members, of a property that of its statements, of anything else that of the statements that point to it. A
    class may have `within` (classes that hold all of its members and more), a property `of` and `leads` (the widest
    classes of its subjects and objects) and `to` (lists and datatypes of its objects). `entries` are by prefix, their
    names without it.
    """
    return _Names(graph).as_dict()


class _Names:
    """What a graph says of its names, from a few queries over the whole of it."""

    def __init__(self, graph: rdf.Graph) -> None:
        self.labels = dict(graph.rows("SELECT ?s ?label WHERE { ?s rdfs:label ?label } ORDER BY ?label"))
        self.meanings = dict(graph.rows("SELECT ?s ?text WHERE { ?s skos:definition ?text } ORDER BY ?text"))
        self.members = _counts(graph.rows(_MEMBERS))
        self.uses = _counts(graph.rows(_USES))
        self.pointed = _counts(graph.rows(_POINTED))
        self.within = defaultdict[str, set[str]](set)
        for kind, other, both in graph.rows(_BOTH):
            if other.startswith(CW) and int(both) == self.members[kind] < self.members[other]:
                self.within[kind].add(other)
        self.of, self.leads, self.to = (_sets(graph.rows(text)) for text in (_OF, _LEADS, _TO))

    def as_dict(self) -> dict[str, Any]:
        entries = defaultdict[str, list[Term]](list)
        for iri in self.labels:
            prefix, _, local = shorten(iri).partition(":")
            if prefix in _LISTS:
                entries[prefix].append(self._term(iri, self.pointed.get(iri, 0), local))
        return {
            "base": BASE,
            "prefixes": PREFIXES,
            "classes": _by_use(map(self._class, self.members)),
            "properties": _by_use(map(self._property, self.uses)),
            "entries": {prefix: _by_use(entries[prefix]) for prefix in sorted(entries)},
        }

    def _term(self, iri: str, count: int, name: str = "", **ties: list[str]) -> Term:
        term = {"name": name or shorten(iri), "label": self.labels.get(iri) or local_name(iri), "count": count}
        about = self.meanings.get(iri, "")
        if about:
            term["about"] = about if len(about) <= LONGEST else about[: LONGEST - 1] + "…"
        return term | {key: names for key, names in ties.items() if names}

    def _class(self, iri: str) -> Term:
        return self._term(iri, self.members[iri], within=_ours(self.within[iri]))

    def _property(self, iri: str) -> Term:
        lists = sorted({shorten(found).removesuffix(":-") for found in self.to[iri]})
        return self._term(
            iri,
            self.uses[iri],
            of=_ours(self._widest(self.of[iri])),
            leads=_ours(self._widest(self.leads[iri])),
            to=[name for name in lists if "//" not in name],
        )

    def _widest(self, kinds: set[str]) -> set[str]:
        """Those of some classes that lie within none of the others."""
        return {kind for kind in kinds if not self.within[kind] & kinds}


def _counts(rows: Iterable[tuple[str, str]]) -> dict[str, int]:
    return {name: int(count) for name, count in rows}


def _sets(rows: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found = defaultdict[str, set[str]](set)
    for name, value in rows:
        found[name].add(value)
    return found


def _ours(kinds: set[str]) -> list[str]:
    return sorted(shorten(kind) for kind in kinds if kind.startswith(CW))


def _by_use(found: Iterable[Term]) -> list[Term]:
    return sorted(found, key=lambda term: (-term["count"], term["name"]))
