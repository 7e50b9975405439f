"""What comes of a query in a real browser: rows, faults at their place, refusals, and a server that is gone."""

import json
import re

import pytest
from sparqling import BUSY, FIELD, SITE, Iri, ask, column, rows, summary, write

playwright = pytest.importorskip("playwright.sync_api", reason='no playwright; pip install "cwkg[test]"')
expect = playwright.expect

HOSTILE = '</script><img src=x onerror="window.hit=1"><b>\u202ebold</b>'


def test_a_query_runs_and_shows_its_rows(opened, graph, server):
    """Control and Enter run it; the count is told, things have their labels and lead to their pages."""
    shown = opened()
    ask(shown, "SELECT ?case WHERE { ?case cw:enactsTheme theme:share-power } ORDER BY ?case")
    found = graph.query("SELECT ?case WHERE { ?case cw:enactsTheme theme:share-power } ORDER BY ?case")
    expect(summary(shown)).to_have_text(re.compile(rf"^{len(found)} rows in [\d.]+ m?s\. Added in front"))
    names = {case.id: case.name for case in graph.store.cases.values()}
    assert column(shown, 1) == [names[case.removeprefix("case:")] for case in found["case"]]
    link = shown.locator(".sq-scroll tbody a").first
    assert link.get_attribute("href") == "/id/" + found["case"][0].replace(":", "/")
    assert len(server.queries) == 1


def test_prefixes_are_added_where_all_can_see_it(opened):
    """What was left out stands in the editor after running, and one undo takes it away."""
    shown = opened()
    ask(shown, "ASK { ?case cw:enactsTheme theme:share-power }")
    lines = shown.locator(FIELD).input_value().split("\n")
    assert lines[0] == "PREFIX cw: <https://w3id.org/cwkg/ontology#>"
    assert lines[1] == "PREFIX theme: <https://w3id.org/cwkg/code/theme/>"
    shown.locator(FIELD).press("Control+z")
    assert shown.locator(FIELD).input_value() == "ASK { ?case cw:enactsTheme theme:share-power }"


FAULTS = [
    ("SELECT ?s WHERE {\n  ?s a name\n}", 2, "name", "'name' cannot stand here; a variable is written '?name'."),
    ('# 🙂\nSELECT ?s { ?s ?p "🙂" . oops }', 2, "oops", "'oops' cannot stand here"),
    ('ASK { ?s ?p "open }', 1, '"open }', "A quotation mark is not closed."),
    ("SELECT ?s WHERE {\n  ?s ?p ?o", 2, " ", "The query ends too early"),
    ("DELETE WHERE { ?s ?p ?o }", 1, "DELETE", "Queries only read the graph"),
]


def test_a_fault_is_shown_at_its_place(opened):
    """The words say what is wrong; the place is marked, the caret stands there, and screen readers are told."""
    shown = opened()
    field = shown.locator(FIELD)
    for query, line, at, said in FAULTS:
        ask(shown, query)
        box = shown.get_by_role("alert")
        expect(box).to_contain_text(re.compile(rf"^Line {line}, column \d+: {re.escape(said)}"))
        assert "".join(shown.locator(".sq-behind .sq-fault").all_text_contents()) == at
        assert shown.locator(".sq-line").nth(line - 1).evaluate("line => line.classList.contains('sq-faulty')")
        assert field.evaluate("field => document.activeElement === field")
        assert field.evaluate("field => field.value.slice(field.selectionStart)").startswith(at.strip())
        assert field.get_attribute("aria-invalid") == "true"
        assert shown.locator(f"#{field.get_attribute('aria-errormessage')}").is_visible()
        shown.keyboard.type("x")
        assert field.get_attribute("aria-invalid") is None


REFUSED = {
    403: "Queries only read this graph",
    413: "add LIMIT",
    429: "Try again in 7 seconds.",
    503: "Try again in 7 seconds.",
    504: "nothing is shown, because a part of a result would look like all of it",
}


