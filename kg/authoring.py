"""Commands of `kg` for those who write cases: check, build, quality, verify, locate, new, export."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kg import output, pipeline
from kg.case import Case
from kg.coding import CodingFile, SettlementFile
from kg.corpus import Corpus, read_corpus
from kg.errors import BadInput, KgError, Problem, UsageError
from kg.exports import writing
from kg.exports.groups import chosen, left_out
from kg.namespaces import is_web_address
from kg.paths import Project, find_project
from kg.quality import page as quality_page
from kg.quality import report as quality_report
from kg.quality.gather import gather
from kg.reader import ID, read_records
from kg.reasoning import reasoner
from kg.sources import evidence, figures, naming, versions


def _project(options: argparse.Namespace) -> Project:
    return find_project(options.project)


def _say(*words: object) -> None:
    print(*words, file=sys.stderr)


def check(options: argparse.Namespace) -> int:
    corpus = pipeline.read(_project(options))
    _say(f"{len(corpus.cases)} cases and {len(corpus.registry)} registry files: no problems")
    return 0


def _texts(
    options: argparse.Namespace, corpus: Corpus, all_of_them: bool = True
) -> tuple[dict[str, evidence.SourceText], list[versions.Version]]:
    """The sources of the folder named, and the files there that are other versions; tells what is missing of all."""
    if not options.sources:
        raise UsageError("name the folder with the source texts: --sources DIR")
    known, folder = corpus.by_id("source"), Path(options.sources)
    texts, missing = evidence.read_sources(folder, known)
    others = versions.other_versions(folder, known, texts, corpus.passages())
    for other in others:
        _say(other.note())
    ours = {other.text.source.id for other in others}
    for note in missing if all_of_them else []:
        if note.split()[0] not in ours:
            _say("not found:", note)
    return texts, others


def verify(options: argparse.Namespace) -> int:
    project = _project(options)
    corpus, problems = read_corpus(project)
    texts, others = _texts(options, corpus)
    matched, found = evidence.verify(project, corpus, texts)
    records, prose, names = evidence.Tally(), evidence.Tally(), evidence.Tally()
    for file, owner in corpus.files():
        records += figures.verify_records(file, owner, texts)
        prose += figures.verify_prose(file, owner, corpus, texts)
        names += naming.verify_names(file, owner, corpus, texts)
    problems += [*found, *records.problems, *prose.problems, *names.problems]
    if problems:
        raise BadInput(problems)
    for other in others:
        _seek(other, corpus)
    total = sum(len(owner.passages) for _, owner in corpus.files())
    print(f"{matched} of {total} passages re-found in {len(texts)} of {len(corpus.by_id('source'))} sources")
    print(f"{records.found} of {records.total} printed numbers found in their passages")
    print(f"{prose.found} of {prose.total} numbers in stories and notes found in the passages of their case")
    print(f"{names.found} of {names.total} names found near their passages")
    return 0 if matched == total else 1


def _seek(other: versions.Version, corpus: Corpus) -> None:
    """Say where the passages of a source stand in another version of it."""
    found = versions.seek(other, corpus.passages())
    for sought in found:
        if sought.verdict != "same":
            print(sought)
    counts = Counter(sought.verdict for sought in found)
    print(
        f"{other.text.source.id}: of {len(found)} passages {counts['same']} stand at their lines, "
        f"{counts['moved']} at others, {counts['changed']} with changed words, {counts['gone']} not found"
    )


def locate(options: argparse.Namespace) -> int:
    project = _project(options)
    corpus, _ = read_corpus(project)
    texts, _ = _texts(options, corpus, all_of_them=False)
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
    owner, problems = read_records(path, file)
    if owner is None:
        raise BadInput(problems)
    content = path.read_text(encoding="utf-8")
    made = evidence.with_passages(content, owner, texts, corpus)
    if made != content:
        write_whole(path, made)
    kinds = {Case: "case", CodingFile: "coding", SettlementFile: "settlements"}
    _say(f"{file}: {kinds.get(type(owner), 'registry file')}, passages located: {len(evidence.cited_places(owner))}")


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
    if options.quads and options.engine != "spark":
        raise UsageError("--quads goes with --engine spark; kg export writes the whole graph as N-Quads")
    with output.progress() as progress:
        done = pipeline.build_project(
            project,
            shapes=not options.no_shapes,
            progress=progress,
            jobs=options.jobs,
            fresh=options.fresh or bool(options.quads),
            spark=options.master if options.engine == "spark" else "",
            quads=Path(options.quads).absolute() if options.quads else None,
        )
    for name, number in done.counts.items():
        print(f"{name}: {number}")
    print(f"fingerprint: {done.fingerprint}")
    for warning in _gathered(done.warnings):
        _say("warning:", warning)
    if options.no_shapes:
        _say("the shapes were not checked")
    return 0


QUALITY = {
    "table": quality_report.text,
    "md": quality_report.markdown,
    "html": quality_page.page,
    "json": quality_report.as_json,
}
ENDINGS = {".txt": "table", ".md": "md", ".html": "html", ".json": "json"}


def quality(options: argparse.Namespace) -> int:
    project = _project(options)
    with output.progress() as progress:
        report = gather(project, _sources_at_hand(options, project), options.reason, progress)
    for name in options.to:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, QUALITY[ENDINGS.get(path.suffix.lower(), options.format)](report))
        _say("written:", path)
    print(quality_report.dashboard(report) if options.to else QUALITY[options.format](report), end="")
    return 1 if report.fails(options.fail_on) else 0


def _sources_at_hand(options: argparse.Namespace, project: Project) -> Path | None:
    """The folder that was named, or the one beside a checkout; `None` where there is neither."""
    beside = project.root.parent / "shared" / "sources"
    return Path(options.sources) if options.sources else beside if beside.is_dir() else None


def reason(options: argparse.Namespace) -> int:
    project = _project(options)
    compiled = pipeline.compile_graph(project, shapes=False)
    terms = project.ontology / "cwkg.ttl"
    _say("reasoning with HermiT, which takes half a minute or more …")
    found = reasoner.examine(compiled.source.triples, compiled.derived, terms, options.timeout)
    if found.table():
        print(output.rows(["class or shortcut", "both", "only rules", "only HermiT"], found.table(), "table"))
    for title, statements in (("only the rules", found.only_rules), ("only HermiT", found.only_reasoner)):
        for statement in statements:
            print(f"{title}: {' '.join(statement)}")
    print("consistent:", "yes" if found.consistent else "no, the graph contradicts its own ontology")
    print("classes that nothing can belong to:", ", ".join(found.unsatisfiable) or "none")
    for breach in found.violations:
        print("not OWL 2 DL:", breach)
    print("breaches of OWL 2 DL:", len(found.violations) or "none")
    if found.refused:
        print("HermiT refuses the graph:", found.refused)
    print(f"the two routes {found.verdict}: {found.both} statements from both")
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


def _own_texts(options: argparse.Namespace, corpus: Corpus) -> dict[str, evidence.SourceText]:
    """The sources of the folder that was named, if one was. Raises `UsageError` where it holds none."""
    if not options.sources:
        return {}
    texts, missing = evidence.read_sources(Path(options.sources), corpus.by_id("source"))
    for note in missing:
        _say("not found:", note)
    if not texts:
        raise UsageError(f"{options.sources} holds none of the sources; leave --sources out, or name another folder")
    return texts


def export(options: argparse.Namespace) -> int:
    project = _project(options)
    chosen(options.only)
    if options.public_url and not is_web_address(options.public_url):
        raise UsageError(f"--public-url is an address such as https://example.org/cwkg, not '{options.public_url}'")
    compiled = pipeline.compile_graph(project, shapes=False)
    texts = _own_texts(options, compiled.source.corpus)
    for path in writing.export(project, compiled, Path(options.to), options.only, texts, options.public_url):
        print(path)
    for line in [] if options.only else left_out():
        _say(line)
    return 0
