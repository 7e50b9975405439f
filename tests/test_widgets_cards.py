"""The card of a case, cases side by side, and the session for a class."""

import pytest

pytest.importorskip("anywidget")

from widgeting import Page, asked, fresh, shown

from kg import widgets
from kg.widgets import base

CASE = "bernalillo-jdai"


# ---------------------------------------------------------------- The card


def test_a_theme_of_the_card_opens_its_evidence(g):
    """A theme that is picked stands out, and the findings about it are unfolded; picked again, they are not."""
    card = widgets.CaseCard(g, case=CASE)
    assert 'data-told=""' not in card._card.content
    card._card.pick("theme/share-power")
    assert card.theme == "share-power"
    told = card._card.content.partition('data-told="">')[2]
    assert told.startswith('<details class="cw-details" open><summary><strong>Share power</strong>')
    card._card.pick("theme/share-power")
    assert 'data-told=""' not in card._card.content


def test_a_card_has_what_a_class_needs(g):
    """What it was, who took part, themes, results, evidence with places, questions, and how much is known."""
    card = widgets.CaseCard(g, case=CASE)
    text = " ".join(shown(card).text.split())
    data = card.view.data
    for told in (
        data["summary"],
        f"documentation: {data['documented'].lower()}",
        data["findings"][0]["places"],
        *data["class questions"],
    ):
        assert " ".join(told.split()) in text
    for heading in ("Who took part", "Themes", "Barriers", "Outcomes", "Results in numbers", "Questions to leaders"):
        assert heading in text
    assert "theme/share-power" in shown(card).picks


def test_a_card_tells_kinds_of_organisations(g):
    """Each partner has its kind in brackets."""
    case = next(id for id in g.store.cases if g.case(id).data["organisations"])
    card = widgets.CaseCard(g, case=case)
    first = card.view.data["organisations"][0]["name"]
    line = next(line for line in base.text_of(card.plain()).split("\n") if line.startswith(f"{first} ("))
    assert ": " in line


def test_every_case_has_a_card(g):
    """Described, named or only listed: each is shown without a message."""
    card = widgets.CaseCard(g)
    for case in g.store.cases:
        card.case = case
        assert card.message == ""
        assert g.store.cases[case].name in shown(card).text.replace("\u00a0", " ")


def test_a_case_by_name_and_an_unknown_one(g):
    """A name will do; for an unknown one the nearest id is told, and the last card is not left standing."""
    card = widgets.CaseCard(g, case=CASE)
    card.case = "cpch"
    assert "did you mean 'cpche'?" in card.message
    assert g.store.cases[CASE].name not in shown(card).text
    card._choice.value = "cpche"
    assert card.message == ""
    assert card.case == "cpche"


def test_a_case_removed_while_its_card_is_open(store):
    """The card stays; what is asked of it then gives a line to read, and so does its plain form."""
    g = fresh(store)
    card = widgets.CaseCard(g, case="cpche")
    name = g.store.cases["cpche"].name
    del g.store.cases["cpche"]
    assert name in shown(card).text
    assert asked(card._card, "print:page") is None
    assert "no case is called 'cpche'" in card.message
    assert "no case is called 'cpche'" in card._repr_mimebundle_()["text/plain"]


def test_a_card_is_printed_as_a_page_of_its_own(g):
    """The page forbids scripts and requests, and holds the whole card; the evidence is CSV."""
    card = widgets.CaseCard(g, case=CASE)
    sent = asked(card._card, "print:page")
    assert sent["name"] == f"{CASE}.html"
    assert "default-src 'none'" in sent["text"]
    assert card.view.data["class questions"][0] in Page(sent["text"]).text
    assert asked(card._card, "save:evidence")["text"].startswith("about,list,entry")


def test_a_theme_can_be_picked_on_a_card(g):
    """The picture of the model tells which."""
    card = widgets.CaseCard(g, case=CASE)
    card._card.pick("theme/share-power")
    assert card.theme == "share-power"


