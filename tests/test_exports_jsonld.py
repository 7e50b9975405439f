"""JSON-LD that reads like JSON."""

import json

import pytest

from kg import rdf
from kg.exports.jsonld import Framed, document, nodes
from kg.namespaces import PREFIXES
from kg.vocabulary import read_context

A, B = rdf.Iri("http://example.org/a"), rdf.Iri("http://example.org/b")


def written(triples):
    return b"".join(document(PREFIXES, nodes(triples)))


def typed(value, name):
    return rdf.Literal(value, datatype=rdf.iri(f"xsd:{name}"))


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        (rdf.Literal("word"), "word"),
        (rdf.Literal("mot", language="fr"), {"@value": "mot", "@language": "fr"}),
        (typed("7", "integer"), 7),
        (typed("-7", "integer"), -7),
        (typed("007", "integer"), {"@value": "007", "@type": "xsd:integer"}),
        (typed("-0", "integer"), {"@value": "-0", "@type": "xsd:integer"}),
        (typed("12345678901234567890", "integer"), {"@value": "12345678901234567890", "@type": "xsd:integer"}),
        (typed("true", "boolean"), True),
        (typed("1", "boolean"), {"@value": "1", "@type": "xsd:boolean"}),
        (typed("1.50", "decimal"), {"@value": "1.50", "@type": "xsd:decimal"}),
        (typed("7", "nonNegativeInteger"), {"@value": "7", "@type": "xsd:nonNegativeInteger"}),
        (rdf.iri("theme:share-power"), {"@id": "theme:share-power"}),
        (rdf.Iri("https://w3id.org/cwkg/code/theme/"), {"@id": "https://w3id.org/cwkg/code/theme/"}),
        (rdf.BlankNode("x"), {"@id": "_:x"}),
    ],
)
def test_a_value_is_as_plain_as_it_can_be_without_loss(term, shown):
    """Texts, whole numbers and yes or no are plain JSON where nothing is lost by it, and spelt out otherwise."""
    triple = rdf.Triple(A, rdf.iri("cw:note"), term)
    (node,) = nodes([triple])
    assert node == {"@id": "http://example.org/a", "cw:note": [shown]}
    (back,) = rdf.parse(written([triple]), "json-ld")
    assert back == triple or isinstance(term, rdf.BlankNode)


def test_one_node_for_each_subject():
    """Types come under their own key, and what has no prefix keeps its whole IRI."""
    kind = rdf.iri("rdf:type")
    triples = [rdf.Triple(A, kind, rdf.iri("cw:Theme")), rdf.Triple(A, B, B), rdf.Triple(B, B, A)]
    assert list(nodes(triples)) == [
        {"@id": A.value, "@type": ["cw:Theme"], B.value: [{"@id": B.value}]},
        {"@id": B.value, B.value: [{"@id": A.value}]},
    ]
    assert set(rdf.parse(written(triples), "json-ld")) == set(triples)


def test_nothing_makes_an_empty_document():
    """A graph of nothing is a document with no node."""
    assert json.loads(written([])) == {"@context": PREFIXES, "@graph": []}


RECORDS = [
    {
        "@id": "case:x",
        "@type": ["Case"],
        "name": "X",
        "kind": "part",
        "part-of": "y",
        "country": "canada",
        "phases": [],
        "themes": [{"@id": "finding:x-t1", "@type": "ThemeFinding", "theme": "share-power", "evidence": ["s-1-2"]}],
    },
    {"@id": "case:x", "@type": "Case", "themes": [{"@id": "finding:x-c2-t1", "@type": "ThemeFinding"}]},
    {"@id": "case:y", "@type": ["Case"], "name": "Y", "story": "Long.", "country": "canada"},
    {"@id": "settlement:x-s1", "@type": "Settlement", "settles": ["x-t1"], "note": "Why."},
    {"@id": "settlement:y-s1", "@type": "Settlement", "settles": ["y-t1"], "note": "Other."},
    {"@id": "finding:x-t1", "conflicts-with": ["finding:y-t1"]},
    {"@id": "place:canada", "@type": ["Place", "Country"], "name": "Canada", "code": "CA"},
    {"@id": "passage:s-1-2", "@type": "Passage", "source": "s", "start": "0", "from-line": "1"},
    {"@id": "source:s", "@type": ["Source"], "title": "S", "authors": ["z"]},
]  # fmt: skip


@pytest.fixture
def nested(project):
    context = read_context(project.ontology / "context.jsonld")
    derived = [rdf.Triple(rdf.iri("case:x"), rdf.iri("cw:enactsTheme"), rdf.iri("theme:share-power"))]
    derived.append(rdf.Triple(rdf.iri("case:x"), rdf.iri("rdf:type"), rdf.iri("cw:PowerSharingCollaboration")))
    return Framed(context, RECORDS).case("x", derived)


def test_a_case_holds_what_is_its_own_and_names_what_it_points_to(nested):
    """Records of the case stand in it whole, things of the registry in short, passages with their source."""
    case = json.loads(nested)
    base = "https://w3id.org/cwkg/id/"
    assert case["@type"] == ["Case", "cw:PowerSharingCollaboration"]
    assert "phases" not in case
    assert case["country"] == {
        "@id": f"{base}place/canada",
        "@type": ["Place", "Country"],
        "name": "Canada",
        "code": "CA",
    }
    assert case["part-of"] == {"@id": f"{base}case/y", "@type": ["Case"], "name": "Y"}
    assert [finding["@id"] for finding in case["themes"]] == [f"{base}finding/x-t1", f"{base}finding/x-c2-t1"]
    assert case["themes"][0]["evidence"] == [
        {
            "@id": f"{base}passage/s-1-2",
            "@type": "Passage",
            "source": {"@id": f"{base}source/s", "@type": ["Source"], "title": "S"},
            "start": "0",
            "from-line": "1",
        }
    ]
    assert [node["@id"] for node in case["@included"]] == [f"{base}settlement/x-s1", f"{base}finding/x-t1"]
    assert case["cw:enactsTheme"] == [{"@id": "https://w3id.org/cwkg/code/theme/share-power"}]


def test_a_nested_document_means_what_the_records_mean(nested, project):
    """Read as RDF it gives the triples of the same records in a list, no more."""
    context = read_context(project.ontology / "context.jsonld")
    flat = set(rdf.parse(b"".join(document(context, RECORDS)), "json-ld"))
    found = set(rdf.parse(nested, "json-ld"))
    added = found - flat
    assert {t.predicate for t in added} == {rdf.iri("cw:enactsTheme"), rdf.iri("rdf:type")}
    assert len(added) == 2
