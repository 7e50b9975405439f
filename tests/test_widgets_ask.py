"""The box for questions: certain and possible, parts of the reading taken away, and what is not understood."""

import csv
import io

import pytest

pytest.importorskip("anywidget")

from widgeting import asked, shown

from kg import widgets
from kg.widgets.ask import EXAMPLES

SHARED = "which projects shared power and cut costs"


@pytest.fixture
def ask(g):
    """An empty box."""
    return widgets.Ask(g)


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_a_question_typed_is_answered(g, ask):
    """The answer is that of the library; its cases stand in the trait, and the levels are words too."""
    ask._box.value = SHARED
    assert ask.question == SHARED
    assert ask.cases == [row["case"] for row in g.ask(SHARED).rows]
    text = shown(ask).text
    assert "● certain 0 cases" in text
    assert "◐ possible 1 case" in text
    assert "○ Not stated in the source" in text
    assert g.store.roster_note in text


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_is_understood(ask, number):
    """An example that is pressed is asked, understood, and has cases."""
    ask._parts.pick(f"example/{number}")
    assert ask.question == EXAMPLES[number]
    assert ask.answer.understood
    assert ask.cases


def test_a_condition_can_be_taken_away_and_put_back(g, ask):
    """Without the saving, those that shared power are left; the button asks the whole question again."""
    ask.question = SHARED
    assert "without/condition/0/0" in shown(ask).picks
    ask._parts.pick("without/condition/1/0")
    assert ask.cases == [row["case"] for row in g.ask("which projects shared power").rows]
    ask._button.click()
    assert len(ask.cases) == 1


def test_enter_asks_the_whole_question_again(ask):
    """After a part was taken away, the Enter key on the same words gives it back; otherwise it asks nothing twice."""
    ask.question = SHARED
    first = ask.answer
    ask._box._handle_custom_msg({"event": "submit"}, [])
    assert ask.answer is first
    ask._parts.pick("without/condition/1/0")
    ask._box._handle_custom_msg({"event": "submit"}, [])
    assert ask.cases == [row["case"] for row in first.rows]


def test_a_question_that_is_not_understood_opens_the_examples(ask):
    """The message says to choose an example, and they stand open."""
    ask.question = "warum singen die Vögel am Morgen"
    assert "choose an example to start from" in shown(ask).text
    assert 'data-key="help" open' in ask._parts.content
    ask._parts.pick("example/0")
    assert 'data-key="help"' not in ask._parts.content


def test_taking_all_conditions_away_is_told(ask):
    """Nothing is left to answer, and the widget says what to name."""
    ask.question = "which projects shared power"
    ask._parts.pick("without/condition/0/0")
    assert ask.cases == []
    assert "No condition was found in the question" in shown(ask).text


def test_the_kinds_of_case_can_be_taken_away(g, ask):
    """Without the limit to the projects of the fellowship, cases of every kind answer."""
    ask.question = "which projects shared power"
    few = len(ask.cases)
    ask._parts.pick("without/kinds")
    assert len(ask.cases) > few
    assert set(ask.cases) == set(g.facets.levels("theme", "share-power"))


def test_a_question_not_understood_is_told(ask):
    """The word is named and can be taken away by pressing it; there is no answer until then."""
    ask.question = "which projects shared power with flurbs"
    assert ask.cases == []
    assert "Not understood: flurbs" in shown(ask).text
    assert "No answer is given until every word is understood" in shown(ask).text
    ask._parts.pick("without/word/0")
    assert "flurbs" not in ask.question
    assert ask.answer.understood


@pytest.mark.parametrize("text", ["word " * 5000, "x" * 10_000, "<script>", "\ud800", "   ", "'; DROP"])
def test_an_odd_question_is_told(ask, text):
    """An endless or odd question gives a line to read and no answer."""
    ask.question = text
    assert ask.cases == []
    assert (ask.message + shown(ask).text).strip()
    assert "could not be shown" not in ask.message
    assert "<script" not in "".join(part.content for part in ask._pictures())


def test_a_named_question_gives_its_rows(g, ask):
    """A question that is one of the ways to ask a named one gives its table."""
    ask.question = "total savings"
    assert ask.cases == []
    assert asked(ask._answer, "copy:sparql")["text"] == g.question("total-savings").sparql
    assert len(rows(asked(ask._answer, "save:cases")["text"])) == len(g.question("total-savings"))


def test_query_rows_and_evidence_can_be_taken_along(g, ask):
    """What the buttons give is what the library gives."""
    ask.question = SHARED
    found = g.ask(SHARED)
    assert asked(ask._answer, "copy:sparql")["text"] == found.sparql
    saved = asked(ask._answer, "save:cases")
    assert (saved["name"], saved["type"], saved["view"]) == ("cases.csv", "text/csv", "v")
    assert [row["case"] for row in rows(saved["text"])] == ["bernalillo-jdai"]
    assert rows(asked(ask._answer, "save:evidence")["text"])[0]["locator"] == found.evidence[0]["locator"]


def test_a_case_can_be_picked(ask):
    """The card of a case is asked for by its trait."""
    ask.question = SHARED
    ask._answer.pick("case/bernalillo-jdai")
    assert ask.case == "bernalillo-jdai"
