"""The page on the data: every download, and examples that work."""

import webbing

from kg.web.pages.data import QUERY


def test_the_whole_graph_is_offered_in_each_syntax(graph):
    """A link for each syntax of the whole graph."""
    links = webbing.links(webbing.get(graph, "/data"))
    assert {f"/data/cwkg.{ending}" for ending in ("ttl", "jsonld", "rdf", "nt", "nq")} <= links


def test_the_query_shown_gives_rows(graph, store):
    """Whoever copies the query gets the cases that shared power as somebody says."""
    rows = graph.query(QUERY).rows
    assert rows
    assert {row["name"] for row in rows} <= {case.name for case in store.cases.values()}


def test_the_numbers_are_those_of_the_graph(graph, store):
    """Cases, findings of all coders and passages are counted in the graph itself."""
    (row,) = graph.question("version-of-the-ontology").rows
    shown = webbing.text(webbing.get(graph, "/data"))
    assert (
        f"{row['collaborations']} cases, {row['findings']} findings by all coders, {row['passages']} passages" in shown
    )


def test_examples_have_the_public_address(graph):
    """What is shown can be copied as it stands, wherever it is served."""
    shown = webbing.text(webbing.get(graph, "/x/data", "https://example.org/x"))
    assert "curl -G https://example.org/x/sparql" in shown
    assert 'urlopen(f"https://example.org/x/sparql?{query}")' in shown
