"""A pool of workers over a small data file, run by a loop in a thread, for tests that need no HTTP."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from serving import DATA

from kg.web.messages import QueryRequest
from kg.web.pool import Pool, Source
from kg.web.settings import Settings

CROSS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(12)) + " }"  # 7^12 rows
BOMB = (
    "SELECT (STRLEN(?x) AS ?n) { BIND('0123456789' AS ?a0) "
    + "".join(f"BIND(CONCAT(?a{n}, ?a{n}, ?a{n}, ?a{n}, ?a{n}, ?a{n}, ?a{n}, ?a{n}) AS ?a{n + 1}) " for n in range(12))
    + "BIND(?a12 AS ?x) }"
)


@dataclass
class Pooled:
    """A pool and the loop that it lives in."""

    pool: Pool
    loop: asyncio.AbstractEventLoop
    told: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def run(self, work: Coroutine[Any, Any, Any], seconds: float = 60) -> Any:
        return self.begin(work).result(seconds)

    def begin(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Start some work in the loop; what its result will come from."""
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def ask(self, text: str, client: str = "a", **options: Any) -> tuple[int, str]:
        """Status and text of the answer to a query."""
        return self.run(self.asked(text, client, **options))

    async def asked(self, text: str, client: str = "a", **options: Any) -> tuple[int, str]:
        answer = await self.pool.answer(QueryRequest(text, **options), client)
        reply = answer.whole()
        return reply.status, reply.body.decode()

    def wait_until(self, condition: Any, seconds: float = 30) -> None:
        """Wait until something holds."""

        async def waiting() -> None:
            async with asyncio.timeout(seconds):
                while not condition():
                    await asyncio.sleep(0.02)

        self.run(waiting())


def source(folder: Path, text: str = DATA, name: str = "one") -> Source:
    path = folder / f"{name}.ttl"
    path.write_text(text, encoding="utf-8")
    return Source(name, data=path)


@contextmanager
def pooled(folder: Path, first: Source | None = None, **settings: Any) -> Iterator[Pooled]:
    """A pool that has started; at its end it is closed, and none of its processes is left."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    told: list[tuple[str, dict[str, Any]]] = []
    pool = Pool(Settings(**{"timeout": 1, "workers": 3, **settings}), lambda event, **v: told.append((event, v)))
    found = Pooled(pool, loop, told)
    try:
        found.run(pool.start(first or source(folder)))
        yield found
    finally:
        pids = [worker.process.pid for worker in (*pool.idle, *pool.busy)]
        found.run(pool.close())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
        assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()], "a worker is left over"
