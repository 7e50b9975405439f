"""The graph of a store that is sent to: by the SPARQL 1.1 Graph Store HTTP Protocol, or by SPARQL Update alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from kg import buildnote, rdf
from kg.buildnote import DEFAULT
from kg.client import Client, Reply, ServerFault, shown
from kg.errors import KgError, UsageError

LAYOUTS = {"Oxigraph": "/store", "Virtuoso": "/sparql-graph-crud-auth"}  # by the name that a server gives itself
N_TRIPLES = "application/n-triples"
RESULTS = "application/sparql-results+json"
FORM = "application/x-www-form-urlencoded"


class Short(KgError):
    """The store gives back less than it says it holds."""


@dataclass(frozen=True)
class Target:
    """One graph of one store. With an address of its Graph Store that is used, else its SPARQL Update."""

    client: Client
    endpoint: str
    graph: str
    store_url: str = ""
    update_url: str = ""

    @property
    def way(self) -> str:
        """How it is written to, in words."""
        if self.store_url:
            return f"Graph Store Protocol at {shown(self.store_url)}"
        return f"SPARQL Update at {shown(self.update_url)}"

    def put(self, lines: Sequence[bytes]) -> None:
        """Make these the whole of the graph. Raises `ServerFault`."""
        self._write("PUT", lines, f"{self._clear} ;\n")

    def add(self, lines: Sequence[bytes]) -> None:
        """Add these to the graph. Raises `ServerFault`."""
        self._write("POST", lines, "")

    def _write(self, method: str, lines: Sequence[bytes], before: str) -> None:
        if self.store_url:
            self.client.send(method, self.store_url, self._named, b"".join(lines), N_TRIPLES)
            return
        data = b"".join(lines)
        inner = data if self.graph == DEFAULT else b"GRAPH <%b> {\n%b}" % (self.graph.encode(), data)
        update = before.encode() + b"INSERT DATA {\n" + inner + b"}\n"
        self.client.send("POST", self.update_url, body=update, media_type="application/sparql-update")

    @property
    def _named(self) -> dict[str, str]:
        return {"default": ""} if self.graph == DEFAULT else {"graph": self.graph}

    @property
    def _clear(self) -> str:
        return "CLEAR SILENT DEFAULT" if self.graph == DEFAULT else f"CLEAR SILENT GRAPH <{self.graph}>"

    def counts(self) -> dict[str, int]:
        """How many triples of each property the graph holds. Raises `ServerFault`."""
        query = f"SELECT ?p (COUNT(*) AS ?n) WHERE {{ {self._pattern('?s ?p ?o')} }} GROUP BY ?p"
        return {row["p"]["value"]: int(row["n"]["value"]) for row in self._rows(query)[0] if "p" in row}

    def held(self) -> int:
        """How many triples it holds. Raises `ServerFault`."""
        rows, _ = self._rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ {self._pattern('?s ?p ?o')} }}")
        return int(rows[0]["n"]["value"])

    def plainly_seen(self, iri: str) -> bool:
        """Whether a query that names no graph sees what is said of a thing. Raises `ServerFault`."""
        return bool(self._rows(f"SELECT ?p WHERE {{ <{iri}> ?p ?o }} LIMIT 1")[0])

    def note(self) -> str:
        """What the store says of which build the graph is; nothing where it has no word on it. Raises `ServerFault`."""
        rows, _ = self._rows(buildnote.query(self.graph))
        return str(rows[0]["build"]["value"]) if rows else ""

    def write_note(self, build: str) -> None:
        """Say which build the graph is, in a graph beside it. Raises `ServerFault`."""
        replace(self, graph=buildnote.place(self.graph)).put([buildnote.line(self.graph, build)])

    def triples(self, counts: dict[str, int]) -> Iterator[rdf.Triple]:
        """What the graph holds, read back property by property; `counts` says how much of each is awaited.

        Raises `Short` where the store does not give it all.
        """
        for predicate, count in sorted(counts.items()):
            pattern = f"?s <{predicate}> ?o"
            try:
                reply = self._asked(f"CONSTRUCT {{ {pattern} }} WHERE {{ {self._pattern(pattern)} }}", N_TRIPLES)
                found = list(rdf.parse(reply.body, "n-triples", "the answer"))
            except KgError as error:
                raise Short(f"all triples of <{predicate}> were asked for at once; {error}") from None
            if len(found) < count:
                raise Short(f"it gives {len(found):,} of {count:,} triples of <{predicate}> at once")
            yield from found

    def _pattern(self, pattern: str) -> str:
        return pattern if self.graph == DEFAULT else f"GRAPH <{self.graph}> {{ {pattern} }}"

    def _rows(self, query: str) -> tuple[list[dict[str, Any]], Reply]:
        reply = self._asked(query, RESULTS)
        try:
            return list(json.loads(reply.body)["results"]["bindings"]), reply
        except (ValueError, LookupError, TypeError):
            kind = "a web page" if "html" in reply.media_type else reply.media_type or "something unnamed"
            said = f"{shown(self.endpoint)}: this is no SPARQL endpoint: it answers a query with {kind}"
            raise ServerFault(f"{said}; is the address right?", "syntax", reply.status) from None

    def _asked(self, query: str, accept: str) -> Reply:
        return self.client.send("POST", self.endpoint, None, urlencode({"query": query}).encode(), FORM, accept)


def with_addresses(target: Target) -> Target:
    """The target with the address that it is written to, where only that for queries was given.

    Known layouts are told by the name that the server gives itself. Raises `UsageError` for others, `ServerFault`.
    """
    if target.store_url or target.update_url:
        return target
    name = target._rows("SELECT * WHERE { ?s ?p ?o } LIMIT 1")[1].headers.get("server", "")
    path = next((path for known, path in LAYOUTS.items() if name.startswith(known)), "")
    if not path:
        raise UsageError(
            f"{shown(target.endpoint)}: name the address that this store is written to: --store-url for the Graph "
            "Store Protocol, or --update-url for SPARQL Update; docs/loading.md lists those of known stores"
        )
    if name.startswith("Virtuoso") and target.graph == DEFAULT:
        raise UsageError(
            f"{shown(target.endpoint)}: what Virtuoso calls the default graph is all of its graphs; name one"
        )
    scheme, host, *_ = urlsplit(target.endpoint)
    return Target(target.client, target.endpoint, target.graph, urlunsplit((scheme, host, path, "", "")))
