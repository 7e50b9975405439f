"""Addresses of pages: one writing for each, below the path of the public address."""

import pytest

from kg.web.addresses import Addresses


def test_a_page_stands_below_the_public_address():
    """Behind another server the path of the public address stands in front of every link."""
    assert Addresses.of("https://example.org/cwkg").case("cpche") == "/cwkg/case/cpche"
    assert Addresses.of("http://127.0.0.1:8000").page() == "/"


def test_parameters_are_written_safely():
    """A parameter is escaped, a list gives it several times, and one without a value is left out."""
    to = Addresses()
    assert to.ask("a&b=c #") == "/ask?q=a%26b%3Dc+%23"
    assert to.cases({"theme": ["share-power", "a:b"]}, text="") == "/cases?theme=share-power&theme=a%3Ab"
    assert to.page("case", "../x/?y") == "/case/..%2Fx%2F%3Fy"


@pytest.mark.parametrize(
    ("rest", "address"),
    [
        ("id/case/cpche", "/case/cpche"),
        ("id/organisation/pmdu", "/organisation/pmdu"),
        ("code/theme/share-power", "/theme/share-power"),
        ("code/outcome/cost-saving", "/outcome/cost-saving"),
        ("code/basis/stated", "/about-thing/code/basis/stated"),
        ("code/theme/", "/about-thing/code/theme/"),
        ("id/finding/cpche-t1", "/about-thing/id/finding/cpche-t1"),
        ("ontology#Phase", "/ontology#Phase"),
        ("ontology", "/ontology"),
        ("ontology/0.1.0", "/ontology"),
        ("data#dataset", "/data#dataset"),
        ("graph/asserted", "/data"),
    ],
)
def test_a_thing_has_a_page(rest, address):
    """An IRI of ours leads to the page of the thing; lists themselves are things too."""
    assert Addresses().thing(f"https://w3id.org/cwkg/{rest}") == address


def test_a_thing_of_others_keeps_its_address():
    """An IRI of others is not ours to show."""
    assert Addresses().thing("http://www.w3.org/2004/02/skos/core#Concept").startswith("http://www.w3.org/")


def test_a_file_has_an_address_that_changes_with_it():
    """The version stands in the address."""
    assert Addresses("/x").asset("site.css").startswith("/x/static/site.css?v=")
