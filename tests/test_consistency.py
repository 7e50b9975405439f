"""Rules between records: countries, names and places, units and directions."""

import pytest
from made_up import REGISTRY

from kg.corpus import read_corpus

CLERK = "people:\n  - {person: clerk, evidence: [tiny:2-2]}\n"
FERRY = "organisations:\n  - {organisation: ferry-trust, role: %s, evidence: [tiny:3-3]}\n"
NUMBER = """outcomes:
  - id: o1
    outcome: access
    stance: %s
    status: measured
    basis: stated
    said-by: [teller]
    note: More crossed.
    evidence: [tiny:4-5]
    changes:
      - {id: c1, indicator: crossings, design: %s, after: {value: 16, unit: %s}, favourable: %s}
"""
FIGURE = "figures:\n  - {id: g1, indicator: crossings, value: 9, unit: %s, evidence: [tiny:9-9]}\n"
WORKS = "{id: one, name: Office for Works"
PHASE = "phases:\n  - {id: early, name: Early, start: %s, end: %s, evidence: [tiny:9-9]}\n"


@pytest.fixture
def said(small):
    """The messages of `kg/consistency.py` for a made-up project with more entries in its registry."""
    from kg.consistency import consistent

    def said(**registry: str) -> list[str]:
        for name, more in registry.items():
            (small.project.registry / f"{name}.yaml").write_text(REGISTRY[name] + more, encoding="utf-8")
        corpus, problems = read_corpus(small.project)
        assert problems == []
        return [problem.message for problem in consistent(corpus)]

    return said


@pytest.mark.parametrize(
    ("body", "fields", "message"),
    [
        ("", {}, None),
        (CLERK, {"country": "US"}, None),
        (CLERK, {}, "clerk is in no country of their posts"),
        (FERRY % "partner", {}, None),
        (FERRY % "partner", {"country": "US"}, "ferry-trust is in no country of its cases"),
        (FERRY % "funder", {"country": "US"}, None),
        (FERRY % "partner", {"name": "Ferry Trust"}, "'Ferry Trust' is made a partner of itself"),
        (FERRY % "lead", {"name": "Ferry Trust"}, None),
        ("", {"places": "[millford]"}, None),
        ("", {"places": "[millford]", "country": "US"}, "millford lies in CA, the case in US"),
        ("", {"places": "[united-states]"}, None),
        (FIGURE % "NUM", {}, None),
        (FIGURE % "PERCENT", {}, "'PERCENT' is not the unit of the indicator"),
        (NUMBER % ("improved", "single-figure", "NUM", "true"), {}, None),
        (NUMBER % ("improved", "single-figure", "PERCENT", "true"), {}, None),
        (NUMBER % ("improved", "single-figure", "YR", "true"), {}, "'YR' is not the unit of the indicator"),
        (
            NUMBER % ("improved", "single-figure", "NUM", "false"),
            {},
            "the finding says improved, its number the opposite",
        ),
        (
            NUMBER % ("worsened", "single-figure", "NUM", "true"),
            {},
            "the finding says worsened, its number the opposite",
        ),
        (NUMBER % ("worsened", "single-figure", "NUM", "false"), {}, None),
        (NUMBER % ("unchanged", "single-figure", "NUM", "false"), {}, None),
        (NUMBER % ("improved", "projection", "NUM", "false"), {}, None),
        (PHASE % (1999, 2004), {"start": "1999", "end": "2004"}, None),
        (PHASE % (1998, 2004), {"start": "1999", "end": "2004"}, "the phase starts before its case, in 1999"),
        (PHASE % (1999, 2005), {"start": "1999", "end": "2004"}, "the phase ends after its case, in 2004"),
    ],
)
def test_a_case_fits_what_it_names(small, said, body, fields, message):
    """Where records do not fit each other one problem says so, and sound ones give none."""
    small.case("bridge", body, **fields)
    assert said() == ([message] if message else [])


def test_a_currency_is_that_of_the_indicator(small, said):
    """A sum in another currency than its indicator is named."""
    body = NUMBER % ("improved", "single-figure", "NUM", "true")
    small.case("bridge", body.replace("after: {value: 16, unit: NUM}", "amount: 16, currency: USD"))
    assert said() == ["USD is not the currency of the indicator"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{organisation: ferry-trust, role: partner", "{organisation: ferry-trust, role: partner"),
        ("{person: teller, post: Clerk", "{person: teller, post: Clerk"),
    ],
)
def test_a_part_in_a_case_stands_once(small, said, one, other):
    """An organisation in one role, and a person in one post."""
    head = "organisations" if "organisation" in one else "people"
    small.case("bridge", f"{head}:\n  - {one}, evidence: [tiny:3-3]}}\n  - {other}, evidence: [tiny:4-4]}}\n")
    (message,) = said()
    assert message.endswith("stands twice in this case")


@pytest.mark.parametrize(
    ("names", "alike"),
    [
        ("{id: ferry, name: Ferry Trusts", True),
        ("{id: ferry, name: Fery Trust", True),
        ("{id: ferry, name: The Harbour, also-known-as: [Ferry-Trust]", True),
        ("{id: ferry, name: Ferry Board", False),
        (f"{WORKS} 1, kind: company, evidence: [tiny:2-2]}}\n  - {WORKS.replace('one', 'two')} 2", False),
    ],
)
def test_two_spellings_of_one_name_are_found(said, names, alike):
    """A letter or two more or less is the same name; another number is another name."""
    found = said(organisations=f"  - {names}, kind: company, evidence: [tiny:2-2]}}\n")
    assert [" is spelled almost as 'ferry trust'" in message for message in found] == [True] * alike


def test_a_code_is_of_the_country_around(said):
    """The code of a place starts with that of its country; a place in a circle has no country."""
    wrong = "  - {id: hull, name: Hull, kind: city, within: united-kingdom, code: US-HU}\n"
    circle = (
        "  - {id: here, name: Here, kind: city, within: there, code: US-HE}\n"
        "  - {id: there, name: There, kind: city, within: here}\n"
    )
    assert said(places=wrong + circle) == ["the code US-HU is not of GB, in which hull lies"]


def test_a_post_in_the_registry_gives_a_country_too(said):
    """A person works where an organisation is that they held a post in."""
    post = "{post: Master, organisation: ferry-trust, evidence: [tiny:3-3]}"
    head = "  - {id: sailor, name: Sam Sailor, country: GB, posts: ["
    assert said(people=f"{head}{post}], evidence: [tiny:3-3]}}\n") == ["sailor is in no country of their posts"]
