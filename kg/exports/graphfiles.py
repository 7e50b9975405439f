"""A network as GraphML and GEXF for Gephi and yEd, and as CSV for Neo4j and Cytoscape."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, fields
from functools import cached_property
from typing import Any

from kg import output
from kg.exports import notice
from kg.exports.frame import File, Given, Group
from kg.exports.matrix import LISTS
from kg.exports.networks import Network, Node, Tie, network
from kg.exports.registry_layout import CODEBOOK
from kg.exports.xmltext import attribute, text

COLOURS = {
    "case": "#1f6f8b",
    "organisation": "#8a8d91",
    "person": "#b9a44c",
    "theme": "#3a7d44",
    "barrier": "#b23a48",
    "outcome": "#6a4c93",
}
SHAPES = {"case": "rectangle", "organisation": "ellipse", "person": "ellipse"}  # of yEd; entries are round rectangles
NODE_FIELDS = [field.name for field in fields(Node) if field.name != "id"]
TIE_FIELDS = [field.name for field in fields(Tie) if field.name not in ("source", "target")]


def graphml(drawn: Network, about: str) -> bytes:
    """GraphML: every field as an attribute, and label, colour and shape in the form that yEd shows."""
    return "".join(f"{line}\n" for line in _graphml(drawn, about)).encode()


def _graphml(drawn: Network, about: str) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">'
    yield '  <key id="about" for="graph" attr.name="about" attr.type="string"/>'
    for name in ["label", *NODE_FIELDS]:
        yield f'  <key id="n-{name}" for="node" attr.name="{name}" attr.type="string"/>'
    for name in ["label", *TIE_FIELDS]:
        kind = "int" if name == "findings" else "string"
        yield f'  <key id="e-{name}" for="edge" attr.name="{name}" attr.type="{kind}"/>'
    yield '  <key id="drawn" for="node" yfiles.type="nodegraphics"/>'
    yield '  <graph id="cwkg" edgedefault="directed">'
    yield f'    <data key="about">{text(about)}</data>'
    for node in drawn.nodes:
        yield f"    <node id={attribute(node.id)}>"
        for name, value in [("label", node.name), *_told(node, NODE_FIELDS)]:
            yield f'      <data key="n-{name}">{text(value)}</data>'
        yield f'      <data key="drawn">{_drawn(node)}</data>'
        yield "    </node>"
    for number, tie in enumerate(drawn.ties, 1):
        yield f'    <edge id="e{number}" source={attribute(tie.source)} target={attribute(tie.target)}>'
        for name, value in [("label", tie.kind), *_told(tie, TIE_FIELDS)]:
            yield f'      <data key="e-{name}">{text(value)}</data>'
        yield "    </edge>"
    yield "  </graph>"
    yield "</graphml>"


def _told(thing: Node | Tie, names: list[str]) -> Iterator[tuple[str, Any]]:
    """The fields of a node or tie that hold something."""
    return ((name, value) for name in names if (value := getattr(thing, name)))


def _drawn(node: Node) -> str:
    width = min(40 + 6 * len(node.name), 260)
    return (
        f'<y:ShapeNode><y:Geometry height="30.0" width="{width}.0"/>'
        f'<y:Fill color="{COLOURS[node.kind]}" transparent="false"/>'
        f'<y:NodeLabel textColor="#ffffff">{text(node.name)}</y:NodeLabel>'
        f'<y:Shape type="{SHAPES.get(node.kind, "roundrectangle")}"/></y:ShapeNode>'
    )


def gexf(drawn: Network, about: str) -> bytes:
    """GEXF 1.2: every field as an attribute, colours by kind, the number of findings as weight."""
    return "".join(f"{line}\n" for line in _gexf(drawn, about)).encode()


def _gexf(drawn: Network, about: str) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        '<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">'
        f"<meta><creator>{text(notice.TITLE)}</creator><description>{text(about)}</description></meta>"
    )
    yield '<graph mode="static" defaultedgetype="directed">'
    for sort, names in (("node", NODE_FIELDS), ("edge", TIE_FIELDS)):
        yield f'  <attributes class="{sort}">'
        for name in names:
            yield f'    <attribute id="{name}" title="{name}" type="{"integer" if name == "findings" else "string"}"/>'
        yield "  </attributes>"
    yield "  <nodes>"
    for node in drawn.nodes:
        red, green, blue = bytes.fromhex(COLOURS[node.kind][1:])
        yield f"    <node id={attribute(node.id)} label={attribute(node.name)}>{_values(node, NODE_FIELDS)}"
        yield f'      <viz:color r="{red}" g="{green}" b="{blue}"/></node>'
    yield "  </nodes>"
    yield "  <edges>"
    for number, tie in enumerate(drawn.ties, 1):
        ends = f"source={attribute(tie.source)} target={attribute(tie.target)}"
        weight = f'weight="{float(max(tie.findings, 1))}"'
        yield f'    <edge id="{number}" {ends} label={attribute(tie.kind)} {weight}>{_values(tie, TIE_FIELDS)}</edge>'
    yield "  </edges>"
    yield "</graph>"
    yield "</gexf>"


def _values(thing: Node | Tie, names: list[str]) -> str:
    told = (f'<attvalue for="{name}" value={attribute(value)}/>' for name, value in _told(thing, names))
    return f"<attvalues>{''.join(told)}</attvalues>"


def neo4j_nodes(drawn: Network) -> bytes:
    """Nodes with the header that `neo4j-admin database import` reads; the kind is the label of the node."""
    head = ["id:ID", "name", "iri", "detail", "country", "documented", ":LABEL"]
    rows = (
        [node.id, node.name, node.iri, node.detail, node.country, node.documented, node.kind.capitalize()]
        for node in drawn.nodes
    )
    return _csv(head, rows)


def neo4j_ties(drawn: Network) -> bytes:
    """Relationships with that header; the type is the kind of the tie: ENACTED, TAKES_PART …"""
    head = [":START_ID", ":END_ID", "certainty", "findings:int", "role", ":TYPE"]
    rows = (
        [tie.source, tie.target, tie.certainty, tie.findings or "", tie.role, tie.kind.upper().replace(" ", "_")]
        for tie in drawn.ties
    )
    return _csv(head, rows)


def plain_nodes(drawn: Network) -> bytes:
    """Nodes for Cytoscape and for anything that reads a table of nodes."""
    return _csv(["id", *NODE_FIELDS], (list(asdict(node).values()) for node in drawn.nodes))


def plain_ties(drawn: Network) -> bytes:
    """Ties with the column names that Cytoscape guesses."""
    head = ["source", "target", "interaction", *TIE_FIELDS[1:]]
    return _csv(head, (list(asdict(tie).values()) for tie in drawn.ties))


def _csv(head: list[str], rows: Iterable[list[Any]]) -> bytes:
    """CSV with every value in one line, which is all that some importers read."""
    return output.to_csv(head, [[" ".join(str(value).split()) for value in row] for row in rows]).encode()


class _Drawn:
    def __init__(self, given: Given) -> None:
        self.given = given

    @cached_property
    def network(self) -> Network:
        labels = {(entry[0], entry[1]): entry[3] for entry in self.given.rows.of(CODEBOOK) if entry[0] in LISTS}
        return network(self.given.corpus, labels)


def files(given: Given) -> list[File]:
    drawn, about = _Drawn(given), notice.about(given.corpus)

    def file(name: str, told: str, media: str, make: Callable[[Network], bytes]) -> File:
        return File(f"network/{name}", told, media, lambda: make(drawn.network))

    return [
        file("cwkg.graphml", "The network for yEd and Gephi", "application/xml", lambda n: graphml(n, about)),
        file("cwkg.gexf", "The network for Gephi", "application/xml", lambda n: gexf(n, about)),
        file("nodes.csv", "Its nodes, for Cytoscape and others", "text/csv", plain_nodes),
        file("edges.csv", "Its ties, for Cytoscape and others", "text/csv", plain_ties),
        file("neo4j/nodes.csv", "Its nodes, for neo4j-admin", "text/csv", neo4j_nodes),
        file("neo4j/relationships.csv", "Its ties, for neo4j-admin", "text/csv", neo4j_ties),
    ]


GROUP = Group(
    "network", "cases, organisations, people and codes as a network, for Gephi, yEd, Neo4j and Cytoscape", files
)
