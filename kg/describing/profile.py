"""What a graph holds, counted in one walk: classes, properties, and which property leads from which class to what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kg import rdf
from kg.namespaces import BASE, CW, expand

_TYPE = expand("rdf:type")
_DEFINED = (expand("owl:equivalentClass"), CW + "isHelper")


@dataclass
class Use:
    """How a property is used: by all that have it, or by the members of one class.

    `classes` and `datatypes` count the triples whose value is of each.
    """

    triples: int = 0
    subjects: set[Any] = field(default_factory=set)
    objects: set[Any] = field(default_factory=set)
    classes: Counter[str] = field(default_factory=Counter)
    datatypes: Counter[str] = field(default_factory=Counter)

    def count(self, triple: rdf.Triple, classes: Iterable[str]) -> None:
        self.triples += 1
        self.subjects.add(triple.subject)
        self.objects.add(triple.object)
        self.classes.update(classes)
        if isinstance(triple.object, rdf.Literal):
            self.datatypes[triple.object.datatype.value] += 1


class Profile:
    """The counts of a graph. Classes and properties are IRIs, in the order of their names.

    `plain` are the classes of this project that people record things under. Those that follow from a definition, and
    those that serve a reasoner only, are counted in `members`, but what their members have is not told once more.
    """

    def __init__(self, triples: Iterable[rdf.Triple]) -> None:
        self._triples = list(triples)
        self._types: dict[Any, set[str]] = defaultdict(set)
        derived = set()
        for triple in self._triples:
            if triple.predicate.value == _TYPE and isinstance(triple.object, rdf.Iri):
                self._types[triple.subject].add(triple.object.value)
            elif triple.predicate.value in _DEFINED and isinstance(triple.subject, rdf.Iri):
                derived.add(triple.subject.value)
        self.members = dict(sorted(Counter(name for names in self._types.values() for name in names).items()))
        self.plain = [name for name in self.members if name.startswith(CW) and name not in derived]

    @property
    def triples(self) -> int:
        return len(self._triples)

    @cached_property
    def subjects(self) -> set[Any]:
        return {triple.subject for triple in self._triples}

    @cached_property
    def objects(self) -> set[Any]:
        return {triple.object for triple in self._triples}

    @cached_property
    def entities(self) -> int:
        """How many things under this project's own IRIs are described."""
        return sum(isinstance(thing, rdf.Iri) and thing.value.startswith(BASE) for thing in self.subjects)

    @cached_property
    def properties(self) -> dict[str, Use]:
        """How each property is used in the whole graph."""
        found: dict[str, Use] = defaultdict(Use)
        for triple in self._triples:
            found[triple.predicate.value].count(triple, ())
        return dict(sorted(found.items()))

    @cached_property
    def by_class(self) -> dict[str, dict[str, Use]]:
        """For each plain class, how its members use each property; values count under the plain classes too."""
        plain = set(self.plain)
        types = {name: sorted(found & plain) for name, found in self._types.items()}
        found: dict[str, dict[str, Use]] = {name: defaultdict(Use) for name in self.plain}
        for triple in self._triples:
            for name in types.get(triple.subject, ()):
                found[name][triple.predicate.value].count(triple, types.get(triple.object, ()))
        return {name: dict(sorted(uses.items())) for name, uses in found.items()}

    @cached_property
    def vocabularies(self) -> list[str]:
        """The namespaces of the classes and properties used."""
        names = {*self.members, *self.properties}
        return sorted({name[: max(name.rfind("#"), name.rfind("/")) + 1] for name in names})
