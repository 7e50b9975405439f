"""The path of the data: read, check, map, shapes, rules, compile; then open. One function an arrow.

`compile_graph` goes this way in one go and holds everything in memory; `build_project` goes it part by part, as
`kg/building/` does, for as many cases as the disk holds. Both give the same graph.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import __version__, rdf
from kg.builder import Built, Compiled, Source, build
from kg.building import joining
from kg.building.project import Parts, Ways, all_parts
from kg.check import check
from kg.corpus import Corpus, read_corpus
from kg.errors import BadInput, KgError, Problem
from kg.lexicon import load_lexicon, make_lexicon
from kg.paths import Project
from kg.questions import read_questions, with_keys
from kg.rules import derive
from kg.shapes import validate
from kg.store import input_digest
from kg.terms import read_terms
from kg.vocabulary import read_context, read_vocabulary

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
    named, anonymous = read_terms(project.ontology)
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


@dataclass(frozen=True)
class Done:
    """What a build wrote: its counts and fingerprint, the warnings of the shapes, and how many parts it had to make."""

    counts: dict[str, int]
    fingerprint: str
    warnings: list[Problem]
    made: int


def build_project(
    project: Project,
    to: Path | None = None,
    shapes: bool = True,
    progress: Progress = quiet,
    jobs: int = 0,
    fresh: bool = False,
    spark: str = "",
    quads: Path | None = None,
) -> Done:
    """Build a project part by part and write the compiled graph into `to`, or into its own place.

    The graph is that of `compile_graph`. Parts that did not change since an earlier build are taken from it, unless the
    build is to be `fresh`; `jobs` processes share the rest (0: as many as there are cores, where that is worth while).
    With the master of Apache Spark as `spark`, its executors do so, and write what they make into `quads` as N-Quads.
    Raises `BadInput`, `KgError`; what was made until then is kept for the next build.
    """
    inputs = input_digest(project)
    folder = to or project.compiled
    try:
        with all_parts(project, Ways(shapes, jobs, project.parts, fresh, spark, quads), progress) as parts:
            return _write_compiled(parts, inputs, folder, to is None)
    except OSError as error:
        raise KgError(f"{folder}: the compiled graph could not be written: {error.strerror}") from None


def _write_compiled(parts: Parts, inputs: str, folder: Path, own: bool) -> Done:
    """Write the compiled graph into a folder, whole or not at all. Raises `OSError` where the disk refuses.

    `inputs` is the digest of the files before they were read: a file that changes meanwhile makes the graph stale.
    """
    temporary = ""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = tempfile.mkdtemp(prefix=".cwkg-", dir=folder.parent)
        written = joining.write(parts, Path(temporary) / "graph.nt")
        counts = {**parts.counts(), "triples asserted": written.asserted, "triples derived": written.derived}
        pieces = _pieces(parts, written)
        manifest = {
            "version": __version__,
            "inputs": inputs,
            "fingerprint": written.fingerprint,
            "asserted": written.asserted,
            "derived": written.derived,
            "counts": counts,
            "pieces": {name: hashlib.sha256(content).hexdigest() for name, content in pieces.items()},
        }
        for name, content in {**pieces, "manifest.json": _json(manifest)}.items():
            (Path(temporary) / name).write_bytes(content)
        _replace(Path(temporary), folder)
    finally:
        if temporary:
            shutil.rmtree(temporary, ignore_errors=True)
    if own:
        parts.kept.drop_others(set(parts.keys))
    return Done(counts, written.fingerprint, parts.warnings, parts.made)


def _pieces(parts: Parts, written: joining.Written) -> dict[str, bytes]:
    """What is compiled beside the graph: the words of questions, the named questions, the index of cases.

    The words are cut from the names of things, and kept: most changes change no name.
    """
    names = hashlib.sha256(parts.base.digest.encode() + written.naming).hexdigest()
    lexicon = parts.kept.remembered("lexicon", names, lambda: make_lexicon(written.names()), parts.fresh)
    ignored = load_lexicon(lexicon).ignored
    questions = [with_keys(question, ignored).as_dict() for question in read_questions(parts.base.project.answers)]
    return {
        "lexicon.json": _json(lexicon),
        "questions.json": _json(questions),
        "index.bits": joining.index_of(parts).dumped(),
    }


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
