"""The one door to pyoxigraph: parsing, writing, updating and querying RDF."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import KgError, QueryError
from kg.namespaces import BASE, expand, sparql_prologue

Triple = ox.Triple
Iri = ox.NamedNode
Literal = ox.Literal
BlankNode = ox.BlankNode
FORMATS = {
    "turtle": (ox.RdfFormat.TURTLE, "ttl"),
    "n-triples": (ox.RdfFormat.N_TRIPLES, "nt"),
    "n-quads": (ox.RdfFormat.N_QUADS, "nq"),
    "trig": (ox.RdfFormat.TRIG, "trig"),
    "json-ld": (ox.RdfFormat.JSON_LD, "jsonld"),
    "rdf-xml": (ox.RdfFormat.RDF_XML, "rdf"),
}


def iri(curie: str) -> Iri:
    """`theme:share-power` as a node."""
    return Iri(expand(curie))


def parse(source: Path | str | bytes, format: str, name: str = "") -> Iterator[Triple]:
    """Triples of a file or text. Raises `KgError` with the place of the first fault."""
    return (quad.triple for quad in _quads(source, format, name))


def parse_named(source: Path | str | bytes, format: str, name: str = "", base: str = "") -> dict[str, list[Triple]]:
    """The same by the IRIs of named graphs; the default graph is that of an empty name. Raises `KgError`.

    `base` is the address that short IRIs in the text are seen from.
    """
    graphs: dict[str, list[Triple]] = {}
    for quad in _quads(source, format, name, base):
        graphs.setdefault(getattr(quad.graph_name, "value", ""), []).append(quad.triple)
    return graphs


def _quads(source: Path | str | bytes, format: str, name: str, base: str = "") -> Iterator[ox.Quad]:
    shown = name or (str(source) if isinstance(source, Path) else "text")
    options: dict[str, Any] = {"path": str(source)} if isinstance(source, Path) else {"input": source}
    try:
        yield from ox.parse(format=FORMATS[format][0], base_iri=base or None, **options)
    except SyntaxError as error:
        where = f"{shown}:{error.lineno or 1}:{error.offset or 1}"
        raise KgError(f"{where}: this is not {format}: {error.msg}") from None
    except OSError as error:
        reason = error.strerror or ("No such file" if isinstance(error, FileNotFoundError) else str(error))
        raise KgError(f"{shown}: cannot be read: {reason}") from None


def serialize(triples: Iterable[Triple], format: str, prefixes: dict[str, str] | None = None) -> bytes:
    """Triples as text, in the order in which they come."""
    written = ox.serialize(triples, format=FORMATS[format][0], prefixes=prefixes)
    assert written is not None
    return written


def lines(triples: Iterable[Triple]) -> bytes:
    """Triples as N-Triples, a line each."""
    return serialize(triples, "n-triples")


def sorted_triples(triples: Iterable[Triple]) -> list[Triple]:
    """Each triple once, in the order of its N-Triples line: the same for the same graph, whatever built it."""
    return sorted(set(triples), key=str)


def read_text(path: Path) -> str:
    """A query file's text. Raises `QueryError` where it is no UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise QueryError("this is not UTF-8 text; save it as UTF-8", line, 1, path.name) from None


