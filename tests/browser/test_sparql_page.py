"""The SPARQL page in a real browser: links, files, tabs, phones, no script, barriers, and a server that runs."""

import re

import pytest
from sparqling import BUSY, FIELD, SITE, ask, summary, take, write

playwright = pytest.importorskip("playwright.sync_api", reason='no playwright; pip install "cwkg[test]"')
expect = playwright.expect

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"  # which needs time without end, and no memory


def test_a_link_carries_the_query_and_the_server_never_sees_it(opened, server):
    """A shared link opens with the same query, any sign in it; it stands behind the #, which no browser sends."""
    shown = opened()
    query = 'SELECT ?s # + & = % ünï 🙂\nWHERE { ?s rdfs:label "a+b&c=d#e" }'
    write(shown, query)
    shown.get_by_role("button", name="Copy link").click()
    assert "#query=" in shown.url
    expect(summary(shown)).to_contain_text("the server never sees it")
    other = opened(shown.url.removeprefix(SITE))
    assert other.locator(FIELD).input_value() == query
    assert all("?" not in address.split("/static/")[0] for address in server.asked)
    assert server.queries == []


def test_a_mangled_link_does_no_harm(opened):
    """What can be read of it stands in the editor, and the page works."""
    shown = opened()
    for mangled in ("#query=%E0%A4%A", "#query=", "#other", "#query=ASK+%7B%7D"):
        shown.goto(SITE + "/query" + mangled)
        ask(shown, "ASK {}")
        expect(summary(shown)).to_contain_text("Yes")


FILES = {
    "SELECT ?t { ?t a cw:Theme }": {
        "JSON": ("cwkg-result.srj", "application/sparql-results+json"),
        "CSV": ("cwkg-result.csv", "text/csv"),
    },
    "DESCRIBE theme:share-power": {
        "Turtle": ("cwkg-graph.ttl", "text/turtle"),
        "JSON-LD": ("cwkg-graph.jsonld", "application/ld+json"),
        "N-Triples": ("cwkg-graph.nt", "application/n-triples"),
        "RDF/XML": ("cwkg-graph.rdf", "application/rdf+xml"),
    },
}


def test_a_result_is_saved_as_a_file(opened, server):
    """Each format is what the endpoint writes for it, in a file with the usual ending."""
    shown = opened()
    for query, files in FILES.items():
        ask(shown, query)
        for name, (file, kind) in files.items():
            with shown.expect_download() as found:
                shown.get_by_role("button", name=f"Download as {name}").click()
            assert found.value.suggested_filename == file
            assert found.value.path().read_bytes().decode() == server.answer(server.queries[-1], kind)[2]


def test_a_picture_is_saved_as_a_file(opened):
    """The file is SVG that stands alone: its colours are in it, and it has no script."""
    shown = opened()
    take(shown, "counting")
    shown.get_by_role("tab", name="Picture").click()
    with shown.expect_download() as found:
        shown.get_by_role("button", name="Save the picture").click()
    text = found.value.path().read_text("utf-8")
    assert text.startswith('<?xml version="1.0"')
    assert 'fill="#0072b2"' in text
    assert "<script" not in text


def test_what_was_run_is_kept_in_the_tab_alone(opened):
    """The list is there after a reload and gone when it is forgotten; no cookie and no lasting store is used."""
    shown = opened()
    ask(shown, "# First of all\nASK {}")
    shown.reload()
    shown.wait_for_selector(".sq-page[data-ready]")
    shown.get_by_role("button", name="First of all").click()
    assert shown.locator(FIELD).input_value() == "# First of all\nASK {}"
    assert shown.evaluate("[document.cookie, localStorage.length]") == ["", 0]
    shown.get_by_role("button", name="Forget them").click()
    assert shown.evaluate("sessionStorage.length") == 0
    expect(shown.locator('[data-part="history"]')).to_be_hidden()


def test_a_page_with_a_plain_result_gets_all_views(opened):
    """A link that the server has answered is asked again by the script, so that sorting and pictures are there."""
    shown = opened("/query?query=SELECT%20%3Ft%20%7B%20%3Ft%20a%20cw%3ACoreTheme%20%7D")
    expect(summary(shown)).to_have_text(re.compile(r"^4 rows in"))
    expect(shown.get_by_role("tab", name="Picture")).to_be_visible()
    assert shown.locator("table").count() == 1


def test_an_example_is_taken_over_and_run(opened, graph):
    """A click puts its text into the editor and shows its result; the step is marked."""
    shown = opened()
    shown.locator('[data-example="one-theme"]').click()
    expect(summary(shown)).to_have_text(re.compile(r"^\d+ rows in"))
    assert shown.locator(FIELD).input_value().startswith("# Which projects of the fellowship")
    assert shown.locator('[data-example="one-theme"]').get_attribute("aria-current") == "true"


def test_tabs_by_the_keyboard(opened):
    """Arrow keys go from view to view."""
    shown = opened()
    ask(shown, "SELECT (1 AS ?n) {}")
    shown.get_by_role("tab", name="Table").focus()
    for key, name in (("ArrowRight", "Picture"), ("End", "Raw"), ("ArrowRight", "Table"), ("ArrowLeft", "Raw")):
        shown.keyboard.press(key)
        expect(shown.get_by_role("tab", name=name)).to_be_focused()
        assert shown.get_by_role("tab", name=name).get_attribute("aria-selected") == "true"


