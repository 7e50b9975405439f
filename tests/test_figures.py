"""Printed numbers in the words of their passages."""

import hashlib
from decimal import Decimal

import pytest

from kg.case import Case, Change, Figure, Measurement, OutcomeFinding, Phase, Tenure
from kg.coding import CodingFile
from kg.corpus import Corpus, read_corpus
from kg.registry import Mention, Person, Post, RegistryFile, Source
from kg.sources import evidence, figures

LINES = [
    "The rate was halved, or fell by 58% between 1999 and 2004.",  # 1
    "It saved $2.4 million each year, and the plan £68 million in 2004-5.",  # 2
    "The share rose from 59% to 91%, a rise of 32 percentage points.",  # 3
    "About forty boats cross; ten crew have been there for 12 years.",  # 4
    "Of the 69 asked, 53 said so, and 80% to 90% in all.",  # 5
    "They saved $292 million (Canadian) on a 41 kilometre way.",  # 6
]
TEXT = "\n".join(LINES)


@pytest.fixture
def texts(tmp_path):
    """One source of six lines, of the year 2011."""
    source = Source(id="tiny", year=2011, sha256=hashlib.sha256(TEXT.encode()).hexdigest())
    return {"tiny": evidence.SourceText(source, tmp_path / "tiny.txt", TEXT)}


def outcome(line, **change) -> Case:
    """A case with one change that cites one line."""
    made = Change(id="c1", indicator="x", design="before-after", **change)
    finding = OutcomeFinding(id="o1", evidence=[f"tiny:{line}-{line}"], changes=[made])
    return Case(id="bridge", country="US", outcomes=[finding])


def figure(line, value, unit, approximate=None, **more) -> Case:
    made = Figure(id="g1", value=Decimal(value), unit=unit, approximate=approximate, evidence=[f"tiny:{line}-{line}"])
    return Case(id="bridge", figures=[made], **{"country": "US", **more})


def said(owner, texts) -> list[str]:
    return [problem.message for problem in figures.verify_records("f", owner, texts).problems]


@pytest.mark.parametrize(
    "case",
    [
        outcome(1, relative=Decimal("-0.58"), start=1999, end=2004),
        outcome(1, relative=Decimal("-0.5")),
        outcome(2, amount=Decimal(2400000), currency="USD"),
        outcome(2, amount_low=Decimal(68000000), currency="GBP", start=2004, end=2005),
        outcome(3, before=Measurement(value=Decimal(59), unit="PERCENT")),
        outcome(3, after=Measurement(value=Decimal(91), unit="PERCENT")),
        outcome(3, points=Decimal(32)),
        outcome(3, points=Decimal(17), computed=True),
        outcome(6, amount=Decimal(292000000), currency="CAD"),
        figure(4, 40, "NUM", approximate=True),
        figure(4, 12, "YR"),
        figure(6, 41, "KM"),
    ],
)
def test_a_number_in_its_passage_is_found(case, texts):
    """In its unit and, where money, its currency; a computed number is not looked for."""
    tally = figures.verify_records("f", case, texts)
    assert tally.problems == []
    assert tally.found == tally.total


@pytest.mark.parametrize(
    ("case", "message"),
    [
        (outcome(1, relative=Decimal("-0.85")), "relative: 85% does not stand in tiny:1-1"),
        (outcome(2, relative=Decimal("-0.58")), "relative: 58% does not stand in tiny:2-2"),
        (outcome(3, relative=Decimal("0.32")), "relative: 32% does not stand in tiny:3-3"),
        (outcome(1, points=Decimal(58)), "points: 58 points does not stand in tiny:1-1"),
        (outcome(1, start=1998), "start: 1998 does not stand in tiny:1-1"),
        (outcome(2, start=2011), "start: 2011 does not stand in tiny:2-2"),
        (outcome(2, amount=Decimal(240000), currency="USD"), "amount: 240000 USD does not stand in tiny:2-2"),
        (outcome(2, amount=Decimal(2400000), currency="GBP"), "amount: 2400000 GBP does not stand in tiny:2-2"),
        (outcome(2, amount=Decimal(68000000), currency="USD"), "amount: 68000000 USD does not stand in tiny:2-2"),
        (outcome(6, amount=Decimal(292000000), currency="USD"), "amount: 292000000 USD does not stand in tiny:6-6"),
        (
            outcome(3, after=Measurement(value=Decimal(19), unit="PERCENT"), computed=True),
            "value: 19% does not stand in tiny:3-3",
        ),
        (figure(4, 12, "NUM", approximate=True), "value: 12 is marked as approximate, and no such word stands before"),
        (figure(4, 40, "NUM"), "value: 40 is printed as a rough number in tiny:4-4"),
        (figure(4, 10, "YR"), "value: 10 YR does not stand in tiny:4-4"),
        (figure(5, 80, "NUM"), "value: 80 does not stand in tiny:5-5"),
    ],
)
def test_a_number_that_is_not_there_is_named(case, message, texts):
    """Another number, unit, currency or exactness is a problem; one for each number."""
    (found,) = said(case, texts)
    assert found.startswith(message)


def test_a_plain_dollar_is_that_of_the_country(texts):
    """In a Canadian case a sum in US dollars needs the country beside it, and a Canadian sum elsewhere too."""
    money = {"unit": "CCY_USD", "value": 2400000}
    assert said(figure(2, **money), texts) == []
    assert said(figure(2, **money, country="CA"), texts) != []
    assert said(figure(2, 2400000, "CCY_CAD", country="CA"), texts) == []
    assert said(figure(2, 2400000, "CCY_CAD"), texts) != []
    assert said(figure(6, 292000000, "CCY_CAD"), texts) == []


