"""Collaborative Working Knowledge Graph: cases of joint working as RDF, every claim tied to its passage."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import os

    from kg.notebook.graph import KnowledgeGraph

__version__ = "0.1.0"


def open(project: str | os.PathLike[str] | None = None, *, endpoint: str | None = None) -> KnowledgeGraph:
    """Open the graph: `g = kg.open()`, then `g.ask("which projects shared power")`.

    `project` is a folder with ontology/, cases/ and queries/; without it, the one around the working directory, else
    the installed copy. The graph is built anew where a file has changed. With `endpoint`, as in
    `kg.open(endpoint="http://localhost:8890/sparql")`, everything is asked of the store there instead.
    In a notebook, `%%sparql` then works too.
    Raises `UsageError` where the folder is no project, `BadInput` where a changed file has problems, and `KgError`
    where the endpoint does not answer or has no graph to ask.
    """
    from kg.notebook.graph import open_graph

    graph = open_graph(project, endpoint)
    if "IPython" in sys.modules:
        from kg.notebook.magic import attach

        attach(graph)
    return graph


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext kg` in IPython or Jupyter: gives the cell magic `%%sparql`."""
    from kg.notebook.magic import load

    load(shell)


def __getattr__(name: str) -> Any:
    """`kg.widgets`, loaded when it is first named. Raises `UsageError` where what it needs is not installed."""
    if name == "widgets":
        from importlib import import_module

        return import_module("kg.widgets")
    raise AttributeError(f"module 'kg' has no attribute '{name}'")
