"""What an answer rests on, and what would change it."""

import pytest

from kg.answers import ask
from kg.robust import robustness


@pytest.fixture
def tested(small):
    """Cases on firm and on weak ground, and the footing of an answer about them."""
    power = small.finding("t1", "theme/share-power", "enacted")
    more = small.finding("t2", "theme/share-power", "enacted", evidence="[tiny:8-9]")
    read_in = small.finding("t1", "theme/share-power", "enacted", basis="inferred")
    undone = small.finding("t1", "theme/share-power", "neglected")
    for case, first, second in (
        ("firm", power + more, power),
        ("single", power, power),
        ("lone", power + more, ""),
        ("hinted", read_in, read_in),
        ("undone", undone, undone),
        ("silent", "", ""),
    ):
        small.case(case, "themes:\n" + first if first else "")
        small.coding(case, "themes:\n" + second if second else "")
    small.settle("lone", t1="upheld")
    store = small.build()
    return lambda question: robustness(store, ask(store, question))


def footing(found, case):
    return next(f for f in found.footings if f.case == case)


def test_what_an_answer_hangs_on(tested):
    """Two findings by one coder and one by the other are firm; two coders on one finding each are a single finding."""
    found = tested("which projects shared power")
    assert footing(found, "firm").firm
    single = footing(found, "single")
    assert (single.single_finding, single.one_coder) == (["Share power (practised)"], [])
    lone = footing(found, "lone")
    assert lone.answer == "certain"
    assert lone.one_coder == ["Share power (practised)"]
    assert not lone.firm


def test_what_a_possible_reading_would_add(tested):
    """The case that both coders read in joins if a reading counts as said; silence adds nothing here."""
    found = tested("which projects shared power")
    assert found.if_possible_is_yes == ["hinted"]
    assert found.if_silence_is_no == []


def test_what_silence_would_add(tested):
    """A negated condition: the case said to have left it undone is certain, the silent one joins if silence is no."""
    found = tested("which projects did not share power")
    assert footing(found, "undone").answer == "certain"
    assert footing(found, "silent").silence == ["not: Share power (practised)"]
    assert found.if_silence_is_no == ["silent"]
    assert found.if_possible_is_yes == []


def test_facts_of_record_hang_on_nothing(tested):
    """A country is a fact: it weakens no footing."""
    found = tested("which projects in Canada shared power")
    assert footing(found, "firm").firm


@pytest.mark.parametrize("format", ["table", "md", "json", "csv"])
def test_every_format_says_what_an_answer_rests_on(run, ready, format):
    """The same words in each."""
    plain = run("ask", "which projects saved money", "--format", format, project=ready).out
    found = run("ask", "--robust", "which projects saved money", "--format", format, project=ready)
    assert found.code == 0
    assert "robust" in found.out.lower()
    assert "robust" not in plain.lower()


def test_a_named_question_is_not_tested(run, ready):
    """It has rows and no conditions; the command says so instead of ignoring the option."""
    found = run("ask", "--robust", "contradictions in the sources", project=ready)
    assert found.code == 2
    assert "contradictions-in-the-sources" in found.err