def test_years_and_counts_of_all_records_are_looked_for(texts):
    """Phases, posts of cases and registry, and mention counts."""
    place = ["tiny:1-1"]
    case = Case(
        id="bridge",
        country="US",
        phases=[Phase(id="p", start=1999, end=2005, evidence=place)],
        people=[Tenure(person="a", start=2003, evidence=place)],
    )
    assert said(case, texts) == ["start: 2003 does not stand in tiny:1-1", "end: 2005 does not stand in tiny:1-1"]
    person = Person(id="a", posts=[Post(post="Clerk", end=1998, evidence=place)])
    counts = Mention(id="m", mentions=54, out_of=69, percent_low=Decimal(80), evidence=["tiny:5-5"])
    owner = RegistryFile(people=[person], mentions=[counts])
    assert said(owner, texts) == ["end: 1998 does not stand in tiny:1-1", "mentions: 54 does not stand in tiny:5-5"]


def test_what_a_further_coder_noted_is_looked_for(texts):
    """As printed, or by its numbers in their units; what is no number must stand there as it is."""
    good = ["58%", "58 per cent", "1999", "halved", "between 1999 and 2004"]
    finding = OutcomeFinding(id="o1", printed=[*good, "85%", "58 years", "doubled"], evidence=["tiny:1-1"])
    owner = CodingFile(case="bridge", coder="coder-2", outcomes=[finding])
    tally = figures.verify_records("f", owner, texts)
    assert tally.found == len(good)
    assert [problem.message.split(" does")[0] for problem in tally.problems] == [
        "printed: 85%", "printed: 58 years", "printed: doubled"
    ]  # fmt: skip


def test_a_problem_gives_the_line_and_says_what_to_do(small):
    """File, line and column of the field, and a hint."""
    body = "figures:\n  - {id: g1, indicator: crossings, value: 17, unit: NUM, evidence: [tiny:9-9]}\n"
    path = small.case("bridge", body)
    small.locate()
    assert problems_of(small) == [
        f"cases/bridge.md:{line_of(path, 'value: 17')}:43: value: 17 does not stand in tiny:9-9; "
        "correct it, or cite the passage that prints it"
    ]


def problems_of(small) -> list[str]:
    corpus, _ = read_corpus(small.project)
    texts, _ = evidence.read_sources(small.texts, corpus.by_id("source"))
    return [str(p) for file, o in corpus.files() for p in figures.verify_records(file, o, texts).problems]


def line_of(path, text) -> int:
    return path.read_text(encoding="utf-8").split(text)[0].count("\n") + 1


def test_without_the_source_no_number_is_found_and_none_is_wrong():
    """A reader who has one source of several learns nothing of the others, and no error is reported."""
    tally = figures.verify_records("f", figure(4, 12, "NUM"), {})
    assert (tally.found, tally.total, tally.problems) == (0, 1, [])


def prose(texts, **fields) -> list[str]:
    """What is said of a case with a passage of every line."""
    passages = {f"tiny:{n}-{n}": None for n in range(1, 7)}
    case = Case(id="bridge", country="US", kind="fellowship", passages=passages, **fields)
    corpus = Corpus(cases={"f": case})
    return [problem.message for problem in figures.verify_prose("f", case, corpus, texts).problems]


@pytest.mark.parametrize(
    "story",
    [
        "It fell by 58% from 1999 to 2004.",
        "In 2011, when the report came out, it had saved $2.4 million.",
        "From 59% to 91% is 32%.",
        "The 12 crews of 40 make 480.",
        "The 12 and the 53 make 65.",
        "Of 1 project this is one, as line 726 says.",
        "",
    ],
)
def test_a_story_may_give_what_the_passages_have_or_what_follows(texts, story):
    """Numbers of the passages, years of the sources, and a sum of two numbers of the sentence."""
    assert prose(texts, story=story) == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"story": "It fell by 57%."}, "story: 57 stands in no passage of bridge"),
        ({"story": "It saved £2.4 million."}, "story: 2.4 million stands in no passage of bridge"),
        ({"summary": "A case of 1998."}, "summary: 1998 stands in no passage of bridge"),
        ({"class_questions": ["Why 77 boats?"]}, "class questions: 77 stands in no passage of bridge"),
        ({"phases": [Phase(id="p", note="For 7 years.")]}, "note: 7 stands in no passage of bridge"),
        ({"story": "Of 12 crews. And 53 men. So 65."}, "story: 65 stands in no passage of bridge"),
    ],
)
def test_another_number_in_prose_is_named(texts, fields, message):
    """Stories, summaries, questions and notes are all read."""
    assert prose(texts, **fields) == [message]


def test_every_number_of_the_checkout_is_found(corpus, project, sources):
    """No record, story or note gives a number that its passages do not print."""
    texts, missing = evidence.read_sources(sources, corpus.by_id("source"))
    assert not missing
    records, told = evidence.Tally(), evidence.Tally()
    for file, owner in corpus.files():
        records += figures.verify_records(file, owner, texts)
        told += figures.verify_prose(file, owner, corpus, texts)
    assert [str(problem) for problem in records.problems + told.problems] == []
    assert records.found == records.total > 300
    assert told.found == told.total > 300


def test_verify_stops_at_a_number_that_is_not_printed(run, small):
    """`kg verify` names it with its place, and the exit code is 1."""
    body = "figures:\n  - {id: g1, indicator: crossings, value: 17, unit: NUM, evidence: [tiny:9-9]}\n"
    small.case("bridge", body)
    small.locate()
    result = run("verify", "--sources", small.texts, project=small.root)
    assert (result.code, result.out) == (1, "")
    assert "value: 17 does not stand in tiny:9-9; correct it, or cite the passage that prints it" in result.err
