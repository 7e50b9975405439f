"""The path of the data: read, check, map, shapes, rules, compile; then open. One function an arrow."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg import __version__, rdf
from kg.builder import Built, Compiled, Source, build
from kg.check import check
from kg.corpus import Corpus, read_corpus
from kg.errors import BadInput, KgError, Problem
from kg.index import make_index
from kg.lexicon import load_lexicon, make_lexicon
from kg.paths import Project
from kg.questions import read_questions, with_keys
from kg.rules import derive
from kg.shapes import validate
from kg.store import input_digest
from kg.vocabulary import read_context, read_vocabulary

TERMS = ("cwkg.ttl", "codebook.ttl", "dataset.ttl")  # what goes into the graph as it stands
Progress = Callable[[str, int, int], None]
STEPS = ["read and check", "map to RDF", "run the rules", "check the shapes", "count and fingerprint"]


def quiet(step: str, done: int, total: int) -> None:
    """No progress shown."""


def read(project: Project) -> Corpus:
    """Read and check every file. Raises `BadInput` with all problems of all files."""
    corpus, problems = read_corpus(project)
    vocabulary = read_vocabulary(project.ontology / "codebook.ttl", project.ontology / "context.jsonld")
    problems += check(corpus, vocabulary)
    if problems:
        raise BadInput(problems)
    return corpus


def map_source(project: Project, corpus: Corpus) -> Source:
    """Map checked records to RDF and add the terms and the codebook."""
    built: Built = build(corpus, read_context(project.ontology / "context.jsonld"))
    terms = [triple for name in TERMS for triple in rdf.parse(project.ontology / name, "turtle", name)]
    named, anonymous = _split_blank(terms)
    return Source(corpus, [*rdf.sorted_triples([*named, *built.triples]), *anonymous], built.origin)


def compile_graph(project: Project, shapes: bool = True, progress: Progress = quiet) -> Compiled:
    """Build everything in memory. Raises `BadInput` where a file or a shape is broken."""
    progress(STEPS[0], 0, len(STEPS))
    return compile_corpus(project, read(project), shapes, progress)


def compile_corpus(project: Project, corpus: Corpus, shapes: bool = True, progress: Progress = quiet) -> Compiled:
    """The same from checked records at hand, which need not be those of the project's files. Raises `BadInput`."""

    def at(step: int) -> None:
        progress(STEPS[step], step, len(STEPS))

    at(1)
    source = map_source(project, corpus)
    at(2)
    derived = derive(source.triples, sorted(project.rules.glob("*.rq")))
    at(3)
    warnings: list[Problem] = []
    if shapes:
        report = validate([*source.triples, *derived], project.ontology / "shapes.ttl", source.origin)
        if report.violations:
            raise BadInput(report.violations)
        warnings = report.warnings
    at(4)
    text = _lines(source.triples) + _lines(derived)
    counts = _counts(corpus, source.triples, derived)
    progress("done", len(STEPS), len(STEPS))
    return Compiled(source, derived, counts, hashlib.sha256(text).hexdigest(), warnings)


def build_project(
    project: Project, to: Path | None = None, shapes: bool = True, progress: Progress = quiet
) -> Compiled:
    """Build a project and write the compiled graph into `to`, or into its own place. Raises `BadInput`, `KgError`."""
    inputs = input_digest(project)
    compiled = compile_graph(project, shapes, progress)
    graph = rdf.Graph([*compiled.source.triples, *compiled.derived])
    lexicon = make_lexicon(graph)
    ignored = load_lexicon(lexicon).ignored
    questions = [with_keys(question, ignored).as_dict() for question in read_questions(project.answers)]
    pieces = {
        "lexicon.json": _json(lexicon),
        "questions.json": _json(questions),
        "index.bits": make_index(graph).dumped(),
    }
    write_compiled(compiled, inputs, to or project.compiled, pieces)
    return compiled


def write_compiled(compiled: Compiled, inputs: str, folder: Path, pieces: dict[str, bytes]) -> None:
    """Write the compiled graph into a folder, whole or not at all. Raises `KgError` where the disk refuses.

    `inputs` is the digest of the files before they were read: a file that changes meanwhile makes the graph stale.
    """
    manifest = {
        "version": __version__,
        "inputs": inputs,
        "fingerprint": compiled.fingerprint,
        "asserted": len(compiled.source.triples),
        "derived": len(compiled.derived),
        "counts": compiled.counts,
        "pieces": {name: hashlib.sha256(content).hexdigest() for name, content in pieces.items()},
    }
    temporary = ""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = tempfile.mkdtemp(prefix=".cwkg-", dir=folder.parent)
        graph = _lines(compiled.source.triples) + _lines(compiled.derived)
        for name, content in {"graph.nt": graph, **pieces, "manifest.json": _json(manifest)}.items():
            (Path(temporary) / name).write_bytes(content)
        _replace(Path(temporary), folder)
    except OSError as error:
        raise KgError(f"{folder}: the compiled graph could not be written: {error.strerror}") from None
    finally:
        if temporary:
            shutil.rmtree(temporary, ignore_errors=True)


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _replace(new: Path, folder: Path) -> None:
    """Put `new` in the place of `folder`, so that an interrupted run leaves one of the two whole."""
    new.chmod(0o755)
    if not folder.exists():
        os.replace(new, folder)
        return
    old = new.with_name(new.name + "-old")
    os.replace(folder, old)
    try:
        os.replace(new, folder)
    except BaseException:
        os.replace(old, folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _split_blank(triples: list[rdf.Triple]) -> tuple[list[rdf.Triple], list[rdf.Triple]]:
    """Triples without blank nodes, and those with them: blank nodes get names that do not change from run to run."""
    named: list[rdf.Triple] = []
    anonymous: list[rdf.Triple] = []
    for triple in triples:
        blank = any(isinstance(term, rdf.BlankNode) for term in (triple.subject, triple.object))
        (anonymous if blank else named).append(triple)
    return named, rdf.name_blank_nodes(anonymous)


def _lines(triples: list[rdf.Triple]) -> bytes:
    return rdf.serialize(triples, "n-triples")


def _counts(corpus: Corpus, asserted: list[rdf.Triple], derived: list[rdf.Triple]) -> dict[str, int]:
    findings = [f for case in corpus.cases.values() for f in case.findings]
    kinds = Counter(case.kind for case in corpus.cases.values())
    bases = Counter(f.basis for f in findings)
    return {
        "cases": len(corpus.cases),
        **{f"cases, {kind}": n for kind, n in sorted(kinds.items())},
        "findings": len(findings),
        **{f"findings, {basis}": n for basis, n in sorted(bases.items())},
        "passages": len(corpus.passages()),
        "triples asserted": len(asserted),
        "triples derived": len(derived),
    }
