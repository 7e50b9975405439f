"""A server that runs: it stops in good order, leaves nothing behind, and takes over a new graph without a gap."""

import contextlib
import fcntl
import json
import os
import pty
import signal
import subprocess
import sys
import termios
import threading
import time
from pathlib import Path

import httpx
import pytest
from serving import COUNT, DATA, ROOT, serving

SECOND = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(7)) + " }"  # 7^7 rows


# ---------------------------------------------------------------- Ending


def test_running_requests_end_before_the_server_does(data):
    """Told to stop, it takes no more, finishes what it has begun, and leaves nothing behind."""
    with serving("--data", str(data), "--timeout", "20") as served:
        assert served.number() == 7
        asking, found = at_work(served)
        children = served.workers()
        served.process.send_signal(signal.SIGTERM)
        asking.join(60)
        assert found == [7**7]
        assert served.process.wait(20) == 0
        assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
        served.wait_for("stopped")
        with pytest.raises(httpx.ConnectError):
            served.get("/health")


def at_work(served):
    """A thread whose query a worker was seen at, and what it will find; asked anew where it was done too soon."""
    while True:
        found = []
        asking = threading.Thread(target=lambda found=found: found.append(served.number(SECOND)))
        asking.start()
        while asking.is_alive():
            if json.loads(served.get("/health").text)["workers"]["busy"]:
                return asking, found


def test_a_server_that_is_killed_leaves_no_worker(data, tmp_path):
    """Even in the middle of a query that would run for years."""
    with serving("--data", str(data), "--timeout", "60", env={"TMPDIR": str(tmp_path)}) as served:
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
        assert served.number() == 8
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
        assert served.number() == 7
        data.unlink()
        served.process.send_signal(signal.SIGHUP)
        assert "cannot be read" in served.wait_for("reload failed", 2)["reason"]
        data.write_text(DATA + "ex:d ex:age 8 .\n", encoding="utf-8")
        served.process.send_signal(signal.SIGHUP)
        served.wait_for("reload done")
        assert served.number() == 8


def test_a_reload_without_a_change(data):
    """Nothing is started anew for the same graph."""
    with serving("--data", str(data)) as served:
        served.query(COUNT)
        before = served.workers()
        served.process.send_signal(signal.SIGHUP)
        served.wait_for("reload unchanged")
        assert before <= served.workers()


# ---------------------------------------------------------------- Signals


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