def test_without_a_script_the_page_answers_itself(page, server):
    """The form sends the query to the page, and its rows stand there."""
    shown = page(java_script_enabled=False)
    shown.route("**/*", server)
    shown.goto(SITE + "/query")
    assert shown.get_by_role("button", name="Copy link").count() == 0
    shown.locator(FIELD).fill("SELECT ?t { ?t a cw:CoreTheme } ORDER BY ?t")
    shown.get_by_role("button", name="Run").click()
    assert shown.locator("tbody tr").count() == 4
    expect(shown.locator("tbody")).to_contain_text("Share power")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out(opened, axe, shoot, scheme):
    """axe finds nothing grave: with suggestions, with a fault, with a table, with pictures."""
    shown = opened(scheme=scheme)
    write(shown, "{ ?case cw:enactsTheme |").press("Control+Space")
    shoot(shown, f"sparql-suggestions-{scheme}")
    assert axe(shown) == []
    shown.keyboard.press("Escape")
    ask(shown, "SELECT ?s WHERE {\n  ?s a name\n}")
    shoot(shown, f"sparql-fault-{scheme}")
    assert axe(shown, ".sq-work") == []
    for example, tab in (("savings", "Table"), ("counting", "Picture"), ("a-picture", "Picture"), ("counting", "Raw")):
        take(shown, example)
        shown.get_by_role("tab", name=tab).click()
        shoot(shown, f"sparql-{example}-{tab.lower()}-{scheme}", full_page=True)
        assert axe(shown, ".sq-result") == []


def test_it_fits_a_phone(opened, axe, shoot):
    """Nothing sticks out to the side: the page, a result, suggestions, a picture."""
    shown = opened(width=390, height=844)
    for example, tab in (("evidence", "Table"), ("counting", "Picture"), ("a-picture", "Picture")):
        take(shown, example)
        shown.get_by_role("tab", name=tab).click()
        assert shown.evaluate("document.documentElement.scrollWidth") <= 390
        shoot(shown, f"sparql-phone-{example}", full_page=True)
    write(shown, "{ ?case cw:enactsTheme |").press("Control+Space")
    shoot(shown, "sparql-phone-suggestions")
    assert shown.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe(shown, ".sq-work") == []


def reach(shown, address):
    """Open an address as people do where a server is busy, as this one may be at first: again after a while."""
    for _ in range(30):
        if shown.goto(address).status == 200:
            return shown
        shown.wait_for_timeout(1_000)
    raise AssertionError(f"{address} does not come")


def insist(shown, text):
    """Ask as people do where a server is busy, as this one may be while it starts a worker: again after a while."""
    for _ in range(30):
        ask(shown, text)
        if "The server is busy." not in shown.locator("#sq-fault").inner_text():
            return
        shown.wait_for_timeout(1_000)


def test_it_works_on_the_real_server(page, served):
    """Rows, a fault, a deadline, a refusal and each kind of file, as `kg serve` gives them; a row leads to its page."""
    shown = reach(page(known=[BUSY.pattern]), f"{served.url}/query")
    shown.wait_for_selector(".sq-page[data-ready]")
    alert = shown.get_by_role("alert")
    insist(shown, ENDLESS)
    expect(alert).to_contain_text("The query ran out of time.")
    insist(shown, "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    expect(alert).to_contain_text("Line 1, column 12: Queries have no access to the network")
    insist(shown, "SELECT ?s {\n ?s a name }")
    expect(alert).to_contain_text("Line 2, column 7: 'name' cannot stand here")
    for query, names in (
        ("DESCRIBE theme:share-power", ("Turtle", "JSON-LD", "N-Triples", "RDF/XML")),
        ("SELECT ?case { ?case cw:enactsTheme theme:share-power }", ("JSON", "CSV", "TSV", "XML")),
    ):
        insist(shown, query)
        expect(alert).to_be_hidden()
        for name in names:
            with shown.expect_download() as found:
                shown.get_by_role("button", name=f"Download as {name}").click()
            assert found.value.path().stat().st_size > 100
    link = shown.locator(".sq-scroll tbody a").first
    name = link.inner_text()
    link.click()
    expect(shown.locator("h1")).to_contain_text(name)


def test_stop_frees_the_real_server(page, served):
    """A query that is stopped in the browser does not go on for long: the next one is answered."""
    shown = reach(page(known=[BUSY.pattern]), f"{served.url}/query")
    shown.wait_for_selector(".sq-page[data-ready]")
    write(shown, ENDLESS).press("Control+Enter")
    shown.get_by_role("button", name="Stop").click()
    expect(summary(shown)).to_have_text("Stopped. Nothing is shown.")
    insist(shown, "ASK {}")
    expect(summary(shown)).to_contain_text("Yes")


def test_without_a_script_on_the_real_server(page, served):
    """The form works, and its query is ended at the deadline too."""
    shown = reach(page(java_script_enabled=False, known=[BUSY.pattern]), f"{served.url}/query")
    shown.locator(FIELD).fill("SELECT ?t { ?t a cw:Theme }")
    shown.get_by_role("button", name="Run").click()
    assert shown.locator("tbody tr").count() == 12
    shown.locator(FIELD).fill(ENDLESS)
    with shown.expect_response("**/query?*") as found:
        shown.get_by_role("button", name="Run").click()
    assert found.value.status == 504
