"""The pages in a real browser, from the real server: with a script and without, wide, on a phone, dark, on paper."""

import re

import pytest
from serving import serving

playwright = pytest.importorskip("playwright.sync_api", reason='no playwright; pip install "cwkg[test]"')
expect = playwright.expect

# a page of each kind: its name in pictures, and its address
KINDS = {
    "home": "/",
    "ask": "/ask",
    "answer": "/ask?q=which+projects+shared+power+and+cut+costs",
    "unknown-word": "/ask?q=which+projects+frobnicated+powr",
    "cases": "/cases?theme=share-power&country=united-states",
    "case": "/case/virginia-comprehensive-services",
    "case-listed": "/case/ayurvaid",
    "compare": "/compare?case=cpche&case=total-place",
    "compare-choose": "/compare?case=cpche",
    "themes": "/themes",
    "theme": "/theme/share-power",
    "outcome": "/outcome/cost-saving",
    "organisations": "/organisations",
    "organisation": "/organisation/office-of-comprehensive-services",
    "model": "/model",
    "model-two-sets": "/model?set=country:canada&set=country:india",
    "gaps": "/gaps",
    "lesson": "/lesson?theme=share-power",
    "questions": "/questions",
    "question": "/questions/when-the-leader-left",
    "thing": "/about-thing/id/finding/cpche-t1",
    "ontology": "/ontology",
    "data": "/data",
    "about": "/about",
}
DARK = ("home", "answer", "cases", "case", "compare", "theme", "model")  # what the colours of all others are in
PHONE = 360


@pytest.fixture(scope="module")
def site_url(ready):
    """The address of a server of the checkout's graph."""
    with serving("--workers", "1", "--limit", "rate=1000", project=ready) as served:
        yield served.url


@pytest.fixture
def visit(page, site_url):
    """A maker of open pages: `visit("/cases", width=360)`."""
    return lambda address, **options: page(site_url + address, **options)


def wide_of(shown):
    return shown.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_fit_for_everybody(visit, shoot, axe, kind):
    """No grave fault for people with screen readers or keyboards, light and dark; it fits a phone; no errors."""
    shown = visit(KINDS[kind])
    assert axe(shown) == []
    shoot(shown, f"web-{kind}", full_page=True)
    shown.emulate_media(color_scheme="dark")
    assert kind not in DARK or axe(shown) == []
    shown.set_viewport_size({"width": PHONE, "height": 740})
    assert wide_of(shown) <= PHONE
    shoot(shown, f"web-{kind}-phone-dark", full_page=True)


def test_a_question_is_asked_and_its_reading_changed(visit):
    """From the home page to an answer, and on to the answer without one part of the reading."""
    shown = visit("/")
    shown.get_by_label("Ask in plain English").fill("which projects shared power and cut costs")
    shown.get_by_role("button", name="Ask").click()
    expect(shown.locator("#possible .hit")).to_have_count(1)
    expect(shown.locator("#certain .hit")).to_have_count(0)
    shown.get_by_role("link", name="Cost saving (achieved)").first.click()
    expect(shown).to_have_url(re.compile("without=outcome"))
    assert shown.locator("#certain .hit").count() > 1
    shown.locator("#certain .hit a").first.click()
    expect(shown.locator("h2#evidence")).to_be_visible()


def test_asking_works_without_a_script(visit):
    """Question, chip and case are forms and links alone."""
    shown = visit("/", java_script_enabled=False)
    shown.get_by_label("Ask in plain English").fill("which projects in India listened to citizens")
    shown.get_by_label("Ask in plain English").press("Enter")
    expect(shown.locator("#possible .hit")).to_have_count(4)
    expect(shown.locator(".chip-remove")).to_have_count(3)
    shown.locator(".chip-remove").first.click()
    expect(shown.locator(".chip-remove")).to_have_count(2)
    assert "India" not in shown.locator(".chips").inner_text()


def test_counts_live_while_ticking(visit, site_url):
    """A tick changes the list, the counts and the address at once; going back takes it back."""
    shown = visit("/cases")
    every = shown.locator(".case-line").count()
    before = shown.locator('[data-count="outcome/cost-saving"]').inner_text()
    shown.get_by_role("checkbox", name=re.compile("^Share power")).first.check()
    expect(shown).to_have_url(site_url + "/cases?theme=share-power")
    expect(shown.locator("#found-count")).to_contain_text("certain")
    fewer = shown.locator(".case-line").count()
    assert 0 < fewer < every
    assert shown.locator('[data-count="outcome/cost-saving"]').inner_text() != before
    shown.get_by_label("Certain only").check()
    expect(shown).to_have_url(re.compile("certainty=certain"))
    assert shown.locator(".case-line").count() < fewer
    shown.go_back()
    expect(shown.locator(".case-line")).to_have_count(fewer)
    assert shown.get_by_label("Certain or possible").is_checked()
    shown.go_back()
    expect(shown.locator(".case-line")).to_have_count(every)
    assert not shown.get_by_role("checkbox", name=re.compile("^Share power")).first.is_checked()


