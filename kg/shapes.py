"""SHACL over the whole graph, by pyshacl; each result as a problem with the file and line of the thing it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg import rdf
from kg.errors import KgError, Problem
from kg.namespaces import local_name


@dataclass(frozen=True)
class Result:
    """One thing that a shape finds: the IRI of what it is about, and a sentence."""

    focus: str
    violation: bool
    message: str


@dataclass(frozen=True)
class ShapeReport:
    """Violations stop a build; warnings are shown."""

    violations: list[Problem]
    warnings: list[Problem]


def validate(triples: Iterable[rdf.Triple], shapes: Path, origin: dict[str, tuple[str, int]]) -> ShapeReport:
    """Check a graph against the shapes. Takes seconds: pyshacl works in rdflib."""
    return report_on(Shapes(shapes).results(triples), origin)


def report_on(results: Iterable[Result], origin: dict[str, tuple[str, int]]) -> ShapeReport:
    """Results as problems; `origin` gives the file and line of a thing by its IRI."""
    found: dict[bool, set[Problem]] = {True: set(), False: set()}
    for result in results:
        file, line = origin.get(result.focus, ("ontology/", 1))
        found[result.violation].add(Problem(file, line, 1, result.message, ""))
    return ShapeReport(sorted(found[True]), sorted(found[False]))


class Shapes:
    """Shapes that many graphs are checked against; their file is read once. Raises `KgError` where it is damaged."""

    def __init__(self, path: Path) -> None:
        import rdflib

        try:
            self._shapes = rdflib.Graph().parse(path, format="turtle")
        except Exception as error:  # rdflib's parsers raise many kinds
            raise KgError(f"{path}: the shapes cannot be read: {str(error)[:200]}") from None

    def results(self, triples: Iterable[rdf.Triple]) -> list[Result]:
        """Everything that the shapes find in a graph."""
        import pyshacl
        import rdflib
        from rdflib.namespace import RDF, SH

        data = _prepared_graph()
        data.parse(data=rdf.serialize(triples, "n-triples"), format="nt")
        _, report, _ = pyshacl.validate(data, shacl_graph=self._shapes, inference="none", advanced=False)
        assert isinstance(report, rdflib.Graph)
        return [
            Result(
                str(report.value(result, SH.focusNode)),
                report.value(result, SH.resultSeverity) == SH.Violation,
                _message(report, result),
            )
            for result in report.subjects(RDF.type, SH.ValidationResult)
        ]


def _prepared_graph() -> Any:
    """A graph that reads the text of a query once, however often it is asked.

    pyshacl asks the query of a shape anew for each thing that it looks at, and reading it takes most of the time.
    """
    import rdflib

    class Prepared(rdflib.Graph):
        def query(self, query_object: Any, *arguments: Any, **options: Any) -> Any:
            if isinstance(query_object, str):
                query_object = _prepared(query_object)
            return super().query(query_object, *arguments, **options)

    return Prepared()


@lru_cache(maxsize=256)
def _prepared(text: str) -> Any:
    import rdflib
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(text, initNs=dict(rdflib.Graph().namespaces()))


def _message(report: Any, result: Any) -> str:
    from rdflib.namespace import SH

    focus = str(report.value(result, SH.focusNode))
    path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
    message = str(report.value(result, SH.resultMessage))
    return sentence(focus, None if path is None else str(path), None if value is None else str(value), message)


def sentence(focus: str, path: str | None, value: str | None, message: str) -> str:
    """What is shown of a result: the thing, the property and the value by their short names, and what to do."""
    about = f"{local_name(focus)}"
    if path is not None:
        about += f", {local_name(path)}"
    if value is not None and value != focus:
        about += f" ({local_name(value)[:60]})"
    return f"{about}: {message}"
