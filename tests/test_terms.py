"""The terms go into the graph as they stand."""

from kg import rdf
from kg.terms import TERMS, read_terms


def test_every_term_is_there_and_blank_nodes_keep_their_names(project):
    """Nothing of the three files is left out, and two runs name blank nodes alike."""
    named, anonymous = read_terms(project.ontology)
    count = sum(len(set(rdf.parse(project.ontology / name, "turtle"))) for name in TERMS)
    assert len(set(named)) + len(anonymous) == count
    assert rdf.lines(read_terms(project.ontology)[1]) == rdf.lines(anonymous)
