"""A network in the files of graph programs."""

import csv
import io

import igraph
import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.exports import graphfiles
from kg.exports.networks import Network, Node, Tie

HOSTILE = 'A & B <script>"x"</script> ]]> \x00\x0b\ufffe\u202e \U0001f600 = \n cell'


def made(name=HOSTILE):
    nodes = (
        Node("case/a", "case", name, "https://x/a", "part", "CA", "named"),
        Node("theme/b", "theme", "B", "https://x/b"),
    )
    return Network(
        nodes, (Tie("case/a", "theme/b", "enacted", "certain", 3), Tie("case/a", "theme/b", "neglected", "possible", 1))
    )


def read_graphml(content):
    return networkx.read_graphml(io.BytesIO(content))


def read_gexf(content):
    return networkx.read_gexf(io.BytesIO(content))


@pytest.fixture(scope="module")
def folder(exported):
    return exported / "network"


def rows(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_networkx_and_igraph_read_the_same(folder):
    """As many nodes and ties in every file, with names, kinds and numbers of findings."""
    nodes, ties = rows(folder / "nodes.csv"), rows(folder / "edges.csv")
    graph = networkx.read_graphml(folder / "cwkg.graphml")
    other = networkx.read_gexf(folder / "cwkg.gexf")
    third = igraph.Graph.Read_GraphML(str(folder / "cwkg.graphml"))
    assert len(nodes) == graph.number_of_nodes() == other.number_of_nodes() == third.vcount() > 300
    assert len(ties) == graph.number_of_edges() == other.number_of_edges() == third.ecount() > 600
    for found in (graph, other):
        assert {id: told["label"] for id, told in found.nodes(data=True)} == {row["id"]: row["name"] for row in nodes}
        assert {told["kind"] for _, told in found.nodes(data=True)} == {row["kind"] for row in nodes}
        assert sorted(
            (a, b, told["kind"], told.get("certainty", "")) for a, b, told in found.edges(data=True)
        ) == sorted((row["source"], row["target"], row["interaction"], row["certainty"]) for row in ties)
        findings = sum(told.get("findings", 0) for *_, told in found.edges(data=True))
        assert findings == sum(int(row["findings"]) for row in ties)
    assert dict(zip(third.vs["id"], third.vs["label"], strict=True)) == {row["id"]: row["name"] for row in nodes}


def test_neo4j_has_its_headers(folder):
    """Ids, labels and types stand in the columns that neo4j-admin asks for, and every end of a tie is a node."""
    nodes, ties = rows(folder / "neo4j" / "nodes.csv"), rows(folder / "neo4j" / "relationships.csv")
    ids = {row["id:ID"] for row in nodes}
    assert len(ids) == len(nodes)
    assert {row[":LABEL"] for row in nodes} == {"Case", "Organisation", "Person", "Theme", "Barrier", "Outcome"}
    assert {row[":START_ID"] for row in ties} | {row[":END_ID"] for row in ties} <= ids
    assert all(row[":TYPE"].isascii() and row[":TYPE"].replace("_", "").isupper() for row in ties)
    assert {"ENACTED", "TAKES_PART", "PART_OF"} <= {row[":TYPE"] for row in ties}


def test_no_literal_is_a_node(folder):
    """Every node is a thing with an address of its own."""
    nodes = rows(folder / "nodes.csv")
    assert all(row["iri"].startswith("https://w3id.org/cwkg/") and row["name"] for row in nodes)
    assert len({row["iri"] for row in nodes}) == len(nodes)


def test_the_files_say_what_they_are(folder):
    """The note on the roster is in the file itself."""
    for name in ("cwkg.graphml", "cwkg.gexf"):
        assert "are a reconstruction" in (folder / name).read_text(encoding="utf-8")


def test_yed_and_gephi_find_labels_and_colours(folder):
    """Names stand in the labels of yEd's own form, and each kind has a colour in both files."""
    graph = (folder / "cwkg.graphml").read_text(encoding="utf-8")
    assert '<y:NodeLabel textColor="#ffffff">Share power</y:NodeLabel>' in graph
    told = networkx.read_gexf(folder / "cwkg.gexf").nodes["theme/share-power"]
    assert (told["label"], told["viz"]["color"]) == ("Share power", {"r": 58, "g": 125, "b": 68, "a": 1.0})


@pytest.mark.parametrize(("write", "read"), [(graphfiles.graphml, read_graphml), (graphfiles.gexf, read_gexf)])
def test_hostile_names_are_only_names(write, read):
    """Markup, control characters and wild Unicode cannot break the file; what XML cannot hold is replaced."""
    told = read(write(made(), "about")).nodes["case/a"]
    assert told["name"] == HOSTILE.translate({0: "\ufffd", 0xB: "\ufffd", 0xFFFE: "\ufffd"})
    assert read(write(made(), HOSTILE)).number_of_edges() == 2


@given(st.text())
def test_any_name_can_be_read_again(name):
    """Both files are well formed whatever a thing is called."""
    for write, read in ((graphfiles.graphml, read_graphml), (graphfiles.gexf, read_gexf)):
        assert read(write(made(f"x{name}"), name)).number_of_nodes() == 2


def test_tables_have_one_line_a_row():
    """Importers that read line by line are not led astray."""
    for content in (graphfiles.plain_nodes(made()), graphfiles.neo4j_nodes(made())):
        assert content.count(b"\n") == 3
