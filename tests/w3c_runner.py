"""Runs the W3C's SPARQL 1.1 tests over HTTP against `kg serve`, and counts what passed, failed and was refused.

    python tests/w3c_runner.py FOLDER        FOLDER is sparql/sparql11 of https://github.com/w3c/rdf-tests

All data of the suite is served at once, each file as a graph of its own name; a test then names its graphs by
`default-graph-uri` and `named-graph-uri`, as any client may. With `--write` the figures go into docs/w3c.csv and
docs/w3c-differences.csv, from which docs/generate.py makes the page.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pyoxigraph as ox
import w3c_compare as compare
from serving import ROOT, serving
from w3c_manifests import DESCRIPTION, FEDERATION, PROTOCOL, QUERIES, RESULTS, Suite, Test

FIGURES, DIFFERENCES = ROOT / "docs" / "w3c.csv", ROOT / "docs" / "w3c-differences.csv"
SUITES = [*QUERIES, *RESULTS, PROTOCOL, DESCRIPTION, *FEDERATION]
PASSED, FAILED, REFUSED = "passed", "failed", "refused"
NOTHING = "https://example.org/a-graph-for-tests-without-data"
KASEI = "http://kasei.us/2009/09/sparql/data/data0.rdf"  # the protocol tests name it, and give no file for it
BINARY = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".tsv": "text/tab-separated-values",
}
MEDIA = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
SHAPES = {
    "boolean": {"application/sparql-results+xml", "application/sparql-results+json"},
    "tabular": {
        "application/sparql-results+xml",
        "application/sparql-results+json",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"},
}
READ = ("there is no graph <", "cannot be run: The custom function <")  # found once a text was read as a query
SD = "http://www.w3.org/ns/sparql-service-description#"


@dataclass(frozen=True)
class Outcome:
    """What became of a test: passed, failed or refused by policy, and what was seen where it did not pass."""

    test: str
    suite: str
    result: str
    seen: str = ""


class Failed(AssertionError):
    """A test that did not go as it should."""


class Refused(Exception):
    """The server would not do it, by policy."""


def quads(suite: Suite, tests: Iterable[Test]) -> bytes:
    """Every graph of the tests as N-Quads, under the name by which a test asks for it."""
    graphs: dict[str, Path] = {}
    for test in tests:
        graphs |= {suite.address(path): path for path in test.data} | test.graphs
    made = [
        ox.Quad(ox.NamedNode(NOTHING), ox.NamedNode(NOTHING), ox.NamedNode(NOTHING), ox.NamedNode(name))
        for name in (NOTHING, KASEI)
    ]
    for number, (name, path) in enumerate(sorted(graphs.items())):
        for triple in compare.expected_triples(path, suite.address(path)):
            subject, object = (_apart(found, number) for found in (triple.subject, triple.object))
            made.append(ox.Quad(subject, triple.predicate, object, ox.NamedNode(name)))
    raw = ox.serialize(made, format=ox.RdfFormat.N_QUADS)
    assert raw is not None
    return raw


def _apart(found: ox.Term, number: int) -> ox.Term:
    """A blank node under a name that no other file has."""
    return ox.BlankNode(f"f{number}x{found.value}") if isinstance(found, ox.BlankNode) else found


class Runner:
    """Runs tests against a server that holds `quads` of them."""

    def __init__(self, suite: Suite, url: str, held: frozenset[str]) -> None:
        self.suite, self.held = suite, held
        self.client = httpx.Client(base_url=url, timeout=60, trust_env=False)

    def run(self, test: Test) -> Outcome:
        """One test."""
        kinds = {
            "QueryEvaluationTest": self.evaluation,
            "CSVResultFormatTest": self.csv,
            "ProtocolTest": self.protocol,
            "ServiceDescriptionTest": self.description,
        }
        try:
            kinds.get(test.kind, self.syntax)(test)
        except Failed as failed:
            return Outcome(test.id, test.suite, FAILED, str(failed))
        except Refused as refused:
            return Outcome(test.id, test.suite, REFUSED, str(refused))
        return Outcome(test.id, test.suite, PASSED)

    # ---------------------------------------------------------------- Queries

    def text(self, test: Test) -> str:
        """The query of a test, with the address of its file as base: relative addresses mean its neighbours."""
        assert test.query
        return f"BASE <{self.suite.address(test.query)}>\n{test.query.read_bytes().decode('utf-8')}"

    def ask(self, test: Test, accept: str) -> httpx.Response:
        """The answer to a query over the graphs of its test."""
        if re.search(r"(?i)\bFROM\b", _without_comments(self.text(test))):
            return self.post(test, [], accept)  # the query itself names its graphs
        default = [name for path in test.data if (name := self.suite.address(path)) in self.held]
        named = [name for name in test.graphs if name in self.held]
        if not default and not named:
            named = [NOTHING]  # an empty default graph, and a named one that the query does not ask for
        parameters = [("default-graph-uri", name) for name in default] + [("named-graph-uri", name) for name in named]
        return self.post(test, parameters, accept)

    def post(self, test: Test, parameters: list[tuple[str, str]], accept: str) -> httpx.Response:
        """The answer to the query of a test as the body of a POST."""
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        where = "/sparql?" + urlencode(parameters)
        return self.client.post(where, content=self.text(test).encode(), headers=headers)

    def answered(self, test: Test, accept: str) -> httpx.Response:
        """The answer, where there is one. Raises `Failed` and `Refused`."""
        answer = self.ask(test, accept)
        if answer.status_code == 403:
            raise Refused(_line(answer))
        if answer.status_code != 200:
            raise Failed(f"{answer.status_code}: {_line(answer)}")
        sent = answer.headers["content-type"].partition(";")[0]
        if sent != accept:
            raise Failed(f"{sent} came for {accept}")
        return answer

    def evaluation(self, test: Test) -> None:
        """A query whose result is known, asked for in several formats."""
        assert test.result
        if _is_construct(self.text(test)):
            self.construct(test)
            return
        expected = compare.expected_table(test.result, self.suite.address(test.result))
        ordered = (
            not isinstance(expected, bool)
            and "ORDER BY" in _without_comments(self.text(test)).upper().rpartition("}")[2]
        )
        own = BINARY.get(test.result.suffix)
        for accept in [own] if test.suite in RESULTS and own else MEDIA:
            if accept == "text/tab-separated-values" and isinstance(expected, bool):
                continue  # TSV has no form for yes and no
            found = compare.table(self.answered(test, accept).content, MEDIA[accept])
            if not compare.same_tables(found, expected, ordered):
                raise Failed(f"another result ({accept})")

    def construct(self, test: Test) -> None:
        """A query that makes a graph."""
        assert test.result
        base = self.suite.address(test.result)
        found = compare.triples(self.answered(test, "application/n-triples").content, ox.RdfFormat.N_TRIPLES, base)
        if not compare.same_graphs(found, compare.expected_triples(test.result, base)):
            raise Failed("another graph")

    def csv(self, test: Test) -> None:
        """A query whose result is known as CSV."""
        assert test.result
        if not compare.same_csv(self.answered(test, "text/csv").content, test.result):
            raise Failed("another result (text/csv)")

    def syntax(self, test: Test) -> None:
        """A text that is a query, or one that is none."""
        answer = self.ask(test, "application/sparql-results+json, text/turtle")
        if answer.status_code == 403:
            raise Refused(_line(answer))
        read = answer.status_code == 200 or any(words in answer.text for words in READ)
        if test.kind.startswith("Negative") and (read or answer.status_code != 400):
            raise Failed(f"{answer.status_code} for a text that is no query")
        if test.kind.startswith("Positive") and not read:
            raise Failed(f"{answer.status_code}: {_line(answer)}")

    # ---------------------------------------------------------------- The protocol

    def protocol(self, test: Test) -> None:
        """Requests, one after the other, each with what its answer must be."""
        for request in test.requests:
            path = request.path.replace("/sparql/", "/sparql", 1)
            headers = {"Accept-Encoding": "identity", **request.headers}
            answer = self.client.request(request.method, path, headers=headers, content=request.body)
            if "update" in test.name and answer.status_code in (403, 415):
                raise Refused(_line(answer))
            if str(answer.status_code)[0] not in request.statuses:
                raise Failed(f"{answer.status_code}: {_line(answer)}")
            sent = answer.headers.get("content-type", "").partition(";")[0]
            if request.format and sent not in SHAPES[request.format]:
                raise Failed(f"{sent} is not {request.format}")
            if request.boolean is not None and compare.table(answer.content, MEDIA[sent]) is not request.boolean:
                raise Failed("the other of yes and no")

    def description(self, test: Test) -> None:
        """What the endpoint says of itself where it is asked without a query."""
        answer = self.client.get("/sparql", headers={"Accept": "application/n-triples"})
        if answer.status_code != 200:
            raise Failed(f"{answer.status_code}: {_line(answer)}")
        graph = compare.triples(answer.content, ox.RdfFormat.N_TRIPLES, NOTHING)
        types = {
            t.subject for t in graph if t.predicate.value.endswith("#type") and t.object == ox.NamedNode(SD + "Service")
        }
        endpoints = {t.object.value for t in graph if t.predicate.value == SD + "endpoint" and t.subject in types}
        if test.name == "has-endpoint-triple" and not {f"{str(self.client.base_url).rstrip('/')}/sparql"} & {
            e.rstrip("/") for e in endpoints
        }:
            raise Failed(f"sd:endpoint is {sorted(endpoints)}")
        if test.name == "conforms-to-schema" and len(types) != 1:
            raise Failed(f"{len(types)} things are a sd:Service")


def _is_construct(text: str) -> bool:
    words = re.sub(r"<[^>]*>|\"[^\"]*\"", " ", _without_comments(text))
    found = re.search(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", words, re.IGNORECASE)
    return bool(found) and found[1].upper() in ("CONSTRUCT", "DESCRIBE")


def _without_comments(text: str) -> str:
    return re.sub(r"(?m)(^|\s)#.*$", " ", text)


def _line(answer: httpx.Response) -> str:
    return answer.text.partition("\n")[0][:200]


def run(folder: Path) -> list[Outcome]:
    """Every test of the suite, against a server of its own."""
    suite = Suite(folder)
    tests = suite.tests(SUITES)
    raw = quads(suite, tests)
    held = frozenset(quad.graph_name.value for quad in ox.parse(raw, format=ox.RdfFormat.N_QUADS))
    with tempfile.TemporaryDirectory() as aside:
        data = Path(aside) / "w3c.nq"
        data.write_bytes(raw)
        with serving("--data", str(data)) as served:
            runner = Runner(suite, served.url, held)
            return [runner.run(test) for test in tests]


def figures(outcomes: list[Outcome]) -> list[list[str]]:
    """How many tests of each suite passed, failed and were refused."""
    counted = Counter((outcome.suite, outcome.result) for outcome in outcomes)
    return [[suite, *(str(counted[suite, result]) for result in (PASSED, FAILED, REFUSED))] for suite in SUITES]


def differences(outcomes: list[Outcome]) -> dict[str, str]:
    """What became of each test that did not pass."""
    return {outcome.test: outcome.result for outcome in outcomes if outcome.result != PASSED}


def explained() -> dict[str, tuple[str, str]]:
    """The published differences: of each test what became of it, and why."""
    with DIFFERENCES.open(encoding="utf-8", newline="") as stream:
        return {row["test"]: (row["result"], row["why"]) for row in csv.DictReader(stream)}


def write(outcomes: list[Outcome]) -> None:
    """Write the figures, and the differences with the reasons that were given before; new ones have none yet."""
    reasons = explained() if DIFFERENCES.exists() else {}
    for path, head, rows in (
        (FIGURES, ["suite", PASSED, FAILED, REFUSED], figures(outcomes)),
        (
            DIFFERENCES,
            ["test", "result", "why"],
            [[test, result, reasons.get(test, ("", ""))[1]] for test, result in differences(outcomes).items()],
        ),
    ):
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([head, *rows])


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--write", action="store_true", help="write docs/w3c.csv and docs/w3c-differences.csv")
    given = options.parse_args()
    if not (given.folder / PROTOCOL / "manifest.ttl").is_file():
        print(f"{given.folder} is not the folder sparql/sparql11 of https://github.com/w3c/rdf-tests", file=sys.stderr)
        return 2
    outcomes = run(given.folder)
    for row in figures(outcomes):
        print(f"{row[0]:<20} passed {row[1]:>3}  failed {row[2]:>3}  refused {row[3]:>3}")
    for outcome in outcomes:
        if outcome.result != PASSED:
            print(f"{outcome.result:<8} {outcome.test}: {outcome.seen}")
    if given.write:
        write(outcomes)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
