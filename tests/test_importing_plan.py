"""What an import would write, checked before any file is touched."""

import shutil

import pytest
from importing import CASES, FINDINGS, SHARED, TOWN, corpus_of, empty_project, found_in, write

from kg import foreign, pipeline
from kg.corpus import Corpus
from kg.errors import BadInput, KgError
from kg.importing import plan as module
from kg.importing.graph import left_over, read_graph
from kg.importing.plan import carry_out, plan
from kg.sources.evidence import locate, read_sources
from kg.vocabulary import read_context


@pytest.fixture(scope="module")
def empty(project, tmp_path_factory):
    """An empty project that nobody writes into."""
    return empty_project(project, tmp_path_factory.mktemp("imports") / "empty")


def inside(project):
    return sorted(path.relative_to(project.root).as_posix() for path in project.record_files())


def test_tables_of_a_project_make_the_same_project(exported, compiled, project, tmp_path):
    """Exported as tables and imported into an empty project, it has the same graph, in memory and from its files."""
    target = empty_project(project, tmp_path / "target")
    made = plan(target, found_in(exported, Corpus()), "exported", {}, shapes=False)
    assert made.compiled.fingerprint == compiled.fingerprint
    assert inside(target) == []
    carry_out(made)
    assert pipeline.compile_graph(target, shapes=False).fingerprint == compiled.fingerprint
    again = plan(target, found_in(exported, corpus_of(target)), "exported", {}, shapes=False)
    assert (again.files, len(again.same)) == ([], sum(name.count("registry") == 0 for name in inside(target)))


@pytest.mark.parametrize("name", ["cwkg.ttl", "cwkg.rdf", "cwkg.nq.gz"])
def test_rdf_of_a_project_makes_the_same_project(exported, compiled, empty, name):
    """Exported as RDF in any syntax and read back, it has the same graph, and nothing is left over."""
    triples = [triple for found in foreign.read(exported / name).values() for triple in found]
    found = read_graph(triples, name, read_context(empty.ontology / "context.jsonld"), Corpus())
    made = plan(empty, found, "exported", {}, shapes=False)
    assert made.compiled.fingerprint == compiled.fingerprint
    assert left_over(triples, made.compiled) == ""


def test_an_import_of_what_is_there_changes_nothing(exported, project, corpus):
    """A project's own export says nothing new to it."""
    made = plan(project, found_in(exported, corpus), "exported", {}, shapes=False)
    assert made.files == []
    assert len(made.same) == len(corpus.cases) + len(corpus.codings) + len(corpus.settlements)


@pytest.fixture
def town(small, tmp_path):
    """A made-up project with one case, and a maker of plans from tables: `town(cases=…)`."""
    small.case("bridge", "themes:\n" + small.finding("t1", "theme/share-power", "enacted"))
    small.locate()
    known = corpus_of(small.project)
    texts, _ = read_sources(small.texts, known.by_id("source"))

    def town(shapes=False, texts=texts, **tables):
        found = found_in(write(tmp_path / "given", **tables), corpus_of(small.project))
        return plan(small.project, found, "given", texts, shapes)

    town.project, town.texts = small.project, texts
    return town


def test_a_case_becomes_a_file(town):
    """A new case with its findings is one file; its passages are located in the texts at hand."""
    made = town(cases=CASES + TOWN, findings=FINDINGS + SHARED, shapes=True)
    (file,) = made.files
    assert (file.name, file.changes) == ("cases/our-town.md", False)
    assert file.owner.passages["tiny:4-5"] == locate(town.texts["tiny"], 4, 5)
    assert inside(town.project) != []
    assert not (town.project.cases / "our-town.md").exists()
    assert carry_out(made) == [town.project.cases / "our-town.md"]
    assert corpus_of(town.project).cases["cases/our-town.md"].themes[0].note == "They shared."
    assert pipeline.read(town.project)


def test_passages_come_from_the_project_too(town):
    """A place that a case of the project cites already is known, without the texts."""
    made = town(cases=CASES + TOWN.replace("tiny:2-2", "tiny:4-5"), texts={})
    assert list(made.files[0].owner.passages) == ["tiny:4-5"]


def test_a_passage_without_a_position_is_told(town):
    """Without texts and without a table of passages, a place cannot be told."""
    with pytest.raises(
        BadInput, match=r"'tiny:7-7' has no position .*; give its row in passages.csv, or name your copy"
    ):
        town(cases=CASES + TOWN.replace("tiny:2-2", "tiny:7-7"), texts={})


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "share-power",
            "share-pwer",
            "findings.csv:2:4: concept: 'share-pwer' is not a theme; did you mean 'share-power'?",
        ),
        ("teller", "tellr", "findings.csv:2:8: said_by: 'tellr' is not a person; did you mean 'teller'?"),
        ("enacted", "improved", "findings.csv:2:5: stance: 'improved' is no stance of a theme"),
        ("tiny:4-5", "tiny:4-99", "findings.csv:2:10: evidence: 'tiny:4-99' is past the end of its source"),
        ("t1,", "x1,", "findings.csv:2:1: finding: 'x1' is no finding id here; write t1, t2"),
    ],
)
def test_records_are_checked_as_in_case_files(town, tmp_path, old, new, told):
    """The rules of case files hold, and problems are told at the cell that they come from."""
    with pytest.raises(BadInput) as caught:
        town(cases=CASES + TOWN, findings=FINDINGS + SHARED.replace(old, new))
    assert any(told in str(problem) for problem in caught.value.problems), caught.value.problems


