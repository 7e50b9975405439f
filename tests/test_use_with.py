"""The recipes for other programs, run as they stand."""

import json
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import duckdb
import programs
import pytest

from kg import rdf
from kg.exports.layout import BY_NAME
from kg.importing.sheets import read_sheets

PAGE = "docs/use-with.md"


def recipes(text, *languages):
    """Each piece of code of some languages, with the heading that it stands under."""
    found = []
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        heading = part.partition("\n")[0]
        found += [
            (heading, code) for name, code in re.findall(r"```(\w+)\n(.*?)```", part, re.DOTALL) if name in languages
        ]
    return found


@pytest.fixture(scope="module")
def page(project):
    return (project.root / PAGE).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def texts_of(page):
    return lambda *languages: recipes(page, *languages)


def test_python_runs_and_prints(texts_of, exported):
    """Every recipe in Python runs from the folder of the export and prints something."""
    found = texts_of("python")
    assert len(found) >= 3
    for heading, code in found:
        run = subprocess.run([sys.executable, "-c", code], cwd=exported, capture_output=True, text=True, check=False)
        assert (run.returncode, bool(run.stdout.strip())) == (0, True), f"{heading}: {run.stderr}"


def test_sql_gives_rows(texts_of, exported, monkeypatch):
    """Every query gives rows in its program."""
    monkeypatch.chdir(exported)
    found = texts_of("sql")
    assert {heading for heading, _ in found} == {"DuckDB", "SQLite"}
    for heading, code in found:
        if heading == "DuckDB":
            assert duckdb.sql(code).fetchall(), code
        else:
            with sqlite3.connect(exported / "datasette" / "cwkg.db") as database:
                assert database.execute(code).fetchall(), code


def test_files_and_columns_that_are_named_exist(texts_of, exported):
    """R and Neo4j are not run here: the files that their recipes read are there, with the columns that R names."""
    for heading, code in texts_of("r", "sh"):
        for name in re.findall(r'"([^"]+\.csv)"|build/export/([\w/.-]+)', code):
            assert (exported / "".join(name)).is_file(), f"{heading}: {name}"
    for heading, code in texts_of("r"):
        for table, column in re.findall(r"\b(cases|findings)\$(\w+)", code):
            assert column in BY_NAME[table].names, f"{heading}: {table}${column}"
        if "matrix" in code:
            head = (exported / "matrix" / "phases-low.csv").read_text(encoding="utf-8").partition("\n")[0].split(",")
            assert set(re.findall(r'"((?:theme|barrier|outcome|unit)\w*)"', code)) <= set(head)


@pytest.fixture
def command_of(texts_of):
    """The words of the one command of a recipe that begins with a name."""

    def command(heading, name):
        lines = [line for found, code in texts_of("sh") if found == heading for line in code.splitlines()]
        (line,) = [line for line in lines if line.startswith(f"{name} ")]
        return shlex.split(line)[1:]

    return command


def test_datasette_shows_the_tables(command_of, exported, tmp_path):
    """The command serves the file with what is shown beside it; one page stands for all, and no port is taken."""
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "export").symlink_to(exported)
    program = Path(sys.executable).with_name("datasette")
    call = [program, *command_of("Datasette", "datasette"), "--get", "/cwkg/cases.json?kind=fellowship&_facet=country"]
    run = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == 0, run.stderr
    shown = json.loads(run.stdout)
    assert shown["filtered_table_rows_count"] == 47
    assert {one["value"] for one in shown["facet_results"]["country"]["results"]} == {"CA", "IN", "US"}


def test_raptor_turns_the_file_into_lines(command_of, exported):
    """The command prints every triple of the graph."""
    call = [programs.command("rapper", "raptor2-utils"), *command_of("Raptor", "rapper")]
    run = subprocess.run(call, cwd=exported, capture_output=True, check=True, timeout=60)
    assert run.stdout.count(b"\n") == (exported / "cwkg.nt").read_bytes().count(b"\n")


def test_comunica_asks_the_file(command_of, comunica, exported, tmp_path):
    """The command gives the rows of a query; the program is installed before, where npx would fetch it."""
    (tmp_path / "cwkg.ttl").symlink_to(exported / "cwkg.ttl")
    query = "SELECT ?t WHERE { ?t a <https://w3id.org/cwkg/ontology#CoreTheme> }"
    (tmp_path / "my-query.rq").write_text(query, encoding="utf-8")
    package, name, program, *arguments = command_of("Comunica", "npx")
    assert (package, name.partition("@4")[0]) == ("-p", "@comunica/query-sparql-file")
    run = subprocess.run([comunica(program), *arguments], cwd=tmp_path, capture_output=True, check=True, timeout=300)
    assert len(json.loads(run.stdout)) == 4


def test_virtuoso_takes_the_file_in(texts_of, exported, tmp_path):
    """The line loads the whole graph under the name that it gives."""
    ((_, order),) = texts_of("text")
    (graph,) = re.findall(r"'(https:[^']+)'", order)
    with programs.virtuoso(tmp_path, exported) as server:
        order = order.replace("/data/cwkg.nt", str(exported / "cwkg.nt"))
        server.order(order)
        found = server.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", graph=graph)
    (row,) = found["results"]["bindings"]
    assert int(row["n"]["value"]) == len(set(rdf.parse(exported / "cwkg.nt", "n-triples")))


def test_what_is_opened_by_hand_is_there(page, exported):
    """Files that a recipe names in passing lie in the folder; one list lies in the checkout."""
    names = set(re.findall(r"`([a-z/-]+/?[\w.-]*\.(?:ttl|gexf|graphml|csv|qdc|db|nq\.gz|rq))`", page))
    assert len(names) >= 8
    assert [name for name in names - {"tests/comunica.csv"} if not (exported / name).is_file()] == []


def test_cypher_names_what_the_files_have(texts_of, exported):
    """Labels, types, properties and values of the query for Neo4j stand in the files that it is asked of."""
    ((_, code),) = texts_of("cypher")
    nodes = (exported / "network" / "neo4j" / "nodes.csv").read_text(encoding="utf-8")
    ties = (exported / "network" / "neo4j" / "relationships.csv").read_text(encoding="utf-8")
    assert re.findall(r"\(\w+:(\w+)", code) == ["Case", "Theme", "Outcome"]
    assert all(f",{label}\n" in nodes for label in re.findall(r"\(\w+:(\w+)", code))
    assert all(f",{type}\n" in ties for type in re.findall(r"\[\w+:(\w+)", code))
    assert ",Share power," in nodes
    assert ",certain," in ties


def test_the_tables_shown_for_an_import_are_read(project, run, tmp_path):
    """The example of the page on imports is a sound case."""
    text = (project.root / "docs" / "importing.md").read_text(encoding="utf-8")
    for name, content in re.findall(r"`(\w+\.csv)`\n\n```csv\n(.*?)```", text, re.DOTALL):
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert set(read_sheets([tmp_path])[0]) == {"cases", "findings"}
    copy = tmp_path / "project"
    for name in ("ontology", "cases", "queries"):
        shutil.copytree(project.root / name, copy / name)
    done = run("import", tmp_path / "cases.csv", tmp_path / "findings.csv", "--no-shapes", project=copy)
    assert (done.code, done.out.partition("\n")[0]) == (0, "new      cases/our-town.md: 1 finding, 1 passage")
