"""Linked data: every IRI of the graph leads to a page and to RDF, and every answer says what it is."""

import html
import re
from urllib.parse import unquote, urlsplit

import pytest
import rdflib
from linking import BASE, follow, get, headers

from kg import rdf
from kg.describing.terms import PREFIXES
from kg.mediatypes import HTML, N_TRIPLES, RDF_TYPES, RDF_XML, TURTLE
from kg.namespaces import BASE as NAMESPACE
from kg.namespaces import CODE_LISTS, GRAPHS, ID_KINDS, expand
from kg.notebook.graph import KnowledgeGraph
from kg.web import iris, offers, resources
from kg.web.messages import PageRequest
from kg.web.pages import respond
from kg.web.written import written

PREFIX = urlsplit(BASE).path


@pytest.fixture(scope="module")
def graph(store) -> KnowledgeGraph:
    """The open graph."""
    return KnowledgeGraph(store)


@pytest.fixture(scope="module")
def ours(graph) -> list[str]:
    """Every IRI of the graph under this project's namespace."""
    as_written = written(graph)
    nodes = {node for line in as_written.lines for node in line if node.startswith(f"<{NAMESPACE}")}
    return sorted(node[1:-1] for node in nodes)


def read(reply) -> list[rdf.Triple]:
    """The triples of a reply, read as its own header says."""
    (kind,) = (kind for kind in RDF_TYPES if kind.sent == reply.media_type)
    return list(rdf.parse(reply.body, kind.format))


# ------------------------------------------------------------- Things and documents


def test_a_thing_is_sent_on_with_303(graph):
    """A case is no document: whoever asks for it is told where the document is."""
    for accept in (None, "text/html", "text/turtle", "image/png"):
        reply = get(graph, "/id/case/cpche", accept)
        assert (reply.status, headers(reply)["Location"]) == (303, f"{BASE}/case/cpche")
        assert headers(reply)["Vary"] == "Accept"
        assert f'<{BASE}/case/cpche>; rel="describedby"' in headers(reply)["Link"]


def test_a_suffix_is_kept_on_the_way(graph):
    """The suffix of a thing is that of its document."""
    assert headers(get(graph, "/id/case/cpche.rdf"))["Location"] == f"{BASE}/case/cpche.rdf"
    assert headers(get(graph, "/code/theme.ttl"))["Location"] == f"{BASE}/about-thing/code/theme.ttl"
    assert headers(get(graph, "/ontology/0.1.0.nt"))["Location"] == f"{BASE}/ontology.nt"


@pytest.mark.parametrize("kind", RDF_TYPES, ids=lambda kind: kind.suffix)
@pytest.mark.parametrize(
    "path", ["/case/cpche", "/theme/share-power", "/about-thing/id/person/emily-miles", "/ontology", "/data"]
)
def test_a_document_is_given_in_each_syntax(graph, path, kind):
    """By its media type and by its suffix alike, with its own address and that it varies."""
    asked, by_suffix = get(graph, path, kind.name), get(graph, f"{path}.{kind.suffix}", "text/html")
    assert asked == by_suffix
    assert (asked.status, asked.media_type) == (200, kind.sent)
    found = headers(asked)
    assert found["Content-Location"] == f"{BASE}{path}.{kind.suffix}"
    assert (found["Vary"], found["Access-Control-Allow-Origin"]) == ("Accept", "*")
    others = re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', found["Link"])
    assert others == [(f"{BASE}{path}.{other.suffix}", other.name) for other in RDF_TYPES if other is not kind]


def test_people_get_the_page(graph):
    """Browsers, and clients that take everything, are given HTML; that is made elsewhere."""
    for accept in (None, "*/*", "text/html", "text/html;q=0.9, text/turtle;q=0.8"):
        assert get(graph, "/case/cpche", accept) is None
        assert get(graph, "/", accept) is None
    assert get(graph, "/cases", "text/turtle") is None


