"""What watched pages of a browser did, and what in them keeps people out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "::1")
GRAVE = ("serious", "critical")


@dataclass
class Watch:
    """What the pages of a test did: messages that tell of an error, and addresses on other machines."""

    errors: list[str] = field(default_factory=list)
    away: list[str] = field(default_factory=list)

    def follow(self, page, known: Sequence[str]) -> None:
        """Note the errors of a page, but for those that a pattern in `known` matches, and all that it asks for."""

        def error(words: str) -> None:
            if not any(re.search(pattern, words) for pattern in known):
                self.errors.append(words)

        def told(message) -> None:
            if message.type == "error":
                error(f"{message.text} ({page.url}: {message.location.get('url', '')})")

        page.on("console", told)
        page.on("pageerror", lambda problem: error(f"{problem.message}\n{problem.stack or ''}"))

        def asked(dialog) -> None:
            error(f"a dialog: {dialog.message}")
            dialog.dismiss()

        page.on("dialog", asked)
        page.on("websocket", lambda socket: self.ask(socket.url))

    def ask(self, url: str) -> None:
        """Note an address where it is on another machine."""
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in LOOPBACK:
            self.away.append(url)


def barriers(page, part: str | None = None) -> list[str]:
    """The grave violations that axe-core finds in a page or a part of it: the rule, what is wrong, and where."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context=part, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{rule['id']}: {rule['help']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]
