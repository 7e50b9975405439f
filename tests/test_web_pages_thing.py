"""Any thing of the graph on a page: what is said of it and what speaks of it, in words."""

import pytest
import webbing

from kg.namespaces import BASE


def test_a_finding_is_told_in_words(graph):
    """Every statement of a finding stands there by the names of its property and its value."""
    reply = webbing.get(graph, "/about-thing/id/finding/cpche-t1")
    shown = webbing.text(reply)
    assert "Theme finding cpche-t1" in shown
    for words in ("has stance Enacted", "said by Emily Miles", "concerns theme Share power", "coded by First coding"):
        assert words in shown
    assert "has evidence Collaborative Working (InsideOUT report), Executive summary, lines 93-96" in shown
    assert "/about-thing/id/passage/miles-2011-93-96" in webbing.links(reply)


def test_what_speaks_of_a_passage_is_there(graph):
    """The findings that rest on a passage are links on its page."""
    reply = webbing.get(graph, "/about-thing/id/passage/miles-2011-93-96")
    assert "/about-thing/id/finding/cpche-t1" in webbing.links(reply)


def test_a_list_shows_its_entries(graph, site):
    """The page of a list of the codebook leads to each entry."""
    reply = webbing.get(graph, "/about-thing/code/basis/")
    assert {f"/about-thing/code/basis/{id}" for id in ("stated", "author-assessment", "inferred")} <= webbing.links(
        reply
    )


def test_many_things_are_counted_where_they_are_not_all_shown(graph, store):
    """Somebody who is cited hundreds of times has the first of them and the number of the rest."""
    (row,) = store.graph.rows("SELECT (COUNT(?f) AS ?n) WHERE { ?f cw:saidBy person:emily-miles }")
    assert f"and {int(row[0]) - 60} more" in webbing.text(webbing.get(graph, "/about-thing/id/person/emily-miles"))


@pytest.mark.parametrize("kind", ["phase", "place", "source", "indicator", "change", "measurement", "participation"])
def test_things_of_each_kind_have_a_page(graph, store, kind):
    """A page is there for every kind of thing, with a name and at least one statement."""
    (row,) = store.graph.rows(f'SELECT ?x WHERE {{ ?x a ?t FILTER STRSTARTS(STR(?x), "{BASE}id/{kind}/") }} LIMIT 1')
    reply = webbing.get(graph, "/about-thing/" + row[0].removeprefix(BASE))
    assert reply.status == 200
    assert webbing.tree(reply).find(".//dl/div/dt") is not None


def test_the_ontology_has_every_term_with_its_meaning(graph, store):
    """Each class and property that people use stands there under an anchor of its own name."""
    reply = webbing.get(graph, "/ontology")
    source, shown = webbing.source(reply), webbing.text(reply)
    rows = store.graph.rows(
        """SELECT ?t ?d WHERE { VALUES ?k { owl:Class owl:ObjectProperty owl:DatatypeProperty } ?t a ?k ;
             skos:definition ?d FILTER NOT EXISTS { ?t cw:isHelper true } }"""
    )
    assert len(rows) > 150
    for iri, definition in rows:
        assert f'id="{iri.rpartition("#")[2]}"' in source
        assert " ".join(definition.split()) in shown