# ---------------------------------------------------------------- Side by side


def test_cases_stand_side_by_side(g):
    """What the module finds is shown, each cell with its level in words."""
    panel = widgets.Compare(g, cases=[CASE, "cpche"])
    page = shown(panel)
    assert f"case/{CASE}" in page.picks
    for row in (*panel.comparison.shared, *panel.comparison.differing):
        assert row.label in page.text
    assert "● certain" in page.text
    assert "○ not stated in the source" in page.text


def test_facts_are_whole_words(g):
    """A fact of a case is shown as it is recorded."""
    text = shown(widgets.Compare(g, cases=[CASE, "cpche"])).text
    assert g.store.cases[CASE].kind in text
    assert g.store.cases["cpche"].country in text


def test_the_opposite_is_found_by_a_button(g):
    """The first case and the one most like it with the opposite result, with sentences that say why."""
    panel = widgets.Compare(g, cases=[CASE])
    panel._opposite.click()
    assert panel.cases[0] == CASE
    assert len(panel.cases) == 2
    assert panel.contrast.why[0] in shown(panel).text
    assert [choice.value for choice in panel._choices] == [*panel.cases, "", ""]


@pytest.mark.parametrize(
    ("cases", "message"),
    [
        (["cpch", CASE], "no case is called 'cpch'"),
        (["flurb"], "no case is called 'flurb'"),
        ([CASE, "cpche", "total-place", "oxfam", "x"], "no case is called|two to four different cases"),
        ([CASE, CASE], "two to four different cases"),
    ],
)
def test_wrong_cases_are_told(g, cases, message):
    """Unknown ones, too many, or twice the same."""
    panel = widgets.Compare(g)
    panel.cases = cases
    assert panel.message
    assert any(part in panel.message for part in message.split("|"))


def test_a_button_without_a_case_is_told(g):
    """The contrast of nothing asks for a case."""
    panel = widgets.Compare(g)
    panel._opposite.click()
    assert panel.message == "Choose a case first."


def test_choosing_from_the_lists_compares(g):
    """Two lists that name two cases give a comparison, and its table can be saved."""
    panel = widgets.Compare(g)
    panel._choices[0].value = CASE
    panel._choices[2].value = "cpche"
    assert panel.cases == [CASE, "cpche"]
    assert asked(panel._shown, "save:table")["text"].startswith("list,entry,relation")


# ---------------------------------------------------------------- The session


def test_a_session_is_put_together(g):
    """Case, contrast, steps that fill the time, questions and places; the traits name the two cases."""
    panel = widgets.Lesson(g)
    panel._themes.value = "share-power"
    plan, text = panel.plan, shown(panel).text
    assert (panel.case, panel.other) == (plan.case, plan.contrast.other)
    assert plan.steps[-1].start + plan.steps[-1].minutes == 45
    for told in (plan.name, plan.steps[0].title, plan.class_questions[0].text, plan.leaders_questions[0].text):
        assert told in text
    assert plan.evidence[0].evidence[0].locator in text


def test_the_time_can_be_chosen(g):
    """The steps follow; a time that is too short is told."""
    panel = widgets.Lesson(g, theme="share-power")
    panel._minutes.value = 60
    assert panel.plan.minutes == 60
    panel.minutes = 5
    assert panel.message == "a session takes 15 to 240 minutes, not 5"


def test_every_theme_gives_a_session_or_a_reason(g):
    """Where a theme has no described case, the themes that have one are named."""
    panel = widgets.Lesson(g)
    for theme in g.facets.group("theme").entries:
        panel.theme = theme.entry
        assert panel.plan or panel.message.startswith("no described case practised")
    panel.theme = "flurb"
    assert "'flurb' is no theme" in panel.message


def test_a_handout_can_be_printed(g):
    """It is a page of its own."""
    sent = asked(widgets.Lesson(g, theme="share-power")._handout, "print:page")
    assert sent["name"] == "session-share-power.html"
    assert "<!DOCTYPE html>" in sent["text"]
