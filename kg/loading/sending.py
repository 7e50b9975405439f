"""The compiled graph as it is sent: in batches that may be sent twice, and told by counts and a digest."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path

from kg import rdf
from kg.namespaces import PREFIXES

_BLANK = re.compile(rb"_:|<[^>]*>[ \t]+<[^>]*>[ \t]+_:")
_TRUTH = {"1": "true", "0": "false"}
_WHOLE = (
    "integer",
    "int",
    "long",
    "short",
    "byte",
    "nonNegativeInteger",
    "positiveInteger",
    "unsignedInt",
    "unsignedLong",
)
XSD = PREFIXES["xsd"]


@dataclass(frozen=True)
class Told:
    """What can be told of a set of triples without them: how many of each property, and a digest of them all.

    The digest is the sum of those of the triples, so that no order is needed. Literals count by their values, as far
    as stores write them in other forms, and one blank node as any other.
    """

    counts: dict[str, int]
    digest: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def told(triples: Iterable[rdf.Triple]) -> Told:
    """Counts and digest of triples, each of which comes once."""
    counts: Counter[str] = Counter()
    digest = 0
    for triple in triples:
        counts[triple.predicate.value] += 1
        text = f"{_form(triple.subject)} {triple.predicate.value} {_form(triple.object)}"
        digest += int.from_bytes(hashlib.sha256(text.encode()).digest())
    return Told(dict(counts), digest % (1 << 256))


def _form(term: object) -> str:
    """A term as text that is the same whichever way a store writes it."""
    if isinstance(term, rdf.BlankNode):
        return "_:"
    if not isinstance(term, rdf.Literal):
        return str(term)
    if term.language:
        return str(rdf.Literal(term.value, language=term.language.lower()))
    kind = term.datatype.value.removeprefix(XSD)
    if kind == "boolean":
        return f"{_TRUTH.get(term.value, term.value)}^^boolean"
    if kind in _WHOLE:  # Oxigraph keeps all of them as xsd:integer
        return f"{int(term.value)}^^integer"
    if kind == "decimal":
        return f"{Decimal(term.value).normalize():f}^^decimal"
    return str(term)


@dataclass(frozen=True)
class Graph:
    """A file of N-Triples whose lines are sent, and the fingerprint of the build that it is of."""

    path: Path
    fingerprint: str

    def told(self) -> Told:
        return told(rdf.parse(self.path, "n-triples"))

    def batches(self, size: int, after: int = 0) -> Iterator[list[bytes]]:
        """The lines in batches, but for those of the first `after` triples.

        What has blank nodes comes first and together: a store gives each request blank nodes of its own, so that
        these triples can neither be divided nor sent again without those before them being replaced. All others can.
        """
        blank = [line for line in self._lines() if _BLANK.match(line)]
        others: Iterator[bytes] = (line for line in self._lines() if not _BLANK.match(line))
        if after:
            others = islice(others, max(0, after - len(blank)), None)
        else:
            yield [*blank, *islice(others, max(0, size - len(blank)))]
        yield from iter(lambda: list(islice(others, size)), [])

    def _lines(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            for line in file:
                if line.strip():
                    yield line if line.endswith(b"\n") else line + b"\n"
