"""The frame around every page: what is put in is escaped, and nothing is loaded from elsewhere."""

import json

import pytest
import webbing

from kg.html import Html
from kg.web.pages import frame
from kg.web.pages.asked import Asked
from kg.web.pages.frame import Page


@pytest.fixture(scope="module")
def home(graph):
    return webbing.get(graph, "/")


def filled(template: str, /, **values) -> str:
    return frame.environment().from_string(template).render(**values)


HOSTILE = "</p><script>alert(1)</script>\u202e\u200b\x07' \" &"


def test_a_text_is_escaped_and_loses_what_cannot_be_seen():
    """A text shows as it is written, in an element and in an attribute, and turns no writing round."""
    shown = filled('<p title="{{ text }}">{{ text }}</p>', text=HOSTILE)
    plain = "&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#x27; &quot; &amp;"
    assert shown == f'<p title="{plain}">{plain}</p>'


def test_html_of_ours_is_put_in_as_it_is():
    """What `kg.html` made is not escaped again."""
    assert filled("{{ made }}{{ html.mark('certain') }}", made=Html("<b>x</b>")).startswith("<b>x</b><span")


def test_values_show_as_people_read_them():
    """Nothing for none, yes and no for truth, numbers without a tail."""
    assert filled("{{ nothing }}|{{ yes }}|{{ number }}", nothing=None, yes=True, number=2.0) == "|yes|2"


def test_a_name_that_is_missing_is_a_fault():
    """A template with a slip of the pen fails in the tests, not silently on a page."""
    with pytest.raises(Exception, match="no_such"):
        filled("{{ no_such }}")


def test_data_for_search_engines_cannot_leave_its_element():
    """A text with the end of a script in it stays data."""
    block = frame.data_block({"name": HOSTILE})
    inner = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert "<" not in inner
    assert json.loads(inner) == {"name": HOSTILE}


def test_every_template_is_in_memory():
    """After warming up no file is opened."""
    assert {path.name for path in frame.TEMPLATES.glob("*.html")} == set(frame.environment().list_templates())


def test_the_frame_has_landmarks_and_a_way_past_the_menu(home):
    """A page has one header, one main part and one footer, and the first link skips to the main part."""
    root = webbing.tree(home)
    for name in ("header", "main", "footer", "h1"):
        assert len(root.findall(f".//{name}")) == 1, name
    first = next(root.iter("a"))
    assert first.get("href") == "#main"
    assert root.find(".//main").get("id") == "main"


def test_every_page_says_that_the_roster_is_a_reconstruction(home, store):
    """The note stands in the footer."""
    footer = webbing.tree(home).find(".//footer")
    assert store.roster_note in " ".join("".join(footer.itertext()).split())


def test_the_menu_marks_where_one_is(graph, site):
    """The entry of the menu that a page belongs to says so to screen readers."""
    page = Page("A page", "message.html", {"message": "x", "links": []}, here="cases")
    reply = frame.render(page, site, Asked.of(webbing.PageRequest("/x")))
    current = [a for a in webbing.tree(reply).iter("a") if a.get("aria-current") == "page"]
    assert [a.text for a in current] == ["Cases"]


def test_links_stand_below_the_public_address(graph):
    """Behind another server every link and file has the path of the public address in front."""
    reply = webbing.get(graph, "/cwkg/", "https://example.org/cwkg")
    own = {address for address in webbing.links(reply) if not address.startswith("https://")}
    assert own
    assert all(address.startswith("/cwkg/") for address in own)
    assert '<link rel="canonical" href="https://example.org/cwkg/">' in webbing.source(reply)
