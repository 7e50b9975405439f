"""Passages: where the words that support a claim stand in a source. Positions and digests, never the words.

A passage is whole lines of one source. Its start is the first character that is no space in the first line, its end
lies after the last such character of the last line; both count Unicode code points from 0, as Web Annotation's text
position selector does. The digest is the first 16 hex digits of the SHA-256 of the words joined by single spaces.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kg.case import Case, Passage
from kg.corpus import Corpus, evidence_of
from kg.errors import KgError, Problem, UsageError, closest
from kg.paths import Project
from kg.reader import PLACE, Owner
from kg.registry import Source

COPY_LENGTH = 8


@dataclass(frozen=True, eq=False)
class SourceText:
    """The words of one source, as found in the reader's own folder."""

    source: Source
    path: Path
    text: str

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def line_starts(self) -> list[int]:
        """Where each line starts, in characters; a text that ends with a newline has an empty last line."""
        return [0, *(match.end() for match in re.finditer("\n", self.text))]


@dataclass
class Tally:
    """How many numbers were looked for, how many were found, and a problem for each that was not."""

    found: int = 0
    total: int = 0
    problems: list[Problem] = field(default_factory=list)

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.found + other.found, self.total + other.total, [*self.problems, *other.problems])


def digest(words: str) -> str:
    """First 16 hex digits of the SHA-256 of `words` with white space folded."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:16]


def read_sources(folder: Path, known: dict[str, Source]) -> tuple[dict[str, SourceText], list[str]]:
    """Source texts of a folder by source id, recognised by their digest; and a note for each one not found there.

    Raises `UsageError` where the folder is no folder.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder; name the one that holds the source texts with --sources DIR")
    found: dict[str, SourceText] = {}
    by_digest = {source.sha256: source for source in known.values()}
    for path in sorted(folder.iterdir()):
        if not path.is_file():
            continue
        raw = path.read_bytes()
        source = by_digest.get(hashlib.sha256(raw).hexdigest())
        if source:
            found[source.id] = SourceText(source, path, raw.decode("utf-8"))
    hint = "put your copy of it there, or name another folder with --sources"
    missing = [
        f"{source.id} ({source.title}): no file in {folder} has its digest {source.sha256[:12]}…; {hint}"
        for source in known.values()
        if source.id not in found
    ]
    return found, missing


def section_of(source: Source, first: int, last: int) -> str:
    """The name of the shortest section of a source that holds the lines, or an empty text."""
    best, length = "", 10**9
    for section in source.sections:
        start, _, end = section.lines.partition("-")
        if int(start) <= first and last <= int(end) and int(end) - int(start) < length:
            best, length = section.name, int(end) - int(start)
    return best


def words_at(texts: dict[str, SourceText], place: str) -> str:
    """The words of a place, as whole lines."""
    source, first, last = parse_place(place)
    return "\n".join(texts[source].lines[first - 1 : last])


def locate(text: SourceText, first: int, last: int) -> Passage:
    """The passage of lines `first` to `last` (counted from 1). Raises `UsageError` where there are no such words."""
    starts = text.line_starts
    if not 1 <= first <= last <= len(starts):
        raise UsageError(f"{text.source.id} has lines 1 to {len(starts)}; {first}-{last} is past its end")
    begin = starts[first - 1]
    end = starts[last] if last < len(starts) else len(text.text)
    stretch = text.text[begin:end]
    if not stretch.strip():
        raise UsageError(f"lines {first}-{last} of {text.source.id} hold no words")
    begin += len(stretch) - len(stretch.lstrip())
    end -= len(stretch) - len(stretch.rstrip())
    section = section_of(text.source, first, last)
    lines = f"line {first}" if first == last else f"lines {first}-{last}"
    return Passage(begin, end, digest(text.text[begin:end]), f"{section}, {lines}" if section else lines)


def passage_line(place: str, passage: Passage) -> str:
    """The passage as one line of a file's `passages:` table."""
    return (
        f'  {place}: {{start: {passage.start}, end: {passage.end}, digest: "{passage.digest}", '
        f'locator: "{passage.locator}"}}'
    )


def parse_place(place: str) -> tuple[str, int, int]:
    """`miles-2011:10-12` as source id, first and last line. Raises `UsageError`."""
    match = PLACE.match(place)
    if not match:
        raise UsageError(f"'{place}' is not a place in a source; write SOURCE:FROM-TO, as in miles-2011:2103-2107")
    return match.group(1), int(match.group(2)), int(match.group(3))


