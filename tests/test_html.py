"""HTML from texts of cases: what is shown is the text, and nothing but the text."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import html
from kg.html import Html

HOSTILE = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "</table></div></style><script>",
    "javascript:alert(1)",
    "[click](javascript:alert(1))",
    "\u202egnp.exe\u2066\u200f",
    "a\x00b\x1b[31m\x85",
    "👩‍👩‍👧 🏴 ثلاثة שלום",
    "\ud800 lone",
    "x" * 10_000,
    "`code` | # heading *bold* _it_ ~~no~~ $x$ ![i](http://example.org/i.png)",
]


class Reader(HTMLParser):
    """Collects the tags, attributes and text of HTML."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text = [], [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data


@given(st.text())
def test_an_escaped_text_is_a_text(text):
    """Whatever is escaped reads back as itself, cleaned, and makes no tag; so it does inside an attribute."""
    assert Reader(html.escape(text)).tags == []
    assert Reader(html.escape(text)).text == html.clean(text)
    inside = Reader(f'<p title="{html.escape(text)}">')
    assert inside.tags == ["p"]
    assert [name for name, _ in inside.attributes] == ["title"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_in_a_table_is_shown_as_text(text):
    """No cell, heading, caption or meaning adds a tag or an attribute."""
    plain = Reader(html.table(["a"], [["b" * len(text)]], "c", {"a": "d"}))
    hostile = Reader(html.table([text], [[text]], text, {text: text}))
    assert hostile.tags == plain.tags
    assert [name for name, _ in hostile.attributes] == [name for name, _ in plain.attributes]
    hostile.text.encode()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_in_every_piece_is_shown_as_text(text):
    """Lists, folded parts, code, marks, links, paragraphs and pages take any text."""
    for make in (
        lambda t: html.items([t]),
        lambda t: html.details(t, t),
        html.code,
        lambda t: html.mark("certain", t),
        lambda t: html.link("https://example.org/", t),
        html.paragraphs,
        lambda t: html.page(t, html.escape(t)),
        lambda t: html.fragment(t),
    ):
        assert Reader(make(text)).tags == Reader(make("plain")).tags
        make(text).encode()


def test_what_cannot_be_seen_is_taken_out():
    """Controls, marks that turn the writing and lone surrogates go; new lines, joined emoji and other scripts stay."""
    assert html.clean("a\x00b\x1bc\u202ed\u2069e\ufefff\ud800g\u200bh") == "abcdefgh"
    assert html.clean("one\ntwo\tthree") == "one\ntwo\tthree"
    assert html.clean("👩‍👧 שלום é") == "👩‍👧 שלום é"


def test_a_long_text_is_cut():
    """Of ten thousand characters two thousand are shown, and a sign that there are more; a query is shown whole."""
    shown = html.escape("x" * 10_000)
    assert len(shown) == html.LONGEST
    assert shown.endswith("…")
    assert "x" * 10_000 in html.code("x" * 10_000)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org/x",
        "http:javascript",
        "https://",
        "https://exa mple.org",
        "https://example.org/\u202e",
        "mailto:",
        "",
    ],
)
def test_an_address_of_another_kind_is_no_link(url):
    """Only whole web and mail addresses become links; of others the text is left."""
    assert html.link(url, "the text") == "the text"


@pytest.mark.parametrize("url", ["https://example.org/a?b=1&c=2#d", "HTTP://EXAMPLE.org", "mailto:someone@example.org"])
def test_a_web_or_mail_address_is_a_link(url):
    """The address is kept whole, and a new page learns nothing of the one before."""
    found = Reader(html.link(url, "text"))
    attributes = dict(found.attributes)
    assert (found.tags, found.text, attributes["href"]) == (["a"], "text", url)
    assert attributes["rel"] == "noopener noreferrer"


def test_values_are_shown_as_people_read_them():
    """Nothing for none, yes and no, numbers without a tail, web addresses as links with a short text."""
    cells = [html.cell(v) for v in (None, True, False, 3, 0.1 + 0.2, 2.0, "a<b", "javascript:x")]
    assert cells == ["", "yes", "no", "3", "0.3", "2", "a&lt;b", "javascript:x"]
    found = Reader(html.cell("https://example.org/things/bridge/"))
    assert (found.tags, found.text) == (["a"], "bridge")
    assert html.cell(Html("<b>x</b>")) == "<b>x</b>"


