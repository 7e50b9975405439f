"""Links and references: what leads nowhere is named with its file and line, and nothing is fetched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.paths import Project
from kg.quality import links as quality_links
from kg.rdf import Graph, parse

PREFIXES = """
@prefix : <https://w3id.org/cwkg/id/case/> .
@prefix cw: <https://w3id.org/cwkg/ontology#> .
@prefix theme: <https://w3id.org/cwkg/code/theme/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


@pytest.mark.parametrize(
    "address",
    [
        "https://w3id.org/cwkg/",
        "http://www.w3.org/2002/07/owl#",
        "https://example.org:8080/a%20b?c=d#e",
        "https://a-b.example.org",
        "http://localhost:8000/sparql",
    ],
)
def test_a_good_address_has_no_fault(address):
    """Schemes, hosts, ports, escapes, queries and fragments as they should be."""
    assert quality_links.address_fault(address) == ""


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http:/example.org", "no host"),
        ("https://", "no host"),
        ("https:example.org", "no host"),
        ("https://localhost/x", "is no host"),
        ("https://exa_mple.org", "is no host"),
        ("https://-example.org", "is no host"),
        ("https://user:secret@example.org", "a name or a password"),
        ("https://example.org:99999", "range"),
        ("https://example.org:0/", "no such port"),
        ("https://example.org/100%", "per cent"),
        ("https://[bad/", "IPv6"),
    ],
)
def test_a_bad_address_is_named(address, said):
    """Each fault of an address has its words."""
    assert said in quality_links.address_fault(address)


@given(st.text(alphabet="htps:/.[]@%#?a1-_ ", max_size=30))
def test_any_text_can_be_looked_at(text):
    """No text makes the search for addresses and ids break off."""
    for match in quality_links.ADDRESS.finditer(text + " http:" + text):
        assert isinstance(quality_links.address_fault(quality_links.trimmed(match.group())), str)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://a.org/b).", "https://a.org/b"),
        ("https://a.org/b_(c)", "https://a.org/b_(c)"),
        ("https://a.org/b_(c)).", "https://a.org/b_(c)"),
        ("https://a.org/,", "https://a.org/"),
        ("https://a.org]", "https://a.org"),
    ],
)
def test_an_address_ends_before_the_sentence_does(written, address):
    """The marks and brackets around an address are no part of it."""
    assert quality_links.trimmed(written) == address


@pytest.fixture
def paged(tmp_path) -> Project:
    """A project with an ontology folder and a docs folder, both empty."""
    for folder in ("docs", "ontology/alignments"):
        (tmp_path / folder).mkdir(parents=True)
    return Project(tmp_path)


def test_links_that_lead_nowhere_are_named(paged):
    """Files, headings, headings of the same page; code blocks and outside links are passed over."""
    page = """# One page

[good](other.md) [good](other.md#a-heading-of-it) [good](#one-page) [good](../docs) [out](https://a.org/x)
[second](other.md#twice-1) [spaced](with%20space.md)
[lost](nowhere.md) [no heading](other.md#nothing) [third](other.md#twice-2) [here](#two-pages)

```text
[code](nowhere.md)
```
"""
    (paged.root / "docs" / "page.md").write_text(page, encoding="utf-8")
    (paged.root / "docs" / "other.md").write_text("# A heading of it!\n## Twice\n## Twice\n", encoding="utf-8")
    (paged.root / "docs" / "with space.md").write_text("# Spaced\n", encoding="utf-8")
    count, found = quality_links.broken_links(paged)
    assert count == 10
    assert [(hit.place, hit.why) for hit in found] == [
        ("docs/page.md:5", "nowhere.md: there is no such file"),
        ("docs/page.md:5", "other.md#nothing: the page has no such heading"),
        ("docs/page.md:5", "other.md#twice-2: the page has no such heading"),
        ("docs/page.md:5", "#two-pages: the page has no such heading"),
    ]


def test_addresses_are_looked_at_in_pages_and_turtle(paged):
    """A slip in a prefix of an alignment is found with its line."""
    turtle = "@prefix a: <http://www.w3.org/ns/org#> .\n@prefix b: <http:/www.w3.org/ns/prov#> .\n"
    (paged.ontology / "alignments" / "org.ttl").write_text(turtle, encoding="utf-8")
    (paged.root / "README.md").write_text(
        "See [it](https://example.org/a) and <https://user@example.org>.\n", encoding="utf-8"
    )
    count, found = quality_links.bad_addresses(paged)
    assert count == 4
    assert [(hit.place, hit.why.partition(": ")[2]) for hit in found] == [
        ("ontology/alignments/org.ttl:2", "no host after the scheme"),
        ("README.md:1", "a name or a password in the address"),
    ]


def test_ids_in_texts_that_name_nothing_are_found(paged):
    """In notes of the graph and in pages; what exists, and words with a colon that are no ids, are passed over."""
    graph = Graph(
        parse(
            PREFIXES
            + """theme:share-power a skos:Concept . <https://w3id.org/cwkg/id/source/miles-2011> a cw:SourceDocument ;
            cw:lineCount 3008 . :good a cw:Case ;
            cw:note "As theme:share-power says (miles-2011:10-12); his theme: power." .
            :bad a cw:Case ; cw:note "See theme:share-powers and miles-2011:3000-3009, not other:10-12." .""",
            "turtle",
        )
    )
    (paged.root / "docs" / "page.md").write_text(
        "One\n`case:nobody` and `case:good`, x/case:no, case:CAPE\n", encoding="utf-8"
    )
    found = quality_links.lost_references(paged, graph)
    assert [(hit.thing, hit.place, hit.why) for hit in found] == [
        ("case:bad", "", "theme:share-powers does not exist"),
        ("case:bad", "", "miles-2011:3000-3009 lies outside the 3008 lines of its source"),
        ("docs/page.md", "docs/page.md:2", "case:nobody does not exist"),
        ("docs/page.md", "docs/page.md:2", "case:CAPE does not exist"),
    ]


def test_an_installed_copy_has_no_pages(project):
    """The report of an installed copy looks at what is there."""
    assert quality_links.pages(Project(project.root, installed=True)) == []
    assert project.root / "README.md" in quality_links.pages(project)


def test_the_links_of_the_checkout_are_sound(project, store):
    """Addresses are well-formed, links lead somewhere, and every id in a text exists."""
    assert quality_links.lost_references(project, store.graph) == []
    for count, found in (quality_links.bad_addresses(project), quality_links.broken_links(project)):
        assert count > 20
        assert found == []