def test_the_shapes_are_checked_too(town):
    """A record that breaks a shape is refused, even where each cell is right."""
    rows = FINDINGS + "o1,our-town,outcome,access,improved,claimed,stated,teller,It was open.,tiny:4-5\n"
    numbers = "change,finding,indicator,design,currency\no1-c1,o1,crossings,before-after,\n"
    numbers = numbers.replace("finding,", "finding,case,").replace("o1,crossings", "o1,our-town,crossings")
    with pytest.raises(BadInput, match=r"cases/our-town.md:[0-9]+:1: .*Give a number"):
        town(cases=CASES + TOWN, findings=rows, outcomes=numbers, shapes=True)


def test_a_case_of_the_project_that_says_otherwise_is_a_change(town):
    """A case with an id of the project is planned as a change of its file, and only where it says something else."""
    row = TOWN.replace("our-town", "bridge").replace("Our Town", "The bridge project")
    made = town(cases=CASES + row, findings=FINDINGS + SHARED.replace("our-town", "bridge"))
    assert (made.replaced, made.same) == (["cases/bridge.md"], [])
    carry_out(made)
    again = town(cases=CASES + row, findings=FINDINGS + SHARED.replace("our-town", "bridge"))
    assert (again.files, again.same) == ([], ["cases/bridge.md"])


def test_new_entries_have_files_of_their_own(town):
    """Entries of the registry that the project lacks are put beside its files; known ones are not written again."""
    teller = corpus_of(town.project).by_id("person")["teller"]
    rows = f"teller,{teller.name},{teller.country},{' | '.join(teller.evidence)}\nann,Ann,CA,tiny:2-2\n"
    made = town(people="person,name,country,evidence\n" + rows)
    (file,) = made.files
    assert (file.name, [person.id for person in file.owner.people]) == ("cases/registry/people-given.yaml", ["ann"])
    carry_out(made)
    assert corpus_of(town.project).by_id("person")["ann"].name == "Ann"


def test_an_entry_that_says_otherwise_is_refused(town):
    """A registry entry of the project is never changed by an import."""
    told = r"organisations.csv:2:1: organisation: the project has the organisation 'ferry-trust' with another name"
    with pytest.raises(BadInput, match=told):
        town(organisations="organisation,name,kind,country\nferry-trust,Another,non-profit,CA\n")


def test_passages_that_nothing_cites_are_left_out(town):
    """A row of passages that no record needs is told, and not written."""
    passages = "passage,start_char,end_char,digest,locator\ntiny:7-7,1,2,0123456789abcdef,line 7\n"
    made = town(cases=CASES + TOWN, passages=passages)
    assert made.notes == ["passages that nothing cites, and that are left out: 1"]


def test_a_story_that_would_break_its_file_is_told(town):
    """A heading inside of a story would be read as a part of its own."""
    with pytest.raises(BadInput, match="unknown part 'More'"):
        town(cases=CASES + TOWN.replace("It met.", '"It met.\n\n## More\n\nIt went."'))


def test_a_project_with_problems_is_put_right_first(town):
    """Nothing is imported into a project that has problems of its own."""
    path = town.project.cases / "bridge.md"
    path.write_text(path.read_text(encoding="utf-8").replace("share-power", "shared"), encoding="utf-8")
    with pytest.raises(BadInput, match=r"cases/bridge\.md.*'shared' is not a theme"):
        town(cases=CASES + TOWN)


def test_a_stop_leaves_old_files_or_new_ones(town, monkeypatch):
    """Where the disk refuses, no file is half written and none is left aside."""
    made = town(cases=CASES + TOWN)
    before = inside(town.project)

    def refuse(*_):
        raise OSError(28, "No space left on device", "cases/our-town.md")

    monkeypatch.setattr(module.os, "replace", refuse)
    with pytest.raises(KgError, match="could not be written: No space left on device"):
        carry_out(made)
    assert inside(town.project) == before
    assert list(town.project.cases.glob(".*")) == []


def test_files_of_an_import_do_not_meet(town):
    """A second import of the same name has its entries in a further file."""
    shutil.copy(town.project.registry / "people.yaml", town.project.registry / "people-given.yaml")
    (town.project.registry / "people-given.yaml").write_text("people: []\n", encoding="utf-8")
    made = town(people="person,name,country,evidence\nann,Ann,CA,tiny:2-2\n")
    assert [file.name for file in made.files] == ["cases/registry/people-given-2.yaml"]