def test_numbers_stand_to_the_right():
    """A column of numbers is marked, with gaps too; truth values and empty columns are not."""
    table = html.table(["n", "yes", "none"], [[1, True, None], [None, False, None]])
    assert table.count('class="cw-number"') == 3
    assert '<th scope="col" class="cw-number">n</th>' in table


def test_a_column_of_long_texts_has_room():
    """A note is not squeezed into a column of single words; short texts and ready HTML are left as they are."""
    table = html.table(["note", "short", "ready"], [["word " * 30, "word", Html("<b>" + "x" * 200 + "</b>")]])
    assert table.count('class="cw-text"') == 2
    assert '<th scope="col" class="cw-text">note</th>' in table


def test_a_table_can_be_scrolled_by_keyboard_and_has_a_name():
    """The part that scrolls takes the focus and says what it is."""
    attributes = dict(Reader(html.table(["a"], [], "Findings")).attributes)
    assert (attributes["role"], attributes["tabindex"], attributes["aria-label"]) == ("region", "0", "Findings")


@pytest.mark.parametrize("level", html.MARKS)
def test_a_level_is_told_by_sign_and_word(level):
    """No level is told by colour alone: each has its own sign and its name."""
    assert Reader(html.mark(level)).text == f"{html.MARKS[level]} {level}"
    assert len(set(html.MARKS.values())) == len(html.MARKS)


def test_a_level_has_its_style():
    """The stylesheet has a class for every level."""
    for level in html.MARKS:
        assert f".cw-{level.replace(' ', '-')} {{" in html.STYLE


@given(st.text())
def test_markdown_is_a_text_on_one_line(text):
    """No tag, link, picture, heading, list or table comes out of a text."""
    made = html.markdown(text)
    assert "\n" not in made
    assert "<" not in made
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]|#!~$]", made)
    assert not re.match(r"\s*([-+>=]|\d+[.)])", made)


def test_markdown_reads_as_the_text():
    """Plain words and accents are left as they are."""
    assert html.markdown("Ann's “plan” – é, 5 %") == "Ann's “plan” – é, 5 %"
    assert html.markdown("1. one") == "1\\. one"


def test_a_page_stands_alone():
    """A page forbids scripts and requests itself, and names nothing outside of it."""
    page = html.page("Title", Html("<p>body</p>"))
    found = Reader(page)
    assert ("content", html.POLICY) in found.attributes
    assert "default-src 'none'" in html.POLICY
    assert "script" not in found.tags
    assert not re.search(r"url\(|@import|https?:", html.STYLE)


def test_every_class_is_ours():
    """No class of ours can meet one of a notebook: all start with cw-."""
    selectors = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", html.STYLE, flags=re.DOTALL)
    foreign = {"vscode-light", "vscode-dark"}
    assert {name for name in re.findall(r"\.([A-Za-z][\w-]*)", selectors) if not name.startswith("cw-")} == foreign


# ---------------------------------------------------------------- Colours


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


COLOURS = dict(re.findall(r"--cw-([\w-]+): light-dark\(([^)]+)\)", html.STYLE))


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_texts_can_be_read_on_both_papers(theme):
    """Every colour of text has a contrast of 4.5 to 1 on paper and card, in both themes (WCAG 2.2, level AA)."""
    inks = [name for name in COLOURS if name in ("ink", "soft") or name.endswith("-ink")]
    assert len(inks) == 7
    for ink in inks:
        for paper in ("paper", "card"):
            pair = [COLOURS[name].split(", ")[theme] for name in (ink, paper)]
            assert contrast(*pair) >= 4.5, (ink, paper)


def test_contrast_is_measured_as_the_standard_says():
    """Black on white is 21 to 1; a colour on itself 1 to 1."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1


def test_html_of_ours_is_known_to_template_engines():
    """An engine that escapes what it puts in leaves HTML of ours as it is, by the usual sign."""
    assert html.Html("<b>x</b>").__html__() == "<b>x</b>"
    assert not hasattr("<b>x</b>", "__html__")
