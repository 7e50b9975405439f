"""The files that pages refer to, by name: each in memory, with a digest, so that a browser may keep it for ever."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.html import STYLE
from kg.pictures import sheet

FOLDER = Path(__file__).with_name("static")
TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


@dataclass(frozen=True)
class Asset:
    """One file as it is sent, and packed with gzip. `version` changes whenever the file does."""

    body: bytes
    packed: bytes
    media_type: str
    version: str


@cache
def assets() -> dict[str, Asset]:
    """Every file of the folder by its name.

    The stylesheet has the common style of all HTML and that of pictures in front of it, so that no page holds a style.
    """
    found = {}
    for path in sorted(FOLDER.iterdir()):
        body = path.read_bytes()
        if path.name == "site.css":
            body = f"{STYLE}{sheet.style()}\n".encode() + body
        version = hashlib.sha256(body).hexdigest()[:12]
        found[path.name] = Asset(body, gzip.compress(body, mtime=0), TYPES[path.suffix[1:]], version)
    return found
