"""Another version of a source: recognised, and its passages looked for by their digests.

The words of a passage are not kept, so likeness of words cannot be measured. What is known of a passage is its digest,
its length and its neighbours. A passage is *same* or *moved* where its digest is found; it is *changed* where the
nearest known places before and after it leave a stretch of about its length; else it is *gone*.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.case import Passage
from kg.registry import Source
from kg.sources.evidence import SourceText, digest, parse_place

ALIKE = 0.8  # least agreement in length for a passage whose words changed
KNOWN = 0.2  # least share of a source's passages that a file of another name must hold
NEAR = 800  # how many characters from its place a passage is looked for across line breaks
MAX_BYTES = 2_000_000  # a longer file is no version of a source of ours


@dataclass(frozen=True)
class Version:
    """A file that is a source's text in another version."""

    text: SourceText
    sha256: str

    def note(self) -> str:
        """What to tell the reader, once."""
        source = self.text.source
        return (
            f"{self.text.path} is another version of {source.id} ({source.title}): "
            f"its digest is {self.sha256[:12]}…, the registry's {source.sha256[:12]}…"
        )


@dataclass(frozen=True)
class Sought:
    """One passage in another version: `verdict` is same, moved, changed or gone; `score` is agreement in length."""

    place: str
    verdict: str
    first: int = 0
    last: int = 0
    score: float = 0.0

    def __str__(self) -> str:
        was = self.place.partition(":")[2]
        if self.verdict == "changed":
            lines, like = f"{self.first}-{self.last}", f"{self.score:.0%} of its length"
            return f"{self.place}: its words changed; in its place stand lines {lines} ({like})"
        if self.verdict == "gone":
            return f"{self.place}: not found"
        return f"{self.place}: found at lines {self.first}-{self.last}, was {was}"


def other_versions(
    folder: Path, known: dict[str, Source], texts: dict[str, SourceText], passages: dict[str, Passage]
) -> list[Version]:
    """For each source not among `texts` the file that is another version of it: by its name, else by its passages."""
    missing = [source for source in known.values() if source.id not in texts]
    files = dict(_texts(folder, {text.path for text in texts.values()})) if missing else {}
    found = []
    for source in missing:
        own = _of_source(source, passages)
        named = [path for path in files if path.name.startswith(f"{source.number}_") or path.stem == source.id]
        path = named[0] if named else max(files, key=lambda path: _share(files[path], own), default=None)
        if path and (named or _share(files[path], own) >= KNOWN):
            raw = path.read_bytes()
            found.append(Version(SourceText(source, path, files[path]), hashlib.sha256(raw).hexdigest()))
    return found


def _texts(folder: Path, known: set[Path]) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.iterdir()):
        if path not in known and path.is_file() and path.stat().st_size <= MAX_BYTES:
            yield path, path.read_bytes().decode("utf-8", errors="replace")


def _of_source(source: Source, passages: dict[str, Passage]) -> dict[str, Passage]:
    """The passages of one source, in the order of their first character."""
    own = {place: passage for place, passage in passages.items() if parse_place(place)[0] == source.id}
    return dict(sorted(own.items(), key=lambda item: (item[1].start, item[1].end)))


def _share(text: str, own: dict[str, Passage]) -> float:
    """The share of a source's passages whose words stand in a text, as whole lines."""
    index = _Lines(text).index(_longest(own))
    return sum(passage.digest in index for passage in own.values()) / max(1, len(own))


def _longest(own: dict[str, Passage]) -> int:
    spans = (parse_place(place) for place in own)
    return max((last - first + 1 for _, first, last in spans), default=0)


