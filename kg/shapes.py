"""SHACL over the whole graph, by pyshacl; each result as a problem with the file and line of the thing it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import rdf
from kg.errors import KgError, Problem
from kg.namespaces import local_name


@dataclass(frozen=True)
class ShapeReport:
    """Violations stop a build; warnings are shown."""

    violations: list[Problem]
    warnings: list[Problem]


def validate(triples: Iterable[rdf.Triple], shapes: Path, origin: dict[str, tuple[str, int]]) -> ShapeReport:
    """Check a graph against the shapes. Takes seconds: pyshacl works in rdflib."""
    import pyshacl
    import rdflib
    from rdflib.namespace import RDF, SH

    data = rdflib.Graph()
    data.parse(data=rdf.serialize(triples, "n-triples"), format="nt")
    try:
        shape_graph = rdflib.Graph().parse(shapes, format="turtle")
    except Exception as error:  # rdflib's parsers raise many kinds
        raise KgError(f"{shapes}: the shapes cannot be read: {str(error)[:200]}") from None
    _, report, _ = pyshacl.validate(data, shacl_graph=shape_graph, inference="none", advanced=False)
    assert isinstance(report, rdflib.Graph)
    found: dict[bool, list[Problem]] = {True: [], False: []}
    for result in report.subjects(RDF.type, SH.ValidationResult):
        found[report.value(result, SH.resultSeverity) == SH.Violation].append(_problem(report, result, origin))
    return ShapeReport(sorted(set(found[True])), sorted(set(found[False])))


def _problem(report: Any, result: Any, origin: dict[str, tuple[str, int]]) -> Problem:
    from rdflib.namespace import SH

    focus = str(report.value(result, SH.focusNode))
    path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
    message = str(report.value(result, SH.resultMessage))
    file, line = origin.get(focus, ("ontology/", 1))
    about = f"{local_name(focus)}"
    if path is not None:
        about += f", {local_name(str(path))}"
    if value is not None and str(value) != focus:
        about += f" ({local_name(str(value))[:60]})"
    return Problem(file, line, 1, f"{about}: {message}", "")
