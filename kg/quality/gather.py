"""The quality report: checks on metadata, evidence, coding, agreement, reasoning, links and shapes in one value.

The form is that of the OBO Foundry dashboard (Jackson et al. 2021): a line for each section with the worst that was
found, then the details. Nothing here prints, and nothing stops at the first fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from kg import __version__, agreement, rdf, shapes
from kg.builder import Compiled
from kg.errors import KgError, Problem, UsageError
from kg.paths import Project
from kg.pipeline import compile_graph
from kg.quality import links as quality_links
from kg.quality.checks import read_checks, run_checks
from kg.quality.coverage import Reread, coding_section, evidence_section, findings, reconciliation_table
from kg.quality.parts import Group, Hit, Report, Section, Table, share
from kg.reasoning import java, reasoner
from kg.sources import evidence, figures, naming
from kg.store import Store

Progress = Callable[[str, int, int], None]
TENTATIVE, FIRM = 0.667, 0.8  # Krippendorff (2004): no conclusion below the first, a tentative one below the second


def gather(
    project: Project,
    sources: Path | None = None,
    reason: bool | None = None,
    progress: Progress = lambda step, done, total: None,
) -> Report:
    """Build the graph in memory and look at all of it; nothing is written.

    `sources` is the folder of the source texts; `reason` says whether HermiT runs (`None`: where it is installed).
    Raises `BadInput` where files cannot be read, and `UsageError` for a folder or an extra that is not there.
    """
    reason = can_reason() if reason is None else reason
    steps = ["build the graph", "run the checks", "re-read passages", "compare coders", "links", "shapes", "reason"]

    def at(step: int) -> None:
        progress(steps[step], step, len(steps))

    at(0)
    compiled = compile_graph(project, shapes=False)
    asserted = rdf.Graph(compiled.source.triples)
    whole = rdf.Graph([*compiled.source.triples, *compiled.derived])
    with ThreadPoolExecutor(1) as aside:  # HermiT takes the longest, and has a process of its own
        reasoning = aside.submit(_reasoning, project, compiled) if reason else None
        at(1)
        checks = _checks(project, compiled, asserted, whole)
        at(2)
        covered = [evidence_section(whole, _reread(project, compiled, sources)), coding_section(whole)]
        at(3)
        agreed = _agreement(whole, project)
        at(4)
        links = _links(project, whole)
        at(5)
        shaped = _shapes(project, compiled)
        at(6)
        reasoned = reasoning.result() if reasoning else _not_reasoned()
    return Report(__version__, compiled.fingerprint, [checks, *covered, agreed, reasoned, links, shaped])


def can_reason() -> bool:
    """Whether Java and what HermiT needs are installed."""
    try:
        java.find_java()
        java.class_path()
    except UsageError:
        return False
    return True


def _checks(project: Project, compiled: Compiled, asserted: rdf.Graph, whole: rdf.Graph) -> Section:
    checks = [*read_checks(project.checks), *read_checks(project.quality)]
    groups = run_checks(checks, asserted, whole, compiled.source.origin)
    silent = sum(not group.hits for group in groups)
    headline = f"{silent} of {len(groups)} checks find nothing"
    order = {severity: place for place, severity in enumerate(("error", "warning", "info"))}
    return Section("checks", "Metadata checks", headline, sorted(groups, key=lambda g: (order[g.severity], g.rule)))


def _reread(project: Project, compiled: Compiled, sources: Path | None) -> Reread | None:
    if sources is None:
        return None
    corpus = compiled.source.corpus
    texts, missing = evidence.read_sources(sources, corpus.by_id("source"))
    passages, copied = evidence.Tally(), list(evidence.copied_words(project, texts))
    records, prose, names = evidence.Tally(), evidence.Tally(), evidence.Tally()
    for file, owner in corpus.files():
        matched, problems = evidence.verify_file(file, owner, texts)
        passages += evidence.Tally(matched, len(owner.passages), problems)
        records += figures.verify_records(file, owner, texts)
        prose += figures.verify_prose(file, owner, corpus, texts)
        names += naming.verify_names(file, owner, corpus, texts)
    faults = {
        "passage-not-found-again": passages.problems,
        "copied-words": copied,
        "number-not-in-its-passage": [*records.problems, *prose.problems],
        "name-not-near-its-passage": names.problems,
    }
    counts = {
        "passages": passages,
        "printed numbers of records": records,
        "numbers in stories and notes": prose,
        "names": names,
    }
    shown = {name: [_as_hit(problem) for problem in problems] for name, problems in faults.items()}
    return Reread({name: (tally.found, tally.total) for name, tally in counts.items()}, texts, shown, missing)


def _as_hit(problem: Problem) -> Hit:
    about, _, why = problem.message.partition(": ")
    place = f"{problem.file}:{problem.line}"
    return Hit(about, why, place) if why else Hit(problem.file, about, place)


def _agreement(whole: rdf.Graph, project: Project) -> Section:
    title = "Agreement between coders"
    table, agreed, compared = reconciliation_table(findings(whole))
    if not compared:
        return Section("agreement", title, "no case has two codings", tables=[table], ran=False)
    headline = f"{share(agreed, compared)} of {compared} findings were made by both coders"
    try:
        rows = agreement.summary(Store(whole, project.compiled, {}))
    except UsageError as error:
        return Section("agreement", title, headline, tables=[table], notes=[str(error)])
    notes = [] if all("alpha" in row for row in rows) else [agreement.MISSING]
    return Section("agreement", title, headline, _low_agreement(rows), [table, _coefficients(rows)], notes)


def _coefficients(rows: list[dict[str, Any]]) -> Table:
    def interval(row: dict[str, Any], name: str) -> str:
        if row.get(name, "") == "":
            return "–"
        return f"{row[name]:.2f} ({row[f'{name} low']:.2f} to {row[f'{name} high']:.2f})"

    shown = [
        [row["label"], str(row["units"]), f"{row['per cent']} %", interval(row, "kappa"), interval(row, "alpha")]
        for row in rows
    ]
    columns = ["List", "Cells", "Same", "Cohen's kappa", "Krippendorff's alpha"]
    return Table("Agreement by list", columns, shown, "A cell is a case with an entry; intervals are of 95 per cent.")


def _low_agreement(rows: list[dict[str, Any]]) -> list[Group]:
    hint = "Make the rules of when to code plainer, and settle the differences."
    low = [row for row in rows if row.get("alpha", "") != "" and row["alpha"] < FIRM]
    bounds = {"warning": (TENTATIVE, "no conclusion"), "info": (FIRM, "tentative conclusions only")}
    groups = []
    for severity, (bound, meaning) in bounds.items():
        hits = [
            Hit(row["label"], f"alpha is {row['alpha']:.2f}")
            for row in low
            if (row["alpha"] < TENTATIVE) == (severity == "warning")
        ]
        summary = f"Lists on which Krippendorff's alpha is below {bound}, so that the codings bear {meaning}."
        groups.append(Group(f"alpha-below-{bound}".replace(".", "-"), severity, summary, hint, hits))
    return groups


def _not_reasoned() -> Section:
    note = "Run kg quality --reason; it needs the extra: pip install 'cwkg[reason]'"
    return Section("reasoning", "Reasoner agreement", "the reasoner was not run", notes=[note], ran=False)


def _reasoning(project: Project, compiled: Compiled) -> Section:
    title = "Reasoner agreement"
    try:
        found = reasoner.compare(compiled.source.triples, compiled.derived, project.ontology / "cwkg.ttl")
    except UsageError:
        raise
    except KgError as error:
        summary, hint = "The reasoner gave no result.", "Run kg reason, which says more."
        fault = Group("reasoner-failed", "error", summary, hint, [Hit("ontology", str(error))])
        return Section("reasoning", title, "the reasoner gave no result", [fault])
    contradiction = [] if found.consistent else ["the graph contradicts its own ontology"]
    refused = [found.refused] if found.refused else []
    parts = [
        ("inconsistent-graph", "Statements and axioms that cannot all be true.", contradiction),
        ("refused-by-the-reasoner", "What kept HermiT from reading the graph.", refused),
        ("outside-owl-2-dl", "Axioms that break a rule of the profile OWL 2 DL.", found.violations),
        ("unsatisfiable-class", "Classes that nothing can belong to.", found.unsatisfiable),
        ("only-by-rule", "Statements that the rules derive and HermiT does not.", map(" ".join, found.only_rules)),
        ("only-by-reasoner", "Statements that HermiT derives and no rule does.", map(" ".join, found.only_reasoner)),
    ]
    hint = "Bring rule, axiom and statement together; ontology/STYLE.md says how."
    groups = [Group(rule, "error", text, hint, [Hit(name, text) for name in names]) for rule, text, names in parts]
    columns = ["Shortcut or class", "Both routes", "Rules alone", "HermiT alone"]
    table = Table("Statements by route", columns, found.table(), long=True)
    headline = f"consistent and in OWL 2 DL; {found.both} statements derived by both routes and none by one alone"
    if not found.agree:
        headline = f"{found.both} statements derived by both routes; {sum(len(g.hits) for g in groups)} faults"
    return Section("reasoning", title, headline, groups, [table])


def _links(project: Project, whole: rdf.Graph) -> Section:
    addresses, bad = quality_links.bad_addresses(project)
    links, broken = quality_links.broken_links(project)
    groups = [
        Group(
            "id-that-points-nowhere",
            "error",
            "Ids in texts and pages that name nothing.",
            "Correct the id.",
            quality_links.lost_references(project, whole),
        ),
        Group("address-not-well-formed", "error", "Web addresses that cannot be right.", "Correct the address.", bad),
        Group("broken-link", "error", "Links in pages that lead to no file or heading.", "Correct the link.", broken),
    ]
    headline = f"{addresses} addresses and {links} links looked at, none of them fetched"
    notes = ["An installed copy has no pages: their links were not looked at."] if project.installed else []
    return Section("links", "References and links", headline, groups, notes=notes)


def _shapes(project: Project, compiled: Compiled) -> Section:
    triples = [*compiled.source.triples, *compiled.derived]
    found = shapes.validate(triples, project.ontology / "shapes.ttl", compiled.source.origin)
    groups = [*_by_message(found.violations, "error"), *_by_message(found.warnings, "warning")]
    headline = f"{len(found.violations)} violations and {len(found.warnings)} warnings"
    return Section("shapes", "Shapes", headline, groups)


def _by_message(problems: Iterable[Problem], severity: str) -> list[Group]:
    """Results of the shapes by what they say: what stands before the first colon is about, and the rest is the rule."""
    kinds: dict[str, list[Hit]] = {}
    for problem in problems:
        about, _, message = problem.message.partition(": ")
        rule, _, hint = message.partition(": ")
        thing, _, field = about.partition(", ")
        kinds.setdefault(f"{rule}\n{hint}", []).append(Hit(thing, field or rule, f"{problem.file}:{problem.line}"))
    return [
        Group("shape", severity, rule.rstrip(".") + ".", hint[:1].upper() + hint[1:], hits)
        for (rule, hint), hits in sorted((tuple(key.split("\n")), hits) for key, hits in kinds.items())
    ]
