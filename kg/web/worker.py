"""One worker process: holds the open graph, lowers its own rights for good, and answers one request after the other.

    python -m kg.web.worker --folder COMPILED --memory BYTES --longest BYTES --parent PID

It speaks frames over its standard input and output, and is run by `kg.web.pool` alone. A running query cannot be
stopped from inside, so the front ends the process. What the process may do is little: once it is ready it can open no
file and no socket, and its memory has a limit; a query that needs more ends it.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO

from kg import dataset
from kg.errors import KgError
from kg.web import frames
from kg.web.jobs import PLAIN, Jobs
from kg.web.line import SHOWN, Line

STACK = 256 << 20  # bytes; the engine goes as deep as a query is nested
# what our modules import only where they need it, and later could not read any more
LATE = ("difflib", "textwrap", "rapidfuzz.fuzz", "rapidfuzz.process", "rapidfuzz.distance", "snowballstemmer")
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38


def main(arguments: list[str] | None = None) -> None:
    """Start, say READY, and answer until the front closes the pipe."""
    options = _options(arguments)
    jobs_in, answers_out = _pipes()
    _end_with(options.parent)
    _step_back()
    told: SimpleQueue[bytes] = SimpleQueue()
    line = Line(_sender(answers_out), lambda: _next(jobs_in))
    try:
        jobs, fingerprint = _open(options, line)
    except (KgError, OSError, MemoryError) as error:
        content = {"status": 500, "type": PLAIN, "headers": [], "text": str(error) or type(error).__name__}
        _sender(answers_out)(frames.frame(frames.FAILED, frames.pack(content)))
        sys.exit(1)
    waiting: SimpleQueue[bytes] = SimpleQueue()
    line.receive = told.get
    threading.stack_size(STACK)
    worker = threading.Thread(target=_work, args=(jobs, fingerprint, waiting, answers_out, options.memory), daemon=True)
    worker.start()
    while (found := frames.read(jobs_in)) is not None:
        (told if found[0] == frames.TOLD else waiting).put(found[1])
    os._exit(0)  # the front is gone: whatever still runs has nobody to answer


def _next(jobs_in: BinaryIO) -> bytes:
    """The content of the next frame, before there is anybody else who reads."""
    found = frames.read(jobs_in)
    return found[1] if found else os._exit(0)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m kg.web.worker")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--shown", default="")
    parser.add_argument("--elsewhere", action="store_true")
    parser.add_argument("--pass-queries", action="store_true")
    parser.add_argument("--memory", type=int, default=1 << 30)
    parser.add_argument("--longest", type=int, default=1 << 26)
    parser.add_argument("--parent", type=int, default=os.getppid())
    return parser.parse_args(arguments)


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the front. Whoever prints in this process prints to the log."""
    jobs_in, answers_out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return jobs_in, answers_out


def _end_with(parent: int) -> None:
    """End when the front ends, however that comes; the end of the pipe says so too, wherever Linux does not."""
    for number in (signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])):
        signal.signal(number, signal.SIG_IGN)  # meant for the front, which lets us finish what we have begun
    if sys.platform == "linux":
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        _prctl(PR_SET_NO_NEW_PRIVS, 1)
    if os.getppid() != parent:
        os._exit(0)


def _prctl(what: int, value: int) -> None:
    import ctypes

    ctypes.CDLL(None).prctl(what, value, 0, 0, 0)


def _step_back() -> None:
    """Let the system end us, and not the front, where its memory runs out."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _open(options: argparse.Namespace, line: Line) -> tuple[Jobs, str]:
    """Everything that an answer may need, in memory. Raises `KgError`."""
    for name in LATE:
        importlib.import_module(name)
    if options.data:
        return Jobs(dataset.read(options.data, options.shown), None, options.longest), ""
    from kg.notebook.graph import KnowledgeGraph
    from kg.store import open_store
    from kg.web import pages, resources
    from kg.web.assets import assets

    if options.elsewhere:
        from kg.remote.dataset import RemoteDataset
        from kg.remote.keeping import open_kept

        store = open_kept(options.folder, line.ask, SHOWN, options.pass_queries).loaded()
        _ = store.index
        data: dataset.Dataset = RemoteDataset(store.graph)
    else:
        store = open_store(options.folder).loaded()
        data = dataset.of_graph(store.graph, options.folder / "graph.nt", store.manifest["asserted"])
    graph = KnowledgeGraph(store)
    importlib.import_module("jinja2.debug")
    pages.warm(graph)
    resources.warm(graph)
    assets()
    return Jobs(data, graph, options.longest), store.manifest["fingerprint"]


def _work(jobs: Jobs, fingerprint: str, waiting: SimpleQueue[bytes], answers_out: BinaryIO, memory: int) -> None:
    """The thread with the big stack: lower the rights, then answer."""
    send = _sender(answers_out)
    size = _lower(memory)
    limit = size() + memory // 4
    send(frames.frame(frames.READY, frames.pack({"fingerprint": fingerprint, "graphs": jobs.data.names})))
    while True:
        try:
            jobs.answer(frames.request(waiting.get()), send)
        except MemoryError:
            os.abort()
        except OSError:
            os._exit(0)  # the pipe is closed
        send(frames.frame(frames.END, frames.pack({"grown": size() > limit})))


def _sender(pipe: BinaryIO) -> Callable[[bytes], None]:
    def send(raw: bytes) -> None:
        view = memoryview(raw)
        while view:
            view = view[pipe.write(view) :]

    return send


def _lower(memory: int) -> Callable[[], int]:
    """Give up files, sockets, core dumps and all memory beyond a budget; what measures our size from then on."""
    gc.collect()
    gc.freeze()
    try:
        import resource
    except ImportError:  # pragma: no cover
        return lambda: 0
    size = _measure()
    if size():
        resource.setrlimit(resource.RLIMIT_AS, (size() + memory,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return size


def _measure() -> Callable[[], int]:
    """What gives the bytes of address space that this process has, without opening a file each time."""
    try:
        numbers = os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        return lambda: 0
    page = os.sysconf("SC_PAGE_SIZE")
    return lambda: int(os.pread(numbers, 64, 0).split()[0]) * page


if __name__ == "__main__":
    main()