class _Lines:
    """The lines of a text that hold words: their numbers, positions and words with white space folded."""

    def __init__(self, text: str) -> None:
        self.rows: list[tuple[int, int, str]] = []
        start = 0
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                self.rows.append((number, start, line))
            start += len(line) + 1

    def index(self, longest: int) -> dict[str, tuple[int, int]]:
        """Digest of each run of at most `longest` lines: its first and last row."""
        folded = [" ".join(line.split()).encode() for _, _, line in self.rows]
        found: dict[str, tuple[int, int]] = {}
        for first in range(len(folded)):
            running = hashlib.sha256()
            for last in range(first, min(first + longest, len(folded))):
                running.update((b" " if last > first else b"") + folded[last])
                found.setdefault(running.hexdigest()[:16], (first, last))
        return found

    def stretch(self, first: int, last: int) -> tuple[int, int]:
        """The characters of rows `first` to `last`."""
        _, start, line = self.rows[first]
        _, end, final = self.rows[last]
        return start + len(line) - len(line.lstrip()), end + len(final.rstrip())


class _Words:
    """The words of a text in a row, to find a passage whose lines are broken elsewhere."""

    def __init__(self, text: str) -> None:
        self.places = [match.span() for match in re.finditer(r"\S+", text)]
        self.folded = " ".join(text.split())
        self.starts = [0]  # where each word starts in the folded text, and where a next one would
        for start, end in self.places:
            self.starts.append(self.starts[-1] + end - start + 1)

    def find(self, passage: Passage, spare: int, low: int, high: int) -> tuple[int, int] | None:
        """Characters of a passage that starts between two positions; `spare` is how much white space it may fold."""
        length = passage.end - passage.start + 1
        for first in range(bisect_left(self.places, (low, 0)), bisect_right(self.places, (high, 0))):
            start = self.starts[first]
            begin = bisect_left(self.starts, start + length - spare, first + 1)
            for last in range(begin, bisect_right(self.starts, start + length)):
                words = self.folded[start : self.starts[last] - 1]
                if hashlib.sha256(words.encode()).hexdigest()[:16] == passage.digest:
                    return self.places[first][0], self.places[last - 1][1]
        return None


def seek(version: Version, passages: dict[str, Passage]) -> list[Sought]:
    """Every passage of the source, looked for in another version of it, in the order of its first character."""
    text, own = version.text, _of_source(version.text.source, passages)
    lines, words = _Lines(text.text), _Words(text.text)
    index = lines.index(_longest(own))
    found = {p: lines.stretch(*index[passage.digest]) for p, passage in own.items() if passage.digest in index}
    shift = 0
    for place, passage in own.items():
        _, first, last = parse_place(place)
        if place not in found:
            middle = passage.start + shift
            if near := words.find(passage, 2 * (last - first) + 2, middle - NEAR, middle + NEAR):
                found[place] = near
        if place in found:
            shift = found[place][0] - passage.start
    marks = sorted(mark for place, (start, end) in found.items() for mark in _marks(own[place], start, end))
    return [_verdict(text, place, passage, found.get(place), marks) for place, passage in own.items()]


def _marks(passage: Passage, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Two known pairs of positions, in the registered text and in the other."""
    return (passage.start, start), (passage.end, end)


def _verdict(
    text: SourceText, place: str, passage: Passage, found: tuple[int, int] | None, marks: list[tuple[int, int]]
) -> Sought:
    _, first, last = parse_place(place)
    if digest(" ".join(text.lines[first - 1 : last])) == passage.digest:
        return Sought(place, "same", first, last, 1.0)
    if found:
        return Sought(place, "moved", _line(text, found[0]), _line(text, found[1] - 1), 1.0)
    before = bisect_right(marks, (passage.start, len(text.text))) - 1
    after = bisect_left(marks, (passage.end, -1))
    if before >= 0 and after < len(marks):
        start = marks[before][1] + passage.start - marks[before][0]
        end = marks[after][1] - (marks[after][0] - passage.end)
        length = passage.end - passage.start
        score = max(0, min(length, end - start)) / max(length, end - start)
        if score >= ALIKE:
            return Sought(place, "changed", _line(text, start), _line(text, end - 1), score)
    return Sought(place, "gone")


def _line(text: SourceText, position: int) -> int:
    return bisect_right(text.line_starts, position)
