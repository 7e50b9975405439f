"""Opening a project: never a stale graph."""

import os
import shutil

import pytest

from kg import opening, pipeline
from kg.errors import BadInput, KgError
from kg.opening import open_project
from kg.paths import Project


@pytest.fixture
def said():
    return []


@pytest.fixture
def bridge(small):
    """A small project, compiled."""
    path = small.case("bridge")
    small.locate()
    pipeline.build_project(small.project, shapes=False)
    return path


@pytest.fixture
def quick(monkeypatch):
    """Builds without the shapes, which have tests of their own."""
    real = pipeline.build_project
    monkeypatch.setattr(pipeline, "build_project", lambda project, to=None: real(project, to=to, shapes=False))


def test_a_current_graph_is_opened_as_it_is(small, bridge, said):
    """Where nothing has changed nothing is built and nothing said."""
    before = (small.project.compiled / "graph.nt").stat().st_mtime_ns
    assert list(open_project(small.project, said.append).cases) == ["bridge"]
    assert said == []
    assert (small.project.compiled / "graph.nt").stat().st_mtime_ns == before


def test_an_edited_case_is_noticed(small, bridge, said, quick):
    """A changed file is built anew before the next answer, and this is said."""
    bridge.write_text(bridge.read_text(encoding="utf-8").replace("What bridge did.", "What it did."), encoding="utf-8")
    store = open_project(small.project, said.append)
    assert store.cases["bridge"].summary == "What it did."
    assert len(said) == 1
    assert "changed" in said[0]


def test_a_touched_file_is_no_change(small, bridge, said):
    """Only contents count, not dates."""
    os.utime(bridge, (1, 1))
    open_project(small.project, said.append)
    assert said == []


@pytest.mark.parametrize("change", ["new case", "lost case", "rule", "codebook", "question"])
def test_every_input_counts(small, bridge, said, quick, change):
    """A case added or taken away, a rule, the codebook and a question each make the graph stale."""
    if change == "new case":
        small.case("ferry")
        small.locate()
    elif change == "lost case":
        bridge.unlink()
    elif change == "question":
        text = "#+ summary: Q?\n#+ keywords: [q]\n#+ columns: {a: b}\nSELECT ?a WHERE { ?a ?b ?c } ORDER BY ?a\n"
        (small.project.answers / "q.rq").write_text(text, encoding="utf-8")
    else:
        path = {"rule": small.project.rules / "20-parts.rq", "codebook": small.project.ontology / "codebook.ttl"}[
            change
        ]
        path.write_text(path.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    open_project(small.project, said.append)
    assert len(said) == 1


def test_a_broken_case_gives_no_store(small, bridge, said, quick):
    """A graph of before is never opened in the stead of files that are broken now."""
    bridge.write_text("broken", encoding="utf-8")
    with pytest.raises(BadInput):
        open_project(small.project, said.append)


@pytest.mark.parametrize("content", ["", "{", "[]", "7", '{"inputs": "x"}'])
def test_a_damaged_manifest_is_built_anew(small, bridge, said, quick, content):
    """A manifest that cannot be read, or is no manifest, means that the graph is not current."""
    (small.project.compiled / "manifest.json").write_text(content, encoding="utf-8")
    assert list(open_project(small.project, said.append).cases) == ["bridge"]
    assert len(said) == 1


def test_a_project_that_was_never_built_is_built(small, said, quick):
    """The first question builds the graph."""
    small.case("bridge")
    small.locate()
    assert list(open_project(small.project, said.append).cases) == ["bridge"]
    assert small.project.compiled.is_dir()


def test_a_folder_that_cannot_be_written_is_answered_from_aside(small, bridge, said, monkeypatch):
    """Where the project is read-only, the graph is built elsewhere, answers, and leaves nothing."""
    bridge.write_text(bridge.read_text(encoding="utf-8").replace("What bridge did.", "What it did."), encoding="utf-8")
    real = pipeline.build_project

    def refuse(project, to=None):
        if to is None:
            raise KgError("read-only")
        return real(project, to=to, shapes=False)

    monkeypatch.setattr(pipeline, "build_project", refuse)
    monkeypatch.setattr(opening.os, "access", lambda *_: False)
    store = open_project(small.project, said.append)
    assert store.cases["bridge"].summary == "What it did."
    assert store.lexicon.phrases
    assert not store.folder.exists()


def test_a_failure_to_write_where_writing_is_allowed_is_told(small, bridge, said, monkeypatch):
    """A full disk is no reason to answer as if nothing had happened."""
    bridge.write_text(bridge.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    def refuse(project, to=None):
        raise KgError("the disk is full")

    monkeypatch.setattr(pipeline, "build_project", refuse)
    with pytest.raises(KgError, match="the disk is full"):
        open_project(small.project, said.append)


def test_an_installed_copy_opens_its_own_graph(small, bridge, said):
    """An installed copy is never built anew."""
    shutil.move(small.project.compiled, small.root / "compiled")
    assert list(open_project(Project(small.root, installed=True), said.append).cases) == ["bridge"]
    assert said == []


@pytest.mark.parametrize("name", ["graph.nt", "manifest.json", "lexicon.json", "questions.json"])
def test_an_installed_copy_that_is_damaged_is_refused(small, bridge, said, name):
    """An installed copy cannot be built anew, so a damaged one gives no answer, and says what is wrong."""
    shutil.move(small.project.compiled, small.root / "compiled")
    (small.root / "compiled" / name).write_text("", encoding="utf-8")
    with pytest.raises(KgError, match=name):
        open_project(Project(small.root, installed=True), said.append).loaded()
