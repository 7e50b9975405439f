"""Attacks run against a server while light queries go on, with what was seen of both."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import math
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import cycle, islice
from pathlib import Path

import httpx
import lxml.etree
from attacks import BUSY, GROUPS, Attack, Raw, below_http, greedy
from serving import Served

ATTACKER, DRIBBLER, LIGHT = "127.0.0.2", "127.0.0.3", "127.0.0.1"  # three clients, all of them this machine
AT_ONCE = {"greedy": 1, "deep": 1}  # so that each has its turn; of the others, four
STORM = 8  # greedy queries from as many clients, all at once, at the end
DRIBBLING = 150
HEADS = [
    b"GET /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ",
    b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\n"
    b"Content-Length: 5000\r\n\r\n",
]
COUNT = "SELECT (COUNT(?case) AS ?n) { ?case cw:hasKind kind:fellowship }"


@dataclass(frozen=True)
class Seen:
    """What came back: a status (0 where the server hung up), the seconds until the end, and whether it was whole."""

    attack: str
    status: int
    seconds: float
    whole: bool
    fine: bool
    told: str = ""


@dataclass
class Light:
    """Light queries and pages of another client, one after the other while `going`."""

    url: str
    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    going: bool = True

    def run(self) -> None:
        with _client(self.url, LIGHT) as client:
            while self.going:
                for path, params in (("/sparql", {"query": COUNT}), ("/ask", {"q": "which projects shared power"})):
                    begun = time.monotonic()
                    try:
                        answer = client.get(path, params=params, headers={"Accept": "application/json, text/html"})
                        fine = answer.status_code == 200 and (path != "/sparql" or '"47"' in answer.text)
                        told = f"{path} {answer.status_code} {answer.text[:80]!r}"
                    except httpx.HTTPError as error:
                        fine, told = False, f"{path} {error!r}"
                    if fine:
                        self.seconds.append(time.monotonic() - begun)
                    else:
                        self.failed.append(told)
                    time.sleep(0.03)

    def percentile(self, part: float) -> float:
        """The time within which such a part of the answers came, in seconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, math.ceil(part * len(ordered)) - 1)]


@dataclass
class Report:
    """All that was seen. `deadline` is when the last byte of an answer has to be there."""

    deadline: float
    seen: list[Seen]
    storm: list[Seen]
    light: Light
    hits: int
    peak: int

    @property
    def all(self) -> list[Seen]:
        return [*self.seen, *self.storm]

    @property
    def late(self) -> list[Seen]:
        return [one for one in self.all if one.seconds > self.deadline]

    @property
    def partial(self) -> list[Seen]:
        return [one for one in self.all if one.status == 200 and not one.whole]

    @property
    def wrong(self) -> list[Seen]:
        return [one for one in self.all if not one.fine]

    def table(self) -> str:
        """What CI shows."""
        light = self.light
        rows = {
            "attacks": len(self.all),
            "late answers": len(self.late),
            "network hits": self.hits,
            "partial 200s": len(self.partial),
            "memory peak, MB": self.peak >> 20,
            "light answers": f"{len(light.seconds)} of {len(light.seconds) + len(light.failed)}",
            **{f"light p{n}, ms": round(1000 * light.percentile(n / 100)) for n in (50, 95, 99)},
        }
        return "\n".join(f"| {name:<16} | {value:>12} |" for name, value in rows.items())


