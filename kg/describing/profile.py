"""What a graph holds, counted in one walk: classes, properties, and which property leads from which class to what.

Nodes are texts as N-Triples has them, `<https://…>`, `_:b0` or `"text"@en`: counting texts is many times as fast as
counting the engine's own objects.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from kg import rdf
from kg.namespaces import BASE, CW, expand

Line = tuple[str, str, str]  # subject, predicate, object
_TYPE = f"<{expand('rdf:type')}>"
_DEFINED = {f"<{expand('owl:equivalentClass')}>", f"<{CW}isHelper>"}
_STRING, _LANGUAGE = expand("xsd:string"), expand("rdf:langString")


def line(triple: rdf.Triple) -> Line:
    """A triple as texts."""
    return str(triple.subject), str(triple.predicate), str(triple.object)


@dataclass
class Use:
    """How a property is used: by all that have it, or by the members of one class.

    `classes` and `datatypes` count the triples whose value is of each, by IRI.
    """

    triples: int = 0
    subjects: set[str] = field(default_factory=set)
    objects: set[str] = field(default_factory=set)
    classes: Counter[str] = field(default_factory=Counter)
    datatypes: Counter[str] = field(default_factory=Counter)

    def add(self, other: Use) -> None:
        self.triples += other.triples
        self.subjects |= other.subjects
        self.objects |= other.objects
        self.classes.update(other.classes)
        self.datatypes.update(other.datatypes)


class Profile:
    """The counts of a graph. Classes and properties are IRIs, in the order of their names.

    `plain` are the classes of this project that people record things under. Those that follow from a definition, and
    those that serve a reasoner only, are counted in `members`, but what their members have is not told once more.
    """

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = list(lines)
        types: dict[str, set[str]] = defaultdict(set)
        defined = set()
        for subject, predicate, value in self._lines:
            if predicate == _TYPE and value[0] == "<":
                types[subject].add(value[1:-1])
            elif predicate in _DEFINED:
                defined.add(subject[1:-1])
        self.members = dict(sorted(Counter(name for names in types.values() for name in names).items()))
        self.plain = [name for name in self.members if name.startswith(CW) and name not in defined]
        plain = set(self.plain)
        self._sorts = {node: tuple(sorted(names & plain)) for node, names in types.items()}

    @property
    def triples(self) -> int:
        return len(self._lines)

    @cached_property
    def subjects(self) -> set[str]:
        return {subject for subject, _, _ in self._lines}

    @cached_property
    def objects(self) -> set[str]:
        return {value for _, _, value in self._lines}

    @property
    def entities(self) -> int:
        """How many things under this project's own IRIs are described."""
        return sum(node.startswith(f"<{BASE}") for node in self.subjects)

    @cached_property
    def _uses(self) -> dict[tuple[tuple[str, ...], str], Use]:
        """How each property is used by all things that are of the very same classes: many share one set of them."""
        found: dict[tuple[tuple[str, ...], str], Use] = defaultdict(Use)
        values: dict[tuple[tuple[str, ...], str], Counter[str | tuple[str, ...]]] = defaultdict(Counter)
        for subject, predicate, value in self._lines:
            key = (self._sorts.get(subject, ()), predicate)
            use = found[key]
            use.triples += 1
            use.subjects.add(subject)
            use.objects.add(value)
            values[key][_datatype(value) if value[0] == '"' else self._sorts.get(value, ())] += 1
        for key, counts in values.items():
            for sort, count in counts.items():
                if isinstance(sort, str):
                    found[key].datatypes[sort] += count
                else:
                    found[key].classes.update(dict.fromkeys(sort, count))
        return found

    @cached_property
    def properties(self) -> dict[str, Use]:
        """How each property is used in the whole graph; values count under the plain classes."""
        found: dict[str, Use] = defaultdict(Use)
        for (_, property), use in self._uses.items():
            found[property[1:-1]].add(use)
        return dict(sorted(found.items()))

    @cached_property
    def by_class(self) -> dict[str, dict[str, Use]]:
        """For each plain class, how its members use each property; values count under the plain classes too."""
        found: dict[str, dict[str, Use]] = {name: defaultdict(Use) for name in self.plain}
        for (sort, property), use in self._uses.items():
            for name in sort:
                found[name][property[1:-1]].add(use)
        return {name: dict(sorted(uses.items())) for name, uses in found.items()}

    @cached_property
    def vocabularies(self) -> list[str]:
        """The namespaces of the classes and properties used."""
        names = {*self.members, *self.properties}
        return sorted({name[: max(name.rfind("#"), name.rfind("/")) + 1] for name in names})


def _datatype(literal: str) -> str:
    """The IRI of a literal's datatype."""
    if literal[-1] == '"':
        return _STRING
    return literal[literal.rindex("^^<") + 3 : -1] if literal[-1] == ">" else _LANGUAGE
