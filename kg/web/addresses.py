"""Where each page is: the one place that knows how addresses are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from kg.namespaces import BASE
from kg.web.assets import assets

Values = str | int | Iterable[str]
# what the ontology, its versions, the data and its graphs are told of in
DOCUMENTS = {"ontology": "ontology", "data": "data", "graph": "data"}
ENTRIES = ("theme", "barrier", "outcome")  # lists of the codebook whose entries have a page of their own


@dataclass(frozen=True)
class Addresses:
    """Addresses of pages below the path of the public address: `prefix` is empty or as `/cwkg`."""

    prefix: str = ""

    @classmethod
    def of(cls, base: str) -> Addresses:
        return cls(urlsplit(base).path.rstrip("/"))

    def page(self, *parts: str, **query: Values) -> str:
        """A page by the parts of its path, with parameters; those without a value are left out."""
        path = self.prefix + "/" + "/".join(quote(part, safe=".") for part in parts)
        return path + with_query(query)

    def ask(self, question: str = "", **query: Values) -> str:
        return self.page("ask", **{"q": question, **query})

    def cases(self, chosen: Mapping[str, Values] | None = None, **more: Values) -> str:
        """The cases that a choice of facets leaves."""
        return self.page("cases", **{**(chosen or {}), **more})

    def case(self, id: str) -> str:
        return self.page("case", id)

    def entry(self, list: str, id: str) -> str:
        """A theme, barrier or outcome; an entry of another list has the page of a thing."""
        return self.page(list, id) if list in ENTRIES else self.page("about-thing", "code", list, id)

    def organisation(self, id: str) -> str:
        return self.page("organisation", id)

    def question(self, name: str, ending: str = "", **values: str) -> str:
        return self.page("questions", name + ending, **values)

    def thing(self, iri: str) -> str:
        """The page of anything in the graph by its IRI; an IRI of others stays as it is."""
        if not iri.startswith(BASE):
            return iri
        document, mark, fragment = iri.removeprefix(BASE).partition("#")
        kind, _, id = document.partition("/")
        if kind in DOCUMENTS:
            return self.page(DOCUMENTS[kind]) + mark + quote(fragment)
        name, _, local = id.partition("/")
        if (kind, name) in (("id", "case"), ("id", "organisation")) or (kind == "code" and name in ENTRIES and local):
            return self.page(name, local)
        return self.page("about-thing", *iri.removeprefix(BASE).split("/"))

    def asset(self, name: str) -> str:
        """A file that pages refer to; its address changes with it."""
        return self.page("static", name, v=assets()[name].version)


def with_query(query: Mapping[str, Values]) -> str:
    """Parameters as the end of an address; a list gives its parameter several times."""
    pairs = [
        (name, str(value))
        for name, values in query.items()
        for value in ([values] if isinstance(values, str | int) else values)
        if value != ""
    ]
    return "?" + urlencode(pairs) if pairs else ""
