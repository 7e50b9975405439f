"""`01-browse` in JupyterLab, as a trainer uses it: facets, a card, the model, a session; saved, and opened again.

The tests use one open notebook, one after the other; each clears what it chose, and the last one closes it.
"""

import json
import re

import labs
import pytest
from playwright.sync_api import expect

NAME = "01-browse.ipynb"
CPCHE = "Canadian Partnership for Children's Health and Environment"
WRONG = ("Traceback", "Error displaying", "not found", "could not be shown", "w3id.org", "Loading widget")


@pytest.fixture(scope="module")
def browse(lab, lasting_page):
    """The notebook, run, in a window so high that every widget is in sight."""
    page = lasting_page(height=3000)
    page.add_init_script("window.print = () => { top.printed = document.title; }")  # in the page to print, too
    page.goto(lab.of(NAME))
    return labs.opened(page).run()


@pytest.fixture
def explorer(browse):
    """The explorer, without a choice."""
    browse.page.get_by_role("button", name="Clear all").click()
    expect(found(browse)).to_contain_text("96 cases")
    return browse


def found(notebook):
    """The list of cases of the explorer."""
    return notebook.part("Cases found")


def facet(notebook, group, value):
    """The button of a value, in a group of facets that is opened where it is shut."""
    title = notebook.page.locator("summary", has_text=re.compile(f"^{group}"))
    fold = notebook.part("What to choose by").locator("details", has=title).first
    if fold.get_attribute("open") is None:
        title.click()
    return fold.get_by_role("button", name=re.compile(f"^{re.escape(value)}[ :(]")).first


def heads(project, *lines):
    """The ids of the case files in whose head all these lines stand, by reading the files."""
    files = {path.stem: path.read_text(encoding="utf-8").split("\n---", 1)[0] for path in project.case_files()}
    return {id for id, head in files.items() if all(f"\n{line}\n" in f"{head}\n" for line in lines)}


def test_every_widget_is_shown(browse, shoot):
    """Five widgets, each with something in it; no plain form beside them, and nothing that tells of a failure."""
    expect(browse.page.locator(".cw-panel")).to_have_count(5)
    for label in ("What to choose by", "Cases found", "The model of twelve themes", "Handout of the session"):
        expect(browse.part(label)).to_be_visible()
    for plain in browse.page.locator(".cw-stead").all():
        expect(plain).to_be_hidden()
    text = browse.page.locator(".jp-Notebook").inner_text()
    assert not [words for words in WRONG if words in text]
    for number, name in enumerate(("explorer", "card", "model", "model-of-many", "lesson")):
        shoot(browse.panel(number), f"browse-{name}")


def test_facets_narrow_the_list_and_count(explorer, project):
    """Canada, then the projects of the fellowship: as many cases as files, and the counts of other values follow."""
    facet(explorer, "Country", "Canada").click()
    canada = heads(project, "country: CA")
    expect(found(explorer)).to_contain_text(f"{len(canada)} cases")
    listed = len(heads(project, "country: CA", "tier: listed"))
    known = facet(explorer, "Level of documentation", "Listed only")
    expect(known).to_have_attribute("aria-label", f"Listed only: {listed} certain, 0 possible")
    facet(explorer, "Kind of case", "Fellowship project").click()
    both = heads(project, "country: CA", "kind: fellowship")
    expect(found(explorer)).to_contain_text(f"{len(both)} cases")
    expect(found(explorer).locator(".cw-cases li")).to_have_count(len(both))
    facet(explorer, "Theme", "Share power").click()
    expect(found(explorer)).to_contain_text("2 cases")
    expect(found(explorer)).to_contain_text("Ontario Nonprofit Network")
    expect(found(explorer)).to_contain_text(CPCHE)
    found(explorer).get_by_role("button", name="Take away: Canada").click()
    expect(found(explorer)).not_to_contain_text("2 cases")


def test_a_search_and_a_certainty_narrow_the_list(explorer):
    """Two files tell of Wikipedia; nothing is certain of a theme that rests on a reading alone."""
    box = explorer.page.get_by_label("Search", exact=True)
    box.fill("wikipedia")
    expect(found(explorer).locator(".cw-cases li")).to_have_count(2)
    expect(found(explorer)).to_contain_text("Wikipedia and the Wikimedia Foundation")
    box.fill("flurb")
    expect(found(explorer)).to_contain_text("No case is left.")
    box.fill("")
    facet(explorer, "Theme", "Explain what is important").click()
    expect(found(explorer)).to_contain_text("8 cases")
    level = explorer.page.get_by_label("Show", exact=True)
    level.select_option("Certain only")
    expect(found(explorer)).to_contain_text("0 cases")
    level.select_option("Certain and possible")


def test_a_case_is_opened_in_the_card_and_the_model(explorer, project):
    """A press on a name: the card and the picture, in other cells, show that case."""
    explorer.page.get_by_label("Search", exact=True).fill("nonprofit network")
    found(explorer).get_by_role("button", name="Ontario Nonprofit Network").click()
    card = explorer.part("Card of Ontario Nonprofit Network")
    file = (project.cases / "ontario-nonprofit-network.md").read_text(encoding="utf-8")
    expect(card).to_contain_text(re.search(r"^summary: (.+)$", file, re.M)[1])
    expect(card).to_contain_text("documentation: described")
    expect(explorer.part("The model of twelve themes")).to_contain_text("Ontario Nonprofit Network")
    expect(found(explorer).locator("[aria-current]")).to_have_text("Ontario Nonprofit Network")
    card.get_by_role("button", name=re.compile("^Share power: practised")).first.click()
    told = card.locator("[data-told]")
    expect(told).to_contain_text("radical form of shared power; that she means this network too is our reading")
    expect(told).to_contain_text("section 2.1.2")


