"""The SPARQL page in a real browser: writing, suggestions, faults at their place, results, pictures, links, files."""

import json
import re

import pytest
import sparqling
from sparqling import SITE, Iri, rows

playwright = pytest.importorskip("playwright.sync_api", reason='no playwright; pip install "cwkg[test]"')
expect = playwright.expect

FIELD = "#query"
HOSTILE = '</script><img src=x onerror="window.hit=1"><b>\u202ebold</b>'
BUSY = re.compile(r"status of (400|403|413|429|503|504)|Failed to load resource")  # what a browser says of a refusal


@pytest.fixture
def server(library):
    """The site, whose endpoint answers from the graph."""
    return sparqling.Server(library, sparqling.endpoint(library.store.graph))


@pytest.fixture
def opened(page, server):
    """A maker of open SPARQL pages whose names are loaded."""

    def make(path="/query", known=(BUSY,), **options):
        made = page(known=[pattern.pattern for pattern in known], **options)
        made.route("**/*", server)
        made.goto(SITE + path)
        made.wait_for_selector(".sq-page[data-ready]")
        return made

    return make


def write(shown, text):
    """Put a text into the editor as if pasted, the caret where `|` stands or at its end."""
    at = text.find("|")
    whole = text.replace("|", "") if at >= 0 else text
    field = shown.locator(FIELD)
    field.fill(whole)
    place = at if at >= 0 else len(whole)
    field.evaluate("(field, n) => field.setSelectionRange(n, n)", place)
    return field


def ask(shown, text):
    """Write a query, run it by the keyboard, and wait for what comes."""
    write(shown, text).press("Control+Enter")
    shown.wait_for_selector(".sq-page:not(.sq-busy)")


def take(shown, example):
    """Take an example and wait for its result."""
    shown.locator('[data-part="views"]').evaluate("views => views.replaceChildren()")
    shown.locator(f'[data-example="{example}"]').click()
    shown.wait_for_selector('.sq-page:not(.sq-busy) [data-part="views"] > *')


def summary(shown):
    return shown.locator('[data-part="summary"]')


def options(shown):
    return shown.locator(".sq-popup:visible .sq-insert").all_inner_texts()


def column(shown, number):
    return shown.locator(f".sq-scroll tbody td:nth-child({number})").all_inner_texts()


def call(shown, module, name, *arguments):
    """The result of a function of a module of the page."""
    code = "async ([module, name, values]) => (await import(`/static/${module}`))[name](...values)"
    return shown.evaluate(code, [f"sparql-{module}.js", name, list(arguments)])


PIECES = {
    'SELECT ?a{?a cw:b.c.d "x#y"@en-GB, 1.5e3,.5,5.} # c <x>': (
        'keyword SELECT|variable ?a|mark {|variable ?a|name cw:b.c.d|string "x#y"|language @en-GB|mark ,|number 1.5e3'
        "|mark ,|number .5|mark ,|number 5|mark .|mark }|comment # c <x>"
    ),
    "'it\\'s' '''a'b''c\nd'''^^xsd:string": "string 'it\\'s'|string '''a'b''c\nd'''|mark ^^|name xsd:string",
    '"open\n?x': 'open "open|variable ?x',
    '"""long\n"': 'open """long\n"',
    "?a<?b FILTER(?a<5&&?b>3)": (
        "variable ?a|mark <|variable ?b|keyword FILTER|mark (|variable ?a|mark <|number 5|mark &&|variable ?b|mark >"
        "|number 3|mark )"
    ),
    "_:b1.2 :local : a:b%20c\\,d rdf:type/cw:x?": (
        "blank _:b1.2|name :local|name :|name a:b%20c\\,d|name rdf:type|mark /|name cw:x|mark ?"
    ),
    "cw:x-y. cw:x-. <http://a#b?c=1> <bad iri>": (
        "name cw:x-y|mark .|name cw:x-|mark .|iri <http://a#b?c=1>|mark <|word bad|function iri|mark >"
    ),
    "?x a cw:Y ; cw:größe 'é'": "variable ?x|type a|name cw:Y|mark ;|name cw:größe|string 'é'",
    "regex(?x) TRUE count": "function regex|mark (|variable ?x|mark )|truth TRUE|function count",
    "": "",
}


