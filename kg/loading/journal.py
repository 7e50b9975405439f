"""How far the sending of a graph has got: a small file, so that it can go on after whatever ended it."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError


@dataclass(frozen=True)
class Journal:
    """The file of one graph of one build on its way to one place."""

    path: Path

    def sent(self) -> int | None:
        """How many triples the store has taken in for certain; nothing where the sending was never begun."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))["sent"]
        except (OSError, ValueError, LookupError, TypeError):
            return None
        return found if isinstance(found, int) and found >= 0 else None

    def write(self, sent: int) -> None:
        """Write it down, whole or not at all. Raises `KgError`."""
        aside = self.path.with_suffix(".new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            aside.write_text(json.dumps({"sent": sent}) + "\n", encoding="utf-8")
            os.replace(aside, self.path)
        except OSError as error:
            reason = error.strerror or error
            raise KgError(f"{self.path}: how far the sending is cannot be written down: {reason}") from None

    def close(self) -> None:
        """The sending is over, and was found good."""
        self.path.unlink(missing_ok=True)


def journal(*names: str) -> Journal:
    """The journal of what these names tell apart: addresses, graph, fingerprint. No address stands in it."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    key = hashlib.sha256("\0".join(names).encode()).hexdigest()[:32]
    return Journal(Path(state) / "cwkg" / f"load-{key}.json")
