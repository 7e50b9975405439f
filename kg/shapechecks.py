"""The rules of shapes as functions over the lines of a graph.

A function says that values fit where pyshacl would surely find no fault with them. Where it is not sure, as with a
literal in an unusual form, it says that they do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cached_property

from kg import rdf
from kg.namespaces import expand
from kg.shapetree import SH, TYPE, text_of

_KIND_OF = f"<{expand('rdfs:subClassOf')}>"
_XSD = expand("xsd:")
_WHOLE = r'"-?(0|[1-9]\d{0,14})"'
_LEXICAL = {
    f"<{_XSD}{name}>": re.compile(rf"{form}\^\^<{re.escape(_XSD)}{name}>")
    for name, form in {
        "integer": _WHOLE,
        "nonNegativeInteger": r'"(0|[1-9]\d{0,14})"',
        "decimal": r'"-?\d{1,15}(\.\d{1,9})?"',
        "boolean": r'"(true|false)"',
    }.items()
}
_NUMBER = re.compile(rf'"(-?\d{{1,15}}(?:\.\d{{1,9}})?)"\^\^<{re.escape(_XSD)}(integer|nonNegativeInteger|decimal)>')

Check = Callable[[str, list[str], "Facts"], bool]  # a thing, the values of its path, what is known: whether all fit


class Facts:
    """A graph by its predicates: the lines of N-Triples, each triple on one."""

    def __init__(self, lines: Iterable[str], graph: Callable[[], rdf.Graph] | None = None) -> None:
        """`graph` gives the same as a graph, where somebody has it at hand."""
        self.lines = set(lines) - {""}
        self._graph = graph
        self.objects: dict[str, dict[str, list[str]]] = {}
        for line in self.lines:
            subject, predicate, rest = line.split(" ", 2)
            self.objects.setdefault(predicate, {}).setdefault(subject, []).append(rest[:-2])
        self._above: dict[str, set[str]] = {}

    def values(self, thing: str, path: str, inverse: bool = False) -> list[str]:
        """What a property of a thing leads to, or what leads to the thing by it."""
        if inverse:
            return [subject for subject, objects in self.objects.get(path, {}).items() if thing in objects]
        return self.objects.get(path, {}).get(thing, [])

    def above(self, kind: str) -> set[str]:
        """A class and every class that it is a kind of."""
        if kind not in self._above:
            found, queue = {kind}, [kind]
            while queue:
                wider = [one for one in self.values(queue.pop(), _KIND_OF) if one not in found]
                found.update(wider)
                queue += wider
            self._above[kind] = found
        return self._above[kind]

    @cached_property
    def kinds(self) -> dict[str, set[str]]:
        """The classes of each thing, given directly or by way of narrower ones."""
        return {
            thing: self.above(own[0]) if len(own) == 1 else set().union(*map(self.above, own))
            for thing, own in self.objects.get(TYPE, {}).items()
        }

    @cached_property
    def members(self) -> dict[str, set[str]]:
        """The things of each class."""
        found: dict[str, set[str]] = {}
        for thing, kinds in self.kinds.items():
            for kind in kinds:
                found.setdefault(kind, set()).add(thing)
        return found

    @cached_property
    def graph(self) -> rdf.Graph:
        """The same as a graph that queries can be asked of."""
        if self._graph:
            return self._graph()
        graph = rdf.Graph()
        graph.add_lines(self.lines)
        return graph

    @cached_property
    def text(self) -> str:
        return "\n".join(self.lines)


def compiled(word: str, given: tuple[str, ...]) -> Check:
    """A rule of a shape as a function. Raises `ValueError` for a rule, or what it is given, that is not known here."""
    if word not in _CHECKS:
        raise ValueError(f"{word} is not compiled")
    return _CHECKS[word](*given) if word != "in" else _one_of(given)


def _each(passes: Callable[[str], bool]) -> Check:
    """Every value passes."""
    return lambda thing, values, facts: all(map(passes, values))


def _one_of(given: tuple[str, ...]) -> Check:
    allowed = frozenset(given)
    return _each(lambda value: value in allowed)


def _is_a(kind: str) -> Check:
    def all_are(thing: str, values: list[str], facts: Facts) -> bool:
        return all(value in facts.kinds and kind in facts.kinds[value] for value in values)

    return all_are


def _datatype(given: str) -> Check:
    if given == f"<{_XSD}string>":
        return _each(lambda value: value.startswith('"') and value.endswith('"'))
    if given not in _LEXICAL:
        raise ValueError(f"the datatype {given} is not compiled")
    return _each(lambda value: bool(_LEXICAL[given].fullmatch(value)))


def _node_kind(given: str) -> Check:
    if given != f"<{SH}IRI>":
        raise ValueError(f"the kind {given} is not compiled")
    return _each(lambda value: value.startswith("<"))


def _at_least(given: str) -> Check:
    """So many values. Literals that are not plain may be the same value in two forms, and count as one together."""
    least = _whole(given)

    def enough(thing: str, values: list[str], facts: Facts) -> bool:
        if len(values) < least:
            return False
        other = sum(not (value.endswith((">", '"')) and '"^^<' not in value) for value in values) if least > 1 else 0
        return len(values) - max(0, other - 1) >= least

    return enough


def _at_most(given: str) -> Check:
    most = _whole(given)
    return lambda thing, values, facts: len(values) <= most


def _no_longer(given: str) -> Check:
    most = _whole(given)
    return _each(lambda value: len(text_of(value) or " " * (most + 1)) <= most)


def _no_shorter(given: str) -> Check:
    least = _whole(given)
    return _each(lambda value: len(text_of(value) or "") >= max(1, least))


def _pattern(given: str) -> Check:
    text = text_of(given)
    if text is None:
        raise ValueError("a pattern is no text")
    try:
        pattern = re.compile(text)
    except re.error as error:
        raise ValueError(str(error)) from None
    return _each(lambda value: value.endswith('"') and bool(pattern.match(text_of(value) or "")))


def _bound(fits: Callable[[Decimal, Decimal], bool]) -> Callable[[str], Check]:
    """A limit of a number. Numbers of another datatype than the limit, and what is no number, do not fit."""

    def compiled(given: str) -> Check:
        limit = _number(given)
        if limit is None:
            raise ValueError(f"{given} is no plain number")

        def within(value: str) -> bool:
            number = _number(value)
            return number is not None and number[1] == limit[1] and fits(number[0], limit[0])

        return _each(within)

    return compiled


def _pair(fits: Callable[[Decimal, Decimal], bool]) -> Callable[[str], Check]:
    """A number beside that of another property of the same thing."""

    def compiled(other: str) -> Check:
        def check(thing: str, values: list[str], facts: Facts) -> bool:
            limits = facts.values(thing, other)
            return all(_in_order(value, limit, fits) for value in values for limit in limits)

        return check

    return compiled


def _in_order(value: str, limit: str, fits: Callable[[Decimal, Decimal], bool]) -> bool:
    one, two = _number(value), _number(limit)
    return one is not None and two is not None and one[1] == two[1] and fits(one[0], two[0])


def _has_value(given: str) -> Check:
    return lambda thing, values, facts: given in values


def _unique_languages(given: str) -> Check:
    def check(thing: str, values: list[str], facts: Facts) -> bool:
        tags = [value.rpartition('"@')[2].lower() for value in values if not value.endswith((">", '"'))]
        return len(tags) == len(set(tags))

    return check


def _number(term: str) -> tuple[Decimal, str] | None:
    found = _NUMBER.fullmatch(term)
    return (Decimal(found[1]), found[2]) if found else None


def _whole(term: str) -> int:
    number = _number(term)
    if number is None or number[1] != "integer" or number[0] < 0:
        raise ValueError(f"{term} is no count")
    return int(number[0])


_CHECKS: dict[str, Callable[..., Check]] = {
    "in": _one_of,
    "class": _is_a,
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "minCount": _at_least,
    "maxCount": _at_most,
    "minLength": _no_shorter,
    "maxLength": _no_longer,
    "pattern": _pattern,
    "minInclusive": _bound(lambda value, limit: value >= limit),
    "maxInclusive": _bound(lambda value, limit: value <= limit),
    "minExclusive": _bound(lambda value, limit: value > limit),
    "maxExclusive": _bound(lambda value, limit: value < limit),
    "lessThan": _pair(lambda value, limit: value < limit),
    "lessThanOrEquals": _pair(lambda value, limit: value <= limit),
    "hasValue": _has_value,
    "uniqueLang": _unique_languages,
}
