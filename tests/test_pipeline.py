"""The path of the data, from files to a compiled graph."""

import hashlib
import json

import pytest

from kg import pipeline, rdf
from kg.errors import BadInput
from kg.store import open_store


def contents(folder) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_two_builds_have_the_same_bytes(project, built, tmp_path):
    """The same files give the same compiled graph, byte for byte."""
    pipeline.build_project(project, to=tmp_path / "again", shapes=False)
    assert contents(tmp_path / "again") == contents(built)


def test_where_a_project_stands_does_not_show(project, built, copy_project, tmp_path):
    """A copy in another folder compiles to the same bytes."""
    pipeline.build_project(copy_project(), to=tmp_path / "again", shapes=False)
    assert contents(tmp_path / "again") == contents(built)


def test_the_fingerprint_is_of_the_graph(built, compiled):
    """The manifest names the digest of the graph file, and tells what it holds."""
    manifest = json.loads((built / "manifest.json").read_text(encoding="utf-8"))
    assert (
        manifest["fingerprint"] == compiled.fingerprint == hashlib.sha256((built / "graph.nt").read_bytes()).hexdigest()
    )
    assert manifest["asserted"] == len(compiled.source.triples)
    assert manifest["derived"] == len(compiled.derived)
    assert manifest["counts"] == compiled.counts


def test_the_compiled_graph_is_the_whole_graph(built, compiled, store):
    """Every triple, asserted and derived, is in the file, once."""
    lines = (built / "graph.nt").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(set(lines)) == len(compiled.source.triples) + len(compiled.derived) == len(store.graph)


def test_counts_are_those_of_the_files(compiled, corpus):
    """Cases by kind, findings by basis and passages are counted as they were typed."""
    cases = list(corpus.cases.values())
    findings = [f for case in cases for f in case.findings]
    for kind in ("fellowship", "part", "comparator"):
        assert compiled.counts[f"cases, {kind}"] == sum(case.kind == kind for case in cases)
    for basis in ("stated", "author-assessment", "inferred"):
        assert compiled.counts[f"findings, {basis}"] == sum(f.basis == basis for f in findings)
    assert compiled.counts["findings"] == len(findings)
    assert compiled.counts["passages"] == len(corpus.passages())
    assert compiled.counts["triples asserted"] == len(compiled.source.triples)
    assert compiled.counts["triples derived"] == len(compiled.derived)


def test_reading_a_broken_project_gives_all_problems(small):
    """Nothing is mapped from files with problems."""
    small.case("bridge", country="ZZ")
    with pytest.raises(BadInput, match="'ZZ' is not a country"):
        pipeline.compile_graph(small.project, shapes=False)


def test_a_violation_of_the_shapes_stops_a_build(small):
    """What the graph's own rules refuse is not compiled; the problem names file and line of the record."""
    finding = small.finding("t1", "theme/share-power", "enacted", authority="vertical")
    path = small.case("bridge", "themes:\n" + finding)
    small.locate()
    with pytest.raises(BadInput) as caught:
        pipeline.build_project(small.project)
    lines = path.read_text(encoding="utf-8").split("\n")
    assert {(p.file, lines[p.line - 1] + "\n") for p in caught.value.problems} == {("cases/bridge.md", finding)}
    assert not small.project.compiled.exists()


def test_progress_is_told_step_by_step(small):
    """Each step is announced before it starts, and the end is told."""
    small.case("bridge")
    small.locate()
    seen = []
    pipeline.compile_graph(
        small.project, shapes=False, progress=lambda step, done, total: seen.append((step, done, total))
    )
    assert [done for _, done, _ in seen] == list(range(len(seen)))
    assert seen[-1][0] == "done"
    assert seen[-1][1] == seen[-1][2]


def test_an_empty_project_compiles(small):
    """A project without cases is a graph of terms and registry."""
    small.locate()
    compiled = pipeline.compile_graph(small.project, shapes=False)
    assert compiled.counts["cases"] == 0
    assert compiled.counts["findings"] == 0


def test_a_build_replaces_an_older_one(small):
    """A second build stands in the place of the first, with nothing left over."""
    small.case("bridge")
    small.locate()
    pipeline.build_project(small.project, shapes=False)
    (small.project.compiled / "stray").write_text("x", encoding="utf-8")
    small.case("ferry")
    small.locate()
    pipeline.build_project(small.project, shapes=False)
    assert sorted(p.name for p in small.project.compiled.iterdir()) == [
        "graph.nt",
        "index.bits",
        "lexicon.json",
        "manifest.json",
        "questions.json",
    ]
    assert set(open_store(small.project.compiled).cases) == {"bridge", "ferry"}
    assert [p.name for p in small.root.iterdir() if p.name.startswith(".cwkg-")] == []


def test_the_terms_are_in_the_source_graph(compiled):
    """The graph that is asked holds the terms and the codebook beside the cases."""
    subjects = {str(t.subject) for t in compiled.source.triples}
    for iri in ("ontology#Collaboration", "code/theme/share-power", "id/case/cpche"):
        assert f"<https://w3id.org/cwkg/{iri}>" in subjects
    assert all(isinstance(t, rdf.Triple) for t in compiled.derived)
