"""The case-by-code index: for every entry of the codebook and every fact of record the cases it holds of, as bits.

A set of cases is a whole number with one bit a case, in the order of names. A condition is then a few operations on
whole numbers, however many cases there are; what it means stands in `kg.conditions`, as SPARQL, and a property test
holds the two against each other. The index is compiled with the graph. In the file a common set stands as its bits, a
rare one as the places of its members.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from kg.conditions import (
    CERTAIN,
    CONTRARY,
    FACTS,
    SHORTCUTS,
    VIA_FINDING,
    Condition,
    Reading,
    record_level,
)
from kg.errors import KgError
from kg.namespaces import local_name, shorten
from kg.rdf import Graph

_MAGIC = b"cwkg-index-1\n"
_DENSE = 32  # a set with more than one case in so many is kept as bits: then these are shorter than the places


@dataclass(frozen=True)
class Bits:
    """Two sets of cases: those that are certain, and those that are certain or possible."""

    certain: int
    possible: int

    def __and__(self, other: Bits) -> Bits:
        return Bits(self.certain & other.certain, self.possible & other.possible)

    def __or__(self, other: Bits) -> Bits:
        return Bits(self.certain | other.certain, self.possible | other.possible)


class CaseIndex:
    """Sets of cases by what holds of them. `ids` are the cases in the order of names: bit n stands for `ids[n]`."""

    def __init__(self, ids: list[str], sets: dict[str, bytes | array[int]]) -> None:
        self.ids = ids
        self.place = {id: n for n, id in enumerate(ids)}
        self._sets = sets
        self._known: dict[str, int] = {}
        self._begun = [(int(key.split()[1]), key) for key in sets if key.startswith("began ")]
        self._spans = [(*_span(key), key) for key in sets if key.startswith("years ")]

    @property
    def everyone(self) -> int:
        """All cases."""
        return (1 << len(self.ids)) - 1

    def holding(self, key: str) -> int:
        """The cases of a set by its key, such as `cw:enactsTheme theme:share-power`; none for an unknown key."""
        found = self._sets.get(key, b"")
        if not isinstance(found, bytes):
            return int.from_bytes(_bytes(found, len(self.ids)), "little")
        if key not in self._known:
            self._known[key] = int.from_bytes(found, "little")
        return self._known[key]

    def sets(self) -> Iterator[tuple[str, list[int]]]:
        """Every set by its key, as the places of its members in rising order."""
        for key, found in self._sets.items():
            yield key, [*_places(int.from_bytes(found, "little"))] if isinstance(found, bytes) else [*found]

    def read_in_full(self, list: str) -> int:
        """The cases that a coder read in full against a list of the codebook."""
        return self.holding(f"read {list}")

    def silent(self, condition: Condition) -> int:
        """The cases read in full in which no finding that counts is on the entry of a condition, parts included."""
        return self.read_in_full(condition.list) & ~self.holding(f"spoken {condition.curie}")

    def answer(self, reading: Reading) -> Bits:
        """The cases that meet every group of a reading, among those of its kinds."""
        kinds = [self.holding(f"cw:hasKind kind:{kind}") for kind in reading.kinds]
        among = reduce(int.__or__, kinds) if kinds else self.everyone
        groups = [reduce(Bits.__or__, map(self.level, group)) for group in reading.groups]
        return reduce(Bits.__and__, groups, Bits(among, among))

    def level(self, condition: Condition) -> Bits:
        """The cases for which a condition is certain, and for which it is at least possible."""
        if condition.is_coded:
            return self._not_shown(condition) if condition.negated else self._shown(condition)
        if condition.list in VIA_FINDING:
            return self._via_finding(condition)
        holding = self._fact(condition)
        if not condition.negated:
            return Bits(holding, holding)
        without = self.everyone & ~holding
        return Bits(without if record_level(condition) == CERTAIN else 0, without)

    def together(self, ids: Iterable[str]) -> int:
        """The set of the cases of these ids."""
        return int.from_bytes(_bytes((self.place[id] for id in ids), len(self.ids)), "little")

    def cases(self, bits: int) -> Iterator[str]:
        """The ids of a set, in the order of names."""
        return (self.ids[place] for place in _places(bits))

    def ordered(self, found: Bits) -> list[tuple[str, str]]:
        """`(id, level)` of each case of an answer, the certain ones first, each level in the order of names."""
        certain = [(id, "certain") for id in self.cases(found.certain)]
        return certain + [(id, "possible") for id in self.cases(found.possible & ~found.certain)]

    def _shown(self, condition: Condition) -> Bits:
        shortcut, entry = condition.shortcut, condition.curie
        contested = self.holding(f"cw:contests {entry}") if shortcut in CONTRARY else 0
        certain = self.holding(f"{shortcut}AsStated {entry}") & ~contested
        return Bits(certain, certain | self.holding(f"{shortcut} {entry}"))

    def _not_shown(self, condition: Condition) -> Bits:
        shortcut, entry = condition.shortcut, condition.curie
        shown = self.holding(f"{shortcut} {entry}")
        certain = 0
        possible = self.read_in_full(condition.list) & ~shown
        for contrary in CONTRARY.get(shortcut, ()):
            certain |= self.holding(f"{contrary}AsStated {entry}") & ~shown
            possible |= self.holding(f"{contrary} {entry}")
        return Bits(certain, certain | possible)

    def _via_finding(self, condition: Condition) -> Bits:
        found = self.holding(f"{VIA_FINDING[condition.list]} {condition.curie}")
        if condition.negated:
            return Bits(0, self.read_in_full("theme") & ~found)
        certain = self.holding(f"{VIA_FINDING[condition.list]}AsStated {condition.curie}")
        return Bits(certain, certain | found)

    def _fact(self, condition: Condition) -> int:
        first, last = condition.years or (0, 9999)
        if condition.list == "case":
            place = self.place.get(local_name(condition.entry))
            return 0 if place is None else 1 << place
        if condition.list == "began":
            return self._any(key for year, key in self._begun if first <= year <= last)
        if condition.list == "running":
            return self._any(key for start, end, key in self._spans if start <= last and end >= first)
        return self.holding(f"{FACTS[condition.list][0]} {condition.curie}")

    def _any(self, keys: Iterable[str]) -> int:
        return reduce(int.__or__, map(self.holding, keys), 0)

    def dumped(self) -> bytes:
        """The index as the content of a file; the same for the same graph."""
        head: dict[str, Any] = {"ids": self.ids, "sets": []}
        body = bytearray()
        for key, found in sorted(self._sets.items()):
            raw = found if isinstance(found, bytes) else _little(found).tobytes()
            head["sets"].append([key, isinstance(found, bytes), len(raw)])
            body += raw
        text = json.dumps(head, ensure_ascii=False).encode()
        return _MAGIC + len(text).to_bytes(8, "little") + text + bytes(body)


def load_index(raw: bytes) -> CaseIndex:
    """An index from the content of its file. Raises `KgError` where it is damaged."""
    start = len(_MAGIC) + 8
    try:
        if not raw.startswith(_MAGIC):
            raise ValueError("another format")
        end = start + int.from_bytes(raw[len(_MAGIC) : start], "little")
        head = json.loads(raw[start:end])
        sets: dict[str, bytes | array[int]] = {}
        for key, dense, length in head["sets"]:
            piece = raw[end : end + length]
            if len(piece) != length:
                raise ValueError("cut short")
            sets[key] = piece if dense else _little(array("I", piece))
            end += length
        return CaseIndex(head["ids"], sets)
    except (ValueError, KeyError, TypeError) as error:
        raise KgError(f"the index of cases is damaged ({error}); run kg build") from None


def make_index(graph: Graph) -> CaseIndex:
    """The index of a graph in which the rules have run. Cases that lack what every list shows are left out."""
    cases = [
        case
        for case, _ in graph.rows(
            """SELECT DISTINCT ?case ?name WHERE {
                 ?case cw:hasKind/rdfs:label ?kind ; rdfs:label ?name ; cw:summary ?summary .
                 ?case cw:inCountry/rdfs:label ?country ; cw:documentedAt/rdfs:label ?tier } ORDER BY ?name ?case"""
        )
    ]
    place = {case: n for n, case in enumerate(cases)}
    members: dict[str, set[int]] = {}
    for key, case in _pairs(graph):
        if case in place:
            members.setdefault(key, set()).add(place[case])
    sets = {key: packed(sorted(found), len(cases)) for key, found in members.items()}
    return CaseIndex([local_name(case) for case in cases], sets)


def _pairs(graph: Graph) -> Iterator[tuple[str, str]]:
    """Every set that a case is in, with the case."""
    shortcuts = [form for name in SHORTCUTS.values() for form in (name, f"{name}AsStated")]
    for predicate in dict.fromkeys([*shortcuts, "cw:contests", *(name for name, _ in FACTS.values() if name)]):
        for case, entry in graph.rows(f"SELECT ?case ?entry WHERE {{ ?case {predicate} ?entry }}"):
            yield f"{predicate} {shorten(entry)}", case
    for case, scheme in graph.rows("SELECT ?case ?scheme WHERE { ?pass cw:codedUnit ?case ; cw:usingScheme ?scheme }"):
        yield f"read {local_name(scheme)}", case
    for name, pattern in _BY_FINDING.items():
        for tie in ("BIND(?unit AS ?case)", "?case cw:hasPart ?unit ."):
            where = f"?finding a cw:CountedFinding ; cw:about ?unit . {tie} {pattern}"
            for case, entry in graph.rows(f"SELECT DISTINCT ?case ?entry WHERE {{ {where} }}"):
                yield f"{name} {shorten(entry)}", case
    for case, year in graph.rows("SELECT ?case ?year WHERE { ?case cw:hasKind ?kind ; cw:startYear ?year }"):
        yield f"began {year}", case
    for span in ("?case cw:hasKind ?kind BIND(?case AS ?span)", "?span cw:phaseOf ?case ."):
        text = (
            f"SELECT ?case ?from ?end WHERE {{ {span} ?span cw:startYear ?from OPTIONAL {{ ?span cw:endYear ?end }} }}"
        )
        for case, start, end in graph.rows(text):
            yield f"years {start} {end or start}", case


_OUTRIGHT = (
    "?finding cw:hasReconciledBasis ?basis . ?basis a cw:AsStatedBasis "
    "MINUS { ?finding cw:concernsTheme ?theme . ?case cw:contests ?theme }"
)
_BY_FINDING = {"spoken": "?finding cw:concerns ?entry ."} | {
    f"{predicate}{form}": f"?finding cw:hasStance stance:enacted ; {predicate} ?entry . {more}"
    for predicate in VIA_FINDING.values()
    for form, more in (("", ""), ("AsStated", _OUTRIGHT))
}


def _span(key: str) -> tuple[int, int]:
    """The first and last year of a set of cases that ran then."""
    _, first, last = key.split()
    return int(first), int(last)


def packed(places: Sequence[int], cases: int) -> bytes | array[int]:
    """A set of cases, given by its places in rising order, in the shorter of the two forms."""
    return _bytes(places, cases) if len(places) * _DENSE > cases else array("I", places)


def _places(bits: int) -> Iterator[int]:
    """The places of the bits that are set, the lowest first."""
    marks = f"{bits:b}"[::-1]
    place = marks.find("1")
    while place >= 0:
        yield place
        place = marks.find("1", place + 1)


def _bytes(places: Iterable[int], cases: int) -> bytes:
    """Places as the bits of a whole number, the lowest first."""
    found = bytearray((cases + 7) // 8)
    for place in places:
        found[place >> 3] |= 1 << (place & 7)
    return bytes(found)


def _little(places: array[int]) -> array[int]:
    """Numbers in the order of bytes of the file, from or into that of this machine."""
    if sys.byteorder == "big":  # pragma: no cover
        places = array("I", places)
        places.byteswap()
    return places