def test_weights_are_honoured(graph):
    """The syntax that a client wants most is the one that it gets."""
    assert get(graph, "/case/cpche", "text/html;q=0.8, text/turtle;q=0.9").media_type == TURTLE.sent
    assert get(graph, "/case/cpche", "text/turtle;q=0.1, application/rdf+xml;q=0.2").media_type == RDF_XML.sent
    assert get(graph, "/case/cpche", "text/html;q=0, */*;q=0.1").media_type == TURTLE.sent


def test_a_client_that_takes_nothing_of_it_is_told_what_there_is(graph):
    """406 lists every syntax, and links lead to them."""
    reply = get(graph, "/case/cpche", "image/png")
    assert reply.status == 406
    for kind in (HTML, *RDF_TYPES):
        assert kind.name in reply.body.decode()
    assert f"<{BASE}/case/cpche.ttl>" in headers(reply)["Link"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/id/case/cpch", "The graph has no case 'cpch'; did you mean 'cpche'"),
        ("/case/cpch.ttl", "The graph has no case 'cpch'"),
        ("/code/theme/shared-power", "no theme 'shared-power'; did you mean 'share-power'"),
        ("/id/finding/none.rdf", "The graph has no finding 'none'"),
        ("/ontology/9.9.9", "The graph has no ontology '9.9.9'"),
        ("/id/passage/" + "x" * 5_000, "The graph has no passage"),
    ],
)
def test_what_the_graph_does_not_have_is_404_with_the_nearest(graph, path, said):
    """Nobody is sent on to a page that is not there."""
    reply = get(graph, path, "text/turtle")
    assert (reply.status, reply.media_type) == (404, "text/plain; charset=utf-8")
    assert said in reply.body.decode()
    assert len(reply.body) < 6_000


# ------------------------------------------------------------- Every IRI


def test_every_iri_of_the_graph_resolves(graph, ours):
    """Case, finding, passage, entry, list, term, ontology, version, dataset: each leads to a document that is there."""
    kinds = set()
    for iri in ours:
        path = "/" + iri.partition("#")[0].removeprefix(NAMESPACE)
        reply = get(graph, path)
        if reply is not None:
            assert reply.status == 303, iri
            path = headers(reply)["Location"].removeprefix(BASE)
        place = iris.read(path)
        assert get(graph, path) is None, iri  # the document is a page for people …
        assert resources._known(written(graph), place.iri), iri
        kinds.add(tuple(iri.removeprefix(NAMESPACE).split("/")[:2]))
    assert {("id", kind) for kind in ID_KINDS} | {("code", name) for name in CODE_LISTS} <= kinds


def test_one_of_each_kind_is_told_as_rdf_and_so_is_all_it_names(graph, ours):
    """… and RDF that speaks of the IRI that was asked for; every IRI of ours in it resolves too."""
    firsts = {tuple(iri.removeprefix(NAMESPACE).split("/")[:2]): iri for iri in reversed(ours) if "#" not in iri}
    known = set(ours)
    for iri in firsts.values():
        triples = read(follow(graph, "/" + iri.removeprefix(NAMESPACE), "application/n-triples"))
        nodes = {
            node.value for t in triples for node in (t.subject, t.predicate, t.object) if isinstance(node, rdf.Iri)
        }
        assert iri in nodes, iri
        strange = {node for node in nodes if node.startswith(NAMESPACE)} - known
        assert {
            node
            for node in strange
            if follow(graph, "/" + node.partition("#")[0].removeprefix(NAMESPACE), "text/turtle").status != 200
        } == set()


def test_every_term_stands_on_the_document_of_the_ontology(graph, ours):
    """`ontology#X` is a fragment: the document that it leads to defines it."""
    told = {t.subject.value for t in read(get(graph, "/ontology", "text/turtle")) if isinstance(t.subject, rdf.Iri)}
    terms = {iri for iri in ours if iri.startswith(expand("cw:"))}
    assert len(terms) > 200
    assert terms <= told


def test_every_term_has_its_place_on_the_page_of_the_ontology(graph, ours):
    """A browser that follows `ontology#X` comes to X."""
    page = respond(graph, PageRequest("/ontology", (), BASE)).body.decode()
    places = set(re.findall(r'\bid="([^"]+)"', page))
    assert {iri.partition("#")[2] for iri in ours if iri.startswith(expand("cw:"))} <= places


