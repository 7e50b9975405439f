"""The page docs/w3c.md: what became of the W3C's tests, from the two tables that tests/w3c_runner.py writes."""

from __future__ import annotations

import csv

from w3c_runner import FIGURES, explained

HEAD = """# The W3C's SPARQL tests

This page is written by `docs/generate.py` from [w3c.csv](w3c.csv) and [w3c-differences.csv](w3c-differences.csv). Do
not edit it by hand.

The endpoint of `kg serve` is held against the [tests of the W3C](https://github.com/w3c/rdf-tests) for SPARQL 1.1:
the query language, the formats of results, the protocol and the service description. Every test goes over HTTP to a
server that holds all the data of the suite, each file as a graph of its own name. Rows are compared as sets of terms,
in their order where the query gives one; numbers by their value.

`python tests/w3c_runner.py FOLDER` runs them in your own copy, where FOLDER is its `sparql/sparql11`. The tests of
this project do so where the suite is at hand, and fail where the figures below are no longer those of the run.

Not run: updates and the Graph Store Protocol, which this server does not offer, and entailment regimes, which it does
not claim.
"""
MEANT = {
    "failed": "These do not pass. The cause is the engine, pyoxigraph, where they would be mended.",
    "refused": "These are refused by policy: a server that opens no connection and changes nothing cannot pass them.",
}


def page() -> str:
    """The whole page."""
    with FIGURES.open(encoding="utf-8", newline="") as stream:
        head, *rows = list(csv.reader(stream))
    totals = [str(sum(int(row[n]) for row in rows)) for n in range(1, len(head))]
    lines = [HEAD, "| Suite | Passed | Failed | Refused |", "| --- | ---: | ---: | ---: |"]
    lines += [f"| {' | '.join(row)} |" for row in [*rows, ["**all**", *totals]]]
    for result, meaning in MEANT.items():
        found = {test: why for test, (became, why) in explained().items() if became == result}
        lines += ["", f"## {result.capitalize()} ({len(found)})", "", meaning, "", "| Test | Why |", "| --- | --- |"]
        lines += [f"| {test} | {why} |" for test, why in found.items()]
    return "\n".join(lines) + "\n"
