"""One question asked of several stores side by side: what each says, and which said nothing and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import parse_qsl, urlsplit

from kg.client import shown
from kg.errors import KgError
from kg.federation.servicetext import WHO
from kg.questions import Table
from kg.store import Store

AT_ONCE = 8  # endpoints that are asked at the same time
Found = TypeVar("Found")


def who(address: str) -> str:
    """What an endpoint is called: its address with the graphs that it chooses, and without what may be a key."""
    chosen = [f"{name}={graph}" for name, graph in parse_qsl(urlsplit(address).query) if name.endswith("-graph-uri")]
    return shown(address) + ("?" + "&".join(chosen) if chosen else "")


@dataclass(frozen=True)
class Said(Generic[Found]):
    """What one store said, or the line that says why it said nothing; `note` is that on its roster."""

    who: str
    found: Found | None = None
    note: str = ""
    fault: str = ""


def each(addresses: Sequence[str], opened: Callable[[str], Store], job: Callable[[Store], Found]) -> list[Said[Found]]:
    """What a job makes of each store, in the order given. A store that fails hides no other."""

    def one(address: str) -> Said[Found]:
        try:
            store = opened(address)
            return Said(who(address), job(store), store.roster_note)
        except KgError as error:
            return Said(who(address), fault=str(error))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, addresses))


def together(said: Sequence[Said[Table]]) -> Table:
    """The rows of all, each with who said it in front; none is merged with another."""
    tables = [(one.who, one.found) for one in said if one.found]
    columns = tables[0][1].columns if tables else []
    rows = [[who, *row] for who, table in tables for row in table.rows]
    meanings = {WHO: "the endpoint that says so", **(tables[0][1].meanings if tables else {})}
    return Table([WHO, *columns], rows, meanings)


def told_by_several(said: Sequence[Said[Table]]) -> list[str]:
    """The cases of a column `case` that more than one store has rows of; with one name, they need not be one thing."""
    tellers: dict[str, set[str]] = defaultdict(set)
    for one in said:
        if one.found and "case" in one.found.columns:
            place = one.found.columns.index("case")
            for row in one.found.rows:
                tellers[row[place]].add(one.who)
    return sorted(case for case, whose in tellers.items() if case and len(whose) > 1)
