"""A query as text: prefixes, calls of other servers, and the place of a fault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import rdf
from kg.errors import QueryError
from kg.querytext import fault, parted, prologue, refuse_network, shown


def told(text: str) -> QueryError:
    """The fault of a query, as people are told it."""
    with pytest.raises(QueryError) as raised:
        rdf.Graph().query(prologue(text) + text)
    return fault(text, raised.value)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("SELCT * { ?s ?p ?o }", 1, 1, "'SELCT' cannot stand here; did you mean 'SELECT'?"),
        ("SELECT ?s WERE { ?s ?p ?o }", 1, 11, "'WERE' cannot stand here; did you mean 'WHERE'?"),
        ("SELECT * { ?s ?p ?o FILTR(?o) }", 1, 21, "'FILTR' cannot stand here; did you mean 'FILTER'?"),
        ("SELECT * {\n  ?s ?p ?o .\n  ?o ?p\n}", 4, 1, "'}' cannot stand here"),
        ("SELECT * { ?s ?p name }", 1, 18, "'name' cannot stand here; a variable is written '?name'"),
        ("SELECT * { ?s ?p ?o } LIMIT 5 ORDER BY ?s", 1, 31, "'ORDER' cannot stand here"),
        ("SELECT * { ?s ?p ?o ", 1, 20, "the query ends too early; a bracket or a part of a statement is missing"),
        ("SELECT * { ?s ?p 'abc }", 1, 18, "a quotation mark is not closed"),
        ("SELECT * { ?s zz:x ?o }", 1, 15, "prefix 'zz:' is not declared; add PREFIX zz: <…>"),
        ("SELECT * { ?s cw:concerns ?o . ?s zz:x ?o }", 1, 35, "prefix 'zz:' is not declared; add PREFIX zz: <…>"),
        ("# DELETE?\nDELETE WHERE { ?s ?p ?o }", 2, 1, "queries only read the graph, and 'DELETE' would change it"),
        ("SELECT * { ?s ?p 'é😀' .\n\t?s ?p ?p ?o }", 2, 11, "'?o' cannot stand here"),
    ],
)
def test_a_fault_has_its_place_its_words_and_a_caret(text, line, column, message):
    """The word that cannot stand there is named, and the caret stands under its first character."""
    error = told(text)
    assert (error.line, error.column) == (line, column)
    first, source, caret = str(error).split("\n")
    assert first == f"query:{line}:{column}: {message}"
    assert source[2:] == text.split("\n")[line - 1].replace("\t", " ")
    assert caret == " " * (column + 1) + "^"


def test_an_unbound_variable_is_told_in_words():
    """What is well written and means nothing is told by the engine's own sentence."""
    assert "The SELECT contains a variable that is unbound" in str(told("SELECT ?s { ?s ?p ?o } GROUP BY ?p"))


@pytest.mark.parametrize("text", ["", "  \n", "# only a remark"])
def test_an_empty_query_is_told_so(text):
    """There is no place to point at."""
    assert str(told(text)) == "query: the query is empty"


@given(st.text(alphabet="SELECT WHERE{}?sp.'\"<>#\\\n\r\t()a:;,é\u202e\x00[]0"))
def test_every_fault_is_told(text):
    """Whatever is typed, there is a message, and its place is one of the text."""
    try:
        rdf.Graph().query(prologue(text) + text)
    except QueryError as problem:
        error = fault(text, problem)
        assert str(error).startswith("query:")
        assert 0 <= error.line <= text.count("\n") + 1


def test_a_long_line_is_cut_around_the_fault():
    """The caret stays under the fault where the line is far too long to show."""
    text = "SELECT * { " + "?s ?p ?o . " * 500 + "} ORDR BY ?s"
    _, source, caret = str(told(text)).split("\n")
    assert len(source) <= 102
    assert source[len(caret) - 1 :].startswith("ORDR")


def test_characters_that_would_move_the_caret_are_not_shown():
    """Marks that turn the writing round are blanks in the line that is shown."""
    error = shown(QueryError("wrong", 1, 3), "a\u202eb\x1bc")
    assert str(error).split("\n")[1:] == ["  a b c", "    ^"]


# ---------------------------------------------------------------- Prefixes


def test_prefixes_of_the_graph_are_added_where_they_are_used():
    """Those that are used and not declared, and no others: not in texts, remarks, IRIs and variables."""
    text = "PREFIX kind: <http://example.org/> SELECT ?unit { ?c cw:hasKind kind:part ; rdfs:label 'skos:x' } # dct:x"
    assert prologue(text).count("PREFIX") == 2
    rdf.Graph().query(prologue(text) + text)
    assert prologue("SELECT * { ?s <http://cw:x/owl:y> ?o }") == ""


# ---------------------------------------------------------------- Other servers


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://example.org/> { ?s ?p ?o } }",
        "SELECT*{?s ?p ?o.SERVICE<http://example.org/>{}}",
        "SELECT*{?s ?p trueSERVICE<http://example.org/>{}}",
        "SELECT*{?s ?p 5SERVICE<http://example.org/>{}}",
        "PREFIX : <http://example.org/> SELECT*{BIND(1 AS ?x)SERVICE:x{}}",
        "SELECT*{# a remark that ends here\rSERVICE<http://example.org/>{}\n}",
        "SELECT * { \\u0053ERVICE <http://example.org/> {} }",
        "SELECT * { FILTER EXISTS { SERVICE ?x {} } }",
    ],
)
def test_a_call_of_another_server_is_refused(text):
    """The keyword is found in any case, stuck to what stands before it, or written in escapes."""
    with pytest.raises(QueryError, match="no access to the network"):
        refuse_network(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service_users { ?s cw:serves ?service_users }",
        'SELECT * { ?s rdfs:label \'SERVICE\' ; ?p """SERVICE\n<x>""" } # SERVICE',
        "SELECT * { ?s <http://example.org/SERVICE> group:service-users }",
    ],
)
def test_the_word_may_stand_elsewhere(text):
    """In variables, texts, remarks, IRIs and names after a prefix it calls nobody."""
    refuse_network(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("SELECT ?x WHERE { ?x ?p ?o }", ("", "SELECT ?x WHERE { ?x ?p ?o }", "")),
        (
            "PREFIX x: <http://x.org/> # } LIMIT 1\nASK { ?x x:p '}' } LIMIT 5 # {",
            ("PREFIX x: <http://x.org/> # } LIMIT 1\n", "ASK { ?x x:p '}' }", "LIMIT 5"),
        ),
    ],
)
def test_a_query_is_parted_at_its_first_word_and_last_bracket(text, parts):
    """Declarations, what is asked, and what stands after it; brackets in texts and comments are none."""
    assert parted(text) == parts
