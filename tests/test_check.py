"""The rules of the text records: ids, references, years, passages."""

import pytest

from kg.check import check
from kg.corpus import read_corpus
from kg.vocabulary import read_vocabulary

ON_T1 = "    note: A note.\n    evidence: [tiny:4-5]\n"
THEMES = (
    "themes:\n  - id: t1\n    theme: share-power\n    stance: enacted\n    basis: stated\n    said-by: [teller]\n"
    + ON_T1
)


@pytest.fixture
def problems(small):
    """The problems of a made-up project, as texts; a case is written by `case` before."""

    def problems(locate: bool = True) -> list[str]:
        if locate:
            small.locate()
        corpus, found = read_corpus(small.project)
        ontology = small.project.ontology
        return [
            str(p)
            for p in found + check(corpus, read_vocabulary(ontology / "codebook.ttl", ontology / "context.jsonld"))
        ]

    return problems


def test_a_sound_project_has_no_problems(small, problems):
    """Nothing is reported where nothing is wrong."""
    small.case("bridge", THEMES, start="1999", end="1999")
    assert problems() == []


def test_the_checkout_has_no_problems(corpus, project):
    """The cases as they stand pass every check."""
    vocabulary = read_vocabulary(project.ontology / "codebook.ttl", project.ontology / "context.jsonld")
    assert [str(p) for p in check(corpus, vocabulary)] == []


def finding(old: str, new: str) -> str:
    assert old in THEMES
    return THEMES.replace(old, new, 1)


@pytest.mark.parametrize(
    ("body", "line", "column", "message", "hint"),
    [
        (finding("share-power", "share-powr"), 2, 12, "'share-powr' is not a theme", "did you mean 'share-power'"),
        (finding("enacted", "enactd"), 3, 13, "'enactd' is not a stance", "did you mean 'enacted'"),
        (
            finding("enacted", "improved"),
            3,
            13,
            "'improved' is no stance of a theme",
            "use enacted, advocated, neglected",
        ),
        (finding("stated", "guessed"), 4, 12, "'guessed' is not a basis", "see ontology/codebook.ttl"),
        (finding("teller", "tellr"), 5, 15, "'tellr' is not a person", "did you mean 'teller'?"),
        (
            finding("teller", "nobody-here"),
            5,
            15,
            "'nobody-here' is not a person",
            "add it to cases/registry/people.yaml",
        ),
        (finding("id: t1", "id: x1"), 1, 9, "'x1' is no finding id here", "write t1, t2"),
        (finding("    note", "    phase: later\n    note"), 6, 12, "'later' is not a phase", ""),
        (
            finding("    note", "    authority: sideways\n    note"),
            6,
            16,
            "'sideways' is not an authority",
            "see ontology",
        ),
        (
            finding("    note", "    method: outcome-measures\n    note"),
            6,
            13,
            "'outcome-measures' is no method of this theme",
            "it is a method of appreciate-service-user-perspective",
        ),
    ],
)
def test_a_wrong_word_of_a_finding_is_named(small, problems, body, line, column, message, hint):
    """A word of a finding that its list does not hold is placed, with the nearest known words."""
    small.case("bridge", body)
    head = next(
        n for n, text in enumerate((small.project.cases / "bridge.md").read_text().split("\n"), 1) if text == "themes:"
    )
    (problem,) = problems()
    assert problem.startswith(f"cases/bridge.md:{head + line}:{column}: {message}")
    assert hint in problem


