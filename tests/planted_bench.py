"""A bench for planted errors: a copy of the real data, one error in it at a time, and the gates that may catch it."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph
from planted_list import Plant
from test_questions import canonical

from kg import pipeline, questions, rdf
from kg.builder import _Mapper
from kg.case import Case
from kg.check import check
from kg.conformance import Conformance
from kg.corpus import LISTS, Corpus, read_corpus
from kg.crosscheck import one_coder_only, read_apart
from kg.errors import KgError, Problem
from kg.fields import Record
from kg.namespaces import shorten
from kg.paths import Project
from kg.quality.checks import read_checks
from kg.reader import read_records
from kg.reasoning import reasoner
from kg.reconcile import reconcile
from kg.registry import RegistryFile
from kg.rules import derive
from kg.shapechecks import Facts
from kg.shapes import report_on, validate
from kg.sources import evidence, figures, naming
from kg.vocabulary import read_vocabulary

TESTS = Path(__file__).parent
GRAPH = "https://example.org/node/"


@dataclass
class Planted:
    """The copy with one error in it. Its graphs are of the neighbourhood of what changed, and made when asked for."""

    bench: Bench
    plant: Plant
    corpus: Corpus
    read_problems: list[Problem]
    files: list[str]

    @property
    def project(self) -> Project:
        return self.bench.project

    def owners(self) -> Iterator[tuple[str, evidence.Owner]]:
        """The changed files, and the other files of the same cases, whose passages count for them."""
        ids = {_case_of(owner) for file, owner in self.corpus.files() if file in self.files} - {""}
        people = any(file.endswith(("people.yaml", "organisations.yaml")) for file in self.files)
        for file, owner in self.corpus.files():
            if file in self.files or _case_of(owner) in ids or people:
                yield file, owner

    @cached_property
    def terms(self) -> list[rdf.Triple]:
        return self.bench.terms_of(self.project, any(file.startswith("ontology/") for file in self.files))

    @cached_property
    def asserted(self) -> list[rdf.Triple]:
        near = neighbourhood(self.corpus, self.bench.corpus, self.files, self.plant.near)
        return rdf.sorted_triples([*self.terms, *self.bench.mapped(near)])

    @cached_property
    def derived(self) -> list[rdf.Triple]:
        return derive(self.asserted, sorted(self.project.rules.glob("*.rq")))

    def certain(self) -> set[tuple[str, ...]]:
        """What holds for certain of the cases near: their shortcuts that rest on what the sources say outright."""
        found = ((t.subject, t.predicate, t.object) for t in self.derived if t.predicate.value.endswith("AsStated"))
        return {tuple(shorten(term.value) for term in triple) for triple in found}

    def touches_logic(self) -> bool:
        """Whether a rule or an axiom was changed; from the same rules and axioms the two routes cannot part."""
        return any(file.startswith(("queries/rules/", "ontology/cwkg")) for file in self.files)


@dataclass
class Bench:
    """A copy of the checkout, and what the gates need of it as it was."""

    project: Project
    corpus: Corpus
    rows: set[str]
    sources: Path | None = None
    nodes: dict[str, list[rdf.Triple]] = field(default_factory=dict)

    @classmethod
    def make(cls, checkout: Project, folder: Path) -> Bench:
        for name in ("ontology", "cases", "queries"):
            shutil.copytree(checkout.root / name, folder / name)
        project = Project(folder)
        corpus, problems = read_corpus(project)
        assert not problems
        return cls(project, corpus, disagreements(corpus))

    @cached_property
    def texts(self) -> dict[str, evidence.SourceText]:
        assert self.sources
        texts, missing = evidence.read_sources(self.sources, self.corpus.by_id("source"))
        assert not missing
        return texts

    @cached_property
    def runs(self) -> dict[tuple[str, ...], str]:
        return evidence.runs_of(self.texts)

    @cached_property
    def vocabulary_terms(self) -> list[rdf.Triple]:
        return pipeline.map_source(self.project, Corpus()).triples

    def mapped(self, corpus: Corpus) -> list[rdf.Triple]:
        """All records as triples, as `kg/builder.py` maps them; a node that was mapped before is not mapped again."""
        context = (self.project.ontology / "context.jsonld").read_text(encoding="utf-8")
        keys = {context + json.dumps(node): node for node in _Mapper(corpus).documents()}
        new = [key for key in keys if key not in self.nodes]
        graphs = [{"@id": f"{GRAPH}{n}", "@graph": [keys[key]]} for n, key in enumerate(new)]
        text = json.dumps({**json.loads(context), "@graph": graphs}, ensure_ascii=False)
        self.nodes |= {key: [] for key in new}
        for quad in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD):
            self.nodes[new[int(quad.graph_name.value.removeprefix(GRAPH))]].append(quad.triple)
        return [triple for key in keys for triple in self.nodes[key]]

    def terms_of(self, project: Project, changed: bool) -> list[rdf.Triple]:
        return pipeline.map_source(project, Corpus()).triples if changed else self.vocabulary_terms

    @contextmanager
    def planted(self, plant: Plant) -> Iterator[Planted]:
        """The copy with the error of a plant, which is taken out again afterwards."""
        before: dict[Path, str] = {}
        try:
            for edit in plant.edits:
                path = self.project.root / edit.file
                text = path.read_text(encoding="utf-8")
                before.setdefault(path, text)
                path.write_text(edited(text, edit, self.words), encoding="utf-8")
            yield self._read(plant, [self.project.name(path) for path in before])
        finally:
            for path, text in before.items():
                path.write_text(text, encoding="utf-8")

    def words(self, place: str) -> str:
        """The words of a place of a source, for a copied sentence: none stands in the list of plants."""
        return " ".join(evidence.words_at(self.texts, place).split())

    def _read(self, plant: Plant, files: list[str]) -> Planted:
        corpus = Corpus(*(dict(part) for part in _parts(self.corpus)))
        problems: list[Problem] = []
        for file in files:
            path = self.project.root / file
            if file.startswith("cases/"):
                owner, found = read_records(path, file)
                problems += found
                if owner:
                    next(part for part in _parts(corpus) if file in part)[file] = owner
        return Planted(self, plant, corpus, problems, files)


def _parts(corpus: Corpus) -> tuple[dict, ...]:
    return corpus.cases, corpus.registry, corpus.codings, corpus.settlements


def edited(text: str, edit, words: Callable[[str], str]) -> str:
    """A file's text with one edit made. Fails where the text to change is not there, or stands twice."""
    at = 0
    if edit.after:
        assert text.count(edit.after) == 1, f"{edit.file}: {edit.after!r} must stand there once"
        at = text.index(edit.after) + len(edit.after)
    else:
        assert text.count(edit.old) == 1, f"{edit.file}: {edit.old!r} must stand there once"
    assert edit.old in text[at:], f"{edit.file}: {edit.old!r} must stand after {edit.after!r}"
    new = words(edit.new[1:-1]) if edit.new.startswith("{") and edit.new.endswith("}") else edit.new
    changed = text[:at] + text[at:].replace(edit.old, new, 1)
    assert changed != text
    return changed


