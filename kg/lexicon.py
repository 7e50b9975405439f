"""The words of the question language: phrases of the codebook and the registry, and how a text is cut into words.

A lexicon is compiled with the graph, so that asking starts at once. Endings are taken off by the Snowball English
stemmer (Porter 2001), so number and regular tense do not matter; irregular forms are labels in the codebook.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import snowballstemmer

from kg import rdf
from kg.namespaces import CODE, shorten

DETERMINERS = frozenset({"a", "an", "the", "their", "its", "his", "her", "our", "your", "my", "this", "these"})
IGNORED = "word:ignored"
MAX_PHRASE = 8
_US = re.compile(r"\bU\.?S\.?(?![\w.])")  # the country, which small letters would make a pronoun
_WORD = re.compile(r"(?:[^\W_]|[\u0900-\u0fff])+(?:['\u2019&./-][^\W_]+)*")
_LISTS = {
    "CoreTheme": "theme",
    "SupportingActivity": "theme",
    "Place": "place",
    "Country": "country",
    "Organisation": "organisation",
    "Person": "person",
    "Collaboration": "case",
}


@dataclass(frozen=True)
class Entry:
    """What a phrase stands for: a codebook or registry entry and the list it belongs to."""

    list: str
    curie: str
    label: str


_STEMMER: Any = snowballstemmer.stemmer("english")


def words(text: str) -> list[str]:
    """Words of a text: no accents, no case, no possessive endings; hyphens and slashes part words."""
    folded = _US.sub("usa", text if text.isascii() else _fold(text))
    found = []
    for match in _WORD.finditer(folded.lower()):
        for part in re.split(r"[-/.&]", match.group()):
            part = re.sub(r"['\u2019]s\Z", "", part).replace("'", "").replace("\u2019", "")
            if part:
                found.append(part)
    return found


def _fold(text: str) -> str:
    """Latin letters without their marks; other scripts stay, so that they can be named as not understood."""
    out = []
    for character in unicodedata.normalize("NFKD", text):
        if not "\u0300" <= character <= "\u036f":
            out.append("'" if character in "\u2019\u2018" else character)
    return "".join(out)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its ending."""
    stemmed: str = _STEMMER.stemWord(word)
    return stemmed


def key(stems: Iterable[str], ignored: frozenset[str]) -> str:
    """The look-up key of a phrase: its stems in order of the alphabet, without words that carry no meaning.

    Where only one word would be left, all stay: "listed only" must not become "only".
    """
    every = list(stems)
    telling = [s for s in every if s not in ignored]
    if len(telling) == 1:
        telling = [s for s in every if s not in DETERMINERS]
    return " ".join(sorted(telling or every))


@dataclass(frozen=True)
class Lexicon:
    """`phrases` maps keys to entries; several entries share a key only where the registry names things alike.

    `known` maps each stem to the words that it was cut from.
    """

    phrases: dict[str, list[Entry]]
    ignored: frozenset[str]
    known: dict[str, list[str]]

    def find(self, stems: Sequence[str]) -> list[Entry]:
        """The entries that a phrase names; a word that carries no meaning names nothing by itself."""
        if len(stems) == 1 and stems[0] in self.ignored:
            return []
        return self.phrases.get(key(stems, self.ignored), [])


def make_lexicon(graph: rdf.Graph) -> dict[str, Any]:
    """The lexicon of a graph as plain data for a file; `load_lexicon` reads it back."""
    entries: dict[str, tuple[str, str]] = {}
    phrases: dict[str, set[str]] = {}
    for iri, label, phrase, kind in sorted(_phrased(graph)):
        group = _list_of(iri, kind.rsplit("#", 1)[-1])
        if not group:
            continue
        curie = shorten(iri)
        if group == "case":
            phrases.setdefault(curie, set()).update(_short_names(curie.partition(":")[2], label))
        if entries.get(curie, ("", ""))[0] != "country":
            entries[curie] = (group, label)
        phrases.setdefault(curie, set()).add(phrase)
    ignored_words = {w for phrase in phrases.get(IGNORED, ()) for w in words(phrase)}
    ignored = frozenset({stem(w) for w in ignored_words} | {stem(w) for w in DETERMINERS})
    table: dict[str, list[str]] = {}
    known: dict[str, list[str]] = {}
    for curie, found in sorted(phrases.items()):
        for phrase in sorted(found):
            cut = words(phrase)
            for word in cut:
                forms = known.setdefault(stem(word), [])
                if word not in forms:
                    forms.append(word)
            idle = len(cut) == 1 and stem(cut[0]) in ignored
            if curie != IGNORED and not idle and 0 < len(cut) <= MAX_PHRASE:
                rows_of_key = table.setdefault(key([stem(w) for w in cut], ignored), [])
                if curie not in rows_of_key:
                    rows_of_key.append(curie)
    return {
        "entries": dict(sorted(entries.items())),
        "phrases": dict(sorted(table.items())),
        "ignored": sorted(ignored),
        "known": dict(sorted(known.items())),
    }


def _phrased(graph: rdf.Graph) -> Iterator[tuple[str, str, str, str]]:
    """`(entry, label, phrase, type)` for every phrase of everything that has a label, which is one of them.

    Joined here and not in the query, which some stores need seconds for.
    """
    others: dict[str, set[str]] = {}
    for property in ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel"):
        for entry, phrase in graph.rows(f"SELECT ?entry ?phrase WHERE {{ ?entry {property} ?phrase }}"):
            others.setdefault(entry, set()).add(phrase)
    for entry, label, kind in graph.rows("SELECT ?entry ?label ?type WHERE { ?entry rdfs:label ?label ; a ?type }"):
        for phrase in {label, *others.get(entry, ())}:
            yield entry, label, phrase, kind


def _short_names(id: str, name: str) -> set[str]:
    """What people call a case beside its full name: its id, and the name up to a comma, colon or bracket."""
    short = re.split(r"[,:(]", name)[0].strip()
    return {id, short} if len(words(short)) > 1 else {id}


def load_lexicon(data: dict[str, Any]) -> Lexicon:
    """The lexicon from its plain data."""
    entries = {curie: Entry(group, curie, label) for curie, (group, label) in data["entries"].items()}
    last = {"case": 1}
    phrases = {
        k: sorted((entries[c] for c in curies), key=lambda e: last.get(e.list, 0))
        for k, curies in data["phrases"].items()
    }
    return Lexicon(phrases, frozenset(data["ignored"]), data["known"])


def _list_of(iri: str, kind: str) -> str:
    """The list of an entry, by its IRI for the codebook and by its class for the registry; empty for other things."""
    if iri.startswith(CODE):
        name, _, entry = iri[len(CODE) :].partition("/")
        return (
            "" if not entry or name in ("question", "idea", "cohort", "design", "recurrence", "basis", "role") else name
        )
    return _LISTS.get(kind, "")