@pytest.mark.parametrize(
    ("fields", "message", "hint"),
    [
        ({"kind": "fellowhsip"}, "'fellowhsip' is not a kind", "did you mean 'fellowship'?"),
        ({"tier": "describd"}, "'describd' is not a tier", "did you mean 'described'?"),
        ({"country": "ZZ"}, "'ZZ' is not a country", ""),
        ({"places": "[milford]"}, "'milford' is not a place", "did you mean 'millford'?"),
        ({"policy_areas": "[polcing]"}, "'polcing' is not a policy area", "did you mean 'policing'"),
        ({"service_users": "[kids-of-mars]"}, "'kids-of-mars' is not a service-user group", ""),
        ({"part_of": "bridg"}, "'bridg' is not a case", "did you mean 'bridge'?"),
        ({"part_of": "bridge"}, "a case is no part of itself", "name the larger case"),
        ({"start": "2001", "end": "1999"}, "2001 to 1999 runs backwards", "put the earlier year in start"),
        ({"kind": "part"}, "a part needs part-of", "name the case that it is part of"),
        ({"coding": "none"}, "there is no coding", "say who read the sources for it"),
        ({"tier": "listed", "coding": "theme"}, "a listed case has no findings and no coding", "known by name only"),
        ({"coding": "themes"}, "'themes' is not a scheme", "did you mean 'theme'"),
        ({"known_from": "[tinny:1-2]"}, "'tinny' is not a source", "did you mean 'tiny'?"),
        ({"known_from": "[tiny:40-42]"}, "'tiny:40-42' is past the end of its source", "tiny has 41 lines"),
    ],
)
def test_a_wrong_fact_of_a_case_is_named(small, problems, fields, message, hint):
    """A field of a case that cannot hold is named once, with a place in its line and a hint."""
    located = "known_from" not in fields
    small.case("bridge", **fields)
    text = (small.project.cases / "bridge.md").read_text().split("\n")
    (problem,) = [p for p in problems(located) if "no position" not in p]
    assert f": {message}" in problem
    assert hint in problem
    line = int(problem.split(":")[1])
    name = next(iter(fields)).replace("_", "-") if "coding" not in fields or fields["coding"] == "themes" else "tier"
    assert text[line - 1].startswith(f"{name}:" if set(fields) != {"start", "end"} else "end:")


def test_an_id_that_stands_twice_is_named_with_both_files(small, problems):
    """Two cases cannot share an id, and a file is called as its case."""
    small.case("bridge")
    (small.project.cases / "ferry.md").write_text((small.project.cases / "bridge.md").read_text(), encoding="utf-8")
    found = problems()
    assert "cases/ferry.md:2:5: case 'bridge' stands twice; cases/bridge.md has it too; ids are unique" in found
    assert "cases/ferry.md:2:5: the file is called 'ferry', its case 'bridge'; use one id for both" in found


def test_a_registry_id_that_stands_twice_is_named(small, problems):
    """Two entries of one kind cannot share an id, whatever files they stand in."""
    more = small.project.registry / "more.yaml"
    more.write_text("people:\n  - {id: teller, name: Tom Other, evidence: [tiny:1-1]}\n", encoding="utf-8")
    (problem,) = problems()
    assert "person 'teller' stands twice" in problem
    assert "cases/registry/more.yaml has it too" in problem


def test_two_entries_of_one_name_are_named(small, problems):
    """The same name under two ids is asked about, whatever its capitals and signs."""
    more = small.project.registry / "more.yaml"
    more.write_text("people:\n  - {id: tess, name: TESS-TELLER, evidence: [tiny:1-1]}\n", encoding="utf-8")
    (problem,) = problems()
    assert "two entries are called" in problem
    assert "is it the same as" in problem


def test_a_person_has_a_name_or_a_description(small, problems):
    """Somebody with both or neither is named."""
    more = small.project.registry / "more.yaml"
    more.write_text(
        "people:\n  - {id: p1, evidence: [tiny:1-1]}\n  - {id: p2, name: A, described-as: a b, evidence: [tiny:1-1]}\n",
        encoding="utf-8",
    )
    assert [p.split(":")[1] for p in problems() if "either a name or described-as" in p] == ["2", "3"]