def _case_of(owner: evidence.Owner) -> str:
    return owner.id if isinstance(owner, Case) else getattr(owner, "case", "")


# ---------------------------------------------------------------- The neighbourhood of a change


def neighbourhood(corpus: Corpus, base: Corpus, files: list[str], near: tuple[str, ...]) -> Corpus:
    """The cases near a change with all their parts, wholes and codings, and the registry entries that they name."""
    changed = {id(entry) for file in files if file in corpus.registry for entry in _differing(corpus, base, file)}
    cases = {_case_of(owner) for file, owner in corpus.files() if file in files} | set(near)
    cases = _trees(corpus, {case for case in cases if case})
    small = Corpus(
        {f: case for f, case in corpus.cases.items() if case.id in cases},
        {},
        {f: coding for f, coding in corpus.codings.items() if coding.case in cases},
        {f: settled for f, settled in corpus.settlements.items() if settled.case in cases},
    )
    wanted = _named(corpus, [owner for _, owner in small.files()], changed)
    for file, registry in corpus.registry.items():
        lists = {name: [e for e in getattr(registry, name) if id(e) in wanted] for name in LISTS.values()}
        kept = RegistryFile(**lists)
        kept.passages = {place: registry.passages[place] for place in evidence.cited_places(kept)}
        small.registry[file] = kept
    return small


