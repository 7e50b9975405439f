"""What the server tells: one JSON object a line on standard error. The text of a query is in none, unless asked for."""

from __future__ import annotations

import json
import logging
import sys
import time
from typing import Any, TextIO


class Log:
    """Writes events. `say("reload", fingerprint=…)` is one line with its time."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr

    def say(self, event: str, **values: Any) -> None:
        now = time.time()
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now % 1 * 1000):03}Z"
        try:
            self.stream.write(json.dumps({"at": at, "event": event, **values}, default=str) + "\n")
            self.stream.flush()
        except (OSError, ValueError):
            pass  # nobody reads the log any more, which is no reason to stop serving


class Handler(logging.Handler):
    """Warnings of the libraries below, as events."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self.log = log

    def emit(self, record: logging.LogRecord) -> None:
        fault = repr(record.exc_info[1]) if record.exc_info and record.exc_info[1] else ""
        self.log.say("library", name=record.name, said=record.getMessage().strip(), fault=fault)
