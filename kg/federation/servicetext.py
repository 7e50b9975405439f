"""A SELECT as one query over several endpoints, for engines that follow SERVICE; each row says who told it.

Each endpoint gets the whole question, so that no row is put together from two of them and every count is of one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg import rdf
from kg.errors import QueryError
from kg.querytext import completed, graphs, prologue

WHO = "told_by"  # the column with the address of the endpoint
_DECLARATION = re.compile(r"\s*(?:#[^\n]*\n|PREFIX\s+[\w.-]*:\s*<[^>]*>|BASE\s+<[^>]*>)", re.IGNORECASE)


def columns(text: str, name: str = "query") -> list[str]:
    """The columns of a SELECT that may be put to several. Raises `QueryError` for any other query."""
    with completed(text, name) as whole:
        result = rdf.Graph().query(whole, name)
    if rdf.is_graph(result) or rdf.is_boolean(result):
        raise QueryError("only a SELECT can be put to several endpoints", name=name)
    if graphs(text):
        raise QueryError("leave FROM out; name the graph in the address, by default-graph-uri", name=name)
    found = [variable.value for variable in result.variables]
    if WHO in found:
        raise QueryError(f"the column ?{WHO} is added; give yours another name", name=name)
    return found


def federated(text: str, endpoints: Sequence[str], name: str = "query") -> str:
    """The query that asks each endpoint the whole of a SELECT. Raises `QueryError` where that cannot be."""
    found = columns(text, name)
    text = prologue(text) + "\n".join(line for line in text.split("\n") if not line.startswith("#+"))
    start = 0
    while declaration := _DECLARATION.match(text, start):
        start = declaration.end()
    inner = "".join(f"      {line}\n" if line else "\n" for line in text[start:].strip().split("\n"))
    asked = "  UNION\n".join(
        f"  {{\n    BIND (<{address}> AS ?{WHO})\n    SERVICE <{address}> {{\n{inner}    }}\n  }}\n"
        for address in endpoints
    )
    head = text[:start].strip()
    return (
        f"{head}{chr(10) if head else ''}SELECT {' '.join(f'?{name}' for name in [WHO, *found])} WHERE {{\n{asked}}}\n"
    )
