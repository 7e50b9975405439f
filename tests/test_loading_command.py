"""The command `kg load`, on real stores and through a kill."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import programs
import pytest
from fake_server import Told
from fake_store import fake_store

from kg import pipeline
from kg.remote.endpoint import Endpoint
from kg.remote.shelf import state
from kg.store import check_compiled

ROOT = Path(__file__).resolve().parents[1]
GRAPH = "https://w3id.org/cwkg/graph/all"


@pytest.fixture(scope="module")
def made(make_small, tmp_path_factory):
    """A made-up project with its compiled graph in its own place."""
    small = make_small(tmp_path_factory.mktemp("load"))
    small.case("bridge", "themes:\n" + small.finding("t1", "theme/share-power", "enacted"))
    small.locate()
    pipeline.build_project(small.project, shapes=False)
    return small.project


@pytest.fixture(scope="module")
def count(made) -> int:
    return (made.compiled / "graph.nt").read_bytes().count(b"\n")


@pytest.fixture(scope="module")
def fingerprint(made) -> str:
    return str(check_compiled(made.compiled)["fingerprint"])


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def oxigraph():
    with programs.oxigraph() as store:
        yield store


def test_a_graph_is_published_to_oxigraph(run, made, oxigraph, count, fingerprint):
    """Planned, sent in batches, compared and noted; a second time nothing is sent. One address is all it needs."""
    half = -(-count // 2)
    plan = run("load", "--endpoint", oxigraph.endpoint, "--batch", half, "--dry-run", project=made)
    assert f"Graph Store Protocol at {oxigraph.store}; it holds 0 triples now" in plan.out
    assert f"{count:,} of {count:,} triples would be sent, in 2 batches" in plan.out
    sent = run("load", "--endpoint", oxigraph.endpoint, "--batch", half, project=made)
    assert (sent.code, sent.err) == (
        0,
        f"queries of other programs must name the graph there: FROM <{GRAPH}>, or default-graph-uri\n",
    )
    assert (
        sent.out
        == f"{oxigraph.endpoint}: the graph {GRAPH} holds the triples that were sent, one by one ({count:,} triples)\n"
    )
    named = f"{oxigraph.endpoint}?default-graph-uri={GRAPH}"
    assert state(Endpoint(named)) == [fingerprint, str(count)]
    again = run("load", "--endpoint", oxigraph.endpoint, project=made)
    assert again.out == f"{oxigraph.endpoint}: the graph {GRAPH} holds this build already; nothing was sent\n"


def test_a_graph_is_published_by_updates_alone(run, made, oxigraph, count):
    """A store that has nothing but SPARQL gets the graph by INSERT DATA, here into the graph without a name."""
    given = ("--endpoint", oxigraph.endpoint, "--update-url", oxigraph.update, "--graph", "default")
    sent = run("load", *given, project=made)
    assert (sent.code, sent.err) == (0, "")
    assert f"holds the triples that were sent, one by one ({count:,} triples)" in sent.out


def test_a_graph_is_published_to_virtuoso(run, made, count, fingerprint, tmp_path, monkeypatch):
    """Without a password the line says what to set; with it Virtuoso takes the graph and gives back the same.

    Its own bulk loader, as the page on loading has it, makes the same graph too.
    """
    with programs.virtuoso(tmp_path, made.compiled) as server:
        refused = run("load", "--endpoint", server.endpoint, project=made)
        assert refused.code == 1
        assert "set CWKG_ENDPOINT_USER and CWKG_ENDPOINT_PASSWORD" in refused.err
        monkeypatch.setenv("CWKG_ENDPOINT_USER", "dba")
        monkeypatch.setenv("CWKG_ENDPOINT_PASSWORD", "dba")
        sent = run("load", "--endpoint", server.endpoint, "--batch", count // 2, project=made)
        assert (sent.code, sent.err) == (0, "")
        assert f"holds the triples that were sent, one by one ({count:,} triples)" in sent.out
        assert state(Endpoint(server.endpoint))[0] == fingerprint
        other = "https://w3id.org/cwkg/graph/bulk"
        for order in (f"ld_dir ('{made.compiled}', 'graph.nt', '{other}');", "rdf_loader_run ();", "checkpoint;"):
            server.order(order)
        same = run("load", "--endpoint", server.endpoint, "--graph", other, project=made)
        assert same.out.endswith("holds this build already; nothing was sent\n")


def test_a_killed_run_is_gone_on_with(run, made, count, tmp_path):
    """Killed while the store works on the third batch, the next run sends that one and those after it."""
    size = -(-count // 4)
    held, reached = threading.Event(), threading.Event()
    with fake_store() as store:

        def hold(asked):
            if asked.path.startswith("/store") and len(store.written) == 2:
                reached.set()
                held.wait(60)
                return Told(500)
            return None

        store.fault = hold
        given = ["load", "--endpoint", store.endpoint, "--store-url", store.address, "--batch", str(size)]
        process = subprocess.Popen(
            [sys.executable, "-m", "kg", "--project", str(made.root), *given],
            cwd=ROOT,
            env=os.environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert reached.wait(60)
        process.send_signal(signal.SIGKILL)
        process.wait()
        held.set()
        store.fault = lambda asked: None
        result = run(*given, project=made)
    assert result.code == 0
    assert f"going on after {2 * size:,} of {count:,} triples" in result.err
    assert "one by one" in result.out
    assert [asked.method for asked in store.written] == ["PUT", "POST", "POST", "POST", "PUT"]  # the last is the note


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--endpoint", "ftp://example.org/"), "starts with http:// or https://"),
        (("--endpoint", "http://me:hidden@example.org/"), "write no name and password in an address"),
        (("--endpoint", "http://example.invalid/", "--graph", "a graph"), "'a graph' is no IRI"),
        (("--endpoint", "http://example.invalid/", "--graph", "urn:x> { ?s ?p ?o } #"), "is no IRI"),
        (("--endpoint", "http://example.invalid/", "--batch", "0"), "'0' is not a number above zero"),
    ],
)
def test_a_wrong_call_is_one_line(run, made, options, words):
    """The line says what is wrong, and never repeats a password; no server is asked."""
    result = run("load", *options, project=made)
    assert (result.code, result.out) == (2, "")
    assert words in result.err
    assert "hidden" not in result.err


def test_oxigraph_loads_the_export_from_its_own_command_line(made, count, tmp_path):
    """The bulk loader of Oxigraph, as the page on loading has it."""
    program = Path(sys.executable).parent / "oxigraph"
    if not program.exists():
        programs.missing("no oxigraph on this machine; install it with pip install oxigraph")
    place = ["--location", str(tmp_path / "store")]
    call = [str(program), "load", *place, "--file", str(made.compiled / "graph.nt"), "--graph", GRAPH]
    subprocess.run(call, check=True, capture_output=True, timeout=120)
    query = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}"
    call = [str(program), "query", *place, "--query", query, "--results-format", "csv"]
    found = subprocess.run(call, check=True, capture_output=True, timeout=120)
    assert found.stdout.decode().split() == ["n", str(count)]
