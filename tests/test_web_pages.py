"""All pages: each address has one, a wrong one gets help, and every link leads somewhere."""

import itertools
import re
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import pytest
import webbing

from kg.html import clean
from kg.namespaces import BASE

# one page of each kind, and of each state that looks different
PAGES = [
    "/",
    "/ask",
    "/ask?q=which projects shared power and cut costs",
    "/ask?q=which projects in India listened to citizens&robust=1",
    "/ask?q=which projects frobnicated powr",
    "/ask?q=most common barriers",
    "/cases",
    "/cases?theme=share-power&theme=share-power:neglected&country=canada&text=health",
    "/cases?theme=share-power&certainty=certain&evidence=1",
    "/case/cpche",
    "/case/virginia-comprehensive-services",
    "/case/ayurvaid",
    "/themes",
    "/barriers",
    "/outcomes",
    "/theme/share-power",
    "/barrier/power-struggles",
    "/outcome/cost-saving",
    "/organisations",
    "/organisation/office-of-comprehensive-services",
    "/compare",
    "/compare?case=cpche",
    "/compare?case=cpche&case=total-place&case=bernalillo-jdai",
    "/model",
    "/model?case=cpche",
    "/model?set=country:canada&set=country:india",
    "/gaps",
    "/gaps?rows=barrier&kind=fellowship",
    "/lesson",
    "/lesson?theme=share-power&minutes=90",
    "/questions",
    "/questions/when-the-leader-left",
    "/questions/questions-for-a-class?theme=create-common-purpose",
    "/about-thing/id/finding/cpche-t1",
    "/about-thing/id/person/emily-miles",
    "/about-thing/id/passage/miles-2011-93-96",
    "/about-thing/code/stance/",
    "/about-thing/code/theme/",
    "/ontology",
    "/data",
    "/about",
]
# what is wrong in an address, and what the page must say of it
WRONG = [
    ("/nothing/here", 404, "There is no page at /nothing/here."),
    ("/casess", 404, "Did you mean 'cases'"),
    ("/case", 400, "name a case"),
    ("/case/cpch", 404, "did you mean 'cpche'"),
    ("/case/xylophone", 404, "no case is called 'xylophone'; look in the list of cases"),
    ("/questions/xylophone", 400, "no question is called 'xylophone'; look in the list of questions"),
    ("/cases?theme=share-powr", 400, "'share-powr' is no theme; did you mean 'share-power'"),
    ("/cases?certainty=sure", 400, "'sure' is no certainty"),
    ("/theme/share-powr", 404, "'share-powr' is no theme; did you mean 'share-power'"),
    ("/organisation/office-of-comprehensive", 404, "no organisation has the id"),
    ("/compare?case=cpch", 400, "did you mean 'cpche'"),
    ("/compare" + "?case=cpche&case=pmdu&case=total-place&case=popp&case=cook-jdai", 400, "2 to 4 cases"),
    ("/model?set=canada", 400, "'canada' is no set of cases"),
    ("/model?set=country:canda", 400, "'canda' is no country; did you mean 'canada'"),
    ("/gaps?rows=country", 400, "a gap map has no rows of 'country'"),
    ("/gaps?kind=x", 400, "'x' is no kind of case"),
    ("/lesson?theme=x", 400, "'x' is no theme"),
    ("/lesson?theme=share-power&minutes=5", 400, "a session takes 15 to 240 minutes, not 5"),
    ("/lesson?theme=share-power&minutes=soon", 400, "'minutes' takes a whole number, not 'soon'"),
    ("/questions/most-common-barier", 400, "did you mean 'most-common-barriers'"),
    ("/questions/questions-for-a-class?theme=share-powr", 400, "did you mean 'share-power'"),
    ("/questions/total-savings?theme=x", 400, "total-savings has no parameter 'theme'"),
    ("/about-thing/id/person/emily-mils", 404, "Did you mean 'emily-miles'"),
    ("/about-thing/id/person/x> ?p ?o }#", 404, "The graph holds nothing called"),
    ("/ask?q=" + "power " * 200, 400, "the question has 200 words"),
]
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e\u200b\x07{{7*7}}'


@pytest.fixture(scope="module")
def found(graph):
    """A reply by its address, made once."""
    kept = {}

    def get(address):
        if address not in kept:
            kept[address] = webbing.get(graph, address)
        return kept[address]

    return get


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_sound(found, address):
    """A page is there, breaks no rule of HTML, has one main heading, and headings that skip no level."""
    reply = found(address)
    assert (reply.status, reply.media_type) == (200, "text/html; charset=utf-8")
    root = webbing.tree(reply)
    levels = [int(node.tag[1]) for node in root.iter() if re.fullmatch("h[1-6]", str(node.tag))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), levels
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids)), sorted(id for id in ids if ids.count(id) > 1)
    assert {a.get("href")[1:] for a in root.iter("a") if a.get("href").startswith("#")} <= set(ids)
    labels = webbing.every(root, "label")
    named = {label.get("for") for label in labels}
    inside = [field for label in labels for field in webbing.every(label, "input", "select")]
    for field in webbing.every(root, "input", "select", "textarea"):
        assert field in inside or field.get("id") in named or field.get("type") == "hidden"


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_nobody_else(found, address):
    """Nothing is loaded from elsewhere, and neither script nor style stands in a page."""
    source = webbing.source(found(address))
    assert not re.search(r'<(?:script|img|iframe|link)[^>]+(?:src|href)="(?!/|http://127\.0\.0\.1)', source)
    assert re.findall(r"<script(?![^>]*\ssrc=)(?![^>]*ld\+json)", source) == []
    assert re.findall(r"<style|<[^>]+\s(?:style|on\w+)=", source) == []
    assert "javascript:" not in source


