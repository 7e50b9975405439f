"""The quality report as a whole: its sections, its verdict, and the command that writes it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kg import agreement
from kg.errors import KgError, Problem, UsageError
from kg.paths import Project
from kg.quality import gather as quality
from kg.quality import page as quality_page
from kg.quality import report as quality_report
from kg.quality.checks import read_checks
from kg.quality.coverage import findings
from kg.quality.parts import SEVERITIES, Group, Hit, Report, Section, share
from kg.reasoning import reasoner

ROOT = Path(__file__).resolve().parents[1]
NOTE = "They met every week for a year, and all of them came."


@pytest.fixture(scope="module")
def little(make_small, tmp_path_factory, project) -> Project:
    """A made-up project with one case, the checks of the checkout, and a page with links."""
    small = make_small(tmp_path_factory.mktemp("quality"))
    themes = "themes:\n" + small.finding("t1", "theme/share-power", "enacted", note=f'"{NOTE}"')
    prose = "## Story\n\nThe partners met every week for a year.\n\n## Questions\n\n1. Who would have met?\n"
    small.case("alpha", themes, tier="described", prose=prose, policy_areas="[health]")
    for folder in ("checks", "quality"):
        target = small.root / "queries" / folder
        target.mkdir()
        for path in (project.root / "queries" / folder).glob("*.rq"):
            (target / path.name).write_bytes(path.read_bytes())
    small.locate()
    return small.project


@pytest.fixture(scope="module")
def report(little) -> Report:
    """The report on the made-up project, with its own source texts."""
    return quality.gather(little, sources=little.root.parent / "texts", reason=False)


def section_of(report: Report, name: str) -> Section:
    return next(section for section in report.sections if section.name == name)


def test_the_sections_come_in_order(report):
    """The dashboard has a line for each part."""
    names = ["checks", "evidence", "coding", "agreement", "reasoning", "links", "shapes"]
    assert [section.name for section in report.sections] == names
    assert section_of(report, "evidence").verdict == "pass"
    assert section_of(report, "agreement").verdict == section_of(report, "reasoning").verdict == "not run"
    assert section_of(report, "coding").headline == "1 of 1 cases read in full, 0 of them by two coders or more"


def test_what_is_planted_in_a_project_is_in_its_report(report):
    """Entries of its registry that nothing uses are named, and the one case that one coder read."""
    hits = {group.rule: [hit.thing for hit in group.hits] for group in section_of(report, "checks").groups}
    assert hits["case-read-by-one-coder"] == ["case:alpha"]
    assert hits["organisation-without-case"] == ["organisation:bridge-office", "organisation:ferry-trust"]
    assert hits["indicator-without-number"] == ["indicator:crossings"]


def test_the_worst_comes_first(report):
    """The checks stand in the order of their severity."""
    order = [SEVERITIES.index(group.severity) for group in section_of(report, "checks").groups]
    assert order == sorted(order)


def test_progress_is_told(little, monkeypatch):
    """Each step is named as it starts."""
    for name in ("compile_graph",):
        monkeypatch.setattr(quality, name, lambda *a, **k: (_ for _ in ()).throw(KgError("stop")))
    seen = []
    with pytest.raises(KgError, match="stop"):
        quality.gather(little, reason=False, progress=lambda *step: seen.append(step))
    assert seen == [("build the graph", 0, 7)]


# ---------------------------------------------------------------- Agreement, reasoning and shapes
def test_every_passage_is_re_read_where_the_sources_are(project, compiled, sources):
    """With the source texts at hand, all passages match and no source is missing."""
    reread = quality._reread(project, compiled, sources)
    total = sum(len(owner.passages) for _, owner in compiled.source.corpus.files())
    assert reread.counts["passages"] == (total, total)
    assert reread.missing == []
    assert [hit for hits in reread.faults.values() for hit in hits] == []


def test_agreement_counts_what_became_of_the_findings(store, project, monkeypatch):
    """The table has every reconciliation; the share is of findings of cases that were coded twice."""
    monkeypatch.setattr(agreement, "summary", lambda store: [])
    section = quality._agreement(store.graph, project)
    rows = {row[0]: int(row[1]) for row in section.tables[0].rows}
    assert sum(rows.values()) == len(findings(store.graph))
    once = rows.get("Coded once", 0)
    assert section.headline.startswith(share(rows["Both coders"], sum(rows.values()) - once))


ROW = {"label": "All themes", "units": 10, "per cent": 90.0}
COEFFICIENTS = {"kappa": 0.5, "kappa low": 0.4, "kappa high": 0.6, "alpha low": 0.4, "alpha high": 0.9}


@pytest.mark.parametrize(
    ("alpha", "verdict", "infos"),
    [(0.66, "warning", 0), (0.667, "pass", 1), (0.79, "pass", 1), (0.8, "pass", 0), ("", "pass", 0)],
)
def test_low_agreement_is_a_warning(store, project, monkeypatch, alpha, verdict, infos):
    """Krippendorff's two bounds: below 0.667 no conclusion, below 0.8 a tentative one; undefined is neither."""
    monkeypatch.setattr(agreement, "summary", lambda store: [{**ROW, **COEFFICIENTS, "alpha": alpha}])
    section = quality._agreement(store.graph, project)
    assert (section.verdict, section.count("info")) == (verdict, infos)
    assert section.tables[1].rows[0][:4] == ["All themes", "10", "90.0 %", "0.50 (0.40 to 0.60)"]
    assert section.tables[1].rows[0][4] == ("–" if alpha == "" else f"{alpha:.2f} (0.40 to 0.90)")


