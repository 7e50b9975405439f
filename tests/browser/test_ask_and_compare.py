"""`02-ask-and-compare` in JupyterLab: a question and its reading, evidence, files, a card, gaps, two cases compared."""

import csv
import re

import labs
import pytest
from playwright.sync_api import expect

NAME = "02-ask-and-compare.ipynb"
CPCHE = "Canadian Partnership for Children's Health and Environment"


@pytest.fixture(scope="module")
def book(lab, lasting_page):
    """The notebook, run."""
    shown = lasting_page(lab.of(NAME), height=3000, permissions=["clipboard-read", "clipboard-write"])
    return labs.opened(shown).run()


@pytest.fixture
def answer(book):
    """The answer to the question that the notebook asks, and the notebook."""
    ask(book, "which projects in Canada shared power")
    expect(book.part("Answer")).to_contain_text("certain 2 cases")
    return book.part("Answer")


def ask(book, question):
    """Type a question and press Enter."""
    box = book.page.get_by_label("Question", exact=True)
    box.fill(question)
    box.press("Enter")


def chips(book):
    return book.part("Examples, and how the question was read")


def test_the_question_of_the_notebook_is_answered(book, shoot):
    """Two Canadian projects, for certain; the widgets stand there and tell of no failure."""
    expect(book.part("Answer")).to_contain_text("certain 2 cases")
    assert "Traceback" not in book.page.locator(".jp-Notebook").inner_text()
    for number, name in enumerate(("ask", "card", "gaps", "compare")):
        shoot(book.panel(number), f"ask-{name}")


def test_a_question_is_typed_and_a_part_of_its_reading_taken_away(book, answer):
    """Without the country there are more cases; asked again, the question is read as it was typed."""
    chips(book).get_by_role("button", name="Take away: Canada").click()
    expect(answer).not_to_contain_text("certain 2 cases")
    expect(answer).to_contain_text("New York Discharge Planning Collaboration")
    expect(chips(book).get_by_role("button", name="Take away: Share power (practised)")).to_be_visible()
    for again in (
        book.page.get_by_label("Question", exact=True),
        book.page.get_by_role("button", name="Ask", exact=True),
    ):
        again.press("Enter")
        expect(answer).to_contain_text("certain 2 cases")


def test_what_is_not_understood_is_told(book):
    """A word is named, and there is no answer until it goes."""
    ask(book, "which projects in Canada shared power and flurbed")
    expect(book.part("Answer")).to_contain_text("No answer is given until every word is understood")
    chips(book).get_by_role("button", name="Take away: flurbed").click()
    expect(book.part("Answer")).to_contain_text("certain 2 cases")
    ask(book, "warum singen die Vögel am Morgen")
    expect(book.part("Answer")).to_contain_text("choose an example to start from")
    chips(book).get_by_role("button", name="which projects did not share power").click()
    expect(book.part("Answer")).to_contain_text("possible")


def test_the_evidence_is_opened_by_a_click(book, answer):
    """A case folds open: what was found, how we know, and the place in the source."""
    case = answer.locator("details", has=book.page.locator("summary", has_text="Ontario Nonprofit Network"))
    expect(case.get_by_text("lines 1033-1035").first).to_be_hidden()
    case.locator("summary").click()
    expect(case.get_by_text("lines 1033-1035").first).to_be_visible()
    case.get_by_role("button", name="Show the card").click()
    expect(book.part("Card of Ontario Nonprofit Network")).to_be_visible()


