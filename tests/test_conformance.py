"""What is said to fit the shapes is what pyshacl finds no fault with, and the remarks are pyshacl's."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyshacl.errors import ReportableRuntimeError

from kg import rdf
from kg.building.base import Base
from kg.building.families import grouped, scan
from kg.building.part import TERMS, Unit, _draft
from kg.conformance import Conformance
from kg.shapechecks import Facts
from kg.shapes import Shapes

EXAMPLES = sorted((Path(__file__).parent / "fixtures" / "shapes").glob("*.fail*.ttl"))


def lines_of(triples) -> list[str]:
    return rdf.lines(triples).decode().split("\n")


def subjects(lines) -> set[str]:
    return {line.split(" ", 1)[0] for line in lines if line}


def test_every_part_of_the_real_graph_is_told_of_as_by_pyshacl(project):
    """Of each part pyshacl, looking at it with others, says what was said at once; none is left to it."""
    base = Base(project)
    files, _ = scan(project)
    families = grouped({file: scanned.claim for file, scanned in files.items()})
    units = [Unit(name) for name in (TERMS, *base.pieces)]
    units += [Unit(some[0], tuple((file, files[file].path.read_bytes()) for file in some)) for some in families]
    drafts = [_draft(unit, base) for unit in units]
    some = 0
    for start in range(0, len(drafts), 16):
        together = drafts[start : start + 16]
        text = "\n".join({line for draft in together for line in draft.view})
        slow = base.shapes.results(rdf.parse(text, "n-triples"))
        for draft in together:
            quick = base.conformance.remarks(Facts(draft.view), draft.about)
            assert quick is not None
            assert set(quick) == {result for result in slow if f"<{result.focus}>" in draft.about}
            some += len(quick)
    assert some > 0


@pytest.fixture(scope="module")
def terms(project) -> list[str]:
    """The class tree and the codebook."""
    return lines_of([t for name in ("cwkg.ttl", "codebook.ttl") for t in rdf.parse(project.ontology / name, "turtle")])


@pytest.fixture(scope="module")
def shapes(project) -> Conformance:
    return Conformance(project.ontology / "shapes.ttl")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_a_failing_example_does_not_fit(example, terms, shapes):
    """Of each example with a fault there is a remark with the words that its first line names, or no answer."""
    expected = example.read_text(encoding="utf-8").splitlines()[0].removeprefix("# caught: ")
    records = lines_of(rdf.parse(example, "turtle"))
    remarks = shapes.remarks(Facts([*terms, *records]), subjects(records))
    assert remarks is None or any(expected in remark.message for remark in remarks)


X = "http://example.org/"
HEAD = f"""
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <{X}> .
:own sh:declare [ sh:prefix "x" ; sh:namespace "{X}"^^xsd:anyURI ] .
"""
XSD = "http://www.w3.org/2001/XMLSchema#"
THINGS = [f"<{X}{name}>" for name in "abc"]
LITERALS = ['"ab"', '"b"', '""', '"ab"@en', '"b"@en', '"b"@EN', '"b\\"\\n"', '"x"^^<http://example.org/own>']
LITERALS += [
    f'"{text}"^^<{XSD}{name}>'
    for text, name in [
        *[(text, "integer") for text in ("1", "01", "+1", "2", "3", "-4", "few", "99999999999999999999")],
        *[(text, "decimal") for text in ("1", "1.0", "1.00", "2.5", "-0.5", "0.0000000000000000000001")],
        *[(text, "nonNegativeInteger") for text in ("1", "3", "-3")],
        *[(text, "boolean") for text in ("true", "false", "1", "perhaps")],
        *[(text, "double") for text in ("1e0", "INF")],
    ]
]
PROPERTIES = [f"<{X}{name}>" for name in "pqr"]
KINDS = ["<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"]
CLASSES = [f"<{X}{name}>" for name in "ABC"]

NODES = [*THINGS, "_:n"]
triples = st.one_of(
    st.tuples(st.sampled_from(NODES), st.sampled_from(PROPERTIES), st.sampled_from([*NODES, *LITERALS])),
    st.tuples(st.sampled_from(THINGS), st.sampled_from(PROPERTIES), st.sampled_from(LITERALS)),
    st.tuples(st.sampled_from(THINGS), st.just(KINDS[0]), st.sampled_from(CLASSES)),
    st.tuples(st.sampled_from(CLASSES), st.just(KINDS[1]), st.sampled_from(CLASSES)),
).map(lambda triple: f"{' '.join(triple)} .")  # fmt: skip
QUERIES = [
    "SELECT $this WHERE { $this x:p+ $this }",
    "SELECT $this ?value WHERE { $this x:p ?value ; x:q ?other . FILTER (?value != ?other) }",
    "SELECT $this ?value WHERE { $this x:p ?value ; x:q ?other . FILTER (ABS(?value - ?other) / ?other > 0.4) }",
    "SELECT $this WHERE { $this x:p true . OPTIONAL { $this x:q ?q . FILTER (?q != $this) } FILTER (!BOUND(?q)) }",
    "SELECT $this WHERE { $this x:p ?value . FILTER NOT EXISTS { ?value x:p $this } }",
    "SELECT $this WHERE { ?one x:p ?two . OPTIONAL { ?two x:q ?q . FILTER ($this = ?two) } FILTER (BOUND(?q)) }",
]
VALUE_RULES = [
    *("sh:class :A", "sh:class :A , :B", "sh:nodeKind sh:IRI", 'sh:pattern "^a"', 'sh:pattern "b"'),
    *("sh:minLength 2", "sh:maxLength 1", 'sh:in ( :a "ab" 1 2.5 true )', "sh:hasValue :a", "sh:hasValue 1"),
    *("sh:minInclusive 1", "sh:maxInclusive 2", "sh:minExclusive 1.0", "sh:maxExclusive 2.5"),
    *(f"sh:datatype xsd:{name}" for name in ("string", "integer", "decimal", "boolean", "nonNegativeInteger")),
    "sh:or ( [ sh:class :A ] [ sh:datatype xsd:string ] )",
]
RULES = [*VALUE_RULES, "sh:minCount 1", "sh:minCount 2", "sh:maxCount 1", "sh:maxCount 0"]
RULES += ["sh:uniqueLang true", "sh:lessThan :q", "sh:lessThanOrEquals :q"]
TARGETS = ["sh:targetClass :A", "sh:targetSubjectsOf :p", "sh:targetObjectsOf :p", "sh:targetNode :a"]


def _word(rule: str) -> str:
    return rule.split(" ", 1)[0]


properties = st.builds(
    lambda path, rules, tail: f"sh:property [ sh:path {path} ; {' ; '.join(rules)} ; {tail} ]",
    st.sampled_from([":p", ":q", "[ sh:inversePath :p ]"]),
    st.lists(st.sampled_from(RULES), min_size=1, max_size=3, unique_by=_word),
    st.sampled_from(['sh:message "Do."', 'sh:message "Do." ; sh:severity sh:Warning']),
)
parts = st.one_of(
    properties,
    properties,
    st.sampled_from(VALUE_RULES),
    st.sampled_from(QUERIES).map(lambda text: f'sh:sparql [ sh:prefixes :own ; sh:select "{text}" ]'),
    st.lists(properties, min_size=2, max_size=2).map(lambda two: f"sh:or ( [ {two[0]} ] [ {two[1]} ] )"),
)


@pytest.mark.filterwarnings("ignore:Parsing weird boolean")
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    target=st.sampled_from(TARGETS),
    body=st.lists(parts, min_size=1, max_size=2, unique_by=_word),
    graph=st.lists(triples, max_size=9, unique=True),
)
def test_nothing_fits_that_pyshacl_finds_fault_with(tmp_path, target, body, graph):
    """Whatever a shape asks and whatever a graph says: where there is an answer, it is that of pyshacl.

    pyshacl gives up on blank nodes that are compared: then there is nothing to hold an answer against.
    """
    path = tmp_path / "shapes.ttl"
    path.write_text(f"{HEAD}:s {' ; '.join([target, *body])} .", encoding="utf-8")
    compiled = Conformance(path)
    assert compiled._roots is not None
    quick = compiled.remarks(Facts(graph), {*THINGS, "_:n", *LITERALS})
    if quick is not None:
        with suppress(ReportableRuntimeError):
            slow = Shapes(path).results(rdf.parse("\n".join(graph), "n-triples"))
            assert set(quick) == set(slow)


def test_a_whole_that_fits_has_an_answer(tmp_path):
    """Plain shapes and plain data are not left to pyshacl: there is an answer, and the warning in it."""
    path = tmp_path / "shapes.ttl"
    rule = 'sh:property [ sh:path :p ; sh:minCount 2 ; sh:severity sh:Warning ; sh:message "Look for another." ]'
    path.write_text(f"{HEAD}:s sh:targetClass :A ; {rule} .", encoding="utf-8")
    graph = [f"<{X}a> {KINDS[0]} <{X}A> .", f"<{X}a> <{X}p> <{X}b> ."]
    (remark,) = Conformance(path).remarks(Facts(graph), {f"<{X}a>"})
    assert (remark.focus, remark.violation, remark.message) == (f"{X}a", False, "a, p: Look for another.")
    assert Conformance(path).remarks(Facts(graph), {f"<{X}b>"}) == []


@pytest.mark.parametrize("word", ["sh:not [ sh:class :B ]", "sh:property [ sh:path :p ; sh:datatype xsd:date ]"])
def test_shapes_with_other_forms_have_no_answer(tmp_path, word):
    """A form that is not compiled leaves everything to pyshacl, even where no thing is concerned."""
    path = tmp_path / "shapes.ttl"
    path.write_text(f"{HEAD}:s sh:targetClass :A ; {word} .", encoding="utf-8")
    assert Conformance(path).remarks(Facts([]), set()) is None