def test_without_the_extra_the_counts_are_shown(store, project, monkeypatch):
    """What needs no extra is there, and the install that gives the rest is named."""
    monkeypatch.setattr(agreement, "summary", lambda store: [ROW])
    section = quality._agreement(store.graph, project)
    assert section.tables[1].rows == [["All themes", "10", "90.0 %", "–", "–"]]
    assert "cwkg[agreement]" in section.notes[0]


def test_a_difference_between_the_routes_is_an_error(project, compiled, monkeypatch):
    """Statements of one route alone and empty classes are named; agreement is a pass."""
    found = reasoner.Comparison(5, [("case:a", "cw:p", "theme:b")], [], ["cw:Empty"], ["an axiom"])
    monkeypatch.setattr(reasoner, "compare", lambda *arguments: found)
    section = quality._reasoning(project, compiled)
    assert section.count("error") == 3
    assert [hit.thing for group in section.groups for hit in group.hits] == [
        "an axiom",
        "cw:Empty",
        "case:a cw:p theme:b",
    ]
    monkeypatch.setattr(reasoner, "compare", lambda *arguments: reasoner.Comparison(5, [], [], []))
    assert quality._reasoning(project, compiled).verdict == "pass"


def test_a_reasoner_that_breaks_off_is_an_error(project, compiled, monkeypatch):
    """An inconsistent graph gives no comparison, and the report still comes out; a missing extra stops it."""

    def fail(error):
        def compare(*arguments):
            raise error

        return compare

    monkeypatch.setattr(reasoner, "compare", fail(KgError("the graph contradicts itself")))
    section = quality._reasoning(project, compiled)
    assert section.verdict == "error"
    assert section.groups[0].hits[0].why == "the graph contradicts itself"
    monkeypatch.setattr(reasoner, "compare", fail(UsageError("install it")))
    with pytest.raises(UsageError, match="install it"):
        quality._reasoning(project, compiled)


def test_results_of_shapes_are_gathered_by_what_they_say():
    """One group for each rule, with what is to be done apart, and the file and line of each thing."""
    problems = [
        Problem("cases/a.md", 2, 1, "a, hasPartner: Fewer than three: look for others.", ""),
        Problem("cases/b.md", 2, 1, "b, hasPartner: Fewer than three: look for others.", ""),
        Problem("cases/b.md", 9, 1, "b-t1: Two notes: keep one.", ""),
    ]
    few, notes = quality._by_message(problems, "warning")
    assert (few.summary, few.hint) == ("Fewer than three.", "Look for others.")
    assert few.hits == [Hit("a", "hasPartner", "cases/a.md:2"), Hit("b", "hasPartner", "cases/b.md:2")]
    assert notes.hits == [Hit("b-t1", "Two notes", "cases/b.md:9")]


# ---------------------------------------------------------------- The command