def _differing(corpus: Corpus, base: Corpus, file: str) -> Iterator[Record]:
    for name in LISTS.values():
        old = getattr(base.registry[file], name)
        yield from (entry for entry in getattr(corpus.registry[file], name) if entry not in old)


def _trees(corpus: Corpus, ids: set[str]) -> set[str]:
    """Cases with all that they are part of, and all parts of those."""
    wholes = {case.id: case.part_of for case in corpus.cases.values()}
    grown = set(ids)
    while True:
        more = {wholes[id] for id in grown if wholes.get(id)} | {id for id, whole in wholes.items() if whole in grown}
        if more <= grown:
            return grown
        grown |= more


def _named(corpus: Corpus, owners: list[Record], changed: set[int]) -> set[int]:
    """Registry entries that records name, directly or by way of others, and those that were changed."""
    entries = {(kind, entry.id): entry for kind in LISTS for _, entry in corpus.entries(kind)}
    countries = {place.code: ("place", place.id) for _, place in corpus.entries("place") if place.kind == "country"}
    queue: list[Record] = [*owners, *(entry for entry in entries.values() if id(entry) in changed)]
    found = {id(entry) for entry in queue}
    while queue:
        for key in _references(queue.pop(), countries):
            entry = entries.get(key)
            if entry is not None and id(entry) not in found:
                found.add(id(entry))
                queue.append(entry)
    return found


