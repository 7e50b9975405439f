"""A case as an object: the card of the command line, its levels, and what a notebook shows of it."""

import html
import json
import re

import pytest

from kg.errors import UsageError


def test_a_case_holds_its_card(g, run, ready):
    """Name, findings and numbers are those of `kg show`."""
    case = g.case("bernalillo-jdai")
    printed = json.loads(run("show", "bernalillo-jdai", "--format", "json", project=ready).out)
    assert case.data == printed
    assert case.id == "bernalillo-jdai"
    assert [row["finding"] for row in case.findings] == [found["finding"] for found in printed["findings"]]
    assert [row["number"] for row in case.numbers] == [number["number"] for number in printed["numbers"]]
    assert case.rows == case.findings.rows


def test_a_case_is_found_by_name(g, store):
    """The whole name or its start will do; another word gives the nearest ids."""
    assert g.case(store.cases["cpche"].name).id == "cpche"
    with pytest.raises(UsageError, match="did you mean 'cpche'"):
        g.case("cpch")


def test_the_evidence_of_a_case_comes_with_its_query(g):
    """The rows are those of the named question for this case, and the SPARQL gives them again."""
    case = g.case("cpche")
    assert case.evidence.rows == g.question("evidence-for-a-case", case="cpche").rows == g.query(case.sparql).rows
    assert "Canadian Partnership for Children's Health and Environment" in case.evidence["about"]


def test_why_says_what_the_command_says(g, run, ready):
    """Conditions and answers are those of `kg why`; the title gives the verdict."""
    table = g.case("cpche").why("power-sharing")
    printed = json.loads(run("why", "cpche", "power-sharing", "--no-reasoner", "--format", "json", project=ready).out)
    assert [row["condition"] for row in table] == [reason["condition"] for reason in printed["reasons"]]
    assert table.title.endswith("power-sharing collaboration? yes, for certain")
    with pytest.raises(UsageError, match="neither a class nor a theme"):
        g.case("cpche").why("flurb")


def test_the_card_shows_what_is_known(g):
    """The card has the story, the findings with speaker and place, and the questions for a class."""
    case = g.case("cpche")
    shown = html.unescape(re.sub(r"<[^>]+>", "", case._repr_html_()))
    for text in (case.name, case.data["story"].split("\n")[0], *case.data["class questions"]):
        assert text in shown
    for found in case.data["findings"]:
        for name in ("about", "note", "said by", "places", "agreement"):
            assert found[name] in shown


def test_a_case_without_findings_says_why(g):
    """A case that the sources only list is not shown as one of which nothing is true."""
    case = next(g.case(row["case"]) for row in g.cases(tier="listed"))
    assert len(case.findings) == 0
    assert "It has not been coded" in case._repr_html_()
    assert "It has not been coded" in case._repr_markdown_()


def test_each_entry_stands_in_one_of_the_levels(g):
    """Every theme, barrier and outcome is there: certain, possible, or not stated; as the plain question has it."""
    case = g.case("bernalillo-jdai")
    found = {(row["entry"], row["stands"]): row["answer"] for row in case.levels}
    assert found["Share power", "practised"] == "possible"
    assert found["Cost saving", "achieved"] == "certain"
    assert found["Impatience", ""] == "not stated in the source"
    aside = "Appreciate the service user's perspective", "findings speak of it, and none counts"
    assert found[aside] == "not stated in the source"
    assert {row["list"] for row in case.levels} == {"Theme", "Barrier", "Outcome"}
    assert case.id in [row["case"] for row in g.ask("which projects shared power").possible]
    assert case.id in [row["case"] for row in g.ask("which projects cut costs").certain]


def test_nothing_is_said_of_a_case_that_was_not_read(g):
    """Silence means something only where somebody read for it."""
    case = next(g.case(row["case"]) for row in g.cases(tier="listed"))
    assert {row["answer"] for row in case.levels} == {"not read in full"}


def test_the_card_keeps_the_levels_apart(g):
    """The table of the card has a column for each level, with its sign and word."""
    heads = re.findall(r'<th scope="col">(.*?)</th>', g.case("bernalillo-jdai")._repr_html_())
    assert [re.sub("<[^>]+>", "", head) for head in heads] == ["List", "● certain", "◐ possible", "○ not stated"]
