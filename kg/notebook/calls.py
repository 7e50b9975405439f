"""What a call of the library is given, and what is said where a graph lacks what it needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import KgError, UsageError


def given_text(given: object, name: str, what: str) -> str:
    """A text that a call must be given. Raises `UsageError` for anything else."""
    if isinstance(given, str) and not any("\ud800" <= character <= "\udfff" for character in given):
        return given
    raise UsageError(f"{name} takes {what} as text")


def given_texts(given: object, name: str) -> list[str]:
    """One text or several. Raises `UsageError` for anything else."""
    several = [given] if isinstance(given, str) else given
    if isinstance(several, list | tuple | set | frozenset) and all(isinstance(one, str) for one in several):
        return [given_text(one, name, "an id or word") for one in several]
    raise UsageError(f"{name} takes an id or word, or a list of them")


@contextmanager
def whole() -> Iterator[None]:
    """Say plainly that a graph lacks what every whole graph has, such as the kind of a case that it names."""
    try:
        yield
    except (LookupError, ValueError) as error:
        raise KgError("the graph lacks records that this needs; run kg check, then kg build") from error
