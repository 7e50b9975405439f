"""What is said of one thing, and enough around it to be of use by itself: the symmetric concise description.

It holds what the graph says of the thing and what points to it; the records that belong to it, with theirs (the
findings of a case, their changes, their passages); and the labels of everything else that is named.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.namespaces import BASE, PREFIXES, expand
from kg.web.written import Written

# by these a record points to what it belongs to …
BELONGS = (
    "cw:about",
    "cw:phaseOf",
    "cw:participationIn",
    "cw:participant",
    "cw:tenureIn",
    "cw:atOrganisation",
    "cw:heldBy",
    "cw:figureOf",
    "cw:contradictionIn",
    "cw:codedUnit",
    "cw:reconciles",
    "cw:countOf",
    "skos:inScheme",
)
# … and by these to its own parts and its evidence
HOLDS = ("cw:hasChange", "cw:before", "cw:after", "cw:comparison", "cw:hasEvidence", "cw:knownFrom")
_BELONGS, _HOLDS = ({f"<{expand(name)}>" for name in names} for names in (BELONGS, HOLDS))
_LABEL = f"<{PREFIXES['rdfs']}label>"
_ELSEWHERE = (f"<{BASE}id/", f"<{BASE}code/", f"<{BASE}data#")  # what is told in other documents than the ontology


def of_thing(graph: Written, iri: str) -> set[int]:
    """The numbers of the lines that describe a thing."""
    start = f"<{iri}>"
    told: set[str] = set()
    lines = set(graph.to(start))
    waiting = [start]
    while waiting:
        node = waiting.pop()
        if node not in told:
            told.add(node)
            lines.update(graph.from_(node))
            waiting.extend(_next(graph, node))
    return lines | set(_labels(graph, lines, told))


def _next(graph: Written, node: str) -> Iterator[str]:
    """What has to be told with a node: its blank nodes, its parts and the records that belong to it."""
    for number in graph.from_(node):
        _, predicate, value = graph.lines[number]
        if value.startswith("_:") or predicate in _HOLDS:
            yield value
    for number in graph.to(node):
        subject, predicate, _ = graph.lines[number]
        if predicate in _BELONGS:
            yield subject


def _labels(graph: Written, lines: set[int], told: set[str]) -> Iterator[int]:
    """The labels of what is named and not told of."""
    named = {node for number in lines for node in (graph.lines[number][0], graph.lines[number][2])}
    for node in named - told:
        if node.startswith("<"):
            yield from (number for number in graph.from_(node) if graph.lines[number][1] == _LABEL)


def of_ontology(graph: Written) -> set[int]:
    """The numbers of the lines of all terms: whatever is said of no case, list or record, with all blank nodes."""
    nodes = (node for node in graph.nodes if not node.startswith(_ELSEWHERE))
    return {number for node in nodes for number in graph.from_(node)}
