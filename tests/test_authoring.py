"""Commands for those who write cases: check, build, verify, locate, new, export, reason."""

import dataclasses
import os
import stat
import sys
import tempfile

import pytest

from kg import authoring
from kg.errors import KgError
from kg.reasoning import reasoner

EXAMPLE = "---\nid: example-partnership\nname: An example\n---\n## Story\n\nTell it.\n"


@pytest.fixture
def bridge(small):
    path = small.case("bridge")
    small.locate()
    return path


def test_check_says_that_all_is_well(run, small, bridge):
    """A sound project gives code 0 and says how much was read."""
    result = run("check", project=small.root)
    assert (result.code, result.out) == (0, "")
    assert result.err.endswith(" and 6 registry files: no problems\n")


def test_build_tells_what_was_built(run, small, bridge):
    """The counts and the fingerprint are data; talk goes to stderr."""
    result = run("build", "--no-shapes", project=small.root)
    assert result.code == 0
    counts = dict(line.split(": ") for line in result.out.splitlines())
    assert counts["cases"] == "1"
    assert len(counts["fingerprint"]) == 64
    assert result.err == "the shapes were not checked\n"
    assert small.project.compiled.is_dir()


def test_verify_counts_the_passages(run, small, bridge):
    """Every passage is found again in the reader's own copy."""
    result = run("verify", "--sources", small.texts, project=small.root)
    assert (result.code, result.err) == (0, "")
    lines = [line.partition(" of ") for line in result.out.splitlines()]
    assert [tail.split(" ", 1)[1] for _, _, tail in lines] == [
        "passages re-found in 2 of 2 sources",
        "printed numbers found in their passages",
        "numbers in stories and notes found in the passages of their case",
        "names found near their passages",
    ]
    assert all(tail.split()[0] == found for found, _, tail in lines)
    assert int(lines[0][0]) > 2


def test_verify_without_a_source_says_so(run, small, bridge):
    """A source that is not there is named; passages of it are not found, so the code is 1 if any is cited."""
    (small.texts / "first.txt").unlink()
    result = run("verify", "--sources", small.texts, project=small.root)
    assert result.code == 1
    assert "not found: tiny (A made-up source)" in result.err
    assert "in 1 of 2 sources" in result.out


@pytest.mark.parametrize("command", ["verify", "locate"])
def test_sources_must_be_named(run, small, bridge, monkeypatch, command):
    """Without a folder the option is named; a folder that is none is refused."""
    monkeypatch.delenv("CWKG_SOURCES", raising=False)
    result = run(command, project=small.root)
    assert (result.code, result.out) == (2, "")
    assert result.err == "kg: name the folder with the source texts: --sources DIR\n"
    result = run(command, "--sources", small.root / "gone", project=small.root)
    assert result.code == 2
    assert "is not a folder" in result.err


def test_sources_may_stand_in_the_environment(run, small, bridge, monkeypatch):
    """CWKG_SOURCES names the folder once for all."""
    monkeypatch.setenv("CWKG_SOURCES", str(small.texts))
    assert run("verify", project=small.root).code == 0


def test_locate_prints_passages(run, small):
    """Lines of a source are printed as rows of a passages table, ready to paste; the source goes by id or number."""
    result = run("locate", "tiny", "4-5", "7", "--sources", small.texts, project=small.root)
    assert (result.code, result.err) == (0, "")
    rows = result.out.splitlines()
    assert [row.split(": {")[0].strip() for row in rows] == ["tiny:4-5", "tiny:7-7"]
    assert 'locator: "Box A, lines 4-5"' in rows[0]
    assert run("locate", "900", "4-5", "7", "--sources", small.texts, project=small.root).out == result.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("tiny",), "name a source and lines"),
        (("tiny", "99"), "tiny has lines 1 to 41; 99-99 is past its end"),
        (("tiny", "5-4"), "is past its end"),
        (("tiny", "abc"), "'tiny:abc-abc' is not a place in a source"),
        (("tinny", "1"), "no source is called 'tinny'; did you mean 'tiny'"),
    ],
)
def test_locate_refuses_what_is_not_there(run, small, words, message):
    """Lines and sources that are not there are named in one line."""
    result = run("locate", *words, "--sources", small.texts, project=small.root)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert result.err.count("\n") == 1


