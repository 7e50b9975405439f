"""Records as the text of their files."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.case import Case
from kg.reader import read_records
from kg.recordtext import file_text, plain


def read_again(owner, path, file):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(file_text(owner), encoding="utf-8")
    return read_records(path, file)


def test_every_file_of_the_project_is_the_same_when_written(project, tmp_path):
    """Cases, registry, codings and third looks: read, written and read again, they are the same records."""
    for path in project.record_files():
        owner, _ = read_records(path, project.name(path))
        again, problems = read_again(owner, tmp_path / path.relative_to(project.root), project.name(path))
        assert (again, problems) == (owner, []), path.name


def test_a_written_case_reads_like_one_of_ours(project, tmp_path):
    """What is written looks as people write it: all but a few lines of a case are as they stand in its file."""
    path = project.cases / "cpche.md"
    owner, _ = read_records(path, "cases/cpche.md")
    ours, made = path.read_text(encoding="utf-8").split("\n"), file_text(owner).split("\n")
    assert len(set(made) - set(ours)) <= 5
    assert "  - id: t1" in made
    assert "coding: {coder: coder-1, schemes: [theme, barrier, outcome]}" in made


TEXT = st.text(st.characters(exclude_categories=("C", "Zl", "Zp"))).map(str.strip).filter(bool)


@given(TEXT, st.lists(TEXT, max_size=3), st.lists(TEXT, max_size=2))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back(tmp_path, name, names, notes):
    """Whatever signs a name or a note holds, quotes and colons too, it is read as it was written."""
    case = Case("bridge", name, names, summary=name[:200], story="A story.")
    again, _ = read_again(case, tmp_path / "bridge.md", "bridge.md")
    assert (again.name, again.also_known_as) == (name if len(name) <= 160 else None, names)


@pytest.mark.parametrize("questions", [[], ["What now?"], ["What now?", "And then?"]])
def test_prose_stands_under_its_headings(tmp_path, questions):
    """Story and questions are read from below the head."""
    case = Case("bridge", "Bridge", story="It began.\n\nIt went on.", class_questions=questions)
    again, _ = read_again(case, tmp_path / "bridge.md", "bridge.md")
    assert (again.story, again.class_questions) == (case.story, questions)


def test_what_is_empty_is_left_out():
    """Fields with nothing in them have no line; a flag that is false has one."""
    assert plain(Case("bridge", mandated=False)) == {"id": "bridge", "mandated": False}
