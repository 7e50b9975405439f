"""`%%sparql` and errors in a notebook, in a real IPython shell."""

import re
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

from kg.errors import QueryError, UsageError
from kg.notebook.graph import KnowledgeGraph, Table
from kg.notebook.magic import Sparql

PAGE = Path(__file__).resolve().parents[1] / "docs" / "library.md"


@pytest.fixture
def shell():
    """An IPython shell of this test's own, as notebooks have one."""
    InteractiveShell.clear_instance()
    made = InteractiveShell.instance()
    made.history_manager.enabled = False
    yield made
    InteractiveShell.clear_instance()


@pytest.fixture
def opened(shell, ready, monkeypatch):
    """The shell with a graph opened in it."""
    monkeypatch.chdir(ready)
    assert shell.run_cell("import kg; g = kg.open()").success
    return shell


def test_opening_in_a_notebook_gives_the_magic(opened):
    """After `kg.open()` a cell of SPARQL gives a table, and keeps it under a name."""
    result = opened.run_cell("%%sparql kept\nSELECT ?t { case:cpche cw:enactsTheme ?t }").result
    assert isinstance(result, Table)
    assert len(result) > 0
    assert opened.user_ns["kept"] is result


def test_the_magic_uses_the_graph_opened_last(opened, small):
    """Opening another project moves the magic to it; loading the extension again does not move it back."""
    small.case("bridge")
    small.locate()
    opened.user_ns["folder"] = small.root
    query = "%%sparql\nSELECT ?c { ?c cw:hasKind kind:fellowship }"
    assert len(opened.run_cell(query).result) == 47
    opened.user_ns["KnowledgeGraph"], opened.user_ns["store"] = KnowledgeGraph, small.build()
    opened.run_cell("from kg.notebook.magic import attach; attach(KnowledgeGraph(store))")
    opened.run_cell("%load_ext kg")
    assert opened.run_cell(query).result.rows == [{"c": "case:bridge"}]


def test_the_extension_opens_the_project_around(shell, ready, monkeypatch):
    """`%load_ext kg` alone is enough."""
    monkeypatch.chdir(ready)
    assert shell.run_cell("%load_ext kg").success
    assert shell.run_cell("%%sparql\nASK { case:cpche ?p ?o }").result.rows == [{"answer": True}]


def test_the_cell_of_the_page_runs(opened):
    """The example in the docs finds cases and keeps them."""
    (cell,) = re.findall(r"```text\n(%%sparql.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(opened.run_cell(cell).result) == len(opened.user_ns["shared"]) > 0


def test_a_fault_is_told_without_a_stack_trace(opened, capsys):
    """Message, line of the cell, column and caret are shown; no stack trace and no path."""
    result = opened.run_cell("%%sparql\nSELECT ?t\nWERE { case:cpche cw:enactsTheme ?t }")
    assert isinstance(result.error_in_exec, QueryError)
    assert capsys.readouterr().out.split("\n")[:3] == [
        "kg: cell:3:1: 'WERE' cannot stand here; did you mean 'WHERE'?",
        "  WERE { case:cpche cw:enactsTheme ?t }",
        "  ^",
    ]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ('g.case("cpch")', "kg: no case is called 'cpch'; did you mean 'cpche'?"),
        ('g.ask("")', "kg: "),
        ('kg.open("nowhere")', "kg: nowhere is not a project folder"),
        ("%%sparql two words\nASK {}", "kg: 'two words' is no name for a result"),
        ("%%sparql 7\nASK {}", "kg: '7' is no name for a result"),
        ("%%sparql\n\n", "kg: the cell holds no query"),
    ],
)
def test_a_wrong_call_is_told_without_a_stack_trace(opened, capsys, code, message):
    """One short message, for every error of ours."""
    result = opened.run_cell(code)
    assert isinstance(result.error_in_exec, UsageError)
    shown = capsys.readouterr().out
    assert shown.startswith(message)
    assert "Traceback" not in shown
    assert len(shown.strip().split("\n")) == 1


def test_other_errors_keep_their_stack_trace(opened, capsys):
    """Only errors of ours are cut short."""
    opened.run_cell("1 / 0")
    assert "Traceback" in capsys.readouterr().out


def test_a_table_is_displayed_as_html(opened):
    """The shell takes the HTML, the Markdown and the short text of what is shown."""
    data, _ = opened.display_formatter.format(opened.user_ns["g"].ask("which projects shared power"))
    assert {"text/html", "text/markdown", "text/plain"} <= set(data)
    assert data["text/plain"].startswith("<Answer: ")


def test_the_magic_explains_itself():
    """`%%sparql?` shows how it is used."""
    assert "%%sparql name" in Sparql.__doc__