def test_a_theme_of_the_model_narrows_the_list(explorer):
    """Pressed once it is a choice of the explorer; pressed again it is taken back."""
    theme = (
        explorer.part("The model of twelve themes").get_by_role("button", name=re.compile("^Spend time on rel")).last
    )
    theme.click()
    expect(
        found(explorer).get_by_role("button", name="Take away: Spend time on relationships (practised)")
    ).to_be_visible()
    expect(explorer.part("The model of twelve themes", 1)).to_contain_text("The cases left in step 1")
    theme.click()
    expect(found(explorer)).to_contain_text("96 cases")


def test_it_can_be_used_by_keyboard(explorer):
    """Space takes a choice, the focus stays there and can be seen, and the notebook hears nothing of the keys."""
    cells = explorer.page.locator(".jp-Cell").count()
    button = explorer.part("What to choose by").get_by_role("button", name=re.compile("^Share power"))
    button.first.focus()
    explorer.page.keyboard.press("Shift+Tab")
    explorer.page.keyboard.press("Tab")
    explorer.page.keyboard.press("Space")
    expect(button.first).to_have_attribute("aria-pressed", "true")
    expect(button.first).to_be_focused()
    assert button.first.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    theme = explorer.part("The model of twelve themes").get_by_role("button", name=re.compile("^Create common")).last
    theme.focus()
    for key in ("a", "Enter", "b"):
        explorer.page.keyboard.press(key)
    expect(found(explorer)).to_contain_text("Create common purpose (practised)")
    explorer.page.get_by_label("Minutes", exact=True).press("ArrowUp")
    explorer.page.get_by_label("Theme", exact=True).press("b")
    assert explorer.page.locator(".jp-Cell").count() == cells


def test_nothing_keeps_people_out(explorer, axe):
    """No grave violation in any widget."""
    assert axe(explorer.page, ".cw-panel") == []


def test_a_card_is_printed(browse):
    """The browser's print is asked for with a page of the card alone."""
    card = browse.page.get_by_role("region", name="Card of")
    name = card.locator("h2").inner_text()
    card.get_by_role("button", name="Print", exact=True).click()
    browse.page.wait_for_function("window.printed")
    assert browse.page.evaluate("window.printed") == name


def test_a_session_is_built_and_handed_out(browse, page, shoot, tmp_path):
    """Another theme and an hour: the steps take an hour, and the page that is saved prints without the notebook."""
    browse.page.get_by_label("Theme", exact=True).select_option("Build political backing")
    minutes = browse.page.get_by_label("Minutes", exact=True)
    minutes.fill("60")
    minutes.press("Enter")
    handout = browse.part("Handout of the session")
    expect(handout).to_contain_text("Build political backing: a session of 60 minutes")
    lengths = handout.get_by_role("table").first.locator("tbody td:nth-child(2)").all_inner_texts()
    assert sum(map(int, lengths)) == 60
    with browse.page.expect_download() as started:
        handout.get_by_role("button", name="Save as a page").click()
    assert started.value.suggested_filename == "session-build-political-backing.html"
    started.value.save_as(tmp_path / "handout.html")
    saved = page((tmp_path / "handout.html").as_uri())
    expect(saved.locator("main")).to_contain_text("To read in class")
    expect(saved.locator("main")).to_contain_text("The 47 projects are a reconstruction")
    shoot(saved, "handout", full_page=True)
    assert saved.pdf(format="A4").startswith(b"%PDF")


def test_it_is_opened_again(browse, lab, page, shoot):
    """Saved, its kernel ended, opened again: the widgets stand there; without their state or trust, the plain forms."""
    browse.save()
    browse.page.close()
    lab.end_kernels()
    again = page(lab.of(NAME), height=3000)
    expect(again.locator(".cw-panel")).to_have_count(5, timeout=labs.PATIENCE)
    expect(again.get_by_role("region", name="Cases found")).to_contain_text("cases")

    saved = json.loads((lab.folder / NAME).read_text(encoding="utf-8"))
    del saved["metadata"]["widgets"]
    (lab.folder / "stateless.ipynb").write_text(json.dumps(saved), encoding="utf-8")
    doubted = page(lab.of("stateless.ipynb"), height=3000)
    expect(doubted.locator(".jp-RenderedHTML").last).to_contain_text("Questions for a class", timeout=labs.PATIENCE)
    shoot(doubted.locator(".jp-Notebook"), "browse-not-trusted")
    doubted.close()  # two pages on one kernel tell each other of what they do not know

    lab.trust("stateless.ipynb")
    bare = page(lab.of("stateless.ipynb"), known=["widget model not found"], height=3000)
    expect(bare.locator(".cw-stead").first).to_be_visible(timeout=labs.PATIENCE)
    expect(bare.locator(".cw-stead").last).to_contain_text("Questions for a class")
    expect(bare.get_by_text("Error displaying widget").first).to_be_attached(timeout=labs.PATIENCE)
    for words in bare.get_by_text("Error displaying widget").all():
        expect(words).to_be_hidden()
    shoot(bare.locator(".jp-Notebook"), "browse-without-widgets")
