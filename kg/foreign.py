"""RDF files of somebody else's, read with care: nothing is fetched, nothing is unpacked without end.

Refused, with the reason: XML with a DOCTYPE, which can name other files and grow without bound; JSON-LD whose context
is another document; files that are no UTF-8, too large, or of a syntax that is not known by the name of the file.
"""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path
from typing import Any
from xml.parsers import expat

from kg import mediatypes, rdf
from kg.errors import KgError, UsageError, closest

LARGEST = 512 * 2**20  # bytes, unpacked
SYNTAXES = {kind.suffix: kind.format for kind in mediatypes.DATASET_TYPES} | {"owl": "rdf-xml", "xml": "rdf-xml"}
SYNTAXES |= {"json": "json-ld"}


def is_rdf(path: Path) -> bool:
    """Whether the name of a file ends as those of RDF do, packed or not."""
    return _syntax(path) is not None


def read(path: Path) -> dict[str, list[rdf.Triple]]:
    """The triples of an RDF file by the IRI of their graph, those of no graph under "".

    The syntax is that of the ending, before a `.gz`. Raises `UsageError` for what is no such file, and `KgError` with
    the place of the first fault.
    """
    syntax = _syntax(path)
    if not path.is_file():
        raise UsageError(f"{path}: {'this is a folder' if path.is_dir() else 'there is no such file'}")
    if syntax is None:
        ending = path.suffix.lstrip(".")
        hint = closest(ending, SYNTAXES) or "endings known are " + ", ".join(sorted(SYNTAXES))
        raise UsageError(f"{path}: no syntax of RDF has files that end in '.{ending}'; {hint}")
    text = _bytes(path)
    try:
        text.decode("utf-8")
    except UnicodeDecodeError as error:
        line = text[: error.start].count(b"\n") + 1
        raise KgError(f"{path}:{line}:1: this is not UTF-8 text; save it as UTF-8") from None
    if syntax == "rdf-xml":
        _refuse_doctype(text, path)
    if syntax == "json-ld":
        _refuse_other_contexts(text, path)
    return rdf.parse_named(text, syntax, str(path), path.resolve().as_uri())


def _syntax(path: Path) -> str | None:
    named = path.with_suffix("") if path.suffix == ".gz" else path
    return SYNTAXES.get(named.suffix.lstrip(".").lower())


def _bytes(path: Path) -> bytes:
    """The file, unpacked where it is packed. Raises `KgError` where it cannot be read or is too large."""
    too_large = KgError(f"{path}: more than {LARGEST >> 20} MB unpacked; too large to read")
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            text = stream.read(LARGEST + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise KgError(f"{path}: the packed file is damaged: {error}") from None
    except OSError as error:
        raise KgError(f"{path}: cannot be read: {error.strerror or error}") from None
    if len(text) > LARGEST:
        raise too_large
    return text.removeprefix(b"\xef\xbb\xbf")


class _Started(Exception):
    """The first element of an XML file was reached."""


def _refuse_doctype(text: bytes, path: Path) -> None:
    """Raise `KgError` for a DOCTYPE, the only place where XML can define entities or name other files."""
    parser = expat.ParserCreate("utf-8")

    def doctype(*_: Any) -> None:
        where = f"{path}:{parser.CurrentLineNumber}:{parser.CurrentColumnNumber + 1}"
        raise KgError(f"{where}: files with a DOCTYPE are not read, since it can name other files; take it out")

    def element(*_: Any) -> None:
        raise _Started

    parser.StartDoctypeDeclHandler, parser.StartElementHandler = doctype, element
    try:
        parser.Parse(text, True)
    except _Started:
        return
    except expat.ExpatError as error:
        fault = expat.ErrorString(error.code)
        raise KgError(f"{path}:{error.lineno}:{error.offset + 1}: this is not rdf-xml: {fault}") from None


def _refuse_other_contexts(text: bytes, path: Path) -> None:
    """Raise `KgError` for a context that would have to be fetched."""
    try:
        left = [json.loads(text)]
    except json.JSONDecodeError as error:
        raise KgError(f"{path}:{error.lineno}:{error.colno}: this is not json-ld: {error.msg}") from None
    except RecursionError:
        raise KgError(f"{path}: its values are nested too deeply to be read") from None
    while left:
        value = left.pop()
        if isinstance(value, dict):
            for address in _addresses(value):
                raise KgError(
                    f"{path}: its context is another document, {address[:120]}, and nothing is fetched; "
                    "put the context itself into the file"
                )
            left.extend(value.values())
        elif isinstance(value, list):
            left.extend(value)


def _addresses(node: dict[str, Any]) -> list[str]:
    """What a node names as its context, or imports into it, instead of holding it."""
    context = node.get("@context")
    named = context if isinstance(context, list) else [context]
    return [value for value in [*named, node.get("@import")] if isinstance(value, str)]
