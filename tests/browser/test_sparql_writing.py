"""Writing a query in a real browser: its pieces, its colours, and names of the graph that are suggested."""

import re

import pytest
from sparqling import FIELD, ask, call, options, write

playwright = pytest.importorskip("playwright.sync_api", reason='no playwright; pip install "cwkg[test]"')
expect = playwright.expect


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


def test_names_of_the_graph_are_suggested(opened, graph):
    """After a property of themes there are the themes, with labels and counts, and nothing else."""
    shown = opened()
    write(shown, "SELECT * { ?case cw:enactsTheme |").press("Control+Space")
    themes = {iri.rsplit("/", 1)[1] for (iri,) in graph.store.graph.rows("SELECT ?t { ?t a cw:Theme }")}
    found = options(shown)
    assert {name.removeprefix("theme:") for name in found[: len(themes)]} == themes
    assert found[len(themes) :] == ["?case"]
    first = shown.locator(".sq-option").first
    assert re.search(r"uses$", first.inner_text())
    assert first.locator(".sq-label").inner_text() in {
        label for (label,) in graph.store.graph.rows("SELECT ?l { ?t a cw:Theme ; rdfs:label ?l }")
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


def test_a_very_long_text_stays_editable(opened):
    """Colours give way to the plain field, and come back."""
    shown = opened()
    field = write(shown, "SELECT * { " + "?s ?p ?o . " * 3_000 + "}")
    assert field.evaluate("field => getComputedStyle(field).color") != "rgba(0, 0, 0, 0)"
    ask(shown, "ASK {}")
    assert field.evaluate("field => getComputedStyle(field).color") == "rgba(0, 0, 0, 0)"
