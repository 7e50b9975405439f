"""Cases narrowed by facets: each choice and each count comes from the index of cases, without a query.

Every value that can be chosen is two sets of bits, one bit a case: certain, and at least possible. Choosing takes a few
operations on whole numbers, however many cases there are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, reduce
from typing import Any

from kg.conditions import DEFAULT_STANCE, SHORTCUTS, WORDS, Condition, Reading
from kg.errors import UsageError, closest
from kg.index import Bits, Levels
from kg.namespaces import local_name
from kg.store import Store

# what can be chosen: key -> (label, class of the entries)
GROUPS = {
    "theme": ("Theme", "cw:Theme"),
    "barrier": ("Barrier", "cw:Barrier"),
    "outcome": ("Outcome", "cw:OutcomeType"),
    "country": ("Country", "cw:Country"),
    "area": ("Policy area", "cw:PolicyArea"),
    "documentation": ("Level of documentation", "cw:DocumentationLevel"),
    "kind": ("Kind of case", "cw:CaseKind"),
}
CERTAINTIES = ("certain", "possible")


@dataclass(frozen=True)
class Value:
    """What can be chosen in a group: a codebook or registry entry, for themes, barriers and outcomes with a stance.

    `id` is what `Facets.select` takes: the entry's own id for its usual stance, `share-power:neglected` for another.
    `standing` is the stance in words, as "left undone".
    """

    id: str
    label: str
    entry: str
    stance: str = ""
    standing: str = ""

    @property
    def usual(self) -> bool:
        """Whether it is the one value of its entry that carries the entry's own id."""
        return self.id == self.entry

    @property
    def in_words(self) -> str:
        """The label, always with the stance: `Share power (practised)`."""
        return f"{self.label} ({self.standing})" if self.usual and self.standing else self.label


@dataclass(frozen=True)
class Group:
    """Values of one sort, in the order of the codebook. There are none where the graph holds no such entries."""

    key: str
    label: str
    values: list[Value]

    @property
    def entries(self) -> list[Value]:
        """Each entry once, with its usual stance."""
        return [value for value in self.values if value.usual]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Selection:
    """The cases that a choice leaves, and what each further choice would leave.

    `cases` are ids, certain ones first, each level in the order of names; `levels` says "certain" or "possible" of
    each. Both are found as they are read, so that a page of many cases costs no more than one of few.
    `counts[group][value]` is how many cases there would be with that value alone chosen in its group and all other
    groups as they are; `certain_counts`, how many of these would be certain.
    """

    cases: Sequence[str]
    levels: Levels
    counts: dict[str, dict[str, int]]
    certain_counts: dict[str, dict[str, int]]

    def as_dict(self) -> dict[str, Any]:
        return {**self.__dict__, "cases": [*self.cases], "levels": dict(self.levels)}