@pytest.mark.parametrize("address", PAGES)
def test_no_address_of_the_graph_stands_in_a_text(found, address):
    """People read names, never IRIs; a query that is shown has the IRIs that it needs."""
    source = re.sub(r"<code>.*?</code>", "", webbing.source(found(address)), flags=re.DOTALL)
    plain = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", source, flags=re.DOTALL)
    assert re.findall(r"https?://\S+|w3id\.org\S*", plain) == []


@pytest.mark.parametrize(("address", "status", "words"), WRONG, ids=[address[:50] for address, *_ in WRONG])
def test_what_cannot_be_shown_says_why(graph, address, status, words):
    """A wrong address or parameter gets a whole page that names the fault and what is near, and offers a way on."""
    reply = webbing.get(graph, address)
    assert reply.status == status
    assert words in webbing.text(reply)
    assert not re.search(r"\bkg [a-z]+", webbing.text(reply)), "a page has no command line"
    assert webbing.tree(reply).find(".//form") is not None


@pytest.mark.parametrize(
    "start",
    [
        "/",
        "/ask?q=",
        "/ask?q=power&without=",
        "/case/",
        "/cases?text=",
        "/cases?theme=",
        "/compare?case=",
        "/model?set=",
        "/gaps?rows=",
        "/lesson?minutes=",
        "/questions/",
        "/questions/total-savings?x=",
        "/about-thing/id/",
        "/theme/",
    ],
)
def test_a_hostile_text_stays_a_text(graph, start):
    """Whatever stands in an address is shown as it is, or not at all."""
    reply = webbing.get(graph, start + quote(HOSTILE))
    assert reply.status in (200, 400, 404)
    source = webbing.source(reply)
    assert "<script>alert" not in source
    assert "<img src=x" not in source
    assert not re.search("[\u202e\u200b\x07]", source)
    if "7*7" in clean(webbing.text(reply)):
        assert "{{7*7}}" in source
    webbing.tree(reply)


def test_hostile_texts_of_a_graph_stay_texts(make_small, tmp_path):
    """Names, summaries, stories and notes of cases are written by anybody, and shown as they are."""
    from kg.notebook.graph import KnowledgeGraph

    small = make_small(tmp_path)
    evil = "<b onclick=alert(1)>x</b> {{ 7*7 }} </title>"
    small.case(
        "evil",
        "themes:\n" + small.finding("t1", "theme/share-power", "enacted", note=f"'{evil}'"),
        tier="described",
        name=f"'{evil}'",
        summary=f"'{evil}'",
        prose=f"## Story\n\n{evil}\n",
    )
    graph = KnowledgeGraph(small.build())
    for address in ("/", "/case/evil", "/cases", "/theme/share-power", "/ask?q=shared power", "/model?case=evil"):
        reply = webbing.get(graph, address)
        assert reply.status == 200, webbing.text(reply)
        assert "<b onclick" not in webbing.source(reply)
        webbing.tree(reply)
    assert evil in webbing.text(webbing.get(graph, "/case/evil"))


def test_every_link_leads_somewhere(graph, store, found):
    """From the home page on, every page that is linked to is there, and so is the place in it.

    Things and choices of facets are many: of the former the graph must know them, of the latter every value.
    """
    waiting, seen, lost = ["/", *PAGES], set(), []
    tried: dict[str, int] = {}
    while waiting:
        address = waiting.pop()
        page, _, place = address.partition("#")
        if address in seen or _of_the_front(page):
            continue
        seen.add(address)
        path, _, query = page.partition("?")
        if path.startswith("/about-thing/") and page not in PAGES:
            lost += [] if _known(store, unquote(path.removeprefix("/about-thing/"))) else [address]
            continue
        if path == "/cases" and page not in PAGES:
            chosen = [(key, value) for key, value in parse_qsl(query) if key in {g.key for g in graph.facets.groups}]
            assert all(graph.facets.find(key, value) for key, value in chosen)
            continue
        if query and page not in PAGES:
            tried[path] = tried.get(path, 0) + 1
            if tried[path] > 5:
                continue
        reply = found(page)
        if reply.status != 200 or (place and f'id="{place}"' not in webbing.source(reply)):
            lost.append(address)
        if reply.media_type.startswith("text/html"):
            waiting += [link for link in webbing.links(reply) if urlsplit(link).netloc == ""]
    assert lost == []
    assert {f"/case/{id}" for id in store.cases} <= seen
    assert {f"/questions/{question.name}" for question in graph.named} <= seen


def _of_the_front(link: str) -> bool:
    """Addresses that the front itself answers, or the part that tells of things as RDF."""
    return bool(re.match(r"/(static|sparql|void)\b", link) or re.search(r"\.(ttl|jsonld|rdf|nt|nq)$", link))


def _known(store, rest: str) -> bool:
    return bool(store.graph.rows(f"SELECT ?p WHERE {{ <{BASE}{rest}> ?p ?o }} LIMIT 1"))
