"""All pages: each address has one, a wrong one gets help, and every link leads somewhere."""

import itertools
import re
from urllib.parse import quote

import pytest
import webbing

from kg.html import clean

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
    "/questions",
    "/questions/when-the-leader-left",
    "/questions/questions-for-a-class?theme=create-common-purpose",
]
# what is wrong in an address, and what the page must say of it
WRONG = [
    ("/nothing/here", 404, "There is no page at /nothing/here."),
    ("/case", 400, "name a case"),
    ("/case/cpch", 400, "did you mean 'cpche'"),
    ("/theme/share-powr", 400, "'share-powr' is no theme; did you mean 'share-power'"),
    ("/organisation/office-of-comprehensive", 400, "no organisation has the id"),
    ("/cases?theme=share-powr", 400, "'share-powr' is no theme; did you mean 'share-power'"),
    ("/cases?certainty=sure", 400, "'sure' is no certainty"),
    ("/questions/most-common-barier", 400, "did you mean 'most-common-barriers'"),
    ("/questions/questions-for-a-class?theme=share-powr", 400, "did you mean 'share-power'"),
    ("/questions/total-savings?theme=x", 400, "total-savings has no parameter 'theme'"),
    ("/ask?q=" + "power " * 200, 400, "the question has 200 words"),
]
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e\u200b\x07{{7*7}}'


@pytest.fixture(scope="module")
def found(library):
    """A reply by its address, made once."""
    kept = {}

    def get(address):
        if address not in kept:
            kept[address] = webbing.get(library, address)
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
    labels = webbing.every(root, "label")
    named = {label.get("for") for label in labels}
    inside = [field for label in labels for field in webbing.every(label, "input", "select")]
    for field in webbing.every(root, "input", "select", "textarea"):
        assert field in inside or field.get("id") in named or field.get("type") == "hidden"


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_nobody_else(found, address):
    """Nothing is loaded from elsewhere, no script stands in the page, and no element has code in an attribute."""
    source = webbing.source(found(address))
    assert not re.search(r'<(?:script|img|iframe|link)[^>]+(?:src|href)="(?!/|http://127\.0\.0\.1)', source)
    assert re.findall(r"<script(?![^>]*\ssrc=)(?![^>]*ld\+json)", source) == []
    assert re.findall(r"<[^>]+\son\w+=", source) == []
    assert "javascript:" not in source


@pytest.mark.parametrize("address", PAGES)
def test_no_address_of_the_graph_stands_in_a_text(found, address):
    """People read names, never IRIs; a query that is shown has the IRIs that it needs."""
    source = re.sub(r"<code>.*?</code>", "", webbing.source(found(address)), flags=re.DOTALL)
    plain = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", source, flags=re.DOTALL)
    assert re.findall(r"https?://\S+|w3id\.org\S*", plain) == []


@pytest.mark.parametrize(("address", "status", "words"), WRONG, ids=[address[:40] for address, *_ in WRONG])
def test_what_cannot_be_shown_says_why(library, address, status, words):
    """A wrong address or parameter gets a whole page that names the fault and what is near, and offers a way on."""
    reply = webbing.get(library, address)
    assert reply.status == status
    assert words in webbing.text(reply)
    assert webbing.tree(reply).find(".//form") is not None


@pytest.mark.parametrize(
    "address",
    [
        "/ask?q=",
        "/ask?q=power&without=",
        "/cases?text=",
        "/cases?theme=",
        "/questions/",
        "/questions/total-savings?x=",
        "/",
    ],
)
def test_a_hostile_text_stays_a_text(library, address):
    """Whatever stands in an address is shown as it is, or not at all."""
    reply = webbing.get(library, address + quote(HOSTILE))
    assert reply.status in (200, 400, 404)
    source = webbing.source(reply)
    assert "<script>alert" not in source
    assert "<img src=x" not in source
    assert not re.search("[\u202e\u200b\x07]", source)
    assert "49" not in source.partition("<main")[2].partition("</main>")[0] or "{{7*7}}" in source
    webbing.tree(reply)
    assert clean(HOSTILE) == HOSTILE.replace("\u202e", "").replace("\u200b", "").replace("\x07", "")
