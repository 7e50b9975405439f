"""The words of descriptions: outside names as nodes, and statements that can be read and repeated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import rdf
from kg.describing.terms import DATA, PREFIXES, Statements, english, local, prefixed, term, typed, used_prefixes
from kg.namespaces import CW


def test_a_name_is_prefixed_or_whole():
    """Prefixed names, full addresses and `a` become nodes; a prefix that nobody knows is a fault of ours."""
    assert term("void:triples").value == "http://rdfs.org/ns/void#triples"
    assert term("https://example.org/x").value == "https://example.org/x"
    assert term("a").value == "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    with pytest.raises(KeyError):
        term("nobody:knows")


def test_statements_are_sorted_said_once_and_never_empty():
    """Whatever the order of saying, the same triples come; nothing is said of an empty value."""
    first, second = Statements(), Statements()
    for made, order in ((first, (1, 2)), (second, (2, 1))):
        for number in order:
            made.say(DATA + "x", "void:triples", number, number)
        made.say(DATA + "x", "dct:title", "", None, english("A title"))
        made.link(DATA + "x", "dct:license", "")
    assert first.triples == second.triples
    assert len(first.triples) == 3


def test_values_become_literals_of_their_kind():
    """Numbers, truth values, texts and texts in English are told apart."""
    made = Statements()
    made.say(DATA + "x", "rdfs:label", 5, True, "plain", english("English"), typed("2026-01-31", "xsd:date"))
    kinds = {t.object.value: (t.object.datatype.value.rsplit("#", 1)[-1], t.object.language) for t in made.triples}
    assert kinds == {
        "5": ("integer", None),
        "true": ("boolean", None),
        "plain": ("string", None),
        "English": ("langString", "en"),
        "2026-01-31": ("date", None),
    }


def test_short_names_of_our_terms_are_bare():
    """Fragments of partitions can be read: our own terms by their names, others with their prefix."""
    assert local(CW + "hasKind") == "hasKind"
    assert local(PREFIXES["rdfs"] + "label") == "rdfs-label"
    assert prefixed("https://w3id.org/cwkg/id/case/cpche") == "case:cpche"
    assert prefixed("mailto:x") == "mailto:x"


@given(st.sampled_from(sorted(PREFIXES.values())), st.text(max_size=10))
def test_a_short_name_can_stand_in_a_fragment(base, tail):
    """Whatever an IRI holds, its short name needs no escaping."""
    assert set(local(base + tail)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


def test_only_prefixes_in_use_are_written():
    """A short description does not begin with fifty lines of prefixes; datatypes count as used."""
    made = Statements()
    made.say(DATA + "x", "dct:issued", typed("2026-01-31", "xsd:date"))
    assert list(used_prefixes(made.triples)) == ["data", "dct", "xsd"]
    assert rdf.serialize(made.triples, "turtle", used_prefixes(made.triples)).count(b"@prefix") == 3
