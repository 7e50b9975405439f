"""Project folders: found, named, listed."""

from pathlib import Path

import pytest

from kg import paths
from kg.errors import UsageError
from kg.paths import Project, find_project, is_project


def test_the_nearest_project_around_is_found(small, monkeypatch):
    """From any folder inside a project the project is found."""
    inside = small.root / "cases" / "registry"
    monkeypatch.chdir(inside)
    assert find_project().root == small.root
    assert not find_project().installed


def test_a_named_folder_must_be_a_project(tmp_path):
    """A folder without ontology and registry is refused, with what it lacks."""
    with pytest.raises(UsageError, match=r"is not a project folder: it needs ontology/cwkg\.ttl and cases/registry/"):
        find_project(tmp_path)


def test_outside_every_project_the_package_s_own_is_used(tmp_path, monkeypatch):
    """An editable install answers from its checkout; without any cases the error says what to do."""
    monkeypatch.chdir(tmp_path)
    assert find_project().root == Path(paths.__file__).resolve().parents[1]
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "nowhere" / "kg")
    with pytest.raises(UsageError, match="no cases found: run this inside a checkout, name one with --project"):
        find_project()


def test_an_installed_copy_carries_its_own_data(small, tmp_path, monkeypatch):
    """Where the package holds data, that is the project, marked as installed, with its own compiled graph."""
    (tmp_path / "kg").mkdir()
    small.root.rename(tmp_path / "kg" / "data")
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "kg")
    monkeypatch.chdir("/")
    found = find_project()
    assert found.installed
    assert found.compiled == tmp_path / "kg" / "data" / "compiled"


def test_the_template_is_no_case(small):
    """Pages with capitalised names in the folder of cases are not read as cases."""
    small.case("bridge")
    for name in ("EXAMPLE", "README"):
        (small.project.cases / f"{name}.md").write_text("x", encoding="utf-8")
    assert [path.name for path in small.project.case_files()] == ["bridge.md"]


def test_everything_that_the_graph_is_made_from_is_listed_in_order(project):
    """Terms, codebook, shapes, mapping, cases, registry, rules and questions all count as input, in a fixed order."""
    names = [project.name(path) for path in project.input_files()]
    assert names == [project.name(path) for path in project.input_files()]
    assert len(names) == len(set(names))
    for folder, pattern in (("cases", "registry/*.yaml"), ("queries", "rules/*.rq"), ("queries", "answers/*.rq")):
        assert {project.name(path) for path in (project.root / folder).glob(pattern)} <= set(names)
    assert {"ontology/cwkg.ttl", "ontology/codebook.ttl", "ontology/shapes.ttl", "ontology/context.jsonld"} <= set(
        names
    )


def test_files_are_shown_relative_to_the_project(tmp_path):
    """Inside the project a path is short, outside it is whole."""
    project = Project(tmp_path / "p")
    assert project.name(tmp_path / "p" / "cases" / "a.md") == "cases/a.md"
    assert project.name(tmp_path / "b.md") == str(tmp_path / "b.md")


def test_a_project_is_known_by_its_folders(small, tmp_path):
    """A folder is a project where terms and registry stand in it."""
    assert is_project(small.root)
    assert not is_project(tmp_path)