def test_locate_fills_the_tables_of_files(run, small):
    """With --write the passages tables of case and registry files are made, and a second run changes nothing."""
    case = small.case("bridge")
    people = small.project.registry / "people.yaml"
    result = run("locate", "--write", case, people, "--sources", small.texts, project=small.root)
    assert (result.code, result.out) == (0, "")
    assert (
        result.err == "cases/bridge.md: case, passages located: 1\n"
        "cases/registry/people.yaml: registry file, passages located: 2\n"
    )
    once = case.read_bytes(), people.read_bytes()
    run("locate", "--write", case, people, "--sources", small.texts, project=small.root)
    assert (case.read_bytes(), people.read_bytes()) == once


def test_locate_asks_only_for_the_sources_that_it_needs(run, small):
    """Whoever adds a case from one source need not hold the others; one that is cited and missing is named."""
    case = small.case("bridge")
    (small.texts / "second.txt").unlink()
    result = run("locate", "--write", case, "--sources", small.texts, project=small.root)
    assert (result.code, result.err) == (0, "cases/bridge.md: case, passages located: 1\n")
    (small.texts / "first.txt").unlink()
    result = run("locate", "--write", case, "--sources", small.texts, project=small.root)
    assert result.code == 2
    assert result.err == "kg: the text of tiny was not found; name its folder with --sources DIR\n"


def test_locate_keeps_the_rights_of_a_file(run, small):
    """A file that others may read stays so."""
    case = small.case("bridge")
    case.chmod(0o644)
    run("locate", "--write", case, "--sources", small.texts, project=small.root)
    assert "tiny:1-2" in case.read_text(encoding="utf-8").partition("passages:")[2]
    assert stat.S_IMODE(case.stat().st_mode) == 0o644


def test_locate_keeps_the_line_ends_of_a_file(run, small):
    """A file written on another system keeps its line ends."""
    case = small.case("bridge")
    case.write_bytes(case.read_bytes().replace(b"\n", b"\r\n"))
    result = run("locate", "--write", case, "--sources", small.texts, project=small.root)
    assert result.code == 0
    assert run("check", project=small.root).err.count("bridge.md") == 0


