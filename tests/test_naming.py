"""Whoever a record names stands near the passages of that record."""

import pytest

from kg.case import Case, Participation, Tenure, ThemeFinding
from kg.coding import CodingFile
from kg.corpus import Corpus
from kg.registry import Organisation, Person, RegistryFile, Source
from kg.sources import evidence, naming

WORDS = {
    1: "Tess Teller met the Ferry Trust.",
    3: "O'Hara's boats, said Ann Clerk-Smith.",
    40: "The Bridge Office came.",
}
TEXT = "\n".join(WORDS.get(n, f"Line {n}.") for n in range(1, 61))
PEOPLE = [
    Person(id="tess", name="Tess Teller", evidence=["tiny:1-1"]),
    Person(id="ann", name="Ann Clerk-Smith", evidence=["tiny:3-3"]),
    Person(id="ohara", name="Sam O\u2019Hara", also_known_as=["O'Hara"], evidence=["tiny:3-3"]),
    Person(id="clerk", described_as="a clerk", evidence=["tiny:50-50"]),
    Person(id="writer", name="Will Writer", evidence=["tiny:60-60"]),
]
BODIES = [
    Organisation(id="ferry", name="Trust for Ferries", evidence=["tiny:1-1"]),
    Organisation(id="office", name="The Bridge Offices", also_known_as=["TBO"], evidence=["tiny:39-41"]),
]
REGISTRY = RegistryFile(people=PEOPLE, organisations=BODIES)


@pytest.fixture
def texts(tmp_path):
    """One source of sixty lines, written by Will Writer."""
    source = Source(id="tiny", authors=["writer"])
    return {"tiny": evidence.SourceText(source, tmp_path / "tiny.txt", TEXT)}


def said(owner, texts, *others) -> list[str]:
    """What is said of one file, beside the registry and other files."""
    files = [owner, *others]
    cases = {f"c{n}": file for n, file in enumerate(files) if isinstance(file, Case)}
    codings = {f"d{n}": file for n, file in enumerate(files) if isinstance(file, CodingFile)}
    corpus = Corpus(cases, {"r": REGISTRY}, codings)
    return [problem.message for problem in naming.verify_names("f", owner, corpus, texts).problems]


def finding(person, line) -> ThemeFinding:
    return ThemeFinding(id="t1", said_by=[person], evidence=[f"tiny:{line}-{line}"])


def case(id="bridge", lines=(), **fields) -> Case:
    return Case(id=id, passages={f"tiny:{line}-{line}": None for line in lines}, **fields)


def test_the_registry_is_sound(texts):
    """Names, other names and genitives are found; an author needs no name, nor does a person described only."""
    assert said(REGISTRY, texts) == []


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (Person(id="tess", name="Tess Taler", evidence=["tiny:1-1"]), "people"),
        (Person(id="tess", name="Tess Teller", evidence=["tiny:2-2"]), "people"),
        (Organisation(id="ferry", name="Harbour Board", evidence=["tiny:1-1"]), "organisations"),
        (Organisation(id="ferry", name="Ferry Trust", evidence=["tiny:30-30"]), "organisations"),
    ],
)
def test_a_name_that_its_own_passage_lacks_is_named(texts, entry, field):
    """A person's full name must stand there; half of an organisation's words, within ten lines."""
    owner = RegistryFile(**{field: [entry]})
    corpus = Corpus({}, {"r": owner})
    (problem,) = naming.verify_names("f", owner, corpus, texts).problems
    assert problem.message == f"name: {entry.name} is not named near {entry.evidence[0]}"


@pytest.mark.parametrize(
    ("owner", "good"),
    [
        (case(organisations=[Participation(organisation="ferry", evidence=["tiny:11-11"])]), True),
        (case(organisations=[Participation(organisation="ferry", evidence=["tiny:12-12"])]), False),
        (case(people=[Tenure(person="tess", evidence=["tiny:11-11"])]), True),
        (case(people=[Tenure(person="tess", evidence=["tiny:20-20"])]), False),
        (case(people=[Tenure(person="tess", evidence=["tiny:20-20"])], lines=[2]), True),
        (case(people=[Tenure(person="clerk", evidence=["tiny:20-20"])]), True),
        (case(themes=[finding("tess", 20)], lines=[20]), False),
        (case(themes=[finding("tess", 20)], lines=[20, 5]), True),
        (case(themes=[finding("writer", 20)]), True),
        (CodingFile(case="bridge", coder="coder-2", themes=[finding("ann", 40)]), False),
        (CodingFile(case="bridge", coder="coder-2", themes=[finding("ann", 8)]), True),
        (CodingFile(case="bridge", coder="coder-2", themes=[finding("nobody", 8)]), True),
    ],
)
def test_those_whom_a_case_names_stand_near_its_passages(texts, owner, good):
    """Organisations near their own passage, people near any passage of the case; unknown ids are reported elsewhere."""
    assert (said(owner, texts) == []) is good


def test_a_speaker_may_be_named_in_the_whole(texts):
    """A part is told of within its whole, and by other coders; a part of another case does not help."""
    part = case("part", lines=[30], part_of="whole", themes=[finding("tess", 30)])
    assert said(part, texts, case("whole", lines=[40])) == [
        "said-by: Tess Teller is not named near tiny:30-30, tiny:30-30, tiny:40-40"
    ]
    assert said(part, texts, case("whole", lines=[4])) == []
    coding = CodingFile(case="whole", coder="coder-2", passages={"tiny:4-4": None})
    assert said(part, texts, case("whole", lines=[40]), coding) == []


def test_a_circle_of_parts_ends(texts):
    """Cases that are part of each other are reported elsewhere, and do not hang the search."""
    one, two = (case(a, part_of=b, themes=[finding("tess", 1)]) for a, b in (("one", "two"), ("two", "one")))
    assert said(one, texts, two) == []


def test_without_the_source_nothing_is_said():
    """No name is found and none is wrong."""
    tally = naming.verify_names("f", REGISTRY, Corpus({}, {"r": REGISTRY}), {})
    assert (tally.found, tally.total, tally.problems) == (0, 6, [])


def test_every_name_of_the_checkout_stands_near_its_passages(corpus, sources):
    """All people, organisations and speakers of all files."""
    texts, missing = evidence.read_sources(sources, corpus.by_id("source"))
    assert not missing
    tallies = [naming.verify_names(file, owner, corpus, texts) for file, owner in corpus.files()]
    assert [str(problem) for tally in tallies for problem in tally.problems] == []
    assert sum(tally.found for tally in tallies) > 1000
