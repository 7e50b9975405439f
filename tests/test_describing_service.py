"""The Service Description: what the endpoint can do and cannot, and all that an editor needs in one document."""

from describing import ENDPOINT, PUBLISHED, made, said

from kg import rdf
from kg.describing import service
from kg.describing.dataset import Published
from kg.mediatypes import RDF_TYPES, RESULT_TYPES
from kg.namespaces import PREFIXES

EXAMPLES = [("who-shared", "Who shared?", "SELECT ?x WHERE { ?x ?y ?z }")]
ASSERTED = "https://w3id.org/cwkg/graph/asserted"


def test_the_endpoint_says_what_it_speaks():
    """Its address, SPARQL 1.1 queries, every format that it writes; no federation and no updates."""
    triples = service.statements(made(), PUBLISHED)
    at = f"<{ENDPOINT}>"
    assert said(triples, at, "sd:endpoint") == [ENDPOINT]
    assert [name.rsplit("#", 1)[-1] for name in said(triples, at, "sd:supportedLanguage")] == ["SPARQL11Query"]
    assert said(triples, at, "sd:resultFormat") == sorted(kind.iri for kind in (*RESULT_TYPES, *RDF_TYPES))
    assert said(triples, at, "sd:feature") == []
    assert said(triples, at, "dct:license") == ["https://example.org/licence"]


def test_a_service_without_an_address():
    """Where nobody knows yet at which address it will be, everything else is said of it all the same."""
    triples = service.statements(made(), Published())
    (name,) = rdf.Graph(triples).rows("SELECT ?s { ?s a <http://www.w3.org/ns/sparql-service-description#Service> }")[0]
    assert name == "https://w3id.org/cwkg/data#endpoint"
    assert said(triples, "data:endpoint", "sd:endpoint") == []
    assert said(triples, "data:endpoint", "sd:supportedLanguage") != []


def test_what_stands_on_the_dataset_is_named_and_not_repeated():
    """The document with all counts is named, and the counts of properties stand there alone."""
    triples = service.statements(made(), PUBLISHED)
    assert said(triples, "<https://w3id.org/cwkg/data>", "foaf:primaryTopic") == ["https://w3id.org/cwkg/data#dataset"]
    counted = [t for t in triples if t.predicate == rdf.Iri("http://rdfs.org/ns/void#distinctObjects")]
    assert [t.subject.value for t in counted] == ["https://w3id.org/cwkg/data#dataset"]


def test_the_default_graph_is_the_dataset_with_its_counts():
    """Who follows the default dataset to its graph finds the counts of VoID there."""
    triples = service.statements(made(), PUBLISHED)
    counted = said(triples, f"<{ENDPOINT}>", "sd:defaultDataset/sd:defaultGraph/void:triples")
    assert counted == [str(len(made().lines))]


def test_named_graphs_are_listed_with_their_counts():
    """Each graph that a query can name; without any, none is spoken of."""
    triples = service.statements(made(), PUBLISHED, {ASSERTED: 7})
    path = "sd:defaultDataset/sd:namedGraph"
    assert said(triples, f"<{ENDPOINT}>", f"{path}/sd:name") == [ASSERTED]
    assert said(triples, f"<{ENDPOINT}>", f"{path}/sd:graph/void:triples") == ["7"]
    assert said(service.statements(made(), PUBLISHED), f"<{ENDPOINT}>", path) == []


def test_an_editor_finds_prefixes_labels_and_examples():
    """The three questions that the SIB's editor asks beside the one for partitions."""
    graph = rdf.Graph(service.statements(made(), PUBLISHED, examples=EXAMPLES))
    sh = "PREFIX sh: <http://www.w3.org/ns/shacl#> "
    prefixes = graph.rows(sh + "SELECT DISTINCT ?p ?n WHERE { [] sh:namespace ?n ; sh:prefix ?p }")
    assert dict(prefixes) == PREFIXES
    examples = graph.rows(sh + "SELECT ?c ?q WHERE { ?x a sh:SPARQLExecutable ; rdfs:comment ?c ; sh:select ?q }")
    assert examples == [EXAMPLES[0][1:]]
    labels = graph.rows("SELECT ?l ?c WHERE { cw:Collaboration rdfs:label ?l ; rdfs:comment ?c }")
    assert labels == [("collaboration", "A joint effort.")]
