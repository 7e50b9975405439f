"""Synthetic cases at any size, in the shape of the real ones: a project folder, N-Triples, N-Quads, or the index alone.

    python benchmarks/generate.py 4700 --to DIR              a project that `kg build --project DIR` takes
    python benchmarks/generate.py 47000 --graph FILE.nt      the built graph (or FILE.nq), block by block
    python benchmarks/generate.py 4700 --compiled DIR        what `kg build` writes, to be opened at once
    python benchmarks/generate.py 470000 --index FILE        the index of cases alone
    python benchmarks/generate.py 4700 --profile             real and synthetic side by side

The same number and seed give the same cases in every form. Memory holds one block of cases for each process
(`--processes`), whatever the size. How the cases are drawn stands in `synthetic.py`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
import time
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from filling import MARK
from frames import Real
from likeness import side_by_side
from synthetic import block

from kg import __version__, rdf
from kg.builder import build
from kg.corpus import Corpus, read_corpus
from kg.index import CaseIndex, Entry, index_entries, join_entries, packed
from kg.lexicon import load_lexicon, make_lexicon
from kg.namespaces import CODE, GRAPHS, ID, expand
from kg.paths import Project
from kg.pipeline import map_source
from kg.questions import read_questions, with_keys
from kg.recordtext import file_text
from kg.rules import derive
from kg.vocabulary import read_context

ROOT = Path(__file__).resolve().parents[1]
NAMING = {expand(name) for name in ("rdfs:label", "rdf:type", "skos:prefLabel", "skos:altLabel", "skos:hiddenLabel")}
NAMED = (CODE, *(f"{ID}{kind}/" for kind in ("case", "organisation", "person", "place")))
DISTINCT = 49  # blocks of an index that are drawn; further ones repeat them under numbers of their own


@dataclass(frozen=True)
class Order:
    """What is wanted: so many cases, from a seed."""

    cases: int
    seed: int = 0


class Generator:
    """Makes blocks in every form. `common` is what all share: terms, codebook, and the registry without the cases."""

    def __init__(self, project: Project | None = None) -> None:
        self.project = project or Project(ROOT)
        corpus, problems = read_corpus(self.project)
        assert not problems, problems[0]
        self.real = Real(corpus)
        self.common = Corpus(registry=corpus.registry)
        self.context = read_context(self.project.ontology / "context.jsonld")
        self.rules = sorted(self.project.rules.glob("*.rq"))

    def blocks(self, order: Order) -> list[tuple[int, int]]:
        """`(number, cases)` of each block that makes up so many cases."""
        size = self.real.size
        return [(n, min(size, order.cases - n * size)) for n in range(-(-order.cases // size))]

    def corpus(self, order: Order, number: int, cases: int) -> Corpus:
        """The records of one block."""
        return block(self.real, number, order.seed, cases)

    @cached_property
    def asserted(self) -> list[rdf.Triple]:
        """The common triples as typed."""
        return map_source(self.project, self.common).triples

    @cached_property
    def derived(self) -> list[rdf.Triple]:
        """What the rules add to the common triples alone."""
        return derive(self.asserted, self.rules)

    def triples(self, order: Order, number: int, cases: int) -> tuple[list[rdf.Triple], list[rdf.Triple]]:
        """The triples of one block, asserted and derived, without the common ones; by the builder and the rules."""
        own = self.corpus(order, number, cases)
        whole = Corpus({**own.cases}, {**self.common.registry, **own.registry}, own.codings, own.settlements)
        shared = {*self.asserted}
        asserted = [triple for triple in build(whole, self.context).triples if triple not in shared]
        derived = derive([*self.asserted, *asserted], self.rules)
        known = {*self.derived}
        return asserted, [triple for triple in derived if triple not in known]

    def entries(self, asserted: list[rdf.Triple], derived: list[rdf.Triple]) -> list[Entry]:
        """What the index says of the cases of a block, by its triples."""
        return index_entries(rdf.Graph([*self.asserted, *self.derived, *asserted, *derived]))

    def index(self, order: Order, number: int, cases: int) -> CaseIndex:
        """The index of one block."""
        entries = self.entries(*self.triples(order, number, cases))
        return join_entries(lambda: iter(entries))


@cache
def _generator() -> Generator:
    """The generator of a process."""
    return Generator()


@dataclass(frozen=True)
class Piece:
    """The lines of a part of the graph, what the index says of its cases, and the triples that name things."""

    asserted: bytes
    derived: bytes
    entries: list[Entry]
    names: list[rdf.Triple]


def _piece(job: tuple[Order, int, int, bool]) -> Piece:
    order, number, cases, quads = job
    asserted, derived = _generator().triples(order, number, cases)
    return _written(asserted, derived, quads)


def _written(asserted: list[rdf.Triple], derived: list[rdf.Triple], quads: bool) -> Piece:
    if quads:
        named = {GRAPHS["asserted"]: asserted}, {GRAPHS["derived"]: derived}
        return Piece(*map(rdf.serialize_named, named), [], [])
    names = [triple for triple in (*asserted, *derived) if _names_something(triple)]
    return Piece(rdf.lines(asserted), rdf.lines(derived), _generator().entries(asserted, derived), names)


def _names_something(triple: rdf.Triple) -> bool:
    """Whether a triple has a part in what questions call an entry of the codebook, a case or what takes part in it."""
    return triple.predicate.value in NAMING and triple.subject.value.startswith(NAMED)


def pieces(order: Order, quads: bool = False, processes: int = 1) -> Iterator[Piece]:
    """The graph piece by piece: what all blocks share, then block after block."""
    generator = _generator()
    yield _written(generator.asserted, generator.derived, quads)
    jobs = [(order, number, cases, quads) for number, cases in generator.blocks(order)]
    if processes < 2:
        yield from map(_piece, jobs)
        return
    with get_context("spawn").Pool(processes) as pool:
        yield from pool.imap(_piece, jobs)


@dataclass
class Written:
    """A graph that was written: how many lines there are, the digest of the file, and what is compiled beside it."""

    asserted: int = 0
    derived: int = 0
    fingerprint: str = ""
    entries: list[Entry] = field(default_factory=list)
    names: rdf.Graph = field(default_factory=rdf.Graph)


def write_graph(order: Order, path: Path, processes: int = 1) -> Written:
    """Write the graph, first what is asserted, then what is derived; `.nq` has a named graph for each."""
    made, total = Written(), hashlib.sha256()
    with tempfile.TemporaryFile(dir=path.parent) as later, path.open("wb") as file:
        for piece in pieces(order, path.suffix == ".nq", processes):
            file.write(piece.asserted)
            total.update(piece.asserted)
            later.write(piece.derived)
            made.asserted += piece.asserted.count(b"\n")
            made.derived += piece.derived.count(b"\n")
            made.entries += piece.entries
            made.names.add(piece.names)
        later.seek(0)
        while chunk := later.read(1 << 20):
            file.write(chunk)
            total.update(chunk)
    made.fingerprint = total.hexdigest()
    return made


def write_compiled(order: Order, folder: Path, processes: int = 1) -> None:
    """Write what `kg build` writes: the graph with its index, lexicon and questions, to be opened by `open_store`."""
    folder.mkdir(parents=True, exist_ok=True)
    written = write_graph(order, folder / "graph.nt", processes)
    lexicon = make_lexicon(written.names)
    ignored = load_lexicon(lexicon).ignored
    questions = [with_keys(q, ignored).as_dict() for q in read_questions(_generator().project.answers)]
    made = {
        "lexicon.json": _json(lexicon),
        "questions.json": _json(questions),
        "index.bits": join_entries(lambda: iter(written.entries)).dumped(),
    }
    for name, content in made.items():
        (folder / name).write_bytes(content)
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in made.items()}
    counts = {"asserted": written.asserted, "derived": written.derived, "fingerprint": written.fingerprint}
    manifest = {"version": __version__, "inputs": MARK, "counts": {"cases": order.cases}, "pieces": digests, **counts}
    (folder / "manifest.json").write_bytes(_json(manifest))


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n").encode()


def write_project(order: Order, folder: Path) -> None:
    """Write a project folder with so many case files."""
    generator = _generator()
    for part in ("ontology", "queries", "cases/registry"):
        shutil.copytree(generator.project.root / part, folder / part, dirs_exist_ok=True)
    for number, cases in generator.blocks(order):
        for name, owner in generator.corpus(order, number, cases).files():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file_text(owner), encoding="utf-8")


def index_of(order: Order, distinct: int = DISTINCT) -> CaseIndex:
    """The index of so many cases, block by block, without any graph of them all.

    Beyond so many distinct blocks the earlier ones come again, with organisations and people of their own.
    """
    generator = _generator()
    drawn: dict[tuple[int, int], CaseIndex] = {}
    ids: list[str] = []
    members: dict[str, array[int]] = {}
    for number, cases in generator.blocks(order):
        like = number % distinct
        if (like, cases) not in drawn:
            drawn[like, cases] = generator.index(order, like, cases)
        found, base = drawn[like, cases], len(ids)
        here, there = f"{MARK}-{number:05d}-", f"{MARK}-{like:05d}-"
        ids += (f"{MARK}-{number * generator.real.size + place:06d}" for place in range(cases))
        for key, places in found.sets():
            own = key.replace(there, here) if there != here else key
            members.setdefault(own, array("I")).extend(place + base for place in places)
    return CaseIndex(ids, {key: packed(places, len(ids)) for key, places in members.items()})


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("cases", type=int, help="how many cases")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--to", type=Path, help="write a project folder")
    options.add_argument("--graph", type=Path, help="write the built graph, as .nt or .nq")
    options.add_argument("--compiled", type=Path, help="write a folder with graph, index, lexicon and questions")
    options.add_argument("--index", type=Path, help="write the index of cases alone")
    options.add_argument("--distinct", type=int, default=DISTINCT, help="blocks of the index that are all different")
    options.add_argument("--profile", action="store_true", help="print the profile beside that of the real cases")
    options.add_argument("--processes", type=int, default=1)
    given = options.parse_args()
    if given.cases < 1:
        options.error("at least one case")
    order, start = Order(given.cases, given.seed), time.perf_counter()
    if given.to:
        write_project(order, given.to)
    if given.graph:
        write_graph(order, given.graph, given.processes)
    if given.compiled:
        write_compiled(order, given.compiled, given.processes)
    if given.index:
        given.index.write_bytes(index_of(order, given.distinct).dumped())
    if given.profile:
        generator = _generator()
        made = [generator.corpus(order, *part) for part in generator.blocks(order)]
        print(side_by_side(generator.real.corpus, made))
    print(f"{given.cases} synthetic cases, seed {given.seed}: {time.perf_counter() - start:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
