"""Results drawn in a real browser: triples as boxes and ties, numbers as bars, and why where nothing can be drawn."""

import pytest
from sparqling import ask, column, rows, take

playwright = pytest.importorskip("playwright.sync_api", reason='no playwright; pip install "cwkg[test]"')
expect = playwright.expect


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