def test_every_sort_of_thing_has_a_page_whose_links_lead_somewhere(graph, ours):
    """One page of each kind and list: it is there, and so is each page of ours that it links to, with its place."""
    firsts = {iri.rpartition("/")[0]: iri for iri in reversed(ours) if "#" not in iri}
    found: dict[str, set[str]] = {}

    def places(path: str) -> set[str]:
        """The places on a page, which is there."""
        if path not in found:
            reply = get(graph, path) or respond(graph, PageRequest(path, (), BASE))
            assert reply.status in (200, 303), path
            found[path] = set(re.findall(r'\bid="([^"]+)"', reply.body.decode())) if reply.status == 200 else {""}
        return found[path]

    for path in sorted({iris.place_of(iri).document for iri in firsts.values()} | {"/data"}):
        places(path)
        page = respond(graph, PageRequest(path, (), BASE)).body.decode()
        for address in re.findall(r'href="([^"?]*)"', page):
            below, _, fragment = unquote(html.unescape(address)).partition("#")
            if address.startswith(f"{PREFIX}/") and not address.startswith(f"{PREFIX}/static/"):
                there = places(below.removeprefix(PREFIX))
                assert not fragment or fragment in there, (path, address)


def test_every_link_of_an_answer_resolves(graph):
    """Alternates, canonical addresses and where a thing is told of: all are there."""
    for path in (
        "/case/cpche.ttl",
        "/id/case/cpche",
        "/code/theme/",
        "/ontology.nt",
        "/data.ttl",
        "/void",
        "/graph/derived",
    ):
        for address in re.findall(rf"<{BASE}([^>]+)>", headers(get(graph, path))["Link"]):
            reply = get(graph, address)
            assert reply is None or reply.status == 200, address


# ------------------------------------------------------------- What is told


def test_a_case_is_told_with_its_evidence(graph):
    """A tool that follows the IRI of a case gets findings, stances, passages, sources and names."""
    told = rdf.Graph(read(follow(graph, "/id/case/cpche", "text/turtle")))
    rows = told.rows(
        """SELECT ?theme ?stance ?source WHERE { ?f cw:about case:cpche ; cw:concernsTheme ?t ; cw:hasStance ?s ;
             cw:hasEvidence ?p . ?p cw:inSource ?d ; cw:fromLine ?line . ?t rdfs:label ?theme . ?s rdfs:label ?stance .
             ?d rdfs:label ?source }"""
    )
    assert ("Share power", "Enacted", "Collaborative Working (InsideOUT report)") in rows


def test_a_document_says_what_it_is_about_and_that_the_roster_is_a_reconstruction(graph):
    """Licence, dataset and the note that every answer carries, under the public address of this server."""
    told = rdf.Graph(read(get(graph, "/case/cpche.ttl")))
    query = f"""PREFIX foaf: <http://xmlns.com/foaf/0.1/> PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?topic ?set ?licence ?note WHERE {{ <{BASE}/case/cpche> foaf:primaryTopic ?topic ; void:inDataset ?set ;
        dct:license ?licence ; rdfs:comment ?note }}"""
    licence = "https://creativecommons.org/licenses/by/4.0/"
    assert told.rows(query) == [(expand("case:cpche"), NAMESPACE + "data#dataset", licence, graph.store.roster_note)]


def test_literals_are_those_of_the_files(graph, compiled):
    """A store would make an integer of a nonNegativeInteger; what is told has the form that was typed."""
    case = rdf.Iri(expand("case:cpche"))
    typed = {t for t in [*compiled.source.triples, *compiled.derived] if t.subject == case}
    assert {t for t in read(get(graph, "/case/cpche.ttl")) if t.subject == case} == typed
    passages = {t for t in compiled.source.triples if t.subject == rdf.Iri(expand("passage:miles-2011-1020-1030"))}
    assert passages <= set(read(get(graph, "/case/cpche.nt")))