def test_a_query_is_cut_into_its_pieces(opened):
    """Comments, strings with signs in them, IRIs, names with dots and numbers are told apart, and no sign is lost."""
    shown = opened()
    for text, pieces in PIECES.items():
        found = call(shown, "tokens", "tokens", text)
        assert "".join(piece["text"] for piece in found) == text
        told = "|".join(f"{piece['kind']} {piece['text']}" for piece in found if piece["kind"] != "space")
        assert told == pieces


def test_colours_lie_on_the_text(opened):
    """The coloured copy has the same words and the same height as the field, so that each sign lies on its twin."""
    shown = opened()
    for text in ("SELECT *\n\n{ ?s ?p " + "<http://example.org/" + "long" * 60 + "> }\n", "\tASK {}", "a" * 3000):
        write(shown, text)
        behind = shown.locator(".sq-behind")
        assert "\n".join(behind.locator(".sq-line").all_text_contents()) == text
        height = shown.locator(FIELD).evaluate("field => [field.scrollHeight, field.clientHeight]")
        assert height[0] <= height[1]


PLACES = {
    "SELECT |": "head",
    "SELECT * { |": "subject",
    "{ ?a |": "predicate",
    "{ ?a cw:enactsTheme |": "object",
    "{ ?a a cw:Theme ; |": "predicate",
    "{ ?a cw:x ?b , |": "object",
    "{ ?a cw:y/|": "predicate",
    "{ ?a (cw:x|cw:y)+ ": "object",
    "{ ?a cw:x [ |": "predicate",
    "{ ?a cw:x ?b . |": "subject",
    "{ FILTER(?a > 3) |": "subject",
    "{ FILTER(|": "expression",
    "{ BIND(STR(?a) AS ?b) ?c |": "predicate",
    "{ OPTIONAL { ?a cw:x ?b } |": "subject",
    "{ VALUES ?t { |": "value",
    '{ ?a cw:x "te|': "none",
    "# a comm|": "none",
    "{ ?a cw:x <http://x|": "none",
    '{ ?a cw:x "#" ; |': "predicate",
    "SELECT * {} ORDER |": "tail",
    "PREFIX |": "declaration",
}


def test_the_place_in_a_query_is_known(opened):
    """What may stand at the caret follows from what stands before it."""
    shown = opened()
    for text, position in PLACES.items():
        at = text.rindex("|") if text.endswith("|") else len(text)
        assert call(shown, "context", "contextAt", text[:at], at)["position"] == position, text


def test_names_of_the_graph_are_suggested(opened, library):
    """After a property of themes there are the themes, with labels and counts, and nothing else."""
    shown = opened()
    write(shown, "SELECT * { ?case cw:enactsTheme |").press("Control+Space")
    themes = {iri.rsplit("/", 1)[1] for (iri,) in library.store.graph.rows("SELECT ?t { ?t a cw:Theme }")}
    found = options(shown)
    assert {name.removeprefix("theme:") for name in found[: len(themes)]} == themes
    assert found[len(themes) :] == ["?case"]
    first = shown.locator(".sq-option").first
    assert re.search(r"uses$", first.inner_text())
    assert first.locator(".sq-label").inner_text() in {
        label for (label,) in library.store.graph.rows("SELECT ?l { ?t a cw:Theme ; rdfs:label ?l }")
    }


