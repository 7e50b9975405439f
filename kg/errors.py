"""What can go wrong, as values (`Problem`) and as exceptions (`KgError`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SHOWN_LINES = 10  # of a message in a notebook


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in one place of one file: a value, so that a single run reports them all."""

    file: str
    line: int
    column: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        tail = f"; {self.hint}" if self.hint else ""
        return f"{self.file}:{self.line}:{self.column}: {self.message}{tail}"


def closest(word: str, known: Iterable[str], lead: str = "did you mean") -> str:
    """A hint that names the nearest known words, or an empty text."""
    import difflib

    near = difflib.get_close_matches(word, list(known), n=3, cutoff=0.55)
    return f"{lead} {' or '.join(repr(n) for n in near)}?" if near else ""


class KgError(Exception):
    """An error to show to a person in one or a few lines, never as a stack trace."""

    exit_code = 1

    def _render_traceback_(self) -> list[str]:
        """What IPython shows of it in the place of a stack trace: the first lines of the message."""
        lines = f"kg: {self}".split("\n")
        more = len(lines) - SHOWN_LINES
        return lines if more <= 0 else [*lines[:SHOWN_LINES], f"… and {more} more"]


class UsageError(KgError):
    """The call itself is wrong: an unknown name, an option that does not fit, a file that is not there."""

    exit_code = 2


class BadInput(KgError):
    """Files that were read hold problems; nothing was built from them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


class QueryError(KgError):
    """A SPARQL text that cannot be read or run, with the place in it where that is known."""

    exit_code = 2

    def __init__(self, message: str, line: int = 0, column: int = 0, name: str = "query") -> None:
        self.line, self.column = line, column
        super().__init__(f"{name}:{line}:{column}: {message}" if line else f"{name}: {message}")


class Refused(QueryError):
    """A query that asks for what queries may not do: change the graph, or call another server."""
