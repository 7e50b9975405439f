"""DCAT 3: the dataset, its files and its endpoint, as catalogues of data take them in."""

from __future__ import annotations

from kg import rdf
from kg.describing.dataset import ONTOLOGY, Described, Download, Published
from kg.describing.terms import DATA, ENDPOINT, LANGUAGE, Statements, english, typed
from kg.mediatypes import IANA
from kg.namespaces import DATASET

PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"


def statements(described: Described, published: Published) -> list[rdf.Triple]:
    """The graph as a `dcat:Dataset` with a distribution a file, and its endpoint as a `dcat:DataService`."""
    made = Statements()
    _dataset(made, described, published)
    for download in published.downloads:
        _distribution(made, described, download)
    if published.endpoint:
        _service(made, described, published.endpoint)
    return made.triples


def _dataset(made: Statements, described: Described, published: Published) -> None:
    made.link(DATASET, "a", "dcat:Dataset")
    made.say(DATASET, "dct:identifier", DATASET)
    made.say(DATASET, "dct:title", english(described.title))
    made.say(DATASET, "dct:description", english(described.description))
    made.say(DATASET, "dcat:keyword", *map(english, described.keywords))
    made.say(DATASET, "dcat:version", described.version)
    made.link(DATASET, "dcat:previousVersion", described.prior)
    if published.issued:
        made.say(DATASET, "dct:issued", typed(published.issued, "xsd:date"))
    made.link(DATASET, "dct:language", LANGUAGE)
    made.link(DATASET, "dct:license", described.licence)
    made.link(DATASET, "dct:conformsTo", ONTOLOGY)
    made.link(DATASET, "dct:source", *(source.iri for source in described.sources))
    made.link(DATASET, "dct:spatial", *(country.iri for country in described.countries))
    made.link(DATASET, "dcat:landingPage", published.page)
    for agent in described.creators:
        made.link(DATASET, "dct:creator", agent.iri)
        made.link(DATASET, "dct:publisher", agent.iri)
        made.link(agent.iri, "a", "foaf:Agent")
        made.say(agent.iri, "foaf:name", english(agent.name))
    for country in described.countries:
        made.link(country.iri, "a", "dct:Location")
        made.say(country.iri, "rdfs:label", english(country.name))


def _distribution(made: Statements, described: Described, download: Download) -> None:
    """A file; it is named by its address."""
    file = download.address
    made.link(DATASET, "dcat:distribution", file)
    made.link(file, "a", "dcat:Distribution")
    made.say(file, "dct:title", english(download.title))
    made.link(file, "dcat:downloadURL", file)
    made.link(file, "dcat:accessURL", file)
    made.link(file, "dcat:mediaType", IANA + download.media_type)
    made.link(file, "dct:license", described.licence)
    if download.size is not None:
        made.say(file, "dcat:byteSize", typed(str(download.size), "xsd:nonNegativeInteger"))
    if download.sha256:
        checksum = f"{DATA}sha256-{download.sha256}"
        made.link(file, "spdx:checksum", checksum)
        made.link(checksum, "a", "spdx:Checksum")
        made.link(checksum, "spdx:algorithm", "spdx:checksumAlgorithm_sha256")
        made.say(checksum, "spdx:checksumValue", typed(download.sha256, "xsd:hexBinary"))


def _service(made: Statements, described: Described, endpoint: str) -> None:
    made.link(ENDPOINT, "a", "dcat:DataService")
    made.say(ENDPOINT, "dct:title", english(f"SPARQL endpoint of the {described.title}"))
    made.link(ENDPOINT, "dcat:endpointURL", endpoint)
    made.link(ENDPOINT, "dcat:endpointDescription", endpoint)
    made.link(ENDPOINT, "dcat:servesDataset", DATASET)
    made.link(ENDPOINT, "dct:conformsTo", PROTOCOL)
    made.link(ENDPOINT, "dct:license", described.licence)
