"""Commands of `kg` for those who write cases: check, build, verify, locate, new, export."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from kg import evidence, output, pipeline, reasoner
from kg import export as export_module
from kg.case import Case
from kg.corpus import Corpus, read_corpus
from kg.errors import BadInput, KgError, Problem, UsageError
from kg.paths import Project, find_project
from kg.reader import ID, read_case, read_registry


def _project(options: argparse.Namespace) -> Project:
    return find_project(options.project)


def _say(*words: object) -> None:
    print(*words, file=sys.stderr)


def check(options: argparse.Namespace) -> int:
    corpus = pipeline.read(_project(options))
    _say(f"{len(corpus.cases)} cases and {len(corpus.registry)} registry files: no problems")
    return 0


def _texts(options: argparse.Namespace, corpus: Corpus) -> dict[str, evidence.SourceText]:
    if not options.sources:
        raise UsageError("name the folder with the source texts: --sources DIR")
    texts, missing = evidence.read_sources(Path(options.sources), corpus.by_id("source"))
    for note in missing:
        _say("not found:", note)
    return texts


def verify(options: argparse.Namespace) -> int:
    project = _project(options)
    corpus, problems = read_corpus(project)
    texts = _texts(options, corpus)
    total = sum(len(owner.passages) for _, owner in corpus.files())
    matched, found = evidence.verify(project, corpus, texts)
    if problems or found:
        raise BadInput([*problems, *found])
    known = len(corpus.by_id("source"))
    print(f"{matched} of {total} passages re-found in {len(texts)} of {known} sources")
    return 0 if matched == total else 1


def locate(options: argparse.Namespace) -> int:
    project = _project(options)
    corpus, _ = read_corpus(project)
    texts = _texts(options, corpus)
    if options.write:
        for name in [*([options.source] if options.source else []), *options.lines, *options.write]:
            _write_passages(Path(name), project, corpus, texts)
        return 0
    if not options.source or not options.lines:
        raise UsageError("name a source and lines, as in: kg locate miles-2011 2103-2107")
    text = evidence.source_text(texts, options.source, corpus)
    for lines in options.lines:
        place = f"{text.source.id}:{lines if '-' in lines else lines + '-' + lines}"
        _, first, last = evidence.parse_place(place)
        print(evidence.passage_line(place, evidence.locate(text, first, last)))
    return 0


def _write_passages(path: Path, project: Project, corpus: Corpus, texts: dict[str, evidence.SourceText]) -> None:
    if not path.is_file():
        raise UsageError(f"{path}: there is no such file")
    file = project.name(path)
    owner, problems = read_case(path, file) if path.suffix == ".md" else read_registry(path, file)
    if owner is None:
        raise BadInput(problems)
    content = path.read_text(encoding="utf-8")
    made = evidence.with_passages(content, owner, texts, corpus)
    if made != content:
        write_whole(path, made)
    kind = "case" if isinstance(owner, Case) else "registry file"
    _say(f"{file}: {kind}, passages located: {len(evidence.cited_places(owner))}")


def write_whole(path: Path, text: str) -> None:
    """Write a file so that an interruption leaves the old one or the new one. Raises `KgError`."""
    aside = path.with_name(f".{path.name}.new")
    try:
        aside.write_text(text, encoding="utf-8")
        if path.exists():
            aside.chmod(path.stat().st_mode & 0o777)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise KgError(f"{path}: could not be written: {error.strerror}") from None


def new(options: argparse.Namespace) -> int:
    project = _project(options)
    if project.installed:
        raise UsageError("a new case belongs in a project folder; run this in a checkout, or name one with --project")
    if not ID.match(options.id):
        raise UsageError(f"'{options.id}' is not an id; use small letters, digits and hyphens, as in our-town")
    path = project.cases / f"{options.id}.md"
    if path.exists():
        raise UsageError(f"{project.name(path)} exists already")
    example = project.cases / "EXAMPLE.md"
    if not example.is_file():
        raise UsageError(f"{project.name(example)} is missing; it is the template of a new case")
    template = example.read_text(encoding="utf-8")
    write_whole(path, template.replace("id: example-partnership", f"id: {options.id}", 1))
    print(project.name(path))
    _say("fill in the fields, then run: kg locate --write", project.name(path), "--sources DIR, and kg check")
    return 0


def build(options: argparse.Namespace) -> int:
    project = _project(options)
    if project.installed:
        raise UsageError("the installed copy is built already; run kg build in a checkout or with --project DIR")
    with output.progress() as progress:
        compiled = pipeline.build_project(project, shapes=not options.no_shapes, progress=progress)
    for name, number in compiled.counts.items():
        print(f"{name}: {number}")
    print(f"fingerprint: {compiled.fingerprint}")
    for warning in _gathered(compiled.warnings):
        _say("warning:", warning)
    if options.no_shapes:
        _say("the shapes were not checked")
    return 0


def reason(options: argparse.Namespace) -> int:
    project = _project(options)
    compiled = pipeline.compile_graph(project, shapes=False)
    _say("reasoning with HermiT, which takes half a minute or more …")
    found = reasoner.compare(compiled.source.triples, compiled.derived, project.ontology / "cwkg.ttl")
    for title, statements in (("only the rules", found.only_rules), ("only HermiT", found.only_reasoner)):
        for statement in statements:
            print(f"{title}: {' '.join(statement)}")
    for name in found.unsatisfiable:
        print(f"nothing can belong to the class {name}")
    verdict = "the two routes agree" if found.agree else "the two routes differ"
    print(f"{verdict}: {found.both} statements from both")
    return 0 if found.agree else 1


def _gathered(warnings: list[Problem]) -> Iterator[str]:
    """Warnings of one kind in one line, with the first few things that they are about."""
    kinds: dict[str, list[str]] = {}
    for warning in warnings:
        about, _, message = warning.message.partition(": ")
        kinds.setdefault(message, []).append(about.partition(",")[0])
    for message, found in sorted(kinds.items()):
        more = f" and {len(found) - 4} more" if len(found) > 4 else ""
        yield f"{message} ({', '.join(found[:4])}{more})"


def export(options: argparse.Namespace) -> int:
    compiled = pipeline.compile_graph(_project(options), shapes=False)
    written = export_module.export(compiled, Path(options.to))
    for path in written:
        print(path)
    return 0
