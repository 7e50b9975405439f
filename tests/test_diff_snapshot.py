"""One version of the graph, wherever it is read from."""

import gzip
import shutil

import pytest

from kg import rdf
from kg.diff.snapshot import load
from kg.errors import UsageError


def canonical(triples):
    return set(rdf.name_blank_nodes(list(triples)))


@pytest.mark.parametrize("name", ["cwkg.nq", "cwkg.nq.gz", "cwkg.ttl"])
def test_a_file_of_an_export_is_a_version(exported, compiled, name):
    """Any file of the whole graph gives what was typed and what was derived."""
    found = load(exported / name)
    assert canonical(found.triples) == canonical([*compiled.source.triples, *compiled.derived])
    assert found.name == str(exported / name)


def test_a_folder_is_a_version(exported, built, ready):
    """An export, a compiled graph and a checkout that was built are read by the graph in them."""
    sizes = {len(load(folder).triples) for folder in (exported, built, ready)}
    assert len(sizes) == 1


def test_an_export_of_which_only_the_dump_is_left(exported, tmp_path):
    """Whichever file of the whole graph is there serves."""
    shutil.copy(exported / "cwkg.nq.gz", tmp_path)
    assert len(load(tmp_path).triples) == len(load(exported / "cwkg.nt").triples)


def test_a_version_knows_its_number_and_its_names(exported):
    """The version of the ontology, labels of things, and which finding a number stands in."""
    found = load(exported / "cwkg.nt")
    assert found.version == "0.1.0"
    assert found.label("https://w3id.org/cwkg/code/theme/share-power") == "Share power"
    assert found.label("https://w3id.org/cwkg/id/finding/cpche-t1") == "finding:cpche-t1"
    (number, holder) = next((n, h) for n, h in found.holders.items() if "/change/" in n)
    assert holder[0].startswith("https://w3id.org/cwkg/id/finding/")
    assert number.startswith(holder[0].replace("/finding/", "/change/"))
    assert (len(found.levels), found.levels.count("listed")) == (47, 17)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: folder / "gone", "there is no such file or folder"),
        (lambda folder: folder, "this folder holds no graph; name one that kg export or kg build wrote"),
    ],
)
def test_what_holds_no_graph_is_told(tmp_path, make, said):
    """A missing path and a folder of other things are named."""
    with pytest.raises(UsageError, match=said):
        load(make(tmp_path))


def test_a_graph_of_other_things_is_told(tmp_path):
    """RDF without a single record of ours is no version."""
    (tmp_path / "a.nt.gz").write_bytes(gzip.compress(b"<http://a> <http://b> <http://c> .\n"))
    with pytest.raises(UsageError, match="has no record with an IRI of ours"):
        load(tmp_path / "a.nt.gz")
