"""Shapes are read into plain values, or not at all."""

import pytest

from kg.shapetree import Query, read_shapes, text_of

HEAD = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix : <http://example.org/> .
:own sh:declare [ sh:prefix "x" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
"""
X = "http://example.org/"


def read(tmp_path, body: str):
    path = tmp_path / "shapes.ttl"
    path.write_text(HEAD + body, encoding="utf-8")
    return read_shapes(path)


def test_the_shapes_of_the_project_are_all_read(project):
    """Every node shape of the file is in the tree, so that none is held against nothing."""
    path = project.ontology / "shapes.ttl"
    roots = read_shapes(path)
    assert roots is not None
    assert len(roots) == path.read_text(encoding="utf-8").count("a sh:NodeShape")
    assert sum(len(root.shape.queries) for root in roots) == path.read_text(encoding="utf-8").count("sh:select ")


def test_a_shape_says_what_its_file_says(tmp_path):
    """Targets, path, rules, choices, severity and message stand in the tree as they were written."""
    (root,) = read(
        tmp_path,
        """:s sh:targetClass :A ; sh:or ( [ sh:class :B ] [ sh:class :C ] ) ; sh:property
        [ sh:path [ sh:inversePath :p ] ; sh:minCount 1 ; sh:in ( 1 "two" ) ;
          sh:severity sh:Warning ; sh:message "Do." ] .""",
    )
    assert root.targets == (("targetClass", f"<{X}A>"),)
    assert [one.rules for (choice) in root.shape.choices for one in choice] == [
        (("class", (f"<{X}B>",)),),
        (("class", (f"<{X}C>",)),),
    ]
    (inner,) = root.shape.properties
    whole = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    assert (inner.path, inner.inverse, inner.violation, inner.message) == (f"<{X}p>", True, False, "Do.")
    assert inner.rules == (("minCount", (f'"1"{whole}',)), ("in", (f'"1"{whole}', '"two"')))


UNKNOWN = {
    "a negation": ":s sh:targetClass :A ; sh:not [ sh:class :B ] .",
    "a closed shape": ":s sh:targetClass :A ; sh:closed true .",
    "a shape put out of force": ":s sh:targetClass :A ; sh:deactivated true .",
    "a pattern with flags": ":s sh:targetClass :A ; sh:property [ sh:path :p ; sh:pattern 'a' ; sh:flags 'i' ] .",
    "a path of two steps": ":s sh:targetClass :A ; sh:property [ sh:path ( :p :q ) ; sh:minCount 1 ] .",
    "a path of choices": ":s sh:targetNode :a ; sh:property [ sh:path [ sh:zeroOrMorePath :p ] ; sh:maxCount 1 ] .",
    "a class that is a shape": ":A a owl:Class ; sh:property [ sh:path :p ; sh:minCount 1 ] .",
    "a class that is a shape with targets": ":A a owl:Class ; sh:targetClass :B ; sh:class :C .",
    "a target by query": ":s sh:target [ sh:select 'SELECT $this WHERE { $this :p 1 }' ] ; sh:class :A .",
    "a rule": ":s sh:targetClass :A ; sh:rule [ sh:subject sh:this ; sh:predicate :p ; sh:object :a ] .",
    "a component of somebody's own": ":s sh:targetClass :A ; :mustShine true .",
    "a shape that nothing leads to": ":s sh:targetClass :A . :t sh:class :B .",
    "a count without a path": ":s sh:targetClass :A ; sh:minCount 1 .",
    "a count given twice": ":s sh:targetClass :A ; sh:property [ sh:path :p ; sh:minCount 1 , 2 ] .",
    "a shape inside itself": ":s sh:targetClass :A ; sh:property :t . :t sh:path :p ; sh:property :t .",
    "a query that asks": ":s sh:targetClass :A ; sh:sparql [ sh:ask 'ASK { $this ?p 1 }' ] .",
    "a query about the path": ":s sh:targetClass :A ; sh:sparql [ sh:select 'SELECT $this WHERE { $this $PATH 1 }' ] .",
    "a list without an end": ":s sh:targetClass :A ; sh:property [ sh:path :p ; sh:in :a ] .",
    "no Turtle": ":s sh:targetClass",
}


@pytest.mark.parametrize("body", UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_not_known_here_is_never_left_out(tmp_path, body):
    """One unknown word, in any place, and there is no tree at all."""
    known = ":k sh:targetClass :A ; sh:property [ sh:path :p ; sh:minCount 1 ] .\n"
    assert read(tmp_path, known)
    assert read(tmp_path, known + body) is None


def query(tmp_path, text: str) -> Query:
    (root,) = read(tmp_path, f':s sh:targetClass :A ; sh:sparql [ sh:prefixes :own ; sh:select """{text}""" ] .')
    return root.shape.queries[0]


@pytest.mark.parametrize(
    ("text", "needs", "flat"),
    [
        ("SELECT $this WHERE { $this x:p+ $this }", [("p", "")], True),
        ("SELECT $this WHERE { $this x:p true ; x:q ?v ; x:r? ?w FILTER (?v > 1) }", [("p", "true"), ("q", "")], True),
        ("SELECT $this WHERE { $this x:p ?v . OPTIONAL { ?v x:q ?w } FILTER (!BOUND(?w)) }", [("p", "")], False),
        ("SELECT $this WHERE { $this x:p/x:q ?v }", [], False),
        ("SELECT $this WHERE { $this ^x:p ?v }", [], False),
        ("SELECT $this WHERE { $this x:p|x:q ?v }", [], False),
        ("SELECT $this WHERE { { $this x:p ?v } UNION { $this x:q ?v } }", [], False),
        ("SELECT $this WHERE { FILTER ($this = x:a) }", [], False),
        ("SELECT $this WHERE { $this x:p ?v } GROUP BY $this HAVING (COUNT(?v) = 0)", [], False),
        ("SELECT $this WHERE { $this x:p ?v } LIMIT 1", [], False),
        ("SELECT $this WHERE { $this x:p ?group }", [("p", "")], True),
    ],
)  # fmt: skip
def test_what_a_query_needs(tmp_path, text, needs, flat):
    """Only what holds of every row is a need: triples at the beginning of one plain group. Paths end the list."""
    found = query(tmp_path, text)
    assert found.needs == tuple((f"<{X}{name}>", value) for name, value in needs)
    assert found.flat == flat
    assert found.text == f"PREFIX x: <{X}>\n{text}"


def test_the_words_of_a_literal():
    """Marks that N-Triples writes in a roundabout way are the marks themselves; other literals have no words."""
    assert text_of(r'"a \"b\"\n\\c"') == 'a "b"\n\\c'
    assert text_of('"chat"@fr') == "chat"
    assert text_of('""') == ""
    assert text_of('"1"^^<http://www.w3.org/2001/XMLSchema#integer>') is None
    assert text_of("<http://example.org/>") is None