class Facets:
    """An index of the cases of a store. `groups` are what can be chosen, `ids` the cases in the order of names."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.ids = store.index.ids
        self._index = store.index
        self._conditions: dict[str, dict[str, Condition]] = {}
        self._bits: dict[str, dict[str, Bits]] = {}
        self.groups = [self._group(key) for key in GROUPS]

    def group(self, key: str) -> Group:
        """The group of that key. Raises `UsageError` with the nearest keys."""
        for group in self.groups:
            if group.key == key:
                return group
        raise _unknown(key, "group of facets", list(GROUPS))

    def find(self, key: str, wanted: str) -> Value:
        """The value of a group by its id or its label. Raises `UsageError` with the nearest ones."""
        values = self.group(key).values
        low = wanted.casefold().strip()
        for value in values:
            if wanted == value.id or low == value.label.casefold():
                return value
        raise _unknown(wanted, self.group(key).label.lower(), [value.id for value in values])

    def select(self, chosen: Mapping[str, Iterable[str]], certainty: str = "possible", text: str = "") -> Selection:
        """The cases for which, in every group with a choice, one of the values chosen holds.

        `chosen` gives ids of values by group key. With `certainty` "certain" only cases count that are certain for
        every group; with "possible", those at least possible. Every word of `text` must begin a word of what is told
        of the case or of who takes part; by itself a text makes no case less certain. Without any choice every case is
        in, and certain. Raises `UsageError` for an unknown group, value or certainty.
        """
        if certainty not in CERTAINTIES:
            raise _unknown(certainty, "certainty", CERTAINTIES)
        met = {key: bits for key, ids in chosen.items() if (bits := self._any(key, ids))}
        told = self._told(text)
        level = CERTAINTIES.index(certainty)
        counts: list[dict[str, dict[str, int]]] = [{}, {}]
        for group in self.groups:
            others = reduce(Bits.__and__, (bits for key, bits in met.items() if key != group.key), told)
            found = {id: (bits & others).counts() for id, bits in self._bits[group.key].items()}
            counts[0][group.key] = {id: certain for id, (certain, _) in found.items()}
            counts[1][group.key] = {id: possible for id, (_, possible) in found.items()}
        left = reduce(Bits.__and__, met.values(), told)
        if certainty == "certain":
            left = Bits(left.certain, left.certain)
        cases = self._index.members(left.certain, left.possible & ~left.certain)
        return Selection(cases, self._index.levels(left), counts[level], counts[0])

    def reading(self, chosen: Mapping[str, Iterable[str]]) -> Reading:
        """The choice as a reading, for `kg.answers.answer` (evidence) and `kg.conditions.sparql` (the query).

        Raises `UsageError` for an unknown group or value. A search text is no condition and has no part in it.
        """
        groups = [[self._condition(key, id) for id in sorted(ids)] for key, ids in chosen.items()]
        return Reading("", [group for group in groups if group], [])

    def bits(self, key: str, id: str) -> Bits:
        """The cases for which one value of a group is certain, and at least possible. Raises `UsageError`."""
        self._condition(key, id)
        return self._bits[key][id]

    def levels(self, key: str, id: str) -> dict[str, str]:
        """What each case is for one value, "certain" or "possible"; other cases are left out. Raises `UsageError`."""
        bits = self.bits(key, id)
        levels = dict.fromkeys(self._index.cases(bits.possible), "possible")
        return levels | dict.fromkeys(self._index.cases(bits.certain), "certain")

    def profile(self, case: str) -> dict[str, dict[str, str]]:
        """All values that a case has, by group, each "certain" or "possible". Raises `UsageError`."""
        if case not in self._index.place:
            raise _unknown(case, "case", self.ids)
        bit = 1 << self._index.place[case]
        return {
            key: {
                id: "certain" if bits.certain & bit else "possible" for id, bits in found.items() if bits.possible & bit
            }
            for key, found in self._bits.items()
        }

    @cached_property
    def read_in_full(self) -> dict[str, frozenset[str]]:
        """By list (theme, barrier, outcome), the cases that a coder read in full: where silence means something."""
        return {list: frozenset(self._index.cases(self._index.read_in_full(list))) for list in DEFAULT_STANCE}

    def _group(self, key: str) -> Group:
        label, kind = GROUPS[key]
        rows = self.store.graph.rows(
            f"""SELECT DISTINCT ?entry ?label WHERE {{
                  ?entry a {kind} ; rdfs:label ?label . OPTIONAL {{ ?entry skos:notation ?order }} }}
                ORDER BY ?order ?label ?entry"""
        )
        usual = DEFAULT_STANCE.get(key, "")
        stances = [usual, *(stance for list, stance in SHORTCUTS if list == key and stance != usual)]
        values = []
        self._conditions[key], self._bits[key] = {}, {}
        for entry, name in rows:
            for stance in stances:
                condition = Condition(key, entry, name, name, stance)
                value = _value(condition, usual)
                self._conditions[key][value.id] = condition
                self._bits[key][value.id] = self._index.level(condition)
                values.append(value)
        return Group(key, label, values)

    def _condition(self, key: str, id: str) -> Condition:
        found = self._conditions[self.group(key).key]
        if id not in found:
            raise _unknown(id, self.group(key).label.lower(), [*found])
        return found[id]

    def _any(self, key: str, ids: Iterable[str]) -> Bits | None:
        """The better of the values chosen in a group; nothing where none is."""
        found = [self._bits[key][id] for id in ids if self._condition(key, id)]
        return reduce(Bits.__or__, found) if found else None

    def _told(self, text: str) -> Bits:
        """The cases that a search text leaves: all without one, none where it holds no word."""
        if not text.strip():
            return Bits(self._index.everyone, self._index.everyone)
        wanted = {f" {word}" for word in _words(text)}
        hits = [id for id in self.ids if wanted and all(word in self.texts.get(id, "") for word in wanted)]
        found = self._index.together(hits)
        return Bits(found, found)

    @cached_property
    def texts(self) -> dict[str, str]:
        """The words told of each case: its names, summary and story, its places, and who takes part."""
        rows = self.store.graph.rows(
            """SELECT ?case ?text WHERE {
                 { ?case cw:hasKind ?kind ; rdfs:label|skos:altLabel|cw:summary|cw:story ?text }
                 UNION { ?case cw:inPlace|cw:involvesOrganisation|cw:involvesPerson ?thing . ?thing rdfs:label ?text }
               }"""
        )
        texts: dict[str, list[str]] = {}
        for case, text in rows:
            texts.setdefault(local_name(case), []).append(text)
        return {id: " " + " ".join(_words(" ".join(found))) for id, found in texts.items()}


def _value(condition: Condition, usual: str) -> Value:
    entry = local_name(condition.entry)
    if not condition.is_coded:
        return Value(entry, condition.label, entry)
    standing = WORDS[condition.shortcut]
    if condition.stance == usual:
        return Value(entry, condition.label, entry, usual, standing)
    return Value(f"{entry}:{condition.stance}", f"{condition.label} ({standing})", entry, condition.stance, standing)


def _words(text: str) -> list[str]:
    """The words of a text for searching: no accents, no capitals, no apostrophes."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.findall(r"\w+", re.sub("['\u2019]", "", plain.casefold()))


def _unknown(given: str, what: str, known: Iterable[str]) -> UsageError:
    known = list(known)
    few = f"known: {', '.join(known)}" if 0 < len(known) <= 14 else ""
    hint = closest(given, known) or few or ("" if known else "the graph holds none")
    return UsageError(f"'{given}' is no {what}" + (f"; {hint}" if hint else ""))