def test_all_syntaxes_tell_the_same(graph):
    """Each syntax gives the same graph, blank nodes and all; rdflib reads as many triples of it."""
    for path in ("/case/cpche", "/theme/share-power", "/ontology"):
        replies = {kind: get(graph, f"{path}.{kind.suffix}") for kind in RDF_TYPES}
        graphs = [rdf.name_blank_nodes(read(reply)) for reply in replies.values()]
        assert all(one == graphs[0] for one in graphs)
        sizes = {len(rdflib.Graph().parse(data=reply.body, format=kind.name)) for kind, reply in replies.items()}
        assert sizes == {len(graphs[0])}


def test_the_same_request_gives_the_same_bytes(graph, store):
    """Another opening of the same graph tells it in the same bytes."""
    again = KnowledgeGraph(store)
    for path in ("/case/cpche.ttl", "/data.jsonld", "/ontology.rdf"):
        assert get(graph, path) == get(again, path)


# ------------------------------------------------------------- The data and the endpoint


def test_the_data_is_described_under_its_public_address(graph):
    """VoID and DCAT, with this server's endpoint and files."""
    told = rdf.Graph(read(get(graph, "/data.ttl")))
    prefix = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("void", "dcat", "data"))
    assert told.rows(prefix + "SELECT ?e WHERE { data:dataset void:sparqlEndpoint ?e }") == [(f"{BASE}/sparql",)]
    files = told.rows(prefix + "SELECT ?f WHERE { data:dataset dcat:distribution/dcat:downloadURL ?f } ORDER BY ?f")
    assert [file for (file,) in files] == sorted(
        f"{BASE}/data/cwkg.{end}" for end in ("ttl", "jsonld", "rdf", "nt", "nq")
    )
    assert all(get(graph, file.removeprefix(BASE)).status == 200 for (file,) in files)


def test_whole_files_hold_the_whole_graph(graph, compiled):
    """Each download has every triple as it was typed; the quads say which are derived."""
    whole = {*compiled.source.triples, *compiled.derived}
    for kind in (TURTLE, N_TRIPLES, RDF_XML):
        assert set(rdf.parse(get(graph, f"/data/cwkg.{kind.suffix}").body, kind.format)) == whole
    assert set(rdf.parse(get(graph, "/data/cwkg.jsonld").body, "json-ld")) == whole
    quads = get(graph, "/data/cwkg.nq").body
    assert quads.count(b"<https://w3id.org/cwkg/graph/derived> .") == len(compiled.derived)
    assert set(rdf.parse(quads, "n-quads")) == whole


def test_the_endpoint_describes_itself(graph):
    """Its true address, its named graphs, and the named questions as examples that run."""
    reply = resources.describe(graph, offers.described_endpoint(BASE, TURTLE))
    assert (reply.status, reply.media_type, headers(reply)["Vary"]) == (200, TURTLE.sent, "Accept")
    told = rdf.Graph(read(reply))
    prefix = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX sh: <http://www.w3.org/ns/shacl#> "
    assert told.rows(prefix + f"SELECT ?e WHERE {{ <{BASE}/sparql> sd:endpoint ?e }}") == [(f"{BASE}/sparql",)]
    named = told.rows(prefix + "SELECT ?n WHERE { ?x sd:name ?n } ORDER BY ?n")
    assert [name for (name,) in named] == list(GRAPHS.values())
    examples = told.rows(prefix + "SELECT ?q WHERE { ?x sh:select ?q }")
    assert len(examples) == len(graph.named)
    for (query,) in examples:
        assert "#+" not in query
        graph.store.graph.query(query)


def test_no_header_can_be_broken_out_of(graph):
    """A path is taken into a header only where it is the name of a thing."""
    for path in ("/case/x\r\nSet-Cookie: a=b", "/id/case/cpche\r\nX: y", "/ontology/0.1.0\n.ttl", "/id/case/<b>"):
        reply = get(graph, path, "text/turtle")
        assert reply is None or not any("\n" in value or "\r" in value for _, value in reply.headers)
