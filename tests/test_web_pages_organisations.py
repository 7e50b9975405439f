"""Organisations: the list of them, and each with its cases, people and units."""

import webbing

from kg.namespaces import local_name


def test_the_list_has_them_all(graph, store):
    """Every organisation of the graph has its line."""
    known = {local_name(iri) for (iri,) in store.graph.rows("SELECT DISTINCT ?o WHERE { ?o a cw:Organisation }")}
    links = webbing.links(webbing.get(graph, "/organisations"))
    assert {f"/organisation/{id}" for id in known} <= links


def test_an_organisation_has_its_cases_with_roles_and_places(graph):
    """The state office led the Virginian case, says Box 4."""
    reply = webbing.get(graph, "/organisation/office-of-comprehensive-services")
    shown = webbing.text(reply)
    assert "/case/virginia-comprehensive-services" in webbing.links(reply)
    assert "lead organisation; Appendix 2, lines 2763-2767; Box 4" in shown
    assert "Charlotte McNulty Executive Director" in shown
    assert "Unit of Commonwealth of Virginia" in shown


def test_one_that_takes_part_in_nothing_says_so(graph):
    """Some are named in the sources and take part in no case."""
    shown = webbing.text(webbing.get(graph, "/organisation/youtube"))
    assert "takes part in none of the cases" in shown
