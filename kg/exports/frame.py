"""What every export is made of: files, groups of files, and what they are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg import rdf
from kg.builder import Compiled, documents
from kg.corpus import Corpus
from kg.exports.rows import Rows
from kg.paths import Project
from kg.sources.evidence import SourceText
from kg.vocabulary import read_context

Content = bytes | Iterable[bytes]


class Given:
    """What the files are made from: the project's own files, its records, the graph as built, the texts of sources
    that somebody has at hand, and the address at which `kg serve` publishes the same, where these are known."""

    def __init__(
        self,
        project: Project,
        compiled: Compiled,
        texts: Mapping[str, SourceText] | None = None,
        public_url: str = "",
    ) -> None:
        self.project, self.compiled, self.texts = project, compiled, dict(texts or {})
        self.public_url = public_url.rstrip("/")
        self.files: list[File] = []  # the files of the whole folder, known when the first of them is made
        self.written: dict[str, Written] = {}  # those that are made by then, by name

    @property
    def corpus(self) -> Corpus:
        return self.compiled.source.corpus

    @property
    def asserted(self) -> list[rdf.Triple]:
        """What was typed: terms, codebook and cases."""
        return self.compiled.source.triples

    @property
    def derived(self) -> list[rdf.Triple]:
        """What the rules add."""
        return self.compiled.derived

    @cached_property
    def rows(self) -> Rows:
        """The rows of the tables."""
        return Rows(self.corpus, self.asserted)

    @cached_property
    def all(self) -> list[rdf.Triple]:
        """Both, each triple once, in a fixed order."""
        return rdf.sorted_triples([*self.asserted, *self.derived])

    @cached_property
    def documents(self) -> list[dict[str, Any]]:
        """The records as JSON-LD nodes in the names of the published context."""
        return documents(self.corpus)

    @cached_property
    def context(self) -> dict[str, Any]:
        """The published context, in which case files are read."""
        return read_context(self.project.ontology / "context.jsonld")


@dataclass(frozen=True)
class Written:
    """A file as it was written: its size in bytes and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True)
class File:
    """One file of an export: its name below the folder, what it is in a few words, and how to make it.

    A file of a later `turn` is made after those of earlier ones, so that it can tell how large they are.
    """

    name: str
    about: str
    media_type: str
    make: Callable[[], Content]
    pattern: str = ""
    turn: int = 0

    @property
    def shown(self) -> str:
        """The name that the docs use: the pattern, where there are many alike."""
        return self.pattern or self.name


@dataclass(frozen=True)
class Group:
    """Files that are asked for together, as by `--only tables`.

    `missing` says what to install where a library is not there. Such a group is left out, or refused where it is named.
    """

    name: str
    about: str
    files: Callable[[Given], list[File]]
    missing: Callable[[], str] = str