def _references(record: Record, countries: dict[str, tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for name, kind in record.kinds().items():
        value = getattr(record, name)
        for item in (value if kind.many else [value]) if value else []:
            if kind.shape == "record":
                yield from _references(item, countries)
            elif kind.shape == "place":
                yield "source", item.partition(":")[0]
            elif kind.ref == "country":
                yield countries.get(item, ("place", item))
            elif kind.shape == "ref":
                yield kind.ref, item
        if kind.shape == "table":
            yield from (("source", place.partition(":")[0]) for place in value)


# ---------------------------------------------------------------- The gates, in the order of what they cost


def reading(planted: Planted) -> list[str]:
    return [p.message for p in planted.read_problems]


def checking(planted: Planted) -> list[str]:
    ontology = planted.project.ontology
    try:
        vocabulary = read_vocabulary(ontology / "codebook.ttl", ontology / "context.jsonld")
    except KgError as error:
        return [str(error)]
    return [p.message for p in check(planted.corpus, vocabulary)]


def roster(planted: Planted) -> list[str]:
    with (TESTS / "roster.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["id"]: row for row in csv.DictReader(stream)}
    found = []
    for case in planted.corpus.cases.values():
        row = rows[case.id]
        facts = {"kind": case.kind, "tier": case.tier, "part_of": case.part_of or "", "country": case.country}
        found += [f"{case.id}: {name} is {it}, not {row[name]}" for name, it in facts.items() if it != row[name]]
    return found


def passages(planted: Planted) -> list[str]:
    bench = planted.bench
    _, missing = evidence.read_sources(bench.sources, planted.corpus.by_id("source"))
    problems = [p for file, owner in planted.owners() for p in evidence.verify_file(file, owner, bench.texts)[1]]
    return missing + [p.message for p in problems]


def printed_numbers(planted: Planted) -> list[str]:
    found = []
    for file, owner in planted.owners():
        found += figures.verify_records(file, owner, planted.bench.texts).problems
        found += figures.verify_prose(file, owner, planted.corpus, planted.bench.texts).problems
    return [p.message for p in found]


def names(planted: Planted) -> list[str]:
    tallies = [naming.verify_names(f, owner, planted.corpus, planted.bench.texts) for f, owner in planted.owners()]
    return [p.message for tally in tallies for p in tally.problems]


def copied_words(planted: Planted) -> list[str]:
    contents = ((file, (planted.project.root / file).read_text(encoding="utf-8")) for file in planted.files)
    found = [evidence.copied_in(file, content, planted.bench.runs) for file, content in contents]
    return [p.message for problems in found for p in problems]


def second_coding(planted: Planted) -> list[str]:
    return sorted(disagreements(planted.corpus) - planted.bench.rows)


def disagreements(corpus: Corpus) -> set[str]:
    """What one coding shows of another: findings of one coder, numbers of one coder, findings read from other lines."""
    rows = {f"{it.case}: only {it.coder} has {it.number} for {it.outcome}" for it in one_coder_only(corpus)}
    rows |= {f"{it.case}-{it.finding}: the coders agree on {it.entry} from other lines" for it in read_apart(corpus)}
    for name, result in reconcile(corpus).items():
        if result.reconciliation == "one-coder":
            rows.add(f"{name} stands on one coding alone")
        if result.reconciliation == "basis-differs":
            rows.add(f"{name}: only one coder reads it as said outright")
    return rows


def empty_queries(planted: Planted) -> list[str]:
    asserted = rdf.Graph(planted.asserted)
    whole = rdf.Graph([*planted.asserted, *planted.derived])
    found = []
    for query in read_checks(planted.project.checks):
        rows = (asserted if query.asserted else whole).query(query.sparql, query.name)
        found += [f"{query.name}: {shorten(row['thing'].value)} {row['why'].value}" for row in rows]
    return found


def shapes(planted: Planted) -> list[str]:
    graph = [*planted.asserted, *planted.derived]
    report = validate(graph, planted.project.ontology / "shapes.ttl", {})
    facts = Facts(rdf.lines(graph).decode().split("\n"))
    quick = Conformance(planted.project.ontology / "shapes.ttl").remarks(facts, {str(t.subject) for t in graph})
    assert quick is None or report_on(quick, {}) == report, "the quick look passes what pyshacl finds fault with"
    return [p.message for p in report.violations]


def two_routes(planted: Planted) -> list[str]:
    found = reasoner.compare(planted.asserted, planted.derived, planted.project.ontology / "cwkg.ttl")
    only = {"the rules": found.only_rules, "the axioms": found.only_reasoner}
    return [f"only {route} give {' '.join(statement)}" for route, rows in only.items() for statement in rows]


def expected_tables(planted: Planted) -> list[str]:
    source = [*planted.terms, *planted.bench.mapped(planted.corpus)]
    graph = rdf.Graph([*source, *derive(source, sorted(planted.project.rules.glob("*.rq")))])
    found = []
    for question in questions.read_questions(planted.project.answers):
        with (TESTS / "expected" / f"{question.name}.csv").open(encoding="utf-8", newline="") as stream:
            _, *rows = csv.reader(stream)
        if [[canonical(cell) for cell in row] for row in graph.query(question.sparql, question.name)] != rows:
            found.append(f"{question.name} does not give its expected table")
    return found


GATES: dict[str, Callable[[Planted], list[str]]] = {
    "reading": reading,
    "checking": checking,
    "the roster": roster,
    "passages": passages,
    "printed numbers": printed_numbers,
    "names": names,
    "copied words": copied_words,
    "second coding": second_coding,
    "empty queries": empty_queries,
    "shapes": shapes,
    "two routes": two_routes,
    "expected tables": expected_tables,
}
NEED_SOURCES = ("passages", "printed numbers", "names", "copied words")
