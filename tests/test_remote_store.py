"""Another store as the graph: opened only where it is one, and then every answer is that of our own store."""

import re

import httpx
import programs
import pytest
from fake_server import Told as Reply
from fake_server import fake_server
from test_remote_graph import Other

import kg
from kg import answers, cards, compare, gaps, lesson, rdf, why, widgets
from kg.errors import KgError
from kg.namespaces import GRAPHS, expand
from kg.notebook import lab
from kg.notebook.graph import KnowledgeGraph, open_graph
from kg.remote.store import open_endpoint, open_remote

QUICK = ["all-four-core-themes", "mention-counts", "reform-ideas", "deprecated-or-withdrawn-terms"]
ASKED = [
    "which projects shared power and cut costs",
    "projects in Canada that did not share power",
    "who met power struggles or impatience",
    "all cases in India that improved access",
    "cases that began after 2005",
    "projects that advocated sharing power",
    "zebras",
]
TOLD = [("bernalillo-jdai", "both-and"), ("ny-discharge-planning", "power-sharing"), ("cpche", "impatience")]
VERSION = "<https://w3id.org/cwkg/ontology> <http://www.w3.org/2002/07/owl#versionIRI> <https://w3id.org/cwkg/ontology/"


def triples(text):
    return list(rdf.parse(text.encode(), "turtle"))


def version(project):
    """The line of the ontology that says its version."""
    return re.search(r"owl:versionIRI <.*/([^/>]+)>", (project.ontology / "cwkg.ttl").read_text(encoding="utf-8"))[1]


# ---------------------------------------------------------------- What is there


def refused(found, project) -> str:
    """What is said of a store that holds these triples."""
    with pytest.raises(KgError) as caught:
        open_remote(Other(found).ask, "http://x.org/sparql", project)
    return str(caught.value)


def test_an_empty_store_is_told(project):
    """The line says what to load."""
    assert refused([], project) == "http://x.org/sparql: it is empty; publish the graph there with kg load"


def test_a_store_of_other_data_is_told(project):
    """Perhaps the address is wrong."""
    assert "it holds other data, and nothing of this graph" in refused(triples("<x:a> <x:b> <x:c> ."), project)


def test_another_version_of_the_ontology_is_told(project):
    """Questions are written for one version; the line names both."""
    said = refused(triples(f"{VERSION}7.0.1> ."), project)
    assert f"its ontology has version 7.0.1, and this is kg for version {version(project)}" in said


def test_an_ontology_without_cases_is_told(project):
    """No list of cases is shown empty as if there were none."""
    assert "it has the ontology and no cases" in refused(triples(f"{VERSION}{version(project)}> ."), project)


def test_a_graph_without_what_the_rules_add_is_told(small):
    """Without the shortcuts every answer would be empty."""
    small.case("bridge", "themes:\n" + small.finding("t1", "theme/share-power", "enacted"))
    graph = small.build().graph
    graph.update(f"DELETE WHERE {{ ?f a <{expand('cw:CountedFinding')}> }}", "test")
    assert "nothing that follows by the rules" in refused(graph, small.project)


@pytest.fixture
def named(small):
    """A store by our own engine with named graphs: `named("graph", …)` puts the whole into each."""
    small.case("bridge")
    found = list(small.build().graph)

    def make(*names, default=()):
        other = Other(default)
        for name in names:
            data = rdf.serialize(found, "n-triples").decode()
            other.graph.update(f"INSERT DATA {{ GRAPH <{name}> {{ {data} }} }}", "test")
        return other, found

    return make


def test_a_graph_in_named_graphs_alone_is_told(named, small):
    """The line gives the address to use; where the two graphs of the N-Quads are there, both are named."""
    other, _ = named("http://x.org/g")
    with pytest.raises(
        KgError, match=r"named graphs alone.*choose with http://s/q\?default-graph-uri=http://x\.org/g$"
    ):
        open_remote(other.ask, "http://s/q", small.project)
    other, _ = named(*GRAPHS.values())
    both = "&".join(f"default-graph-uri={name}" for name in GRAPHS.values())
    with pytest.raises(KgError, match=re.escape(f"choose with http://s/q?{both}")):
        open_remote(other.ask, "http://s/q", small.project)


def test_a_graph_that_is_there_twice_is_told(named, small):
    """A store that shows all its graphs at once would give each row twice."""
    other, _ = named("http://x.org/a", "http://x.org/b")

    def twice(query, accept):
        if "versionIRI" in query and "GRAPH" not in query:
            query = query.replace("WHERE {", "WHERE { GRAPH ?any {").replace("?v }", "?v } }")
        return other.ask(query, accept)

    with pytest.raises(KgError, match=r"more than once, in http://x\.org/a, http://x\.org/b; choose with"):
        open_remote(twice, "http://s/q", small.project)