class Graph:
    """A set of triples that SPARQL can query and update: the working graph of a build, and the store of an answer."""

    def __init__(self, triples: Iterable[Triple] = ()) -> None:
        self.store = ox.Store()
        self.add(triples)

    def add(self, triples: Iterable[Triple]) -> None:
        self.store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)

    def add_lines(self, lines: Iterable[str]) -> None:
        """Add triples that we wrote as lines of N-Triples."""
        text = "\n".join(lines).encode()
        self.store.load(input=text, format=ox.RdfFormat.N_TRIPLES, lenient=True)

    def as_lines(self) -> list[str]:
        """All triples as lines of N-Triples, in no order. The store writes some literals in another form."""
        written = self.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        assert written is not None
        return written.decode().split("\n")[:-1]

    def load(self, path: Path) -> None:
        """Read an N-Triples file at full speed. Raises `KgError` for a damaged one.

        The file is one that a build wrote, known by its digest: its IRIs and language tags are not validated again,
        which is a quarter of the time.
        """
        try:
            self.store.bulk_load(path=str(path), format=ox.RdfFormat.N_TRIPLES, lenient=True)
        except (SyntaxError, OSError) as error:
            raise KgError(f"{path}: the compiled graph cannot be read ({error}); run kg build") from None

    def update(self, text: str, name: str) -> None:
        """Run a SPARQL update. Raises `QueryError`."""
        try:
            self.store.update(text)
        except SyntaxError as error:
            raise syntax_problem(error, name, text) from None

    def query(self, text: str, name: str = "query") -> Any:
        """Run a SPARQL query; pyoxigraph's own result. Raises `QueryError` with line and column.

        What is written without a base, as `<id/case/cpche>`, is meant below the address of the graph.
        """
        try:
            return self.store.query(text, base_iri=BASE)
        except SyntaxError as error:
            raise syntax_problem(error, name, text) from None
        except (RuntimeError, ValueError, OSError) as error:
            raise QueryError(f"cannot be run: {error}", name=name) from None

    def has_row(self, text: str, variable: str, iri: str) -> bool:
        """Whether a SELECT has a row where a variable stands for a thing from the beginning. Raises `QueryError`."""
        try:
            rows: Any = self.store.query(text, substitutions={ox.Variable(variable): Iri(iri)})
            return next(iter(rows), None) is not None
        except (SyntaxError, RuntimeError, ValueError, OSError) as error:
            raise QueryError(f"cannot be run: {error}") from None

    def rows(self, text: str) -> list[tuple[Any, ...]]:
        """Rows of a SELECT of our own, with prefixes added; IRIs and literals as plain strings, unbound as `None`."""
        result = self.query(sparql_prologue(text) + text)
        try:
            return [tuple(None if term is None else term.value for term in row) for row in result]
        except (OSError, RuntimeError) as error:
            raise QueryError(f"cannot be run: {error}") from None

    def admit(self, name: str) -> None:
        """Somebody's own query may be run here. Raises `Refused` where it may not."""

    def guarded(self, name: str) -> AbstractContextManager[None]:
        """What somebody's query is run within: it reaches no file and no other server."""
        return offline(name)

    def __iter__(self) -> Iterator[Triple]:
        return (quad.triple for quad in self.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def syntax_problem(error: SyntaxError, name: str, text: str) -> QueryError:
    """pyoxigraph's syntax error, whose place may stand only in its message, as ours."""
    message = str(error.msg or error)
    place = re.search(r"error at (\d+):(\d+): ", message)
    line, column = (int(place.group(1)), int(place.group(2))) if place else (error.lineno or 1, error.offset or 1)
    if "Prefix not found" in message:
        declared = set(re.findall(r"PREFIX\s+([\w-]*):", text, re.IGNORECASE))
        used = re.findall(r"(?<![\w<])([A-Za-z][\w-]*):(?!//)", text)
        missing = next((prefix for prefix in used if prefix not in declared), "")
        return QueryError(f"prefix '{missing}:' is not declared; add PREFIX {missing}: <…>", line, column, name)
    said = message[place.end() :] if place else message
    return QueryError(said if len(said) < 200 else said[:199] + "…", line, column, name)


@contextmanager
def offline(name: str) -> Iterator[None]:
    """Run somebody's query without a network: no file or socket can be opened meanwhile, so SERVICE ends in an error.

    A fault while rows are made is a `QueryError` too. Where the system has no such limit (Windows), only that holds.
    """
    try:
        import resource
    except ImportError:  # pragma: no cover
        resource = None  # type: ignore[assignment]
    limits = resource.getrlimit(resource.RLIMIT_NOFILE) if resource else (0, 0)
    try:
        if resource:
            resource.setrlimit(resource.RLIMIT_NOFILE, (0, limits[1]))
        yield
    except (OSError, RuntimeError, ValueError) as error:
        hint = "queries have no access to the network or to files"
        raise QueryError(f"cannot be run: {str(error)[:160]}; {hint}", name=name) from None
    finally:
        if resource:
            resource.setrlimit(resource.RLIMIT_NOFILE, limits)


def name_blank_nodes(triples: list[Triple]) -> list[Triple]:
    """The triples with blank nodes named by RDFC-1.0, so that two runs write the same bytes; sorted."""
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted_triples(quad.triple for quad in dataset)


def is_graph(result: Any) -> bool:
    """Whether a query's result is triples, as CONSTRUCT and DESCRIBE give."""
    return isinstance(result, ox.QueryTriples)


def is_boolean(result: Any) -> bool:
    """Whether a query's result is yes or no, as ASK gives."""
    return isinstance(result, ox.QueryBoolean)


def solutions(names: list[str], rows: list[dict[str, dict[str, str]]]) -> Any:
    """Rows as the result of a query, from terms in the W3C's JSON. Raises `KgError` for what is no term."""
    return _results({"head": {"vars": names}, "results": {"bindings": rows}})


def boolean(answer: bool) -> Any:
    """A yes or no as the result of an ASK."""
    return _results({"head": {}, "boolean": answer})


def _results(found: dict[str, Any]) -> Any:
    try:
        result = ox.parse_query_results(json.dumps(found).encode(), ox.QueryResultsFormat.JSON)
        return result
    except SyntaxError as error:
        raise KgError(f"the rows of a result are damaged: {error.msg}") from None


def serialize_results(result: Any, format: str) -> str:
    """Rows or a yes/no in the W3C results format `json` or `csv`. An ASK has no CSV form and is written as text."""
    if format == "csv" and is_boolean(result):
        return f"{'true' if result else 'false'}\n"
    chosen = {"json": ox.QueryResultsFormat.JSON, "csv": ox.QueryResultsFormat.CSV}[format]
    text: str = result.serialize(format=chosen).decode()
    return text if text.endswith("\n") else text + "\n"


def serialize_named(
    graphs: dict[str, list[Triple]], format: str = "n-quads", prefixes: dict[str, str] | None = None
) -> bytes:
    """N-Quads or TriG with each list of triples in the graph of its IRI, in the order given."""
    quads = (ox.Quad(t.subject, t.predicate, t.object, Iri(name)) for name, found in graphs.items() for t in found)
    written = ox.serialize(quads, format=FORMATS[format][0], prefixes=prefixes)
    assert written is not None
    return written
