"""A made-up graph for the descriptions: small enough to count by hand."""

from kg import rdf
from kg.describing.dataset import Described, Download, Published
from kg.describing.terms import PREFIXES

PAGE, ENDPOINT = "https://example.org/kg/data", "https://example.org/kg/sparql"
TURTLE = Download("https://example.org/kg/data/cwkg.ttl", "The graph as Turtle", "text/turtle", 120, "ab" * 32)
CASES = Download("https://example.org/kg/data/cases.csv", "A row for each case", "text/csv")
PUBLISHED = Published(PAGE, ENDPOINT, (TURTLE, CASES), "2026-01-31")
SMALL = """
data:dataset a dcat:Dataset ; rdfs:label "Made-up graph"@en ; dct:license <https://example.org/licence> ;
    dct:description "A graph\\n  for tests."@en ; dct:creator data:authors ; dcat:keyword "boats"@en .
data:authors a foaf:Agent ; rdfs:label "Nobody"@en .
<https://w3id.org/cwkg/ontology> a owl:Ontology ; owl:versionInfo "1.2.3" .
cw:SharingCollaboration owl:equivalentClass cw:Collaboration .
cw:Collaboration a owl:Class ; rdfs:label "collaboration"@en ; skos:definition "A joint effort."@en .
source:book a cw:SourceDocument ; rdfs:label "A book"@en .
place:canada a cw:Country , cw:Place ; rdfs:label "Canada"@en .
case:one a cw:Collaboration , cw:SharingCollaboration ; rdfs:label "One"@en ; cw:inCountry place:canada ;
    cw:hasKind kind:fellowship ; cw:documentedAt documentation:described ; cw:startYear 1999 .
case:two a cw:Collaboration ; rdfs:label "Two" ; cw:inCountry place:canada ; cw:partOf case:one ;
    cw:hasKind kind:fellowship ; cw:documentedAt documentation:listed .
"""


def made(text: str = SMALL) -> Described:
    """A graph given as Turtle without its prefixes."""
    prologue = "".join(f"@prefix {prefix}: <{base}> .\n" for prefix, base in PREFIXES.items())
    return Described(rdf.parse(prologue + text, "turtle"))


def said(triples, subject: str, property: str) -> list[str]:
    """What triples say of a thing, as texts in order."""
    prologue = "".join(f"PREFIX {prefix}: <{base}>\n" for prefix, base in PREFIXES.items())
    query = f"SELECT ?value WHERE {{ {subject} {property} ?value }} ORDER BY ?value"
    return [value for (value,) in rdf.Graph(triples).rows(prologue + query)]
