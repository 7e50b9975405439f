"""A query of one's own without a script: rows with links, yes or no, and faults with their place."""

import pytest

from kg import rdf
from kg.errors import QueryError
from kg.web.addresses import Addresses
from kg.web.pages import sparql_result

HOSTILE = "</td><script>alert(1)</script>\u202e"
TO = Addresses("/below")


def run(triples, text, labels=()):
    return sparql_result.run(rdf.Graph(rdf.parse(triples, "turtle")), text, TO, dict(labels))


def cells(result):
    return [list(row) for row in result.rows]


def test_prefixes_may_be_left_out_and_are_shown():
    """The query that comes back has what was left out, so that it runs elsewhere."""
    found = run("", "SELECT ?x WHERE { ?x a cw:Theme }")
    assert found.query == "PREFIX cw: <https://w3id.org/cwkg/ontology#>\nSELECT ?x WHERE { ?x a cw:Theme }"
    assert (found.total, found.rows, found.what) == (0, (), "row")


def test_a_thing_is_shown_by_its_label_and_leads_to_its_page():
    """Ours lead to pages of the site below its path, others to where they are; texts are no links."""
    found = run(
        '<https://w3id.org/cwkg/id/case/a> <http://example.org/p> "x", <http://example.org/o>, 2 .',
        "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?o",
        {"https://w3id.org/cwkg/id/case/a": "The A <b>case</b>"}.items(),
    )
    case = '<a href="/below/case/a" title="case:a">The A &lt;b&gt;case&lt;/b&gt;</a>'
    other = '<a href="http://example.org/o" target="_blank" rel="noopener noreferrer">http://example.org/o</a>'
    assert cells(found) == [[case, other], [case, "2"], [case, "x"]]


def test_a_hostile_text_is_shown_as_text():
    """Markup and hidden characters of a literal or an IRI reach no page."""
    found = run("", f'SELECT ?a ?b {{ VALUES (?a ?b) {{ ("{HOSTILE}" <javascript:alert(1)>) }} }}')
    assert cells(found) == [["&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;", "javascript:alert(1)"]]


def test_rows_beyond_the_first_are_counted():
    """A page shows the first 500 and says how many more there are."""
    numbers = " ".join(map(str, range(700)))
    found = run("", f"SELECT ?n {{ VALUES ?n {{ {numbers} }} }}")
    assert (len(found.rows), found.total, found.more) == (500, 700, 200)
    assert [column.numeric for column in found.columns] == [True]


def test_an_empty_cell_is_no_number_and_no_fault():
    """What OPTIONAL did not find is an empty cell; a column of numbers stays one."""
    found = run("", "SELECT ?a ?b { VALUES (?a ?b) { (1 UNDEF) (2 UNDEF) } }")
    assert cells(found) == [["1", ""], ["2", ""]]
    assert [column.numeric for column in found.columns] == [True, False]


@pytest.mark.parametrize(("text", "sentence"), [("ASK {}", sparql_result.YES), ("ASK { ?s ?p ?o }", sparql_result.NO)])
def test_yes_and_no_are_sentences(text, sentence):
    """A no says that it speaks of the graph and not of the world."""
    assert run("", text).sentence == sentence


def test_triples_are_rows_of_three():
    """CONSTRUCT gives its triples as a table."""
    found = run("[] <http://example.org/p> 1 .", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert [column.name for column in found.columns] == ["subject", "predicate", "object"]
    assert (found.total, found.what) == (1, "triple")
    assert found.rows[0][0].startswith("_:")


def test_a_fault_stands_at_its_place():
    """The line is counted in what was written, without the prefixes that were added."""
    with pytest.raises(QueryError) as caught:
        run("", "SELECT ?s WHERE {\n  ?s rdfs:label name\n}")
    assert (caught.value.line, caught.value.column) == (2, 17)


@pytest.mark.parametrize("text", ["SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "DROP ALL", "  "])
def test_what_is_refused_is_an_error_in_words(text):
    """Other servers, updates and an empty text give an error, and nothing is run."""
    with pytest.raises(QueryError):
        run("", text)
