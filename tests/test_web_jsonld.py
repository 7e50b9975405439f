"""Compact JSON-LD: the same triples for every processor, and names that people can read."""

import json

import rdflib
import rdflib.compare
from hypothesis import given
from hypothesis import strategies as st

from kg import rdf
from kg.describing.terms import PREFIXES
from kg.namespaces import CW
from kg.web import jsonld

SMALL = """
case:one a cw:Collaboration ; rdfs:label "One" ; skos:altLabel "Eins"@de , "One"@en ; cw:startYear 1999 ;
  cw:amount 1.5 ; cw:isComputed true ; cw:unit unit:NUM ; cw:inCountry place:canada ;
  cw:toLine "5"^^xsd:nonNegativeInteger ;
  dct:description "A"@en ; cw:description "B" ; cw:note "x" , <urn:x> ; rdf:value [ cw:value 2.5 ] .
"""


def triples(text: str = SMALL) -> list[rdf.Triple]:
    prologue = "".join(f"@prefix {prefix}: <{base}> .\n" for prefix, base in PREFIXES.items())
    return list(rdf.parse(prologue + text, "turtle"))


def test_it_reads_like_json():
    """Short names, bare values, numbers and truth values of JSON's own."""
    (node, *_) = (n for n in json.loads(jsonld.document(triples()))["@graph"] if n["@id"] == "case:one")
    assert (node["@type"], node["label"], node["startYear"], node["isComputed"]) == (
        "cw:Collaboration",
        "One",
        1999,
        True,
    )
    assert (node["amount"], node["inCountry"], node["toLine"]) == ("1.5", "place:canada", "5")


def test_a_short_name_never_stands_for_two_things():
    """Two properties of one name keep their prefixes, and so does one that is called as a prefix is."""
    (node, *_) = (n for n in json.loads(jsonld.document(triples()))["@graph"] if n["@id"] == "case:one")
    assert (node["dct:description"], node["cw:description"]) == ("A", "B")
    assert node["cw:unit"] == "unit:NUM"


def test_other_processors_read_the_same_triples():
    """pyoxigraph and rdflib find what was written; nothing is fetched."""
    text = jsonld.document(triples())
    assert rdf.name_blank_nodes(list(rdf.parse(text, "json-ld"))) == rdf.name_blank_nodes(triples())
    given, read = (
        rdflib.Graph().parse(data=rdf.serialize(triples(), "n-triples")),
        rdflib.Graph().parse(data=text, format="json-ld"),
    )
    assert rdflib.compare.isomorphic(given, read)


values = st.one_of(
    st.text().map(rdf.Literal),
    st.sampled_from(["en", "de", "en-gb"]).flatmap(
        lambda tag: st.text().map(lambda text: rdf.Literal(text, language=tag))
    ),
    st.sampled_from(["integer", "decimal", "boolean", "nonNegativeInteger", "date", "double"]).flatmap(
        lambda kind: st.sampled_from(["1", "01", "-7", "1.0", "true", "1e3", "99999999999999999999", "x"]).map(
            lambda text: rdf.Literal(text, datatype=rdf.Iri(PREFIXES["xsd"] + kind))
        )
    ),
    st.sampled_from(["urn:x", CW + "Phase", PREFIXES["case"] + "one", "https://w3id.org/cwkg/code/theme/"]).map(
        rdf.Iri
    ),
    st.sampled_from(["b0", "b1"]).map(rdf.BlankNode),
)
subjects = st.sampled_from([rdf.Iri(PREFIXES["case"] + "one"), rdf.Iri("urn:s"), rdf.BlankNode("b0")])
properties = st.sampled_from(
    [
        CW + "note",
        CW + "unit",
        CW + "label",
        PREFIXES["rdfs"] + "label",
        PREFIXES["rdf"] + "type",
        "urn:p",
        "http://example.org/a-b",
    ]
).map(rdf.Iri)
graphs = st.lists(st.builds(rdf.Triple, subjects, properties, values), max_size=8)


@given(graphs)
def test_any_triples_come_back(given):
    """Whatever texts, languages, datatypes and names there are, each triple is read again as it was."""
    assert set(rdf.parse(jsonld.document(given), "json-ld")) == set(given)
