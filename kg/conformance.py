"""What surely fits the shapes, in a fifteenth of the time that pyshacl takes: things that it need not look at.

The shapes are compiled into plain functions over the lines of a graph, and their queries are asked of pyoxigraph. Where
every thing fits, but for remarks that a shape gives as warnings, that is the answer. In all other cases, and wherever
there is a doubt, there is no answer, and pyshacl looks: a form of SHACL that is not compiled, a literal that is not
written plainly, a broken shape. Nothing is ever said to fit that pyshacl would find fault with; tests hold the two
against each other, and `kg quality` has pyshacl look at the whole graph.
"""

from __future__ import annotations

import re
from pathlib import Path

from kg.errors import QueryError
from kg.namespaces import expand
from kg.shapechecks import Facts, compiled
from kg.shapes import Result, sentence
from kg.shapetree import Query, Root, Shape, read_shapes

_XSD = expand("xsd:")
_RECKONS = re.compile(r"(?:[?$]\w+|\)|\d)\s*[-+*/]")  # a query that does sums
_MULTIPLIES = re.compile(r"(?:[?$]\w+|\))\s*\*\s*[?$(]")
_LONG, _HUGE = (
    re.compile(
        rf'"(?!-?\d{{1,{whole}}}(?:\.\d{{1,{part}}})?")[^"]*"\^\^<{re.escape(_XSD)}\w*(?:[iI]nt|decimal|double|float)'
    )
    for whole, part in ((12, 4), (15, 9))
)


class Conformance:
    """Shapes that things are held against. A file with forms that are not compiled here fits nothing."""

    def __init__(self, shapes: Path) -> None:
        roots = read_shapes(shapes)
        try:
            self._roots = None if roots is None else [_Root(root) for root in roots]
        except ValueError:
            self._roots = None

    def remarks(self, facts: Facts, about: set[str]) -> list[Result] | None:
        """The warnings about some things of a graph, or `None` where pyshacl has to look. Things are terms."""
        if self._roots is None:
            return None
        found: list[Result] = []
        for root in self._roots:
            remarks = root.remarks(facts, about)
            if remarks is None:
                return None
            found += remarks
        return found


class _Root:
    """A shape with its targets: its own rules, its properties one by one, and its queries."""

    def __init__(self, root: Root) -> None:
        shape = root.shape
        if shape.path:
            raise ValueError("a shape of a property with targets of its own")
        self._targets = root.targets
        self._own = _Form(Shape("", False, shape.rules, (), shape.choices, (), True, ""))
        self._properties = [(one, _Form(one)) for one in shape.properties]
        self._queries = shape.queries

    def remarks(self, facts: Facts, about: set[str]) -> list[Result] | None:
        found: list[Result] = []
        things = self._things(facts) & about
        for thing in things:
            if not self._own.fits(thing, facts):
                return None
            for shape, form in self._properties:
                if not form.fits(thing, facts):
                    if not (_is_remark(shape) and thing.startswith("<")):
                        return None
                    found.append(_remark(shape, thing))
        return found if all(_passed(query, things, facts) for query in self._queries) else None

    def _things(self, facts: Facts) -> set[str]:
        found: set[str] = set()
        for word, term in self._targets:
            if word == "targetClass":
                found |= facts.members.get(term, set())
            elif word == "targetSubjectsOf":
                found |= facts.objects.get(term, {}).keys()
            elif word == "targetObjectsOf":
                found.update(*facts.objects.get(term, {}).values())
            else:
                found.add(term)
        return found


def _is_remark(shape: Shape) -> bool:
    """Whether a shape that does not fit is a warning whose sentence needs nothing but the thing and the path."""
    counts = all(word in ("minCount", "maxCount") for word, _ in shape.rules)
    simple = not (shape.properties or shape.choices or shape.inverse)
    return counts and simple and bool(shape.message) and not shape.violation


def _remark(shape: Shape, thing: str) -> Result:
    focus = thing.strip("<>")
    return Result(focus, False, sentence(focus, shape.path.strip("<>"), None, shape.message))


def _passed(query: Query, things: set[str], facts: Facts) -> bool:
    """Whether none of some things is in a row of a query. Engines differ on things that are no IRIs."""
    if not all(thing.startswith("<") for thing in things):
        return False
    some = {thing for thing in things if all(_has(thing, *need, facts) for need in query.needs)}
    if not some:
        return True
    far = _LONG if _RECKONS.search(query.text) else _HUGE
    if far.search(facts.text) or _MULTIPLIES.search(query.text):
        return False  # engines may reckon otherwise with such numbers
    try:
        if query.flat:
            return not any(str(row["this"]) in some for row in facts.graph.query(query.text))
        return not any(facts.graph.has_row(query.text, "this", thing.strip("<>")) for thing in some)
    except (QueryError, RuntimeError, OSError, ValueError):  # the latter while rows are read
        return False


def _has(thing: str, predicate: str, yes_or_no: str, facts: Facts) -> bool:
    values = facts.values(thing, predicate)
    if yes_or_no:
        other = "false" if yes_or_no == "true" else "true"
        values = [value for value in values if value != f'"{other}"^^<{_XSD}boolean>']
    return bool(values)


class _Form:
    """A shape as functions. Raises `ValueError` for a form that is not compiled."""

    def __init__(self, shape: Shape) -> None:
        if shape.queries:
            raise ValueError("a query inside a shape")
        self._path, self._inverse = shape.path, shape.inverse
        self._checks = [compiled(word, given) for word, given in shape.rules]
        self._properties = [_Form(one) for one in shape.properties]
        self._choices = [[_Form(one) for one in choice] for choice in shape.choices]

    def fits(self, thing: str, facts: Facts) -> bool:
        """Whether a thing surely fits."""
        values = facts.values(thing, self._path, self._inverse) if self._path else [thing]
        for check in self._checks:
            if not check(thing, values, facts):
                return False
        if not (self._properties or self._choices):
            return True
        return all(form.fits(value, facts) for form in self._properties for value in values) and all(
            any(form.fits(value, facts) for form in choice) for choice in self._choices for value in values
        )
