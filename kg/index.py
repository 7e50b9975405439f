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
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import accumulate, chain, islice
from typing import Any, overload

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

Entry = tuple[str, str, list[str]]  # the name of a case, its IRI, and the sets that it is in
_MAGIC = b"cwkg-index-2\n"
_DENSE = 32  # a set with more than one case in so many is kept as bits: then these are shorter than the places
_FEW = 64  # a set of no more cases is rare: of these there are as many as organisations and people


@dataclass(frozen=True)
class Bits:
    """Two sets of cases: those that are certain, and those that are certain or possible."""

    certain: int
    possible: int

    def __and__(self, other: Bits) -> Bits:
        return Bits(self.certain & other.certain, self.possible & other.possible)

    def __or__(self, other: Bits) -> Bits:
        return Bits(self.certain | other.certain, self.possible | other.possible)

    def counts(self) -> tuple[int, int]:
        """How many cases there are in each. Equal sets are counted once: counting takes longer than comparing."""
        certain = self.certain.bit_count()
        return certain, certain if self.certain == self.possible else self.possible.bit_count()


class CaseIndex:
    """Sets of cases by what holds of them. `ids` are the cases in the order of names: bit n stands for `ids[n]`.

    `rare` are further sets, of a few cases each, that are looked up where they lie.
    """

    def __init__(
        self, ids: list[str], sets: dict[str, bytes | array[int]], rare: Mapping[str, Sequence[int]] | None = None
    ) -> None:
        self.ids = ids
        self._sets, self._rare = sets, rare or {}
        self._known: dict[str, int] = {}
        self._begun = [(int(key.split()[1]), key) for key in sets if key.startswith("began ")]
        self._spans = [(*_span(key), key) for key in sets if key.startswith("years ")]

    @cached_property
    def place(self) -> dict[str, int]:
        """The place of each case by its id."""
        return {id: n for n, id in enumerate(self.ids)}

    @property
    def everyone(self) -> int:
        """All cases."""
        return (1 << len(self.ids)) - 1

    def holding(self, key: str) -> int:
        """The cases of a set by its key, such as `cw:enactsTheme theme:share-power`; none for an unknown key."""
        found: Any = self._sets.get(key) or self._rare.get(key, ())
        if not isinstance(found, bytes):
            return int.from_bytes(_bytes(found, len(self.ids)), "little")
        if key not in self._known:
            self._known[key] = int.from_bytes(found, "little")
        return self._known[key]

    def sets(self) -> Iterator[tuple[str, list[int]]]:
        """Every set by its key, as the places of its members in rising order."""
        for key, found in chain(self._sets.items(), self._rare.items()):
            yield key, [*places_of(int.from_bytes(found, "little"))] if isinstance(found, bytes) else [*found]

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
        return (self.ids[place] for place in places_of(bits))

    def members(self, *sets: int) -> Members:
        """The ids of some sets one after the other, found as they are read."""
        return Members(self, sets)

    def ordered(self, found: Bits) -> list[tuple[str, str]]:
        """`(id, level)` of each case of an answer, the certain ones first, each level in the order of names."""
        return [*self.levels(found).items()]

    def levels(self, found: Bits) -> Levels:
        """The level of each case of an answer by its id, in the same order, found as they are read."""
        return Levels(self.members(found.certain), self.members(found.possible & ~found.certain))

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
        everything = sorted((*self._sets.items(), *self._rare.items()))
        rare = [(key, found) for key, found in everything if isinstance(found, array) and _is_rare(key, found)]
        known = {key for key, _ in rare}
        head: dict[str, Any] = {"ids": self.ids, "sets": []}
        body = bytearray()
        for key, found in everything:
            if key not in known:
                raw = found if isinstance(found, bytes) else _little(array("I", found)).tobytes()
                head["sets"].append([key, isinstance(found, bytes), len(raw)])
                body += raw
        pieces = _rare_pieces(rare)
        head["rare"] = [len(piece) for piece in pieces]
        text = json.dumps(head, ensure_ascii=False).encode()
        return _MAGIC + len(text).to_bytes(8, "little") + text + bytes(body) + b"".join(pieces)


class Members(Sequence[str]):
    """Cases of an index, by id, in the order of names. However many there are, a page of them is found at once."""

    def __init__(self, index: CaseIndex, sets: tuple[int, ...]) -> None:
        self._index, self._sets = index, sets

    def __len__(self) -> int:
        return sum(bits.bit_count() for bits in self._sets)

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(map(self._index.cases, self._sets))

    def __contains__(self, id: object) -> bool:
        place = self._index.place.get(id) if isinstance(id, str) else None
        return place is not None and any(raw[place >> 3] >> (place & 7) & 1 for raw in self._raw)

    @cached_property
    def _raw(self) -> list[bytes]:
        """The sets as bytes, in which one case is looked up without a walk through all."""
        size = (len(self._index.ids) + 7) // 8
        return [bits.to_bytes(size, "little") for bits in self._sets]

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            start, stop, step = at.indices(len(self))
            return [*islice(self, start, stop, step)] if step > 0 else [*self][at]
        place = range(len(self))[at]
        return next(islice(self, place, None))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, list | tuple | Members) and [*self] == [*other]

    def __repr__(self) -> str:
        return repr([*self])


