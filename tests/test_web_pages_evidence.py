"""A piece of evidence on a page."""

from dataclasses import replace

import pytest

from kg import answers
from kg.evidence import CONTESTED
from kg.web.addresses import Addresses
from kg.web.messages import PageRequest
from kg.web.pages.asked import Asked
from kg.web.pages.evidence import levels, piece


@pytest.fixture(scope="module")
def hit(store):
    return answers.ask(store, "which projects shared power and cut costs").possible[0]


def test_a_finding_has_its_basis_in_words_and_its_page(site, hit):
    """The basis is called as in the codebook, and the finding can be looked at."""
    made = piece(site, Addresses(), hit.evidence[0], hit)
    assert made.basis == "Inferred"
    assert made.finding == f"/about-thing/id/finding/{hit.evidence[0].finding}"
    assert made.source == f"{hit.evidence[0].source}, {hit.evidence[0].locator}"
    assert f"said by {hit.evidence[0].speaker}" in made.trail


def test_a_remark_that_it_is_contested_stands_apart(site, hit):
    """The note is the coder's; the remark is ours."""
    made = piece(site, Addresses(), replace(hit.evidence[0], note=f"Note. {CONTESTED}"), hit)
    assert (made.note, made.contested) == ("Note.", True)


def test_what_is_about_a_part_names_it(site, hit):
    """Evidence about a part of the case says so, with a link."""
    made = piece(site, Addresses(), replace(hit.evidence[0], case="cpche"), hit)
    assert made.about == [(site.store.cases["cpche"].name, "/case/cpche")]


def test_a_fact_of_record_has_no_finding(site, hit):
    """A fact is called a record, and leads to no finding."""
    made = piece(site, Addresses(), replace(hit.evidence[0], finding=None, basis="record"), hit)
    assert (made.basis, made.finding) == ("record", "")


def test_a_level_shows_its_first_cases_and_leads_to_more(site, store):
    """The number of all cases stays; the link shows more of the same answer, and goes away when all are there."""
    found = answers.ask(store, "which projects shared power")
    request = PageRequest("/ask", (("q", "which projects shared power"), ("first", "3")))
    certain, _ = levels(site, Asked.of(request), found.certain, found.possible)
    assert (certain.name, certain.total) == ("certain", len(found.certain))
    assert [hit for hit, _ in certain.hits] == found.certain[:3]
    assert certain.more == "/ask?q=which+projects+shared+power&first=53"
    request = PageRequest("/ask", (("q", "which projects shared power"), ("first", "53")))
    certain, _ = levels(site, Asked.of(request), found.certain, found.possible)
    assert (len(certain.hits), certain.more) == (certain.total, "")
