"""The command `kg import`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from kg import foreign, output
from kg.corpus import Corpus, read_corpus
from kg.errors import UsageError
from kg.importing.found import Found
from kg.importing.graph import left_over, read_graph
from kg.importing.plan import carry_out, plan
from kg.importing.preview import import_name, preview
from kg.importing.sheets import read_sheets
from kg.importing.tables import read_tables
from kg.paths import Project, find_project
from kg.rdf import Triple
from kg.sources.evidence import SourceText, read_sources
from kg.vocabulary import read_context


def import_(options: argparse.Namespace) -> int:
    """Show what an import would write, and write it where that is asked for."""
    project = find_project(options.project)
    if project.installed:
        raise UsageError("an import needs a project folder; run this in a checkout, or name one with --project")
    paths = [Path(name) for name in options.files]
    known, _ = read_corpus(project)
    triples = _triples(paths)
    found = _graph(project, paths, triples, known) if triples is not None else _tables(paths, known)
    with output.progress() as progress:
        made = plan(project, found, import_name(paths[0].stem), _texts(options, known), not options.no_shapes, progress)
    if triples and made.compiled and (lost := left_over(triples, made.compiled)):
        made.notes.append(lost)
    if not made.files:
        print("the project says all of this already")
        return 0
    print(preview(made, options.full), end="")
    if made.replaced:
        _say("replaced as a whole, comments in them lost:", ", ".join(made.replaced))
    if not options.write:
        _say(f"nothing is written; to write it, add --write{' --replace' if made.replaced else ''}")
        return 0
    if made.replaced and not options.replace:
        raise UsageError("nothing is written: files of the project would be replaced; add --replace if that is meant")
    written = carry_out(made)
    _say(f"{len(written)} file{'s' * (len(written) != 1)} written; now run kg check, and kg build")
    return 0


def _triples(paths: Sequence[Path]) -> list[Triple] | None:
    """The triples of RDF files, or `None` where the files are tables. Raises `UsageError`, `KgError`."""
    kinds = {path: foreign.is_rdf(path) for path in paths}
    for path, is_rdf in kinds.items():
        if not path.exists():
            raise UsageError(f"{path}: there is no such file")
        if not (is_rdf or path.is_dir() or path.suffix.lower() == ".csv"):
            raise UsageError(f"{path}: give CSV files, a folder of them, or RDF (.ttl, .rdf, .jsonld, .nt, .nq, .trig)")
    if not any(kinds.values()):
        return None
    if not all(kinds.values()):
        raise UsageError("give tables or RDF, not both at once")
    return [triple for path in paths for triples in foreign.read(path).values() for triple in triples]


def _graph(project: Project, paths: Sequence[Path], triples: list[Triple], known: Corpus) -> Found:
    context = read_context(project.ontology / "context.jsonld")
    found = read_graph(triples, str(paths[0]), context, known)
    if not (found.cases or found.codings or found.settlements or any(_entries(found))):
        raise UsageError(f"{paths[0]}: there is nothing in our terms in it; docs/data-guide.md tells of them")
    return found


def _entries(found: Found) -> list[object]:
    return [getattr(found.registry, name) for name in found.registry.kinds()]


def _tables(paths: Sequence[Path], known: Corpus) -> Found:
    sheets, problems, notes = read_sheets(paths)
    found = read_tables(sheets, known)
    found.notes += notes
    found.report_all(problems)
    return found


def _texts(options: argparse.Namespace, known: Corpus) -> dict[str, SourceText]:
    if not options.sources:
        return {}
    return read_sources(Path(options.sources), known.by_id("source"))[0]


def _say(*words: object) -> None:
    print(*words, file=sys.stderr)
