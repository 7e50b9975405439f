"""Where the nodes of a network stand: in columns, in an order that keeps lines from crossing, and never overlapping."""

from __future__ import annotations

from collections.abc import Mapping

from kg.pictures.graph import Network, Node

GAP = 9.0


def settle(wanted: list[float], halves: list[float], gap: float, low: float, high: float) -> list[float]:
    """Places near the wanted ones, in their order, that do not overlap: neighbours that would are moved as one block.

    This is the pooling of adjacent violators of isotonic regression (Barlow and others, 1972), with sizes. The first
    stands at `low` or below it; the last at `high` or above it where there is room.
    """
    offsets, total = [], 0.0
    for n, half in enumerate(halves):
        total += half + (halves[n - 1] + gap if n else 0)
        offsets.append(total)
    blocks: list[list[float]] = []
    for place, offset in zip(wanted, offsets, strict=True):
        blocks.append([place - offset, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            later, earlier = blocks.pop(), blocks.pop()
            weight = later[1] + earlier[1]
            blocks.append([(later[0] * later[1] + earlier[0] * earlier[1]) / weight, weight])
    starts = [start for start, weight in blocks for _ in range(int(weight))]
    room = high - low - (total + halves[-1] if halves else 0)
    return [
        low + min(max(start - low, 0), max(room, 0)) + offset for start, offset in zip(starts, offsets, strict=True)
    ]


def ordered(network: Network) -> dict[str, list[Node]]:
    """The nodes of each column: a centre in the middle, themes as in the codebook, wholes with their parts, and the
    rest so that few lines cross."""
    cases = network.of_kind("case")
    organisations = network.of_kind("organisation")
    if network.centre.startswith("case/"):
        centre, others = ([c for c in cases if (c.id == network.centre) == wanted] for wanted in (True, False))
        half = len(others) // 2
        cases = [*others[:half], *centre, *others[half:]]
        organisations = _by_neighbours(network, [[node] for node in organisations], cases)
        return {"organisation": organisations, "case": cases, "theme": network.of_kind("theme")}
    families = _families(network, cases)
    cases = [case for family in families for case in family]
    for _ in range(4):
        organisations = _by_neighbours(network, [[node] for node in organisations], cases)
        cases = _by_neighbours(network, families, organisations)
        families = _families(network, cases)
    return {"organisation": organisations, "case": cases, "theme": network.of_kind("theme")}


def _families(network: Network, cases: list[Node]) -> list[list[Node]]:
    """Cases in groups: each whole followed by its parts, in the order in which the wholes come."""
    whole = {tie.one: tie.other for tie in network.ties if tie.sort == "part of"}
    groups: dict[str, list[Node]] = {}
    for case in cases:
        top, steps = case.id, 0
        while top in whole and steps < len(whole):
            top, steps = whole[top], steps + 1
        groups.setdefault(top, []).append(case)
    return [
        [*(case for case in group if case.id == top), *(case for case in group if case.id != top)]
        for top, group in groups.items()
    ]


def _by_neighbours(network: Network, groups: list[list[Node]], others: list[Node]) -> list[Node]:
    """Groups of nodes in the order of the mean place of their neighbours; those without any stay where they are."""
    place = {node.id: n / max(len(others), 1) for n, node in enumerate(others)}
    wanted = []
    for n, group in enumerate(groups):
        found = [place[id] for node in group for id in sorted(network.neighbours(node.id)) if id in place]
        wanted.append((sum(found) / len(found) if found else n / len(groups), n))
    return [node for _, n in sorted(wanted) for node in groups[n]]


def places(
    network: Network, order: Mapping[str, list[Node]], halves: Mapping[str, float], low: float, high: float
) -> dict[str, float]:
    """The height of each node: cases spread evenly, the others near what they are tied to."""
    placed: dict[str, float] = {}
    for kind in ("case", "theme", "organisation"):
        nodes = order[kind]
        sizes = [halves[node.id] for node in nodes]
        spare = (high - low - sum(2 * size for size in sizes)) / (len(nodes) + 1) if nodes else 0
        even, at = [], low
        for size in sizes:
            even.append(at + spare + size)
            at += spare + 2 * size
        wanted = []
        for node, place in zip(nodes, even, strict=True):
            near = [placed[id] for id in sorted(network.neighbours(node.id)) if id in placed]
            wanted.append(sum(near) / len(near) if near and kind == "organisation" else place)
        found = settle(wanted, sizes, GAP, low, high)
        placed |= {node.id: place for node, place in zip(nodes, found, strict=True)}
    return placed
