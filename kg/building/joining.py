"""The parts of a graph put together: one file in a fixed order, and what is compiled beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import IO

from kg import rdf
from kg.building.project import Parts
from kg.building.runs import Runs, without
from kg.errors import KgError
from kg.index import CaseIndex, Entry, join_entries
from kg.namespaces import CODE, ID, expand

_NAMING = {
    f"<{expand(curie)}>".encode()
    for curie in ("rdfs:label", "rdf:type", "skos:prefLabel", "skos:altLabel", "skos:hiddenLabel")
}
_NAMED = tuple(
    f"<{base}".encode() for base in (CODE, *(f"{ID}{k}/" for k in ("case", "organisation", "person", "place")))
)


@dataclass(frozen=True)
class Written:
    """What was written: how many triples of each sort, the digest of the file, and the lines that name things."""

    asserted: int
    derived: int
    fingerprint: str
    naming: bytes

    def names(self) -> rdf.Graph:
        """What things of the codebook and the registry, and cases, are called."""
        return rdf.Graph(rdf.parse(self.naming, "n-triples"))


def write(parts: Parts, path: Path) -> Written:
    """Write the graph: asserted triples, those with blank nodes, derived ones, each in order. Raises `OSError`."""
    with Runs(path.parent) as asserted, Runs(path.parent) as derived, path.open("wb") as file:
        for key in parts.keys:
            for runs, lines in zip((asserted, derived), _lines_of(parts, key), strict=True):
                runs.add(lines)
        out = _Out(file)
        out.write(asserted.merged())
        told = out.count
        out.write(rdf.lines(parts.base.terms[1]).splitlines(keepends=True))
        source = out.count
        file.flush()
        with path.open("rb") as before:
            out.write(without(derived.merged(), islice(before, told)))
        return Written(source, out.count - source, out.digest.hexdigest(), b"".join(out.naming))


def index_of(parts: Parts) -> CaseIndex:
    """The index of all cases."""

    def entries() -> Iterator[Entry]:
        for key in parts.keys:
            found = parts.kept.get(key, parts.base, shapes=False)
            if found is None:
                raise _gone(key)
            yield from found.index

    return join_entries(entries)


def _lines_of(parts: Parts, key: str) -> tuple[bytes, bytes]:
    found = parts.kept.lines(key)
    if found is None:
        raise _gone(key)
    return found


def _gone(key: str) -> KgError:
    return KgError(f"a part of the graph was changed or removed while it was put together ({key[:12]}); run kg build")


class _Out:
    """A file that is written line by line, counted and digested; the lines that name things are kept."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.count, self.digest = file, 0, sha256()
        self.naming: list[bytes] = []

    def write(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            self.file.write(line)
            self.digest.update(line)
            self.count += 1
            if line.startswith(_NAMED) and line.split(b" ", 2)[1] in _NAMING:
                self.naming.append(line)
