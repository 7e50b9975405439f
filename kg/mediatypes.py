"""The syntaxes in which graphs, results and pages are given out: media types, file name endings, other names.

This is the one list of them: what is negotiated, what files are called, and what descriptions of the data say of both.
"""

from __future__ import annotations

from dataclasses import dataclass

FORMATS = "http://www.w3.org/ns/formats/"
IANA = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True)
class MediaType:
    """One syntax. `format` is what `kg.rdf` and the results writers call it, `aliases` other names that clients ask by.

    `iri` is the W3C's name of it, empty where it has none; `sent` is the value of Content-Type.
    """

    name: str
    label: str
    suffix: str
    format: str
    iri: str = ""
    aliases: tuple[str, ...] = ()
    charset: str = ""

    @property
    def sent(self) -> str:
        return f"{self.name}; charset={self.charset}" if self.charset else self.name

    @property
    def iana(self) -> str:
        """The address of the media type in the register of IANA, as DCAT names it."""
        return IANA + self.name


HTML = MediaType("text/html", "HTML", "html", "html", aliases=("application/xhtml+xml",), charset="utf-8")

TURTLE = MediaType(
    "text/turtle",
    "Turtle",
    "ttl",
    "turtle",
    FORMATS + "Turtle",
    ("application/turtle", "application/x-turtle", "text/n3", "text/rdf+n3", "application/n3"),
    "utf-8",
)
JSON_LD = MediaType(
    "application/ld+json",
    "JSON-LD",
    "jsonld",
    "json-ld",
    FORMATS + "JSON-LD",
    ("application/x-json+ld", "application/json+ld", "application/json"),
)
RDF_XML = MediaType(
    "application/rdf+xml",
    "RDF/XML",
    "rdf",
    "rdf-xml",
    FORMATS + "RDF_XML",
    ("application/x-rdf+xml", "text/rdf+xml", "text/rdf", "application/rdf", "application/xml", "text/xml"),
)
N_TRIPLES = MediaType(
    "application/n-triples",
    "N-Triples",
    "nt",
    "n-triples",
    FORMATS + "N-Triples",
    ("text/ntriples", "text/n-triples", "application/x-ntriples", "text/plain"),
)
N_QUADS = MediaType(
    "application/n-quads", "N-Quads", "nq", "n-quads", FORMATS + "N-Quads", ("text/nquads", "text/x-nquads")
)
TRIG = MediaType("application/trig", "TriG", "trig", "trig", FORMATS + "TriG", ("application/x-trig",), "utf-8")

RESULTS_JSON = MediaType(
    "application/sparql-results+json",
    "JSON",
    "srj",
    "json",
    FORMATS + "SPARQL_Results_JSON",
    ("application/json", "text/json", "text/javascript", "application/javascript", "application/x-javascript"),
)
RESULTS_XML = MediaType(
    "application/sparql-results+xml",
    "XML",
    "srx",
    "xml",
    FORMATS + "SPARQL_Results_XML",
    ("application/xml", "text/xml"),
)
RESULTS_CSV = MediaType("text/csv", "CSV", "csv", "csv", FORMATS + "SPARQL_Results_CSV", (), "utf-8")
RESULTS_TSV = MediaType(
    "text/tab-separated-values", "TSV", "tsv", "tsv", FORMATS + "SPARQL_Results_TSV", ("text/tsv",), "utf-8"
)

# each list in the order in which it is offered: the first is what a client gets that does not mind
RDF_TYPES = (TURTLE, JSON_LD, RDF_XML, N_TRIPLES)
DATASET_TYPES = (*RDF_TYPES, N_QUADS, TRIG)
RESULT_TYPES = (RESULTS_JSON, RESULTS_XML, RESULTS_CSV, RESULTS_TSV)

BY_SUFFIX = {kind.suffix: kind for kind in (HTML, *DATASET_TYPES, *RESULT_TYPES)}