class Listener:
    """Somebody whom no query may reach: counts the connections that it gets."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port, self.hits = self.socket.getsockname()[1], 0
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                self.hits += 1
                connection.close()

    def close(self) -> None:
        self.socket.close()


def besiege(served: Served, deadline: float) -> Report:
    """Every attack, some at a time, while slow clients dribble and a light client asks on."""
    listener, light, watch = Listener(), Light(served.url), Watch(served)
    threads = [threading.Thread(target=target) for target in (light.run, watch.run)]
    for thread in threads:
        thread.start()
    try:
        with dribbling(served):
            seen = [one for name in GROUPS for one in assault(served, name, listener.port)]
        seen += [strike_raw(served, raw) for raw in below_http()]
        stormy = storm(served, listener.port)
        time.sleep(0.5)  # for what would still call
    finally:
        light.going = watch.going = False
        for thread in threads:
            thread.join()
        listener.close()
    return Report(deadline, seen, stormy, light, listener.hits, watch.peak)


def assault(served: Served, name: str, port: int) -> list[Seen]:
    """The attacks of a group, by one client."""
    with ThreadPoolExecutor(AT_ONCE.get(name, 4)) as workers:
        return [*workers.map(lambda attack: strike(served, attack, port), GROUPS[name]())]


def storm(served: Served, port: int) -> list[Seen]:
    """Greedy queries from several clients at once; those whose turn does not come may be sent away."""
    attacks = islice(cycle(greedy()), STORM)
    with ThreadPoolExecutor(STORM) as workers:
        found = [workers.submit(strike, served, attack, port, f"127.0.1.{n}") for n, attack in enumerate(attacks, 1)]
        return [replace(one, fine=one.fine or one.status in BUSY) for one in (made.result() for made in found)]


class Watch:
    """Looks at the memory of the server and its workers ten times a second."""

    def __init__(self, served: Served) -> None:
        self.served, self.peak, self.going = served, 0, True

    def run(self) -> None:
        while self.going:
            pids = [self.served.process.pid, *self.served.workers()]
            self.peak = max(self.peak, sum(map(_resident, pids)))
            time.sleep(0.1)


def _resident(pid: int) -> int:
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
    return 0


def strike(served: Served, attack: Attack, port: int, source: str = ATTACKER) -> Seen:
    """One attack by HTTP."""
    fill = lambda text: text.replace("{port}", str(port))  # noqa: E731
    body = attack.body.replace(b"{port}", str(port).encode()) if attack.body else attack.body
    params = {name: fill(text) for name, text in attack.params.items()}
    begun = time.monotonic()
    try:
        with _client(served.url, source) as client:
            answer = client.request(
                attack.method, attack.path, params=params or None, headers=attack.headers, content=body
            )
    except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError) as error:
        fine = bool(attack.fine & {413, 414, 431, 400})  # refused while it was still being sent
        return Seen(attack.name, 0, time.monotonic() - begun, False, fine, repr(error))
    took = time.monotonic() - begun
    head = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items()).lower()
    held = [text for text in attack.forbidden if text in answer.text or text in head]
    fine = answer.status_code in attack.fine and not held
    told = f"holds {held}" if held else answer.text[:100]
    return Seen(attack.name, answer.status_code, took, whole(answer), fine, told)


def strike_raw(served: Served, raw: Raw) -> Seen:
    """One attack below HTTP, on a socket of its own."""
    begun, got = time.monotonic(), b""
    with socket.create_connection(("127.0.0.1", served.port), timeout=20, source_address=(ATTACKER, 0)) as wire:
        with contextlib.suppress(OSError):
            wire.sendall(raw.sent)
        with contextlib.suppress(OSError):
            wire.shutdown(socket.SHUT_WR)
        with contextlib.suppress(OSError):
            while piece := wire.recv(65536):
                got += piece
    took = time.monotonic() - begun
    status = int(got[9:12]) if got.startswith(b"HTTP/1.1 ") else 0
    held = [text for text in raw.forbidden if text.encode() in got.lower()]
    answers = got.count(b"HTTP/1.1 ")
    fine = (not got or status in raw.fine) and not held and answers <= 1
    return Seen(raw.name, status, took, True, fine, f"{answers} answers, holds {held}: {got[:100]!r}")


def whole(answer: httpx.Response) -> bool:
    """Whether the body is as long as it was said to be, and can be read to its end."""
    if int(answer.headers.get("content-length", "-1")) != answer.num_bytes_downloaded:
        return False
    kind = answer.headers.get("content-type", "").partition(";")[0]
    try:
        if kind.endswith("json"):
            json.loads(answer.content)
        elif kind.endswith("xml"):
            lxml.etree.fromstring(answer.content)
        elif kind == "text/csv":
            head, *rows = csv.reader(io.StringIO(answer.text))
            return all(len(row) == len(head) for row in rows)
        elif kind == "text/html":
            return answer.text.rstrip().endswith("</html>")
    except (ValueError, lxml.etree.XMLSyntaxError):
        return False
    return True


@contextlib.contextmanager
def dribbling(served: Served) -> Iterator[None]:
    """So many slow clients: some never end their headers, some never end their body, one byte at a time."""
    sockets, going = [], threading.Event()
    for number in range(DRIBBLING):
        wire = socket.socket()
        wire.settimeout(5)
        wire.bind((DRIBBLER, 0))
        wire.connect(("127.0.0.1", served.port))
        wire.sendall(HEADS[number % len(HEADS)])
        sockets.append(wire)

    def dribble() -> None:
        while not going.wait(0.5):
            for wire in sockets:
                with contextlib.suppress(OSError):
                    wire.send(b"a")

    thread = threading.Thread(target=dribble)
    thread.start()
    try:
        yield
    finally:
        going.set()
        thread.join()
        for wire in sockets:
            wire.close()


def _client(url: str, address: str) -> httpx.Client:
    """A client that comes from one of this machine's own addresses."""
    return httpx.Client(base_url=url, timeout=60, transport=httpx.HTTPTransport(local_address=address))
