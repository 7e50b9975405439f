"""The command `kg federate`, over two servers with cases of their own, and the same by engines that follow SERVICE."""

import csv
import io
import json
import subprocess

import pyoxigraph as ox
import pytest
from serving import serving

from kg import pipeline

QUESTION = "most-common-themes"
CASES = (
    "SELECT ?case ?name WHERE { ?c cw:hasKind ?k ; rdfs:label ?name BIND (STRAFTER(STR(?c), '/id/case/') AS ?case) }"
)


@pytest.fixture(scope="module")
def two(make_small, tmp_path_factory, project):
    """The endpoints of two servers. Both have a case of the name `bridge`, and say different things of it."""
    started = []
    for name, stance in (("north", "enacted"), ("south", "neglected")):
        small = make_small(tmp_path_factory.mktemp(name))
        small.case(
            "bridge", "themes:\n" + small.finding("t1", "theme/share-power", stance), name=f"Bridge of the {name}"
        )
        small.case(name, "themes:\n" + small.finding("t1", "theme/share-power", "enacted"))
        small.locate()
        pipeline.build_project(small.project, shapes=False)
        started.append(small.project.root)
    with serving("--workers", "1", project=started[0]) as north, serving("--workers", "1", project=started[1]) as south:
        yield [f"{server.url}/sparql" for server in (north, south)]


def options(addresses):
    return [word for address in addresses for word in ("--endpoint", address)]


@pytest.fixture
def select(tmp_path):
    path = tmp_path / "cases.rq"
    path.write_text(CASES, encoding="utf-8")
    return path


def test_a_named_question_is_answered_by_each(run, two, project):
    """North has two cases that shared power, south one: counted apart, with the roster note of each."""
    result = run("federate", QUESTION, "--format", "csv", *options(two), project=project)
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert [(row["told_by"], row["theme"], row["cases"]) for row in rows] == [
        (two[0], "Share power", "2"),
        (two[1], "Share power", "1"),
    ]
    assert result.code == 0
    assert [line for line in result.err.splitlines() if line.endswith("have no findings.")] == [
        f"{address}: 1 row. The 2 projects are a reconstruction: the report counts them and never lists them. "
        "0 of them are known from the list of interviewees alone and have no findings."
        for address in two
    ]


def test_one_name_of_two_endpoints_is_told_apart(run, two, project, select):
    """A query of one's own shows what each says under the same name, and names the cases that this is so of."""
    result = run("federate", select, "--format", "csv", *options(two), project=project)
    rows = {(row["told_by"], row["case"]): row["name"] for row in csv.DictReader(io.StringIO(result.out))}
    assert len(rows) == 4
    assert (rows[two[0], "bridge"], rows[two[1], "bridge"]) == ("Bridge of the north", "Bridge of the south")
    assert "told by more than one, and not merged: bridge" in result.err


def test_a_plain_question_is_answered_by_each(run, two, project):
    """South says of the bridge that power was not shared; only north names it."""
    result = run("federate", "which projects shared power", "--format", "json", *options(two), project=project)
    answers = json.loads(result.out)["answers"]
    assert [answer["told_by"] for answer in answers] == two
    assert [sorted(hit["case"] for hit in answer["certain"]) for answer in answers] == [["bridge", "north"], ["south"]]


def test_an_endpoint_that_is_down_hides_no_other(run, two, project):
    """The others answer, the fault is one line, and the exit code says that the answer is partial."""
    result = run(
        "federate", QUESTION, "--format", "json", *options([two[0], "http://127.0.0.1:9/sparql"]), project=project
    )
    data = json.loads(result.out)
    assert (result.code, [row["told_by"] for row in data["rows"]]) == (1, [two[0]])
    assert "fault" in data["sources"][1]
    assert result.err.splitlines()[-1] == "the answer is partial: 1 of 2 endpoints said nothing"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("a question", "--sparql"), "--sparql is for named questions and for files"),
        (("which projects shared power " * 20, "--sparql"), "--sparql is for named questions and for files"),
        (("a question", "--format", "csv"), "--format csv is for named questions and for files"),
        (("gone.rq",), "gone.rq: cannot be read"),
        ((QUESTION, "theme=x"), f"{QUESTION} has no parameter 'theme'"),
    ],
)
def test_a_wrong_call_is_one_line(run, project, words, message):
    """No endpoint is asked."""
    result = run("federate", *words, "--endpoint", "http://example.invalid/", project=project)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_an_endpoint_counts_once(run, project):
    """Given twice it would be counted twice."""
    result = run("federate", QUESTION, *options(["http://example.invalid/"] * 2), project=project)
    assert "the endpoint is given twice" in result.err


def rows_of(found):
    return sorted(
        tuple(sorted((name, cell["value"]) for name, cell in row.items())) for row in found["results"]["bindings"]
    )


@pytest.fixture
def query(run, two, project, tmp_path):
    """The one query over both servers, in a file."""
    path = tmp_path / "federated.rq"
    path.write_text(run("federate", QUESTION, "--sparql", *options(two), project=project).out, encoding="utf-8")
    return path


@pytest.fixture
def apart(run, two, project):
    """What each server says, as the command has it."""
    data = json.loads(run("federate", QUESTION, "--format", "json", *options(two), project=project).out)
    return sorted(tuple(sorted(row.items())) for row in data["rows"])


def test_oxigraph_gives_the_same_by_service(query, apart):
    """The engine of this project, left free to use the network, follows the query to both servers."""
    found = ox.Store().query(query.read_text(encoding="utf-8")).serialize(format=ox.QueryResultsFormat.JSON)
    assert rows_of(json.loads(found)) == apart


def test_comunica_gives_the_same_by_service(query, apart, comunica, tmp_path):
    """So does Comunica, given a file without triples as its only source."""
    nothing = tmp_path / "nothing.ttl"
    nothing.touch()
    call = [comunica("comunica-sparql-file"), str(nothing), "-f", str(query), "-t", "application/sparql-results+json"]
    found = subprocess.run(call, check=True, capture_output=True, timeout=120)
    assert rows_of(json.loads(found.stdout)) == apart


def test_comunica_joins_what_two_endpoints_say_of_one_name(two, comunica, tmp_path):
    """The pattern of the page on federation: a block for each, so that every column has its teller."""
    nothing, query = tmp_path / "nothing.ttl", tmp_path / "join.rq"
    nothing.touch()
    block = "SERVICE <{}> {{ ?case <http://www.w3.org/2000/01/rdf-schema#label> ?{} ; cw:hasKind ?{}_kind }}"
    blocks = " ".join(block.format(address, name, name) for address, name in zip(two, ("north", "south"), strict=True))
    query.write_text(
        f"PREFIX cw: <https://w3id.org/cwkg/ontology#> SELECT ?north ?south WHERE {{ {blocks} }}", encoding="utf-8"
    )
    call = [comunica("comunica-sparql-file"), str(nothing), "-f", str(query), "-t", "text/csv"]
    found = subprocess.run(call, check=True, capture_output=True, timeout=120)
    assert found.stdout.decode().splitlines() == ["north,south", "Bridge of the north,Bridge of the south"]
