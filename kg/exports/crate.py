"""RO-Crate 1.3: the folder of an export as a research object, file by file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from kg.describing.dataset import Described, Named
from kg.exports.frame import File, Written

NAME = "ro-crate-metadata.json"
PROFILE = "https://w3id.org/ro/crate/1.3"  # its context must be given by reference, as the specification has it
Entity = dict[str, Any]


def metadata(described: Described, files: Iterable[File], issued: str, written: Mapping[str, Written]) -> bytes:
    """The metadata document of a crate with these files, published on a day such as `2026-01-31`.

    `written` are those that are made already, by name.
    """
    listed = [file for file in files if file.name != NAME]
    graph = [
        _descriptor(),
        _root(described, listed, issued),
        *(_file(file, written.get(file.name)) for file in listed),
        {
            "@id": described.licence,
            "@type": "CreativeWork",
            "name": "Creative Commons Attribution 4.0 International",
            "description": "Share and adapt the data for any purpose, and say where it is from.",
        },
        *(_contextual(agent, "Organization") for agent in described.creators),
        *(_contextual(source, "CreativeWork") for source in described.sources),
        *(_contextual(country, "Country") for country in described.countries),
    ]
    return (
        json.dumps({"@context": f"{PROFILE}/context", "@graph": graph}, ensure_ascii=False, indent=1) + "\n"
    ).encode()


def _descriptor() -> Entity:
    return {
        "@id": NAME,
        "@type": "CreativeWork",
        "conformsTo": {"@id": PROFILE},
        "about": {"@id": "./"},
    }


def _root(described: Described, files: list[File], issued: str) -> Entity:
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": described.title,
        "description": described.description,
        "datePublished": issued,
        "license": {"@id": described.licence},
        "version": described.version,
        "keywords": described.keywords,
        "creator": _references(described.creators),
        "publisher": _references(described.creators),
        "isBasedOn": _references(described.sources),
        "spatialCoverage": _references(described.countries),
        "hasPart": [{"@id": file.name} for file in files],
    }


def _file(file: File, written: Written | None) -> Entity:
    return {
        "@id": file.name,
        "@type": "File",
        "name": file.name,
        "description": file.about,
        "encodingFormat": file.media_type,
        **({"contentSize": str(written.size)} if written else {}),
    }


def _references(things: list[Named]) -> Entity | list[Entity]:
    """Things by their IRIs; a single one stands alone, as the specification has it."""
    found: list[Entity] = [{"@id": thing.iri} for thing in things]
    return found[0] if len(found) == 1 else found


def _contextual(thing: Named, kind: str) -> Entity:
    return {"@id": thing.iri, "@type": kind, "name": thing.name}
