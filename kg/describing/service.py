"""SPARQL 1.1 Service Description: what the endpoint speaks, over which graphs, and what helps to write a query for it.

The description holds the outline of VoID too, with the labels of classes and properties, prefixes and example queries,
in the forms that SPARQL editors look for where they find nothing in the data itself. So one request tells an editor
everything. The counts stand in the document on the dataset, which it names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg import namespaces, rdf
from kg.describing import void
from kg.describing.dataset import Described, Published
from kg.describing.terms import DATA, ENDPOINT, Statements, english, typed
from kg.mediatypes import RDF_TYPES, RESULT_TYPES
from kg.namespaces import DATASET

Example = tuple[str, str, str]  # name, what it answers, SPARQL


def statements(
    described: Described,
    published: Published,
    graphs: Mapping[str, int] | None = None,
    examples: Sequence[Example] = (),
) -> list[rdf.Triple]:
    """The endpoint at `published.endpoint` as a `sd:Service` over the graph as its default graph. Where that is not
    known, a service without an address, as the standard permits.

    `graphs` are the named graphs by their IRIs, with their counts of triples. It calls no other service, reads no
    other address and adds no entailment of its own: the derived triples are in the graph.
    """
    made = Statements()
    endpoint = published.endpoint or ENDPOINT
    _service(made, endpoint)
    made.link(endpoint, "sd:endpoint", published.endpoint)
    made.say(endpoint, "dct:title", english(f"SPARQL endpoint of the {described.title}"))
    made.link(endpoint, "dct:license", described.licence)
    _graphs(made, endpoint, graphs or {})
    _prefixes(made, endpoint)
    _labels(made, described)
    for name, comment, query in examples:
        _example(made, endpoint, name, comment, query)
    return rdf.sorted_triples([*made.triples, *void.outline(described, published)])


def bare(endpoint: str, graphs: Sequence[str]) -> list[rdf.Triple]:
    """An endpoint over data of which nothing is known but the names of its graphs."""
    made, data = Statements(), f"{endpoint}#data"
    _service(made, endpoint)
    made.link(endpoint, "sd:endpoint", endpoint)
    made.link(endpoint, "sd:defaultDataset", data)
    made.link(data, "a", "sd:Dataset")
    made.link(data, "sd:defaultGraph", f"{endpoint}#default")
    made.link(f"{endpoint}#default", "a", "sd:Graph")
    for number, name in enumerate(graphs, 1):
        made.link(data, "sd:namedGraph", f"{endpoint}#graph-{number}")
        made.link(f"{endpoint}#graph-{number}", "a", "sd:NamedGraph")
        made.link(f"{endpoint}#graph-{number}", "sd:name", name)
    return rdf.sorted_triples(made.triples)


def _service(made: Statements, endpoint: str) -> None:
    """What every endpoint of ours speaks."""
    made.link(endpoint, "a", "sd:Service")
    made.link(endpoint, "sd:supportedLanguage", "sd:SPARQL11Query")
    made.link(endpoint, "sd:resultFormat", *(kind.iri for kind in (*RESULT_TYPES, *RDF_TYPES)))
    made.link(endpoint, "sd:defaultEntailmentRegime", "http://www.w3.org/ns/entailment/Simple")


def _graphs(made: Statements, endpoint: str, graphs: Mapping[str, int]) -> None:
    dataset = DATA + "default-dataset"
    made.link(endpoint, "sd:defaultDataset", dataset)
    made.link(dataset, "a", "sd:Dataset")
    made.link(dataset, "sd:defaultGraph", DATASET)
    made.link(DATASET, "a", "sd:Graph")
    for name, triples in graphs.items():
        entry = f"{DATA}graph-{namespaces.local_name(name)}"
        made.link(endpoint, "sd:availableGraphs", dataset)
        made.link(dataset, "a", "sd:GraphCollection")
        made.link(dataset, "sd:namedGraph", entry)
        made.link(entry, "a", "sd:NamedGraph")
        made.link(entry, "sd:name", name)
        made.link(entry, "sd:graph", f"{entry}-content")
        made.link(f"{entry}-content", "a", "sd:Graph", "void:Dataset")
        made.say(f"{entry}-content", "void:triples", triples)


def _prefixes(made: Statements, endpoint: str) -> None:
    """The prefixes that a query may leave out."""
    for prefix, namespace in namespaces.PREFIXES.items():
        entry = f"{DATA}prefix-{prefix}"
        made.link(endpoint, "sh:declare", entry)
        made.say(entry, "sh:prefix", prefix)
        made.say(entry, "sh:namespace", typed(namespace, "xsd:anyURI"))


def _labels(made: Statements, described: Described) -> None:
    """What the terms of the partitions are called, and what they mean."""
    profile = described.profile
    for name in [*profile.members, *profile.properties]:
        made.say(name, "rdfs:label", *map(english, described.values(name, "rdfs:label")))
        made.say(name, "rdfs:comment", *map(english, described.values(name, "skos:definition")))


def _example(made: Statements, endpoint: str, name: str, comment: str, query: str) -> None:
    entry = f"{DATA}example-{name}"
    made.link(entry, "a", "sh:SPARQLExecutable", "sh:SPARQLSelectExecutable")
    made.say(entry, "rdfs:comment", english(comment))
    made.say(entry, "sh:select", query)
    made.link(entry, "schema:target", endpoint)
