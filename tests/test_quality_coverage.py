"""What evidence and codings cover is counted as the files have it."""

from __future__ import annotations

from kg.namespaces import shorten
from kg.quality.coverage import Reread, coding_section, evidence_section, findings
from kg.quality.parts import Hit, share
from kg.sources import evidence


def test_findings_are_those_of_the_files(store, corpus):
    """Every finding of every coder is counted, with its basis and its passages."""
    found = findings(store.graph)
    typed = [f for owner in [*corpus.cases.values(), *corpus.codings.values()] for f in owner.findings]
    assert len(found) == len(typed)
    assert sum(f.basis == "Inferred" for f in found) == sum(f.basis == "inferred" for f in typed)
    assert sum(f.passages for f in found) == sum(len(set(f.evidence)) for f in typed)
    assert {f.list for f in found} == {"theme", "barrier", "outcome"}


def test_evidence_is_counted_as_the_files_have_it(store, corpus):
    """Cases by tier, numbers and lines agree with a count over the files themselves."""
    section = evidence_section(store.graph, None)
    tables = {table.title: {row[0]: row for row in table.rows} for table in section.tables}
    tiers = [case.tier for case in corpus.cases.values()]
    named = {row[0].split()[0].lower(): int(row[-1]) for row in tables["Cases by how much the sources tell"].values()}
    assert named == {tier: tiers.count(tier) for tier in set(tiers)}
    changes = [c for case in corpus.cases.values() for o in case.outcomes for c in o.changes]
    assert tables["Numbers"]["changes and savings"][1:] == [
        str(sum(not c.computed for c in changes)),
        str(sum(bool(c.computed) for c in changes)),
    ]
    source = corpus.by_id("source")["miles-2011"]
    row = tables["Lines of the sources that are cited"][source.title]
    coded = [f for owner in [*corpus.cases.values(), *corpus.codings.values()] for f in owner.findings]
    places = {evidence.parse_place(place) for f in coded for place in f.evidence}
    lines = {line for name, first, last in places if name == source.id for line in range(first, last + 1)}
    assert row[1:4] == [str(source.lines), str(len(lines)), share(len(lines), source.lines)]


def test_without_sources_the_report_says_so(store):
    """Nothing is called re-read that was not."""
    section = evidence_section(store.graph, None)
    assert section.headline == "passages not re-read: no sources"
    assert "--sources" in section.notes[0]
    assert section.groups == []


def test_a_passage_that_was_not_found_again_is_an_error(store):
    """So is a copied sentence; a source that is missing is a warning."""
    faults = [Hit("miles-2011:1-2", "digest is 1, the source has 2", "cases/cpche.md:3")]
    found = {"passage-not-found-again": faults, "copied-words": [], "number-not-in-its-passage": []}
    counts = {"passages": (1, 2), "printed numbers of records": (3, 3)}
    section = evidence_section(store.graph, Reread(counts, {}, found, ["churchill-story (Emily): no file in x has it"]))
    assert section.tables[0].rows == [
        ["passages", "2", "1", "50.0 %"],
        ["printed numbers of records", "3", "3", "100.0 %"],
    ]
    assert (section.count("error"), section.count("warning"), section.verdict) == (1, 1, "error")
    assert section.headline == "1 of 2 passages re-found in the sources"
    assert [hit.thing for group in section.groups for hit in group.hits] == ["miles-2011:1-2", "churchill-story"]


def test_coding_is_counted_as_the_files_have_it(store, corpus):
    """Each case has its row; read by as many coders as the files say, with as many findings."""
    section = coding_section(store.graph)
    rows = {row[0]: row for table in section.tables if table.title == "Every case" for row in table.rows}
    assert set(rows) == {case.id for case in corpus.cases.values()}
    for case in corpus.cases.values():
        further = [coding for coding in corpus.codings.values() if coding.case == case.id]
        coders = sorted({*(coding.coder for coding in further), *([case.coding.coder] if case.coding else [])})
        assert rows[case.id][4] == (", ".join(coders) or "–")
        for column, name in ((6, "themes"), (7, "barriers"), (8, "outcomes")):
            assert rows[case.id][column] == str(sum(len(getattr(owner, name)) for owner in (case, *further)))


def test_an_entry_never_found_is_named(store):
    """What no case achieved, met or practised is listed; what some case did is not."""
    section = coding_section(store.graph)
    (group,) = section.groups
    named = {hit.thing for hit in group.hits}
    held = {
        shorten(entry)
        for (entry,) in store.graph.rows("SELECT ?e WHERE { ?c cw:enactsTheme|cw:metBarrier|cw:achieved ?e }")
    }
    entries = {
        shorten(e)
        for (e,) in store.graph.rows("SELECT ?e WHERE { VALUES ?c { cw:Theme cw:Barrier cw:OutcomeType } ?e a ?c }")
    }
    assert named == entries - held
    assert "theme:share-power" not in named
