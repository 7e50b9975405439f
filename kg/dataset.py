"""The graph as a dataset of named graphs, as an endpoint serves it: queries over some of them, results in parts.

A plain query sees everything. `graph/asserted` holds what stands in the files of the project, `graph/derived` what the
rules add, under the names that the N-Quads export has. The second door to pyoxigraph, for what only a server needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any
from xml.parsers import expat

import pyoxigraph as ox

from kg import rdf
from kg.errors import KgError, QueryError
from kg.namespaces import BASE, GRAPHS, PREFIXES

RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
ENDINGS = {
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
LOOKED_AT = 10_000  # triples that are looked at for the prefixes they need, before the first is written
_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")  # what no XML 1.0 text may hold


class NotWritable(KgError):
    """A result that the syntax that was asked for has no way to say."""


class Dataset:
    """Graphs that are queried together. `names` are the IRIs of the named ones."""

    def __init__(self, store: ox.Store, prefixes: dict[str, str]) -> None:
        self.store, self.prefixes = store, prefixes
        self.names = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))

    def query(
        self, text: str, default_graphs: Iterable[str] = (), named_graphs: Iterable[str] = (), name: str = "query"
    ) -> Any:
        """The engine's own result of a query, which is made while it is read.

        Graphs that are named here are the whole dataset, as the SPARQL protocol has it. What is written without a base,
        as `<id/case/cpche>`, is meant below the address of the graph. Raises `QueryError`.
        """
        chosen: dict[str, Any] = {}
        default, named = [rdf.Iri(g) for g in default_graphs], [rdf.Iri(g) for g in named_graphs]
        if default or named:
            chosen = {"default_graph": default, "named_graphs": named}
        try:
            return self.store.query(text, base_iri=BASE, prefixes=self.prefixes, **chosen)
        except SyntaxError as error:
            raise rdf.syntax_problem(error, name, text) from None
        except (RuntimeError, ValueError, OSError) as error:
            raise QueryError(f"cannot be run: {error}", name=name) from None


def of_graph(graph: rdf.Graph, path: Path, asserted: int) -> Dataset:
    """The dataset of a compiled graph that is open: its file again has first what is asserted, then what is derived.

    The named graphs are put into the same store, beside the default graph, which stays as it is.
    """
    store, names = graph.store, {key: rdf.Iri(iri) for key, iri in GRAPHS.items()}
    store.update(f"COPY DEFAULT TO {names['asserted']}")
    derived = list(islice(path.open("rb"), asserted, None))
    for quad in ox.parse(input=b"".join(derived), format=ox.RdfFormat.N_TRIPLES):
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object, names["derived"]))
        store.remove(ox.Quad(quad.subject, quad.predicate, quad.object, names["asserted"]))
    return Dataset(store, PREFIXES)


def read(path: Path, name: str = "") -> Dataset:
    """The dataset of a file, whose ending says its syntax. Raises `KgError` where it cannot be read, naming `name`."""
    shown = name or str(path)
    format = ENDINGS.get(path.suffix)
    if not format:
        raise KgError(f"{shown}: the name of a file to serve ends in {', '.join(ENDINGS)}")
    store = ox.Store()
    try:
        base = path.resolve().as_uri() if format != ox.RdfFormat.N_QUADS else None
        store.bulk_load(path=str(path), format=format, base_iri=base)
    except SyntaxError as error:
        said = re.sub(r"^Parser error at line .*?: ", "", error.msg)
        raise KgError(f"{shown}:{error.lineno or 1}:{error.offset or 1}: {said}") from None
    except OSError as error:
        reason = error.strerror or ("No such file" if isinstance(error, FileNotFoundError) else str(error))
        raise KgError(f"{shown}: cannot be read: {reason}") from None
    return Dataset(store, {})


def write(result: Any, output: Any, rows: str, triples: str, prefixes: dict[str, str]) -> None:
    """Write a result as it is made: rows or a yes/no in one of `RESULTS`, triples in one of `kg.rdf.FORMATS`.

    `output` has `write(data)` and `flush()`.

    Raises `NotWritable` where XML has no way to say it, and `QueryError` where the query fails on its way.
    """
    graph = rdf.is_graph(result)
    syntax = triples if graph else rows
    checked: Any = _Xml(output) if syntax in ("xml", "rdf-xml") else output
    try:
        if graph:
            told = _writable(result) if syntax == "rdf-xml" else _once(result)
            first = list(islice(told, LOOKED_AT))
            used = _used(first, prefixes) if len(first) < LOOKED_AT else prefixes
            ox.serialize(chain(first, told), output=checked, format=rdf.FORMATS[syntax][0], prefixes=used)
        else:
            result.serialize(output=checked, format=RESULTS[syntax])
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryError(f"cannot be run: {error}") from None


def _used(triples: Iterable[ox.Triple], prefixes: dict[str, str]) -> dict[str, str]:
    """Those of the prefixes that some triples have a use for."""
    iris = {iri for triple in triples for iri in _iris(triple)}
    spaces = {iri[: max(iri.rfind("/"), iri.rfind("#")) + 1] for iri in iris}
    return {name: space for name, space in prefixes.items() if space in spaces}


def _iris(triple: ox.Triple) -> Iterator[str]:
    """The IRIs that stand in a triple as it is written; the datatypes of plain texts do not."""
    last: Any = triple.object
    if isinstance(last, ox.Literal):
        last = None if last.language or last.datatype.value.endswith("#string") else last.datatype
    return (term.value for term in (triple.subject, triple.predicate, last) if isinstance(term, ox.NamedNode))


def _once(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """CONSTRUCT gives a triple as often as it finds it; those that follow each other are told once."""
    last = None
    for triple in triples:
        if triple != last:
            yield triple
        last = triple


def _writable(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The triples, as long as each predicate can be the name of an XML element."""
    known: set[str] = set()
    for triple in _once(triples):
        predicate = triple.predicate.value
        if predicate not in known and not _is_name(triple.predicate):
            raise NotWritable(f"RDF/XML has no way to write the property <{predicate}>; ask for Turtle")
        known.add(predicate)
        yield triple


def _is_name(predicate: ox.NamedNode) -> bool:
    """Whether a reader of XML finds a predicate again in what the engine writes for it."""
    written = ox.serialize([ox.Triple(predicate, predicate, ox.Literal(""))], format=ox.RdfFormat.RDF_XML)
    names: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, _: names.append(name)
    try:
        parser.Parse(written or b"", True)
    except expat.ExpatError:
        return False
    return names[-1].replace(" ", "") == predicate.value


class _Xml:
    """An output that takes no character that XML forbids, which the engine would write as it is."""

    def __init__(self, output: Any) -> None:
        self.output = output

    def write(self, data: bytes) -> int:
        if _NO_XML.search(data):
            raise NotWritable("a text of the result holds a control character, which XML cannot hold; ask for JSON")
        self.output.write(data)
        return len(data)

    def flush(self) -> None:
        self.output.flush()
