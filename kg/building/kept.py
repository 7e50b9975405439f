"""Parts that were made, kept in a folder, so that a build makes only what changed and goes on where it was stopped.

A part stands under the digest of everything it was made from but the registry: which entries of that it leads to is
written in the part, with a digest of what they said. A file that was damaged or cut is not used: it begins with the
digest of the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg.building.base import Base
from kg.building.part import Part, Summary
from kg.errors import Problem
from kg.index import Entry


@dataclass(frozen=True)
class KeptPart:
    """What a kept file says of its part, without the triples."""

    summary: Summary
    index: list[Entry]
    warnings: list[Problem]
    shapes: bool


class Kept:
    """A folder of parts by their keys."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def put(self, key: str, part: Part, summary: Summary, base: Base, shapes: bool) -> None:
        """Keep a part without violations. Raises `OSError`."""
        head = {
            "summary": vars(summary),
            "registry": base.digest_of(summary.seen),
            "shapes": shapes,
            "index": part.index,
            "warnings": [vars(warning) for warning in part.warnings],
            "asserted": len(part.asserted),
        }
        body = json.dumps(head, ensure_ascii=False).encode() + b"\n" + part.asserted + part.derived
        path = self.path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sha256(body).hexdigest().encode() + b"\n" + body)

    def get(self, key: str, base: Base, shapes: bool) -> KeptPart | None:
        """The part of a key, where it is whole, made from the registry as it is, and passed by the shapes if asked."""
        body = self._body(key)
        if body is None:
            return None
        head = json.loads(body[: body.index(b"\n")])
        summary = _summary(head["summary"])
        if head["registry"] != base.digest_of(summary.seen) or (shapes and not head["shapes"]):
            return None
        index = [(name, case, sets) for name, case, sets in head["index"]]
        return KeptPart(summary, index, [Problem(**warning) for warning in head["warnings"]], head["shapes"])

    def lines(self, key: str) -> tuple[bytes, bytes] | None:
        """The asserted and the derived triples of a part, a line each."""
        body = self._body(key)
        if body is None:
            return None
        start = body.index(b"\n") + 1
        middle = start + json.loads(body[:start])["asserted"]
        return body[start:middle], body[middle:]

    def remembered(self, name: str, made_from: str, make: Callable[[], Any], fresh: bool = False) -> Any:
        """What a function makes, as plain data, and what it made the last time where that was from the same."""
        path = self.folder / name
        head = {"from": made_from}
        try:
            digest, _, body = path.read_bytes().partition(b"\n")
            if not fresh and sha256(body).hexdigest().encode() == digest:
                found = json.loads(body)
                if found["head"] == head:
                    return found["made"]
        except (OSError, ValueError, KeyError, TypeError):
            pass  # not there, or of another sort: it is made anew
        made = make()
        body = json.dumps({"head": head, "made": made}, ensure_ascii=False).encode()
        path.write_bytes(sha256(body).hexdigest().encode() + b"\n" + body)
        return made

    def drop_others(self, keys: Collection[str]) -> None:
        """Remove the parts that a graph is no longer made of."""
        for path in self.folder.glob("??/*"):
            if path.name not in keys:
                path.unlink(missing_ok=True)

    def _body(self, key: str) -> bytes | None:
        try:
            digest, _, body = self.path(key).read_bytes().partition(b"\n")
        except OSError:
            return None
        return body if sha256(body).hexdigest().encode() == digest else None


def _summary(plain: dict[str, Any]) -> Summary:
    """A summary from its plain data, in which pairs are lists."""
    return Summary(
        {file: (case, whole) for file, (case, whole) in plain["claims"].items()},
        plain["cases"],
        {place: (file, digest) for place, (file, digest) in plain["places"].items()},
        plain["tally"],
        [(kind, id) for kind, id in plain["seen"]],
    )


def key_of(base: Base, name: str, digests: Collection[tuple[str, str]], more: object = None) -> str:
    """The key of a part: its name, the digests of its files, and what else it hangs on."""
    return sha256(repr((base.digest, name, sorted(digests), more)).encode()).hexdigest()