TYPED = {
    "{ ?case cw:enactsTheme sh|": "theme:share-power",
    "{ ?case cw:enactsTheme theme:political|": "theme:build-political-backing",
    "{ ?case cw:metBarrier barrier:iner|": "barrier:institutional-inertia",
    "{ ?case cw:achieved outcome:|": "outcome:effectiveness",
    "{ ?x a coll|": "cw:Collaboration",
    "{ ?x a |": "cw:Passage",
    "{ ?x a cw:Collaboration ; ach|": "cw:achieved",
    "{ ?c cw:hasFinding ?f . ?f stan|": "cw:hasStance",
    "{ ?c cw:metBarrier ?t VALUES ?t { inert| } }": "barrier:institutional-inertia",
    "{ ?case a cw:Theme . ?c|": "?case",
    "SELECT (cou|": "COUNT(",
    "PREFIX sk|": "skos: <http://www.w3.org/2004/02/skos/core#>",
}


def test_what_is_typed_finds_its_name(opened):
    """By the name, by words of the label, and by what fits the place best."""
    shown = opened()
    for text, first in TYPED.items():
        write(shown, text).press("Control+Space")
        assert options(shown)[0] == first, text


def test_suggestions_by_the_keyboard(opened):
    """The focus stays in the field, which names the list and the active option; Enter inserts, undo takes it back."""
    shown = opened()
    field = write(shown, "SELECT * { ?case |")
    shown.keyboard.type("cw:enacts")
    expect(shown.locator(".sq-popup")).to_be_visible()
    assert field.get_attribute("aria-controls") == "sq-suggestions"
    listed = shown.locator("#sq-suggestions")
    assert listed.get_attribute("role") == "listbox"
    shown.keyboard.press("ArrowDown")
    active = shown.locator(f"#{field.get_attribute('aria-activedescendant')}")
    assert active.get_attribute("role") == "option"
    assert active.get_attribute("aria-selected") == "true"
    assert active.locator(".sq-insert").inner_text() == "cw:enactsThemeAsStated"
    assert "enacts theme as stated, property" in active.get_attribute("aria-label")
    shown.keyboard.press("Enter")
    assert field.input_value() == "SELECT * { ?case cw:enactsThemeAsStated "
    expect(shown.locator(".sq-popup")).to_be_hidden()
    assert field.get_attribute("aria-activedescendant") is None
    shown.keyboard.press("Control+z")
    assert field.input_value() == "SELECT * { ?case cw:enacts"


def test_suggestions_stay_out_of_the_way(opened):
    """Escape closes them, Enter is a new line where nothing is chosen, and Tab leaves the field where none are open."""
    shown = opened()
    field = write(shown, "")
    shown.keyboard.type("SELECT ?name WHERE {")
    shown.keyboard.press("Enter")
    shown.keyboard.type("opt")
    expect(shown.locator(".sq-popup")).to_be_visible()
    shown.keyboard.press("Escape")
    expect(shown.locator(".sq-popup")).to_be_hidden()
    assert field.input_value() == "SELECT ?name WHERE {\n  opt"
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.type") == "submit"


def test_a_click_inserts_a_suggestion(opened):
    """With a mouse an option is taken by a click, and writing goes on in the field."""
    shown = opened()
    field = write(shown, "{ ?x cw:metBarrier barrier:|")
    field.press("Control+Space")
    shown.get_by_role("option", name="barrier:impatience").click()
    assert field.input_value() == "{ ?x cw:metBarrier barrier:impatience"
    assert shown.evaluate("document.activeElement.id") == "query"


def test_a_query_runs_and_shows_its_rows(opened, library, server):
    """Control and Enter run it; the count is told, things have their labels and lead to their pages."""
    shown = opened()
    ask(shown, "SELECT ?case WHERE { ?case cw:enactsTheme theme:share-power } ORDER BY ?case")
    found = library.query("SELECT ?case WHERE { ?case cw:enactsTheme theme:share-power } ORDER BY ?case")
    expect(summary(shown)).to_have_text(re.compile(rf"^{len(found)} rows in [\d.]+ m?s\. Added in front"))
    names = {case.id: case.name for case in library.store.cases.values()}
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


