"""The index at a size at which no engine here holds the whole graph; beside it engines with what a click needs.

For the click every engine gets the triples that it needs and no others: each case with its entries and facts, written
from the same index. That favours them, as their whole graph would be many times as large.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from engines import running
from generate import DISTINCT, Generator, Order, index_of
from measuring import TooSlow, Unavailable, measured, peak, say
from processes import alone
from results import OURS, Result
from side_by_side import Limits
from tasks import CLICKS, QUESTIONS, click_predicates, clicks, fingerprint

from kg import rdf
from kg.facets import Facets
from kg.index import CaseIndex, load_index
from kg.language import read
from kg.lexicon import load_lexicon, make_lexicon
from kg.namespaces import expand
from kg.store import Store

PAGE = 50  # cases that are read of an answer, as a page shows them
CLICK = "click by index"
BESIDE = ("pyoxigraph", "Virtuoso 7", "oxigraph server")  # the engines that load so many triples within minutes


def of_index(order: Order, folder: Path, engines: list[str], limits: Limits, runs: int) -> list[Result]:
    """The index at a size, made where it is not there yet, and a click beside other engines."""
    path = folder / f"{order.cases}-{order.seed}.bits"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file():
        path.write_bytes(index_of(order, DISTINCT).dumped())
    found: list[Result] = list(alone(index_only, order.cases, str(path), runs))
    if others := [name for name in BESIDE if name in engines]:
        asked, right = alone(click_queries, str(path))
        with tempfile.TemporaryDirectory() as work:
            alone(write_click, str(path), f"{work}/graph.nt")
            for name in others:
                say(f"{order.cases:,} cases: a click by {name}")
                found += beside(order.cases, name, Path(work), asked, right, limits, runs)
    return found


def index_only(cases: int, path: str, runs: int) -> list[Result]:
    """The index of so many cases without their graph: conditions, and a click with all counts and a page of cases."""
    graph = common()
    before = peak(os.getpid())
    start = time.perf_counter()
    index = load_index(Path(path).read_bytes())
    taken = time.perf_counter() - start
    size = Path(path).stat().st_size / 1e6
    found = [
        Result(cases, OURS, "index", "load", taken),
        Result(cases, OURS, "index memory", "more than before", peak(os.getpid()) - before, "MB"),
        Result(cases, OURS, "index file", "size", size, "MB"),
    ]
    start = time.perf_counter()
    facets = Facets(store_of(graph, index))
    found.append(Result(cases, OURS, "index", "make facets of it", time.perf_counter() - start))
    lexicon = load_lexicon(make_lexicon(graph))
    for question in QUESTIONS:
        reading = read(question, lexicon, lambda place: True)
        timed = measured(lambda reading=reading: first(index.levels(index.answer(reading))), runs)
        found.append(Result(cases, OURS, "ask by index", question, timed.seconds))
    for name, chosen in {"nothing chosen": {}, **CLICKS}.items():
        timed = measured(lambda chosen=chosen: first(facets.select(chosen).cases), runs)
        found.append(Result(cases, OURS, CLICK, name, timed.seconds))
    return found


def first(found: Iterable[Any]) -> list[Any]:
    """The first cases of an answer, as a page takes them."""
    return [*islice(found, PAGE)]


def common() -> rdf.Graph:
    """What all cases share: terms, codebook and registry."""
    generator = Generator()
    return rdf.Graph([*generator.asserted, *generator.derived])


def store_of(graph: rdf.Graph, index: CaseIndex) -> Store:
    """A store with an index of cases that the graph does not hold."""
    store = Store(graph, Path(), {})
    store.__dict__["index"] = index
    return store


# ---------------------------------------------------------------- beside other engines


def click_queries(path: str) -> tuple[dict[str, list[str]], dict[str, str]]:
    """The queries of each click, and the fingerprint of the counts that we give."""
    made = clicks(store_of(common(), load_index(Path(path).read_bytes())))
    right = {task.name: fingerprint([task.rows(task.ours())]) for task in made if task.ours and task.rows}
    return {task.name: task.texts for task in made}, right


def write_click(index: str, path: str) -> None:
    """Write the triples that a click needs, as N-Triples."""
    with Path(path).open("w", encoding="utf-8") as file:
        file.writelines(click_triples(load_index(Path(index).read_bytes())))


def click_triples(index: CaseIndex) -> Iterator[str]:
    """The lines of the triples that a click needs."""
    wanted = click_predicates()
    cases = [expand(f"case:{id}") for id in index.ids]
    for key, places in index.sets():
        predicate, _, entry = key.partition(" ")
        if predicate in wanted:
            tail = f" <{expand(predicate)}> <{expand(entry)}> .\n"
            yield from (f"<{cases[place]}>{tail}" for place in places)


def beside(
    cases: int, name: str, folder: Path, asked: dict[str, list[str]], right: dict[str, str], limits: Limits, runs: int
) -> Iterator[Result]:
    """A click by SPARQL, with all counts. They must be those that we give: nothing else would be the same work."""
    work = folder / "server"
    try:
        with running(name, folder, work) as engine:
            yield Result(cases, name, "click loading", "first loading", engine.load_seconds)
            for click, texts in asked.items():
                try:
                    timed = engine.query(texts, runs, limits.long)
                except TooSlow as slow:
                    yield Result(cases, name, CLICK, click, None, note=str(slow), least=slow.seconds)
                else:
                    assert timed.value == right[click], f"{name} counts otherwise for {click}"
                    yield Result(cases, name, CLICK, click, timed.seconds, rows="same")
    except (Unavailable, RuntimeError) as error:
        yield from (Result(cases, name, CLICK, click, None, note=str(error)) for click in asked)
    finally:
        shutil.rmtree(work, ignore_errors=True)