def test_locate_refuses_files_that_it_cannot_fill(run, small):
    """A file that is missing, is broken or has no line to fill is named and stays as it is."""
    result = run("locate", "--write", small.root / "gone.md", "--sources", small.texts, project=small.root)
    assert result.code == 2
    assert "there is no such file" in result.err
    case = small.case("bridge")
    case.write_text(case.read_text(encoding="utf-8").replace("passages: {}\n", ""), encoding="utf-8")
    before = case.read_bytes()
    result = run("locate", "--write", case, "--sources", small.texts, project=small.root)
    assert result.code == 2
    assert "has no 'passages: {}' line to fill" in result.err
    assert case.read_bytes() == before


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    """A failure leaves the old file and nothing beside it."""
    path = tmp_path / "a.md"
    path.write_text("old", encoding="utf-8")

    def refuse(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.replace", refuse)
        patch.setattr(os, "replace", refuse)
        with pytest.raises(KgError, match=r"a\.md: could not be written: No space left on device"):
            authoring.write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.md"]
    authoring.write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "new"


def test_new_writes_the_template_under_its_id(run, small):
    """A new case starts from the template, with its own id, and is not written twice."""
    (small.project.cases / "EXAMPLE.md").write_text(EXAMPLE, encoding="utf-8")
    result = run("new", "our-town", project=small.root)
    assert (result.code, result.out) == (0, "cases/our-town.md\n")
    assert (small.project.cases / "our-town.md").read_text(encoding="utf-8").startswith("---\nid: our-town\n")
    again = run("new", "our-town", project=small.root)
    assert (again.code, again.out) == (2, "")
    assert "exists already" in again.err


@pytest.mark.parametrize("id", ["Our Town", "../evil", "a/b", "", "-x", "ümlaut", "EXAMPLE"])
def test_new_refuses_what_is_no_id(run, small, id):
    """An id is small letters, digits and hyphens; nothing is written for another."""
    (small.project.cases / "EXAMPLE.md").write_text(EXAMPLE, encoding="utf-8")
    before = sorted(small.root.rglob("*"))
    result = run("new", "--", id, project=small.root)
    assert (result.code, result.out) == (2, "")
    assert sorted(small.root.rglob("*")) == before


def test_new_without_a_template_is_told(run, small):
    """A project without the template gets a clear word."""
    result = run("new", "our-town", project=small.root)
    assert result.code in (1, 2)
    assert result.err.startswith("kg: ")
    assert "EXAMPLE.md" in result.err


def test_the_template_of_the_checkout_is_a_sound_case(run, copy_project, small):
    """The template reads as a case: under a new id it has no unknown field, no missing one and no broken YAML."""
    project = copy_project("cpche")
    result = run("new", "our-town", project=project)
    assert result.code == 0
    checked = run("check", project=project)
    about = [line for line in checked.err.splitlines() if line.startswith("cases/our-town.md")]
    assert [line for line in about if "unknown field" in line or "is missing" in line or "not YAML" in line] == []


def test_export_names_what_it_wrote(run, small, bridge, tmp_path):
    """The paths of the files are printed, one a line."""
    result = run("export", "--to", tmp_path / "out", project=small.root)
    assert (result.code, result.err) == (0, "")
    files = {str(path) for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert set(result.out.splitlines()) == files


def test_an_unknown_group_of_files_is_told_before_anything_is_built(run, tmp_path):
    """A slip in --only costs no time: it is found before the cases are read."""
    result = run("export", "--to", tmp_path / "out", "--only", "tabel")
    assert (result.code, result.err) == (2, "kg: 'tabel' is no group of files; did you mean 'tables'?\n")
    assert not (tmp_path / "out").exists()


AGREEING = reasoner.Comparison(7, [], [], [], counts={"cw:achieved": 7})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            {"only_rules": [("case:a", "cw:achieved", "outcome:access")]},
            ["only the rules: case:a cw:achieved outcome:access", "the two routes differ: 7 statements from both"],
        ),
        ({"only_reasoner": [("case:a", "rdf:type", "cw:K")]}, ["only HermiT: case:a rdf:type cw:K"]),
        ({"unsatisfiable": ["cw:Empty"]}, ["classes that nothing can belong to: cw:Empty"]),
        ({"violations": ["use of undeclared class: cw:K"]}, ["not OWL 2 DL: use of undeclared class: cw:K"]),
        ({"consistent": False}, ["consistent: no, the graph contradicts its own ontology"]),
        ({"refused": "a date"}, ["HermiT refuses the graph: a date", "the two routes cannot be compared"]),
    ],
)
def test_reason_names_whatever_is_wrong(run, small, bridge, monkeypatch, wrong, said):
    """A difference, an empty class, a breach of the profile, a contradiction or a refusal is named; the code is 1."""
    monkeypatch.setattr(reasoner, "examine", lambda *_: dataclasses.replace(AGREEING, **wrong))
    result = run("reason", project=small.root)
    assert result.code == 1
    assert all(line in result.out for line in said)


def test_reason_says_that_the_routes_agree(run, small, bridge, monkeypatch):
    """Agreement is exit code 0, with a table of what both routes give, and each check by name."""
    monkeypatch.setattr(reasoner, "examine", lambda *_: AGREEING)
    result = run("reason", project=small.root)
    assert result.code == 0
    assert result.out.splitlines()[-4:] == [
        "consistent: yes",
        "classes that nothing can belong to: none",
        "breaches of OWL 2 DL: none",
        "the two routes agree: 7 statements from both",
    ]
    assert ["cw:achieved", "7", "0", "0"] in [line.split() for line in result.out.splitlines()]


def test_reason_keeps_its_limit(run, small, bridge, monkeypatch, tmp_path):
    """At the limit one line says so, the code is 1, and no folder is left; a limit of nothing is a wrong call."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    result = run("reason", "--timeout", "0.05", project=small.root)
    assert (result.code, result.out) == (1, "")
    assert "kg: the reasoner was not done within 0.05 seconds and was ended" in result.err
    assert list(place.iterdir()) == []
    assert run("reason", "--timeout", "0", project=small.root).code == 2
    assert run("reason", "--timeout", "soon", project=small.root).code == 2


def test_reason_without_its_extra_says_what_to_install(run, small, bridge, monkeypatch):
    """Where owlready2 is missing, one line names the extra to install."""
    monkeypatch.setitem(sys.modules, "owlready2", None)
    result = run("reason", project=small.root)
    assert result.code == 2
    assert "pip install 'cwkg[reason]'" in result.err
