"""The dataset in the words of schema.org, as JSON-LD for search engines and RO-Crate. Its context stands in it."""

from __future__ import annotations

from typing import Any

from kg.describing.dataset import Described, Download, Named, Published
from kg.describing.terms import PREFIXES
from kg.namespaces import DATASET

_ADDRESSES = ("url", "license", "contentUrl")
# what schema.org's own context says of these terms; written out, so that nobody has to fetch it
CONTEXT: dict[str, Any] = {"@vocab": PREFIXES["schema"], **{name: {"@type": "@id"} for name in _ADDRESSES}}


def dataset(described: Described, published: Published) -> dict[str, Any]:
    """The graph as a `schema:Dataset`."""
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": DATASET,
        "identifier": DATASET,
        "name": described.title,
        "description": described.description,
        "version": described.version,
        "keywords": described.keywords,
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "license": described.licence,
        "creator": [_named(agent, "Organization") for agent in described.creators],
        "citation": [source.name for source in described.sources],
        "isBasedOn": [_named(source, "CreativeWork") for source in described.sources],
        "spatialCoverage": [_named(country, "Country") for country in described.countries],
        "variableMeasured": [described.label(name) for name in _coded(described)],
        "url": published.page,
        "datePublished": published.issued,
        "distribution": [_download(download) for download in published.downloads],
    }
    return {key: value for key, value in found.items() if value not in ("", [])}


def _coded(described: Described) -> list[str]:
    """The lists that cases are coded by: themes, barriers, outcome types."""
    lists = ("cw:Theme", "cw:Barrier", "cw:OutcomeType")
    return sorted(
        {
            scheme
            for kind in lists
            for iri in described.members(kind)
            for scheme in described.values(iri, "skos:inScheme")
        }
    )


def _named(thing: Named, kind: str) -> dict[str, str]:
    return {"@type": kind, "@id": thing.iri, "name": thing.name}


def _download(download: Download) -> dict[str, Any]:
    found = {
        "@type": "DataDownload",
        "name": download.title,
        "contentUrl": download.address,
        "encodingFormat": download.media_type,
        "contentSize": f"{download.size} B" if download.size is not None else "",
        "sha256": download.sha256,
    }
    return {key: value for key, value in found.items() if value}