def a_report(severity: str) -> Report:
    """A report with one hit."""
    return Report("1", "f", [Section("one", "One", "x", [Group("rule", severity, "S.", "H.", [Hit("a", "b")])])])


@pytest.fixture
def gathered(monkeypatch):
    """`kg quality` with a report made beforehand; what it was asked for is kept."""
    asked = []

    def use(found: Report):
        monkeypatch.setattr("kg.authoring.gather", lambda *arguments: asked.append(arguments) or found)
        return asked

    return use


@pytest.mark.parametrize(
    ("severity", "level", "code"),
    [
        ("error", "error", 1),
        ("warning", "error", 0),
        ("warning", "warning", 1),
        ("error", "never", 0),
        ("info", "warning", 0),
    ],
)
def test_the_exit_code_follows_the_level(run, gathered, severity, level, code, ready):
    """Errors fail by default, warnings where asked, nothing where told so."""
    gathered(a_report(severity))
    assert run("quality", "--fail-on", level, project=ready).code == code
    if level == "error":
        assert run("quality", project=ready).code == code


def test_files_are_written_by_their_endings(run, gathered, ready, tmp_path):
    """One run writes all forms; the dashboard is printed, and folders are made."""
    found = a_report("error")
    gathered(found)
    names = ["a/q.html", "a/q.md", "q.json", "q.txt", "plain"]
    options = [word for name in names for word in ("--to", str(tmp_path / name))]
    ended = run("quality", "--format", "md", *options, project=ready)
    assert ended.code == 1
    assert ended.out == quality_report.dashboard(found)
    written = {name: (tmp_path / name).read_text(encoding="utf-8") for name in names}
    assert written["a/q.html"] == quality_page.page(found)
    assert written["a/q.md"] == written["plain"] == quality_report.markdown(found)
    assert json.loads(written["q.json"]) == json.loads(quality_report.as_json(found))
    assert written["q.txt"] == quality_report.text(found)


def test_what_is_asked_for_is_passed_on(run, gathered, ready, tmp_path, monkeypatch):
    """The folder of sources is the one named, else the one beside the checkout, else none; HermiT is as told."""
    asked = gathered(a_report("info"))
    monkeypatch.delenv("CWKG_SOURCES", raising=False)
    run("quality", project=ready)
    run("quality", "--sources", str(tmp_path), "--no-reason", project=ready)
    beside = ready.parent / "shared" / "sources"
    beside.mkdir(parents=True)
    run("quality", "--reason", project=ready)
    assert [(arguments[1], arguments[2]) for arguments in asked] == [(None, None), (tmp_path, False), (beside, True)]
    beside.rmdir()
    beside.parent.rmdir()


def test_the_command_runs_on_a_project(run, little):
    """The codebook cites the report, which this project lacks: that is its one kind of error."""
    ended = run("quality", "--no-reason", "--format", "json", "--sources", little.root.parent / "texts", project=little)
    assert ended.code == 1, ended.err
    checks = json.loads(ended.out)["sections"][0]
    errors = {
        (group["rule"], hit["thing"].partition(":")[0])
        for group in checks["groups"]
        for hit in group["hits"]
        if group["severity"] == "error"
    }
    assert {rule for rule, _ in errors} == {"dangling-reference"}
    assert errors & {("dangling-reference", kind) for kind in ("case", "finding", "person")} == set()
    refused = run("quality", "--no-reason", "--sources", little.root / "nowhere", project=little)
    assert refused.code == 2
    assert "is not a folder" in refused.err


# ---------------------------------------------------------------- Docs and CI


def test_the_docs_list_every_check():
    """The list in docs/quality.md has each check with its severity, and no other."""
    page = (ROOT / "docs" / "quality.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `([a-z-]+)` \| (error|warning|info) \|", page, re.MULTILINE))
    folders = (ROOT / "queries" / "quality", ROOT / "queries" / "checks")
    assert listed == {check.name: check.severity for folder in folders for check in read_checks(folder)}


def test_ci_publishes_the_report():
    """After the tests, in one run, as a page and as Markdown, into a folder that is not committed."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    tests, report = script.index('bash -c "$command"'), script.index("kg quality")
    assert tests < report
    for part in ("${CI_ARTIFACTS:-build/ci}", '--to "$out/quality.html"', '--to "$out/quality.md"'):
        assert part in script
    assert "build/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