def test_the_query_and_the_rows_can_be_taken_along(book, answer, tmp_path):
    """The SPARQL is shown and copied; the files hold the cases, and a row of evidence for each passage."""
    answer.get_by_text("Show the SPARQL").click()
    expect(answer.locator("pre")).to_contain_text("SELECT")
    answer.get_by_role("button", name="Copy the SPARQL").click()
    expect(book.page.get_by_text("Copied.")).to_be_visible()
    assert "SELECT" in book.page.evaluate("navigator.clipboard.readText()")
    for button, name in (("Download the rows (CSV)", "cases.csv"), ("Download the evidence (CSV)", "evidence.csv")):
        with book.page.expect_download() as started:
            answer.get_by_role("button", name=button).click()
        assert started.value.suggested_filename == name
        started.value.save_as(tmp_path / name)
    cases = [*csv.DictReader((tmp_path / "cases.csv").open(encoding="utf-8-sig"))]
    assert {row["case"] for row in cases} == {"cpche", "ontario-nonprofit-network"}
    places = (tmp_path / "evidence.csv").read_text(encoding="utf-8-sig")
    assert "lines 1033-1035" in places


def test_a_cell_of_the_gaps_shows_its_cases(book):
    """Shared power with money saved: nobody for certain, and three possibly, by name; an empty cell is shown as one."""
    gaps = book.part("Map of gaps")
    cell = gaps.get_by_role("button", name=re.compile("^Share power.*Cost saving")).last
    cell.click()
    told = gaps.locator("[data-told]")
    expect(told).to_contain_text("Share power (practised) with Cost saving (achieved)")
    expect(told.get_by_role("button", name="Melton Borough Council co-design with high-needs families")).to_be_visible()
    told.get_by_role("button", name="Melton Borough Council").click()
    expect(book.part("Card of Melton Borough Council")).to_be_visible()


def test_cases_are_compared(book):
    """The first case against the most alike with the opposite outcome; then others, with what they share."""
    compared = book.part("Comparison")
    expect(compared).to_contain_text("Most alike, with the opposite result in 'Effectiveness'")
    expect(compared).to_contain_text("What they share")
    book.page.get_by_label("Case 2", exact=True).select_option(CPCHE)
    expect(compared).not_to_contain_text("Most alike")
    shared = compared.get_by_role("table", name="What they share")
    expect(shared).to_contain_text("Share power")
    book.page.get_by_label("Case 3", exact=True).select_option("Total Place")
    expect(compared.get_by_role("table", name="Where they are opposed")).to_contain_text("Share power")
    book.page.get_by_role("button", name="Most alike with the opposite outcome").click()
    expect(compared).to_contain_text("Most alike, with the opposite result in 'Effectiveness'")


def test_nothing_keeps_people_out(book, axe, shoot):
    """No grave violation in light and in dark; on a narrow screen nothing stands out at the side."""
    assert axe(book.page, ".cw-panel") == []
    book.choose_theme("JupyterLab Dark")
    assert axe(book.page, ".cw-panel") == []
    for number, name in enumerate(("ask", "card", "gaps", "compare")):
        shoot(book.panel(number), f"ask-{name}-dark")
    book.choose_theme("JupyterLab Light")
    book.narrow(400)
    over = "nodes => nodes.map((node) => node.scrollWidth - node.clientWidth)"
    assert max(book.page.locator(".cw-panel").evaluate_all(over)) <= 1
    for number, name in enumerate(("ask", "card", "gaps", "compare")):
        shoot(book.panel(number), f"ask-{name}-narrow")
    book.page.set_viewport_size({"width": 1280, "height": 3000})


def test_it_is_exported_as_a_page(book, lab, page, shoot):
    """The page that JupyterLab's menu makes: the plain forms, readable without scripts, and nothing from elsewhere."""
    book.save()
    for script in (True, False):
        shown = page(f"{lab.address}nbconvert/html/{NAME}?token={lab.token}", java_script_enabled=script)
        expect(shown.locator(".cw-stead")).to_have_count(4)
        assert shown.locator(".cw-stead").first.is_visible()
        expect(shown.locator(".cw-stead").first).to_contain_text("Ontario Nonprofit Network")
        expect(shown.locator(".cw-stead img").first).to_have_attribute("alt", re.compile("theme|Theme"))
    shoot(shown, "exported", full_page=True)