BOXES = """() => [...document.querySelectorAll('.sq-node .sq-box, .sq-texts, .sq-tie-name rect')].map(part => {
  const { x, y, width, height } = part.getBBox(); return [x, y, x + width, y + height] })"""


def overlaps(boxes):
    return [
        (one, other)
        for n, one in enumerate(boxes)
        for other in boxes[n + 1 :]
        if min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 1
    ]


@pytest.mark.parametrize("example", ["a-picture", "all-about-one-thing"])
def test_triples_are_drawn(opened, example):
    """Boxes with labels and the names of ties, none upon another; a legend; and a way to the same as a table."""
    shown = opened()
    take(shown, example)
    shown.get_by_role("tab", name="Picture").click()
    boxes = shown.evaluate(BOXES)
    assert len(boxes) > 10
    assert overlaps(boxes) == []
    assert shown.locator(".sq-legend li").count() > 1
    names = shown.locator(".sq-node").evaluate_all("nodes => nodes.map(node => node.getAttribute('aria-label'))")
    assert all(names)
    shown.get_by_role("button", name="The same as a table").click()
    expect(shown.get_by_role("tab", name="Table")).to_be_focused()
    assert column(shown, 2)


def test_a_tangle_is_drawn_without_overlaps(opened, server):
    """Circles, ties to oneself, double ties and parts apart from each other come out readable."""
    pairs = [(n, (n * 7 + 3) % 40) for n in range(40)] + [(n, (n + 1) % 12) for n in range(12)] + [(50, 50), (60, 61)]
    text = "".join(f"<urn:n{a}> <urn:tie{(a + b) % 3}> <urn:n{b}> .\n" for a, b in pairs)
    shown = opened()
    server.answer = lambda *_: (200, "application/n-triples", text)
    ask(shown, "CONSTRUCT {} {}")
    shown.get_by_role("tab", name="Picture").click()
    assert shown.locator(".sq-node").count() == len({n for pair in pairs for n in pair})
    assert overlaps(shown.evaluate(BOXES)) == []


LINKS = {
    "https://w3id.org/cwkg/id/case/cpche": "/below/id/case/cpche",
    "https://w3id.org/cwkg/ontology#Theme": "/below/ontology#Theme",
    "https://example.org/x": "https://example.org/x",
    "https://w3id.org/cwkg//evil.example/": "https://w3id.org/cwkg//evil.example/",
    "https://w3id.org/cwkg/\\evil.example/": "https://w3id.org/cwkg/\\evil.example/",
    "javascript:alert(1)": "",
    "data:text/html,x": "",
    "urn:x": "",
}


def test_a_thing_leads_to_its_page_and_nowhere_else(opened):
    """Our things lead to this site, others to where they say; what is no web address leads nowhere."""
    shown = opened()
    code = """async iris => { const { Terms } = await import("/static/sparql-terms.js");
      const terms = new Terms({ base: "https://w3id.org/cwkg/" }, "/below");
      return iris.map(iri => terms.page(iri)); }"""
    assert shown.evaluate(code, list(LINKS)) == list(LINKS.values())


def test_a_very_long_text_stays_editable(opened):
    """Colours give way to the plain field, and come back."""
    shown = opened()
    field = write(shown, "SELECT * { " + "?s ?p ?o . " * 3_000 + "}")
    assert field.evaluate("field => getComputedStyle(field).color") != "rgba(0, 0, 0, 0)"
    ask(shown, "ASK {}")
    assert field.evaluate("field => getComputedStyle(field).color") == "rgba(0, 0, 0, 0)"


