"""Another store as the dataset of an endpoint of ours: queries are checked here and run there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg import querytext, rdf
from kg.dataset import Dataset
from kg.namespaces import PREFIXES


class RemoteDataset(Dataset):
    """The default graph of another store. Its named graphs are not offered."""

    def __init__(self, graph: rdf.Graph) -> None:
        super().__init__(rdf.Graph().store, PREFIXES)
        self.graph = graph

    def query(
        self, text: str, default_graphs: Iterable[str] = (), named_graphs: Iterable[str] = (), name: str = "query"
    ) -> Any:
        """The result of a query, whole. Raises `QueryError`, with the place of a fault of the text, and `KgError`."""
        super().query(text, default_graphs, named_graphs, name)  # on nothing: for its faults alone
        self.graph.admit(name)
        return self.graph.query(querytext.prologue(text) + text, name)