class Levels(Mapping[str, str]):
    """The level of each case of an answer by its id, "certain" or "possible"; the certain ones first."""

    def __init__(self, certain: Sequence[str] = (), possible: Sequence[str] = ()) -> None:
        self.certain, self.possible = certain, possible

    def __len__(self) -> int:
        return len(self.certain) + len(self.possible)

    def __iter__(self) -> Iterator[str]:
        return chain(self.certain, self.possible)

    def __getitem__(self, id: str) -> str:
        if id in self.certain:
            return "certain"
        if id in self.possible:
            return "possible"
        raise KeyError(id)


def _is_rare(key: str, found: array[int]) -> bool:
    """Whether a set may lie with the rare ones: sets by year are read at once, and stay with the others."""
    return len(found) <= _FEW and not key.startswith(("began ", "years "))


def _rare_pieces(rare: list[tuple[str, array[int]]]) -> list[bytes]:
    """Sets in the order of their keys as four pieces: keys, where each ends, places, where those of each end."""
    keys = [key.encode() for key, _ in rare]
    ends = array("I", accumulate(map(len, keys)))
    places = array("I", chain.from_iterable(found for _, found in rare))
    counts = array("I", accumulate(len(found) for _, found in rare))
    return [b"".join(keys), *(_little(numbers).tobytes() for numbers in (ends, places, counts))]


class Rare(Mapping[str, Sequence[int]]):
    """Sets of a few cases, looked up by halving in four pieces of a file: loading a million of them takes no time."""

    def __init__(self, keys: bytes, ends: bytes, places: bytes, counts: bytes) -> None:
        self._keys = keys
        self._ends, self._places, self._counts = (_little(array("I", piece)) for piece in (ends, places, counts))
        if len(self._ends) != len(self._counts):
            raise ValueError("cut short")

    def __len__(self) -> int:
        return len(self._ends)

    def __iter__(self) -> Iterator[str]:
        return (self._key(n).decode() for n in range(len(self)))

    def __getitem__(self, key: str) -> array[int]:
        wanted = key.encode()
        n = bisect_left(range(len(self)), wanted, key=self._key)
        if n == len(self) or self._key(n) != wanted:
            raise KeyError(key)
        return self._places[self._counts[n - 1] if n else 0 : self._counts[n]]

    def _key(self, n: int) -> bytes:
        return self._keys[self._ends[n - 1] if n else 0 : self._ends[n]]


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
        pieces = []
        for length in head["rare"]:
            pieces.append(raw[end : end + length])
            end += length
        if end != len(raw):
            raise ValueError("cut short")
        return CaseIndex(head["ids"], sets, Rare(*pieces))
    except (ValueError, KeyError, TypeError) as error:
        raise KgError(f"the index of cases is damaged ({error}); run kg build") from None


def make_index(graph: Graph) -> CaseIndex:
    """The index of a graph in which the rules have run. Cases that lack what every list shows are left out."""
    entries = index_entries(graph)
    return join_entries(lambda: entries)


def index_entries(graph: Graph) -> list[Entry]:
    """What the index says of each case of a graph, which may be a part of a larger one: `join_entries` joins them."""
    names = graph.rows(
        """SELECT DISTINCT ?case ?name WHERE {
             ?case cw:hasKind/rdfs:label ?kind ; rdfs:label ?name ; cw:summary ?summary .
             ?case cw:inCountry/rdfs:label ?country ; cw:documentedAt/rdfs:label ?tier }"""
    )
    if not names:
        return []
    keys: dict[str, set[str]] = {case: set() for case, _ in names}
    for key, case in _pairs(graph):
        if case in keys:
            keys[case].add(key)
    return [(name, case, sorted(keys[case])) for case, name in names]


def join_entries(entries: Callable[[], Iterable[Entry]]) -> CaseIndex:
    """The index of all cases from what is said of each; `entries` is called twice, so that they need not be kept."""
    order = sorted({(name, case) for name, case, _ in entries()})
    place = {named: n for n, named in enumerate(order)}
    members: dict[str, array[int]] = {}
    for name, case, keys in entries():
        for key in keys:
            members.setdefault(key, array("I")).append(place[name, case])
    sets = {key: packed(sorted(found), len(order)) for key, found in members.items()}
    return CaseIndex([local_name(case) for _, case in order], sets)


def _pairs(graph: Graph) -> Iterator[tuple[str, str]]:
    """Every set that a case is in, with the case."""
    shortcuts = [form for name in SHORTCUTS.values() for form in (name, f"{name}AsStated")]
    direct = dict.fromkeys([*shortcuts, "cw:contests", *(name for name, _ in FACTS.values() if name)])
    listed = f"VALUES ?predicate {{ {' '.join(direct)} }}"
    for case, predicate, entry in graph.rows(
        f"SELECT ?case ?predicate ?entry WHERE {{ {listed} ?case ?predicate ?entry }}"
    ):
        yield f"{shorten(predicate)} {shorten(entry)}", case
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
    "?finding cw:concernsTheme ?theme ; cw:hasReconciledBasis ?basis . ?basis a cw:AsStatedBasis "
    "MINUS { ?case cw:contests ?theme }"
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


def places_of(bits: int) -> Iterator[int]:
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
