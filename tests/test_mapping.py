"""The compiled context gives the triples that a JSON-LD processor gives."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import rdf
from kg.builder import _Mapper
from kg.errors import KgError
from kg.mapping import Context
from kg.vocabulary import read_context

SMALL = {
    "ex": "https://example.org/",
    "Thing": {
        "@id": "ex:Thing",
        "@context": {
            "name": "ex:name",
            "made": {"@id": "ex:made", "@type": "ex:year"},
            "near": {"@id": "ex:near", "@type": "@id", "@context": {"@base": "https://example.org/place/"}},
            "like": {"@id": "ex:like", "@type": "@id"},
            "unit": {"@id": "ex:unit", "@type": "@vocab", "@context": {"KM": "https://example.org/unit/kilometre"}},
            "parts": {"@reverse": "ex:partOf"},
        },
    },
    "Other": {"@id": "ex:Other", "@context": {"name": "ex:title"}},
    "plain": "ex:plain",
}


def processed(context, nodes):
    """What a general JSON-LD processor makes of the nodes."""
    return set(rdf.parse(json.dumps({"@context": context, "@graph": nodes}), "json-ld"))


@pytest.fixture(scope="module")
def context(project):
    return read_context(project.ontology / "context.jsonld")


def test_every_record_gives_the_triples_of_a_json_ld_processor(corpus, context):
    """The published context means the same to us and to everybody else, for every file of the checkout."""
    nodes = list(_Mapper(corpus).documents())
    assert set(Context(context).triples(nodes)) == processed(context, nodes)


def test_each_form_of_term_gives_its_triples():
    """A literal, a typed one, an IRI by base, by prefix and by word, a nested and a reversed node, yes and no."""
    node = {
        "@id": "ex:a",
        "@type": "Thing",
        "name": ["A", "b"],
        "made": "1999",
        "near": "here",
        "like": "ex:b",
        "unit": "KM",
        "parts": [{"@id": "ex:p", "@type": "Other", "name": "P", "made": "not in force here"}],
        "plain": True,
        "unknown": "says nothing",
        "none": None,
    }
    made = {str(triple) for triple in Context(SMALL).triples([node])}
    ex, a = "https://example.org/", "<https://example.org/a>"
    is_a = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    assert made == {
        f"{a} {is_a} <{ex}Thing>",
        f'{a} <{ex}name> "A"',
        f'{a} <{ex}name> "b"',
        f'{a} <{ex}made> "1999"^^<{ex}year>',
        f"{a} <{ex}near> <{ex}place/here>",
        f"{a} <{ex}like> <{ex}b>",
        f"{a} <{ex}unit> <{ex}unit/kilometre>",
        f"<{ex}p> <{ex}partOf> {a}",
        f"<{ex}p> {is_a} <{ex}Other>",
        f'<{ex}p> <{ex}title> "P"',
        f'{a} <{ex}plain> "true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    }
    assert {str(triple) for triple in processed(SMALL, [node])} == made


IDS = st.from_regex(r"ex:[a-z]{1,4}", fullmatch=True)
TAILS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,5}", fullmatch=True)
LEAVES = st.fixed_dictionaries(
    {"@id": IDS, "@type": st.sampled_from(["Thing", "Other", ["Thing", "Other"], ["Other", "Thing"], []])},
    optional={
        "name": st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), max_size=2),
        "made": st.from_regex(r"[0-9]{1,4}", fullmatch=True),
        "near": st.one_of(TAILS, IDS),
        "like": IDS,
        "unit": st.just("KM"),
        "plain": st.one_of(st.booleans(), st.none()),
    },
)


@given(st.lists(st.one_of(LEAVES, st.builds(lambda node, inner: {**node, "parts": inner}, LEAVES, st.lists(LEAVES)))))
def test_any_nodes_give_the_triples_of_a_json_ld_processor(nodes):
    """Types in any order, nested nodes and any text: never another triple than a processor makes."""
    nodes = [node for node in nodes if "parts" not in node or "Thing" in node["@type"]]
    assert set(Context(SMALL).triples(nodes)) == processed(SMALL, nodes)


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"many": {"@id": "ex:many", "@container": "@list"}}, "'many'"),
        ({"both": {"@id": "ex:a", "@reverse": "ex:b"}}, "'both'"),
        ({"lost": "none:such"}, "'none:'"),
    ],
)
def test_a_form_that_is_not_compiled_is_refused(terms, said):
    """A context that says more than is understood here is an error, not a silent loss."""
    with pytest.raises(KgError, match=said):
        list(Context({**SMALL, **terms}).triples([{"@id": "ex:a"}]))


@pytest.mark.parametrize("value", ["../up", "a/b", "", "a b", "?x", "#x", 7, 1.5])
def test_a_value_that_makes_no_iri_is_refused(value):
    """An id that a base would resolve to something else is an error."""
    with pytest.raises(KgError, match="'near'"):
        list(Context(SMALL).triples([{"@id": "ex:a", "@type": "Thing", "near": value}]))
