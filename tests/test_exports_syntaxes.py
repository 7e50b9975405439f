"""The graph in the syntaxes of RDF."""

import gzip
import json

import pytest
import rdflib

from kg import mediatypes, rdf
from kg.exports.frame import Given
from kg.exports.syntaxes import ABOUT, files
from kg.namespaces import GRAPHS, ID, PREFIXES

KINDS = mediatypes.DATASET_TYPES
OTHER_NAMES = {"n-triples": "nt", "n-quads": "nquads", "rdf-xml": "xml"}  # what rdflib calls them


def path(exported, part, kind):
    return exported / (f"{part}.{kind.suffix}" if part == "cwkg" else f"rdf/{part}.{kind.suffix}")


def canonical(found) -> set[rdf.Triple]:
    """Triples that can be compared whatever their blank nodes are called."""
    return set(rdf.name_blank_nodes(list(found)))


@pytest.fixture(scope="module")
def expected(compiled, project):
    """What each part holds, from the build and from the files of the ontology."""
    asserted, derived = compiled.source.triples, compiled.derived
    terms, lists, own = (
        list(rdf.parse(project.ontology / f"{n}.ttl", "turtle")) for n in ("cwkg", "codebook", "dataset")
    )
    named = [t for t in asserted if isinstance(t.subject, rdf.Iri)]
    parts = {
        "cwkg": [*asserted, *derived],
        "ontology": terms,
        "codebook": lists,
        "data": [*(t for t in named if t.subject.value.startswith(ID)), *own],
        "asserted": asserted,
        "derived": derived,
    }
    return {part: canonical(triples) for part, triples in parts.items()}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.suffix)
@pytest.mark.parametrize("part", ABOUT)
def test_every_file_holds_its_part_of_the_graph(exported, expected, part, kind):
    """Each file, read back, is its part: the same triples, letter for letter, up to the names of blank nodes."""
    assert canonical(rdf.parse(path(exported, part, kind), kind.format)) == expected[part]


def test_the_parts_make_up_the_whole(expected):
    """Terms, codebook and data are what was typed, and with what was derived the whole; nothing is in two parts."""
    sizes = {part: len(triples) for part, triples in expected.items()}
    assert sizes["ontology"] + sizes["codebook"] + sizes["data"] == sizes["asserted"]
    assert expected["cwkg"] == canonical([*expected["asserted"], *expected["derived"]])
    assert min(sizes.values()) > 1000


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.suffix)
def test_another_library_takes_the_graph_in_and_gives_it_back(exported, expected, kind):
    """rdflib reads each syntax of the whole and writes it again: every term is as it was."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(path(exported, "cwkg", kind), format=OTHER_NAMES.get(kind.format, kind.format))
    back = rdflib.Graph()
    for triple in dataset.triples((None, None, None)):
        back.add(triple)
    assert canonical(rdf.parse(back.serialize(format="nt"), "n-triples")) == expected["cwkg"]


@pytest.mark.parametrize("kind", [mediatypes.N_QUADS, mediatypes.TRIG], ids=lambda kind: kind.suffix)
@pytest.mark.parametrize("part", ABOUT)
def test_named_graphs_part_what_was_typed_from_what_was_derived(exported, expected, part, kind):
    """Each triple stands in the graph that says whether it was asserted or derived, the same in every file."""
    dataset = rdf.parse_named(path(exported, part, kind), kind.format)
    sizes = {name: len(set(found)) for name, found in dataset.items()}
    if part == "cwkg":
        assert sizes == {GRAPHS["asserted"]: len(expected["asserted"]), GRAPHS["derived"]: len(expected["derived"])}
    else:
        assert sizes == {GRAPHS["derived" if part == "derived" else "asserted"]: len(expected[part])}


def test_the_packed_dump_is_the_quads(exported):
    """The packed file holds the N-Quads, and neither a time nor a name that would differ from run to run."""
    packed = (exported / "cwkg.nq.gz").read_bytes()
    assert gzip.decompress(packed) == (exported / "cwkg.nq").read_bytes()
    assert packed[:4] == b"\x1f\x8b\x08\x00"  # no flag: no name of a file
    assert packed[4:8] == b"\0\0\0\0"


@pytest.mark.parametrize("part", ["cwkg", "asserted", "data"])
def test_json_ld_has_the_short_names_of_the_published_context(exported, project, part):
    """Records read as in a case file, and the context stands in the document: nothing is fetched to read it."""
    document = json.loads(path(exported, part, mediatypes.JSON_LD).read_text(encoding="utf-8"))
    published = json.loads((project.ontology / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    assert document["@context"] == [published, PREFIXES]
    (case,) = [node for node in document["@graph"] if node["@id"] == "case:cpche" and "name" in node]
    assert (case["@type"][0], case["kind"], case["country"]) == ("Case", "fellowship", "canada")
    assert {finding["@type"] for finding in case["themes"]} == {"ThemeFinding"}


def test_the_published_context_stands_beside_the_files(exported, project):
    """It is the file by which case files are read, byte for byte."""
    assert (exported / "context.jsonld").read_bytes() == (project.ontology / "context.jsonld").read_bytes()


def test_two_contexts_never_give_one_prefix_two_meanings(project, compiled):
    """A prefix of the published context means the same in all other files."""
    terms = Given(project, compiled).context
    both = set(terms) & set(PREFIXES)
    assert len(both) > 20
    assert {name: terms[name] for name in both} == {name: PREFIXES[name] for name in both}


def test_media_types_and_names_agree(project, compiled):
    """Every file has the media type that its name says."""
    known = {f".{kind.suffix}": kind.name for kind in KINDS} | {".gz": "application/gzip"}
    assert [
        f.name for f in files(Given(project, compiled)) if known["." + f.name.rsplit(".")[-1]] != f.media_type
    ] == []
