"""`%load_ext kg` for IPython and Jupyter: the cell magic `%%sparql`. The door to IPython."""

from __future__ import annotations

import sys
from typing import Any

from kg.errors import UsageError
from kg.notebook.graph import KnowledgeGraph, open_graph
from kg.notebook.tables import Table


class Sparql:
    """Run the cell as a SPARQL query on the graph that `kg.open()` opened last, and show the result.

    `%%sparql name` also keeps the result, a table, under that name. Prefixes of the graph may be left out. Lines of
    errors are those of the cell.
    """

    def __init__(self, shell: Any, graph: KnowledgeGraph | None = None) -> None:
        self.shell, self.graph = shell, graph

    def __call__(self, line: str, cell: str) -> Table:
        name = line.strip()
        if name and not name.isidentifier():
            raise UsageError(f"'{name}' is no name for a result; write %%sparql, or %%sparql and one word")
        if not cell.strip():
            raise UsageError("the cell holds no query; write it below %%sparql")
        if self.graph is None:
            self.graph = open_graph()
        found = self.graph.query("\n" + cell, "cell")
        if name:
            self.shell.push({name: found})
        return found


def load(shell: Any, graph: KnowledgeGraph | None = None) -> None:
    """Give a shell the magic; a graph that was opened there before stays unless another one is given."""
    known = shell.magics_manager.magics["cell"].get("sparql")
    if graph is None and isinstance(known, Sparql):
        return
    shell.register_magic_function(Sparql(shell, graph), "cell", "sparql")


def attach(graph: KnowledgeGraph) -> None:
    """Let `%%sparql` of the running notebook, where there is one, ask this graph."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is not None:
        load(shell, graph)
