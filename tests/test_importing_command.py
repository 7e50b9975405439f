"""The command `kg import`."""

import re

import pytest
from importing import CASES, FINDINGS, SHARED, TOWN, write

from kg.corpus import read_corpus

CONTEXT = '{"@context": "https://example.org/context.jsonld", "@id": "https://w3id.org/cwkg/id/case/a"}'
DOCTYPE = '<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>\n'


@pytest.fixture
def town(small, run, tmp_path):
    """`kg import` on a made-up project with one case: `town("--write", cases=…)`, or with files by their paths."""
    small.case("bridge", "themes:\n" + small.finding("t1", "theme/share-power", "enacted"))
    small.locate()

    def town(*options, files=(), **tables):
        given = [write(tmp_path / "given", **tables)] if tables else files
        return run("import", *given, *options, "--no-shapes", "--sources", small.texts, project=small.project)

    town.project = small.project
    return town


def cases(project):
    return sorted(path.name for path in project.case_files())


def test_an_import_is_shown_and_nothing_written(town):
    """Without --write the files are shown, and that they are not written is said."""
    done = town(cases=CASES + TOWN, findings=FINDINGS + SHARED)
    assert done.code == 0
    assert done.out.startswith("new      cases/our-town.md: 1 finding, 2 passages\n")
    assert "+id: our-town" in done.out
    assert done.err == "nothing is written; to write it, add --write\n"
    assert cases(town.project) == ["bridge.md"]


def test_an_import_is_written_where_all_is_well(town, run):
    """With --write the files stand in the project, which is sound afterwards, and a second import has nothing to do."""
    done = town("--write", cases=CASES + TOWN, findings=FINDINGS + SHARED)
    assert (done.code, done.err) == (0, "1 file written; now run kg check, and kg build\n")
    assert cases(town.project) == ["bridge.md", "our-town.md"]
    assert run("check", project=town.project).code == 0
    assert (
        town("--write", cases=CASES + TOWN, findings=FINDINGS + SHARED).out == "the project says all of this already\n"
    )


def test_nothing_is_written_where_something_is_wrong(town):
    """Problems are listed, each with its place, and the project stays as it is."""
    done = town("--write", cases=CASES + TOWN, findings=FINDINGS + SHARED.replace("share-power", "share-pwer"))
    assert done.code == 1
    assert done.err.endswith(
        "findings.csv:2:4: concept: 'share-pwer' is not a theme; did you mean 'share-power'?\n1 problem found\n"
    )
    assert cases(town.project) == ["bridge.md"]


def test_a_case_of_the_project_is_replaced_only_on_demand(town):
    """A file that differs is named; --write alone leaves it, and --replace says that it may go."""
    rows = CASES + TOWN.replace("our-town", "bridge")
    shown = town(cases=rows)
    assert "replaced as a whole, comments in them lost: cases/bridge.md" in shown.err
    assert "add --write --replace" in shown.err
    refused = town("--write", cases=rows)
    assert (refused.code, "add --replace if that is meant" in refused.err) == (2, True)
    assert read_corpus(town.project)[0].cases["cases/bridge.md"].name == "The bridge project"
    assert town("--write", "--replace", cases=rows).code == 0
    assert read_corpus(town.project)[0].cases["cases/bridge.md"].name == "Our Town"


def test_rdf_is_taken_too(town, run, tmp_path):
    """What another project exported as RDF is written as case files; what has no place there is counted."""
    run("export", "--only", "rdf", "--to", tmp_path / "out", project=town.project)
    graph = (tmp_path / "out" / "cwkg.ttl").read_text(encoding="utf-8")
    graph = re.sub(
        r"\b(case|finding|coding-pass):bridge|The bridge", lambda m: m.group().replace("bridge", "harbour"), graph
    )
    path = tmp_path / "given.ttl"
    path.write_text(graph + '\ncase:harbour <http://example.org/p> "x" .\n', encoding="utf-8")
    done = town("--write", files=[path])
    assert done.code == 0
    assert "note: left out, since case files have no place for it: http://example.org/p (1)" in done.out
    assert cases(town.project) == ["bridge.md", "harbour.md"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (
            "a.jsonld",
            CONTEXT,
            "its context is another document, https://example.org/context.jsonld, and nothing is fetched",
        ),
        ("a.rdf", DOCTYPE, "files with a DOCTYPE are not read, since it can name other files; take it out"),
        ("a.ttl", "case:a a", "this is not turtle"),
        ("a.ttl", "<https://example.org/a> a <https://example.org/B> .", "there is nothing in our terms in it"),
        ("a.xlsx", "", "give CSV files, a folder of them, or RDF"),
        ("cases.csv", "", "the file is empty; its first line names the columns"),
        ("a.nt.gz", "no gzip", "the packed file is damaged"),
    ],
)
def test_other_files_are_refused_with_a_reason(town, tmp_path, name, content, told):
    """What cannot be read safely, or is none of ours, is named in a line; nothing is fetched and nothing written."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    done = town("--write", files=[path])
    assert done.code in (1, 2)
    assert told in done.err
    assert "Traceback" not in done.err
    assert cases(town.project) == ["bridge.md"]


def test_wrong_use_is_told(town, run, tmp_path):
    """A file that is not there, tables and RDF at once, and a copy that nothing can be written into."""
    assert "there is no such file" in town(files=[tmp_path / "none.csv"]).err
    write(tmp_path, cases=CASES)
    (tmp_path / "a.ttl").write_text("", encoding="utf-8")
    assert "give tables or RDF, not both at once" in town(files=[tmp_path / "cases.csv", tmp_path / "a.ttl"]).err


def test_an_installed_copy_takes_no_import(run, monkeypatch, town, tmp_path):
    """Cases belong into a project folder of one's own."""
    from kg.importing import command
    from kg.paths import Project

    monkeypatch.setattr(command, "find_project", lambda name: Project(town.project.root, installed=True))
    done = town(cases=CASES + TOWN)
    assert (done.code, "an import needs a project folder" in done.err) == (2, True)