def test_a_refusal_is_explained(opened, server):
    """Each status of the endpoint has words that say what happened and what to do; no old result stays."""
    shown = opened()
    ask(shown, "ASK {}")
    server.headers = {"Retry-After": "7"}
    for status, said in REFUSED.items():
        server.answer = lambda *_, status=status: (status, "text/plain", "query: no\n")
        ask(shown, "SELECT * { ?s ?p ?o }")
        expect(shown.get_by_role("alert")).to_contain_text(said)
        expect(shown.locator('[data-part="views"]')).to_be_empty()


def test_names_that_cannot_be_loaded_are_asked_for_again(page, server):
    """A page whose names were refused works, and has them as soon as somebody writes or runs a query."""
    shown = page(known=[BUSY.pattern])
    refusing = [True]

    def answer(route):
        if refusing[0] and route.request.url.endswith("/terms.json"):
            route.fulfill(status=503, body="busy")
        else:
            server(route)

    shown.route("**/*", answer)
    shown.goto(SITE + "/query")
    ask(shown, "ASK {}")
    expect(summary(shown)).to_contain_text("Yes")
    refusing[0] = False
    ask(shown, "ASK { ?x a cw:Theme }")
    expect(summary(shown)).to_contain_text("Added in front of the query: cw:.")


def test_a_server_that_is_gone(opened, server):
    """Without a connection the page says so and keeps the query."""
    shown = opened()
    server.ask = lambda route: route.abort()
    ask(shown, "ASK {}")
    expect(shown.get_by_role("alert")).to_contain_text("The server cannot be reached.")
    assert shown.locator(FIELD).input_value() == "ASK {}"


def test_an_answer_that_cannot_be_read(opened, server):
    """What is no result is called so, and no error reaches the console."""
    shown = opened()
    for text in ("{", '{"head": {}, "results": {}}', "null", "[]"):
        server.answer = lambda *_, text=text: (200, "application/sparql-results+json", text)
        ask(shown, "ASK {}")
        expect(shown.get_by_role("alert")).to_contain_text("The server's answer cannot be read.")


def test_a_running_query_is_stopped(opened, server):
    """Stop ends the wait and the request; the next query runs as if nothing had been."""
    shown = opened()
    answer, server.answer = server.answer, lambda *_: None
    write(shown, "ASK {}").press("Control+Enter")
    expect(shown.get_by_role("button", name="Stop")).to_be_visible()
    with shown.expect_event("requestfailed") as ended:
        shown.get_by_role("button", name="Stop").click()
    assert ended.value.url == f"{SITE}/sparql"
    expect(summary(shown)).to_have_text("Stopped. Nothing is shown.")
    expect(shown.get_by_role("button", name="Stop")).to_be_hidden()
    server.answer = answer
    ask(shown, "ASK {}")
    expect(summary(shown)).to_have_text(re.compile("^Yes, in "))


def test_a_later_query_overtakes_an_earlier_one(opened, server):
    """Only the result of the query that was run last is ever shown."""
    shown = opened()
    answer, server.answer = server.answer, lambda *_: None
    write(shown, "ASK { ?s ?p ?never, ?p }").press("Control+Enter")
    expect(shown.get_by_role("button", name="Stop")).to_be_visible()
    server.answer = answer
    ask(shown, "SELECT (1 AS ?one) {}")
    expect(summary(shown)).to_have_text(re.compile("^1 row in "))
    assert column(shown, 1) == ["1"]


def test_rows_are_sorted_by_the_heads(opened, server):
    """Numbers by size and words by the alphabet, empty cells last; a third press gives the first order back."""
    shown = opened()
    server.answer = lambda *_: (200, "application/json", rows(n=[10, 9, None, -1], word=["Éa", "z", "eb", "10 x"]))
    ask(shown, "SELECT ?n ?word {}")
    head = shown.get_by_role("button", name="n", exact=True)
    for order, way in (
        (["-1", "9", "10", ""], "ascending"),
        (["10", "9", "-1", ""], "descending"),
        (["10", "9", "", "-1"], None),
    ):
        head.click()
        assert column(shown, 1) == order
        assert shown.locator(".sq-scroll th").first.get_attribute("aria-sort") == way
        assert shown.evaluate("document.activeElement.textContent") == "n"
    shown.get_by_role("button", name="word", exact=True).click()
    assert column(shown, 2) == ["10 x", "Éa", "eb", "z"]


