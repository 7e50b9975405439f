"""Linked data: every IRI of the graph has an address that leads to a page and to RDF, whichever a client asks for.

`kg.web.offers` says what a request is for. What is no page goes to `describe`, which answers from the graph: RDF of a
document, the way from a thing to its document, or why there is neither.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache

from kg import rdf
from kg.describing import dcat, service, void
from kg.describing.dataset import Described, Download, Published
from kg.describing.terms import Statements, english
from kg.errors import closest
from kg.mediatypes import N_QUADS, N_TRIPLES, RDF_TYPES, MediaType
from kg.namespaces import DATASET, GRAPHS, local_name
from kg.notebook.graph import KnowledgeGraph
from kg.web import concise, iris, negotiation, offers, syntaxes
from kg.web.iris import ONTOLOGY, Place
from kg.web.messages import RdfRequest, Reply
from kg.web.offers import ENDPOINT, OFFERED, VARY, WHOLE, alternates
from kg.web.written import NotKept, Written, written

PLAIN = "text/plain; charset=utf-8"
OPEN = ("Access-Control-Allow-Origin", "*")
BY_FORMAT = {kind.format: kind for kind in RDF_TYPES}


def warm(graph: KnowledgeGraph) -> None:
    """Read what answers are made from, so that no file is opened afterwards; it is indexed when it is first used."""
    with suppress(NotKept):
        written(graph)


def describe(graph: KnowledgeGraph, request: RdfRequest) -> Reply:
    """The answer to what `asked` gave. It depends on nothing but the graph and the request."""
    try:
        return _answer(graph, request)
    except NotKept as error:
        return Reply(501, f"{error}\n".encode(), PLAIN, (OPEN,))


def _answer(graph: KnowledgeGraph, request: RdfRequest) -> Reply:
    if request.path == ENDPOINT:
        made = service_description(graph, request.base)
        kind = BY_FORMAT[request.syntax]
        return Reply(200, syntaxes.write(made, kind.format, request.base + ENDPOINT), kind.sent, (OPEN, VARY))
    if file := offers.whole(request.path):
        return _whole(graph, file)
    place, as_written = iris.read(request.path), written(graph)
    if place is None or not _known(as_written, place.iri):
        return _unknown(as_written, request.path, place)
    if place.leads_on:
        return _see(request, place)
    if request.syntax not in BY_FORMAT:
        return _refused(request, place)
    return _told(graph, request, place, BY_FORMAT[request.syntax])


# -------------------------------------------------------------------- Answers


def _told(graph: KnowledgeGraph, request: RdfRequest, place: Place, kind: MediaType) -> Reply:
    """RDF of a document."""
    at = request.base + place.path(kind)
    body = syntaxes.write(_statements(graph, place, request.base), kind.format, place.iri)
    others = [*alternates(place, request.base, kind), f'<{request.base}{place.document}>; rel="canonical"']
    found = ", ".join([*others, f'<{place.iri}>; rel="describes"'])
    return Reply(200, body, kind.sent, (OPEN, VARY, ("Content-Location", at), ("Link", found)))


def _whole(graph: KnowledgeGraph, kind: MediaType) -> Reply:
    """The whole graph as a file."""
    as_written = written(graph)
    if kind is N_TRIPLES:
        body = as_written.text
    elif kind is N_QUADS and graph.store.elsewhere:
        raise NotKept("which statements follow by the rules is not known of another store; take N-Triples")
    elif kind is N_QUADS:
        body = as_written.quads(graph.store.manifest["asserted"], GRAPHS["asserted"], GRAPHS["derived"])
    else:
        body = syntaxes.write(as_written.all, kind.format, ONTOLOGY)
    return Reply(200, body, kind.sent, (OPEN,))


def _see(request: RdfRequest, place: Place) -> Reply:
    """From a thing to the document about it, in the syntax that its suffix names."""
    at = request.base + place.path(place.syntax)
    link = ", ".join([f'<{request.base}{place.document}>; rel="describedby"', *alternates(place, request.base)])
    return Reply(303, f"See {at}\n".encode(), PLAIN, (OPEN, VARY, ("Location", at), ("Link", link)))


def _refused(request: RdfRequest, place: Place) -> Reply:
    """What there is, for a client that takes none of it."""
    text = f"{request.base}{place.document} can be had as:\n{negotiation.names(OFFERED)}\n"
    return Reply(406, text.encode(), PLAIN, (OPEN, VARY, ("Link", ", ".join(alternates(place, request.base)))))


def _unknown(as_written: Written, path: str, place: Place | None) -> Reply:
    """That nothing is here, and what is near."""
    shown = path[:200]
    if place is None:
        return Reply(404, f"There is nothing at {shown}\n".encode("utf-8", "replace"), PLAIN, (OPEN,))
    owner, _, name = place.iri.rpartition("/")
    near = [local_name(node[1:-1]) for node in as_written.nodes if node.startswith(f"<{owner}/")]
    hint = closest(name, near)
    said = f"The graph has no {owner.rpartition('/')[2]} '{name}'"
    return Reply(404, f"{said}{'; ' + hint if hint else ''}\n".encode(), PLAIN, (OPEN,))


# --------------------------------------------------------------- What is told


def _known(as_written: Written, iri: str) -> bool:
    """Whether the graph has a thing; its own graphs it has without a word."""
    return iri in GRAPHS.values() or as_written.knows(f"<{iri}>")


def _statements(graph: KnowledgeGraph, place: Place, base: str) -> list[rdf.Triple]:
    """The triples of a document: those of what it is about, and a few on the document."""
    as_written = written(graph)
    if place.iri == DATASET:
        return dataset_description(graph, base)
    numbers = concise.of_ontology(as_written) if place.iri == ONTOLOGY else concise.of_thing(as_written, place.iri)
    return [*as_written.triples(numbers), *_on_document(graph, place, base)]


def _on_document(graph: KnowledgeGraph, place: Place, base: str) -> list[rdf.Triple]:
    """What the document is about, what it is a part of, its licence, and what may not be concluded from it."""
    made, document = Statements(), base + place.document
    made.link(document, "a", "foaf:Document")
    made.link(document, "foaf:primaryTopic", place.iri)
    made.link(document, "void:inDataset", DATASET)
    made.link(document, "dct:license", described(graph).licence)
    made.say(document, "rdfs:comment", english(graph.store.roster_note))
    return made.triples


@lru_cache(maxsize=2)
def described(graph: KnowledgeGraph) -> Described:
    """The graph with its counts and its words on itself, worked out once."""
    return Described.of_lines(written(graph).lines)


def published(base: str) -> Published:
    """Where this server has the data: its page, its endpoint, the graph in every syntax."""
    downloads = tuple(
        Download(f"{base}/data/cwkg.{kind.suffix}", f"The whole graph as {kind.label}", kind.name) for kind in WHOLE
    )
    return Published(f"{base}/data", base + ENDPOINT, downloads)


def dataset_description(graph: KnowledgeGraph, base: str) -> list[rdf.Triple]:
    """VoID and DCAT of the data as this server has it."""
    found, at = described(graph), published(base)
    return rdf.sorted_triples([*void.statements(found, at), *dcat.statements(found, at)])


def service_description(graph: KnowledgeGraph, base: str) -> list[rdf.Triple]:
    """What the endpoint speaks, with the named questions as examples."""
    manifest = graph.store.manifest
    named = {} if graph.store.elsewhere else GRAPHS
    graphs = {iri: int(manifest[name]) for name, iri in named.items()}
    examples = [(q.name, q.summary, q.query) for q in graph.named]
    return service.statements(described(graph), published(base), graphs, examples)
