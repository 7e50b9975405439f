"""Each node shape has an example that passes and one that fails; its first line names the message that catches it.

An example is a few lines of Turtle, `fixtures/shapes/<Shape>.pass.ttl` or `<Shape>.fail.ttl` (`.fail-2`, `.fail-3` for
more), read together with the ontology and the codebook and checked against its own shape alone.
"""

import re
from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib.namespace import RDF, SH

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted((Path(__file__).parent / "fixtures" / "shapes").glob("*.ttl"))
SHAPE = rdflib.Namespace("https://w3id.org/cwkg/shape/")
PASS, FAIL = ([path for path in EXAMPLES if f".{word}" in path.name] for word in ("pass", "fail"))


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(ROOT / "ontology" / "shapes.ttl")


@pytest.fixture(scope="module")
def terms() -> rdflib.Graph:
    return rdflib.Graph().parse(ROOT / "ontology" / "cwkg.ttl").parse(ROOT / "ontology" / "codebook.ttl")


def messages(example: Path, terms: rdflib.Graph, shapes: rdflib.Graph) -> list[str]:
    """The messages that an example's own shape gives about the things the example describes."""
    records = rdflib.Graph().parse(example)
    data = rdflib.Graph()
    data += terms
    data += records
    shape = SHAPE[example.name.split(".")[0]]
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, use_shapes=[str(shape)])
    results = report.subjects(RDF.type, SH.ValidationResult)
    return [
        str(report.value(r, SH.resultMessage))
        for r in results
        if (report.value(r, SH.focusNode), None, None) in records
    ]


@pytest.mark.parametrize("example", PASS, ids=lambda path: path.stem)
def test_a_passing_example_passes(example, terms, shapes):
    """A record as the shape asks for gives no message."""
    assert messages(example, terms, shapes) == []


@pytest.mark.parametrize("example", FAIL, ids=lambda path: path.stem)
def test_a_failing_example_is_caught(example, terms, shapes):
    """A record with one fault gives the message that its first line names, and no other."""
    expected = example.read_text().splitlines()[0].removeprefix("# caught: ")
    found = messages(example, terms, shapes)
    assert found
    assert all(expected in message for message in found)


def test_every_node_shape_has_both_examples(shapes):
    """A shape without examples, or examples without a shape, is a mistake."""
    named = {str(shape).removeprefix(SHAPE) for shape in shapes.subjects(RDF.type, SH.NodeShape)}
    assert {path.name.split(".")[0] for path in PASS} == named
    assert {path.name.split(".")[0] for path in FAIL} == named


def test_every_shape_explains_itself(shapes):
    """Shapes and their properties carry a name, a description and a message: the field reference is made of them."""
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        assert all(shapes.value(shape, part) for part in (SH.name, SH.description)), shape
        for field in shapes.objects(shape, SH.property):
            assert all(shapes.value(field, part) for part in (SH.name, SH.description, SH.message)), shape
        for rule in shapes.objects(shape, SH.sparql):
            assert shapes.value(rule, SH.message), shape


def test_every_term_of_a_shape_is_defined(shapes, terms):
    """A shape that names a term the ontology lacks would never fire."""
    text = (ROOT / "ontology" / "shapes.ttl").read_text()
    known = {
        str(term).split("#")[1] for term in terms.subjects() if str(term).startswith("https://w3id.org/cwkg/ontology#")
    }
    assert set(re.findall(r"\bcw:(\w+)", text)) <= known
