"""What an address offers: a page, RDF, or the way to either. Read from the request alone, so that the front can do it.

`asked` says which request goes to a worker; `kg.web.resources.describe` answers those that are for no page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.mediatypes import BY_SUFFIX, HTML, N_QUADS, RDF_TYPES, MediaType
from kg.web import iris, negotiation
from kg.web.iris import Place
from kg.web.messages import PageRequest, RdfRequest

ENDPOINT = "/sparql"
VARY = ("Vary", "Accept")
OFFERED = (HTML, *RDF_TYPES)
WHOLE = (*RDF_TYPES, N_QUADS)  # the syntaxes of the whole graph as a file
_WHOLE = re.compile(rf"/data/cwkg\.({'|'.join(kind.suffix for kind in WHOLE)})")


def asked(request: PageRequest, accept: str | None) -> PageRequest | RdfRequest:
    """The request itself where a page is wanted, else the request for RDF, with no syntax where none will do."""
    if file := whole(request.path):
        return RdfRequest(request.path, file.format, request.base)
    place = iris.read(request.path)
    if place is None:
        return request
    kind = place.syntax or negotiation.choose(accept, OFFERED)
    if kind is HTML and not place.leads_on:
        return request
    return RdfRequest(request.path, kind.format if kind else "", request.base)


def described_endpoint(base: str, kind: MediaType) -> RdfRequest:
    """What a client gets that asks the endpoint for no query."""
    return RdfRequest(ENDPOINT, kind.format, base)


def whole(path: str) -> MediaType | None:
    """The syntax of a file of the whole graph, where the address is that of one."""
    found = _WHOLE.fullmatch(path)
    return BY_SUFFIX[found[1]] if found else None


def links(path: str, base: str) -> tuple[tuple[str, str], ...]:
    """Headers for a page: where the same is told as RDF, and that the address gives either. None for other pages."""
    place = iris.read(path)
    if place is None or place.leads_on:
        return ()
    return VARY, ("Link", ", ".join([*alternates(place, base), f'<{place.iri}>; rel="describes"']))


def alternates(place: Place, base: str, but: MediaType | None = None) -> Iterator[str]:
    """Links to a document in each syntax of RDF but one, as the header Link has them."""
    for kind in RDF_TYPES:
        if kind is not but:
            yield f'<{base}{place.path(kind)}>; rel="alternate"; type="{kind.name}"'
