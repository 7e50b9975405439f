"""DCAT 3: a catalogue finds the dataset, its files, its endpoint, its licence and its version."""

from describing import CASES, ENDPOINT, PAGE, PUBLISHED, SMALL, TURTLE, made, said

from kg.describing import dcat
from kg.describing.dataset import Published


def test_the_dataset_has_what_catalogues_require():
    """Title, text, creator, licence, keywords, version, date, place, source and the page that leads to it."""
    triples = dcat.statements(made(), PUBLISHED)
    found = {name: said(triples, "data:dataset", name) for name in ("dct:title", "dcat:version", "dct:issued")}
    assert found == {"dct:title": ["Made-up graph"], "dcat:version": ["1.2.3"], "dct:issued": ["2026-01-31"]}
    assert said(triples, "data:dataset", "dct:license") == ["https://example.org/licence"]
    assert said(triples, "data:dataset", "dcat:landingPage") == [PAGE]
    assert said(triples, "data:dataset", "dct:creator/foaf:name") == ["Nobody"]
    assert said(triples, "data:dataset", "dct:spatial/rdfs:label") == ["Canada"]
    assert said(triples, "data:dataset", "dct:source") == ["https://w3id.org/cwkg/id/source/book"]


def test_each_file_is_a_distribution():
    """Address, media type by the register of IANA, size and digest where they are known."""
    triples = dcat.statements(made(), PUBLISHED)
    assert said(triples, "data:dataset", "dcat:distribution") == [CASES.address, TURTLE.address]
    file = f"<{TURTLE.address}>"
    assert said(triples, file, "dcat:downloadURL") == [TURTLE.address]
    assert said(triples, file, "dcat:mediaType") == ["https://www.iana.org/assignments/media-types/text/turtle"]
    assert said(triples, file, "dcat:byteSize") == ["120"]
    assert said(triples, file, "spdx:checksum/spdx:checksumValue") == [TURTLE.sha256]
    assert said(triples, f"<{CASES.address}>", "dcat:byteSize") == []
    assert said(triples, f"<{CASES.address}>", "dct:license") == ["https://example.org/licence"]


def test_the_endpoint_is_a_data_service():
    """Where it is, what it serves and which protocol it speaks."""
    triples = dcat.statements(made(), PUBLISHED)
    assert said(triples, "data:endpoint", "dcat:endpointURL") == [ENDPOINT]
    assert said(triples, "data:endpoint", "dcat:servesDataset") == ["https://w3id.org/cwkg/data#dataset"]
    assert said(triples, "data:endpoint", "dct:conformsTo") == ["https://www.w3.org/TR/sparql11-protocol/"]


def test_what_is_not_known_is_not_said():
    """Without an endpoint there is no service; without an earlier version none is named."""
    triples = dcat.statements(made(), Published())
    assert said(triples, "data:endpoint", "a") == []
    assert said(triples, "data:dataset", "dcat:previousVersion") == []
    assert said(triples, "data:dataset", "dct:issued") == []


def test_the_version_before_is_named():
    """Where the terms have a prior version, the dataset has a previous one."""
    prior = "<https://w3id.org/cwkg/ontology> owl:priorVersion <https://w3id.org/cwkg/ontology/1.2.2> .\n"
    triples = dcat.statements(made(SMALL + prior), PUBLISHED)
    assert said(triples, "data:dataset", "dcat:previousVersion") == ["https://w3id.org/cwkg/ontology/1.2.2"]