def test_a_circle_of_parts_is_named(small, problems):
    """Cases that are parts of each other, through however many, are named each."""
    for id, whole in (("a", "b"), ("b", "c"), ("c", "a")):
        small.case(id, kind="part", part_of=whole)
    small.case("d", kind="part", part_of="a")
    found = problems()
    assert [p.partition(":")[0] for p in found] == ["cases/a.md", "cases/b.md", "cases/c.md"]
    assert all("following part-of leads back here" in p for p in found)


def test_local_ids_are_unique_in_a_case(small, problems):
    """Two findings, figures, phases or numbers of one case cannot share an id."""
    small.case("bridge", THEMES + THEMES.removeprefix("themes:\n"))
    (problem,) = problems()
    assert "'t1' stands twice in this case" in problem


def test_a_finding_without_passage_is_named(small, problems):
    """A claim without evidence is no claim."""
    small.case("bridge", THEMES.replace("evidence: [tiny:4-5]", "evidence: []"))
    (problem,) = problems()
    assert "'evidence' is empty; name at least one" in problem


def test_places_without_position_are_counted(small, problems):
    """Until the passages are located, one line says so, with the command to run."""
    path = small.case("bridge", THEMES)
    small.locate()
    path.write_text(path.read_text().replace("[tiny:4-5]", "[tiny:4-5, tiny:7-7, tiny:8-9]"), encoding="utf-8")
    (problem,) = problems(locate=False)
    assert "'tiny:7-7' (and 1 more) has no position in the passages table" in problem
    assert "kg locate --write cases/bridge.md --sources DIR" in problem


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("tiny:1-2: {start: 0, end: ", "tiny:1-2: {start: 900, end: ", "ends before it starts"),
        ("tiny:1-2: {start: 0, end: ", "tiny:1-2: {start: 0, end: 99999", "is past the end of its source"),
        (
            "passages:\n",
            'passages:\n  tiny:9-9: {start: 1, end: 2, digest: "00", locator: "x"}\n',
            "is cited by nothing here",
        ),
    ],
)
def test_a_wrong_position_is_named(small, problems, old, new, message):
    """A position that cannot be, and one that nothing cites, is named."""
    path = small.case("bridge")
    small.locate()
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    (problem,) = problems(locate=False)
    assert problem.startswith("cases/bridge.md:")
    assert message in problem


@pytest.mark.parametrize(
    ("between", "message"),
    [
        ("[t1, t1]", "a conflict is between two records"),
        ("[t1]", "a conflict is between two records"),
        ("[t1, t9]", "'t9' is not a record"),
    ],
)
def test_a_conflict_is_between_two_records_of_the_case(small, problems, between, message):
    """A conflict names two records that exist."""
    small.case("bridge", THEMES + f"conflicts:\n  - {{id: x1, between: {between}, note: They differ.}}\n")
    (problem,) = problems()
    assert message in problem


def test_a_computed_number_names_what_it_came_from(small, problems):
    """A number that we worked out says from which records."""
    outcome = small.finding(
        "o1",
        "outcome/effectiveness",
        "improved",
        status="measured",
        changes="[{id: c1, indicator: crossings, design: projection, relative: 0.5, computed: true}]",
    )
    small.case("bridge", "outcomes:\n" + outcome)
    (problem,) = problems()
    assert "a computed number needs computed-from" in problem


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("sources", "    lines: 41\n", "", "field 'lines' is missing"),
        ("sources", "    sha256: ", "    title-page: ", "field 'sha256' is missing"),
        ("people", "{id: teller, ", "{", "field 'id' is missing"),
        ("places", "{id: millford, ", "{", "field 'id' is missing"),
    ],
)
def test_a_registry_entry_that_lacks_a_field_stops_nothing_else(small, problems, file, old, new, message):
    """A field missing in the registry is named, and all other problems are still found in the same run."""
    small.case("bridge", finding("teller", "nobody"), places="[milford]")
    small.locate()
    path = small.project.registry / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = problems(locate=False)
    assert any(message in p for p in found)
    assert any("'nobody' is not a person" in p for p in found)
    assert any("'milford' is not a place" in p for p in found)
