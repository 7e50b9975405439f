"""The map of gaps: every place leads to its cases, and empty ones are named."""

import webbing

from kg.gaps import gap_map


def test_every_place_leads_to_its_cases(graph):
    """A place of the map is a link to the cases with both."""
    reply = webbing.get(graph, "/gaps?rows=barrier&kind=fellowship")
    found = gap_map(graph.store, "barrier", ["fellowship"], graph.facets)
    wanted = {f"/cases?barrier={cell.row}&outcome={cell.column}&kind=fellowship" for cell in found.cells}
    assert wanted <= webbing.links(reply)


def test_the_gaps_are_listed(graph):
    """What no case tells of stands in words, with its number."""
    found = gap_map(graph.store, facets=graph.facets)
    shown = webbing.text(webbing.get(graph, "/gaps"))
    assert f"The gaps {len(found.gaps)}" in shown
    assert "Share power with satisfaction" in shown
