"""A worker process: what it cannot do any more once it is ready, and that it never outlives its front."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from pooling import CROSS

from kg.web import frames
from kg.web.messages import QueryRequest

ROOT = Path(__file__).resolve().parents[1]
OPTIONS = [sys.executable, "-m", "kg.web.worker"]


def python(code):
    """The JSON that a piece of Python prints in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(run.stdout)


def test_a_process_with_lowered_rights_can_open_nothing():
    """No file, no socket, no process, no core, and no call of another server by the engine, however it is spelled."""
    found = python("""
        import json, os, resource, socket, subprocess, sys
        import pyoxigraph
        from kg.web.worker import _lower
        listener = socket.create_server(("127.0.0.1", 0))
        listener.settimeout(0.2)
        port = listener.getsockname()[1]
        store = pyoxigraph.Store()
        _lower(1 << 28)
        def fails(call):
            try:
                call()
            except Exception as error:
                return type(error).__name__
            return "succeeded"
        service = "SELECT * { SERVICE <http://127.0.0.1:%d/> { ?s ?p ?o } }" % port
        result = {
            "file": fails(lambda: open("/etc/hostname")),
            "socket": fails(lambda: socket.socket()),
            "process": fails(lambda: subprocess.run(["true"])),
            "service": fails(lambda: list(store.query(service))),
            "hit": fails(lambda: listener.accept()),
            "raise limit": fails(lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))),
            "memory": fails(lambda: bytearray(1 << 30)),
            "core": resource.getrlimit(resource.RLIMIT_CORE),
        }
        print(json.dumps(result))
    """)
    if os.geteuid() == 0:
        found.pop("raise limit")  # root may always
    assert found.pop("core") == [0, 0]
    assert found.pop("hit") != "succeeded"
    assert "succeeded" not in found.values(), found


def started(*options, parent=None):
    """A worker, and what it says first."""
    worker = subprocess.Popen(
        [*OPTIONS, *map(str, options), "--parent", str(parent or os.getpid())],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    return worker, frames.read(worker.stdout)


def test_a_worker_answers_in_frames(data):
    """READY, then for each job a head, parts and an end; it goes when the pipe is closed."""
    worker, (sort, content) = started("--data", data)
    assert (sort, frames.unpack(content)) == (frames.READY, {"fingerprint": "", "graphs": []})
    for _ in range(2):
        worker.stdin.write(frames.job(QueryRequest("SELECT ?x { VALUES ?x { 1 } }", "csv")))
        worker.stdin.flush()
        found = [frames.read(worker.stdout) for _ in range(3)]
        assert [sort for sort, _ in found] == [frames.HEAD, frames.PART, frames.END]
        assert found[1][1] == b"x\r\n1\r\n"
    worker.stdin.close()
    assert worker.wait(10) == 0
    worker.stdout.close()


def test_a_worker_that_cannot_start_says_why(tmp_path):
    """As a frame, so that the front can pass it on."""
    worker, (sort, content) = started("--data", tmp_path / "gone.ttl")
    assert sort == frames.FAILED
    assert "gone.ttl: cannot be read" in frames.unpack(content)["text"]
    assert worker.wait(10) == 1
    worker.stdin.close()
    worker.stdout.close()


def test_a_busy_worker_ends_when_the_pipe_is_closed(data):
    """Though its query would run for years."""
    worker, _ = started("--data", data)
    worker.stdin.write(frames.job(QueryRequest(CROSS)))
    worker.stdin.flush()
    time.sleep(0.2)
    assert worker.poll() is None
    worker.stdin.close()
    assert worker.wait(10) == 0
    worker.stdout.close()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the end of the pipe alone ends a worker")
def test_a_busy_worker_ends_when_its_front_is_killed(data):
    """Though something else still holds the pipe open."""
    code = f"""
import os, subprocess, sys, time
from kg.web import frames
from kg.web.messages import QueryRequest
ours, theirs = os.pipe()
os.set_inheritable(theirs, True)
worker = subprocess.Popen([*{OPTIONS}, "--data", {str(data)!r}, "--parent", str(os.getpid())],
    stdin=ours, stdout=subprocess.PIPE)
frames.read(worker.stdout)
os.write(theirs, frames.job(QueryRequest({CROSS!r})))
holder = subprocess.Popen(["sleep", "30"], pass_fds=[theirs], stdout=subprocess.DEVNULL)
print(worker.pid, holder.pid, flush=True)
time.sleep(30)
"""
    front = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    worker, holder = map(int, front.stdout.readline().split())
    try:
        assert Path(f"/proc/{worker}").exists()
        front.kill()
        front.wait()
        end = time.monotonic() + 10
        while Path(f"/proc/{worker}/cmdline").exists() and Path(f"/proc/{worker}/cmdline").read_bytes():
            assert time.monotonic() < end, "the worker goes on"
            time.sleep(0.05)
    finally:
        os.kill(holder, signal.SIGKILL)
        front.stdout.close()


def test_a_worker_of_another_parent_does_not_start(data):
    """Where its front has ended before it was up, nobody would end it."""
    worker, first = started("--data", data, parent=1)
    assert first is None
    assert worker.wait(10) == 0
    worker.stdin.close()
    worker.stdout.close()