def test_a_search_and_a_chip_work_at_once(visit):
    """What is typed narrows the list, and a chip takes its choice away, tick included."""
    shown = visit("/cases?theme=share-power")
    shown.get_by_label("Search in names").fill("prison")
    expect(shown).to_have_url(re.compile("text=prison"))
    narrowed = shown.locator(".case-line").count()
    shown.locator("#found .chip-remove").first.click()
    expect(shown).not_to_have_url(re.compile("theme="))
    expect(shown.get_by_role("checkbox", name=re.compile("^Share power")).first).not_to_be_checked()
    assert shown.locator(".case-line").count() >= narrowed


def test_facets_work_without_a_script(visit, site_url):
    """Boxes are sent by a button, and come back ticked with the counts of what is left."""
    shown = visit("/cases", java_script_enabled=False)
    shown.get_by_role("checkbox", name=re.compile("^Share power")).first.check()
    shown.get_by_role("checkbox", name=re.compile("^Canada")).check()
    shown.get_by_role("button", name="Show the cases").click()
    expect(shown).to_have_url(re.compile("theme=share-power.*country=canada"))
    expect(shown.locator(".case-line")).to_have_count(3)
    assert shown.get_by_role("checkbox", name=re.compile("^Canada")).is_checked()


def test_ticked_cases_are_compared(visit):
    """Two ticks in the list lead to the two side by side."""
    shown = visit("/cases?theme=share-power&country=canada")
    for box in shown.locator(".tick-small input").all()[:2]:
        box.check()
    shown.get_by_role("button", name="Compare those ticked").click()
    expect(shown.locator("h1")).to_have_text("Cases side by side")
    expect(shown.locator("#facts + table thead th")).to_have_count(3)


def test_a_theme_in_the_picture_leads_to_its_page(visit):
    """A click on the model, or Enter, opens the theme."""
    shown = visit("/model")
    part = shown.locator(".picture-wide .cw-pick", has_text="Share").first
    part.focus()
    part.press("Enter")
    expect(shown).to_have_url(re.compile("/theme/share-power"))


def test_the_menu_of_a_phone_opens_without_a_script(visit, shoot):
    """The button shows the menu, and its links work."""
    shown = visit("/", width=PHONE, java_script_enabled=False)
    expect(shown.locator("#menu")).not_to_be_visible()
    shown.get_by_role("button", name="Menu").click()
    expect(shown.locator("#menu")).to_be_visible()
    shoot(shown, "web-menu-phone")
    shown.locator("#menu").get_by_role("link", name="Cases").click()
    expect(shown.locator("h1")).to_have_text("Cases")


def test_the_keyboard_reaches_the_content(visit):
    """The first stop skips the menu."""
    shown = visit("/about")
    shown.keyboard.press("Tab")
    expect(shown.locator(".skip")).to_be_focused()
    shown.keyboard.press("Enter")
    assert shown.url.endswith("#main")


@pytest.mark.parametrize(("name", "address"), [("case", "/case/cpche"), ("lesson", "/lesson?theme=share-power")])
def test_a_handout_prints_whole(visit, shoot, name, address):
    """On paper folded parts are open, the menu and forms are gone, and the roster is still called a reconstruction."""
    shown = visit(address, width=800)
    shown.emulate_media(media="print")
    assert shown.locator("header.top").is_hidden()
    assert all(form.is_hidden() for form in shown.locator("form").all())
    folded = shown.locator("main details:not([open]) > :not(summary)")
    inside = [part for part in folded.all() if part.evaluate("part => !part.closest('.picture + details')")]
    assert inside
    assert all(part.evaluate("part => part.getClientRects().length > 0") for part in inside)
    expect(shown.get_by_text("reconstruction").first).to_be_visible()
    shoot(shown, f"web-print-{name}", full_page=True)
    assert len(shown.pdf()) > 10_000


def test_print_buttons_are_there_for_those_who_can_use_them(visit):
    """Without scripts there is no button that does nothing."""
    assert visit("/case/cpche").get_by_role("button", name="Print this page").is_visible()
    assert visit("/case/cpche", java_script_enabled=False).get_by_role("button", name="Print this page").is_hidden()


def test_a_wrong_address_has_a_page_of_its_own(visit):
    """The page says what is near, in the look of the others."""
    shown = visit("/case/cpch", known=("status of 404",))
    expect(shown.locator(".lead")).to_contain_text("did you mean 'cpche'")
    expect(shown.locator("footer")).to_contain_text("reconstruction")
