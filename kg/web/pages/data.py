"""The data: downloads, linked data, the endpoint, and how to use each."""

from __future__ import annotations

from kg.mediatypes import N_QUADS, RDF_TYPES, MediaType
from kg.namespaces import sparql_prologue
from kg.web.pages.asked import Asked
from kg.web.pages.frame import Page
from kg.web.pages.site import Site

BODY = "SELECT ?name WHERE { ?case cw:enactsThemeAsStated theme:share-power ; rdfs:label ?name } ORDER BY ?name"
COUNTED = {
    "cw:Collaboration": "cases",
    "cw:Finding": "findings by all coders",
    "cw:Passage": "passages",
    "cw:Organisation": "organisations",
    "cw:Person": "people",
}
QUERY = sparql_prologue(BODY) + BODY + "\n"


def show(site: Site, asked: Asked) -> Page:
    """The page on the data."""
    base = asked.request.base
    tables = [question for question in site.graph.named if not question.parameters]
    return Page(
        "Data and downloads",
        "data.html",
        {
            "base": base,
            "whole": [(kind.label, asked.to.page("data", f"cwkg.{kind.suffix}"), kind.name) for kind in _whole(site)],
            "counts": _counts(site),
            "triples": site.manifest["asserted"] + site.manifest["derived"],
            "fingerprint": site.manifest["fingerprint"],
            "tables": tables,
            "curl": f"curl -G {base}/sparql -H 'Accept: text/csv' \\\n  --data-urlencode query@question.rq\n",
            "linked": f"curl -L -H 'Accept: text/turtle' {base}/id/case/{next(iter(site.store.cases), '')}\n",
            "python": _python(base),
            "query": QUERY,
        },
        here="data",
        description="The whole graph in five syntaxes, linked data, a SPARQL endpoint, and tables as CSV.",
        document=asked.to.page("data"),
    )


def _whole(site: Site) -> tuple[MediaType, ...]:
    """The syntaxes that the whole graph is offered in."""
    if not site.store.elsewhere:
        return (*RDF_TYPES, N_QUADS)
    return RDF_TYPES if "graph.nt" in site.manifest["pieces"] else ()


def _counts(site: Site) -> list[tuple[str, int]]:
    """How much the graph holds of what matters."""
    (row,) = site.store.graph.rows(
        "SELECT "
        + " ".join(f"?n{n}" for n in range(len(COUNTED)))
        + " WHERE { "
        + " ".join(
            f"{{ SELECT (COUNT(DISTINCT ?x) AS ?n{n}) WHERE {{ ?x a {kind} }} }}" for n, kind in enumerate(COUNTED)
        )
        + " }"
    )
    return [(words, int(number)) for words, number in zip(COUNTED.values(), row, strict=True)]


def _python(base: str) -> str:
    """A few lines that ask the endpoint and need no package."""
    return f"""import json
from urllib.parse import urlencode
from urllib.request import urlopen

with open("question.rq", encoding="utf-8") as file:
    query = urlencode({{"query": file.read(), "format": "json"}})
with urlopen(f"{base}/sparql?{{query}}") as reply:
    for row in json.load(reply)["results"]["bindings"]:
        print(row["name"]["value"])
"""