def test_the_graph_of_kg_load_is_found_by_its_name(small):
    """What `kg load` has published can be asked without naming its graph; another graph has to be named."""
    small.case("bridge")
    found = rdf.serialize(list(small.build().graph), "n-triples")
    with programs.oxigraph() as server:
        kind = {"Content-Type": "application/n-triples"}
        named = {"graph": "https://w3id.org/cwkg/graph/all"}
        httpx.put(server.store, params=named, content=found, headers=kind, timeout=60).raise_for_status()
        assert list(open_endpoint(server.endpoint, small.project).cases) == ["bridge"]


# ---------------------------------------------------------------- The same answers


def test_what_a_build_compiles_is_made_from_the_answers(small):
    """The index of cases, the words of questions and the named questions are those of the build."""
    small.case("bridge", "themes:\n" + small.finding("t1", "theme/share-power", "enacted"))
    (small.project.answers / "names.rq").write_text(
        "#+ summary: All names.\n#+ keywords: [all names]\n#+ columns: {name: a name}\n"
        "SELECT ?name WHERE { ?x <http://www.w3.org/2000/01/rdf-schema#label> ?name }\n"
    )
    here = small.build()
    there = open_remote(Other(here.graph).ask, "http://x.org/sparql", small.project)
    assert there.index.dumped() == here.index.dumped()
    assert there.lexicon == here.lexicon
    assert there.questions == here.questions
    assert there.roster_note == here.roster_note


def differences(
    here: KnowledgeGraph, there: KnowledgeGraph, questions, asked=ASKED, told=TOLD, shown=("cpche", "bernalillo-jdai")
):
    """The names of everything whose answer is not the same in two graphs."""

    def facets(graph):
        return [(group.key, group.entries) for group in graph.facets.groups]

    store, other = here.store, there.store
    ids = list(store.cases)[:3]
    pairs = {
        "cases": (store.cases, other.cases),
        "index": (store.index.dumped(), other.index.dumped()),
        "facets": (facets(here), facets(there)),
        "list": (
            here.cases(country="CA", theme="share-power").rows,
            there.cases(country="CA", theme="share-power").rows,
        ),
        "compare": (compare.compare(store, ids, here.facets), compare.compare(other, ids, there.facets)),
        "contrast": (
            compare.contrast(store, "cpche", facets=here.facets),
            compare.contrast(other, "cpche", facets=there.facets),
        ),
        "gaps": (gaps.gap_map(store, facets=here.facets), gaps.gap_map(other, facets=there.facets)),
        "lesson": (
            lesson.lesson(store, "share-power", 60, here.facets),
            lesson.lesson(other, "share-power", 60, there.facets),
        ),
        **{text: (answers.ask(store, text).as_dict(), answers.ask(other, text).as_dict()) for text in asked},
        **{id: (cards.card(store, id), cards.card(other, id)) for id in shown},
        **{" ".join(x): (why.explain(store, *x).as_dict(), why.explain(other, *x).as_dict()) for x in told},
        **{name: (here.question(name).rows, there.question(name).rows) for name in questions},
    }
    return [name for name, (one, two) in pairs.items() if one != two]


@pytest.fixture(scope="module")
def oxigraph(built):
    with programs.oxigraph() as server:
        body = (built / "graph.nt").read_bytes()
        kind = {"Content-Type": "application/n-triples"}
        httpx.put(f"{server.store}?default", content=body, headers=kind, timeout=120).raise_for_status()
        yield server


def test_the_oxigraph_server_gives_the_same_answers(graph, oxigraph, project):
    """Every named question, and a sample of everything else, is equal to the answer of our own store."""
    there = open_graph(project.root, endpoint=oxigraph.endpoint)
    assert differences(graph, there, [question.name for question in graph.named]) == []


def test_kg_serve_gives_the_same_answers(served, graph, project):
    """An endpoint of our own is as good as any."""
    there = open_graph(project.root, endpoint=f"{served.url}/sparql")
    assert there.ask(ASKED[0]).rows == graph.ask(ASKED[0]).rows
    assert cards.card(there.store, "cpche") == cards.card(graph.store, "cpche")


