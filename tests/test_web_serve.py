"""`kg serve`: starts, says in one line why it cannot, and is what its page in the docs says."""

import json
import os
import re
import shutil
import socket
from importlib import util

import pytest
import rdflib
from serving import DATA, ROOT, serving

from kg.web.settings import UNITS, limits

PAGE = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")


# ---------------------------------------------------------------- Starting


def test_health_and_home_page(served):
    """A server that is ready says so, and has a page for people."""
    state = served.get("/health")
    assert (state.status_code, state.json()["status"]) == (200, "ok")
    page = served.get("/", "text/html")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"


def test_a_query(served):
    """The endpoint answers a query of the graph, prefixes left out."""
    found = served.query("SELECT (COUNT(?c) AS ?n) { ?c cw:hasKind kind:fellowship }", "application/json")
    assert found.status_code == 200
    assert json.loads(found.text)["results"]["bindings"][0]["n"]["value"] == "47"


def refused(run, *options, project=None):
    """The one line that a server that cannot start says."""
    found = run("serve", "--port", "0", *options, project=project)
    assert found.code in (1, 2)
    (line,) = found.err.splitlines()
    return line


def test_a_port_that_is_taken(run):
    """It is named, with what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        line = refused(run, "--port", port)
    assert (
        line == f"kg: cannot listen on 127.0.0.1:{port}: Address already in use; choose another with --port or --host"
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "no.such.host.invalid"], "cannot listen on no.such.host.invalid:0"),
        (["--host", "192.0.2.1"], "cannot listen on 192.0.2.1:0: Cannot assign requested address"),
        (["--port", "99999"], "cannot listen on 127.0.0.1:99999"),
        (["--public-url", "example.org"], "--public-url is an address such as https://example.org/cwkg"),
        (["--limit", "resultt=5"], "there is no limit 'resultt'; did you mean 'result'?"),
        (["--limit", "result=much"], "the limit result is a number above zero"),
        (["--workers", "0"], "--workers is a number above zero"),
        (["--data", "/nowhere/a.ttl"], "/nowhere/a.ttl: cannot be read: No such file or directory"),
    ],
)
def test_what_cannot_be(run, options, said):
    """A wrong host, port, address, limit or file is refused in one line."""
    assert said in refused(run, *options)


def test_a_data_file_with_a_fault(run, data):
    """Its place is named."""
    data.write_text(DATA + "ex:a ex:b", encoding="utf-8")
    assert "data.ttl:4:10: Unexpected end" in refused(run, "--data", str(data))


def test_a_graph_that_is_damaged(run, built, tmp_path, monkeypatch):
    """An installed copy that lost a byte is not served; what to do is said."""
    from kg.paths import Project
    from kg.web import serve

    shutil.copytree(built, tmp_path / "data" / "compiled")
    graph = tmp_path / "data" / "compiled" / "graph.nt"
    graph.write_bytes(graph.read_bytes()[:-1])
    monkeypatch.setattr(serve, "find_project", lambda folder: Project(tmp_path / "data", installed=True))
    line = refused(run)
    assert "this is not the graph that was built (its digest differs); run kg build" in line


def test_without_the_extra(run, monkeypatch):
    """What to install is said."""
    there = util.find_spec
    monkeypatch.setattr("kg.web.serve.find_spec", lambda name: None if name == "uvicorn" else there(name))
    assert refused(run) == 'kg: kg serve needs uvicorn: pip install "cwkg[web]"'


# ---------------------------------------------------------------- Behind a proxy


def test_behind_a_proxy(data):
    """Whether the proxy takes the prefix away or not; clients are told apart by what it says, each with its budget."""
    options = [
        "--public-url",
        "https://cases.example.org/cwkg",
        "--proxy",
        "--limit",
        "burst=3",
        "--limit",
        "rate=0.01",
    ]
    with serving("--data", str(data), *options) as served:
        host = {"Host": "cases.example.org", "X-Forwarded-For": "192.0.2.1"}
        assert served.get("/sparql?query=ASK%7B%7D", headers=host).status_code == 200
        assert served.get("/cwkg/sparql?query=ASK%7B%7D", headers=host).status_code == 200
        assert served.get("/cwkg/sparql?query=ASK%7B%7D", headers=host).status_code == 200
        refused = served.get("/cwkg/sparql?query=ASK%7B%7D", headers=host)
        assert (refused.status_code, int(refused.headers["retry-after"]) > 0) == (429, True)
        other = {**host, "X-Forwarded-For": "192.0.2.1, 192.0.2.2"}
        assert served.get("/cwkg/sparql?query=ASK%7B%7D", headers=other).status_code == 200
        assert served.get("/health", headers=host).status_code == 200


def test_a_full_disk(data, tmp_path):
    """A result for which there is no room on the disk is refused whole, and the next small one is answered."""
    if not os.path.exists("/dev/shm") or os.geteuid() != 0:
        pytest.skip("making a small disk needs root")
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.system(f"mount -t tmpfs -o size=2m tmpfs {disk} 2>/dev/null"):
        pytest.skip("this system lets nobody make a small disk")
    try:
        with serving("--data", str(data), env={"TMPDIR": str(disk)}) as served:
            rows = " ".join(f"'{n}{'x' * 1000}'" for n in range(900))
            large = f"SELECT * {{ VALUES ?x {{ {rows} }} VALUES ?y {{ 1 2 3 4 5 6 7 8 9 }} }}"
            found = served.send("POST", "/sparql", data={"query": large})
            assert (found.status_code, found.text) == (507, "the server has no room left on its disk for this result\n")
            assert served.number() == 7
    finally:
        os.system(f"umount {disk}")


# ---------------------------------------------------------------- What the docs say


def test_the_docs_have_every_limit_with_its_default():
    """The table says what the code does."""
    rows = re.findall(r"^\| `([a-z-]+)` \| (\d+)(KB|MB|) \| (.+) \|$", PAGE, re.MULTILINE)
    found = {name: (int(number) * UNITS[unit], meaning) for name, number, unit, meaning in rows}
    assert found == {name: (one.default, one.metadata["meaning"]) for name, one in limits().items()}


def test_the_docs_have_every_status():
    """Each status that the code gives is in the table."""
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "kg" / "web").glob("*.py"))
    given = re.findall(
        r"(?:HTTPException|plain|refuse|Reply|RedirectResponse|Response)\([^()\n]*?\b([2-5]\d\d)\b", sources
    )
    given += re.findall(r"_failed\(send, (\d\d\d)", sources)
    told = set(re.findall(r"^\| (\d\d\d) \|", PAGE, re.MULTILINE))
    assert len(set(given)) > 12
    assert set(given) <= told


def test_a_data_file_is_described_and_has_no_pages(tmp_path):
    """Where a file is served, the endpoint says how it speaks and of which graphs, and there are no pages."""
    data = tmp_path / "data.nq"
    data.write_text("<http://e.example/a> <http://e.example/b> <http://e.example/c> <http://e.example/g> .\n")
    with serving("--data", str(data)) as served:
        described = served.get("/sparql", "text/turtle")
        assert described.status_code == 200
        graph = rdflib.Graph().parse(data=described.text, format="turtle")
        sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
        assert {str(iri) for iri in graph.objects(None, sd.endpoint)} == {f"{served.url}/sparql"}
        assert {str(iri) for iri in graph.objects(None, sd.name)} == {"http://e.example/g"}
        assert [served.get(path, "text/html").status_code for path in ("/", "/case/cpche")] == [404, 404]
        assert served.get("/id/case/cpche", "text/turtle").status_code == 404