def source_text(texts: dict[str, SourceText], name: str, corpus: Corpus) -> SourceText:
    """The text of a source named by its id or number. Raises `UsageError` for an unknown or missing one."""
    known = corpus.by_id("source")
    chosen = next((s for s in known.values() if name in (s.id, s.number)), None)
    if chosen is None:
        raise UsageError(f"no source is called '{name}'; {closest(name, known) or 'known: ' + ', '.join(known)}")
    if chosen.id not in texts:
        raise UsageError(f"the text of {chosen.id} was not found; name its folder with --sources DIR")
    return texts[chosen.id]


def cited_places(owner: Owner) -> list[str]:
    """Every place a file cites, once, in the order of source and line."""
    return sorted({place for _, place, _ in evidence_of(owner)}, key=parse_place)


def with_passages(content: str, owner: Owner, texts: dict[str, SourceText], corpus: Corpus) -> str:
    """A file's text with its `passages:` table made anew from the sources. Raises `UsageError`."""
    rows = []
    for place in cited_places(owner):
        source, first, last = parse_place(place)
        rows.append(passage_line(place, locate(source_text(texts, source, corpus), first, last)))
    made = "passages:\n" + "\n".join(rows) + "\n" if rows else "passages: {}\n"
    old = re.compile(r"^passages:.*\n(?:[ \t]+.*\n)*", re.MULTILINE)
    if old.search(content):
        return old.sub(lambda _: made, content, count=1)
    if isinstance(owner, Case):
        raise UsageError("the file has no 'passages: {}' line to fill")
    return content.rstrip("\n") + "\n" + made


def verify(project: Project, corpus: Corpus, texts: dict[str, SourceText]) -> tuple[int, list[Problem]]:
    """Re-read every passage in the sources: `(passages that match, problems)`."""
    matched, problems = 0, list[Problem]()
    for file, owner in corpus.files():
        found, faults = verify_file(file, owner, texts)
        matched += found
        problems += faults
    problems += copied_words(project, texts)
    return matched, problems


def verify_file(file: str, owner: Owner, texts: dict[str, SourceText]) -> tuple[int, list[Problem]]:
    """Re-read the passages of one file: `(passages that match, problems)`. Those of missing sources are passed over."""
    matched, problems = 0, list[Problem]()
    line = owner.marks.get("passages", (1, 1))[0]
    for place, passage in owner.passages.items():
        source, first, last = parse_place(place)
        if source not in texts:
            continue
        try:
            real = locate(texts[source], first, last)
        except KgError as error:
            problems.append(Problem(file, line, 1, f"{place}: {error}", "correct the lines"))
            continue
        faults = [
            f"{name} is {getattr(passage, name)}, the source has {getattr(real, name)}"
            for name in ("start", "end", "digest", "locator")
            if getattr(passage, name) != getattr(real, name)
        ]
        matched += not faults
        if faults:
            hint = f"run kg locate --write {file}, after reading the passage again"
            problems.append(Problem(file, line, 1, f"{place}: {'; '.join(faults)}", hint))
    return matched, problems


def words_of(text: str) -> Iterator[tuple[str, int]]:
    """Words and where they start; case and punctuation do not count."""
    for match in re.finditer(r"[a-z0-9']+", text.lower().replace("\u2019", "'")):
        yield match.group(), match.start()


def _runs(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    words = list(words_of(text))
    for i in range(len(words) - COPY_LENGTH + 1):
        yield tuple(word for word, _ in words[i : i + COPY_LENGTH]), words[i][1]


def copied_words(project: Project, texts: dict[str, SourceText]) -> Iterator[Problem]:
    """Runs of eight words of a source that stand in our own files: a sentence was copied."""
    seen = runs_of(texts)
    files: Iterable[Path] = [
        *project.record_files(),
        *sorted(project.ontology.glob("*.ttl")),
        *sorted(project.root.glob("queries/*/*.rq")),
    ]
    for path in files:
        yield from copied_in(project.name(path), path.read_text(encoding="utf-8", errors="replace"), seen)


def runs_of(texts: dict[str, SourceText]) -> dict[tuple[str, ...], str]:
    """Every run of eight words of the sources, and the source that it is from."""
    return {run: name for name, text in texts.items() for run, _ in _runs(text.text)}


def copied_in(file: str, content: str, seen: dict[tuple[str, ...], str]) -> Iterator[Problem]:
    """Runs of eight words of the sources that stand in one file of ours."""
    last = -1000
    for run, start in _runs(content):
        line = content.count("\n", 0, start) + 1 if run in seen else -1000
        if line > last + 1:
            message = f"eight words in a row stand in {seen[run]} too: {' '.join(run)}"
            yield Problem(file, line, 1, message, "say it in our own words")
            last = line