def test_virtuoso_gives_the_same_answers(built, graph, project, tmp_path):
    """The same of Virtuoso, though it gives only a thousand rows at once and writes literals in its own way."""
    with programs.virtuoso(tmp_path, built) as server:
        server.load(built / "graph.nt")
        there = open_graph(project.root, endpoint=f"{server.endpoint}?default-graph-uri={programs.GRAPH}&maxrows=1000")
        assert differences(graph, there, QUICK, ASKED[:3], TOLD[:2], ("cpche",)) == []
        labels = "SELECT ?x ?l WHERE { ?x rdfs:label ?l }"
        there_rows, here_rows = (sorted((row["x"], row["l"]) for row in g.query(labels)) for g in (there, graph))
        assert there_rows == here_rows
        assert len(here_rows) > 1000


# ---------------------------------------------------------------- From the command line and from Python


def test_the_commands_ask_an_endpoint(run, ready, oxigraph):
    """Each command that answers prints the same of an endpoint as of the project, and says whom it asked."""
    for command in (
        ("ask", "shared power in Canada", "--format", "json"),
        ("show", "cpche"),
        ("list", "--theme", "share-power"),
        ("questions", "total-savings", "--format", "csv"),
        ("why", "cpche", "share-power", "--no-reasoner"),
    ):
        here, there = run(*command, project=ready), run(*command, "--endpoint", oxigraph.endpoint, project=ready)
        assert (there.code, there.out) == (here.code, here.out)
        assert f"asking {oxigraph.endpoint}" in there.err


def test_a_query_of_ones_own_goes_to_the_endpoint(run, ready, oxigraph, tmp_path):
    """Rows, triples and a yes or no come back in the forms that they have here; a fault has its place."""
    file = tmp_path / "mine.rq"
    for text in ("SELECT ?l WHERE { <code/theme/share-power> ?p ?l } ORDER BY ?l", "ASK { ?s ?p ?o }"):
        file.write_text(text)
        for form in ("table", "json", "csv"):
            here = run("query", str(file), "--format", form, project=ready)
            there = run("query", str(file), "--format", form, "--endpoint", oxigraph.endpoint, project=ready)
            assert (there.code, there.out) == (here.code, here.out)
    file.write_text("SELECT ?l WHERE ?l }")
    there = run("query", str(file), "--endpoint", oxigraph.endpoint, project=ready)
    assert (there.code, there.out) == (2, "")
    assert f"{file}:1:" in there.err


def test_the_variable_names_an_endpoint(run, ready, oxigraph, monkeypatch):
    """CWKG_ENDPOINT counts where neither an endpoint nor a project is named."""
    monkeypatch.setenv("CWKG_ENDPOINT", "http://nowhere.invalid/sparql")
    assert run("show", "cpche", project=ready).code == 0
    assert kg.open(endpoint=oxigraph.endpoint).case("cpche").data["case"] == "cpche"
    found = run("show", "cpche")
    assert (found.code, found.out) == (1, "")
    assert "http://nowhere.invalid/sparql: there is no server of the name nowhere.invalid" in found.err


def test_notebooks_ask_the_endpoint_that_kg_notebook_names(run, oxigraph, tmp_path, monkeypatch):
    """`kg.open()` in any of them then opens that store, and shows where it is."""
    monkeypatch.setenv("CWKG_ENDPOINT", "")
    monkeypatch.setattr(lab, "_serve", lambda *_: 0)
    found = run("notebook", "--to", str(tmp_path / "mine"), "--endpoint", oxigraph.endpoint)
    assert (found.code, found.err) == (0, "")
    assert repr(kg.open()).endswith(f" named questions at {oxigraph.endpoint}>")


def test_widgets_show_an_endpoint(oxigraph, graph, project):
    """A widget over another store has the cases of one over our own."""
    there = open_graph(project.root, endpoint=oxigraph.endpoint)
    shown, known = (widgets.Explorer(opened, chosen={"theme": ["share-power"]}).cases for opened in (there, graph))
    assert shown == known
    assert len(known) > 5


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(200, b"<html>", {"Content-Type": "text/html"}), "it answered with a web page"),
        (Reply(401), "the server asks who you are (401)"),
        (Reply(200, b'{"head": {"va', {"Content-Type": "application/sparql-results+json"}), "break off or are damaged"),
    ],
)
def test_a_wrong_endpoint_is_one_line(run, ready, reply, words):
    """No stack trace, no half of an answer: one line and exit code 1."""
    with fake_server(lambda asked: reply) as server:
        found = run("ask", "shared power", "--endpoint", server.url, project=ready)
    assert (found.code, found.out) == (1, "")
    assert words in found.err
    assert found.err.count("\n") == 1
