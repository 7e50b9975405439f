"""A quality report as a page: well-formed, whole, escaped, and in need of nothing else."""

from __future__ import annotations

import html.parser
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.quality.page import STYLE, page
from kg.quality.parts import Group, Hit, Report, Section, Table

HOSTILE = "<script>alert(1)</script> & \"x\" 'y' </style><img src=https://a.org onload=x>"


def a_report(text: str = "words") -> Report:
    """A report with every part that a page can have, each text of it `text`."""
    groups = [Group("rule", s, text, text, [Hit(text, text, text)]) for s in ("error", "warning", "info")]
    groups.append(Group("silent", "error", text, text, []))
    tables = [
        Table(text, [text, "Number", "Share"], [[text, "3", "60.0 %"], [text, "0", "–"]], text),
        Table(text, [text], [[text]], long=True),
    ]
    return Report("1", "f", [Section("one", text, text, groups, tables, [text]), Section("two", text, text, ran=False)])


class Page(html.parser.HTMLParser):
    """A reader of a page that holds its tags to closing in order, and keeps its tags and words."""

    VOID = {"meta"}

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.words.append(data)


def test_a_page_stands_alone():
    """Nothing is fetched, nothing runs, and every link leads to a section of the page."""
    found = Page(page(a_report()))
    assert {tag for tag, _ in found.tags} & {"script", "link", "img", "iframe", "object", "form", "base"} == set()
    ids = {attributes["id"] for _, attributes in found.tags if "id" in attributes}
    assert ids == {"one", "two"}
    assert {attributes["href"] for tag, attributes in found.tags if tag == "a"} == {"#one", "#two"}
    assert not any(name == "src" or name.startswith("on") for _, attributes in found.tags for name in attributes)
    (policy,) = [a["content"] for tag, a in found.tags if tag == "meta" and "http-equiv" in a]
    assert "default-src 'none'" in policy


def test_the_style_asks_for_nothing_and_knows_dark_and_print():
    """No address in it; it follows the reader's light or dark, and lays out for paper."""
    style = STYLE.read_text(encoding="utf-8")
    assert not re.search(r"url\(|@import|https?:", style)
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style
    assert style.count("{") == style.count("}")


def test_texts_are_shown_and_never_run():
    """What looks like a tag comes out as text, whole, wherever it stands."""
    report = a_report(HOSTILE)
    found = Page(page(report))
    assert {tag for tag, _ in found.tags} == {tag for tag, _ in Page(page(a_report())).tags}
    shown = sum(word.count(HOSTILE) for word in found.words)
    assert shown == sum(word.count("words") for word in Page(page(a_report())).words)


@given(st.text(min_size=1, max_size=40))
def test_any_text_leaves_a_page_well_formed(text):
    """No text opens or closes a tag."""
    assert [tag for tag, _ in Page(page(a_report(text))).tags] == [tag for tag, _ in Page(page(a_report())).tags]


@pytest.mark.parametrize(("severity", "shown"), [("error", "✗ error"), ("warning", "! warning"), ("info", "✓ pass")])
def test_a_verdict_is_told_by_sign_and_word(severity, shown):
    """Whoever sees no colour, or no sign, still reads what was found."""
    group = Group("rule", severity, "S.", "H.", [Hit("a", "b")])
    words = Page(page(Report("1", "f", [Section("one", "One", "x", [group])]))).words
    assert words.count(shown) >= 3  # in the line of the section, in the line of all, and beside its title


def test_errors_and_warnings_are_open_and_the_rest_is_folded():
    """A reader sees what is wrong at once; remarks and silent checks are a click away."""
    states = ["open" in attributes for tag, attributes in Page(page(a_report())).tags if tag == "details"]
    assert states == [False, True, True, False, False]  # the long table, the three groups, the silent checks


def test_shares_are_drawn_behind_their_numbers():
    """The bar is as long as the number says; numbers stand on the right."""
    cells = [a for tag, a in Page(page(a_report())).tags if tag == "td" and "share" in str(a.get("class"))]
    assert cells == [{"class": "number share", "style": "--part: 60.0%"}]
