"""Negotiation: a client gets the syntax that it wants most, whatever it writes in its header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mediatypes import (
    DATASET_TYPES,
    HTML,
    JSON_LD,
    N_TRIPLES,
    RDF_TYPES,
    RDF_XML,
    RESULT_TYPES,
    RESULTS_CSV,
    RESULTS_JSON,
    RESULTS_TSV,
    RESULTS_XML,
    TURTLE,
    MediaType,
)
from kg.web.negotiation import Range, choose, names, parse

DOCUMENT = (HTML, *RDF_TYPES)
MADE_UP = MediaType("x/y", "made up", "xy", "xy")
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)


@pytest.mark.parametrize(
    "accept", [None, "", "   ", ",,", "*/*", "*", "rubbish", "text/turtle;q=x", "text/*/x", ";q=1"]
)
def test_who_does_not_say_gets_the_first(accept):
    """No header, an empty one, one that takes everything and one that cannot be read are all served."""
    assert choose(accept, DOCUMENT) is HTML


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        (CHROME, HTML),
        ("text/turtle", TURTLE),
        ("TEXT/Turtle", TURTLE),
        ("text/turtle, */*", TURTLE),
        ("text/html;q=0.3, text/turtle;q=0.31", TURTLE),
        ("text/turtle;q=0.5,application/ld+json;q=0.9,*/*;q=0.1", JSON_LD),
        ("application/rdf+xml, text/turtle", TURTLE),  # equal: ours comes first
        ("text/*", HTML),
        ("text/*, text/html;q=0.1", TURTLE),
        ("text/html;q=0, */*", TURTLE),
        ("*/*;q=0.1, text/*;q=0, application/rdf+xml;q=0.2", RDF_XML),
        ("application/*", JSON_LD),
        ("text/turtle; charset=UTF-8", TURTLE),
        ('text/turtle;charset="utf-8";q=.9, text/html;q=.8', TURTLE),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', JSON_LD),
        ('application/ld+json;profile="a,b;c";q=0.2, application/n-triples;q=0.1', JSON_LD),
        ("application/ld+json;profile=x;q=0, */*;q=0.5", HTML),  # a profile we do not do rules out nothing
        ("text/turtle;q=7, text/html", HTML),  # more than all is all, and then ours comes first
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", HTML),  # an old Java client
        ("application/turtle", TURTLE),
        ("text/n3", TURTLE),
        ("application/x-json+ld", JSON_LD),
        ("application/json", JSON_LD),
        ("application/ld+json;q=0, application/json", None),
        ("application/xml", RDF_XML),
        ("text/plain", N_TRIPLES),
        ("image/png", None),
        ("text/turtle;q=0", None),
        ("*/*;q=0", None),
        ("*/*;q=0.000", None),
    ],
)
def test_a_document_is_given_as_the_client_wants_it(accept, wanted):
    """Quality first, then the closer name, then our own order; nothing that is ruled out."""
    assert choose(accept, DOCUMENT) is wanted


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("application/sparql-results+json,application/json,text/javascript,application/javascript", RESULTS_JSON),
        ("application/sparql-results+xml, application/rdf+xml", RESULTS_XML),
        ("application/sparql-results+json;q=1.0,application/sparql-results+xml;q=0.7", RESULTS_JSON),
        ("text/csv", RESULTS_CSV),
        ("text/csv; charset=utf-8", RESULTS_CSV),
        ("text/tab-separated-values", RESULTS_TSV),
        ("text/javascript", RESULTS_JSON),
        ("application/xml;q=0.9, */*;q=0.8", RESULTS_XML),
        ("text/turtle", None),
    ],
)
def test_what_known_clients_send_gets_what_they_read(accept, wanted):
    """SPARQLWrapper, rdflib, Comunica and spreadsheets get results in the syntax that they parse."""
    assert choose(accept, RESULT_TYPES) is wanted


def test_rdflib_gets_rdf_xml_for_a_graph():
    """rdflib's store sends one header for rows and for graphs alike."""
    assert choose("application/sparql-results+xml, application/rdf+xml", RDF_TYPES) is RDF_XML


def test_ranges_are_read_with_their_weights_and_parameters():
    """Space, quotes and what comes after the weight are read as the standard has them."""
    found = parse('text/turtle ; q=0.5 ; ext="a,b" , application/ld+json;profile="x\\"y,z" ,, */* ; Q=0.1, text/, q=1')
    assert found == [Range("text/turtle", 0.5), Range("application/ld+json", 1.0, True), Range("*/*", 0.1)]


def test_the_list_for_a_refusal_names_every_type():
    """Who is told 406 sees what can be had."""
    assert names(RDF_TYPES).splitlines()[0] == "text/turtle  (Turtle)"
    assert len(names(RDF_TYPES).splitlines()) == len(RDF_TYPES)


def test_a_long_header_is_read_in_good_time():
    """Quotes left open and thousands of commas are no way to keep a reader busy: each character is looked at once."""
    for hostile in ('"' * 60_000, "," * 60_000, 'a/b;p="' + "\\" * 60_000, 'a/b;x="y";' * 6_000, "*/*;q=0.1," * 6_000):
        assert choose(hostile, DOCUMENT) in (*DOCUMENT, None)


offers = st.lists(st.sampled_from(DATASET_TYPES), min_size=1, unique=True)
weights = st.sampled_from(["", ";q=0", ";q=0.001", ";q=0.5", ";q=1", ";q=1.000"])
range_names = st.sampled_from(
    ["*/*", "text/*", "application/*", "image/png", *(n for k in DATASET_TYPES for n in (k.name, *k.aliases))]
)
ranges = st.lists(st.tuples(range_names, weights).map("".join), min_size=1, max_size=6)


@given(st.text(), offers)
def test_any_text_gets_an_answer(accept, offered):
    """A header may hold anything: the outcome is an offered type or none."""
    assert choose(accept, offered) in (*offered, None)


@given(ranges, offers, st.randoms())
def test_the_order_of_ranges_says_nothing(accept, offered, random):
    """By the standard a client's wishes are in the weights alone."""
    shuffled = random.sample(accept, len(accept))
    assert choose(",".join(accept), offered) is choose(" , ".join(shuffled), offered)


@given(ranges, offers)
def test_a_type_ruled_out_by_its_name_is_never_given(accept, offered):
    """`q=0` on a type stands, whatever else takes everything."""
    for kind in offered:
        others = [part for part in accept if part.partition(";")[0] != kind.name]
        assert choose(",".join([*others, f"{kind.name};q=0"]), offered) is not kind


@given(ranges, offers)
def test_a_wish_by_name_above_all_others_is_met(accept, offered):
    """Where one offered type is named with full weight and all else with less, it is given."""
    for kind in offered:
        low = [part.partition(";")[0] + ";q=0.4" for part in accept if part.partition(";")[0] != kind.name]
        assert choose(",".join([*low, kind.name]), offered) is kind


@given(ranges, offers)
def test_none_is_given_only_where_none_is_taken(accept, offered):
    """A refusal means that adding one more offered type that the client names would have served it."""
    if choose(",".join(accept), offered) is None:
        assert choose(",".join([*accept, "x/y"]), [*offered, MADE_UP]) is MADE_UP
