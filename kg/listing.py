"""Conditions given one by one, by option or argument, as a reading: what `kg list` and programs use."""

from __future__ import annotations

from typing import Any

from kg.conditions import Condition, Reading
from kg.errors import UsageError, closest
from kg.lexicon import Entry, stem, words
from kg.namespaces import expand, shorten
from kg.store import Store

_LISTS = {"theme": "theme", "barrier": "barrier", "outcome": "outcome", "country": "country", "area": "area"}
_LISTS |= {"tier": "documentation", "place": "place", "organisation": "organisation", "person": "person"}


def reading(store: Store, chosen: dict[str, Any]) -> Reading:
    """A reading of conditions by list, as `{"theme": ["share-power"], "country": ["CA"]}`; all must hold.

    Values are ids, or words that the codebook or registry knows. Raises `UsageError` for an unknown one.
    """
    groups = []
    for name, group in _LISTS.items():
        for value in chosen.get(name) or []:
            entry = find(store, group, value)
            groups.append([Condition(group, expand(entry.curie), entry.label, value)])
    kinds = [find(store, "kind", v).curie.partition(":")[2] for v in chosen.get("kind") or [] if v != "all"]
    return Reading("", groups, kinds)


def find(store: Store, group: str, value: str) -> Entry:
    """The entry of a list that a value names by its id or in words. Raises `UsageError` with the nearest ids."""
    entries = {e.curie: e for found in store.lexicon.phrases.values() for e in found if e.list == group}
    by_id = {curie.partition(":")[2]: entry for curie, entry in entries.items()}
    if group == "country" and len(value) == 2 and value.isalpha():
        rows = store.graph.rows(f'SELECT ?c WHERE {{ ?c a cw:Country ; cw:isoCode "{value.upper()}" }}')
        value = shorten(rows[0][0]).partition(":")[2] if rows else value
    if value in by_id:
        return by_id[value]
    hits = [e for e in store.lexicon.find([stem(w) for w in words(value)]) if e.list == group]
    if len(hits) == 1:
        return hits[0]
    known = ", ".join(sorted(by_id)) if len(by_id) <= 14 else ""
    hint = closest(value, by_id) or (f"known: {known}" if known else "")
    raise UsageError(f"'{value}' is not a {group}" + (f"; {hint}" if hint else ""))


def cases_of(store: Store, kinds: list[str]) -> list[str]:
    """Ids of the cases of some kinds, or of all, in order of name."""
    if not kinds:
        return [*store.cases]
    values = " ".join(f"kind:{kind}" for kind in kinds)
    rows = store.graph.rows(
        f"SELECT ?c WHERE {{ VALUES ?k {{ {values} }} ?c cw:hasKind ?k ; rdfs:label ?name }} ORDER BY ?name"
    )
    return [iri.rsplit("/", 1)[-1] for (iri,) in rows]
