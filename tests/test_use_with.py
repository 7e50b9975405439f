"""The recipes for other programs, run as they stand."""

import re
import shutil
import sqlite3
import subprocess
import sys

import duckdb
import pytest

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
    """R is not run here: the files that its recipes read are there, with the columns that they name."""
    for heading, code in texts_of("r", "sh"):
        for name in re.findall(r'"([^"]+\.csv)"|build/export/([\w/.-]+)', code):
            assert (exported / "".join(name)).is_file(), f"{heading}: {name}"
    for heading, code in texts_of("r"):
        for table, column in re.findall(r"\b(cases|findings)\$(\w+)", code):
            assert column in BY_NAME[table].names, f"{heading}: {table}${column}"
        if "matrix" in code:
            head = (exported / "matrix" / "phases-low.csv").read_text(encoding="utf-8").partition("\n")[0].split(",")
            assert set(re.findall(r'"((?:theme|barrier|outcome|unit)\w*)"', code)) <= set(head)


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
