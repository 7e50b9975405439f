"""`kg serve`: starts, says why it cannot, stops in good order, and changes its graph without a dropped request."""

import contextlib
import fcntl
import json
import os
import pty
import re
import shutil
import signal
import socket
import subprocess
import sys
import termios
import threading
import time
from importlib import util
from pathlib import Path

import httpx
import pytest
from pooling import DATA
from serving import ROOT, serving

from kg.web.settings import UNITS, limits

PAGE = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
SECOND = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(7)) + " }"  # 7^7 rows


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "data.ttl"
    path.write_text(DATA, encoding="utf-8")
    return path


def number(served, query=COUNT):
    found = served.query(query, "text/csv")
    assert found.status_code == 200, found.text
    return int(found.text.split()[1])


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


# ---------------------------------------------------------------- Ending


def test_running_requests_end_before_the_server_does(data):
    """Told to stop, it takes no more, finishes what it has begun, and leaves nothing behind."""
    with serving("--data", str(data), "--timeout", "20") as served:
        assert number(served) == 7
        found = []
        asking = threading.Thread(target=lambda: found.append(number(served, SECOND)))
        asking.start()
        while json.loads(served.get("/health").text)["workers"]["busy"] == 0:
            assert asking.is_alive(), "the query was too quick to be stopped"
        children = served.workers()
        served.process.send_signal(signal.SIGTERM)
        asking.join(60)
        assert found == [7**7]
        assert served.process.wait(20) == 0
        assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
        served.wait_for("stopped")
        with pytest.raises(httpx.ConnectError):
            served.get("/health")


def test_a_server_that_is_killed_leaves_no_worker(data):
    """Even in the middle of a query that would run for years."""
    with serving("--data", str(data), "--timeout", "60") as served:
        endless = SECOND.replace("?a0 ?b0 ?c0", " ".join(f"?x{n} ?y{n} ?z{n} ." for n in range(9)) + " ?a0 ?b0 ?c0")
        asking = threading.Thread(target=_without_an_answer, args=(served, endless))
        asking.start()
        while json.loads(served.get("/health").text)["workers"]["busy"] == 0:
            time.sleep(0.01)
        children = served.workers()
        served.process.kill()
        asking.join(20)
        end = time.monotonic() + 20
        while any(Path(f"/proc/{pid}/cmdline").exists() and _runs(pid) for pid in children):
            assert time.monotonic() < end, "a worker goes on"
            time.sleep(0.05)


def _without_an_answer(served, query):
    with contextlib.suppress(httpx.HTTPError):
        served.query(query)


def _runs(pid):
    """Whether a process is there and more than an entry that nobody has read."""
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    except OSError:
        return False


# ---------------------------------------------------------------- Another graph


def test_a_reload_drops_no_request(data):
    """Asked without a break while the graph changes, every request is answered, first from the one, then the other."""
    with serving("--data", str(data)) as served:
        seen, stop = [], threading.Event()

        def ask():
            with httpx.Client(base_url=served.url, trust_env=False, timeout=30) as client:
                while not stop.is_set():
                    found = client.get("/sparql", params={"query": COUNT}, headers={"Accept": "text/csv"})
                    seen.append(int(found.text.split()[1]) if found.status_code == 200 else found.status_code)

        asking = threading.Thread(target=ask)
        asking.start()
        data.write_text(DATA + "ex:d ex:age 8 .\n", encoding="utf-8")
        before = json.loads(served.get("/health").text)["fingerprint"]
        served.process.send_signal(signal.SIGHUP)
        done = served.wait_for("reload done")
        assert number(served) == 8
        stop.set()
        asking.join(30)
        assert sorted(set(seen)) == [7, 8]
        assert seen == sorted(seen)
        assert json.loads(served.get("/health").text)["fingerprint"] == done["fingerprint"] != before
        assert 'cwkg_reloads_total{result="done"} 1' in served.get("/metrics").text


def test_a_reload_that_fails_changes_nothing(data):
    """The graph before goes on, and the log says why; the next reload may do better."""
    with serving("--data", str(data)) as served:
        data.write_text("no Turtle", encoding="utf-8")
        served.process.send_signal(signal.SIGHUP)
        assert "data.ttl:1:" in served.wait_for("reload failed")["reason"]
        assert number(served) == 7
        data.unlink()
        served.process.send_signal(signal.SIGHUP)
        assert "cannot be read" in served.wait_for("reload failed", 2)["reason"]
        data.write_text(DATA + "ex:d ex:age 8 .\n", encoding="utf-8")
        served.process.send_signal(signal.SIGHUP)
        served.wait_for("reload done")
        assert number(served) == 8


def test_a_reload_without_a_change(data):
    """Nothing is started anew for the same graph."""
    with serving("--data", str(data)) as served:
        served.query(COUNT)
        before = served.workers()
        served.process.send_signal(signal.SIGHUP)
        served.wait_for("reload unchanged")
        assert before <= served.workers()


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
            assert number(served) == 7
    finally:
        os.system(f"umount {disk}")


def test_a_closed_terminal_ends_the_server(data):
    """Who starts it by hand and closes the window leaves nothing behind; with the window open it is a reload."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", "--data", str(data)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(theirs)
    assert process.stdout.readline().startswith(b"Serving on ")
    process.send_signal(signal.SIGHUP)
    while b'"reload unchanged"' not in process.stderr.readline():
        assert process.poll() is None
    os.close(ours)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert b'"stopped"' in err


def test_stopped_before_it_is_up(data):
    """A signal in the first moments ends it too, with nothing left behind."""
    for pause in (0.3, 0.6, 0.9):
        command = [sys.executable, "-m", "kg", "serve", "--port", "0", "--data", str(data)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            time.sleep(pause)
            process.terminate()
            _, err = process.communicate(timeout=30)
            assert b"Traceback" not in err


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
