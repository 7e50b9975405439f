"""Synthetic cases: valid, in the shape of the real ones, the same in every form, and never to be taken for real."""

import json
import subprocess
import sys

import pytest
from filling import MARK
from generate import Generator, Order, index_of, write_compiled, write_graph, write_project
from likeness import profile

from kg import pipeline, rdf
from kg.index import make_index
from kg.lexicon import make_lexicon
from kg.paths import Project
from kg.pipeline import compile_graph
from kg.shapes import validate
from kg.store import open_store

FEW = Order(12, seed=3)


@pytest.fixture(scope="module")
def generator(project):
    """One generator for all tests."""
    return Generator(project)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A project with a few synthetic cases."""
    folder = tmp_path_factory.mktemp("few") / "project"
    write_project(FEW, folder)
    return folder


@pytest.fixture(scope="module")
def few(folder):
    """What `kg build` makes of it, without the shapes."""
    return compile_graph(Project(folder), shapes=False)


def test_a_synthetic_project_passes_the_checks(folder):
    """Its files are read and checked without a problem."""
    assert len(pipeline.read(Project(folder)).cases) == FEW.cases


def test_a_whole_block_passes_the_checks(generator, tmp_path):
    """So does a block in which each real case has lent its frame."""
    whole = Order(generator.real.size)
    write_project(whole, tmp_path)
    assert len(pipeline.read(Project(tmp_path)).cases) == whole.cases


def test_a_synthetic_project_conforms_to_the_shapes(project, few):
    """Its graph violates no shape."""
    triples = [*few.source.triples, *few.derived]
    assert validate(triples, project.ontology / "shapes.ttl", few.source.origin).violations == []


def test_the_streamed_graph_is_the_built_one(few, tmp_path):
    """Written block by block, the graph has the same triples, and the same digest of lines, as a build of the files."""
    said = write_graph(FEW, tmp_path / "few.nt")
    built = rdf.serialize([*few.source.triples, *few.derived], "n-triples").splitlines()
    assert sorted((tmp_path / "few.nt").read_bytes().splitlines()) == sorted(built)
    assert (said.asserted, said.derived) == (len(few.source.triples), len(few.derived))


def test_quads_have_a_graph_for_each_part(few, tmp_path):
    """In N-Quads what is asserted and what is derived stand in named graphs, under the names of the export."""
    write_graph(FEW, tmp_path / "few.nq")
    graphs = rdf.parse_named(tmp_path / "few.nq", "n-quads")
    sizes = {name.rsplit("/", 1)[-1]: len(found) for name, found in graphs.items()}
    assert sizes == {"asserted": len(few.source.triples), "derived": len(few.derived)}


def test_the_index_alone_is_that_of_the_graph(generator):
    """The index made of blocks is the one that is made from the whole graph, block borders included."""
    order = Order(generator.real.size + 5)
    graph = rdf.Graph([*generator.asserted, *generator.derived])
    for part in generator.blocks(order):
        for found in generator.triples(order, *part):
            graph.add(found)
    assert index_of(order).dumped() == make_index(graph).dumped()


def test_repeated_blocks_have_organisations_of_their_own(generator):
    """Where an index repeats a block, its cases share themes with those of the first, and no organisation."""
    size = generator.real.size
    sets = dict(index_of(Order(2 * size), distinct=1).sets())
    themes = [places for key, places in sets.items() if key.startswith("cw:enactsTheme ")]
    bodies = [places for key, places in sets.items() if key.startswith("cw:involvesOrganisation ")]
    assert all([place - size for place in places if place >= size] == places[: len(places) // 2] for places in themes)
    assert all(len({place // size for place in places}) == 1 for places in bodies)


def test_a_compiled_folder_can_be_opened(tmp_path):
    """What is written for a benchmark opens as a built graph does; index and lexicon are those of the whole graph."""
    write_compiled(FEW, tmp_path)
    store = open_store(tmp_path)
    assert len(store.cases) == FEW.cases
    assert store.questions
    assert store.index.dumped() == make_index(store.graph).dumped()
    whole = json.loads(json.dumps(make_lexicon(store.graph)))
    assert json.loads((tmp_path / "lexicon.json").read_text(encoding="utf-8")) == whole


def test_the_same_seed_gives_the_same_cases(generator):
    """The same number and seed give the same records, another seed gives others."""
    one, same, other = (generator.corpus(Order(5, seed), 0, 5) for seed in (1, 1, 2))
    assert one == same
    assert one.cases != other.cases


def test_everything_synthetic_is_marked(generator, corpus):
    """Each id begins with the mark, each name says it, and each summary; nothing of a real case's words is left."""
    made = generator.corpus(Order(generator.real.size), 0, generator.real.size)
    entries = [entry for kind in ("organisation", "person", "source", "case") for _, entry in made.entries(kind)]
    assert all(entry.id.startswith(f"{MARK}-") for entry in entries)
    names = [getattr(e, "name", None) or getattr(e, "described_as", None) or e.title for e in entries]
    assert all(name.startswith("Synthetic ") for name in names)
    assert all("Made up by a program" in case.summary for case in made.cases.values())
    notes = {finding.note for case in corpus.cases.values() for finding in case.findings}
    assert notes.isdisjoint(finding.note for case in made.cases.values() for finding in case.findings)


def test_synthetic_cases_have_the_shape_of_the_real_ones(generator, corpus):
    """Means lie within 30 in 100 of the real ones, shares within 6 in 100 of all, and medians within one."""
    order = Order(5 * generator.real.size)
    real, made = profile([corpus]), profile(generator.corpus(order, *part) for part in generator.blocks(order))
    assert real.keys() == made.keys()
    for name, value in real.items():
        if name.endswith(": mean"):
            assert made[name] == pytest.approx(value, rel=0.3), name
        elif name.endswith(": share"):
            assert made[name] == pytest.approx(value, abs=0.06), name
        elif name.endswith(": 50 in 100") and "characters" not in name:
            assert made[name] == pytest.approx(value, abs=1), name


def test_the_command_prints_both_profiles(project):
    """The profiles stand side by side."""
    command = [sys.executable, "benchmarks/generate.py", "20", "--profile"]
    run = subprocess.run(
        command, cwd=project.root, env={"PYTHONPATH": str(project.root)}, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.split()[:2] == ["real", "synthetic"]
    assert "20 synthetic cases" in run.stderr