def test_many_rows_stay_usable(opened, server):
    """Ten thousand rows are shown a hundred at a time, and searched and sorted all together."""
    shown = opened()
    server.answer = lambda *_: (
        200,
        "application/json",
        rows(n=list(range(10_000)), word=[f"word {n}" for n in range(10_000)]),
    )
    ask(shown, "SELECT ?n ?word {}")
    expect(summary(shown)).to_contain_text("10,000 rows")
    assert len(column(shown, 1)) == 100
    shown.get_by_role("button", name="Next").click()
    assert column(shown, 1)[0] == "100"
    expect(shown.locator(".sq-pages")).to_contain_text("101 to 200 of 10,000")
    shown.get_by_role("button", name="n", exact=True).click()
    shown.get_by_role("button", name="n", exact=True).click()
    assert column(shown, 1)[0] == "9999"
    shown.get_by_label("Find in these rows").fill("word 4321")
    expect(shown.locator(".sq-scroll tbody tr")).to_have_count(1)
    shown.get_by_label("Find in these rows").fill("nowhere")
    expect(shown.get_by_text("No row holds that.")).to_be_visible()


def test_names_and_datatypes_are_shown_on_demand(opened):
    """A thing shows its label, its short name or its whole IRI; a literal its datatype or language."""
    shown = opened()
    ask(shown, 'SELECT ?t ?n ?w { VALUES (?t ?n ?w) { (theme:share-power 1.5 "mot"@fr) } }')
    assert [column(shown, n)[0] for n in (1, 2, 3)] == ["Share power", "1.5", "mot"]
    shown.get_by_label("Show things as").select_option("Short names")
    assert column(shown, 1) == ["theme:share-power"]
    shown.get_by_label("Show things as").select_option("Whole IRIs")
    assert column(shown, 1) == ["https://w3id.org/cwkg/code/theme/share-power"]
    shown.get_by_label("Datatypes and languages").check()
    assert [column(shown, n)[0] for n in (2, 3)] == ["1.5 xsd:decimal", "mot @fr"]


def test_hostile_results_are_text(opened, server):
    """Markup, scripts and addresses that run in a result do nothing, in any view."""
    shown = opened()
    iris = [Iri("javascript:window.hit=2"), Iri(f"https://example.org/{HOSTILE}")]
    server.answer = lambda *_: (200, "application/json", rows(thing=iris, text=[HOSTILE, HOSTILE], n=[1, 2]))
    ask(shown, "SELECT ?thing ?text ?n {}")
    assert column(shown, 2)[0] == HOSTILE.replace("\u202e", "")
    assert shown.locator(".sq-scroll a").count() == 1
    for tab in ("Picture", "Raw", "Table"):
        shown.get_by_role("tab", name=tab).click()
    shown.locator(".sq-scroll a").evaluate("link => link.removeAttribute('target')")
    assert shown.locator('[data-part="views"] img').count() == 0
    triple = f"<javascript:window.hit=3> <http://example.org/p> {json.dumps(HOSTILE)} .\n"
    server.answer = lambda *_: (200, "application/n-triples", triple)
    ask(shown, "CONSTRUCT {} {}")
    shown.get_by_role("tab", name="Picture").click()
    assert shown.locator(".sq-node[href]").count() == 0
    assert shown.evaluate("window.hit") is None


def test_long_texts_are_folded(opened, server):
    """A long text shows its beginning, and all of it on demand."""
    shown = opened()
    server.answer = lambda *_: (200, "application/json", rows(text=["word " * 1_000]))
    ask(shown, "SELECT ?text {}")
    assert len(column(shown, 1)[0]) < 450
    shown.get_by_role("button", name="Show all").click()
    assert len(column(shown, 1)[0]) > 4_900


def test_yes_and_no_are_sentences(opened):
    """ASK gives a sentence, and a no speaks of the graph alone."""
    shown = opened()
    ask(shown, "ASK { ?c cw:enactsTheme theme:share-power }")
    expect(shown.locator(".sq-answer")).to_contain_text("Yes")
    ask(shown, "ASK { ?c cw:enactsTheme theme:no-such-theme }")
    expect(shown.locator(".sq-answer")).to_contain_text("No")
    expect(shown.locator(".sq-answer")).to_contain_text("not stated in the graph")
