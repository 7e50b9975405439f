"""The IRIs that other people's tools rely on."""

import re

import pytest

from kg.namespaces import CODE_LISTS, ID_KINDS, PREFIXES, expand, is_web_address, local_name, shorten, sparql_prologue


def test_the_promised_names_stay():
    """Terms, codebook entries and cases have the IRIs that the design promises."""
    assert expand("cw:Collaboration") == "https://w3id.org/cwkg/ontology#Collaboration"
    assert expand("theme:share-power") == "https://w3id.org/cwkg/code/theme/share-power"
    assert expand("barrier:power-struggles") == "https://w3id.org/cwkg/code/barrier/power-struggles"
    assert expand("outcome:cost-saving") == "https://w3id.org/cwkg/code/outcome/cost-saving"
    assert expand("case:cpche") == "https://w3id.org/cwkg/id/case/cpche"


@pytest.mark.parametrize("prefix", PREFIXES)
def test_shorten_turns_expand_round(prefix):
    """Every prefix is taken off as it was put on."""
    assert shorten(expand(f"{prefix}:a-b")) == f"{prefix}:a-b"


def test_lists_and_kinds_share_no_name():
    """A prefix stands for one base only."""
    assert not set(CODE_LISTS) & set(ID_KINDS)
    assert len(set(PREFIXES.values())) == len(PREFIXES)


def test_an_unknown_prefix_is_an_error():
    """A prefix that does not exist is never guessed."""
    with pytest.raises(KeyError):
        expand("nobody:knows")


def test_foreign_iris_stay_whole():
    """What no prefix covers, and a base with nothing after it, is left alone."""
    assert shorten("https://example.org/x") == "https://example.org/x"
    assert shorten("https://w3id.org/cwkg/code/theme/") == "https://w3id.org/cwkg/code/theme/"


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("https://w3id.org/cwkg/id/case/cpche", "cpche"),
        ("https://w3id.org/cwkg/ontology#about", "about"),
        ("https://w3id.org/cwkg/code/theme/", "theme"),
    ],
)
def test_local_name_is_the_last_part(iri, name):
    """The local name of an IRI is what follows the last slash or hash."""
    assert local_name(iri) == name


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://example.org/cwkg", True),
        ("http://127.0.0.1:8000", True),
        ("https://", False),
        ("https:///cwkg", False),
        ("ftp://example.org", False),
        ("https://example.org/a b", False),
        ("https://example.org/>", False),
        ("javascript:alert(1)//https://example.org", False),
    ],
)
def test_web_addresses(text, address):
    """An address has http or https, a host, and no character that an IRI may not have."""
    assert is_web_address(text) == address


def test_the_prologue_names_what_the_query_uses():
    """A query is given the prefixes that stand in it, and all of them where it is empty."""
    text = "SELECT ?c WHERE { ?c cw:enactsTheme theme:share-power }"
    assert re.findall(r"PREFIX (\S+):", sparql_prologue(text)) == ["cw", "theme"]
    assert len(re.findall("PREFIX", sparql_prologue())) == len(PREFIXES)
