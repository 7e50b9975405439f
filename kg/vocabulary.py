"""The codebook as the checker needs it: which ids each list has. The lists themselves stand only in `ontology/`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import rdf
from kg.errors import KgError
from kg.namespaces import CODE, PREFIXES, local_name


@dataclass(frozen=True)
class Vocabulary:
    """`lists["theme"]` holds the ids of the themes, `stances["theme"]` those of their stances; `method_of` the theme
    that each method belongs to."""

    lists: dict[str, frozenset[str]]
    stances: dict[str, frozenset[str]]
    method_of: dict[str, str]

    def ids(self, name: str) -> frozenset[str]:
        return self.lists.get(name, frozenset())


def read_context(path: Path) -> dict[str, object]:
    """The `@context` of the mapping. Raises `KgError` where the file is no JSON."""
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise KgError(f"{path}: the mapping cannot be read: {error}") from None
    context = loaded.get("@context") if isinstance(loaded, dict) else None
    if not isinstance(context, dict) or "Measurement" not in context:
        raise KgError(f"{path}: the mapping cannot be read: it has no '@context' with the terms of case files")
    return context


def read_vocabulary(codebook: Path, context: Path) -> Vocabulary:
    """Read the codebook's entries and the context's organisation kinds and units."""
    found: dict[str, set[str]] = {}
    stances: dict[str, set[str]] = {}
    method_of: dict[str, str] = {}
    is_a, concept = PREFIXES["rdf"] + "type", PREFIXES["skos"] + "Concept"
    stance_kinds = {PREFIXES["cw"] + f"{kind.capitalize()}Stance": kind for kind in ("theme", "barrier", "outcome")}
    for triple in rdf.parse(codebook, "turtle", codebook.name):
        subject = getattr(triple.subject, "value", "")
        if triple.predicate.value == PREFIXES["cw"] + "methodOf" and isinstance(triple.object, rdf.Iri):
            method_of[local_name(subject)] = local_name(triple.object.value)
        if triple.predicate.value != is_a or not subject.startswith(CODE) or not isinstance(triple.object, rdf.Iri):
            continue
        name, _, local = subject[len(CODE) :].partition("/")
        if triple.object.value == concept:
            found.setdefault(name, set()).add(local)
        if triple.object.value in stance_kinds:
            stances.setdefault(stance_kinds[triple.object.value], set()).add(local)
    terms: Any = read_context(context)
    found["unit"] = set(terms["Measurement"]["@context"]["unit"]["@context"])
    found["organisation-kind"] = {key.removeprefix("kind-of-") for key in terms if key.startswith("kind-of-")}
    found["countable"] = {f"{n}/{i}" for n in ("theme", "method", "authority", "barrier") for i in found.get(n, ())}
    found["scheme"] = {"theme", "barrier", "outcome"}
    lists, kinds = ({n: frozenset(s) for n, s in sets.items()} for sets in (found, stances))
    return Vocabulary(lists, kinds, method_of)
