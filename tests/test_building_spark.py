"""Apache Spark makes the same graph as the processes of one machine: the same bytes, the same problems."""

import importlib.util
import os
import shutil
import sys

import pytest

from kg import pipeline, rdf
from kg.building import spark as module
from kg.building.base import Base
from kg.building.spark import shared_files
from kg.errors import BadInput
from kg.namespaces import GRAPHS
from kg.paths import Project

JAVA = os.environ.get("JAVA_HOME") or shutil.which("java")


@pytest.fixture(scope="module")
def spark():
    """Two cores of this machine as Spark takes them; one session for all tests of this file."""
    if not (importlib.util.find_spec("pyspark") and JAVA):
        reason = "pyspark (pip install 'cwkg[spark]') or Java (apt-get install default-jre-headless) is missing"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return "local[2]"


@pytest.fixture
def town(small):
    """A whole with a part, a second coding, and a lone case, in which an organisation has a part."""
    small.case("bridge", "themes:\n" + small.finding("t1", "theme/share-power", "enacted"))
    small.case("pier", kind="part", part_of="bridge")
    small.case("ferry", organisations="[{organisation: ferry-trust, role: lead, evidence: [tiny:3-3]}]")
    small.coding("bridge", "themes:\n" + small.finding("t1", "theme/share-power", "neglected"))
    small.locate()
    return small


def lines(graph):
    return set(rdf.lines(graph).splitlines())


def test_spark_makes_the_same_graph(spark, town, tmp_path):
    """The compiled graph is that of one process, and the N-Quads of all partitions together say the same.

    What is broken is told of as ever, with file and line.
    """
    compiled = pipeline.compile_graph(town.project, shapes=False)
    done = pipeline.build_project(town.project, spark=spark, quads=tmp_path / "quads", fresh=True)
    assert done.fingerprint == compiled.fingerprint
    assert done.warnings  # the shapes ran on the executors
    paths = sorted((tmp_path / "quads").iterdir())
    assert [path.suffix for path in paths] == [".nq"] * len(paths)
    assert len(paths) > 1
    found: dict[str, set[bytes]] = {}
    for path in paths:
        for name, triples in rdf.parse_named(path, "n-quads").items():
            found.setdefault(name, set()).update(lines(triples))
    assert found == {
        GRAPHS["asserted"]: lines(compiled.source.triples),
        GRAPHS["derived"]: lines(compiled.derived),
    }
    path = town.project.cases / "ferry.md"
    path.write_text(path.read_text(encoding="utf-8").replace("country: CA", "country: ZZ"), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        pipeline.build_project(town.project, spark=spark)
    with pytest.raises(BadInput) as expected:
        pipeline.read(town.project)
    assert caught.value.problems == expected.value.problems


def test_a_master_that_there_is_not_is_told_of(spark, town, run):
    """An address where no Spark is gives one line, not a trace of the stack."""
    result = run("build", "--engine", "spark", "--master", "nowhere", project=town.root)
    assert (result.code, result.out) == (2, "")
    assert result.err.splitlines()[-1].startswith("kg: Apache Spark does not start at nowhere: ")


def test_executors_get_what_all_parts_share(town, tmp_path):
    """Unpacked elsewhere, the shared files are those of the project, by the digest of what they say."""
    files = shared_files(town.project)
    for name, raw in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(raw)
    assert Base(Project(tmp_path)).shared == Base(town.project).shared
    assert not any(name.startswith("cases/") and "registry" not in name for name in files)


def test_without_spark_one_line_says_what_to_install(town, run, monkeypatch):
    """Nothing else of kg needs it."""
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    result = run("build", "--engine", "spark", project=town.root)
    assert (result.code, result.out, result.err) == (2, "", f"kg: {module.NEEDS}\n")


def test_quads_go_with_spark(town, run, tmp_path):
    """The option is refused where it would do nothing."""
    result = run("build", "--quads", tmp_path, project=town.root)
    assert (result.code, result.out) == (2, "")
    assert result.err == "kg: --quads goes with --engine spark; kg export writes the whole graph as N-Quads\n"