def test_too_many_things_are_not_all_drawn(opened, server):
    """The picture keeps what has most ties and says what it leaves out."""
    text = "".join(f"<urn:hub> <urn:p> <urn:n{n}> .\n" for n in range(300))
    shown = opened()
    server.answer = lambda *_: (200, "application/n-triples", text)
    ask(shown, "CONSTRUCT {} {}")
    shown.get_by_role("tab", name="Picture").click()
    assert shown.locator(".sq-node").count() == 80
    expect(shown.locator(".sq-foot")).to_contain_text(
        "Drawn are the 80 boxes with most ties; 221 others are in the table."
    )


def test_numbers_are_drawn_as_bars(opened, server):
    """A bar for each row, named by as many columns as tell the rows apart, with its number; no number, no bar."""
    shown = opened()
    answer = rows(place=["A", "A", "B", "C"], kind=["x", "y", "x", "x"], n=[4, 2, 1, None])
    server.answer = lambda *_: (200, "application/json", answer)
    ask(shown, "SELECT ?place ?kind ?n {}")
    shown.get_by_role("tab", name="Picture").click()
    picture = shown.locator(".sq-drawing svg")
    assert picture.get_attribute("aria-label") == "n by place. A · x: 4; A · y: 2; B · x: 1"
    wide = picture.locator("g rect").evaluate_all("bars => bars.map(bar => bar.getBBox().width)")
    assert wide[0] == pytest.approx(2 * wide[1], rel=0.02)
    expect(shown.locator(".sq-foot")).to_contain_text("1 row without a number is left out.")


EMPTY = {
    "SELECT ?name { ?c a cw:Theme ; rdfs:label ?name }": "this result lacks a column of numbers",
    "SELECT (1 AS ?n) {}": "this result lacks a column that names the bars",
    "SELECT ?x { ?x a cw:NoSuchThing }": "The result has no rows",
    "CONSTRUCT { ?x a cw:T } { ?x a cw:NoSuchThing }": "The result has no triples",
}


def test_where_nothing_can_be_drawn_it_says_why(opened):
    """No empty picture: a sentence says what is lacking."""
    shown = opened()
    for query, said in EMPTY.items():
        ask(shown, query)
        shown.get_by_role("tab", name="Picture").click()
        expect(shown.locator("#sq-view-picture")).to_contain_text(said)


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


def test_an_example_is_taken_over_and_run(opened, library):
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


def insist(shown, text):
    """Ask as people do where a server is busy, as this one may be while it starts a worker: again after a while."""
    for _ in range(30):
        ask(shown, text)
        if "The server is busy." not in shown.locator("#sq-fault").inner_text():
            return
        shown.wait_for_timeout(1_000)


def test_it_works_on_the_real_server(page, served):
    """Rows, a fault, a deadline, a refusal and each kind of file, as `kg serve` gives them; a row leads to its page."""
    shown = page(f"{served.url}/query", known=[BUSY.pattern])
    shown.wait_for_selector(".sq-page[data-ready]")
    alert = shown.get_by_role("alert")
    insist(shown, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i")
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
    shown = page(f"{served.url}/query", known=[BUSY.pattern])
    shown.wait_for_selector(".sq-page[data-ready]")
    write(shown, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i").press("Control+Enter")
    shown.get_by_role("button", name="Stop").click()
    expect(summary(shown)).to_have_text("Stopped. Nothing is shown.")
    insist(shown, "ASK {}")
    expect(summary(shown)).to_contain_text("Yes")


def test_without_a_script_on_the_real_server(page, served):
    """The form works, and its query is ended at the deadline too."""
    shown = page(f"{served.url}/query", java_script_enabled=False, known=[BUSY.pattern])
    shown.locator(FIELD).fill("SELECT ?t { ?t a cw:Theme }")
    shown.get_by_role("button", name="Run").click()
    assert shown.locator("tbody tr").count() == 12
    shown.locator(FIELD).fill("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i")
    with shown.expect_response("**/query?*") as found:
        shown.get_by_role("button", name="Run").click()
    assert found.value.status == 504
